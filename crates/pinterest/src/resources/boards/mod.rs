//! Boards, their sections, and the Pins on them.
//!
//! Everything starts at a handle: [`Client::boards`] for all boards of the user, [`Client::board`] for one of them.

mod board;
mod section;
mod sections;

pub use board::Board;
pub use section::Section;
pub use sections::Sections;

use pinterest_client::types::{BoardId, NewBoard};

use crate::paging::List;
use crate::requests::{BoardsCreateQuery, BoardsListQuery};
use crate::{Call, Client};

/// The boards of the user of the token, or, with `ad_account_id`, of the owner of an ad account; made by
/// [`Client::boards`].
#[derive(Clone, Debug)]
pub struct Boards {
    client: Client,
}

impl Client {
    /// The boards of the user.
    #[must_use]
    pub fn boards(&self) -> Boards {
        Boards {
            client: self.clone(),
        }
    }

    /// A board, by its id.
    #[must_use]
    pub fn board(&self, id: impl Into<BoardId>) -> Board {
        Board::new(self, id.into())
    }
}

impl Boards {
    /// Lists the boards that the user owns, and the group boards that they collaborate on (`boards/list`). Scope:
    /// `boards:read`.
    ///
    /// ```no_run
    /// use futures_util::TryStreamExt;
    /// use pinterest::types::BoardPrivacyFilter;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let mut boards = client.boards().list().privacy(BoardPrivacyFilter::Public).items();
    /// while let Some(board) = boards.try_next().await? {
    ///     println!("{:?} {}", board.id, board.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> List<BoardsListQuery> {
        List::new(&self.client, BoardsListQuery::new())
    }

    /// Creates a board (`boards/create`). Scopes: `boards:read` and `boards:write`.
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
    pub fn create(&self, board: NewBoard) -> Call<BoardsCreateQuery> {
        Call::new(&self.client, BoardsCreateQuery::new(board))
    }
}
