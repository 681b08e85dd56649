//! How progenitor's function builds a request: what it puts into the path, the query and the body.

use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};

use crate::codegen::error::Error;
use crate::codegen::walk::Operation;

/// How the arguments of a function become an HTTP request.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Built {
    /// The names of path parameters and their arguments, in the order of the path.
    pub(super) path: Vec<(String, syn::Ident)>,
    /// The names of query parameters and their arguments, in the order in which they are sent.
    pub(super) query: Vec<(String, syn::Ident)>,
    pub(super) body: Option<Body>,
}

/// How the body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    Json,
    Form,
}

impl Built {
    /// Reads a function; an error when it sends an argument in a way that a request value has no
    /// expression for.
    pub(super) fn of(operation: &Operation<'_>, function: &syn::ImplItemFn) -> Result<Self, Error> {
        let mut reader = Reader::default();
        reader.visit_block(&function.block);
        let odd =
            |what: &str| Error::UnexpectedOutput(format!("function {} {what}", function.sig.ident));
        let names = parameter_names(operation.path);
        let template = names
            .iter()
            .fold(format!("{{}}{}", operation.path), |template, name| {
                template.replace(&format!("{{{name}}}"), "{}")
            });
        if reader.template.as_deref() != Some(&template) || names.len() != reader.path.len() {
            return Err(odd("does not build the path of its operation"));
        }
        let built = Self {
            path: names.into_iter().zip(reader.path).collect(),
            query: reader.query,
            body: reader.body,
        };
        for argument in arguments(&function.sig) {
            if !built.has(argument) {
                return Err(odd(&format!(
                    "sends {argument} neither in the path nor in the query nor in the body"
                )));
            }
        }
        Ok(built)
    }

    fn has(&self, argument: &syn::Ident) -> bool {
        let mut parameters = self.path.iter().chain(&self.query);
        (self.body.is_some() && argument == "body")
            || parameters.any(|(_, ident)| ident == argument)
    }
}

/// The names in braces, in their order.
fn parameter_names(path: &str) -> Vec<String> {
    let parts = path.split('{').skip(1);
    parts
        .filter_map(|part| Some(part.split_once('}')?.0.to_owned()))
        .collect()
}

fn arguments(function: &syn::Signature) -> impl Iterator<Item = &syn::Ident> {
    function.inputs.iter().filter_map(|input| match input {
        syn::FnArg::Typed(syn::PatType { pat, .. }) => match &**pat {
            syn::Pat::Ident(pattern) => Some(&pattern.ident),
            _ => None,
        },
        syn::FnArg::Receiver(_) => None,
    })
}

#[derive(Default)]
struct Reader {
    template: Option<String>,
    path: Vec<syn::Ident>,
    query: Vec<(String, syn::Ident)>,
    body: Option<Body>,
}

impl<'ast> Visit<'ast> for Reader {
    /// `format!("{}/pins/{}", self.baseurl, encode_path(&pin_id.to_string()))`
    fn visit_macro(&mut self, found: &'ast syn::Macro) {
        if !found.path.is_ident("format") || self.template.is_some() {
            return;
        }
        let parse = Punctuated::<syn::Expr, syn::Token![,]>::parse_terminated;
        let Ok(parts) = found.parse_body_with(parse) else {
            return;
        };
        let mut parts = parts.iter();
        self.template = parts.next().and_then(text);
        self.path = parts.filter_map(encoded).collect();
    }

    /// Calls of the request's builder, of which the first is innermost.
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        visit::visit_expr_method_call(self, call);
        match (call.method.to_string().as_str(), call.args.first()) {
            ("query", Some(argument)) => self.query.extend(query_parameter(argument)),
            ("json", Some(_)) => self.body = Some(Body::Json),
            ("form_urlencoded", Some(_)) => self.body = Some(Body::Form),
            _ => {}
        }
    }
}

/// `pin_id` of `encode_path(&pin_id.to_string())`.
fn encoded(part: &syn::Expr) -> Option<syn::Ident> {
    let syn::Expr::Call(call) = part else {
        return None;
    };
    match behind_reference(call.args.first()?) {
        syn::Expr::MethodCall(text) if text.method == "to_string" => ident(&text.receiver),
        _ => None,
    }
}

/// Name and argument of `&QueryParam::new("name", &argument)`.
fn query_parameter(part: &syn::Expr) -> Option<(String, syn::Ident)> {
    let syn::Expr::Call(call) = behind_reference(part) else {
        return None;
    };
    Some((text(call.args.first()?)?, ident(call.args.get(1)?)?))
}

fn behind_reference(part: &syn::Expr) -> &syn::Expr {
    match part {
        syn::Expr::Reference(reference) => &reference.expr,
        other => other,
    }
}

fn ident(part: &syn::Expr) -> Option<syn::Ident> {
    match behind_reference(part) {
        syn::Expr::Path(path) => path.path.get_ident().cloned(),
        _ => None,
    }
}

fn text(part: &syn::Expr) -> Option<String> {
    match part {
        syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(text),
            ..
        }) => Some(text.value()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use quote::format_ident;

    use super::*;
    use crate::codegen::{load, walk};

    fn built(arguments: syn::Signature) -> Result<Built, Error> {
        let document =
            load::parse("paths: {'/pins/{pin_id}/save': {post: {operationId: pins/save}}}")
                .unwrap();
        let block: syn::Block = syn::parse_quote!({
            let url = format!(
                "{}/pins/{}/save",
                self.baseurl,
                encode_path(&pin_id.to_string()),
            );
            let mut request = self
                .client
                .post(url)
                .query(&progenitor_client::QueryParam::new("adId", &ad_id))
                .query(&progenitor_client::QueryParam::new("type", &type_))
                .json(&body)
                .headers(header_map)
                .build()?;
        });
        let function = syn::ImplItemFn {
            sig: arguments,
            block,
            ..syn::parse_quote!(
                fn f() {}
            )
        };
        Built::of(&walk::operations(&document)[0], &function)
    }

    #[test]
    fn the_parts_of_a_request_are_found_in_order() {
        let built = built(syn::parse_quote!(
            async fn pins_save(&self, pin_id: &PinId, ad_id: Option<i32>, type_: bool, body: &Body)
        ))
        .unwrap();
        let pair = |name: &str, ident| (name.to_owned(), format_ident!("{}", ident));
        assert_eq!(built.path, [pair("pin_id", "pin_id")]);
        assert_eq!(built.query, [pair("adId", "ad_id"), pair("type", "type_")]);
        assert_eq!(built.body, Some(Body::Json));
    }

    #[test]
    fn an_argument_that_goes_elsewhere_is_an_error() {
        let error = built(syn::parse_quote!(
            async fn pins_save(&self, pin_id: &PinId, x_trace: &str)
        ))
        .unwrap_err();
        assert!(
            error.to_string().contains("sends x_trace neither"),
            "{error}"
        );
    }
}
