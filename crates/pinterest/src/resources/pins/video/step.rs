//! The steps to a video Pin, and what can go wrong at each.

use std::error::Error as StdError;
use std::fmt;
use std::io;

use pinterest_client::types::MediaId;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::jobs::JobError;

/// The next step to a video Pin.
///
/// [`VideoPinCreation::with_journal`](super::VideoPinCreation::with_journal) passes each step to a
/// function before it is begun, [`VideoPinError::step`] returns the one at which a failed creation
/// is resumed, and [`VideoPinCreation::resume_from`](super::VideoPinCreation::resume_from) takes
/// it, in this process or another. It is saved through serde, and has no secret in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
#[non_exhaustive]
pub enum VideoStep {
    /// The upload is registered, and the file is sent.
    #[default]
    Upload,
    /// The file has arrived, and the service processes it.
    Process {
        /// The upload.
        media_id: MediaId,
    },
    /// The video is processed, and the Pin is created.
    Create {
        /// The upload.
        media_id: MediaId,
    },
    /// The creation of the Pin was begun, and its result is not known.
    ///
    /// A creation that is resumed here sends nothing and fails, since the Pin may exist. Look for
    /// it first; if it does not exist, resume at [`Create`](Self::Create).
    Creating {
        /// The upload.
        media_id: MediaId,
    },
}

impl fmt::Display for VideoStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Upload => f.write_str("the upload of the video"),
            Self::Process { media_id } => write!(f, "the processing of video {media_id}"),
            Self::Create { media_id } => write!(f, "the creation of the Pin of video {media_id}"),
            Self::Creating { media_id } => {
                write!(f, "the unconfirmed creation of the Pin of video {media_id}")
            }
        }
    }
}

/// The error of a [`VideoPinCreation`](super::VideoPinCreation): what failed, and where to resume.
///
/// # Examples
///
/// ```no_run
/// # async fn run(creation: pinterest::pins::VideoPinCreation) {
/// use pinterest::pins::VideoStep;
///
/// if let Err(error) = creation.await {
///     match error.step() {
///         VideoStep::Creating { media_id } => println!("look for the Pin of video {media_id}"),
///         step => println!("{error}; resume at {step:?}"),
///     }
/// }
/// # }
/// ```
#[derive(Debug)]
pub struct VideoPinError {
    step: VideoStep,
    failure: VideoFailure,
}

/// What failed on the way to a video Pin.
#[derive(Debug)]
#[non_exhaustive]
pub enum VideoFailure {
    /// The Pin cannot be created as it is, which is known before anything is sent.
    Invalid(Error),
    /// The file is no video that the service takes. Nothing was sent.
    #[non_exhaustive]
    Container {
        /// What the file seems to be, such as `a GIF image`.
        found: &'static str,
    },
    /// The file cannot be read.
    File(io::Error),
    /// The upload cannot be registered.
    Register(Error),
    /// The file did not arrive. [`Error::status`] is that of the host of the upload.
    Upload(Error),
    /// The service has not processed the file, or it is not known whether it has. The service does
    /// not say why it could not ([`JobErrorKind::Failed`](crate::jobs::JobErrorKind::Failed)): most
    /// often the file is no video, or has a codec, a length or a size that the service does not take.
    Processing(JobError),
    /// The Pin was not created, or its creation has an uncertain outcome
    /// ([`Error::may_have_acted`]).
    Create(Error),
    /// The creation was begun in an earlier run, and its result is not known. Nothing was sent.
    Unconfirmed,
    /// The function that saves steps returned an error. The step that it was to save was not begun.
    Journal(Box<dyn StdError + Send + Sync>),
}

impl VideoPinError {
    pub(super) fn new(step: VideoStep, failure: VideoFailure) -> Self {
        Self { step, failure }
    }

    /// Returns the step at which the creation can be resumed.
    #[must_use]
    pub fn step(&self) -> &VideoStep {
        &self.step
    }

    /// Returns what failed.
    #[must_use]
    pub fn failure(&self) -> &VideoFailure {
        &self.failure
    }

    /// Returns the error of the call that failed, if one did.
    #[must_use]
    pub fn call_error(&self) -> Option<&Error> {
        match &self.failure {
            VideoFailure::Invalid(error)
            | VideoFailure::Register(error)
            | VideoFailure::Upload(error)
            | VideoFailure::Create(error) => Some(error),
            VideoFailure::Processing(error) => error.call_error(),
            _ => None,
        }
    }
}

impl fmt::Display for VideoPinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.failure {
            VideoFailure::Invalid(error) => write!(f, "the Pin is invalid: {error}"),
            VideoFailure::Container { found } => write!(
                f,
                "the file must be an MP4, MOV or M4V video, but is {found}; \
                 `VideoFile::without_container_check` uploads it nevertheless"
            ),
            VideoFailure::File(error) => write!(f, "the file of the video cannot be read: {error}"),
            VideoFailure::Register(error) => {
                write!(
                    f,
                    "the upload of the video could not be registered: {error}"
                )
            }
            VideoFailure::Upload(error) => write!(f, "the video was not uploaded: {error}"),
            VideoFailure::Processing(error) => write!(f, "the video was not processed: {error}"),
            VideoFailure::Create(error) => write!(f, "the Pin was not created: {error}"),
            VideoFailure::Unconfirmed => f.write_str(
                "the creation of the Pin was begun before, and its result is not known; look for \
                 the Pin, and resume at `VideoStep::Create` if it does not exist",
            ),
            VideoFailure::Journal(error) => write!(f, "the step could not be saved: {error}"),
        }
    }
}

impl StdError for VideoPinError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.failure {
            VideoFailure::File(error) => Some(error),
            VideoFailure::Processing(error) => Some(error),
            VideoFailure::Journal(error) => Some(&**error),
            _ => {
                let error = self.call_error()?;
                Some(error)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_saved_as_json() {
        let media_id: MediaId = "5".into();
        for (step, json) in [
            (VideoStep::Upload, r#"{"step":"upload"}"#),
            (
                VideoStep::Process {
                    media_id: media_id.clone(),
                },
                r#"{"step":"process","media_id":"5"}"#,
            ),
            (
                VideoStep::Creating { media_id },
                r#"{"step":"creating","media_id":"5"}"#,
            ),
        ] {
            assert_eq!(serde_json::to_string(&step).unwrap(), json);
            assert_eq!(serde_json::from_str::<VideoStep>(json).unwrap(), step);
        }
    }
}
