//! Keeps retries from multiplying the load of a server that is in trouble.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// How many retries all calls of a client together may make: a bucket of tokens, which clones share.
///
/// A retry takes one token; every success puts half a token back, up to the size of the bucket. While the server is
/// well, each call can have its retries. When nothing succeeds any more, the bucket runs dry, and calls fail after one
/// attempt until something succeeds again. Waiting as long as the server asks takes nothing:
/// it relieves the server.
#[derive(Clone, Debug)]
pub struct RetryBudget {
    /// In half tokens.
    left: Arc<AtomicU32>,
    size: u32,
}

/// What a retry takes, in half tokens; a success puts one back.
const RETRY: u32 = 2;

impl RetryBudget {
    /// A full bucket for this many retries.
    #[must_use]
    pub fn new(retries: u32) -> Self {
        let size = retries.saturating_mul(RETRY);
        Self {
            left: Arc::new(AtomicU32::new(size)),
            size,
        }
    }

    /// How many retries can be made now without a success in between.
    #[must_use]
    pub fn remaining(&self) -> u32 {
        self.left.load(Ordering::Relaxed) / RETRY
    }

    /// Takes what one retry costs; `false` when it is not there.
    pub(super) fn take(&self) -> bool {
        let take = |left: u32| left.checked_sub(RETRY);
        self.left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take)
            .is_ok()
    }

    /// Puts back what a success is worth.
    pub(super) fn refill(&self) {
        // In good times the bucket is full, and looking is all it costs.
        if self.left.load(Ordering::Relaxed) < self.size {
            let put = |left: u32| (left < self.size).then(|| left + 1);
            // Full in the meantime is as good.
            let _ = self
                .left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, put);
        }
    }
}

impl Default for RetryBudget {
    /// 100 retries.
    fn default() -> Self {
        Self::new(100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outage_uses_it_up_and_successes_fill_it_again() {
        let budget = RetryBudget::new(3);
        assert_eq!((0..10).filter(|_| budget.take()).count(), 3);
        assert_eq!(budget.remaining(), 0);
        budget.refill();
        assert!(!budget.take(), "half a token is not enough");
        budget.refill();
        assert!(budget.take());
        (0..100).for_each(|_| budget.refill());
        assert_eq!(budget.remaining(), 3);
    }

    #[test]
    fn clones_share() {
        let budget = RetryBudget::new(1);
        assert!(budget.clone().take());
        assert!(!budget.take());
    }

    #[test]
    fn one_failure_in_three_can_be_borne_for_ever() {
        let budget = RetryBudget::default();
        for _ in 0..100_000 {
            assert!(budget.take());
            budget.refill();
            budget.refill();
        }
    }
}
