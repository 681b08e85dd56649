//! Streams of batches: any number of inputs, in order, with faults, and resumed.

use std::convert::Infallible;
use std::future::ready;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt, stream};
use pinterest::types::{
    AdAccountId, BillableEvent, CatalogLanguage, ConversionActionSource, ConversionEventName,
    ConversionEventUserData, Country, DeleteRetailItem, EpochSeconds, MicroCurrency, NewAdGroup,
    NewConversionEvent, NewConversionEventRequired,
};
use pinterest::{
    BatchCheckpoint, BatchOutcome, BatchStream, Client, ErrorKind, FailedAttempt, ItemState,
    RateLimits, RetryPolicy,
};
use pinterest_fake::{Fake, Fault};

/// Retries at once.
#[derive(Debug)]
struct AtOnce;

impl RetryPolicy for AtOnce {
    fn wait(&self, failed: &FailedAttempt<'_>) -> Option<Duration> {
        (failed.attempt < 3).then_some(Duration::ZERO)
    }
}

/// A client that sends every request once, and waits for no rate limit.
fn client(fake: &Fake) -> Client {
    let builder = fake.client_builder().without_retries();
    let builder = builder.with_rate_limits(RateLimits::unlimited());
    builder.build().unwrap()
}

async fn ad_account(client: &Client) -> AdAccountId {
    let page = client.ad_accounts().list().await.unwrap();
    page.items().next().unwrap().id.clone()
}

fn deletion(number: usize) -> DeleteRetailItem {
    DeleteRetailItem::new(format!("item-{number}"))
}

/// The ids of the items that requests had, in the order of the requests that got a status.
fn deleted(fake: &Fake, status: u16) -> Vec<String> {
    let requests = fake.requests().to("items_batch/post").with_status(status);
    let bodies = requests.bodies().into_iter();
    let items = bodies.flat_map(|body| body["items"].as_array().unwrap().clone());
    items
        .map(|item| item["item_id"].as_str().unwrap().to_owned())
        .collect()
}

fn ids(numbers: std::ops::Range<usize>) -> Vec<String> {
    numbers.map(|number| format!("item-{number}")).collect()
}

#[tokio::test]
async fn outcomes_come_in_the_order_of_the_inputs() {
    let fake = crate::start_fake().await;
    let items = client(&fake).catalogs().items();
    let mut outcomes = BatchStream::new((0..2_500).map(deletion), move |chunk| {
        items.delete_all(Country::Us, CatalogLanguage::En, chunk)
    })
    .with_concurrency(3);
    let (mut seen, mut sizes) = (Vec::new(), Vec::new());
    while let Some(outcome) = outcomes.try_next().await.unwrap() {
        assert!(outcome.is_complete(), "{outcome:?}");
        sizes.push(outcome.items().len());
        let items = outcome.into_items().into_iter();
        seen.extend(items.map(|item| item.input.item_id.to_string()));
    }
    assert_eq!(sizes, [1000, 1000, 500]);
    assert_eq!(seen, ids(0..2_500));
    let summary = outcomes.summary();
    assert!(summary.is_complete(), "{summary}");
    assert_eq!((summary.succeeded, summary.requests), (2_500, 3));
    assert_eq!(outcomes.checkpoint().settled(), 2_500);
    assert_eq!(summary.to_string(), "2500 of 2500 inputs succeeded");
}

#[tokio::test]
async fn inputs_of_a_stream_are_taken_as_they_are_needed() {
    let fake = crate::start_fake().await;
    let items = client(&fake).catalogs().items();
    let taken = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&taken);
    let inputs = stream::iter(0..1_000).map(move |number| {
        counted.fetch_add(1, Ordering::Relaxed);
        deletion(number)
    });
    let mut outcomes = BatchStream::from_stream(inputs, move |chunk| {
        items.delete_all(Country::Us, CatalogLanguage::En, chunk)
    })
    .with_max_inputs(10)
    .with_concurrency(2);
    assert_eq!(taken.load(Ordering::Relaxed), 0);
    for requests in 1..=5 {
        let outcome = outcomes.try_next().await.unwrap().unwrap();
        assert_eq!(outcome.items().len(), 10);
        assert!(taken.load(Ordering::Relaxed) <= (requests + 2) * 10);
    }
}

#[tokio::test]
async fn nothing_is_lost_and_nothing_doubled_when_one_request_in_five_fails() {
    let fake = crate::start_fake().await;
    fake.inject(Fault::on("items_batch/post").every(5).status(503));
    let items = client(&fake).catalogs().items();
    let mut outcomes = BatchStream::new((0..2_000).map(deletion), move |chunk| {
        items.delete_all(Country::Us, CatalogLanguage::En, chunk)
    })
    .with_max_inputs(100)
    .with_item_retry_policy(AtOnce);
    let summary = outcomes.finish().await.unwrap();
    assert!(summary.is_complete(), "{summary}");
    // The 5th, 10th, 15th and 20th request failed.
    assert_eq!((summary.requests, summary.retried), (24, 400));
    assert_eq!(deleted(&fake, 200), ids(0..2_000));
}

#[tokio::test]
async fn bodies_are_no_longer_than_allowed() {
    let fake = crate::start_fake().await;
    let items = client(&fake).catalogs().items();
    let mut outcomes = BatchStream::new((0..40).map(deletion), move |chunk| {
        items.delete_all(Country::Us, CatalogLanguage::En, chunk)
    })
    .with_max_body_size(500);
    let summary = outcomes.finish().await.unwrap();
    assert!(summary.is_complete(), "{summary}");
    assert_eq!(deleted(&fake, 200), ids(0..40));
    let requests = fake.requests().to("items_batch/post");
    assert!(requests.count() > 3, "{requests}");
    for body in requests.bodies() {
        assert!(body.to_string().len() <= 500, "{body}");
    }
}

#[tokio::test]
async fn an_input_that_violates_a_limit_fails_alone() {
    let fake = crate::start_fake().await;
    let client = client(&fake);
    let account = client.ad_account(ad_account(&client).await);
    let campaign = account.campaigns().list().await.unwrap();
    let campaign = campaign.items().next().unwrap().id.clone();
    let ad_groups = (0..6).map(move |number| {
        let multiplier = if matches!(number, 1 | 4) { 10.5 } else { 1.5 };
        let name = format!("group {number}");
        NewAdGroup::new(BillableEvent::Clickthrough, &campaign, name)
            .budget_in_micro_currency(MicroCurrency::from_micros(5_000_000))
            .bid_multiplier(multiplier)
    });
    let handle = account.ad_groups();
    let mut outcomes =
        BatchStream::new(ad_groups, move |chunk| handle.create_all(chunk)).with_max_inputs(3);
    let summary = outcomes.finish().await.unwrap().clone();
    assert_eq!((summary.succeeded, summary.failed), (4, 2), "{summary}");
    let failures: Vec<_> = summary
        .first_failures
        .iter()
        .map(|(number, error)| (*number, error.to_string()))
        .collect();
    assert_eq!(failures[0].0, 1);
    assert!(failures[0].1.contains("[1].bid_multiplier"), "{failures:?}");
    assert_eq!(failures[1].0, 4);
    assert!(failures[1].1.contains("[4].bid_multiplier"), "{failures:?}");
    fake.requests().to("ad_groups/create").assert_count(2);
}

#[tokio::test]
async fn a_request_that_is_wrong_for_all_inputs_ends_the_stream() {
    let fake = crate::start_fake().await;
    let items = client(&fake).catalogs().items();
    let mut outcomes = BatchStream::new((0..20).map(deletion), move |chunk| {
        let batch = items.delete_all(Country::Us, CatalogLanguage::En, chunk);
        batch.with_header("not a name", "1")
    });
    let error = outcomes.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(outcomes.try_next().await.unwrap().is_none());
    let items = client(&fake).catalogs().items();
    let mut outcomes = BatchStream::new((0..20).map(deletion), move |mut chunk: Vec<_>| {
        chunk.truncate(3);
        items.delete_all(Country::Us, CatalogLanguage::En, chunk)
    });
    let error = outcomes.finish().await.unwrap_err();
    assert!(error.to_string().contains("all inputs"), "{error}");
    fake.requests().to("items_batch/post").assert_count(0);
}

/// Events, which cannot be sent twice: the operation is not idempotent.
fn events(fake: &Fake) -> impl Iterator<Item = NewConversionEvent> + Send + use<> {
    events_at(EpochSeconds::from_system_time(fake.now()).unwrap(), 6)
}

pub(crate) fn events_at(
    time: EpochSeconds,
    count: usize,
) -> impl Iterator<Item = NewConversionEvent> + Send + use<> {
    (0..count).map(move |number| {
        NewConversionEvent::new(NewConversionEventRequired {
            action_source: ConversionActionSource::Web,
            event_id: format!("order-{number}"),
            event_name: ConversionEventName::Checkout,
            event_time: time,
            user_data: ConversionEventUserData::new().em(["a".repeat(64)]),
        })
    })
}

/// The numbers of the events that were sent, and the statuses of the responses.
fn sent(fake: &Fake) -> Vec<(Vec<String>, u16)> {
    let requests = fake.requests().to("events/create");
    let ids = requests.bodies().into_iter().map(|body| {
        let events = body["data"].as_array().unwrap().clone();
        let ids = events.iter().map(|event| event["event_id"].as_str());
        ids.map(|id| id.unwrap().replace("order-", "")).collect()
    });
    ids.zip(requests.statuses()).collect()
}

fn numbers(numbers: [usize; 2]) -> Vec<String> {
    numbers.map(|number| number.to_string()).to_vec()
}

fn states<I, V>(outcome: &BatchOutcome<I, V>) -> Vec<&'static str> {
    let items = outcome.items().iter();
    let state = items.map(|item| match &item.state {
        ItemState::Succeeded(_) => "succeeded",
        ItemState::Failed { .. } => "failed",
        ItemState::Unconfirmed => "unconfirmed",
        _ => "not done",
    });
    state.collect()
}

macro_rules! reports {
    ($fake:expr) => {{
        let client = client(&$fake);
        let events_of = client
            .ad_account(ad_account(&client).await)
            .conversion_events();
        BatchStream::new(events(&$fake), move |chunk| events_of.create_all(chunk))
            .with_max_inputs(2)
            .with_item_retry_policy(AtOnce)
    }};
}

#[tokio::test]
async fn what_may_have_been_done_is_not_sent_again_and_the_rest_is_resumed() {
    let fake = crate::start_fake().await;
    fake.inject(Fault::on("events/create").nth(2).reset_after_acting());
    let mut outcomes = reports!(fake);
    let first = outcomes.try_next().await.unwrap().unwrap();
    assert_eq!(states(&first), ["succeeded"; 2]);
    let second = outcomes.try_next().await.unwrap().unwrap();
    assert_eq!(states(&second), ["unconfirmed"; 2]);
    assert!(second.error().is_some());
    assert!(outcomes.try_next().await.unwrap().is_none());
    assert!(outcomes.summary().stopped && !outcomes.summary().is_complete());
    assert_eq!(outcomes.checkpoint().settled(), 4);

    let saved = serde_json::to_string(outcomes.checkpoint()).unwrap();
    let mut outcomes = reports!(fake).resume_from(serde_json::from_str(&saved).unwrap());
    let summary = outcomes.finish().await.unwrap();
    assert_eq!((summary.succeeded, summary.skipped), (2, 4));
    assert_eq!(
        sent(&fake),
        [
            (numbers([0, 1]), 200),
            (numbers([2, 3]), 0),
            (numbers([4, 5]), 200)
        ]
    );
}

#[tokio::test]
async fn what_was_not_done_is_sent_again_at_once_or_by_a_later_run() {
    let fake = crate::start_fake().await;
    fake.inject(Fault::on("events/create").nth(2).status(429));
    fake.inject(Fault::on("events/create").nth(4).status(401));
    let mut outcomes = reports!(fake);
    let error = outcomes.finish().await.unwrap_err();
    assert_eq!(error.status(), Some(401));
    let summary = outcomes.summary();
    assert_eq!((summary.succeeded, summary.not_done), (4, 2), "{summary}");
    assert_eq!((summary.requests, summary.retried), (4, 2));
    let checkpoint = outcomes.checkpoint().clone();
    assert_eq!(checkpoint.settled(), 4);

    let mut outcomes = reports!(fake).resume_from(checkpoint);
    let summary = outcomes.finish().await.unwrap();
    assert_eq!((summary.succeeded, summary.skipped), (2, 4));
    let sent: Vec<_> = sent(&fake)
        .into_iter()
        .map(|(numbers, _)| numbers)
        .collect();
    let (first, second, third) = (numbers([0, 1]), numbers([2, 3]), numbers([4, 5]));
    let expected = [first, second.clone(), second, third.clone(), third];
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn requests_under_way_when_one_fails_are_not_sent_again() {
    let fake = crate::start_fake().await;
    fake.inject(Fault::on("events/create").nth(1).status(403));
    let mut outcomes = reports!(fake).with_concurrency(2);
    let (mut done, mut not_done) = (0, 0);
    while let Some(outcome) = outcomes.try_next().await.unwrap() {
        done += outcome.successes().count();
        not_done += outcome.not_done().count();
    }
    // Which of the first two requests came first is not certain.
    assert_eq!(not_done, 2);
    let checkpoint = outcomes.checkpoint().clone();
    assert_eq!(checkpoint.settled(), done as u64);

    let mut outcomes = reports!(fake).resume_from(checkpoint);
    let summary = outcomes.finish().await.unwrap();
    assert_eq!(summary.skipped, done as u64, "{summary}");
    assert_eq!(summary.succeeded, 6 - done as u64, "{summary}");
    let done = sent(&fake).into_iter().filter(|(_, status)| *status == 200);
    let mut done: Vec<_> = done.flat_map(|(numbers, _)| numbers).collect();
    done.sort_unstable();
    assert_eq!(done, ["0", "1", "2", "3", "4", "5"]);
}

#[tokio::test]
async fn after_a_crash_what_was_begun_is_unconfirmed_and_not_sent() {
    let fake = crate::start_fake().await;
    let saved = Arc::new(Mutex::new(BatchCheckpoint::default()));
    let journal = Arc::clone(&saved);
    let mut outcomes = reports!(fake).with_journal(move |checkpoint| {
        *journal.lock().unwrap() = checkpoint;
        ready(Ok::<(), Infallible>(()))
    });
    let first = outcomes.try_next().await.unwrap().unwrap();
    assert_eq!(states(&first), ["succeeded"; 2]);
    // The second request is sent, and the program is gone before its response.
    let context = &mut std::task::Context::from_waker(std::task::Waker::noop());
    assert!(outcomes.try_poll_next_unpin(context).is_pending());
    drop(outcomes);

    let checkpoint = saved.lock().unwrap().clone();
    assert_eq!((checkpoint.settled(), checkpoint.begun()), (2, 2));
    let mut outcomes = reports!(fake).resume_from(checkpoint);
    let second = outcomes.try_next().await.unwrap().unwrap();
    assert_eq!(states(&second), ["unconfirmed"; 2]);
    assert_eq!(second.items()[0].input.event_id, "order-2");
    let summary = outcomes.finish().await.unwrap();
    assert_eq!(
        (summary.succeeded, summary.unconfirmed, summary.skipped),
        (2, 2, 2),
        "{summary}"
    );
    let sent = sent(&fake).into_iter();
    let again = sent.filter(|(ids, _)| *ids == numbers([2, 3]));
    assert!(again.count() <= 1);
}

#[tokio::test]
async fn nothing_is_sent_that_could_not_be_saved() {
    let fake = crate::start_fake().await;
    let mut calls = 0;
    let mut outcomes = reports!(fake).with_journal(move |_| {
        calls += 1;
        ready(match calls {
            2 => Err(std::io::Error::other("the disk is full")),
            _ => Ok(()),
        })
    });
    let error = outcomes.finish().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Journal);
    assert!(!error.may_have_acted());
    assert_eq!(outcomes.checkpoint().settled(), 2);
    assert_eq!(outcomes.checkpoint().begun(), 0);
    fake.requests().to("events/create").assert_count(1);
}

#[tokio::test]
async fn a_stream_can_go_on_after_a_request_that_failed() {
    let fake = crate::start_fake().await;
    fake.inject(Fault::on("events/create").nth(2).status(403));
    let mut outcomes = reports!(fake).without_stopping_at_errors();
    let error = outcomes.finish().await.unwrap_err();
    assert_eq!(error.status(), Some(403));
    let summary = outcomes.summary();
    assert_eq!((summary.succeeded, summary.not_done), (4, 2));
    assert!(!summary.stopped);
    assert_eq!(outcomes.checkpoint().settled(), 6);
}
