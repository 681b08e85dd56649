//! Business access: invites, and the memberships, partnerships and permissions that come of them.

use pinterest::business_access::{
    AssetGrants, AssetRequest, BusinessHandle, InviteAssets, InviteResponse, MemberGrant,
    NewAssetGroup, PartnerGrant,
};
use pinterest::types::{
    AssetGroupType, AssetGroupUpdate, AssetId, BrandAccountUpdate, BusinessAssetTypeFilter,
    BusinessRole, Country, Invite, InviteStatus, InviteStatusFilter, InviteType,
    MemberAssetTypeFilter, MemberRole, Membership, NewBrandAccount, PartnerAssetRef,
    PartnerAssetTypeFilter, PartnerType, Permission, PermissionFilter,
};

use crate::session::{Session, all, done, outcome, rejected, sent};

/// The main account, which is a business.
const BUSINESS: &str = "549755885175";

async fn business() -> (Session, BusinessHandle) {
    let session = Session::start().await;
    let business = session.client.business(BUSINESS);
    (session, business)
}

async fn pending(business: &BusinessHandle, is_member: bool) -> Vec<Invite> {
    let list = business.invites().list().page_size(100);
    let list = list.with(|list| list.is_member(is_member));
    all(list.with(|list| list.invite_status([InviteStatusFilter::Pending]))).await
}

/// The first pending invite of a kind that the business has received.
async fn received(business: &BusinessHandle, kind: InviteType) -> Invite {
    let is_member = kind == InviteType::MemberInvite;
    let mut invites = pending(business, is_member).await;
    invites.retain(|invite| {
        let data = invite.invite_data.as_ref().unwrap();
        data.invite_type.as_ref() == Some(&kind) && invite.is_received_invite == Some(true)
    });
    invites.remove(0)
}

async fn profile(business: &BusinessHandle) -> AssetId {
    let list = business.assets().list();
    let list = list.with(|list| list.asset_type(BusinessAssetTypeFilter::Profile));
    let owned = all(list.with(|list| list.permissions([PermissionFilter::Owner]))).await;
    owned[0].require_asset_id().unwrap().clone()
}

#[tokio::test]
async fn invites_are_sent_listed_and_cancelled() {
    let (_session, business) = business().await;
    let there = all(business.members().list()).await.remove(0);
    let there = there.user.unwrap().username.unwrap();
    let people = ["new@example.com", "nobody_here", &there];
    let invites = business.invites();
    let invited = outcome(invites.invite_members(people, MemberRole::Employee)).await;
    let codes: Vec<_> = invited
        .failures()
        .map(|failure| failure.error.code)
        .collect();
    assert_eq!(codes, [Some(404), Some(409)]);
    let (who, invite) = invited.successes().next().unwrap();
    assert_eq!(who.as_str(), "new@example.com");
    let id = invite.require_id().unwrap();
    let is_pending = async || {
        let pending = pending(&business, true).await;
        pending.iter().any(|invite| invite.id.as_ref() == Some(id))
    };
    assert!(is_pending().await);

    let profile = profile(&business).await;
    let grants = AssetGrants::new(&profile, Permission::ProfilePublisher);
    let assets = InviteAssets::new(id, InviteType::MemberInvite, grants);
    done(invites.assign_assets([assets])).await;
    let cancelled = outcome(invites.cancel_all([id.as_str(), "1"])).await;
    assert_eq!(cancelled.failures().next().unwrap().input, "1");
    let (_, cancelled) = cancelled.successes().next().unwrap();
    let status = cancelled
        .invite_data
        .as_ref()
        .unwrap()
        .invite_status
        .as_ref();
    assert_eq!(status, Some(&InviteStatus::Cancelled));
    assert!(!is_pending().await);
}

#[tokio::test]
async fn all_lists_of_the_business_are_as_described() {
    let (session, business) = business().await;
    let of_members = all(business.invites().list().with(|list| list.is_member(true))).await;
    let of_partners = all(business.invites().list().with(|list| list.is_member(false))).await;
    assert_eq!(of_members.len() + of_partners.len(), 300);
    let members = business.members().list();
    assert_eq!(
        all(members.with(|list| list.assets_summary(true)))
            .await
            .len(),
        24
    );
    let partners = business.partners().list();
    assert_eq!(
        all(partners.with(|list| list.assets_summary(true)))
            .await
            .len(),
        10
    );
    assert!(!all(business.assets().list()).await.is_empty());
    assert!(!all(session.client.employers().list()).await.is_empty());
}

#[tokio::test]
async fn who_accepts_an_invite_becomes_a_member() {
    let (session, business) = business().await;
    let invite = received(&business, InviteType::MemberInvite).await;
    let employer = invite.created_by_business.as_ref().unwrap().id.clone();
    let id = invite.require_id().unwrap();
    let responses = session.client.received_invites();
    let answered = sent(responses.respond(InviteResponse::accept(id))).await;
    let status = answered.invite_data.unwrap().invite_status;
    assert_eq!(status, Some(InviteStatus::Accepted));
    let employers = all(session.client.employers().list()).await;
    let found = employers.iter().find(|found| found.id == employer).unwrap();
    assert_eq!(found.business_roles, Some(vec![BusinessRole::Employee]));
    let again = rejected(responses.respond(InviteResponse::decline(id))).await;
    assert_eq!(again.code(), Some(409));
}

#[tokio::test]
async fn a_member_has_a_role_and_assets_until_removed() {
    let (_session, business) = business().await;
    let members = business.members();
    let admins = members
        .list()
        .with(|list| list.business_roles([MemberRole::BizAdmin]));
    let member = all(admins).await.remove(0);
    let member = member.require_id().unwrap().as_str();
    let profile = profile(&business).await;
    let permissions = [Permission::ProfilePublisher, Permission::Admin];
    done(members.grant_assets([MemberGrant::new(member, &profile, permissions)])).await;
    let assets = members.assets(member);
    let assets = assets.with(|list| list.asset_type(MemberAssetTypeFilter::Profile));
    assert_eq!(all(assets.clone()).await[0].asset_id, profile);
    let users = all(business.assets().members(&profile)).await;
    assert!(
        users
            .iter()
            .any(|user| user.user.as_ref().unwrap().id == Some(member.into()))
    );
    done(members.revoke_assets([(member, &profile)])).await;
    assert!(all(assets).await.is_empty());

    let changed = sent(members.update_role(member, MemberRole::Employee)).await;
    assert_eq!(changed, Membership::new(member, MemberRole::Employee));
    assert!(
        members
            .remove(member, MemberRole::BizAdmin)
            .await
            .unwrap_err()
            .is_not_found()
    );
    assert_eq!(
        sent(members.remove(member, MemberRole::Employee)).await,
        member
    );
    let list = members.list().with(|list| list.member_ids(member));
    assert!(all(list).await.is_empty());
}

#[tokio::test]
async fn a_partner_uses_assets_until_the_partnership_ends() {
    let (session, business) = business().await;
    let request = received(&business, InviteType::PartnerRequest).await;
    let partner = request
        .created_by_business
        .as_ref()
        .unwrap()
        .id
        .clone()
        .unwrap();
    let partner = partner.as_str();
    let profile = profile(&business).await;
    let grants = AssetGrants::new(&profile, Permission::ProfilePublisher);
    let accept = InviteResponse::accept_with_assets(request.require_id().unwrap(), grants);
    sent(session.client.received_invites().respond(accept)).await;

    let partners = business.partners();
    let internal = partners
        .list()
        .with(|list| list.partner_type(PartnerType::Internal));
    let internal = all(internal).await;
    assert!(
        internal
            .iter()
            .any(|found| found.id == Some(partner.into()))
    );
    let shared = partners.assets(partner);
    let shared = shared.with(|list| list.asset_type(PartnerAssetTypeFilter::Profile));
    let asset = all(shared.clone()).await.remove(0);
    assert_eq!(asset.permissions, Some(vec![Permission::ProfilePublisher]));
    done(partners.grant_assets([PartnerGrant::new(partner, &profile, Permission::Analyst)])).await;
    let asset = all(shared.clone()).await.remove(0);
    assert_eq!(asset.permissions, Some(vec![Permission::Analyst]));
    assert!(!all(business.assets().partners(&profile)).await.is_empty());
    done(partners.revoke_assets([PartnerAssetRef::new(partner, &profile)])).await;
    assert!(all(shared).await.is_empty());
    assert_eq!(
        sent(partners.remove(partner, PartnerType::Internal)).await,
        partner
    );
}

#[tokio::test]
async fn a_partner_is_invited_and_asked_for_access() {
    let (_session, business) = business().await;
    let external = business.partners().list();
    let external = external.with(|list| list.partner_type(PartnerType::External));
    let partner = all(external).await.remove(0);
    let partner = partner.require_id().unwrap().as_str();
    let shared = business.partners().assets(partner);
    let shared = all(shared.with(|list| {
        let external = list.partner_type(PartnerType::External);
        external.asset_type(PartnerAssetTypeFilter::Profile)
    }))
    .await;
    let asset = shared[0].require_asset_id().unwrap();
    let grants = || AssetGrants::new(asset, Permission::Analyst);
    let requests = [
        AssetRequest::new(partner, grants()),
        AssetRequest::new("1", grants()),
    ];
    let asked = outcome(business.invites().request_assets(requests)).await;
    assert_eq!(asked.failures().count(), 1);
    let (_, id) = asked.successes().next().unwrap();
    let pending = pending(&business, false).await;
    assert!(pending.iter().any(|invite| invite.id.as_ref() == Some(id)));
    let invited = outcome(business.invites().invite_partners([partner, "1"])).await;
    assert_eq!(invited.failures().next().unwrap().input, "1");
    let (invited, _) = invited.successes().next().unwrap();
    assert_eq!(invited, partner);
}

#[tokio::test]
async fn groups_of_assets_and_brands_are_created_and_changed() {
    let (session, business) = business().await;
    let groups = business.asset_groups();
    let lake = NewAssetGroup::new("Lake", "Stores at the lake", [AssetGroupType::Brand]);
    let group = sent(groups.create(lake)).await.asset_group.unwrap();
    let profile = profile(&business).await;
    let updates = [
        AssetGroupUpdate::new(&group.id)
            .name("Shore")
            .assets_to_add([&profile]),
        AssetGroupUpdate::new("77").name("?"),
    ];
    let updated = outcome(groups.update_all(updates)).await;
    let (_, shore) = updated.successes().next().unwrap();
    assert_eq!(shore.asset_group_name.as_deref(), Some("Shore"));
    assert_eq!(updated.failures().count(), 1);
    let deleted = outcome(groups.delete_all([group.id.as_str(), "77"])).await;
    assert_eq!(
        (deleted.successes().count(), deleted.failures().count()),
        (1, 1)
    );

    let brands = business.brand_accounts();
    let new_brand = || NewBrandAccount::new("Oak Canada", "oak_canada", Country::Ca);
    let brand = sent(brands.create(new_brand())).await.brand_account_id;
    assert!(rejected(brands.create(new_brand())).await.is_conflict());
    sent(brands.update(&brand, BrandAccountUpdate::new().name("Oak Nord"))).await;
    let users = business
        .members()
        .list()
        .with(|list| list.fetch_system_users(true));
    let user = all(users).await.remove(0);
    let user = user.require_id().unwrap().as_str();
    sent(business.system_users().rename(user, "night job")).await;
    drop(session);
}
