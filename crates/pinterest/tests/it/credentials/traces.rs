//! What renewals tell `tracing`, and what they keep to themselves.

use pinterest::auth::{ClientCredentials, Credentials, UserCredentials};
use pinterest::types::Scope;
use pinterest_test_support::{Response, Server};

use super::{OPERATION, REJECTED_REFRESH_TOKEN, TOKEN, expired, oauth, pair, token_of};
use crate::observability::Capture;

#[tokio::test]
async fn renewing_tells_no_token() {
    let capture = Capture::start();
    let server = Server::start();
    server.respond_at(TOKEN, Response::ok(pair(1)));
    let user = UserCredentials::in_memory(oauth(&server), expired(0));
    token_of(&user).await.unwrap();
    server.respond_at(TOKEN, Response::json(401, REJECTED_REFRESH_TOKEN));
    let rejected = UserCredentials::in_memory(oauth(&server), expired(0));
    token_of(&rejected).await.unwrap_err();
    server.respond_at(
        TOKEN,
        Response::json(
            400,
            r#"{"code": 1, "message": "CANARYsecret0123 pinr_CANARY0"}"#,
        ),
    );
    token_of(&UserCredentials::in_memory(oauth(&server), expired(0)))
        .await
        .unwrap_err();
    server.respond_at(TOKEN, Response::ok(pair(2)));
    let for_app = ClientCredentials::new(oauth(&server), [Scope::AdsRead]);
    for_app.access_token(OPERATION).await.unwrap();
    let told = capture.everything();
    assert!(told.contains("access token"), "something is told: {told}");
    for secret in [
        "CANARY",
        "pina_",
        "pinr_",
        "MTIzNDU2NzpDQU5BUllzZWNyZXQwMTIz",
        "Basic ",
        "grant_type",
    ] {
        assert!(!told.contains(secret), "{secret} in {told}");
    }
}
