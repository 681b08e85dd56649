//! One audience of an ad account.

use pinterest_client::types::{
    self, AdAccountId, AudienceId, AudienceUpdate, TargetingUpdateOperation,
};

use crate::resources::AdAccount;
use crate::transport::call;
use crate::{Client, Error};

/// An audience of an ad account; made by [`AdAccount::audience`].
#[derive(Clone, Debug)]
pub struct Audience {
    pub(super) client: Client,
    pub(super) ad_account: AdAccountId,
    pub(super) id: AudienceId,
}

impl Audience {
    pub(super) fn new(ad_account: &AdAccount, id: AudienceId) -> Self {
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

    /// Gets the audience (`audiences/get`). Scope: `ads:read`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn get(&self) -> Result<types::Audience, Error> {
        call!(
            self.client,
            AUDIENCES_GET,
            api.audiences_get(&self.ad_account, &self.id)
        )
    }

    /// Changes the fields of the audience that `update` sets (`audiences/update`). Scope: `ads:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When an argument goes against a limit, or the call fails.
    pub async fn update(&self, update: AudienceUpdate) -> Result<types::Audience, Error> {
        call!(
            self.client,
            AUDIENCES_UPDATE,
            api.audiences_update(&self.ad_account, &self.id, &update)
        )
    }

    /// Deletes the audience (`audiences/update`). Scope: `ads:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn delete(&self) -> Result<types::Audience, Error> {
        let removal = AudienceUpdate::new().operation_type(TargetingUpdateOperation::Remove);
        self.update(removal).await
    }
}
