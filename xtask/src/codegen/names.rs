//! How names of the description become names of Rust: the same rules as progenitor's, in one place.

use heck::{ToSnakeCase, ToUpperCamelCase};
use serde_json::Value;

use super::walk::Operation;

/// The generated function of an operation: `get/invites` becomes `get_invites`.
pub(crate) fn function(operation_id: &str) -> String {
    operation_id.replace('/', "-").to_snake_case()
}

/// The generated static with an operation's metadata: `get/invites` becomes `GET_INVITES`.
pub(crate) fn constant(operation_id: &str) -> String {
    function(operation_id).to_uppercase()
}

/// The type of an operation's request: as `x-request-name` says, or else `pins/list` becomes
/// `PinsList`.
pub(crate) fn request(operation: &Operation<'_>) -> String {
    let chosen = operation.object.get("x-request-name");
    match chosen.and_then(Value::as_str) {
        Some(chosen) => chosen.to_owned(),
        None => camel(&function(operation.id())),
    }
}

/// A type or variant name: `BIZ_ADMIN` becomes `BizAdmin`.
pub(crate) fn camel(text: &str) -> String {
    text.to_upper_camel_case()
}

/// Whether the text can stand as an identifier in Rust as it is.
pub(crate) fn is_identifier(text: &str) -> bool {
    syn::parse_str::<syn::Ident>(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_rust_conventions() {
        assert_eq!(function("get/invites"), "get_invites");
        assert_eq!(function("business_assets/get"), "business_assets_get");
        assert_eq!(constant("get/invites"), "GET_INVITES");
        assert_eq!(camel("BIZ_ADMIN"), "BizAdmin");
        assert!(is_identifier("Us") && !is_identifier("4K") && !is_identifier("Self"));
    }
}
