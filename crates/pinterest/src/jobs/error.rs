//! Why a job has no result.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use super::JobHandle;
use super::kind::Ending;
use crate::Error;
#[cfg(feature = "campaigns")]
use crate::downloads::Download;
use crate::error::redacted;

/// The most characters of a reason or a state that a message repeats.
const EXCERPT_LENGTH: usize = 300;

/// Why a job has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum JobErrorKind {
    /// The service could not do the job. [`JobError::reason`] returns why, if the service says so.
    Failed,
    /// The result was kept for some time, which is over.
    Expired,
    /// The service does not know the job.
    Gone,
    /// Somebody has cancelled the job.
    Cancelled,
    /// The deadline passed. The job may well go on: [`Client::resume_job`] waits for it again.
    ///
    /// [`Client::resume_job`]: crate::Client::resume_job
    TimedOut,
    /// The state was null for longer than [`Job::with_lost_after`](super::Job::with_lost_after)
    /// allows.
    Lost,
    /// A poll failed, in a way that another poll does not change. It says nothing of the job, which
    /// may well go on. [`Job::poll_once`](super::Job::poll_once), which does not repeat a poll,
    /// returns it for temporary failures too.
    Poll,
    /// The job has ended without a result, and could not be created anew.
    Recreation,
}

impl JobErrorKind {
    /// Whether the same job, created anew, may well have a result. What somebody has cancelled is
    /// not started again behind their back.
    pub(super) fn is_worth_recreating(self) -> bool {
        matches!(self, Self::Failed | Self::Expired | Self::Gone | Self::Lost)
    }

    fn message(self) -> &'static str {
        match self {
            Self::Failed => "the job failed",
            Self::Expired => "the result of the job has expired",
            Self::Gone => "the service does not know the job",
            Self::Cancelled => "the job was cancelled",
            Self::TimedOut => {
                "the deadline passed before the job had a result; it may go on, and its handle \
                 resumes the waiting"
            }
            Self::Lost => "the job is lost: its state was null for too long",
            Self::Poll => "the state of the job could not be fetched",
            Self::Recreation => "the job could not be created anew",
        }
    }
}

/// The error of a job that has no result.
///
/// Its source is the [`Error`] of the call that failed, if one did.
///
/// # Examples
///
/// ```no_run
/// # #[cfg(feature = "leads")]
/// # async fn run(job: pinterest::jobs::Job<pinterest::jobs::LeadsExportJob>) {
/// use pinterest::jobs::JobErrorKind;
///
/// match job.await {
///     Ok(file) => println!("{file:?}"),
///     Err(error) if error.kind() == JobErrorKind::TimedOut => println!("{:?}", error.handle()),
///     Err(error) => println!("{error}: {:?}", error.reason()),
/// }
/// # }
/// ```
pub struct JobError(Box<Details>);

struct Details {
    kind: JobErrorKind,
    handle: JobHandle,
    status: Option<String>,
    reason: Option<String>,
    polls: u32,
    waited: Duration,
    source: Option<Error>,
    #[cfg(feature = "campaigns")]
    file: Option<Download>,
}

impl JobError {
    pub(super) fn new(kind: JobErrorKind, handle: JobHandle) -> Self {
        Self(Box::new(Details {
            kind,
            handle,
            status: None,
            reason: None,
            polls: 0,
            waited: Duration::ZERO,
            source: None,
            #[cfg(feature = "campaigns")]
            file: None,
        }))
    }

    pub(super) fn after(mut self, polls: u32, waited: Duration, status: Option<String>) -> Self {
        (self.0.polls, self.0.waited, self.0.status) = (polls, waited, status);
        self
    }

    pub(super) fn with_ending(mut self, ending: Ending) -> Self {
        self.0.kind = ending.kind;
        self.0.status = Some(ending.status);
        self.0.reason = ending.reason;
        #[cfg(feature = "campaigns")]
        {
            self.0.file = ending.file;
        }
        self
    }

    /// Sets the cause, unless there is one.
    pub(super) fn or_source(mut self, source: Option<Error>) -> Self {
        self.0.source = self.0.source.or(source);
        self
    }

    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> JobErrorKind {
        self.0.kind
    }

    /// Returns the handle of the job, to wait for it again.
    #[must_use]
    pub fn handle(&self) -> &JobHandle {
        &self.0.handle
    }

    /// Returns the handle of the job, by value.
    #[must_use]
    pub fn into_handle(self) -> JobHandle {
        self.0.handle
    }

    /// Returns the service's word for the last state, such as `EXPIRED`; `None` if there was none
    /// or it was null.
    #[must_use]
    pub fn status(&self) -> Option<&str> {
        self.0.status.as_deref()
    }

    /// Returns what the service says about the failure, unredacted. It may repeat personal data of
    /// the request.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// Returns how many times the job was polled, with those that it was created anew after.
    #[must_use]
    pub fn polls(&self) -> u32 {
        self.0.polls
    }

    /// Returns how long the job was waited for.
    #[must_use]
    pub fn waited(&self) -> Duration {
        self.0.waited
    }

    /// Returns the error of the call that failed, if one did. For a deadline it is the last poll, if
    /// that failed.
    #[must_use]
    pub fn call_error(&self) -> Option<&Error> {
        self.0.source.as_ref()
    }

    /// Returns the file that says what failed, for bulk changes.
    #[cfg(feature = "campaigns")]
    #[must_use]
    pub fn download(&self) -> Option<&Download> {
        self.0.file.as_ref()
    }
}

impl fmt::Display for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.handle.kind(), self.0.kind.message())?;
        if let Some(status) = self.status() {
            write!(f, " ({})", redacted(status, EXCERPT_LENGTH))?;
        }
        if let Some(reason) = self.reason() {
            write!(f, ": {}", redacted(reason, EXCERPT_LENGTH))?;
        }
        let (polls, waited) = (self.polls(), self.waited().as_secs_f64());
        let noun = if polls == 1 { "poll" } else { "polls" };
        write!(f, " [{polls} {noun} in {waited:.1} s]")
    }
}

/// Without the reason, which may be personal.
impl fmt::Debug for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JobError")
            .field("kind", &self.0.kind)
            .field("handle", &self.0.handle)
            .field("status", &self.0.status)
            .field("polls", &self.0.polls)
            .field("waited", &self.0.waited)
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl StdError for JobError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.0.source.as_ref()?;
        Some(source)
    }
}

#[cfg(all(test, feature = "ad_accounts"))]
mod tests {
    use std::time::SystemTime;

    use super::*;
    use crate::ErrorKind;
    use crate::jobs::AdsReportJob;

    fn error(kind: JobErrorKind) -> JobError {
        let handle = JobHandle::new(&AdsReportJob::new("5", "a"), SystemTime::now());
        JobError::new(kind, handle)
    }

    #[test]
    fn the_message_says_what_where_and_why_without_personal_data() {
        let reason = Some("ada@example.com has no access".to_owned());
        let ending = Ending::new(JobErrorKind::Failed, "FAILED").with_reason(reason);
        let error = error(JobErrorKind::Poll).after(3, Duration::from_secs(12), None);
        let error = error.with_ending(ending);
        let shown = error.to_string();
        assert!(
            shown.starts_with("ads_report: the job failed (FAILED): "),
            "{shown}"
        );
        assert!(
            shown.ends_with("has no access [3 polls in 12.0 s]"),
            "{shown}"
        );
        assert!(!format!("{error} {error:?}").contains("ada@"), "{error:?}");
        assert_eq!(error.reason(), Some("ada@example.com has no access"));
    }

    #[test]
    fn the_source_is_the_error_of_the_call() {
        let error = error(JobErrorKind::TimedOut);
        assert!(error.source().is_none());
        let failure = |message| Some(Error::new(ErrorKind::Network, message));
        let error = error
            .or_source(failure("first"))
            .or_source(failure("second"));
        assert_eq!(error.source().unwrap().to_string(), "first");
        assert_eq!(error.call_error().unwrap().kind(), ErrorKind::Network);
    }

    #[test]
    fn errors_can_cross_threads() {
        fn crosses<T: Send + Sync + 'static>(_: &T) {}
        crosses(&error(JobErrorKind::Lost));
    }
}
