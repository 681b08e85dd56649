mod threads;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::UNIX_EPOCH;

use tokio::sync::{Mutex as AsyncMutex, mpsc};
use tokio::task::{JoinHandle, JoinSet};

use super::*;
use crate::ErrorKind;

const HOUR: u64 = 3600;

/// A clock that the test sets.
#[derive(Clone, Default)]
struct TestClock(Arc<AtomicU64>);

impl TestClock {
    fn clock(&self) -> Clock {
        let seconds = Arc::clone(&self.0);
        Clock::that_says(move || at(seconds.load(Ordering::SeqCst)))
    }

    fn set(&self, seconds: u64) {
        self.0.store(seconds, Ordering::SeqCst);
    }
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

/// A source that reports each request and returns the results that the test gives it.
struct Scripted {
    requested: mpsc::UnboundedSender<&'static str>,
    results: AsyncMutex<mpsc::UnboundedReceiver<Result<Obtained, Error>>>,
}

impl Source for Scripted {
    fn obtain(
        &self,
        need: Need,
    ) -> Pin<Box<dyn Future<Output = Result<Obtained, Error>> + Send + '_>> {
        Box::pin(async move {
            let need = match need {
                Need::Any => "any",
                Need::Before(_) => "before",
                Need::Instead(_) => "instead",
            };
            self.requested.send(need).unwrap();
            self.results.lock().await.recv().await.unwrap()
        })
    }
}

struct Bench {
    renewal: Arc<Renewal<Scripted>>,
    requested: mpsc::UnboundedReceiver<&'static str>,
    results: mpsc::UnboundedSender<Result<Obtained, Error>>,
    clock: TestClock,
}

impl Bench {
    fn new() -> Self {
        let (requests, requested) = mpsc::unbounded_channel();
        let (results, scripted) = mpsc::unbounded_channel();
        let clock = TestClock::default();
        let source = Scripted {
            requested: requests,
            results: AsyncMutex::new(scripted),
        };
        let renewal = Renewal::new(source, DEFAULT_REFRESH_MARGIN, clock.clock());
        Self {
            renewal,
            requested,
            results,
            clock,
        }
    }

    fn issue(&self, token: &str, expiry: Option<u64>) {
        let obtained = Obtained {
            token: AccessToken::new(token),
            expiry: expiry.map(at),
            issued_now: true,
        };
        assert!(self.results.send(Ok(obtained)).is_ok());
    }

    fn fail(&self) {
        let error = Error::new(ErrorKind::Network, "no network");
        assert!(self.results.send(Err(error)).is_ok());
    }

    async fn token(&self) -> String {
        self.renewal
            .token()
            .await
            .unwrap()
            .expose_secret()
            .to_owned()
    }

    /// Starts a call that is not waited for.
    fn call(&self) -> JoinHandle<String> {
        let renewal = Arc::clone(&self.renewal);
        tokio::spawn(async move { renewal.token().await.unwrap().expose_secret().to_owned() })
    }

    /// Whether no refresh is in progress.
    fn is_idle(&self) -> bool {
        self.requested.is_empty() && lock(&self.renewal.state).refresh.is_none()
    }
}

#[tokio::test]
async fn a_thousand_callers_share_one_refresh_and_get_the_same_token() {
    let mut bench = Bench::new();
    let mut callers = JoinSet::new();
    for _ in 0..1000 {
        let renewal = Arc::clone(&bench.renewal);
        callers.spawn(async move { renewal.token().await.unwrap().expose_secret().to_owned() });
    }
    assert_eq!(bench.requested.recv().await, Some("any"));
    bench.issue("one", None);
    let all = callers.join_all().await;
    assert!(all.len() == 1000 && all.iter().all(|token| token == "one"));
    assert!(bench.is_idle());
}

#[tokio::test]
async fn all_waiting_callers_get_the_same_error_and_the_next_caller_tries_again() {
    let mut bench = Bench::new();
    let mut callers: Vec<_> = (0..10).map(|_| Box::pin(bench.renewal.token())).collect();
    for caller in &mut callers {
        assert!(futures_util::poll!(caller).is_pending());
    }
    assert_eq!(bench.requested.recv().await, Some("any"));
    bench.fail();
    for caller in callers {
        let error = caller.await.unwrap_err();
        assert_eq!(
            (error.kind(), error.to_string().as_str()),
            (ErrorKind::Network, "no network")
        );
    }
    bench.issue("two", None);
    assert_eq!(bench.token().await, "two");
    assert_eq!(bench.requested.recv().await, Some("any"));
}

#[tokio::test]
async fn the_caller_that_starts_a_refresh_ahead_waits_for_it_and_others_do_not() {
    let mut bench = Bench::new();
    bench.issue("old", Some(30 * 24 * HOUR));
    assert_eq!(bench.token().await, "old");
    assert_eq!(bench.requested.recv().await, Some("any"));

    bench.clock.set(30 * 24 * HOUR - 601);
    assert_eq!(bench.token().await, "old");
    assert!(bench.is_idle(), "too early");

    bench.clock.set(30 * 24 * HOUR - 600);
    let starter = bench.call();
    assert_eq!(bench.requested.recv().await, Some("before"));
    for _ in 0..5 {
        assert_eq!(bench.token().await, "old", "nobody else waits");
    }
    assert!(!starter.is_finished());
    bench.issue("new", Some(60 * 24 * HOUR));
    assert_eq!(starter.await.unwrap(), "new");
    assert_eq!(bench.token().await, "new");
    assert!(bench.is_idle(), "once");
}

#[tokio::test]
async fn the_margin_is_at_most_a_tenth_of_the_lifetime() {
    let mut bench = Bench::new();
    bench.issue("old", Some(100));
    bench.token().await;
    bench.requested.recv().await;
    bench.clock.set(89);
    bench.token().await;
    assert!(bench.is_idle());
    bench.clock.set(90);
    bench.fail();
    bench.token().await;
    assert_eq!(bench.requested.recv().await, Some("before"));
}

#[tokio::test]
async fn a_failed_refresh_ahead_has_no_effect_until_the_token_expires() {
    let mut bench = Bench::new();
    bench.issue("old", Some(10_000));
    bench.token().await;
    bench.requested.recv().await;
    bench.clock.set(9_500);
    bench.fail();
    assert_eq!(bench.token().await, "old");
    assert_eq!(bench.requested.recv().await, Some("before"));

    bench.clock.set(9_529);
    assert_eq!(bench.token().await, "old");
    assert!(bench.is_idle(), "not before 30 seconds have passed");
    bench.clock.set(9_530);
    bench.fail();
    assert_eq!(bench.token().await, "old");
    assert_eq!(bench.requested.recv().await, Some("before"));

    bench.clock.set(10_000);
    bench.fail();
    assert_eq!(
        bench.renewal.token().await.unwrap_err().kind(),
        ErrorKind::Network
    );
    assert_eq!(bench.requested.recv().await, Some("any"));
}

#[tokio::test]
async fn a_token_that_expires_while_it_is_refreshed_ahead_is_not_returned() {
    let mut bench = Bench::new();
    bench.issue("old", Some(10_000));
    bench.token().await;
    bench.requested.recv().await;
    bench.clock.set(9_999);
    let renewal = Arc::clone(&bench.renewal);
    let starter = tokio::spawn(async move { renewal.token().await.map(drop) });
    assert_eq!(bench.requested.recv().await, Some("before"));
    bench.clock.set(10_000);
    bench.fail();
    let error = starter.await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Network);
}

#[tokio::test]
async fn callers_that_are_dropped_do_not_end_the_refresh() {
    let mut bench = Bench::new();
    let renewal = Arc::clone(&bench.renewal);
    let caller = tokio::spawn(async move { renewal.token().await.map(drop) });
    assert_eq!(bench.requested.recv().await, Some("any"));
    caller.abort();
    assert!(caller.await.unwrap_err().is_cancelled());
    bench.issue("kept", None);
    assert_eq!(bench.token().await, "kept");
    assert!(bench.is_idle());
}

#[tokio::test]
async fn many_rejected_callers_share_one_refresh() {
    let mut bench = Bench::new();
    bench.issue("old", None);
    let old = bench.renewal.token().await.unwrap();
    bench.requested.recv().await;
    bench.clock.set(61);
    let mut callers = JoinSet::new();
    for _ in 0..1000 {
        let (renewal, old) = (Arc::clone(&bench.renewal), old.clone());
        callers.spawn(async move { renewal.replacement(&old).await.unwrap().unwrap() });
    }
    assert_eq!(bench.requested.recv().await, Some("instead"));
    bench.issue("new", None);
    for token in callers.join_all().await {
        assert_eq!(token.expose_secret(), "new");
    }
    let late = bench.renewal.replacement(&old).await.unwrap().unwrap();
    assert_eq!(late.expose_secret(), "new");
    assert!(bench.is_idle());
}

#[tokio::test]
async fn a_rejected_token_is_not_returned_while_it_is_replaced() {
    let mut bench = Bench::new();
    bench.issue("old", None);
    let old = bench.renewal.token().await.unwrap();
    bench.requested.recv().await;
    bench.clock.set(61);
    let renewal = Arc::clone(&bench.renewal);
    let rejected = tokio::spawn(async move { renewal.replacement(&old).await.map(|_| ()) });
    assert_eq!(bench.requested.recv().await, Some("instead"));
    let mut other = Box::pin(bench.token());
    assert!(futures_util::poll!(&mut other).is_pending());
    bench.issue("new", None);
    assert_eq!(other.await, "new");
    rejected.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_token_that_is_rejected_at_once_is_not_replaced_again_and_again() {
    let mut bench = Bench::new();
    bench.issue("new", None);
    let new = bench.renewal.token().await.unwrap();
    bench.requested.recv().await;
    bench.clock.set(59);
    assert!(bench.renewal.replacement(&new).await.unwrap().is_none());
    assert!(bench.is_idle());
}

#[tokio::test]
async fn a_source_that_has_only_the_rejected_token_is_used_a_few_times() {
    let bench = Bench::new();
    let rejected = AccessToken::new("old");
    for _ in 0..TRIES {
        bench.issue("old", None);
        bench.clock.set(HOUR);
    }
    assert!(
        bench
            .renewal
            .replacement(&rejected)
            .await
            .unwrap()
            .is_none()
    );
}
