//! One customer list of an ad account.

use pinterest_client::types::{
    AdAccountId, CustomerListId, CustomerListUpdate, CustomerListUploadId,
};

use super::{CustomerListUploadHandle, CustomerListUploads};
use crate::requests::{CustomerListsGet, CustomerListsUpdate};
use crate::resources::AdAccountHandle;
use crate::{Call, Client};

/// A handle for a customer list of an ad account, created by [`AdAccountHandle::customer_list`].
#[derive(Clone, Debug)]
pub struct CustomerListHandle {
    pub(super) client: Client,
    pub(super) ad_account: AdAccountId,
    pub(super) id: CustomerListId,
}

impl CustomerListHandle {
    pub(super) fn new(ad_account: &AdAccountHandle, id: CustomerListId) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
            id,
        }
    }

    /// Returns the id of the customer list.
    #[must_use]
    pub fn id(&self) -> &CustomerListId {
        &self.id
    }

    /// Gets the status and the counts of the list, without its records.
    ///
    #[doc = pinterest_client::facts!(CustomerListsGet)]
    pub fn get(&self) -> Call<CustomerListsGet> {
        self.client
            .call(CustomerListsGet::new(&self.ad_account, &self.id))
    }

    /// Adds records to the list or removes records from it.
    ///
    /// [`CustomerRecords`](super::CustomerRecords) normalizes and hashes raw identifiers.
    ///
    #[doc = pinterest_client::facts!(CustomerListsUpdate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::types::{CustomerListOperation, CustomerListUpdate};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let list = client.ad_account("549755885175").customer_list("643");
    /// let removal = CustomerListUpdate::new(CustomerListOperation::Remove);
    /// list.update(removal.records("ada@example.com")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update(&self, update: impl Into<CustomerListUpdate>) -> Call<CustomerListsUpdate> {
        self.client
            .call(CustomerListsUpdate::new(&self.ad_account, &self.id, update))
    }

    /// Returns the handle for uploads of large files of records. In closed beta.
    #[must_use]
    pub fn uploads(&self) -> CustomerListUploads {
        CustomerListUploads::new(self)
    }

    /// Returns the handle for an upload, by its id.
    #[must_use]
    pub fn upload(&self, id: impl Into<CustomerListUploadId>) -> CustomerListUploadHandle {
        CustomerListUploadHandle::new(self, id.into())
    }
}
