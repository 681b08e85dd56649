//! Users of a business that are programs.

use pinterest_client::types::{BusinessId, SystemUserId, SystemUserUpdate};

use super::BusinessHandle;
use crate::requests::SystemUsersUpdate;
use crate::{Call, Client};

/// A handle for users of a business that are programs, created by [`BusinessHandle::system_users`].
///
/// To list them, use [`Members::list`](super::Members::list) with `fetch_system_users`.
#[derive(Clone, Debug)]
pub struct SystemUsers {
    client: Client,
    business: BusinessId,
}

impl SystemUsers {
    pub(super) fn new(business: &BusinessHandle) -> Self {
        Self {
            client: business.client.clone(),
            business: business.id.clone(),
        }
    }

    /// Gives a system user another name.
    ///
    #[doc = pinterest_client::facts!(SystemUsersUpdate)]
    pub fn rename(
        &self,
        user: impl Into<SystemUserId>,
        name: impl Into<String>,
    ) -> Call<SystemUsersUpdate> {
        let update = SystemUserUpdate::new(name);
        self.client
            .call(SystemUsersUpdate::new(&self.business, user, update))
    }
}
