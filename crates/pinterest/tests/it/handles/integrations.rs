//! Integrations, those of commerce platforms, and logs.

use futures_util::TryStreamExt;
use pinterest::ErrorKind;
use pinterest::types::{
    EpochMilliseconds, IntegrationLog, IntegrationLogEventType, IntegrationLogLevel,
    IntegrationMetadataUpdate, NewIntegrationMetadata,
};
use pinterest_test_support::{Response, Server};

use crate::clients::Clients;

async fn server(bodies: &[&str]) -> Server {
    Server::with_responses(bodies.iter().copied().map(Response::ok))
}

#[tokio::test]
async fn integrations_are_listed_and_read() {
    let server = server(&[
        r#"{"items": [{"id": "1", "partner_access_token": "CANARY"}], "bookmark": "b"}"#,
        r#"{"items": [{"id": "2", "scopes": null}], "bookmark": null}"#,
        r#"{"id": "2", "external_business_id": "shop 8000"}"#,
    ])
    .await;
    let client = server.client();
    let items = client.integrations().list().page_size(1).items();
    let found: Vec<_> = items.try_collect().await.unwrap();
    assert_eq!([found[0].id.as_str(), found[1].id.as_str()], ["1", "2"]);
    assert!(!format!("{found:?}").contains("CANARY"));
    let one = client.integration("2").get().await.unwrap();
    assert_eq!(one.external_business_id, Some("shop 8000".into()));
    assert_eq!(
        server.take_lines(),
        [
            "GET /integrations?page_size=1",
            "GET /integrations?bookmark=b&page_size=1",
            "GET /integrations/2"
        ]
    );
}

#[tokio::test]
async fn a_business_is_connected() {
    let server = server(&[r#"{"id": "2", "external_business_id": "shop 8000"}"#]).await;
    server.respond_all([Response::json(201, r#"{"id": "3"}"#)]);
    let integrations = server.client().commerce_integrations();
    let shop = || {
        NewIntegrationMetadata::new()
            .external_business_id("shop 8000")
            .connected_advertiser_id("5497")
    };
    let made = integrations.create(shop()).await.unwrap();
    assert_eq!(made.id, Some("2".into()));
    let made = integrations.create(shop()).await.unwrap();
    assert_eq!(made.id, Some("3".into()));
    let line = r#"POST /integrations/commerce {"connected_advertiser_id":"5497","external_business_id":"shop 8000"}"#;
    assert_eq!(server.take_lines(), [line, line]);
}

#[tokio::test]
async fn the_platform_chooses_the_id_of_a_business() {
    let server = server(&["{}", r#"{"connected_tag_id": "26"}"#, r#"{"id": "2"}"#]).await;
    server.respond_all([Response::new(204, "")]);
    let shop = server.client().commerce_integration("shop/8000 é");
    assert_eq!(shop.get().await.unwrap().id, None);
    let update = IntegrationMetadataUpdate::new().connected_tag_id("26");
    let updated = shop.update(update).await.unwrap();
    assert_eq!(updated.connected_tag_id, Some("26".into()));
    assert!(shop.delete().await.unwrap().is_some());
    assert!(shop.delete().await.unwrap().is_none());

    assert_eq!(
        server.take_lines(),
        [
            "GET /integrations/commerce/shop%2F8000%20%C3%A9",
            r#"PATCH /integrations/commerce/shop%2F8000%20%C3%A9 {"connected_tag_id":"26"}"#,
            "DELETE /integrations/commerce/shop%2F8000%20%C3%A9",
            "DELETE /integrations/commerce/shop%2F8000%20%C3%A9"
        ]
    );
}

fn log(message: &str) -> IntegrationLog {
    let at = EpochMilliseconds::from_millis(1_700_000_000_000);
    IntegrationLog::new(at, IntegrationLogEventType::App, IntegrationLogLevel::Warn)
        .message(message)
}

#[tokio::test]
async fn logs_are_sent_250_at_a_time_and_each_request_is_taken_whole() {
    let server = server(&[r#"{"message": "thanks"}"#]).await;
    server.respond_all([Response::json(400, r#"{"code": 1, "message": "Invalid"}"#)]);
    let logs = (0..252).map(|number| log(&number.to_string()));
    let outcome = server
        .client()
        .integrations()
        .send_logs(logs)
        .await
        .unwrap();
    assert_eq!(outcome.successes().count(), 250);
    let not_done: Vec<_> = outcome.not_done().map(|log| log.message.clone()).collect();
    assert_eq!(not_done, [Some("250".into()), Some("251".into())]);
    assert_eq!(outcome.error().unwrap().code(), Some(1));
    let requests = server.requests();
    assert_eq!(
        (requests[1].method(), requests[1].target()),
        ("POST", "/integrations/logs")
    );
    assert_eq!(
        requests[1].json()["logs"][1],
        serde_json::json!({"client_timestamp": 1_700_000_000_000_i64, "event_type": "APP", "log_level": "WARN",
            "message": "251"})
    );
}

#[tokio::test]
async fn one_log_is_sent() {
    let server = server(&[r#"{"message": "thanks"}"#]).await;
    server
        .client()
        .integrations()
        .send_log(log("fine"))
        .await
        .unwrap();
    assert_eq!(
        server.take_lines(),
        [
            r#"POST /integrations/logs {"logs":[{"client_timestamp":1700000000000,"event_type":"APP","log_level":"WARN","message":"fine"}]}"#
        ]
    );
}

#[tokio::test]
async fn a_log_that_is_too_long_is_named_before_anything_is_sent() {
    let server = server(&[]).await;
    let mut logs = vec![log("fine"); 260];
    logs[255] = log(&"x".repeat(8193));
    let outcome = server.client().integrations().send_logs(logs).await;
    let error = outcome.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(error.limit().unwrap().field, "logs[255].message");
    server.assert_untouched();
}
