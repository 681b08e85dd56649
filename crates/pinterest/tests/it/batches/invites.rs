//! Results of inviting, canceling, responding and asking for assets.

use pinterest::business_access::{AssetGrants, AssetRequest, InviteAssets, InviteResponse};
use pinterest::types::{
    AnsweredInvite, CancelledInvite, CreatedInvite, InviteId, InviteType, MemberRole, PartnerId,
    Permission,
};
use pinterest::{BatchOutcome, Client, Error, Sensitive};

use super::assert_outcome;

type Outcome<I, T> = Result<BatchOutcome<I, T>, Error>;

async fn invite_members(client: Client) -> Outcome<Sensitive, CreatedInvite> {
    let members = ["ada@example.com", "grace", "hedy@example.com"];
    client
        .business("7290")
        .invites()
        .invite_members(members, MemberRole::Employee)
        .await
}

#[tokio::test]
async fn members_are_told_apart_by_address_and_name() {
    assert_outcome(
        invite_members,
        r#"{"items": [
            {"exception": null, "invite": {"id": "1", "user": {"email": "ada@example.com", "id": "71"}}},
            {"exception": null, "invite": {"id": "2", "user": {"email": null, "id": "72", "username": "grace"}}},
            {"exception": null, "invite": {"id": "3", "user": {"email": "hedy@example.com", "id": null}}}
        ]}"#,
        &["ada@example.com: done 1", "grace: done 2", "hedy@example.com: done 3"],
    )
    .await;
    assert_outcome(
        invite_members,
        r#"{"items": [
            {"invite": {"id": "3", "user": {"email": "Hedy@Example.COM"}}},
            {"exception": {"code": 30, "message": "No such user", "users_or_partner_ids": ["GRACE"]}},
            {"invite": {"id": "1", "user": {"email": "ada@example.com"}}}
        ]}"#,
        &["ada@example.com: done 1", "grace: failed 30 No such user", "hedy@example.com: done 3"],
    )
    .await;
}

#[tokio::test]
async fn members_whose_results_name_nobody_are_told_apart_by_position() {
    assert_outcome(
        invite_members,
        r#"{"items": [
            {"invite": {"id": "1", "user": {"id": "71"}}},
            {"exception": {"code": 30, "message": "No such user", "users_or_partner_ids": null}},
            {"invite": {"id": "3"}}
        ]}"#,
        &[
            "ada@example.com: done 1",
            "grace: failed 30 No such user",
            "hedy@example.com: done 3",
        ],
    )
    .await;
}

#[tokio::test]
async fn one_exception_may_name_several_members() {
    assert_outcome(
        invite_members,
        r#"{"items": [
            {"exception": {
                "code": 30,
                "invite_or_request_id": null,
                "message": "Users not found",
                "users_or_partner_ids": ["hedy@example.com", "ada@example.com"]
            }},
            {"invite": {"id": "2", "user": {"username": "grace"}}}
        ]}"#,
        &[
            "ada@example.com: failed 30 Users not found",
            "grace: done 2",
            "hedy@example.com: failed 30 Users not found",
        ],
    )
    .await;
    assert_outcome(
        invite_members,
        r#"{"items": [{"exception": {
            "message": "None of them", "users_or_partner_ids": ["ada@example.com", "grace", "hedy@example.com"]
        }}]}"#,
        &[
            "ada@example.com: failed - None of them",
            "grace: failed - None of them",
            "hedy@example.com: failed - None of them",
        ],
    )
    .await;
}

#[tokio::test]
async fn members_without_a_result_are_unconfirmed() {
    assert_outcome(
        invite_members,
        r#"{"items": [{"invite": {"id": "2", "user": {"username": "grace"}}}]}"#,
        &[
            "ada@example.com: unconfirmed",
            "grace: done 2",
            "hedy@example.com: unconfirmed",
        ],
    )
    .await;
    for response in ["{}", r#"{"items": []}"#] {
        assert_outcome(
            invite_members,
            response,
            &[
                "ada@example.com: unconfirmed",
                "grace: unconfirmed",
                "hedy@example.com: unconfirmed",
            ],
        )
        .await;
    }
}

#[tokio::test]
async fn results_that_belong_to_no_member_are_kept() {
    assert_outcome(
        invite_members,
        r#"{"items": [
            {"invite": {"id": "9"}},
            {"exception": {"code": 7, "message": "Not you"}}
        ]}"#,
        &[
            "ada@example.com: unconfirmed",
            "grace: unconfirmed",
            "hedy@example.com: unconfirmed",
            "nobody: done 9",
            "nobody: failed 7 Not you",
        ],
    )
    .await;
    assert_outcome(
        invite_members,
        r#"{"items": [
            {"invite": {"id": "1", "user": {"email": "ada@example.com"}}},
            {"invite": {"id": "2", "user": {"username": "grace"}}},
            {"invite": {"id": "3", "user": {"email": "hedy@example.com"}}},
            {"invite": {"id": "4", "user": {"email": "zoe@example.com"}}}
        ]}"#,
        &[
            "ada@example.com: done 1",
            "grace: done 2",
            "hedy@example.com: done 3",
            "nobody: done 4",
        ],
    )
    .await;
}

#[tokio::test]
async fn a_member_who_is_named_twice_has_two_results() {
    let twice = |client: Client| async move {
        let members = ["ada@example.com", "Ada@example.com"];
        client
            .business("7290")
            .invites()
            .invite_members(members, MemberRole::Employee)
            .await
    };
    assert_outcome(
        twice,
        r#"{"items": [
            {"invite": {"id": "1", "user": {"email": "ada@example.com"}}},
            {"exception": {"message": "Invited already", "users_or_partner_ids": ["ada@example.com"]}}
        ]}"#,
        &["ada@example.com: done 1", "Ada@example.com: failed - Invited already"],
    )
    .await;
}

async fn invite_partners(client: Client) -> Outcome<PartnerId, CreatedInvite> {
    client
        .business("7290")
        .invites()
        .invite_partners(["8091", "8092"])
        .await
}

async fn request_partnerships(client: Client) -> Outcome<PartnerId, CreatedInvite> {
    client
        .business("7290")
        .invites()
        .request_partnerships(["8091", "8092"])
        .await
}

#[tokio::test]
async fn partners_are_told_apart_by_id() {
    let cases: &[(&str, &[&str])] = &[
        (
            r#"{"items": [{"invite": {"id": "1", "user": {"id": "8091"}}}, {"invite": {"id": "2", "user": {"id": "8092"}}}]}"#,
            &["8091: done 1", "8092: done 2"],
        ),
        (
            r#"{"items": [
                {"exception": {"code": 7, "message": "Is one", "users_or_partner_ids": ["8092"]}, "invite": null},
                {"invite": {"id": "1", "user": {"id": "8091"}}, "exception": null}
            ]}"#,
            &["8091: done 1", "8092: failed 7 Is one"],
        ),
        (
            r#"{"items": [{"exception": {"message": "No", "users_or_partner_ids": ["8091", "8092"]}}]}"#,
            &["8091: failed - No", "8092: failed - No"],
        ),
        (
            r#"{"items": [{"invite": {"id": "2", "user": {"id": "8092"}}}]}"#,
            &["8091: unconfirmed", "8092: done 2"],
        ),
    ];
    for (response, expected) in cases {
        assert_outcome(invite_partners, response, expected).await;
        assert_outcome(request_partnerships, response, expected).await;
    }
}

async fn cancel(client: Client) -> Outcome<InviteId, CancelledInvite> {
    client
        .business("7290")
        .invites()
        .cancel_all(["5341", "5342"])
        .await
}

#[tokio::test]
async fn cancellations_are_told_apart_by_invite() {
    let cases: &[(&str, &[&str])] = &[
        (
            r#"{"items": [{"invite": {"id": "5341"}, "exception": null}, {"invite": {"id": "5342"}}]}"#,
            &["5341: done 5341", "5342: done 5342"],
        ),
        (
            r#"{"items": [{"invite": null, "exception": {"invite_id": "5342", "message": "Too late"}}, {"invite": {"id": "5341"}}]}"#,
            &["5341: done 5341", "5342: failed - Too late"],
        ),
        (
            r#"{"items": [{"exception": {"message": "Too late"}}, {"exception": {"invite_id": "5342"}}]}"#,
            &["5341: failed - Too late", "5342: failed - -"],
        ),
        (
            r#"{"items": [{"invite": {"id": "5342"}}]}"#,
            &["5341: unconfirmed", "5342: done 5342"],
        ),
        (
            r#"{"items": [{}, {"invite": {"id": "5342"}}]}"#,
            &["5341: unconfirmed", "5342: done 5342"],
        ),
    ];
    for (response, expected) in cases {
        assert_outcome(cancel, response, expected).await;
    }
}

/// Both are ids of invites, so that this result cannot be about the second input.
#[tokio::test]
async fn a_result_that_names_another_invite_is_not_taken_for_that_of_an_input() {
    assert_outcome(
        cancel,
        r#"{"items": [{"invite": {"id": "5341"}}, {"invite": {"id": "9999"}}]}"#,
        &["5341: done 5341", "5342: unconfirmed", "nobody: done 9999"],
    )
    .await;
}

async fn assign_assets(client: Client) -> Outcome<InviteAssets, CreatedInvite> {
    let invite = |id| {
        InviteAssets::new(
            id,
            InviteType::MemberInvite,
            AssetGrants::new("5491", Permission::Analyst),
        )
    };
    client
        .business("7290")
        .invites()
        .assign_assets(["5341", "5342"].map(invite))
        .await
}

#[tokio::test]
async fn invites_with_assets_are_told_apart_by_invite() {
    let cases: &[(&str, &[&str])] = &[
        (
            r#"{"items": [{"invite": {"id": "5341", "user": {"email": "ada@example.com"}}}, {"invite": {"id": "5342"}}]}"#,
            &["5341: done 5341", "5342: done 5342"],
        ),
        (
            r#"{"items": [
                {"exception": {"code": 1, "invite_or_request_id": "5342", "message": "No such asset"}},
                {"invite": {"id": "5341"}}
            ]}"#,
            &["5341: done 5341", "5342: failed 1 No such asset"],
        ),
        (
            r#"{"items": [
                {"invite": {"id": "5341"}},
                {"exception": {"code": 1, "invite_or_request_id": null, "message": "No such asset"}}
            ]}"#,
            &["5341: done 5341", "5342: failed 1 No such asset"],
        ),
        (
            r#"{"items": [{"invite": {"id": "5342"}}]}"#,
            &["5341: unconfirmed", "5342: done 5342"],
        ),
    ];
    for (response, expected) in cases {
        assert_outcome(assign_assets, response, expected).await;
    }
}

async fn respond(client: Client) -> Outcome<InviteResponse, AnsweredInvite> {
    client
        .received_invites()
        .respond_all([
            InviteResponse::accept("5341"),
            InviteResponse::decline("5342"),
        ])
        .await
}

#[tokio::test]
async fn responses_are_told_apart_by_invite() {
    let cases: &[(&str, &[&str])] = &[
        (
            r#"{"items": [{"invite": {"id": "5341"}, "exception": null}, {"invite": {"id": "5342"}, "exception": null}]}"#,
            &["5341: done 5341", "5342: done 5342"],
        ),
        (
            r#"{"items": [
                {"exception": {"code": 2, "invite_or_request_id": "5342", "message": "Expired"}, "invite": null},
                {"invite": {"id": "5341"}}
            ]}"#,
            &["5341: done 5341", "5342: failed 2 Expired"],
        ),
        (
            r#"{"items": [{"exception": {"code": 2, "message": "Expired"}}, {"invite": {"id": "5342"}}]}"#,
            &["5341: failed 2 Expired", "5342: done 5342"],
        ),
        (
            r#"{"items": [{"invite": {"id": "5342"}}]}"#,
            &["5341: unconfirmed", "5342: done 5342"],
        ),
    ];
    for (response, expected) in cases {
        assert_outcome(respond, response, expected).await;
    }
}

async fn request_assets(client: Client) -> Outcome<AssetRequest, InviteId> {
    let requests = [
        AssetRequest::new(
            "8091",
            AssetGrants::new("5491", Permission::Admin).and("5492", Permission::Analyst),
        ),
        AssetRequest::new("8092", AssetGrants::new("5493", Permission::Admin)),
        AssetRequest::new("8093", AssetGrants::new("5494", Permission::Admin)),
    ];
    client
        .business("7290")
        .invites()
        .request_assets(requests)
        .await
}

#[tokio::test]
async fn requests_for_assets_are_told_apart_by_partner_and_by_the_assets_in_messages() {
    let cases: &[(&str, &[&str])] = &[
        (
            r#"{"exceptions": null, "invites": {"8092": "2", "8091": "1", "8093": "3"}}"#,
            &["8091: done 1", "8092: done 2", "8093: done 3"],
        ),
        (
            r#"{"exceptions": [{"code": 1, "messages": ["Invalid asset id: 5493"]}], "invites": {"8093": "3", "8091": "1"}}"#,
            &[
                "8091: done 1",
                "8092: failed 1 Invalid asset id: 5493",
                "8093: done 3",
            ],
        ),
        (
            r#"{"exceptions": [{"messages": ["Not a partner: 8093"]}, {"code": 1, "messages": ["Invalid asset id: 5493"]}],
                "invites": {"8091": "1"}}"#,
            &[
                "8091: done 1",
                "8092: failed 1 Invalid asset id: 5493",
                "8093: failed - Not a partner: 8093",
            ],
        ),
        (
            r#"{"exceptions": [{"code": 1, "messages": ["Something went wrong"]}], "invites": {"8093": "3", "8091": "1"}}"#,
            &[
                "8091: done 1",
                "8092: failed 1 Something went wrong",
                "8093: done 3",
            ],
        ),
        (
            r#"{"exceptions": [], "invites": {"8092": "2"}}"#,
            &["8091: unconfirmed", "8092: done 2", "8093: unconfirmed"],
        ),
    ];
    for (response, expected) in cases {
        assert_outcome(request_assets, response, expected).await;
    }
}

#[tokio::test]
async fn a_request_for_assets_may_fail_for_one_asset_and_succeed_for_the_rest() {
    assert_outcome(
        request_assets,
        r#"{
            "exceptions": [{"code": 403, "messages": ["Invalid asset id: 5492"]}],
            "invites": {"8091": "1", "8092": "2", "8093": "3"}
        }"#,
        &[
            "8091: failed 403 Invalid asset id: 5492, yet done 1",
            "8092: done 2",
            "8093: done 3",
        ],
    )
    .await;
    assert_outcome(
        request_assets,
        r#"{
            "exceptions": [{"code": 403, "messages": ["Invalid asset id: 5492", "Invalid asset id: 5493"]}],
            "invites": {"8091": "1", "8093": "3"}
        }"#,
        &[
            "8091: failed 403 Invalid asset id: 5492; Invalid asset id: 5493, yet done 1",
            "8092: failed 403 Invalid asset id: 5492; Invalid asset id: 5493",
            "8093: done 3",
        ],
    )
    .await;
}

#[tokio::test]
async fn what_belongs_to_no_request_for_assets_is_kept() {
    assert_outcome(
        request_assets,
        r#"{
            "exceptions": [{"code": 1, "messages": ["Something went wrong"]}, {}],
            "invites": {"8091": "1", "8092": "2", "8093": "3", "8099": "9"}
        }"#,
        &[
            "8091: done 1",
            "8092: done 2",
            "8093: done 3",
            "nobody: failed 1 Something went wrong",
            "nobody: failed - -",
            "nobody: done 9",
        ],
    )
    .await;
}
