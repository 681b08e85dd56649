//! The audiences of an ad account.

use pinterest_client::types::{AdAccountId, NewAudience};

use crate::requests::{AudiencesCreate, AudiencesList};
use crate::resources::AdAccountHandle;
use crate::{Call, Client, List};

/// A handle for the audiences of an ad account, created by [`AdAccountHandle::audiences`].
#[derive(Clone, Debug)]
pub struct Audiences {
    client: Client,
    ad_account: AdAccountId,
}

impl Audiences {
    pub(super) fn new(ad_account: &AdAccountHandle) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists the audiences, the account's own and those shared with it.
    ///
    #[doc = pinterest_client::facts!(AudiencesList)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use futures_util::TryStreamExt;
    /// use pinterest::types::AudienceOwnershipType;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let mut audiences = client
    ///     .ad_account("549755885175")
    ///     .audiences()
    ///     .list()
    ///     .with(|list| list.ownership_type(AudienceOwnershipType::Owned))
    ///     .items();
    /// while let Some(audience) = audiences.try_next().await? {
    ///     println!("{}: {:?}", audience.id, audience.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> List<AudiencesList> {
        self.client.list(AudiencesList::new(&self.ad_account))
    }

    /// Creates an audience.
    ///
    #[doc = pinterest_client::facts!(AudiencesCreate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::types::{AudienceRule, AudienceType, NewAudience};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let audience = NewAudience::new()
    ///     .name("Buyers of the spring collection")
    ///     .audience_type(AudienceType::CustomerList)
    ///     .rule(AudienceRule::new().customer_list_id("643"));
    /// let audience = client.ad_account("549755885175").audiences().create(audience).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(&self, audience: impl Into<NewAudience>) -> Call<AudiencesCreate> {
        self.client
            .call(AudiencesCreate::new(&self.ad_account, audience))
    }
}
