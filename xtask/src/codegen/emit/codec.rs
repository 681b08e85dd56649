//! How generated structs are read from JSON and written to it: invocations of the macros that
//! `pinterest-client` defines in place of serde's derives, a line for each field.

use std::collections::BTreeMap;

use quote::ToTokens;
use serde_json::Value;
use syn::punctuated::Punctuated;

use super::constructors::{is_flattened, option_content, serde_arguments, wire_name};
use crate::codegen::{Error, walk};

/// The Rust text for a struct.
pub(super) fn definition(
    item: &syn::ItemStruct,
    schema: &Value,
    gate: Option<&syn::Attribute>,
) -> Result<String, Error> {
    let gate = gate.map_or_else(String::new, |gate| format!("{}\n", gate.to_token_stream()));
    let name = &item.ident;
    match &item.fields {
        syn::Fields::Named(fields) => {
            let record = record(fields, schema)
                .map_err(|what| Error::UnexpectedOutput(format!("{name} has {what}")))?;
            Ok(format!("{gate}record! {{ {name}{record}}}\n"))
        }
        // A map with a name of its own.
        _ => Ok(format!("{gate}transparent! {{ {name} }}\n")),
    }
}

/// The fields, in the order of the bytes of their names.
fn record(fields: &syn::FieldsNamed, schema: &Value) -> Result<String, String> {
    let (extra, known): (Vec<_>, Vec<_>) = fields
        .named
        .iter()
        .filter_map(|field| Some((field.ident.as_ref()?, field)))
        .partition(|(_, field)| is_flattened(field));
    if !matches!(extra.as_slice(), [(ident, _)] if *ident == "extra") {
        return Err("no map of unknown fields".to_owned());
    }
    let mut lines = BTreeMap::new();
    for (ident, field) in known {
        let (ident, wire, presence) = (ident.to_string(), wire_name(field), presence(field));
        let renamed = match ident == wire {
            true => String::new(),
            false => format!(" as {wire:?}"),
        };
        let line = format!("    {ident}{renamed}: {presence},\n");
        if lines.insert(wire, line).is_some() {
            return Err("two fields of one name".to_owned());
        }
    }
    let aliases: Vec<String> = aliases(schema, &lines)?
        .into_iter()
        .map(|(alias, name)| format!("{alias:?}: {name:?}"))
        .collect();
    let aliases = match aliases.is_empty() {
        true => String::new(),
        false => format!(" or {{{}}}", aliases.join(", ")),
    };
    let lines: String = lines.into_values().collect();
    Ok(format!("{aliases}:\n{lines}"))
}

/// When a field is there, in the word of the macro.
fn presence(field: &syn::Field) -> &'static str {
    let Some(content) = option_content(&field.ty) else {
        return "required";
    };
    if option_content(content).is_some() {
        return "clearable";
    }
    let mut is_skipped = false;
    serde_arguments(field, &mut |argument| {
        is_skipped |= argument.path.is_ident("skip_serializing_if");
        Ok(())
    });
    match is_skipped {
        true => "optional",
        false => "nullable",
    }
}

/// Other names under which properties were seen, with the name of the property.
fn aliases<'a>(
    schema: &'a Value,
    fields: &BTreeMap<String, String>,
) -> Result<BTreeMap<&'a str, &'a str>, String> {
    let mut found = BTreeMap::new();
    for (name, property) in walk::members(schema, "properties") {
        let aliases = property.get("x-aliases").and_then(Value::as_array);
        for alias in aliases.into_iter().flatten().filter_map(Value::as_str) {
            if !fields.contains_key(name) {
                return Err(format!("an alias for `{name}`, which it lacks"));
            }
            if fields.contains_key(alias) || found.insert(alias, name).is_some() {
                return Err(format!("two fields that are called `{alias}`"));
            }
        }
    }
    Ok(found)
}

/// Removes serde's derives and attributes; what JSON Schemas need of them stays for `schemars`.
pub(super) fn without_serde(item: &mut syn::ItemStruct) -> Result<(), Error> {
    for attribute in &mut item.attrs {
        if attribute.path().is_ident("derive") {
            let parsed = attribute
                .parse_args_with(Punctuated::<syn::Path, syn::Token![,]>::parse_terminated);
            let paths = parsed.map_err(|error| Error::UnexpectedOutput(error.to_string()))?;
            let kept = paths.iter().filter(|path| {
                let last = path
                    .segments
                    .last()
                    .map(|segment| segment.ident.to_string());
                !matches!(last.as_deref(), Some("Serialize" | "Deserialize"))
            });
            *attribute = syn::parse_quote!(#[derive(#(#kept),*)]);
        }
    }
    let is_serde = |attribute: &syn::Attribute| attribute.path().is_ident("serde");
    if item.attrs.iter().any(is_serde) {
        // The only one there is on a struct: `transparent`.
        item.attrs.retain(|attribute| !is_serde(attribute));
        item.attrs
            .push(syn::parse_quote!(#[cfg_attr(feature = "schemars", schemars(transparent))]));
    }
    for field in &mut item.fields {
        let wire = wire_name(field);
        let is_flattened = is_flattened(field);
        field.attrs.retain(|attribute| !is_serde(attribute));
        if is_flattened {
            field
                .attrs
                .push(syn::parse_quote!(#[cfg_attr(feature = "schemars", schemars(flatten))]));
        } else if field.ident.is_some() && wire != wire_name(field) {
            field.attrs.push(
                syn::parse_quote!(#[cfg_attr(feature = "schemars", schemars(rename = #wire))]),
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn pin() -> syn::ItemStruct {
        syn::parse_quote! {
            #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
            pub struct Pin {
                #[serde(skip_serializing_if = "::std::option::Option::is_none")]
                pub title: ::std::option::Option<String>,
                #[serde(rename = "ID")]
                pub id: crate::types::PinId,
                #[serde(deserialize_with = "::std::option::Option::deserialize")]
                pub note: ::std::option::Option<String>,
                #[serde(skip_serializing_if = "::std::option::Option::is_none")]
                pub link: ::std::option::Option<::std::option::Option<String> >,
                /// Others.
                #[serde(flatten)]
                pub extra: Map,
            }
        }
    }

    #[test]
    fn each_field_has_a_line_in_the_order_of_the_names() {
        let gate = syn::parse_quote!(#[cfg(feature = "pins")]);
        assert_eq!(
            definition(&pin(), &Value::Null, Some(&gate)).unwrap(),
            r#"# [cfg (feature = "pins")]
record! { Pin:
    id as "ID": required,
    link: clearable,
    note: nullable,
    title: optional,
}
"#
        );
    }

    #[test]
    fn aliases_name_the_property() {
        let schema = json!({"properties": {"title": {"x-aliases": ["TITLE", "Title"]}}});
        let found = definition(&pin(), &schema, None).unwrap();
        assert!(
            found.starts_with("record! { Pin or {\"TITLE\": \"title\", \"Title\": \"title\"}:\n"),
            "{found}"
        );
    }

    #[test]
    fn an_alias_that_is_taken_is_an_error() {
        for schema in [
            json!({"properties": {"title": {"x-aliases": ["note"]}}}),
            json!({"properties": {"title": {"x-aliases": ["t"]}, "note": {"x-aliases": ["t"]}}}),
            json!({"properties": {"missing": {"x-aliases": ["t"]}}}),
        ] {
            assert!(definition(&pin(), &schema, None).is_err(), "{schema}");
        }
    }

    #[test]
    fn a_map_with_a_name_is_what_it_holds() {
        let item = syn::parse_quote!(
            pub struct Names(pub Map);
        );
        assert_eq!(
            definition(&item, &Value::Null, None).unwrap(),
            "transparent! { Names }\n"
        );
    }

    #[test]
    fn serde_leaves_and_schemas_keep_the_names_of_the_wire() {
        let mut item = pin();
        without_serde(&mut item).unwrap();
        let expected: syn::ItemStruct = syn::parse_quote! {
            #[derive(Clone, Debug)]
            pub struct Pin {
                pub title: ::std::option::Option<String>,
                #[cfg_attr(feature = "schemars", schemars(rename = "ID"))]
                pub id: crate::types::PinId,
                pub note: ::std::option::Option<String>,
                pub link: ::std::option::Option<::std::option::Option<String> >,
                /// Others.
                #[cfg_attr(feature = "schemars", schemars(flatten))]
                pub extra: Map,
            }
        };
        assert_eq!(
            item.to_token_stream().to_string(),
            expected.to_token_stream().to_string()
        );
    }
}
