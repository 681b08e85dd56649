//! A server on loopback that answers what a test wrote down, when the test lets it, and keeps what it was asked.
//!
//! It runs in a thread of its own, so that it works whatever the runtime of the test does, and stops when it is dropped.
//! Every answer is used once; a request without an answer gets status 404, and is kept like any other.

use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::future::pending;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};
use http_body_util::{BodyExt, StreamBody};
use hyper::body::{Bytes, Frame, Incoming};
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use pinterest::{Client, ClientBuilder, Environment, RateLimits, Url};
use tokio::net::TcpListener;
use tokio::runtime;
use tokio::sync::{oneshot, watch};
use tokio::time::timeout;

/// How long to wait for what should happen at once. It only bounds how long a failing test takes.
const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) struct ScriptedServer {
    address: SocketAddr,
    state: Arc<State>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

#[derive(Default)]
struct State {
    script: Mutex<HashMap<String, VecDeque<Answer>>>,
    log: watch::Sender<Log>,
}

#[derive(Default)]
struct Log {
    requests: Vec<Request>,
    /// Targets of the requests whose client went away before the whole answer was sent.
    abandoned: Vec<String>,
}

/// A request as it came in.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path and query as they stood on the wire.
    pub(crate) target: String,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: String,
}

/// What the server answers to one request.
pub(crate) struct Answer {
    status: u16,
    body: String,
    gate: Option<oneshot::Receiver<()>>,
    end: End,
}

/// How an answer ends.
enum End {
    /// As it should.
    Whole,
    /// The connection is closed after this many bytes of the body.
    Cut(usize),
    /// Nothing more comes after this many bytes of the body.
    Stalled(usize),
    /// The connection is closed instead of an answer.
    HungUp,
}

impl Answer {
    pub(crate) fn new(status: u16, body: impl Into<String>) -> Self {
        Self {
            status,
            body: body.into(),
            gate: None,
            end: End::Whole,
        }
    }

    /// Status 200.
    pub(crate) fn ok(body: impl Into<String>) -> Self {
        Self::new(200, body)
    }

    /// Closes the connection without an answer.
    pub(crate) fn hung_up() -> Self {
        Self::ok("").ending(End::HungUp)
    }

    /// Closes the connection after `length` bytes of the body.
    pub(crate) fn cut_after(self, length: usize) -> Self {
        self.ending(End::Cut(length))
    }

    /// Keeps the connection open after `length` bytes of the body, and sends nothing more.
    pub(crate) fn stalled_after(self, length: usize) -> Self {
        self.ending(End::Stalled(length))
    }

    fn ending(mut self, end: End) -> Self {
        self.end = end;
        self
    }
}

/// Keeps an answer back until it is released; for ever when it is dropped.
#[must_use = "the answer is kept back until this is released"]
pub(crate) struct Held(oneshot::Sender<()>);

impl Held {
    pub(crate) fn release(self) {
        self.0.send(()).expect("nobody waits for this answer");
    }
}

impl ScriptedServer {
    pub(crate) fn start() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State::default());
        let (stop, stopped) = oneshot::channel();
        let serving = Arc::clone(&state);
        let thread = thread::spawn(move || {
            let runtime = runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async {
                tokio::select! {
                    () = accept(listener, serving) => {}
                    _ = stopped => {}
                }
            });
        });
        Self {
            address,
            state,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// A client of this server.
    pub(crate) fn client(&self) -> Client {
        self.client_builder().build().unwrap()
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> Url {
        format!("http://{}", self.address).parse().unwrap()
    }

    pub(crate) fn client_builder(&self) -> ClientBuilder {
        Client::builder()
            .without_retries()
            .with_rate_limits(RateLimits::unlimited())
            .with_access_token("pina_TESTTESTTEST")
            .with_environment(Environment::Custom(self.url()))
    }

    /// Answers one request for `target`, which is path and query as they stand on the wire. Several answers for one
    /// target are given in their order.
    pub(crate) fn answer(&self, target: impl Into<String>, answer: Answer) {
        let mut script = self.state.script.lock().unwrap();
        script.entry(target.into()).or_default().push_back(answer);
    }

    /// Like `answer`, but the request waits until the answer is released.
    pub(crate) fn hold(&self, target: impl Into<String>, mut answer: Answer) -> Held {
        let (held, gate) = oneshot::channel();
        answer.gate = Some(gate);
        self.answer(target, answer);
        Held(held)
    }

    /// The requests so far, in the order in which they came in.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.state.log.borrow().requests.clone()
    }

    /// Their targets.
    pub(crate) fn targets(&self) -> Vec<String> {
        let log = self.state.log.borrow();
        log.requests.iter().map(|r| r.target.clone()).collect()
    }

    /// Waits until `count` requests have come in.
    pub(crate) async fn received(&self, count: usize) {
        let enough = self.logged(|log| log.requests.len() >= count).await;
        assert!(enough, "{count} requests expected: {:?}", self.targets());
    }

    /// Waits until a request for `target` has come in.
    pub(crate) async fn received_at(&self, target: &str) {
        let came = self
            .logged(|log| log.requests.iter().any(|request| request.target == target))
            .await;
        assert!(came, "{target} expected: {:?}", self.targets());
    }

    /// Waits until the client of an unfinished answer to `target` has closed the connection.
    pub(crate) async fn abandoned(&self, target: &str) {
        let gone = self
            .logged(|log| log.abandoned.iter().any(|abandoned| abandoned == target))
            .await;
        assert!(gone, "the client still waits for {target}");
    }

    /// Stops the calling thread until `count` requests have come in; `false` when they do not come. Until then nothing
    /// else happens on this thread.
    pub(crate) fn received_while_blocked(&self, count: usize) -> bool {
        thread::scope(|scope| {
            // A thread that drives a runtime cannot wait with another.
            let waiter = scope.spawn(|| {
                let runtime = runtime::Builder::new_current_thread().enable_time().build();
                let enough = self.logged(|log| log.requests.len() >= count);
                runtime.unwrap().block_on(enough)
            });
            waiter.join().unwrap()
        })
    }

    /// Waits until the log is as asked; `false` when it does not become so.
    async fn logged(&self, is_so: impl Fn(&Log) -> bool) -> bool {
        let mut log = self.state.log.subscribe();
        matches!(
            timeout(PATIENCE, log.wait_for(|log| is_so(log))).await,
            Ok(Ok(_))
        )
    }
}

impl Drop for ScriptedServer {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(ended.is_ok() || thread::panicking(), "the server panicked");
        }
    }
}

async fn accept(listener: std::net::TcpListener, state: Arc<State>) {
    let listener = TcpListener::from_std(listener).unwrap();
    loop {
        let (socket, _) = listener.accept().await.unwrap();
        let state = Arc::clone(&state);
        tokio::spawn(async move {
            let answer = service_fn(move |request| respond(request, Arc::clone(&state)));
            // A connection that fails is one that an answer or the client has closed.
            let _ = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(socket), answer)
                .await;
        });
    }
}

type Body = StreamBody<BoxStream<'static, io::Result<Frame<Bytes>>>>;

/// Dropped early, by hyper, when the client goes away.
async fn respond(
    request: hyper::Request<Incoming>,
    state: Arc<State>,
) -> io::Result<hyper::Response<Body>> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    let target = head.uri.path_and_query().unwrap().as_str().to_owned();
    let mut answer = state.next_answer(&target);
    let unfinished = Unfinished(Some((Arc::clone(&state), target.clone())));
    state.log.send_modify(|log| {
        log.requests.push(Request {
            method: head.method.to_string(),
            target,
            headers: head.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        });
    });
    if let Some(gate) = answer.gate.take()
        && gate.await.is_err()
    {
        pending::<Infallible>().await;
    }
    answer.into_response(unfinished)
}

impl State {
    fn next_answer(&self, target: &str) -> Answer {
        let mut script = self.script.lock().unwrap();
        script
            .get_mut(target)
            .and_then(VecDeque::pop_front)
            .unwrap_or_else(|| {
                Answer::new(404, r#"{"code": 404, "message": "Not in the script."}"#)
            })
    }
}

impl Answer {
    fn into_response(self, unfinished: Unfinished) -> io::Result<hyper::Response<Body>> {
        let closed = || io::Error::other("closed, as the script says");
        let body = Bytes::from(self.body);
        let length = body.len();
        let data = |length: usize| stream::iter([Ok(Frame::data(body.slice(..length)))]);
        let stream: BoxStream<'static, io::Result<Frame<Bytes>>> = match self.end {
            End::Whole => {
                unfinished.finish();
                data(length).boxed()
            }
            End::Cut(length) => {
                unfinished.finish();
                // What comes before is written while hyper waits for more.
                let cut = async move {
                    tokio::task::yield_now().await;
                    Err(closed())
                };
                data(length).chain(stream::once(cut)).boxed()
            }
            End::Stalled(length) => {
                let stalled = async move {
                    let _unfinished = unfinished;
                    pending::<io::Result<Frame<Bytes>>>().await
                };
                data(length).chain(stream::once(stalled)).boxed()
            }
            End::HungUp => {
                unfinished.finish();
                return Err(closed());
            }
        };
        let response = hyper::Response::builder()
            .status(self.status)
            .header(CONTENT_TYPE, "application/json")
            .header(CONTENT_LENGTH, length)
            .body(StreamBody::new(stream));
        response.map_err(io::Error::other)
    }
}

/// Notes that the client went away, unless the answer came first.
struct Unfinished(Option<(Arc<State>, String)>);

impl Unfinished {
    fn finish(mut self) {
        self.0 = None;
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some((state, target)) = self.0.take() {
            state.log.send_modify(|log| log.abandoned.push(target));
        }
    }
}
