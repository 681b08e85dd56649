//! Responses that never end.

use std::time::{Duration, Instant};

use pinterest::{ClientBuilder, ErrorKind};
use pinterest_test_support::{Fault, Response, Server};

use super::list;
use crate::clients::Clients;

/// Short, since nothing but the time ends these responses.
const SHORT: Duration = Duration::from_millis(200);

/// Far beyond the timeout, for machines that are busy.
const SOON: Duration = Duration::from_secs(20);

async fn assert_times_out(server: &Server, client: ClientBuilder) {
    let started = Instant::now();
    let error = list(&client.build().unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
    // On a busy machine the time can be over before anything was sent.
    assert!(server.requests().len() <= 1);
}

/// On more than one thread, since the HTTP library does not pause between informational responses
/// before it has read megabytes of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn informational_responses_without_end_are_a_timeout() {
    let server = Server::with_responses([Fault::AnnouncedEndlessly.into()]);
    assert_times_out(&server, server.client_builder().with_timeout(SHORT)).await;
    let server = Server::with_responses([Fault::AnnouncedEndlessly.into()]);
    assert_times_out(&server, server.client_builder().with_deadline(SHORT)).await;
}

#[tokio::test]
async fn code_and_message_of_an_error_response_are_known_when_the_rest_is_cut() {
    let rest = "x".repeat(3 << 20);
    let body = format!(r#"{{"code": 29, "message": "No access", "details": "{rest}"}}"#);
    let server = Server::with_responses([Response::json(403, body)]);
    let error = list(&server.client()).await.unwrap_err();
    assert_eq!(
        (error.code(), error.api_message()),
        (Some(29), Some("No access"))
    );
    assert_eq!(error.raw_body().map(<[u8]>::len), Some(1 << 20));
    assert!(error.is_forbidden());
}

#[cfg(feature = "gzip")]
mod compressed {
    use super::*;
    use crate::faults::GOOD;

    /// What [`list`] requests.
    const TARGET: &str = "/businesses/7290/invites";

    /// A few bytes unpack to a mebibyte, so that the network is never what the client waits for.
    #[tokio::test]
    async fn a_compressed_body_without_end_is_a_timeout() {
        let endless = || Response::ok(GOOD).with_fault(Fault::EndlessGzip);
        let large = |server: &Server| {
            let builder = server.client_builder();
            builder.with_max_response_size(usize::MAX)
        };
        let server = Server::with_responses([endless()]);
        assert_times_out(&server, large(&server).with_timeout(SHORT)).await;
        server.abandoned(TARGET).await;
        let server = Server::with_responses([endless()]);
        assert_times_out(&server, large(&server).with_deadline(SHORT)).await;
        server.abandoned(TARGET).await;
    }

    #[tokio::test]
    async fn a_compressed_body_without_end_is_too_large_where_the_maximum_comes_first() {
        let server = Server::with_responses([Response::ok(GOOD).with_fault(Fault::EndlessGzip)]);
        let client = server.client_builder().with_max_response_size(1 << 20);
        let error = list(&client.build().unwrap()).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::ResponseTooLarge, Some(200))
        );
        server.abandoned(TARGET).await;
    }

    #[tokio::test]
    async fn of_an_error_response_without_end_only_the_beginning_is_read() {
        for status in [403, 503] {
            let response = Response::json(status, GOOD).with_fault(Fault::EndlessGzip);
            let server = Server::with_responses([response]);
            let error = list(&server.client()).await.unwrap_err();
            assert_eq!(
                (error.kind(), error.status()),
                (ErrorKind::Api, Some(status)),
                "{error:?}"
            );
            assert_eq!(error.raw_body().map(<[u8]>::len), Some(1 << 20));
            // The rest is not waited for.
            server.abandoned(TARGET).await;
        }
    }
}
