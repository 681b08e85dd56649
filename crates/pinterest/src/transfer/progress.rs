//! How much of an upload was sent.

use std::io;
use std::sync::{Arc, Mutex};

use crate::lock::lock;

/// How much of a file was handed to the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UploadProgress {
    /// The bytes of the file that were sent so far.
    pub sent: u64,
    /// The bytes of the file.
    pub total: u64,
}

/// A function that is told about the progress.
pub(crate) type Report = Arc<dyn Fn(UploadProgress) + Send + Sync>;

/// What is known from outside about the upload of a file, whose parts can be sent at the same time.
pub(crate) struct Progress {
    total: u64,
    report: Option<Report>,
    state: Mutex<State>,
}

struct State {
    /// The bytes of each part that were sent.
    parts: Vec<u64>,
    /// Why the file could not be read.
    failure: Option<io::Error>,
}

impl Progress {
    pub(crate) fn new(total: u64, parts: usize, report: Option<Report>) -> Self {
        Self {
            total,
            report,
            state: Mutex::new(State {
                parts: vec![0; parts],
                failure: None,
            }),
        }
    }

    /// Returns the bytes that were sent.
    pub(crate) fn sent(&self) -> u64 {
        lock(&self.state).parts.iter().sum()
    }

    /// Begins a part, perhaps once more.
    pub(crate) fn begin(&self, part: usize) {
        lock(&self.state).parts[part] = 0;
    }

    pub(super) fn add(&self, part: usize, bytes: u64) {
        let mut state = lock(&self.state);
        state.parts[part] += bytes;
        if let Some(report) = &self.report {
            let (sent, total) = (state.parts.iter().sum(), self.total);
            // The lock is held, so that of parts at the same time no report overtakes a later one.
            report(UploadProgress { sent, total });
        }
    }

    pub(super) fn fail(&self, error: io::Error) {
        lock(&self.state).failure = Some(error);
    }

    pub(crate) fn take_failure(&self) -> Option<io::Error> {
        lock(&self.state).failure.take()
    }
}
