//! Any number of inputs, in one batch after another.

mod checkpoint;
mod chunk;
mod options;
mod source;
mod summary;

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use futures_core::stream::FusedStream;
use pinterest_client::request::Request;

pub use checkpoint::BatchCheckpoint;
use checkpoint::Fate;
use chunk::{Chunk, Finished, Numbered, Plan};
use source::{Gathered, Inputs};
pub use summary::BatchSummary;

use super::outcome::{BatchOutcome, ItemState};
use super::run::Batch;
use crate::error::Error;
use crate::journal::{Journal, Saving};
use crate::retry::{Backoff, RetryPolicy};

/// The default of [`BatchStream::with_max_body_size`]: 4 MiB.
pub const DEFAULT_MAX_BODY_SIZE: usize = 4 << 20;

/// How many inputs a request has where the description states no limit.
const DEFAULT_SIZE: usize = 1000;

/// A stream of the outcomes of any number of inputs, which it takes from an iterator or a stream.
///
/// It makes a [`Batch`] for each request, with a function that is given the inputs of the request.
/// The outcomes come in the order of the inputs, one [`BatchOutcome`] for each request. No more
/// inputs are in memory than are under way.
///
/// - A request has as many inputs as the operation allows, and a body of at most
///   [`with_max_body_size`](Self::with_max_body_size).
/// - [`with_concurrency`](Self::with_concurrency) requests are sent at the same time; one by
///   default, so that inputs are sent in order.
/// - An input that violates a documented limit is not sent, and is in the state
///   [`Failed`](ItemState::Failed). The others of its request are sent.
/// - An input that failed temporarily is sent again where that is safe: if the service definitely
///   did not act on it, or if the operation is idempotent, as updates, upserts and deletions of
///   catalog items are. See [`with_item_retry_policy`](Self::with_item_retry_policy).
/// - If a request fails as a whole, its outcome has the error ([`BatchOutcome::error`]), and the
///   stream ends after the outcomes of the requests that were under way.
/// - [`checkpoint`](Self::checkpoint) says what is settled, so that a later run of the program
///   resumes there.
///
/// Dropping the stream cancels the requests under way; the service may act on them nevertheless.
///
/// # Errors
///
/// An item of the stream is an error, and the last one, if nothing more can be sent: the request
/// violates a limit that is not about an input, the function makes a batch of other inputs, or
/// progress cannot be saved.
///
/// # Examples
///
/// ```no_run
/// # #[cfg(feature = "catalogs")]
/// # async fn run(client: pinterest::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use futures_util::TryStreamExt;
/// use pinterest::BatchStream;
/// use pinterest::types::{CatalogLanguage, Country, DeleteRetailItem};
///
/// let items = client.catalogs().items();
/// let sold_out = (1..=500_000).map(|number| DeleteRetailItem::new(format!("mug-{number}")));
/// let mut outcomes = BatchStream::new(sold_out, move |chunk| {
///     items.delete_all(Country::Us, CatalogLanguage::En, chunk)
/// })
/// .with_concurrency(4);
/// while let Some(outcome) = outcomes.try_next().await? {
///     for failure in outcome.failures() {
///         eprintln!("{}: {}", failure.input.item_id, failure.error);
///     }
///     std::fs::write("checkpoint", serde_json::to_string(outcomes.checkpoint())?)?;
/// }
/// println!("{}", outcomes.summary());
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct BatchStream<R, I, V> {
    inputs: Inputs<I>,
    make: Make<R, I, V>,
    settings: Settings,
    journal: Option<Journal<BatchCheckpoint>>,
    /// What is known when the stream is first polled.
    nature: Option<Nature>,
    gathered: Gathered<I>,
    /// Parts of inputs that did not fit into one request.
    parts: VecDeque<Numbered<I>>,
    saving: Option<BeingSaved<R, I, V>>,
    under_way: VecDeque<UnderWay<I, V>>,
    /// Where the stream was resumed.
    resumed: BatchCheckpoint,
    checkpoint: BatchCheckpoint,
    summary: BatchSummary,
    /// Why nothing more is sent; returned after the outcomes of what was sent.
    error: Option<Error>,
}

type Make<R, I, V> = Box<dyn FnMut(Vec<I>) -> Batch<R, I, V> + Send>;

/// A request that is sent when the journal has saved that it was begun.
type BeingSaved<R, I, V> = (Saving, Box<Chunk<R, I, V>>);

struct Settings {
    concurrency: usize,
    max_inputs: usize,
    max_body_size: usize,
    policy: Arc<dyn RetryPolicy>,
    stops_at_errors: bool,
}

/// What a batch without inputs says about all of them.
#[derive(Clone, Copy)]
struct Nature {
    size: usize,
    repeats_safely: bool,
}

enum UnderWay<I, V> {
    Running(Pin<Box<dyn Future<Output = Finished<I, V>> + Send>>),
    Done(Box<Finished<I, V>>),
}

impl<R, I, V> BatchStream<R, I, V> {
    /// Creates a stream of the outcomes of these inputs.
    ///
    /// `make` is given the inputs of one request, and returns the batch of them, with its options.
    /// It is called without inputs first, to learn how many a request may have.
    ///
    /// The iterator is advanced by the thread that polls the stream. If it waits for something, use
    /// [`from_stream`](Self::from_stream).
    pub fn new(
        inputs: impl IntoIterator<Item = I, IntoIter: Send + 'static>,
        make: impl FnMut(Vec<I>) -> Batch<R, I, V> + Send + 'static,
    ) -> Self {
        Self::of(
            Inputs::Iterator(Box::new(inputs.into_iter())),
            Box::new(make),
        )
    }

    /// Creates a stream of the outcomes of the inputs that another stream returns.
    ///
    /// A request is sent when it has as many inputs as it may have, or when the inputs end. `make`
    /// is the same as for [`new`](Self::new).
    pub fn from_stream(
        inputs: impl Stream<Item = I> + Send + 'static,
        make: impl FnMut(Vec<I>) -> Batch<R, I, V> + Send + 'static,
    ) -> Self {
        Self::of(Inputs::Stream(Box::pin(inputs)), Box::new(make))
    }

    fn of(inputs: Inputs<I>, make: Make<R, I, V>) -> Self {
        let patient = Backoff::default()
            .with_max_attempts(3)
            .with_base(Duration::from_secs(1));
        Self {
            inputs,
            make,
            settings: Settings {
                concurrency: 1,
                max_inputs: usize::MAX,
                max_body_size: DEFAULT_MAX_BODY_SIZE,
                policy: Arc::new(patient),
                stops_at_errors: true,
            },
            journal: None,
            nature: None,
            gathered: Gathered::default(),
            parts: VecDeque::new(),
            saving: None,
            under_way: VecDeque::new(),
            resumed: BatchCheckpoint::default(),
            checkpoint: BatchCheckpoint::default(),
            summary: BatchSummary::default(),
            error: None,
        }
    }

    /// Returns where to resume.
    ///
    /// Save it after an outcome has been handled. Inputs whose outcome was not returned yet are not
    /// settled.
    #[must_use]
    pub fn checkpoint(&self) -> &BatchCheckpoint {
        &self.checkpoint
    }

    /// Returns what became of the inputs so far.
    #[must_use]
    pub fn summary(&self) -> &BatchSummary {
        &self.summary
    }

    fn is_at_end(&self) -> bool {
        let is_empty =
            self.inputs.have_ended() && self.gathered.is_empty() && self.parts.is_empty();
        is_empty && self.saving.is_none() && self.under_way.is_empty() && self.error.is_none()
    }

    /// Sends nothing more. What was about to be sent is to be sent by a later run.
    fn stop(&mut self) {
        self.summary.stopped |= !self.inputs.have_ended() || !self.parts.is_empty();
        self.inputs = Inputs::Ended;
        self.gathered = Gathered::default();
        self.parts.clear();
    }
}

impl<R, I, V> BatchStream<R, I, V>
where
    R: Request,
    I: Clone + Send + Sync + 'static,
    V: Clone + Send + 'static,
{
    /// Sends all inputs and returns the summary, for programs that do not look at each outcome.
    ///
    /// # Errors
    ///
    /// Returns the error of the first request that failed as a whole, or that of the stream.
    /// [`summary`](Self::summary) and [`checkpoint`](Self::checkpoint) are as without an error.
    pub async fn finish(&mut self) -> Result<&BatchSummary, Error> {
        let mut first_error = None;
        while let Some(outcome) = poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await {
            let error = match outcome {
                Ok(mut outcome) => outcome.take_error(),
                Err(error) => Some(error),
            };
            first_error = first_error.or(error);
        }
        match first_error {
            Some(error) => Err(error),
            None => Ok(&self.summary),
        }
    }

    /// What all inputs have in common.
    fn nature(&mut self) -> Nature {
        if let Some(nature) = self.nature {
            return nature;
        }
        let batch = (self.make)(Vec::new());
        let size = batch.limit().unwrap_or(DEFAULT_SIZE);
        let nature = Nature {
            size: size.min(self.settings.max_inputs).max(1),
            repeats_safely: batch.repeats_safely(),
        };
        self.nature = Some(nature);
        nature
    }

    /// Polls every request that is under way.
    fn poll_under_way(&mut self, context: &mut Context<'_>) {
        for request in &mut self.under_way {
            if let UnderWay::Running(running) = request
                && let Poll::Ready(finished) = running.as_mut().poll(context)
            {
                *request = UnderWay::Done(Box::new(finished));
            }
        }
    }

    /// Whether there is room for another request, and no known reason to stop.
    fn may_start(&self) -> bool {
        let is_failed = |request: &UnderWay<I, V>| match request {
            UnderWay::Done(finished) => finished.outcome.error().is_some(),
            UnderWay::Running(_) => false,
        };
        let stops = self.settings.stops_at_errors && self.under_way.iter().any(is_failed);
        self.under_way.len() < self.settings.concurrency && !stops
    }

    /// Starts what comes next. It is `false` when nothing more is sent.
    fn poll_start(&mut self, context: &mut Context<'_>) -> Poll<bool> {
        if let Some((saving, _)) = &mut self.saving {
            let saved = ready!(saving.as_mut().poll(context));
            let Some((_, chunk)) = self.saving.take() else {
                return Poll::Ready(true);
            };
            return Poll::Ready(match saved {
                Ok(()) => self.send(*chunk),
                Err(error) => {
                    self.checkpoint.reopen(chunk.range());
                    self.fail(Error::journal(error))
                }
            });
        }
        let (fate, numbered) = match self.parts.pop_front() {
            Some(numbered) => (Fate::Sent, numbered),
            None => match ready!(self.poll_gather(context)) {
                Some(gathered) => gathered,
                None => return Poll::Ready(false),
            },
        };
        Poll::Ready(match fate {
            Fate::Sent => self.plan(numbered),
            Fate::Skipped | Fate::Unconfirmed => {
                let finished = Box::new(Finished::unconfirmed(numbered));
                self.under_way.push_back(UnderWay::Done(finished));
                true
            }
        })
    }

    fn poll_gather(&mut self, context: &mut Context<'_>) -> Poll<Option<(Fate, Numbered<I>)>> {
        let Nature {
            size,
            repeats_safely,
        } = self.nature();
        let resumed = &self.resumed;
        let fate = |input| resumed.fate(input, repeats_safely);
        let skipped = &mut self.summary.skipped;
        self.gathered
            .poll(context, &mut self.inputs, size, fate, skipped)
    }

    fn plan(&mut self, (first, inputs): Numbered<I>) -> bool {
        let count = inputs.len();
        let batch = (self.make)(inputs);
        if batch.inputs().len() != count {
            let message = "the function of a stream of batches must make a batch of all inputs \
                           that it is given, and of no others";
            return self.fail(Error::invalid_request(message));
        }
        let chunk = match Chunk::plan(first, batch, self.settings.max_body_size) {
            Ok(Plan::Request(chunk)) => chunk,
            Ok(Plan::Parts(parts)) => {
                for part in parts.into_iter().rev() {
                    self.parts.push_front(part);
                }
                return true;
            }
            Err(error) => return self.fail(error),
        };
        self.checkpoint.begin(chunk.range());
        match &mut self.journal {
            Some(journal) if chunk.sends() => {
                self.saving = Some((journal.save(self.checkpoint.clone()), chunk));
                true
            }
            _ => self.send(*chunk),
        }
    }

    fn send(&mut self, chunk: Chunk<R, I, V>) -> bool {
        let run = chunk.run(Arc::clone(&self.settings.policy));
        self.under_way.push_back(UnderWay::Running(Box::pin(run)));
        true
    }

    fn fail(&mut self, error: Error) -> bool {
        self.error.get_or_insert(error);
        self.stop();
        self.summary.stopped = true;
        false
    }

    /// Takes note of an outcome before it is returned.
    fn settle(&mut self, finished: Finished<I, V>) -> BatchOutcome<I, V> {
        let Finished {
            first,
            outcome,
            requests,
            retried,
        } = finished;
        let range = first..first + outcome.items().len() as u64;
        self.summary.count(first, &outcome);
        self.summary.requests += requests;
        self.summary.retried += retried;
        let stops = self.settings.stops_at_errors;
        match stops && self.is_open(&outcome) {
            true => self.checkpoint.reopen(range),
            false => self.checkpoint.settle(range),
        }
        if stops && outcome.error().is_some() {
            self.stop();
            if let Some((_, chunk)) = self.saving.take() {
                self.summary.stopped = true;
                self.checkpoint.reopen(chunk.range());
            }
        }
        outcome
    }

    /// Whether a later run is to send the inputs of a request again that failed as a whole.
    fn is_open(&self, outcome: &BatchOutcome<I, V>) -> bool {
        let repeats_safely = self.nature.is_some_and(|nature| nature.repeats_safely);
        let mut states = outcome.items().iter().map(|item| &item.state);
        outcome.error().is_some()
            && states.any(|state| match state {
                ItemState::NotDone => true,
                ItemState::Unconfirmed => repeats_safely,
                _ => false,
            })
    }
}

/// Nothing in it is pinned in place: what is under way is boxed.
impl<R, I, V> Unpin for BatchStream<R, I, V> {}

impl<R, I, V> Stream for BatchStream<R, I, V>
where
    R: Request,
    I: Clone + Send + Sync + 'static,
    V: Clone + Send + 'static,
{
    type Item = Result<BatchOutcome<I, V>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        this.poll_under_way(context);
        let sent = this.under_way.len();
        while this.may_start()
            && let Poll::Ready(true) = this.poll_start(context)
        {}
        if this.under_way.len() > sent {
            this.poll_under_way(context);
        }
        match this.under_way.pop_front() {
            Some(UnderWay::Done(finished)) => {
                return Poll::Ready(Some(Ok(this.settle(*finished))));
            }
            Some(running) => {
                this.under_way.push_front(running);
                return Poll::Pending;
            }
            None => {}
        }
        if let Some(error) = this.error.take() {
            return Poll::Ready(Some(Err(error)));
        }
        match this.is_at_end() {
            true => Poll::Ready(None),
            // Inputs are awaited, or that progress is saved.
            false => Poll::Pending,
        }
    }
}

impl<R, I, V> FusedStream for BatchStream<R, I, V>
where
    R: Request,
    I: Clone + Send + Sync + 'static,
    V: Clone + Send + 'static,
{
    fn is_terminated(&self) -> bool {
        self.is_at_end()
    }
}

/// Without the inputs: they may be personal.
impl<R, I, V> fmt::Debug for BatchStream<R, I, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchStream")
            .field("checkpoint", &self.checkpoint)
            .field("summary", &self.summary)
            .finish_non_exhaustive()
    }
}
