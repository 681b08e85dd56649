//! The time that the fake lives in.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// A clock that runs like the machine's and can be moved forward, or stands still.
#[derive(Clone, Debug, Default)]
pub(crate) struct Clock {
    ahead: Duration,
    stopped_at: Option<Timestamp>,
}

impl Clock {
    /// Returns a clock that stands at a time until it is moved.
    pub(crate) fn stopped_at(time: Timestamp) -> Self {
        Self {
            ahead: Duration::ZERO,
            stopped_at: Some(time),
        }
    }

    /// Moves the clock forward.
    pub(crate) fn advance(&mut self, by: Duration) {
        self.ahead = self.ahead.saturating_add(by);
    }

    /// Stops the clock where it is, or lets it run on from there.
    pub(crate) fn set_running(&mut self, running: bool) {
        let now = self.now();
        match (running, self.stopped_at) {
            (false, None) => *self = Self::stopped_at(now.0),
            (true, Some(_)) => {
                let behind = now.0.duration_since(Timestamp::now());
                *self = Self {
                    ahead: Duration::try_from(behind).unwrap_or_default(),
                    stopped_at: None,
                };
            }
            _ => {}
        }
    }

    /// Tells whether the clock runs.
    pub(crate) fn is_running(&self) -> bool {
        self.stopped_at.is_none()
    }

    /// Returns the time by this clock.
    pub(crate) fn now(&self) -> Now {
        let base = self.stopped_at.unwrap_or_else(Timestamp::now);
        let ahead = SignedDuration::try_from(self.ahead).unwrap_or(SignedDuration::MAX);
        Now(base.saturating_add(ahead).unwrap_or(Timestamp::MAX))
    }
}

/// A moment by the fake's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Now(pub(crate) Timestamp);

impl Now {
    /// Seconds since the epoch, as ads have them.
    pub(crate) fn seconds(self) -> i64 {
        self.0.as_second()
    }

    /// Milliseconds since the epoch, as business access has them.
    pub(crate) fn milliseconds(self) -> i64 {
        self.0.as_millisecond()
    }

    /// `2026-01-31T12:00:00`, as Pins and boards have it.
    pub(crate) fn rfc3339(self) -> String {
        self.0.strftime("%Y-%m-%dT%H:%M:%S").to_string()
    }

    /// `2026-01-31`, in UTC.
    pub(crate) fn date(self) -> jiff::civil::Date {
        self.0.to_zoned(jiff::tz::TimeZone::UTC).date()
    }

    /// Returns the moment after this one by a number of seconds.
    pub(crate) fn plus_seconds(self, seconds: i64) -> Self {
        let sum = self.0.saturating_add(SignedDuration::from_secs(seconds));
        Self(sum.unwrap_or(Timestamp::MAX))
    }
}
