//! The operations that change something.

use pinterest::business_access::{
    AssetGrants, AssetRequest, BrandAccounts, InviteAssets, InviteResponse, MemberGrant,
    NewAssetGroup, PartnerGrant,
};
use pinterest::types::{
    AssetGroupType, AssetGroupUpdate, AssetId, BrandAccountUpdate, Country, InviteType, MemberRole,
    NewBrandAccount, PartnerAssetRef, PartnerType, Permission, ProfileImage,
    ProfileImageContentType, ProfileImageUpdate,
};

use crate::tables::Row;

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
        Row::new(
            "POST /business_access/business_hierarchy/7009/brand_accounts",
            |client| async move {
                let account = NewBrandAccount::new(
                    "Lakeside Prints Canada",
                    "lakeside_prints_ca",
                    Country::Ca,
                )
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
            },
        )
        .operation("brand_accounts/create")
        .responds(r#"{"brand_account_id": "6660"}"#)
        .body(
            r#"{
                    "about": "Prints, \"framed\" or not – für alle",
                    "country": "CA",
                    "name": "Lakeside Prints Canada",
                    "profile_image": {"content_type": "image/png",
                "data": "iVBORw0K+/=="},
                    "username": "lakeside_prints_ca",
                    "website": "https://lakeside.example/ca?x=1"
                }"#,
        ),
        Row::new(
            "POST /business_access/business_hierarchy/7009/brand_accounts",
            |client| async move {
                let account = NewBrandAccount::new("Lakeside", "lakeside", Country::Us);
                BrandAccounts::of(&client, "7009").create(account).await
            },
        )
        .operation("brand_accounts/create")
        .responds(r#"{"brand_account_id": "6660"}"#)
        .body(r#"{"country": "US", "name": "Lakeside", "username": "lakeside"}"#),
        Row::new(
            "PATCH /business_access/business_hierarchy/7009/brand_accounts/6660",
            |client| async move {
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
            },
        )
        .operation("brand_accounts/update")
        .responds(r#"{"brand_account_id": "6660"}"#)
        .body(
            r#"{
                    "about": "",
                    "country": "DE",
                    "name": "Seeblick",
                    "profile_image": {"content_type": "image/jpeg",
                "data": "/9j/4AAQ"},
                    "username": "seeblick",
                    "website": "https://seeblick.example"
                }"#,
        ),
        Row::new(
            "PATCH /business_access/business_hierarchy/7009/brand_accounts/6660",
            |client| async move {
                client
                    .business("7009")
                    .brand_accounts()
                    .update("6660", BrandAccountUpdate::new())
                    .await
            },
        )
        .operation("brand_accounts/update")
        .responds(r#"{"brand_account_id": "6660"}"#)
        .body("{}"),
        Row::new(
            "PATCH /businesses/7290/system_users/7292",
            |client| async move {
                client
                    .business("7290")
                    .system_users()
                    .rename("7292", "Nightly report job")
                    .await
            },
        )
        .operation("system_user/update")
        .responds("")
        .body(r#"{"name": "Nightly report job"}"#),
    ]
}

fn asset_groups() -> Vec<Row> {
    vec![
        Row::new("POST /businesses/7290/asset_groups", |client| async move {
            let types = [AssetGroupType::LocationOrLanguage, AssetGroupType::Brand];
            let group = NewAssetGroup::new("Lakeside stores", "All stores at the lake", types);
            client.business("7290").asset_groups().create(group).await
        })
        .operation("asset_group/create")
        .body(
            r#"{
                    "asset_group_description": "All stores at the lake",
                    "asset_group_name": "Lakeside stores",
                    "asset_group_types": ["LOCATION_OR_LANGUAGE", "BRAND"]
                }"#,
        ),
        Row::new("PATCH /businesses/7290/asset_groups", |client| async move {
            let first = AssetGroupUpdate::new("6661")
                .asset_group_types([AssetGroupType::Other])
                .assets_to_add([AssetId::from("5491"), AssetId::from("5492")])
                .assets_to_remove([AssetId::from("5493")])
                .description("Closed")
                .name("Old stores");
            let updates = [first, AssetGroupUpdate::new("6662").name("New stores")];
            let groups = client.business("7290").asset_groups();
            groups.update_all(updates).await
        })
        .operation("asset_group/update")
        .body(
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
        ),
        Row::new("PATCH /businesses/7290/asset_groups", |client| async move {
            client
                .business("7290")
                .asset_groups()
                .update_all([AssetGroupUpdate::new("6661")])
                .await
        })
        .operation("asset_group/update")
        .body(r#"{"asset_groups_to_update": [{"asset_group_id": "6661"}]}"#),
        Row::new(
            "DELETE /businesses/7290/asset_groups",
            |client| async move {
                client
                    .business("7290")
                    .asset_groups()
                    .delete_all(["6661", "6662"])
                    .await
            },
        )
        .operation("asset_group/delete")
        .body(r#"{"asset_groups_to_delete": ["6661", "6662"]}"#),
    ]
}

fn invites() -> Vec<Row> {
    vec![
        Row::new("POST /businesses/7290/invites", |client| async move {
            let invites = client.business("7290").invites();
            invites
                .invite_members(["ada@example.com", "grace"], MemberRole::BizAdmin)
                .await
        })
        .operation("create_membership_or_partnership_invites")
        .body(
            r#"{
                    "business_role": "BIZ_ADMIN",
                    "invite_type": "MEMBER_INVITE",
                    "members": ["ada@example.com", "grace"]
                }"#,
        ),
        Row::new("POST /businesses/7290/invites", |client| async move {
            client
                .business("7290")
                .invites()
                .invite_partners(["8091", "8092"])
                .await
        })
        .operation("create_membership_or_partnership_invites")
        .body(
            r#"{"business_role": "PARTNER", "invite_type": "PARTNER_INVITE",
                "partners": ["8091", "8092"]}"#,
        ),
        Row::new("POST /businesses/7290/invites", |client| async move {
            client
                .business("7290")
                .invites()
                .request_partnerships(["8091"])
                .await
        })
        .operation("create_membership_or_partnership_invites")
        .body(
            r#"{"business_role": "PARTNER", "invite_type": "PARTNER_REQUEST",
                "partners": ["8091"]}"#,
        ),
        Row::new("DELETE /businesses/7290/invites", |client| async move {
            client
                .business("7290")
                .invites()
                .cancel_all(["5341", "5342"])
                .await
        })
        .operation("cancel_invites_or_requests")
        .body(r#"{"invite_ids": ["5341", "5342"]}"#),
        Row::new(
            "POST /businesses/7290/invites/assets/access",
            |client| async move {
                let grants =
                    AssetGrants::new("5491", [Permission::Analyst, Permission::FinanceView])
                        .and("5492", Permission::ProfilePublisher);
                let invites = [
                    InviteAssets::new("5341", InviteType::MemberInvite, grants),
                    InviteAssets::new(
                        "5342",
                        InviteType::PartnerRequest,
                        AssetGrants::new("5493", Permission::Admin),
                    ),
                ];
                client
                    .business("7290")
                    .invites()
                    .assign_assets(invites)
                    .await
            },
        )
        .operation("create_asset_invites")
        .body(
            r#"{"invites": [
                    {
                        "asset_id_to_permissions": {"5491": ["ANALYST", "FINANCE_VIEW"],
                "5492": ["PROFILE_PUBLISHER"]},
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
        Row::new(
            "POST /businesses/7290/requests/assets/access",
            |client| async move {
                let grants = AssetGrants::new("5491", Permission::CampaignManager)
                    .and("5492", Permission::Admin);
                client
                    .business("7290")
                    .invites()
                    .request_assets([AssetRequest::new("8091", grants)])
                    .await
            },
        )
        .operation("asset_access_requests/create")
        .body(
            r#"{"asset_requests": [
                    {
                        "asset_id_to_permissions": {"5491": ["CAMPAIGN_MANAGER"],
                "5492": ["ADMIN"]},
                        "partner_id": "8091"
                    }
                ]}"#,
        ),
        Row::new("PATCH /businesses/invites", |client| async move {
            let grants = AssetGrants::new("5491", Permission::Analyst);
            let responses = [
                InviteResponse::accept_with_assets("5341", grants),
                InviteResponse::accept("5342"),
                InviteResponse::decline("5343"),
            ];
            client.received_invites().respond_all(responses).await
        })
        .operation("respond_business_access_invites")
        .body(
            r#"{"invites": [
                    {
                        "action": {"accept_invite": true,
                "asset_id_to_permissions": {"5491": ["ANALYST"]}},
                        "invite_id": "5341"
                    },
                    {"action": {"accept_invite": true}, "invite_id": "5342"},
                    {"action": {"accept_invite": false}, "invite_id": "5343"}
                ]}"#,
        ),
        Row::new("PATCH /businesses/invites", |client| async move {
            let response = InviteResponse::decline("5343");
            client.received_invites().respond(response).await
        })
        .operation("respond_business_access_invites")
        .responds(r#"{"items": [{"invite": {"id": "5343"}}]}"#)
        .body(
            r#"{"invites": [{"action": {"accept_invite": false},
                "invite_id": "5343"}]}"#,
        ),
    ]
}

fn members() -> Vec<Row> {
    vec![
        Row::new("PATCH /businesses/7290/members", |client| async move {
            let roles = [
                ("1401", MemberRole::BizAdmin),
                ("1402", MemberRole::Employee),
            ];
            client.business("7290").members().update_roles(roles).await
        })
        .operation("update/business_memberships")
        .body(
            r#"[
                    {"business_role": "BIZ_ADMIN", "member_id": "1401"},
                    {"business_role": "EMPLOYEE", "member_id": "1402"}
                ]"#,
        ),
        Row::new("DELETE /businesses/7290/members", |client| async move {
            client
                .business("7290")
                .members()
                .remove("1401", MemberRole::Employee)
                .await
        })
        .operation("delete_business_membership")
        .responds(r#"{"deleted_members": ["1401"]}"#)
        .body(r#"{"members": [{"business_role": "EMPLOYEE", "member_id": "1401"}]}"#),
        Row::new(
            "PATCH /businesses/7290/members/assets/access",
            |client| async move {
                let grants = [
                    MemberGrant::new(
                        "1401",
                        "5491",
                        [Permission::Analyst, Permission::FinanceEdit],
                    ),
                    MemberGrant::new("1402", "5491", Permission::Admin),
                ];
                client.business("7290").members().grant_assets(grants).await
            },
        )
        .operation("business_members_asset_access/update")
        .body(
            r#"{"accesses": [
                    {"asset_id": "5491", "member_id": "1401",
                "permissions": ["ANALYST",
                "FINANCE_EDIT"]},
                    {"asset_id": "5491", "member_id": "1402",
                "permissions": ["ADMIN"]}
                ]}"#,
        ),
        Row::new(
            "DELETE /businesses/7290/members/assets/access",
            |client| async move {
                client
                    .business("7290")
                    .members()
                    .revoke_assets([("1401", "5491")])
                    .await
            },
        )
        .operation("business_members_asset_access/delete")
        .body(r#"{"accesses": [{"asset_id": "5491", "member_id": "1401"}]}"#),
    ]
}

fn partners() -> Vec<Row> {
    vec![
        Row::new("DELETE /businesses/7290/partners", |client| async move {
            client
                .business("7290")
                .partners()
                .remove_all(["8091", "8092"], PartnerType::External)
                .await
        })
        .operation("delete_business_partners")
        .body(r#"{"partner_ids": ["8091", "8092"], "partner_type": "EXTERNAL"}"#),
        Row::new("DELETE /businesses/7290/partners", |client| async move {
            client
                .business("7290")
                .partners()
                .remove("8091", PartnerType::Internal)
                .await
        })
        .operation("delete_business_partners")
        .responds(r#"{"deleted_partners": ["8091"]}"#)
        .body(r#"{"partner_ids": ["8091"], "partner_type": "INTERNAL"}"#),
        Row::new(
            "PATCH /businesses/7290/partners/assets",
            |client| async move {
                let grants = [PartnerGrant::new(
                    "8091",
                    "5491",
                    [Permission::CatalogsManager, Permission::Analyst],
                )];
                client
                    .business("7290")
                    .partners()
                    .grant_assets(grants)
                    .await
            },
        )
        .operation("update_partner_asset_access_handler_impl")
        .body(
            r#"{"accesses": [
                    {"asset_id": "5491", "partner_id": "8091",
                "permissions": ["CATALOGS_MANAGER",
                "ANALYST"]}
                ]}"#,
        ),
        Row::new(
            "DELETE /businesses/7290/partners/assets",
            |client| async move {
                let accesses = [
                    PartnerAssetRef::new("8091", "5491").partner_type(PartnerType::External),
                    PartnerAssetRef::new("8091", "5492").partner_type(PartnerType::Internal),
                ];
                client
                    .business("7290")
                    .partners()
                    .revoke_assets(accesses)
                    .await
            },
        )
        .operation("delete_partner_asset_access_handler_impl")
        .body(
            r#"{"accesses": [
                    {"asset_id": "5491", "partner_id": "8091",
                "partner_type": "EXTERNAL"},
                    {"asset_id": "5492", "partner_id": "8091",
                "partner_type": "INTERNAL"}
                ]}"#,
        ),
        Row::new(
            "DELETE /businesses/7290/partners/assets",
            |client| async move {
                client
                    .business("7290")
                    .partners()
                    .revoke_assets([PartnerAssetRef::new("8091", "5491")])
                    .await
            },
        )
        .operation("delete_partner_asset_access_handler_impl")
        .body(r#"{"accesses": [{"asset_id": "5491", "partner_id": "8091"}]}"#),
    ]
}
