//! Business access: invites, and the memberships, partnerships and permissions that come of them.

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

#[tokio::test]
async fn there_are_300_invites_members_and_partners() {
    let api = Api::start().await;
    let of_members = invites(&api, "").await;
    let of_partners = invites(&api, "is_member=false").await;
    assert_eq!(of_members.len() + of_partners.len(), 300);
    let members = all(&api, &format!("/businesses/{BUSINESS}/members")).await;
    assert_eq!(members.len(), 24);
    let path = format!("/businesses/{BUSINESS}/members?fetch_system_users=true");
    assert_eq!(all(&api, &path).await.len(), 3);
    let partners = all(&api, &format!("/businesses/{BUSINESS}/partners")).await;
    assert_eq!(partners.len(), 10);
}

#[tokio::test]
async fn each_addressee_has_an_outcome() {
    let api = Api::start().await;
    let members = all(&api, &format!("/businesses/{BUSINESS}/members")).await;
    let there = members[0]["user"]["username"].as_str().unwrap();
    let names = json!(["new@example.com", "nobody_here", there, "new@example.com"]);
    let items = invite(&api, "MEMBER_INVITE", "EMPLOYEE", "members", names).await;
    assert_eq!(items[0]["invite"]["user"]["email"], "new@example.com");
    assert_eq!(
        items[0]["invite"]["invite_data"]["invite_status"],
        "PENDING"
    );
    assert_eq!(items[0]["invite"]["created_by_business_id"], BUSINESS);
    assert_eq!(items[1]["exception"]["code"], 404);
    assert_eq!(
        items[1]["exception"]["users_or_partner_ids"],
        json!(["nobody_here"])
    );
    assert_eq!(items[2]["exception"]["code"], 409);
    assert_eq!(items[3]["exception"]["code"], 409);
    let listed = invites(&api, "invite_status=PENDING").await;
    assert!(
        listed
            .iter()
            .any(|invite| invite["id"] == items[0]["invite"]["id"])
    );
}

#[tokio::test]
async fn roles_and_addressees_have_to_suit_the_type() {
    let api = Api::start().await;
    let path = format!("/businesses/{BUSINESS}/invites");
    let body = json!({
        "invite_type": "MEMBER_INVITE", "business_role": "PARTNER", "members": ["a@example.com"],
    });
    let response = api.post(&path, body).await;
    assert_eq!(response.status, 400);
    assert!(response.body.contains("'business_role'"), "{response:?}");
    let body = json!({
        "invite_type": "PARTNER_INVITE", "business_role": "PARTNER", "members": ["a@example.com"],
    });
    let response = api.post(&path, body).await;
    assert!(
        response.body.contains("'partners' is required"),
        "{response:?}"
    );
    let many: Vec<String> = (0..51).map(|n| format!("p{n}@example.com")).collect();
    let body = json!({
        "invite_type": "MEMBER_INVITE", "business_role": "EMPLOYEE", "members": many,
    });
    let response = api.post(&path, body).await;
    assert!(response.body.contains("at most 50"), "{response:?}");
    let response = api.get("/businesses/123/members").await;
    assert_eq!(
        (response.status, response.json()["code"].as_i64()),
        (403, Some(29))
    );
}

#[tokio::test]
async fn the_number_of_pending_invites_is_limited() {
    let api = Api::start().await;
    let mut last = Value::Null;
    for batch in 0..10 {
        let names: Vec<String> = (0..50)
            .map(|n| format!("p{batch}.{n}@example.com"))
            .collect();
        last = invite(&api, "MEMBER_INVITE", "EMPLOYEE", "members", json!(names)).await;
    }
    assert_eq!(
        last[49]["exception"]["message"],
        "You hit the maximum number of pending invites allowed."
    );
    assert_eq!(last[49]["exception"]["code"], 403);
}

#[tokio::test]
async fn an_invite_is_cancelled_once() {
    let api = Api::start().await;
    let names = json!(["new@example.com"]);
    let items = invite(&api, "MEMBER_INVITE", "BIZ_ADMIN", "members", names).await;
    let id = &items[0]["invite"]["id"];
    let path = format!("/businesses/{BUSINESS}/invites");
    let body = json!({"invite_ids": [id, "1"]});
    let response = delete(&api, &path, body.clone()).await.json();
    let cancelled = &response["items"][0]["invite"];
    assert_eq!(cancelled["invite_data"]["invite_status"], "CANCELLED");
    assert_eq!(cancelled["user"], json!({"email": "new@example.com"}));
    assert_eq!(response["items"][1]["exception"]["invite_id"], "1");
    let again = delete(&api, &path, body).await.json();
    assert!(
        again["items"][0]["exception"]["message"]
            .as_str()
            .unwrap()
            .contains("CANCELLED")
    );
    let listed = invites(&api, "invite_status=PENDING").await;
    assert!(listed.iter().all(|invite| invite["id"] != *id));
}

#[tokio::test]
async fn an_invite_expires_by_the_clock() {
    let api = Api::start().await;
    let pending = received(&api, "PARTNER_INVITE").await;
    api.advance(31 * 86_400);
    let expired = invites(&api, "is_member=false&invite_status=EXPIRED").await;
    assert!(expired.iter().any(|invite| invite["id"] == pending["id"]));
    assert!(invites(&api, "invite_status=PENDING").await.is_empty());
    let outcome = respond(&api, &pending["id"], json!({"accept_invite": true})).await;
    assert_eq!(outcome["exception"]["code"], 409);
    assert_eq!(outcome["exception"]["invite_or_request_id"], pending["id"]);
}

#[tokio::test]
async fn who_accepts_a_membership_has_an_employer() {
    let api = Api::start().await;
    let invite = received(&api, "MEMBER_INVITE").await;
    let business = &invite["created_by_business"]["id"];
    let employers = all(&api, "/businesses/employers?assets_summary=true").await;
    assert!(employers.iter().all(|employer| employer["id"] != *business));
    let outcome = respond(&api, &invite["id"], json!({"accept_invite": true})).await;
    assert_eq!(
        outcome["invite"]["invite_data"]["invite_status"],
        "ACCEPTED"
    );
    assert_eq!(outcome["invite"]["is_received_invite"], true);
    let employers = all(&api, "/businesses/employers").await;
    let employer = employers
        .iter()
        .find(|employer| employer["id"] == *business);
    assert_eq!(employer.unwrap()["business_roles"], json!(["EMPLOYEE"]));
    let again = respond(&api, &invite["id"], json!({"accept_invite": false})).await;
    assert_eq!(again["exception"]["code"], 409);
    let unknown = respond(&api, &json!("1"), json!({"accept_invite": true})).await;
    assert_eq!(unknown["exception"]["code"], 404);
}

#[tokio::test]
async fn who_accepts_a_request_shares_assets() {
    let api = Api::start().await;
    let request = received(&api, "PARTNER_REQUEST").await;
    let partner = request["created_by_business"]["id"].as_str().unwrap();
    let profile = profile_of(&api, BUSINESS).await;
    let unsuited = json!({
        "accept_invite": true, "asset_id_to_permissions": {&profile: ["FINANCE_VIEW"]},
    });
    let outcome = respond(&api, &request["id"], unsuited).await;
    assert_eq!(outcome["exception"]["code"], 400);
    let action = json!({
        "accept_invite": true, "asset_id_to_permissions": {&profile: ["PROFILE_PUBLISHER"]},
    });
    let outcome = respond(&api, &request["id"], action).await;
    assert_eq!(
        outcome["invite"]["invite_data"]["invite_status"], "ACCEPTED",
        "{outcome}"
    );
    let path = format!(
        "/businesses/{BUSINESS}/partners?partner_type=INTERNAL&assets_summary=true&partner_ids={partner}"
    );
    let partners = all(&api, &path).await;
    assert_eq!(partners[0]["is_shared_partner"], false);
    assert_eq!(partners[0]["assets_summary"]["profiles"][0]["id"], profile);

    let shared = format!("/businesses/{BUSINESS}/partners/{partner}/assets?asset_type=PROFILE");
    assert_eq!(
        all(&api, &shared).await[0]["permissions"],
        json!(["PROFILE_PUBLISHER"])
    );
    let path = format!("/businesses/{BUSINESS}/partners/assets");
    let access = json!({"partner_id": partner, "asset_id": profile, "permissions": ["ANALYST"]});
    let unknown = json!({"partner_id": "1", "asset_id": profile, "permissions": ["ANALYST"]});
    let body = json!({"accesses": [access, unknown]});
    let updated = api.patch(&path, body).await.json();
    assert_eq!(updated["items"].as_array().unwrap().len(), 1);
    assert_eq!(
        all(&api, &shared).await[0]["permissions"],
        json!(["ANALYST"])
    );
    let users = format!("/businesses/{BUSINESS}/assets/{profile}/partners");
    assert!(
        all(&api, &users)
            .await
            .iter()
            .any(|user| user["user"]["id"] == partner)
    );
    let body = json!({"accesses": [{"partner_id": partner, "asset_id": profile}]});
    let revoked = delete(&api, &path, body).await.json();
    assert_eq!(revoked["items"][0]["permissions"], json!(["ANALYST"]));
    assert!(all(&api, &shared).await.is_empty());

    let path = format!("/businesses/{BUSINESS}/partners");
    let body = json!({"partner_ids": [partner, "1"]});
    assert_eq!(delete(&api, &path, body).await.status, 404);
    let body = json!({"partner_ids": [partner], "partner_type": "INTERNAL"});
    let deleted = delete(&api, &path, body).await.json();
    assert_eq!(deleted["deleted_partners"], json!([partner]));
    assert_eq!(api.get(&shared).await.status, 404);
}

#[tokio::test]
async fn a_partner_invite_opens_assets_of_the_sender() {
    let api = Api::start().await;
    let invite = received(&api, "PARTNER_INVITE").await;
    let partner = invite["created_by_business"]["id"].as_str().unwrap();
    let outcome = respond(&api, &invite["id"], json!({"accept_invite": true})).await;
    assert_eq!(
        outcome["invite"]["invite_data"]["invite_status"],
        "ACCEPTED"
    );
    let path = format!("/businesses/{BUSINESS}/partners?partner_type=EXTERNAL");
    let partners = all(&api, &path).await;
    let found = partners
        .iter()
        .find(|found| found["id"] == partner)
        .unwrap();
    assert_eq!(found["is_shared_partner"], true);
    let declined = received(&api, "PARTNER_INVITE").await;
    let outcome = respond(&api, &declined["id"], json!({"accept_invite": false})).await;
    assert_eq!(
        outcome["invite"]["invite_data"]["invite_status"],
        "DECLINED"
    );
}

#[tokio::test]
async fn permissions_are_attached_to_pending_invites() {
    let api = Api::start().await;
    let profile = profile_of(&api, BUSINESS).await;
    let names = json!(["new@example.com"]);
    let items = invite(&api, "MEMBER_INVITE", "EMPLOYEE", "members", names).await;
    let id = &items[0]["invite"]["id"];
    let with = |kind: &str, asset: &str| {
        json!({
            "invite_id": id, "invite_type": kind,
            "asset_id_to_permissions": {asset: ["PROFILE_PUBLISHER"]},
        })
    };
    let body = json!({"invites": [
        with("MEMBER_INVITE", &profile), with("PARTNER_INVITE", &profile),
        with("MEMBER_INVITE", "77"),
    ]});
    let path = format!("/businesses/{BUSINESS}/invites/assets/access");
    let response = api.post(&path, body).await.json();
    assert_eq!(response["items"][0]["invite"]["id"], *id, "{response}");
    assert_eq!(response["items"][1]["exception"]["code"], 400);
    assert_eq!(response["items"][2]["exception"]["code"], 404);
    let listed = invites(&api, "").await;
    let listed = listed.iter().find(|invite| invite["id"] == *id).unwrap();
    assert_eq!(listed["assets_summary"]["profiles"][0]["id"], profile);
}

#[tokio::test]
async fn a_partner_is_asked_for_access() {
    let api = Api::start().await;
    let path = format!("/businesses/{BUSINESS}/partners?partner_type=EXTERNAL");
    let partner = all(&api, &path).await[0]["id"].as_str().unwrap().to_owned();
    let shared = format!(
        "/businesses/{BUSINESS}/partners/{partner}/assets?asset_type=PROFILE&partner_type=EXTERNAL"
    );
    let asset = all(&api, &shared).await[0]["asset_id"].clone();
    let body = json!({"asset_requests": [
        {"partner_id": partner,
         "asset_id_to_permissions": {asset.as_str().unwrap(): ["ANALYST"]}},
        {"partner_id": "1", "asset_id_to_permissions": {}},
    ]});
    let path = format!("/businesses/{BUSINESS}/requests/assets/access");
    let response = api.post(&path, body).await.json();
    let id = &response["invites"][&partner];
    assert_eq!(response["exceptions"][0]["code"], 404);
    let listed = invites(&api, "is_member=false&invite_status=PENDING").await;
    let listed = listed.iter().find(|invite| invite["id"] == *id).unwrap();
    assert_eq!(listed["invite_data"]["invite_type"], "PARTNER_REQUEST");
    assert_eq!(listed["is_received_invite"], false);
}

#[tokio::test]
async fn members_have_roles_and_assets_until_they_leave() {
    let api = Api::start().await;
    let path = format!("/businesses/{BUSINESS}/members");
    let admins = all(&api, &format!("{path}?business_roles=BIZ_ADMIN")).await;
    assert_eq!(admins.len(), 4);
    let member = admins[0]["id"].as_str().unwrap();
    let profile = profile_of(&api, BUSINESS).await;
    let access = format!("{path}/assets/access");
    let body = json!({"accesses": [
        {"member_id": member, "asset_id": profile, "permissions": ["PROFILE_PUBLISHER", "ADMIN"]},
        {"member_id": "1", "asset_id": profile, "permissions": ["ADMIN"]},
    ]});
    let response = api.patch(&access, body).await.json();
    assert_eq!(response["items"][0]["response"]["member_id"], member);
    assert_eq!(response["items"][1], json!({}));
    let assets = format!("{path}/{member}/assets?asset_type=PROFILE");
    let page = api.get(&assets).await.json();
    assert_eq!(page["total_data_count"], 1);
    assert_eq!(
        page["items"][0]["permissions"],
        json!(["PROFILE_PUBLISHER", "ADMIN"])
    );
    let users = format!("/businesses/{BUSINESS}/assets/{profile}/members");
    assert!(
        all(&api, &users)
            .await
            .iter()
            .any(|user| user["user"]["id"] == member)
    );
    let body = json!({"accesses": [{"member_id": member, "asset_id": profile}]});
    let response = delete(&api, &access, body).await.json();
    assert_eq!(response["items"].as_array().unwrap().len(), 1);
    assert_eq!(api.get(&assets).await.json()["total_data_count"], 0);

    let body = json!([{"member_id": member, "business_role": "EMPLOYEE"}]);
    assert_eq!(api.patch(&path, body).await.status, 200);
    let body = json!({"members": [{"member_id": member, "business_role": "BIZ_ADMIN"}]});
    assert_eq!(delete(&api, &path, body).await.status, 404);
    let body = json!({"members": [{"member_id": member, "business_role": "EMPLOYEE"}]});
    let response = delete(&api, &path, body).await.json();
    assert_eq!(response["deleted_members"], json!([member]));
    assert_eq!(api.get(&assets).await.status, 404);
    let listed = all(&api, &format!("{path}?member_ids={member}")).await;
    assert!(listed.is_empty());
}

#[tokio::test]
async fn groups_of_assets_are_created_changed_and_deleted() {
    let api = Api::start().await;
    let path = format!("/businesses/{BUSINESS}/asset_groups");
    let profile = profile_of(&api, BUSINESS).await;
    let body = json!({
        "asset_group_name": "Lake", "asset_group_description": "Stores at the lake",
        "asset_group_types": ["BRAND"],
    });
    let group = api.post(&path, body).await.json()["asset_group"].clone();
    let id = group["id"].as_str().unwrap();
    let body = json!({"asset_groups_to_update": [
        {"asset_group_id": id, "name": "Shore", "assets_to_add": [profile]},
        {"asset_group_id": id, "assets_to_add": ["77"]},
    ]});
    let response = api.patch(&path, body).await.json();
    assert_eq!(
        response["updated_asset_groups"][0]["profiles_ids"],
        json!([profile])
    );
    assert_eq!(response["exceptions"][0]["code"], 404);
    let assets = format!("/businesses/{BUSINESS}/assets");
    let groups = format!("{assets}?asset_type=ASSET_GROUP&child_asset_id={profile}");
    let listed = all(&api, &groups).await;
    assert_eq!(listed[0]["asset_group_info"]["asset_group_name"], "Shore");
    let inside = format!("{assets}?asset_type=PROFILE&asset_group_id={id}");
    assert_eq!(all(&api, &inside).await.len(), 1);
    let response = delete(&api, &path, json!({"asset_groups_to_delete": [id, "77"]})).await;
    let response = response.json();
    assert_eq!(response["deleted_asset_groups"], json!([id]));
    assert_eq!(response["exceptions"][0]["asset_group_id"], "77");
}

#[tokio::test]
async fn brand_accounts_and_system_users_are_renamed() {
    let api = Api::start().await;
    let path = format!("/business_access/business_hierarchy/{BUSINESS}/brand_accounts");
    let body = json!({"name": "Oak Canada", "username": "oak_canada", "country": "CA"});
    let brand = api.post(&path, body.clone()).await.json();
    assert_eq!(api.post(&path, body).await.status, 409);
    let brand = format!("{path}/{}", brand["brand_account_id"].as_str().unwrap());
    assert_eq!(
        api.patch(&brand, json!({"name": "Oak Nord"})).await.status,
        200
    );
    let other = api
        .patch(&format!("{path}/{BUSINESS}"), json!({"name": "x"}))
        .await;
    assert_eq!(other.status, 409);
    let unknown = api.patch(&format!("{path}/1"), json!({"name": "x"})).await;
    assert_eq!(unknown.status, 404);

    let members = format!("/businesses/{BUSINESS}/members?fetch_system_users=true");
    let user = all(&api, &members).await[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/businesses/{BUSINESS}/system_users/{user}");
    assert_eq!(
        api.patch(&path, json!({"name": "night job"})).await.status,
        200
    );
    assert_eq!(
        all(&api, &members).await[0]["user"]["username"],
        "night job"
    );
}
