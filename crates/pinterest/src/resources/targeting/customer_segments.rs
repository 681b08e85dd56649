//! Customer segments: named sets of audiences.

use pinterest_client::types::{AdAccountId, AudienceId, NewCustomerSegment};

use crate::requests::{CustomerSegmentsCreate, CustomerSegmentsList};
use crate::resources::AdAccountHandle;
use crate::{Call, Client, List};

/// A handle for the customer segments of an ad account, created by
/// [`AdAccountHandle::customer_segments`].
#[derive(Clone, Debug)]
pub struct CustomerSegments {
    client: Client,
    ad_account: AdAccountId,
}

impl CustomerSegments {
    pub(super) fn new(ad_account: &AdAccountHandle) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists the segments.
    ///
    #[doc = pinterest_client::facts!(CustomerSegmentsList)]
    pub fn list(&self) -> List<CustomerSegmentsList> {
        self.client
            .list(CustomerSegmentsList::new(&self.ad_account))
    }

    /// Creates a segment of audiences.
    ///
    #[doc = pinterest_client::facts!(CustomerSegmentsCreate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let segments = client.ad_account("549755885175").customer_segments();
    /// let audiences = ["2542620905475", "2542620905476"];
    /// let segment = segments.create("Loyal customers", audiences).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(
        &self,
        name: impl Into<String>,
        audiences: impl IntoIterator<Item = impl Into<AudienceId>>,
    ) -> Call<CustomerSegmentsCreate> {
        let body = NewCustomerSegment::new(audiences, name);
        self.client
            .call(CustomerSegmentsCreate::new(&self.ad_account, body))
    }
}
