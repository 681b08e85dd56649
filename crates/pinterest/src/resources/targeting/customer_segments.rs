//! Customer segments: named sets of audiences.

use pinterest_client::types::{AdAccountId, AudienceId, CustomerSegment, NewCustomerSegment};

use crate::paging::List;
use crate::requests::CustomerSegmentListQuery;
use crate::resources::AdAccount;
use crate::transport::call;
use crate::{Client, Error};

/// The customer segments of an ad account; made by [`AdAccount::customer_segments`].
#[derive(Clone, Debug)]
pub struct CustomerSegments {
    client: Client,
    ad_account: AdAccountId,
}

impl CustomerSegments {
    pub(super) fn new(ad_account: &AdAccount) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists the segments (`customer_segment/list`). Scope: `ads:read`. Not in the sandbox.
    pub fn list(&self) -> List<CustomerSegmentListQuery> {
        let query = CustomerSegmentListQuery::new(&self.ad_account);
        List::new(&self.client, query)
    }

    /// Creates a segment of audiences (`customer_segment/create`). Scope: `ads:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When the call fails.
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let segments = client.ad_account("549755885175").customer_segments();
    /// let segment = segments.create("Loyal customers", ["2542620905475", "2542620905476"]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create<A: Into<AudienceId>>(
        &self,
        name: impl Into<String>,
        audiences: impl IntoIterator<Item = A>,
    ) -> Result<CustomerSegment, Error> {
        let audiences: Vec<AudienceId> = audiences.into_iter().map(Into::into).collect();
        let body = NewCustomerSegment::new(audiences, name);
        call!(
            self.client,
            CUSTOMER_SEGMENT_CREATE,
            api.customer_segment_create(&self.ad_account, &body)
        )
    }
}
