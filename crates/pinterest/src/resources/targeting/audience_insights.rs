//! What sets audiences apart.

use pinterest_client::types::{AdAccountId, AudienceInsightType};

use crate::requests::{AudienceDefinitionsList, AudienceInsightsGet};
use crate::resources::AdAccountHandle;
use crate::{Call, Client};

/// A handle for insights about audiences of an ad account, created by
/// [`AdAccountHandle::audience_insights`].
#[derive(Clone, Debug)]
pub struct AudienceInsightsHandle {
    client: Client,
    ad_account: AdAccountId,
}

impl AudienceInsightsHandle {
    pub(super) fn new(ad_account: &AdAccountHandle) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Gets the demographics and interests of an audience.
    ///
    #[doc = pinterest_client::facts!(AudienceInsightsGet)]
    ///
    /// # Examples
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
    pub fn get(&self, audience: AudienceInsightType) -> Call<AudienceInsightsGet> {
        self.client
            .call(AudienceInsightsGet::new(&self.ad_account, audience))
    }

    /// Lists the audiences for which insights exist, each as a type, a scope and a date.
    ///
    #[doc = pinterest_client::facts!(AudienceDefinitionsList)]
    pub fn definitions(&self) -> Call<AudienceDefinitionsList> {
        self.client
            .call(AudienceDefinitionsList::new(&self.ad_account))
    }
}
