//! The steps of the upload of a file of customers, and the error of each.

use std::error::Error as StdError;
use std::fmt;

use pinterest_client::types::CustomerListUploadId;
use serde::{Deserialize, Serialize};

use crate::Error;

/// The next step of the upload of a file of customers.
///
/// [`CustomerListFileUpload::with_journal`](super::CustomerListFileUpload::with_journal) passes it to
/// a function before the processing is started, [`CustomerListFileUploadError::step`] returns the
/// one at which a failed upload is resumed, and
/// [`CustomerListFileUpload::resume_from`](super::CustomerListFileUpload::resume_from) takes it, in
/// this process or another. It is saved through serde, and has no secret in it: neither the URLs of
/// the parts nor records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
#[non_exhaustive]
pub enum CustomerListUploadStep {
    /// An upload is prepared, and the parts of the file are sent.
    #[default]
    Upload,
    /// All parts have arrived, and the processing is started, unless it was started before.
    Run {
        /// The upload.
        upload_id: CustomerListUploadId,
    },
}

/// The error of the upload of a file: what failed, and the step at which to resume.
#[derive(Debug)]
pub struct CustomerListFileUploadError {
    failed: Failed,
    step: CustomerListUploadStep,
    upload_id: Option<CustomerListUploadId>,
    error: Error,
}

/// What failed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Failed {
    Preparation,
    /// A part, counted from 1.
    Part(usize),
    Journal,
    Start,
}

impl CustomerListFileUploadError {
    pub(super) fn new(
        failed: Failed,
        step: CustomerListUploadStep,
        upload_id: Option<CustomerListUploadId>,
        error: Error,
    ) -> Self {
        Self {
            failed,
            step,
            upload_id,
            error,
        }
    }

    /// Returns the step at which the upload can be resumed.
    #[must_use]
    pub fn step(&self) -> &CustomerListUploadStep {
        &self.step
    }

    /// Returns the part that could not be sent, counted from 1, if it is one that failed.
    #[must_use]
    pub fn part(&self) -> Option<usize> {
        match self.failed {
            Failed::Part(part) => Some(part),
            Failed::Preparation | Failed::Journal | Failed::Start => None,
        }
    }

    /// Returns the id of the upload, unless the service did not prepare one.
    #[must_use]
    pub fn upload_id(&self) -> Option<&CustomerListUploadId> {
        self.upload_id.as_ref()
    }

    /// Returns the reason.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.error
    }

    /// Returns the reason, by value.
    #[must_use]
    pub fn into_error(self) -> Error {
        self.error
    }
}

impl fmt::Display for CustomerListFileUploadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.failed {
            Failed::Preparation => f.write_str("the upload could not be prepared"),
            Failed::Part(part) => write!(f, "part {part} could not be uploaded"),
            Failed::Journal => f.write_str("the step of the upload could not be saved"),
            Failed::Start => f.write_str("the processing of the upload could not be started"),
        }
    }
}

impl StdError for CustomerListFileUploadError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.error)
    }
}

impl From<CustomerListFileUploadError> for Error {
    fn from(failed: CustomerListFileUploadError) -> Self {
        failed.error
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_saved_as_json() {
        let upload_id: CustomerListUploadId = "5".into();
        for (step, json) in [
            (CustomerListUploadStep::Upload, r#"{"step":"upload"}"#),
            (
                CustomerListUploadStep::Run { upload_id },
                r#"{"step":"run","upload_id":"5"}"#,
            ),
        ] {
            assert_eq!(serde_json::to_string(&step).unwrap(), json);
            let read: CustomerListUploadStep = serde_json::from_str(json).unwrap();
            assert_eq!(read, step);
        }
    }
}
