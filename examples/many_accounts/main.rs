//! Counts the active campaigns of all ad accounts, several accounts at a time.
//!
//! `cargo run --example many_accounts` uses the fake, where one of the accounts fails. With
//! `PINTEREST_ACCESS_TOKEN` set, it reads the ad accounts of the user of the token.

#![allow(clippy::print_stdout)] // A program for the terminal.

use std::{collections::BTreeMap, env, error::Error};

use futures_util::TryStreamExt;
use pinterest::types::{AdAccountId, EntityStatus};
use pinterest::{AdAccountHandle, Client};
use pinterest_fake::{Fake, Fault};
use tokio::task::JoinSet;

/// How many accounts are worked on at the same time.
const CONCURRENT: usize = 8;

type Results = BTreeMap<AdAccountId, Result<usize, pinterest::Error>>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if env::var("PINTEREST_ACCESS_TOKEN").is_ok() {
        count_all(&Client::from_env()?).await?;
        return Ok(());
    }
    let fake = Fake::start().await?;
    let fault = Fault::on_path("GET", "/v5/ad_accounts/549770000002/campaigns");
    fake.inject(fault.status(403));
    count_all(&fake.client()?).await?;
    Ok(())
}

/// Runs the flow for every ad account, and handles the results as they come.
async fn count_all(client: &Client) -> Result<Results, Box<dyn Error>> {
    let ids = client.ad_accounts().list().items();
    let ids: Vec<_> = ids.map_ok(|account| account.id).try_collect().await?;
    let mut ids = ids.into_iter();
    let mut running = JoinSet::new(); // dropping it cancels what is under way
    let mut results = Results::new();
    loop {
        while running.len() < CONCURRENT
            && let Some(id) = ids.next()
        {
            let account = client.ad_account(&id);
            running.spawn(async move { (id, count(&account).await) });
        }
        let Some(done) = running.join_next().await else {
            return Ok(results);
        };
        let (id, result) = done?; // an error if the flow has panicked
        match &result {
            Ok(count) => println!("{id}: {count} active campaigns"),
            Err(error) => println!("{id} failed: {error}"),
        }
        results.insert(id, result);
    }
}

/// The flow of one ad account, of any number of calls.
async fn count(account: &AdAccountHandle) -> Result<usize, pinterest::Error> {
    let active = account.campaigns().list();
    let active = active.with(|list| list.entity_statuses([EntityStatus::Active]));
    let mut campaigns = active.page_size(250).items();
    let mut count = 0;
    while campaigns.try_next().await?.is_some() {
        count += 1;
    }
    Ok(count)
}

#[cfg(test)]
mod tests;
