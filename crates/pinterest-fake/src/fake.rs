//! A running fake, and how it is started.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::watch;

mod access;

use crate::authorization::Rules;
use crate::clock::Clock;
use crate::deliveries;
use crate::families;
use crate::journal::{Entry, Journal};
use crate::server;
use crate::service::{BASE_PATH, Host, Service, Settings};
use crate::state::State;

/// A running fake of the service, which stops when it is dropped.
#[derive(Debug)]
pub struct Fake {
    service: Arc<Service>,
    api: SocketAddr,
    transfer: SocketAddr,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

/// Sets up a [`Fake`].
#[derive(Clone, Debug)]
pub struct Builder {
    address: SocketAddr,
    settings: Settings,
    seed: u64,
    journal_capacity: usize,
}

impl Fake {
    /// Starts a fake on a free port of the loopback interface.
    ///
    /// # Errors
    ///
    /// Returns an error if no port can be opened.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Returns a builder, for what [`start`](Self::start) does not set.
    pub fn builder() -> Builder {
        Builder {
            address: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0),
            settings: Settings {
                rejects_unknown: true,
                is_sandbox: false,
                checks_responses: cfg!(debug_assertions),
                rules: Rules::default(),
            },
            seed: 1,
            journal_capacity: 10_000,
        }
    }

    /// Returns the URL that the paths of operations are appended to, such as
    /// `http://127.0.0.1:40123/v5`.
    pub fn url(&self) -> String {
        format!("http://{}{BASE_PATH}", self.api)
    }

    /// Returns the URL of the host for uploads and downloads, without a slash at its end.
    pub fn transfer_url(&self) -> String {
        format!("http://{}", self.transfer)
    }

    /// Moves the fake's clock forward: jobs progress, links and tokens expire.
    pub fn advance(&self, by: Duration) {
        self.service.state().clock.advance(by);
        self.service.want_deliveries();
    }

    /// Returns the requests that the fake received, oldest first.
    pub fn requests(&self) -> Vec<Entry> {
        self.service.journal().entries().cloned().collect()
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Builder {
    /// Starts the fake on a thread of its own.
    ///
    /// # Errors
    ///
    /// Returns an error if a port cannot be opened.
    pub async fn start(self) -> io::Result<Fake> {
        let api = listener(self.address)?;
        let transfer = listener(SocketAddr::new(self.address.ip(), 0))?;
        let (api_address, transfer_address) = (api.local_addr()?, transfer.local_addr()?);
        let mut state = State::new(
            Clock::default(),
            format!("http://{api_address}{BASE_PATH}"),
            format!("http://{transfer_address}"),
            self.seed,
        );
        families::seed(&mut state);
        let journal = Journal::new(self.journal_capacity);
        let service = Arc::new(Service::new(self.settings, state, journal));
        let (stop, stopped) = watch::channel(false);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let of_thread = Arc::clone(&service);
        let thread = std::thread::Builder::new()
            .name("pinterest-fake".to_owned())
            .spawn(move || {
                let serve = async {
                    tokio::join!(
                        server::serve(api, Host::Api, Arc::clone(&of_thread), stopped.clone()),
                        server::serve(
                            transfer,
                            Host::Transfer,
                            Arc::clone(&of_thread),
                            stopped.clone(),
                        ),
                        deliveries::run(of_thread, stopped.clone()),
                    )
                };
                let _ = runtime.block_on(serve);
            })?;
        Ok(Fake {
            service,
            api: api_address,
            transfer: transfer_address,
            stop,
            thread: Some(thread),
        })
    }
}

fn listener(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}
