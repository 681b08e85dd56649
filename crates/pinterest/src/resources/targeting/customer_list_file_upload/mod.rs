//! The upload of a file of customers, from its preparation to the start of its processing.

mod parts;
mod step;

use std::error::Error as StdError;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use pinterest_client::types::{
    CustomerListOperation, CustomerListUploadId, CustomerListUploadState,
};
use url::Url;

pub use step::{CustomerListFileUploadError, CustomerListUploadStep};

use parts::Transfers;
use step::Failed;

use super::{CustomerListFile, CustomerListUploadHandle, CustomerListUploads};
use crate::client::Client;
use crate::jobs::{CustomerListUploadJob, Job};
use crate::journal::Journal;
use crate::transfer::{Progress, Report};
use crate::{Error, UploadProgress};

/// How many parts are sent at the same time by default.
const CONCURRENCY: usize = 4;

/// How long one attempt to send a part may take by default: 15 minutes.
const PART_TIMEOUT: Duration = Duration::from_secs(15 * 60);

/// The upload of a file of customers, created by [`CustomerListUploads::send`].
///
/// Awaiting it prepares an upload, sends the parts of the file to the URLs that the service
/// returns, and starts the processing. It resolves to the [`Job`] of the processing, which is awaited
/// for the numbers of records.
///
/// The parts go to another host. No credential of this library is sent there. Settings of an HTTP
/// client of your own apply to it too: headers that it adds to every request are sent there. A part
/// whose transfer fails temporarily is repeated by the retry policy of the client.
///
/// # Errors
///
/// [`CustomerListFileUploadError`] says what failed and at which step to resume. When the parts cannot
/// be sent, the upload is not processed. In the same process, `&mut` of an upload can be awaited, and
/// awaited again after an error: that sends what is missing, and does not start the processing a
/// second time. A program that may crash saves the step with [`with_journal`](Self::with_journal),
/// and another process resumes there: once all parts have arrived, none is sent again.
///
/// The URLs of the parts expire after some time. When the storage rejects one of them with status
/// 403, or the service does not find the upload any more, the next attempt prepares another upload
/// and sends all parts again.
///
/// # Examples
///
/// ```no_run
/// use pinterest::targeting::CustomerListFile;
/// use pinterest::types::CustomerListOperation;
///
/// # async fn run(client: pinterest::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let list = client.ad_account("549755885175").customer_list("643");
/// let file = CustomerListFile::from_path("customers.csv").await?;
/// let mut upload = list.uploads().send(CustomerListOperation::Add, file);
/// let processing = match (&mut upload).await {
///     Err(error) if error.error().is_transient() => upload.await?, // only what is missing
///     sent => sent?,
/// };
/// println!("{:?}", processing.await?.record_counts);
/// # Ok(())
/// # }
/// ```
///
/// In a program that may crash:
///
/// ```no_run
/// # async fn run(
/// #     upload: pinterest::targeting::CustomerListFileUpload,
/// # ) -> Result<(), Box<dyn std::error::Error>> {
/// use pinterest::targeting::CustomerListUploadStep;
///
/// async fn save(step: CustomerListUploadStep) -> std::io::Result<()> {
///     let text = serde_json::to_string(&step)?;
///     tokio::task::spawn_blocking(|| std::fs::write("step", text)).await?
/// }
///
/// let step = match std::fs::read_to_string("step") {
///     Ok(saved) => serde_json::from_str(&saved)?,
///     Err(_) => CustomerListUploadStep::Upload,
/// };
/// let processing = upload.resume_from(step).with_journal(save).await?;
/// println!("{:?}", processing.await?.record_counts);
/// # Ok(())
/// # }
/// ```
#[must_use = "an upload sends nothing until it is awaited"]
pub struct CustomerListFileUpload {
    client: Client,
    uploads: CustomerListUploads,
    operation: CustomerListOperation,
    file: CustomerListFile,
    concurrency: usize,
    part_timeout: Duration,
    report: Option<Report>,
    journal: Option<Journal<CustomerListUploadStep>>,
    prepared: Option<Prepared>,
}

/// An upload that the service has prepared.
struct Prepared {
    id: CustomerListUploadId,
    /// In the order of the parts; `None` when the part was sent.
    missing: Vec<Option<Url>>,
    progress: Arc<Progress>,
    /// Whether the journal knows that all parts were sent.
    is_saved: bool,
    /// Whether the processing may have been started.
    may_run: bool,
}

impl CustomerListFileUpload {
    pub(super) fn new(
        client: &Client,
        uploads: &CustomerListUploads,
        operation: CustomerListOperation,
        file: CustomerListFile,
    ) -> Self {
        Self {
            client: client.clone(),
            uploads: uploads.clone(),
            operation,
            file,
            concurrency: CONCURRENCY,
            part_timeout: PART_TIMEOUT,
            report: None,
            journal: None,
            prepared: None,
        }
    }

    /// Sets how many parts are sent at the same time. Default: 4.
    pub fn with_concurrency(mut self, parts: usize) -> Self {
        self.concurrency = parts.max(1);
        self
    }

    /// Sets how long one attempt to send a part may take. Default: 15 minutes.
    pub fn with_part_timeout(mut self, timeout: Duration) -> Self {
        self.part_timeout = timeout;
        self
    }

    /// Calls a function while the parts are sent.
    ///
    /// What was sent of a part is taken back when the part is sent again.
    pub fn with_progress(
        mut self,
        report: impl Fn(UploadProgress) + Send + Sync + 'static,
    ) -> Self {
        self.report = Some(Arc::new(report));
        self
    }

    /// Calls a function when all parts were sent, before the processing is started, which saves the
    /// step.
    ///
    /// If the function returns an error, the processing is not started. When the upload has to begin
    /// anew after that, the function is called with [`CustomerListUploadStep::Upload`].
    pub fn with_journal<F, E>(
        mut self,
        save: impl FnMut(CustomerListUploadStep) -> F + Send + 'static,
    ) -> Self
    where
        F: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        self.journal = Some(Journal::new(save));
        self
    }

    /// Resumes an earlier upload at a step.
    ///
    /// At [`CustomerListUploadStep::Upload`], another upload is prepared and all parts are sent: what
    /// was sent of the earlier one is never processed. At [`CustomerListUploadStep::Run`], the file
    /// is not read; the state of the upload says whether its processing still has to be started.
    pub fn resume_from(mut self, step: CustomerListUploadStep) -> Self {
        self.prepared = match step {
            CustomerListUploadStep::Upload => None,
            CustomerListUploadStep::Run { upload_id } => Some(Prepared {
                id: upload_id,
                missing: Vec::new(),
                progress: Arc::new(Progress::new(0, 0, None)),
                is_saved: true,
                may_run: true,
            }),
        };
        self
    }

    /// Returns the id of the upload, once the service has prepared it.
    #[must_use]
    pub fn upload_id(&self) -> Option<&CustomerListUploadId> {
        self.prepared.as_ref().map(|prepared| &prepared.id)
    }

    /// Sends what was not sent yet, and starts the processing.
    async fn complete(
        &mut self,
    ) -> Result<Job<CustomerListUploadJob>, CustomerListFileUploadError> {
        let prepared = match self.prepared.take() {
            Some(prepared) => prepared,
            None => self.prepare().await.map_err(|error| {
                let step = CustomerListUploadStep::Upload;
                CustomerListFileUploadError::new(Failed::Preparation, step, None, error)
            })?,
        };
        let transfers = self.transfers(&prepared);
        let handle = self.uploads.handle(&prepared.id);
        let id = handle.id().clone();
        let failed = |failed, step, error| {
            CustomerListFileUploadError::new(failed, step, Some(id.clone()), error)
        };
        // Kept before anything is sent, so that a future that is dropped loses nothing.
        let prepared = self.prepared.insert(prepared);
        if let Err((part, error)) = transfers.send(&mut prepared.missing).await {
            if error.status() == Some(403) {
                self.prepared = None;
            }
            let part = Failed::Part(part + 1);
            return Err(failed(part, CustomerListUploadStep::Upload, error));
        }
        let upload_id = handle.id().clone();
        let step = CustomerListUploadStep::Run { upload_id };
        if let Some(journal) = &mut self.journal
            && !prepared.is_saved
        {
            let saved = journal.save(step.clone()).await;
            saved.map_err(|error| failed(Failed::Journal, step.clone(), Error::journal(error)))?;
            prepared.is_saved = true;
        }
        let error = match run(&handle, prepared).await {
            Ok(job) => return Ok(job),
            Err(error) if error.is_not_found() => error,
            Err(error) => return Err(failed(Failed::Start, step, error)),
        };
        self.prepared = None;
        let step = CustomerListUploadStep::Upload;
        if let Some(journal) = &mut self.journal
            && let Err(failure) = journal.save(step.clone()).await
        {
            tracing::warn!(%failure, "it could not be saved that the file has to be uploaded again");
        }
        Err(failed(Failed::Start, step, error))
    }

    async fn prepare(&mut self) -> Result<Prepared, Error> {
        // There are ten parts at most.
        let parts = self.file.parts() as i32;
        let created = self.uploads.create(self.operation.clone(), parts).await?;
        let urls = parts::urls(&created, self.file.parts())?;
        let (size, report) = (self.file.size(), self.report.clone());
        Ok(Prepared {
            id: created.customer_list_upload.id,
            missing: urls.into_iter().map(Some).collect(),
            progress: Arc::new(Progress::new(size, self.file.parts(), report)),
            is_saved: false,
            may_run: false,
        })
    }

    fn transfers(&self, prepared: &Prepared) -> Transfers {
        Transfers {
            client: self.client.clone(),
            file: self.file.clone(),
            progress: Arc::clone(&prepared.progress),
            timeout: self.part_timeout,
            concurrency: self.concurrency,
        }
    }
}

/// Starts the processing, unless an earlier attempt did.
async fn run(
    handle: &CustomerListUploadHandle,
    prepared: &mut Prepared,
) -> Result<Job<CustomerListUploadJob>, Error> {
    if prepared.may_run {
        let upload = handle.get().await?;
        if upload.state != CustomerListUploadState::NotStarted {
            return Ok(handle.job());
        }
    }
    prepared.may_run = true;
    let started = handle.run().start().await;
    if let Err(error) = &started {
        prepared.may_run = error.may_have_acted();
    }
    started
}

impl IntoFuture for CustomerListFileUpload {
    type Output = Result<Job<CustomerListUploadJob>, CustomerListFileUploadError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(mut self) -> Self::IntoFuture {
        Box::pin(async move { self.complete().await })
    }
}

/// Keeps what was sent, for another attempt.
impl<'a> IntoFuture for &'a mut CustomerListFileUpload {
    type Output = Result<Job<CustomerListUploadJob>, CustomerListFileUploadError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.complete())
    }
}

impl fmt::Debug for CustomerListFileUpload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomerListFileUpload")
            .field("file", &self.file)
            .field("upload_id", &self.upload_id())
            .finish_non_exhaustive()
    }
}
