//! The server: its builder, its responses, and its journal.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;
use std::{fmt, thread};

use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime;
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use url::Url;

use crate::connection::State;
use crate::journal::Log;
use crate::{Held, Plan, Request, Response};

/// A server on loopback, until it is dropped.
///
/// It runs in a separate thread, so that it does not depend on the runtime of the test.
///
/// # Panics
///
/// Dropping the server panics if the handler has panicked, or if a request came for which there was
/// no response; such a request gets a 404.
pub struct Server {
    address: SocketAddr,
    state: Arc<State>,
    open: Option<oneshot::Sender<mpsc::Sender<()>>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

/// The settings of a server.
#[derive(Default)]
pub struct ServerBuilder {
    state: State,
    is_closed: bool,
    connections: Option<usize>,
}

impl Server {
    /// Starts a server without responses.
    pub fn start() -> Self {
        Self::builder().start()
    }

    /// Starts a server that gives these responses in order.
    pub fn with_responses(responses: impl IntoIterator<Item = Response>) -> Self {
        let server = Self::start();
        server.respond_all(responses);
        server
    }

    /// Starts a server that gives these responses in order, each on a connection of its own. It
    /// stops listening before it gives the last one.
    pub fn with_last_responses(responses: impl IntoIterator<Item = Response>) -> Self {
        let close = |response: Response| response.header("connection", "close");
        let responses: Vec<Response> = responses.into_iter().map(close).collect();
        let mut builder = Self::builder();
        builder.connections = Some(responses.len());
        let server = builder.start();
        server.respond_all(responses);
        server
    }

    /// Starts a server whose responses are a function of the request.
    pub fn with_handler(handler: impl Fn(&Request) -> Response + Send + Sync + 'static) -> Self {
        Self::builder().handler(handler).start()
    }

    /// Starts a server with a handler, some of whose responses fail.
    pub fn with_faults(
        plan: Plan,
        handler: impl Fn(&Request) -> Response + Send + Sync + 'static,
    ) -> Self {
        Self::builder().plan(plan).handler(handler).start()
    }

    /// Returns a builder, for servers that are anything else.
    pub fn builder() -> ServerBuilder {
        ServerBuilder::default()
    }

    /// Returns where the server listens.
    pub fn url(&self) -> Url {
        format!("http://{}", self.address).parse().unwrap()
    }

    /// Accepts connections from now on.
    ///
    /// # Panics
    ///
    /// Panics if the server accepts them already.
    pub fn open(&mut self) {
        let (listening, is_listening) = mpsc::channel();
        let open = self.open.take().expect("the server is closed");
        open.send(listening).expect("the server runs");
        is_listening.recv().expect("the server runs");
    }

    /// Puts a response behind those that are given in order.
    pub fn respond(&self, response: Response) {
        self.respond_all([response]);
    }

    /// Puts responses behind those that are given in order.
    pub fn respond_all(&self, responses: impl IntoIterator<Item = Response>) {
        self.state.script.in_order.lock().unwrap().extend(responses);
    }

    /// Gives a response to one request for `target`, which is path and query as they stand on the
    /// wire. Several responses for one target are given in order.
    pub fn respond_at(&self, target: impl Into<String>, response: Response) {
        let mut by_target = self.state.script.by_target.lock().unwrap();
        by_target
            .entry(target.into())
            .or_default()
            .push_back(response);
    }

    /// Gives a response to one request for `target`, and holds it back until it is released.
    pub fn hold_at(&self, target: impl Into<String>, response: Response) -> Held {
        let (response, held) = response.held();
        self.respond_at(target, response);
        held
    }

    /// Gives this response to every request for which there is no other, in place of the handler.
    pub fn always_respond(&self, response: Response) {
        let handler = move |_: &Request| response.clone();
        *self.state.script.handler.lock().unwrap() = Some(Arc::new(handler));
    }

    /// Returns how many connections have been accepted.
    pub fn connections(&self) -> usize {
        self.state.journal.look(|log| log.connections)
    }

    /// Returns the requests that were read completely, in order.
    pub fn requests(&self) -> Vec<Request> {
        let requests = |log: &Log| log.read.iter().map(|entry| entry.request.clone()).collect();
        self.state.journal.look(requests)
    }

    /// Returns the requests since the last time, and forgets them.
    pub fn take_requests(&self) -> Vec<Request> {
        let mut requests = Vec::new();
        self.state.journal.note(|log| {
            requests = log.read.drain(..).map(|entry| entry.request).collect();
        });
        requests
    }

    /// Returns the only request since the last time, and forgets it.
    ///
    /// # Panics
    ///
    /// Panics if there is none, or another.
    #[track_caller]
    pub fn take_request(&self) -> Request {
        match <[Request; 1]>::try_from(self.take_requests()) {
            Ok([request]) => request,
            Err(requests) => panic!("one request was expected: {requests:#?}"),
        }
    }

    /// Returns method, target and body of each request since the last time, one line each, and
    /// forgets them.
    pub fn take_lines(&self) -> Vec<String> {
        self.take_requests().iter().map(Request::line).collect()
    }

    /// Returns the targets of the requests, in order.
    pub fn targets(&self) -> Vec<String> {
        let target = |request: &Request| request.target().to_owned();
        self.requests().iter().map(target).collect()
    }

    /// Returns those requests that the server acted on, or may have: all but the ones that it
    /// rejected with a 4xx status, code 12 aside. The client need not have learnt of it.
    pub fn acted(&self) -> Vec<Request> {
        self.state.journal.look(|log| {
            let acted = log.read.iter().filter(|entry| entry.acted);
            acted.map(|entry| entry.request.clone()).collect()
        })
    }

    /// Asserts that no request has come in.
    #[track_caller]
    pub fn assert_untouched(&self) {
        let requests = self.requests();
        assert!(
            requests.is_empty(),
            "no request was expected: {requests:#?}"
        );
    }

    /// Waits until so many requests have come in.
    pub async fn received(&self, count: usize) {
        let enough = self.state.journal.becomes(|log| log.read.len() >= count);
        assert!(
            enough.await,
            "{count} requests were expected: {:?}",
            self.targets()
        );
    }

    /// Waits until a request for `target` has come in.
    pub async fn received_at(&self, target: &str) {
        let is_there = |log: &Log| log.read.iter().any(|e| e.request.target() == target);
        assert!(
            self.state.journal.becomes(is_there).await,
            "{target} was expected: {:?}",
            self.targets()
        );
    }

    /// Waits until the client of an unfinished response to `target` has closed the connection.
    pub async fn abandoned(&self, target: &str) {
        let gone = |log: &Log| log.abandoned.iter().any(|abandoned| abandoned == target);
        assert!(
            self.state.journal.becomes(gone).await,
            "the client still waits for {target}"
        );
    }

    fn check(&self) {
        let has_panicked = self.state.journal.look(|log| log.has_panicked);
        assert!(!has_panicked, "the handler panicked");
        let unexpected = self.state.journal.look(|log| log.unexpected.clone());
        assert!(
            unexpected.is_empty(),
            "the script has no response for {unexpected:#?}"
        );
    }
}

impl ServerBuilder {
    /// Decides which requests fail.
    pub fn plan(mut self, plan: Plan) -> Self {
        self.state.script.plan = plan;
        self
    }

    /// Responds to requests for which there is no other response.
    pub fn handler(
        mut self,
        handler: impl Fn(&Request) -> Response + Send + Sync + 'static,
    ) -> Self {
        self.state.script.handler = Mutex::new(Some(Arc::new(handler)));
        self
    }

    /// Does not accept connections until the server is [opened](Server::open).
    pub fn closed(mut self) -> Self {
        self.is_closed = true;
        self
    }

    /// Keeps no requests, for benchmarks that measure memory.
    pub fn without_journal(mut self) -> Self {
        self.state.keeps_no_journal = true;
        self
    }

    /// Takes so long for every response, for benchmarks that measure how waiting overlaps.
    pub fn latency(mut self, latency: Duration) -> Self {
        self.state.latency = latency;
        self
    }

    /// Starts the server.
    pub fn start(self) -> Server {
        // A socket that does not listen keeps its port and rejects connections.
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = socket.local_addr().unwrap();
        let state = Arc::new(self.state);
        let (open, opened) = oneshot::channel();
        let (stop, stopped) = oneshot::channel::<()>();
        let (serving, connections) = (Arc::clone(&state), self.connections);
        let thread = thread::spawn(move || {
            let runtime = runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async {
                tokio::select! {
                    () = listen(socket, opened, connections, serving) => {}
                    _ = stopped => {}
                }
            });
        });
        let mut server = Server {
            address,
            state,
            open: Some(open),
            stop: Some(stop),
            thread: Some(thread),
        };
        if !self.is_closed {
            server.open();
        }
        server
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let begun = self.state.journal.look(|log| log.begun);
        write!(f, "{begun} requests under {:?}", self.state.script.plan)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if thread::panicking() {
            // With the seed of the plan, so that the run can be repeated.
            #[allow(clippy::print_stderr)] // Whoever reads the output of the failed test needs it.
            {
                eprintln!("the server had {self:?}");
            }
        }
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(ended.is_ok() || thread::panicking(), "the server panicked");
        }
        if !thread::panicking() {
            self.check();
        }
    }
}

async fn listen(
    socket: TcpSocket,
    opened: oneshot::Receiver<mpsc::Sender<()>>,
    connections: Option<usize>,
    state: Arc<State>,
) {
    let Ok(listening) = opened.await else {
        return;
    };
    let mut listener = Some(socket.listen(1024).unwrap());
    listening.send(()).unwrap();
    let mut served = JoinSet::new();
    loop {
        tokio::select! {
            socket = accept(&listener) => {
                state.journal.note(|log| log.connections += 1);
                if Some(state.journal.look(|log| log.connections)) == connections {
                    listener = None;
                }
                served.spawn(Arc::clone(&state).serve(socket));
            }
            // A connection that fails is one that the client has closed.
            Some(_) = served.join_next() => {}
        }
    }
}

/// Never returns when there is no listener.
async fn accept(listener: &Option<TcpListener>) -> tokio::net::TcpStream {
    match listener {
        Some(listener) => listener.accept().await.unwrap().0,
        None => std::future::pending().await,
    }
}
