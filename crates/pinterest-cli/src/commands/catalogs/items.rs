//! `pinterest catalogs items upload`

use clap::{Args, Subcommand, ValueEnum};
use pinterest::catalogs::ItemOperation;
use pinterest::jobs::{ItemsBatchJob, ItemsBatchResult, JobHandle};
use pinterest::types::{
    CatalogLanguage, Country, CreateRetailItem, CreativeAssetsItemOperation, DeleteRetailItem,
    HotelItemOperation, UpdateRetailItem, UpsertRetailItem,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json, to_value};

use super::item_rows;
use crate::bulk::{Bulk, BulkOptions};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::Column;
use crate::waiting::{self, WaitOptions};

const COLUMNS: &[Column] = &[
    Column::new("BATCH", "batch_id"),
    Column::new("STATUS", "status"),
    Column::new("ITEMS", "items"),
    Column::new("FAILED", "failed"),
    Column::new("WARNINGS", "warnings"),
];

/// Items of catalogs
#[derive(Debug, Subcommand)]
pub(crate) enum Items {
    /// Upload items from CSV or JSON lines
    ///
    /// A row has the id of the item in `id` or `item_id` (`hotel_id`, `creative_assets_id`), and its
    /// attributes under their names in the API. JSON may also have them in `attributes`. In CSV, a
    /// list is separated by commas.
    ///
    /// The service checks items after it has accepted them. The command waits for that, unless
    /// `--no-wait` is given, and ends with exit code 3 if items failed.
    Upload(Upload),
}

/// What is done with items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Action {
    /// Create items, or change those that exist
    Upsert,
    /// Create items
    Create,
    /// Change items
    Update,
    /// Delete items
    Delete,
}

/// The type of the catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Kind {
    /// Products
    Retail,
    /// Hotels
    Hotel,
    /// Creative assets
    CreativeAssets,
}

#[derive(Args, Debug)]
pub(crate) struct Upload {
    #[command(flatten)]
    bulk: BulkOptions,

    /// What is done with the items
    #[arg(long, default_value = "upsert")]
    action: Action,

    /// Type of the catalog
    #[arg(long = "type", value_name = "TYPE", default_value = "retail")]
    kind: Kind,

    /// Country of the items, such as US
    #[arg(long, value_name = "CODE")]
    country: String,

    /// Language of the items, such as en-US
    #[arg(long, value_name = "CODE")]
    language: String,

    /// Id of the catalog; that of the user where there is one only
    #[arg(long, value_name = "ID")]
    catalog: Option<String>,

    /// Do not wait for what becomes of the items that were accepted
    #[arg(long)]
    no_wait: bool,

    #[command(flatten)]
    wait: WaitOptions,
}

impl Items {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        let Self::Upload(upload) = self;
        upload.run(context).await
    }
}

impl Upload {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        // What repeats safely is known of single actions only, so each has its type.
        match (self.kind, self.action) {
            (Kind::Retail, Action::Upsert) => self.upload::<UpsertRetailItem>(context).await,
            (Kind::Retail, Action::Create) => self.upload::<CreateRetailItem>(context).await,
            (Kind::Retail, Action::Update) => self.upload::<UpdateRetailItem>(context).await,
            (Kind::Retail, Action::Delete) => self.upload::<DeleteRetailItem>(context).await,
            (Kind::Hotel, _) => self.upload::<HotelItemOperation>(context).await,
            (Kind::CreativeAssets, _) => self.upload::<CreativeAssetsItemOperation>(context).await,
        }
    }

    async fn upload<I>(self, context: &Context) -> Result<(), Failure>
    where
        I: ItemOperation + Serialize + DeserializeOwned,
    {
        let mut items = context.client()?.catalogs().items();
        if let Some(catalog) = &self.catalog {
            items = items.of_catalog(catalog);
        }
        let country = Country::from_wire(&self.country);
        let language = CatalogLanguage::from_wire(&self.language);
        let (kind, action) = (self.kind, self.action);
        let mut bulk = Bulk::new(context, &self.bulk)?;
        let sending = bulk.send(
            "Uploading",
            move |row| item_rows::item::<I>(row, kind, action),
            move |chunk| items.change_all(country.clone(), language.clone(), chunk),
            |item| to_value(item).unwrap_or_default(),
            |outcome| {
                let batches = outcome.batch_ids().into_iter();
                batches.map(|batch| batch.as_str().to_owned()).collect()
            },
        );
        let sent = sending.await;
        let batches = bulk.batches();
        if sent.is_err() || self.no_wait {
            // The service works on them, whatever became of others.
            let rows = batches.iter();
            let rows = rows.map(|batch| json!({"batch_id": batch, "status": "PROCESSING"}));
            context.output.values(COLUMNS, rows).await?;
            sent?;
            return bulk.finish();
        }
        let mut rows = Vec::new();
        for (index, batch) in batches.iter().enumerate() {
            let rest = &batches[index + 1..];
            let row = self.look_at(context, &mut bulk, batch, rest).await?;
            rows.push(row);
            bulk.close(batch)?;
        }
        context.output.values(COLUMNS, rows).await?;
        bulk.finish()
    }

    /// Waits for what becomes of a batch. `rest` are those that are waited for after it.
    async fn look_at(
        &self,
        context: &Context,
        bulk: &mut Bulk<'_>,
        id: &str,
        rest: &[String],
    ) -> Result<Value, Failure> {
        let client = context.client()?;
        let job = client.job(ItemsBatchJob::new(id));
        let handles: Vec<JobHandle> = rest
            .iter()
            .map(|batch| client.job(ItemsBatchJob::new(batch.as_str())).handle())
            .collect();
        let has_checkpoint = bulk.has_checkpoint();
        let hint = |handle: &JobHandle| match has_checkpoint {
            true => "the service goes on; the same command waits for it".to_owned(),
            false => {
                let all = std::iter::once(handle).chain(&handles);
                let all = all.map(|handle| waiting::resumption(handle, None));
                all.collect::<Vec<_>>().join("\n")
            }
        };
        let (note, what) = (|_: &JobHandle| Ok(()), "Processing items");
        let result = waiting::wait_noting(context, job, &self.wait, what, note, hint).await?;
        let ItemsBatchResult::Completed(batch) = result else {
            return Ok(json!({"batch_id": id, "status": "SKIPPED"}));
        };
        let items = batch.processed_items();
        let mut failed = 0;
        for item in items.iter().filter(|item| !item.errors.is_empty()) {
            failed += 1;
            let errors = to_value(item.errors).unwrap_or_default();
            let message = errors.pointer("/0/message").and_then(Value::as_str);
            let message = message.unwrap_or("rejected without a reason");
            let error = format!("{}: {message}", item.id.unwrap_or_default());
            let failure = json!({
                "state": "failed",
                "error": message,
                "item_id": item.id,
                "batch_id": id,
                "errors": errors,
            });
            bulk.fail_later(&failure, error);
        }
        let warned = items.iter().filter(|item| !item.warnings.is_empty());
        Ok(json!({
            "batch_id": id,
            "status": batch.status().map(|status| status.as_str()),
            "items": items.len(),
            "failed": failed,
            "warnings": warned.count(),
        }))
    }
}
