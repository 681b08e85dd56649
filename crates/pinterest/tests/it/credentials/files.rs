//! Tokens in a file.

use std::fs;
use std::time::Duration;

use pinterest::ErrorKind;
use pinterest::auth::{FileTokenStore, TokenStore, UserCredentials};
use pinterest_test_support::{Response, Server};

use super::{Folder, TOKEN, expired, is_pair, lasting, oauth, pair, token_of, tokens};

#[tokio::test]
async fn what_is_saved_comes_back_and_only_its_owner_may_read_it() {
    let folder = Folder::new("saved");
    let store = FileTokenStore::new(folder.file());
    assert!(store.peek().await.unwrap().is_none());
    let mut locked = store.lock().await.unwrap();
    assert!(locked.load().await.unwrap().is_none());
    locked.save(&tokens(1)).await.unwrap();
    locked.save(&tokens(2)).await.unwrap();
    assert!(is_pair(&locked.load().await.unwrap().unwrap(), 2));
    assert!(is_pair(&store.peek().await.unwrap().unwrap(), 2));
    drop(locked);
    let mut names: Vec<_> = fs::read_dir(&folder.0)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["tokens.json", "tokens.json.lock"]);
    #[cfg(unix)]
    for name in names {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(folder.0.join(&name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name:?}");
    }
}

#[tokio::test]
async fn two_that_share_a_file_refresh_once() {
    let folder = Folder::new("shared");
    let server = Server::start();
    server.respond_at(TOKEN, Response::ok(pair(1)));
    let made = || {
        UserCredentials::new(
            oauth(&server),
            expired(0),
            FileTokenStore::new(folder.file()),
        )
    };
    let (one, other) = (made(), made());
    let (first, second) = tokio::join!(token_of(&one), token_of(&other));
    assert_eq!(
        (first.unwrap(), second.unwrap()),
        ("pina_CANARY1".into(), "pina_CANARY1".into())
    );
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_lock_that_is_not_given_back_is_an_error_and_blocks_nobody_else() {
    let folder = Folder::new("locked");
    let store = FileTokenStore::new(folder.file()).with_lock_timeout(Duration::from_millis(30));
    let locked = store.lock().await.unwrap();
    let other = store.clone();
    let waiting = tokio::spawn(async move { other.lock().await.map(drop) });
    tokio::task::yield_now().await;
    let error = waiting.await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert!(error.to_string().contains("tokens.json"), "{error}");
    drop(locked);
    store.lock().await.unwrap();
}

#[tokio::test]
async fn a_file_that_cannot_be_used_is_never_overwritten() {
    let folder = Folder::new("broken");
    let server = Server::start();
    for text in [
        "",
        "CANARY",
        r#"{"version": 2, "refresh_token": "pinr_CANARY"}"#,
    ] {
        fs::write(folder.file(), text).unwrap();
        let store = FileTokenStore::new(folder.file());
        let credentials = UserCredentials::new(oauth(&server), lasting(1), store);
        let error = token_of(&credentials).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials);
        let shown = format!("{error} {error:?}");
        assert!(
            shown.contains("tokens.json") && !shown.contains("CANARY"),
            "{shown}"
        );
        assert_eq!(fs::read_to_string(folder.file()).unwrap(), text);
    }
}

#[tokio::test]
async fn a_missing_folder_is_named_with_what_to_do() {
    let folder = Folder::new("missing");
    let missing = folder.0.join("no/such");
    let store = FileTokenStore::new(missing.join("tokens.json"));
    let error = store.lock().await.map(drop).unwrap_err().to_string();
    let named = format!("the directory {} ", missing.display());
    assert!(
        error.contains(&named) && error.contains("create it"),
        "{error}"
    );
}

#[tokio::test]
async fn a_lock_timeout_may_be_without_end() {
    let folder = Folder::new("patient");
    let store = FileTokenStore::new(folder.file()).with_lock_timeout(Duration::MAX);
    store.lock().await.unwrap().save(&tokens(1)).await.unwrap();
    assert!(is_pair(&store.peek().await.unwrap().unwrap(), 1));
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_to_a_file_that_is_not_there_yet_stays_a_link() {
    let folder = Folder::new("dangling");
    let target = folder.0.join("data");
    fs::create_dir(&target).unwrap();
    std::os::unix::fs::symlink(target.join("real.json"), folder.file()).unwrap();
    let store = FileTokenStore::new(folder.file());
    store.lock().await.unwrap().save(&tokens(1)).await.unwrap();
    let link = fs::symlink_metadata(folder.file()).unwrap();
    assert!(link.file_type().is_symlink());
    assert!(target.join("real.json").exists());
    assert!(is_pair(&store.peek().await.unwrap().unwrap(), 1));
}
