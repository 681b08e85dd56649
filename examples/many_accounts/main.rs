//! Counts the campaigns of all ad accounts, several accounts at a time.
//!
//! `cargo run --example many_accounts` uses the fake, where one of the accounts fails. With
//! `PINTEREST_ACCESS_TOKEN` set, it reads the ad accounts of the user of the token.

#![allow(clippy::print_stdout)] // A program for the terminal.

use std::{collections::BTreeMap, env, error::Error};

use futures_util::TryStreamExt;
use pinterest::types::AdAccountId;
use pinterest::{AdAccountHandle, Client};
use pinterest_fake::{Fake, Fault};
use tokio::task::JoinSet;

type Results = BTreeMap<AdAccountId, Result<usize, pinterest::Error>>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let fake = Fake::start().await?;
    fake.inject(Fault::on_path("GET", "/v5/ad_accounts/549770000002/campaigns").status(403));
    let client = match env::var("PINTEREST_ACCESS_TOKEN") {
        Ok(_) => Client::from_env()?,
        Err(_) => fake.client()?,
    };
    count_all(&client).await?;
    Ok(())
}

/// Runs the flow for every ad account, 8 at a time, and handles the results as they come.
async fn count_all(client: &Client) -> Result<Results, Box<dyn Error>> {
    let ids = client.ad_accounts().list().items();
    let ids: Vec<_> = ids.map_ok(|account| account.id).try_collect().await?;
    let mut ids = ids.into_iter();
    let mut running = JoinSet::new(); // dropping it cancels what is under way
    let mut results = Results::new();
    loop {
        while running.len() < 8
            && let Some(id) = ids.next()
        {
            let account = client.ad_account(&id);
            running.spawn(async move { (id, count(&account).await) });
        }
        let Some(done) = running.join_next().await else {
            return Ok(results);
        };
        let (id, result) = done?; // an error if the flow has panicked
        println!("{id}: {result:?}");
        results.insert(id, result);
    }
}

/// The flow of one ad account, of any number of calls.
async fn count(account: &AdAccountHandle) -> Result<usize, pinterest::Error> {
    let campaigns: Vec<_> = account.campaigns().list().items().try_collect().await?;
    Ok(campaigns.len())
}

#[cfg(test)]
mod tests;
