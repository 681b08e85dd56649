//! Locks whose data is sound whatever happened to another thread.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks data that is only ever replaced as a whole, so that a panic elsewhere cannot have left it
/// half changed.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
