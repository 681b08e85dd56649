//! Permissions that are to be given: never none.

use std::collections::BTreeMap;
use std::fmt;

use pinterest_client::types::{AssetId, AssetIdToPermissions, Permission};

/// One or more permissions on an asset.
///
/// An empty array does not compile, and an empty `Vec` is an error, so that no request can give
/// nothing:
///
/// ```
/// use pinterest::business_access::Permissions;
/// use pinterest::types::Permission;
///
/// let one = Permissions::from(Permission::Analyst);
/// let two = Permissions::from([Permission::Analyst, Permission::FinanceView]);
/// assert!(Permissions::try_from(Vec::new()).is_err());
/// ```
///
/// ```compile_fail,E0080
/// let none = pinterest::business_access::Permissions::from([]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permissions(Vec<Permission>);

/// A list of permissions was empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmptyPermissions;

impl Permissions {
    /// Returns the permissions, at least one.
    #[must_use]
    pub fn as_slice(&self) -> &[Permission] {
        &self.0
    }

    pub(super) fn into_vec(self) -> Vec<Permission> {
        self.0
    }
}

impl From<Permission> for Permissions {
    fn from(permission: Permission) -> Self {
        Self(vec![permission])
    }
}

impl<const N: usize> From<[Permission; N]> for Permissions {
    fn from(permissions: [Permission; N]) -> Self {
        const { assert!(N > 0, "at least one permission is required") };
        Self(permissions.into())
    }
}

impl TryFrom<Vec<Permission>> for Permissions {
    type Error = EmptyPermissions;

    fn try_from(permissions: Vec<Permission>) -> Result<Self, EmptyPermissions> {
        if permissions.is_empty() {
            Err(EmptyPermissions)
        } else {
            Ok(Self(permissions))
        }
    }
}

impl fmt::Display for EmptyPermissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("at least one permission is required")
    }
}

impl std::error::Error for EmptyPermissions {}

/// Permissions on one or more assets.
///
/// # Examples
///
/// ```
/// use pinterest::business_access::AssetGrants;
/// use pinterest::types::Permission;
///
/// let grants = AssetGrants::new("549755885175", [Permission::Analyst, Permission::FinanceView])
///     .and("809944451643622187", Permission::ProfilePublisher);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetGrants(BTreeMap<AssetId, Permissions>);

impl AssetGrants {
    /// Creates permissions on one asset.
    #[must_use]
    pub fn new(asset: impl Into<AssetId>, permissions: impl Into<Permissions>) -> Self {
        Self(BTreeMap::from([(asset.into(), permissions.into())]))
    }

    /// Adds another asset, or replaces the permissions on one that is there.
    #[must_use]
    pub fn and(mut self, asset: impl Into<AssetId>, permissions: impl Into<Permissions>) -> Self {
        self.0.insert(asset.into(), permissions.into());
        self
    }

    /// Returns the assets, at least one.
    pub fn assets(&self) -> impl Iterator<Item = &AssetId> {
        self.0.keys()
    }

    /// Returns the assets with their permissions, at least one.
    pub fn iter(&self) -> impl Iterator<Item = (&AssetId, &Permissions)> {
        self.0.iter()
    }
}

impl From<AssetGrants> for AssetIdToPermissions {
    fn from(grants: AssetGrants) -> Self {
        let pairs = grants
            .0
            .into_iter()
            .map(|(asset, permissions)| (asset.as_str().to_owned(), permissions.into_vec()));
        Self::from(pairs.collect::<BTreeMap<_, _>>())
    }
}
