//! Media: registering uploads and following their processing; it starts at [`Client::media`].

use pinterest_client::types::{MediaId, MediaUploadType, NewMediaUpload};

use crate::requests::{MediaCreate, MediaGet, MediaList};
use crate::{Call, Client, List};

/// A handle for the media uploads of the user, created by [`Client::media`].
#[derive(Clone, Debug)]
pub struct MediaUploads {
    client: Client,
}

impl Client {
    /// Returns the handle for the media uploads of the user.
    #[must_use]
    pub fn media(&self) -> MediaUploads {
        MediaUploads {
            client: self.clone(),
        }
    }
}

impl MediaUploads {
    /// Lists the uploads and their states.
    ///
    #[doc = pinterest_client::facts!(MediaList)]
    pub fn list(&self) -> List<MediaList> {
        self.client.list(MediaList::new())
    }

    /// Registers an upload, and says where to send its file.
    ///
    /// The file goes to `upload_url`, on another host, as the field `file` of a multipart form,
    /// after all fields of `upload_parameters`. These are secrets, and the host is not to get the
    /// access token. With the feature `pins`, `Pins::create_video` does all of it.
    ///
    #[doc = pinterest_client::facts!(MediaCreate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::jobs::MediaJob;
    /// use pinterest::types::MediaUploadType;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let upload = client.media().create(MediaUploadType::Video).await?;
    /// // Send the file, then wait until it can be used in a Pin.
    /// let media = client.job(MediaJob::new(upload.media_id)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(&self, media_type: MediaUploadType) -> Call<MediaCreate> {
        self.client
            .call(MediaCreate::new(NewMediaUpload::new(media_type)))
    }

    /// Gets how far the processing of an upload is.
    ///
    /// A Pin can use it once its status is `Succeeded`.
    ///
    #[doc = pinterest_client::facts!(MediaGet)]
    pub fn get(&self, id: impl Into<MediaId>) -> Call<MediaGet> {
        self.client.call(MediaGet::new(id))
    }
}
