//! The table of operations: what a caller, a limiter or a retry loop needs to know beside the function itself.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::{
    feature_gate, formatted, header, items, limits, paging, rate_limits, security_schemes,
};
use crate::codegen::merge::Spec;
use crate::codegen::walk::{self, Operation};
use crate::codegen::{Error, names};

/// The text of `metadata.rs`.
pub(super) fn file(spec: &Spec) -> Result<String, Error> {
    let mut operations = walk::operations(&spec.document);
    operations.sort_by_key(|operation| names::function(operation.id()));
    let rate_limits = rate_limits::items(&spec.document);
    let security_schemes = security_schemes::items(&spec.document);
    let statics = operations.iter().map(|operation| entry(spec, operation));
    let listed = operations.iter().map(|operation| {
        let gate = feature_gate(domain(spec, operation));
        let name = format_ident!("{}", names::constant(operation.id()));
        quote!(#gate &#name)
    });
    let tokens = quote! {
        #[allow(unused_imports)] // A build without features has no operations.
        use crate::operation::{
            Limits, Location, Method, Operation, Parameter, Pattern, PublishedLimits, RateLimitWindow,
            SecurityRequirement,
        };

        #rate_limits

        #security_schemes

        #(#statics)*

        /// Every operation of the enabled features, ordered by function name.
        pub static OPERATIONS: &[&Operation] = &[#(#listed),*];
    };
    Ok(header(
        "spec/",
        "Facts about every operation: path, scopes, rate-limit category, limits.",
    ) + &formatted(items(tokens)?))
}

fn domain<'a>(spec: &'a Spec, operation: &Operation<'_>) -> &'a str {
    spec.path_domain
        .get(operation.path)
        .map_or("common", String::as_str)
}

fn category<'a>(operation: &Operation<'a>) -> &'a str {
    operation
        .object
        .get("x-ratelimit-category")
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn entry(spec: &Spec, operation: &Operation<'_>) -> TokenStream {
    let gate = feature_gate(domain(spec, operation));
    let (id, path) = (operation.id(), operation.path);
    let function = names::function(id);
    let name = format_ident!("{}", names::constant(id));
    let summary = operation
        .object
        .get("summary")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let doc = format!(" `{id}`: {summary}.");
    let method = format_ident!("{}", names::camel(operation.method));
    let category = format_ident!("{}", names::camel(category(operation)));
    let sandbox = operation.object.get("x-sandbox").and_then(Value::as_str) == Some("enabled");
    let idempotent = is_idempotent(operation);
    let paged = paging::page_schema(&spec.document, operation).is_some();
    let security = security(operation);
    let parameters = operation
        .object
        .get("parameters")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let parameters = parameters.map(|parameter| parameter_entry(&spec.document, parameter));
    let content = operation.object.get("requestBody");
    let body = content
        .and_then(|body| walk::members(body, "content").next())
        .and_then(|(_, media)| media.get("schema"))
        .and_then(|schema| limits::of_schema(&spec.document, schema))
        .map_or_else(|| quote!(&Limits::NONE), |limits| quote!(&#limits));
    quote! {
        #gate
        #[doc = #doc]
        pub static #name: Operation = Operation {
            id: #id,
            function: #function,
            method: Method::#method,
            path: #path,
            security: &[#(#security),*],
            rate_limit: RateLimitCategory::#category,
            sandbox: #sandbox,
            idempotent: #idempotent,
            paged: #paged,
            parameters: &[#(#parameters),*],
            body: #body,
        };
    }
}

/// As HTTP has it; `x-idempotent` overrides.
fn is_idempotent(operation: &Operation<'_>) -> bool {
    let said = operation
        .object
        .get("x-idempotent")
        .and_then(Value::as_bool);
    said.unwrap_or(!matches!(operation.method, "post" | "patch"))
}

fn security(operation: &Operation<'_>) -> Vec<TokenStream> {
    let mut alternatives = Vec::new();
    for requirement in operation
        .object
        .get("security")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        for (scheme, scopes) in requirement.as_object().into_iter().flatten() {
            let scopes = scopes
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str);
            let scheme = format_ident!("{}", names::camel(scheme));
            alternatives.push(
                quote!(SecurityRequirement { scheme: SecurityScheme::#scheme, scopes: &[#(#scopes),*] }),
            );
        }
    }
    alternatives
}

fn parameter_entry(document: &Value, parameter: &Value) -> TokenStream {
    let text = |key: &str| {
        parameter
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let name = text("name");
    let location = format_ident!("{}", names::camel(text("in")));
    let required = parameter.get("required") == Some(&Value::Bool(true));
    let limits = parameter
        .get("schema")
        .and_then(|schema| limits::of_schema(document, schema))
        .unwrap_or_else(|| quote!(Limits::NONE));
    let comma_separated = walk::is_comma_separated(document, parameter);
    quote!(Parameter {
        name: #name, location: Location::#location, required: #required, comma_separated: #comma_separated,
        limits: #limits
    })
}
