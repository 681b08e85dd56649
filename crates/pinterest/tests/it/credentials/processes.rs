//! Several processes that use one file, and processes that are killed. The tests whose names begin
//! with `child` are what the other processes do; they are ignored, and fail without a parent.

use std::hint::spin_loop;
use std::time::Duration;

use pinterest::auth::{FileTokenStore, TokenStore, UserCredentials};
use pinterest::{Client, Url};
use pinterest_test_support::{Response, Server};

use super::children::{Running, assignment, say, wait_to_be_killed};
use super::{BASIC, Folder, TOKEN, expired, is_pair, oauth, oauth_at, pair, token_of, tokens};

/// How often a process is killed while it saves.
const KILLS: u32 = 25;

fn store(folder: &Folder) -> FileTokenStore {
    FileTokenStore::new(folder.file())
}

async fn put(folder: &Folder, tokens: &pinterest::auth::Tokens) {
    store(folder)
        .lock()
        .await
        .unwrap()
        .save(tokens)
        .await
        .unwrap();
}

#[tokio::test]
#[ignore = "another test starts it in a process of its own"]
async fn child_that_locks() {
    let (file, _) = assignment();
    let store = FileTokenStore::new(file);
    let _locked = store.lock().await.unwrap();
    say("locked");
    wait_to_be_killed();
}

#[tokio::test]
#[ignore = "another test starts it in a process of its own"]
async fn child_that_refreshes() {
    let (file, server) = assignment();
    let url = Url::parse(&server).unwrap();
    let credentials = UserCredentials::from_store(oauth_at(url), FileTokenStore::new(file));
    say("started");
    let token = token_of(&credentials).await.unwrap();
    say(token);
    wait_to_be_killed();
}

#[tokio::test]
#[ignore = "another test starts it in a process of its own"]
async fn child_that_saves() {
    let (file, first) = assignment();
    let store = FileTokenStore::new(file);
    let mut locked = store.lock().await.unwrap();
    for number in first.parse::<u32>().unwrap().. {
        locked.save(&tokens(number)).await.unwrap();
        say(number);
    }
}

#[tokio::test]
#[ignore = "another test starts it in a process of its own"]
async fn child_that_reads_its_environment() {
    let _ = assignment();
    let client = Client::from_env().unwrap();
    client.business("1").invites().list().send().await.unwrap();
    say("done");
}

#[tokio::test]
async fn a_lock_holds_against_another_process_and_ends_with_it() {
    let folder = Folder::new("process-lock");
    let mut child = Running::start("child_that_locks", &folder.file(), "");
    assert_eq!(child.hear().as_deref(), Some("locked"));
    let impatient = store(&folder).with_lock_timeout(Duration::from_millis(20));
    assert!(impatient.lock().await.is_err());
    child.kill();
    impatient.lock().await.unwrap();
}

#[tokio::test]
async fn a_process_that_is_killed_before_it_uses_the_new_pair_leaves_it_behind() {
    let folder = Folder::new("process-kill");
    let server = Server::start();
    server.respond_at(TOKEN, Response::ok(pair(1)));
    put(&folder, &expired(0)).await;
    let mut child = Running::start(
        "child_that_refreshes",
        &folder.file(),
        server.url().as_str(),
    );
    assert_eq!(child.hear().as_deref(), Some("started"));
    assert_eq!(child.hear().as_deref(), Some("pina_CANARY1"));
    child.kill();
    let credentials = UserCredentials::from_store(oauth(&server), store(&folder));
    assert_eq!(token_of(&credentials).await.unwrap(), "pina_CANARY1");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_process_that_is_killed_while_it_refreshes_leaves_the_old_pair_and_no_lock() {
    let folder = Folder::new("process-refresh");
    let server = Server::start();
    let _never = server.hold_at(TOKEN, Response::ok(pair(1)));
    put(&folder, &expired(0)).await;
    let mut child = Running::start(
        "child_that_refreshes",
        &folder.file(),
        server.url().as_str(),
    );
    server.received(1).await;
    child.kill();
    assert!(is_pair(&store(&folder).peek().await.unwrap().unwrap(), 0));
    server.respond_at(TOKEN, Response::ok(pair(2)));
    let credentials = UserCredentials::from_store(oauth(&server), store(&folder));
    assert_eq!(token_of(&credentials).await.unwrap(), "pina_CANARY2");
}

#[tokio::test]
async fn two_processes_refresh_once() {
    let folder = Folder::new("process-two");
    let server = Server::start();
    let held = server.hold_at(TOKEN, Response::ok(pair(1)));
    put(&folder, &expired(0)).await;
    let start = || {
        Running::start(
            "child_that_refreshes",
            &folder.file(),
            server.url().as_str(),
        )
    };
    let (mut one, mut other) = (start(), start());
    assert_eq!(
        (one.hear().as_deref(), other.hear().as_deref()),
        (Some("started"), Some("started"))
    );
    server.received(1).await;
    held.release();
    for child in [&mut one, &mut other] {
        assert_eq!(child.hear().as_deref(), Some("pina_CANARY1"));
    }
    assert_eq!(server.requests().len(), 1);
}

/// Whatever a process was doing when it was killed, the file has one of the pairs, and none that is
/// older than the last one that was reported as saved.
#[tokio::test]
async fn a_process_that_is_killed_while_it_saves_leaves_a_whole_pair() {
    let folder = Folder::new("process-save");
    let mut number = 0;
    for kill in 0..KILLS {
        let mut child = Running::start("child_that_saves", &folder.file(), &number.to_string());
        let mut saved: u32 = 0;
        for _ in 0..=kill % 5 {
            saved = child.hear().unwrap().parse().unwrap();
        }
        // Somewhere in the middle of the next saves, at another place each time.
        for _ in 0..(kill * 7919) % 50_000 {
            spin_loop();
        }
        child.kill();
        let last = std::iter::from_fn(|| child.hear()).last();
        let saved = last.map_or(saved, |last| last.parse().unwrap());
        let locked = store(&folder)
            .lock()
            .await
            .unwrap()
            .load()
            .await
            .unwrap()
            .unwrap();
        assert!(
            is_pair(&locked, saved) || is_pair(&locked, saved + 1),
            "kill {kill}: {saved} was the last that was reported"
        );
        number = saved + 2;
    }
}

#[tokio::test]
async fn the_environment_makes_credentials_that_renew_themselves() {
    let folder = Folder::new("process-env");
    let server = Server::start();
    server.respond_at("/v5/oauth/token", Response::ok(pair(1)));
    let invites = "/v5/businesses/1/invites";
    for _ in 0..2 {
        server.respond_at(invites, Response::ok(r#"{"items": [], "bookmark": null}"#));
    }
    let url = server.url().join("v5").unwrap();
    let file = folder.file();
    let variables = [
        ("PINTEREST_API_URI", url.as_str()),
        ("PINTEREST_APP_ID", "1234567"),
        ("PINTEREST_APP_SECRET", "CANARYsecret0123"),
        ("PINTEREST_REFRESH_ACCESS_TOKEN", "pinr_CANARY0"),
        ("PINTEREST_TOKEN_FILE", file.to_str().unwrap()),
        ("PINTEREST_ACCESS_TOKEN", ""),
    ];
    for _ in 0..2 {
        let name = "child_that_reads_its_environment";
        let mut child = Running::with_variables(name, &file, "", &variables);
        assert_eq!(child.hear().as_deref(), Some("done"));
    }
    assert_eq!(
        server.targets(),
        ["/v5/oauth/token", invites, invites],
        "the second run has the file"
    );
    assert_eq!(server.requests()[0].header("authorization"), [BASIC]);
    assert_eq!(
        server.requests()[2].header("authorization"),
        ["Bearer pina_CANARY1"]
    );
    assert!(is_pair(&store(&folder).peek().await.unwrap().unwrap(), 1));
}
