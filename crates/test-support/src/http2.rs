//! A server that speaks HTTP/2 over TLS, as the service does.

mod connection;
mod wire;

use std::net::SocketAddr;
use std::sync::Arc;
use std::{fmt, thread};

use h2::Reason;
use tokio::net::TcpListener;
use tokio::runtime;
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use url::Url;

use crate::certificates::{Identity, acceptor};
use crate::journal::{Journal, Log};
use crate::{Request, Response};

/// A failure of a request, or of the connection that it came on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Http2Fault {
    /// The stream is reset without a response, for this reason.
    Reset(Reason),
    /// The stream is reset in the middle of the body, for this reason.
    ResetInBody(Reason),
    /// The connection is going away for this reason, and the request is not among those that were
    /// processed.
    GoneWithout(Reason),
    /// The connection is going away for this reason, and is closed. The request is among those that
    /// were processed.
    GoneAfter(Reason),
    /// The connection is going away, and the response comes all the same.
    GoneAfterResponse,
    /// The connection is going away in the middle of the body, and the request is not among those
    /// that were processed.
    GoneInBody,
    /// The client may send 65,535 bytes of the body, and never the rest.
    StalledWindow,
    /// The stream stays open, and nothing is sent.
    Stalled,
    /// The connection is closed without a response.
    Closed,
}

impl Http2Fault {
    /// Whether the server says, in time, that it did not process the request.
    fn is_rejection(self) -> bool {
        matches!(
            self,
            Self::Reset(Reason::REFUSED_STREAM) | Self::GoneWithout(_)
        )
    }
}

type Handler = Box<dyn Fn(&Request) -> Response + Send + Sync>;

struct State {
    /// The faults of the first requests, one each.
    faults: Vec<Http2Fault>,
    handler: Handler,
    journal: Journal,
}

/// A server on loopback that speaks HTTP/2 over TLS, until it is dropped.
///
/// As with [`Server`](crate::Server), it runs in a separate thread.
pub struct Http2Server {
    address: SocketAddr,
    authority: Vec<u8>,
    state: Arc<State>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Http2Server {
    /// Starts a server whose first requests meet these faults, one each. Its other responses are a
    /// function of the request.
    pub fn start(
        identity: Identity,
        faults: impl IntoIterator<Item = Http2Fault>,
        handler: impl Fn(&Request) -> Response + Send + Sync + 'static,
    ) -> Self {
        let (acceptor, authority) = acceptor(identity);
        let state = Arc::new(State {
            faults: faults.into_iter().collect(),
            handler: Box::new(handler),
            journal: Journal::default(),
        });
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = Arc::clone(&state);
        let thread = thread::spawn(move || {
            let runtime = runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async {
                let listener = TcpListener::from_std(listener).unwrap();
                tokio::select! {
                    () = listen(listener, acceptor, serving) => {}
                    _ = stopped => {}
                }
            });
        });
        Self {
            address,
            authority,
            state,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// Returns where the server listens.
    pub fn url(&self) -> Url {
        format!("https://{}", self.address).parse().unwrap()
    }

    /// Returns the certificate of the authority that clients are to trust, in DER.
    pub fn authority(&self) -> &[u8] {
        &self.authority
    }

    /// Returns how many connections have been accepted.
    pub fn connections(&self) -> usize {
        self.state.journal.look(|log| log.connections)
    }

    /// Returns the requests that were read as far as they were sent, in order.
    pub fn requests(&self) -> Vec<Request> {
        let requests = |log: &Log| log.read.iter().map(|entry| entry.request.clone()).collect();
        self.state.journal.look(requests)
    }

    /// Returns those requests that the server acted on, or may have. The client need not have
    /// learnt of it.
    pub fn acted(&self) -> Vec<Request> {
        self.state.journal.look(|log| {
            let acted = log.read.iter().filter(|entry| entry.acted);
            acted.map(|entry| entry.request.clone()).collect()
        })
    }
}

impl fmt::Debug for Http2Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} under {:?}", self.requests(), self.state.faults)
    }
}

impl Drop for Http2Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(ended.is_ok() || thread::panicking(), "the server panicked");
        }
    }
}

async fn listen(listener: TcpListener, acceptor: TlsAcceptor, state: Arc<State>) {
    let mut served = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let (socket, _) = accepted.unwrap();
                state.journal.note(|log| log.connections += 1);
                let (acceptor, state) = (acceptor.clone(), Arc::clone(&state));
                served.spawn(async move {
                    // A client that does not accept the certificate goes away.
                    if let Ok(socket) = acceptor.accept(socket).await {
                        // An error says that the client has closed the connection.
                        _ = connection::serve(state, socket).await;
                    }
                });
            }
            Some(ended) = served.join_next() => {
                ended.expect("serving a connection does not panic");
            }
        }
    }
}
