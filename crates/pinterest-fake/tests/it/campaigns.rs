//! Ad accounts, campaigns and what is in them, keywords, labels, and their analytics.

use serde_json::{Value, json};

use crate::api::{Api, Response};

/// The first ad account of the built-in data.
const ACCOUNT: &str = "/ad_accounts/549770000001";

fn items(response: &Response) -> Vec<Value> {
    let list = response.json()["items"].as_array().cloned();
    list.unwrap_or_else(|| panic!("{response:?}"))
}

fn id(value: &Value) -> String {
    value["id"]
        .as_str()
        .unwrap_or_else(|| panic!("{value}"))
        .to_owned()
}

/// Creates one of something and returns it.
async fn create(api: &Api, path: &str, body: Value) -> Value {
    let response = api.post(&format!("{ACCOUNT}/{path}"), json!([body])).await;
    assert_eq!(response.status, 200, "{response:?}");
    let item = items(&response).remove(0);
    assert_eq!(item["exceptions"], json!([]), "{item}");
    item["data"].clone()
}

async fn campaign(api: &Api) -> String {
    let body = json!({
        "name": "Oak", "objective_type": "CONSIDERATION", "daily_spend_cap": 20_000_000,
    });
    id(&create(api, "campaigns", body).await)
}

async fn ad_group(api: &Api) -> String {
    let campaign = campaign(api).await;
    let body = json!({
        "name": "Everyone", "campaign_id": campaign, "billable_event": "CLICKTHROUGH",
        "targeting_spec": {"GENDER": ["female"], "LOCATION": ["US"]},
    });
    id(&create(api, "ad_groups", body).await)
}

async fn pin(api: &Api) -> String {
    let board = id(&api.post("/boards", json!({"name": "Ads"})).await.json());
    let source = json!({"source_type": "image_url", "url": "https://example.com/oak.jpg"});
    let response = api
        .post("/pins", json!({"board_id": board, "media_source": source}))
        .await;
    id(&response.json())
}

#[tokio::test]
async fn ad_accounts_are_listed_created_and_read() {
    let api = Api::start().await;
    assert_eq!(items(&api.get("/ad_accounts").await).len(), 3);
    let created = api
        .post(
            "/ad_accounts",
            json!({"name": "Meadow", "country": "FR", "currency": "EUR"}),
        )
        .await
        .json();
    let read = api.get(&format!("/ad_accounts/{}", id(&created))).await;
    assert_eq!(read.json(), created);
    assert_eq!(created["currency"], "EUR");
    assert_eq!(created["permissions"], json!(["OWNER"]));
    assert_eq!(items(&api.get("/ad_accounts").await).len(), 4);
    let response = api.get("/ad_accounts/1/campaigns").await;
    assert_eq!(response.status, 404);
    assert_eq!(
        response.json(),
        json!({"code": 2, "message": "AdAccount not found."})
    );
}

#[tokio::test]
async fn the_built_in_campaigns_have_ad_groups_and_keywords() {
    let api = Api::start().await;
    let mut count = 0;
    for account in items(&api.get("/ad_accounts").await) {
        let path = format!("/ad_accounts/{}", id(&account));
        let all = "entity_statuses=ACTIVE&entity_statuses=PAUSED&entity_statuses=ARCHIVED";
        let campaigns = items(
            &api.get(&format!("{path}/campaigns?page_size=250&{all}"))
                .await,
        );
        count += campaigns.len();
        for campaign in campaigns.iter().take(2) {
            let list = format!("{path}/ad_groups?campaign_ids={}&{all}", id(campaign));
            let ad_groups = items(&api.get(&list).await);
            assert_eq!(ad_groups.len(), 2);
            let list = format!("{path}/keywords?ad_group_id={}", id(&ad_groups[0]));
            assert_eq!(items(&api.get(&list).await).len(), 4);
        }
    }
    assert_eq!(count, 40);
}

#[tokio::test]
async fn campaigns_are_created_listed_changed_and_archived() {
    let api = Api::start().await;
    let campaign = campaign(&api).await;
    let path = format!("{ACCOUNT}/campaigns");
    let read = api.get(&format!("{path}/{campaign}")).await.json();
    assert_eq!(read["status"], "ACTIVE");
    assert_eq!(read["summary_status"], "RUNNING");
    assert_eq!(read["type"], "campaign");

    let newest = items(
        &api.get(&format!("{path}?order=DESCENDING&page_size=1"))
            .await,
    );
    assert_eq!(newest, std::slice::from_ref(&read));

    let start = read["created_time"].as_i64().unwrap() + 3600;
    let changes = json!([{
        "id": campaign, "name": "Walnut", "start_time": start, "daily_spend_cap": null,
        "lifetime_spend_cap": 5_000_000,
    }]);
    let changed = items(&api.patch(&path, changes).await).remove(0);
    assert_eq!(changed["data"]["name"], "Walnut");
    assert_eq!(changed["data"]["daily_spend_cap"], Value::Null);
    assert_eq!(changed["data"]["summary_status"], "NOT_STARTED");
    api.advance(3601);
    let read = api.get(&format!("{path}/{campaign}")).await.json();
    assert_eq!(read["summary_status"], "RUNNING");

    let archived = json!([{"id": campaign, "status": "ARCHIVED"}]);
    items(&api.patch(&path, archived).await);
    let by_id = format!("{path}?campaign_ids={campaign}");
    assert_eq!(
        items(&api.get(&by_id).await),
        Vec::<serde_json::Value>::new()
    );
    let listed = items(&api.get(&format!("{by_id}&entity_statuses=ARCHIVED")).await);
    assert_eq!(id(&listed[0]), campaign);
    let response = api
        .patch(&path, json!([{"id": campaign, "status": "ACTIVE"}]))
        .await;
    let message = &items(&response)[0]["exceptions"][0]["message"];
    assert_eq!(
        message,
        &json!(format!(
            "Campaign {campaign} is archived and cannot be changed"
        ))
    );
}

#[tokio::test]
async fn each_item_of_a_batch_succeeds_or_fails_alone() {
    let api = Api::start().await;
    let campaign = campaign(&api).await;
    let ad_group = |campaign: &str| json!({"name": "A", "campaign_id": campaign, "billable_event": "IMPRESSION"});
    let response = api
        .post(
            &format!("{ACCOUNT}/ad_groups"),
            json!([ad_group("1"), ad_group(&campaign)]),
        )
        .await;
    let items = items(&response);
    assert_eq!(
        items[0]["exceptions"],
        json!([{"code": 2, "message": "Campaign not found."}])
    );
    assert_eq!(items[0].get("data"), None);
    assert_eq!(items[1]["data"]["campaign_id"], json!(campaign));
    assert_eq!(items[1]["data"]["budget_type"], "CBO_ADGROUP");

    let too_many: Vec<Value> = (0..31).map(|_| ad_group(&campaign)).collect();
    let response = api
        .post(&format!("{ACCOUNT}/ad_groups"), json!(too_many))
        .await;
    assert_eq!(response.status, 400);
}

#[tokio::test]
async fn a_campaign_of_another_ad_account_is_not_found() {
    let api = Api::start().await;
    let campaign = campaign(&api).await;
    let response = api
        .get(&format!("/ad_accounts/549770000002/campaigns/{campaign}"))
        .await;
    assert_eq!(response.status, 404);
}

#[tokio::test]
async fn targeting_of_ad_groups_is_changed_by_operations() {
    let api = Api::start().await;
    let ad_group = ad_group(&api).await;
    let changes = json!([{"id": ad_group, "targeting_spec_operations": [
        {"field": "GENDER", "operation": "ADD", "values": ["male"]},
        {"field": "LOCATION", "operation": "REMOVE", "values": ["US"]},
        {"field": "LOCATION", "operation": "ADD", "values": ["DE"]},
    ]}]);
    let response = api.patch(&format!("{ACCOUNT}/ad_groups"), changes).await;
    assert_eq!(
        items(&response)[0]["data"]["targeting_spec"],
        json!({"GENDER": ["female", "male"], "LOCATION": ["DE"]})
    );
    let changes = json!([{"id": ad_group, "targeting_spec": {
        "LOCATION": ["US"], "AUDIENCE_INCLUDE": ["1"],
    }}]);
    let response = api.patch(&format!("{ACCOUNT}/ad_groups"), changes).await;
    let message = &items(&response)[0]["exceptions"][0]["message"];
    assert_eq!(message, "Audience 1 not found.");
}

#[tokio::test]
async fn budgets_belong_to_the_campaign_or_to_its_ad_groups() {
    let api = Api::start().await;
    let body = json!({
        "name": "Oak", "objective_type": "AWARENESS", "is_campaign_budget_optimization": false,
    });
    let campaign = id(&create(&api, "campaigns", body).await);
    let mut ad_group =
        json!({"name": "A", "campaign_id": campaign, "billable_event": "IMPRESSION"});
    let response = api
        .post(&format!("{ACCOUNT}/ad_groups"), json!([ad_group]))
        .await;
    let message = items(&response)[0]["exceptions"][0]["message"].clone();
    assert!(
        message
            .as_str()
            .unwrap()
            .starts_with("'budget_in_micro_currency'")
    );
    ad_group["budget_in_micro_currency"] = json!(5_000_000);
    let created = create(&api, "ad_groups", ad_group).await;
    assert_eq!(created["budget_type"], "DAILY");
    let changes = json!([{
        "id": campaign, "is_campaign_budget_optimization": true, "daily_spend_cap": 9_000_000,
    }]);
    items(&api.patch(&format!("{ACCOUNT}/campaigns"), changes).await);
    let path = format!("{ACCOUNT}/ad_groups/{}", id(&created));
    assert_eq!(
        api.get(&path).await.json()["budget_in_micro_currency"],
        Value::Null
    );
}

#[tokio::test]
async fn ads_need_an_ad_group_and_a_pin_and_are_reviewed() {
    let api = Api::start().await;
    let (ad_group, pin) = (ad_group(&api).await, pin(&api).await);
    let ad = |ad_group: &str, pin: &str| json!({"ad_group_id": ad_group, "pin_id": pin, "creative_type": "REGULAR", "name": "Ad"});
    let path = format!("{ACCOUNT}/ads");
    let response = api
        .post(&path, json!([ad(&ad_group, "1"), ad("1", &pin)]))
        .await;
    let codes = items(&response)
        .into_iter()
        .map(|item| item["exceptions"][0]["code"].clone());
    assert_eq!(codes.collect::<Vec<Value>>(), [json!(50), json!(2)]);

    let created = create(&api, "ads", ad(&ad_group, &pin)).await;
    assert_eq!(created["review_status"], "PENDING");
    assert_eq!(created["type"], "pinpromotion");
    api.advance(60);
    let read = api.get(&format!("{path}/{}", id(&created))).await.json();
    assert_eq!(read["review_status"], "APPROVED");
    assert_eq!(read["summary_status"], "APPROVED");
    let listed = items(&api.get(&format!("{path}?ad_group_ids={ad_group}")).await);
    assert_eq!(listed, [read]);
    let changes = json!([{"id": created["id"], "status": "PAUSED", "name": null}]);
    let changed = items(&api.patch(&path, changes).await).remove(0);
    assert_eq!(changed["data"]["summary_status"], "PAUSED");
    assert_eq!(changed["data"]["name"], Value::Null);
    api.delete(&format!("/pins/{pin}")).await;
    let read = api.get(&format!("{path}/{}", id(&created))).await.json();
    assert_eq!(read["is_pin_deleted"], true);
}

#[tokio::test]
async fn keywords_are_created_listed_and_archived() {
    let api = Api::start().await;
    let ad_group = ad_group(&api).await;
    let path = format!("{ACCOUNT}/keywords");
    let created = api
        .post(
            &path,
            json!({"parent_id": ad_group, "keywords": [
                {"match_type": "BROAD", "value": "oak", "bid": 250_000},
                {"match_type": "EXACT", "value": " "},
            ]}),
        )
        .await
        .json();
    assert_eq!(created["keywords"][0]["parent_type"], "adgroup");
    assert_eq!(created["errors"][0]["data"]["match_type"], "EXACT");
    let keyword = id(&created["keywords"][0]);
    let list = format!("{path}?ad_group_id={ad_group}&match_types=BROAD");
    assert_eq!(id(&items(&api.get(&list).await)[0]), keyword);
    let changes = json!({"keywords": [
        {"id": keyword, "archived": true, "bid": null}, {"id": "1", "archived": true},
    ]});
    let changed = api.patch(&path, changes).await.json();
    assert_eq!(changed["keywords"][0]["bid"], Value::Null);
    assert_eq!(
        changed["errors"][0]["error_messages"],
        json!(["Keyword not found."])
    );
    assert_eq!(
        items(&api.get(&list).await),
        Vec::<serde_json::Value>::new()
    );

    let broad = json!({
        "parent_id": "549770000001", "keywords": [{"match_type": "BROAD", "value": "oak"}],
    });
    let rejected = api.post(&path, broad).await.json();
    assert_eq!(rejected["keywords"], json!([]));
    let metrics = format!("{path}/metrics?country_code=US&keywords=oak,linen");
    let first = api.get(&metrics).await.json();
    assert_eq!(first["data"][0]["keyword"], "oak");
    assert_eq!(first, api.get(&metrics).await.json());
}

#[tokio::test]
async fn labels_are_applied_to_campaigns_and_removed() {
    let api = Api::start().await;
    let campaign = campaign(&api).await;
    let path = format!("{ACCOUNT}/labels");
    let body = json!({"labels": [{"label_type": "CUSTOM", "value": "autumn"}]});
    let label = id(&api.post(&path, body.clone()).await.json()["labels"][0]);
    let again = api.post(&path, body).await.json();
    assert_eq!(again["errors"][0]["data"]["value"], "autumn");
    let applied = api
        .post(
            &format!("{path}/{label}/apply"),
            json!({"entity_ids": [campaign, "1"]}),
        )
        .await
        .json();
    assert_eq!(applied["entities_labels"][0]["entity_id"], json!(campaign));
    assert_eq!(applied["errors"][0]["data"]["entity_id"], "1");
    let of_campaign = format!("{path}?campaign_ids={campaign}");
    assert_eq!(id(&items(&api.get(&of_campaign).await)[0]), label);
    let body = json!({"entity_ids": [campaign]});
    api.post(&format!("{path}/{label}/remove"), body).await;
    assert_eq!(
        items(&api.get(&of_campaign).await),
        Vec::<serde_json::Value>::new()
    );
    let changes = json!({"labels": [{"id": label, "status": "ARCHIVED"}]});
    let changed = api.patch(&path, changes).await.json();
    assert_eq!(changed["labels"][0]["status"], "ARCHIVED");
}

#[tokio::test]
async fn product_groups_are_promoted_by_ad_groups() {
    let api = Api::start().await;
    let ad_group = ad_group(&api).await;
    let path = format!("{ACCOUNT}/product_group_promotions");
    let body = json!({
        "ad_group_id": ad_group,
        "product_group_promotion": [{"catalog_product_group_id": "1"}, {"is_mdl": false}],
    });
    let created = items(&api.post(&path, body).await);
    let message = &created[0]["exceptions"][0]["message"];
    assert_eq!(message, "Catalog product group not found.");
    let promotion = id(&created[1]["data"]);
    let body = json!({
        "ad_group_id": ad_group,
        "product_group_promotion": [{"id": promotion, "bid_in_micro_currency": 900_000}],
    });
    items(&api.patch(&path, body).await);
    let read = api.get(&format!("{path}/{promotion}")).await.json();
    assert_eq!(read["bid_in_micro_currency"], 900_000);
    let listed = items(&api.get(&format!("{path}?ad_group_id={ad_group}")).await);
    assert_eq!(listed, [read]);
}

fn days_ago(days: i32) -> String {
    let now = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC);
    let date = now.date().checked_sub(jiff::Span::new().days(days));
    date.unwrap().to_string()
}

fn sum(rows: &Value, column: &str) -> i64 {
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| row[column].as_i64().unwrap_or_else(|| panic!("{row}")))
        .sum()
}

#[tokio::test]
async fn analytics_of_days_and_hours_add_up_to_the_total() {
    let api = Api::start().await;
    let campaign = id(&items(&api.get(&format!("{ACCOUNT}/campaigns")).await)[0]);
    let query = |start: i32, granularity: &str| {
        format!(
            "{ACCOUNT}/campaigns/analytics?campaign_ids={campaign}&start_date={}&end_date={}\
             &columns=SPEND_IN_MICRO_DOLLAR,TOTAL_CLICKTHROUGH,CAMPAIGN_NAME,CTR&granularity={granularity}",
            days_ago(start),
            days_ago(1)
        )
    };
    let total = api.get(&query(30, "TOTAL")).await.json();
    assert_eq!(total.as_array().unwrap().len(), 1);
    assert_eq!(total[0]["CAMPAIGN_ID"], json!(campaign));
    assert_eq!(total[0].get("DATE"), None);
    for granularity in ["DAY", "WEEK", "MONTH"] {
        let rows = api.get(&query(30, granularity)).await.json();
        assert!(rows[0]["DATE"].is_string());
        for column in ["SPEND_IN_MICRO_DOLLAR", "TOTAL_CLICKTHROUGH"] {
            assert_eq!(sum(&rows, column), sum(&total, column), "{granularity}");
        }
    }
    let days = api.get(&query(3, "DAY")).await.json();
    let hours = api.get(&query(3, "HOUR")).await.json();
    assert_eq!(hours.as_array().unwrap().len(), 72);
    let column = "SPEND_IN_MICRO_DOLLAR";
    assert_eq!(sum(&hours, column), sum(&days, column));
}

#[tokio::test]
async fn analytics_by_targeting_add_up_to_the_entity() {
    let api = Api::start().await;
    let days = format!("start_date={}&end_date={}", days_ago(7), days_ago(1));
    let query = format!("{days}&columns=TOTAL_IMPRESSION,CTR&granularity=TOTAL");
    let whole = api
        .get(&format!("{ACCOUNT}/analytics?{query}"))
        .await
        .json();
    let parts = api
        .get(&format!(
            "{ACCOUNT}/targeting_analytics?{query}&targeting_types=GENDER"
        ))
        .await
        .json();
    let parts = parts["data"].as_array().unwrap();
    assert_eq!(parts[0]["targeting_type"], "GENDER");
    let metrics: Value = parts.iter().map(|part| part["metrics"].clone()).collect();
    assert_eq!(
        sum(&metrics, "TOTAL_IMPRESSION"),
        sum(&whole, "TOTAL_IMPRESSION")
    );
    assert_eq!(metrics[0]["CTR"], whole[0]["CTR"]);
}

#[tokio::test]
async fn analytics_reach_90_days_back_and_8_by_the_hour() {
    let api = Api::start().await;
    let message = async |start: i32, end: i32, granularity: &str| {
        let response = api
            .get(&format!(
                "{ACCOUNT}/analytics?start_date={}&end_date={}&columns=CTR&granularity={granularity}",
                days_ago(start),
                days_ago(end)
            ))
            .await;
        let message = response.json()["message"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        (response.status, message)
    };
    assert_eq!(message(90, 0, "DAY").await.0, 200);
    let (status, text) = message(92, 1, "DAY").await;
    assert_eq!(status, 400);
    assert_eq!(text, "'start_date' must be within the last 90 days");
    let (_, text) = message(10, 8, "HOUR").await;
    assert_eq!(
        text,
        "'start_date' must be within the last 8 days with granularity HOUR"
    );
    let (_, text) = message(6, 1, "HOUR").await;
    assert_eq!(
        text,
        "'end_date' must be at most 3 days after 'start_date' with granularity HOUR"
    );
    let (_, text) = message(1, 2, "DAY").await;
    assert_eq!(text, "'end_date' must not be before 'start_date'");
}
