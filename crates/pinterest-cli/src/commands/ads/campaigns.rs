//! `pinterest campaigns`

use clap::{Args, Subcommand};
use pinterest::types::{CampaignUpdate, EntityStatus};

use super::amount::Amount;
use super::{Ids, One, Selection, show};
use crate::batches::{self, counted};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::Column;

const COLUMNS: &[Column] = &[
    Column::new("ID", "id"),
    Column::new("NAME", "name"),
    Column::new("STATUS", "status"),
    Column::new("DELIVERY", "summary_status"),
    Column::new("OBJECTIVE", "objective_type"),
    Column::new("PER DAY", "daily_spend_cap").micros(),
    Column::new("IN ALL", "lifetime_spend_cap").micros(),
    Column::new("START", "start_time").seconds(),
];

/// Campaigns: list, show, pause, activate, budget
#[derive(Debug, Subcommand)]
pub(crate) enum Campaigns {
    /// List the campaigns of an ad account
    List(Selection),
    /// Show a campaign
    Show(One),
    /// Pause campaigns
    Pause(Ids),
    /// Activate campaigns
    Activate(Ids),
    /// Set the budget of campaigns
    Budget(Budget),
}

#[derive(Args, Debug)]
pub(crate) struct Budget {
    #[command(flatten)]
    campaigns: Ids,

    #[command(flatten)]
    budget: Cap,
}

#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
struct Cap {
    /// Most that is spent per day, in units of the account's currency
    #[arg(long, value_name = "AMOUNT")]
    daily: Option<Amount>,

    /// Most that is spent in all, in units of the account's currency
    #[arg(long, value_name = "AMOUNT")]
    lifetime: Option<Amount>,
}

impl Campaigns {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        match self {
            Self::List(selection) => {
                let (reading, paging) = selection.reading(context, "campaigns/list")?;
                reading.list(context, &paging, COLUMNS).await
            }
            Self::Show(one) => {
                show(
                    context,
                    one.ad_account,
                    "campaigns/get",
                    "campaign_id",
                    one.id,
                )
                .await
            }
            Self::Pause(ids) => switch(context, ids, EntityStatus::Paused).await,
            Self::Activate(ids) => switch(context, ids, EntityStatus::Active).await,
            Self::Budget(budget) => budget.run(context).await,
        }
    }
}

async fn switch(context: &Context, ids: Ids, status: EntityStatus) -> Result<(), Failure> {
    let change = |id| CampaignUpdate::new(id).status(&status);
    update(context, ids, change).await
}

async fn update(
    context: &Context,
    ids: Ids,
    change: impl Fn(String) -> CampaignUpdate,
) -> Result<(), Failure> {
    let ad_account = context.ad_account_id(ids.ad_account.ad_account)?;
    let campaigns = context.client()?.ad_account(ad_account).campaigns();
    let batch = campaigns.update_all(ids.ids.into_iter().map(change));
    batches::run(context, batch, |update| update.id.to_string()).await
}

impl Budget {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let campaigns = counted(self.campaigns.ids.len(), "campaign");
        let (amount, period) = match (self.budget.daily, self.budget.lifetime) {
            (Some(amount), _) => (amount, "per day"),
            (None, Some(amount)) => (amount, "in all"),
            (None, None) => return Err(Failure::usage("give --daily or --lifetime")),
        };
        context.confirm(&format!(
            "Set the budget of {campaigns} to {amount} {period}?"
        ))?;
        let change = |id| {
            let update = CampaignUpdate::new(id);
            match self.budget.daily {
                Some(amount) => update.daily_spend_cap(amount),
                None => update.lifetime_spend_cap(amount),
            }
        };
        update(context, self.campaigns, change).await
    }
}
