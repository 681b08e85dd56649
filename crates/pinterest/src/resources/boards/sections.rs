//! The sections of a board.

use pinterest_client::types::{BoardId, NewBoardSection};

use crate::requests::{BoardSectionsCreate, BoardSectionsList};
use crate::{Call, Client, List};

/// A handle for the sections of a board, created by
/// [`BoardHandle::sections`](super::BoardHandle::sections).
#[derive(Clone, Debug)]
pub struct Sections {
    client: Client,
    board: BoardId,
}

impl Sections {
    pub(super) fn new(client: &Client, board: &BoardId) -> Self {
        Self {
            client: client.clone(),
            board: board.clone(),
        }
    }

    /// Lists the sections.
    ///
    #[doc = pinterest_client::facts!(BoardSectionsList)]
    pub fn list(&self) -> List<BoardSectionsList> {
        self.client.list(BoardSectionsList::new(&self.board))
    }

    /// Creates a section with this name.
    ///
    #[doc = pinterest_client::facts!(BoardSectionsCreate)]
    pub fn create(&self, name: impl Into<String>) -> Call<BoardSectionsCreate> {
        let section = NewBoardSection::new(name);
        self.client
            .call(BoardSectionsCreate::new(&self.board, section))
    }
}
