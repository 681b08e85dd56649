//! The parts of a file, sent to the URLs that the service has prepared.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use pinterest_client::types::CreateCustomerListUploadResponse;
use tokio::task::JoinSet;
use tracing::Instrument;
use url::Url;

use super::super::CustomerListFile;
use crate::client::Client;
use crate::transfer::{self, Progress};
use crate::{Error, ErrorKind};

/// Returns the URLs of all parts, in their order.
pub(super) fn urls(
    created: &CreateCustomerListUploadResponse,
    count: usize,
) -> Result<Vec<Url>, Error> {
    let parts = created.s3_multipart_upload_data.file_parts.as_deref();
    let mut parts: Vec<_> = parts.unwrap_or_default().iter().collect();
    parts.sort_by_key(|part| part.part_number);
    parts.dedup_by_key(|part| part.part_number);
    if parts.len() != count {
        let message = format!(
            "the service prepared an upload of {} parts instead of {count}",
            parts.len()
        );
        return Err(Error::new(ErrorKind::Accepted, message));
    }
    let urls = parts
        .iter()
        .map(|part| transfer::upload_url(&part.presigned_url));
    urls.collect()
}

/// How parts are sent.
pub(super) struct Transfers {
    pub(super) client: Client,
    pub(super) file: CustomerListFile,
    pub(super) progress: Arc<Progress>,
    /// The time of one attempt.
    pub(super) timeout: Duration,
    /// How many parts are sent at the same time.
    pub(super) concurrency: usize,
}

impl Transfers {
    /// Sends the parts that have a URL, and takes away the URL of each that was sent. The first
    /// failure, which comes with the number of its part, ends the others.
    pub(super) async fn send(self, missing: &mut [Option<Url>]) -> Result<(), (usize, Error)> {
        let urls = missing.iter().cloned().enumerate();
        let parts: Vec<_> = urls.filter_map(|(part, url)| Some((part, url?))).collect();
        let mut parts = parts.into_iter();
        let mut running = JoinSet::new();
        loop {
            while running.len() < self.concurrency
                && let Some((part, url)) = parts.next()
            {
                running.spawn(self.start(part, url));
            }
            let Some(ended) = running.join_next().await else {
                return Ok(());
            };
            match ended {
                Ok((part, Ok(()))) => missing[part] = None,
                Ok((part, Err(error))) => return Err((part, error)),
                // Nobody cancels them while this waits.
                Err(error) => std::panic::resume_unwind(error.into_panic()),
            }
        }
    }

    fn start(
        &self,
        part: usize,
        url: Url,
    ) -> impl Future<Output = (usize, Result<(), Error>)> + use<> {
        let (client, file, timeout) = (self.client.clone(), self.file.clone(), self.timeout);
        let progress = Arc::clone(&self.progress);
        let sending = async move {
            let length = file.part_len(part);
            let open = async || {
                let body = file.open(part, Arc::clone(&progress)).await?;
                Ok(reqwest::Body::wrap(body))
            };
            let sent = transfer::put(&client, &url, length, timeout, &progress, open).await;
            (part, sent)
        };
        sending.in_current_span()
    }
}
