//! A server on loopback that fails in the ways that servers and networks fail in.
//!
//! It writes bytes to sockets, because HTTP libraries refuse to write wrong ones. It runs in a thread of its own, so that
//! it works whatever the runtime of the test does, and stops when it is dropped. Good answers come from a handler and
//! leave the connection open; what goes wrong, and with which request, is said by a [`Plan`].

mod answer;
mod fault;
mod lists;
mod plan;
mod random;
pub(crate) mod refusals;
mod request;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, mpsc};
use std::{fmt, io, thread};

use pinterest::Url;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::runtime;
use tokio::sync::oneshot;

pub(crate) use answer::Answer;
pub(crate) use fault::Fault;
pub(crate) use lists::{ids_on, paged_list};
pub(crate) use plan::Plan;
pub(crate) use random::Random;
pub(crate) use request::Request;
use request::Requests;

pub(crate) struct FaultServer {
    address: SocketAddr,
    state: Arc<State>,
    open: Option<oneshot::Sender<mpsc::Sender<()>>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

struct State {
    plan: Plan,
    handler: Box<dyn Fn(&Request) -> Answer + Send + Sync>,
    log: Mutex<Log>,
}

#[derive(Default)]
struct Log {
    connections: usize,
    /// How many requests have begun to come in.
    begun: u64,
    /// Those that were read completely, and whether the server acted on them.
    read: Vec<(Request, bool)>,
}

impl FaultServer {
    /// Answers requests with what `handler` says, except those that `plan` has a fault for.
    pub(crate) fn start(
        plan: Plan,
        handler: impl Fn(&Request) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let mut server = Self::refusing(plan, handler);
        server.open();
        server
    }

    /// Like `start`, but refuses connections until it is opened.
    pub(crate) fn refusing(
        plan: Plan,
        handler: impl Fn(&Request) -> Answer + Send + Sync + 'static,
    ) -> Self {
        // A socket that does not listen keeps its port and refuses.
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = socket.local_addr().unwrap();
        let state = Arc::new(State {
            plan,
            handler: Box::new(handler),
            log: Mutex::default(),
        });
        let (open, opened) = oneshot::channel();
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = Arc::clone(&state);
        let thread = thread::spawn(move || {
            let runtime = runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async {
                tokio::select! {
                    () = listen(socket, opened, serving) => {}
                    _ = stopped => {}
                }
            });
        });
        Self {
            address,
            state,
            open: Some(open),
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// From now on connections are accepted.
    pub(crate) fn open(&mut self) {
        let (listening, is_listening) = mpsc::channel();
        let open = self.open.take().expect("it is open already");
        open.send(listening).expect("the server has stopped");
        is_listening.recv().expect("the server has stopped");
    }

    pub(crate) fn url(&self) -> Url {
        format!("http://{}", self.address).parse().unwrap()
    }

    /// How many connections have been accepted.
    pub(crate) fn connections(&self) -> usize {
        self.state.log.lock().unwrap().connections
    }

    /// The requests that were read completely, in the order in which they came in.
    pub(crate) fn requests(&self) -> Vec<Request> {
        let log = self.state.log.lock().unwrap();
        log.read
            .iter()
            .map(|(request, _)| request.clone())
            .collect()
    }

    /// Those of them that the server acted on or may have: all but the ones that it refused with a 4xx status, code 12
    /// aside. The client may never have learnt of it.
    pub(crate) fn acted(&self) -> Vec<Request> {
        let log = self.state.log.lock().unwrap();
        let acted = log.read.iter().filter(|(_, acted)| *acted);
        acted.map(|(request, _)| request.clone()).collect()
    }
}

impl fmt::Debug for FaultServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let begun = self.state.log.lock().unwrap().begun;
        write!(f, "{begun} requests under {:?}", self.state.plan)
    }
}

impl Drop for FaultServer {
    fn drop(&mut self) {
        if thread::panicking() {
            // With its seed, so that the run can be repeated.
            #[allow(clippy::print_stderr)] // This is for who reads the output of the failed test.
            {
                eprintln!("the fault server had {self:?}");
            }
        }
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(ended.is_ok() || thread::panicking(), "the server panicked");
        }
    }
}

async fn listen(socket: TcpSocket, opened: oneshot::Receiver<mpsc::Sender<()>>, state: Arc<State>) {
    let Ok(listening) = opened.await else {
        return;
    };
    let listener = socket.listen(1024).unwrap();
    listening.send(()).unwrap();
    accept(listener, state).await;
}

async fn accept(listener: TcpListener, state: Arc<State>) {
    loop {
        let (socket, _) = listener.accept().await.unwrap();
        state.log.lock().unwrap().connections += 1;
        let state = Arc::clone(&state);
        // A connection that fails is one that the client has closed.
        tokio::spawn(async move { drop(state.serve(socket).await) });
    }
}

impl State {
    /// Answers the requests of one connection, one after the other.
    async fn serve(&self, socket: TcpStream) -> io::Result<()> {
        socket.set_nodelay(true)?;
        let mut requests = Requests::of(socket);
        while requests.has_next().await? {
            let number = self.next_number();
            let fault = self.plan.fault(number);
            if let Some(fault) = fault.as_ref().filter(|fault| fault.needs_no_request()) {
                return fault.play(requests.into_socket(), Answer::ok("")).await;
            }
            let Some(request) = requests.next(number).await? else {
                return Ok(());
            };
            let answer = match &fault {
                Some(Fault::Answered(answer)) => answer.clone(),
                _ => (self.handler)(&request),
            };
            self.note(request, fault.as_ref());
            match fault {
                None | Some(Fault::Answered(_)) => {
                    requests.socket().write_all(&answer.to_bytes()).await?
                }
                Some(fault) => return fault.play(requests.into_socket(), answer).await,
            }
        }
        Ok(())
    }

    fn next_number(&self) -> u64 {
        let mut log = self.log.lock().unwrap();
        log.begun += 1;
        log.begun - 1
    }

    fn note(&self, request: Request, fault: Option<&Fault>) {
        let acted = !fault.is_some_and(Fault::is_refusal);
        self.log.lock().unwrap().read.push((request, acted));
    }
}
