//! `new` and setters for what callers build: every type that a request body is made of.
//!
//! The types are `#[non_exhaustive]`, so that a new optional field breaks nobody; struct literals are therefore not
//! open to callers.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use crate::codegen::Error;
use crate::codegen::walk;

/// Names of the component schemas that requests are made of.
pub(super) fn request_types(document: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for operation in walk::operations(document) {
        if let Some(body) = operation.object.get("requestBody") {
            collect(document, body, &mut names);
        }
    }
    names
}

fn collect(document: &Value, value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            if let Some((name, schema)) = walk::referenced(document, value)
                && names.insert(name.to_owned())
            {
                collect(document, schema, names);
            }
            object
                .values()
                .for_each(|inner| collect(document, inner, names));
        }
        Value::Array(items) => items
            .iter()
            .for_each(|inner| collect(document, inner, names)),
        _ => {}
    }
}

/// The `impl` block for a generated struct; arguments stand in the order of `required` in the schema.
pub(super) fn implementation(item: &syn::ItemStruct, schema: &Value) -> Result<TokenStream, Error> {
    let name = &item.ident;
    let mut arguments = Vec::new();
    let mut values = Vec::new();
    let mut setters = Vec::new();
    for field in &item.fields {
        let Some(ident) = &field.ident else {
            return Err(Error::UnexpectedOutput(format!(
                "{name} has a field without a name"
            )));
        };
        let kind = &field.ty;
        if is_flattened(field) {
            values.push(quote!(extra: ::core::default::Default::default()));
        } else if let Some(inner) = option_content(kind) {
            let doc = format!(" Sets `{}`.", ident.to_string().trim_start_matches("r#"));
            values.push(quote!(#ident: None));
            setters.push(quote! {
                #[doc = #doc]
                #[must_use]
                pub fn #ident(mut self, #ident: impl Into<#inner>) -> Self {
                    self.#ident = Some(#ident.into());
                    self
                }
            });
        } else if is_copy(kind) {
            arguments.push((rank(schema, field), quote!(#ident: #kind)));
            values.push(quote!(#ident));
        } else {
            arguments.push((rank(schema, field), quote!(#ident: impl Into<#kind>)));
            values.push(quote!(#ident: #ident.into()));
        }
    }
    arguments.sort_by_key(|(rank, _)| *rank);
    let arguments: Vec<TokenStream> = arguments
        .into_iter()
        .map(|(_, argument)| argument)
        .collect();
    let doc = match arguments.len() {
        0 => " Nothing set.",
        _ => " What is required; the optional fields are unset and stay away from the wire.",
    };
    Ok(quote! {
        impl #name {
            #[doc = #doc]
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }
            #(#setters)*
        }
    })
}

/// The place of a field in the list of required properties.
fn rank(schema: &Value, field: &syn::Field) -> usize {
    let name = wire_name(field);
    let required = schema
        .get("required")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    required
        .iter()
        .position(|required| required.as_str() == Some(&name))
        .unwrap_or(usize::MAX)
}

/// The name of the property: what `serde(rename)` says, or that of the field.
fn wire_name(field: &syn::Field) -> String {
    let mut name = field
        .ident
        .as_ref()
        .map(|ident| ident.to_string().trim_start_matches("r#").to_owned())
        .unwrap_or_default();
    serde_arguments(field, &mut |argument| {
        if argument.path.is_ident("rename") {
            name = argument.value()?.parse::<syn::LitStr>()?.value();
        }
        Ok(())
    });
    name
}

/// Whether this is the map of the fields that have no name.
fn is_flattened(field: &syn::Field) -> bool {
    let mut found = false;
    serde_arguments(field, &mut |argument| {
        found |= argument.path.is_ident("flatten");
        Ok(())
    });
    found
}

fn serde_arguments(
    field: &syn::Field,
    visit: &mut dyn FnMut(&syn::meta::ParseNestedMeta<'_>) -> syn::Result<()>,
) {
    for attribute in field
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("serde"))
    {
        // Arguments that are of no interest here may have forms that this does not read.
        let _ = attribute.parse_nested_meta(|argument| {
            visit(&argument)?;
            if argument.input.peek(syn::Token![=]) {
                argument.value()?.parse::<syn::Expr>()?;
            }
            Ok(())
        });
    }
}

/// `T` of `Option<T>`.
fn option_content(kind: &syn::Type) -> Option<&syn::Type> {
    let syn::Type::Path(path) = kind else {
        return None;
    };
    let last = path.path.segments.last()?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first()? {
        syn::GenericArgument::Type(inner) if last.ident == "Option" => Some(inner),
        _ => None,
    }
}

fn is_copy(kind: &syn::Type) -> bool {
    let copy = ["bool", "i32", "i64", "f64", "u32", "u64"].map(|name| format_ident!("{name}"));
    matches!(kind, syn::Type::Path(path) if copy.iter().any(|name| path.path.is_ident(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::load;

    #[test]
    fn required_fields_are_arguments_and_optional_ones_setters() {
        let item: syn::ItemStruct = syn::parse_quote! {
            pub struct Answer {
                pub accept: bool,
                #[serde(rename = "inviteId")]
                pub id: crate::types::InviteId,
                #[serde(default, skip_serializing_if = "::std::option::Option::is_none")]
                pub note: ::std::option::Option<::std::string::String>,
                #[serde(flatten)]
                pub extra: ::serde_json::Map<String, Value>,
            }
        };
        let expected = quote! {
            impl Answer {
                #[doc = " What is required; the optional fields are unset and stay away from the wire."]
                #[must_use]
                pub fn new(id: impl Into<crate::types::InviteId>, accept: bool) -> Self {
                    Self { accept, id: id.into(), note: None, extra: ::core::default::Default::default() }
                }
                #[doc = " Sets `note`."]
                #[must_use]
                pub fn note(mut self, note: impl Into<::std::string::String>) -> Self {
                    self.note = Some(note.into());
                    self
                }
            }
        };
        assert_eq!(
            implementation(
                &item,
                &serde_json::json!({ "required": ["inviteId", "accept"] })
            )
            .unwrap()
            .to_string(),
            expected.to_string()
        );
    }

    #[test]
    fn request_types_are_found_through_references_and_responses_are_not() {
        let document = load::parse(
            "paths: {/p: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}},
               responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/C'}}}}}}}}
components: {schemas: {A: {properties: {b: {allOf: [{$ref: '#/components/schemas/B'}]}}}, B: {}, C: {}}}",
        )
        .unwrap();
        assert_eq!(
            request_types(&document).into_iter().collect::<Vec<_>>(),
            ["A", "B"]
        );
    }
}
