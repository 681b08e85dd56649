//! Reports and bulk jobs: they take time, and their files are on the transfer host.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::api::{Api, Response};

/// The day so many days ago, in UTC.
fn day(ago: u64) -> String {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs();
    let time = jiff::Timestamp::from_second(i64::try_from(now - ago * 86_400).unwrap());
    time.unwrap().strftime("%Y-%m-%d").to_string()
}

async fn ad_account(api: &Api) -> String {
    let list = api.get("/ad_accounts").await.json();
    format!("/ad_accounts/{}", list["items"][0]["id"].as_str().unwrap())
}

async fn campaign(api: &Api, account: &str) -> String {
    let campaign = json!([{
        "name": "Oak, \"spring\"", "objective_type": "AWARENESS", "daily_spend_cap": 5_000_000
    }]);
    let results = api
        .post(&format!("{account}/campaigns"), campaign)
        .await
        .json();
    results["items"][0]["data"]["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn request(level: &str, granularity: &str) -> Value {
    json!({
        "start_date": day(10), "end_date": day(4), "granularity": granularity, "level": level,
        "columns": ["SPEND_IN_MICRO_DOLLAR", "TOTAL_IMPRESSION", "CAMPAIGN_NAME"]
    })
}

/// Starts a report and returns the path that polls it.
async fn start(api: &Api, path: &str, request: Value) -> String {
    let report = api.post(path, request).await.json();
    assert_eq!(report["report_status"], "IN_PROGRESS", "{report}");
    format!("{path}?token={}", report["token"].as_str().unwrap())
}

async fn download(api: &Api, url: &Value) -> Response {
    let url = url.as_str().unwrap();
    assert!(url.starts_with(&api.fake.transfer_url()));
    api.send(api.http.get(url)).await
}

/// Waits by the fake's clock and returns the file.
async fn file(api: &Api, poll: &str) -> Response {
    assert_eq!(api.get(poll).await.json()["report_status"], "IN_PROGRESS");
    api.advance(5);
    let report = api.get(poll).await.json();
    assert_eq!(report["report_status"], "FINISHED");
    let file = download(api, &report["url"]).await;
    assert_eq!(report["size"], file.body.len());
    file
}

#[tokio::test]
async fn a_report_goes_through_its_states() {
    let api = Api::start().await;
    let path = format!("{}/reports", ad_account(&api).await);
    let poll = start(&api, &path, request("ADVERTISER", "TOTAL")).await;
    let report = api.get(&poll).await.json();
    let waiting = json!({"report_status": "IN_PROGRESS", "url": null, "size": null});
    assert_eq!(report, waiting);
    api.advance(5);
    let first = api.get(&poll).await.json()["url"].clone();
    let text = download(&api, &first).await.body;
    api.advance(5 * 60);
    let expired = download(&api, &first).await;
    assert_eq!(expired.status, 403);
    assert!(expired.body.contains("Request has expired"));
    let second = api.get(&poll).await.json()["url"].clone();
    assert_ne!(first, second);
    assert_eq!(download(&api, &second).await.body, text);
    api.advance(60 * 60);
    assert_eq!(api.get(&poll).await.json()["report_status"], "EXPIRED");
    let unknown = api.get(&format!("{path}?token=x")).await.json();
    assert_eq!(unknown["report_status"], "DOES_NOT_EXIST");
}

#[tokio::test]
async fn days_of_a_campaign_add_up_to_its_total() {
    let api = Api::start().await;
    let account = ad_account(&api).await;
    let id = campaign(&api, &account).await;
    let path = format!("{account}/reports");
    let mut of_days = request("CAMPAIGN", "DAY");
    of_days["campaign_ids"] = json!([id]);
    let poll = start(&api, &path, of_days.clone()).await;
    let days = serde_json::from_str::<Value>(&file(&api, &poll).await.body).unwrap();
    let days = days[&id].as_array().unwrap();
    assert_eq!(days.len(), 7);
    assert_eq!(days[0]["DATE"], day(10));
    assert_eq!(days[0]["CAMPAIGN_NAME"], "Oak, \"spring\"");
    let mut of_all = of_days;
    of_all["granularity"] = json!("TOTAL");
    let poll = start(&api, &path, of_all).await;
    let total = serde_json::from_str::<Value>(&file(&api, &poll).await.body).unwrap();
    let spend = |row: &Value| row["SPEND_IN_MICRO_DOLLAR"].as_i64().unwrap();
    assert_eq!(days.iter().map(spend).sum::<i64>(), spend(&total[&id][0]));
}

#[tokio::test]
async fn a_report_agrees_with_the_analytics() {
    let api = Api::start().await;
    let account = ad_account(&api).await;
    let id = campaign(&api, &account).await;
    let mut of_campaign = request("CAMPAIGN", "TOTAL");
    of_campaign["campaign_ids"] = json!([id]);
    let poll = start(&api, &format!("{account}/reports"), of_campaign).await;
    let report = serde_json::from_str::<Value>(&file(&api, &poll).await.body).unwrap();
    let query = format!(
        "start_date={}&end_date={}&campaign_ids={id}&granularity=TOTAL\
         &columns=SPEND_IN_MICRO_DOLLAR,TOTAL_IMPRESSION",
        day(10),
        day(4)
    );
    let analytics = api
        .get(&format!("{account}/campaigns/analytics?{query}"))
        .await
        .json();
    for column in ["SPEND_IN_MICRO_DOLLAR", "TOTAL_IMPRESSION"] {
        assert_eq!(report[&id][0][column], analytics[0][column]);
    }
}

#[tokio::test]
async fn a_report_can_be_lines_of_csv() {
    let api = Api::start().await;
    let account = ad_account(&api).await;
    let id = campaign(&api, &account).await;
    let mut lines = request("CAMPAIGN", "DAY");
    lines["campaign_ids"] = json!([id]);
    lines["report_format"] = json!("CSV");
    let poll = start(&api, &format!("{account}/reports"), lines).await;
    let file = file(&api, &poll).await;
    assert_eq!(file.header("content-type"), Some("text/csv"));
    let lines: Vec<&str> = file.body.lines().collect();
    assert_eq!(
        lines[0],
        "CAMPAIGN_ID,DATE,SPEND_IN_MICRO_DOLLAR,TOTAL_IMPRESSION,CAMPAIGN_NAME"
    );
    assert_eq!(lines.len(), 8);
    assert!(lines[1].starts_with(&format!("{id},{}", day(10))));
    assert!(lines[1].ends_with("\"Oak, \"\"spring\"\"\""));
}

#[tokio::test]
async fn parts_of_a_targeting_type_add_up() {
    let api = Api::start().await;
    let account = ad_account(&api).await;
    let path = format!("{account}/reports");
    let id = account.rsplit('/').next().unwrap();
    let poll = start(&api, &path, request("ADVERTISER", "TOTAL")).await;
    let whole = serde_json::from_str::<Value>(&file(&api, &poll).await.body).unwrap();
    let mut by_gender = request("ADVERTISER_TARGETING", "TOTAL");
    let response = api.post(&path, by_gender.clone()).await;
    assert_eq!(response.status, 400);
    by_gender["targeting_types"] = json!(["GENDER"]);
    let poll = start(&api, &path, by_gender).await;
    let parts = serde_json::from_str::<Value>(&file(&api, &poll).await.body).unwrap();
    let parts = parts[id].as_array().unwrap();
    assert_eq!(parts[0]["TARGETING_VALUE"], "female");
    let count = |row: &Value| row["TOTAL_IMPRESSION"].as_i64().unwrap();
    assert_eq!(parts.iter().map(count).sum::<i64>(), count(&whole[id][0]));
}

#[tokio::test]
async fn days_that_are_too_many_or_too_long_ago_are_rejected() {
    let api = Api::start().await;
    let path = format!("{}/reports", ad_account(&api).await);
    let mut old = request("CAMPAIGN", "DAY");
    old["start_date"] = json!(day(915));
    old["end_date"] = json!(day(914));
    let response = api.post(&path, old).await;
    assert_eq!(response.status, 400);
    assert_eq!(
        response.json()["message"],
        "'start_date' of a report of ads must be within the last 914 days"
    );
    let mut hours = request("CAMPAIGN", "HOUR");
    hours["start_date"] = json!(day(7));
    hours["end_date"] = json!(day(2));
    assert_eq!(api.post(&path, hours).await.status, 400);
    let mut reversed = request("CAMPAIGN", "DAY");
    reversed["end_date"] = json!(day(11));
    assert_eq!(api.post(&path, reversed).await.status, 400);
}

#[tokio::test]
async fn a_template_stands_for_a_report() {
    let api = Api::start().await;
    let account = ad_account(&api).await;
    let templates = api.get(&format!("{account}/templates")).await.json();
    let id = templates["items"][0]["id"].as_str().unwrap();
    let path = format!(
        "{account}/templates/{id}/reports?start_date={}&end_date={}",
        day(3),
        day(1)
    );
    let report = api
        .send(api.request(reqwest::Method::POST, &path))
        .await
        .json();
    assert_eq!(report["template_id"], id);
    let token = report["token"].as_str().unwrap();
    file(&api, &format!("{account}/reports?token={token}")).await;
    let path = format!("{account}/templates/1/reports");
    let missing = api.send(api.request(reqwest::Method::POST, &path)).await;
    assert_eq!(missing.status, 404);
}

#[tokio::test]
async fn media_mix_and_product_reports_are_made() {
    let api = Api::start().await;
    let account = ad_account(&api).await;
    let id = campaign(&api, &account).await;
    let mmm = json!({
        "start_date": day(20), "end_date": day(14), "granularity": "DAY", "report_name": "a",
        "level": "CAMPAIGN_TARGETING", "targeting_types": ["COUNTRY"],
        "columns": ["SPEND_IN_DOLLAR", "CAMPAIGN_NAME"]
    });
    let poll = start(&api, &format!("{account}/mmm_reports"), mmm).await;
    let report = serde_json::from_str::<Value>(&file(&api, &poll).await.body).unwrap();
    assert_eq!(report[&id][0]["TARGETING_TYPE"], "COUNTRY");
    let path = format!("{account}/reports/brand_category_sku");
    let mut brands = json!({
        "start_date": day(20), "end_date": day(13), "granularity": "WEEK", "report_name": "a",
        "level": "CAMPAIGN", "campaign_ids": [id],
        "columns": ["CONVERSION_PRODUCT_BRAND", "TOTAL_CONVERSION_PRODUCT_QUANTITY"]
    });
    let poll = start(&api, &path, brands.clone()).await;
    let report = serde_json::from_str::<Value>(&file(&api, &poll).await.body).unwrap();
    assert!(report[&id][0]["CONVERSION_PRODUCT_BRAND"].is_string());
    brands["end_date"] = json!(day(15));
    assert_eq!(api.post(&path, brands.clone()).await.status, 400);
    brands["start_date"] = json!("2024-03-01");
    assert_eq!(api.post(&path, brands).await.status, 400);
}

/// Sends a bulk request and returns its result file.
async fn bulk(api: &Api, account: &str, kind: &str, body: Value, query: &str) -> (Value, Response) {
    let job = api
        .post(&format!("{account}/bulk/{kind}"), body)
        .await
        .json();
    let path = format!(
        "{account}/bulk/{}{query}",
        job["request_id"].as_str().unwrap()
    );
    assert_eq!(api.get(&path).await.json(), json!({"status": "RUNNING"}));
    api.advance(5);
    let job = api.get(&path).await.json();
    let file = download(api, &job["result_url"]).await;
    (job["status"].clone(), file)
}

#[tokio::test]
async fn a_bulk_upsert_changes_what_the_lists_have() {
    let api = Api::start().await;
    let account = ad_account(&api).await;
    let id = account.rsplit('/').next().unwrap();
    let campaign = json!({
        "name": "Bulk", "objective_type": "AWARENESS", "ad_account_id": id,
        "daily_spend_cap": 5_000_000, "is_campaign_budget_optimization": true
    });
    let ad_group = |campaign: &str| {
        json!({
            "name": "Bulk group", "campaign_id": campaign, "billable_event": "IMPRESSION",
            "targeting_spec": {"LOCATION": ["US"]}
        })
    };
    let body = json!({
        "create": {
            "campaigns": [campaign],
            "ad_groups": [ad_group("C1"), ad_group("C2")],
            "keywords": [{
                "parent_id": "AG1", "keywords": [{"match_type": "BROAD", "value": "oak"}]
            }]
        }
    });
    let (status, file) = bulk(&api, &account, "upsert", body, "?include_details=true").await;
    assert_eq!(status, "SUCCEEDED");
    let results: Value = serde_json::from_str(&file.body).unwrap();
    let created = &results["create"];
    let campaign = created["campaigns"][0]["id"].as_str().unwrap();
    assert_eq!(
        created["ad_groups"][0]["data"]["campaign_id"], campaign,
        "{results:#}"
    );
    assert_eq!(
        created["ad_groups"][1]["exceptions"][0]["message"],
        "'campaign_id' C2 is no entity of this request"
    );
    let ad_group = created["ad_groups"][0]["id"].as_str().unwrap();
    assert_eq!(created["keywords"][0]["data"]["parent_id"], ad_group);
    let path = format!("{account}/ad_groups?campaign_ids={campaign}");
    let listed = api.get(&path).await.json();
    assert_eq!(listed["items"][0]["id"], ad_group);

    let update = json!({
        "update": {"campaigns": [{"id": campaign, "ad_account_id": id, "status": "PAUSED"}]}
    });
    let (_, file) = bulk(&api, &account, "upsert", update, "").await;
    let results: Value = serde_json::from_str(&file.body).unwrap();
    assert_eq!(
        results["update"]["campaigns"],
        json!([{"index": 0, "status": "SUCCEEDED", "id": campaign}])
    );
    let path = format!("{account}/campaigns/{campaign}");
    assert_eq!(api.get(&path).await.json()["status"], "PAUSED");
}

#[tokio::test]
async fn a_bulk_upsert_of_which_nothing_went_through_has_failed() {
    let api = Api::start().await;
    let account = ad_account(&api).await;
    let id = account.rsplit('/').next().unwrap();
    let body = json!({"update": {"campaigns": [{"id": "1", "ad_account_id": id, "name": "a"}]}});
    let (status, file) = bulk(&api, &account, "upsert", body, "").await;
    assert_eq!(status, "FAILED");
    assert!(!file.body.contains("exceptions"));
}

#[tokio::test]
async fn a_bulk_download_has_what_was_asked_for() {
    let api = Api::start().await;
    let account = ad_account(&api).await;
    let id = campaign(&api, &account).await;
    let body = json!({"entity_types": ["CAMPAIGN", "AD_GROUP"], "entity_ids": [id]});
    let (status, file) = bulk(&api, &account, "download", body.clone(), "").await;
    assert_eq!(status, "SUCCEEDED");
    let entities: Value = serde_json::from_str(&file.body).unwrap();
    assert_eq!(entities["campaigns"][0]["name"], "Oak, \"spring\"");
    assert_eq!(entities["ad_groups"], json!([]));
    let mut lines = body;
    lines["output_format"] = json!("CSV");
    let (_, file) = bulk(&api, &account, "download", lines, "").await;
    assert!(file.body.starts_with("entity_type,"));
    assert_eq!(file.body.lines().count(), 2);
    assert_eq!(api.get(&format!("{account}/bulk/1")).await.status, 404);
}
