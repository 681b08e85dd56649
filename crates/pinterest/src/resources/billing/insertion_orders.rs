//! Insertion orders, which Salesforce holds.

use pinterest_client::types::{
    AdAccountId, NewSsioInsertionOrder, PinOrderId, SsioInsertionOrderUpdate,
};

use crate::requests::{
    InsertionOrderStatusesGet, InsertionOrderStatusesList, InsertionOrdersCreate,
    InsertionOrdersUpdate, SalesforceAccountGet, SalesforceOrderLinesList,
};
use crate::resources::AdAccountHandle;
use crate::{Call, Client, List};

/// A handle for insertion orders that are placed for an ad account in Salesforce ("SSIO"), created
/// by [`AdAccountHandle::insertion_orders`].
///
/// The user must own the ad account or have the role Admin, Finance or Campaign on it.
///
/// # Examples
///
/// ```no_run
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let orders = client.ad_account("549755885175").insertion_orders();
/// if orders.account().await?.eligible == Some(true) {
///     let lines = orders.order_lines().with(|list| list.pin_order_id("00x1y2z3"));
///     println!("{} order lines", lines.send().await?.len());
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct InsertionOrders {
    client: Client,
    ad_account: AdAccountId,
}

impl InsertionOrders {
    pub(super) fn new(account: &AdAccountHandle) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Gets what an insertion order needs.
    ///
    /// These are whether the ad account may order, its currency, and its bill-to companies with
    /// addresses and terms.
    ///
    #[doc = pinterest_client::facts!(SalesforceAccountGet)]
    pub fn account(&self) -> Call<SalesforceAccountGet> {
        self.client
            .call(SalesforceAccountGet::new(&self.ad_account))
    }

    /// Places an insertion order.
    ///
    /// The ids that it needs come from [`account`](Self::account). The response has the id of the
    /// order.
    ///
    #[doc = pinterest_client::facts!(InsertionOrdersCreate)]
    pub fn create(&self, order: impl Into<NewSsioInsertionOrder>) -> Call<InsertionOrdersCreate> {
        self.client
            .call(InsertionOrdersCreate::new(&self.ad_account, order))
    }

    /// Changes the fields of an insertion order that the update sets.
    ///
    /// The update names the order line that is meant. The response has the id of the order.
    ///
    #[doc = pinterest_client::facts!(InsertionOrdersUpdate)]
    pub fn update(
        &self,
        update: impl Into<SsioInsertionOrderUpdate>,
    ) -> Call<InsertionOrdersUpdate> {
        self.client
            .call(InsertionOrdersUpdate::new(&self.ad_account, update))
    }

    /// Lists the insertion orders with the status of each.
    ///
    #[doc = pinterest_client::facts!(InsertionOrderStatusesList)]
    pub fn list(&self) -> List<InsertionOrderStatusesList> {
        self.client
            .list(InsertionOrderStatusesList::new(&self.ad_account))
    }

    /// Lists the order lines that Salesforce holds.
    ///
    #[doc = pinterest_client::facts!(SalesforceOrderLinesList)]
    pub fn order_lines(&self) -> List<SalesforceOrderLinesList> {
        self.client
            .list(SalesforceOrderLinesList::new(&self.ad_account))
    }
}

/// A handle for an insertion order of an ad account, created by
/// [`AdAccountHandle::insertion_order`].
#[derive(Clone, Debug)]
pub struct InsertionOrderHandle {
    client: Client,
    ad_account: AdAccountId,
    id: PinOrderId,
}

impl InsertionOrderHandle {
    pub(super) fn new(account: &AdAccountHandle, id: PinOrderId) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
            id,
        }
    }

    /// Returns the id of the insertion order in Salesforce.
    #[must_use]
    pub fn id(&self) -> &PinOrderId {
        &self.id
    }

    /// Gets the status of the insertion order.
    ///
    #[doc = pinterest_client::facts!(InsertionOrderStatusesGet)]
    pub fn status(&self) -> Call<InsertionOrderStatusesGet> {
        let request = InsertionOrderStatusesGet::new(&self.ad_account, &self.id);
        self.client.call(request)
    }
}
