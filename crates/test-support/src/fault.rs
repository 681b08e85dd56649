//! The ways in which sending a response fails.

use bytes::Bytes;
use flate2::{Compress, Compression, FlushCompress};

use crate::{Response, gzip};

/// A failure of the server or of the network. Every fault ends the connection, except
/// [`Response`](Fault::Response), and those that stall or do not end.
#[derive(Clone, Debug)]
pub enum Fault {
    /// The connection is reset before the request is read.
    ResetBeforeReading,
    /// The connection is closed before the request is read.
    ClosedBeforeReading,
    /// The connection is reset after the request was read.
    ResetWithoutResponse,
    /// The connection is closed after the request was read.
    ClosedWithoutResponse,
    /// The connection stays open, and nothing is sent.
    StalledWithoutResponse,
    /// Nothing follows a part of the head.
    StalledInHead,
    /// Nothing follows the first half of the body.
    StalledInBody,
    /// Nothing follows the first bytes of the body, of this number.
    StalledAfter(usize),
    /// The connection is closed in the middle of the head.
    CutInHead,
    /// The connection is closed in the middle of the body.
    CutInBody,
    /// The connection is closed after so many bytes of the body.
    CutAfter(usize),
    /// The connection is closed in the middle of a body that comes in chunks.
    CutInChunk,
    /// The response is followed by these bytes, which look like another response.
    Followed(&'static str),
    /// The length of the body is announced with these values, one header each.
    Lengths(&'static [&'static str]),
    /// What is sent is not HTTP.
    Garbage,
    /// The body is announced as compressed, but is not.
    GarbledGzip,
    /// The compressed body ends too early.
    CutGzip,
    /// The body is compressed, and grows by this many bytes when it is decompressed.
    GzipBomb(usize),
    /// The body is longer by this many bytes.
    Padded(usize),
    /// Responses with these statuses, 1xx, come before the real one.
    Announced(&'static [u16]),
    /// Responses with status 103 come without end, and the real one never.
    AnnouncedEndlessly,
    /// The compressed body never ends, and grows by far when it is decompressed.
    EndlessGzip,
    /// The response claims this type of content, or none.
    ContentType(Option<&'static str>),
    /// Another response takes the place of the one that was meant.
    Response(Response),
}

/// The end of the connection after a fault.
pub(crate) enum End {
    Reset,
    Closed,
    /// It stays open, and nothing follows.
    Stalled,
    /// It stays open, and these bytes follow again and again, until the client closes it.
    Repeating(Vec<u8>),
}

impl From<Response> for Fault {
    fn from(response: Response) -> Self {
        Self::Response(response)
    }
}

impl Fault {
    /// Whether the request is not read.
    pub(crate) fn needs_no_request(&self) -> bool {
        matches!(self, Self::ResetBeforeReading | Self::ClosedBeforeReading)
    }

    pub(crate) fn end(&self) -> End {
        match self {
            Self::ResetBeforeReading | Self::ResetWithoutResponse => End::Reset,
            Self::StalledWithoutResponse
            | Self::StalledInHead
            | Self::StalledInBody
            | Self::StalledAfter(_) => End::Stalled,
            Self::AnnouncedEndlessly => End::Repeating(early_hints()),
            Self::EndlessGzip => End::Repeating(compressed_part()),
            _ => End::Closed,
        }
    }

    /// Returns the bytes that are sent in place of `response`.
    pub(crate) fn bytes(&self, response: Response) -> Vec<u8> {
        let response = match self {
            // The client is to believe that the connection can be used again.
            Self::Followed(_) => response,
            _ => response.header("connection", "close"),
        };
        match self {
            Self::ResetBeforeReading
            | Self::ClosedBeforeReading
            | Self::ResetWithoutResponse
            | Self::ClosedWithoutResponse
            | Self::StalledWithoutResponse
            | Self::AnnouncedEndlessly => Vec::new(),
            Self::StalledInHead | Self::CutInHead => {
                let head = response.head();
                head[..head.len() / 2].to_vec()
            }
            Self::StalledInBody | Self::CutInBody => {
                let half = response.body.len() / 2;
                cut_after(&response, half)
            }
            Self::StalledAfter(length) | Self::CutAfter(length) => cut_after(&response, *length),
            Self::CutInChunk => cut_in_chunk(&response),
            Self::Followed(more) => [&*response.to_bytes(), more.as_bytes()].concat(),
            Self::Lengths(values) => {
                let lengths = values.iter().map(|value| ("content-length", *value));
                let head = response.head_with(&lengths.collect::<Vec<_>>());
                [&*head, &response.body].concat()
            }
            Self::Garbage => b"\x16\x03\x01\x02\x00\r\n\r\n\xff".to_vec(),
            Self::GarbledGzip => response.header("content-encoding", "gzip").to_bytes(),
            Self::CutGzip => {
                let mut response = compressed(response);
                response.body.truncate(response.body.len() / 2);
                response.to_bytes()
            }
            Self::EndlessGzip => {
                // Without a length, the body goes on until the connection is closed.
                let head = response.head_with(&[("content-encoding", "gzip")]);
                [&*head, GZIP_HEADER].concat()
            }
            Self::GzipBomb(size) => compressed(padded(response, *size)).to_bytes(),
            Self::Padded(size) => padded(response, *size).to_bytes(),
            Self::Announced(statuses) => {
                let announcement = |status: &u16| format!("HTTP/1.1 {status} \r\n\r\n");
                let before: String = statuses.iter().map(announcement).collect();
                [before.as_bytes(), &response.to_bytes()].concat()
            }
            Self::ContentType(kind) => {
                let response = response.without_header("content-type");
                match kind {
                    Some(kind) => response.header("content-type", kind).to_bytes(),
                    None => response.to_bytes(),
                }
            }
            Self::Response(response) => response.to_bytes(),
        }
    }
}

fn cut_after(response: &Response, length: usize) -> Vec<u8> {
    [&*response.head(), &response.body[..length]].concat()
}

/// Returns a response in two chunks, of which the second is cut.
fn cut_in_chunk(response: &Response) -> Vec<u8> {
    let (first, second) = response.body.split_at(response.body.len() / 2);
    let mut bytes = response.head_with(&[("transfer-encoding", "chunked")]);
    bytes.extend(format!("{:x}\r\n", first.len()).bytes());
    bytes.extend(first);
    bytes.extend(format!("\r\n{:x}\r\n", second.len()).bytes());
    bytes.extend(&second[..second.len() / 2]);
    bytes
}

/// The first bytes of a compressed body: deflate, without a name and a time.
const GZIP_HEADER: &[u8] = b"\x1f\x8b\x08\0\0\0\0\0\0\xff";

/// Returns a part of a compressed body that may follow itself: a mebibyte of the same letter.
fn compressed_part() -> Vec<u8> {
    let letters = vec![b'x'; 1 << 20];
    let mut part = Vec::with_capacity(letters.len());
    let mut compress = Compress::new(Compression::fast(), false);
    // A full flush ends the part with a whole byte, and the next one does not refer to it.
    compress
        .compress_vec(&letters, &mut part, FlushCompress::Full)
        .unwrap();
    assert_eq!(compress.total_in(), letters.len() as u64);
    part
}

/// Returns a response with status 103, and a header that is as long as such headers are.
fn early_hints() -> Vec<u8> {
    let link = "</style.css>; rel=preload; as=style, ".repeat(100);
    format!("HTTP/1.1 103 \r\nlink: {link}\r\n\r\n").into_bytes()
}

fn compressed(response: Response) -> Response {
    Response {
        body: gzip::packed(&response.body).into(),
        ..response.header("content-encoding", "gzip")
    }
}

/// Gives the JSON object in the body one more field, which is this long.
fn padded(response: Response, size: usize) -> Response {
    let end = response
        .body
        .iter()
        .rposition(|byte| *byte == b'}')
        .unwrap();
    let field = br#", "padding": ""#;
    let mut body = response.body[..end].to_vec();
    body.extend(field);
    body.resize(end + field.len() + size, b'x');
    body.push(b'"');
    body.extend(&response.body[end..]);
    Response {
        body: Bytes::from(body),
        ..response
    }
}
