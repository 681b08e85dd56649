//! Users of a business that are programs.

use pinterest_client::types::{BusinessId, SystemUserId, SystemUserUpdate};

use super::Business;
use crate::transport::call;
use crate::{Client, Error};

/// Users of a business that are programs; made by [`Business::system_users`].
///
/// To list them, use [`Members::list`](super::Members::list) with `fetch_system_users`.
#[derive(Clone, Debug)]
pub struct SystemUsers {
    client: Client,
    business: BusinessId,
}

impl SystemUsers {
    pub(super) fn new(business: &Business) -> Self {
        Self {
            client: business.client.clone(),
            business: business.id.clone(),
        }
    }

    /// Gives a system user another name (`system_user/update`). Scopes: `biz_access:read` and `biz_access:write`. Not
    /// in the sandbox.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn rename(
        &self,
        user: impl Into<SystemUserId>,
        name: impl Into<String>,
    ) -> Result<(), Error> {
        let (user, body) = (user.into(), SystemUserUpdate::new(name));
        call!(
            self.client,
            SYSTEM_USER_UPDATE,
            api.system_user_update(&self.business, &user, &body)
        )
    }
}
