//! The loop around the attempts of a call.

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use pinterest_client::operation::{Method, Operation};
use tokio::time::Instant;

use super::pause::pause;
use super::{Backoff, FailedAttempt, RetryBudget, RetryPolicy};
use crate::error::{Acted, acted, name};
use crate::{Error, ErrorKind};

/// The policy and the budget that the calls of a client share.
#[derive(Clone, Debug)]
pub(crate) struct Retries {
    pub(crate) policy: Arc<dyn RetryPolicy>,
    pub(crate) budget: RetryBudget,
}

impl Retries {
    /// Records a call that succeeded.
    pub(crate) fn succeeded(&self) {
        self.budget.refill();
    }
}

impl Default for Retries {
    fn default() -> Self {
        Self {
            policy: Arc::new(Backoff::default()),
            budget: RetryBudget::default(),
        }
    }
}

/// What a request may do when it is sent twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// Nothing at all: it only reads.
    Reads,
    /// No more than sending it once.
    Idempotent,
    /// Something twice.
    Acts,
}

impl Repeat {
    pub(crate) fn of(operation: &Operation) -> Self {
        match (operation.method, operation.idempotent) {
            (Method::Get, true) => Self::Reads,
            (_, true) => Self::Idempotent,
            (_, false) => Self::Acts,
        }
    }

    /// Whether a request may be retried after the server acted on it or not.
    fn allows_after(self, acted: Acted) -> bool {
        match acted {
            Acted::No => true,
            Acted::Maybe => self != Self::Acts,
            Acted::Yes => self == Self::Reads,
        }
    }
}

/// Why a failed call is not retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum GivenUp {
    /// It would fail again, or do something twice.
    Unsound,
    /// The policy says so.
    Policy,
    /// The wait would go beyond the deadline.
    Deadline,
    /// The budget is used up.
    Budget,
}

/// The attempts of a call.
#[derive(Debug)]
pub(crate) struct Attempts {
    repeat: Repeat,
    started: Instant,
    deadline: Instant,
    made: u32,
    waited: Duration,
    /// Whether the server may have acted on an attempt before the last.
    doubtful: bool,
    /// Why the last attempt failed, if there is to be another.
    last_failure: Option<Error>,
}

impl Attempts {
    /// Starts a call that has this much time.
    pub(crate) fn new(repeat: Repeat, time: Duration) -> Self {
        let started = Instant::now();
        // A time that the clock cannot hold is as good as thirty years.
        let thirty_years = Duration::from_secs(30 * 365 * 86_400);
        let deadline = started
            .checked_add(time)
            .unwrap_or_else(|| started + thirty_years);
        Self {
            repeat,
            started,
            deadline,
            made: 0,
            waited: Duration::ZERO,
            doubtful: false,
            last_failure: None,
        }
    }

    pub(crate) fn deadline(&self) -> Instant {
        self.deadline
    }

    /// Returns how many attempts were made so far.
    pub(crate) fn made(&self) -> u32 {
        self.made
    }

    /// Returns how long the call has waited so far.
    pub(crate) fn time_waited(&self) -> Duration {
        self.waited
    }

    /// Counts an attempt and returns its number.
    pub(crate) fn begin(&mut self) -> u32 {
        self.made += 1;
        self.made
    }

    /// Undoes the count of an attempt that ended before its request was sent.
    pub(crate) fn take_back(&mut self) {
        self.made -= 1;
    }

    /// Counts time that was spent waiting for permission to send.
    pub(crate) fn waited(&mut self, time: Duration) {
        self.waited += time;
    }

    /// Waits before the next attempt. Returns the error, with the history of the call, when there
    /// is none.
    pub(crate) async fn again_after(
        &mut self,
        error: Error,
        retries: &Retries,
    ) -> Result<(), Error> {
        let wait = match self.next_wait(&error, retries) {
            Ok(wait) => wait,
            Err(reason) => return Err(self.given_up(error, reason)),
        };
        self.doubtful |= acted(&error) != Acted::No;
        self.waited += wait;
        let error = self.last_failure.insert(error);
        pause(error, self.made, wait).await;
        Ok(())
    }

    fn next_wait(&self, error: &Error, retries: &Retries) -> Result<Duration, GivenUp> {
        if !error.is_transient() || !self.repeat.allows_after(acted(error)) {
            return Err(GivenUp::Unsound);
        }
        let wait = retries.policy.wait(&FailedAttempt {
            error,
            attempt: self.made,
            elapsed: self.started.elapsed(),
        });
        let wait = wait.ok_or(GivenUp::Policy)?;
        if self.deadline.saturating_duration_since(Instant::now()) <= wait {
            return Err(GivenUp::Deadline);
        }
        // A retry after the wait that the server asks for adds no load; one without a wait does.
        let is_advised = error.retry_after().is_some_and(|advice| !advice.is_zero());
        let is_free = error.kind() == ErrorKind::RateLimited && is_advised;
        if is_free || retries.budget.take() {
            Ok(wait)
        } else {
            Err(GivenUp::Budget)
        }
    }

    fn given_up(&mut self, error: Error, reason: GivenUp) -> Error {
        let hint = match reason {
            GivenUp::Unsound | GivenUp::Policy => None,
            GivenUp::Deadline => {
                Some("not retried, since the wait would end after the deadline of the call")
            }
            GivenUp::Budget => Some("not retried, since the retry budget of the client is used up"),
        };
        if error.is_transient() {
            tracing::debug!(attempt = self.made, failure = name(&error), reason = ?reason, "giving up");
        }
        let error = self.told(error);
        match hint {
            Some(hint) if error.hint().is_none() => error.with_hint(hint),
            _ => error,
        }
    }

    /// Adds the number of attempts and the time waited to the error. When the last attempt was not
    /// sent, the failure of the attempt before it becomes the source.
    pub(crate) fn told(&mut self, mut error: Error) -> Error {
        if error.is_unsent()
            && error.source().is_none()
            && let Some(failure) = self.last_failure.take()
        {
            error = error.with_source(failure);
        }
        let error = error.with_attempts(self.made, self.waited);
        if self.doubtful {
            error.doubtful()
        } else {
            error
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NoRetries;

    fn attempts(repeat: Repeat) -> Attempts {
        let mut attempts = Attempts::new(repeat, Duration::from_secs(60));
        attempts.begin();
        attempts
    }

    fn fail(kind: ErrorKind) -> Error {
        Error::new(kind, "no")
    }

    #[tokio::test(start_paused = true)]
    async fn what_may_act_twice_is_retried_only_if_the_server_definitely_did_not_act() {
        let retries = Retries::default();
        let cases = [
            (ErrorKind::Connect, [true, true, true]),
            (ErrorKind::Timeout, [true, true, false]),
            (ErrorKind::Network, [true, true, false]),
            (ErrorKind::Decode, [false, false, false]),
            (ErrorKind::ResponseTooLarge, [false, false, false]),
            (ErrorKind::InvalidRequest, [false, false, false]),
        ];
        for (kind, allowed) in cases {
            let repeats = [Repeat::Reads, Repeat::Idempotent, Repeat::Acts];
            for (repeat, allowed) in repeats.into_iter().zip(allowed) {
                let again = attempts(repeat).again_after(fail(kind), &retries).await;
                assert_eq!(again.is_ok(), allowed, "{kind:?} {repeat:?}");
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_wait_beyond_the_deadline_ends_the_call_at_once() {
        #[derive(Debug)]
        struct Slow;
        impl RetryPolicy for Slow {
            fn wait(&self, _: &FailedAttempt<'_>) -> Option<Duration> {
                Some(Duration::from_secs(61))
            }
        }
        let retries = Retries {
            policy: Arc::new(Slow),
            ..Retries::default()
        };
        let before = Instant::now();
        let error = attempts(Repeat::Reads)
            .again_after(fail(ErrorKind::Connect), &retries)
            .await
            .unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 1));
        assert_eq!(before.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn an_empty_budget_ends_the_call_and_rate_limits_do_not_touch_it() {
        let retries = Retries {
            budget: RetryBudget::new(1),
            ..Retries::default()
        };
        let limited = || fail(ErrorKind::RateLimited).with_retry_after(Duration::from_secs(1));
        assert!(
            attempts(Repeat::Acts)
                .again_after(limited(), &retries)
                .await
                .is_ok()
        );
        let unconnected = || fail(ErrorKind::Connect);
        assert!(
            attempts(Repeat::Acts)
                .again_after(unconnected(), &retries)
                .await
                .is_ok()
        );
        assert!(
            attempts(Repeat::Acts)
                .again_after(unconnected(), &retries)
                .await
                .is_err()
        );
        assert!(
            attempts(Repeat::Acts)
                .again_after(limited(), &retries)
                .await
                .is_ok()
        );
        let at_once = fail(ErrorKind::RateLimited).with_retry_after(Duration::ZERO);
        let error = attempts(Repeat::Acts)
            .again_after(at_once, &retries)
            .await
            .unwrap_err();
        assert!(error.hint().unwrap().contains("budget"), "{error}");
    }

    #[tokio::test(start_paused = true)]
    async fn the_error_has_the_history_of_the_call() {
        let retries = Retries::default();
        let mut attempts = attempts(Repeat::Idempotent);
        attempts
            .again_after(fail(ErrorKind::Timeout), &retries)
            .await
            .unwrap();
        attempts.begin();
        attempts.waited(Duration::from_secs(2));
        let last = Retries {
            policy: Arc::new(NoRetries),
            ..retries
        };
        let error = attempts
            .again_after(fail(ErrorKind::Connect), &last)
            .await
            .unwrap_err();
        assert_eq!(error.attempts(), 2);
        assert!(error.waited() >= Duration::from_secs(2));
        assert!(
            !error.server_did_not_act(),
            "the first attempt may have acted"
        );
    }

    #[tokio::test]
    async fn time_that_no_clock_can_hold_is_no_panic() {
        let attempts = Attempts::new(Repeat::Reads, Duration::MAX);
        assert!(attempts.deadline() > Instant::now() + Duration::from_secs(86_400));
    }
}
