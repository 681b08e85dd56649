//! Bodies that users met, and what the fake has in their place. Identifiers are made up.

use pinterest::types::{
    CatalogLocale, Country, CreativeType, FeedFormat, ImageUrlSource, NewAd, NewLegacyFeed,
    NewLegacyFeedRequired, NewLocalStore, NewPin, ProductGroup, ProductGroupPromotion,
};
use pinterest_fake::Fault;
use reqwest::Method;
use serde_json::{Value, json};

use crate::session::{Session, all, rejected, sent};

/// Fields of a body that was observed and that the fake's body lacks, or has with a value of another
/// type. Null stands for any type.
fn differences(observed: &Value, served: &Value) -> Vec<String> {
    match (observed, served) {
        (Value::Object(observed), Value::Object(served)) => observed
            .iter()
            .flat_map(|(name, value)| match served.get(name) {
                None => vec![format!("/{name}")],
                Some(served) => {
                    let below = differences(value, served).into_iter();
                    below.map(|path| format!("/{name}{path}")).collect()
                }
            })
            .collect(),
        (Value::Array(observed), Value::Array(served)) => {
            let pairs = observed.iter().zip(served);
            pairs
                .flat_map(|(observed, served)| differences(observed, served))
                .collect()
        }
        (Value::Null, _)
        | (_, Value::Null)
        | (Value::Bool(_), Value::Bool(_))
        | (Value::Number(_), Value::Number(_))
        | (Value::String(_), Value::String(_)) => Vec::new(),
        _ => vec![": another type".to_owned()],
    }
}

fn json_of(body: &[u8]) -> Value {
    serde_json::from_slice(body).unwrap()
}

/// It was status 200; the description has 201 only.
#[tokio::test]
async fn a_pin_that_was_saved() {
    let image = json!({"width": 600, "height": 400, "url": "https://i.example/600.jpg"});
    let observed = json!({
        "id": "1099300000000000982", "parent_pin_id": "1099300000000000849",
        "board_id": "1099300000000000677", "board_section_id": null,
        "board_owner": {"username": "lakeside"},
        "title": "Lake", "description": " ", "link": null, "alt_text": null,
        "created_at": "2026-07-09T10:43:44", "creative_type": "REGULAR",
        "dominant_color": "#604f41", "has_been_promoted": false, "is_owner": true,
        "is_product": false, "is_removable": false, "is_standard": true, "pin_metrics": null,
        "product_tags": [],
        "media": {"media_type": "image", "images": {
            "150x150": image, "400x300": image, "600x": image, "1200x": image,
        }},
    });
    let session = Session::start().await;
    let board = all(session.client.boards().list()).await.remove(0);
    let source = ImageUrlSource::new("https://example.com/lake.jpg");
    let new_pin = NewPin::new().board_id(&board.id).media_source(source);
    let pin = session.client.pins().create(new_pin).await.unwrap();
    let save = session.client.pin(&pin.id).save(&board.id);
    let response = save.response().await.unwrap();
    assert_eq!(response.status(), 201);
    let served = json_of(response.body());
    assert!(differences(&observed, &served).is_empty(), "{served}");
    assert_eq!(served["is_removable"], false);
}

#[tokio::test]
async fn an_ad_that_was_created_and_one_that_was_not() {
    let observed = json!({"items": [{"exceptions": [], "data": {
        "id": "687201000001", "ad_account_id": "549770000001", "ad_group_id": "2680090000706",
        "campaign_id": "626750000935", "pin_id": "394200000000001", "creative_type": "REGULAR",
        "name": "Lake", "status": "PAUSED", "summary_status": "PAUSED", "type": "pinpromotion",
        "created_time": 1_783_592_999, "updated_time": 1_783_592_999, "tracking_urls": null,
        "review_status": "PENDING", "rejected_reasons": [], "rejection_labels": [],
    }}]});
    let session = Session::start().await;
    let account = session.ad_account().await;
    let ad_group = all(account.ad_groups().list()).await.remove(0).id;
    let ad = |pin: &str| NewAd::new(&ad_group, pin, CreativeType::Regular).name("Lake");
    let create = account.ads().create(ad(session.pin().await.id.as_str()));
    let response = create.response().await.unwrap();
    let served = json_of(response.body());
    assert!(differences(&observed, &served).is_empty(), "{served}");
    assert_eq!(served["items"][0]["data"]["type"], "pinpromotion");

    // Exceptions are a list, with a code and a message.
    let error = rejected(account.ads().create(ad("1"))).await;
    assert_eq!(error.code(), Some(50));
    assert!(error.to_string().contains("Pin not found"), "{error}");
}

#[tokio::test]
async fn errors_have_the_same_words() {
    let session = Session::start().await;
    let source = ImageUrlSource::new("https://unreachable.example.com/1.jpg");
    let new_pin = NewPin::new().media_source(source);
    let error = rejected(session.client.pins().create(new_pin)).await;
    let observed = (Some(1), Some("Sorry we could not fetch the image."));
    assert_eq!((error.code(), error.api_message()), observed);

    let feed = NewLegacyFeed::new(NewLegacyFeedRequired {
        default_country: Country::Us,
        default_locale: CatalogLocale::EnUs,
        format: FeedFormat::Csv,
        location: "https://under-review.example.com/feed.csv".into(),
        name: "Shop".into(),
    });
    let error = rejected(session.client.catalogs().feeds().create(feed)).await;
    assert_eq!(error.status().unwrap(), 422);
    let observed = (
        Some(2626),
        Some("Sorry, your account is still under review."),
    );
    assert_eq!((error.code(), error.api_message()), observed);

    let token = session.fake.issue_token(["boards:read"]);
    let builder = session.fake.client_builder().with_access_token(token);
    let pin = builder.build().unwrap().pin(session.pin().await.id);
    let error = rejected(pin.get()).await;
    assert_eq!(error.status().unwrap(), 401);
    // The fake also says which scope is missing.
    let observed = "Your token does not have sufficient permissions for this.";
    assert_eq!(error.code(), Some(3));
    assert!(
        error.api_message().unwrap().starts_with(observed),
        "{error}"
    );
}

#[tokio::test]
async fn results_of_processing_a_feed() {
    let observed = json!({"items": [{
        "id": "5132070000000000002", "status": "QUEUED_FOR_PROCESSING",
        "created_at": "2024-03-18T23:11:26", "updated_at": "2024-03-18T23:11:26",
        "ingestion_details": {"warnings": {}, "info": {}, "errors": {}},
        "validation_details": {"warnings": {}, "errors": {}},
    }], "bookmark": null});
    let session = Session::start().await;
    let feeds = session
        .client
        .request(pinterest::Method::GET, "/catalogs/feeds")
        .await
        .unwrap();
    let id = feeds["items"][0]["id"].as_str().unwrap();
    let path = format!("/catalogs/feeds/{id}/processing_results");
    let served = session
        .client
        .request(pinterest::Method::GET, path)
        .await
        .unwrap();
    assert!(differences(&observed, &served).is_empty(), "{served}");
}

/// The entities are alone in the list, not each in the field `data`.
#[tokio::test]
async fn local_stores_that_were_created() {
    let observed = json!([{
        "id": "5", "store_code": "bonn-1", "name": "Lakeside", "country": "DE",
        "address_primary": "Seestraße 1", "address_secondary": "Hof", "city": "Bonn",
        "region": "NW", "postal_code": "53111", "latitude": 1, "longitude": 1,
        "created_at": "2026-01-15T10:00:00Z", "updated_at": "2026-01-15T10:00:00Z",
    }]);
    let session = Session::start().await;
    let catalog = all(session.client.catalogs().list()).await.remove(0);
    let store = NewLocalStore::new(Country::De, "Lakeside", "bonn-1")
        .address_primary("Seestraße 1")
        .address_secondary("Hof")
        .city("Bonn")
        .region("NW")
        .postal_code("53111")
        .latitude(1.0)
        .longitude(1.0);
    let create = session
        .client
        .catalog(&catalog.id)
        .local_stores()
        .create(store);
    let response = create.response().await.unwrap();
    let served = json_of(response.body());
    assert!(differences(&observed, &served).is_empty(), "{served}");
}

/// A body as it is on the wire, of a path below that of the first ad account.
async fn on_the_wire(session: &Session, method: Method, path: &str, body: Option<Value>) -> Value {
    let accounts = all(session.client.ad_accounts().list()).await;
    let account = &accounts[0].id;
    let url = format!("{}/ad_accounts/{account}/{path}", session.fake.url());
    let mut request = session.http.request(method, url).bearer_auth("pina_test");
    if let Some(body) = body {
        request = request.json(&body);
    }
    json_of(&request.send().await.unwrap().bytes().await.unwrap())
}

/// The described name is `keyword_query_volume`.
#[tokio::test]
async fn metrics_of_keywords_have_the_name_of_the_column() {
    let observed = json!({"data": [
        {"keyword": "tea", "metrics": {"KEYWORD_QUERY_VOLUME": "500K-1M"}},
        {"keyword": "coffee", "metrics": {"KEYWORD_QUERY_VOLUME": "5M+"}},
    ]});
    let session = Session::start().await;
    let path = "keywords/metrics?country_code=US&keywords=tea,coffee";
    let served = on_the_wire(&session, Method::GET, path, None).await;
    assert!(differences(&observed, &served).is_empty(), "{served}");
    let metrics = served["data"][0]["metrics"].as_object().unwrap();
    assert_eq!(metrics.len(), 1, "{served}");
}

/// The described names are in camel case, but for that of the restrictions, which were only seen.
#[tokio::test]
async fn discounts_have_names_in_snake_case() {
    let observed = json!({"items": [{
        "active": true, "advertiser_id": "549770000001", "discount_type": "MARKETING_OFFER_CREDIT",
        "discount_currency": "USD", "discount_in_micro_currency": 125_000_000,
        "remaining_discount_in_micro_currency": 100_000_000,
        "discount_restrictions": {"marketing_offer_code_hash": "c0ffee"},
        "title": null,
    }], "bookmark": null});
    let session = Session::start().await;
    let served = on_the_wire(&session, Method::GET, "ads_credit/discounts", None).await;
    assert!(differences(&observed, &served).is_empty(), "{served}");
    assert_eq!(served["items"][0].get("discountType"), None);
}

/// Elsewhere the code of an exception is called `code`.
#[tokio::test]
async fn exceptions_of_lead_forms_have_another_name_of_the_code() {
    let observed = json!({"items": [{"exceptions": [
        {"message": "Advertiser not in beta", "error_code": 3078},
    ]}]});
    let session = Session::start().await;
    let change = json!([{"id": "1", "name": "Lake"}]);
    let served = on_the_wire(&session, Method::PATCH, "lead_forms", Some(change)).await;
    assert!(differences(&observed, &served).is_empty(), "{served}");
    assert_eq!(served["items"][0]["exceptions"][0].get("code"), None);
}

/// The entities are alone in the list, not each in the field `data`.
#[tokio::test]
async fn schedules_that_were_created() {
    let session = Session::start().await;
    let account = session.ad_account().await;
    let ad_group = all(account.ad_groups().list()).await.remove(0);
    let audience = all(account.audiences().list()).await.remove(0).id;
    let multipliers = json!({
        "age_bucket_multipliers": {
            "18-24": 1, "25-34": 1, "35-44": 1, "45-49": 1, "50-54": 1, "55-64": 1, "65+": 1,
        },
        "app_type_multipliers": {
            "android_mobile": 1, "android_tablet": 1, "ipad": 1, "iphone": 1, "web": 1,
            "web_mobile": 1,
        },
        "audience_multipliers": [
            {"audience_id": audience, "multiplier": 1}, {"audience_id": audience, "multiplier": 2},
        ],
        "gender_multipliers": {"female": 1, "male": 1},
        "placement_multipliers": {"browse": 1, "related_pins": 1, "search": 1},
    });
    let new = json!([{
        "name": "Spring", "entity_type": "CAMPAIGN", "entity_id": ad_group.campaign_id,
        "schedule_type": "CAMPAIGN_BID_MULTIPLIERS", "schedule_action": "INCREASE_BY_PERCENT",
        "schedule_status": "CREATED", "start_timestamp": 1, "end_timestamp": 1,
        "delta_value": multipliers,
    }, {
        "name": "Summer", "entity_type": "AD_GROUP", "entity_id": ad_group.id,
        "schedule_type": "CAMPAIGN_BUDGET_CHANGE", "schedule_action": "INCREASE_BY_VALUE",
        "schedule_status": "SCHEDULED", "start_timestamp": 1, "end_timestamp": 1,
        "delta_value": "5000000",
    }]);
    // What was seen has all that was sent, and an id.
    let mut observed = new.clone();
    for (index, id) in ["2680", "2681"].into_iter().enumerate() {
        observed[index]["schedule_id"] = json!(id);
    }
    let served = on_the_wire(&session, Method::POST, "schedules", Some(new)).await;
    assert!(differences(&observed, &served).is_empty(), "{served}");
    let schedules = served.as_array().unwrap();
    assert_eq!(schedules.len(), 2, "{served}");
    for (index, schedule) in schedules.iter().enumerate() {
        let mut schedule = schedule.clone();
        schedule["schedule_id"] = observed[index]["schedule_id"].clone();
        assert_eq!(schedule, observed[index]);
    }
}

/// The entities are alone in the list, not each in the field `data`.
#[tokio::test]
async fn previews_of_ad_groups_that_were_created() {
    let observed = json!([{
        "ad_account_id": "549770000001", "ad_group_id": "2680090000706", "client_id": 1,
        "expires_at": 1, "is_active": true, "pin_id": 1, "pin_promotion_id": 1,
        "promoted_product_group_id": 1, "url": "https://ads.example/1", "user_id": 1, "uuid": "1",
    }]);
    let session = Session::start().await;
    let account = session.ad_account().await;
    let ad_groups: Vec<_> = all(account.ad_groups().list()).await;
    let new = json!([{"ad_group_id": ad_groups[0].id}, {"ad_group_id": ad_groups[1].id}]);
    let served = on_the_wire(&session, Method::POST, "campaign_ad_preview", Some(new)).await;
    assert_eq!(served.as_array().unwrap().len(), 2, "{served}");
    // What an ad group does not promote is not previewed.
    assert_eq!(
        differences(&observed, &served),
        ["/promoted_product_group_id"]
    );

    let mut groups = all(session.client.catalogs().product_groups().list()).await;
    let ProductGroup::Retail(group) = groups.remove(0) else {
        panic!("the first product group is one of products");
    };
    let promotion = ProductGroupPromotion::new().catalog_product_group_id(group.id);
    let promotions = account.product_group_promotions();
    sent(promotions.create(&ad_groups[1].id, promotion)).await;
    let new = json!([{"ad_group_id": ad_groups[1].id}]);
    let served = on_the_wire(&session, Method::POST, "campaign_ad_preview", Some(new)).await;
    assert!(differences(&observed, &served).is_empty(), "{served}");
}

/// Any other body is served by a fault; here that of a gateway which has an epoch in the headers.
#[tokio::test]
async fn a_body_that_a_test_has_is_served_as_it_is() {
    let message = "You have exceeded your rate limit. Try again later.";
    let session = Session::start().await;
    let fault = Fault::on("pins/list").status(429);
    let fault = fault
        .json(json!({"code": 8, "message": message}))
        .header("x-ratelimit-limit", "5000")
        .header("x-ratelimit-remaining", "0")
        .header("x-ratelimit-reset", "1783594108");
    session.fake.inject(fault);
    let builder = session.fake.client_builder().without_retries();
    let error = builder.build().unwrap().pins().list().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 429);
    assert_eq!(
        (error.code(), error.api_message()),
        (Some(8), Some(message))
    );
}
