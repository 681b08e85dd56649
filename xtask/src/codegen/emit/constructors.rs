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

/// The `impl` block for a generated struct.
pub(super) fn implementation(item: &syn::ItemStruct) -> Result<TokenStream, Error> {
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
        if ident == "extra" {
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
            arguments.push(quote!(#ident: #kind));
            values.push(quote!(#ident));
        } else {
            arguments.push(quote!(#ident: impl Into<#kind>));
            values.push(quote!(#ident: #ident.into()));
        }
    }
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
                pub id: crate::types::InviteId,
                pub note: ::std::option::Option<::std::string::String>,
                pub extra: ::serde_json::Map<String, Value>,
            }
        };
        let expected = quote! {
            impl Answer {
                #[doc = " What is required; the optional fields are unset and stay away from the wire."]
                #[must_use]
                pub fn new(accept: bool, id: impl Into<crate::types::InviteId>) -> Self {
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
            implementation(&item).unwrap().to_string(),
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
