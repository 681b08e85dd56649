//! One board.

use pinterest_client::types::{BoardId, BoardSectionId, BoardUpdate};

use super::{Section, Sections};
use crate::paging::List;
use crate::requests::{BoardsDeleteQuery, BoardsGetQuery, BoardsListPinsQuery, BoardsUpdateQuery};
use crate::{Call, Client};

/// A board; made by [`Client::board`].
#[derive(Clone, Debug)]
pub struct Board {
    client: Client,
    id: BoardId,
}

impl Board {
    pub(super) fn new(client: &Client, id: BoardId) -> Self {
        Self {
            client: client.clone(),
            id,
        }
    }

    /// The id of the board.
    #[must_use]
    pub fn id(&self) -> &BoardId {
        &self.id
    }

    /// The sections of the board.
    #[must_use]
    pub fn sections(&self) -> Sections {
        Sections::new(&self.client, &self.id)
    }

    /// A section of the board, by its id.
    #[must_use]
    pub fn section(&self, id: impl Into<BoardSectionId>) -> Section {
        Section::new(&self.client, &self.id, id.into())
    }

    /// Gets the board (`boards/get`). Scope: `boards:read`.
    pub fn get(&self) -> Call<BoardsGetQuery> {
        Call::new(&self.client, BoardsGetQuery::new(&self.id))
    }

    /// Changes the fields of the board that `update` sets (`boards/update`). Scopes: `boards:read` and `boards:write`.
    pub fn update(&self, update: BoardUpdate) -> Call<BoardsUpdateQuery> {
        Call::new(&self.client, BoardsUpdateQuery::new(&self.id, update))
    }

    /// Deletes the board (`boards/delete`). Scopes: `boards:read` and `boards:write`.
    ///
    /// Returns the board where the service describes it, and `None` where it answers without a body.
    pub fn delete(&self) -> Call<BoardsDeleteQuery> {
        Call::new(&self.client, BoardsDeleteQuery::new(&self.id))
    }

    /// Lists the Pins on the board (`boards/list_pins`). Scopes: `boards:read` and `pins:read`.
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
    pub fn pins(&self) -> List<BoardsListPinsQuery> {
        List::new(&self.client, BoardsListPinsQuery::new(&self.id))
    }
}
