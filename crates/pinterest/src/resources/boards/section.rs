//! One section of a board.

use pinterest_client::types::{BoardId, BoardSectionId, BoardSectionUpdate};

use crate::paging::List;
use crate::requests::{
    BoardSectionsDeleteQuery, BoardSectionsListPinsQuery, BoardSectionsUpdateQuery,
};
use crate::{Call, Client};

/// A section of a board; made by [`Board::section`](super::Board::section).
#[derive(Clone, Debug)]
pub struct Section {
    client: Client,
    board: BoardId,
    id: BoardSectionId,
}

impl Section {
    pub(super) fn new(client: &Client, board: &BoardId, id: BoardSectionId) -> Self {
        Self {
            client: client.clone(),
            board: board.clone(),
            id,
        }
    }

    /// The id of the section.
    #[must_use]
    pub fn id(&self) -> &BoardSectionId {
        &self.id
    }

    /// Gives the section another name, of 1 to 180 characters (`board_sections/update`). Scopes: `boards:read` and
    /// `boards:write`.
    pub fn rename(&self, name: impl Into<String>) -> Call<BoardSectionsUpdateQuery> {
        let update = BoardSectionUpdate::new(name);
        let query = BoardSectionsUpdateQuery::new(&self.board, &self.id, update);
        Call::new(&self.client, query)
    }

    /// Deletes the section (`board_sections/delete`). Scopes: `boards:read` and `boards:write`.
    ///
    /// Returns the section where the service describes it, and `None` where it answers without a body.
    pub fn delete(&self) -> Call<BoardSectionsDeleteQuery> {
        let query = BoardSectionsDeleteQuery::new(&self.board, &self.id);
        Call::new(&self.client, query)
    }

    /// Lists the Pins in the section (`board_sections/list_pins`). Scopes: `boards:read` and `pins:read`.
    pub fn pins(&self) -> List<BoardSectionsListPinsQuery> {
        let query = BoardSectionsListPinsQuery::new(&self.board, &self.id);
        List::new(&self.client, query)
    }
}
