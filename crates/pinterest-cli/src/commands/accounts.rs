//! `pinterest accounts`

use clap::{Args, Subcommand};

use super::members;
use crate::arguments::Paging;
use crate::context::Context;
use crate::failure::Failure;
use crate::listing::Reading;
use crate::output::Column;

const COLUMNS: &[Column] = &[
    Column::new("ID", "id"),
    Column::new("NAME", "name"),
    Column::new("OWNER", "owner.username"),
    Column::new("COUNTRY", "country"),
    Column::new("CURRENCY", "currency"),
    Column::new("TIME ZONE", "time_zone"),
    Column::new("PERMISSIONS", "permissions"),
];

/// Ad accounts, the user account, and the businesses that the user works for
#[derive(Debug, Subcommand)]
pub(crate) enum Accounts {
    /// List the ad accounts that the user may use
    List(List),
    /// Show an ad account
    Show(Show),
    /// Show the user account of the token
    User,
    /// List the businesses that the user works for
    Employers(Employers),
}

#[derive(Args, Debug)]
pub(crate) struct List {
    /// Leave out ad accounts of others that were shared with the user
    #[arg(long)]
    own: bool,

    #[command(flatten)]
    paging: Paging,
}

#[derive(Args, Debug)]
pub(crate) struct Show {
    /// Id of the ad account; that of PINTEREST_AD_ACCOUNT_ID or the profile by default
    #[arg(value_name = "ID")]
    id: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Employers {
    #[command(flatten)]
    paging: Paging,
}

impl Accounts {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        match self {
            Self::List(command) => {
                Reading::of("ad_accounts/list")
                    .with_all("include_shared_accounts", command.own.then_some("false"))
                    .list(context, &command.paging, COLUMNS)
                    .await
            }
            Self::Show(command) => {
                Reading::of("ad_accounts/get")
                    .with("ad_account_id", context.ad_account_id(command.id)?)
                    .print(context)
                    .await
            }
            Self::User => Reading::of("user_account/get").print(context).await,
            Self::Employers(command) => {
                Reading::of("get/business_employers")
                    .list(context, &command.paging, members::COLUMNS)
                    .await
            }
        }
    }
}
