//! Answers that are proper HTTP.

use std::fmt;

/// Status, headers and body; the length of the body is announced unless the status forbids one.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// An answer without headers that say what the body is.
    pub(crate) fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into(),
        }
    }

    /// 200 and JSON.
    pub(crate) fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::json(200, body)
    }

    pub(crate) fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status, body).header("content-type", "application/json")
    }

    /// What a proxy says in place of the API.
    pub(crate) fn html(status: u16) -> Self {
        let page = "<!DOCTYPE html><html><body><h1>We'll be right back</h1></body></html>";
        Self::new(status, page).header("content-type", "text/html")
    }

    /// 3xx to somewhere else.
    pub(crate) fn redirect(status: u16, location: &str) -> Self {
        Self::new(status, "").header("location", location)
    }

    /// Adds a header.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Leaves out a header.
    pub(super) fn without_header(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        if self.status == 204 {
            return self.head(&[]);
        }
        let mut bytes = self.head(&[("content-length", &self.body.len().to_string())]);
        bytes.extend_from_slice(&self.body);
        bytes
    }

    /// Everything that stands before the body, with these headers besides its own.
    pub(super) fn head(&self, more: &[(&str, &str)]) -> Vec<u8> {
        let own = self.headers.iter().map(|(name, value)| (&**name, &**value));
        let headers = own
            .chain(more.iter().copied())
            .map(|(name, value)| format!("{name}: {value}\r\n"));
        let headers: String = headers.collect();
        format!("HTTP/1.1 {} \r\n{headers}\r\n", self.status).into_bytes()
    }
}

/// Short, however long the body is.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let beginning = &self.body[..self.body.len().min(100)];
        let beginning = String::from_utf8_lossy(beginning);
        let (status, length) = (self.status, self.body.len());
        write!(
            f,
            "{status} {:?} {beginning} ({length} bytes)",
            self.headers
        )
    }
}
