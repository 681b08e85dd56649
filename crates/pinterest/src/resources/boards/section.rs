//! One section of a board.

use pinterest_client::types::{BoardId, BoardSectionId, BoardSectionUpdate};

use crate::requests::{BoardSectionPinsList, BoardSectionsDelete, BoardSectionsUpdate};
use crate::{Call, Client, List};

/// A section of a board; made by [`BoardHandle::section`](super::BoardHandle::section).
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

    /// The id of the section.
    #[must_use]
    pub fn id(&self) -> &BoardSectionId {
        &self.id
    }

    /// Gives the section another name.
    pub fn rename(&self, name: impl Into<String>) -> Call<BoardSectionsUpdate> {
        let update = BoardSectionUpdate::new(name);
        self.client
            .call(BoardSectionsUpdate::new(&self.board, &self.id, update))
    }

    /// Deletes the section.
    ///
    /// Resolves to the section where the service describes it, and to `None` where it responds
    /// without a body.
    pub fn delete(&self) -> Call<BoardSectionsDelete> {
        self.client
            .call(BoardSectionsDelete::new(&self.board, &self.id))
    }

    /// Lists the Pins in the section.
    pub fn pins(&self) -> List<BoardSectionPinsList> {
        self.client
            .list(BoardSectionPinsList::new(&self.board, &self.id))
    }
}
