//! Search terms that trend.

use pinterest_client::types::{TrendType, TrendsRegion};

use crate::requests::TrendingKeywordsList;
use crate::{Call, Client};

/// A handle for search terms that trend, created by [`Client::trending_keywords`].
#[derive(Clone, Debug)]
pub struct TrendingKeywords {
    client: Client,
}

impl TrendingKeywords {
    pub(super) fn new(client: &Client) -> Self {
        Self {
            client: client.clone(),
        }
    }

    /// Lists the keywords that trend most in a region, the strongest first.
    ///
    #[doc = pinterest_client::facts!(TrendingKeywordsList)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::types::{TrendType, TrendsInterest, TrendsRegion};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let trending = client
    ///     .trending_keywords()
    ///     .list(TrendsRegion::Us, TrendType::Growing)
    ///     .with(|list| list.interests([TrendsInterest::Gardening]).limit(10))
    ///     .await?;
    /// for keyword in trending.trends.unwrap_or_default() {
    ///     println!("{:?}: {:?} % in a year", keyword.keyword, keyword.pct_growth_yoy);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self, region: TrendsRegion, trend_type: TrendType) -> Call<TrendingKeywordsList> {
        self.client
            .call(TrendingKeywordsList::new(region, trend_type))
    }
}
