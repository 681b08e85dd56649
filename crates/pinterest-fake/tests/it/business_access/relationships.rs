//! Members, partners, and what they can use.

use serde_json::json;

use super::{BUSINESS, all, delete, profile_of, received, respond};
use crate::api::Api;

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
