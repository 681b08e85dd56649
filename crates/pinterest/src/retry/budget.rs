//! Keeps retries from multiplying the load of a server that is in trouble.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// The number of retries that all calls of a client together may make. Clones share it.
///
/// It is a bucket of tokens. A retry takes one token; every success puts half a token back, up to
/// the size of the bucket. While most calls succeed, each call can have its retries. While none
/// succeeds, the bucket becomes empty, and calls fail after one attempt until one succeeds again. A
/// retry after a wait that the server asked for takes no token, as it does not add to the load.
#[derive(Clone, Debug)]
pub struct RetryBudget {
    /// In half tokens.
    left: Arc<AtomicU32>,
    size: u32,
}

/// What a retry takes, in half tokens; a success puts one back.
const RETRY: u32 = 2;

impl RetryBudget {
    /// Creates a full bucket for this many retries.
    #[must_use]
    pub fn new(retries: u32) -> Self {
        let size = retries.saturating_mul(RETRY);
        Self {
            left: Arc::new(AtomicU32::new(size)),
            size,
        }
    }

    /// Returns how many retries can be made now without a success in between.
    #[must_use]
    pub fn remaining(&self) -> u32 {
        self.left.load(Ordering::Relaxed) / RETRY
    }

    /// Takes the token of one retry; `false` when there is none.
    pub(super) fn take(&self) -> bool {
        let take = |left: u32| left.checked_sub(RETRY);
        self.left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take)
            .is_ok()
    }

    /// Puts back the half token of a success.
    pub(super) fn refill(&self) {
        // The bucket is full most of the time; a load is cheaper than an update.
        if self.left.load(Ordering::Relaxed) < self.size {
            let put = |left: u32| (left < self.size).then(|| left + 1);
            // It fails only if the bucket has become full in the meantime.
            let _ = self
                .left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, put);
        }
    }
}

impl Default for RetryBudget {
    /// Returns a budget of 100 retries.
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
    fn one_failure_in_three_never_uses_it_up() {
        let budget = RetryBudget::default();
        for _ in 0..100_000 {
            assert!(budget.take());
            budget.refill();
            budget.refill();
        }
    }
}
