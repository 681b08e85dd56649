//! One argument of a generated function: how a request takes it, keeps it and puts it into its parts.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;
use syn::visit_mut::{self, VisitMut};

use crate::codegen::error::Error;
use crate::codegen::names;
use crate::codegen::walk::{self, Operation};

/// An argument, with the parameter of the description that it stands for.
pub(super) struct Argument<'a> {
    pub(super) ident: syn::Ident,
    /// `None` for the body.
    pub(super) parameter: Option<&'a Value>,
    /// `None` for parameters.
    pub(super) body: Option<&'a Value>,
    pub(super) is_optional: bool,
    kind: Kind,
}

/// What a request keeps.
enum Kind {
    Text,
    /// Passed by value.
    Number(syn::Type),
    Enum(syn::Type),
    /// The type of the items, and whether it is taken as it is.
    List(syn::Type, bool),
    Other(syn::Type),
}

/// The arguments of a function, in their order, without `self`.
pub(super) fn of_function<'a>(
    document: &'a Value,
    operation: &Operation<'a>,
    function: &syn::Signature,
) -> Result<Vec<Argument<'a>>, Error> {
    let parameters = parameters(operation);
    let typed = function.inputs.iter().filter_map(|input| match input {
        syn::FnArg::Typed(typed) => Some(typed),
        syn::FnArg::Receiver(_) => None,
    });
    typed
        .map(|typed| {
            let syn::Pat::Ident(pattern) = &*typed.pat else {
                return Err(Error::UnexpectedOutput(format!(
                    "function {} has an argument without a name",
                    function.ident
                )));
            };
            let ident = pattern.ident.clone();
            let parameter = parameters
                .iter()
                .copied()
                .find(|parameter| is_of(parameter, &ident));
            if parameter.is_none() && ident != "body" {
                return Err(Error::UnexpectedOutput(format!(
                    "argument {ident} of function {} belongs to no parameter",
                    function.ident
                )));
            }
            let mut kind = (*typed.ty).clone();
            Short.visit_type_mut(&mut kind);
            let body = match parameter {
                Some(_) => None,
                None => operation.object.get("requestBody"),
            };
            // progenitor has no bodies that may be left out.
            let may_be_left_out = body.is_some_and(|body| body.get("required").is_none());
            let (is_optional, kind) = match content(&kind, "Option") {
                Some(inner) => (true, inner.clone()),
                None => (may_be_left_out, kind),
            };
            Ok(Argument {
                ident,
                parameter,
                body,
                is_optional,
                kind: Kind::of(document, kind),
            })
        })
        .collect()
}

fn parameters<'a>(operation: &Operation<'a>) -> Vec<&'a Value> {
    let parameters = operation.object.get("parameters").and_then(Value::as_array);
    parameters.into_iter().flatten().collect()
}

fn name_of(parameter: &Value) -> &str {
    let name = parameter.get("name").and_then(Value::as_str);
    name.unwrap_or_default()
}

/// progenitor puts an underscore after a name that is a keyword.
fn is_of(parameter: &Value, ident: &syn::Ident) -> bool {
    let ident = ident.to_string();
    let name = names::function(name_of(parameter));
    name == ident
        || ident.strip_suffix('_') == Some(&name)
        || ident.strip_prefix("r#") == Some(&name)
}

/// What the function returns: `T` of `Result<ResponseValue<T>, _>`.
pub(super) fn response(function: &syn::Signature) -> Option<syn::Type> {
    let syn::ReturnType::Type(_, result) = &function.output else {
        return None;
    };
    let mut response = content(content(result, "Result")?, "ResponseValue")?.clone();
    Short.visit_type_mut(&mut response);
    Some(response)
}

/// `T` of `wrapper<T, ..>`.
fn content<'a>(kind: &'a syn::Type, wrapper: &str) -> Option<&'a syn::Type> {
    let syn::Type::Path(path) = kind else {
        return None;
    };
    let last = path.path.segments.last()?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first()? {
        syn::GenericArgument::Type(inner) if last.ident == wrapper => Some(inner),
        _ => None,
    }
}

/// Rewrites a type of progenitor's output by the names that files of requests import.
struct Short;

impl VisitMut for Short {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        visit_mut::visit_path_mut(self, path);
        let names: Vec<String> = path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        match names.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["crate", "types", _] => keep_last(path, 2),
            ["crate", "Date"] => keep_last(path, 1),
            ["std", "vec", "Vec"] | ["std", "option", "Option"] | ["std", "string", "String"] => {
                keep_last(path, 1);
            }
            ["std", "collections", "BTreeMap"] => keep_last(path, 1),
            _ => {}
        }
    }
}

fn keep_last(path: &mut syn::Path, count: usize) {
    path.leading_colon = None;
    let skipped = path.segments.len().saturating_sub(count);
    path.segments = std::mem::take(&mut path.segments)
        .into_iter()
        .skip(skipped)
        .collect();
}

impl Kind {
    fn of(document: &Value, kind: syn::Type) -> Self {
        let owned = match kind {
            syn::Type::Reference(reference) => *reference.elem,
            by_value if is_path(&by_value, &["String"]) => by_value,
            by_value => return Self::Number(by_value),
        };
        if is_path(&owned, &["str", "String"]) {
            return Self::Text;
        }
        if let Some(item) = content(&owned, "Vec") {
            let is_plain = is_path(item, &NUMBERS) || is_enum(document, item);
            return Self::List(item.clone(), is_plain);
        }
        match is_enum(document, &owned) {
            true => Self::Enum(owned),
            false => Self::Other(owned),
        }
    }
}

const NUMBERS: [&str; 7] = ["bool", "i32", "i64", "u32", "u64", "f32", "f64"];

fn is_path(kind: &syn::Type, names: &[&str]) -> bool {
    matches!(kind, syn::Type::Path(path) if names.iter().any(|name| path.path.is_ident(name)))
}

fn is_enum(document: &Value, kind: &syn::Type) -> bool {
    let syn::Type::Path(path) = kind else {
        return false;
    };
    let Some(last) = path.path.segments.last() else {
        return false;
    };
    walk::component_schemas(document)
        .any(|(name, schema)| last.ident == name && schema.get("enum").is_some())
}

impl<'a> Argument<'a> {
    /// The name of the parameter in the description, `body` for the body.
    pub(super) fn wire_name(&self) -> &'a str {
        self.parameter.map_or("body", name_of)
    }

    /// The place among the required arguments.
    pub(super) fn rank(&self, operation: &Operation<'_>) -> (usize, usize) {
        let in_path = operation.path.find(&format!("{{{}}}", self.wire_name()));
        let position = parameters(operation)
            .iter()
            .position(|parameter| name_of(parameter) == self.wire_name());
        match (in_path, position) {
            (Some(place), _) => (0, place),
            (None, Some(position)) => (1, position),
            (None, None) => (2, 0),
        }
    }

    pub(super) fn field(&self) -> TokenStream {
        let (ident, kept) = (&self.ident, self.kept());
        match self.is_optional {
            true => quote!(#ident: Option<#kept>),
            false => quote!(#ident: #kept),
        }
    }

    /// The type of what is kept, without `Option`.
    pub(super) fn kept(&self) -> TokenStream {
        match &self.kind {
            Kind::Text => quote!(String),
            Kind::List(item, _) => quote!(Vec<#item>),
            Kind::Number(kind) | Kind::Enum(kind) | Kind::Other(kind) => quote!(#kind),
        }
    }

    /// What a reference to what is kept leads to.
    pub(super) fn seen(&self) -> TokenStream {
        match &self.kind {
            Kind::List(item, _) => quote!([#item]),
            _ => self.kept(),
        }
    }

    /// What a setter or the constructor takes.
    pub(super) fn accepted(&self) -> TokenStream {
        match &self.kind {
            Kind::Text => quote!(impl Into<String>),
            // A whole number is a number too.
            Kind::Number(kind) if is_path(kind, &["f64"]) => quote!(impl Into<f64>),
            Kind::Number(kind) | Kind::Enum(kind) => quote!(#kind),
            Kind::List(item, true) => quote!(impl IntoIterator<Item = #item>),
            Kind::List(item, false) => quote!(impl IntoIterator<Item = impl Into<#item>>),
            Kind::Other(kind) => quote!(impl Into<#kind>),
        }
    }

    /// What was taken, as it is kept.
    pub(super) fn converted(&self) -> TokenStream {
        let ident = &self.ident;
        match &self.kind {
            Kind::Number(kind) if is_path(kind, &["f64"]) => quote!(#ident.into()),
            Kind::Number(_) | Kind::Enum(_) => quote!(#ident),
            Kind::List(_, true) => quote!(#ident.into_iter().collect()),
            Kind::List(_, false) => quote!(#ident.into_iter().map(Into::into).collect()),
            Kind::Text | Kind::Other(_) => quote!(#ident.into()),
        }
    }

    /// Whether it is an array that stands in the query.
    pub(super) fn is_query_list(&self) -> bool {
        self.parameter.is_some() && matches!(self.kind, Kind::List(..))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_named_as_they_are_imported() {
        let short = |mut kind: syn::Type| {
            Short.visit_type_mut(&mut kind);
            quote!(#kind).to_string()
        };
        let expected = |kind: syn::Type| quote!(#kind).to_string();
        assert_eq!(
            short(syn::parse_quote!(::std::vec::Vec<crate::types::PinId>)),
            expected(syn::parse_quote!(Vec<types::PinId>))
        );
        assert_eq!(
            short(syn::parse_quote!(::std::option::Option<crate::Date>)),
            expected(syn::parse_quote!(Option<Date>))
        );
        assert_eq!(
            short(syn::parse_quote!(crate::Sensitive)),
            expected(syn::parse_quote!(crate::Sensitive))
        );
    }

    #[test]
    fn keywords_and_capitals_belong_to_their_parameters() {
        let is_of = |name: &str, ident: &str| {
            is_of(
                &serde_json::json!({ "name": name }),
                &syn::parse_str(ident).unwrap(),
            )
        };
        assert!(is_of("type", "type_") && is_of("adAccountId", "ad_account_id"));
        assert!(!is_of("types", "type_"));
    }
}
