//! Connections on which TLS fails: nothing is sent.

use std::time::Duration;

use pinterest::{Backoff, ClientBuilder, ErrorKind};
use pinterest_test_support::{Fault, Http2Server, Identity, Plan, Response, Server};

use super::table::Call;
use super::{GOOD, change};
use crate::clients::{Clients, client_builder_at};

fn quick(client: ClientBuilder) -> ClientBuilder {
    let short = Duration::from_millis(2);
    client.with_retry_policy(Backoff::default().with_base(short).with_cap(short))
}

#[tokio::test]
async fn certificates_that_are_not_accepted_are_named_and_not_tried_again() {
    let rows = [
        (Identity::SelfSigned, "UnknownIssuer"),
        (Identity::OfUnknownAuthority, "UnknownIssuer"),
        (Identity::OfAnotherHost, "not valid for name"),
        (Identity::Expired, "certificate expired"),
        (Identity::NotYetValid, "certificate not valid yet"),
    ];
    for (identity, reason) in rows {
        for (call, operation) in Call::ALL {
            let server = Http2Server::start(identity, [], |_| Response::ok(GOOD));
            let client = quick(server.client_builder()).build().unwrap();
            let error = call.run(&client).await.unwrap();
            let text = error.to_string();
            assert_eq!(error.kind(), ErrorKind::Connect, "{identity:?}: {error:?}");
            assert_eq!(error.operation(), Some(operation));
            let start = format!("{operation}: could not connect to 127.0.0.1: ");
            assert!(text.starts_with(&start), "{identity:?}: {text}");
            assert!(text.contains(reason), "{identity:?}: {text}");
            assert!(
                !error.may_have_acted() && !error.is_transient(),
                "{error:?}"
            );
            assert_eq!((server.requests().len(), server.connections()), (0, 1));
        }
    }
}

#[tokio::test]
async fn a_certificate_that_is_trusted_is_accepted() {
    let server = Http2Server::start(Identity::Trusted, [], |_| Response::ok(GOOD));
    change(&server.client()).await.unwrap();
    let request = &server.requests()[0];
    assert_eq!((request.method(), request.body()), ("PATCH", &b"{}"[..]));
}

/// Starts to set up a client that speaks TLS to a server that does not.
fn client_with_tls(server: &Server) -> ClientBuilder {
    let mut url = server.url();
    url.set_scheme("https").unwrap();
    quick(client_builder_at(url))
}

#[tokio::test]
async fn a_handshake_that_is_cut_off_is_tried_again() {
    for fault in [Fault::ClosedBeforeReading, Fault::ResetBeforeReading] {
        let server = Server::with_faults(Plan::Always(fault.clone()), |_| Response::ok(GOOD));
        let client = client_with_tls(&server).build().unwrap();
        let error = change(&client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect, "{fault:?}: {error:?}");
        assert!(
            !error.may_have_acted() && error.is_transient(),
            "{fault:?}: {error:?}"
        );
        assert_eq!(u64::from(error.attempts()), server.connections() as u64);
        assert!(error.attempts() > 1, "{fault:?}: {error:?}");
    }
}

#[tokio::test]
async fn a_handshake_that_stalls_is_an_error_of_connecting() {
    let server = Server::start();
    let client = client_with_tls(&server)
        .without_retries()
        .with_connect_timeout(Duration::from_millis(30));
    let error = change(&client.build().unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
    let message = "could not connect to 127.0.0.1: timed out";
    assert!(error.to_string().contains(message), "{error}");
    assert!(!error.may_have_acted(), "{error:?}");
}
