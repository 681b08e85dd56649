//! `pinterest boards`

use clap::{Args, Subcommand, ValueEnum};
use pinterest::types::{BoardPrivacy, NewBoard};
use serde_json::to_value;

use super::pins;
use crate::arguments::Paging;
use crate::context::Context;
use crate::failure::Failure;
use crate::listing::Reading;
use crate::output::Column;

const COLUMNS: &[Column] = &[
    Column::new("ID", "id"),
    Column::new("NAME", "name"),
    Column::new("PRIVACY", "privacy"),
    Column::new("PINS", "pin_count"),
    Column::new("FOLLOWERS", "follower_count"),
    Column::new("OWNER", "owner.username"),
    Column::new("CREATED", "created_at"),
];

/// Boards: list, show, create, delete, and their Pins
#[derive(Debug, Subcommand)]
pub(crate) enum Boards {
    /// List the boards of the user
    List(List),
    /// Show a board
    Show(One),
    /// List the Pins of a board
    Pins(Pins),
    /// Create a board
    Create(Create),
    /// Delete a board with all its Pins
    Delete(One),
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Privacy {
    /// Everybody sees it
    Public,
    /// Whoever has the link sees it
    Protected,
    /// The owner and invited people see it
    Secret,
}

impl From<Privacy> for BoardPrivacy {
    fn from(privacy: Privacy) -> Self {
        match privacy {
            Privacy::Public => Self::Public,
            Privacy::Protected => Self::Protected,
            Privacy::Secret => Self::Secret,
        }
    }
}

#[derive(Args, Debug)]
pub(crate) struct List {
    /// Only boards with this privacy
    #[arg(long)]
    privacy: Option<Privacy>,

    #[command(flatten)]
    paging: Paging,
}

#[derive(Args, Debug)]
pub(crate) struct One {
    /// Id of the board
    #[arg(value_name = "ID")]
    id: String,
}

#[derive(Args, Debug)]
pub(crate) struct Pins {
    /// Id of the board
    #[arg(value_name = "ID")]
    id: String,

    #[command(flatten)]
    paging: Paging,
}

#[derive(Args, Debug)]
pub(crate) struct Create {
    /// Name of the board
    name: String,

    /// What the board is about
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,

    /// Who sees the board
    #[arg(long, default_value = "public")]
    privacy: Privacy,
}

impl Boards {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        match self {
            Self::List(list) => {
                let privacy = list.privacy.map(BoardPrivacy::from);
                Reading::of("boards/list")
                    .with_all("privacy", privacy.map(|privacy| privacy.to_string()))
                    .list(context, &list.paging, COLUMNS)
                    .await
            }
            Self::Show(one) => {
                Reading::of("boards/get")
                    .with("board_id", one.id)
                    .print(context)
                    .await
            }
            Self::Pins(board) => {
                Reading::of("boards/list_pins")
                    .with("board_id", board.id)
                    .list(context, &board.paging, pins::COLUMNS)
                    .await
            }
            Self::Create(create) => create.run(context).await,
            Self::Delete(one) => {
                context.confirm(&format!("Delete board {} with all its Pins?", one.id))?;
                context
                    .send(context.client()?.board(one.id).delete())
                    .await?;
                Ok(())
            }
        }
    }
}

impl Create {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let mut board = NewBoard::new(self.name).privacy(BoardPrivacy::from(self.privacy));
        board.description = self.description;
        let board = context
            .send(context.client()?.boards().create(board))
            .await?;
        context
            .output
            .value(&to_value(board).map_err(Failure::new)?)
    }
}
