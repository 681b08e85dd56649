//! The customer lists of an ad account.

use pinterest_client::types::{AdAccountId, NewCustomerList};

use crate::requests::{CustomerListsCreate, CustomerListsList};
use crate::resources::AdAccountHandle;
use crate::{Call, Client, List};

/// A handle for the customer lists of an ad account, created by
/// [`AdAccountHandle::customer_lists`].
#[derive(Clone, Debug)]
pub struct CustomerLists {
    client: Client,
    ad_account: AdAccountId,
}

impl CustomerLists {
    pub(super) fn new(ad_account: &AdAccountHandle) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists the customer lists, without their records.
    ///
    #[doc = pinterest_client::facts!(CustomerListsList)]
    pub fn list(&self) -> List<CustomerListsList> {
        self.client.list(CustomerListsList::new(&self.ad_account))
    }

    /// Creates a customer list of records, which Pinterest matches to its accounts.
    ///
    /// The list can be used from 100 matched accounts on; to target it, create an audience of type
    /// `CustomerList` from it. For records that do not fit in one request, see
    /// [`CustomerListHandle::update`](super::CustomerListHandle::update) and
    /// [`CustomerListHandle::uploads`](super::CustomerListHandle::uploads).
    /// [`CustomerRecords`](super::CustomerRecords) normalizes and hashes raw identifiers.
    ///
    #[doc = pinterest_client::facts!(CustomerListsCreate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::targeting::{Customer, CustomerHashing, CustomerRecords};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let buyers = ["Ada@Example.com", "grace@example.com"];
    /// let buyers = buyers.map(|email| Customer::new().email(email));
    /// let records = CustomerRecords::text(CustomerHashing::Sha256, buyers)?;
    /// let lists = client.ad_account("549755885175").customer_lists();
    /// let list = lists.create(records.into_list("Buyers")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(&self, list: impl Into<NewCustomerList>) -> Call<CustomerListsCreate> {
        self.client
            .call(CustomerListsCreate::new(&self.ad_account, list))
    }
}
