//! One audience of an ad account.

use pinterest_client::types::{AdAccountId, AudienceId, AudienceUpdate, TargetingUpdateOperation};

use crate::requests::{AudiencesGet, AudiencesUpdate};
use crate::resources::AdAccountHandle;
use crate::{Call, Client};

/// A handle for an audience of an ad account, created by [`AdAccountHandle::audience`].
#[derive(Clone, Debug)]
pub struct AudienceHandle {
    pub(super) client: Client,
    pub(super) ad_account: AdAccountId,
    pub(super) id: AudienceId,
}

impl AudienceHandle {
    pub(super) fn new(ad_account: &AdAccountHandle, id: AudienceId) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
            id,
        }
    }

    /// Returns the id of the audience.
    #[must_use]
    pub fn id(&self) -> &AudienceId {
        &self.id
    }

    /// Gets the audience.
    ///
    #[doc = pinterest_client::facts!(AudiencesGet)]
    pub fn get(&self) -> Call<AudiencesGet> {
        self.client
            .call(AudiencesGet::new(&self.ad_account, &self.id))
    }

    /// Changes the fields of the audience that the update sets.
    ///
    #[doc = pinterest_client::facts!(AudiencesUpdate)]
    pub fn update(&self, update: impl Into<AudienceUpdate>) -> Call<AudiencesUpdate> {
        self.client
            .call(AudiencesUpdate::new(&self.ad_account, &self.id, update))
    }

    /// Deletes the audience.
    ///
    #[doc = pinterest_client::facts!(AudiencesUpdate)]
    pub fn delete(&self) -> Call<AudiencesUpdate> {
        self.update(AudienceUpdate::new().operation_type(TargetingUpdateOperation::Remove))
    }
}
