//! A job of the service, and the wait for its result.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use super::kind::{JobKind, Reading, RepeatableJob};
use super::start::{JobRequest, Recreation};
use super::watch::{Interval, Next, Watch};
use super::{JobError, JobErrorKind, JobEvent, JobHandle, JobProgress, JobState};
use crate::error::redacted;
use crate::{Call, Client, Error, advice};

/// How long a job is waited for by default.
pub const DEFAULT_DEADLINE: Duration = Duration::from_secs(3600);

/// The shortest wait between polls by default.
pub const DEFAULT_MIN_POLL_INTERVAL: Duration = Duration::from_secs(1);

/// The longest wait between polls that the service does not ask for, by default.
pub const DEFAULT_MAX_POLL_INTERVAL: Duration = Duration::from_secs(10);

/// How long the state of a job may be null by default.
pub const DEFAULT_LOST_AFTER: Duration = Duration::from_secs(60);

/// The most characters of a state that a trace repeats.
const EXCERPT_LENGTH: usize = 60;

/// A job of the service, which is awaited for its result.
///
/// [`Call::start`] starts one, [`Client::job`] and [`Client::resume_job`] return one that runs
/// already. See the [module](super) for how it is polled.
///
/// Dropping a job does not cancel it: the service goes on with it.
///
/// # Errors
///
/// Awaiting it returns a [`JobError`] if the job ended without a result, if the deadline passed, or
/// if polling is not possible.
///
/// # Examples
///
/// ```no_run
/// # #[cfg(feature = "catalogs")]
/// # async fn run(client: pinterest::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
///
/// use pinterest::jobs::{ItemsBatchJob, ItemsBatchResult};
///
/// let job = client.job(ItemsBatchJob::new("595953100599279259-66753b9bb65c46c49bd8503b27fecf9e"));
/// match job.with_deadline(Duration::from_secs(600)).await? {
///     ItemsBatchResult::Completed(batch) => println!("{} items", batch.processed_items().len()),
///     _ => println!("skipped: the same batch was submitted shortly before"),
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a job is polled only when it is awaited; the service goes on with it all the same"]
pub struct Job<K: JobKind> {
    client: Client,
    kind: K,
    started_at: SystemTime,
    options: Options,
    recreation: Option<Recreation<K>>,
    watch: Watch,
}

struct Options {
    deadline: Duration,
    interval: Interval,
    lost_after: Duration,
    recreations: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            deadline: DEFAULT_DEADLINE,
            interval: Interval {
                min: DEFAULT_MIN_POLL_INTERVAL,
                max: DEFAULT_MAX_POLL_INTERVAL,
            },
            lost_after: DEFAULT_LOST_AFTER,
            recreations: 0,
        }
    }
}

impl Client {
    /// Returns the job of known ids, to wait for its result. Nothing is sent.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # #[cfg(feature = "media")]
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::jobs::JobError> {
    /// use pinterest::jobs::MediaJob;
    ///
    /// // After the file was sent:
    /// let video = client.job(MediaJob::new("12345")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn job<K: JobKind>(&self, kind: K) -> Job<K> {
        Job::resumed(self, kind, SystemTime::now())
    }
}

impl<K: JobKind> Job<K> {
    pub(super) fn started(client: &Client, kind: K, recreation: Option<Recreation<K>>) -> Self {
        Self {
            recreation,
            watch: Watch::new(Next::FirstInterval),
            ..Self::resumed(client, kind, SystemTime::now())
        }
    }

    pub(super) fn resumed(client: &Client, kind: K, started_at: SystemTime) -> Self {
        Self {
            client: client.clone(),
            kind,
            started_at,
            options: Options::default(),
            recreation: None,
            watch: Watch::new(Next::Now),
        }
    }

    /// Sets how long the job is waited for, in whatever state it is, from the time when it is first
    /// awaited or polled. Default: [`DEFAULT_DEADLINE`], an hour.
    ///
    /// A wait that would end after the deadline does not begin. The polls end with the deadline too.
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.options.deadline = deadline;
        self
    }

    /// Sets the shortest and the longest wait between polls. Default:
    /// [`DEFAULT_MIN_POLL_INTERVAL`] and [`DEFAULT_MAX_POLL_INTERVAL`], 1 and 10 seconds.
    ///
    /// Waits double from poll to poll, and are random by half. Where the service says how long to
    /// wait, that replaces the wait, unless it is shorter than `min`.
    pub fn with_poll_interval(mut self, min: Duration, max: Duration) -> Self {
        self.options.interval = Interval { min, max };
        self
    }

    /// Sets how long the state may be null before the job is lost. Default:
    /// [`DEFAULT_LOST_AFTER`], a minute.
    pub fn with_lost_after(mut self, time: Duration) -> Self {
        self.options.lost_after = time;
        self
    }

    /// Returns what is needed to wait for the job in another process.
    #[must_use]
    pub fn handle(&self) -> JobHandle {
        JobHandle::new(&self.kind, self.started_at)
    }

    /// Returns the ids of the job.
    #[must_use]
    pub fn kind(&self) -> &K {
        &self.kind
    }

    /// Returns a stream of what is seen of the job, whose last event is the result.
    pub fn progress(self) -> JobProgress<K> {
        JobProgress::new(self)
    }

    /// Polls the job once, at once.
    ///
    /// # Errors
    ///
    /// Returns the same errors as awaiting the job, but for the deadline, which does not apply. A
    /// poll that fails is an error of [`JobErrorKind::Poll`], also if another poll can succeed;
    /// [`JobError::call_error`] says so.
    pub async fn poll_once(&mut self) -> Result<JobState<K::Output>, JobError> {
        if let Some(output) = self.kind.settled() {
            return Ok(JobState::Finished(output));
        }
        // From now on it counts how long the job was waited for.
        self.watch.deadline(Duration::ZERO);
        let time = self.client.settings().deadline;
        match self.poll(time).await {
            Polled::Running { status, .. } => Ok(JobState::Running { status }),
            Polled::Finished(output) => Ok(JobState::Finished(output)),
            Polled::Ended(error) => Err(error),
            Polled::Failed(error) => Err(self.poll_error(error)),
        }
    }

    /// Waits for the result.
    async fn wait(mut self) -> Result<K::Output, JobError> {
        let mut last_failure = None;
        loop {
            match self.step().await {
                Ok(JobEvent::Finished(output)) => return Ok(output),
                Ok(JobEvent::PollFailed { error, .. }) => last_failure = Some(error),
                Ok(_) => last_failure = None,
                Err(error) => return Err(error.or_source(last_failure)),
            }
        }
    }

    /// Waits for the next poll, polls, and says what was seen. After a result or an error there is
    /// no further step.
    pub(super) async fn step(&mut self) -> Result<JobEvent<K::Output>, JobError> {
        if let Some(output) = self.kind.settled() {
            return Ok(JobEvent::Finished(output));
        }
        let deadline = self.watch.deadline(self.options.deadline);
        let pause = self.watch.pause(self.options.interval);
        if deadline.saturating_duration_since(Instant::now()) <= pause {
            return Err(self.error(JobErrorKind::TimedOut));
        }
        if !pause.is_zero() {
            tokio::time::sleep(pause).await;
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(self.error(JobErrorKind::TimedOut));
        }
        let time = left.min(self.client.settings().deadline);
        match self.poll(time).await {
            Polled::Running { status, advice } => {
                let next_poll = self.watch.schedule(self.options.interval, advice);
                Ok(JobEvent::Running { status, next_poll })
            }
            Polled::Finished(output) => Ok(JobEvent::Finished(output)),
            Polled::Ended(error) => self.recreate(error, deadline).await,
            Polled::Failed(error) if error.is_transient() => {
                let advice = error.retry_after();
                let next_poll = self.watch.schedule(self.options.interval, advice);
                Ok(JobEvent::PollFailed { error, next_poll })
            }
            Polled::Failed(error) => Err(self.poll_error(error)),
        }
    }

    async fn poll(&mut self, time: Duration) -> Polled<K::Output> {
        self.watch.begin_poll();
        let call = self.client.call(self.kind.poll()).with_deadline(time);
        let response = match call.response().await {
            Ok(response) => response,
            Err(error) if error.is_not_found() => {
                let gone = self.error(JobErrorKind::Gone);
                return Polled::Ended(gone.or_source(Some(error)));
            }
            Err(error) => return Polled::Failed(error),
        };
        let advice = advice::in_retry_after(response.headers());
        let reading = self.kind.read(&self.client, response.into_value());
        self.digest(reading, advice)
    }

    fn digest(
        &mut self,
        reading: Reading<K::Output>,
        advice: Option<Duration>,
    ) -> Polled<K::Output> {
        let status = match reading {
            Reading::Finished(output) => return Polled::Finished(output),
            Reading::Ended(ending) => {
                let error = self.error(ending.kind);
                return Polled::Ended(error.with_ending(ending));
            }
            Reading::Null => {
                if self.watch.note(None, self.options.lost_after) {
                    return Polled::Ended(self.error(JobErrorKind::Lost));
                }
                None
            }
            Reading::Running(None) => {
                self.watch.note_running();
                None
            }
            Reading::Running(status) => {
                self.watch.note(status.clone(), self.options.lost_after);
                status
            }
            Reading::Unknown(status) => {
                let shown = redacted(&status, EXCERPT_LENGTH);
                tracing::warn!(
                    job = K::NAME,
                    status = shown.as_str(),
                    "the state of a job is unknown, and is taken as running"
                );
                self.watch
                    .note(Some(status.clone()), self.options.lost_after);
                Some(status)
            }
        };
        Polled::Running { status, advice }
    }

    /// Creates the job anew, if that is allowed and makes sense.
    async fn recreate(
        &mut self,
        error: JobError,
        deadline: Instant,
    ) -> Result<JobEvent<K::Output>, JobError> {
        let reason = error.kind();
        let may = self.options.recreations > 0 && reason.is_worth_recreating();
        let Some(recreation) = self.recreation.clone().filter(|_| may) else {
            return Err(error);
        };
        self.options.recreations -= 1;
        tracing::debug!(job = K::NAME, reason = ?reason, "creating a job anew");
        let left = deadline.saturating_duration_since(Instant::now());
        let time = left.min(self.client.settings().deadline);
        match recreation.create(time).await {
            Ok(kind) => {
                (self.kind, self.started_at) = (kind, SystemTime::now());
                self.watch.restart();
                let handle = self.handle();
                Ok(JobEvent::Recreated { reason, handle })
            }
            Err(failure) => {
                let error = self.error(JobErrorKind::Recreation);
                Err(error.or_source(Some(failure)))
            }
        }
    }

    fn error(&self, kind: JobErrorKind) -> JobError {
        let (polls, waited) = (self.watch.polls, self.watch.waited());
        let status = self.watch.status.clone();
        JobError::new(kind, self.handle()).after(polls, waited, status)
    }

    fn poll_error(&self, error: Error) -> JobError {
        self.error(JobErrorKind::Poll).or_source(Some(error))
    }
}

impl<K: RepeatableJob> Job<K> {
    /// Creates the job anew, up to so many times, if it fails, expires, or is lost or unknown to the
    /// service. Default: never.
    ///
    /// The request that has started the job is sent again, and the deadline goes on. A job that was
    /// resumed has no request: [`with_request`](Self::with_request) sets it. What somebody has
    /// cancelled is not created anew.
    pub fn with_recreations(mut self, times: u32) -> Self {
        self.options.recreations = times;
        self
    }

    /// Sets the request that the job is created anew with; it is not sent before that.
    pub fn with_request<R: JobRequest<Job = K>>(mut self, call: &Call<R>) -> Self {
        self.recreation = Some(Recreation::new(call));
        self
    }
}

/// What a poll has found.
enum Polled<T> {
    Running {
        status: Option<String>,
        advice: Option<Duration>,
    },
    Finished(T),
    Ended(JobError),
    /// There is no response that says anything of the job.
    Failed(Error),
}

impl<K: JobKind> IntoFuture for Job<K> {
    type Output = Result<K::Output, JobError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.wait())
    }
}

impl<K: JobKind> fmt::Debug for Job<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job")
            .field("kind", &self.kind)
            .field("status", &self.watch.status)
            .field("polls", &self.watch.polls)
            .finish_non_exhaustive()
    }
}
