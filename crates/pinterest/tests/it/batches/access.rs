//! Results of changing members, partners and what they may use.

use pinterest::business_access::{MemberGrant, PartnerGrant};
use pinterest::types::{
    GrantedMemberAccess, GrantedPartnerAccess, MemberAssetRef, MemberId, MemberRole, Membership,
    PartnerAssetRef, PartnerId, PartnerType, Permission, RevokedMemberAccess, RevokedPartnerAccess,
};
use pinterest::{BatchOutcome, Client, Error};

use super::assert_outcome;

type Outcome<I, T> = Result<BatchOutcome<I, T>, Error>;

async fn update_roles(client: Client) -> Outcome<Membership, Membership> {
    let roles = [
        ("1401", MemberRole::BizAdmin),
        ("1402", MemberRole::Employee),
    ];
    client.business("7290").members().update_roles(roles).await
}

#[tokio::test]
async fn changed_roles_are_told_apart_by_member() {
    let cases: &[(&str, &[&str])] = &[
        (
            r#"{"items": [{"business_role": "BIZ_ADMIN", "member_id": "1401"}, {"business_role": "EMPLOYEE", "member_id": "1402"}]}"#,
            &[
                "1401 as BIZ_ADMIN: done 1401 as BIZ_ADMIN",
                "1402 as EMPLOYEE: done 1402 as EMPLOYEE",
            ],
        ),
        (
            r#"{"items": [{"business_role": "EMPLOYEE", "member_id": "1402"}, {"business_role": "AUDITOR", "member_id": "1401"}]}"#,
            &[
                "1401 as BIZ_ADMIN: done 1401 as AUDITOR",
                "1402 as EMPLOYEE: done 1402 as EMPLOYEE",
            ],
        ),
        (
            r#"{"items": [{"business_role": "EMPLOYEE", "member_id": "1402"}]}"#,
            &[
                "1401 as BIZ_ADMIN: unconfirmed",
                "1402 as EMPLOYEE: done 1402 as EMPLOYEE",
            ],
        ),
        (
            "{}",
            &[
                "1401 as BIZ_ADMIN: unconfirmed",
                "1402 as EMPLOYEE: unconfirmed",
            ],
        ),
    ];
    for (response, expected) in cases {
        assert_outcome(update_roles, response, expected).await;
    }
}

async fn remove_members(client: Client) -> Outcome<Membership, MemberId> {
    let members = [
        ("1401", MemberRole::Employee),
        ("1402", MemberRole::Employee),
    ];
    client.business("7290").members().remove_all(members).await
}

#[tokio::test]
async fn removed_members_are_told_apart_by_id() {
    let cases: &[(&str, &[&str])] = &[
        (
            r#"{"deleted_members": ["1402", "1401"]}"#,
            &["1401 as EMPLOYEE: done 1401", "1402 as EMPLOYEE: done 1402"],
        ),
        (
            r#"{"deleted_members": ["1402"]}"#,
            &[
                "1401 as EMPLOYEE: unconfirmed",
                "1402 as EMPLOYEE: done 1402",
            ],
        ),
        (
            r#"{"deleted_members": ["1401", "1402", "1499"]}"#,
            &[
                "1401 as EMPLOYEE: done 1401",
                "1402 as EMPLOYEE: done 1402",
                "nobody: done 1499",
            ],
        ),
    ];
    for (response, expected) in cases {
        assert_outcome(remove_members, response, expected).await;
    }
}

async fn remove_partners(client: Client) -> Outcome<PartnerId, PartnerId> {
    client
        .business("7290")
        .partners()
        .remove_all(["8091", "8092"], PartnerType::Internal)
        .await
}

#[tokio::test]
async fn removed_partners_are_told_apart_by_id() {
    let cases: &[(&str, &[&str])] = &[
        (
            r#"{"deleted_partners": ["8091", "8092"]}"#,
            &["8091: done 8091", "8092: done 8092"],
        ),
        (
            r#"{"deleted_partners": ["8092"]}"#,
            &["8091: unconfirmed", "8092: done 8092"],
        ),
        ("{}", &["8091: unconfirmed", "8092: unconfirmed"]),
    ];
    for (response, expected) in cases {
        assert_outcome(remove_partners, response, expected).await;
    }
}

/// One asset for two members and one member for two assets, so that only the pair tells them apart.
const PAIRS: [(&str, &str); 3] = [("1401", "5491"), ("1402", "5491"), ("1401", "5492")];

async fn grant_to_members(client: Client) -> Outcome<MemberGrant, GrantedMemberAccess> {
    let grants = PAIRS.map(|(member, asset)| MemberGrant::new(member, asset, Permission::Analyst));
    client.business("7290").members().grant_assets(grants).await
}

#[tokio::test]
async fn grants_to_members_are_told_apart_by_member_and_asset() {
    let cases: &[(&str, &[&str])] = &[
        (
            r#"{"items": [
                {"response": {"asset_id": "5492", "member_id": "1401", "permissions": ["ADMIN"]}},
                {"response": {"asset_id": "5491", "member_id": "1401", "permissions": ["ANALYST"]}},
                {"response": {"asset_id": "5491", "member_id": "1402", "permissions": ["ANALYST", "NEW"]}}
            ]}"#,
            &[
                "1401 on 5491: done ANALYST",
                "1402 on 5491: done ANALYST+NEW",
                "1401 on 5492: done ADMIN",
            ],
        ),
        (
            r#"{"items": [
                {"response": {"permissions": ["ANALYST"]}},
                {},
                {"response": {"asset_id": "5492", "member_id": "1401", "permissions": ["ADMIN"]}}
            ]}"#,
            &[
                "1401 on 5491: done ANALYST",
                "1402 on 5491: failed - -",
                "1401 on 5492: done ADMIN",
            ],
        ),
        // The description says that a grant that failed has no `response`, and leaves open
        // what it has instead.
        (
            r#"{"items": [
                {"exception": {"code": 7, "message": "Not yours"}},
                {"response": null, "error": "Not yours either"},
                {"response": {"permissions": ["ADMIN"]}}
            ]}"#,
            &[
                "1401 on 5491: failed 7 Not yours",
                "1402 on 5491: failed - -",
                "1401 on 5492: done ADMIN",
            ],
        ),
        (
            r#"{"items": [{"response": {"asset_id": "5492", "member_id": "1401", "permissions": []}}]}"#,
            &[
                "1401 on 5491: unconfirmed",
                "1402 on 5491: unconfirmed",
                "1401 on 5492: done ",
            ],
        ),
    ];
    for (response, expected) in cases {
        assert_outcome(grant_to_members, response, expected).await;
    }
}

async fn revoke_from_members(client: Client) -> Outcome<MemberAssetRef, RevokedMemberAccess> {
    client.business("7290").members().revoke_assets(PAIRS).await
}

#[tokio::test]
async fn revocations_from_members_are_told_apart_by_member_and_asset() {
    let cases: &[(&str, &[&str])] = &[
        (
            r#"{"items": [
                {"asset_id": "5492", "member_id": "1401"},
                {"asset_id": "5491", "member_id": "1402"},
                {"asset_id": "5491", "member_id": "1401"}
            ]}"#,
            &[
                "1401 on 5491: done 5491",
                "1402 on 5491: done 5491",
                "1401 on 5492: done 5492",
            ],
        ),
        (
            r#"{"items": [{"asset_id": "5491", "member_id": "1402"}]}"#,
            &[
                "1401 on 5491: unconfirmed",
                "1402 on 5491: done 5491",
                "1401 on 5492: unconfirmed",
            ],
        ),
    ];
    for (response, expected) in cases {
        assert_outcome(revoke_from_members, response, expected).await;
    }
}

async fn grant_to_partners(client: Client) -> Outcome<PartnerGrant, GrantedPartnerAccess> {
    let grants =
        PAIRS.map(|(partner, asset)| PartnerGrant::new(partner, asset, Permission::Analyst));
    client
        .business("7290")
        .partners()
        .grant_assets(grants)
        .await
}

#[tokio::test]
async fn grants_to_partners_are_told_apart_by_partner_and_asset() {
    let cases: &[(&str, &[&str])] = &[
        (
            r#"{"items": [
                {"asset_id": "5491", "asset_type": "AD_ACCOUNT", "partner_id": "1402", "permissions": ["ADMIN"]},
                {"asset_id": "5491", "partner_id": "1401", "permissions": ["ANALYST"]},
                {"asset_id": "5492", "partner_id": "1401", "permissions": ["ANALYST", "FINANCE_VIEW"]}
            ]}"#,
            &[
                "1401 on 5491: done ANALYST",
                "1402 on 5491: done ADMIN",
                "1401 on 5492: done ANALYST+FINANCE_VIEW",
            ],
        ),
        (
            r#"{"items": [{"asset_id": "5492", "partner_id": "1401", "permissions": ["ADMIN"]}]}"#,
            &[
                "1401 on 5491: unconfirmed",
                "1402 on 5491: unconfirmed",
                "1401 on 5492: done ADMIN",
            ],
        ),
    ];
    for (response, expected) in cases {
        assert_outcome(grant_to_partners, response, expected).await;
    }
}

async fn revoke_from_partners(client: Client) -> Outcome<PartnerAssetRef, RevokedPartnerAccess> {
    let accesses = PAIRS.map(|(partner, asset)| PartnerAssetRef::new(partner, asset));
    client
        .business("7290")
        .partners()
        .revoke_assets(accesses)
        .await
}

#[tokio::test]
async fn revocations_from_partners_are_told_apart_by_partner_and_asset() {
    let cases: &[(&str, &[&str])] = &[
        (
            r#"{"items": [
                {"asset_id": "5492", "partner_id": "1401", "is_shared_partner": false},
                {"asset_id": "5491", "partner_id": "1402"},
                {"asset_id": "5491", "partner_id": "1401"}
            ]}"#,
            &[
                "1401 on 5491: done 5491",
                "1402 on 5491: done 5491",
                "1401 on 5492: done 5492",
            ],
        ),
        (
            r#"{"items": [{"asset_id": "5491", "partner_id": "1402"}]}"#,
            &[
                "1401 on 5491: unconfirmed",
                "1402 on 5491: done 5491",
                "1401 on 5492: unconfirmed",
            ],
        ),
    ];
    for (response, expected) in cases {
        assert_outcome(revoke_from_partners, response, expected).await;
    }
}
