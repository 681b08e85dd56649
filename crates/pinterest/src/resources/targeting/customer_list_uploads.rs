//! Uploads of large files of records for a customer list.

use pinterest_client::types::{
    self, AdAccountId, CreateCustomerListUploadResponse, CustomerListId, CustomerListOperation,
    CustomerListUploadId, NewCustomerListUpload,
};

use super::CustomerList;
use crate::transport::call;
use crate::{Client, Error};

/// The uploads of a customer list; made by [`CustomerList::uploads`].
#[derive(Clone, Debug)]
pub struct CustomerListUploads {
    client: Client,
    ad_account: AdAccountId,
    customer_list: CustomerListId,
}

/// An upload of records for a customer list; made by [`CustomerList::upload`].
#[derive(Clone, Debug)]
pub struct CustomerListUpload {
    client: Client,
    ad_account: AdAccountId,
    customer_list: CustomerListId,
    id: CustomerListUploadId,
}

impl CustomerListUploads {
    pub(super) fn new(list: &CustomerList) -> Self {
        Self {
            client: list.client.clone(),
            ad_account: list.ad_account.clone(),
            customer_list: list.id.clone(),
        }
    }

    /// Prepares an upload in 1 to 10 parts (`customer_list_uploads/create`). Scope: `ads:write`. Not in the sandbox.
    ///
    /// What comes back has one address per part. Every part but the last has at least 5 MB; they are sent to their addresses
    /// without the token, by other means than this library. Then call [`CustomerListUpload::run`].
    ///
    /// # Errors
    ///
    /// When an argument goes against a limit, or the call fails.
    ///
    /// ```no_run
    /// use pinterest::types::CustomerListOperation;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let list = client.ad_account("549755885175").customer_list("643");
    /// let created = list.uploads().create(CustomerListOperation::Add, 1).await?;
    /// // Here the file goes to the address in `created.s3_multipart_upload_data`.
    /// let upload = list.upload(created.customer_list_upload.id);
    /// upload.run().await?;
    /// println!("{}", upload.get().await?.state);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create(
        &self,
        operation: CustomerListOperation,
        total_parts: i32,
    ) -> Result<CreateCustomerListUploadResponse, Error> {
        let body = NewCustomerListUpload::new(operation, total_parts);
        call!(
            self.client,
            CUSTOMER_LIST_UPLOADS_CREATE,
            api.customer_list_uploads_create(&self.ad_account, &self.customer_list, &body)
        )
    }
}

impl CustomerListUpload {
    pub(super) fn new(list: &CustomerList, id: CustomerListUploadId) -> Self {
        Self {
            client: list.client.clone(),
            ad_account: list.ad_account.clone(),
            customer_list: list.id.clone(),
            id,
        }
    }

    /// The id of the upload.
    #[must_use]
    pub fn id(&self) -> &CustomerListUploadId {
        &self.id
    }

    /// Gets how far the upload has been processed (`customer_list_uploads/get`). Scope: `ads:read`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn get(&self) -> Result<types::CustomerListUpload, Error> {
        call!(
            self.client,
            CUSTOMER_LIST_UPLOADS_GET,
            api.customer_list_uploads_get(&self.ad_account, &self.customer_list, &self.id)
        )
    }

    /// Starts processing the parts, once all of them were sent (`customer_list_uploads/run`). Scope: `ads:write`. Not in
    /// the sandbox.
    ///
    /// It does not wait for the end: see [`get`](Self::get).
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn run(&self) -> Result<types::CustomerListUpload, Error> {
        call!(
            self.client,
            CUSTOMER_LIST_UPLOADS_RUN,
            api.customer_list_uploads_run(&self.ad_account, &self.customer_list, &self.id)
        )
    }
}
