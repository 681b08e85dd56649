//! Every batch function, so that what holds for all of them is tested for each.

use pinterest::business_access::{
    AssetGrants, AssetRequest, InviteAssets, InviteResponse, MemberGrant, PartnerGrant,
};
use pinterest::types::{
    AssetGroupUpdate, InviteType, MemberRole, PartnerAssetRef, PartnerType, Permission,
};
use pinterest::{BatchOutcome, Client, Error, ErrorKind};
use pinterest_test_support::BoxedCall;

/// A batch function, called with ids (or names) of what it is about.
pub(super) struct Function {
    pub(super) name: &'static str,
    /// Where the list of inputs stands in the body, as a JSON pointer.
    pub(super) list: &'static str,
    /// Where the id stands in an element of that list, as a JSON pointer.
    pub(super) id: &'static str,
    /// How an input is named in messages; `#` is its place. Without it no text is rejected.
    pub(super) field: Option<&'static str>,
    /// The most inputs of a request, as `spec/` says.
    pub(super) limit: Option<usize>,
    call: BoxedCall<(Client, Vec<String>), Result<Counts, Error>>,
}

/// What an outcome has, whatever it is about.
#[derive(Debug, PartialEq)]
pub(super) struct Counts {
    pub(super) inputs: usize,
    pub(super) unconfirmed: usize,
    pub(super) not_done: usize,
    pub(super) error: Option<ErrorKind>,
    pub(super) is_complete: bool,
}

impl Function {
    pub(super) async fn run(&self, client: Client, ids: Vec<String>) -> Result<Counts, Error> {
        self.call.run((client, ids)).await
    }
}

fn function<I: 'static, T: 'static, F>(
    name: &'static str,
    (list, id, field): (&'static str, &'static str, Option<&'static str>),
    limit: impl Into<Option<usize>>,
    run: impl Fn(Client, Vec<String>) -> F + 'static,
) -> Function
where
    F: IntoFuture<Output = Result<BatchOutcome<I, T>, Error>> + 'static,
    F::IntoFuture: 'static,
{
    let count = |outcome: BatchOutcome<I, T>| Counts {
        inputs: outcome.items().len(),
        unconfirmed: outcome.unconfirmed().count(),
        not_done: outcome.not_done().count(),
        error: outcome.error().map(Error::kind),
        is_complete: outcome.is_complete(),
    };
    Function {
        name,
        list,
        id,
        field,
        limit: limit.into(),
        call: BoxedCall::new(name, move |(client, ids)| {
            let outcome = run(client, ids);
            async move { outcome.await.map(count) }
        }),
    }
}

pub(super) fn functions() -> Vec<Function> {
    let mut functions = of_invites();
    functions.extend(of_the_rest());
    functions
}

fn of_invites() -> Vec<Function> {
    let grants = || AssetGrants::new("5491", Permission::Analyst);
    vec![
        function(
            "invite_members",
            ("/members", "", None),
            50,
            |client, ids| async move {
                client
                    .business("7290")
                    .invites()
                    .invite_members(ids, MemberRole::Employee)
                    .await
            },
        ),
        function(
            "invite_partners",
            ("/partners", "", Some("partners[#]")),
            50,
            |client, ids| async move { client.business("7290").invites().invite_partners(ids).await },
        ),
        function(
            "request_partnerships",
            ("/partners", "", Some("partners[#]")),
            50,
            |client, ids| async move {
                client
                    .business("7290")
                    .invites()
                    .request_partnerships(ids)
                    .await
            },
        ),
        function(
            "cancel_all",
            ("/invite_ids", "", Some("invite_ids[#]")),
            50,
            |client, ids| async move { client.business("7290").invites().cancel_all(ids).await },
        ),
        function(
            "assign_assets",
            ("/invites", "/invite_id", Some("invites[#].invite_id")),
            50,
            move |client, ids| async move {
                let invite = |id| InviteAssets::new(id, InviteType::PartnerInvite, grants());
                client
                    .business("7290")
                    .invites()
                    .assign_assets(ids.into_iter().map(invite))
                    .await
            },
        ),
        function(
            "request_assets",
            (
                "/asset_requests",
                "/partner_id",
                Some("asset_requests[#].partner_id"),
            ),
            100,
            move |client, ids| async move {
                let request = |id| AssetRequest::new(id, grants());
                client
                    .business("7290")
                    .invites()
                    .request_assets(ids.into_iter().map(request))
                    .await
            },
        ),
        function(
            "respond_all",
            ("/invites", "/invite_id", Some("invites[#].invite_id")),
            100,
            |client, ids| async move {
                client
                    .received_invites()
                    .respond_all(ids.into_iter().map(InviteResponse::accept))
                    .await
            },
        ),
    ]
}

fn of_the_rest() -> Vec<Function> {
    vec![
        function(
            "asset_groups.update_all",
            ("/asset_groups_to_update", "/asset_group_id", None),
            None,
            |client, ids| async move {
                client
                    .business("7290")
                    .asset_groups()
                    .update_all(ids.into_iter().map(AssetGroupUpdate::new))
                    .await
            },
        ),
        function(
            "asset_groups.delete_all",
            (
                "/asset_groups_to_delete",
                "",
                Some("asset_groups_to_delete[#]"),
            ),
            50,
            |client, ids| async move { client.business("7290").asset_groups().delete_all(ids).await },
        ),
        function(
            "members.update_roles",
            ("", "/member_id", Some("body[#].member_id")),
            None,
            |client, ids| async move {
                let roles = ids.into_iter().map(|id| (id, MemberRole::BizAdmin));
                client.business("7290").members().update_roles(roles).await
            },
        ),
        function(
            "members.remove_all",
            ("/members", "/member_id", Some("members[#].member_id")),
            50,
            |client, ids| async move {
                let members = ids.into_iter().map(|id| (id, MemberRole::BizAdmin));
                client.business("7290").members().remove_all(members).await
            },
        ),
        function(
            "members.grant_assets",
            ("/accesses", "/member_id", Some("accesses[#].member_id")),
            50,
            |client, ids| async move {
                let grant = |id| MemberGrant::new(id, "5491", Permission::Analyst);
                client
                    .business("7290")
                    .members()
                    .grant_assets(ids.into_iter().map(grant))
                    .await
            },
        ),
        function(
            "members.revoke_assets",
            ("/accesses", "/asset_id", Some("accesses[#].asset_id")),
            100,
            |client, ids| async move {
                let accesses = ids.into_iter().map(|id| ("1401", id));
                client
                    .business("7290")
                    .members()
                    .revoke_assets(accesses)
                    .await
            },
        ),
        function(
            "partners.remove_all",
            ("/partner_ids", "", Some("partner_ids[#]")),
            50,
            |client, ids| async move {
                client
                    .business("7290")
                    .partners()
                    .remove_all(ids, PartnerType::Internal)
                    .await
            },
        ),
        function(
            "partners.grant_assets",
            ("/accesses", "/asset_id", Some("accesses[#].asset_id")),
            50,
            |client, ids| async move {
                let grant = |id| PartnerGrant::new("8091", id, Permission::Analyst);
                client
                    .business("7290")
                    .partners()
                    .grant_assets(ids.into_iter().map(grant))
                    .await
            },
        ),
        function(
            "partners.revoke_assets",
            ("/accesses", "/partner_id", Some("accesses[#].partner_id")),
            50,
            |client, ids| async move {
                let access = |id| PartnerAssetRef::new(id, "5491");
                client
                    .business("7290")
                    .partners()
                    .revoke_assets(ids.into_iter().map(access))
                    .await
            },
        ),
    ]
}
