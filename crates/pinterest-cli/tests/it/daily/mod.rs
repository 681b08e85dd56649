//! The commands for daily work, run against the fake.

mod ads;
mod analytics;
mod business;
mod catalogs;
mod conversions;
mod customer_lists;
mod demo;
#[cfg(unix)]
mod interruption;
mod jobs;
mod leads;
mod pins;
mod tables;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, OnceLock, Weak};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use pinterest_fake::{Builder, Fake};
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::command::{Run, Shell, TOKEN};

/// The first ad account of the built-in data.
const AD_ACCOUNT: &str = "549770000001";

/// The business of the built-in data.
const BUSINESS: &str = "549755885175";

/// A fake, and a shell whose profile has its ad account and its business.
struct Daily {
    fake: Arc<Fake>,
    shell: Shell,
    is_fast: Arc<AtomicBool>,
    /// The operations of requests as they come, and `transfer` for those to the transfer host.
    received: Mutex<Receiver<String>>,
    _runtime: Runtime,
}

impl Daily {
    fn start() -> Self {
        Self::of(Fake::builder())
    }

    /// At noon of the last day of January 2026, where the clock stands.
    fn at_noon() -> Self {
        let noon = UNIX_EPOCH + Duration::from_secs(1_769_860_800);
        Self::of(Fake::builder().with_time(noon))
    }

    fn of(builder: Builder) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let (started, is_fast) = (Arc::new(OnceLock::new()), Arc::new(AtomicBool::new(false)));
        let (clock, runs_fast) = (Arc::clone(&started), Arc::clone(&is_fast));
        let (sender, received) = channel();
        let builder = builder.with_log(move |entry| {
            let operation = entry.operation.clone().unwrap_or_default();
            let is_transfer = entry.host == "transfer";
            // A test that waits for none of them may be over.
            let _ = sender.send(if is_transfer {
                "transfer".to_owned()
            } else {
                operation
            });
            let fake: Option<Arc<Fake>> = clock.get().and_then(Weak::upgrade);
            if let Some(fake) = fake.filter(|_| runs_fast.load(Ordering::SeqCst)) {
                fake.advance(Duration::from_secs(10));
            }
        });
        let fake = Arc::new(runtime.block_on(builder.start()).unwrap());
        started.set(Arc::downgrade(&fake)).unwrap();
        let shell = Shell::new()
            .with("PINTEREST_API_URI", &fake.url())
            .with("PINTEREST_ACCESS_TOKEN", TOKEN)
            .with("PINTEREST_AD_ACCOUNT_ID", AD_ACCOUNT)
            .with("PINTEREST_BUSINESS_ID", BUSINESS);
        Self {
            fake,
            shell,
            is_fast,
            received: Mutex::new(received),
            _runtime: runtime,
        }
    }

    /// The JSON lines that a command prints.
    #[track_caller]
    fn lines(&self, arguments: &[&str]) -> Vec<Value> {
        self.shell.run(arguments).lines()
    }

    /// The first ids that a command lists.
    #[track_caller]
    fn ids(&self, arguments: &[&str]) -> Vec<String> {
        let lines = self.lines(arguments);
        lines.iter().map(|line| text(line, "/id")).collect()
    }

    /// The bodies of the requests to an operation.
    fn sent(&self, operation: &str) -> Vec<Value> {
        self.fake.requests().to(operation).bodies()
    }

    /// Seconds since 1970, a minute ago by the clock of the fake.
    fn a_minute_ago(&self) -> u64 {
        let now = self.fake.now().max(SystemTime::UNIX_EPOCH);
        now.duration_since(UNIX_EPOCH).unwrap().as_secs() - 60
    }

    /// Runs a command during which ten seconds pass with each request, so that jobs make progress.
    #[track_caller]
    fn run_fast(&self, arguments: &[&str]) -> Run {
        self.make_fast(true);
        let run = self.shell.run(arguments);
        self.make_fast(false);
        run
    }

    /// Sets whether ten seconds pass with each request.
    fn make_fast(&self, is_fast: bool) {
        self.is_fast.store(is_fast, Ordering::SeqCst);
    }

    /// Waits for a request to an operation, or to the `transfer` host, after those that were waited
    /// for before.
    #[track_caller]
    fn wait_for(&self, operation: &str) {
        let received = self.received.lock().unwrap();
        loop {
            let next = received.recv_timeout(Duration::from_secs(60));
            let next = next.unwrap_or_else(|_| panic!("no request to {operation}"));
            if next == operation {
                return;
            }
        }
    }
}

#[track_caller]
fn text(value: &Value, pointer: &str) -> String {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found
        .unwrap_or_else(|| panic!("no {pointer} in {value}"))
        .to_owned()
}
