//! One customer segment of an ad account.

use pinterest_client::types::{
    AdAccountId, AudienceId, CustomerSegmentId, CustomerSegmentUpdate, TargetingUpdateOperation,
};

use crate::resources::AdAccount;
use crate::transport::call;
use crate::{Client, Error};

/// A customer segment of an ad account; made by [`AdAccount::customer_segment`].
#[derive(Clone, Debug)]
pub struct CustomerSegment {
    client: Client,
    ad_account: AdAccountId,
    id: CustomerSegmentId,
}

impl CustomerSegment {
    pub(super) fn new(ad_account: &AdAccount, id: CustomerSegmentId) -> Self {
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

    /// Gives the segment other audiences (`customer_segment/update`). Scope: `ads:write`.
    ///
    /// They replace those that it has.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let segment = client.ad_account("549755885175").customer_segment("687201361754");
    /// segment.update(["2542620905475"]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn update<A: Into<AudienceId>>(
        &self,
        audiences: impl IntoIterator<Item = A>,
    ) -> Result<(), Error> {
        let audiences: Vec<AudienceId> = audiences.into_iter().map(Into::into).collect();
        let update = CustomerSegmentUpdate::new(&self.id, TargetingUpdateOperation::Update);
        self.send(update.audience_ids(audiences)).await
    }

    /// Deletes the segment, not its audiences (`customer_segment/update`). Scope: `ads:write`.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn delete(&self) -> Result<(), Error> {
        let update = CustomerSegmentUpdate::new(&self.id, TargetingUpdateOperation::Remove);
        self.send(update).await
    }

    async fn send(&self, update: CustomerSegmentUpdate) -> Result<(), Error> {
        call!(
            self.client,
            CUSTOMER_SEGMENT_UPDATE,
            api.customer_segment_update(&self.ad_account, &update)
        )
    }
}
