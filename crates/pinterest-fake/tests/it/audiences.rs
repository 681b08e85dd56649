//! Audiences, customer lists with their uploads, and targeting templates.

use serde_json::{Value, json};

use crate::api::{Api, Response};

/// The first ad account of the built-in data, and the account that owns it.
const ACCOUNT: &str = "/ad_accounts/549770000001";
const OTHER: &str = "549770000002";
const BUSINESS: &str = "549755885175";

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

fn has(list: &[Value], id: &str) -> bool {
    list.iter().any(|item| item["id"] == id)
}

async fn audience(api: &Api) -> String {
    let body = json!({
        "name": "Savers", "audience_type": "ENGAGEMENT", "rule": {"engagement_type": "save"},
    });
    let response = api.post(&format!("{ACCOUNT}/audiences"), body).await;
    assert_eq!(response.status, 200, "{response:?}");
    id(&response.json())
}

#[tokio::test]
async fn audiences_become_ready_and_are_changed_and_removed() {
    let api = Api::start().await;
    let audience = audience(&api).await;
    let path = format!("{ACCOUNT}/audiences/{audience}");
    let read = api.get(&path).await.json();
    assert_eq!(read["status"], "INITIALIZING");
    assert_eq!(read["size"], Value::Null);
    api.advance(60);
    let read = api.get(&path).await.json();
    assert_eq!(read["status"], "READY");
    assert!(read["size"].is_i64());
    assert!(has(
        &items(&api.get(&format!("{ACCOUNT}/audiences")).await),
        &audience
    ));

    let changes = json!({"operation_type": "UPDATE", "name": "Keepers"});
    assert_eq!(api.patch(&path, changes).await.json()["name"], "Keepers");
    api.patch(&path, json!({"operation_type": "REMOVE"})).await;
    let response = api.get(&path).await;
    assert_eq!(response.status, 404);
    assert_eq!(
        response.json(),
        json!({"code": 2, "message": "Audience not found."})
    );
}

#[tokio::test]
async fn a_rule_refers_to_what_is_there() {
    let api = Api::start().await;
    let create = async |audience_type: &str, rule: Value| {
        let body = json!({"name": "A", "audience_type": audience_type, "rule": rule});
        api.post(&format!("{ACCOUNT}/audiences"), body).await
    };
    let response = create("CUSTOMER_LIST", json!({"customer_list_id": "1"})).await;
    assert_eq!(response.json()["message"], "Customer list not found.");
    let response = create("CUSTOMER_LIST", json!({})).await;
    assert_eq!(
        response.json()["message"],
        "'rule.customer_list_id' is required"
    );
    let seed = audience(&api).await;
    let response = create("ACTALIKE", json!({"seed_id": [seed], "percentage": 5})).await;
    assert_eq!(response.status, 200);
}

#[tokio::test]
async fn audiences_are_shared_with_ad_accounts_and_businesses() {
    let api = Api::start().await;
    let audience = audience(&api).await;
    let path = format!("{ACCOUNT}/audiences/ad_accounts/shared");
    let body = |operation: &str| {
        json!({
            "audience_id": audience, "recipient_account_ids": [OTHER], "operation_type": operation,
        })
    };
    let shared = api.patch(&path, body("SHARE")).await.json();
    assert_eq!(shared["recipient_account_ids"], json!([OTHER]));
    let received = format!("/ad_accounts/{OTHER}/audiences?ownership_type=RECEIVED");
    assert!(has(&items(&api.get(&received).await), &audience));
    let accounts = format!(
        "{ACCOUNT}/audiences/shared/accounts?audience_id={audience}&account_type=AD_ACCOUNT"
    );
    let listed = items(&api.get(&accounts).await);
    assert_eq!(listed[0]["account_id"], OTHER);
    assert_eq!(listed[0]["account_name"], "Oak and Linen Germany");
    api.patch(&path, body("REVOKE")).await;
    assert!(!has(&items(&api.get(&received).await), &audience));

    let path = format!("{ACCOUNT}/audiences/businesses/shared");
    let body = json!({
        "audience_id": audience, "recipient_business_ids": [BUSINESS], "operation_type": "SHARE",
    });
    assert_eq!(api.patch(&path, body).await.status, 200);
    let received = items(&api.get(&format!("/businesses/{BUSINESS}/audiences")).await);
    assert!(has(&received, &audience));

    let body = json!({
        "audience_id": audience, "recipient_account_ids": ["1"], "operation_type": "SHARE",
    });
    let path = format!("/businesses/{BUSINESS}/audiences/ad_accounts/shared");
    assert_eq!(api.patch(&path, body).await.status, 400);
}

fn emails(count: usize) -> String {
    let lines = (0..count).map(|number| format!("customer{number}@example.com"));
    lines.collect::<Vec<String>>().join("\n")
}

#[tokio::test]
async fn customer_lists_are_matched_after_a_while() {
    let api = Api::start().await;
    let path = format!("{ACCOUNT}/customer_lists");
    let body = json!({"name": "Buyers", "list_type": "EMAIL", "records": emails(99)});
    let list = api.post(&path, body).await.json();
    assert_eq!(list["status"], "PROCESSING");
    assert_eq!(list["num_uploaded_user_records"], 99);
    let path = format!("{path}/{}", id(&list));
    api.advance(30);
    assert_eq!(api.get(&path).await.json()["status"], "TOO_SMALL");
    let changes = json!({
        "operation_type": "ADD", "records_v2": [{"email": "more@example.com"}, {"email": "no"}],
    });
    let changed = api.patch(&path, changes).await.json();
    assert_eq!(changed["num_uploaded_user_records"], 100);
    assert_eq!(changed["exceptions"]["message"], "1 records are not valid");
    api.advance(30);
    assert_eq!(api.get(&path).await.json()["status"], "READY");
    let changes = json!({"operation_type": "REMOVE", "records": "more@example.com"});
    let changed = api.patch(&path, changes).await.json();
    assert_eq!(changed["num_removed_user_records"], 1);
    let response = api.patch(&path, json!({"operation_type": "ADD"})).await;
    assert_eq!(response.status, 400);
}

/// A customer list with an upload of so many parts: the path of the upload, and the URLs.
async fn upload(api: &Api, total_parts: usize) -> (String, Vec<String>) {
    let lists = format!("{ACCOUNT}/customer_lists");
    let list = id(&api.post(&lists, json!({"name": "Large"})).await.json());
    let path = format!("{lists}/{list}/uploads");
    let body = json!({"operation": "ADD", "total_parts": total_parts});
    let created = api.post(&path, body).await.json();
    let upload = &created["customer_list_upload"];
    assert_eq!(upload["state"], "NOT_STARTED");
    let parts = created["s3_multipart_upload_data"]["file_parts"].as_array();
    let urls = parts
        .unwrap()
        .iter()
        .map(|part| part["presigned_url"].as_str().unwrap());
    (
        format!("{path}/{}", id(upload)),
        urls.map(str::to_owned).collect(),
    )
}

async fn put(api: &Api, url: &str, body: impl Into<reqwest::Body>) -> reqwest::Response {
    api.http.put(url).body(body).send().await.unwrap()
}

#[tokio::test]
async fn a_customer_list_is_uploaded_in_parts_and_run() {
    let api = Api::start().await;
    // The parts are large, and the run must not end while they are sent.
    api.fake.stop_clock();
    let (path, urls) = upload(&api, 2).await;
    assert!(urls[0].starts_with(&api.fake.transfer_url()));
    let run = format!("{path}/run");
    let response = put(&api, &urls[0], emails(300_000)).await;
    assert_eq!(response.status(), 200);
    assert!(response.headers().contains_key("etag"));
    let response = api.send(api.request(reqwest::Method::POST, &run)).await;
    assert_eq!(response.json()["message"], "Part 2 was not uploaded.");

    put(&api, &urls[1], "\nlast@example.com\nNobody@example.com\n").await;
    let started = api.send(api.request(reqwest::Method::POST, &run)).await;
    assert_eq!(started.json()["state"], "RUNNING");
    assert_eq!(api.get(&path).await.json()["state"], "RUNNING");
    api.advance(5);
    let ended = api.get(&path).await.json();
    assert_eq!(ended["state"], "SUCCEEDED");
    assert_eq!(
        ended["record_counts"],
        json!({"processed": 300_002, "valid": 300_001, "invalid": 1})
    );
    assert_eq!(ended["error_counts"][0]["count"], 1);
    let list = path.split("/uploads").next().unwrap();
    let list = api.get(list).await.json();
    assert_eq!(list["num_uploaded_user_records"], 300_001);
    let again = api.send(api.request(reqwest::Method::POST, &run)).await;
    assert_eq!(again.status, 400);
}

#[tokio::test]
async fn an_upload_with_a_small_part_fails_and_its_urls_expire() {
    let api = Api::start().await;
    let (path, urls) = upload(&api, 2).await;
    put(&api, &urls[0], emails(10)).await;
    put(&api, &urls[1], emails(10)).await;
    api.send(api.request(reqwest::Method::POST, &format!("{path}/run")))
        .await;
    api.advance(5);
    let ended = api.get(&path).await.json();
    assert_eq!(ended["state"], "FAILED");
    assert_eq!(
        ended["error_counts"][0]["message"],
        "A part is smaller than 5 MB"
    );

    let (_, urls) = upload(&api, 1).await;
    api.advance(3_600);
    assert_eq!(put(&api, &urls[0], emails(10)).await.status(), 403);
}

#[tokio::test]
async fn the_token_does_not_belong_on_the_transfer_host() {
    let api = Api::start().await;
    let (_, urls) = upload(&api, 1).await;
    let request = api.http.put(&urls[0]).bearer_auth("pina_test").body("x");
    assert_eq!(request.send().await.unwrap().status(), 400);
}

#[tokio::test]
async fn targeting_templates_are_found_changed_and_removed() {
    let api = Api::start().await;
    let path = format!("{ACCOUNT}/targeting_templates");
    let body = json!({
        "name": "Gardeners", "targeting_attributes": {"GENDER": ["female"], "LOCATION": ["US"]},
    });
    let template = api.post(&path, body).await.json();
    assert_eq!(template["status"], "ACTIVE");
    let search = format!("{path}?search_query=garden&include_sizing=true");
    let found = items(&api.get(&search).await);
    assert_eq!(found[0]["name"], "Gardeners");
    assert!(found[0]["sizing"]["reach_estimate"]["estimate"].is_i64());

    let campaign = json!([{"name": "Oak", "objective_type": "AWARENESS"}]);
    let created = items(&api.post(&format!("{ACCOUNT}/campaigns"), campaign).await);
    let ad_group = json!([{
        "name": "A", "campaign_id": created[0]["data"]["id"], "billable_event": "IMPRESSION",
        "targeting_template_ids": [template["id"]],
    }]);
    let created = items(&api.post(&format!("{ACCOUNT}/ad_groups"), ad_group).await);
    assert_eq!(
        created[0]["data"]["targeting_spec"],
        template["targeting_attributes"]
    );

    let body = json!({
        "id": template["id"], "operation_type": "UPDATE",
        "targeting_attributes": {"LOCATION": ["DE"]},
    });
    assert_eq!(api.patch(&path, body).await.status, 200);
    let found = items(&api.get(&search).await);
    assert_eq!(
        found[0]["targeting_attributes"],
        json!({"LOCATION": ["DE"]})
    );
    let body = json!({"id": template["id"], "operation_type": "REMOVE"});
    api.patch(&path, body).await;
    assert_eq!(
        items(&api.get(&search).await),
        Vec::<serde_json::Value>::new()
    );
}

#[tokio::test]
async fn customer_segments_consist_of_audiences() {
    let api = Api::start().await;
    let audience = audience(&api).await;
    let path = format!("{ACCOUNT}/customer_segments");
    let body = json!({"name": "Fans", "audience_ids": ["1"]});
    assert_eq!(api.post(&path, body).await.status, 404);
    let body = json!({"name": "Fans", "audience_ids": [audience]});
    let segment = api.post(&path, body).await.json();
    let listed = items(&api.get(&format!("{path}?search_query=fans")).await);
    assert_eq!(listed, [segment]);
}
