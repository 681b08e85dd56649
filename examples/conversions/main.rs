//! 2,500 conversion events are sent, and those that the service did not take are printed.
//!
//! `cargo run --example conversions` uses a fake of the API on loopback. Events of more than 7 days
//! ago are rejected. With the id of an ad account as an argument the events are tested there.
#![allow(clippy::print_stdout)] // A program for the terminal.
#[cfg(test)]
mod tests;

use std::{env, error::Error, time::UNIX_EPOCH};

use pinterest::types::{
    ConversionActionSource, ConversionEventCustomData, ConversionEventName, ConversionEventResult,
    ConversionEventUserData, Currency, EpochSeconds, NewConversionEvent,
    NewConversionEventRequired,
};
use pinterest::{AdAccountHandle, BatchOutcome, Client};
use pinterest_fake::Fake;

const AD_ACCOUNT: &str = "549770000001"; // The fake has it.

type Outcome = BatchOutcome<NewConversionEvent, ConversionEventResult>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let outcome = match env::args().nth(1) {
        Some(account) => send(&Client::from_env()?.ad_account(account)).await?,
        None => {
            let fake = Fake::start().await?;
            send(&fake.client()?.ad_account(AD_ACCOUNT)).await?
        }
    };
    for failure in outcome.failures() {
        println!("{}: {}", failure.input.event_id, failure.error);
    }
    Ok(())
}

async fn send(account: &AdAccountHandle) -> Result<Outcome, Box<dyn Error>> {
    let now = UNIX_EPOCH.elapsed()?.as_secs() as i64;
    // An order every four minutes; the last is two minutes too old.
    let purchases = (1..=2500).map(|order| purchase(order, now - 4920 - order * 240));
    let events = account.conversion_events().create_all(purchases);
    Ok(events.with(|request| request.test(true)).await?)
}

fn purchase(order: i64, time: i64) -> NewConversionEvent {
    // The SHA-256 hash of the buyer's e-mail address, in lower case.
    let email = format!("{order:064x}");
    let custom_data = ConversionEventCustomData::new()
        .currency(Currency::Eur)
        .value("72.39");
    let event = NewConversionEvent::new(NewConversionEventRequired {
        action_source: ConversionActionSource::Web,
        event_id: format!("order-{order}"),
        event_name: ConversionEventName::Checkout,
        event_time: EpochSeconds::from_secs(time),
        user_data: ConversionEventUserData::new().em([email]),
    });
    event.custom_data(custom_data)
}
