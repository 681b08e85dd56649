//! 2,500 items are upserted, and each batch that the service queues is looked at once.
//!
//! `cargo run --example catalog_items` uses a mock of the API on loopback. With the id of a retail
//! catalog as an argument it upserts the items there, with the token in `PINTEREST_ACCESS_TOKEN`.

#![allow(clippy::print_stdout)] // A program for the terminal.

mod mock;

use std::{env, error::Error};

use pinterest::types::{CatalogLanguage, Country, ItemAvailability};
use pinterest::types::{NewRetailItemAttributes, UpsertRetailItem};
use pinterest::{Client, catalogs::CatalogItems};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if let Some(catalog) = env::args().nth(1) {
        let items = Client::from_env()?.catalogs().items();
        return upsert(&items.of_catalog(catalog)).await;
    }
    let server = mock::start().await;
    let items = server.client().catalogs().items();
    upsert(&items.of_catalog(mock::CATALOG)).await
}

async fn upsert(items: &CatalogItems) -> Result<(), Box<dyn Error>> {
    let mugs = (1..=2500).map(mug);
    let batch = items.upsert_all(Country::Us, CatalogLanguage::En, mugs);
    let outcome = batch.await?;
    if let Some(error) = outcome.error() {
        println!("{} not queued: {error}", outcome.not_done().count());
    }
    for id in outcome.batch_ids() {
        let batch = items.get_batch(id).await?;
        println!("Batch {id}: {:?}", batch.status());
        for item in batch.processed_items() {
            for error in item.errors {
                println!("  {:?}: {:?}", item.id, error.message.as_deref());
            }
        }
    }
    Ok(())
}

fn mug(number: u32) -> UpsertRetailItem {
    let url = format!("https://example.com/mugs/{number}");
    let attributes = NewRetailItemAttributes::new()
        .title(format!("Mug {number}"))
        .price("12.50 USD")
        .availability(ItemAvailability::InStock)
        .image_link(format!("{url}.jpg"))
        .link(url);
    UpsertRetailItem::new(format!("mug-{number}"), attributes)
}
