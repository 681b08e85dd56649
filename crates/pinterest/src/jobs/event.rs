//! What is seen of a job while it is waited for.

use std::time::Duration;

use super::{JobErrorKind, JobHandle};
use crate::Error;

/// What [`Job::poll_once`](super::Job::poll_once) has found.
#[derive(Debug)]
#[non_exhaustive]
pub enum JobState<T> {
    /// The job runs.
    #[non_exhaustive]
    Running {
        /// The service's word for the state, such as `IN_PROGRESS`; absent if it sent none.
        status: Option<String>,
    },
    /// The job has a result.
    Finished(T),
}

/// An event of [`Job::progress`](super::Job::progress).
#[derive(Debug)]
#[non_exhaustive]
pub enum JobEvent<T> {
    /// The job runs.
    #[non_exhaustive]
    Running {
        /// The service's word for the state, such as `IN_PROGRESS`; absent if it sent none.
        status: Option<String>,
        /// The wait before the next poll.
        next_poll: Duration,
    },
    /// A poll failed, and will be repeated.
    #[non_exhaustive]
    PollFailed {
        /// Why it failed.
        error: Error,
        /// The wait before the next poll.
        next_poll: Duration,
    },
    /// The job was created anew, because the one before it has ended without a result.
    #[non_exhaustive]
    Recreated {
        /// How the one before has ended.
        reason: JobErrorKind,
        /// The handle of the new job, which replaces the one before.
        handle: JobHandle,
    },
    /// The job has a result. It is the last event.
    Finished(T),
}
