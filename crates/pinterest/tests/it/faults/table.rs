//! What each fault comes to, for a call that changes something and for one that does not.

use std::time::Duration;

use pinterest::{Client, Error, ErrorKind};
use pinterest_test_support::{Fault, Plan, Response, Server, failures};

use super::{CHANGE, GOOD, LIST, change, list};
use crate::clients::Clients;

use ErrorKind::{Accepted, Api, Decode, Network, RateLimited, ResponseTooLarge, Timeout};

/// A fault, and what a call makes of it.
struct Row {
    fault: Fault,
    /// `None` when it does not disturb the call. `Decode` is `Accepted` for a change.
    kind: Option<ErrorKind>,
    status: Option<u16>,
    code: Option<i32>,
    /// In seconds.
    retry_after: Option<u64>,
}

impl Row {
    fn good(fault: Fault) -> Self {
        Self {
            fault,
            kind: None,
            status: None,
            code: None,
            retry_after: None,
        }
    }

    fn failed(fault: Fault, kind: ErrorKind, status: impl Into<Option<u16>>) -> Self {
        Self {
            kind: Some(kind),
            status: status.into(),
            ..Self::good(fault)
        }
    }

    fn response(response: Response, kind: ErrorKind, status: impl Into<Option<u16>>) -> Self {
        Self::failed(Fault::Response(response), kind, status)
    }

    fn code(mut self, code: i32) -> Self {
        self.code = Some(code);
        self
    }

    fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }
}

/// Large enough to hurt, small enough to be unpacked and decoded without optimisation.
const LARGE: usize = 20 << 20;

fn broken_connections() -> Vec<Row> {
    vec![
        Row::failed(Fault::ResetBeforeReading, Network, None),
        Row::failed(Fault::ClosedBeforeReading, Network, None),
        Row::failed(Fault::ResetWithoutResponse, Network, None),
        Row::failed(Fault::ClosedWithoutResponse, Network, None),
        Row::failed(Fault::CutInHead, Network, None),
        Row::failed(Fault::CutInBody, Network, 200),
        Row::failed(Fault::CutInChunk, Network, 200),
    ]
}

fn broken_http() -> Vec<Row> {
    vec![
        Row::failed(Fault::Garbage, Network, None),
        // One byte of the body counts, the others do not.
        Row::failed(Fault::Lengths(&["1"]), Decode, 200),
        Row::failed(Fault::Lengths(&["0"]), Decode, 200),
        Row::failed(Fault::Lengths(&["100000"]), Network, 200),
        Row::failed(Fault::Lengths(&["-1"]), Network, None),
        Row::failed(Fault::Lengths(&["many"]), Network, None),
        Row::failed(Fault::Lengths(&["18446744073709551616"]), Network, None),
        Row::failed(
            Fault::Lengths(&["9223372036854775807"]),
            ResponseTooLarge,
            200,
        ),
        Row::failed(Fault::Lengths(&["73", "74"]), Network, None),
        // Without a length the body goes on until the connection is closed.
        Row::good(Fault::Lengths(&[])),
        Row::good(Fault::Followed(
            "HTTP/1.1 200 \r\ncontent-length: 2\r\n\r\n{}",
        )),
        Row::response(
            (0..200).fold(Response::ok(GOOD), |response, n| {
                response.header(&format!("x-{n}"), "")
            }),
            Network,
            None,
        ),
        Row::failed(Fault::Announced(&[101]), Api, 101),
        Row::good(Fault::Announced(&[100])),
        Row::good(Fault::Announced(&[103, 100, 103])),
    ]
}

fn broken_bodies() -> Vec<Row> {
    let deep = format!(r#"{{"brand_account_id": {}"#, "[".repeat(100_000));
    let unknown_deep = format!(
        r#"{{"brand_account_id": "1", "items": [], "new": {}{}}}"#,
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let mut rows = vec![
        Row::good(Fault::ContentType(Some("text/plain"))),
        Row::good(Fault::ContentType(Some("text/html; charset=latin1"))),
        Row::good(Fault::ContentType(None)),
        Row::good(Fault::Padded(LARGE)),
        Row::response(Response::ok(deep), Decode, 200),
        Row::good(Fault::Response(Response::ok(unknown_deep))),
        Row::response(Response::html(200), Decode, 200),
        Row::response(Response::html(502), Api, 502),
        Row::response(Response::new(200, ""), Decode, 200),
        Row::response(Response::new(204, ""), Decode, 204),
        Row::response(Response::ok("null"), Decode, 200),
        Row::response(
            Response::ok(b"{\"brand_account_id\": \"\xff\"}"),
            Decode,
            200,
        ),
    ];
    if cfg!(feature = "gzip") {
        rows.extend([
            Row::failed(Fault::GarbledGzip, Decode, 200),
            Row::failed(Fault::CutGzip, Network, 200),
            Row::good(Fault::GzipBomb(LARGE)),
        ]);
    }
    rows
}

fn rejected() -> Vec<Row> {
    vec![
        Row::response(failures::rate_limited_by_headers(), RateLimited, 429).retry_after(1),
        Row::response(failures::rate_limited_with_retry_after(), RateLimited, 429)
            .code(8)
            .retry_after(1),
        Row::response(failures::rate_limited_by_code(), RateLimited, 429).code(8),
        Row::response(failures::rate_limited_by_message(), RateLimited, 400)
            .code(1)
            .retry_after(1),
        Row::response(failures::taken_for_spam(), Api, 429).code(9),
        Row::response(failures::transient(), Api, 400).code(12),
        Row::response(failures::failed(500), Api, 500).code(0),
        Row::response(failures::failed(502), Api, 502).code(0),
        Row::response(failures::unavailable(), Api, 503).code(4197),
        Row::response(failures::failed(504), Api, 504).code(0),
        Row::response(
            failures::failed(503).header("Retry-After", "18446744073709551615"),
            Api,
            503,
        )
        .code(0),
        Row::response(
            failures::failed(429)
                .header("Retry-After", "-1")
                .header("X-RateLimit-Reset", "soon"),
            RateLimited,
            429,
        )
        .code(0),
        // Statuses that HTTP has no meaning for.
        Row::response(failures::failed(599), Api, 599).code(0),
        Row::response(failures::failed(999), Api, 999).code(0),
    ]
}

/// A call, and the operation that its errors must name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    Change,
    List,
}

impl Call {
    pub(super) const ALL: [(Self, &'static str); 2] = [(Self::Change, CHANGE), (Self::List, LIST)];

    pub(super) fn kind(self, kind: ErrorKind) -> ErrorKind {
        match (self, kind) {
            (Self::Change, Decode) => Accepted,
            (_, kind) => kind,
        }
    }

    pub(super) async fn run(self, client: &Client) -> Option<Error> {
        match self {
            Self::Change => change(client).await.err(),
            Self::List => list(client).await.err(),
        }
    }
}

#[track_caller]
fn check(row: &Row, call: Call, operation: &str, error: Option<&Error>) {
    let what = format!("{:?} of {call:?}", row.fault);
    let found = error.map(|error| (error.kind(), error.status(), error.code()));
    let expected = row.kind.map(|kind| (call.kind(kind), row.status, row.code));
    assert_eq!(found, expected, "{what}: {error:?}");
    if let Some(error) = error {
        assert_eq!(error.operation(), Some(operation), "{what}: {error:?}");
        let wait = row.retry_after.map(Duration::from_secs);
        assert_eq!(error.retry_after(), wait, "{what}: {error:?}");
        assert!(error.to_string().starts_with(operation), "{what}: {error}");
        assert!(error.to_string().len() < 1000, "{what}: {error}");
    }
}

async fn check_all(rows: Vec<Row>) {
    for row in &rows {
        for (call, operation) in Call::ALL {
            let server =
                Server::with_faults(Plan::First(vec![row.fault.clone()]), |_| Response::ok(GOOD));
            let client = server.client_builder().build().unwrap();
            let error = call.run(&client).await;
            check(row, call, operation, error.as_ref());
            let next = call.run(&client).await;
            assert!(next.is_none(), "after {:?}: {next:?}", row.fault);
        }
    }
}

#[tokio::test]
async fn connections_that_break() {
    check_all(broken_connections()).await;
}

#[tokio::test]
async fn responses_that_are_no_proper_http() {
    check_all(broken_http()).await;
}

#[tokio::test]
async fn responses_with_a_body_that_is_not_as_described() {
    check_all(broken_bodies()).await;
}

#[tokio::test]
async fn responses_of_a_service_that_rejects_or_fails() {
    check_all(rejected()).await;
}

/// The timeout grows until the part of the response that comes has come, which takes longer on a
/// busy machine.
#[tokio::test]
async fn responses_that_stall() {
    let rows = [
        Row::failed(Fault::StalledInHead, Timeout, None),
        Row::failed(Fault::StalledInBody, Timeout, 200),
    ];
    for row in &rows {
        for (call, operation) in Call::ALL {
            let server =
                Server::with_faults(Plan::Always(row.fault.clone()), |_| Response::ok(GOOD));
            let mut timeout = Duration::from_millis(50);
            let error = loop {
                let client = server.client_builder().with_timeout(timeout);
                let error = call.run(&client.build().unwrap()).await;
                let head_has_come = error.as_ref().is_none_or(|error| error.status().is_some());
                if head_has_come || row.status.is_none() || timeout > Duration::from_secs(5) {
                    break error;
                }
                timeout *= 2;
            };
            check(row, call, operation, error.as_ref());
        }
    }
}

/// Compressed bodies count unpacked, and what is announced as too long is not even read.
#[tokio::test]
async fn responses_that_are_longer_than_accepted() {
    let mut faults = vec![Fault::Padded(2 << 20)];
    if cfg!(feature = "gzip") {
        faults.push(Fault::GzipBomb(2 << 20));
    }
    for fault in faults {
        let server = Server::with_faults(Plan::Always(fault.clone()), |_| Response::ok(GOOD));
        let client = server.client_builder().with_max_response_size(1 << 20);
        let client = client.build().unwrap();
        let row = Row::failed(fault, ResponseTooLarge, 200);
        for (call, operation) in Call::ALL {
            check(&row, call, operation, call.run(&client).await.as_ref());
        }
    }
}
