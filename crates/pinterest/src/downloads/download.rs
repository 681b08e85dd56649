//! A file of the service that can be fetched.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use pinterest_client::Sensitive;
use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::time::Instant;

use super::fetch::{self, Body, Fetched};
use super::link::{FileLink, FileRequest, LinkSource};
use super::{DownloadError, DownloadErrorKind, Rows};
use crate::Call;
use crate::lock::lock;

/// How old a link may be: those of reports work for five minutes.
const LINK_LIFETIME: Duration = Duration::from_secs(270);

/// A file that a job has made, which can be fetched any number of times.
///
/// It is the result of the jobs that have a file, or made with [`Call::download`]. See the
/// [module](super) for links and redirects.
///
/// # Examples
///
/// ```no_run
/// # #[cfg(feature = "catalogs")]
/// # async fn run(
/// #     job: pinterest::jobs::Job<pinterest::jobs::CatalogReportJob>,
/// #     mut file: impl tokio::io::AsyncWrite + Unpin + Send,
/// # ) -> Result<(), Box<dyn std::error::Error>> {
/// let report = job.await?.with_progress(|progress| {
///     println!("{} of {:?} bytes", progress.received, progress.total);
/// });
/// let bytes = report.write_to(&mut file).await?;
/// println!("{bytes} bytes written");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a download fetches nothing until it is written or read"]
pub struct Download {
    source: Arc<dyn LinkSource>,
    link: Arc<Mutex<Link>>,
    progress: Option<Progress>,
}

type Progress = Arc<dyn Fn(DownloadProgress) + Send + Sync>;

struct Link {
    link: FileLink,
    fetched_at: Instant,
}

/// How much of a file has arrived; see [`Download::with_progress`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DownloadProgress {
    /// The number of bytes that have arrived.
    pub received: u64,
    /// The size of the file, if it is known.
    pub total: Option<u64>,
}

impl Download {
    pub(crate) fn new<R: FileRequest>(call: Call<R>, link: FileLink) -> Self {
        Self {
            source: Arc::new(call),
            link: Arc::new(Mutex::new(Link {
                link,
                fetched_at: Instant::now(),
            })),
            progress: None,
        }
    }

    /// Returns the size of the file in bytes, if the API says it.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        lock(&self.link).link.size
    }

    /// Returns the link to the file, as the API has last sent it, for other programs to fetch it.
    ///
    /// It is a secret, and works for some minutes. It is absent if the API was not asked yet.
    #[must_use]
    pub fn url(&self) -> Option<Sensitive> {
        lock(&self.link).link.url.as_deref().map(Sensitive::from)
    }

    /// Calls a function for each part of the file that has arrived.
    pub fn with_progress(
        mut self,
        progress: impl Fn(DownloadProgress) + Send + Sync + 'static,
    ) -> Self {
        self.progress = Some(Arc::new(progress));
        self
    }

    /// Fetches the file, writes it as it arrives, and flushes the writer. Returns the number of
    /// bytes.
    ///
    /// It takes a writer or a mutable reference to one. A `Vec<u8>` is one too, for small files.
    ///
    /// # Errors
    ///
    /// Returns a [`DownloadError`] if the file cannot be fetched, is cut off, has another size than
    /// the API says, or cannot be written. The writer may have a part of the file then.
    pub async fn write_to(
        self,
        mut writer: impl AsyncWrite + Unpin + Send,
    ) -> Result<u64, DownloadError> {
        let not_written = |error: std::io::Error| {
            let message = "the file could not be written";
            DownloadError::new(DownloadErrorKind::Write, message).with_source(error)
        };
        let mut file = self.open().await?;
        while let Some(chunk) = file.next().await? {
            writer.write_all(&chunk).await.map_err(not_written)?;
        }
        writer.flush().await.map_err(not_written)?;
        Ok(file.body.received)
    }

    /// Returns a stream of the rows of the file, which are read while it arrives.
    ///
    /// The file is CSV with a line of names, or JSON: an object of arrays of rows, or an array of
    /// rows. Which one it is follows from how it begins.
    pub fn rows(self) -> Rows {
        Rows::new(self)
    }

    /// Starts fetching the file, with a fresh link where the present one does not work.
    pub(super) async fn open(self) -> Result<Opened, DownloadError> {
        let client = self.source.client();
        let known = self.known_link();
        let (link, is_fresh) = match known {
            Some(link) => (link, false),
            None => (self.fresh_link().await?, true),
        };
        let mut size = link.size;
        let fetched = match fetch::fetch(client, link.url.as_deref().unwrap_or_default()).await? {
            Fetched::Rejected(_) if !is_fresh => {
                tracing::debug!("the link to a file was rejected; fetching another");
                let link = self.fresh_link().await?;
                size = link.size;
                fetch::fetch(client, link.url.as_deref().unwrap_or_default()).await?
            }
            fetched => fetched,
        };
        let body = match fetched {
            Fetched::Body(body) => body,
            Fetched::Rejected(error) => return Err(error),
        };
        if let (Some(size), Some(length)) = (size, body.length)
            && size != length
        {
            let message = format!("the API says that the file has {size} bytes, its host {length}");
            return Err(DownloadError::new(DownloadErrorKind::Size, message));
        }
        Ok(Opened {
            total: body.length.or(size),
            body,
            progress: self.progress,
        })
    }

    /// The link that the API has sent, unless it is too old.
    fn known_link(&self) -> Option<FileLink> {
        let known = lock(&self.link);
        let is_young = known.fetched_at.elapsed() < LINK_LIFETIME;
        (is_young && known.link.url.is_some()).then(|| known.link.clone())
    }

    async fn fresh_link(&self) -> Result<FileLink, DownloadError> {
        let link = self.source.fetch().await.map_err(DownloadError::no_link)?;
        if link.url.is_none() {
            let message = "the API has no link to the file: it is not ready, or no longer kept";
            return Err(DownloadError::new(DownloadErrorKind::Link, message));
        }
        *lock(&self.link) = Link {
            link: link.clone(),
            fetched_at: Instant::now(),
        };
        Ok(link)
    }
}

/// A file that is being fetched.
pub(super) struct Opened {
    body: Box<Body>,
    total: Option<u64>,
    progress: Option<Progress>,
}

impl Opened {
    /// Returns the next part of the file, or `None` at its end.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, DownloadError> {
        let chunk = self.body.next().await?;
        if let (Some(_), Some(progress)) = (&chunk, &self.progress) {
            progress(DownloadProgress {
                received: self.body.received,
                total: self.total,
            });
        }
        Ok(chunk)
    }
}

/// Without the link, which is a secret.
impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("size", &self.size())
            .finish_non_exhaustive()
    }
}
