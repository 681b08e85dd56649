//! Trends on Pinterest, by market; they start at [`Client::trends`].

use pinterest_client::types::{ProductCategory, TrendsEditorialArticle, TrendsMarket};

use crate::requests::{
    TrendsFeaturedTopicsListQuery, TrendsProductCategoriesDetailsListQuery,
    TrendsProductCategoriesTrendingListQuery,
};
use crate::transport::call;
use crate::{Call, Client, Error};

/// Trends; made by [`Client::trends`].
#[derive(Clone, Debug)]
pub struct Trends {
    client: Client,
}

impl Client {
    /// Trends on Pinterest.
    #[must_use]
    pub fn trends(&self) -> Trends {
        Trends {
            client: self.clone(),
        }
    }
}

impl Trends {
    /// Gets the five leading topics of each interest, or of one, in a market (`trends_featured_topics/list`). Scope:
    /// `user_accounts:read`. Not in the sandbox.
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
    pub fn featured_topics(&self, region: TrendsMarket) -> Call<TrendsFeaturedTopicsListQuery> {
        Call::new(&self.client, TrendsFeaturedTopicsListQuery::new(region))
    }

    /// Gets the articles on trends in a market that Pinterest has edited (`trends_editorial_articles/list`). Scope:
    /// `user_accounts:read`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When the call fails.
    pub async fn editorial_articles(
        &self,
        region: TrendsMarket,
    ) -> Result<Vec<TrendsEditorialArticle>, Error> {
        call!(
            self.client,
            TRENDS_EDITORIAL_ARTICLES_LIST,
            api.trends_editorial_articles_list(&region)
        )
    }

    /// Gets the product categories whose popularity grows in a market, in their rank
    /// (`trends_product_categories_trending/list`). Scope: `user_accounts:read`. Not in the sandbox.
    pub fn trending_product_categories(
        &self,
        region: TrendsMarket,
    ) -> Call<TrendsProductCategoriesTrendingListQuery> {
        let query = TrendsProductCategoriesTrendingListQuery::new(region);
        Call::new(&self.client, query)
    }

    /// Gets who is interested in 1 to 20 product categories in a market, how that has developed, and what is searched
    /// along with them (`trends_product_categories_details/list`). Scope: `user_accounts:read`. Not in the sandbox.
    pub fn product_category_details(
        &self,
        product_categories: impl IntoIterator<Item = ProductCategory>,
        region: TrendsMarket,
    ) -> Call<TrendsProductCategoriesDetailsListQuery> {
        let query = TrendsProductCategoriesDetailsListQuery::new(product_categories, region);
        Call::new(&self.client, query)
    }
}
