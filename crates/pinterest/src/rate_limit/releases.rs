//! The completed requests that occupy a window, by the time of their release.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// The number of parts into which a window divides its length, which bounds its memory.
const PARTS: u32 = 1024;

/// Resets are whole seconds and refer to the clock of the server. Smaller differences are ignored.
const ROUNDING: Duration = Duration::from_secs(2);

#[derive(Default)]
pub(super) struct Releases {
    /// In the order of the responses, which is also the order of the release times.
    queue: VecDeque<Release>,
    /// The number of requests in the queue.
    sum: u32,
}

/// Requests that are released at the same time.
pub(super) struct Release {
    pub(super) at: Instant,
    pub(super) count: u32,
    /// Whether the server stated the time, and it is not the length of the window.
    early: bool,
}

impl Releases {
    pub(super) fn sum(&self) -> u32 {
        self.sum
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Release> {
        self.queue.iter()
    }

    /// Adds a request whose response came now.
    pub(super) fn push(&mut self, now: Instant, length: Duration) {
        self.sum = self.sum.saturating_add(1);
        let at = now + length;
        match self.queue.back_mut() {
            Some(last) if last.at >= at => last.count = last.count.saturating_add(1),
            _ => self.queue.push_back(Release {
                at: at + length / PARTS,
                count: 1,
                early: false,
            }),
        }
    }

    /// Releases the requests whose time has come. Returns whether the server alone stated the time
    /// of one of them.
    pub(super) fn expire(&mut self, now: Instant) -> bool {
        let mut early = false;
        while let Some(release) = self.queue.front().filter(|release| release.at <= now) {
            early |= release.early;
            self.forget(release.count);
        }
        early
    }

    /// Releases this number of the oldest requests.
    pub(super) fn forget(&mut self, mut count: u32) {
        while let Some(oldest) = self.queue.front_mut().filter(|_| count > 0) {
            let part = oldest.count.min(count);
            (oldest.count, count) = (oldest.count - part, count - part);
            self.sum -= part;
            if oldest.count == 0 {
                self.queue.pop_front();
            }
        }
    }

    /// Sets the release of this number of the oldest requests to `until` at the latest.
    pub(super) fn bound(&mut self, count: u32, until: Instant) {
        let in_time = |release: &Release| release.at <= until + ROUNDING;
        let first_late = self.queue.partition_point(in_time);
        let early_enough: u32 = self.queue.range(..first_late).map(|it| it.count).sum();
        let moved = count.min(self.sum).saturating_sub(early_enough);
        let mut left = moved;
        while let Some(late) = self.queue.get_mut(first_late).filter(|_| left > 0) {
            let part = late.count.min(left);
            (late.count, left) = (late.count - part, left - part);
            if late.count == 0 {
                self.queue.remove(first_late);
            }
        }
        if moved == 0 {
            return;
        }
        match first_late
            .checked_sub(1)
            .and_then(|it| self.queue.get_mut(it))
        {
            // Merges two releases, at the price of a slightly longer wait.
            Some(before) if before.early => {
                before.at = before.at.max(until);
                before.count += moved;
            }
            before => {
                let at = before.map_or(until, |before| before.at.max(until));
                let early = true;
                let count = moved;
                self.queue.insert(first_late, Release { at, count, early });
            }
        }
    }
}
