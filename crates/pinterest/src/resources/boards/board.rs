//! One board.

use pinterest_client::types::{BoardId, BoardSectionId, BoardUpdate};

use super::{SectionHandle, Sections};
use crate::requests::{BoardPinsList, BoardsDelete, BoardsGet, BoardsUpdate};
use crate::{Call, Client, List};

/// A handle for a board, created by [`Client::board`].
#[derive(Clone, Debug)]
pub struct BoardHandle {
    client: Client,
    id: BoardId,
}

impl BoardHandle {
    pub(super) fn new(client: &Client, id: BoardId) -> Self {
        Self {
            client: client.clone(),
            id,
        }
    }

    /// Returns the id of the board.
    #[must_use]
    pub fn id(&self) -> &BoardId {
        &self.id
    }

    /// Returns the handle for the sections of the board.
    #[must_use]
    pub fn sections(&self) -> Sections {
        Sections::new(&self.client, &self.id)
    }

    /// Returns the handle for a section of the board, by its id.
    #[must_use]
    pub fn section(&self, id: impl Into<BoardSectionId>) -> SectionHandle {
        SectionHandle::new(&self.client, &self.id, id.into())
    }

    /// Gets the board.
    ///
    #[doc = pinterest_client::facts!(BoardsGet)]
    pub fn get(&self) -> Call<BoardsGet> {
        self.client.call(BoardsGet::new(&self.id))
    }

    /// Changes the fields of the board that `update` sets.
    ///
    #[doc = pinterest_client::facts!(BoardsUpdate)]
    pub fn update(&self, update: impl Into<BoardUpdate>) -> Call<BoardsUpdate> {
        self.client.call(BoardsUpdate::new(&self.id, update))
    }

    /// Deletes the board.
    ///
    /// Resolves to the board where the service describes it, and to `None` where it responds
    /// without a body.
    ///
    #[doc = pinterest_client::facts!(BoardsDelete)]
    pub fn delete(&self) -> Call<BoardsDelete> {
        self.client.call(BoardsDelete::new(&self.id))
    }

    /// Lists the Pins on the board.
    ///
    #[doc = pinterest_client::facts!(BoardPinsList)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let mut pins = client.board("549755885175").pins().page_size(250).items();
    /// while let Some(pin) = pins.try_next().await? {
    ///     println!("{:?} {:?}", pin.id, pin.title);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pins(&self) -> List<BoardPinsList> {
        self.client.list(BoardPinsList::new(&self.id))
    }
}
