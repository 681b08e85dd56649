//! Bodies that are compressed, and those that only claim it, over a socket.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use pinterest_test_support::fuzz::{Fuzz, ensure, ensure_memory};
use pinterest_test_support::{Response, Server, gzip};
use tokio::time::Instant;

use super::*;
use crate::fuzz::line;

/// How long reading may take, unpacking included.
const TIME: Duration = Duration::from_secs(2);

/// The most bytes that are accepted. More would only take longer.
const MOST: usize = 1 << 20;

/// How much memory reading may take, always and for each byte that is accepted.
const MEMORY: u64 = 4 << 20;
const MEMORY_PER_BYTE: u64 = 4;

/// An input is a line with what happens (`gzip` claims that the body is compressed, `packed` makes
/// it so, `rejection` reads its beginning only) and the most bytes that are accepted, and the body.
#[test]
fn bodies() {
    let packed = gzip::packed(br#"{"items": [{"id": "1"}], "bookmark": null}"#);
    let large = gzip::packed(&vec![b'x'; MOST]);
    let bomb = |line: &str, body: &[u8]| [line.as_bytes(), b"\n", body].concat();
    let mut target = Target::new();
    let target = Mutex::new(&mut target);
    Fuzz::target("bodies")
        .starting_with([
            bomb("plain 100", b"{}"),
            bomb("gzip 1000", &packed),
            bomb("gzip 1000", &[&*packed, &*packed].concat()),
            bomb("gzip 2000000", &large),
            bomb("gzip 1000", &large),
            bomb("gzip rejection 1000", &large),
            bomb("packed 4000", &b"0123456789".repeat(300)),
            bomb("packed rejection 40", b"{\"code\": 1}"),
            bomb("gzip 1000", b"not compressed"),
        ])
        .with_words([
            "gzip ",
            "packed ",
            "rejection ",
            "plain ",
            "100\n",
            "1000000\n",
        ])
        .run(|input| {
            target
                .lock()
                .unwrap_or_else(|it| it.into_inner())
                .check(input)
        });
}

struct Target {
    runtime: tokio::runtime::Runtime,
    http: reqwest::Client,
    server: Server,
    response: Arc<Mutex<Response>>,
}

impl Target {
    fn new() -> Self {
        let response = Arc::new(Mutex::new(Response::ok("")));
        let next = Arc::clone(&response);
        let handler = move |_: &_| next.lock().unwrap().clone();
        Self {
            runtime: tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap(),
            http: reqwest::Client::new(),
            server: Server::builder().without_journal().handler(handler).start(),
            response,
        }
    }

    fn check(&mut self, input: &[u8]) -> Result<(u8, u32), String> {
        let (first, body) = line(input);
        let first = String::from_utf8_lossy(first);
        let has = |word: &str| first.split(' ').any(|it| it == word);
        let limit = first.split(' ').find_map(|word| word.parse().ok());
        let limit: usize = limit.unwrap_or(1_000_000_usize).min(MOST);
        let body = match has("packed") {
            true => gzip::packed(body),
            false => body.to_vec(),
        };
        let is_packed = has("packed") || has("gzip");
        let expected = match is_packed {
            true => gzip::unpacked(&body, limit + 1),
            false => Some((body.clone(), false)),
        };
        let mut response = Response::new(200, &body);
        if is_packed {
            response = response.header("content-encoding", "gzip");
        }
        *self.response.lock().unwrap() = response;
        let mut outcome = None;
        let memory = allocation_counter::measure(|| {
            outcome = Some(self.read(has("rejection"), limit));
        });
        let accepted = vec![0; limit.max(body.len())];
        ensure_memory(memory.bytes_max, &accepted, MEMORY, MEMORY_PER_BYTE)?;
        judge(
            has("rejection"),
            limit,
            outcome.expect("it was read"),
            expected,
        )
    }

    fn read(&self, is_rejection: bool, limit: usize) -> Result<Bytes, BodyError> {
        self.runtime.block_on(async {
            let response = self.http.get(self.server.url()).send().await?;
            let end = Instant::now() + TIME;
            match is_rejection {
                true => read_until(end, read_beginning(response, limit)).await,
                false => read_until(end, read(response, limit)).await,
            }
        })
    }
}

/// `expected` is the body, or its beginning if it is too long, and whether bytes follow it that
/// belong to nothing; `None` if it is no valid one. What follows is ignored or an error, depending
/// on how it arrives.
fn judge(
    is_rejection: bool,
    limit: usize,
    outcome: Result<Bytes, BodyError>,
    expected: Option<(Vec<u8>, bool)>,
) -> Result<(u8, u32), String> {
    let length = |bytes: &[u8]| bytes.len().checked_ilog2().unwrap_or(0);
    match (outcome, expected) {
        (Ok(read), expected) => {
            ensure(read.len() <= limit, || format!("{} bytes", read.len()))?;
            if let Some((expected, _)) = &expected {
                let beginning = &expected[..expected.len().min(limit.min(MAX_REJECTION))];
                let expected = if is_rejection { beginning } else { expected };
                ensure(read == *expected, || {
                    let (found, meant) = (read.len(), expected.len());
                    format!("another body: {found} bytes instead of {meant}")
                })?;
            }
            Ok((u8::from(expected.is_some()), length(&read)))
        }
        (Err(BodyError::TimedOut(_)), _) => Err("takes too long".to_owned()),
        (Err(BodyError::TooLarge), expected) => {
            ensure(!is_rejection, || "a rejection is too large".to_owned())?;
            // What is announced counts as well, which is the length before unpacking.
            Ok((2, expected.map_or(0, |(expected, _)| length(&expected))))
        }
        (Err(error), Some((expected, false))) if expected.len() <= limit => {
            Err(format!("not read: {error:?}"))
        }
        (Err(BodyError::Compressed(_)), _) => Ok((3, 0)),
        (Err(BodyError::Http(_)), _) => Ok((4, 0)),
        (Err(error), _) => Err(format!("not read: {error:?}")),
    }
}
