//! The options of a stream of batches.

use std::error::Error as StdError;
use std::sync::Arc;

use super::{BatchCheckpoint, BatchStream};
#[cfg(doc)]
use super::{DEFAULT_MAX_BODY_SIZE, ItemState};
use crate::journal::Journal;
use crate::retry::{NoRetries, RetryPolicy};

impl<R, I, V> BatchStream<R, I, V> {
    /// Sets how many requests are sent at the same time. Default: 1.
    ///
    /// With more, a later input can be processed before an earlier one: do not use it for inputs of
    /// which one changes what another one did.
    pub fn with_concurrency(mut self, requests: usize) -> Self {
        self.settings.concurrency = requests.max(1);
        self
    }

    /// Sets the maximum number of inputs of a request. The limit of the operation remains.
    ///
    /// Default: the limit of the operation, or 1,000 where the description states none.
    pub fn with_max_inputs(mut self, inputs: usize) -> Self {
        self.settings.max_inputs = inputs.max(1);
        self
    }

    /// Sets the maximum size of the body of a request, in bytes. Default:
    /// [`DEFAULT_MAX_BODY_SIZE`].
    ///
    /// Inputs whose body would be longer are sent in several requests. A single input is sent
    /// whatever its size.
    pub fn with_max_body_size(mut self, bytes: usize) -> Self {
        self.settings.max_body_size = bytes;
        self
    }

    /// Sets how often inputs are sent again that failed temporarily, and after which wait.
    ///
    /// The policy is asked about the inputs of a request together, and only about those that are
    /// safe to send again: those that the service definitely did not act on, and if the operation
    /// is
    /// [idempotent](crate::operation::Operation::idempotent), all that failed temporarily. This
    /// comes on top of the retries of each request. Default: three attempts, with a wait of up to a
    /// second before the second one.
    pub fn with_item_retry_policy(mut self, policy: impl RetryPolicy + 'static) -> Self {
        self.settings.policy = Arc::new(policy);
        self
    }

    /// Sends each input in one request only.
    pub fn without_item_retries(self) -> Self {
        self.with_item_retry_policy(NoRetries)
    }

    /// Continues after a request that failed as a whole.
    ///
    /// Its inputs are in the state [`NotDone`](ItemState::NotDone) or
    /// [`Unconfirmed`](ItemState::Unconfirmed), and count as settled.
    pub fn without_stopping_at_errors(mut self) -> Self {
        self.settings.stops_at_errors = false;
        self
    }

    /// Calls a function before each request is sent, which saves the checkpoint.
    ///
    /// The checkpoint names the inputs of the request as begun. After a crash, a run that is
    /// resumed from it sends them again if that is safe, and otherwise reports them as unconfirmed
    /// without sending them, so that nothing is done twice. Without this function, inputs that were
    /// sent after the last checkpoint was saved are sent once more.
    ///
    /// If the function returns an error, the request is not sent, and the stream ends with an error
    /// of
    /// [`ErrorKind::Journal`](crate::ErrorKind::Journal).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # #[cfg(feature = "conversions")]
    /// # async fn run(
    /// #     client: pinterest::Client,
    /// #     events: Vec<pinterest::types::NewConversionEvent>,
    /// # ) -> Result<(), pinterest::Error> {
    /// use pinterest::{BatchCheckpoint, BatchStream};
    ///
    /// async fn save(checkpoint: BatchCheckpoint) -> std::io::Result<()> {
    ///     let text = serde_json::to_string(&checkpoint)?;
    ///     tokio::task::spawn_blocking(|| std::fs::write("checkpoint", text)).await?
    /// }
    ///
    /// let handle = client.ad_account("549755885175").conversion_events();
    /// let outcomes = BatchStream::new(events, move |chunk| handle.create_all(chunk));
    /// let mut outcomes = outcomes.with_journal(save);
    /// println!("{}", outcomes.finish().await?);
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_journal<F, E>(
        mut self,
        save: impl FnMut(BatchCheckpoint) -> F + Send + 'static,
    ) -> Self
    where
        F: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        self.journal = Some(Journal::new(save));
        self
    }

    /// Resumes where an earlier run was.
    ///
    /// The inputs have to be the same, in the same order: those that are settled are taken and
    /// dropped.
    pub fn resume_from(mut self, checkpoint: BatchCheckpoint) -> Self {
        self.resumed = checkpoint.clone();
        self.checkpoint = checkpoint;
        self
    }
}
