//! Insertion orders, which Salesforce holds.

use pinterest_client::types::{
    AdAccountId, NewSsioInsertionOrder, PinOrderId, SsioAccount, SsioInsertionOrder,
    SsioInsertionOrderStatus, SsioInsertionOrderUpdate,
};

use crate::paging::List;
use crate::requests::{
    SsioInsertionOrdersStatusGetByAdAccountQuery, SsioOrderLinesGetByAdAccountQuery,
};
use crate::resources::AdAccount;
use crate::transport::call;
use crate::{Client, Error};

/// Insertion orders that are placed for an ad account in Salesforce ("SSIO"); made by [`AdAccount::insertion_orders`].
///
/// The user must own the ad account or have the role Admin, Finance or Campaign on it.
///
/// ```no_run
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let orders = client.ad_account("549755885175").insertion_orders();
/// if orders.account().await?.eligible == Some(true) {
///     let page = orders.order_lines().pin_order_id("00x1y2z3").send().await?;
///     println!("{} order lines", page.len());
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
    pub(super) fn new(account: &AdAccount) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Gets what an insertion order needs: whether the ad account may order, its currency, and its bill-to companies with
    /// addresses and terms (`ssio_accounts/get`). Scope: `ads:read`.
    ///
    /// # Errors
    ///
    /// When the id goes against a limit, or the call fails.
    pub async fn account(&self) -> Result<SsioAccount, Error> {
        call!(
            self.client,
            SSIO_ACCOUNTS_GET,
            api.ssio_accounts_get(&self.ad_account)
        )
    }

    /// Places an insertion order (`ssio_insertion_order/create`). Scope: `ads:write`.
    ///
    /// The ids that it needs come from [`account`](Self::account). The answer has the id of the order.
    ///
    /// # Errors
    ///
    /// When a field goes against a limit, or the call fails.
    pub async fn create(&self, order: NewSsioInsertionOrder) -> Result<SsioInsertionOrder, Error> {
        call!(
            self.client,
            SSIO_INSERTION_ORDER_CREATE,
            api.ssio_insertion_order_create(&self.ad_account, &order)
        )
    }

    /// Changes the fields of an insertion order that the update sets (`ssio_insertion_order/edit`). Scope: `ads:write`.
    ///
    /// The update names the order line that is meant. The answer has the id of the order.
    ///
    /// # Errors
    ///
    /// When a field goes against a limit, or the call fails.
    pub async fn update(
        &self,
        update: SsioInsertionOrderUpdate,
    ) -> Result<SsioInsertionOrder, Error> {
        call!(
            self.client,
            SSIO_INSERTION_ORDER_EDIT,
            api.ssio_insertion_order_edit(&self.ad_account, &update)
        )
    }

    /// Lists the insertion orders with the status of each (`ssio_insertion_orders_status/get_by_ad_account`). Scope:
    /// `ads:read`.
    pub fn list(&self) -> List<SsioInsertionOrdersStatusGetByAdAccountQuery> {
        let query = SsioInsertionOrdersStatusGetByAdAccountQuery::new(&self.ad_account);
        List::new(&self.client, query)
    }

    /// Lists the order lines that Salesforce holds (`ssio_order_lines/get_by_ad_account`). Scope: `ads:read`.
    pub fn order_lines(&self) -> List<SsioOrderLinesGetByAdAccountQuery> {
        let query = SsioOrderLinesGetByAdAccountQuery::new(&self.ad_account);
        List::new(&self.client, query)
    }
}

/// An insertion order of an ad account; made by [`AdAccount::insertion_order`].
#[derive(Clone, Debug)]
pub struct InsertionOrder {
    client: Client,
    ad_account: AdAccountId,
    id: PinOrderId,
}

impl InsertionOrder {
    pub(super) fn new(account: &AdAccount, id: PinOrderId) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
            id,
        }
    }

    /// The id of the insertion order in Salesforce.
    #[must_use]
    pub fn id(&self) -> &PinOrderId {
        &self.id
    }

    /// Gets how far the insertion order has got (`ssio_insertion_orders_status/get_by_pin_order_id`). Scope: `ads:read`.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn status(&self) -> Result<SsioInsertionOrderStatus, Error> {
        call!(
            self.client,
            SSIO_INSERTION_ORDERS_STATUS_GET_BY_PIN_ORDER_ID,
            api.ssio_insertion_orders_status_get_by_pin_order_id(&self.ad_account, &self.id)
        )
    }
}
