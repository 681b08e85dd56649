//! What renewals tell `tracing`, and what they keep to themselves.

use std::io;
use std::sync::{Arc, Mutex};

use pinterest::auth::{ClientCredentials, Credentials, UserCredentials};
use pinterest::types::Scope;
use pinterest_test_support::{Response, Server};
use tracing_subscriber::fmt::MakeWriter;

use super::{OPERATION, REJECTED_REFRESH_TOKEN, TOKEN, expired, oauth, pair, token_of};

/// Everything that is told, as text.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<u8>>>);

impl io::Write for Told {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Told {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn renewing_tells_no_token() {
    let told = Told::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(told.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
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
    drop(guard);
    let told = String::from_utf8(told.0.lock().unwrap().clone()).unwrap();
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
