//! `pinterest conversions`

mod event_rows;

use std::time::Duration;

use clap::{Args, Subcommand};
use pinterest::types::NewConversionEvent;
use serde_json::{Value, json};

use crate::arguments::AdAccount;
use crate::batches::counted;
use crate::bulk::{Bulk, BulkOptions};
use crate::context::Context;
use crate::failure::Failure;
use event_rows::Rules;

const SECONDS_OF_A_DAY: u64 = 86_400;

/// Conversion events: send from CSV or JSON lines
#[derive(Debug, Subcommand)]
pub(crate) enum Conversions {
    /// Send conversion events from CSV or JSON lines, with personal data hashed
    ///
    /// A row has `event_name`, `action_source`, `event_time` (seconds since 1970, or RFC 3339) and
    /// `event_id`, and who converted: `email`, `phone`, `first_name`, `last_name`, `city`, `state`,
    /// `country`, `postal_code`, `gender`, `birth_date`, `external_id`, `mobile_ad_id`,
    /// `ip_address`, `user_agent`, `click_id`, `partner_id`, or the names of the API such as `em`.
    /// They are normalized and hashed before they are sent; what is a SHA-256 hash already stays.
    /// Other columns are fields of the event, such as `event_source_url`, or of its `custom_data`,
    /// such as `value`, `currency` and `order_id`. JSON may have them in `user_data` and
    /// `custom_data`, as the API has.
    Send(Send),
}

#[derive(Args, Debug)]
pub(crate) struct Send {
    #[command(flatten)]
    bulk: BulkOptions,

    #[command(flatten)]
    ad_account: AdAccount,

    /// Have the service check the events without recording them
    #[arg(long)]
    test: bool,

    /// Ask for limited data processing; every row needs a state and a country then
    #[arg(long)]
    limited_data_processing: bool,

    /// Leave out personal data that is not valid, instead of the whole event
    #[arg(long)]
    skip_invalid: bool,

    /// How many days old an event may be
    #[arg(long, value_name = "DAYS", default_value_t = 7)]
    max_age: u64,
}

impl Conversions {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        let Self::Send(send) = self;
        send.run(context).await
    }
}

impl Send {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let ad_account = context.ad_account_id(self.ad_account.ad_account)?;
        let events = context.client()?.ad_account(ad_account).conversion_events();
        let mut bulk = Bulk::new(context, &self.bulk)?;
        let rules = Rules {
            now: bulk.started_at(),
            max_age: Duration::from_secs(self.max_age.saturating_mul(SECONDS_OF_A_DAY)),
            limits_processing: self.limited_data_processing,
            skips_invalid: self.skip_invalid,
        };
        let is_test = self.test;
        let (mut warnings, mut first_warning) = (0_u64, None);
        bulk.send(
            "Sending",
            move |row| event_rows::event(row, &rules),
            move |chunk| {
                let batch = events.create_all(chunk);
                match is_test {
                    true => batch.with(|request| request.test(true)),
                    false => batch,
                }
            },
            label,
            |outcome| {
                for (_, result) in outcome.successes() {
                    if let Some(warning) = &result.warning_message
                        && !warning.is_empty()
                    {
                        warnings += 1;
                        first_warning.get_or_insert_with(|| warning.as_str().to_owned());
                    }
                }
                Vec::new()
            },
        )
        .await?;
        if let Some(first) = first_warning {
            let warnings = counted(warnings, "warning");
            context.note(format_args!("{warnings}, the first: {first}"));
        }
        bulk.finish()
    }
}

/// What names an event, without anything personal.
fn label(event: &NewConversionEvent) -> Value {
    json!({"event_id": event.event_id, "event_name": event.event_name.as_str()})
}
