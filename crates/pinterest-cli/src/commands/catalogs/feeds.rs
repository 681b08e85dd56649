//! `pinterest catalogs feeds`

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::to_value;

use crate::arguments::Paging;
use crate::context::Context;
use crate::failure::Failure;
use crate::listing::Reading;
use crate::output::Column;
use crate::waiting::{self, WaitOptions};

const COLUMNS: &[Column] = &[
    Column::new("ID", "id"),
    Column::new("NAME", "name"),
    Column::new("TYPE", "catalog_type"),
    Column::new("STATUS", "status"),
    Column::new("FORMAT", "format"),
    Column::new("COUNTRY", "default_country"),
    Column::new("LOCATION", "location"),
];

const RESULT_COLUMNS: &[Column] = &[
    Column::new("ID", "id"),
    Column::new("STATUS", "status"),
    Column::new("ORIGINAL", "product_counts.original"),
    Column::new("INGESTED", "product_counts.ingested"),
    Column::new("ERRORS", "validation_details.errors"),
    Column::new("WARNINGS", "validation_details.warnings"),
    Column::new("CREATED", "created_at"),
];

/// Feeds: list, ingest, results
#[derive(Debug, Subcommand)]
pub(crate) enum Feeds {
    /// List the feeds
    List(List),
    /// Have the service fetch the file of a feed now
    Ingest(Ingest),
    /// List the results of processing a feed, newest first
    Results(Results),
}

#[derive(Args, Debug)]
pub(crate) struct List {
    /// Only the feeds of this catalog
    #[arg(long, value_name = "ID")]
    catalog: Option<String>,

    #[command(flatten)]
    paging: Paging,
}

#[derive(Args, Debug)]
pub(crate) struct Ingest {
    /// Id of the feed
    #[arg(value_name = "ID")]
    feed: String,

    /// Wait until the feed is processed, and print the result
    #[arg(long)]
    wait: bool,

    /// File to save the job in, for `pinterest job resume`
    #[arg(long, value_name = "FILE")]
    job: Option<PathBuf>,

    #[command(flatten)]
    options: WaitOptions,
}

#[derive(Args, Debug)]
pub(crate) struct Results {
    /// Id of the feed
    #[arg(value_name = "ID")]
    feed: String,

    #[command(flatten)]
    paging: Paging,
}

impl Feeds {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        match self {
            Self::List(list) => {
                Reading::of("feeds/list")
                    .with_all("catalog_id", list.catalog)
                    .list(context, &list.paging, COLUMNS)
                    .await
            }
            Self::Ingest(ingest) => ingest.run(context).await,
            Self::Results(results) => {
                Reading::of("feed_processing_results/list")
                    .with("feed_id", results.feed)
                    .list(context, &results.paging, RESULT_COLUMNS)
                    .await
            }
        }
    }
}

impl Ingest {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let call = context.client()?.catalogs().feed(self.feed).ingest();
        context.show(|| call.http_request())?;
        let job = call.start().await?;
        let saved = self.job.as_deref();
        if !self.wait {
            return waiting::leave(context, &job.handle(), saved);
        }
        let result = waiting::wait(context, job, &self.options, saved, "Processing the feed");
        let result = to_value(result.await?).map_err(Failure::new)?;
        context.output.value(&result)
    }
}
