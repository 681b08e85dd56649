//! Whom and what the user follows.

use pinterest_client::types::{FollowUserRequest, UserReference};

use crate::paging::List;
use crate::requests::{BoardsUserFollowsListQuery, UserFollowingGetQuery};
use crate::transport::call;
use crate::{Client, Error};

/// Whom and what the user follows; made by [`UserAccount::following`](super::UserAccount::following).
#[derive(Clone, Debug)]
pub struct Following {
    client: Client,
}

impl Following {
    pub(super) fn new(client: &Client) -> Self {
        Self {
            client: client.clone(),
        }
    }

    /// Lists the accounts that the user follows, and those of which they follow boards (`user_following/get`). Scope:
    /// `user_accounts:read`. Not in the sandbox.
    ///
    /// `explicit_following` leaves the latter out.
    pub fn list(&self) -> List<UserFollowingGetQuery> {
        List::new(&self.client, UserFollowingGetQuery::new())
    }

    /// Lists the boards that the user follows (`boards_user_follows/list`). Scope: `user_accounts:read`.
    pub fn boards(&self) -> List<BoardsUserFollowsListQuery> {
        List::new(&self.client, BoardsUserFollowsListQuery::new())
    }

    /// Makes the user follow another one (`follow_user/update`). Scope: `user_accounts:write`.
    ///
    /// The other user is named as in the address of their profile; an id is refused. A beta feature that not every app
    /// may use.
    ///
    /// # Errors
    ///
    /// When an argument goes against a limit, or the call fails: status 404 when nobody has that name.
    pub async fn follow(&self, username: impl Into<String>) -> Result<UserReference, Error> {
        self.send(username.into(), FollowUserRequest::new()).await
    }

    /// Like [`follow`](Self::follow), where the user has clicked on a partner's follow link. The service allows it for
    /// selected partners only.
    ///
    /// # Errors
    ///
    /// When an argument goes against a limit, or the call fails: status 404 when nobody has that name.
    pub async fn auto_follow(&self, username: impl Into<String>) -> Result<UserReference, Error> {
        let request = FollowUserRequest::new().auto_follow(true);
        self.send(username.into(), request).await
    }

    async fn send(
        &self,
        username: String,
        request: FollowUserRequest,
    ) -> Result<UserReference, Error> {
        call!(
            self.client,
            FOLLOW_USER_UPDATE,
            api.follow_user_update(&username, &request)
        )
    }
}
