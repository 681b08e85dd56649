//! One customer segment of an ad account.

use pinterest_client::types::{
    AdAccountId, AudienceId, CustomerSegmentId, CustomerSegmentUpdate, TargetingUpdateOperation,
};

use crate::requests::CustomerSegmentsUpdate;
use crate::resources::AdAccountHandle;
use crate::{Call, Client};

/// A handle for a customer segment of an ad account, created by
/// [`AdAccountHandle::customer_segment`].
#[derive(Clone, Debug)]
pub struct CustomerSegmentHandle {
    client: Client,
    ad_account: AdAccountId,
    id: CustomerSegmentId,
}

impl CustomerSegmentHandle {
    pub(super) fn new(ad_account: &AdAccountHandle, id: CustomerSegmentId) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
            id,
        }
    }

    /// Returns the id of the segment.
    #[must_use]
    pub fn id(&self) -> &CustomerSegmentId {
        &self.id
    }

    /// Replaces the audiences of the segment.
    ///
    #[doc = pinterest_client::facts!(CustomerSegmentsUpdate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let segment = client.ad_account("549755885175").customer_segment("687201361754");
    /// segment.update(["2542620905475"]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update(
        &self,
        audiences: impl IntoIterator<Item = impl Into<AudienceId>>,
    ) -> Call<CustomerSegmentsUpdate> {
        let update = CustomerSegmentUpdate::new(&self.id, TargetingUpdateOperation::Update);
        self.call(update.audience_ids(audiences))
    }

    /// Deletes the segment, not its audiences.
    ///
    #[doc = pinterest_client::facts!(CustomerSegmentsUpdate)]
    pub fn delete(&self) -> Call<CustomerSegmentsUpdate> {
        let operation = TargetingUpdateOperation::Remove;
        self.call(CustomerSegmentUpdate::new(&self.id, operation))
    }

    fn call(&self, update: CustomerSegmentUpdate) -> Call<CustomerSegmentsUpdate> {
        self.client
            .call(CustomerSegmentsUpdate::new(&self.ad_account, update))
    }
}
