//! Analytics of more days and ids than the service accepts, and reports.

use std::collections::BTreeSet;

use futures_util::{StreamExt, TryStreamExt};
use pinterest::types::{AnalyticsColumn, CampaignId, Granularity, NewAdsReport, PinMetricType};
use pinterest::{AdAccountHandle, AnalyticsQuery, AnalyticsRow, Chunk, Date, DateRange, ErrorKind};
use pinterest_fake::{Fake, Fault};

/// The first ad account of the built-in data.
const ACCOUNT: &str = "549770000001";
const OPERATION: &str = "campaigns/analytics";
const COLUMN: AnalyticsColumn = AnalyticsColumn::SpendInMicroDollar;

async fn campaigns(account: &AdAccountHandle) -> Vec<CampaignId> {
    let campaigns = account.campaigns().list().items();
    let ids = campaigns.map_ok(|campaign| campaign.id);
    ids.try_collect().await.unwrap()
}

fn last_days(days: u32, granularity: Granularity) -> AnalyticsQuery {
    AnalyticsQuery::new(DateRange::last_days(days).unwrap(), [COLUMN], granularity)
}

#[tokio::test]
async fn rows_of_all_chunks_are_one_stream_in_order() {
    let fake = crate::start_fake().await;
    let account = fake.client().unwrap().ad_account(ACCOUNT);
    let ids = campaigns(&account).await;
    let call = account
        .campaigns()
        .analytics(&ids, last_days(7, Granularity::Hour));
    let analytics = call.chunked().with_max_ids(2).with_concurrency(3);
    let chunks = analytics.chunks();
    assert_eq!(chunks.len(), ids.len().div_ceil(2) * 3);

    let rows: Vec<_> = analytics.rows().try_collect().await.unwrap();
    assert_eq!(rows.len(), ids.len() * 7 * 24);
    fake.requests().to(OPERATION).assert_count(chunks.len());
    // Within a group of ids the days are in order, and the groups are those of the ids.
    let mut rows = rows.into_iter().peekable();
    for chunk in &chunks {
        let (_, of_chunk) = chunk.lists().next().unwrap();
        let mut found = BTreeSet::new();
        for _ in 0..of_chunk.len() * chunk.days().day_count() as usize * 24 {
            let row = rows.next().unwrap();
            let id = row.require_campaign_id().unwrap();
            assert!(of_chunk.iter().any(|known| id == known.as_str()), "{chunk}");
            let date = row.date.unwrap();
            assert!(date >= chunk.days().start() && date <= chunk.days().end());
            found.insert((id.clone(), date));
        }
        let expected = of_chunk.len() * chunk.days().day_count() as usize;
        assert_eq!(found.len(), expected, "{chunk}");
    }
    assert!(rows.peek().is_none());
}

#[tokio::test]
async fn what_fits_one_request_is_one_request() {
    let fake = crate::start_fake().await;
    let account = fake.client().unwrap().ad_account(ACCOUNT);
    let ids = campaigns(&account).await;
    let call = account
        .campaigns()
        .analytics(&ids, last_days(30, Granularity::Day));
    let whole = call.clone().await.unwrap();
    let rows: Vec<_> = call.chunked().rows().try_collect().await.unwrap();
    assert_eq!(rows, whole);
    fake.requests().to(OPERATION).assert_count(2);
}

#[tokio::test]
async fn a_chunk_that_fails_is_named_and_requested_again_alone() {
    let fake = crate::start_fake().await;
    let account = fake.client().unwrap().ad_account(ACCOUNT);
    let ids = campaigns(&account).await;
    let call = account
        .campaigns()
        .analytics(&ids, last_days(7, Granularity::Hour));
    let analytics = call.chunked().with_concurrency(1);
    fake.inject(Fault::on(OPERATION).nth(2).status(400));

    let mut rows = analytics.rows();
    let mut count = 0;
    let mut failed = Vec::<Chunk>::new();
    while let Some(row) = rows.next().await {
        match row {
            Ok(_) => count += 1,
            Err(error) => {
                assert!(error.error().is_invalid_request(), "{error}");
                let days = error.chunk().days();
                let named = format!("{} to {}", days.start(), days.end());
                assert!(error.to_string().contains(&named), "{error}");
                failed.push(error.chunk().clone());
            }
        }
    }
    assert_eq!(count, ids.len() * 4 * 24);
    let [chunk] = &failed[..] else {
        panic!("{failed:?}");
    };
    assert_eq!(chunk.index(), 1);
    let again = analytics.rows_of(chunk).await.unwrap();
    assert_eq!(again.len(), ids.len() * 3 * 24);
    fake.requests().to(OPERATION).assert_count(4);
}

#[tokio::test]
async fn faults_that_pass_do_not_cost_a_row() {
    let fake = crate::start_fake().await;
    let account = fake.client().unwrap().ad_account(ACCOUNT);
    let ids = campaigns(&account).await;
    let fault = Fault::on(OPERATION).every(3).status(503);
    fake.inject(fault.header("retry-after", "0"));
    let call = account
        .campaigns()
        .analytics(&ids, last_days(7, Granularity::Hour));
    // One after the other, so that no request fails twice in a row.
    let rows = call.chunked().with_max_ids(4).with_concurrency(1).rows();
    let rows: Vec<_> = rows.try_collect().await.unwrap();
    assert_eq!(rows.len(), ids.len() * 7 * 24);
}

#[tokio::test]
async fn a_sum_over_too_many_days_is_rejected_before_anything_is_sent() {
    let fake = crate::start_fake().await;
    let account = fake.client().unwrap().ad_account(ACCOUNT);
    let call = account.analytics(last_days(120, Granularity::Total));
    let mut rows = call.chunked().rows();
    let error = rows.next().await.unwrap().unwrap_err();
    assert_eq!(error.error().kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("TOTAL"), "{error}");
    assert!(rows.next().await.is_none());
    fake.requests().to("ad_account/analytics").assert_count(0);
}

#[tokio::test]
async fn days_of_pins_and_of_the_account_are_rows() {
    let fake = crate::start_fake().await;
    let client = fake.client().unwrap();
    let days = DateRange::last_days(10).unwrap();
    let account = client.user_account().analytics(days).chunked();
    let rows = account.with_max_days(4).rows();
    let rows: Vec<_> = rows.try_collect().await.unwrap();
    let dates: Vec<Date> = rows.iter().filter_map(|row| row.day.date).collect();
    assert_eq!(dates.len(), 10);
    assert!(dates.is_sorted());
    assert!(rows.iter().all(|row| row.metrics().count() > 0));

    let pins = client.pins().list().await.unwrap();
    let ids: Vec<_> = pins.items().take(3).map(|pin| pin.id.clone()).collect();
    let analytics = client
        .pins()
        .analytics(&ids, days, [PinMetricType::Impression]);
    let rows = analytics.chunked().with_max_ids(1).rows();
    let rows: Vec<_> = rows.try_collect().await.unwrap();
    let of_pins: BTreeSet<_> = rows.iter().filter_map(|row| row.pin_id.clone()).collect();
    let expected: BTreeSet<_> = ids.into_iter().collect();
    assert_eq!(of_pins, expected);
    assert_eq!(rows.len(), 3 * 10);
}

#[tokio::test]
async fn every_part_of_a_report_is_accepted() {
    let fake = crate::start_fake().await;
    let reports = fake.client().unwrap().ad_account(ACCOUNT).reports();
    let days = DateRange::last_days(400).unwrap();
    let report = NewAdsReport::new(days.start(), days.end(), Granularity::Day);
    let rejected = reports.request(report.clone()).await.unwrap_err();
    assert!(rejected.is_invalid_request(), "{rejected}");
    let parts = reports.split(report).unwrap();
    assert_eq!(parts.len(), 3);
    for (chunk, part) in parts {
        let response = reports.request(part).await;
        assert!(response.is_ok(), "{chunk}: {response:?}");
    }
}
