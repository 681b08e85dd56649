//! When a job is polled next, and until when.

use std::time::Duration;

use tokio::time::Instant;

use crate::Backoff;

/// A deadline that the clock cannot hold is as good as thirty years.
const THIRTY_YEARS: Duration = Duration::from_secs(30 * 365 * 86_400);

/// When a job is polled next.
#[derive(Clone, Copy, Debug)]
pub(super) enum Next {
    /// At once, as it may have ended long ago.
    Now,
    /// After the first interval, as it was only just started.
    FirstInterval,
    After(Duration),
}

/// The shortest and the longest wait between polls that the service does not ask for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Interval {
    pub(super) min: Duration,
    pub(super) max: Duration,
}

impl Interval {
    /// The wait after so many polls.
    fn after(self, polls: u32) -> Duration {
        let backoff = Backoff::default().with_base(self.min).with_cap(self.max);
        backoff.pause(polls)
    }
}

/// The waiting for one job, with those that replaced it.
#[derive(Debug)]
pub(super) struct Watch {
    began: Option<Instant>,
    next: Next,
    /// How many polls the present job had.
    round: u32,
    /// Since when the state is null.
    null_since: Option<Instant>,
    pub(super) polls: u32,
    pub(super) status: Option<String>,
}

impl Watch {
    pub(super) fn new(next: Next) -> Self {
        Self {
            began: None,
            next,
            round: 0,
            null_since: None,
            polls: 0,
            status: None,
        }
    }

    /// Returns when the waiting ends, which begins with the first use.
    pub(super) fn deadline(&mut self, time: Duration) -> Instant {
        let began = *self.began.get_or_insert_with(Instant::now);
        began.checked_add(time).unwrap_or(began + THIRTY_YEARS)
    }

    /// Returns how long the job was waited for.
    pub(super) fn waited(&self) -> Duration {
        self.began.map_or(Duration::ZERO, |began| began.elapsed())
    }

    /// Returns the wait before the next poll.
    pub(super) fn pause(&self, interval: Interval) -> Duration {
        match self.next {
            Next::Now => Duration::ZERO,
            Next::FirstInterval => interval.after(1),
            Next::After(wait) => wait,
        }
    }

    /// Counts a poll.
    pub(super) fn begin_poll(&mut self) {
        self.polls = self.polls.saturating_add(1);
        self.round = self.round.saturating_add(1);
        self.next = Next::Now;
    }

    /// Sets the wait before the next poll and returns it. What the server advises replaces the
    /// interval; only a wait below the shortest one is longer, so that no poll follows at once.
    pub(super) fn schedule(&mut self, interval: Interval, advice: Option<Duration>) -> Duration {
        let wait = match advice {
            Some(advice) => advice.max(interval.min),
            None => interval.after(self.round),
        };
        self.next = Next::After(wait);
        wait
    }

    /// Notes the state that a poll has found; `None` if it is null. Returns whether it is null for
    /// too long.
    pub(super) fn note(&mut self, status: Option<String>, lost_after: Duration) -> bool {
        self.status = status;
        if self.status.is_some() {
            self.null_since = None;
            return false;
        }
        let since = *self.null_since.get_or_insert_with(Instant::now);
        since.elapsed() >= lost_after
    }

    /// Notes that the job runs, though without a word for it.
    pub(super) fn note_running(&mut self) {
        (self.status, self.null_since) = (None, None);
    }

    /// Begins anew with another job; deadline and counts go on.
    pub(super) fn restart(&mut self) {
        self.next = Next::FirstInterval;
        self.round = 0;
        self.null_since = None;
        self.status = None;
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    const SECONDS: Interval = Interval {
        min: Duration::from_secs(1),
        max: Duration::from_secs(10),
    };

    #[tokio::test(start_paused = true)]
    async fn the_server_wins_over_the_interval() {
        let mut watch = Watch::new(Next::Now);
        assert_eq!(watch.pause(SECONDS), Duration::ZERO);
        watch.begin_poll();
        for (advice, expected) in [(0, 1), (1, 1), (7, 7), (600, 600)] {
            let advice = Some(Duration::from_secs(advice));
            let wait = watch.schedule(SECONDS, advice);
            assert_eq!(wait, Duration::from_secs(expected));
            assert_eq!(watch.pause(SECONDS), wait);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_job_that_was_only_just_started_is_not_polled_at_once() {
        let watch = Watch::new(Next::FirstInterval);
        let pause = watch.pause(SECONDS);
        assert!(pause >= SECONDS.min && pause <= SECONDS.max, "{pause:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn waits_grow_with_the_polls_of_a_job() {
        let mut watch = Watch::new(Next::Now);
        for _ in 0..4 {
            watch.begin_poll();
        }
        assert!(watch.schedule(SECONDS, None) >= Duration::from_secs(5));
        watch.restart();
        watch.begin_poll();
        assert!(watch.schedule(SECONDS, None) <= Duration::from_secs(2));
        assert_eq!(watch.polls, 5);
    }

    #[tokio::test(start_paused = true)]
    async fn a_state_that_stays_null_is_lost_and_a_state_in_between_starts_anew() {
        let minute = Duration::from_secs(60);
        let mut watch = Watch::new(Next::Now);
        assert!(!watch.note(None, minute));
        advance(Duration::from_secs(59)).await;
        assert!(!watch.note(None, minute));
        assert!(!watch.note(Some("IN_PROGRESS".to_owned()), minute));
        advance(minute).await;
        assert!(!watch.note(None, minute));
        advance(minute).await;
        assert!(watch.note(None, minute));
    }

    #[tokio::test(start_paused = true)]
    async fn the_deadline_counts_from_the_first_use() {
        let mut watch = Watch::new(Next::Now);
        let deadline = watch.deadline(Duration::from_secs(5));
        advance(Duration::from_secs(2)).await;
        assert_eq!(watch.deadline(Duration::from_secs(5)), deadline);
        assert_eq!(watch.waited(), Duration::from_secs(2));
        assert!(watch.deadline(Duration::MAX) > deadline);
    }
}
