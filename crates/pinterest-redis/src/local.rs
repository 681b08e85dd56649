//! A part of each quota, for one process that cannot reach Redis.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use pinterest::operation::RateLimitWindow;
use pinterest::{QuotaKey, Reservation};

/// How long a reservation lasts.
const HOLD: Duration = Duration::from_millis(20);

/// The mark of reservations of this process. Those of Redis are times.
const HERE: u64 = 0;

/// With more quotas than this, those that are empty are dropped.
const MANY: usize = 1_000;

/// The requests of each window, by the time at which they are forgotten.
type Windows = HashMap<u32, VecDeque<(Instant, u32)>>;

#[derive(Default)]
pub(crate) struct LocalQuota(Mutex<HashMap<QuotaKey, Windows>>);

impl LocalQuota {
    /// Takes back requests of a reservation that were not sent. Returns false if it was not made
    /// here, but in Redis.
    pub(crate) fn give_back(
        &self,
        quota: &QuotaKey,
        reservation: &Reservation,
        unused: u32,
    ) -> bool {
        if reservation.mark() != HERE {
            return false;
        }
        let mut quotas = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for log in quotas
            .get_mut(quota)
            .into_iter()
            .flat_map(Windows::values_mut)
        {
            let mut unused = unused;
            // The newest reservation is the one that ends.
            for (_, count) in log.iter_mut().rev() {
                let taken = unused.min(*count);
                *count -= taken;
                unused -= taken;
            }
            log.retain(|(_, count)| *count > 0);
        }
        true
    }

    /// Reserves up to `wanted` requests of this share of the windows.
    pub(crate) fn reserve(
        &self,
        quota: &QuotaKey,
        windows: &[RateLimitWindow],
        wanted: u32,
        share: f32,
    ) -> Reservation {
        let now = Instant::now();
        let mut quotas = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if quotas.len() > MANY {
            quotas.retain(|_, windows| {
                windows.values_mut().any(|log| {
                    forget(log, now);
                    !log.is_empty()
                })
            });
        }
        let logs = quotas.entry(quota.clone()).or_default();
        let (mut granted, mut wait) = (wanted, Duration::ZERO);
        for window in windows {
            let log = logs.entry(window.seconds).or_default();
            forget(log, now);
            let used: u32 = log.iter().map(|(_, count)| count).sum();
            let free = part(window.requests, share).saturating_sub(used);
            granted = granted.min(free);
            if let Some((until, _)) = log.front().filter(|_| free == 0) {
                wait = wait.max(until.duration_since(now));
            }
        }
        if granted == 0 {
            return Reservation::none(wait);
        }
        for window in windows {
            let until = now + HOLD + Duration::from_secs(u64::from(window.seconds));
            let log = logs.entry(window.seconds).or_default();
            log.push_back((until, granted));
        }
        Reservation::granted(granted, HOLD, HERE)
    }
}

fn forget(log: &mut VecDeque<(Instant, u32)>, now: Instant) {
    while log.front().is_some_and(|(until, _)| *until <= now) {
        log.pop_front();
    }
}

/// Returns a part of a limit, at least 1 and at most all of it.
fn part(limit: u32, share: f32) -> u32 {
    let part = f64::from(limit) * f64::from(share);
    // Truncates, and takes a share that is no number for 0.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "as it should"
    )]
    let part = part.max(0.0) as u32;
    part.clamp(1, limit.max(1))
}

#[cfg(test)]
mod tests {
    use pinterest::QuotaOwner;

    use super::*;

    #[test]
    fn a_part_is_never_nothing_and_never_more_than_all() {
        for (limit, share, expected) in [
            (1_000, 0.125, 125),
            (10, 0.0, 1),
            (10, f32::NAN, 1),
            (10, -1.0, 1),
            (10, 7.0, 10),
            (3, 0.5, 1),
        ] {
            assert_eq!(part(limit, share), expected, "{limit} {share}");
        }
    }

    #[test]
    fn no_window_is_used_beyond_its_part() {
        let local = LocalQuota::default();
        let key = QuotaKey::new(QuotaOwner::default(), None);
        let windows = [RateLimitWindow::new(100, 1), RateLimitWindow::new(20, 60)];
        let reserve = |wanted| local.reserve(&key, &windows, wanted, 0.5);
        assert_eq!(reserve(7).requests(), 7);
        assert_eq!(reserve(7).requests(), 3);
        let none = reserve(1);
        assert_eq!(none.requests(), 0);
        let other = QuotaKey::new(QuotaOwner::from("other"), None);
        assert_eq!(local.reserve(&other, &windows, 1, 0.5).requests(), 1);
    }

    #[test]
    fn what_is_unused_comes_back() {
        let local = LocalQuota::default();
        let key = QuotaKey::new(QuotaOwner::default(), None);
        let windows = [RateLimitWindow::new(100, 1), RateLimitWindow::new(20, 60)];
        let reserve = |wanted| local.reserve(&key, &windows, wanted, 0.5);
        assert_eq!(reserve(4).requests(), 4);
        let last = reserve(6);
        assert!(local.give_back(&key, &last, 5));
        assert_eq!(reserve(100).requests(), 5);
        assert_eq!(reserve(1).requests(), 0);
        let of_redis = Reservation::granted(3, HOLD, 1_769_860_800_123);
        assert!(!local.give_back(&key, &of_redis, 3));
        assert_eq!(reserve(1).requests(), 0);
    }
}
