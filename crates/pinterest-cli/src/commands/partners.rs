//! `pinterest partners`

use clap::{Args, Subcommand, ValueEnum};
use pinterest::types::PartnerType;

use super::members::COLUMNS;
use crate::arguments::{Business, Paging};
use crate::batches::{self, counted};
use crate::context::Context;
use crate::failure::Failure;
use crate::listing::Reading;

/// Businesses that a business works with: list, removal
#[derive(Debug, Subcommand)]
pub(crate) enum Partners {
    /// List the partners of a business
    List(List),
    /// Remove partners
    Remove(Remove),
}

/// Which partners are meant.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// They use what belongs to the business
    Internal,
    /// The business uses what belongs to them
    External,
}

impl From<Kind> for PartnerType {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Internal => Self::Internal,
            Kind::External => Self::External,
        }
    }
}

#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    business: Business,

    /// Which partners
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<Kind>,

    /// Show what each partner may use, which takes the service longer
    #[arg(long)]
    assets: bool,

    #[command(flatten)]
    paging: Paging,
}

#[derive(Args, Debug)]
pub(crate) struct Remove {
    /// Ids of partners
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,

    /// Which partners they are
    #[arg(long = "type", value_name = "TYPE", default_value = "internal")]
    kind: Kind,

    #[command(flatten)]
    business: Business,
}

impl Partners {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        match self {
            Self::List(command) => command.run(context).await,
            Self::Remove(command) => command.run(context).await,
        }
    }
}

impl List {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let kind = self.kind.map(PartnerType::from);
        Reading::of("get/business_partners")
            .with("business_id", context.business_id(self.business.business)?)
            .with_all("partner_type", kind.map(|kind| kind.to_string()))
            .with_all("assets_summary", self.assets.then_some("true"))
            .list(context, &self.paging, COLUMNS)
            .await
    }
}

impl Remove {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let business = context.business_id(self.business.business)?;
        context.confirm(&format!("Remove {}?", counted(self.ids.len(), "partner")))?;
        let partners = context.client()?.business(business).partners();
        let batch = partners.remove_all(self.ids, self.kind.into());
        batches::run(context, batch, |partner| partner.to_string()).await
    }
}
