//! Requests, and how they are read from a connection.

use std::{fmt, io};

use bytes::Buf;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A request as it stood on the wire.
#[derive(Clone, PartialEq)]
pub struct Request {
    number: u64,
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    /// Returns how many requests began before this one, on any connection.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Returns the method.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// Returns path and query as they stood on the wire.
    pub fn target(&self) -> &str {
        &self.target
    }

    /// Returns the path as it stood on the wire.
    pub fn path(&self) -> &str {
        let path = self.target.split('?').next();
        path.unwrap_or_default()
    }

    /// Returns the query as it stood on the wire, or `None` when there is no question mark.
    pub fn query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }

    /// Returns the first value of a parameter of the query, as it stood on the wire.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let mut pairs = self
            .query()?
            .split('&')
            .filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// Returns the first segment of the path that is a number, such as the id of a business.
    pub fn path_number(&self) -> Option<usize> {
        self.path().split('/').find_map(|part| part.parse().ok())
    }

    /// Returns the headers in their order, with their names in lower case.
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// Returns every value of a header, whose name is given in lower case.
    pub fn header(&self, name: &str) -> Vec<&str> {
        let values = self.headers.iter().filter(|(known, _)| known == name);
        values.map(|(_, value)| value.as_str()).collect()
    }

    /// Returns the body, without the framing of chunks.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Returns the body as text.
    ///
    /// # Panics
    ///
    /// Panics if the body is not UTF-8.
    #[track_caller]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// Returns the body as JSON.
    ///
    /// # Panics
    ///
    /// Panics if the body is not JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Returns method, target and body, if there is one, as one line.
    pub fn line(&self) -> String {
        let body = String::from_utf8_lossy(&self.body);
        let line = format!("{} {} {body}", self.method, self.target);
        line.trim_end().to_owned()
    }

    /// A request of which the parts are known; the names of headers are in lower case.
    #[cfg(feature = "http2")]
    pub(crate) fn new(
        number: u64,
        method: &str,
        target: &str,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    ) -> Self {
        Self {
            number,
            method: method.to_owned(),
            target: target.to_owned(),
            headers,
            body,
        }
    }

    fn from_head(number: u64, head: &str) -> Self {
        let mut lines = head.lines();
        let line = lines.next().unwrap();
        let words: Vec<&str> = line.split(' ').collect();
        let [method, target, "HTTP/1.1"] = words[..] else {
            panic!("{line:?} is no request line of HTTP/1.1");
        };
        let header = |line: &str| -> (String, String) {
            let (name, value) = line.split_once(':').unwrap();
            (name.to_lowercase(), value.trim().to_owned())
        };
        Self {
            number,
            method: method.to_owned(),
            target: target.to_owned(),
            headers: lines.map(header).collect(),
            body: Vec::new(),
        }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} with {:?}", self.line(), self.headers)
    }
}

/// The requests of one connection.
pub(crate) struct Requests {
    socket: TcpStream,
    received: Vec<u8>,
}

impl Requests {
    pub(crate) fn of(socket: TcpStream) -> Self {
        Self {
            socket,
            received: Vec::new(),
        }
    }

    pub(crate) fn into_socket(self) -> TcpStream {
        self.socket
    }

    /// Sends head and body, in one packet where they fit.
    pub(crate) async fn send(&mut self, head: &[u8], body: &[u8]) -> io::Result<()> {
        let mut all = Buf::chain(head, body);
        self.socket.write_all_buf(&mut all).await
    }

    /// Waits until a request begins, and reads nothing of it; `false` when the client has closed
    /// the connection.
    pub(crate) async fn has_next(&self) -> io::Result<bool> {
        Ok(!self.received.is_empty() || self.socket.peek(&mut [0]).await? > 0)
    }

    /// Waits until the client has closed the connection.
    pub(crate) async fn closed(&mut self) {
        while self.read_more().await.is_ok_and(|more| more) {}
    }

    /// Returns `None` when the client goes away in the middle.
    pub(crate) async fn next(&mut self, number: u64) -> io::Result<Option<Request>> {
        let Some(head) = self.read_until(b"\r\n\r\n").await? else {
            return Ok(None);
        };
        let head = String::from_utf8(head).unwrap();
        let mut request = Request::from_head(number, &head);
        let length = match request.header("content-length")[..] {
            [] => 0,
            [length] => length.parse().unwrap(),
            ref lengths => panic!("several lengths: {lengths:?}"),
        };
        let body = match request.header("transfer-encoding")[..] {
            [] => self.read_exactly(length).await?,
            ["chunked"] => self.read_chunks().await?,
            ref codings => panic!("{codings:?} is not supported"),
        };
        Ok(body.map(|body| {
            request.body = body;
            request
        }))
    }

    async fn read_chunks(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut body = Vec::new();
        loop {
            let Some(length) = self.read_until(b"\r\n").await? else {
                return Ok(None);
            };
            let length = std::str::from_utf8(&length).unwrap();
            let length = usize::from_str_radix(length, 16).unwrap();
            let chunk = self.read_exactly(length).await?;
            let end = self.read_until(b"\r\n").await?;
            match (chunk, end) {
                (Some(chunk), Some(_)) if !chunk.is_empty() => body.extend(chunk),
                (Some(_), Some(_)) => return Ok(Some(body)),
                _ => return Ok(None),
            }
        }
    }

    /// Returns what stands before `end`, and skips `end`.
    async fn read_until(&mut self, end: &[u8]) -> io::Result<Option<Vec<u8>>> {
        loop {
            let found = self.received.windows(end.len()).position(|at| at == end);
            if let Some(length) = found {
                let before = self.received.drain(..length).collect();
                self.received.drain(..end.len());
                return Ok(Some(before));
            }
            if !self.read_more().await? {
                return Ok(None);
            }
        }
    }

    async fn read_exactly(&mut self, length: usize) -> io::Result<Option<Vec<u8>>> {
        while self.received.len() < length {
            if !self.read_more().await? {
                return Ok(None);
            }
        }
        Ok(Some(self.received.drain(..length).collect()))
    }

    async fn read_more(&mut self) -> io::Result<bool> {
        Ok(self.socket.read_buf(&mut self.received).await? > 0)
    }
}
