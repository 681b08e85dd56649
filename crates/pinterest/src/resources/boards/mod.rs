//! Boards, their sections, and the Pins on them.
//!
//! Everything starts at a handle: [`Client::boards`] for all boards of the user, [`Client::board`]
//! for one of them.

mod board;
mod section;
mod sections;

pub use board::BoardHandle;
pub use section::SectionHandle;
pub use sections::Sections;

use pinterest_client::types::{BoardId, NewBoard};

use crate::requests::{BoardsCreate, BoardsList};
use crate::{Call, Client, List};

/// A handle for the boards of the user of the token, created by [`Client::boards`].
#[derive(Clone, Debug)]
pub struct Boards {
    client: Client,
}

impl Client {
    /// Returns the handle for the boards of the user.
    #[must_use]
    pub fn boards(&self) -> Boards {
        Boards {
            client: self.clone(),
        }
    }

    /// Returns the handle for a board, by its id.
    #[must_use]
    pub fn board(&self, id: impl Into<BoardId>) -> BoardHandle {
        BoardHandle::new(self, id.into())
    }
}

impl Boards {
    /// Lists the boards that the user owns, and the group boards that they collaborate on.
    ///
    #[doc = pinterest_client::facts!(BoardsList)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use futures_util::TryStreamExt;
    /// use pinterest::types::BoardPrivacyFilter;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let boards = client.boards().list().with(|list| list.privacy(BoardPrivacyFilter::Public));
    /// let mut boards = boards.items();
    /// while let Some(board) = boards.try_next().await? {
    ///     println!("{:?} {}", board.id, board.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> List<BoardsList> {
        self.client.list(BoardsList::new())
    }

    /// Creates a board.
    ///
    #[doc = pinterest_client::facts!(BoardsCreate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::types::{BoardPrivacy, NewBoard};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let board = NewBoard::new("Prints").privacy(BoardPrivacy::Secret);
    /// let board = client.boards().create(board).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(&self, board: impl Into<NewBoard>) -> Call<BoardsCreate> {
        self.client.call(BoardsCreate::new(board))
    }
}
