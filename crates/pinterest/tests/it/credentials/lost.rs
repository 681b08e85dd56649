//! Stores that lose tokens, or whose locks exclude nobody.

use std::fs;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use pinterest::auth::{
    FileTokenStore, LoadFuture, LockFuture, LockedTokens, SaveFuture, Saved, TokenStore, Tokens,
    UserCredentials,
};
use pinterest_test_support::{Response, Server};

use super::{
    Folder, REJECTED_REFRESH_TOKEN, TOKEN, expired, is_pair, lasting, oauth, pair, replaced,
    token_of, tokens,
};

/// The pair with this number, issued at this second.
fn issued(number: u32, second: u64) -> Tokens {
    tokens(number).with_issue_time(UNIX_EPOCH + Duration::from_secs(second))
}

fn write(folder: &Folder, tokens: &Tokens) {
    fs::write(folder.file(), tokens.to_json_with_secrets()).unwrap();
}

fn read(folder: &Folder) -> Tokens {
    Tokens::from_json(&fs::read_to_string(folder.file()).unwrap()).unwrap()
}

/// Credentials that have used the pair 1, issued at second 20, from the file.
async fn running(server: &Server, folder: &Folder) -> UserCredentials {
    write(folder, &issued(1, 20));
    let store = FileTokenStore::new(folder.file());
    let credentials = UserCredentials::from_store(oauth(server), store);
    assert_eq!(token_of(&credentials).await.unwrap(), "pina_CANARY1");
    credentials
}

#[tokio::test]
async fn a_pair_in_use_survives_the_loss_of_its_file() {
    let folder = Folder::new("lost");
    for copy in [None, Some(issued(0, 19))] {
        let server = Server::start();
        let credentials = running(&server, &folder).await;
        match &copy {
            None => fs::remove_file(folder.file()).unwrap(),
            Some(copy) => write(&folder, copy),
        }
        server.respond_at(TOKEN, Response::ok(pair(2)));
        let token = replaced(&credentials, "pina_CANARY1").await;
        assert_eq!(token.as_deref(), Some("pina_CANARY2"));
        assert!(server.take_request().text().contains("pinr_CANARY1"));
        assert!(is_pair(&read(&folder), 2));
    }
}

#[tokio::test]
async fn a_pair_is_saved_again_before_its_refresh_token_is_used() {
    let folder = Folder::new("lost-save");
    let server = Server::start();
    let credentials = running(&server, &folder).await;
    fs::remove_file(folder.file()).unwrap();
    let held = server.hold_at(TOKEN, Response::ok(pair(2)));
    let call = tokio::spawn(async move { replaced(&credentials, "pina_CANARY1").await });
    server.received(1).await;
    assert!(is_pair(&read(&folder), 1));
    held.release();
    assert_eq!(call.await.unwrap().as_deref(), Some("pina_CANARY2"));
}

#[tokio::test]
async fn a_pair_that_somebody_put_into_the_file_is_used() {
    let folder = Folder::new("lost-anew");
    for pair in [issued(5, 21), tokens(5)] {
        let server = Server::start();
        let credentials = running(&server, &folder).await;
        write(&folder, &pair);
        let token = replaced(&credentials, "pina_CANARY1").await;
        assert_eq!(token.as_deref(), Some("pina_CANARY5"));
        assert!(is_pair(&read(&folder), 5));
        assert!(server.requests().is_empty());
    }
}

#[tokio::test]
async fn an_old_copy_without_a_time_does_not_cost_the_pair_in_use() {
    let folder = Folder::new("lost-copy");
    let server = Server::start();
    let credentials = running(&server, &folder).await;
    write(&folder, &expired(0));
    server.respond_at(TOKEN, Response::json(401, REJECTED_REFRESH_TOKEN));
    server.respond_at(TOKEN, Response::ok(pair(2)));
    let token = replaced(&credentials, "pina_CANARY1").await;
    assert_eq!(token.as_deref(), Some("pina_CANARY2"));
    assert!(is_pair(&read(&folder), 2));
}

#[tokio::test]
async fn a_new_pair_is_stored_with_the_time_of_its_issue() {
    let folder = Folder::new("lost-time");
    let server = Server::start();
    write(&folder, &expired(0));
    server.respond_at(TOKEN, Response::ok(pair(1)));
    let store = FileTokenStore::new(folder.file());
    let credentials = UserCredentials::from_store(oauth(&server), store);
    token_of(&credentials).await.unwrap();
    let age = SystemTime::now().duration_since(read(&folder).issue_time().unwrap());
    assert!(age.unwrap() < Duration::from_secs(3600));
}

#[cfg(unix)]
#[tokio::test]
async fn a_lock_file_that_is_removed_lets_nobody_in() {
    let folder = Folder::new("lost-lock");
    let server = Server::start();
    write(&folder, &expired(0));
    let credentials =
        || UserCredentials::from_store(oauth(&server), FileTokenStore::new(folder.file()));
    let (one, other) = (credentials(), credentials());
    let held = server.hold_at(TOKEN, Response::ok(pair(1)));
    let one = tokio::spawn(async move { token_of(&one).await.unwrap() });
    server.received(1).await;
    fs::remove_file(folder.0.join("tokens.json.lock")).unwrap();
    let mut waiting = Box::pin(token_of(&other));
    assert!(futures_util::poll!(&mut waiting).is_pending());
    let impatient = FileTokenStore::new(folder.file()).with_lock_timeout(Duration::from_millis(30));
    assert!(impatient.lock().await.is_err(), "the file itself is locked");
    held.release();
    assert_eq!(one.await.unwrap(), "pina_CANARY1");
    assert_eq!(waiting.await.unwrap(), "pina_CANARY1");
    assert_eq!(server.requests().len(), 1);
}

/// A store whose lock excludes nobody.
#[derive(Clone, Debug)]
struct Open(Arc<Mutex<Tokens>>);

impl TokenStore for Open {
    fn lock(&self) -> LockFuture<'_> {
        Box::pin(async { Ok(Box::new(self.clone()) as Box<dyn LockedTokens>) })
    }
}

impl LockedTokens for Open {
    fn load(&mut self) -> LoadFuture<'_> {
        Box::pin(async { Ok(Some(self.0.lock().unwrap().clone())) })
    }

    fn save<'a>(&'a mut self, tokens: &'a Tokens) -> SaveFuture<'a> {
        *self.0.lock().unwrap() = tokens.clone();
        Box::pin(async { Ok(Saved::Stored) })
    }
}

#[tokio::test]
async fn the_store_is_read_again_before_the_user_has_to_authorize_the_app() {
    for put in [lasting(7), expired(7)] {
        let server = Server::start();
        let store = Open(Arc::new(Mutex::new(expired(0))));
        let credentials = UserCredentials::from_store(oauth(&server), store.clone());
        let held = server.hold_at(TOKEN, Response::json(401, REJECTED_REFRESH_TOKEN));
        server.respond_at(TOKEN, Response::ok(pair(7)));
        let call = tokio::spawn(async move { token_of(&credentials).await });
        server.received(1).await;
        *store.0.lock().unwrap() = put;
        held.release();
        assert_eq!(call.await.unwrap().unwrap(), "pina_CANARY7");
    }
}

#[tokio::test]
async fn a_pair_is_read_from_a_response_that_is_not_quite_json() {
    for response in [
        format!("\u{feff}{}", pair(1)),
        format!("{} and more", pair(1)),
        pair(1).replacen('{', r#"{"new": "\ud800", "newer": 1e400, "#, 1),
    ] {
        let server = Server::start();
        server.respond_at(TOKEN, Response::ok(response));
        let credentials = UserCredentials::in_memory(oauth(&server), expired(0));
        assert_eq!(token_of(&credentials).await.unwrap(), "pina_CANARY1");
    }
}
