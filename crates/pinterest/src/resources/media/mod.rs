//! Media: registering uploads and following their processing; it starts at [`Client::media`].

use pinterest_client::types::{self, MediaId, MediaUpload, MediaUploadType, NewMediaUpload};

use crate::paging::List;
use crate::requests::MediaListQuery;
use crate::transport::call;
use crate::{Client, Error};

/// The media uploads of the user; made by [`Client::media`].
#[derive(Clone, Debug)]
pub struct Media {
    client: Client,
}

impl Client {
    /// The media uploads of the user.
    #[must_use]
    pub fn media(&self) -> Media {
        Media {
            client: self.clone(),
        }
    }
}

impl Media {
    /// Lists the uploads and their states (`media/list`). Scope: `pins:read`.
    pub fn list(&self) -> List<MediaListQuery> {
        List::new(&self.client, MediaListQuery::new())
    }

    /// Announces an upload, and returns where to send its file (`media/create`). Scopes: `pins:read` and `pins:write`.
    ///
    /// The file goes to `upload_url`, on another host, as the field `file` of a multipart form, after all fields of
    /// `upload_parameters`. These are secrets, and the host is not to get the access token.
    ///
    /// # Errors
    ///
    /// When the call fails.
    ///
    /// ```no_run
    /// use pinterest::types::MediaUploadType;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let upload = client.media().create(MediaUploadType::Video).await?;
    /// // Send the file, then ask until it can be used in a Pin.
    /// let media = client.media().get(upload.media_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create(&self, media_type: MediaUploadType) -> Result<MediaUpload, Error> {
        let upload = NewMediaUpload::new(media_type);
        call!(self.client, MEDIA_CREATE, api.media_create(&upload))
    }

    /// Gets how far the processing of an upload is (`media/get`). Scope: `pins:read`.
    ///
    /// A Pin can use it once its status is `Succeeded`.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn get(&self, id: impl Into<MediaId>) -> Result<types::Media, Error> {
        let id = id.into();
        call!(self.client, MEDIA_GET, api.media_get(&id))
    }
}
