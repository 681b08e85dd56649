//! Why a file was not fetched, or a row not read.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use crate::Error;

/// What a [`DownloadError`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DownloadErrorKind {
    /// The API could not be asked for a link to the file, or it has none: the file is not ready or
    /// no longer kept. The source is the error of the call, if it failed.
    Link,
    /// The link, or a redirect of its host, leads to something that is not fetched: a URL that is
    /// not https, or of another scheme than the link.
    Redirected,
    /// The host of the file responded with an error, also to a fresh link.
    /// [`DownloadError::status`] returns its status.
    Rejected,
    /// The host of the file could not be reached, or did not respond in time.
    Connection,
    /// The file was cut off, or nothing more of it arrived in time.
    Interrupted,
    /// The file has another size than the API says.
    Size,
    /// The file could not be written; the source is the error of the writer.
    Write,
    /// A row is not as expected, and was left out. The rows behind it are read.
    /// [`DownloadError::row`] returns which one it is.
    Row,
    /// The file is neither CSV nor JSON with rows, so the rest of it cannot be read.
    Format,
}

/// The error of a [`Download`](super::Download) or of one of its rows.
///
/// Neither its message nor its `Debug` output contains the link or a part of the file.
pub struct DownloadError(Box<Details>);

struct Details {
    kind: DownloadErrorKind,
    message: Cow<'static, str>,
    status: Option<u16>,
    row: Option<u64>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl DownloadError {
    pub(super) fn new(kind: DownloadErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Details {
            kind,
            message: message.into(),
            status: None,
            row: None,
            source: None,
        }))
    }

    /// For a call of the API that failed.
    pub(super) fn no_link(error: Error) -> Self {
        let message = "the API could not be asked for a link to the file";
        Self::new(DownloadErrorKind::Link, message).with_source(error)
    }

    pub(super) fn in_row(row: u64, message: impl fmt::Display) -> Self {
        let message = format!("row {row} of the file is not as expected: {message}");
        let mut error = Self::new(DownloadErrorKind::Row, message);
        error.0.row = Some(row);
        error
    }

    pub(super) fn format(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(DownloadErrorKind::Format, message)
    }

    pub(super) fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    pub(super) fn with_source(
        mut self,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> DownloadErrorKind {
        self.0.kind
    }

    /// Returns the status that the host of the file responded with, if it did.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// Returns which row of the file it is, starting at 0, for [`DownloadErrorKind::Row`].
    #[must_use]
    pub fn row(&self) -> Option<u64> {
        self.0.row
    }

    /// Returns whether fetching the file again can succeed: after a connection that failed or broke,
    /// a host that is overloaded, or a temporary failure of the API.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self.0.kind {
            DownloadErrorKind::Connection | DownloadErrorKind::Interrupted => true,
            DownloadErrorKind::Rejected => {
                matches!(self.0.status, Some(408 | 429 | 500 | 502 | 503 | 504))
            }
            DownloadErrorKind::Link => {
                let error = self.0.source.as_ref();
                let error = error.and_then(|source| source.downcast_ref::<Error>());
                error.is_some_and(Error::is_transient)
            }
            _ => false,
        }
    }
}

impl fmt::Display for DownloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for DownloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DownloadError")
            .field("kind", &self.0.kind)
            .field("message", &self.0.message)
            .field("status", &self.0.status)
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl StdError for DownloadError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.0.source.as_deref()?;
        Some(source)
    }
}
