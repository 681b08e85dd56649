//! `new` and setters for what callers build: every type that a request body is made of.
//!
//! The types are `#[non_exhaustive]`, so that a new optional field breaks nobody; struct literals are therefore not
//! open to callers.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use crate::codegen::validate::variant_name;
use crate::codegen::{Error, unions, walk};

/// What the description says about a type that is constructed.
pub(super) struct Described<'a> {
    pub(super) document: &'a Value,
    pub(super) schema: &'a Value,
    /// Properties that a union tells the type by; the constructor sets them also when they are optional.
    pub(super) tags: BTreeSet<&'a str>,
}

impl Described<'_> {
    fn property(&self, field: &syn::Field) -> Option<&Value> {
        self.schema.get("properties")?.get(wire_name(field))
    }

    fn is_read_only(&self, field: &syn::Field) -> bool {
        let flag = self
            .property(field)
            .and_then(|property| property.get("readOnly"));
        flag == Some(&Value::Bool(true))
    }

    /// The only value that the property can have, if the type says so and it has to be there.
    fn constant(&self, field: &syn::Field) -> Option<TokenStream> {
        let property = self.property(field)?;
        let &[value] = unions::narrowed(property)?.as_slice() else {
            return None;
        };
        let (name, target) = walk::referenced(self.document, property)?;
        let is_known = target
            .get("enum")?
            .as_array()?
            .iter()
            .any(|known| known == value);
        let is_set =
            rank(self.schema, field) != usize::MAX || self.tags.contains(wire_name(field).as_str());
        let (name, variant) = (format_ident!("{name}"), variant_name(target, value));
        let variant = syn::parse_str::<syn::Ident>(&variant).ok()?;
        (is_known && is_set).then(|| quote!(crate::types::#name::#variant))
    }
}

/// The `impl` block for a generated struct; arguments stand in the order of `required` in the schema.
pub(super) fn implementation(
    item: &syn::ItemStruct,
    described: &Described<'_>,
) -> Result<TokenStream, Error> {
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
        } else if let Some(constant) = described.constant(field) {
            values.push(match option_content(kind) {
                Some(_) => quote!(#ident: Some(#constant)),
                None => quote!(#ident: #constant),
            });
        } else if option_content(kind).is_some()
            && rank(described.schema, field) != usize::MAX
            && !described.is_read_only(field)
        {
            // It may be null but not absent, and null is sent only when the caller says so.
            arguments.push((
                rank(described.schema, field),
                quote!(#ident: impl Into<#kind>),
            ));
            values.push(quote!(#ident: #ident.into()));
        } else if let Some(inner) = option_content(kind) {
            values.push(quote!(#ident: None));
            if !described.is_read_only(field) {
                setters.push(setter(ident, &wire_name(field), inner));
            }
        } else if is_copy(kind) {
            arguments.push((rank(described.schema, field), quote!(#ident: #kind)));
            values.push(quote!(#ident));
        } else {
            arguments.push((
                rank(described.schema, field),
                quote!(#ident: impl Into<#kind>),
            ));
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

/// Sets an optional field; one that null clears gets a second function for that.
fn setter(field: &syn::Ident, property: &str, inner: &syn::Type) -> TokenStream {
    let doc = format!(" Sets `{property}`.");
    let (value, set) = match option_content(inner) {
        Some(value) => (value, quote!(Some(Some(#field.into())))),
        None => (inner, quote!(Some(#field.into()))),
    };
    let clear = option_content(inner).map(|_| {
        let doc = format!(" Clears `{property}`: sends null.");
        let name = format_ident!("clear_{}", field.to_string().trim_start_matches("r#"));
        quote! {
            #[doc = #doc]
            #[must_use]
            pub fn #name(mut self) -> Self {
                self.#field = Some(None);
                self
            }
        }
    });
    quote! {
        #[doc = #doc]
        #[must_use]
        pub fn #field(mut self, #field: impl Into<#value>) -> Self {
            self.#field = #set;
            self
        }
        #clear
    }
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
pub(super) fn wire_name(field: &syn::Field) -> String {
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
pub(super) fn is_flattened(field: &syn::Field) -> bool {
    let mut found = false;
    serde_arguments(field, &mut |argument| {
        found |= argument.path.is_ident("flatten");
        Ok(())
    });
    found
}

pub(super) fn serde_arguments(
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
pub(super) fn option_content(kind: &syn::Type) -> Option<&syn::Type> {
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
    let copy =
        ["bool", "i32", "i64", "f32", "f64", "u32", "u64"].map(|name| format_ident!("{name}"));
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
        let described = Described {
            document: &Value::Null,
            schema: &serde_json::json!({ "required": ["inviteId", "accept"] }),
            tags: BTreeSet::new(),
        };
        assert_eq!(
            implementation(&item, &described).unwrap().to_string(),
            expected.to_string()
        );
    }

    #[test]
    fn constants_are_filled_in_read_only_fields_are_left_out_and_null_clears() {
        let document = load::parse(
            "components: {schemas: {Kind: {type: string, enum: [URL]}, Source: {required: [kind, note], properties: {
               note: {nullable: true}, kind: {allOf: [{$ref: '#/components/schemas/Kind'}], enum: [URL]},
               tag: {allOf: [{$ref: '#/components/schemas/Kind'}], enum: [URL]},
               other: {allOf: [{$ref: '#/components/schemas/Kind'}], enum: [URL]},
               id: {readOnly: true}}}}}",
        )
        .unwrap();
        let item: syn::ItemStruct = syn::parse_quote! {
            pub struct Source {
                pub kind: Kind,
                pub tag: Option<Kind>,
                pub other: Option<Option<Kind>>,
                pub id: Option<String>,
                pub note: Option<String>,
            }
        };
        let described = Described {
            document: &document,
            schema: &document["components"]["schemas"]["Source"],
            tags: BTreeSet::from(["tag"]),
        };
        let expected = quote! {
            impl Source {
                #[doc = " What is required; the optional fields are unset and stay away from the wire."]
                #[must_use]
                pub fn new(note: impl Into<Option<String> >) -> Self {
                    Self {
                        kind: crate::types::Kind::Url,
                        tag: Some(crate::types::Kind::Url),
                        other: None,
                        id: None,
                        note: note.into()
                    }
                }
                #[doc = " Sets `other`."]
                #[must_use]
                pub fn other(mut self, other: impl Into<Kind>) -> Self {
                    self.other = Some(Some(other.into()));
                    self
                }
                #[doc = " Clears `other`: sends null."]
                #[must_use]
                pub fn clear_other(mut self) -> Self {
                    self.other = Some(None);
                    self
                }
            }
        };
        let text = implementation(&item, &described).unwrap().to_string();
        assert_eq!(text, expected.to_string());
    }
}
