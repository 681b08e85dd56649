//! `new` and setters for what callers build: every type that a request body is made of.
//!
//! The types are `#[non_exhaustive]`, so that a new optional field breaks nobody; struct literals are therefore not
//! open to callers.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::accepted;
use super::docs::doc_lines;
use super::required::{Constructor, Required};
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
    /// Whether a component has the name.
    fn knows(&self, name: &syn::Ident) -> bool {
        walk::component_schema(self.document, &name.to_string()).is_some()
    }

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

/// What a constructor does about a field.
enum Role {
    /// It is the map of the fields that have no name, and starts empty.
    Extra,
    /// It has one value only.
    Constant(TokenStream),
    Required,
    Optional,
    /// Only the server sets it.
    ReadOnly,
}

impl Described<'_> {
    fn role(&self, field: &syn::Field) -> Role {
        if is_flattened(field) {
            return Role::Extra;
        }
        if let Some(constant) = self.constant(field) {
            return Role::Constant(constant);
        }
        let is_optional = option_content(&field.ty).is_some();
        match (is_optional, self.is_read_only(field)) {
            (true, true) => Role::ReadOnly,
            // It may be null but not absent, and null is sent only when the caller says so.
            (true, false) if rank(self.schema, field) != usize::MAX => Role::Required,
            (true, false) => Role::Optional,
            (false, _) => Role::Required,
        }
    }
}

/// The `impl` block for a generated struct, and the struct of its required fields where `new` takes
/// them by name; required fields stand in the order of `required` in the schema.
pub(super) fn implementation(
    item: &syn::ItemStruct,
    described: &Described<'_>,
) -> Result<TokenStream, Error> {
    let name = &item.ident;
    let fields = roles(item, described)?;
    let constructor = Constructor::new(name, required(&fields, described.schema));
    if let Some(taken) = constructor.names().filter(|names| described.knows(names)) {
        return Err(Error::UnexpectedOutput(format!(
            "the required fields of {name} need the name {taken}, which a component has"
        )));
    }
    let values = fields.iter().map(|(ident, field, role)| {
        let value = match role {
            Role::Extra => quote!(::core::default::Default::default()),
            Role::Constant(constant) if option_content(&field.ty).is_some() => {
                quote!(Some(#constant))
            }
            Role::Constant(constant) => constant.clone(),
            Role::Required => return initialized(ident, &constructor.value(ident, &field.ty)),
            Role::Optional | Role::ReadOnly => quote!(None),
        };
        quote!(#ident: #value)
    });
    let setters = fields.iter().filter_map(|(ident, field, role)| match role {
        Role::Optional => Some(setter(ident, field, option_content(&field.ty)?)),
        _ => None,
    });
    let doc = match fields
        .iter()
        .any(|(.., role)| matches!(role, Role::Required))
    {
        false => " Creates a value without any field set.",
        true => " Creates a value with its required fields. Fields that are not set are not sent.",
    };
    let (definition, arguments) = (constructor.definition(), constructor.arguments());
    Ok(quote! {
        #definition

        impl #name {
            #[doc = #doc]
            #[must_use]
            pub fn new(#arguments) -> Self {
                Self { #(#values),* }
            }
            #(#setters)*
        }
    })
}

/// The fields of a struct by their names, with what the constructor does about them.
fn roles<'a>(
    item: &'a syn::ItemStruct,
    described: &Described<'_>,
) -> Result<Vec<(&'a syn::Ident, &'a syn::Field, Role)>, Error> {
    let named = item.fields.iter().map(|field| match &field.ident {
        Some(ident) => Ok((ident, field, described.role(field))),
        None => Err(Error::UnexpectedOutput(format!(
            "{} has a field without a name",
            item.ident
        ))),
    });
    named.collect()
}

fn required(fields: &[(&syn::Ident, &syn::Field, Role)], schema: &Value) -> Vec<Required> {
    let mut required: Vec<_> = fields
        .iter()
        .filter(|(.., role)| matches!(role, Role::Required))
        .collect();
    required.sort_by_key(|(_, field, _)| rank(schema, field));
    let required = required.into_iter().map(|(ident, field, _)| Required {
        ident: (*ident).clone(),
        kind: field.ty.clone(),
        docs: documentation(field),
    });
    required.collect()
}

/// A field in a struct expression, in short where it has the name of its value.
fn initialized(ident: &syn::Ident, value: &TokenStream) -> TokenStream {
    match *ident == value.to_string() {
        true => quote!(#ident),
        false => quote!(#ident: #value),
    }
}

/// The lines that document a field.
fn documentation(field: &syn::Field) -> Vec<syn::Attribute> {
    let attributes = field.attrs.iter();
    attributes
        .filter(|attribute| attribute.path().is_ident("doc"))
        .cloned()
        .collect()
}

/// Sets an optional field; one that null clears gets a second function for that.
fn setter(ident: &syn::Ident, field: &syn::Field, inner: &syn::Type) -> TokenStream {
    let property = wire_name(field);
    let mut docs = documentation(field);
    if docs.is_empty() {
        docs = doc_lines(&format!("Sets `{property}`."));
    }
    let cleared = option_content(inner);
    let kind = cleared.unwrap_or(inner);
    let (argument, value) = (
        accepted::argument(kind),
        accepted::converted(kind, &quote!(#ident)),
    );
    let set = match cleared {
        Some(_) => quote!(Some(Some(#value))),
        None => quote!(Some(#value)),
    };
    let clear = cleared.map(|_| {
        let doc = format!(" Clears `{property}`: sends null.");
        let name = format_ident!("clear_{}", ident.to_string().trim_start_matches("r#"));
        quote! {
            #[doc = #doc]
            #[must_use]
            pub fn #name(mut self) -> Self {
                self.#ident = Some(None);
                self
            }
        }
    });
    quote! {
        #(#docs)*
        #[must_use]
        pub fn #ident(mut self, #ident: #argument) -> Self {
            self.#ident = #set;
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

#[cfg(test)]
mod tests;
