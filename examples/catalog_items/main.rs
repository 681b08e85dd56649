//! 2,500 items are upserted; later, each batch that the service queued is looked at.
//! `cargo run --example catalog_items` uses a fake of the API on loopback. With the id of a retail
//! catalog as an argument it upserts the items there, with the token in `PINTEREST_ACCESS_TOKEN`.
#![allow(clippy::print_stdout)] // A program for the terminal.
#[cfg(test)]
mod tests;
use std::{env, error::Error, time::Duration};

use pinterest::types::{CatalogLanguage::En, Country::Us, ItemAvailability, ItemsBatchId};
use pinterest::types::{CatalogType, NewCatalog, NewRetailItemAttributes, UpsertRetailItem};
use pinterest::{Client, catalogs::CatalogItems};
use pinterest_fake::Fake;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if let Some(catalog) = env::args().nth(1) {
        let items = Client::from_env()?.catalogs().items().of_catalog(catalog);
        return look_at(&items, &upsert(&items).await?).await;
    }
    let fake = Fake::start().await?;
    let catalogs = fake.client()?.catalogs();
    let catalog = catalogs
        .create(NewCatalog::new(CatalogType::Retail, "Mugs"))
        .await?;
    let items = catalogs.items().of_catalog(&catalog.id);
    let batches = upsert(&items).await?;
    fake.advance(Duration::from_secs(60));
    look_at(&items, &batches).await
}

async fn upsert(items: &CatalogItems) -> Result<Vec<ItemsBatchId>, pinterest::Error> {
    let outcome = items.upsert_all(Us, En, (1..=2500).map(mug)).await?;
    if let Some(error) = outcome.error() {
        println!("{} not queued: {error}", outcome.not_done().count());
    }
    Ok(outcome.batch_ids().into_iter().cloned().collect())
}

async fn look_at(items: &CatalogItems, batches: &[ItemsBatchId]) -> Result<(), Box<dyn Error>> {
    for id in batches {
        let batch = items.get_batch(id).await?;
        println!("Batch {id}: {:?}", batch.status());
        let items = batch.processed_items();
        for item in items.iter().filter(|item| !item.errors.is_empty()) {
            println!("  {:?}: {:?}", item.id, item.errors);
        }
    }
    Ok(())
}

fn mug(number: u32) -> UpsertRetailItem {
    let attributes = NewRetailItemAttributes::new()
        .title(format!("Mug {number}"))
        .description("Thrown by hand.")
        .price("12.50 USD")
        .availability(ItemAvailability::InStock)
        .image_link("https://example.com/mug.jpg")
        .link(format!("https://example.com/mugs/{number}"));
    UpsertRetailItem::new(format!("mug-{number}"), attributes)
}
