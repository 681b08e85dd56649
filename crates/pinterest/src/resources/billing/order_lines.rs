//! Order lines.

use pinterest_client::types::{AdAccountId, OrderLineId};

use crate::requests::{OrderLinesGet, OrderLinesList};
use crate::resources::AdAccountHandle;
use crate::{Call, Client, List};

/// A handle for order lines that belong to an ad account, created by
/// [`AdAccountHandle::order_lines`].
#[derive(Clone, Debug)]
pub struct OrderLines {
    client: Client,
    ad_account: AdAccountId,
}

impl OrderLines {
    pub(super) fn new(account: &AdAccountHandle) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Lists the order lines.
    ///
    #[doc = pinterest_client::facts!(OrderLinesList)]
    pub fn list(&self) -> List<OrderLinesList> {
        self.client.list(OrderLinesList::new(&self.ad_account))
    }
}

/// A handle for an order line of an ad account, created by [`AdAccountHandle::order_line`].
#[derive(Clone, Debug)]
pub struct OrderLineHandle {
    client: Client,
    ad_account: AdAccountId,
    id: OrderLineId,
}

impl OrderLineHandle {
    pub(super) fn new(account: &AdAccountHandle, id: OrderLineId) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
            id,
        }
    }

    /// Returns the id of the order line.
    #[must_use]
    pub fn id(&self) -> &OrderLineId {
        &self.id
    }

    /// Gets the order line.
    ///
    #[doc = pinterest_client::facts!(OrderLinesGet)]
    pub fn get(&self) -> Call<OrderLinesGet> {
        self.client
            .call(OrderLinesGet::new(&self.ad_account, &self.id))
    }
}
