//! The account of the user: its profile and metrics, whom it follows, and the websites it has
//! claimed.
//!
//! Everything starts at [`Client::user_account`].

mod following;
mod websites;

pub use following::Following;
pub use websites::Websites;

use pinterest_client::types::{TopPinsSortBy, TopVideoPinsSortBy};

use crate::requests::{
    FollowedInterestsList, FollowersList, LinkedBusinessesList, TopPinsAnalyticsGet,
    TopVideoPinsAnalyticsGet, UserAccountAnalyticsGet, UserAccountGet,
};
use crate::{Call, Client, DateRange, List};

/// A handle for the account of the user of the token, created by [`Client::user_account`].
#[derive(Clone, Debug)]
pub struct UserAccountHandle {
    client: Client,
}

impl Client {
    /// Returns the handle for the account of the user of the token.
    #[must_use]
    pub fn user_account(&self) -> UserAccountHandle {
        UserAccountHandle {
            client: self.clone(),
        }
    }
}

impl UserAccountHandle {
    /// Returns the handle for the users, boards and interests that the user follows.
    #[must_use]
    pub fn following(&self) -> Following {
        Following::new(&self.client)
    }

    /// Returns the handle for the websites of the user.
    #[must_use]
    pub fn websites(&self) -> Websites {
        Websites::new(&self.client)
    }

    /// Gets the profile and its counts.
    ///
    #[doc = pinterest_client::facts!(UserAccountGet)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let account = client.user_account().get().await?;
    /// println!("{:?}", account.username);
    /// # Ok(())
    /// # }
    /// ```
    pub fn get(&self) -> Call<UserAccountGet> {
        self.client.call(UserAccountGet::new())
    }

    /// Gets metrics of activity on the Pins of the account, one entry for each group of it.
    ///
    /// Days are those of UTC. The range starts at most 90 days ago. Without `split_field` there is
    /// one group.
    ///
    /// [`AnalyticsRow`](crate::AnalyticsRow) reads the metrics of the response. [`Call::chunked`]
    /// splits a call about more days or ids.
    ///
    #[doc = pinterest_client::facts!(UserAccountAnalyticsGet)]
    pub fn analytics(&self, days: impl Into<DateRange>) -> Call<UserAccountAnalyticsGet> {
        let days = days.into();
        self.client
            .call(UserAccountAnalyticsGet::new(days.start(), days.end()))
    }

    /// Gets metrics of the best Pins by a metric.
    ///
    /// Days are those of UTC. The range is at most 90 days. `num_of_pins` says how many Pins there
    /// are at most.
    ///
    /// [`AnalyticsRow`](crate::AnalyticsRow) reads the metrics of the response.
    ///
    #[doc = pinterest_client::facts!(TopPinsAnalyticsGet)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::types::TopPinsSortBy;
    /// use pinterest::{Date, DateRange};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let account = client.user_account();
    /// let month = DateRange::ending(Date::new(2026, 1, 31)?, 30)?;
    /// let top = account.top_pins(month, TopPinsSortBy::Save);
    /// let top = top.with(|top| top.num_of_pins(50)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn top_pins(
        &self,
        days: impl Into<DateRange>,
        sort_by: TopPinsSortBy,
    ) -> Call<TopPinsAnalyticsGet> {
        let days = days.into();
        self.client
            .call(TopPinsAnalyticsGet::new(days.start(), days.end(), sort_by))
    }

    /// Gets metrics of the best video Pins by a metric.
    ///
    /// Days are those of UTC. The range is at most 90 days. `num_of_pins` says how many Pins there
    /// are at most.
    ///
    /// [`AnalyticsRow`](crate::AnalyticsRow) reads the metrics of the response.
    ///
    #[doc = pinterest_client::facts!(TopVideoPinsAnalyticsGet)]
    pub fn top_video_pins(
        &self,
        days: impl Into<DateRange>,
        sort_by: TopVideoPinsSortBy,
    ) -> Call<TopVideoPinsAnalyticsGet> {
        let days = days.into();
        self.client.call(TopVideoPinsAnalyticsGet::new(
            days.start(),
            days.end(),
            sort_by,
        ))
    }

    /// Gets the business accounts that are linked to the user.
    ///
    #[doc = pinterest_client::facts!(LinkedBusinessesList)]
    pub fn linked_businesses(&self) -> Call<LinkedBusinessesList> {
        self.client.call(LinkedBusinessesList::new())
    }

    /// Lists the accounts that follow the user.
    ///
    #[doc = pinterest_client::facts!(FollowersList)]
    pub fn followers(&self) -> List<FollowersList> {
        self.client.list(FollowersList::new())
    }

    /// Lists the interests that a user follows.
    ///
    /// Any user can be named, by the name in the address of their profile; an id is rejected.
    ///
    #[doc = pinterest_client::facts!(FollowedInterestsList)]
    pub fn followed_interests(&self, username: impl Into<String>) -> List<FollowedInterestsList> {
        self.client.list(FollowedInterestsList::new(username))
    }
}
