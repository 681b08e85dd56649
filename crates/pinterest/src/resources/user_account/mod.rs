//! The account of the user: its profile and figures, whom it follows, and the websites it has claimed.
//!
//! Everything starts at [`Client::user_account`].

mod following;
mod websites;

pub use following::Following;
pub use websites::Websites;

use pinterest_client::types::{LinkedBusiness, TopPinsSortBy, TopVideoPinsSortBy};

use crate::paging::List;
use crate::requests::{
    FollowersListQuery, UserAccountAnalyticsQuery, UserAccountAnalyticsTopPinsQuery,
    UserAccountAnalyticsTopVideoPinsQuery, UserAccountFollowedInterestsQuery, UserAccountGetQuery,
};
use crate::transport::call;
use crate::{Call, Client, Error};

/// The account of the user of the token, or, with `ad_account_id`, of the owner of an ad account; made by
/// [`Client::user_account`].
#[derive(Clone, Debug)]
pub struct UserAccount {
    client: Client,
}

impl Client {
    /// The account of the user.
    #[must_use]
    pub fn user_account(&self) -> UserAccount {
        UserAccount {
            client: self.clone(),
        }
    }
}

impl UserAccount {
    /// Whom and what the user follows.
    #[must_use]
    pub fn following(&self) -> Following {
        Following::new(&self.client)
    }

    /// The websites of the user.
    #[must_use]
    pub fn websites(&self) -> Websites {
        Websites::new(&self.client)
    }

    /// Gets the profile and its counts (`user_account/get`). Scope: `user_accounts:read`.
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let account = client.user_account().get().await?;
    /// println!("{:?}", account.username);
    /// # Ok(())
    /// # }
    /// ```
    pub fn get(&self) -> Call<UserAccountGetQuery> {
        Call::new(&self.client, UserAccountGetQuery::new())
    }

    /// Reports activity on the Pins of the account, one entry for each group of it (`user_account/analytics`). Scope:
    /// `user_accounts:read`. Not in the sandbox.
    ///
    /// The dates are days in UTC, `YYYY-MM-DD`, at most 90 days back. Without `split_field` there is one group.
    pub fn analytics(
        &self,
        start_date: impl Into<String>,
        end_date: impl Into<String>,
    ) -> Call<UserAccountAnalyticsQuery> {
        let query = UserAccountAnalyticsQuery::new(start_date, end_date);
        Call::new(&self.client, query)
    }

    /// Reports figures of the best Pins by a metric (`user_account/analytics/top_pins`). Scopes: `pins:read` and
    /// `user_accounts:read`. Not in the sandbox.
    ///
    /// The dates are days in UTC, `YYYY-MM-DD`, at most 90 days apart. `num_of_pins` says how many Pins, 10 without it and 50
    /// at the most.
    ///
    /// ```no_run
    /// use pinterest::types::TopPinsSortBy;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let account = client.user_account();
    /// let top = account.top_pins("2026-01-01", "2026-01-31", TopPinsSortBy::Save).num_of_pins(50).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn top_pins(
        &self,
        start_date: impl Into<String>,
        end_date: impl Into<String>,
        sort_by: TopPinsSortBy,
    ) -> Call<UserAccountAnalyticsTopPinsQuery> {
        let query = UserAccountAnalyticsTopPinsQuery::new(start_date, end_date, sort_by);
        Call::new(&self.client, query)
    }

    /// Reports figures of the best video Pins by a metric (`user_account/analytics/top_video_pins`). Scopes: `pins:read`
    /// and `user_accounts:read`. Not in the sandbox.
    ///
    /// The dates are days in UTC, `YYYY-MM-DD`, at most 90 days apart. `num_of_pins` says how many Pins, 10 without it and 50
    /// at the most.
    pub fn top_video_pins(
        &self,
        start_date: impl Into<String>,
        end_date: impl Into<String>,
        sort_by: TopVideoPinsSortBy,
    ) -> Call<UserAccountAnalyticsTopVideoPinsQuery> {
        let query = UserAccountAnalyticsTopVideoPinsQuery::new(start_date, end_date, sort_by);
        Call::new(&self.client, query)
    }

    /// Gets the business accounts that are linked to the user (`linked_business_accounts/get`). Scope:
    /// `user_accounts:read`.
    ///
    /// # Errors
    ///
    /// When the call fails.
    pub async fn linked_businesses(&self) -> Result<Vec<LinkedBusiness>, Error> {
        call!(
            self.client,
            LINKED_BUSINESS_ACCOUNTS_GET,
            api.linked_business_accounts_get()
        )
    }

    /// Lists the accounts that follow the user (`followers/list`). Scope: `user_accounts:read`.
    pub fn followers(&self) -> List<FollowersListQuery> {
        List::new(&self.client, FollowersListQuery::new())
    }

    /// Lists the interests that a user follows (`user_account/followed_interests`). Scope: `user_accounts:read`.
    ///
    /// Any user can be named, by the name in the address of their profile; an id is refused.
    pub fn followed_interests(
        &self,
        username: impl Into<String>,
    ) -> List<UserAccountFollowedInterestsQuery> {
        let query = UserAccountFollowedInterestsQuery::new(username);
        List::new(&self.client, query)
    }
}
