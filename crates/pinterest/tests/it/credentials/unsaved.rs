//! New pairs that cannot be saved, and stores that break.

use pinterest::ErrorKind;
use pinterest::auth::{FileTokenStore, UserCredentials};
use pinterest_test_support::{Response, Server};

use super::stores::{Save, WatchedStore};
use super::{
    Folder, REJECTED_REFRESH_TOKEN, TOKEN, error_of, expired, is_pair, oauth, pair, token_of,
};

#[tokio::test]
async fn a_panic_while_the_new_pair_is_saved_does_not_lose_it() {
    let server = Server::start();
    server.respond_at(TOKEN, Response::ok(pair(1)));
    let store = WatchedStore::with(expired(0));
    store.next_saves([Save::Works, Save::Panics]);
    let credentials = UserCredentials::from_store(oauth(&server), store.clone());
    let error = token_of(&credentials).await.unwrap_err();
    assert!(error.to_string().contains("panicked"), "{error}");
    assert_eq!(token_of(&credentials).await.unwrap(), "pina_CANARY1");
    assert!(is_pair(&store.get().await.unwrap(), 1));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_store_that_cannot_be_written_to_does_not_cost_the_refresh_token() {
    let server = Server::start();
    let store = WatchedStore::with(expired(0));
    store.fail_next_saves(1);
    let credentials = UserCredentials::from_store(oauth(&server), store);
    let error = token_of(&credentials).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert!(error.to_string().contains("the disk is full"), "{error}");
    assert!(server.requests().is_empty());
    server.respond_at(TOKEN, Response::ok(pair(1)));
    assert_eq!(token_of(&credentials).await.unwrap(), "pina_CANARY1");
}

#[tokio::test]
async fn a_file_that_cannot_be_replaced_does_not_cost_the_refresh_token() {
    let folder = Folder::new("unwritable");
    let server = Server::start();
    std::fs::write(folder.file(), expired(0).to_json_with_secrets()).unwrap();
    std::fs::create_dir(folder.0.join("tokens.json.new")).unwrap();
    let store = FileTokenStore::new(folder.file());
    let credentials = UserCredentials::from_store(oauth(&server), store);
    token_of(&credentials).await.unwrap_err();
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_pair_that_the_given_token_has_bought_is_saved_the_next_time() {
    let server = Server::start();
    server.respond_at(TOKEN, Response::json(401, REJECTED_REFRESH_TOKEN));
    server.respond_at(TOKEN, Response::ok(pair(3)));
    let store = WatchedStore::with(expired(0));
    store.next_saves([Save::Works, Save::Fails]);
    let credentials = UserCredentials::new(oauth(&server), expired(2), store.clone());
    token_of(&credentials).await.unwrap_err();
    assert_eq!(token_of(&credentials).await.unwrap(), "pina_CANARY3");
    assert!(is_pair(&store.get().await.unwrap(), 3));
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_pair_that_cannot_be_saved_is_kept_and_saved_first_the_next_time() {
    let server = Server::start();
    server.respond_at(TOKEN, Response::ok(pair(1)));
    let store = WatchedStore::with(expired(0));
    store.next_saves([Save::Works, Save::Fails, Save::Fails]);
    let credentials = UserCredentials::from_store(oauth(&server), store.clone());
    for _ in 0..2 {
        let error = error_of(&credentials).await;
        assert_eq!(error.kind(), ErrorKind::Credentials);
        assert!(error.to_string().contains("the disk is full"), "{error}");
    }
    assert!(is_pair(&store.get().await.unwrap(), 0));
    assert_eq!(token_of(&credentials).await.unwrap(), "pina_CANARY1");
    assert!(is_pair(&store.get().await.unwrap(), 1));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_pair_that_could_not_be_saved_does_not_replace_what_another_process_saved() {
    let server = Server::start();
    server.respond_at(TOKEN, Response::ok(pair(1)));
    let store = WatchedStore::with(expired(0));
    store.next_saves([Save::Works, Save::Fails]);
    let credentials = UserCredentials::from_store(oauth(&server), store.clone());
    error_of(&credentials).await;
    store.put(&expired(5)).await;
    server.respond_at(TOKEN, Response::json(401, REJECTED_REFRESH_TOKEN));
    server.respond_at(TOKEN, Response::ok(pair(2)));
    assert_eq!(token_of(&credentials).await.unwrap(), "pina_CANARY2");
    let bodies: Vec<_> = server
        .requests()
        .iter()
        .map(|request| request.text().to_owned())
        .collect();
    for (body, tried) in bodies
        .iter()
        .zip(["pinr_CANARY0", "pinr_CANARY5", "pinr_CANARY1"])
    {
        assert!(
            body.contains(tried),
            "the unsaved one comes last: {bodies:?}"
        );
    }
}
