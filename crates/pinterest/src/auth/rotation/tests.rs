mod faults;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use pinterest_test_support::{Response, Server};

use super::*;
use crate::Environment;
use crate::auth::tokens::seconds_since_1970;
use crate::auth::{App, MemoryTokenStore};

/// Exchanges with a server that responds to one refresh with the pair `new`, or with none that
/// listens.
fn oauth(listening: bool) -> OAuth {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    if listening {
        thread::spawn(move || {
            let (mut socket, _) = listener.accept().unwrap();
            let mut request = Vec::new();
            let mut buffer = [0; 1024];
            while !String::from_utf8_lossy(&request).contains("continuous_refresh=true") {
                let length = socket.read(&mut buffer).unwrap();
                request.extend_from_slice(&buffer[..length]);
            }
            let body = r#"{"access_token": "new", "refresh_token": "new", "expires_in": 60}"#;
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
            socket.write_all((head + body).as_bytes()).unwrap();
        });
    }
    OAuth::new(App::new("1", "secret")).with_environment(Environment::Custom(url.parse().unwrap()))
}

fn rotation(listening: bool, stored: Tokens) -> (Rotation, MemoryTokenStore) {
    let store = MemoryTokenStore::from(stored);
    let shared = Arc::new(store.clone());
    let clock = Clock::that_says(|| at(1000));
    let rotation = Rotation::new(oauth(listening), None, shared, clock);
    (rotation, store)
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

fn stored(expiry: u64) -> Tokens {
    Tokens::new("stored")
        .with_refresh_token("stored")
        .with_access_expiry(at(expiry))
}

#[tokio::test]
async fn a_token_that_is_still_valid_is_refreshed_ahead() {
    let (rotation, store) = rotation(true, stored(1001));
    let need = Need::Before(AccessToken::new("stored"));
    let obtained = rotation.obtain(need).await.unwrap();
    assert_eq!(obtained.token.expose_secret(), "new");
    assert!(obtained.issued_now);
    let saved = store.peek().await.unwrap().unwrap();
    assert_eq!(saved.refresh_token().unwrap().expose_secret(), "new");
}

#[tokio::test]
async fn tokens_that_another_process_has_refreshed_are_not_refreshed_again() {
    for need in [
        Need::Any,
        Need::Before(AccessToken::new("old")),
        Need::Instead(AccessToken::new("old")),
    ] {
        let (rotation, _) = rotation(false, stored(1001));
        let obtained = rotation.obtain(need).await.unwrap();
        assert_eq!(obtained.token.expose_secret(), "stored");
        assert_eq!(obtained.expiry, Some(at(1001)));
        assert_eq!(
            obtained.token.scheme(),
            Some(SecurityScheme::PinterestOauth2)
        );
        assert!(!obtained.issued_now);
    }
}

#[tokio::test]
async fn a_rejected_token_is_not_used_until_there_is_another() {
    let (rotation, store) = rotation(false, stored(1001));
    for need in [Need::Instead(AccessToken::new("stored")), Need::Any] {
        // The second finds the pause after the failure.
        let error = rotation.obtain(need).await.map(drop).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect);
    }
    let other = Tokens::new("other");
    store.lock().await.unwrap().save(&other).await.unwrap();
    assert_eq!(
        rotation
            .obtain(Need::Any)
            .await
            .unwrap()
            .token
            .expose_secret(),
        "other"
    );
}

/// Access to a store whose save never ends.
struct NeverSaved;

impl LockedTokens for NeverSaved {
    fn load(&mut self) -> crate::auth::LoadFuture<'_> {
        Box::pin(async { Ok(None) })
    }

    fn save<'a>(&'a mut self, _: &'a Tokens) -> crate::auth::SaveFuture<'a> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn a_save_that_never_ends_or_is_dropped_does_not_lose_the_pair() {
    let (mut dropped, mut late) = (Memory::default(), Memory::default());
    let (old, new) = (stored(1), Tokens::new("new").with_refresh_token("new"));
    let mut store = NeverSaved;
    for memory in [&mut dropped, &mut late] {
        memory.exchanged(old.refresh_token().unwrap(), &new);
    }
    let mut saving = Box::pin(keep(&mut dropped, &mut store, new.clone()));
    assert!(futures_util::poll!(&mut saving).is_pending());
    drop(saving);
    let Err(Stopped::Failed(error)) = keep(&mut late, &mut store, new).await else {
        panic!("it was saved");
    };
    assert!(error.to_string().contains("within 60 s"), "{error}");
    for memory in [dropped, late] {
        let is_used_instead_of =
            |stored: Option<&Tokens>| memory.newer_than(stored, at(1000)).is_some();
        assert!(is_used_instead_of(Some(&old)) && is_used_instead_of(None));
        for other in [Tokens::from_refresh_token("other"), Tokens::new("other")] {
            assert!(!is_used_instead_of(Some(&other)));
        }
    }
}

/// A store whose lock is never acquired.
#[derive(Debug)]
struct Stuck;

impl TokenStore for Stuck {
    fn lock(&self) -> crate::auth::LockFuture<'_> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn a_store_that_never_returns_is_an_error_in_the_end() {
    let rotation = Rotation::new(oauth(false), None, Arc::new(Stuck), Clock::default());
    let error = rotation.obtain(Need::Any).await.map(drop).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert!(error.to_string().contains("within 300 s"), "{error}");
}

/// A rejection that advises a wait by the first header, at the time of the second.
fn advising(status: u16, (name, value): (&str, &str), date: Option<&str>) -> Response {
    let response = Response::json(status, r#"{"code": 8, "message": "Slow down"}"#);
    let response = response.header(name, value);
    match date {
        Some(date) => response.header("Date", date),
        None => response,
    }
}

/// Otherwise every call would fail until the program is started again.
#[tokio::test]
async fn after_advice_that_cannot_be_true_tokens_are_requested_again() {
    let date = Some("Thu, 09 Jul 2026 10:00:00 GMT");
    for (response, seconds) in [
        // They are no waits.
        (advising(429, ("X-RateLimit-Reset", "4000000000"), None), 1),
        (advising(429, ("X-RateLimit-Reset", "1000000000"), None), 1),
        (advising(503, ("Retry-After", "4000000000"), None), 1),
        (advising(503, ("Retry-After", "4000000000"), date), 1),
        (
            advising(503, ("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"), None),
            1,
        ),
        // They are too long.
        (advising(429, ("X-RateLimit-Reset", "67150"), None), 3600),
        (advising(503, ("Retry-After", "86400"), None), 3600),
        // They are read by the clock of the server.
        (advising(429, ("X-RateLimit-Reset", "1783591240"), date), 40),
        (
            advising(503, ("Retry-After", "Thu, 09 Jul 2026 10:01:30 GMT"), date),
            90,
        ),
        (
            Response::json(429, r#"{"code": 8, "message": "Retry after 1 day."}"#),
            300,
        ),
    ] {
        let what = format!("{response:?}");
        let pair = r#"{"access_token": "new", "refresh_token": "new", "expires_in": 60}"#;
        let server = Server::with_responses([response, Response::ok(pair)]);
        let oauth = OAuth::new(App::new("1", "secret"))
            .with_environment(Environment::Custom(server.url()))
            .without_retries();
        let time = Arc::new(AtomicU64::new(1000));
        let clock = {
            let time = Arc::clone(&time);
            Clock::that_says(move || at(time.load(Ordering::SeqCst)))
        };
        let store = Arc::new(MemoryTokenStore::from(stored(1)));
        let rotation = Rotation::new(oauth, None, store, clock);

        let failed = rotation.obtain(Need::Any).await.map(drop).unwrap_err();
        time.store(1000 + seconds - 1, Ordering::SeqCst);
        let paused = rotation.obtain(Need::Any).await.map(drop).unwrap_err();
        assert_eq!(paused.retry_after(), failed.retry_after(), "{what}");
        assert_eq!(server.requests().len(), 1, "{what}");
        time.store(1000 + seconds, Ordering::SeqCst);
        let obtained = rotation.obtain(Need::Any).await.unwrap();
        assert_eq!(obtained.token.expose_secret(), "new", "{what}");
    }
}

#[tokio::test]
async fn a_token_has_expired_at_the_second_of_its_expiry() {
    let (rotation, _) = rotation(false, stored(1000));
    let error = rotation.obtain(Need::Any).await.map(drop).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
}
