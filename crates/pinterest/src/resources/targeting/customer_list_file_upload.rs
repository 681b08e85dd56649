//! The upload of a file of customers, from its preparation to the start of its processing.

use std::error::Error as StdError;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use pinterest_client::types::{
    CreateCustomerListUploadResponse, CustomerListOperation, CustomerListUploadId,
    CustomerListUploadState,
};
use tokio::task::JoinSet;
use tracing::Instrument;
use url::Url;

use super::{CustomerListFile, CustomerListUploadHandle, CustomerListUploads};
use crate::client::Client;
use crate::jobs::{CustomerListUploadJob, Job};
use crate::transfer;
use crate::{Error, ErrorKind};

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
/// [`CustomerListUploadError`] says at which step the upload failed. After an error,
/// [`send`](Self::send) can be called again: it sends what is missing, and never starts the
/// processing twice.
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
/// let processing = match upload.send().await {
///     Err(error) if error.error().is_transient() => upload.send().await?, // only what is missing
///     sent => sent?,
/// };
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
    prepared: Option<Prepared>,
}

/// An upload that the service has prepared.
struct Prepared {
    id: CustomerListUploadId,
    /// In the order of the parts; `None` when the part was sent.
    missing: Vec<Option<Url>>,
    /// Whether the processing may have been started.
    may_run: bool,
}

/// The step of the upload of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CustomerListUploadStep {
    /// The service prepares the upload.
    Prepare,
    /// This part is sent, counted from 1.
    Part(usize),
    /// The processing is started.
    Run,
}

/// The error of the upload of a file: the step at which it failed, and why.
#[derive(Debug)]
pub struct CustomerListUploadError {
    step: CustomerListUploadStep,
    upload_id: Option<CustomerListUploadId>,
    error: Error,
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

    /// Returns the id of the upload, once the service has prepared it.
    #[must_use]
    pub fn upload_id(&self) -> Option<&CustomerListUploadId> {
        self.prepared.as_ref().map(|prepared| &prepared.id)
    }

    /// Sends what was not sent yet, and starts the processing; `await` does the same.
    ///
    /// The URLs of the parts expire after some time. When the storage rejects one of them with
    /// status 403, the next call prepares another upload and sends all parts again.
    ///
    /// # Errors
    ///
    /// Returns an error with the step that failed. When the parts cannot be sent, the upload is not
    /// processed.
    pub async fn send(&mut self) -> Result<Job<CustomerListUploadJob>, CustomerListUploadError> {
        let prepared = match self.prepared.take() {
            Some(prepared) => prepared,
            None => self.prepare().await.map_err(|error| {
                CustomerListUploadError::new(CustomerListUploadStep::Prepare, None, error)
            })?,
        };
        let transfers = self.transfers(&prepared);
        let handle = self.uploads.handle(&prepared.id);
        let failed =
            |step, error| CustomerListUploadError::new(step, Some(handle.id().clone()), error);
        // Kept before anything is sent, so that a future that is dropped loses nothing.
        let prepared = self.prepared.insert(prepared);
        if let Err((part, error)) = send_parts(transfers, prepared).await {
            if error.status() == Some(403) {
                self.prepared = None;
            }
            return Err(failed(CustomerListUploadStep::Part(part + 1), error));
        }
        run(&handle, prepared)
            .await
            .map_err(|error| failed(CustomerListUploadStep::Run, error))
    }

    async fn prepare(&self) -> Result<Prepared, Error> {
        // There are ten parts at most.
        let parts = self.file.parts() as i32;
        let created = self.uploads.create(self.operation.clone(), parts).await?;
        let missing = self.urls(&created)?.into_iter().map(Some).collect();
        Ok(Prepared {
            id: created.customer_list_upload.id,
            missing,
            may_run: false,
        })
    }

    /// The URLs of all parts, in their order.
    fn urls(&self, created: &CreateCustomerListUploadResponse) -> Result<Vec<Url>, Error> {
        let parts = created.s3_multipart_upload_data.file_parts.as_deref();
        let mut parts: Vec<_> = parts.unwrap_or_default().iter().collect();
        parts.sort_by_key(|part| part.part_number);
        parts.dedup_by_key(|part| part.part_number);
        if parts.len() != self.file.parts() {
            let message = format!(
                "the service prepared an upload of {} parts instead of {}",
                parts.len(),
                self.file.parts()
            );
            return Err(Error::new(ErrorKind::Accepted, message));
        }
        let urls = parts
            .iter()
            .map(|part| transfer::upload_url(&part.presigned_url));
        urls.collect()
    }

    /// What is still to be sent, of which so much is sent at the same time.
    fn transfers(&self, prepared: &Prepared) -> Transfers {
        let missing = prepared.missing.iter().enumerate();
        let missing = missing.filter_map(|(part, url)| Some((part, url.clone()?)));
        Transfers {
            client: self.client.clone(),
            file: self.file.clone(),
            timeout: self.part_timeout,
            concurrency: self.concurrency,
            missing: missing.collect(),
        }
    }
}

/// Parts to send.
struct Transfers {
    client: Client,
    file: CustomerListFile,
    timeout: Duration,
    concurrency: usize,
    missing: Vec<(usize, Url)>,
}

impl Transfers {
    /// Sends one part.
    fn start(
        &self,
        part: usize,
        url: Url,
    ) -> impl Future<Output = (usize, Result<(), Error>)> + use<> {
        let (client, file, timeout) = (self.client.clone(), self.file.clone(), self.timeout);
        let sending = async move {
            let open = || file.open(part);
            let sent = transfer::put(&client, &url, file.part_len(part), timeout, open).await;
            (part, sent)
        };
        sending.in_current_span()
    }
}

/// Sends the parts, and notes which were sent. The first failure ends the others.
async fn send_parts(transfers: Transfers, prepared: &mut Prepared) -> Result<(), (usize, Error)> {
    let mut missing = transfers.missing.iter().cloned();
    let mut running = JoinSet::new();
    loop {
        while running.len() < transfers.concurrency
            && let Some((part, url)) = missing.next()
        {
            running.spawn(transfers.start(part, url));
        }
        let Some(ended) = running.join_next().await else {
            return Ok(());
        };
        match ended {
            Ok((part, Ok(()))) => prepared.missing[part] = None,
            Ok((part, Err(error))) => return Err((part, error)),
            // Nobody cancels them while this waits.
            Err(error) => std::panic::resume_unwind(error.into_panic()),
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
    type Output = Result<Job<CustomerListUploadJob>, CustomerListUploadError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(mut self) -> Self::IntoFuture {
        Box::pin(async move { self.send().await })
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

impl CustomerListUploadError {
    fn new(
        step: CustomerListUploadStep,
        upload_id: Option<CustomerListUploadId>,
        error: Error,
    ) -> Self {
        Self {
            step,
            upload_id,
            error,
        }
    }

    /// Returns the step that failed.
    #[must_use]
    pub fn step(&self) -> CustomerListUploadStep {
        self.step
    }

    /// Returns the id of the upload, unless the service did not prepare one.
    #[must_use]
    pub fn upload_id(&self) -> Option<&CustomerListUploadId> {
        self.upload_id.as_ref()
    }

    /// Returns the reason.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.error
    }

    /// Returns the reason, by value.
    #[must_use]
    pub fn into_error(self) -> Error {
        self.error
    }
}

impl fmt::Display for CustomerListUploadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.step {
            CustomerListUploadStep::Prepare => f.write_str("the upload could not be prepared"),
            CustomerListUploadStep::Part(part) => write!(f, "part {part} could not be uploaded"),
            CustomerListUploadStep::Run => {
                f.write_str("the processing of the upload could not be started")
            }
        }
    }
}

impl StdError for CustomerListUploadError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.error)
    }
}

impl From<CustomerListUploadError> for Error {
    fn from(failed: CustomerListUploadError) -> Self {
        failed.error
    }
}
