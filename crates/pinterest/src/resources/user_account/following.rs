//! Whom and what the user follows.

use pinterest_client::types::FollowUserRequest;

use crate::requests::{FollowedBoardsList, FollowedUsersList, UsersFollow};
use crate::{Call, Client, List};

/// A handle for the users, boards and interests that the user follows, created by
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
    ///
    #[doc = pinterest_client::facts!(FollowedUsersList)]
    pub fn list(&self) -> List<FollowedUsersList> {
        self.client.list(FollowedUsersList::new())
    }

    /// Lists the boards that the user follows.
    ///
    #[doc = pinterest_client::facts!(FollowedBoardsList)]
    pub fn boards(&self) -> List<FollowedBoardsList> {
        self.client.list(FollowedBoardsList::new())
    }

    /// Makes the user follow another one.
    ///
    /// The other user is named as in the address of their profile; an id is rejected. The call
    /// fails with status 404 when nobody has that name. This is a beta feature that not every app
    /// may use.
    ///
    #[doc = pinterest_client::facts!(UsersFollow)]
    pub fn follow(&self, username: impl Into<String>) -> Call<UsersFollow> {
        self.client
            .call(UsersFollow::new(username, FollowUserRequest::new()))
    }

    /// Makes the user follow another one because they clicked on a partner's follow link.
    ///
    /// The service allows it for selected partners only; see [`follow`](Self::follow).
    ///
    #[doc = pinterest_client::facts!(UsersFollow)]
    pub fn auto_follow(&self, username: impl Into<String>) -> Call<UsersFollow> {
        let body = FollowUserRequest::new().auto_follow(true);
        self.client.call(UsersFollow::new(username, body))
    }
}
