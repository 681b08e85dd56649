//! Order lines.

use pinterest_client::types::{self, AdAccountId, OrderLineId};

use crate::paging::List;
use crate::requests::OrderLinesListQuery;
use crate::resources::AdAccount;
use crate::transport::call;
use crate::{Client, Error};

/// Order lines that belong to an ad account; made by [`AdAccount::order_lines`].
#[derive(Clone, Debug)]
pub struct OrderLines {
    client: Client,
    ad_account: AdAccountId,
}

impl OrderLines {
    pub(super) fn new(account: &AdAccount) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Lists the order lines (`order_lines/list`). Scope: `ads:read`.
    pub fn list(&self) -> List<OrderLinesListQuery> {
        List::new(&self.client, OrderLinesListQuery::new(&self.ad_account))
    }
}

/// An order line of an ad account; made by [`AdAccount::order_line`].
#[derive(Clone, Debug)]
pub struct OrderLine {
    client: Client,
    ad_account: AdAccountId,
    id: OrderLineId,
}

impl OrderLine {
    pub(super) fn new(account: &AdAccount, id: OrderLineId) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
            id,
        }
    }

    /// The id of the order line.
    #[must_use]
    pub fn id(&self) -> &OrderLineId {
        &self.id
    }

    /// Gets the order line (`order_lines/get`). Scope: `ads:read`.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn get(&self) -> Result<types::OrderLine, Error> {
        call!(
            self.client,
            ORDER_LINES_GET,
            api.order_lines_get(&self.ad_account, &self.id)
        )
    }
}
