//! What is sent again, what is not, and what a call tells of it.

mod limits_of_a_call;
mod lists;
mod tokens;

use std::time::Duration;

use pinterest::types::{BrandAccount, BrandAccountUpdate, MemberRole};
use pinterest::{Backoff, Client, ClientBuilder, Error, ErrorKind};
use pinterest_test_support::{Fault, Response, Server};

use crate::clients::Clients;

const MEMBERS: &str = r#"{"items": [{"id": "1"}], "bookmark": null}"#;
const UPDATED: &str = r#"{"brand_account_id": "6660"}"#;

/// Waits that no test notices.
fn quick() -> Backoff {
    let short = Duration::from_millis(2);
    Backoff::default().with_base(short).with_cap(short)
}

fn patient(server: &Server) -> ClientBuilder {
    server.client_builder().with_retry_policy(quick())
}

/// A call that only reads.
async fn read(client: &Client) -> Result<usize, Error> {
    let page = client.employers().list().send().await?;
    Ok(page.len())
}

/// A call that may be repeated, but does something: a deletion of one request.
async fn delete(client: &Client) -> Result<bool, Error> {
    let members = client.business("7290").members();
    let outcome = members.remove_all([("1401", MemberRole::Employee)]).await?;
    Ok(outcome.error().is_none())
}

/// A call that could do something twice.
async fn act(client: &Client) -> Result<BrandAccount, Error> {
    let accounts = client.business("7290").brand_accounts();
    accounts.update("6660", BrandAccountUpdate::new()).await
}

/// A failure, and after how many requests each kind of call ends that meets it once.
struct Row {
    name: &'static str,
    response: Response,
    reads: usize,
    deletes: usize,
    acts: usize,
    /// Whether nothing happens until the client loses patience.
    stalls: bool,
}

fn row(name: &'static str, response: Response, [reads, deletes, acts]: [usize; 3]) -> Row {
    Row {
        name,
        response,
        reads,
        deletes,
        acts,
        stalls: false,
    }
}

impl Row {
    fn stalling(self) -> Self {
        Self {
            stalls: true,
            ..self
        }
    }

    /// Only what stalls has a short timeout, so that good responses may take their time.
    fn client(&self, server: &Server) -> Client {
        let client = patient(server);
        let client = if self.stalls {
            client.with_timeout(Duration::from_millis(300))
        } else {
            client
        };
        client.build().unwrap()
    }
}

fn rows() -> Vec<Row> {
    let code = |status, code: i32, message: &str| {
        Response::json(
            status,
            format!(r#"{{"code": {code}, "message": "{message}"}}"#),
        )
    };
    let certain = [2, 2, 2];
    let ambiguous = [2, 2, 1];
    let broken_off = [2, 1, 1];
    let never = [1, 1, 1];
    vec![
        row(
            "429 by header",
            Response::new(429, "").header("X-RateLimit-Reset", "0"),
            certain,
        ),
        row(
            "429 by Retry-After",
            Response::new(429, "").header("Retry-After", "0"),
            certain,
        ),
        row("429 with code 8", code(429, 8, "Slow down"), certain),
        row("400 with code 8", code(400, 8, "Slow down"), certain),
        row(
            "400 with advice",
            code(400, 1, "Hit a limit. Retry after 0 seconds"),
            certain,
        ),
        row("429 for spam", code(429, 8, "This looks like spam"), never),
        row(
            "400 with code 12",
            code(400, 12, "Something went wrong"),
            ambiguous,
        ),
        row("400 with code 2787", code(400, 2787, "Perhaps"), never),
        row(
            "400 with code 2787 and advice",
            code(400, 2787, "Retry after 0 seconds"),
            never,
        ),
        row(
            "400 with code 12 and advice",
            code(400, 12, "Retry after 0 seconds"),
            ambiguous,
        ),
        row("400 with another code", code(400, 1, "Bad"), never),
        row("401", code(401, 2, "No"), never),
        row("403", code(403, 7, "No"), never),
        row("404", code(404, 50, "No"), never),
        row("408", Response::new(408, ""), ambiguous),
        row("409", code(409, 4182, "No"), never),
        row("422", code(422, 1, "In part"), never),
        row("500", Response::json(500, "{}"), ambiguous),
        row("501", Response::json(501, "{}"), never),
        row("502", Response::new(502, "<html>"), ambiguous),
        row("503", Response::new(503, ""), ambiguous),
        row(
            "503 with code 4197",
            code(503, 4197, "Turned down"),
            ambiguous,
        ),
        row("504", Response::new(504, ""), ambiguous),
        row(
            "a redirect",
            Response::new(302, "").header("Location", "/elsewhere"),
            never,
        ),
        row("no response", Response::closed(), ambiguous),
        row("no response in time", Response::stalled(), ambiguous).stalling(),
        row(
            "an error that breaks off",
            Response::json(503, "{}").cut(),
            ambiguous,
        ),
        row(
            "a rejection that breaks off",
            Response::json(404, "{}").cut(),
            never,
        ),
        row(
            "a success that breaks off",
            Response::ok(r#"{"items"#).cut(),
            broken_off,
        ),
        row(
            "a success that stalls",
            Response::ok("{").with_fault(Fault::StalledInBody),
            broken_off,
        )
        .stalling(),
        row(
            "a success that is no JSON",
            Response::new(200, "<html>Hello</html>"),
            never,
        ),
        row(
            "a success whose chunks break off",
            Response::ok(r#"{"items": []}"#).with_fault(Fault::CutInChunk),
            broken_off,
        ),
        row(
            "a complete success whose JSON ends early",
            Response::ok(r#"{"items": [{"id": "1"}, {"i"#),
            broken_off,
        ),
        row(
            "a complete success that is the beginning of JSON",
            Response::ok("["),
            broken_off,
        ),
        row("a success without a body", Response::new(200, ""), never),
        row("a success that is blank", Response::new(200, " \n"), never),
        row("a success of another shape", Response::ok("[1]"), never),
        row(
            "a success with more than JSON",
            Response::ok(r#"{"items": []} ["#),
            never,
        ),
        row(
            "a rejection of another shape",
            Response::json(404, "["),
            never,
        ),
    ]
}

#[tokio::test]
async fn every_failure_is_met_as_its_row_says() {
    for row in rows() {
        let then_page = || [row.response.clone(), Response::ok(MEMBERS)];
        let server = Server::with_responses(then_page());
        let read = read(&row.client(&server)).await;
        assert_eq!(server.requests().len(), row.reads, "{}: reading", row.name);
        assert_eq!(read.is_ok(), row.reads == 2, "{}: {read:?}", row.name);

        let server = Server::with_responses([row.response.clone(), Response::ok("{}")]);
        let deleted = delete(&row.client(&server)).await;
        assert_eq!(
            server.requests().len(),
            row.deletes,
            "{}: deleting",
            row.name
        );
        assert_eq!(
            matches!(deleted, Ok(true)),
            row.deletes == 2,
            "{}: {deleted:?}",
            row.name
        );

        let server = Server::with_responses([row.response.clone(), Response::ok(UPDATED)]);
        let acted = act(&row.client(&server)).await;
        assert_eq!(server.requests().len(), row.acts, "{}: acting", row.name);
        assert_eq!(acted.is_ok(), row.acts == 2, "{}: {acted:?}", row.name);
    }
}

#[cfg(feature = "gzip")]
#[tokio::test]
async fn a_complete_body_that_cannot_be_decompressed_is_not_requested_again() {
    for (fault, requests) in [(Fault::GarbledGzip, 1), (Fault::CutGzip, 2)] {
        let server = Server::with_responses([
            Response::ok(MEMBERS).with_fault(fault),
            Response::ok(MEMBERS),
        ]);
        let outcome = read(&patient(&server).build().unwrap()).await;
        assert_eq!(outcome.is_ok(), requests == 2, "{outcome:?}");
        assert_eq!(server.requests().len(), requests);
    }
    let garbled = Response::ok(UPDATED).with_fault(Fault::GarbledGzip);
    let server = Server::with_responses([garbled]);
    let error = act(&patient(&server).build().unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Accepted);
    assert!(error.may_have_acted() && !error.is_transient());
}

#[tokio::test]
async fn json_that_ends_early_each_time_is_an_error_with_the_text() {
    let body = r#"{"items": [{"id": "1"}, {"i"#;
    let server = Server::with_responses(vec![Response::ok(body); 5]);
    let error = read(&patient(&server).build().unwrap()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Decode, 5));
    assert_eq!(error.raw_body(), Some(body.as_bytes()));
    assert!(error.is_transient());
}

#[tokio::test]
async fn the_same_request_is_sent_each_time() {
    let server = Server::with_responses([
        Response::new(429, ""),
        Response::new(429, ""),
        Response::ok(UPDATED),
    ]);
    let accounts = patient(&server)
        .build()
        .unwrap()
        .business("7290")
        .brand_accounts();
    let update = BrandAccountUpdate::new().about("Stores");
    accounts.update("6660", update).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    for request in &requests {
        assert_eq!(request.method(), "PATCH");
        assert_eq!(request.text(), r#"{"about":"Stores"}"#);
        assert_eq!(request.target(), requests[0].target());
        assert_eq!(request.headers(), requests[0].headers());
    }
}

#[tokio::test]
async fn an_error_tells_how_often_and_how_long_the_call_was_tried() {
    let server = Server::with_responses(vec![Response::json(503, "{}"); 5]);
    let error = read(&patient(&server).build().unwrap()).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Api, Some(503)));
    assert_eq!(error.attempts(), 5);
    assert!(error.waited() <= Duration::from_millis(8), "{error:?}");
    assert!(
        error
            .to_string()
            .contains("(attempt 5, after waiting 0.0 s)"),
        "{error}"
    );
    assert!(error.is_transient());
    assert_eq!(server.requests().len(), 5);

    server.respond_all([Response::json(404, "{}")]);
    let error = read(&patient(&server).build().unwrap()).await.unwrap_err();
    assert_eq!((error.attempts(), error.waited()), (1, Duration::ZERO));
    assert!(!error.to_string().contains("attempt"), "{error}");
    assert!(!error.is_transient());

    let client = patient(&server).build().unwrap();
    let error = client
        .employers()
        .list()
        .page_size(0)
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::InvalidRequest, 0)
    );
}

#[tokio::test]
async fn a_batch_whose_response_may_be_lost_stays_unconfirmed_when_the_last_attempt_is_rejected() {
    let server = Server::with_last_responses([Response::closed()]);
    let members = patient(&server).build().unwrap().business("7290").members();
    let outcome = members
        .remove_all([("1401", MemberRole::Employee)])
        .await
        .unwrap();
    let error = outcome.error().unwrap();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.attempts() > 1);
    assert_eq!(
        outcome.unconfirmed().count(),
        1,
        "the first request may have been acted on"
    );
}
