//! Business access: who works for or with a business, and what they may use.
//!
//! Everything starts at a handle: [`Client::business`] for what belongs to one business,
//! [`Client::employers`] and [`Client::received_invites`] for what belongs to the user of the
//! token.

mod asset_groups;
mod assets;
mod brand_accounts;
mod employers;
mod invite_batches;
mod invites;
mod member_assets;
mod members;
mod partner_assets;
mod partners;
mod permissions;
mod received_invites;
mod system_users;

pub use asset_groups::{AssetGroups, NewAssetGroup};
pub use assets::Assets;
pub use brand_accounts::BrandAccounts;
pub use employers::Employers;
pub use invite_batches::{AssetRequest, InviteAssets};
pub use invites::Invites;
pub use member_assets::MemberGrant;
pub use members::Members;
pub use partner_assets::PartnerGrant;
pub use partners::Partners;
pub use permissions::{AssetGrants, EmptyPermissions, Permissions};
pub use received_invites::{InviteResponse, ReceivedInvites};
pub use system_users::SystemUsers;

use pinterest_client::Sensitive;
use pinterest_client::types::{AssetId, BusinessHierarchyId, BusinessId, UserSummary};

use crate::Client;

/// A handle for a business, created by [`Client::business`].
#[derive(Clone, Debug)]
pub struct BusinessHandle {
    client: Client,
    id: BusinessId,
}

impl Client {
    /// Returns the handle for a business, by its id.
    #[must_use]
    pub fn business(&self, id: impl Into<BusinessId>) -> BusinessHandle {
        BusinessHandle {
            client: self.clone(),
            id: id.into(),
        }
    }

    /// Returns the handle for the businesses that employ the user of the token.
    #[must_use]
    pub fn employers(&self) -> Employers {
        Employers::new(self)
    }

    /// Returns the handle for the invites and requests that the user of the token has received.
    #[must_use]
    pub fn received_invites(&self) -> ReceivedInvites {
        ReceivedInvites::new(self)
    }
}

impl BusinessHandle {
    /// Returns the id of the business.
    #[must_use]
    pub fn id(&self) -> &BusinessId {
        &self.id
    }

    /// Returns the handle for invites that the business sent or received, and requests for
    /// partnerships and assets.
    #[must_use]
    pub fn invites(&self) -> Invites {
        Invites::new(self)
    }

    /// Returns the handle for the people who work for the business.
    #[must_use]
    pub fn members(&self) -> Members {
        Members::new(self)
    }

    /// Returns the handle for the businesses that this one works with.
    #[must_use]
    pub fn partners(&self) -> Partners {
        Partners::new(self)
    }

    /// Returns the handle for the assets that the business may use: ad accounts, profiles, catalogs
    /// and others.
    #[must_use]
    pub fn assets(&self) -> Assets {
        Assets::new(self)
    }

    /// Returns the handle for asset groups, which assets are sorted into.
    #[must_use]
    pub fn asset_groups(&self) -> AssetGroups {
        AssetGroups::new(self)
    }

    /// Returns the handle for the brand accounts of the hierarchy whose node this business is.
    ///
    /// For a hierarchy id that is not the id of a business at hand, see [`BrandAccounts::of`].
    #[must_use]
    pub fn brand_accounts(&self) -> BrandAccounts {
        BrandAccounts::of(&self.client, BusinessHierarchyId::from(self.id.as_str()))
    }

    /// Returns the handle for system users: users of the business that are programs.
    #[must_use]
    pub fn system_users(&self) -> SystemUsers {
        SystemUsers::new(self)
    }
}

/// The texts that a result may name a user by.
fn user_keys(user: Option<&UserSummary>) -> Vec<String> {
    let Some(user) = user else { return Vec::new() };
    let id = user.id.as_ref().map(|id| id.as_str().to_owned());
    let email = user.email.as_ref().map(|email| email.as_str().to_owned());
    [id, email, user.username.clone()]
        .into_iter()
        .flatten()
        .collect()
}

/// What tells results about an asset and its user apart: both ids together, since each alone occurs
/// several times.
fn pair(asset: Option<&AssetId>, user: Option<&impl AsRef<str>>) -> Vec<String> {
    match (asset, user) {
        (Some(asset), Some(user)) => vec![format!("{asset} {}", user.as_ref())],
        _ => Vec::new(),
    }
}

/// An optional id as the keys of an input or result.
fn keys(id: Option<&impl AsRef<str>>) -> Vec<String> {
    id.map(|id| id.as_ref().to_owned()).into_iter().collect()
}

/// The text itself; an item error, which holds it from here on, shows it redacted.
fn plain(text: Option<Sensitive>) -> Option<String> {
    text.map(|text| text.as_str().to_owned())
}
