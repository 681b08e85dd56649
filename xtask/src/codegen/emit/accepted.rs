//! What setters and constructors take for a value, and how that becomes the value that is kept.
//!
//! Lists and maps are taken as anything that yields what their items convert from, so that arrays,
//! vectors and slices of texts or ids need no conversion. Booleans and plain numbers are taken as
//! they are, because a conversion would only make literals ambiguous.

use proc_macro2::TokenStream;
use quote::quote;

const PLAIN: [&str; 7] = ["bool", "i32", "i64", "u32", "u64", "f32", "f64"];

/// What a type is made of, as far as callers notice.
enum Shape<'a> {
    Plain,
    List(&'a syn::Type),
    Map(&'a syn::Type, &'a syn::Type),
    Other,
}

impl<'a> Shape<'a> {
    fn of(kind: &'a syn::Type) -> Self {
        let syn::Type::Path(path) = kind else {
            return Self::Other;
        };
        if PLAIN.iter().any(|name| path.path.is_ident(name)) {
            return Self::Plain;
        }
        let Some(last) = path.path.segments.last() else {
            return Self::Other;
        };
        let name = last.ident.to_string();
        match (name.as_str(), &type_arguments(last)[..]) {
            ("Vec", &[item]) => Self::List(item),
            ("BTreeMap" | "HashMap" | "Map", &[key, value]) => Self::Map(key, value),
            _ => Self::Other,
        }
    }
}

fn type_arguments(segment: &syn::PathSegment) -> Vec<&syn::Type> {
    let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return Vec::new();
    };
    let arguments = arguments.args.iter().filter_map(|argument| match argument {
        syn::GenericArgument::Type(kind) => Some(kind),
        _ => None,
    });
    arguments.collect()
}

/// The type of the items of a list.
pub(super) fn list_item(kind: &syn::Type) -> Option<&syn::Type> {
    match Shape::of(kind) {
        Shape::List(item) => Some(item),
        _ => None,
    }
}

/// The type of an argument that becomes a value of `kind`.
pub(super) fn argument(kind: &syn::Type) -> TokenStream {
    match Shape::of(kind) {
        Shape::Plain => quote!(#kind),
        Shape::Other => quote!(impl Into<#kind>),
        Shape::List(item) => {
            let item = argument(item);
            quote!(impl IntoIterator<Item = #item>)
        }
        Shape::Map(key, value) => {
            let (key, value) = (argument(key), argument(value));
            quote!(impl IntoIterator<Item = (#key, #value)>)
        }
    }
}

/// The expression that makes a value of `kind` of `given`, which has the type of the argument.
pub(super) fn converted(kind: &syn::Type, given: &TokenStream) -> TokenStream {
    match Shape::of(kind) {
        Shape::Plain => given.clone(),
        Shape::Other => quote!(#given.into()),
        Shape::List(item) => match Shape::of(item) {
            Shape::Plain => quote!(#given.into_iter().collect()),
            Shape::Other => quote!(#given.into_iter().map(Into::into).collect()),
            Shape::List(_) | Shape::Map(..) => {
                let item = converted(item, &quote!(item));
                quote!(#given.into_iter().map(|item| #item).collect())
            }
        },
        Shape::Map(key, value) => {
            let key = converted(key, &quote!(key));
            let value = converted(value, &quote!(value));
            quote!(#given.into_iter().map(|(key, value)| (#key, #value)).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compares what is taken for a type, and what is made of the argument `given`.
    #[track_caller]
    fn assert_accepts(kind: &str, expected_argument: &str, expected_value: &str) {
        let kind: syn::Type = syn::parse_str(kind).unwrap();
        let expected: syn::Type = syn::parse_str(expected_argument).unwrap();
        assert_eq!(argument(&kind).to_string(), quote!(#expected).to_string());
        let expected: syn::Expr = syn::parse_str(expected_value).unwrap();
        let value = converted(&kind, &quote!(given));
        assert_eq!(value.to_string(), quote!(#expected).to_string());
    }

    #[test]
    fn booleans_and_numbers_are_taken_as_they_are() {
        for kind in PLAIN {
            assert_accepts(kind, kind, "given");
        }
    }

    #[test]
    fn other_scalars_are_converted() {
        for kind in ["::std::string::String", "crate::types::PinId"] {
            assert_accepts(kind, &format!("impl Into<{kind}>"), "given.into()");
        }
    }

    #[test]
    fn the_items_of_lists_are_converted() {
        assert_accepts(
            "::std::vec::Vec<crate::types::PinId>",
            "impl IntoIterator<Item = impl Into<crate::types::PinId>>",
            "given.into_iter().map(Into::into).collect()",
        );
        assert_accepts(
            "Vec<f64>",
            "impl IntoIterator<Item = f64>",
            "given.into_iter().collect()",
        );
    }

    #[test]
    fn the_items_of_the_lists_in_a_list_are_converted() {
        assert_accepts(
            "Vec<Vec<String>>",
            "impl IntoIterator<Item = impl IntoIterator<Item = impl Into<String>>>",
            "given.into_iter().map(|item| item.into_iter().map(Into::into).collect()).collect()",
        );
    }

    #[test]
    fn the_keys_and_the_values_of_maps_are_converted() {
        assert_accepts(
            "BTreeMap<String, f64>",
            "impl IntoIterator<Item = (impl Into<String>, f64)>",
            "given.into_iter().map(|(key, value)| (key.into(), value)).collect()",
        );
        assert_accepts(
            "BTreeMap<String, Vec<Event>>",
            "impl IntoIterator<Item = (impl Into<String>, impl IntoIterator<Item = impl Into<Event>>)>",
            "given.into_iter()
                .map(|(key, value)| (key.into(), value.into_iter().map(Into::into).collect()))
                .collect()",
        );
    }
}
