//! Notifications to Pinterest.

use pinterest::ErrorKind;
use pinterest::notifications::Notification;
use pinterest_test_support::{Response, Server};
use serde_json::json;

use crate::clients::Clients;

fn notification(number: usize) -> Notification {
    serde_json::from_value(json!({"event": "shipped", "number": number})).unwrap()
}

#[tokio::test]
async fn every_notification_of_a_request_shares_its_response() {
    let server = Server::with_responses([
        Response::ok(r#"{"success": true, "received_at": 1700000000}"#),
        Response::ok(r#"{"success": false, "error_msg": "unknown event"}"#),
    ]);
    let notifications = server.client().notifications();
    let outcome = notifications
        .send_all((0..102).map(notification))
        .await
        .unwrap();
    assert_eq!(outcome.successes().count(), 100);
    let failures: Vec<_> = outcome.failures().collect();
    assert_eq!(failures.len(), 2);
    assert_eq!(failures[1].input, &notification(101));
    assert_eq!(failures[1].error.message.as_deref(), Some("unknown event"));
    let requests = server.requests();
    assert_eq!(
        (
            requests[1].method(),
            requests[1].target(),
            requests[1].text()
        ),
        (
            "POST",
            "/notifications",
            r#"[{"event":"shipped","number":100},{"event":"shipped","number":101}]"#
        )
    );
    assert_eq!(requests[0].json().as_array().unwrap().len(), 100);
}

#[tokio::test]
async fn a_response_that_does_not_say_so_is_no_failure() {
    let server = Server::with_responses([Response::ok("{}")]);
    let notifications = server.client().notifications();
    let outcome = notifications.send_all([notification(1)]).await.unwrap();
    assert!(outcome.is_complete());
}

#[tokio::test]
async fn a_response_that_cannot_be_read_leaves_it_open_what_was_done() {
    let server = Server::with_responses([Response::ok(r#"{"success": "perhaps"}"#)]);
    let notifications = server.client().notifications();
    let outcome = notifications.send_all([notification(1)]).await.unwrap();
    assert_eq!(outcome.unconfirmed().count(), 1);
    let [part] = outcome.set_aside() else {
        panic!("{outcome:?}")
    };
    assert_eq!(part.path(), "success");
    assert!(!format!("{outcome:?}").contains("shipped"));
}

#[tokio::test]
async fn one_notification_resolves_to_its_response_or_fails_with_its_error() {
    let server = Server::with_responses([
        Response::ok(r#"{"success": true, "received_at": 1700000000}"#),
        Response::ok(r#"{"success": false, "error_msg": "unknown event"}"#),
        Response::ok(r#"{"success": "perhaps"}"#),
    ]);
    let notifications = server.client().notifications();
    let received = notifications.send(notification(1)).await.unwrap();
    assert_eq!(received.success, Some(true));
    let error = notifications.send(notification(2)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api);
    assert!(error.to_string().contains("unknown event"), "{error}");
    let error = notifications.send(notification(3)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Accepted);
    let line = r#"POST /notifications [{"event":"shipped","number":1}]"#;
    assert_eq!(server.take_lines()[0], line);
}
