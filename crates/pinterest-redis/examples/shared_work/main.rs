//! Work that moves from one process to another: handles of jobs in a queue, and the checkpoint of a
//! long upload, both in Redis.
//!
//! ```sh
//! export REDIS_URL=redis://127.0.0.1 PINTEREST_ACCESS_TOKEN=pina_...
//! cargo run -p pinterest-redis --example shared_work -- request-report 549755885175
//! cargo run -p pinterest-redis --example shared_work -- work            # on any number of machines
//! cargo run -p pinterest-redis --example shared_work -- delete-items    # resumes where it was
//! ```

#![allow(clippy::print_stdout)] // A program for the terminal.

mod queue;
#[cfg(test)]
mod tests;

use std::{env, error::Error, time::Duration};

use pinterest::jobs::{AdsReportJob, JobErrorKind, JobHandle};
use pinterest::types::{AdsReportColumn, CatalogLanguage, Country, DeleteRetailItem};
use pinterest::types::{Granularity, NewAdsReport, ReportLevel};
use pinterest::{BatchStream, BatchSummary, Client, ClientBuilder, DateRange};
use pinterest_redis::{Fallback, Redis, RedisQuota};
use queue::{Next, Queue};
use redis::AsyncCommands;
use redis::aio::MultiplexedConnection;

/// For how long a handle belongs to the process that took it.
const CLAIM: Duration = Duration::from_secs(60);

/// Where the checkpoint of the deletions is. There is one for each series of inputs, and one process
/// at a time that sends them.
const CHECKPOINT: &str = "my-shop:checkpoint:sold-out";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let url = env::var("REDIS_URL")?;
    let connection = redis::Client::open(&*url)?;
    let connection = connection.get_multiplexed_async_connection().await?;
    let redis = Redis::open(&url)?.with_prefix("my-shop");
    let quota = RedisQuota::new(&redis, Fallback::Share(0.1));
    let client = ClientBuilder::from_env()?
        .with_shared_quota(quota)
        .build()?;
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut queue = Queue::new(connection.clone());
    match words[..] {
        ["request-report", account] => request_report(&client, &mut queue, account).await,
        ["work"] => work(&client, &mut queue, CLAIM).await,
        ["delete-items"] => {
            println!("{}", delete_items(&client, connection).await?);
            Ok(())
        }
        _ => Err("the arguments are: request-report AD_ACCOUNT, or work, or delete-items".into()),
    }
}

/// Requests a report, and leaves the waiting to whoever takes its handle.
async fn request_report(
    client: &Client,
    queue: &mut Queue,
    account: &str,
) -> Result<(), Box<dyn Error>> {
    let days = DateRange::last_days(28)?;
    let report = NewAdsReport::new(days.start(), days.end(), Granularity::Day)
        .level(ReportLevel::Campaign)
        .columns([AdsReportColumn::SpendInMicroDollar]);
    let reports = client.ad_account(account).reports();
    let job = reports.request(report).start().await?;
    queue.put(&serde_json::to_string(&job.handle())?).await?;
    println!("requested {}", job.handle().ids());
    Ok(())
}

/// Waits for one report after another, until the queue is empty.
///
/// A handle is removed after its report was read. If this process ends before, another one takes the
/// handle when the claim is over, and reads the report again.
async fn work(client: &Client, queue: &mut Queue, claim: Duration) -> Result<(), Box<dyn Error>> {
    loop {
        let text = match queue.take(claim).await? {
            Next::Taken(text) => text,
            Next::Claimed(time) => {
                tokio::time::sleep(time).await;
                continue;
            }
            Next::Empty => return Ok(()),
        };
        let handle: JobHandle = serde_json::from_str(&text)?;
        println!("waiting for {}", handle.ids());
        let job = client.resume_job::<AdsReportJob>(handle)?;
        // The rest of the claim is for the download.
        match job.with_deadline(claim / 2).await {
            Ok(file) => {
                let mut bytes = Vec::new();
                file.write_to(&mut bytes).await?;
                println!("read {} bytes", bytes.len());
                queue.remove(&text).await?;
            }
            Err(error) if error.kind() == JobErrorKind::TimedOut => println!("it takes longer"),
            Err(error) => {
                println!("no report: {error}");
                queue.remove(&text).await?;
            }
        }
    }
}

/// Deletes items, and saves before each request how far it is.
///
/// If this process ends during a request, the next one sends its items again, since deleting them
/// twice does no harm. The service may skip a batch that it has seen; its items are unconfirmed then.
async fn delete_items(
    client: &Client,
    mut connection: MultiplexedConnection,
) -> Result<BatchSummary, Box<dyn Error>> {
    let saved: Option<String> = connection.get(CHECKPOINT).await?;
    let saved = saved.map(|text| serde_json::from_str(&text)).transpose()?;
    let sold_out = (0..5_000).map(|number| DeleteRetailItem::new(format!("mug-{number}")));
    let items = client.catalogs().items();
    let journal = connection.clone();
    let mut outcomes = BatchStream::new(sold_out, move |chunk| {
        items.delete_all(Country::Us, CatalogLanguage::En, chunk)
    })
    .resume_from(saved.unwrap_or_default())
    .with_journal(move |checkpoint| {
        let mut journal = journal.clone();
        async move {
            let text = serde_json::to_string(&checkpoint)?;
            journal.set::<_, _, ()>(CHECKPOINT, text).await?;
            Ok::<_, Box<dyn Error + Send + Sync>>(())
        }
    });
    let summary = outcomes.finish().await?.clone();
    connection.del::<_, ()>(CHECKPOINT).await?;
    Ok(summary)
}
