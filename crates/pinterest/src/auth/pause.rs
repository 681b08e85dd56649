//! The pause between a failed request for tokens and the next one.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::advice::credible;
use crate::{Error, ErrorKind};

/// The pause after a first transient failure. Each further failure in a row doubles it.
const FIRST: Duration = Duration::from_secs(1);

/// The longest pause, unless the server asks for more, up to an hour. It is also the pause after a
/// rejection of the app, which does not end without a change.
const LONGEST: Duration = Duration::from_secs(30);

/// The last failure in a row, which is returned in place of a request for some time.
#[derive(Default)]
pub(super) struct Pause {
    failures: u32,
    last: Option<Last>,
}

struct Last {
    error: Arc<Error>,
    since: SystemTime,
    length: Duration,
}

impl Pause {
    /// Begins a pause, unless `error` says that no request was sent, and returns the error.
    pub(super) fn begin(&mut self, error: Error, now: SystemTime) -> Error {
        if was_never_sent(&error) {
            return error;
        }
        let backoff = match error.kind() {
            ErrorKind::Credentials => LONGEST,
            _ => FIRST.saturating_mul(1 << self.failures.min(5)).min(LONGEST),
        };
        self.failures = self.failures.saturating_add(1);
        let error = Arc::new(error);
        let advice = error
            .retry_after()
            .and_then(|wait| credible(wait, Duration::ZERO));
        let last = self.last.insert(Last {
            length: advice.unwrap_or_default().max(backoff),
            error,
            since: now,
        });
        last.error.shared()
    }

    /// Returns the last failure during the pause.
    pub(super) fn error(&self, now: SystemTime) -> Option<Error> {
        let last = self.last.as_ref()?;
        // A clock that was set back must not make it longer.
        let passed = now.duration_since(last.since).ok()?;
        (passed < last.length).then(|| last.error.shared())
    }

    /// Ends the pause after a success.
    pub(super) fn end(&mut self) {
        *self = Self::default();
    }
}

fn was_never_sent(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Configuration | ErrorKind::InvalidRequest
    )
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    fn at(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[track_caller]
    fn assert_lasts(pause: &Pause, from: u64, seconds: u64) {
        assert!(pause.error(at(from + seconds - 1)).is_some());
        assert!(pause.error(at(from + seconds)).is_none());
    }

    #[test]
    fn transient_failures_double_the_pause() {
        let mut pause = Pause::default();
        assert!(pause.error(at(0)).is_none());
        for seconds in [1, 2, 4, 8, 16, 30, 30] {
            let error = Error::new(ErrorKind::Network, "no network");
            assert_eq!(pause.begin(error, at(100)).kind(), ErrorKind::Network);
            assert_lasts(&pause, 100, seconds);
        }
        pause.end();
        assert!(pause.error(at(100)).is_none());
        pause.begin(Error::new(ErrorKind::Network, "no network"), at(200));
        assert_lasts(&pause, 200, 1);
    }

    #[test]
    fn a_rejection_and_advice_of_the_server_last_longer() {
        let mut pause = Pause::default();
        pause.begin(Error::credentials("rejected"), at(100));
        assert_lasts(&pause, 100, 30);
        let advice = Error::rate_limited("slow down", Duration::from_secs(3600));
        let error = pause.begin(advice, at(100));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
        assert_lasts(&pause, 100, 3600);
        assert_eq!(
            pause.error(at(200)).unwrap().retry_after(),
            Some(Duration::from_secs(3600))
        );
    }

    #[test]
    fn no_advice_of_the_server_lasts_longer_than_an_hour() {
        for (advice, seconds) in [
            (3_601, 3_600),
            (86_400, 3_600),
            (86_401, 1),
            (4_000_000_000, 1),
            (u64::MAX, 1),
        ] {
            let mut pause = Pause::default();
            let advice = Duration::from_secs(advice);
            pause.begin(Error::rate_limited("slow down", advice), at(100));
            assert_lasts(&pause, 100, seconds);
        }
    }

    #[test]
    fn unsent_requests_and_a_clock_that_was_set_back_cause_no_pause() {
        let mut pause = Pause::default();
        pause.begin(Error::new(ErrorKind::Configuration, "no app id"), at(100));
        assert!(pause.error(at(100)).is_none());
        pause.begin(Error::credentials("rejected"), at(100));
        assert!(pause.error(at(99)).is_none());
    }
}
