//! What sets audiences apart.

use pinterest_client::types::{self, AdAccountId, AudienceDefinition, AudienceInsightType};

use crate::resources::AdAccount;
use crate::transport::call;
use crate::{Client, Error};

/// Insights about audiences of an ad account; made by [`AdAccount::audience_insights`].
#[derive(Clone, Debug)]
pub struct AudienceInsights {
    client: Client,
    ad_account: AdAccountId,
}

impl AudienceInsights {
    pub(super) fn new(ad_account: &AdAccount) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Gets the demographics and interests of an audience (`audience_insights/get`). Scope: `ads:read`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    ///
    /// ```no_run
    /// use pinterest::types::AudienceInsightType;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let insights = client.ad_account("549755885175").audience_insights();
    /// let engaged = insights.get(AudienceInsightType::YourEngagedAudience).await?;
    /// println!("{:?} people", engaged.size);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get(
        &self,
        audience: AudienceInsightType,
    ) -> Result<types::AudienceInsights, Error> {
        call!(
            self.client,
            AUDIENCE_INSIGHTS_GET,
            api.audience_insights_get(&self.ad_account, &audience)
        )
    }

    /// Lists the audiences for which insights exist, each as a type, a scope and a date
    /// (`audience_insights_scope_and_type/get`). Scope: `ads:read`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn definitions(&self) -> Result<Vec<AudienceDefinition>, Error> {
        let definitions = call!(
            self.client,
            AUDIENCE_INSIGHTS_SCOPE_AND_TYPE_GET,
            api.audience_insights_scope_and_type_get(&self.ad_account)
        )?;
        Ok(definitions.items)
    }
}
