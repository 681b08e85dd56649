//! `pinterest campaigns`, `pinterest ad-groups` and `pinterest ads`

mod ad_groups;
#[expect(clippy::module_inception, reason = "it is the command of that name")]
mod ads;
mod amount;
mod campaigns;

pub(crate) use ad_groups::AdGroups;
pub(crate) use ads::Ads;
pub(crate) use campaigns::Campaigns;

use clap::{Args, ValueEnum};

use crate::arguments::{AdAccount, Paging};
use crate::context::Context;
use crate::failure::Failure;
use crate::listing::Reading;

/// What is changed by one request.
#[derive(Args, Debug)]
pub(crate) struct Ids {
    /// Ids of what is changed
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,

    #[command(flatten)]
    ad_account: AdAccount,
}

/// A status that lists can be restricted to.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Status {
    Active,
    Paused,
    Archived,
    Draft,
}

impl Status {
    fn on_the_wire(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Paused => "PAUSED",
            Self::Archived => "ARCHIVED",
            Self::Draft => "DRAFT",
        }
    }
}

/// What lists of campaigns, ad groups and ads have in common.
#[derive(Args, Debug)]
pub(crate) struct Selection {
    #[command(flatten)]
    ad_account: AdAccount,

    /// Only those with this status; all but archived ones by default
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    status: Vec<Status>,

    /// Only those of these campaigns
    #[arg(long = "campaign", value_name = "ID", value_delimiter = ',')]
    campaigns: Vec<String>,

    #[command(flatten)]
    paging: Paging,
}

impl Selection {
    /// The operation that lists them, and the paging.
    fn reading(
        self,
        context: &Context,
        operation: &'static str,
    ) -> Result<(Reading, Paging), Failure> {
        let ad_account = context.ad_account_id(self.ad_account.ad_account)?;
        let status = self.status.into_iter().map(Status::on_the_wire);
        let reading = Reading::of(operation)
            .with("ad_account_id", ad_account)
            .with_all("entity_statuses", status)
            .with_all("campaign_ids", self.campaigns);
        Ok((reading, self.paging))
    }
}

/// Prints one entity of an ad account.
async fn show(
    context: &Context,
    ad_account: AdAccount,
    operation: &'static str,
    parameter: &'static str,
    id: String,
) -> Result<(), Failure> {
    Reading::of(operation)
        .with(
            "ad_account_id",
            context.ad_account_id(ad_account.ad_account)?,
        )
        .with(parameter, id)
        .print(context)
        .await
}

#[derive(Args, Debug)]
pub(crate) struct One {
    #[arg(value_name = "ID")]
    id: String,

    #[command(flatten)]
    ad_account: AdAccount,
}
