//! `pinterest catalogs`

mod feeds;
mod item_rows;
mod items;

use clap::{Args, Subcommand};

use crate::arguments::Paging;
use crate::context::Context;
use crate::failure::Failure;
use crate::listing::Reading;
use crate::output::Column;
use feeds::Feeds;
use items::Items;

const COLUMNS: &[Column] = &[
    Column::new("ID", "id"),
    Column::new("NAME", "name"),
    Column::new("TYPE", "catalog_type"),
    Column::new("CREATED", "created_at"),
];

const ISSUE_COLUMNS: &[Column] = &[
    Column::new("NUMBER", "item_number"),
    Column::new("ITEM", "item_id"),
    Column::new("ERRORS", "errors"),
    Column::new("WARNINGS", "warnings"),
];

/// Catalogs: feeds, upload of items, and what is wrong with items
#[derive(Debug, Subcommand)]
pub(crate) enum Catalogs {
    /// List the catalogs
    List(List),
    /// Feeds: list, ingest, results
    #[command(subcommand)]
    Feeds(Feeds),
    /// Items: upload from CSV or JSON lines
    #[command(subcommand)]
    Items(Items),
    /// List what is wrong with the items of a feed, by the id of a processing result
    Issues(Issues),
}

#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    paging: Paging,
}

#[derive(Args, Debug)]
pub(crate) struct Issues {
    /// Id of a processing result, which `pinterest catalogs feeds results` lists
    #[arg(value_name = "ID")]
    result: String,

    #[command(flatten)]
    paging: Paging,
}

impl Catalogs {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        match self {
            Self::List(list) => {
                Reading::of("catalogs/list")
                    .list(context, &list.paging, COLUMNS)
                    .await
            }
            Self::Feeds(feeds) => feeds.run(context).await,
            Self::Items(items) => items.run(context).await,
            Self::Issues(issues) => {
                Reading::of("items_issues/list")
                    .with("processing_result_id", issues.result)
                    .list(context, &issues.paging, ISSUE_COLUMNS)
                    .await
            }
        }
    }
}
