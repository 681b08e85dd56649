//! One customer segment of an ad account.

use pinterest_client::types::{
    AdAccountId, AudienceId, CustomerSegmentId, CustomerSegmentUpdate, TargetingUpdateOperation,
};

use crate::requests::CustomerSegmentsUpdate;
use crate::resources::AdAccountHandle;
use crate::{Call, Client};

/// A customer segment of an ad account; made by [`AdAccountHandle::customer_segment`].
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

    /// The id of the segment.
    #[must_use]
    pub fn id(&self) -> &CustomerSegmentId {
        &self.id
    }

    /// Replaces the audiences of the segment.
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
    pub fn delete(&self) -> Call<CustomerSegmentsUpdate> {
        let operation = TargetingUpdateOperation::Remove;
        self.call(CustomerSegmentUpdate::new(&self.id, operation))
    }

    fn call(&self, update: CustomerSegmentUpdate) -> Call<CustomerSegmentsUpdate> {
        self.client
            .call(CustomerSegmentsUpdate::new(&self.ad_account, update))
    }
}
