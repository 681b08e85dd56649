//! Fields of generated structs that typify cannot express: names that clash, and null that is not the same as nothing.

use serde_json::Value;

use super::constructors::{option_content, wire_name};
use crate::codegen::renames;

/// Gives renamed fields their names, and fields that null clears their type.
pub(super) fn adapt(item: &mut syn::ItemStruct, schema: &Value, is_change: bool) {
    for rename in renames::of(schema) {
        let field = item.fields.iter_mut().find(|field| {
            field
                .ident
                .as_ref()
                .is_some_and(|ident| *ident == rename.between)
        });
        if let Some(field) = field {
            field.ident = Some(quote::format_ident!("{}", rename.field));
            let wire = rename.wire;
            field
                .attrs
                .push(syn::parse_quote!(#[serde(rename = #wire)]));
        }
    }
    for field in item.fields.iter_mut().filter(|_| is_change) {
        if is_cleared_by_null(schema, field) {
            let kind = &field.ty;
            field.ty = syn::parse_quote!(::std::option::Option<#kind>);
        }
    }
}

/// Whether null and nothing mean two things for the field: it is optional and nullable.
fn is_cleared_by_null(schema: &Value, field: &syn::Field) -> bool {
    let name = wire_name(field);
    let property = schema
        .get("properties")
        .and_then(|properties| properties.get(&name));
    let is_true =
        |key: &str| property.and_then(|property| property.get(key)) == Some(&Value::Bool(true));
    let required = schema.get("required").and_then(Value::as_array);
    let is_required = required.is_some_and(|required| required.contains(&Value::String(name)));
    is_true("nullable")
        && (!is_required || is_true("readOnly"))
        && option_content(&field.ty).is_some()
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;

    use super::*;

    #[test]
    fn fields_are_renamed_and_cleared() {
        let mut item: syn::ItemStruct = syn::parse_quote! {
            pub struct Update {
                pub new_renamed0: ::std::option::Option<String>,
                #[serde(skip_serializing_if = "::std::option::Option::is_none")]
                pub end_time: ::std::option::Option<i64>,
                pub start_time: ::std::option::Option<i64>,
            }
        };
        let schema = serde_json::json!({ "required": ["start_time"], "properties": { "new": {},
            "end_time": { "nullable": true }, "start_time": { "nullable": true } } });
        adapt(&mut item, &schema, true);
        let expected: syn::ItemStruct = syn::parse_quote! {
            pub struct Update {
                #[serde(rename = "new")]
                pub new_: ::std::option::Option<String>,
                #[serde(skip_serializing_if = "::std::option::Option::is_none")]
                pub end_time: ::std::option::Option<::std::option::Option<i64> >,
                pub start_time: ::std::option::Option<i64>,
            }
        };
        assert_eq!(
            item.to_token_stream().to_string(),
            expected.to_token_stream().to_string()
        );
    }
}
