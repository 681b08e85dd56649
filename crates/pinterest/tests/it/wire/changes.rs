//! The operations that change something.

use pinterest::business_access::{
    Answer, AssetGrants, AssetRequest, BrandAccounts, InviteAssets, MemberGrant, NewAssetGroup,
    PartnerGrant,
};
use pinterest::types::{
    AssetGroupType, AssetGroupUpdate, AssetId, BrandAccountUpdate, Country, InviteType, MemberRole,
    NewBrandAccount, PartnerAssetRef, PartnerType, Permission, ProfileImage,
    ProfileImageContentType, ProfileImageUpdate,
};

use super::row::{Row, row};

/// Every row: first a call with everything set, then one with what is required, where these differ.
pub(super) fn rows() -> Vec<Row> {
    let mut rows = brand_accounts_and_system_users();
    rows.extend(asset_groups());
    rows.extend(invites());
    rows.extend(members());
    rows.extend(partners());
    rows
}

fn brand_accounts_and_system_users() -> Vec<Row> {
    vec![
        row(
            "brand_accounts/create",
            "POST",
            "/business_access/business_hierarchy/7009/brand_accounts",
        )
        .answered_with(r#"{"brand_account_id": "6660"}"#)
        .or_created()
        .call("everything", |client| async move {
            let account =
                NewBrandAccount::new("Lakeside Prints Canada", "lakeside_prints_ca", Country::Ca)
                    .about("Prints, \"framed\" or not – für alle")
                    .profile_image(ProfileImage::new(
                        ProfileImageContentType::Png,
                        "iVBORw0K+/==",
                    ))
                    .website("https://lakeside.example/ca?x=1");
            client
                .business("7009")
                .brand_accounts()
                .create(account)
                .await
        })
        .sends_json(
            r#"{
                    "about": "Prints, \"framed\" or not – für alle",
                    "country": "CA",
                    "name": "Lakeside Prints Canada",
                    "profile_image": {"content_type": "image/png", "data": "iVBORw0K+/=="},
                    "username": "lakeside_prints_ca",
                    "website": "https://lakeside.example/ca?x=1"
                }"#,
        )
        .call("required", |client| async move {
            let account = NewBrandAccount::new("Lakeside", "lakeside", Country::Us);
            BrandAccounts::of(&client, "7009").create(account).await
        })
        .sends_json(r#"{"country": "US", "name": "Lakeside", "username": "lakeside"}"#),
        row(
            "brand_accounts/update",
            "PATCH",
            "/business_access/business_hierarchy/7009/brand_accounts/6660",
        )
        .answered_with(r#"{"brand_account_id": "6660"}"#)
        .call("everything", |client| async move {
            let image = ProfileImageUpdate::new()
                .content_type(ProfileImageContentType::Jpeg)
                .data("/9j/4AAQ");
            let update = BrandAccountUpdate::new()
                .about("")
                .country(Country::De)
                .name("Seeblick")
                .profile_image(image)
                .username("seeblick")
                .website("https://seeblick.example");
            BrandAccounts::of(&client, "7009")
                .update("6660", update)
                .await
        })
        .sends_json(
            r#"{
                    "about": "",
                    "country": "DE",
                    "name": "Seeblick",
                    "profile_image": {"content_type": "image/jpeg", "data": "/9j/4AAQ"},
                    "username": "seeblick",
                    "website": "https://seeblick.example"
                }"#,
        )
        .call("required", |client| async move {
            client
                .business("7009")
                .brand_accounts()
                .update("6660", BrandAccountUpdate::new())
                .await
        })
        .sends_json("{}"),
        row(
            "system_user/update",
            "PATCH",
            "/businesses/7290/system_users/7292",
        )
        .answered_with("")
        .call("required", |client| async move {
            client
                .business("7290")
                .system_users()
                .rename("7292", "Nightly report job")
                .await
        })
        .sends_json(r#"{"name": "Nightly report job"}"#),
    ]
}

fn asset_groups() -> Vec<Row> {
    vec![
        row(
            "asset_group/create",
            "POST",
            "/businesses/7290/asset_groups",
        )
        .or_created()
        .call("required", |client| async move {
            let types = [AssetGroupType::LocationOrLanguage, AssetGroupType::Brand];
            let group = NewAssetGroup::new("Lakeside stores", "All stores at the lake", types);
            client.business("7290").asset_groups().create(group).await
        })
        .sends_json(
            r#"{
                    "asset_group_description": "All stores at the lake",
                    "asset_group_name": "Lakeside stores",
                    "asset_group_types": ["LOCATION_OR_LANGUAGE", "BRAND"]
                }"#,
        ),
        row(
            "asset_group/update",
            "PATCH",
            "/businesses/7290/asset_groups",
        )
        .call("everything", |client| async move {
            let first = AssetGroupUpdate::new("6661")
                .asset_group_types([AssetGroupType::Other])
                .assets_to_add([AssetId::from("5491"), AssetId::from("5492")])
                .assets_to_remove([AssetId::from("5493")])
                .description("Closed")
                .name("Old stores");
            let updates = [first, AssetGroupUpdate::new("6662").name("New stores")];
            client.business("7290").asset_groups().update(updates).await
        })
        .sends_json(
            r#"{"asset_groups_to_update": [
                    {
                        "asset_group_id": "6661",
                        "asset_group_types": ["OTHER"],
                        "assets_to_add": ["5491", "5492"],
                        "assets_to_remove": ["5493"],
                        "description": "Closed",
                        "name": "Old stores"
                    },
                    {"asset_group_id": "6662", "name": "New stores"}
                ]}"#,
        )
        .call("required", |client| async move {
            client
                .business("7290")
                .asset_groups()
                .update([AssetGroupUpdate::new("6661")])
                .await
        })
        .sends_json(r#"{"asset_groups_to_update": [{"asset_group_id": "6661"}]}"#),
        row(
            "asset_group/delete",
            "DELETE",
            "/businesses/7290/asset_groups",
        )
        .call("required", |client| async move {
            client
                .business("7290")
                .asset_groups()
                .delete(["6661", "6662"])
                .await
        })
        .sends_json(r#"{"asset_groups_to_delete": ["6661", "6662"]}"#),
    ]
}

fn invites() -> Vec<Row> {
    vec![
        row("create_membership_or_partnership_invites", "POST", "/businesses/7290/invites")
            .or_created()
            .call("members", |client| async move {
                let invites = client.business("7290").invites();
                invites.invite_members(["ada@example.com", "grace"], MemberRole::BizAdmin).await
            })
            .sends_json(
                r#"{
                    "business_role": "BIZ_ADMIN",
                    "invite_type": "MEMBER_INVITE",
                    "members": ["ada@example.com", "grace"]
                }"#,
            )
            .call("partners", |client| async move {
                client.business("7290").invites().invite_partners(["8091", "8092"]).await
            })
            .sends_json(
                r#"{"business_role": "PARTNER", "invite_type": "PARTNER_INVITE", "partners": ["8091", "8092"]}"#,
            )
            .call("partnerships", |client| async move {
                client.business("7290").invites().request_partnerships(["8091"]).await
            })
            .sends_json(r#"{"business_role": "PARTNER", "invite_type": "PARTNER_REQUEST", "partners": ["8091"]}"#),
        row("cancel_invites_or_requests", "DELETE", "/businesses/7290/invites")
            .call("required", |client| async move { client.business("7290").invites().cancel(["5341", "5342"]).await })
            .sends_json(r#"{"invite_ids": ["5341", "5342"]}"#),
        row("create_asset_invites", "POST", "/businesses/7290/invites/assets/access")
            .or_created()
            .call("required", |client| async move {
                let grants = AssetGrants::new("5491", [Permission::Analyst, Permission::FinanceView])
                    .and("5492", Permission::ProfilePublisher);
                let invites = [
                    InviteAssets::new("5341", InviteType::MemberInvite, grants),
                    InviteAssets::new("5342", InviteType::PartnerRequest, AssetGrants::new("5493", Permission::Admin)),
                ];
                client.business("7290").invites().assign_assets(invites).await
            })
            .sends_json(
                r#"{"invites": [
                    {
                        "asset_id_to_permissions": {"5491": ["ANALYST", "FINANCE_VIEW"], "5492": ["PROFILE_PUBLISHER"]},
                        "invite_id": "5341",
                        "invite_type": "MEMBER_INVITE"
                    },
                    {
                        "asset_id_to_permissions": {"5493": ["ADMIN"]},
                        "invite_id": "5342",
                        "invite_type": "PARTNER_REQUEST"
                    }
                ]}"#,
            ),
        row("asset_access_requests/create", "POST", "/businesses/7290/requests/assets/access")
            .or_created()
            .call("required", |client| async move {
                let grants = AssetGrants::new("5491", Permission::CampaignManager).and("5492", Permission::Admin);
                client.business("7290").invites().request_assets([AssetRequest::new("8091", grants)]).await
            })
            .sends_json(
                r#"{"asset_requests": [
                    {
                        "asset_id_to_permissions": {"5491": ["CAMPAIGN_MANAGER"], "5492": ["ADMIN"]},
                        "partner_id": "8091"
                    }
                ]}"#,
            ),
        row("respond_business_access_invites", "PATCH", "/businesses/invites")
            .call("everything", |client| async move {
                let grants = AssetGrants::new("5491", Permission::Analyst);
                let answers = [
                    Answer::accept_with_assets("5341", grants),
                    Answer::accept("5342"),
                    Answer::decline("5343"),
                ];
                client.invites().respond(answers).await
            })
            .sends_json(
                r#"{"invites": [
                    {
                        "action": {"accept_invite": true, "asset_id_to_permissions": {"5491": ["ANALYST"]}},
                        "invite_id": "5341"
                    },
                    {"action": {"accept_invite": true}, "invite_id": "5342"},
                    {"action": {"accept_invite": false}, "invite_id": "5343"}
                ]}"#,
            )
            .call("required", |client| async move { client.invites().respond([Answer::decline("5343")]).await })
            .sends_json(r#"{"invites": [{"action": {"accept_invite": false}, "invite_id": "5343"}]}"#),
    ]
}

fn members() -> Vec<Row> {
    vec![
        row("update/business_memberships", "PATCH", "/businesses/7290/members")
            .call("required", |client| async move {
                let roles = [("1401", MemberRole::BizAdmin), ("1402", MemberRole::Employee)];
                client.business("7290").members().update_roles(roles).await
            })
            .sends_json(
                r#"[
                    {"business_role": "BIZ_ADMIN", "member_id": "1401"},
                    {"business_role": "EMPLOYEE", "member_id": "1402"}
                ]"#,
            ),
        row("delete_business_membership", "DELETE", "/businesses/7290/members")
            .call("required", |client| async move {
                client.business("7290").members().remove([("1401", MemberRole::Employee)]).await
            })
            .sends_json(r#"{"members": [{"business_role": "EMPLOYEE", "member_id": "1401"}]}"#),
        row("business_members_asset_access/update", "PATCH", "/businesses/7290/members/assets/access")
            .call("required", |client| async move {
                let grants = [
                    MemberGrant::new("1401", "5491", [Permission::Analyst, Permission::FinanceEdit]),
                    MemberGrant::new("1402", "5491", Permission::Admin),
                ];
                client.business("7290").members().grant_assets(grants).await
            })
            .sends_json(
                r#"{"accesses": [
                    {"asset_id": "5491", "member_id": "1401", "permissions": ["ANALYST", "FINANCE_EDIT"]},
                    {"asset_id": "5491", "member_id": "1402", "permissions": ["ADMIN"]}
                ]}"#,
            ),
        row("business_members_asset_access/delete", "DELETE", "/businesses/7290/members/assets/access")
            .call("required", |client| async move {
                client.business("7290").members().revoke_assets([("1401", "5491")]).await
            })
            .sends_json(r#"{"accesses": [{"asset_id": "5491", "member_id": "1401"}]}"#),
    ]
}

fn partners() -> Vec<Row> {
    vec![
        row("delete_business_partners", "DELETE", "/businesses/7290/partners")
            .call("everything", |client| async move {
                client.business("7290").partners().remove(["8091", "8092"], PartnerType::External).await
            })
            .sends_json(r#"{"partner_ids": ["8091", "8092"], "partner_type": "EXTERNAL"}"#)
            .call("required", |client| async move { client.business("7290").partners().remove(["8091"], None).await })
            .sends_json(r#"{"partner_ids": ["8091"]}"#),
        row("update_partner_asset_access_handler_impl", "PATCH", "/businesses/7290/partners/assets")
            .call("required", |client| async move {
                let grants = [PartnerGrant::new("8091", "5491", [Permission::CatalogsManager, Permission::Analyst])];
                client.business("7290").partners().grant_assets(grants).await
            })
            .sends_json(
                r#"{"accesses": [
                    {"asset_id": "5491", "partner_id": "8091", "permissions": ["CATALOGS_MANAGER", "ANALYST"]}
                ]}"#,
            ),
        row("delete_partner_asset_access_handler_impl", "DELETE", "/businesses/7290/partners/assets")
            .call("everything", |client| async move {
                let accesses = [
                    PartnerAssetRef::new("8091", "5491").partner_type(PartnerType::External),
                    PartnerAssetRef::new("8091", "5492").partner_type(PartnerType::Internal),
                ];
                client.business("7290").partners().revoke_assets(accesses).await
            })
            .sends_json(
                r#"{"accesses": [
                    {"asset_id": "5491", "partner_id": "8091", "partner_type": "EXTERNAL"},
                    {"asset_id": "5492", "partner_id": "8091", "partner_type": "INTERNAL"}
                ]}"#,
            )
            .call("required", |client| async move {
                client.business("7290").partners().revoke_assets([PartnerAssetRef::new("8091", "5491")]).await
            })
            .sends_json(r#"{"accesses": [{"asset_id": "5491", "partner_id": "8091"}]}"#),
    ]
}
