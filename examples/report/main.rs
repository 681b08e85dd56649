//! A report on ads: requested, awaited, and read row by row while it arrives. The example runs with
//! a fake of the API on loopback, or requests a report of the service with `PINTEREST_ACCESS_TOKEN`
//! and `PINTEREST_AD_ACCOUNT_ID`.

#![allow(clippy::print_stdout)] // A program for the terminal.

use std::{collections::BTreeMap, env, error::Error, time::Duration};

use futures_util::TryStreamExt;
use pinterest::jobs::JobEvent;
use pinterest::types::AdsReportColumn::SpendInMicroDollar;
use pinterest::types::{Granularity, NewAdsReport, ReportLevel};
use pinterest::{AdAccountHandle, AnalyticsRow, Client, DateRange};
use pinterest_fake::Fake;
type Spend = BTreeMap<String, i64>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let spend = match env::var("PINTEREST_AD_ACCOUNT_ID") {
        Ok(account) => report(&Client::from_env()?.ad_account(account), || {}).await?,
        Err(_) => of_fake().await?,
    };
    println!("{spend:#?}");
    Ok(())
}

async fn of_fake() -> Result<Spend, Box<dyn Error>> {
    let fake = Fake::start().await?;
    let account = fake.client()?.ad_account("549770000001");
    report(&account, || fake.advance(Duration::from_secs(5))).await
}

/// Spend by campaign over four weeks, in millionths of a dollar.
async fn report(account: &AdAccountHandle, wait: impl Fn()) -> Result<Spend, Box<dyn Error>> {
    let days = DateRange::last_days(28)?;
    let report = NewAdsReport::new(days.start(), days.end(), Granularity::Day);
    let report = report
        .level(ReportLevel::Campaign)
        .columns([SpendInMicroDollar]);
    let job = account.reports().request(report).start().await?;
    let job = job.with_poll_interval(Duration::from_millis(100), Duration::from_secs(10));
    let mut progress = job.with_recreations(1).progress();
    let mut spend = Spend::new();
    while let Some(event) = progress.try_next().await? {
        wait();
        if let JobEvent::Finished(file) = event {
            let mut rows = file.rows();
            while let Some(row) = rows.try_next().await? {
                let sum = spend.entry(row.key().unwrap_or_default().to_owned());
                *sum.or_default() += row.whole_metric(SpendInMicroDollar).unwrap_or(0);
            }
        }
    }
    Ok(spend)
}

#[tokio::test]
async fn every_campaign_is_in_the_report() {
    assert!(of_fake().await.unwrap().len() > 1);
}
