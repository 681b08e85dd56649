//! One argument of a generated function: how a request takes it, keeps it and puts it into its parts.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;
use syn::visit_mut::{self, VisitMut};

use crate::codegen::emit::accepted;
use crate::codegen::error::Error;
use crate::codegen::names;
use crate::codegen::walk::Operation;

/// An argument, with the parameter of the description that it stands for.
pub(super) struct Argument<'a> {
    pub(super) ident: syn::Ident,
    /// `None` for the body.
    pub(super) parameter: Option<&'a Value>,
    /// `None` for parameters.
    pub(super) body: Option<&'a Value>,
    pub(super) is_optional: bool,
    /// The type of what a request keeps, without `Option`.
    pub(super) kept: syn::Type,
}

/// The arguments of a function, in their order, without `self`.
pub(super) fn of_function<'a>(
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
                kept: kept(kind),
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

/// The type that owns what an argument of the type passes.
fn kept(kind: syn::Type) -> syn::Type {
    match kind {
        syn::Type::Reference(reference) if is_str(&reference.elem) => syn::parse_quote!(String),
        syn::Type::Reference(reference) => *reference.elem,
        by_value => by_value,
    }
}

fn is_str(kind: &syn::Type) -> bool {
    matches!(kind, syn::Type::Path(path) if path.path.is_ident("str"))
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
        let (ident, kept) = (&self.ident, &self.kept);
        match self.is_optional {
            true => quote!(#ident: Option<#kept>),
            false => quote!(#ident: #kept),
        }
    }

    /// What a reference to what is kept leads to.
    pub(super) fn seen(&self) -> TokenStream {
        let kept = &self.kept;
        match accepted::list_item(kept) {
            Some(item) => quote!([#item]),
            None => quote!(#kept),
        }
    }

    /// Whether it is an array that stands in the query.
    pub(super) fn is_query_list(&self) -> bool {
        self.parameter.is_some() && accepted::list_item(&self.kept).is_some()
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
