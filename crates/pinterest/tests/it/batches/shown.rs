//! How inputs and results stand in the expectations of tests.

use pinterest::Sensitive;
use pinterest::business_access::{
    AssetRequest, InviteAssets, InviteResponse, MemberGrant, PartnerGrant,
};
use pinterest::types::{
    AnsweredInvite, AssetGroup, AssetGroupId, AssetGroupUpdate, CancelledInvite, CreatedInvite,
    GrantedMemberAccess, GrantedPartnerAccess, InviteId, MemberAssetRef, MemberId, Membership,
    PartnerAssetRef, PartnerId, Permission, RevokedMemberAccess, RevokedPartnerAccess,
};

/// What identifies a thing, as one text.
pub(super) trait Shown {
    fn shown(&self) -> String;
}

macro_rules! shown {
    ($($type:ty: |$value:ident| $text:expr;)+) => {
        $(impl Shown for $type {
            fn shown(&self) -> String {
                let $value = self;
                $text
            }
        })+
    };
}

shown! {
    Sensitive: |text| text.as_str().to_owned();
    InviteId: |id| id.to_string();
    PartnerId: |id| id.to_string();
    MemberId: |id| id.to_string();
    AssetGroupId: |id| id.to_string();
    InviteResponse: |response| response.invite().to_string();
    InviteAssets: |invite| invite.invite().to_string();
    AssetRequest: |request| request.partner().to_string();
    AssetGroupUpdate: |update| update.asset_group_id.to_string();
    Membership: |membership| format!("{} as {}", membership.member_id, membership.business_role);
    MemberGrant: |grant| format!("{} on {}", grant.member(), grant.asset());
    MemberAssetRef: |access| format!("{} on {}", access.member_id, access.asset_id);
    PartnerGrant: |grant| format!("{} on {}", grant.partner(), grant.asset());
    PartnerAssetRef: |access| format!("{} on {}", access.partner_id, access.asset_id);

    CreatedInvite: |invite| optional(&invite.id);
    CancelledInvite: |invite| optional(&invite.id);
    AnsweredInvite: |invite| optional(&invite.id);
    AssetGroup: |group| optional(&group.asset_group_name);
    GrantedMemberAccess: |access| permissions(access.permissions.as_deref());
    GrantedPartnerAccess: |access| permissions(access.permissions.as_deref());
    RevokedMemberAccess: |access| optional(&access.asset_id);
    RevokedPartnerAccess: |access| optional(&access.asset_id);
}

fn optional(value: &Option<impl ToString>) -> String {
    value.as_ref().map_or("-".to_owned(), ToString::to_string)
}

fn permissions(permissions: Option<&[Permission]>) -> String {
    let names = permissions
        .unwrap_or_default()
        .iter()
        .map(Permission::as_str);
    names.collect::<Vec<_>>().join("+")
}
