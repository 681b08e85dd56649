//! Media that were uploaded.

use pinterest_client::types::{Media, MediaId, MediaUploadStatus};
use serde::{Deserialize, Serialize};

use crate::Client;
use crate::jobs::JobKind;
use crate::jobs::kind::{Reading, sealed};
use crate::requests::MediaGet;

/// The processing of a file that was sent to the URL of
/// [`MediaUploads::create`](crate::media::MediaUploads::create).
///
/// A file that was not sent yet counts as running. The service does not say why a job failed; most
/// often the file is no video.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MediaJob {
    media_id: MediaId,
}

impl MediaJob {
    /// Creates the id of a job, from that of the upload.
    #[must_use]
    pub fn new(media: impl Into<MediaId>) -> Self {
        Self {
            media_id: media.into(),
        }
    }

    /// Returns the id of the upload.
    #[must_use]
    pub fn media_id(&self) -> &MediaId {
        &self.media_id
    }
}

impl sealed::Sealed for MediaJob {}

impl JobKind for MediaJob {
    const NAME: &'static str = "media";
    type Output = Media;
    type Poll = MediaGet;

    fn poll(&self) -> MediaGet {
        MediaGet::new(&self.media_id)
    }

    fn read(&self, _: &Client, response: Media) -> Reading<Media> {
        let Some(status) = &response.status else {
            return Reading::Null;
        };
        match status {
            MediaUploadStatus::Registered | MediaUploadStatus::Processing => {
                Reading::running(status.as_str())
            }
            MediaUploadStatus::Succeeded => Reading::Finished(response),
            MediaUploadStatus::Failed => Reading::failed(status.as_str(), None),
            other => Reading::unknown(other.as_str()),
        }
    }
}
