use std::sync::atomic::{AtomicU64, Ordering};
use std::time::UNIX_EPOCH;

use tokio::sync::{Mutex as AsyncMutex, mpsc};
use tokio::task::{JoinHandle, JoinSet};

use super::*;
use crate::ErrorKind;

const HOUR: u64 = 3600;

/// Time that stands still until it is moved.
#[derive(Clone, Default)]
struct Hands(Arc<AtomicU64>);

impl Hands {
    fn clock(&self) -> Clock {
        let hands = Arc::clone(&self.0);
        Clock::that_says(move || at(hands.load(Ordering::SeqCst)))
    }

    fn show(&self, seconds: u64) {
        self.0.store(seconds, Ordering::SeqCst);
    }
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

/// A source that announces each question and answers what it is told to.
struct Scripted {
    asked: mpsc::UnboundedSender<&'static str>,
    answers: AsyncMutex<mpsc::UnboundedReceiver<Result<Obtained, Error>>>,
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
            self.asked.send(need).unwrap();
            self.answers.lock().await.recv().await.unwrap()
        })
    }
}

struct Bench {
    renewal: Arc<Renewal<Scripted>>,
    asked: mpsc::UnboundedReceiver<&'static str>,
    answers: mpsc::UnboundedSender<Result<Obtained, Error>>,
    hands: Hands,
}

impl Bench {
    fn new() -> Self {
        let (asking, asked) = mpsc::unbounded_channel();
        let (answers, answering) = mpsc::unbounded_channel();
        let hands = Hands::default();
        let source = Scripted {
            asked: asking,
            answers: AsyncMutex::new(answering),
        };
        let renewal = Renewal::new(source, DEFAULT_REFRESH_MARGIN, hands.clock());
        Self {
            renewal,
            asked,
            answers,
            hands,
        }
    }

    fn answer(&self, token: &str, expiry: Option<u64>) {
        let obtained = Obtained {
            token: AccessToken::new(token),
            expiry: expiry.map(at),
            issued_now: true,
        };
        assert!(self.answers.send(Ok(obtained)).is_ok());
    }

    fn fail(&self) {
        let error = Error::new(ErrorKind::Network, "no network");
        assert!(self.answers.send(Err(error)).is_ok());
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

    /// Whether no renewal is under way.
    fn is_idle(&self) -> bool {
        self.asked.is_empty() && lock(&self.renewal.state).flight.is_none()
    }
}

#[tokio::test]
async fn a_thousand_callers_ask_once_and_get_the_same() {
    let mut bench = Bench::new();
    let mut callers = JoinSet::new();
    for _ in 0..1000 {
        let renewal = Arc::clone(&bench.renewal);
        callers.spawn(async move { renewal.token().await.unwrap().expose_secret().to_owned() });
    }
    assert_eq!(bench.asked.recv().await, Some("any"));
    bench.answer("one", None);
    let all = callers.join_all().await;
    assert!(all.len() == 1000 && all.iter().all(|token| token == "one"));
    assert!(bench.is_idle());
}

#[tokio::test]
async fn all_who_wait_get_the_same_error_and_the_next_tries_again() {
    let mut bench = Bench::new();
    let mut callers: Vec<_> = (0..10).map(|_| Box::pin(bench.renewal.token())).collect();
    for caller in &mut callers {
        assert!(futures_util::poll!(caller).is_pending());
    }
    assert_eq!(bench.asked.recv().await, Some("any"));
    bench.fail();
    for caller in callers {
        let error = caller.await.unwrap_err();
        assert_eq!(
            (error.kind(), error.to_string().as_str()),
            (ErrorKind::Network, "no network")
        );
    }
    bench.answer("two", None);
    assert_eq!(bench.token().await, "two");
    assert_eq!(bench.asked.recv().await, Some("any"));
}

#[tokio::test]
async fn whoever_starts_a_renewal_ahead_sees_it_through_and_others_go_on() {
    let mut bench = Bench::new();
    bench.answer("old", Some(30 * 24 * HOUR));
    assert_eq!(bench.token().await, "old");
    assert_eq!(bench.asked.recv().await, Some("any"));

    bench.hands.show(30 * 24 * HOUR - 601);
    assert_eq!(bench.token().await, "old");
    assert!(bench.is_idle(), "too early");

    bench.hands.show(30 * 24 * HOUR - 600);
    let starter = bench.call();
    assert_eq!(bench.asked.recv().await, Some("before"));
    for _ in 0..5 {
        assert_eq!(bench.token().await, "old", "nobody else waits");
    }
    assert!(!starter.is_finished());
    bench.answer("new", Some(60 * 24 * HOUR));
    assert_eq!(starter.await.unwrap(), "new");
    assert_eq!(bench.token().await, "new");
    assert!(bench.is_idle(), "once");
}

#[tokio::test]
async fn the_margin_is_at_most_a_tenth_of_the_lifetime() {
    let mut bench = Bench::new();
    bench.answer("old", Some(100));
    bench.token().await;
    bench.asked.recv().await;
    bench.hands.show(89);
    bench.token().await;
    assert!(bench.is_idle());
    bench.hands.show(90);
    bench.fail();
    bench.token().await;
    assert_eq!(bench.asked.recv().await, Some("before"));
}

#[tokio::test]
async fn a_renewal_ahead_that_fails_harms_nobody_until_the_token_expires() {
    let mut bench = Bench::new();
    bench.answer("old", Some(10_000));
    bench.token().await;
    bench.asked.recv().await;
    bench.hands.show(9_500);
    bench.fail();
    assert_eq!(bench.token().await, "old");
    assert_eq!(bench.asked.recv().await, Some("before"));

    bench.hands.show(9_529);
    assert_eq!(bench.token().await, "old");
    assert!(bench.is_idle(), "not before 30 seconds have passed");
    bench.hands.show(9_530);
    bench.fail();
    assert_eq!(bench.token().await, "old");
    assert_eq!(bench.asked.recv().await, Some("before"));

    bench.hands.show(10_000);
    bench.fail();
    assert_eq!(
        bench.renewal.token().await.unwrap_err().kind(),
        ErrorKind::Network
    );
    assert_eq!(bench.asked.recv().await, Some("any"));
}

#[tokio::test]
async fn a_token_that_expires_while_it_is_renewed_ahead_is_not_given_out() {
    let mut bench = Bench::new();
    bench.answer("old", Some(10_000));
    bench.token().await;
    bench.asked.recv().await;
    bench.hands.show(9_999);
    let renewal = Arc::clone(&bench.renewal);
    let starter = tokio::spawn(async move { renewal.token().await.map(drop) });
    assert_eq!(bench.asked.recv().await, Some("before"));
    bench.hands.show(10_000);
    bench.fail();
    let error = starter.await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Network);
}

#[tokio::test]
async fn callers_who_go_away_do_not_end_the_renewal() {
    let mut bench = Bench::new();
    let renewal = Arc::clone(&bench.renewal);
    let caller = tokio::spawn(async move { renewal.token().await.map(drop) });
    assert_eq!(bench.asked.recv().await, Some("any"));
    caller.abort();
    assert!(caller.await.unwrap_err().is_cancelled());
    bench.answer("kept", None);
    assert_eq!(bench.token().await, "kept");
    assert!(bench.is_idle());
}

#[tokio::test]
async fn of_many_who_were_refused_one_asks() {
    let mut bench = Bench::new();
    bench.answer("old", None);
    let old = bench.renewal.token().await.unwrap();
    bench.asked.recv().await;
    bench.hands.show(61);
    let mut callers = JoinSet::new();
    for _ in 0..1000 {
        let (renewal, old) = (Arc::clone(&bench.renewal), old.clone());
        callers.spawn(async move { renewal.replacement(&old).await.unwrap().unwrap() });
    }
    assert_eq!(bench.asked.recv().await, Some("instead"));
    bench.answer("new", None);
    for token in callers.join_all().await {
        assert_eq!(token.expose_secret(), "new");
    }
    let late = bench.renewal.replacement(&old).await.unwrap().unwrap();
    assert_eq!(late.expose_secret(), "new");
    assert!(bench.is_idle());
}

#[tokio::test]
async fn a_refused_token_is_not_given_out_while_it_is_replaced() {
    let mut bench = Bench::new();
    bench.answer("old", None);
    let old = bench.renewal.token().await.unwrap();
    bench.asked.recv().await;
    bench.hands.show(61);
    let renewal = Arc::clone(&bench.renewal);
    let refused = tokio::spawn(async move { renewal.replacement(&old).await.map(|_| ()) });
    assert_eq!(bench.asked.recv().await, Some("instead"));
    let mut other = Box::pin(bench.token());
    assert!(futures_util::poll!(&mut other).is_pending());
    bench.answer("new", None);
    assert_eq!(other.await, "new");
    refused.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_token_that_is_refused_at_once_is_not_replaced_again_and_again() {
    let mut bench = Bench::new();
    bench.answer("new", None);
    let new = bench.renewal.token().await.unwrap();
    bench.asked.recv().await;
    bench.hands.show(59);
    assert!(bench.renewal.replacement(&new).await.unwrap().is_none());
    assert!(bench.is_idle());
}

#[tokio::test]
async fn a_source_that_has_only_the_refused_token_is_asked_a_few_times() {
    let bench = Bench::new();
    let refused = AccessToken::new("old");
    for _ in 0..TRIES {
        bench.answer("old", None);
        bench.hands.show(HOUR);
    }
    assert!(bench.renewal.replacement(&refused).await.unwrap().is_none());
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
}

#[test]
fn neither_the_end_of_a_runtime_nor_one_that_nobody_drives_ends_a_renewal() {
    for ends in [false, true] {
        let mut bench = Bench::new();
        let first = runtime();
        let renewal = Arc::clone(&bench.renewal);
        first.block_on(async {
            tokio::spawn(async move { renewal.token().await.map(drop) });
            assert_eq!(bench.asked.recv().await, Some("any"));
        });
        let first = (!ends).then_some(first);
        bench.answer("one", None);
        runtime().block_on(async { assert_eq!(bench.token().await, "one") });
        assert!(bench.is_idle(), "the renewal that was begun was the one");
        drop(first);
    }
}

#[test]
fn a_renewal_needs_no_runtime_of_the_caller() {
    let bench = Bench::new();
    bench.answer("one", None);
    assert_eq!(without_tokio(bench.token()), "one");
}

/// Drives a future as somebody does who has no Tokio.
fn without_tokio<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(std::thread::Thread);
    impl std::task::Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Arc::new(Unpark(std::thread::current())).into();
    let mut context = std::task::Context::from_waker(&waker);
    let mut future = std::pin::pin!(future);
    loop {
        if let std::task::Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
        std::thread::park();
    }
}

#[tokio::test]
async fn a_panic_is_told_as_such_and_the_next_call_tries_again() {
    let mut bench = Bench::new();
    // The source panics when nobody hears what it was asked.
    let (_, gone) = mpsc::unbounded_channel();
    bench.asked = gone;
    for _ in 0..2 {
        let error = bench.renewal.token().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials);
        assert!(error.to_string().contains("panicked"), "{error}");
    }
}

/// Keeps what is told.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Told {
    fn write(&mut self, text: &[u8]) -> std::io::Result<usize> {
        lock(&self.0).extend_from_slice(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn what_is_told_goes_to_the_caller_s_subscriber_and_shows_neither_token_nor_body() {
    // While there is only one subscriber, the threads of other tests, which have none, switch places in the code off for it.
    let _second = tracing::Dispatch::new(tracing_subscriber::Registry::default());
    let told = Told::default();
    let writer = told.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let telling = tracing::subscriber::set_default(subscriber);
    let bench = Bench::new();
    bench.answer("pina_CANARY0", Some(10_000));
    bench.token().await;
    bench.hands.show(9_500);
    let body =
        br#"{"code": 1, "message": "no canary@mail.example with pinr_CANARY0", "more": "CANARY"}"#;
    let answer = crate::error::ErrorResponse::new(
        http::StatusCode::BAD_REQUEST,
        &http::HeaderMap::new(),
        Some(bytes::Bytes::from_static(body)),
    );
    assert!(
        bench
            .answers
            .send(Err(Error::from_response(answer)))
            .is_ok()
    );
    bench.token().await;
    drop(telling);
    let told = String::from_utf8(lock(&told.0).clone()).unwrap();
    for text in [
        "there is another access token",
        "ahead of its expiry failed",
    ] {
        assert!(told.contains(text), "{told}");
    }
    assert!(!told.to_lowercase().contains("canary"), "{told}");
}
