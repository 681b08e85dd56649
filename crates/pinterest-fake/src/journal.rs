//! The requests that the fake received, oldest first, up to a bound.

use std::collections::VecDeque;

use serde::Serialize;
use serde_json::Value;

/// A request that the fake received. Secrets are masked.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Entry {
    /// Counts the requests of a fake from 1; a reset does not start it anew.
    pub number: u64,
    /// By the fake's clock, e.g. `2026-01-31T12:00:00Z`.
    pub received_at: String,
    /// `api` or `transfer`: the host that the request came to.
    pub host: &'static str,
    /// In upper case.
    pub method: String,
    /// As sent, with the base path.
    pub path: String,
    /// Decoded, in order.
    pub query: Vec<(String, String)>,
    /// Names in lower case; values that are secret are masked.
    pub headers: Vec<(String, String)>,
    /// The body, as JSON if it is JSON, else as text; long ones are cut.
    pub body: Value,
    /// Id of the operation that the method and path lead to.
    pub operation: Option<String>,
    /// Status of the response; 0 if the connection was closed without one.
    pub status: u16,
    /// Why the request was rejected, or what the fault rule did.
    pub note: Option<String>,
}

/// Keeps the newest entries.
#[derive(Debug)]
pub(crate) struct Journal {
    entries: VecDeque<Entry>,
    capacity: usize,
    received: u64,
}

impl Journal {
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            entries: VecDeque::new(),
            capacity,
            received: 0,
        }
    }

    /// Adds an entry and gives it its number.
    pub(crate) fn add(&mut self, mut entry: Entry) {
        self.received += 1;
        entry.number = self.received;
        if self.capacity == 0 {
            return;
        }
        if self.entries.len() == self.capacity {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
    }

    /// Returns the entries, oldest first.
    pub(crate) fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter()
    }

    /// Forgets the entries.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }

    /// Returns how many requests were received, those that are forgotten included.
    pub(crate) fn received(&self) -> u64 {
        self.received
    }
}
