//! One targeting template of an ad account.

use pinterest_client::types::{
    AdAccountId, TargetingSpec, TargetingTemplateId, TargetingTemplateUpdate,
    TargetingUpdateOperation,
};

use crate::resources::AdAccount;
use crate::transport::call;
use crate::{Client, Error};

/// A targeting template of an ad account; made by [`AdAccount::targeting_template`].
#[derive(Clone, Debug)]
pub struct TargetingTemplate {
    client: Client,
    ad_account: AdAccountId,
    id: TargetingTemplateId,
}

impl TargetingTemplate {
    pub(super) fn new(ad_account: &AdAccount, id: TargetingTemplateId) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
            id,
        }
    }

    /// The id of the template.
    #[must_use]
    pub fn id(&self) -> &TargetingTemplateId {
        &self.id
    }

    /// Gives the template other targeting (`targeting_template/update`). Scope: `ads:write`.
    ///
    /// # Errors
    ///
    /// When an argument goes against a limit, or the call fails.
    pub async fn update(&self, targeting: TargetingSpec) -> Result<(), Error> {
        let update = TargetingTemplateUpdate::new(&self.id, TargetingUpdateOperation::Update);
        self.send(update.targeting_attributes(targeting)).await
    }

    /// Deletes the template (`targeting_template/update`). Scope: `ads:write`.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn delete(&self) -> Result<(), Error> {
        let update = TargetingTemplateUpdate::new(&self.id, TargetingUpdateOperation::Remove);
        self.send(update).await
    }

    async fn send(&self, update: TargetingTemplateUpdate) -> Result<(), Error> {
        call!(
            self.client,
            TARGETING_TEMPLATE_UPDATE,
            api.targeting_template_update(&self.ad_account, &update)
        )
    }
}
