//! The audiences of an ad account.

use pinterest_client::types::{self, AdAccountId, NewAudience};

use crate::paging::List;
use crate::requests::AudiencesListQuery;
use crate::resources::AdAccount;
use crate::transport::call;
use crate::{Client, Error};

/// The audiences of an ad account; made by [`AdAccount::audiences`].
#[derive(Clone, Debug)]
pub struct Audiences {
    client: Client,
    ad_account: AdAccountId,
}

impl Audiences {
    pub(super) fn new(ad_account: &AdAccount) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists the audiences, the account's own and those shared with it (`audiences/list`). Scope: `ads:read`. Not in the
    /// sandbox.
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
    ///     .ownership_type(AudienceOwnershipType::Owned)
    ///     .items();
    /// while let Some(audience) = audiences.try_next().await? {
    ///     println!("{}: {:?}", audience.id, audience.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> List<AudiencesListQuery> {
        List::new(&self.client, AudiencesListQuery::new(&self.ad_account))
    }

    /// Creates an audience (`audiences/create`). Scope: `ads:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When an argument goes against a limit, or the call fails.
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
    pub async fn create(&self, audience: NewAudience) -> Result<types::Audience, Error> {
        call!(
            self.client,
            AUDIENCES_CREATE,
            api.audiences_create(&self.ad_account, &audience)
        )
    }
}
