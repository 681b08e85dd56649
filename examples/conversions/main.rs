//! 2,500 conversion events are sent, and those that the service did not take are printed.
//!
//! `cargo run --example conversions` uses a mock on loopback. With the id of an ad account as an
//! argument it sends the events there; the service checks them, but does not record them.

#![allow(clippy::print_stdout)] // A program for the terminal.

mod mock;

use std::{env, error::Error};

use pinterest::types::{
    ConversionActionSource, ConversionEventCustomData, ConversionEventName,
    ConversionEventUserData, Currency, EpochSeconds, NewConversionEvent,
    NewConversionEventRequired,
};
use pinterest::{AdAccountHandle, Client};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if let Some(account) = env::args().nth(1) {
        send(&Client::from_env()?.ad_account(account)).await?;
        return Ok(());
    }
    let server = mock::start().await;
    send(&server.client().ad_account(mock::AD_ACCOUNT)).await?;
    Ok(())
}

/// Returns the ids of the events that failed.
async fn send(account: &AdAccountHandle) -> Result<Vec<String>, pinterest::Error> {
    let events = account.conversion_events();
    let events = events.create_all((1..=2500).map(purchase));
    let outcome = events.with(|request| request.test(true)).await?;
    let mut failed = Vec::new();
    for failure in outcome.failures() {
        println!("{}: {}", failure.input.event_id, failure.error);
        failed.push(failure.input.event_id.clone());
    }
    if let Some(error) = outcome.error() {
        println!("{} to send again: {error}", outcome.not_done().count());
    }
    Ok(failed)
}

fn purchase(order: i64) -> NewConversionEvent {
    // The SHA-256 hash of the buyer's e-mail address, in lower case.
    let email = format!("{order:064x}");
    let custom_data = ConversionEventCustomData::new()
        .currency(Currency::Eur)
        .value("72.39");
    NewConversionEvent::new(NewConversionEventRequired {
        action_source: ConversionActionSource::Web,
        event_id: format!("order-{order}"),
        event_name: ConversionEventName::Checkout,
        event_time: EpochSeconds::from_secs(1_767_225_600 + order),
        user_data: ConversionEventUserData::new().em([email]),
    })
    .custom_data(custom_data)
}
