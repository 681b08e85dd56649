//! Trends by market.

use pinterest::types::{
    FeaturedTrendInterest, ProductCategory, ProductCategoryEngagementType, ProductCategoryVertical,
    TrendsGenderBucket, TrendsMarket,
};
use pinterest_test_support::{Response, Server};

use crate::clients::Clients;

#[tokio::test]
async fn trends_of_a_market_are_read() {
    let bodies = [
        r#"[{"interest": "ART", "market": "GB+IE", "trends": []}]"#,
        r#"[{"board_url": "https://b.example", "description": "", "interests": [], "pins_url": [],
             "related_keywords": [], "title": "Lakes"}]"#,
        r#"[{"engagement_type": "SAVE", "pct_change_mom": 12, "percent_relative_volume": 3,
             "pinterest_product_category_id": 7, "product_category": "Aprons"}]"#,
        r#"[{"has_prediction": false, "product_category": "APRONS", "related_searches": ["linen"]}]"#,
    ];
    let server = Server::with_responses(bodies.map(Response::ok));
    let trends = server.client().trends();

    let topics = trends.featured_topics(TrendsMarket::GbIe);
    let topics = topics.with(|request| request.interest(FeaturedTrendInterest::Art));
    let topics = topics.await.unwrap();
    assert_eq!(topics[0].interest, FeaturedTrendInterest::Art);
    let articles = trends.editorial_articles(TrendsMarket::Us).await.unwrap();
    assert_eq!(articles[0].title, "Lakes");
    let rising = trends
        .trending_product_categories(TrendsMarket::Us)
        .with(|request| {
            request
                .genders([TrendsGenderBucket::Female])
                .verticals([
                    ProductCategoryVertical::HomeDecor,
                    ProductCategoryVertical::Beauty,
                ])
                .engagement_type(ProductCategoryEngagementType::Save)
        })
        .await
        .unwrap();
    assert_eq!(rising[0].pct_change_mom, 12);
    let details = trends
        .product_category_details([ProductCategory::Aprons], TrendsMarket::Ca)
        .with(|request| request.lookback_window(90))
        .await
        .unwrap();
    assert_eq!(details[0].related_searches.as_deref().unwrap(), ["linen"]);
    assert_eq!(
        server.take_lines(),
        [
            "GET /trends/topics/featured?interest=ART&region=GB%2BIE",
            "GET /trends/editorial_articles?region=US",
            "GET /trends/product_categories/trending?engagement_type=SAVE&genders=FEMALE&region=US\
             &verticals=HOME_DECOR&verticals=BEAUTY",
            "GET /trends/product_categories/details?lookback_window=90&product_categories=APRONS&region=CA",
        ]
    );
}

#[tokio::test]
async fn details_of_no_category_are_not_asked_for() {
    let server = Server::start();
    let trends = server.client().trends();
    let call = trends.product_category_details(Vec::<ProductCategory>::new(), TrendsMarket::Us);
    let error = call.await.unwrap_err();
    assert_eq!(error.limit().unwrap().field, "product_categories");
    server.assert_untouched();
}
