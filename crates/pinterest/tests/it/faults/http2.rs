//! What becomes of requests when streams are reset and connections go away.

use std::time::Duration;

use pinterest::types::{BrandAccount, BrandAccountUpdate};
use pinterest::{Backoff, Client, Error, ErrorKind};
use pinterest_test_support::{Http2Fault, Http2Server, Identity, Reason, Response};

use super::table::Call;
use super::{GOOD, change};
use crate::clients::Clients;

use ErrorKind::{Connect, Decode, Network, Timeout};

/// A fault, and what a call makes of it.
struct Row {
    fault: Http2Fault,
    /// `None` when it does not disturb the call. `Decode` is `Accepted` for a change.
    kind: Option<ErrorKind>,
    status: Option<u16>,
    /// How many requests a change is made of that is retried, and a list.
    requests: [usize; 2],
}

impl Row {
    fn good(fault: Http2Fault) -> Self {
        Self {
            fault,
            kind: None,
            status: None,
            requests: [1, 1],
        }
    }

    /// The server says that it did not process the request: anything is sent again.
    fn unprocessed(fault: Http2Fault) -> Self {
        Self {
            kind: Some(Connect),
            requests: [2, 2],
            ..Self::good(fault)
        }
    }

    /// The server may have processed the request, or has: nothing that could act twice is sent
    /// again.
    fn processed(fault: Http2Fault, status: impl Into<Option<u16>>) -> Self {
        Self {
            kind: Some(Network),
            status: status.into(),
            requests: [1, 2],
            ..Self::good(fault)
        }
    }

    /// The HTTP library takes the response for complete.
    fn ends_early(fault: Http2Fault) -> Self {
        Self {
            kind: Some(Decode),
            ..Self::processed(fault, 200)
        }
    }
}

fn rows() -> Vec<Row> {
    use Http2Fault::{
        Closed, GoneAfter, GoneAfterResponse, GoneInBody, GoneWithout, Reset, ResetInBody,
    };
    vec![
        Row::unprocessed(Reset(Reason::REFUSED_STREAM)),
        Row::processed(Reset(Reason::CANCEL), None),
        Row::processed(Reset(Reason::INTERNAL_ERROR), None),
        Row::processed(Reset(Reason::ENHANCE_YOUR_CALM), None),
        // Without a response, nothing says that the request was not processed.
        Row::processed(Reset(Reason::NO_ERROR), None),
        Row::processed(ResetInBody(Reason::INTERNAL_ERROR), 200),
        // The head says that the request was processed, whatever comes afterwards.
        Row::processed(ResetInBody(Reason::REFUSED_STREAM), 200),
        Row::processed(ResetInBody(Reason::CANCEL), 200),
        Row::ends_early(ResetInBody(Reason::NO_ERROR)),
        Row::ends_early(GoneInBody),
        Row::unprocessed(GoneWithout(Reason::NO_ERROR)),
        Row::unprocessed(GoneWithout(Reason::ENHANCE_YOUR_CALM)),
        Row::unprocessed(GoneWithout(Reason::INTERNAL_ERROR)),
        Row::processed(GoneAfter(Reason::NO_ERROR), None),
        Row::processed(GoneAfter(Reason::INTERNAL_ERROR), None),
        Row::good(GoneAfterResponse),
        Row::processed(Closed, None),
    ]
}

fn server(fault: Http2Fault) -> Http2Server {
    Http2Server::start(Identity::Trusted, [fault], |_| Response::ok(GOOD))
}

#[tokio::test]
async fn each_fault_has_its_error_and_the_next_call_succeeds() {
    for row in rows() {
        for (call, operation) in Call::ALL {
            let what = format!("{:?} of {call:?}", row.fault);
            let server = server(row.fault);
            let client = server.client();
            let error = call.run(&client).await;
            let found = error.as_ref().map(|error| (error.kind(), error.status()));
            let expected = row.kind.map(|kind| (call.kind(kind), row.status));
            assert_eq!(found, expected, "{what}: {error:?}");
            if let Some(error) = error {
                assert_eq!(error.operation(), Some(operation), "{what}");
                let may_have_acted = row.kind != Some(Connect);
                assert_eq!(error.may_have_acted(), may_have_acted, "{what}: {error:?}");
                if row.kind != Some(Decode) {
                    let has_doubt = error.to_string().contains("may have acted");
                    assert_eq!(has_doubt, may_have_acted, "{what}: {error}");
                    assert!(error.is_transient(), "{what}: {error:?}");
                }
            }
            let next = call.run(&client).await;
            assert!(next.is_none(), "after {what}: {next:?}");
        }
    }
}

#[tokio::test]
async fn what_was_not_processed_is_sent_again_and_nothing_is_done_twice() {
    let short = Duration::from_millis(2);
    for row in rows() {
        for ((call, _), requests) in Call::ALL.into_iter().zip(row.requests) {
            let what = format!("{:?} of {call:?}", row.fault);
            let server = server(row.fault);
            let retries = Backoff::default().with_base(short).with_cap(short);
            let client = server.client_builder().with_retry_policy(retries);
            let error = call.run(&client.build().unwrap()).await;
            assert_eq!(server.requests().len(), requests, "{what}: {error:?}");
            assert_eq!(
                error.is_some(),
                row.kind.is_some() && requests == 1,
                "{what}"
            );
            if call == Call::Change {
                assert_eq!(server.acted().len(), 1, "{what}");
            }
        }
    }
}

/// The HTTP client of a user may send requests without a body again itself.
#[tokio::test]
async fn the_http_client_of_a_user_does_nothing_twice_either() {
    for row in rows() {
        let server = server(row.fault);
        let authority = reqwest::Certificate::from_der(server.authority()).unwrap();
        let http = reqwest::Client::builder().no_proxy();
        let http = http.tls_certs_only([authority]).build().unwrap();
        let client = server.client_builder().with_http_client(http);
        let error = Call::Change.run(&client.build().unwrap()).await;
        let kind = error.as_ref().map(Error::kind);
        let expected = row.kind.map(|kind| Call::Change.kind(kind));
        assert_eq!(kind, expected, "{:?}: {error:?}", row.fault);
        assert_eq!(server.requests().len(), 1, "{:?}", row.fault);
    }
}

/// A change with a body that does not fit into the window of a stream.
async fn long_change(client: &Client) -> Result<BrandAccount, Error> {
    let accounts = client.business("7009").brand_accounts();
    let update = accounts.update("6660", BrandAccountUpdate::new());
    let update = update.with_body_field("padding", "x".repeat(100_000));
    update.without_validation().await
}

/// The timeout grows until the request is on its way, which takes longer on a busy machine.
#[tokio::test]
async fn requests_that_stall_time_out_and_the_connection_serves_others() {
    for fault in [Http2Fault::StalledWindow, Http2Fault::Stalled] {
        let mut timeout = Duration::from_millis(50);
        loop {
            let server = server(fault);
            let client = server.client_builder().with_timeout(timeout);
            let client = client.build().unwrap();
            let error = long_change(&client).await.unwrap_err();
            if server.requests().is_empty() && timeout < Duration::from_secs(5) {
                timeout *= 2;
                continue;
            }
            assert_eq!(error.kind(), Timeout, "{fault:?}: {error:?}");
            assert!(error.may_have_acted(), "{fault:?}: {error:?}");
            let patient = client.business("7009").invites().list();
            let next = patient.with_timeout(Duration::from_secs(30)).await;
            assert!(next.is_ok(), "after {fault:?}: {next:?}");
            assert_eq!(server.connections(), 1, "{fault:?}");
            break;
        }
    }
}

#[tokio::test]
async fn calls_share_a_connection() {
    let server = Http2Server::start(Identity::Trusted, [], |_| Response::ok(GOOD));
    let client = server.client();
    for _ in 0..5 {
        change(&client).await.unwrap();
    }
    assert_eq!((server.requests().len(), server.connections()), (5, 1));
}
