//! Inputs beyond the limit of a request, and requests that fail as a whole.

use std::sync::atomic::{AtomicUsize, Ordering};

use pinterest::auth::{AccessToken, Credentials, TokenFuture};
use pinterest::operation::Operation;
use pinterest::types::{CancelledInvite, InviteId, PartnerType};
use pinterest::{BatchOutcome, Client, Error, ErrorKind};
use pinterest_test_support::{Response, Server};

use super::assert_lines;
use super::functions::{Counts, functions};
use crate::clients::Clients;

fn ids(count: usize) -> Vec<String> {
    (1..=count).map(|number| number.to_string()).collect()
}

/// How many inputs each request has, when there are 120.
fn sizes(limit: Option<usize>) -> &'static [usize] {
    match limit {
        None => &[120],
        Some(50) => &[50, 50, 20],
        Some(100) => &[100, 20],
        Some(other) => panic!("say how 120 inputs are split by {other}"),
    }
}

#[tokio::test]
async fn no_input_sends_nothing() {
    let server = Server::start();
    let client = server.client();
    for function in functions() {
        let counts = function.run(client.clone(), Vec::new()).await.unwrap();
        let nothing = Counts {
            inputs: 0,
            unconfirmed: 0,
            not_done: 0,
            error: None,
            is_complete: true,
        };
        assert_eq!(counts, nothing, "{}", function.name);
        server.assert_untouched();
    }
}

#[tokio::test]
async fn inputs_beyond_the_limit_are_split_in_order() {
    let server = Server::start();
    let client = server.client();
    for function in functions() {
        server.respond_all(vec![Response::ok("{}"); sizes(function.limit).len()]);
        let counts = function.run(client.clone(), ids(120)).await.unwrap();
        assert_eq!(
            (counts.inputs, counts.unconfirmed, counts.error),
            (120, 120, None),
            "{}",
            function.name
        );
        let mut sent_sizes = Vec::new();
        let mut sent = Vec::new();
        for request in server.take_requests() {
            let body = request.json();
            let list = body.pointer(function.list).unwrap().as_array().unwrap();
            sent_sizes.push(list.len());
            let texts = list
                .iter()
                .map(|element| element.pointer(function.id).unwrap().as_str().unwrap());
            sent.extend(texts.map(str::to_owned));
        }
        assert_eq!(sent_sizes, sizes(function.limit), "{}", function.name);
        assert_eq!(sent, ids(120), "{}", function.name);
    }
}

#[tokio::test]
async fn every_request_of_a_batch_goes_to_the_same_operation_with_the_same_options() {
    let server = Server::with_responses(vec![Response::ok("{}"); 3]);
    let partners = server.client().business("7290").partners();
    let _outcome = partners
        .remove_all(ids(120), PartnerType::External)
        .with_query_parameter("trace", "1")
        .await
        .unwrap();
    for request in server.requests() {
        assert_eq!(
            (request.method(), request.target()),
            ("DELETE", "/businesses/7290/partners?trace=1")
        );
        assert_eq!(request.json()["partner_type"], "EXTERNAL");
    }
}

#[tokio::test]
async fn exactly_the_limit_is_one_request() {
    let server = Server::start();
    let client = server.client();
    for function in functions() {
        let Some(limit) = function.limit else {
            continue;
        };
        server.respond_all([Response::ok("{}")]);
        let counts = function.run(client.clone(), ids(limit)).await.unwrap();
        assert_eq!(
            (counts.inputs, counts.error),
            (limit, None),
            "{}",
            function.name
        );
        assert_eq!(server.take_requests().len(), 1, "{}", function.name);
    }
}

#[tokio::test]
async fn when_the_first_request_is_rejected_nothing_was_done() {
    let server = Server::start();
    let client = server.client();
    for function in functions() {
        server.respond_all([Response::json(403, r#"{"code": 29, "message": "No"}"#)]);
        let error = function.run(client.clone(), ids(120)).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::Api, Some(403)),
            "{}",
            function.name
        );
        assert_eq!(server.take_requests().len(), 1, "{}", function.name);
    }
    for rejection in rejections() {
        let status = rejection.status();
        server.respond_all([rejection]);
        let error = cancel(&client).await.unwrap_err();
        let kind = if status == 429 {
            ErrorKind::RateLimited
        } else {
            ErrorKind::Api
        };
        assert_eq!((error.kind(), error.status()), (kind, Some(status)));
        assert_eq!(error.operation(), Some("cancel_invites_or_requests"));
        assert_eq!(server.take_requests().len(), 1);
    }
}

#[tokio::test]
async fn when_the_first_request_may_have_taken_effect_its_inputs_are_unconfirmed() {
    let server = Server::start();
    let client = server.client();
    for (failure, kind) in failures() {
        server.respond_all([failure]);
        let outcome = cancel(&client).await.unwrap();
        let expected =
            expected_states(1..=50, "unconfirmed").chain(expected_states(51..=120, "not done"));
        assert_lines(&outcome, expected);
        let error = outcome.error().unwrap();
        assert_eq!(
            (error.kind(), error.operation()),
            (kind, Some("cancel_invites_or_requests"))
        );
        assert_eq!(server.take_requests().len(), 1);
    }
}

#[tokio::test]
async fn when_a_later_request_fails_the_rest_is_not_done() {
    let server = Server::start();
    let client = server.client();
    for function in functions() {
        let sizes = sizes(function.limit);
        let [first, second, rest @ ..] = sizes else {
            continue;
        };
        server.respond_all([Response::ok("{}"), Response::json(503, "{}")]);
        let counts = function.run(client.clone(), ids(120)).await.unwrap();
        let expected = Counts {
            inputs: 120,
            unconfirmed: first + second,
            not_done: rest.iter().sum(),
            error: Some(ErrorKind::Api),
            is_complete: false,
        };
        assert_eq!(counts, expected, "{}", function.name);
        assert_eq!(server.take_requests().len(), 2, "{}", function.name);
    }
}

async fn cancel(client: &Client) -> Result<BatchOutcome<InviteId, CancelledInvite>, Error> {
    client.business("7290").invites().cancel_all(ids(120)).await
}

/// The response to the cancellation of invites with these ids; every tenth fails.
fn cancelled(ids: std::ops::RangeInclusive<usize>) -> Response {
    let items = ids.map(|id| match id % 10 {
        0 => format!(
            r#"{{"exception": {{"invite_id": "{id}", "message": "Too late"}}, "invite": null}}"#
        ),
        _ => format!(r#"{{"exception": null, "invite": {{"id": "{id}"}}}}"#),
    });
    Response::ok(format!(
        r#"{{"items": [{}]}}"#,
        items.collect::<Vec<_>>().join(", ")
    ))
}

fn expected_lines(ids: std::ops::RangeInclusive<usize>) -> impl Iterator<Item = String> {
    ids.map(|id| match id % 10 {
        0 => format!("{id}: failed - Too late"),
        _ => format!("{id}: done {id}"),
    })
}

fn expected_states(
    ids: std::ops::RangeInclusive<usize>,
    state: &str,
) -> impl Iterator<Item = String> {
    ids.map(move |id| format!("{id}: {state}"))
}

#[tokio::test]
async fn every_input_has_its_own_result_whichever_request_it_was_in() {
    let server =
        Server::with_responses([cancelled(1..=50), cancelled(51..=100), cancelled(101..=120)]);
    let outcome = cancel(&server.client()).await.unwrap();
    assert_lines(&outcome, expected_lines(1..=120));
    assert!(outcome.error().is_none() && outcome.unmatched().is_empty());
    let inputs: Vec<String> = outcome
        .into_items()
        .iter()
        .map(|item| item.input.to_string())
        .collect();
    assert_eq!(inputs, ids(120));
}

/// Responses that say that the request as a whole was rejected.
fn rejections() -> Vec<Response> {
    let rejection = |status| Response::json(status, r#"{"code": 1, "message": "No"}"#);
    let mut rejections: Vec<Response> = [400, 401, 403, 404, 409, 429].map(rejection).into();
    rejections.push(Response::new(429, "<html>"));
    rejections
}

/// Responses after which the server may have acted, and the kind of error that each is.
fn failures() -> Vec<(Response, ErrorKind)> {
    let coded =
        |status, code| Response::json(status, format!(r#"{{"code": {code}, "message": "Oops"}}"#));
    vec![
        (coded(500, 0), ErrorKind::Api),
        (coded(503, 4197), ErrorKind::Api),
        (Response::new(504, "<html>"), ErrorKind::Api),
        (coded(408, 0), ErrorKind::Api),
        // A fault that passes, and a result that the service itself is not sure of.
        (coded(400, 12), ErrorKind::Api),
        (coded(400, 2787), ErrorKind::Api),
        (Response::new(302, ""), ErrorKind::Api),
        (Response::closed(), ErrorKind::Network),
        (cancelled(51..=100).cut(), ErrorKind::Network),
        (coded(500, 0).cut(), ErrorKind::Network),
        (Response::new(200, "<html>"), ErrorKind::Accepted),
        (Response::ok("[]"), ErrorKind::Accepted),
        (Response::ok(r#"{"items": 7}"#), ErrorKind::Accepted),
    ]
}

#[tokio::test]
async fn earlier_results_are_kept_when_a_later_request_fails() {
    let server = Server::start();
    let client = server.client();
    for (failure, kind) in failures() {
        server.respond_all([cancelled(1..=50), failure]);
        let outcome = cancel(&client).await.unwrap();
        let expected = expected_lines(1..=50)
            .chain(expected_states(51..=100, "unconfirmed"))
            .chain(expected_states(101..=120, "not done"));
        assert_lines(&outcome, expected);
        let error = outcome.error().unwrap();
        assert_eq!(
            (error.kind(), error.operation()),
            (kind, Some("cancel_invites_or_requests"))
        );
        assert_eq!(server.take_requests().len(), 2, "{kind:?}");
    }
}

#[tokio::test]
async fn earlier_results_are_kept_when_a_later_request_is_rejected() {
    let server = Server::start();
    let client = server.client();
    for rejection in rejections() {
        let status = rejection.status();
        server.respond_all([cancelled(1..=50), rejection]);
        let mut outcome = cancel(&client).await.unwrap();
        assert_lines(
            &outcome,
            expected_lines(1..=50).chain(expected_states(51..=120, "not done")),
        );
        assert_eq!(
            outcome.take_error().and_then(|error| error.status()),
            Some(status)
        );
        assert!(outcome.error().is_none());
        assert_eq!(server.take_requests().len(), 2);
    }
}

#[tokio::test]
async fn an_outcome_without_a_failure_is_a_list_of_results() {
    let removed = || Response::ok(r#"{"deleted_partners": ["2", "1"]}"#);
    let server = Server::with_responses([removed(), removed()]);
    let partners = server.client().business("7290").partners();
    let remove = |ids: [&str; 2]| partners.remove_all(ids, PartnerType::Internal);
    let outcome = remove(["1", "2"]).await.unwrap();
    let removed = outcome.into_complete().unwrap();
    let removed: Vec<_> = removed
        .iter()
        .map(|(input, id)| (input.as_str(), id.as_str()))
        .collect();
    assert_eq!(removed, [("1", "1"), ("2", "2")]);
    let outcome = remove(["1", "3"]).await.unwrap();
    assert_lines(
        &outcome.into_complete().unwrap_err().into_outcome(),
        ["1: done 1", "3: unconfirmed", "nobody: done 2"].map(str::to_owned),
    );
}

/// The first result of every request is not as described; the service says nothing else wrong.
#[tokio::test]
async fn a_result_that_cannot_be_read_leaves_only_its_input_unconfirmed() {
    let odd = |ids: std::ops::RangeInclusive<usize>, first: &str| {
        let items = ids.map(|id| format!(r#"{{"invite": {{"id": "{id}"}}}}"#));
        let items: Vec<String> = std::iter::once(first.to_owned())
            .chain(items.skip(1))
            .collect();
        Response::ok(format!(r#"{{"items": [{}]}}"#, items.join(", ")))
    };
    let server = Server::with_responses([
        odd(1..=50, "7"),
        odd(51..=100, r#"{"invite": "Lake"}"#),
        odd(101..=120, r#"{"exception": [], "invite": null}"#),
    ]);
    let outcome = cancel(&server.client()).await.unwrap();
    let state = |id: usize| match id {
        1 | 51 | 101 => format!("{id}: unconfirmed"),
        _ => format!("{id}: done {id}"),
    };
    assert_lines(&outcome, (1..=120).map(state));
    assert!(outcome.error().is_none() && outcome.unmatched().is_empty());
    assert_eq!(server.requests().len(), 3);
    let set_aside = outcome.set_aside().iter();
    let set_aside: Vec<_> = set_aside.map(|part| (part.path(), part.json())).collect();
    let expected = [
        ("items[0]", "7"),
        ("items[0].invite", "\"Lake\""),
        ("items[0].exception", "[]"),
    ];
    assert_eq!(set_aside, expected);
}

/// The id is left out of the result, so that only its position says what it is about.
#[tokio::test]
async fn an_optional_part_of_a_result_that_is_not_as_described_is_left_out() {
    let body = r#"{"items": [{"invite": {"id": "5341"}}, {"invite": {"id": 5342}}]}"#;
    let server = Server::with_responses([Response::ok(body)]);
    let invites = server.client().business("7290").invites();
    let outcome = invites.cancel_all(["5341", "5342"]).await.unwrap();
    assert_lines(
        &outcome,
        ["5341: done 5341", "5342: done -"].map(str::to_owned),
    );
    let set_aside = outcome.set_aside().iter();
    let set_aside: Vec<_> = set_aside.map(|part| (part.path(), part.json())).collect();
    assert_eq!(set_aside, [("items[1].invite.id", "5342")]);
}

#[tokio::test]
async fn when_the_last_request_fails_everything_was_sent() {
    let server =
        Server::with_responses([cancelled(1..=50), cancelled(51..=100), Response::closed()]);
    let outcome = cancel(&server.client()).await.unwrap();
    let expected = expected_lines(1..=100).chain(expected_states(101..=120, "unconfirmed"));
    assert_lines(&outcome, expected);
    assert_eq!(outcome.error().map(Error::kind), Some(ErrorKind::Network));
}

#[tokio::test]
async fn results_of_nobody_are_kept_from_every_request() {
    let extra =
        |id: &str| Response::ok(format!(r#"{{"items": [{{"invite": {{"id": "{id}"}}}}]}}"#));
    let server = Server::with_responses([extra("901"), extra("902"), extra("903")]);
    let outcome = cancel(&server.client()).await.unwrap();
    let expected = expected_states(1..=120, "unconfirmed")
        .chain([901, 902, 903].map(|id| format!("nobody: done {id}")));
    assert_lines(&outcome, expected);
}

/// A vault that is locked after its first token.
#[derive(Debug, Default)]
struct OneToken(AtomicUsize);

impl Credentials for OneToken {
    fn access_token<'a>(&'a self, _: &'static Operation) -> TokenFuture<'a> {
        let earlier = self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move {
            match earlier {
                0 => Ok(AccessToken::new("pina_1")),
                _ => Err(Error::credentials("the vault is locked")),
            }
        })
    }
}

#[tokio::test]
async fn inputs_for_which_there_was_no_token_were_not_done() {
    let server = Server::with_responses([cancelled(1..=50)]);
    let client = server
        .client_builder()
        .with_credentials(OneToken::default());
    let outcome = cancel(&client.build().unwrap()).await.unwrap();
    assert_eq!(
        outcome.error().map(Error::kind),
        Some(ErrorKind::Credentials)
    );
    assert_eq!(server.requests().len(), 1);
    let expected = expected_lines(1..=50).chain(expected_states(51..=120, "not done"));
    assert_lines(&outcome, expected);
}

#[tokio::test]
async fn inputs_for_which_there_was_no_connection_were_not_done() {
    let server = Server::with_last_responses([cancelled(1..=50)]);
    let outcome = cancel(&server.client()).await.unwrap();
    assert_eq!(outcome.error().map(Error::kind), Some(ErrorKind::Connect));
    let expected = expected_lines(1..=50).chain(expected_states(51..=120, "not done"));
    assert_lines(&outcome, expected);
}
