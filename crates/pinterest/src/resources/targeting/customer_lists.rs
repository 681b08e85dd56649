//! The customer lists of an ad account.

use pinterest_client::types::{self, AdAccountId, NewCustomerList};

use crate::paging::List;
use crate::requests::CustomerListsListQuery;
use crate::resources::AdAccount;
use crate::transport::call;
use crate::{Client, Error};

/// The customer lists of an ad account; made by [`AdAccount::customer_lists`].
#[derive(Clone, Debug)]
pub struct CustomerLists {
    client: Client,
    ad_account: AdAccountId,
}

impl CustomerLists {
    pub(super) fn new(ad_account: &AdAccount) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists the customer lists, without their records (`customer_lists/list`). Scope: `ads:read`. Not in the sandbox.
    pub fn list(&self) -> List<CustomerListsListQuery> {
        List::new(&self.client, CustomerListsListQuery::new(&self.ad_account))
    }

    /// Creates a customer list of records, which Pinterest matches to its accounts (`customer_lists/create`). Scope:
    /// `ads:write`. Not in the sandbox.
    ///
    /// The list can be used from 100 matched accounts on; to target it, create an audience of type `CustomerList` from it.
    /// Records that go beyond one request: [`CustomerList::update`](super::CustomerList::update) or
    /// [`CustomerList::uploads`](super::CustomerList::uploads).
    ///
    /// # Errors
    ///
    /// When an argument goes against a limit, or the call fails.
    ///
    /// ```no_run
    /// use pinterest::types::{CustomerListType, NewCustomerList};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let list = NewCustomerList::new("Buyers")
    ///     .list_type(CustomerListType::Email)
    ///     .records("ada@example.com,grace@example.com");
    /// let list = client.ad_account("549755885175").customer_lists().create(list).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create(&self, list: NewCustomerList) -> Result<types::CustomerList, Error> {
        call!(
            self.client,
            CUSTOMER_LISTS_CREATE,
            api.customer_lists_create(&self.ad_account, &list)
        )
    }
}
