//! Business access: who works for or with a business, and what they may use.
//!
//! Everything starts at a handle: [`Client::business`] for what belongs to one business, [`Client::employers`] and
//! [`Client::invites`] for what belongs to the user of the token.

mod answers;
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
mod system_users;

pub use answers::{Answer, ReceivedInvites};
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
pub use system_users::SystemUsers;

use pinterest_client::Sensitive;
use pinterest_client::operation::Operation;
use pinterest_client::types::{
    AssetGroupId, AssetId, BusinessHierarchyId, BusinessId, InviteId, PartnerId, UserSummary,
};

use crate::Client;
use crate::batch::keyed_by_themselves;

/// A business; made by [`Client::business`].
///
/// The functions of its handles borrow the handle while they run. A call that is awaited at once can be written in one
/// go; one that is stored, joined or spawned needs a handle in a variable.
#[derive(Clone, Debug)]
pub struct Business {
    client: Client,
    id: BusinessId,
}

impl Client {
    /// A business, by its id.
    #[must_use]
    pub fn business(&self, id: impl Into<BusinessId>) -> Business {
        Business {
            client: self.clone(),
            id: id.into(),
        }
    }

    /// The businesses that employ the user of the token.
    #[must_use]
    pub fn employers(&self) -> Employers {
        Employers::new(self)
    }

    /// The invites and requests that the user of the token has received, to be answered.
    #[must_use]
    pub fn invites(&self) -> ReceivedInvites {
        ReceivedInvites::new(self)
    }
}

impl Business {
    /// The id of the business.
    #[must_use]
    pub fn id(&self) -> &BusinessId {
        &self.id
    }

    /// Invites that the business sent or received, and requests for partnerships and assets.
    #[must_use]
    pub fn invites(&self) -> Invites {
        Invites::new(self)
    }

    /// The people who work for the business.
    #[must_use]
    pub fn members(&self) -> Members {
        Members::new(self)
    }

    /// The businesses that this one works with.
    #[must_use]
    pub fn partners(&self) -> Partners {
        Partners::new(self)
    }

    /// Ad accounts, profiles, catalogs and other things that the business may use.
    #[must_use]
    pub fn assets(&self) -> Assets {
        Assets::new(self)
    }

    /// Groups that assets are sorted into.
    #[must_use]
    pub fn asset_groups(&self) -> AssetGroups {
        AssetGroups::new(self)
    }

    /// Brand accounts of the hierarchy whose node this business is. For a hierarchy id that is not the id of a
    /// business at hand, see [`BrandAccounts::of`].
    #[must_use]
    pub fn brand_accounts(&self) -> BrandAccounts {
        BrandAccounts::of(&self.client, BusinessHierarchyId::from(self.id.as_str()))
    }

    /// Users of the business that are programs.
    #[must_use]
    pub fn system_users(&self) -> SystemUsers {
        SystemUsers::new(self)
    }
}

keyed_by_themselves!(AssetGroupId, InviteId, PartnerId);

/// How many inputs one request of a batch may have: the documented limit of the list called `field` in its body.
fn limit(operation: &Operation, field: &str) -> Option<usize> {
    operation.body.field(field)?.max_items
}

/// What a result may say about the user whom it is about.
fn user_keys(user: Option<&UserSummary>) -> Vec<String> {
    let Some(user) = user else { return Vec::new() };
    let id = user.id.as_ref().map(|id| id.as_str().to_owned());
    let email = user.email.as_ref().map(|email| email.as_str().to_owned());
    [id, email, user.username.clone()]
        .into_iter()
        .flatten()
        .collect()
}

/// A list of ids in one query parameter, separated by commas.
fn joined<I: AsRef<str>>(ids: &[I]) -> String {
    ids.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(",")
}

/// What tells results about an asset and its user apart: both ids together, since each alone occurs several times.
fn pair(asset: Option<&AssetId>, user: Option<&impl AsRef<str>>) -> Vec<String> {
    match (asset, user) {
        (Some(asset), Some(user)) => vec![format!("{asset} {}", user.as_ref())],
        _ => Vec::new(),
    }
}

/// The text itself: what holds it from here on keeps it out of messages.
fn plain(text: Option<Sensitive>) -> Option<String> {
    text.map(|text| text.as_str().to_owned())
}
