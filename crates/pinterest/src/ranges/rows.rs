//! A stream of the rows of chunks.

use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;
use futures_core::stream::FusedStream;
use tokio::task::JoinHandle;
use tracing::{Instrument, Span};

use super::chunk::{Chunk, ChunkError};
use crate::{Error, ErrorKind};

/// What requests the rows of a chunk.
pub(crate) type RowsFuture<T> = Pin<Box<dyn Future<Output = Result<Vec<T>, Error>> + Send>>;

type Start<T> = Box<dyn Fn(&Chunk) -> RowsFuture<T> + Send + Sync>;

/// A stream of the rows of all chunks of a call, created by
/// [`Chunked::rows`](super::Chunked::rows).
///
/// The rows of a chunk come in the order of its response, and the chunks in their order. Several
/// chunks are requested at the same time, each in a task, so that a slow consumer neither lets
/// requests time out nor holds up the queue of the rate limiter. The stream needs a Tokio runtime.
/// Dropping it cancels the requests in progress.
///
/// # Errors
///
/// A chunk that fails is one error in the place of its rows, a [`ChunkError`] that names it, and
/// the stream goes on with the next chunk. A loop with `try_next().await?` ends there nevertheless.
#[must_use = "a stream does nothing until it is polled"]
pub struct Rows<T> {
    waiting: vec::IntoIter<Chunk>,
    running: VecDeque<Running<T>>,
    current: vec::IntoIter<T>,
    concurrency: usize,
    start: Start<T>,
}

/// A chunk that is requested in a task; dropping it cancels the request.
struct Running<T> {
    chunk: Chunk,
    task: JoinHandle<Result<Vec<T>, Error>>,
}

impl<T: Send + 'static> Rows<T> {
    pub(super) fn new(chunks: Vec<Chunk>, concurrency: usize, start: Start<T>) -> Self {
        Self {
            waiting: chunks.into_iter(),
            running: VecDeque::new(),
            current: Vec::new().into_iter(),
            concurrency,
            start,
        }
    }

    fn start_more(&mut self) {
        while self.running.len() < self.concurrency
            && let Some(chunk) = self.waiting.next()
        {
            let rows = (self.start)(&chunk);
            let task = tokio::spawn(rows.instrument(Span::current()));
            self.running.push_back(Running { chunk, task });
        }
    }
}

impl<T> Unpin for Rows<T> {}

impl<T: Send + 'static> Stream for Rows<T> {
    type Item = Result<T, ChunkError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(row) = self.current.next() {
                return Poll::Ready(Some(Ok(row)));
            }
            self.start_more();
            let Some(first) = self.running.front_mut() else {
                return Poll::Ready(None);
            };
            let outcome = ready!(Pin::new(&mut first.task).poll(context));
            let chunk = first.chunk.clone();
            self.running.pop_front();
            // Its place is taken before its rows are consumed, which may take long.
            self.start_more();
            match outcome.unwrap_or_else(|failure| Err(interrupted(failure))) {
                Ok(rows) => self.current = rows.into_iter(),
                Err(error) => return Poll::Ready(Some(Err(ChunkError { chunk, error }))),
            }
        }
    }
}

/// The task ended without an outcome.
fn interrupted(failure: tokio::task::JoinError) -> Error {
    match failure.try_into_panic() {
        Ok(panic) => std::panic::resume_unwind(panic),
        Err(cancelled) => {
            let message = "the Tokio runtime was shut down while the rows were fetched";
            Error::new(ErrorKind::Network, message).with_source(cancelled)
        }
    }
}

impl<T: Send + 'static> FusedStream for Rows<T> {
    fn is_terminated(&self) -> bool {
        let is_idle = self.running.is_empty() && self.current.as_slice().is_empty();
        is_idle && self.waiting.as_slice().is_empty()
    }
}

impl<T> fmt::Debug for Rows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows")
            .field("waiting", &self.waiting.len())
            .field("running", &self.running.len())
            .finish_non_exhaustive()
    }
}

impl<T> Drop for Running<T> {
    fn drop(&mut self) {
        self.task.abort();
    }
}
