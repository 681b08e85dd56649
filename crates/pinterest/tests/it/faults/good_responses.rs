//! Good responses among others that are not.

use futures_util::StreamExt;
use pinterest::ErrorKind;
use pinterest_test_support::{Fault, Plan, Response, Server};

use super::{GOOD, change, invites, list};
use crate::clients::Clients;

/// A redirect could take the token to another host, or repeat a request.
#[tokio::test]
async fn redirects_are_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let elsewhere = Server::with_handler(|_| Response::ok(GOOD));
        let url = elsewhere.url().join("/v5/elsewhere").unwrap();
        let redirect = Response::redirect(status, url.as_str());
        let server = Server::with_faults(Plan::Always(Fault::Response(redirect)), |_| {
            Response::ok(GOOD)
        });
        let client = server.client();
        for error in [
            change(&client).await.unwrap_err(),
            list(&client).await.unwrap_err(),
        ] {
            assert_eq!(
                (error.kind(), error.status()),
                (ErrorKind::Api, Some(status))
            );
        }
        assert_eq!(server.requests().len(), 2);
        assert_eq!(elsewhere.connections(), 0);
    }
}

/// Bytes after the end of a response are not the response to the next request.
#[tokio::test]
async fn what_follows_a_response_responds_to_no_other_request() {
    const POISON: &str =
        "HTTP/1.1 200 \r\ncontent-length: 29\r\n\r\n{\"brand_account_id\": \"66666\"}";
    for _ in 0..10 {
        let plan = Plan::First(vec![Fault::Followed(POISON)]);
        let server = Server::with_faults(plan, |_| Response::ok(GOOD));
        let client = server.client();
        for _ in 0..3 {
            assert_eq!(change(&client).await.unwrap(), "6660");
        }
    }
}

#[tokio::test]
async fn connections_are_used_again() {
    let server = Server::with_handler(|_| Response::ok(GOOD));
    let client = server.client();
    for _ in 0..3 {
        change(&client).await.unwrap();
        list(&client).await.unwrap();
    }
    assert_eq!((server.connections(), server.requests().len()), (1, 6));
}

/// What is not known is skipped without a stack that could overflow.
#[tokio::test]
async fn an_unknown_field_that_is_nested_too_deep_costs_no_item() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let body =
        format!(r#"{{"items": [{{"id": "1"}}, {{"id": "2", "x": {deep}}}, {{"id": "3"}}]}}"#);
    let server = Server::with_handler(move |_| Response::ok(body.clone()));
    for prefetch in [false, true] {
        let items = invites(&server.client()).with_prefetch(prefetch).items();
        let kinds = items.map(|item| item.map(drop).map_err(|error| error.kind()));
        let kinds: Vec<_> = kinds.collect().await;
        assert_eq!(kinds, [Ok(()), Ok(()), Ok(())]);
    }
}
