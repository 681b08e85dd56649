//! What a call tells `tracing`, and what it keeps to itself.

mod capture;

pub(crate) use capture::Capture;

use std::time::Duration;

use capture::Span;
use futures_util::TryStreamExt;
use pinterest::operation::{RateLimitCategory, RateLimitWindow};
use pinterest::types::{AssetSearchBy, MemberRole};
use pinterest::{Backoff, Client, ErrorKind, RateLimits};
use pinterest_test_support::{Response, Server};
use tracing::Instrument;

use crate::clients::{Clients, TOKEN};

const RID: (&str, &str) = ("x-pinterest-rid", "4410203866152790");

fn page(bookmark: &str) -> Response {
    Response::ok(format!(
        r#"{{"items": [{{"id": "1"}}], "bookmark": {bookmark}}}"#
    ))
    .header(RID.0, RID.1)
}

/// The fields of a span of this crate, in the order of their names.
fn fields(span: &Span) -> Vec<(&str, &str)> {
    assert_eq!(
        (span.name, span.level),
        ("pinterest.call", tracing::Level::DEBUG)
    );
    assert!(span.target.starts_with("pinterest"), "{}", span.target);
    let fields = span.fields.iter();
    fields.map(|(name, value)| (*name, &**value)).collect()
}

#[tokio::test]
async fn a_call_has_a_span_with_what_it_was_and_how_it_ended() {
    let server = Server::with_responses([page("null")]);
    let capture = Capture::start();
    server
        .client()
        .business("7290")
        .invites()
        .list()
        .send()
        .await
        .unwrap();
    let calls = capture.calls();
    assert_eq!(calls.len(), 1, "{calls:#?}");
    let expected = [
        ("attempt", "1"),
        ("operation", "get/invites"),
        ("request_id", RID.1),
        ("status", "200"),
    ];
    assert_eq!(fields(&calls[0]), expected);
    assert!(calls[0].closed);
    assert!(calls[0].parent.is_none());
}

#[tokio::test]
async fn a_call_that_is_rejected_has_a_span_with_the_status() {
    let rejected = Response::json(403, r#"{"code": 29, "message": "No"}"#).header(RID.0, RID.1);
    let server = Server::with_responses([rejected, Response::new(502, "<html>")]);
    let capture = Capture::start();
    let users = server.client().business("7290").system_users();
    users.rename("7292", "Nightly").await.unwrap_err();
    users.rename("7292", "Nightly").await.unwrap_err();
    let calls = capture.calls();
    assert_eq!(calls.len(), 2, "{calls:#?}");
    let expected = [
        ("attempt", "1"),
        ("operation", "system_user/update"),
        ("request_id", RID.1),
        ("status", "403"),
    ];
    assert_eq!(fields(&calls[0]), expected);
    let expected = [
        ("attempt", "1"),
        ("operation", "system_user/update"),
        ("status", "502"),
    ];
    assert_eq!(fields(&calls[1]), expected);
}

#[tokio::test]
async fn a_call_without_a_response_has_a_span_without_a_status() {
    let server = Server::with_responses([Response::closed()]);
    let client = server.client();
    let capture = Capture::start();
    let error = client.employers().list().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Network);
    let error = client
        .employers()
        .list()
        .page_size(0)
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let calls = capture.calls();
    assert_eq!(calls.len(), 1, "what is not sent has none: {calls:#?}");
    assert_eq!(
        fields(&calls[0]),
        [("attempt", "1"), ("operation", "get/business_employers")]
    );
    assert!(calls[0].closed);
}

#[tokio::test]
async fn every_request_of_a_batch_has_a_span() {
    let server = Server::with_responses([
        Response::ok("{}"),
        Response::ok("{}"),
        Response::json(500, "{}"),
    ]);
    let capture = Capture::start();
    let invites = (1..=120).map(|number: u32| number.to_string());
    let _outcome = server
        .client()
        .business("7290")
        .invites()
        .cancel_all(invites)
        .await
        .unwrap();
    let calls = capture.calls();
    let statuses: Vec<&str> = calls.iter().map(|call| &*call.fields["status"]).collect();
    assert_eq!(statuses, ["200", "200", "500"]);
    assert!(
        calls
            .iter()
            .all(|call| call.fields["operation"] == "cancel_invites_or_requests")
    );
}

#[tokio::test]
async fn what_happens_within_a_call_is_told_within_its_span() {
    let server = Server::with_responses([page("null")]);
    let capture = Capture::start();
    server.client().employers().list().send().await.unwrap();
    let events = capture.events_of("pinterest");
    assert!(!events.is_empty());
    for event in events {
        assert_eq!(event.span, Some("pinterest.call"), "{event:?}");
        assert!(event.fields.contains_key("message"), "{event:?}");
    }
}

#[tokio::test]
async fn a_part_that_is_left_out_is_told_without_its_value() {
    let body = format!(r#"{{"items": [{{"id": "1", "created_time": "{EMAIL}"}}]}}"#);
    let server = Server::with_responses([Response::ok(&body)]);
    let capture = Capture::start();
    let list = server.client().business("7290").invites().list();
    assert_eq!(list.send().await.unwrap().len(), 1);
    let events = capture.events_of("pinterest");
    let mut paths = events.iter().filter_map(|event| event.fields.get("path"));
    assert_eq!(paths.next().unwrap(), "items[0].created_time");
    assert!(paths.next().is_none());
    assert!(!capture.everything().contains(EMAIL));
}

#[tokio::test]
async fn every_further_attempt_is_told_with_its_reason_and_its_wait() {
    let server = Server::with_responses([Response::new(503, ""), Response::closed(), page("null")]);
    let policy = Backoff::default().with_base(Duration::from_millis(1));
    let client = server.client_builder().with_retry_policy(policy);
    let capture = Capture::start();
    let list = client.build().unwrap().employers().list();
    list.send().await.unwrap();
    let calls = capture.calls();
    assert_eq!(calls.len(), 1, "{calls:#?}");
    let expected = [
        ("attempt", "3"),
        ("operation", "get/business_employers"),
        ("request_id", RID.1),
        ("status", "200"),
    ];
    assert_eq!(fields(&calls[0]), expected);
    let events = capture.events_of("pinterest");
    let again = events
        .iter()
        .filter(|event| event.fields.contains_key("expected_wait_ms"));
    let told: Vec<_> = again
        .map(|event| (&*event.fields["attempt"], &*event.fields["reason"]))
        .collect();
    let expected = [
        ("1", "status 500, 502, 503 or 504"),
        ("2", "the connection failed"),
    ];
    assert_eq!(told, expected);
}

#[tokio::test]
async fn a_wait_for_the_rate_limit_is_told_and_so_is_giving_up() {
    let server = Server::with_responses([page("null"), page("null"), page("null")]);
    let capture = Capture::start();
    for seconds in [1, 3600] {
        let window = RateLimitWindow::new(1, seconds);
        let limits = RateLimits::standard().with_windows(RateLimitCategory::AdsRead, [window]);
        let client = server.client_builder().with_rate_limits(limits);
        let client = client.build().unwrap();
        client.employers().list().send().await.unwrap();
        let second = client.employers().list().send().await;
        assert_eq!(second.is_ok(), seconds == 1);
    }
    let events = capture.events_of("pinterest");
    let waits = events
        .iter()
        .filter(|event| event.fields.contains_key("wait_ms"));
    let told: Vec<_> = waits
        .map(|event| {
            let fields = &event.fields;
            assert_eq!(event.span, Some("pinterest.call"), "{event:?}");
            assert!(fields["wait_ms"].parse::<u64>().unwrap() > 500, "{event:?}");
            (
                &*fields["message"],
                &*fields["category"],
                &*fields["reason"],
            )
        })
        .collect();
    let expected = [
        ("waited for the rate limit", "ads_read", "1 requests in 1 s"),
        (
            "the wait for the rate limit is too long",
            "ads_read",
            "1 requests in 3600 s",
        ),
    ];
    assert_eq!(told, expected);
    let begun = events
        .iter()
        .find(|event| event.fields.contains_key("expected_wait_ms"));
    let begun = &begun.unwrap().fields;
    assert_eq!(&*begun["message"], "waiting for the rate limit");
    assert_eq!(&*begun["reason"], "1 requests in 1 s");
    let expected: u64 = begun["expected_wait_ms"].parse().unwrap();
    assert!((500..=1000).contains(&expected), "{expected}");
}

/// Fetches three pages within a span of the caller's own.
async fn walk(prefetch: bool) -> Vec<Span> {
    let server = Server::with_responses([page(r#""b""#), page(r#""c""#), page("null")]);
    let capture = Capture::start();
    let list = server
        .client()
        .business("7290")
        .invites()
        .list()
        .with_prefetch(prefetch);
    let pages = list.pages().try_collect::<Vec<_>>();
    let pages = pages
        .instrument(tracing::info_span!("nightly_import"))
        .await
        .unwrap();
    assert_eq!(pages.len(), 3);
    capture.calls()
}

#[tokio::test]
async fn the_calls_of_a_list_stand_below_the_span_of_the_caller() {
    for prefetch in [false, true] {
        let calls = walk(prefetch).await;
        assert_eq!(calls.len(), 3, "prefetch {prefetch}: {calls:#?}");
        for call in &calls {
            assert_eq!(
                call.parent,
                Some("nightly_import"),
                "prefetch {prefetch}: {call:#?}"
            );
            assert_eq!(call.fields["status"], "200");
        }
    }
}

const EMAIL: &str = "canary.person@canary-mail.example";

/// Sends an address in a query and one in a body.
async fn personal_calls(client: &Client) {
    let business = client.business("7290");
    let list = business
        .members()
        .assets("1401")
        .with(|list| list.search_by(AssetSearchBy::Name).search_value(EMAIL));
    let _page = list.send().await;
    let _outcome = business
        .invites()
        .invite_members([EMAIL], MemberRole::Employee)
        .await;
}

#[tokio::test]
async fn no_token_no_body_and_no_address_is_told_to_anybody() {
    let text = format!("There is no {EMAIL} with {TOKEN}");
    let message = format!(r#"{{"code": 30, "message": "{text}", "marker": "CANARY"}}"#);
    let item = format!(r#"{{"items": [{{"exception": {message}}}], "total_data_count": 0}}"#);
    let broken = Response::ok(format!(r#"{{"items": "{text}"}}"#));
    let responses = [
        Response::ok(&item),
        Response::json(400, &message),
        Response::new(502, &text),
        Response::new(302, "").header("Location", &format!("https://{EMAIL}/?token={TOKEN}")),
        broken.clone(),
        broken.cut(),
        Response::closed(),
    ];
    for response in responses {
        let response = response
            .header("x-pinterest-rid", EMAIL)
            .header("set-cookie", TOKEN);
        let server = Server::with_responses([response.clone(), response]);
        let capture = Capture::start();
        personal_calls(&server.client()).await;
        assert_eq!(server.requests().len(), 2);
        assert_eq!(capture.calls().len(), 2);
        let told = capture.everything().to_lowercase();
        for trace in ["canary", "pina_", "@", "bearer"] {
            assert!(!told.contains(trace), "{trace:?} in {told}");
        }
    }
}
