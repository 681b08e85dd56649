//! One customer list of an ad account.

use pinterest_client::types::{
    self, AdAccountId, CustomerListId, CustomerListUpdate, CustomerListUploadId,
};

use super::{CustomerListUpload, CustomerListUploads};
use crate::resources::AdAccount;
use crate::transport::call;
use crate::{Client, Error};

/// A customer list of an ad account; made by [`AdAccount::customer_list`].
#[derive(Clone, Debug)]
pub struct CustomerList {
    pub(super) client: Client,
    pub(super) ad_account: AdAccountId,
    pub(super) id: CustomerListId,
}

impl CustomerList {
    pub(super) fn new(ad_account: &AdAccount, id: CustomerListId) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
            id,
        }
    }

    /// The id of the customer list.
    #[must_use]
    pub fn id(&self) -> &CustomerListId {
        &self.id
    }

    /// Gets the state and the counts of the list, without its records (`customer_lists/get`). Scope: `ads:read`. Not in
    /// the sandbox.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn get(&self) -> Result<types::CustomerList, Error> {
        call!(
            self.client,
            CUSTOMER_LISTS_GET,
            api.customer_lists_get(&self.ad_account, &self.id)
        )
    }

    /// Adds records to the list or removes records from it (`customer_lists/update`). Scope: `ads:write`. Not in the
    /// sandbox.
    ///
    /// # Errors
    ///
    /// When an argument goes against a limit, or the call fails.
    ///
    /// ```no_run
    /// use pinterest::types::{CustomerListOperation, CustomerListUpdate};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let list = client.ad_account("549755885175").customer_list("643");
    /// let removal = CustomerListUpdate::new(CustomerListOperation::Remove).records("ada@example.com");
    /// list.update(removal).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn update(&self, update: CustomerListUpdate) -> Result<types::CustomerList, Error> {
        call!(
            self.client,
            CUSTOMER_LISTS_UPDATE,
            api.customer_lists_update(&self.ad_account, &self.id, &update)
        )
    }

    /// Uploads of large files of records. In closed beta.
    #[must_use]
    pub fn uploads(&self) -> CustomerListUploads {
        CustomerListUploads::new(self)
    }

    /// An upload, by its id. Nothing is sent.
    #[must_use]
    pub fn upload(&self, id: impl Into<CustomerListUploadId>) -> CustomerListUpload {
        CustomerListUpload::new(self, id.into())
    }
}
