//! The thread of a refresh: its runtime, its panics, its trace events.

use std::sync::LazyLock;

use super::*;

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
}

#[test]
fn a_runtime_that_ends_or_is_not_driven_does_not_end_a_refresh() {
    for ends in [false, true] {
        let mut bench = Bench::new();
        let first = runtime();
        let renewal = Arc::clone(&bench.renewal);
        first.block_on(async {
            tokio::spawn(async move { renewal.token().await.map(drop) });
            assert_eq!(bench.requested.recv().await, Some("any"));
        });
        let first = (!ends).then_some(first);
        bench.issue("one", None);
        runtime().block_on(async { assert_eq!(bench.token().await, "one") });
        assert!(bench.is_idle(), "the first refresh was the only one");
        drop(first);
    }
}

#[test]
fn a_refresh_needs_no_runtime_of_the_caller() {
    let bench = Bench::new();
    bench.issue("one", None);
    assert_eq!(without_tokio(bench.token()), "one");
}

/// Drives a future without Tokio.
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
async fn a_panic_is_reported_as_such_and_the_next_call_tries_again() {
    let mut bench = Bench::new();
    // The source panics when its report has no receiver.
    let (_, gone) = mpsc::unbounded_channel();
    bench.requested = gone;
    for _ in 0..2 {
        let error = bench.renewal.token().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials);
        assert!(error.to_string().contains("panicked"), "{error}");
    }
}

/// Collects the trace.
#[derive(Clone, Default)]
struct Trace(Arc<Mutex<Vec<u8>>>);

/// With a single subscriber, the threads of other tests, which have none, would disable callsites
/// for it.
static OTHER_SUBSCRIBERS: LazyLock<[tracing::Dispatch; 2]> = LazyLock::new(|| {
    std::array::from_fn(|_| tracing::Dispatch::new(tracing_subscriber::Registry::default()))
});

impl std::io::Write for Trace {
    fn write(&mut self, text: &[u8]) -> std::io::Result<usize> {
        lock(&self.0).extend_from_slice(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn events_go_to_the_caller_s_subscriber_and_show_neither_token_nor_body() {
    LazyLock::force(&OTHER_SUBSCRIBERS);
    let trace = Trace::default();
    let writer = trace.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let bench = Bench::new();
    bench.issue("pina_CANARY0", Some(10_000));
    bench.token().await;
    bench.clock.set(9_500);
    let body =
        br#"{"code": 1, "message": "no canary@mail.example with pinr_CANARY0", "more": "CANARY"}"#;
    let response = crate::error::ErrorResponse::new(
        http::StatusCode::BAD_REQUEST,
        &http::HeaderMap::new(),
        Some(bytes::Bytes::from_static(body)),
    );
    assert!(
        bench
            .results
            .send(Err(Error::from_response(response)))
            .is_ok()
    );
    bench.token().await;
    drop(guard);
    let trace = String::from_utf8(lock(&trace.0).clone()).unwrap();
    for text in ["the access token was replaced", "before its expiry failed"] {
        assert!(trace.contains(text), "{trace}");
    }
    assert!(!trace.to_lowercase().contains("canary"), "{trace}");
}
