//! Good answers among others that are not.

use futures_util::StreamExt;
use pinterest::ErrorKind;

use super::{GOOD, change, client, invites, list};
use crate::fault_server::{Answer, Fault, FaultServer, Plan};

/// A redirect could take the token to another host, or repeat a request.
#[tokio::test]
async fn redirects_are_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let elsewhere = FaultServer::start(Plan::Good, |_| Answer::ok(GOOD));
        let url = elsewhere.url().join("/v5/elsewhere").unwrap();
        let redirect = Answer::redirect(status, url.as_str());
        let server = FaultServer::start(Plan::Always(Fault::Answered(redirect)), |_| {
            Answer::ok(GOOD)
        });
        let client = client(&server);
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

/// Bytes after the end of an answer are not the answer to the next request.
#[tokio::test]
async fn what_follows_an_answer_answers_no_other_request() {
    const POISON: &str =
        "HTTP/1.1 200 \r\ncontent-length: 29\r\n\r\n{\"brand_account_id\": \"66666\"}";
    for _ in 0..10 {
        let plan = Plan::First(vec![Fault::Followed(POISON)]);
        let server = FaultServer::start(plan, |_| Answer::ok(GOOD));
        let client = client(&server);
        for _ in 0..3 {
            assert_eq!(change(&client).await.unwrap(), "6660");
        }
    }
}

/// Values that a decoder gives up on cost no other value.
#[tokio::test]
async fn an_item_that_is_too_deep_costs_no_other_item() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let body =
        format!(r#"{{"items": [{{"id": "1"}}, {{"id": "2", "x": {deep}}}, {{"id": "3"}}]}}"#);
    let server = FaultServer::start(Plan::Good, move |_| Answer::ok(body.clone()));
    for prefetch in [false, true] {
        let items = invites(&client(&server)).with_prefetch(prefetch).items();
        let kinds = items.map(|item| {
            item.map(drop)
                .map_err(|error| (error.kind(), error.item_index()))
        });
        let kinds: Vec<_> = kinds.collect().await;
        assert_eq!(kinds, [Ok(()), Err((ErrorKind::Item, Some(1))), Ok(())]);
    }
}
