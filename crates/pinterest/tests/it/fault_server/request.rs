//! Reads requests from a connection.

use std::io;

use http::header::{CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

/// A request as it came in.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// How many requests began before it, on any connection.
    pub(crate) number: u64,
    pub(crate) method: String,
    /// Path and query as they stood on the wire.
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Request {
    /// A parameter of the query, as it stood on the wire.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let (_, query) = self.target.split_once('?')?;
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// The first part of the path that is a number, such as the id of a business.
    pub(crate) fn path_number(&self) -> Option<usize> {
        let path = self.target.split('?').next()?;
        path.split('/').find_map(|part| part.parse().ok())
    }

    fn from_head(number: u64, head: &str) -> Self {
        let mut lines = head.lines();
        let mut words = lines.next().unwrap().split(' ').map(str::to_owned);
        let header = |line: &str| -> (HeaderName, HeaderValue) {
            let (name, value) = line.split_once(": ").unwrap();
            (name.parse().unwrap(), value.parse().unwrap())
        };
        Self {
            number,
            method: words.next().unwrap(),
            target: words.next().unwrap(),
            headers: lines.map(header).collect(),
            body: String::new(),
        }
    }
}

/// The requests of one connection.
pub(super) struct Requests {
    socket: TcpStream,
    received: Vec<u8>,
}

impl Requests {
    pub(super) fn of(socket: TcpStream) -> Self {
        Self {
            socket,
            received: Vec::new(),
        }
    }

    pub(super) fn socket(&mut self) -> &mut TcpStream {
        &mut self.socket
    }

    pub(super) fn into_socket(self) -> TcpStream {
        self.socket
    }

    /// Waits until a request begins, and reads nothing of it; `false` when the client has closed the connection.
    pub(super) async fn has_next(&self) -> io::Result<bool> {
        Ok(!self.received.is_empty() || self.socket.peek(&mut [0]).await? > 0)
    }

    /// `None` when the client goes away in the middle.
    pub(super) async fn next(&mut self, number: u64) -> io::Result<Option<Request>> {
        const END: &[u8] = b"\r\n\r\n";
        let head_length = loop {
            let end = self.received.windows(END.len()).position(|at| at == END);
            if let Some(end) = end {
                break end + END.len();
            }
            if !self.read_more().await? {
                return Ok(None);
            }
        };
        let head: Vec<u8> = self.received.drain(..head_length).collect();
        let head = String::from_utf8(head).unwrap();
        let mut request = Request::from_head(number, head.trim_end());
        let body_length = request.headers.get(CONTENT_LENGTH).map_or(0, |length| {
            length.to_str().unwrap().parse::<usize>().unwrap()
        });
        while self.received.len() < body_length {
            if !self.read_more().await? {
                return Ok(None);
            }
        }
        let body: Vec<u8> = self.received.drain(..body_length).collect();
        request.body = String::from_utf8(body).unwrap();
        Ok(Some(request))
    }

    async fn read_more(&mut self) -> io::Result<bool> {
        Ok(self.socket.read_buf(&mut self.received).await? > 0)
    }
}
