//! `pinterest leads`

mod keys;
mod listen;
mod webhook;

use clap::{Args, Subcommand};

use crate::arguments::{AdAccount, Paging};
use crate::context::Context;
use crate::failure::Failure;
use crate::listing::Reading;
use crate::output::Column;
use listen::Listen;

const SUBSCRIPTION_COLUMNS: &[Column] = &[
    Column::new("ID", "id"),
    Column::new("URL", "webhook_url"),
    Column::new("FORM", "lead_form_id"),
    Column::new("CREATED", "created_time").milliseconds(),
];

/// Fields of subscriptions that nobody needs to see: whoever has the key can make leads up.
const SECRETS: [&str; 1] = ["cryptographic_key"];

/// Leads: listen for them, subscriptions
#[derive(Debug, Subcommand)]
pub(crate) enum Leads {
    /// Receive leads by webhook, decrypt them, and print or forward them as plain JSON
    ///
    /// The service delivers leads to an https address: put a proxy or a tunnel in front of this
    /// command, and give its address to --subscribe. A lead counts as delivered when it was
    /// printed and, with --forward, accepted there with a status of 2xx; otherwise the service
    /// delivers it again. A lead can come more than once: `lead_id` says whether it is the same.
    ///
    /// When the command ends, it deletes the subscription that it has created, and no other.
    Listen(Listen),
    /// List the subscriptions of an ad account
    Subscriptions(Subscriptions),
    /// Delete a subscription
    Unsubscribe(Unsubscribe),
}

#[derive(Args, Debug)]
pub(crate) struct Subscriptions {
    #[command(flatten)]
    ad_account: AdAccount,

    #[command(flatten)]
    paging: Paging,
}

#[derive(Args, Debug)]
pub(crate) struct Unsubscribe {
    /// Id of the subscription
    #[arg(value_name = "ID")]
    id: String,

    #[command(flatten)]
    ad_account: AdAccount,
}

impl Leads {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        match self {
            Self::Listen(listen) => listen.run(context).await,
            Self::Subscriptions(list) => {
                let ad_account = context.ad_account_id(list.ad_account.ad_account)?;
                Reading::of("ad_accounts_subscriptions/get_list")
                    .with("ad_account_id", ad_account)
                    .without_fields(&SECRETS)
                    .list(context, &list.paging, SUBSCRIPTION_COLUMNS)
                    .await
            }
            Self::Unsubscribe(unsubscribe) => {
                let ad_account = context.ad_account_id(unsubscribe.ad_account.ad_account)?;
                let id = unsubscribe.id;
                context.confirm(&format!("Delete the subscription {id}?"))?;
                Reading::of("ad_accounts_subscriptions/del_by_id")
                    .with("ad_account_id", ad_account)
                    .with("subscription_id", id)
                    .fetch(context)
                    .await?;
                Ok(())
            }
        }
    }
}
