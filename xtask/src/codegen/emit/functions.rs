//! What progenitor's functions do wrong, put right: arrays that are joined by commas, and bodies that may be missing.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use syn::visit_mut::{self, VisitMut};

use crate::codegen::{names, walk};

/// Rewrites the functions of progenitor's output.
pub(crate) fn put_right(document: &Value, generated: &mut syn::File) {
    let specials = Specials::of(document);
    let blocks = generated.items.iter_mut().filter_map(|item| match item {
        syn::Item::Impl(block) if block.trait_.is_none() => Some(&mut block.items),
        _ => None,
    });
    for item in blocks.flatten() {
        if let syn::ImplItem::Fn(function) = item {
            specials.apply(function);
            if function.sig.asyncness.is_some() {
                // Compiled where it is called: a program pays for the operations that it uses, and not for 266 of them.
                function.attrs.push(syn::parse_quote!(#[inline]));
            }
        }
    }
}

/// What is special about the operations, by the name of their function.
struct Specials {
    joined: BTreeMap<String, BTreeSet<String>>,
    deep: BTreeMap<String, BTreeSet<String>>,
    optional: BTreeSet<String>,
}

impl Specials {
    /// Finds them in the description.
    fn of(document: &Value) -> Self {
        let mut specials = Self {
            joined: BTreeMap::new(),
            deep: BTreeMap::new(),
            optional: BTreeSet::new(),
        };
        for operation in walk::operations(document) {
            let function = names::function(operation.id());
            if walk::may_answer_nothing(operation.object) {
                specials.optional.insert(function.clone());
            }
            let deep = walk::deep_parameters(&operation);
            if !deep.is_empty() {
                specials.deep.insert(function.clone(), deep);
            }
            let joined = walk::joined_parameters(document, &operation);
            if !joined.is_empty() {
                specials.joined.insert(function, joined);
            }
        }
        specials
    }

    /// Rewrites one function.
    fn apply(&self, function: &mut syn::ImplItemFn) {
        let name = function.sig.ident.to_string();
        if let Some(parameters) = self.joined.get(&name) {
            let written = syn::parse_quote!(crate::comma_separated::CommaSeparated::new);
            WrittenBy(parameters, written).visit_block_mut(&mut function.block);
        }
        if let Some(parameters) = self.deep.get(&name) {
            let written = syn::parse_quote!(crate::deep_object::DeepObject::new);
            WrittenBy(parameters, written).visit_block_mut(&mut function.block);
        }
        if self.optional.contains(&name) {
            if let syn::ReturnType::Type(_, kind) = &mut function.sig.output {
                OptionalType.visit_type_mut(kind);
            }
            OptionalBody.visit_block_mut(&mut function.block);
        }
    }
}

/// `QueryParam::new("name", ..)` becomes a call of another function for the named parameters.
struct WrittenBy<'a>(&'a BTreeSet<String>, syn::Expr);

impl VisitMut for WrittenBy<'_> {
    fn visit_expr_call_mut(&mut self, call: &mut syn::ExprCall) {
        visit_mut::visit_expr_call_mut(self, call);
        let is_named = matches!(
            call.args.first(),
            Some(syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(name), .. })) if self.0.contains(&name.value())
        );
        let is_parameter = matches!(
            &*call.func,
            syn::Expr::Path(path) if path.path.segments.iter().any(|segment| segment.ident == "QueryParam")
        );
        if is_named && is_parameter {
            *call.func = self.1.clone();
        }
    }
}

/// `ResponseValue<T>` becomes `ResponseValue<Option<T>>`, but not in the error type.
struct OptionalType;

impl VisitMut for OptionalType {
    fn visit_path_segment_mut(&mut self, segment: &mut syn::PathSegment) {
        if segment.ident != "ResponseValue" {
            return visit_mut::visit_path_segment_mut(self, segment);
        }
        if let syn::PathArguments::AngleBracketed(arguments) = &mut segment.arguments
            && let Some(syn::GenericArgument::Type(body)) = arguments.args.first_mut()
        {
            *body = syn::parse_quote!(::std::option::Option<#body>);
        }
    }
}

/// In the match over the status: successes are read as optional, and 204 is one of them.
struct OptionalBody;

impl VisitMut for OptionalBody {
    fn visit_expr_match_mut(&mut self, statuses: &mut syn::ExprMatch) {
        let read: syn::Expr = syn::parse_quote!(crate::optional_body::read(response).await);
        let mut changed = false;
        for arm in &mut statuses.arms {
            let is_success = matches!(
                &arm.pat,
                syn::Pat::Lit(syn::ExprLit { lit: syn::Lit::Int(status), .. })
                    if status.base10_parse::<u16>().is_ok_and(|status| (200..300).contains(&status))
            );
            if is_success {
                *arm.body = read.clone();
                changed = true;
            }
        }
        if changed {
            statuses.arms.insert(0, syn::parse_quote!(204u16 => #read,));
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;

    use super::*;
    use crate::codegen::load;

    #[test]
    fn joined_arrays_and_optional_bodies_are_put_right() {
        let document = load::parse(
            "paths: {/p: {get: {operationId: pins/list, parameters: [{in: query, name: ids, explode: false,
               schema: {type: array}}, {in: query, name: tags, schema: {type: array}}],
               responses: {'200': {content: {}}, '204': {}}}}}",
        )
        .unwrap();
        let mut function: syn::ImplItemFn = syn::parse_quote! {
            pub async fn pins_list(&self) -> Result<ResponseValue<types::Pin>, Error<types::Error>> {
                send(&progenitor_client::QueryParam::new("ids", &ids), &progenitor_client::QueryParam::new("tags", &tags));
                match response.status().as_u16() {
                    200u16 => ResponseValue::from_response(response).await,
                    400u16..=499u16 => Err(Error::ErrorResponse(ResponseValue::from_response(response).await?)),
                }
            }
        };
        Specials::of(&document).apply(&mut function);
        let expected: syn::ImplItemFn = syn::parse_quote! {
            pub async fn pins_list(&self) -> Result<ResponseValue<::std::option::Option<types::Pin> >, Error<types::Error>> {
                send(&crate::comma_separated::CommaSeparated::new("ids", &ids), &progenitor_client::QueryParam::new("tags", &tags));
                match response.status().as_u16() {
                    204u16 => crate::optional_body::read(response).await,
                    200u16 => crate::optional_body::read(response).await,
                    400u16..=499u16 => Err(Error::ErrorResponse(ResponseValue::from_response(response).await?)),
                }
            }
        };
        assert_eq!(
            function.to_token_stream().to_string(),
            expected.to_token_stream().to_string()
        );
    }
}
