//! What the kinds of jobs have in common.

use std::fmt;

use pinterest_client::request::Request;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::JobErrorKind;
use crate::Client;
#[cfg(feature = "campaigns")]
use crate::downloads::Download;

/// A kind of job, whose value has the ids of one job.
///
/// No other types can implement it. The page of the [module](super) lists those that do.
pub trait JobKind:
    sealed::Sealed + Clone + fmt::Debug + Serialize + DeserializeOwned + Send + Sync + Unpin + 'static
{
    /// What the kind is called in [`JobHandle`](super::JobHandle)s and messages.
    const NAME: &'static str;

    /// What the job resolves to.
    type Output: Send + 'static;

    /// The request that asks how far the job is.
    #[doc(hidden)]
    type Poll: Request;

    /// The request for the present state.
    #[doc(hidden)]
    fn poll(&self) -> Self::Poll;

    /// Reads the state that a poll responds with.
    #[doc(hidden)]
    fn read(
        &self,
        client: &Client,
        response: <Self::Poll as Request>::Response,
    ) -> Reading<Self::Output>;

    /// The result of a job that has ended before the first poll, and cannot be polled.
    #[doc(hidden)]
    fn settled(&self) -> Option<Self::Output> {
        None
    }
}

/// A kind of job that only reads, so that it can be created anew without harm; see
/// [`Job::with_recreations`](super::Job::with_recreations).
///
/// No other types can implement it.
pub trait RepeatableJob: JobKind {}

/// Keeps other crates from implementing [`JobKind`] and [`JobRequest`](super::JobRequest).
pub(crate) mod sealed {
    /// Not nameable outside of the crate.
    pub trait Sealed {}
}

/// What a poll says of a job.
#[doc(hidden)]
pub enum Reading<T> {
    /// It runs; the service's word for it.
    Running(Option<String>),
    /// A state that this version does not know.
    Unknown(String),
    /// No state at all.
    Null,
    /// It has a result.
    Finished(T),
    /// It has ended without one.
    Ended(Ending),
}

/// How a job ended without a result.
#[doc(hidden)]
pub struct Ending {
    pub(super) kind: JobErrorKind,
    pub(super) status: String,
    pub(super) reason: Option<String>,
    #[cfg(feature = "campaigns")]
    pub(super) file: Option<Download>,
}

impl Ending {
    pub(super) fn new(kind: JobErrorKind, status: &str) -> Self {
        Self {
            kind,
            status: status.to_owned(),
            reason: None,
            #[cfg(feature = "campaigns")]
            file: None,
        }
    }

    pub(super) fn with_reason(mut self, reason: Option<String>) -> Self {
        self.reason = reason.filter(|reason| !reason.is_empty());
        self
    }
}

impl<T> Reading<T> {
    pub(super) fn running(status: &str) -> Self {
        Self::Running(Some(status.to_owned()))
    }

    pub(super) fn unknown(status: &str) -> Self {
        Self::Unknown(status.to_owned())
    }

    pub(super) fn failed(status: &str, reason: Option<String>) -> Self {
        Self::Ended(Ending::new(JobErrorKind::Failed, status).with_reason(reason))
    }
}
