//! Requests as a test asks for them.

use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use super::Entry;

/// The most lines that the listing has.
const LINES: usize = 20;

/// Requests that the fake had received when this was asked for, oldest first.
///
/// Filters return the requests for which they hold, and can be joined. What is displayed is a short
/// listing, for messages of assertions.
///
/// ```
/// use pinterest_fake::Fake;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let fake = Fake::start().await?;
/// // … the code under test …
/// let requests = fake.requests();
/// requests.to("campaigns/create").assert_count(0);
/// assert!(requests.with_status(429).is_empty(), "{requests}");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Requests {
    entries: Vec<Arc<Entry>>,
    filters: Vec<String>,
}

/// Filters.
impl Requests {
    pub(crate) fn new(entries: Vec<Arc<Entry>>) -> Self {
        Self {
            entries,
            filters: Vec::new(),
        }
    }

    /// Keeps the requests of an operation, by its id, e.g. `campaigns/create`.
    pub fn to(&self, operation: &str) -> Self {
        self.filtered(format!("to {operation}"), |entry| {
            entry.operation.as_deref() == Some(operation)
        })
    }

    /// Keeps the requests with a path; that of the API starts with `/v5`.
    pub fn to_path(&self, path: &str) -> Self {
        self.filtered(format!("to {path}"), |entry| entry.path == path)
    }

    /// Keeps the requests with an HTTP method.
    pub fn with_method(&self, method: &str) -> Self {
        self.filtered(format!("with method {method}"), |entry| {
            entry.method.eq_ignore_ascii_case(method)
        })
    }

    /// Keeps the requests that got a response with this status; 0 for those that got none.
    pub fn with_status(&self, status: u16) -> Self {
        self.filtered(format!("with status {status}"), |entry| {
            entry.status == status
        })
    }

    /// Keeps the requests that have a header.
    pub fn with_header(&self, name: &str) -> Self {
        self.filtered(format!("with header {name}"), |entry| {
            entry.header(name).is_some()
        })
    }

    /// Keeps the requests that do not have a header.
    pub fn without_header(&self, name: &str) -> Self {
        self.filtered(format!("without header {name}"), |entry| {
            entry.header(name).is_none()
        })
    }

    /// Keeps the requests with a value of a query parameter.
    pub fn with_query(&self, name: &str, value: &str) -> Self {
        self.filtered(format!("with {name}={value}"), |entry| {
            let mut query = entry.query.iter();
            query.any(|(known, given)| known == name && given == value)
        })
    }

    /// Keeps the requests that came to the host of the API.
    pub fn on_api_host(&self) -> Self {
        self.filtered("on the API host".to_owned(), |entry| entry.host == "api")
    }

    /// Keeps the requests that came to the host for uploads and downloads.
    pub fn on_transfer_host(&self) -> Self {
        self.filtered("on the transfer host".to_owned(), |entry| {
            entry.host == "transfer"
        })
    }

    /// Keeps the requests that a fault was applied to.
    pub fn with_fault(&self) -> Self {
        self.filtered("with a fault".to_owned(), |entry| entry.fault.is_some())
    }

    /// Keeps the requests that came after the one of that number.
    pub fn since(&self, number: u64) -> Self {
        self.filtered(format!("since #{number}"), |entry| entry.number > number)
    }

    /// Keeps the requests for which the predicate holds.
    pub fn filter(&self, predicate: impl Fn(&Entry) -> bool) -> Self {
        self.filtered("that a predicate keeps".to_owned(), predicate)
    }

    fn filtered(&self, name: String, keep: impl Fn(&Entry) -> bool) -> Self {
        let mut filters = self.filters.clone();
        filters.push(name);
        let entries = self.entries.iter().filter(|entry| keep(entry));
        Self {
            entries: entries.cloned().collect(),
            filters,
        }
    }
}

/// Results.
impl Requests {
    /// Returns how many there are.
    pub fn count(&self) -> usize {
        self.entries.len()
    }

    /// Tells whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns them one after the other.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Entry> + ExactSizeIterator {
        self.entries.iter().map(AsRef::as_ref)
    }

    /// Returns the first.
    pub fn first(&self) -> Option<&Entry> {
        self.entries.first().map(AsRef::as_ref)
    }

    /// Returns the last.
    pub fn last(&self) -> Option<&Entry> {
        self.entries.last().map(AsRef::as_ref)
    }

    /// Returns the bodies: JSON as it was sent, a form as an object, other text as a string, null for
    /// none. Secrets are masked.
    pub fn bodies(&self) -> Vec<Value> {
        self.iter().map(|entry| entry.body.clone()).collect()
    }

    /// Returns the statuses of the responses; 0 stands for none.
    pub fn statuses(&self) -> Vec<u16> {
        self.iter().map(|entry| entry.status).collect()
    }

    /// Asserts how many there are; the message lists them.
    ///
    /// # Panics
    ///
    /// Panics if there are more or fewer.
    #[track_caller]
    pub fn assert_count(&self, count: usize) {
        assert!(
            self.count() == count,
            "expected {count} request(s), but found {self}"
        );
    }
}

impl fmt::Display for Requests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} request(s)", self.count())?;
        for filter in &self.filters {
            write!(f, " {filter}")?;
        }
        f.write_str(if self.is_empty() { "" } else { ":" })?;
        let left_out = self.count().saturating_sub(LINES);
        if left_out > 0 {
            write!(f, "\n  … {left_out} before these")?;
        }
        for entry in self.iter().skip(left_out) {
            write!(f, "\n  {entry}")?;
        }
        Ok(())
    }
}

impl IntoIterator for Requests {
    type Item = Arc<Entry>;
    type IntoIter = std::vec::IntoIter<Arc<Entry>>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<'a> IntoIterator for &'a Requests {
    type Item = &'a Arc<Entry>;
    type IntoIter = std::slice::Iter<'a, Arc<Entry>>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter()
    }
}
