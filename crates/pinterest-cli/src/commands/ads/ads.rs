//! `pinterest ads`

use clap::{Args, Subcommand};
use pinterest::types::{AdUpdate, EntityStatus};

use super::{Ids, One, Selection, show};
use crate::batches;
use crate::context::Context;
use crate::failure::Failure;
use crate::output::Column;

const COLUMNS: &[Column] = &[
    Column::new("ID", "id"),
    Column::new("NAME", "name"),
    Column::new("AD GROUP", "ad_group_id"),
    Column::new("PIN", "pin_id"),
    Column::new("STATUS", "status"),
    Column::new("REVIEW", "review_status"),
    Column::new("FORMAT", "creative_type"),
];

/// Ads: list, show, pause, activate
#[derive(Debug, Subcommand)]
pub(crate) enum Ads {
    /// List the ads of an ad account
    List(List),
    /// Show an ad
    Show(One),
    /// Pause ads
    Pause(Ids),
    /// Activate ads
    Activate(Ids),
}

#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    selection: Selection,

    /// Only the ads of these ad groups
    #[arg(long = "ad-group", value_name = "ID", value_delimiter = ',')]
    ad_groups: Vec<String>,
}

impl Ads {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        match self {
            Self::List(list) => {
                let (reading, paging) = list.selection.reading(context, "ads/list")?;
                reading
                    .with_all("ad_group_ids", list.ad_groups)
                    .list(context, &paging, COLUMNS)
                    .await
            }
            Self::Show(one) => show(context, one.ad_account, "ads/get", "ad_id", one.id).await,
            Self::Pause(ids) => switch(context, ids, EntityStatus::Paused).await,
            Self::Activate(ids) => switch(context, ids, EntityStatus::Active).await,
        }
    }
}

async fn switch(context: &Context, ids: Ids, status: EntityStatus) -> Result<(), Failure> {
    let ad_account = context.ad_account_id(ids.ad_account.ad_account)?;
    let ads = context.client()?.ad_account(ad_account).ads();
    let updates = ids.ids.into_iter();
    let updates = updates.map(|id| AdUpdate::new(id).status(&status));
    let batch = ads.update_all(updates);
    batches::run(context, batch, |update| update.id.to_string()).await
}
