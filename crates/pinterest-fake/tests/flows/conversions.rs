//! Conversion events from raw personal data, customer lists, and their uploads.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use pinterest::auth::AccessToken;
use pinterest::conversions::{ConversionEventBuilder, ConversionEventRequired, Person};
use pinterest::jobs::{CustomerListUploadJob, Job};
use pinterest::operation::{RateLimitCategory, RateLimitWindow};
use pinterest::targeting::{
    Customer, CustomerHashing, CustomerListFile, CustomerListHandle, CustomerListUploadStep,
    CustomerRecords,
};
use pinterest::types::{
    ConversionActionSource, ConversionEventCustomData, ConversionEventName, CustomerListOperation,
    CustomerListStatus, EpochSeconds, NewConversionEvent, NewCustomerList,
};
use pinterest::{AdAccountHandle, Backoff, Client, ClientBuilder, RateLimits};
use pinterest_fake::{Fake, Fault};
use serde_json::json;

/// The first ad account of the built-in data.
const AD_ACCOUNT: &str = "549770000001";

/// The SHA-256 hash of `ada@example.com`, by sha256sum.
const ADA: &str = "b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72";

const CREATE: &str = "customer_list_uploads/create";
const RUN: &str = "customer_list_uploads/run";

async fn start() -> (Fake, Client) {
    start_with(|builder| builder).await
}

async fn start_with(configure: impl FnOnce(ClientBuilder) -> ClientBuilder) -> (Fake, Client) {
    let fake = crate::start_fake().await;
    // Retries come at once, as nothing here is tired.
    let backoff = Backoff::default().with_base(Duration::ZERO);
    let builder = fake.client_builder().with_retry_policy(backoff);
    let client = configure(builder).build().unwrap();
    (fake, client)
}

fn account(client: &Client) -> AdAccountHandle {
    client.ad_account(AD_ACCOUNT)
}

fn builder(fake: &Fake, id: &str, person: Person) -> ConversionEventBuilder {
    let minute_ago = fake.now() - Duration::from_secs(60);
    ConversionEventBuilder::new(ConversionEventRequired {
        action_source: ConversionActionSource::Web,
        event_id: id.to_owned(),
        event_name: ConversionEventName::Checkout,
        event_time: EpochSeconds::from_system_time(minute_ago).unwrap(),
        person,
    })
}

fn event(fake: &Fake, id: &str) -> NewConversionEvent {
    let event = builder(fake, id, Person::new().email(" Ada@Example.com"));
    event.build_at(fake.now()).unwrap()
}

#[tokio::test]
async fn only_hashes_of_raw_data_are_sent_and_every_event_has_its_result() {
    let (fake, client) = start().await;
    let order = ConversionEventCustomData::new().value("72.39");
    let person = Person::new()
        .email(" Ada@Example.com")
        .phone("+44 20 7946 0958")
        .first_name("Ada")
        .city("St. John's")
        .state("CA")
        .country("US")
        .postal_code("94107-1234")
        .ip_address("192.0.2.1");
    let event = builder(&fake, "order-1", person)
        .with(|event| event.custom_data(order))
        .with_limited_data_processing()
        .build_at(fake.now())
        .unwrap();
    let result = account(&client)
        .conversion_events()
        .create(event)
        .await
        .unwrap();
    assert_eq!((result.error_message, result.warning_message), (None, None));

    let sent = &fake.requests().to("events/create").bodies()[0]["data"][0];
    let user_data = json!({
        "client_ip_address": "192.0.2.1",
        "em": [ADA],
        "ph": ["35e206e5dec4c89b9e8b71b8c32724a5bb518483ac5a20c6617d738375b3b823"],
        "fn": ["fdee430d40bd57deeac186cd9790033d0f06f909a8806e7ce6e717ab7c7d5029"],
        "ct": ["2019e98e51ffecdc3bfa8879524f5c7b8553b94a8bbb0d5fad3649f627dc0dba"],
        "st": ["6959097001d10501ac7d54c0bdb8db61420f658f2922cc26e46d536119a31126"],
        "country": ["79adb2a2fce5c6ba215fe5f27f532d4e7edbac4b6a5e09e1ef3a08084a904621"],
        "zp": ["c711389868997b7f3f747e95fbce358e2ac994a8b4e838142a4e968c2cfc8b22"],
    });
    assert_eq!(sent["user_data"], user_data);
    let custom_data = json!({"value": "72.39", "opt_out_type": "LDP"});
    assert_eq!(sent["custom_data"], custom_data);
}

#[tokio::test]
async fn a_thousand_events_go_in_one_request_and_failures_are_those_of_events() {
    let (fake, client) = start().await;
    fake.inject(Fault::on("events/create").nth(2).failed_events([0, 499]));
    let ids: Vec<String> = (1..=1_500).map(|id| format!("order-{id}")).collect();
    let events = ids.iter().map(|id| event(&fake, id));
    let outcome = account(&client)
        .conversion_events()
        .create_all(events)
        .await
        .unwrap();
    assert!(outcome.error().is_none());
    assert_eq!(outcome.successes().count(), 1_498);
    let failed: Vec<_> = outcome
        .failures()
        .map(|it| it.input.event_id.as_str())
        .collect();
    assert_eq!(failed, ["order-1001", "order-1500"]);
    // The second request begins with the first that failed.
    fake.requests().to("events/create").assert_count(2);
}

type Change = fn(NewConversionEvent) -> NewConversionEvent;

/// The event, if it took place so many seconds later.
fn later(mut event: NewConversionEvent, seconds: i64) -> NewConversionEvent {
    event.event_time = EpochSeconds::from_secs(event.event_time.get() + seconds);
    event
}

#[tokio::test]
async fn the_builder_rejects_what_the_service_would_reject() {
    let (fake, client) = start().await;
    let events = account(&client).conversion_events();
    let changes: [(Change, &str); 4] = [
        (|event| later(event, 7_200), "event_time"),
        (|event| later(event, -8 * 86_400), "event_time"),
        (
            |mut event| {
                event.event_id.clear();
                event
            },
            "event_id",
        ),
        (
            |event| event.custom_data(ConversionEventCustomData::new().value("72,39")),
            "value",
        ),
    ];
    for (change, field) in changes {
        let person = Person::new().email("ada@example.com");
        let builder = builder(&fake, "order-1", person).with(change);
        let error = builder.build_at(fake.now()).unwrap_err();
        assert!(error.field.ends_with(field), "{error}");
        let outcome = events
            .create_all([change(event(&fake, "order-1"))])
            .await
            .unwrap();
        let message = outcome.failures().next().unwrap().error.to_string();
        assert!(message.contains(&format!("'{field}'")), "{message}");
    }
}

#[tokio::test]
async fn a_test_records_nothing() {
    let (fake, client) = start().await;
    let events = account(&client).conversion_events();
    let test = events.create_all([event(&fake, "1")]);
    let outcome = test.with(|request| request.test(true)).await.unwrap();
    assert!(outcome.is_complete());
    let result = events.create(event(&fake, "1")).await.unwrap();
    assert_eq!(result.warning_message, None, "the test was not counted");
}

/// One event an hour, for which nobody waits.
fn narrow() -> RateLimits {
    RateLimits::standard()
        .with_windows(
            RateLimitCategory::AdsConversions,
            [RateLimitWindow::new(1, 3_600)],
        )
        .with_max_wait(Duration::ZERO)
}

#[tokio::test]
async fn events_are_unlimited_with_a_conversion_token_and_with_no_other() {
    let (fake, client) = start_with(|builder| {
        let token = AccessToken::conversion("pinc_any");
        builder.with_access_token(token).with_rate_limits(narrow())
    })
    .await;
    let events = account(&client).conversion_events();
    for id in ["1", "2", "3"] {
        events.create(event(&fake, id)).await.unwrap();
    }
    assert!(client.rate_limiter().quotas().is_empty());
    // Tests have a limit all the same.
    let test = || {
        let test = events.create_all([event(&fake, "4")]);
        test.with(|request| request.test(true))
    };
    test().await.unwrap().into_complete().unwrap();
    assert!(test().await.unwrap_err().is_rate_limited());

    let (fake, client) = start_with(|builder| builder.with_rate_limits(narrow())).await;
    let events = account(&client).conversion_events();
    events.create(event(&fake, "1")).await.unwrap();
    let error = events.create(event(&fake, "2")).await.unwrap_err();
    assert!(error.is_rate_limited() && error.status().is_none());
}

#[tokio::test]
async fn customer_lists_have_records_in_one_form() {
    let (fake, client) = start().await;
    let lists = account(&client).customer_lists();
    let customers = (0..100).map(|id| Customer::new().email(format!("Ada{id}@Example.com")));
    let records = CustomerRecords::text(CustomerHashing::Md5, customers).unwrap();
    let list = lists.create(records.into_list("Buyers")).await.unwrap();
    assert_eq!(list.num_uploaded_user_records, Some(100));

    let rows = [Customer::new()
        .email("ada@example.com")
        .external_id("customer-1815")];
    let records = CustomerRecords::rows(CustomerHashing::PlainEmail, rows).unwrap();
    let list = account(&client).customer_list(&list.id);
    let changed = list
        .update(records.into_update(CustomerListOperation::Add))
        .await
        .unwrap();
    assert_eq!(changed.num_uploaded_user_records, Some(101));
    fake.advance(Duration::from_secs(60));
    assert_eq!(
        list.get().await.unwrap().status,
        Some(CustomerListStatus::Ready)
    );

    let created = &fake.requests().to("customer_lists/create").bodies()[0];
    assert!(!created.to_string().contains("xample"), "{created}");
    assert!(created.get("records_v2").is_none());
    let updated = &fake.requests().to("customer_lists/update").bodies()[0];
    let rows = json!([{"email": "ada@example.com", "external_id": "customer-1815"}]);
    let expected = json!({"operation_type": "ADD", "records_v2": rows});
    assert_eq!(updated, &expected);
}

async fn list(client: &Client) -> CustomerListHandle {
    let lists = account(client).customer_lists();
    let list = lists.create(NewCustomerList::new("Large")).await.unwrap();
    account(client).customer_list(list.id)
}

/// Two customers with a line of 11 MiB of spaces between them.
fn lines() -> String {
    format!(
        "ada@example.com\n{}\ngrace@example.com\n",
        " ".repeat(11 << 20)
    )
}

/// The lines in two parts.
fn file() -> CustomerListFile {
    let file = CustomerListFile::from_bytes(lines()).unwrap();
    file.with_parts(2).unwrap()
}

/// The file is processed, and both of its customers were found.
async fn assert_processed(fake: &Fake, processing: Job<CustomerListUploadJob>) {
    fake.advance(Duration::from_secs(5));
    let interval = Duration::from_millis(1);
    let upload = processing.with_poll_interval(interval, interval).await;
    assert_eq!(upload.unwrap().record_counts.unwrap().valid, 2);
    let transfers = fake.requests().on_transfer_host();
    transfers.with_header("authorization").assert_count(0);
    transfers
        .filter(|entry| entry.header("content-length").is_none())
        .assert_count(0);
}

#[tokio::test]
async fn a_file_is_uploaded_in_parts_without_credentials_and_run() {
    let (fake, client) = start().await;
    let uploads = list(&client).await.uploads();
    let running = uploads
        .send(CustomerListOperation::Add, file())
        .await
        .unwrap();
    assert_processed(&fake, running).await;
    fake.requests()
        .on_transfer_host()
        .with_method("PUT")
        .assert_count(2);
}

#[tokio::test]
async fn a_file_on_disk_is_uploaded_like_one_in_memory() {
    let (fake, client) = start().await;
    let path = std::env::temp_dir().join(format!("pinterest-flow-{}", std::process::id()));
    std::fs::write(&path, lines()).unwrap();
    fake.inject(Fault::on_transfer_host().nth(1).break_upload_at(70));
    let file = CustomerListFile::from_path(&path)
        .await
        .unwrap()
        .with_parts(2)
        .unwrap();
    let uploads = list(&client).await.uploads();
    let running = uploads
        .send(CustomerListOperation::Add, file)
        .await
        .unwrap();
    assert_processed(&fake, running).await;
    fake.requests().on_transfer_host().assert_count(3);
    std::fs::remove_file(&path).unwrap();
}

#[tokio::test]
async fn a_part_that_breaks_or_meets_an_overload_is_repeated() {
    let (fake, client) = start().await;
    fake.inject(Fault::on_transfer_host().nth(1).break_upload_at(70));
    // The request that broke does not count, since it never arrived.
    fake.inject(Fault::on_transfer_host().nth(2).status(503));
    let uploads = list(&client).await.uploads();
    let upload = uploads.send(CustomerListOperation::Add, file());
    let running = upload.with_concurrency(1).await.unwrap();
    assert_processed(&fake, running).await;
    let statuses = fake.requests().on_transfer_host().statuses();
    assert_eq!(statuses, [0, 200, 503, 200]);
    fake.requests().to(CREATE).assert_count(1);
}

#[tokio::test]
async fn a_second_call_sends_only_what_is_missing() {
    let (fake, client) = start_with(ClientBuilder::without_retries).await;
    fake.inject(Fault::on_transfer_host().nth(2).status(503));
    let uploads = list(&client).await.uploads();
    let upload = uploads.send(CustomerListOperation::Add, file());
    let mut upload = upload.with_concurrency(1);
    let error = (&mut upload).await.unwrap_err();
    assert_eq!(error.part(), Some(2));
    assert_eq!(error.step(), &CustomerListUploadStep::Upload);
    assert_eq!(error.upload_id(), upload.upload_id());
    assert!(error.error().is_transient());
    let shown = format!("{error:?} {upload:?}");
    assert!(
        !shown.contains("Signature") && !shown.contains("/customer-lists/"),
        "{shown}"
    );
    let running = (&mut upload).await.unwrap();
    assert_processed(&fake, running).await;
    assert_eq!(
        fake.requests().on_transfer_host().statuses(),
        [200, 503, 200]
    );
    fake.requests().to(CREATE).assert_count(1);
    fake.requests().to(RUN).assert_count(1);
}

#[tokio::test]
async fn urls_that_have_expired_are_replaced() {
    let (fake, client) = start().await;
    fake.inject(Fault::on_transfer_host().nth(2).status(403));
    let uploads = list(&client).await.uploads();
    let upload = uploads.send(CustomerListOperation::Add, file());
    let mut upload = upload.with_concurrency(1);
    let error = (&mut upload).await.unwrap_err();
    assert_eq!(error.part(), Some(2));
    assert_eq!(error.step(), &CustomerListUploadStep::Upload);
    assert_eq!(error.error().status(), Some(403));
    let running = (&mut upload).await.unwrap();
    assert_ne!(
        error.upload_id(),
        Some(running.kind().customer_list_upload_id())
    );
    assert_processed(&fake, running).await;
    assert_eq!(
        fake.requests().on_transfer_host().statuses(),
        [200, 403, 200, 200]
    );
    fake.requests().to(CREATE).assert_count(2);
}

#[tokio::test]
async fn the_processing_is_never_started_twice() {
    let (fake, client) = start().await;
    fake.inject(Fault::on(RUN).nth(1).reset_after_acting());
    let uploads = list(&client).await.uploads();
    let mut upload = uploads.send(CustomerListOperation::Add, file());
    let error = (&mut upload).await.unwrap_err();
    let upload_id = upload.upload_id().unwrap().clone();
    assert_eq!(error.step(), &CustomerListUploadStep::Run { upload_id });
    assert!(error.error().may_have_acted());
    let running = (&mut upload).await.unwrap();
    assert_processed(&fake, running).await;
    fake.requests().to(RUN).assert_count(1);
    fake.requests().on_transfer_host().assert_count(2);
}

#[tokio::test]
async fn a_start_that_was_not_processed_is_repeated() {
    let (fake, client) = start().await;
    fake.inject(Fault::on(RUN).nth(1).status(500));
    let uploads = list(&client).await.uploads();
    let mut upload = uploads.send(CustomerListOperation::Add, file());
    let error = (&mut upload).await.unwrap_err();
    assert!(matches!(error.step(), CustomerListUploadStep::Run { .. }));
    let running = (&mut upload).await.unwrap();
    assert_processed(&fake, running).await;
    fake.requests().to(RUN).assert_count(2);
}

#[tokio::test]
async fn an_upload_is_resumed_where_its_step_was_saved() {
    let (fake, client) = start().await;
    fake.inject(Fault::on(RUN).nth(1).reset_after_acting());
    let uploads = list(&client).await.uploads();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let to_seen = Arc::clone(&seen);
    let upload = uploads.send(CustomerListOperation::Add, file());
    let mut upload = upload.with_journal(move |step| {
        to_seen.lock().unwrap().push(step);
        std::future::ready(Ok::<(), std::io::Error>(()))
    });
    let error = (&mut upload).await.unwrap_err();
    assert_eq!(*seen.lock().unwrap(), [error.step().clone()]);
    let saved = serde_json::to_string(error.step()).unwrap();
    // Another program, whose file is not read, since all of it was sent.
    let (step, other) = (serde_json::from_str(&saved).unwrap(), "ada@example.com");
    let other = CustomerListFile::from_bytes(other).unwrap();
    let resumed = uploads.send(CustomerListOperation::Add, other);
    let running = resumed.resume_from(step).await.unwrap();
    assert_processed(&fake, running).await;
    fake.requests().to(CREATE).assert_count(1);
    fake.requests().to(RUN).assert_count(1);
    fake.requests().on_transfer_host().assert_count(2);
}

#[tokio::test]
async fn an_upload_whose_step_is_not_saved_is_not_processed() {
    let (fake, client) = start().await;
    let uploads = list(&client).await.uploads();
    let mut is_full = true;
    let upload = uploads.send(CustomerListOperation::Add, file());
    let mut upload = upload.with_journal(move |_| {
        let saved = match std::mem::replace(&mut is_full, false) {
            true => Err("the disk is full"),
            false => Ok(()),
        };
        std::future::ready(saved)
    });
    let error = (&mut upload).await.unwrap_err();
    assert_eq!(error.error().kind(), pinterest::ErrorKind::Journal);
    assert!(matches!(error.step(), CustomerListUploadStep::Run { .. }));
    fake.requests().to(RUN).assert_count(0);
    assert_processed(&fake, (&mut upload).await.unwrap()).await;
    fake.requests().on_transfer_host().assert_count(2);
}

#[tokio::test]
async fn an_upload_that_is_gone_is_prepared_anew() {
    let (fake, client) = start().await;
    let uploads = list(&client).await.uploads();
    let upload_id = "549755813999".into();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let to_seen = Arc::clone(&seen);
    let upload = uploads.send(CustomerListOperation::Add, file());
    let mut upload = upload
        .resume_from(CustomerListUploadStep::Run { upload_id })
        .with_journal(move |step| {
            to_seen.lock().unwrap().push(step);
            std::future::ready(Ok::<(), std::io::Error>(()))
        });
    let error = (&mut upload).await.unwrap_err();
    assert!(error.error().is_not_found(), "{error}: {}", error.error());
    assert_eq!(error.step(), &CustomerListUploadStep::Upload);
    // Another process would begin anew, too.
    assert_eq!(*seen.lock().unwrap(), [CustomerListUploadStep::Upload]);
    assert_processed(&fake, (&mut upload).await.unwrap()).await;
}

#[tokio::test]
async fn the_progress_of_parts_is_that_of_the_file() {
    let (fake, client) = start().await;
    fake.inject(Fault::on_transfer_host().nth(2).status(503));
    let uploads = list(&client).await.uploads();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let to_seen = Arc::clone(&seen);
    let upload = uploads.send(CustomerListOperation::Add, file());
    let upload = upload.with_concurrency(1);
    let upload = upload.with_progress(move |progress| to_seen.lock().unwrap().push(progress));
    assert_processed(&fake, upload.await.unwrap()).await;
    let seen = seen.lock().unwrap();
    let size = file().size();
    assert!(seen.iter().all(|progress| progress.total == size));
    assert_eq!(seen.last().unwrap().sent, size);
    // A part was sent again.
    assert_eq!(
        seen.windows(2)
            .filter(|two| two[0].sent > two[1].sent)
            .count(),
        1
    );
}

#[tokio::test]
async fn an_upload_that_is_not_prepared_says_so() {
    let (fake, client) = start().await;
    fake.inject(Fault::on(CREATE).status(404));
    let uploads = list(&client).await.uploads();
    let error = uploads
        .send(CustomerListOperation::Remove, file())
        .await
        .unwrap_err();
    assert_eq!(
        (error.step(), error.upload_id()),
        (&CustomerListUploadStep::Upload, None)
    );
    assert!(pinterest::Error::from(error).is_not_found());
    fake.requests().on_transfer_host().assert_count(0);
}
