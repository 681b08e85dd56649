//! Which fields of an object, or which parameters of an operation, exclude or require each other.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

/// The extensions that say it, each a list of lists of names.
pub(crate) const KEYS: [&str; 3] = ["x-exclusive", "x-one-of-required", "x-requires"];

/// The rules of a schema or an operation.
pub(super) fn of(value: &Value) -> Vec<TokenStream> {
    KEYS.iter()
        .flat_map(|key| groups(value, key).map(move |names| rule(key, &names)))
        .collect()
}

/// The groups of names that stand at one of the keys; what is no name is left out.
pub(crate) fn groups<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = Vec<&'a str>> {
    let groups = value.get(key).and_then(Value::as_array);
    groups.into_iter().flatten().map(|group| {
        let names = group.as_array().into_iter().flatten();
        names.filter_map(Value::as_str).collect()
    })
}

fn rule(key: &str, names: &[&str]) -> TokenStream {
    let kind = match key {
        "x-exclusive" => "Exclusive",
        "x-one-of-required" => "OneOfRequired",
        _ => "Requires",
    };
    let kind = format_ident!("{kind}");
    quote!(FieldRule::#kind(&[#(#names),*]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::load;

    #[test]
    fn each_group_of_names_is_a_rule() {
        let schema = load::parse(
            "{x-requires: [[c, d]], x-one-of-required: [[a, b]], x-exclusive: [[a, b], [a, c]]}",
        )
        .unwrap();
        let rules: Vec<String> = of(&schema).iter().map(ToString::to_string).collect();
        let expected = [
            quote!(FieldRule::Exclusive(&["a", "b"])),
            quote!(FieldRule::Exclusive(&["a", "c"])),
            quote!(FieldRule::OneOfRequired(&["a", "b"])),
            quote!(FieldRule::Requires(&["c", "d"])),
        ];
        assert_eq!(rules, expected.map(|tokens| tokens.to_string()));
    }
}
