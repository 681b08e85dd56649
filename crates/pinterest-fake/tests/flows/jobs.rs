//! Jobs: whatever happens to their polls, they end with a result or an error that says what to do.

use std::time::Duration;

use futures_util::StreamExt;
use pinterest::jobs::{
    AdsReportJob, BulkUpsertJob, FeedIngestionJob, ItemsBatchJob, ItemsBatchResult, Job, JobError,
    JobErrorKind, JobEvent, JobHandle, JobKind, JobState, MediaJob,
};
use pinterest::requests::{
    BulkUpsertCreate, CatalogReportsCreate, FeedsIngest, ItemsBatchCreate, LeadsExportCreate,
};
use pinterest::types::{
    BulkUpsertRequest, CreateLeadsExportRequest, FeedProcessingStatus, Granularity,
    ItemsBatchRequest, MediaUploadType, NewAdsReport, NewCatalogReport,
};
use pinterest::{Call, Client, DateRange, ErrorKind, ForTest};
use pinterest_fake::{Fake, Fault};
use serde_json::{Value, json};

pub(crate) const ACCOUNT: &str = "549770000001";

/// A client that leaves failed polls to the job.
pub(crate) fn client(fake: &Fake) -> Client {
    fake.client_builder().without_retries().build().unwrap()
}

pub(crate) fn report() -> NewAdsReport {
    let days = DateRange::last_days(7).unwrap();
    NewAdsReport::new(days.start(), days.end(), Granularity::Day)
}

async fn started(client: &Client) -> Job<AdsReportJob> {
    let reports = client.ad_account(ACCOUNT).reports();
    quick(reports.request(report()).start().await.unwrap())
}

/// Real time is short; jobs follow the clock of the fake.
fn quick<K: JobKind>(job: Job<K>) -> Job<K> {
    job.with_poll_interval(Duration::from_millis(1), Duration::from_millis(2))
}

/// What is seen of a job, with the fake's clock going on after each event.
async fn seen<K: JobKind>(fake: &Fake, job: Job<K>) -> (Vec<String>, Result<K::Output, JobError>) {
    let mut progress = quick(job).progress();
    let mut events = Vec::new();
    while let Some(event) = progress.next().await {
        match event {
            Ok(JobEvent::Running { status, .. }) => {
                events.push(status.unwrap_or_else(|| "-".to_owned()));
            }
            Ok(JobEvent::PollFailed { error, .. }) => events.push(format!("{:?}", error.status())),
            Ok(JobEvent::Recreated { reason, .. }) => events.push(format!("{reason:?}")),
            Ok(JobEvent::Finished(output)) => {
                assert!(progress.next().await.is_none());
                return (events, Ok(output));
            }
            Ok(_) => panic!("an unknown event"),
            Err(error) => {
                assert!(progress.next().await.is_none());
                return (events, Err(error));
            }
        }
        fake.advance(Duration::from_secs(61));
    }
    panic!("the stream has ended without a result")
}

#[tokio::test]
async fn a_job_is_awaited() {
    let fake = crate::start_fake().await;
    let client = client(&fake);
    let job = started(&client).await;
    fake.advance(Duration::from_secs(5));
    let file = job.await.unwrap();
    assert!(file.size().unwrap() > 0);
    fake.requests()
        .to("analytics/create_report")
        .assert_count(1);
    fake.requests().to("analytics/get_report").assert_count(1);
}

#[tokio::test]
async fn a_job_can_be_spawned() {
    let fake = crate::start_fake().await;
    let client = client(&fake);
    let job = started(&client).await;
    fake.advance(Duration::from_secs(5));
    let file = tokio::spawn(job.into_future()).await.unwrap();
    assert!(file.is_ok());
}

#[tokio::test]
async fn a_poll_that_failed_is_an_event() {
    let fake = crate::start_fake().await;
    let client = client(&fake);
    fake.inject(Fault::on("analytics/get_report").nth(1).status(503));
    fake.inject(Fault::on("analytics/get_report").nth(1).html_error_page());
    let (events, result) = seen(&fake, started(&client).await).await;
    assert_eq!(events[..2], ["Some(503)", "Some(502)"]);
    assert!(result.is_ok());
}

#[tokio::test]
async fn a_poll_that_never_succeeds_is_the_end() {
    let fake = crate::start_fake().await;
    let client = client(&fake);
    fake.inject(Fault::on("analytics/get_report").nth(1).status(403));
    let (events, result) = seen(&fake, started(&client).await).await;
    let error = result.unwrap_err();
    assert_eq!((error.kind(), error.polls()), (JobErrorKind::Poll, 1));
    assert_eq!(error.call_error().unwrap().status(), Some(403));
    assert!(events.is_empty());
}

#[tokio::test]
async fn the_advice_of_the_server_wins() {
    let fake = crate::start_fake().await;
    let client = client(&fake);
    let advised = |status: Option<u16>| {
        let fault = Fault::on("analytics/get_report")
            .nth(1)
            .header("retry-after", "7");
        match status {
            Some(status) => fault.status(status),
            None => fault,
        }
    };
    for fault in [advised(None), advised(Some(503))] {
        let id = fake.inject(fault);
        let mut progress = started(&client).await.progress();
        let wait = match progress.next().await.unwrap().unwrap() {
            JobEvent::Running { next_poll, .. } | JobEvent::PollFailed { next_poll, .. } => {
                next_poll
            }
            other => panic!("{other:?}"),
        };
        assert_eq!(wait, Duration::from_secs(7));
        fake.remove_fault(id);
    }
}

#[tokio::test]
async fn a_wait_beyond_the_deadline_does_not_begin() {
    let fake = crate::start_fake().await;
    let client = client(&fake);
    fake.inject(
        Fault::on("analytics/get_report")
            .status(503)
            .header("retry-after", "3600"),
    );
    let job = started(&client)
        .await
        .with_deadline(Duration::from_secs(600));
    let error = job.await.unwrap_err();
    assert_eq!((error.kind(), error.polls()), (JobErrorKind::TimedOut, 1));
    assert_eq!(error.call_error().unwrap().status(), Some(503));
}

#[tokio::test]
async fn a_job_whose_deadline_passed_is_resumed_elsewhere() {
    let fake = crate::start_fake().await;
    let job = started(&client(&fake)).await.with_deadline(Duration::ZERO);
    let error = job.await.unwrap_err();
    assert_eq!((error.kind(), error.polls()), (JobErrorKind::TimedOut, 0));
    let text = serde_json::to_string(error.handle()).unwrap();
    assert!(!text.contains("pina_"), "{text}");

    fake.advance(Duration::from_secs(5));
    let handle: JobHandle = serde_json::from_str(&text).unwrap();
    let client = client(&fake);
    let other = client.resume_job::<MediaJob>(handle.clone()).unwrap_err();
    assert_eq!(other.kind(), ErrorKind::InvalidRequest);
    let job = client.resume_job::<AdsReportJob>(handle.clone()).unwrap();
    assert_eq!(job.handle(), handle);
    assert!(job.await.is_ok());
    fake.requests()
        .to("analytics/create_report")
        .assert_count(1);
}

#[tokio::test]
async fn a_state_that_stays_null_is_lost() {
    let fake = crate::start_fake().await;
    let client = client(&fake);
    fake.inject(Fault::on("analytics/get_report").null_report_status());
    let job = started(&client).await.with_lost_after(Duration::ZERO);
    let error = job.await.unwrap_err();
    assert_eq!((error.kind(), error.polls()), (JobErrorKind::Lost, 1));
    assert_eq!(error.status(), None);
}

#[tokio::test]
async fn a_state_that_is_null_for_a_while_is_running() {
    let fake = crate::start_fake().await;
    let client = client(&fake);
    fake.inject(
        Fault::on("analytics/get_report")
            .times(2)
            .null_report_status(),
    );
    let (events, result) = seen(&fake, started(&client).await).await;
    assert_eq!(events, ["-", "-"]);
    assert!(result.is_ok());
}

#[tokio::test]
async fn an_unknown_state_is_running() {
    let fake = crate::start_fake().await;
    let client = client(&fake);
    let queued = Fault::on("analytics/get_report").times(1);
    fake.inject(queued.replace("/report_status", json!("QUEUED")));
    let (events, result) = seen(&fake, started(&client).await).await;
    assert_eq!(events, ["QUEUED"]);
    assert!(result.is_ok());
}

#[tokio::test]
async fn every_end_has_its_kind() {
    let fake = crate::start_fake().await;
    let client = client(&fake);
    for (status, kind) in [
        ("EXPIRED", JobErrorKind::Expired),
        ("FAILED", JobErrorKind::Failed),
        ("CANCELLED", JobErrorKind::Cancelled),
        ("DOES_NOT_EXIST", JobErrorKind::Gone),
    ] {
        let fault = Fault::on("analytics/get_report").replace("/report_status", json!(status));
        let id = fake.inject(fault);
        let error = started(&client).await.await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (kind, Some(status)));
        fake.remove_fault(id);
    }
    let unknown = client.job(MediaJob::new("1")).await.unwrap_err();
    assert_eq!(unknown.kind(), JobErrorKind::Gone);
    assert_eq!(unknown.call_error().unwrap().status(), Some(404));
}

#[tokio::test]
async fn a_report_is_created_anew_as_often_as_allowed() {
    let fake = crate::start_fake().await;
    let client = client(&fake);
    let failed = || {
        let fault = Fault::on("analytics/get_report").times(2);
        fault.replace("/report_status", json!("FAILED"))
    };
    fake.inject(failed());
    let job = started(&client).await.with_recreations(2);
    let first = job.handle();
    let (events, result) = seen(&fake, job).await;
    assert_eq!(events[..2], ["Failed", "Failed"]);
    assert!(result.is_ok());
    let polls = fake.requests().to("analytics/get_report");
    let token = first.ids()["token"].as_str().unwrap();
    polls.with_query("token", token).assert_count(1);
    fake.requests()
        .to("analytics/create_report")
        .assert_count(3);

    fake.inject(failed());
    let (events, result) = seen(&fake, started(&client).await.with_recreations(1)).await;
    assert_eq!(events, ["Failed"]);
    let error = result.unwrap_err();
    assert_eq!((error.kind(), error.polls()), (JobErrorKind::Failed, 2));
}

#[tokio::test]
async fn a_report_that_was_cancelled_is_not_created_anew() {
    let fake = crate::start_fake().await;
    let client = client(&fake);
    let cancelled = Fault::on("analytics/get_report").replace("/report_status", json!("CANCELLED"));
    fake.inject(cancelled);
    let error = started(&client)
        .await
        .with_recreations(2)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), JobErrorKind::Cancelled);
    fake.requests()
        .to("analytics/create_report")
        .assert_count(1);
}

#[tokio::test]
async fn a_job_that_was_resumed_is_created_anew_with_a_request() {
    let fake = crate::start_fake().await;
    let client = client(&fake);
    let call = client.ad_account(ACCOUNT).reports().request(report());
    let job = client.job(AdsReportJob::new(ACCOUNT, "unknown"));
    let job = job.with_request(&call).with_recreations(1);
    let (events, result) = seen(&fake, job).await;
    assert_eq!(events[0], "Gone");
    assert!(result.is_ok());
}

#[tokio::test]
async fn a_start_whose_response_is_lost_is_not_repeated() {
    let fake = crate::start_fake().await;
    let client = fake.client().unwrap();
    fake.inject(
        Fault::on("bulk_upsert/create")
            .times(1)
            .reset_after_acting(),
    );
    let error = upsert(&client).start().await.unwrap_err();
    assert!(error.may_have_acted());
    fake.requests().to("bulk_upsert/create").assert_count(1);
}

#[tokio::test]
async fn a_start_without_an_id_was_accepted() {
    let fake = crate::start_fake().await;
    let client = client(&fake);
    fake.inject(
        Fault::on("bulk_upsert/create")
            .times(1)
            .json(json!({"note": "later"})),
    );
    let error = upsert(&client).start().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Accepted);
    assert_eq!(error.raw_json(), Some(json!({"note": "later"})));
    assert!(error.to_string().contains("`request_id`"), "{error}");
}

#[tokio::test]
async fn a_poll_by_hand_says_what_it_finds() {
    let fake = crate::start_fake().await;
    let client = client(&fake);
    let mut job = started(&client).await;
    let running = job.poll_once().await.unwrap();
    assert!(
        matches!(running, JobState::Running { status: Some(word), .. } if word == "IN_PROGRESS")
    );
    fake.inject(Fault::on("analytics/get_report").nth(1).status(503));
    let error = job.poll_once().await.unwrap_err();
    assert_eq!(error.kind(), JobErrorKind::Poll);
    assert!(error.call_error().unwrap().is_transient());
    fake.advance(Duration::from_secs(5));
    assert!(matches!(job.poll_once().await, Ok(JobState::Finished(_))));
}

/// A change of a campaign that there is none of.
fn upsert(client: &Client) -> Call<BulkUpsertCreate> {
    let campaign = json!({"id": "1", "ad_account_id": ACCOUNT, "name": "a"});
    let body = BulkUpsertRequest::for_test(json!({"update": {"campaigns": [campaign]}}));
    client.call(BulkUpsertCreate::new(ACCOUNT, body))
}

#[tokio::test]
async fn a_bulk_change_that_failed_has_a_file_with_the_errors() {
    let fake = crate::start_fake().await;
    let client = client(&fake);
    let job = upsert(&client).start().await.unwrap();
    assert_eq!(job.handle().kind(), BulkUpsertJob::NAME);
    let (events, result) = seen(&fake, job).await;
    assert_eq!(events, ["RUNNING"]);
    let error = result.unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (JobErrorKind::Failed, Some("FAILED"))
    );
    let mut details = Vec::new();
    error
        .download()
        .unwrap()
        .clone()
        .write_to(&mut details)
        .await
        .unwrap();
    let details: Value = serde_json::from_slice(&details).unwrap();
    assert!(
        details["update"]["campaigns"][0]["exceptions"].is_array(),
        "{details}"
    );
}

fn batch(client: &Client, ids: &[&str]) -> Call<ItemsBatchCreate> {
    let operations = ids
        .iter()
        .map(|id| json!({"operation": "UPDATE", "item_id": id, "attributes": {"title": "A"}}));
    let body = json!({
        "catalog_type": "RETAIL", "country": "US", "language": "EN",
        "items": operations.collect::<Vec<_>>(),
    });
    client.call(ItemsBatchCreate::new(ItemsBatchRequest::for_test(body)))
}

#[tokio::test]
async fn a_batch_of_items_has_the_result_of_each() {
    let fake = crate::start_fake().await;
    let client = client(&fake);
    let job = batch(&client, &["US-00001", "unknown"])
        .start()
        .await
        .unwrap();
    let id = job.kind().batch_id().unwrap().clone();
    let (events, result) = seen(&fake, job).await;
    assert_eq!(events, ["PROCESSING"]);
    let ItemsBatchResult::Completed(batch) = result.unwrap() else {
        panic!("it is completed");
    };
    assert_eq!(batch.batch_id(), Some(&id));
    let items = batch.processed_items();
    let failed: Vec<bool> = items.iter().map(|item| !item.errors.is_empty()).collect();
    assert_eq!(failed, [false, true]);
    assert!(client.job(ItemsBatchJob::new(id)).await.is_ok());
}

#[tokio::test]
async fn a_batch_that_was_skipped_is_not_waited_for() {
    let fake = crate::start_fake().await;
    let client = client(&fake);
    fake.inject(Fault::on("items_batch/post").skipped_batch());
    let job = batch(&client, &["US-00001"]).start().await.unwrap();
    let handle = job.handle();
    assert!(job.await.unwrap().is_skipped());
    let job = client.resume_job::<ItemsBatchJob>(handle).unwrap();
    assert!(job.await.unwrap().is_skipped());
    fake.requests().to("items_batch/get").assert_count(0);
}

#[tokio::test]
async fn a_run_over_a_feed_ends_with_its_result() {
    let fake = crate::start_fake().await;
    let client = client(&fake);
    let feeds = client.operation("feeds/list").await.unwrap();
    let feed = feeds["items"][0]["id"].as_str().unwrap().to_owned();
    let job = client
        .call(FeedsIngest::new(feed.as_str()))
        .start()
        .await
        .unwrap();
    let run = job.kind().run_id().clone();
    let (events, result) = seen(&fake, job).await;
    assert_eq!(events, ["PROCESSING"]);
    let result = result.unwrap();
    assert_eq!(result.id.as_str(), run.as_str());
    assert_eq!(result.status, FeedProcessingStatus::Completed);
    let lost = client.job(FeedIngestionJob::new(feed.as_str(), "1"));
    let error = lost.with_lost_after(Duration::ZERO).await.unwrap_err();
    assert_eq!(error.kind(), JobErrorKind::Lost);
}

#[tokio::test]
async fn a_video_that_was_not_sent_is_registered_and_one_that_is_none_fails() {
    let fake = crate::start_fake().await;
    let client = client(&fake);
    let upload = client.media().create(MediaUploadType::Video).await.unwrap();
    let mut job = client.job(MediaJob::new(&upload.media_id));
    let state = job.poll_once().await.unwrap();
    assert!(matches!(state, JobState::Running { status: Some(word), .. } if word == "registered"));
    let fault = Fault::on("media/get").replace("/status", json!("failed"));
    fake.inject(fault);
    let error = job.await.unwrap_err();
    assert_eq!((error.kind(), error.reason()), (JobErrorKind::Failed, None));
}

#[tokio::test]
async fn exports_and_reports_of_catalogs_end_with_a_file() {
    let fake = crate::start_fake().await;
    let client = client(&fake);
    let ads = client
        .ad_account(ACCOUNT)
        .ads()
        .list()
        .page_size(250)
        .await
        .unwrap();
    let ad = ads.items().find(|ad| ad.lead_form_id.is_some()).unwrap();
    let days = DateRange::last_days(30).unwrap();
    let export = CreateLeadsExportRequest::new(&ad.id, days.start(), days.end());
    let export = client.call(LeadsExportCreate::new(ACCOUNT, export));
    let (events, result) = seen(&fake, export.start().await.unwrap()).await;
    assert_eq!(events, ["IN_PROGRESS"]);
    let mut leads = Vec::new();
    result.unwrap().write_to(&mut leads).await.unwrap();
    assert!(leads.starts_with(b"lead_id,"));

    let report = NewCatalogReport::for_test(json!({
        "catalog_type": "RETAIL", "report": {"report_type": "DISTRIBUTION_ISSUES"},
    }));
    let report = client.call(CatalogReportsCreate::new(report));
    let (events, result) = seen(&fake, report.start().await.unwrap()).await;
    assert_eq!(events, ["IN_PROGRESS"]);
    let mut issues = Vec::new();
    result.unwrap().write_to(&mut issues).await.unwrap();
    assert!(issues.starts_with(b"item_id,"));
}
