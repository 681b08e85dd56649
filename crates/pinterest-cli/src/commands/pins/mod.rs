//! `pinterest pins`

mod create;

use clap::{Args, Subcommand};

use crate::arguments::Paging;
use crate::batches::{self, counted};
use crate::context::Context;
use crate::failure::Failure;
use crate::listing::Reading;
use crate::output::Column;
use create::Create;

pub(super) const COLUMNS: &[Column] = &[
    Column::new("ID", "id"),
    Column::new("TITLE", "title"),
    Column::new("TYPE", "creative_type"),
    Column::new("BOARD", "board_id"),
    Column::new("LINK", "link"),
    Column::new("CREATED", "created_at"),
];

/// Pins: list, show, create from images or a video, delete
#[derive(Debug, Subcommand)]
pub(crate) enum Pins {
    /// List the Pins of the user
    List(List),
    /// Show a Pin
    Show(One),
    /// Create a Pin from an image, two to five images, or a video
    Create(Create),
    /// Delete Pins
    Delete(Delete),
}

#[derive(Args, Debug)]
pub(crate) struct List {
    /// Only the Pins of this board
    #[arg(long, value_name = "ID")]
    board: Option<String>,

    /// Show the metrics of each Pin
    #[arg(long)]
    metrics: bool,

    #[command(flatten)]
    paging: Paging,
}

#[derive(Args, Debug)]
pub(crate) struct One {
    /// Id of the Pin
    #[arg(value_name = "ID")]
    id: String,
}

#[derive(Args, Debug)]
pub(crate) struct Delete {
    /// Ids of Pins
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
}

impl Pins {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        match self {
            Self::List(list) => {
                let reading = match list.board {
                    Some(board) => Reading::of("boards/list_pins").with("board_id", board),
                    None => Reading::of("pins/list"),
                };
                reading
                    .with_all("pin_metrics", list.metrics.then_some("true"))
                    .list(context, &list.paging, COLUMNS)
                    .await
            }
            Self::Show(one) => {
                Reading::of("pins/get")
                    .with("pin_id", one.id)
                    .print(context)
                    .await
            }
            Self::Create(create) => create.run(context).await,
            Self::Delete(delete) => delete.run(context).await,
        }
    }
}

impl Delete {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        context.confirm(&format!("Delete {}?", counted(self.ids.len(), "Pin")))?;
        let client = context.client()?;
        let calls = self.ids.into_iter().map(|id| {
            let call = client.pin(&*id).delete();
            (id, call)
        });
        batches::run_each(context, calls).await
    }
}
