//! Fields that the description calls optional and that are there all the same.

use std::fmt;

/// A response lacks a field that the service always sends; from functions such as
/// `UserAccount::require_id`.
///
/// The description of the API calls nearly every field of a response optional, ids included.
/// Where an id identifies the thing itself, `require_id` and its kin return it without an `Option`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingField {
    type_name: &'static str,
    field: &'static str,
}

impl MissingField {
    pub(crate) const fn new(type_name: &'static str, field: &'static str) -> Self {
        Self { type_name, field }
    }

    /// Returns the type of [`types`](crate::types) that lacks the field.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        self.type_name
    }

    /// Returns the name of the field in the API.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        self.field
    }
}

impl fmt::Display for MissingField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the response has no `{}` in {}",
            self.field, self.type_name
        )
    }
}

impl std::error::Error for MissingField {}

#[cfg(test)]
mod tests {
    use super::MissingField;
    use crate::types::{BusinessAsset, UserAccount};

    #[test]
    fn an_id_that_is_there_is_returned() {
        let account: UserAccount = serde_json::from_str(r#"{"id": "7290"}"#).unwrap();
        assert_eq!(*account.require_id().unwrap(), "7290");
        let asset: BusinessAsset = serde_json::from_str(
            r#"{"asset_id": "5491", "asset_type": "AD_ACCOUNT", "permissions": []}"#,
        )
        .unwrap();
        assert_eq!(*asset.require_asset_id().unwrap(), "5491");
    }

    #[test]
    fn the_error_names_type_and_field() {
        let account: UserAccount = serde_json::from_str("{}").unwrap();
        let missing = account.require_id().unwrap_err();
        assert_eq!(missing, MissingField::new("UserAccount", "id"));
        assert_eq!(
            (missing.type_name(), missing.field()),
            ("UserAccount", "id")
        );
        assert_eq!(
            missing.to_string(),
            "the response has no `id` in UserAccount"
        );
    }
}
