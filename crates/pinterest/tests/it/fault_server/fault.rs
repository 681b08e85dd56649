//! What can go wrong with an answer, and how it looks on the socket.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Answer;

/// Every fault ends the connection, except `Answered`.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// The connection is reset before the request is read.
    ResetUnread,
    /// The connection is closed before the request is read.
    ClosedUnread,
    /// The connection is reset instead of an answer.
    ResetUnanswered,
    /// The connection is closed instead of an answer.
    ClosedUnanswered,
    /// Nothing more comes after a part of the header.
    StalledInHead,
    /// Nothing more comes after a part of the body.
    StalledInBody,
    /// The connection is closed in the middle of the header.
    CutInHead,
    /// The connection is closed in the middle of the body.
    CutInBody,
    /// The connection is closed in the middle of a body that comes in chunks.
    CutInChunk,
    /// The body is longer than announced by these bytes, which look like another answer.
    Followed(&'static str),
    /// The length of the body is announced with these values, one header each.
    Lengths(&'static [&'static str]),
    /// What comes is no HTTP.
    Garbage,
    /// The body is announced as compressed, but is not.
    GarbledGzip,
    /// The compressed body ends too early.
    CutGzip,
    /// The body is compressed and grows by this many bytes when it is unpacked.
    GzipBomb(usize),
    /// The body is longer by this many bytes.
    Padded(usize),
    /// Answers with these statuses, 1xx, come before the real one.
    Announced(&'static [u16]),
    /// The good answer says that it is this type of content, or says nothing.
    ContentType(Option<&'static str>),
    /// Another answer in place of the handler's, as proper HTTP.
    Answered(Answer),
}

/// What becomes of the connection in the end.
enum End {
    Reset,
    Closed,
    /// It stays open, and nothing follows.
    Stalled,
}

impl Fault {
    /// Whether it strikes before the request is read.
    pub(super) fn needs_no_request(&self) -> bool {
        matches!(self, Self::ResetUnread | Self::ClosedUnread)
    }

    /// Whether the server refused the request, so that it did not act on it. A 5xx status, and code 12 with any, say
    /// that something failed on the way.
    pub(super) fn is_refusal(&self) -> bool {
        let failed_in_passing = |answer: &Answer| {
            let code = br#""code": 12,"#;
            answer.body.windows(code.len()).any(|part| part == code)
        };
        matches!(self, Self::Answered(answer) if (400..500).contains(&answer.status) && !failed_in_passing(answer))
    }

    /// Answers with `answer`, but for this fault, and ends the connection.
    pub(super) async fn play(&self, mut socket: TcpStream, answer: Answer) -> io::Result<()> {
        socket.write_all(&self.bytes(answer)).await?;
        match self.end() {
            // It happens when the socket is dropped.
            End::Reset => return socket.set_zero_linger(),
            End::Closed => socket.shutdown().await?,
            End::Stalled => {}
        }
        // To close a socket that still holds bytes would reset the connection.
        let mut rest = [0; 1024];
        while socket.read(&mut rest).await? > 0 {}
        Ok(())
    }

    fn end(&self) -> End {
        match self {
            Self::ResetUnread | Self::ResetUnanswered => End::Reset,
            Self::StalledInHead | Self::StalledInBody => End::Stalled,
            _ => End::Closed,
        }
    }

    /// What is written in place of `answer`.
    fn bytes(&self, answer: Answer) -> Vec<u8> {
        let answer = match self {
            // The client is to believe that the connection can be used again.
            Self::Followed(_) => answer,
            _ => answer.header("connection", "close"),
        };
        match self {
            Self::ResetUnread | Self::ClosedUnread => Vec::new(),
            Self::ResetUnanswered | Self::ClosedUnanswered => Vec::new(),
            Self::StalledInHead | Self::CutInHead => cut_in_head(&answer),
            Self::StalledInBody | Self::CutInBody => cut_in_body(&answer),
            Self::CutInChunk => cut_in_chunk(&answer),
            Self::Followed(more) => [answer.to_bytes(), more.as_bytes().to_vec()].concat(),
            Self::Lengths(values) => {
                let lengths = values.iter().map(|value| ("content-length", *value));
                [answer.head(&lengths.collect::<Vec<_>>()), answer.body].concat()
            }
            Self::Garbage => b"\x16\x03\x01\x02\x00\r\n\r\n\xff".to_vec(),
            Self::GarbledGzip => answer.header("content-encoding", "gzip").to_bytes(),
            Self::CutGzip => {
                let mut answer = compressed(answer);
                answer.body.truncate(answer.body.len() / 2);
                answer.to_bytes()
            }
            Self::GzipBomb(size) => compressed(padded(answer, *size)).to_bytes(),
            Self::Padded(size) => padded(answer, *size).to_bytes(),
            Self::Announced(statuses) => {
                let announcement = |status: &u16| format!("HTTP/1.1 {status} \r\n\r\n");
                let before: String = statuses.iter().map(announcement).collect();
                [before.into_bytes(), answer.to_bytes()].concat()
            }
            Self::ContentType(kind) => {
                let answer = answer.without_header("content-type");
                match kind {
                    Some(kind) => answer.header("content-type", kind).to_bytes(),
                    None => answer.to_bytes(),
                }
            }
            Self::Answered(answer) => answer.to_bytes(),
        }
    }
}

fn cut_in_head(answer: &Answer) -> Vec<u8> {
    let head = answer.head(&[]);
    head[..head.len() / 2].to_vec()
}

fn cut_in_body(answer: &Answer) -> Vec<u8> {
    let whole = answer.to_bytes();
    whole[..whole.len() - answer.body.len().div_ceil(2)].to_vec()
}

/// The first chunk is whole, the second is not.
fn cut_in_chunk(answer: &Answer) -> Vec<u8> {
    let (first, second) = answer.body.split_at(answer.body.len() / 2);
    let mut bytes = answer.head(&[("transfer-encoding", "chunked")]);
    bytes.extend(format!("{:x}\r\n", first.len()).bytes());
    bytes.extend(first);
    bytes.extend(format!("\r\n{:x}\r\n", second.len()).bytes());
    bytes.extend(&second[..second.len() / 2]);
    bytes
}

fn compressed(answer: Answer) -> Answer {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(&answer.body).unwrap();
    Answer {
        body: encoder.finish().unwrap(),
        ..answer.header("content-encoding", "gzip")
    }
}

/// Gives the JSON object in the body one more field, which is this long.
fn padded(mut answer: Answer, size: usize) -> Answer {
    let end = answer.body.iter().rposition(|byte| *byte == b'}').unwrap();
    let field = br#", "padding": ""#;
    let rest = answer.body.split_off(end);
    answer.body.extend(field);
    answer.body.resize(end + field.len() + size, b'x');
    answer.body.push(b'"');
    answer.body.extend(rest);
    answer
}
