//! The rows of a file, read while it arrives.

mod csv;
mod json;
mod parser;

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_core::stream::FusedStream;
use pinterest_client::{AnalyticsRow, Metric};

use self::parser::Parser;
use super::download::Opened;
use super::{Download, DownloadError};

/// The most bytes of one row. A row of a report has some thousand.
const MAX_ROW: usize = 16 << 20;

/// What parsers have read so far.
type Read = VecDeque<Result<ReportRow, DownloadError>>;

/// A row of a file, with its values by the names of their columns.
///
/// All columns of the file are kept, whether they were requested or not. In CSV all values are text,
/// and an empty one is null; [`Metric`] reads numbers from text too.
///
/// # Examples
///
/// ```no_run
/// use pinterest::AnalyticsRow;
/// use pinterest::downloads::ReportRow;
///
/// fn show(row: &ReportRow) {
///     println!("{:?} {:?}", row.key(), row.whole_metric("TOTAL_IMPRESSION"));
///     for (column, value) in row.metrics() {
///         println!("  {column}: {value:?}");
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ReportRow {
    key: Option<Arc<str>>,
    columns: BTreeMap<String, Metric>,
}

impl ReportRow {
    /// Returns the key that a JSON file has the row under: in reports the id of the entity, in bulk
    /// downloads the type. `None` in CSV, and in a JSON file that is an array.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// Returns the values by the names of their columns.
    #[must_use]
    pub fn columns(&self) -> &BTreeMap<String, Metric> {
        &self.columns
    }

    /// Returns the values by the names of their columns, by value.
    #[must_use]
    pub fn into_columns(self) -> BTreeMap<String, Metric> {
        self.columns
    }
}

impl AnalyticsRow for ReportRow {
    fn metrics_by_name(&self) -> Option<&BTreeMap<String, Metric>> {
        Some(&self.columns)
    }
}

/// A stream of the rows of a file, created by [`Download::rows`].
///
/// The file is fetched when the stream is polled, and read while it arrives: what is held in memory
/// is a part of the file and its rows. Dropping the stream ends the download.
///
/// # Errors
///
/// A row that is not as expected is an error of
/// [`DownloadErrorKind::Row`](super::DownloadErrorKind::Row) in its place, and the stream goes on
/// behind it. Any other error is the last item.
#[must_use = "a stream does nothing until it is polled"]
pub struct Rows {
    read: Read,
    state: State,
}

enum State {
    Idle(Box<Source>),
    Reading(Pin<Box<dyn Future<Output = (Source, Read)> + Send>>),
    Ended,
}

/// Where rows come from.
enum Source {
    Unopened(Download),
    Open(Opened, Parser),
    Ended,
}

impl Rows {
    pub(super) fn new(download: Download) -> Self {
        Self {
            read: Read::new(),
            state: State::Idle(Box::new(Source::Unopened(download))),
        }
    }
}

/// Reads on until there are rows, or the file ends.
async fn read_on(source: Source) -> (Source, Read) {
    let mut read = Read::new();
    let (mut file, mut parser) = match source {
        Source::Unopened(download) => match download.open().await {
            Ok(file) => (file, Parser::default()),
            Err(error) => return (Source::Ended, Read::from([Err(error)])),
        },
        Source::Open(file, parser) => (file, parser),
        Source::Ended => return (Source::Ended, read),
    };
    while read.is_empty() {
        let outcome = match file.next().await {
            Ok(Some(chunk)) => parser.feed(&chunk, &mut read),
            Ok(None) => {
                if let Err(error) = parser.finish(&mut read) {
                    read.push_back(Err(error));
                }
                return (Source::Ended, read);
            }
            Err(error) => Err(error),
        };
        if let Err(error) = outcome {
            read.push_back(Err(error));
            return (Source::Ended, read);
        }
    }
    (Source::Open(file, parser), read)
}

/// Nothing of the stream is pinned but its boxed future.
impl Unpin for Rows {}

impl Stream for Rows {
    type Item = Result<ReportRow, DownloadError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(row) = this.read.pop_front() {
                return Poll::Ready(Some(row));
            }
            match mem::replace(&mut this.state, State::Ended) {
                State::Idle(source) => this.state = State::Reading(Box::pin(read_on(*source))),
                State::Reading(mut future) => {
                    let Poll::Ready((source, read)) = future.as_mut().poll(context) else {
                        this.state = State::Reading(future);
                        return Poll::Pending;
                    };
                    this.read = read;
                    if !matches!(source, Source::Ended) {
                        this.state = State::Idle(Box::new(source));
                    }
                }
                State::Ended => return Poll::Ready(None),
            }
        }
    }
}

impl FusedStream for Rows {
    fn is_terminated(&self) -> bool {
        self.read.is_empty() && matches!(self.state, State::Ended)
    }
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").finish_non_exhaustive()
    }
}
