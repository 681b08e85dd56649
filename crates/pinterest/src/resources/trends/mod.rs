//! Trends on Pinterest, by market; they start at [`Client::trends`].

use pinterest_client::types::{ProductCategory, TrendsMarket};

use crate::requests::{
    EditorialArticlesList, FeaturedTopicsList, ProductCategoryDetailsList,
    TrendingProductCategoriesList,
};
use crate::{Call, Client};

/// A handle for trends, created by [`Client::trends`].
#[derive(Clone, Debug)]
pub struct Trends {
    client: Client,
}

impl Client {
    /// Returns the handle for trends on Pinterest.
    #[must_use]
    pub fn trends(&self) -> Trends {
        Trends {
            client: self.clone(),
        }
    }
}

impl Trends {
    /// Gets the five leading topics of each interest, or of one, in a market.
    ///
    #[doc = pinterest_client::facts!(FeaturedTopicsList)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::types::TrendsMarket;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// for topic in client.trends().featured_topics(TrendsMarket::Us).await? {
    ///     println!("{topic:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn featured_topics(&self, region: TrendsMarket) -> Call<FeaturedTopicsList> {
        self.client.call(FeaturedTopicsList::new(region))
    }

    /// Gets the articles on trends in a market that Pinterest has edited.
    ///
    #[doc = pinterest_client::facts!(EditorialArticlesList)]
    pub fn editorial_articles(&self, region: TrendsMarket) -> Call<EditorialArticlesList> {
        self.client.call(EditorialArticlesList::new(region))
    }

    /// Gets the product categories whose popularity grows in a market, in their rank.
    ///
    #[doc = pinterest_client::facts!(TrendingProductCategoriesList)]
    pub fn trending_product_categories(
        &self,
        region: TrendsMarket,
    ) -> Call<TrendingProductCategoriesList> {
        self.client.call(TrendingProductCategoriesList::new(region))
    }

    /// Gets who is interested in product categories in a market, how that has developed, and what
    /// is searched along with them.
    ///
    #[doc = pinterest_client::facts!(ProductCategoryDetailsList)]
    pub fn product_category_details(
        &self,
        product_categories: impl IntoIterator<Item = impl Into<ProductCategory>>,
        region: TrendsMarket,
    ) -> Call<ProductCategoryDetailsList> {
        let request = ProductCategoryDetailsList::new(product_categories, region);
        self.client.call(request)
    }
}
