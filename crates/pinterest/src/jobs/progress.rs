//! A job as a stream of what is seen of it.

use std::fmt;
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_core::stream::FusedStream;

use super::{Job, JobError, JobEvent, JobHandle, JobKind};

/// A stream of what is seen of a job, created by [`Job::progress`].
///
/// Its last event is the result ([`JobEvent::Finished`]) or an error. A poll that fails and will be
/// repeated is an event ([`JobEvent::PollFailed`]), and so is a job that was created anew.
///
/// The wait for the next poll begins when the stream is polled after an event. Dropping the stream
/// does not cancel the job.
///
/// # Examples
///
/// ```no_run
/// # #[cfg(feature = "campaigns")]
/// # async fn run(client: pinterest::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use futures_util::TryStreamExt;
/// use pinterest::jobs::JobEvent;
/// use pinterest::types::{BulkDownloadRequest, BulkEntityType};
///
/// let campaigns = BulkDownloadRequest::new().entity_types([BulkEntityType::Campaign]);
/// let bulk = client.ad_account("549755885175").bulk();
/// let mut progress = bulk.request_download(campaigns).start().await?.progress();
/// while let Some(event) = progress.try_next().await? {
///     match event {
///         JobEvent::Running { status, next_poll, .. } => println!("{status:?}, {next_poll:?}"),
///         JobEvent::PollFailed { error, .. } => println!("no state: {error}"),
///         JobEvent::Finished(file) => println!("{file:?}"),
///         _ => {}
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct JobProgress<K: JobKind> {
    handle: JobHandle,
    state: State<K>,
}

type Step<K> = Pin<Box<dyn Future<Output = Stepped<K>> + Send>>;
type Stepped<K> = (Job<K>, Result<JobEvent<<K as JobKind>::Output>, JobError>);

enum State<K: JobKind> {
    Idle(Box<Job<K>>),
    Stepping(Step<K>),
    Ended,
}

impl<K: JobKind> JobProgress<K> {
    pub(super) fn new(job: Job<K>) -> Self {
        Self {
            handle: job.handle(),
            state: State::Idle(Box::new(job)),
        }
    }

    /// Returns the handle of the job, to wait for it in another process. It changes when the job is
    /// created anew.
    #[must_use]
    pub fn handle(&self) -> &JobHandle {
        &self.handle
    }
}

async fn step<K: JobKind>(mut job: Job<K>) -> Stepped<K> {
    let event = job.step().await;
    (job, event)
}

/// Nothing of the job is pinned but its boxed steps.
impl<K: JobKind> Unpin for JobProgress<K> {}

impl<K: JobKind> Stream for JobProgress<K> {
    type Item = Result<JobEvent<K::Output>, JobError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            match mem::replace(&mut this.state, State::Ended) {
                State::Idle(job) => this.state = State::Stepping(Box::pin(step(*job))),
                State::Stepping(mut future) => {
                    let Poll::Ready((job, event)) = future.as_mut().poll(context) else {
                        this.state = State::Stepping(future);
                        return Poll::Pending;
                    };
                    if let Ok(JobEvent::Recreated { handle, .. }) = &event {
                        this.handle = handle.clone();
                    }
                    if !matches!(event, Ok(JobEvent::Finished(_)) | Err(_)) {
                        this.state = State::Idle(Box::new(job));
                    }
                    return Poll::Ready(Some(event));
                }
                State::Ended => return Poll::Ready(None),
            }
        }
    }
}

impl<K: JobKind> FusedStream for JobProgress<K> {
    fn is_terminated(&self) -> bool {
        matches!(self.state, State::Ended)
    }
}

impl<K: JobKind> fmt::Debug for JobProgress<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JobProgress")
            .field("handle", &self.handle)
            .finish_non_exhaustive()
    }
}
