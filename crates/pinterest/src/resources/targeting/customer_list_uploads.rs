//! Uploads of large files of records for a customer list.

use pinterest_client::types::{
    AdAccountId, CustomerListId, CustomerListOperation, CustomerListUploadId, NewCustomerListUpload,
};

use super::{CustomerListFile, CustomerListFileUpload, CustomerListHandle};
use crate::jobs::{CustomerListUploadJob, Job};
use crate::requests::{CustomerListUploadsCreate, CustomerListUploadsGet, CustomerListUploadsRun};
use crate::{Call, Client};

/// A handle for the uploads of a customer list, created by [`CustomerListHandle::uploads`].
#[derive(Clone, Debug)]
pub struct CustomerListUploads {
    client: Client,
    ad_account: AdAccountId,
    customer_list: CustomerListId,
}

/// A handle for an upload of records for a customer list, created by
/// [`CustomerListHandle::upload`].
#[derive(Clone, Debug)]
pub struct CustomerListUploadHandle {
    client: Client,
    ad_account: AdAccountId,
    customer_list: CustomerListId,
    id: CustomerListUploadId,
}

impl CustomerListUploads {
    pub(super) fn new(list: &CustomerListHandle) -> Self {
        Self {
            client: list.client.clone(),
            ad_account: list.ad_account.clone(),
            customer_list: list.id.clone(),
        }
    }

    /// Prepares an upload in so many parts.
    ///
    /// The response has one URL for each part. Every part but the last has at least 5 MB; they are
    /// sent to their URLs without the token. Then call [`CustomerListUploadHandle::run`].
    /// [`send`](Self::send) does all of that.
    ///
    #[doc = pinterest_client::facts!(CustomerListUploadsCreate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::types::CustomerListOperation;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let list = client.ad_account("549755885175").customer_list("643");
    /// let created = list.uploads().create(CustomerListOperation::Add, 1).await?;
    /// // Here the file goes to the URL in `created.s3_multipart_upload_data`.
    /// let upload = list.upload(created.customer_list_upload.id);
    /// let upload = upload.run().start().await?.await?;
    /// println!("{:?}", upload.record_counts);
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(
        &self,
        operation: CustomerListOperation,
        total_parts: i32,
    ) -> Call<CustomerListUploadsCreate> {
        let body = NewCustomerListUpload::new(operation, total_parts);
        let (ad_account, list) = (&self.ad_account, &self.customer_list);
        self.client
            .call(CustomerListUploadsCreate::new(ad_account, list, body))
    }

    /// Uploads a file of customers in its parts, and starts the processing. In closed beta.
    ///
    /// Nothing is sent until the upload is awaited. It resolves to the job of the processing, which
    /// goes on: await the job for the numbers of records.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::targeting::CustomerListFile;
    /// use pinterest::types::CustomerListOperation;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let file = CustomerListFile::from_path("customers.csv").await?;
    /// let list = client.ad_account("549755885175").customer_list("643");
    /// let processing = list.uploads().send(CustomerListOperation::Add, file).await?;
    /// println!("{:?}", processing.await?.record_counts);
    /// # Ok(())
    /// # }
    /// ```
    pub fn send(
        &self,
        operation: CustomerListOperation,
        file: CustomerListFile,
    ) -> CustomerListFileUpload {
        CustomerListFileUpload::new(&self.client, self, operation, file)
    }

    /// The handle of an upload that was created here.
    pub(super) fn handle(&self, id: &CustomerListUploadId) -> CustomerListUploadHandle {
        CustomerListUploadHandle {
            client: self.client.clone(),
            ad_account: self.ad_account.clone(),
            customer_list: self.customer_list.clone(),
            id: id.clone(),
        }
    }
}

impl CustomerListUploadHandle {
    pub(super) fn new(list: &CustomerListHandle, id: CustomerListUploadId) -> Self {
        Self {
            client: list.client.clone(),
            ad_account: list.ad_account.clone(),
            customer_list: list.id.clone(),
            id,
        }
    }

    /// Returns the id of the upload.
    #[must_use]
    pub fn id(&self) -> &CustomerListUploadId {
        &self.id
    }

    /// Gets the upload with the progress of its processing.
    ///
    #[doc = pinterest_client::facts!(CustomerListUploadsGet)]
    pub fn get(&self) -> Call<CustomerListUploadsGet> {
        let (ad_account, list) = (&self.ad_account, &self.customer_list);
        self.client
            .call(CustomerListUploadsGet::new(ad_account, list, &self.id))
    }

    /// Returns the job of the processing, to wait for its result. Nothing is sent.
    pub fn job(&self) -> Job<CustomerListUploadJob> {
        let (ad_account, list) = (&self.ad_account, &self.customer_list);
        self.client
            .job(CustomerListUploadJob::new(ad_account, list, &self.id))
    }

    /// Starts processing the parts, once all of them were sent.
    ///
    /// It does not wait for the end: [`start`](Call::start) returns the job to wait for, and
    /// [`get`](Self::get) gets the progress.
    ///
    #[doc = pinterest_client::facts!(CustomerListUploadsRun)]
    pub fn run(&self) -> Call<CustomerListUploadsRun> {
        let (ad_account, list) = (&self.ad_account, &self.customer_list);
        self.client
            .call(CustomerListUploadsRun::new(ad_account, list, &self.id))
    }
}
