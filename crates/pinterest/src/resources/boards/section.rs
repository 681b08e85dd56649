//! One section of a board.

use pinterest_client::types::{BoardId, BoardSectionId, BoardSectionUpdate};

use crate::requests::{BoardSectionPinsList, BoardSectionsDelete, BoardSectionsUpdate};
use crate::{Call, Client, List};

/// A handle for a section of a board, created by
/// [`BoardHandle::section`](super::BoardHandle::section).
#[derive(Clone, Debug)]
pub struct SectionHandle {
    client: Client,
    board: BoardId,
    id: BoardSectionId,
}

impl SectionHandle {
    pub(super) fn new(client: &Client, board: &BoardId, id: BoardSectionId) -> Self {
        Self {
            client: client.clone(),
            board: board.clone(),
            id,
        }
    }

    /// Returns the id of the section.
    #[must_use]
    pub fn id(&self) -> &BoardSectionId {
        &self.id
    }

    /// Gives the section another name.
    ///
    #[doc = pinterest_client::facts!(BoardSectionsUpdate)]
    pub fn rename(&self, name: impl Into<String>) -> Call<BoardSectionsUpdate> {
        let update = BoardSectionUpdate::new(name);
        self.client
            .call(BoardSectionsUpdate::new(&self.board, &self.id, update))
    }

    /// Deletes the section.
    ///
    /// Resolves to the section where the service describes it, and to `None` where it responds
    /// without a body.
    ///
    #[doc = pinterest_client::facts!(BoardSectionsDelete)]
    pub fn delete(&self) -> Call<BoardSectionsDelete> {
        self.client
            .call(BoardSectionsDelete::new(&self.board, &self.id))
    }

    /// Lists the Pins in the section.
    ///
    #[doc = pinterest_client::facts!(BoardSectionPinsList)]
    pub fn pins(&self) -> List<BoardSectionPinsList> {
        self.client
            .list(BoardSectionPinsList::new(&self.board, &self.id))
    }
}
