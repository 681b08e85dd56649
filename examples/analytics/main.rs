//! Metrics of all campaigns of an ad account over 90 days, and a sum for each campaign. More days or
//! campaigns than a request accepts would be several requests.
//!
//! `cargo run --example analytics` uses a fake of the API on loopback. With
//! `PINTEREST_ACCESS_TOKEN` and `PINTEREST_AD_ACCOUNT_ID` set, it reads that ad account.

#![allow(clippy::print_stdout)] // A program for the terminal.
#[cfg(test)]
mod tests;
use std::{collections::BTreeMap, env, error::Error};

use futures_util::TryStreamExt;
use pinterest::types::AnalyticsColumn::{SpendInDollar, TotalClickthrough};
use pinterest::types::{CampaignId, Granularity};
use pinterest::{AdAccountHandle, AnalyticsQuery, AnalyticsRow, Client, DateRange};
use pinterest_fake::Fake;

const AD_ACCOUNT: &str = "549770000001"; // The fake has it.

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let days = DateRange::last_days(90)?;
    if let Ok(account) = env::var("PINTEREST_AD_ACCOUNT_ID") {
        sum(&Client::from_env()?.ad_account(account), days).await?;
        return Ok(());
    }
    let fake = Fake::start().await?;
    sum(&fake.client()?.ad_account(AD_ACCOUNT), days).await?;
    Ok(())
}

#[derive(Debug, Default, PartialEq)]
struct Sum {
    spend: f64,
    clicks: i64,
}
type Sums = BTreeMap<CampaignId, Sum>;

async fn sum(account: &AdAccountHandle, days: DateRange) -> Result<Sums, Box<dyn Error>> {
    let campaigns = account.campaigns();
    let list = campaigns.list().items();
    let list = list.skip_undecodable(|error| println!("skipped: {error}"));
    let ids: Vec<_> = list.map_ok(|campaign| campaign.id).try_collect().await?;
    let (spend, clicks) = (SpendInDollar, TotalClickthrough);
    let mut sums = Sums::new();
    let query = AnalyticsQuery::new(days, [&spend, &clicks], Granularity::Day);
    let mut rows = campaigns.analytics(&ids, query).chunked().rows();
    while let Some(row) = rows.try_next().await? {
        let id = row.require_campaign_id()?.clone();
        let sum = sums.entry(id).or_default();
        sum.spend += row.metric(&spend).unwrap_or_default();
        sum.clicks += row.whole_metric(&clicks).unwrap_or_default();
    }
    for (id, sum) in &sums {
        println!("Campaign {id}: {sum:?}");
    }
    Ok(sums)
}
