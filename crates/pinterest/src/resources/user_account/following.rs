//! Whom and what the user follows.

use pinterest_client::types::FollowUserRequest;

use crate::requests::{FollowedBoardsList, FollowedUsersList, UsersFollow};
use crate::{Call, Client, List};

/// Whom and what the user follows; made by
/// [`UserAccountHandle::following`](super::UserAccountHandle::following).
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

    /// Lists the accounts that the user follows, and those of which they follow boards.
    ///
    /// `explicit_following` leaves the latter out.
    pub fn list(&self) -> List<FollowedUsersList> {
        self.client.list(FollowedUsersList::new())
    }

    /// Lists the boards that the user follows.
    pub fn boards(&self) -> List<FollowedBoardsList> {
        self.client.list(FollowedBoardsList::new())
    }

    /// Makes the user follow another one.
    ///
    /// The other user is named as in the address of their profile; an id is rejected. The call
    /// fails with status 404 when nobody has that name. This is a beta feature that not every app
    /// may use.
    pub fn follow(&self, username: impl Into<String>) -> Call<UsersFollow> {
        self.client
            .call(UsersFollow::new(username, FollowUserRequest::new()))
    }

    /// Makes the user follow another one because they clicked on a partner's follow link.
    ///
    /// The service allows it for selected partners only; see [`follow`](Self::follow).
    pub fn auto_follow(&self, username: impl Into<String>) -> Call<UsersFollow> {
        let body = FollowUserRequest::new().auto_follow(true);
        self.client.call(UsersFollow::new(username, body))
    }
}
