//! Orders with raw personal data become conversion events that hold hashes only; what became of each
//! is printed.
//!
//! `cargo run --example conversion_events` uses a fake of the API on loopback. With the id of an ad
//! account as an argument the events are tested there; nothing is recorded.
#![allow(clippy::print_stdout)] // A program for the terminal.
#[cfg(test)]
mod tests;

use std::{env, error::Error, time::UNIX_EPOCH};

use pinterest::conversions::{ConversionEventBuilder, ConversionEventRequired, Person};
use pinterest::types::{ConversionActionSource, ConversionEventName, EpochSeconds};
use pinterest::{AdAccountHandle, Client};
use pinterest_fake::Fake;

const AD_ACCOUNT: &str = "549770000001"; // The fake has it.
const ORDERS: [(&str, &str, &str); 3] = [
    ("order-1", " Ada@Example.com", "+44 20 7946 0958"),
    ("order-2", "grace@example.com", "020 7946 0958"), // The country code is missing.
    ("order-3", "grace.example.com", "-"),             // Nobody can be identified.
];

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if let Some(account) = env::args().nth(1) {
        return send(&Client::from_env()?.ad_account(account)).await;
    }
    let fake = Fake::start().await?;
    send(&fake.client()?.ad_account(AD_ACCOUNT)).await
}

async fn send(account: &AdAccountHandle) -> Result<(), Box<dyn Error>> {
    let now = UNIX_EPOCH.elapsed()?.as_secs() as i64;
    let mut events = Vec::new();
    for (id, email, phone) in ORDERS {
        let person = Person::new().email(email).phone(phone);
        for invalid in person.invalid() {
            println!("{id}: {invalid}");
        }
        let event = ConversionEventBuilder::new(ConversionEventRequired {
            action_source: ConversionActionSource::Web,
            event_id: id.to_owned(),
            event_name: ConversionEventName::Checkout,
            event_time: EpochSeconds::from_secs(now),
            person: person.without_invalid(),
        });
        match event.build() {
            Ok(event) => events.push(event),
            Err(invalid) => println!("{id} is not sent: {invalid}"),
        }
    }
    let batch = account.conversion_events().create_all(events);
    for item in batch.with(|request| request.test(true)).await?.items() {
        println!("{}: {:?}", item.input.event_id, item.state);
    }
    Ok(())
}
