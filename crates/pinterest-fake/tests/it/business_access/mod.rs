//! Business access: invites, and the memberships, partnerships and permissions that come of them.

mod invites;
mod relationships;

use serde_json::{Value, json};

use crate::api::Api;

/// The main account, which is a business.
const BUSINESS: &str = "549755885175";

async fn all(api: &Api, path: &str) -> Vec<Value> {
    let mut items = Vec::new();
    let mut bookmark = String::new();
    loop {
        let separator = if path.contains('?') { '&' } else { '?' };
        let page = api
            .get(&format!("{path}{separator}page_size=100{bookmark}"))
            .await;
        assert_eq!(page.status, 200, "{page:?}");
        let page = page.json();
        items.extend(page["items"].as_array().unwrap().iter().cloned());
        match page["bookmark"].as_str() {
            Some(next) => bookmark = format!("&bookmark={next}"),
            None => return items,
        }
    }
}

async fn invites(api: &Api, query: &str) -> Vec<Value> {
    all(api, &format!("/businesses/{BUSINESS}/invites?{query}")).await
}

async fn invite(api: &Api, kind: &str, role: &str, field: &str, names: Value) -> Value {
    let body = json!({"invite_type": kind, "business_role": role, field: names});
    let response = api
        .post(&format!("/businesses/{BUSINESS}/invites"), body)
        .await;
    assert!((200..300).contains(&response.status), "{response:?}");
    response.json()["items"].clone()
}

async fn respond(api: &Api, id: &Value, action: Value) -> Value {
    let body = json!({"invites": [{"invite_id": id, "action": action}]});
    let response = api.patch("/businesses/invites", body).await;
    assert_eq!(response.status, 200, "{response:?}");
    response.json()["items"][0].clone()
}

async fn delete(api: &Api, path: &str, body: Value) -> crate::api::Response {
    let request = api.request(reqwest::Method::DELETE, path).json(&body);
    api.send(request).await
}

/// The first pending invite of a kind that the business has received.
async fn received(api: &Api, kind: &str) -> Value {
    let is_member = kind == "MEMBER_INVITE";
    let query = format!("is_member={is_member}&invite_type={kind}&invite_status=PENDING");
    let found = invites(api, &query).await;
    found
        .into_iter()
        .find(|invite| invite["is_received_invite"] == true)
        .unwrap()
}

async fn profile_of(api: &Api, business: &str) -> String {
    let path = format!("/businesses/{business}/assets?asset_type=PROFILE&permissions=OWNER");
    let assets = all(api, &path).await;
    assets[0]["asset_id"].as_str().unwrap().to_owned()
}
