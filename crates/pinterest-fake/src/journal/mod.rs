//! The requests that the fake received, oldest first, up to a bound.

mod requests;

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use crate::faults::FaultId;

pub use requests::Requests;

/// The most bytes that the entries may take, so that long bodies do not fill the memory.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// What an entry takes beside its body, about.
const BYTES_OF_ENTRY: usize = 1024;

/// A request that the fake received. Secrets are masked.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
    /// The fault that was applied.
    pub fault: Option<FaultId>,
    /// Why the request was rejected, or what the fault did.
    pub note: Option<String>,
}

impl Entry {
    /// Returns the first value of a header; the name's case does not matter.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the first value of a query parameter.
    pub fn query_value(&self, name: &str) -> Option<&str> {
        let mut query = self.query.iter();
        let found = query.find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// One line, such as `#12 POST /v5/boards 201 boards/create`.
impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{} {} {}", self.number, self.method, self.path)?;
        if !self.query.is_empty() {
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.extend_pairs(&self.query);
            write!(f, "?{}", query.finish())?;
        }
        match self.status {
            0 => f.write_str(" no response")?,
            status => write!(f, " {status}")?,
        }
        match &self.operation {
            Some(operation) => write!(f, " {operation}")?,
            None if self.host == "transfer" => f.write_str(" transfer")?,
            None => {}
        }
        match &self.note {
            Some(note) => write!(f, " ({note})"),
            None => Ok(()),
        }
    }
}

/// Keeps the newest entries.
#[derive(Debug)]
pub(crate) struct Journal {
    /// Each with the bytes that it takes, about.
    entries: VecDeque<(Arc<Entry>, usize)>,
    bytes: usize,
    capacity: usize,
    received: u64,
}

impl Journal {
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            entries: VecDeque::new(),
            bytes: 0,
            capacity,
            received: 0,
        }
    }

    /// Adds an entry, whose body has a length, and gives it its number.
    pub(crate) fn add(&mut self, mut entry: Entry, body_length: usize) -> Arc<Entry> {
        self.received += 1;
        entry.number = self.received;
        let entry = Arc::new(entry);
        if self.capacity == 0 {
            return entry;
        }
        let bytes = body_length.saturating_add(BYTES_OF_ENTRY);
        self.entries.push_back((Arc::clone(&entry), bytes));
        self.bytes = self.bytes.saturating_add(bytes);
        while self.entries.len() > self.capacity
            || (self.bytes > MOST_BYTES && self.entries.len() > 1)
        {
            let Some((_, bytes)) = self.entries.pop_front() else {
                break;
            };
            self.bytes = self.bytes.saturating_sub(bytes);
        }
        entry
    }

    /// Returns the entries, oldest first.
    pub(crate) fn entries(&self) -> impl DoubleEndedIterator<Item = &Arc<Entry>> {
        self.entries.iter().map(|(entry, _)| entry)
    }

    /// Returns the entry of that number, if it is not forgotten.
    pub(crate) fn entry(&self, number: u64) -> Option<&Arc<Entry>> {
        let index = self
            .entries
            .binary_search_by_key(&number, |(entry, _)| entry.number);
        self.entries.get(index.ok()?).map(|(entry, _)| entry)
    }

    /// Forgets the entries.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.bytes = 0;
    }

    /// Returns how many requests were received, those that are forgotten included.
    pub(crate) fn received(&self) -> u64 {
        self.received
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(method: &str) -> Entry {
        Entry {
            number: 0,
            received_at: String::new(),
            host: "api",
            method: method.to_owned(),
            path: "/v5/boards".to_owned(),
            query: vec![("page_size".to_owned(), "2".to_owned())],
            headers: Vec::new(),
            body: Value::Null,
            operation: Some("boards/list".to_owned()),
            status: 200,
            fault: None,
            note: None,
        }
    }

    #[test]
    fn the_newest_are_kept() {
        let mut journal = Journal::new(2);
        for method in ["GET", "POST", "PATCH"] {
            journal.add(entry(method), 0);
        }
        let lines: Vec<String> = journal.entries().map(ToString::to_string).collect();
        assert_eq!(
            lines,
            [
                "#2 POST /v5/boards?page_size=2 200 boards/list",
                "#3 PATCH /v5/boards?page_size=2 200 boards/list"
            ]
        );
        assert_eq!(journal.received(), 3);
        assert_eq!(journal.entry(1), None);
        assert_eq!(
            journal.entry(3).map(|entry| entry.method.as_str()),
            Some("PATCH")
        );
    }

    #[test]
    fn long_bodies_make_it_shorter() {
        let mut journal = Journal::new(100);
        for _ in 0..10 {
            journal.add(entry("POST"), MOST_BYTES / 4);
        }
        assert_eq!(journal.entries().count(), 3);
    }
}
