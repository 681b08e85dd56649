//! Notes for people on standard error, which do not disturb a bar of progress.

use std::fmt::Display;
use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

use indicatif::{ProgressBar, WeakProgressBar};

/// The bar that is shown.
static BAR: Mutex<Option<WeakProgressBar>> = Mutex::new(None);

/// Has notes written above a bar from now on.
pub(crate) fn show_above(bar: &ProgressBar) {
    let mut shown = BAR.lock().unwrap_or_else(PoisonError::into_inner);
    *shown = Some(bar.downgrade());
}

/// Writes a note on a line of its own.
pub(crate) fn write(text: impl Display) {
    // Nobody reads standard error any more: the command goes on.
    let write = || _ = writeln!(io::stderr().lock(), "{text}");
    let shown = BAR.lock().unwrap_or_else(PoisonError::into_inner).clone();
    match shown.and_then(|bar| bar.upgrade()) {
        Some(bar) => bar.suspend(write),
        None => write(),
    }
}
