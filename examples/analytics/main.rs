//! Metrics of all campaigns of an ad account over 120 days, and a sum for each campaign.
//!
//! `cargo run --example analytics` talks to a mock of the API that it starts on loopback. With
//! `PINTEREST_ACCESS_TOKEN` and `PINTEREST_AD_ACCOUNT_ID` set, and yesterday as an argument such as
//! `2026-04-30`, it reads the 90 days that the service keeps.

#![allow(clippy::print_stdout)] // A program for the terminal.

mod mock;

use std::collections::BTreeMap;
use std::error::Error;

use comfy_table::Table;
use futures_util::TryStreamExt;
use pinterest::types::{AnalyticsColumn, CampaignId, Granularity};
use pinterest::{AdAccountHandle, AnalyticsRow, Client, Date, DateRange};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if let (Some(last), Ok(account)) = (
        std::env::args().nth(1),
        std::env::var("PINTEREST_AD_ACCOUNT_ID"),
    ) {
        let days = DateRange::ending(last.parse()?, 90)?;
        sums(&Client::from_env()?.ad_account(account), days).await?;
        return Ok(());
    }
    let server = mock::start().await;
    let account = server.client()?.ad_account(mock::AD_ACCOUNT);
    sums(&account, DateRange::ending(Date::new(2026, 4, 30)?, 120)?).await?;
    Ok(())
}

/// Days, spend and clicks of each campaign.
type Sums = BTreeMap<CampaignId, (usize, f64, f64)>;

async fn sums(account: &AdAccountHandle, days: DateRange) -> Result<Sums, pinterest::Error> {
    let campaigns = account.campaigns();
    let list = campaigns
        .list()
        .items()
        .skip_undecodable(|error| println!("skipped: {error}"));
    let ids: Vec<_> = list.map_ok(|campaign| campaign.id).try_collect().await?;
    let columns = [
        AnalyticsColumn::SpendInDollar,
        AnalyticsColumn::TotalClickthrough,
    ];
    let mut sums = Sums::new();
    for days in days.split(90) {
        let rows = campaigns
            .analytics(&ids, days, &columns, Granularity::Day)
            .await?;
        for (id, row) in rows
            .iter()
            .filter_map(|row| Some((row.campaign_id.clone()?, row)))
        {
            let (days, spend, clicks) = sums.entry(id).or_default();
            *days += 1;
            *spend += row
                .metric(AnalyticsColumn::SpendInDollar)
                .unwrap_or_default();
            *clicks += row
                .metric(AnalyticsColumn::TotalClickthrough)
                .unwrap_or_default();
        }
    }
    let mut table = Table::new();
    table.set_header(["Campaign", "Days", "Spend", "Clicks"]);
    for (id, (days, spend, clicks)) in &sums {
        table.add_row([
            id.to_string(),
            days.to_string(),
            format!("{spend:.2}"),
            clicks.to_string(),
        ]);
    }
    println!("{table}");
    Ok(sums)
}
