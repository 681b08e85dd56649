//! The wait until the service has processed a file.

use std::time::Duration;

use pinterest_client::types::{MediaId, MediaUploadStatus};
use tokio::time::{Instant, sleep};

use crate::{Client, Error};

/// How often and how long it is asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Polling {
    /// The first pause, which doubles up to the longest.
    pub(super) first: Duration,
    pub(super) longest: Duration,
    pub(super) deadline: Duration,
}

/// Why there is no video.
pub(super) enum NotProcessed {
    /// The service could not process the file.
    Failed,
    /// It was not ready in time.
    TimedOut,
    /// The state is not known.
    Unknown(Error),
}

/// Waits until the service has processed an upload. A failed poll is repeated if it is temporary.
pub(super) async fn processed(
    client: &Client,
    media: &MediaId,
    polling: Polling,
) -> Result<(), NotProcessed> {
    let started = Instant::now();
    let mut pause = polling.first;
    loop {
        match client.media().get(media.clone()).await {
            Ok(media) => match media.status {
                Some(MediaUploadStatus::Succeeded) => return Ok(()),
                Some(MediaUploadStatus::Failed) => return Err(NotProcessed::Failed),
                status => tracing::debug!(?status, "the video is not processed yet"),
            },
            Err(error) if error.is_transient() => {}
            Err(error) => return Err(NotProcessed::Unknown(error)),
        }
        if started.elapsed().saturating_add(pause) > polling.deadline {
            return Err(NotProcessed::TimedOut);
        }
        sleep(pause).await;
        pause = pause.saturating_mul(2).min(polling.longest);
    }
}
