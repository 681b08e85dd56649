//! Invites and requests.

use serde_json::{Value, json};

use super::{BUSINESS, all, delete, invite, invites, profile_of, received, respond};
use crate::api::Api;

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
