//! A running fake, and how it is started.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use tokio::sync::watch;

mod access;

use crate::authorization::Rules;
use crate::deliveries;
use crate::faults::{Fault, FaultId, FaultStatus};
use crate::journal::{Entry, Requests};
use crate::seed::{Content, Origin, Tables};
use crate::server;
use crate::service::{BASE_PATH, Host, Log, Service, Settings};

/// A running fake of the service, which stops when it is dropped.
#[derive(Debug)]
pub struct Fake {
    service: Arc<Service>,
    api_url: String,
    transfer_url: String,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

/// Sets up a [`Fake`].
#[derive(Clone, Debug)]
#[must_use]
pub struct Builder {
    address: SocketAddr,
    transfer_port: u16,
    settings: Settings,
    seed: u64,
    data: Data,
    time: Option<SystemTime>,
    journal_capacity: usize,
    log: Option<Log>,
}

#[derive(Clone, Debug)]
enum Data {
    BuiltIn,
    Nothing,
    Folder(PathBuf),
}

/// Starting, and where it is.
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
            transfer_port: 0,
            settings: Settings {
                rejects_unknown: true,
                is_sandbox: false,
                checks_responses: cfg!(debug_assertions),
                rules: Rules::default(),
                public_host: None,
            },
            seed: 1,
            data: Data::BuiltIn,
            time: None,
            journal_capacity: 10_000,
            log: None,
        }
    }

    /// Returns the URL that the paths of operations are appended to, such as
    /// `http://127.0.0.1:40123/v5`.
    pub fn url(&self) -> String {
        format!("{}{BASE_PATH}", self.api_url)
    }

    /// Returns the URL of the host for uploads and downloads, without a slash at its end.
    pub fn transfer_url(&self) -> String {
        self.transfer_url.clone()
    }

    /// Returns the URL of the page for people, below which the commands over HTTP are.
    pub fn admin_url(&self) -> String {
        format!("{}/_fake/", self.api_url)
    }
}

/// State and time.
impl Fake {
    /// Puts everything back to how it was at the start: the data, the clock. Faults and recorded
    /// requests are forgotten.
    pub fn reset(&self) {
        self.service.reset();
    }

    /// Returns the time by the fake's clock.
    pub fn now(&self) -> SystemTime {
        self.service.state().clock.now().0.into()
    }

    /// Moves the fake's clock forward: jobs progress, links and tokens expire.
    pub fn advance(&self, by: Duration) {
        self.service.advance(by);
    }

    /// Stops the fake's clock where it is; [`advance`](Self::advance) still moves it.
    pub fn stop_clock(&self) {
        self.service.state().clock.set_running(false);
    }

    /// Lets the fake's clock run on from where it is.
    pub fn run_clock(&self) {
        self.service.state().clock.set_running(true);
    }
}

/// Faults and recorded requests.
impl Fake {
    /// Adds a fault, which is in force from now on.
    ///
    /// ```
    /// use pinterest_fake::{Fake, Fault};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let fake = Fake::start().await?;
    /// fake.inject(Fault::on("campaigns/create").nth(2).status(503));
    /// fake.inject(Fault::on("pins/create").times(1).reset_after_acting());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if the fault makes no sense, for instance because no operation has the id.
    #[track_caller]
    pub fn inject(&self, fault: Fault) -> FaultId {
        let checked = fault.check();
        assert!(
            checked.is_ok(),
            "invalid fault: {}",
            checked.err().unwrap_or_default()
        );
        self.service.faults().add(fault)
    }

    /// Returns the faults in force, oldest first, with how often each was applied.
    pub fn faults(&self) -> Vec<FaultStatus> {
        self.service.faults().list().to_vec()
    }

    /// Removes a fault; tells whether it was in force.
    pub fn remove_fault(&self, id: FaultId) -> bool {
        self.service.faults().remove(id)
    }

    /// Removes every fault.
    pub fn clear_faults(&self) {
        self.service.faults().clear();
    }

    /// Returns the requests that the fake received, oldest first.
    pub fn requests(&self) -> Requests {
        Requests::new(self.service.journal().entries().cloned().collect())
    }

    /// Forgets the requests that were received so far.
    pub fn clear_requests(&self) {
        self.service.journal().clear();
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

/// What the fake holds.
impl Builder {
    /// Makes the built-in data from this number; the same number makes the same data. The random
    /// choices of faults come from it, too. It is 1 by default.
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Starts with the user accounts only.
    pub fn without_seed(mut self) -> Self {
        self.data = Data::Nothing;
        self
    }

    /// Starts with the user accounts and the files of a folder in the place of the built-in data. A
    /// file is a table (`boards.json`, `campaigns.yaml`): a list of objects, which are completed with
    /// the fields that the description requires.
    pub fn with_seed_folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.data = Data::Folder(folder.into());
        self
    }

    /// Starts with a clock that stands at a time; without it, the clock starts at the machine's time
    /// and runs.
    pub fn with_time(mut self, time: SystemTime) -> Self {
        self.time = Some(time);
        self
    }

    /// Keeps this many requests, the newest; 10,000 by default.
    pub fn with_journal_capacity(mut self, entries: usize) -> Self {
        self.journal_capacity = entries;
        self
    }
}

/// How it is served.
impl Builder {
    /// Serves the API on an address; a port of 0 takes a free one. It is a free port of the loopback
    /// interface by default. Beyond loopback, everybody who reaches the port can read and change what
    /// the fake holds.
    pub fn with_address(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Serves uploads and downloads on a port of the same interface; 0, the default, takes a free one.
    pub fn with_transfer_port(mut self, port: u16) -> Self {
        self.transfer_port = port;
        self
    }

    /// Names the host in the URLs that clients are given, for instance the name of a container.
    pub fn with_public_host(mut self, host: impl Into<String>) -> Self {
        self.settings.public_host = Some(host.into());
        self
    }

    /// Rejects operations that the sandbox does not have.
    pub fn with_sandbox(mut self) -> Self {
        self.settings.is_sandbox = true;
        self
    }

    /// Calls a function for each request after its response was made, for instance to log it. The
    /// response is sent when it returns.
    pub fn with_log(mut self, log: impl Fn(&Entry) + Send + Sync + 'static) -> Self {
        self.log = Some(Log(Arc::new(log)));
        self
    }

    /// Starts the fake on a thread of its own.
    ///
    /// # Errors
    ///
    /// Returns an error if a port cannot be opened, or the data of the folder does not fit: the message
    /// names the file and the row.
    pub async fn start(self) -> io::Result<Fake> {
        let api = listener(self.address)?;
        let transfer = listener(SocketAddr::new(self.address.ip(), self.transfer_port))?;
        let address = api.local_addr()?;
        let public_host = self.settings.public_host.as_deref();
        if let Some(host) = public_host {
            check_host(host)?;
        }
        let api_url = url(address, public_host);
        let transfer_url = url(transfer.local_addr()?, public_host);
        let invalid = |error| io::Error::new(io::ErrorKind::InvalidInput, error);
        let time = self.time.map(Timestamp::try_from).transpose();
        let origin = Origin {
            number: self.seed,
            content: match &self.data {
                Data::BuiltIn => Content::BuiltIn,
                Data::Nothing => Content::Nothing,
                Data::Folder(folder) => Content::Tables(Tables::read(folder).map_err(invalid)?),
            },
            time: time.map_err(io::Error::other)?,
            api_url: format!("{api_url}{BASE_PATH}"),
            transfer_url: transfer_url.clone(),
        };
        let service = Service::new(
            self.settings,
            address,
            origin,
            self.journal_capacity,
            self.log,
        );
        let service = Arc::new(service.map_err(invalid)?);
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
            api_url,
            transfer_url,
            stop,
            thread: Some(thread),
        })
    }
}

/// The URL of an address; one that stands for all interfaces is reached over loopback.
fn url(address: SocketAddr, public_host: Option<&str>) -> String {
    let host = match (public_host, address.ip()) {
        (Some(host), _) => return format!("http://{host}:{}", address.port()),
        (None, IpAddr::V4(ip)) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        (None, IpAddr::V6(ip)) if ip.is_unspecified() => IpAddr::V6(std::net::Ipv6Addr::LOCALHOST),
        (None, ip) => ip,
    };
    format!("http://{}", SocketAddr::new(host, address.port()))
}

/// A host name stands in URLs, without a port.
fn check_host(host: &str) -> io::Result<()> {
    let authority = host.parse::<http::uri::Authority>();
    match authority.is_ok_and(|authority| authority.host() == host) {
        true => Ok(()),
        false => Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            format!("'{host}' is no host name"),
        )),
    }
}

fn listener(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}
