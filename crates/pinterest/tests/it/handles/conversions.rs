//! Conversion events, tags and deletion requests.

use pinterest::types::{
    AdvertiserDefinedEventInput, AdvertiserDefinedEventMappingType, ConversionActionSource,
    ConversionDeletionEpiks, ConversionDeletionUserEmails, ConversionEventName,
    ConversionEventResult, ConversionEventUserData, ConversionSourcePlatform, EpochSeconds,
    EventQualityLookbackPeriod, MsotEventName, NewConversionEvent, NewConversionEventRequired,
    NewConversionTag, NewMsotEvent, NewMsotEventRequired, SortOrder,
};
use pinterest::{BatchOutcome, ErrorKind, ItemState};
use pinterest_test_support::{Response, Server};

use crate::clients::Clients;
use crate::tables::{Row, check, row};

const REQUEST: &str = r#"{"request_id": "8", "status": "PENDING", "created_time": "2026-01-01"}"#;

pub(super) fn rows() -> Vec<Row> {
    [tag_rows(), other_rows()].into_iter().flatten().collect()
}

fn tag_rows() -> Vec<Row> {
    vec![
        row(
            "GET /ad_accounts/5497/conversion_tags?filter_deleted=true",
            r#"{"items": [{"ad_account_id": "5497", "name": "Shop"}]}"#,
            r#"["Shop"]"#,
            |client| async move {
                let tags = client.ad_account("5497").conversion_tags().list();
                let tags = tags
                    .with(|request| request.filter_deleted(true))
                    .await?
                    .items;
                Ok(tags.into_iter().map(|tag| tag.name).collect::<Vec<_>>())
            },
        ),
        row(
            "POST /ad_accounts/5497/conversion_tags",
            r#"{"ad_account_id": "5497", "name": "Shop", "id": "26"}"#,
            r#"Some("26")"#,
            |client| async move {
                let tags = client.ad_account("5497").conversion_tags();
                let tag = tags.create(NewConversionTag::new("Shop").aem_enabled(true));
                Ok(tag.await?.id.map(|id| id.as_str().to_owned()))
            },
        )
        .body(r#"{"name": "Shop", "aem_enabled": true}"#),
        row(
            "GET /ad_accounts/5497/conversion_tags/26",
            r#"{"ad_account_id": "5497", "name": "Shop"}"#,
            r#""Shop""#,
            |client| async move {
                Ok(client
                    .ad_account("5497")
                    .conversion_tag("26")
                    .get()
                    .await?
                    .name)
            },
        ),
        row(
            "GET /ad_accounts/5497/conversion_tags/ocpm_eligible",
            r#"{"26": [{"conversion_tag_id": "26"}]}"#,
            r#"[("26", 1)]"#,
            |client| async move {
                let tags = client.ad_account("5497").conversion_tags();
                let events = tags.ocpm_eligible().await?.into_iter();
                Ok(events
                    .map(|(key, events)| (key, events.len()))
                    .collect::<Vec<_>>())
            },
        ),
        row(
            "GET /ad_accounts/5497/conversion_tags/page_visit?order=ASCENDING",
            r#"{"items": [{}, {}]}"#,
            "2",
            |client| async move {
                let tags = client.ad_account("5497").conversion_tags();
                let visits = tags.page_visits();
                let visits = visits.with(|list| list.order(SortOrder::Ascending));
                Ok(visits.send().await?.len())
            },
        ),
    ]
}

fn other_rows() -> Vec<Row> {
    vec![
        row(
            "GET /ad_accounts/5497/conversion_deletion_requests?order=DESCENDING",
            r#"{"items": []}"#,
            "0",
            |client| async move {
                let requests = client.ad_account("5497").conversion_deletion_requests();
                let list = requests.list();
                let list = list.with(|list| list.order(SortOrder::Descending));
                Ok(list.send().await?.len())
            },
        ),
        row(
            "POST /ad_accounts/5497/conversion_deletion_requests",
            REQUEST,
            r#""8""#,
            |client| async move {
                let requests = client.ad_account("5497").conversion_deletion_requests();
                let people = ConversionDeletionUserEmails::new(["ada@example.com"]);
                Ok(requests.create(people).await?.request_id.as_str().to_owned())
            },
        )
        .body(r#"{"deletion_targets": {"user_emails": ["ada@example.com"]}}"#),
        row(
            "POST /ad_accounts/5497/conversion_deletion_requests",
            REQUEST,
            r#""8""#,
            |client| async move {
                let requests = client.ad_account("5497").conversion_deletion_requests();
                let people = ConversionDeletionEpiks::new(["dj0y"]);
                Ok(requests.create(people).await?.request_id.as_str().to_owned())
            },
        )
        .body(r#"{"deletion_targets": {"epiks": ["dj0y"]}}"#),
        row(
            "GET /ad_accounts/5497/conversion_deletion_requests/8",
            REQUEST,
            r#""PENDING""#,
            |client| async move {
                let request = client.ad_account("5497").conversion_deletion_request("8");
                Ok(request.get().await?.status.as_str().to_owned())
            },
        ),
        row(
            "DELETE /ad_accounts/5497/conversion_deletion_requests/8",
            REQUEST,
            "true",
            |client| async move {
                let request = client.ad_account("5497").conversion_deletion_request("8");
                Ok(request.delete().await?.is_some())
            },
        ),
        row(
            "GET /ad_accounts/5497/conversion_eqs?lookback_period=14d&source_platform=WEB",
            "[]",
            "0",
            |client| async move {
                let events = client.ad_account("5497").conversion_events();
                let scores = events.quality(EventQualityLookbackPeriod::FourteenDays);
                let platform = ConversionSourcePlatform::Web;
                let scores = scores.with(|request| request.source_platform(platform));
                Ok(scores.await?.len())
            },
        ),
        row(
            "POST /ad_accounts/5497/msot/events",
            r#"{"accepted": 1}"#,
            r#""{\"accepted\":1}""#,
            |client| async move {
                let event = NewMsotEvent::new(NewMsotEventRequired {
                    ad_group_id: "268".into(),
                    event_id: "order-1".into(),
                    event_name: MsotEventName::Checkout,
                    event_timestamp: EpochSeconds::from_secs(1_767_225_600),
                });
                let response = client.ad_account("5497").msot_events().create(event).await?;
                Ok(response.as_value().to_string())
            },
        )
        .body(
            r#"{"ad_group_id": "268", "event_id": "order-1", "event_name": "checkout", "event_timestamp": 1767225600}"#,
        ),
        row(
            "GET /ad_accounts/5497/advertiser_defined_events",
            r#"{"items": [{"name": "trial", "mapped_conversion_type": "SIGNUP"}]}"#,
            r#"[Some("trial")]"#,
            |client| async move {
                let events = client.ad_account("5497").advertiser_defined_events();
                let events = events.list().await?.items.into_iter();
                Ok(events.map(|event| event.name).collect::<Vec<_>>())
            },
        ),
    ]
}

#[tokio::test]
async fn handles_of_tags_send_what_they_say() {
    check(tag_rows()).await;
}

#[tokio::test]
async fn handles_of_other_conversions_send_what_they_say() {
    check(other_rows()).await;
}

#[tokio::test]
async fn a_deletion_request_that_is_withdrawn_without_a_word_is_none() {
    let server = Server::with_responses([Response::new(204, "")]);
    let request = server
        .client()
        .ad_account("5497")
        .conversion_deletion_request("8");
    assert_eq!(request.delete().await.unwrap(), None);
}

fn event(id: &str) -> NewConversionEvent {
    NewConversionEvent::new(NewConversionEventRequired {
        action_source: ConversionActionSource::Web,
        event_id: id.into(),
        event_name: ConversionEventName::Checkout,
        event_time: EpochSeconds::from_secs(1_767_225_600),
        user_data: ConversionEventUserData::new().em(["5e88"]),
    })
}

type EventOutcome = BatchOutcome<NewConversionEvent, ConversionEventResult>;

/// What became of each input, in a word.
fn states<I, T>(outcome: &BatchOutcome<I, T>) -> Vec<String> {
    let state = |state: &ItemState<T>| match state {
        ItemState::Succeeded(_) => "ok".to_owned(),
        ItemState::Failed { error, .. } => error.to_string(),
        ItemState::Unconfirmed => "unconfirmed".to_owned(),
        ItemState::NotDone => "not done".to_owned(),
        _ => unreachable!("a new state"),
    };
    let items = outcome.items().iter();
    items.map(|item| state(&item.state)).collect()
}

async fn create(status: u16, body: &str) -> EventOutcome {
    let server = Server::with_responses([Response::json(status, body)]);
    let events = server.client().ad_account("5497").conversion_events();
    let outcome = events.create_all([event("1"), event("2")]).await.unwrap();
    assert_eq!(server.requests().len(), 1);
    outcome
}

const RESULTS: &str = r#"[
    {"status": "processed", "error_message": "", "warning_message": "no city"},
    {"status": "failed", "error_message": "'event_time' is too old", "warning_message": "no zip"}
]"#;

#[tokio::test]
async fn events_are_sent_as_they_are() {
    let body = r#"{"events": [{"status": "processed"}], "num_events_received": 1, "num_events_processed": 1}"#;
    let server = Server::with_responses([Response::ok(body), Response::ok(body)]);
    let events = server.client().ad_account("5497").conversion_events();
    assert!(events.create_all([event("1")]).await.unwrap().is_complete());
    let tested = events.create_all([event("1")]);
    let tested = tested.with(|request| request.test(true)).await;
    assert!(tested.unwrap().is_complete());
    let requests = server.requests();
    assert_eq!(requests[0].method(), "POST");
    assert_eq!(requests[0].target(), "/ad_accounts/5497/events");
    assert_eq!(requests[1].target(), "/ad_accounts/5497/events?test=true");
    let body = r#"{"data": [{"action_source": "web", "event_id": "1", "event_name": "checkout",
        "event_time": 1767225600, "user_data": {"em": ["5e88"]}}]}"#;
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(
        (requests[0].json(), requests[1].json()),
        (body.clone(), body)
    );
}

#[tokio::test]
async fn every_event_has_its_own_result() {
    let body =
        format!(r#"{{"events": {RESULTS}, "num_events_received": 2, "num_events_processed": 1}}"#);
    let outcome = create(200, &body).await;
    assert_eq!(states(&outcome), ["ok", "'event_time' is too old"]);
    let ItemState::Succeeded(result) = &outcome.items()[0].state else {
        panic!("{outcome:?}");
    };
    assert_eq!(result.warning_message.as_ref().unwrap().as_str(), "no city");
    let failure = outcome.failures().next().unwrap();
    let warning = failure.partial.unwrap().warning_message.as_ref();
    assert_eq!(warning.unwrap().as_str(), "no zip");
}

#[tokio::test]
async fn status_422_has_results_too_wherever_they_stand() {
    let bodies = [
        format!(r#"{{"events": {RESULTS}, "num_events_received": 2, "num_events_processed": 1}}"#),
        format!(r#"{{"code": 4196, "message": "Not all went well", "events": {RESULTS}}}"#),
        format!(
            r#"{{"code": 4196, "message": "Not all went well", "details": {{"events": {RESULTS}}}}}"#
        ),
        format!(r#"{{"details": {{"events": {RESULTS}}}}}"#),
    ];
    for body in bodies {
        let outcome = create(422, &body).await;
        assert_eq!(
            states(&outcome),
            ["ok", "'event_time' is too old"],
            "{body}"
        );
        assert!(
            outcome.error().is_none() && outcome.unmatched().is_empty(),
            "{body}"
        );
    }
}

/// Somebody has to find out which of them were recorded; the error has what the service said.
#[tokio::test]
async fn status_422_without_a_result_for_every_event_leaves_them_unconfirmed() {
    let bodies = [
        r#"{"code": 4196, "message": "Not all went well"}"#,
        r#"{"code": 4196, "message": "Not all went well", "details": {"events": [{"status": "failed"}]}}"#,
        "<html>",
    ];
    for body in bodies {
        let outcome = create(422, body).await;
        assert_eq!(states(&outcome), ["unconfirmed", "unconfirmed"], "{body}");
        let error = outcome.error().unwrap();
        assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::Api, Some(422)),
            "{body}"
        );
        assert_eq!(error.raw_body(), Some(body.as_bytes()));
    }
}

#[tokio::test]
async fn a_result_that_is_not_as_described_leaves_its_event_alone_unconfirmed() {
    let body = r#"{"events": [{"status": 1}, {"status": "failed", "error_message": "too old"}]}"#;
    for status in [200, 422] {
        let outcome = create(status, body).await;
        assert_eq!(states(&outcome), ["unconfirmed", "too old"], "{status}");
        assert!(outcome.error().is_none(), "{status}");
        let parts = outcome.set_aside().iter();
        let parts: Vec<_> = parts.map(|it| (it.mismatch().path(), it.json())).collect();
        assert_eq!(
            parts,
            [("events[0].status", r#"{"status": 1}"#)],
            "{status}"
        );
    }
}

#[tokio::test]
async fn one_event_resolves_to_its_result_or_fails_with_its_error() {
    let processed = r#"{"events": [{"status": "processed", "warning_message": "no city"}]}"#;
    let failed = r#"{"events": [{"status": "failed", "error_message": "too old"}]}"#;
    let server = Server::with_responses([Response::ok(processed), Response::ok(failed)]);
    let events = server.client().ad_account("5497").conversion_events();
    let result = events.create(event("1")).await.unwrap();
    assert_eq!(result.warning_message.unwrap().as_str(), "no city");
    let error = events.create(event("2")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api);
    assert!(error.to_string().contains("too old"), "{error}");
    let requests = server.requests();
    let ids = requests
        .iter()
        .map(|it| it.json()["data"][0]["event_id"].clone());
    assert_eq!(ids.collect::<Vec<_>>(), ["1", "2"]);
}

#[tokio::test]
async fn another_error_status_is_about_all_events() {
    let body = format!(r#"{{"code": 1, "message": "Invalid", "events": {RESULTS}}}"#);
    let server = Server::with_responses([Response::json(400, &body)]);
    let events = server.client().ad_account("5497").conversion_events();
    let error = events
        .create_all([event("1"), event("2")])
        .await
        .unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(400), Some(1)));
}

#[tokio::test]
async fn more_than_a_thousand_events_are_split_and_go_on_after_a_partial_failure() {
    let results =
        |count, status: &str| vec![format!(r#"{{"status": "{status}"}}"#); count].join(",");
    let first = format!(
        r#"{{"code": 4196, "message": "No", "details": {{"events": [{}]}}}}"#,
        results(1000, "failed")
    );
    let second = format!(
        r#"{{"events": [{}], "num_events_received": 1, "num_events_processed": 1}}"#,
        results(1, "processed")
    );
    let server = Server::with_responses([Response::json(422, &first), Response::ok(&second)]);
    let events = server.client().ad_account("5497").conversion_events();
    let inputs = (0..1001).map(|number| event(&number.to_string()));
    let outcome = events.create_all(inputs).await.unwrap();
    let sizes = server
        .requests()
        .into_iter()
        .map(|request| request.json()["data"].as_array().unwrap().len());
    assert_eq!(sizes.collect::<Vec<_>>(), [1000, 1]);
    assert_eq!(outcome.failures().count(), 1000);
    assert_eq!(outcome.successes().count(), 1);
}

/// The service would read the second as two names, the event of neither being what was meant.
#[tokio::test]
async fn an_event_whose_name_has_a_comma_cannot_be_deleted() {
    let server = Server::start();
    let events = server
        .client()
        .ad_account("5497")
        .advertiser_defined_events();
    let first = || (0..50).map(|number| format!("event {number}"));
    for name in ["a,b", ""] {
        let names = first().chain([name.to_owned()]);
        let error = events.delete_all(names).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(error.limit().unwrap().field, "event_names[50]");
    }
    server.assert_untouched();
}

fn trial() -> AdvertiserDefinedEventInput {
    AdvertiserDefinedEventInput::new(AdvertiserDefinedEventMappingType::Signup, "trial")
}

fn basket() -> AdvertiserDefinedEventInput {
    AdvertiserDefinedEventInput::new(AdvertiserDefinedEventMappingType::AddToCart, "basket")
}

#[tokio::test]
async fn results_of_advertiser_defined_events_go_to_the_events_that_they_name() {
    let body = r#"{"items": [
        {"name": "basket", "status": "FAILURE", "exceptions": ["It exists", "It is old"]},
        {"name": "trial", "status": "SUCCESS", "exceptions": []}
    ]}"#;
    let server = Server::with_responses(vec![Response::ok(body); 3]);
    let events = server
        .client()
        .ad_account("5497")
        .advertiser_defined_events();
    let created = events.create_all([trial(), basket()]).await.unwrap();
    let updated = events.update_all([trial(), basket()]).await.unwrap();
    let deleted = events.delete_all(["trial", "basket"]).await.unwrap();
    assert_eq!(states(&created), ["ok", "It exists; It is old"]);
    assert_eq!(states(&updated), ["ok", "It exists; It is old"]);
    assert_eq!(states(&deleted), ["ok", "It exists; It is old"]);

    let requests = server.requests();
    let sent = |index: usize| format!("{} {}", requests[index].method(), requests[index].target());
    let path = "/ad_accounts/5497/advertiser_defined_events";
    assert_eq!(sent(0), format!("POST {path}"));
    assert_eq!(sent(1), format!("PATCH {path}"));
    assert_eq!(sent(2), format!("DELETE {path}?event_names=trial%2Cbasket"));
    let body = r#"{"items": [{"mapped_conversion_type": "SIGNUP", "name": "trial"},
        {"mapped_conversion_type": "ADD_TO_CART", "name": "basket"}]}"#;
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(
        (requests[0].json(), requests[1].json()),
        (body.clone(), body)
    );
}

#[tokio::test]
async fn one_advertiser_defined_event_resolves_to_its_result() {
    let body = r#"{"items": [{"name": "trial", "status": "SUCCESS", "exceptions": []}]}"#;
    let server = Server::with_responses(vec![Response::ok(body); 3]);
    let account = server.client().ad_account("5497");
    let events = account.advertiser_defined_events();
    assert_eq!(events.create(trial()).await.unwrap().status, "SUCCESS");
    assert_eq!(events.update(trial()).await.unwrap().status, "SUCCESS");
    assert_eq!(events.delete("trial").await.unwrap().status, "SUCCESS");
    let body = r#"{"items":[{"mapped_conversion_type":"SIGNUP","name":"trial"}]}"#;
    let path = "/ad_accounts/5497/advertiser_defined_events";
    assert_eq!(
        server.take_lines(),
        [
            format!("POST {path} {body}"),
            format!("PATCH {path} {body}"),
            format!("DELETE {path}?event_names=trial"),
        ]
    );
}

#[tokio::test]
async fn names_of_advertiser_defined_events_are_split_so_that_the_address_stays_short() {
    let server = Server::with_responses(vec![Response::ok(r#"{"items": []}"#); 3]);
    let events = server
        .client()
        .ad_account("5497")
        .advertiser_defined_events();
    let names = (0..101).map(|number| format!("event {number}"));
    let outcome = events.delete_all(names).await.unwrap();
    assert_eq!(outcome.unconfirmed().count(), 101);
    assert_eq!(server.requests().len(), 3);
}
