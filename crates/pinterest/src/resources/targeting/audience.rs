//! One audience of an ad account.

use pinterest_client::types::{AdAccountId, AudienceId, AudienceUpdate, TargetingUpdateOperation};

use crate::requests::{AudiencesGet, AudiencesUpdate};
use crate::resources::AdAccountHandle;
use crate::{Call, Client};

/// An audience of an ad account; made by [`AdAccountHandle::audience`].
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

    /// The id of the audience.
    #[must_use]
    pub fn id(&self) -> &AudienceId {
        &self.id
    }

    /// Gets the audience.
    pub fn get(&self) -> Call<AudiencesGet> {
        self.client
            .call(AudiencesGet::new(&self.ad_account, &self.id))
    }

    /// Changes the fields of the audience that the update sets.
    pub fn update(&self, update: impl Into<AudienceUpdate>) -> Call<AudiencesUpdate> {
        self.client
            .call(AudiencesUpdate::new(&self.ad_account, &self.id, update))
    }

    /// Deletes the audience.
    pub fn delete(&self) -> Call<AudiencesUpdate> {
        self.update(AudienceUpdate::new().operation_type(TargetingUpdateOperation::Remove))
    }
}
