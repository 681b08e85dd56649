//! The responses of the server.

use std::fmt;

use bytes::Bytes;

use crate::Fault;
use crate::held::{Gate, Held};

/// A response: status, headers and body as the test wrote them, and how sending it fails, if it
/// does.
///
/// The length of the body is announced, unless the status forbids a body or a header says how the
/// body is framed.
#[derive(Clone)]
pub struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
    pub(crate) fault: Option<Box<Fault>>,
    pub(crate) hold: Option<Hold>,
}

/// Where the server waits until the test releases the response.
#[derive(Clone)]
pub(crate) struct Hold {
    pub(crate) gate: Gate,
    /// After the head and so many bytes of the body; before everything if `None`.
    pub(crate) after: Option<usize>,
}

impl Response {
    /// Creates a response without headers that say what the body is.
    pub fn new(status: u16, body: impl AsRef<[u8]>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Bytes::copy_from_slice(body.as_ref()),
            fault: None,
            hold: None,
        }
    }

    /// Creates a response with status 200 and a body of JSON.
    pub fn ok(body: impl AsRef<[u8]>) -> Self {
        Self::json(200, body)
    }

    /// Creates a response with a body of JSON.
    pub fn json(status: u16, body: impl AsRef<[u8]>) -> Self {
        Self::new(status, body).header("content-type", "application/json")
    }

    /// Creates the page that a proxy sends in place of the API.
    pub fn html(status: u16) -> Self {
        let page = "<!DOCTYPE html><html><body><h1>We'll be right back</h1></body></html>";
        Self::new(status, page).header("content-type", "text/html")
    }

    /// Creates a redirect.
    pub fn redirect(status: u16, location: &str) -> Self {
        Self::new(status, "").header("location", location)
    }

    /// Closes the connection without a response.
    pub fn closed() -> Self {
        Fault::ClosedWithoutResponse.into()
    }

    /// Keeps the connection open and never responds.
    pub fn stalled() -> Self {
        Fault::StalledWithoutResponse.into()
    }

    /// Replaces the body, for bodies that are shared instead of copied.
    #[must_use]
    pub fn body(mut self, body: Bytes) -> Self {
        self.body = body;
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Returns the status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Makes sending the response fail.
    #[must_use]
    pub fn with_fault(mut self, fault: Fault) -> Self {
        self.fault = Some(Box::new(fault));
        self
    }

    /// Closes the connection in the middle of the body.
    #[must_use]
    pub fn cut(self) -> Self {
        self.with_fault(Fault::CutInBody)
    }

    /// Holds the response back until it is released.
    pub fn held(self) -> (Self, Held) {
        self.hold(None)
    }

    /// Sends the head and `length` bytes of the body, and holds the rest back until it is released.
    pub fn held_after(self, length: usize) -> (Self, Held) {
        self.hold(Some(length))
    }

    fn hold(mut self, after: Option<usize>) -> (Self, Held) {
        let (held, gate) = Gate::new();
        self.hold = Some(Hold { gate, after });
        (self, held)
    }

    /// Whether the server definitely did not act on the request: with a 4xx status, unless code 12
    /// says that something failed on the way.
    pub(crate) fn is_rejection(&self) -> bool {
        let transient = br#""code": 12,"#;
        let mut parts = self.body.windows(transient.len());
        (400..500).contains(&self.status) && !parts.any(|part| part == transient)
    }

    pub(crate) fn header_is(&self, name: &str, value: &str) -> bool {
        let mut headers = self.headers.iter();
        headers.any(|(known, found)| known.eq_ignore_ascii_case(name) && found == value)
    }

    pub(crate) fn without_header(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self
    }

    /// Returns the bytes before the body.
    pub(crate) fn head(&self) -> Vec<u8> {
        let framed = self.headers.iter().any(|(name, _)| {
            ["content-length", "transfer-encoding"].contains(&&*name.to_lowercase())
        });
        if framed || matches!(self.status, 100..200 | 204 | 304) {
            return self.head_with(&[]);
        }
        self.head_with(&[("content-length", &self.body.len().to_string())])
    }

    /// Returns the head with these headers after its own.
    pub(crate) fn head_with(&self, more: &[(&str, &str)]) -> Vec<u8> {
        let own = self.headers.iter().map(|(name, value)| (&**name, &**value));
        let headers = own
            .chain(more.iter().copied())
            .map(|(name, value)| format!("{name}: {value}\r\n"));
        let headers: String = headers.collect();
        format!("HTTP/1.1 {} \r\n{headers}\r\n", self.status).into_bytes()
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.head();
        bytes.extend_from_slice(&self.body);
        bytes
    }
}

/// The fault, with a good response for those faults that need one.
impl From<Fault> for Response {
    fn from(fault: Fault) -> Self {
        Self::ok("{}").with_fault(fault)
    }
}

/// Shows at most the beginning of the body.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let beginning = &self.body[..self.body.len().min(100)];
        let beginning = String::from_utf8_lossy(beginning);
        let (status, length) = (self.status, self.body.len());
        write!(
            f,
            "{status} {:?} {beginning} ({length} bytes)",
            self.headers
        )?;
        match &self.fault {
            Some(fault) => write!(f, " with {fault:?}"),
            None => Ok(()),
        }
    }
}
