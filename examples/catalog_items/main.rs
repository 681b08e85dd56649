//! 2,500 items of a catalog are upserted, and the batches that the service makes of them are looked
//! at once.
//!
//! `cargo run --example catalog_items` talks to a mock of the API that it starts on loopback. With
//! the id of a retail catalog as an argument it upserts the items there, with the token in
//! `PINTEREST_ACCESS_TOKEN`.

#![allow(clippy::print_stdout)] // A program for the terminal.

mod mock;

use std::collections::BTreeSet;
use std::error::Error;

use pinterest::Client;
use pinterest::catalogs::CatalogItems;
use pinterest::types::{
    CatalogLanguage, Country, ItemAvailability, ItemsBatch, NewRetailItemAttributes,
    UpsertRetailItem,
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if let Some(catalog) = std::env::args().nth(1) {
        let items = Client::from_env()?.catalogs().items();
        return Ok(upsert(&items.of_catalog(catalog)).await?);
    }
    let server = mock::start().await;
    let items = server.client()?.catalogs().items();
    Ok(upsert(&items.of_catalog(mock::CATALOG)).await?)
}

async fn upsert(items: &CatalogItems) -> Result<(), pinterest::Error> {
    let mugs = (1..=2500).map(mug);
    let outcome = items
        .upsert_all(Country::Us, CatalogLanguage::En, mugs)
        .await?;
    if let Some(error) = outcome.error() {
        println!(
            "{} items are not queued: {error}",
            outcome.not_done().count()
        );
    }
    let batches: BTreeSet<_> = outcome.successes().map(|(_, batch)| batch).collect();
    for id in batches {
        let ItemsBatch::Retail(batch) = items.get_batch(id).await? else {
            continue;
        };
        println!("Batch {id}: {:?}", batch.status);
        for item in batch.items.iter().flatten() {
            for error in item.errors.iter().flatten() {
                println!(
                    "  {:?}: {:?} {:?}",
                    item.item_id, error.attribute, error.code
                );
            }
        }
    }
    Ok(())
}

fn mug(number: u32) -> UpsertRetailItem {
    let attributes = NewRetailItemAttributes::new()
        .title(format!("Mug {number}"))
        .price("12.50 USD")
        .availability(ItemAvailability::InStock)
        .link(format!("https://example.com/mugs/{number}"))
        .image_link(format!("https://example.com/mugs/{number}.jpg"));
    UpsertRetailItem::new(format!("mug-{number}"), attributes)
}
