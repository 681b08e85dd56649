//! Not asking a server again at once after it has failed, however many calls need its answer.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::{Error, ErrorKind};

/// The pause after a first failure that may pass; each further one in a row makes it twice as long.
const FIRST: Duration = Duration::from_secs(1);

/// The longest pause, unless the server asks for more; also the one after a refusal that somebody has to do something about.
const LONGEST: Duration = Duration::from_secs(30);

/// The last failure in a row, and until when it stands for what the server would say.
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
    /// Begins a pause, if `error` shows that a server was asked, and gives the error back.
    pub(super) fn begin(&mut self, error: Error, now: SystemTime) -> Error {
        if was_never_asked(&error) {
            return error;
        }
        let backoff = match error.kind() {
            ErrorKind::Credentials => LONGEST,
            _ => FIRST.saturating_mul(1 << self.failures.min(5)).min(LONGEST),
        };
        self.failures = self.failures.saturating_add(1);
        let error = Arc::new(error);
        let last = self.last.insert(Last {
            length: error.retry_after().unwrap_or_default().max(backoff),
            error,
            since: now,
        });
        last.error.shared()
    }

    /// The failure that stands, while it does.
    pub(super) fn error(&self, now: SystemTime) -> Option<Error> {
        let last = self.last.as_ref()?;
        // A clock that was put back must not make it longer.
        let passed = now.duration_since(last.since).ok()?;
        (passed < last.length).then(|| last.error.shared())
    }

    /// The server has answered as it should.
    pub(super) fn end(&mut self) {
        *self = Self::default();
    }
}

fn was_never_asked(error: &Error) -> bool {
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
    fn what_may_pass_is_tried_again_soon_and_then_less_often() {
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
    fn a_refusal_and_advice_of_the_server_last_longer() {
        let mut pause = Pause::default();
        pause.begin(Error::credentials("refused"), at(100));
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
    fn what_never_reached_a_server_and_a_clock_that_was_put_back_make_nobody_wait() {
        let mut pause = Pause::default();
        pause.begin(Error::new(ErrorKind::Configuration, "no app id"), at(100));
        assert!(pause.error(at(100)).is_none());
        pause.begin(Error::credentials("refused"), at(100));
        assert!(pause.error(at(99)).is_none());
    }
}
