//! The sections of a board.

use pinterest_client::types::{BoardId, NewBoardSection};

use crate::paging::List;
use crate::requests::{BoardSectionsCreateQuery, BoardSectionsListQuery};
use crate::{Call, Client};

/// The sections of a board; made by [`Board::sections`](super::Board::sections).
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

    /// Lists the sections (`board_sections/list`). Scope: `boards:read`.
    pub fn list(&self) -> List<BoardSectionsListQuery> {
        List::new(&self.client, BoardSectionsListQuery::new(&self.board))
    }

    /// Creates a section with a name of 1 to 180 characters (`board_sections/create`). Scopes: `boards:read` and
    /// `boards:write`.
    pub fn create(&self, name: impl Into<String>) -> Call<BoardSectionsCreateQuery> {
        let section = NewBoardSection::new(name);
        Call::new(
            &self.client,
            BoardSectionsCreateQuery::new(&self.board, section),
        )
    }
}
