//! `pinterest ad-groups`

use clap::{Args, Subcommand};
use pinterest::types::{AdGroupUpdate, EntityStatus};

use super::amount::Amount;
use super::{Ids, One, Selection, show};
use crate::batches::{self, counted};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::Column;

const COLUMNS: &[Column] = &[
    Column::new("ID", "id"),
    Column::new("NAME", "name"),
    Column::new("CAMPAIGN", "campaign_id"),
    Column::new("STATUS", "status"),
    Column::new("DELIVERY", "summary_status"),
    Column::new("BUDGET", "budget_in_micro_currency").micros(),
    Column::new("PERIOD", "budget_type"),
    Column::new("BID", "bid_in_micro_currency").micros(),
];

/// Ad groups: list, show, pause, activate, budget
#[derive(Debug, Subcommand)]
pub(crate) enum AdGroups {
    /// List the ad groups of an ad account
    List(List),
    /// Show an ad group
    Show(One),
    /// Pause ad groups
    Pause(Ids),
    /// Activate ad groups
    Activate(Ids),
    /// Set the budget of ad groups
    Budget(Budget),
}

#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    selection: Selection,

    /// Only these ad groups
    #[arg(long = "ad-group", value_name = "ID", value_delimiter = ',')]
    ad_groups: Vec<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Budget {
    /// Budget in units of the account's currency, for the period that each ad group has
    amount: Amount,

    #[command(flatten)]
    ad_groups: Ids,
}

impl AdGroups {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        match self {
            Self::List(list) => {
                let (reading, paging) = list.selection.reading(context, "ad_groups/list")?;
                reading
                    .with_all("ad_group_ids", list.ad_groups)
                    .list(context, &paging, COLUMNS)
                    .await
            }
            Self::Show(one) => {
                show(
                    context,
                    one.ad_account,
                    "ad_groups/get",
                    "ad_group_id",
                    one.id,
                )
                .await
            }
            Self::Pause(ids) => switch(context, ids, EntityStatus::Paused).await,
            Self::Activate(ids) => switch(context, ids, EntityStatus::Active).await,
            Self::Budget(budget) => {
                let ad_groups = counted(budget.ad_groups.ids.len(), "ad group");
                let amount = budget.amount;
                let question = format!("Set the budget of {ad_groups} to {amount}?");
                context.confirm(&question)?;
                let change = |id| AdGroupUpdate::new(id).budget_in_micro_currency(amount);
                update(context, budget.ad_groups, change).await
            }
        }
    }
}

async fn switch(context: &Context, ids: Ids, status: EntityStatus) -> Result<(), Failure> {
    let change = |id| AdGroupUpdate::new(id).status(&status);
    update(context, ids, change).await
}

async fn update(
    context: &Context,
    ids: Ids,
    change: impl Fn(String) -> AdGroupUpdate,
) -> Result<(), Failure> {
    let ad_account = context.ad_account_id(ids.ad_account.ad_account)?;
    let ad_groups = context.client()?.ad_account(ad_account).ad_groups();
    let batch = ad_groups.update_all(ids.ids.into_iter().map(change));
    batches::run(context, batch, |update| update.id.to_string()).await
}
