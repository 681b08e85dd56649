//! One targeting template of an ad account.

use pinterest_client::types::{
    AdAccountId, TargetingSpec, TargetingTemplateId, TargetingTemplateUpdate,
    TargetingUpdateOperation,
};

use crate::requests::TargetingTemplatesUpdate;
use crate::resources::AdAccountHandle;
use crate::{Call, Client};

/// A handle for a targeting template of an ad account, created by
/// [`AdAccountHandle::targeting_template`].
#[derive(Clone, Debug)]
pub struct TargetingTemplateHandle {
    client: Client,
    ad_account: AdAccountId,
    id: TargetingTemplateId,
}

impl TargetingTemplateHandle {
    pub(super) fn new(ad_account: &AdAccountHandle, id: TargetingTemplateId) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
            id,
        }
    }

    /// Returns the id of the template.
    #[must_use]
    pub fn id(&self) -> &TargetingTemplateId {
        &self.id
    }

    /// Replaces the targeting of the template.
    ///
    #[doc = pinterest_client::facts!(TargetingTemplatesUpdate)]
    pub fn update(&self, targeting: impl Into<TargetingSpec>) -> Call<TargetingTemplatesUpdate> {
        let update = TargetingTemplateUpdate::new(&self.id, TargetingUpdateOperation::Update);
        self.call(update.targeting_attributes(targeting))
    }

    /// Deletes the template.
    ///
    #[doc = pinterest_client::facts!(TargetingTemplatesUpdate)]
    pub fn delete(&self) -> Call<TargetingTemplatesUpdate> {
        let operation = TargetingUpdateOperation::Remove;
        self.call(TargetingTemplateUpdate::new(&self.id, operation))
    }

    fn call(&self, update: TargetingTemplateUpdate) -> Call<TargetingTemplatesUpdate> {
        self.client
            .call(TargetingTemplatesUpdate::new(&self.ad_account, update))
    }
}
