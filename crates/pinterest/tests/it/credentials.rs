//! Getting tokens, renewing them, keeping them.

mod calls;
mod canaries;
mod children;
mod environments;
mod failing;
mod files;
mod grants;
mod lost;
mod processes;
mod refreshing;
mod shown;
mod stores;
mod traces;
mod unsaved;

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use pinterest::auth::{AccessToken, App, Credentials, OAuth, Tokens};
use pinterest::operation::{GET_INVITES, Operation};
use pinterest::{Environment, Error, Url};
use pinterest_test_support::Server;

/// Where every grant is asked for.
const TOKEN: &str = "/oauth/token";

/// The app's id and secret, as the header has them.
const BASIC: &str = "Basic MTIzNDU2NzpDQU5BUllzZWNyZXQwMTIz";

/// Any operation; all take the token of a user.
const OPERATION: &Operation = &GET_INVITES;

fn app() -> App {
    App::new("1234567", "CANARYsecret0123")
}

fn oauth_at(url: Url) -> OAuth {
    OAuth::new(app())
        .with_environment(Environment::Custom(url))
        .without_retries()
}

fn oauth(server: &Server) -> OAuth {
    oauth_at(server.url())
}

/// The server's response to a refresh: the pair with this number.
fn pair(number: u32) -> String {
    format!(
        r#"{{"response_type": "refresh_token", "access_token": "pina_CANARY{number}", "token_type": "bearer",
             "expires_in": 2592000, "scope": "biz_access:read,biz_access:write", "refresh_token": "pinr_CANARY{number}",
             "refresh_token_expires_in": 5184000, "refresh_token_expires_at": 1900000000}}"#
    )
}

/// What was seen for a refresh token that is no longer good.
const REJECTED_REFRESH_TOKEN: &str =
    r#"{"code": 283, "message": "The authorization grant is invalid"}"#;

/// The pair with this number, as somebody keeps it who does not know when it expires.
fn tokens(number: u32) -> Tokens {
    Tokens::new(format!("pina_CANARY{number}")).with_refresh_token(format!("pinr_CANARY{number}"))
}

/// The same, long expired.
fn expired(number: u32) -> Tokens {
    tokens(number).with_access_expiry(UNIX_EPOCH + Duration::from_secs(1))
}

/// The same, good for an hour.
fn lasting(number: u32) -> Tokens {
    tokens(number).with_access_expiry(SystemTime::now() + Duration::from_secs(3600))
}

fn is_pair(tokens: &Tokens, number: u32) -> bool {
    tokens.access_token().unwrap().expose_secret() == format!("pina_CANARY{number}")
        && tokens.refresh_token().unwrap().expose_secret() == format!("pinr_CANARY{number}")
}

/// The text of the token that a call would be sent with.
async fn token_of(credentials: &impl Credentials) -> Result<String, Error> {
    let token = credentials.access_token(OPERATION).await?;
    Ok(token.expose_secret().to_owned())
}

/// Why there is no token for a call.
async fn error_of(credentials: &impl Credentials) -> Error {
    token_of(credentials).await.unwrap_err()
}

/// What the credentials give for a token that was rejected.
async fn replaced(credentials: &impl Credentials, rejected: &str) -> Option<String> {
    let rejected = AccessToken::new(rejected);
    let other = credentials.replacement(OPERATION, &rejected).await.unwrap();
    other.map(|token| token.expose_secret().to_owned())
}

/// A folder of its own for each test, removed afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("pinterest-it-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("tokens.json")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
