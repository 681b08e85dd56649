//! The clock, which tests replace.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

/// The source of the time. It is the system clock and not a monotonic one, as expiries outlive the
/// process.
#[derive(Clone)]
pub(super) struct Clock(Arc<dyn Fn() -> SystemTime + Send + Sync>);

impl Clock {
    pub(super) fn now(&self) -> SystemTime {
        (self.0)()
    }

    #[cfg(test)]
    pub(super) fn that_says(now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self(Arc::new(SystemTime::now))
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}
