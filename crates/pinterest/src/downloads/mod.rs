//! Files that jobs result in: streamed to a writer, or read row by row while they arrive.
//!
//! A [`Job`](crate::jobs::Job) whose result is a file resolves to a [`Download`]. A program that has
//! the ids of a job makes one with [`Call::download`]:
//!
//! ```no_run
//! # #[cfg(feature = "ad_accounts")]
//! # async fn run(client: pinterest::Client) -> Result<(), Box<dyn std::error::Error>> {
//! use futures_util::TryStreamExt;
//! use pinterest::AnalyticsRow;
//! use pinterest::types::AnalyticsColumn;
//!
//! let reports = client.ad_account("549755885175").reports();
//! let mut rows = reports.get("6c1d2f").download().rows();
//! while let Some(row) = rows.try_next().await? {
//!     println!("{:?}: {:?}", row.key(), row.metric(&AnalyticsColumn::SpendInDollar));
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Other hosts
//!
//! Files are on other hosts than the API. They are fetched with the HTTP client of the
//! [`Client`](crate::Client), but without credentials, over https (http is accepted on loopback
//! addresses only). Redirects are followed if they keep the scheme.
//!
//! # Links
//!
//! A link is a secret: whoever has it gets the file. No link is in a message or in `Debug` output.
//! Links work for some minutes. When one is too old, or the host rejects it, the API is asked for
//! another one, once for each attempt to fetch the file.
//!
//! # Complete or an error
//!
//! A file that is cut off, or has another size than the API says, is a [`DownloadError`]. A file is
//! never held in memory as a whole. A host that sends nothing for as long as the
//! [timeout](crate::ClientBuilder::with_timeout) of the client ends the download.

mod download;
mod error;
mod fetch;
mod link;
mod rows;

pub use download::{Download, DownloadProgress};
pub use error::{DownloadError, DownloadErrorKind};
pub use link::FileRequest;
pub(crate) use link::{FileLink, sealed};
pub use rows::{ReportRow, Rows};

#[cfg(doc)]
use crate::Call;
