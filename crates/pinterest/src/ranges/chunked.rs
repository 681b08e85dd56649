//! A call that is split.

use std::fmt;
use std::sync::Arc;

use super::chunk::Chunk;
use super::request::{self, ChunkRequest, Limits, RangeRequest};
use super::rows::Rows;
use crate::options::Options;
use crate::{Call, Client};

/// How many chunks are requested at the same time by default.
pub const DEFAULT_CONCURRENT_CHUNKS: usize = 4;

/// A call about more days or ids than the service accepts at once, created by
/// [`Call::chunked`](crate::Call::chunked).
///
/// It is split into chunks: the product of ranges of days and of groups of ids, each as large as
/// the service accepts. These are 90 days, or 3 by the hour, and as many ids as the description
/// says (250, of Pins 100). Weeks and months are not divided: by week, a chunk ends on a Sunday, by
/// month on the last day of one. An id that is given twice is requested once.
///
/// How long ago the first day may be, mostly 90 days, does not change by splitting.
///
/// # Examples
///
/// ```no_run
/// # #[cfg(feature = "campaigns")]
/// # async fn run(client: pinterest::Client, ids: Vec<String>) -> Result<(), Box<dyn std::error::Error>> {
/// use futures_util::StreamExt;
/// use pinterest::types::{AnalyticsColumn, Granularity};
/// use pinterest::{AnalyticsQuery, DateRange};
///
/// let campaigns = client.ad_account("549755885175").campaigns();
/// let week = DateRange::last_days(7)?;
/// let query = AnalyticsQuery::new(week, [AnalyticsColumn::SpendInDollar], Granularity::Hour);
/// let analytics = campaigns.analytics(&ids, query).chunked();
///
/// let mut failed = Vec::new();
/// let mut rows = analytics.rows();
/// while let Some(row) = rows.next().await {
///     match row {
///         Ok(row) => println!("{:?} {:?}", row.campaign_id, row.date),
///         Err(error) => failed.push(error.chunk().clone()),
///     }
/// }
/// for chunk in &failed {
///     println!("once more: {chunk}");
///     let rows = analytics.rows_of(chunk).await?;
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent until the rows are polled"]
pub struct Chunked<R> {
    client: Client,
    request: Arc<R>,
    options: Options,
    concurrency: usize,
    limits: Limits,
}

impl<R: RangeRequest> Call<R> {
    /// Splits the call by days and ids, so that it can be about more of them than the service
    /// accepts.
    ///
    /// The parameters and options of the call are those of each request. Set them before.
    pub fn chunked(self) -> Chunked<R> {
        let (client, request, options) = self.into_parts();
        Chunked {
            client,
            request: Arc::new(request),
            options,
            concurrency: DEFAULT_CONCURRENT_CHUNKS,
            limits: Limits::default(),
        }
    }
}

impl<R> Chunked<R> {
    /// Sets how many chunks are requested at the same time, at least 1. Default:
    /// [`DEFAULT_CONCURRENT_CHUNKS`].
    ///
    /// Each has its place in the queue of the rate limiter. As many chunks can be in memory, and
    /// one more.
    pub fn with_concurrency(mut self, chunks: usize) -> Self {
        self.concurrency = chunks.max(1);
        self
    }

    /// Sets how many days a chunk has at most, at least 1, instead of what the service accepts.
    pub fn with_max_days(mut self, days: u32) -> Self {
        self.limits.max_days = Some(days);
        self
    }

    /// Sets how many ids a chunk has at most, at least 1, instead of what the service accepts.
    pub fn with_max_ids(mut self, ids: usize) -> Self {
        self.limits.max_ids = Some(ids);
        self
    }
}

impl<R: RangeRequest> Chunked<R> {
    /// Returns the chunks in their order: group by group of ids, and range by range of days within.
    #[must_use]
    pub fn chunks(&self) -> Vec<Chunk> {
        request::plan(&*self.request, self.limits).chunks()
    }

    /// Returns a stream of the rows of all chunks, in the order of the chunks.
    ///
    /// See [`Rows`] for its errors.
    pub fn rows(&self) -> Rows<R::Row> {
        let this = self.clone();
        let start = move |chunk: &Chunk| {
            let rows = this.rows_of(chunk).send();
            Box::pin(rows) as super::rows::RowsFuture<R::Row>
        };
        Rows::new(self.chunks(), self.concurrency, Box::new(start))
    }

    /// Returns the call of one chunk, for instance to request it again. It resolves to the rows.
    pub fn rows_of(&self, chunk: &Chunk) -> Call<ChunkRequest<R>> {
        let request = ChunkRequest::new(Arc::clone(&self.request), chunk.clone());
        Call::from_parts(self.client.clone(), request, self.options.clone())
    }
}

impl<R> Clone for Chunked<R> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            request: Arc::clone(&self.request),
            options: self.options.clone(),
            concurrency: self.concurrency,
            limits: self.limits,
        }
    }
}

impl<R> fmt::Debug for Chunked<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chunked")
            .field("concurrency", &self.concurrency)
            .finish_non_exhaustive()
    }
}
