//! The journal of the server: connections and requests.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::timeout;

use crate::Request;

/// The timeout for events that should happen at once. It bounds the time of a failing test.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Default)]
pub(crate) struct Journal {
    log: watch::Sender<Log>,
}

#[derive(Default)]
pub(crate) struct Log {
    pub(crate) connections: usize,
    /// The number of requests that have begun to arrive.
    pub(crate) begun: u64,
    /// Those that were read completely.
    pub(crate) read: Vec<Entry>,
    /// Targets of the requests whose client went away before the whole response was sent.
    pub(crate) abandoned: Vec<String>,
    /// Requests for which there was no response.
    pub(crate) unexpected: Vec<Request>,
    /// Whether the handler has panicked.
    pub(crate) has_panicked: bool,
}

pub(crate) struct Entry {
    pub(crate) request: Request,
    /// Whether the server acted on the request, or may have.
    pub(crate) acted: bool,
}

impl Journal {
    pub(crate) fn note(&self, note: impl FnOnce(&mut Log)) {
        self.log.send_modify(note);
    }

    /// Returns the number of the request that begins now.
    pub(crate) fn next_number(&self) -> u64 {
        let mut number = 0;
        self.note(|log| {
            number = log.begun;
            log.begun += 1;
        });
        number
    }

    pub(crate) fn look<T>(&self, look: impl FnOnce(&Log) -> T) -> T {
        look(&self.log.borrow())
    }

    /// Waits until the log is as asked; `false` when it does not become so.
    pub(crate) async fn becomes(&self, is_so: impl Fn(&Log) -> bool) -> bool {
        let mut log = self.log.subscribe();
        let outcome = timeout(PATIENCE, log.wait_for(|log| is_so(log))).await;
        matches!(outcome, Ok(Ok(_)))
    }
}
