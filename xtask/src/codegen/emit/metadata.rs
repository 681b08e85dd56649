//! `crates/pinterest-client/src/generated/metadata`: what a caller, a limiter or a retry loop needs
//! to know of an operation beside its request.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::pool::{Key, Pool};
use super::{
    feature_gate, feature_gate_line, formatted, header, items, limits, paging, rate_limits, rules,
    security_schemes,
};
use crate::codegen::merge::Spec;
use crate::codegen::walk::{self, Operation};
use crate::codegen::write::Tree;
use crate::codegen::{Error, names};

const FOLDER: &str = "crates/pinterest-client/src/generated/metadata";

/// Adds the files to `tree`.
pub(super) fn files(spec: &Spec, tree: &mut Tree) -> Result<(), Error> {
    let operations = walk::operations(&spec.document);
    let taken = operations
        .iter()
        .map(|operation| names::constant(operation.id()));
    let mut pool = Pool::without(taken);
    let mut by_domain = BTreeMap::<&str, Vec<Entry<'_>>>::new();
    for operation in operations {
        if let Some(domain) = spec.path_domain.get(operation.path) {
            let entry = Entry::new(&spec.document, operation, domain, &mut pool);
            by_domain.entry(domain).or_default().push(entry);
        }
    }
    let mut index = header(
        "spec/",
        "Facts about every operation: path, scopes, rate limit category, limits.",
    );
    for (domain, entries) in &mut by_domain {
        entries.sort_by(|left, right| left.operation.id().cmp(right.operation.id()));
        let gate = feature_gate_line(domain);
        index.push_str(&format!(
            "{gate}mod {domain};\n{gate}pub use {domain}::*;\n"
        ));
        let statics = entries.iter().map(|entry| entry.tokens(spec, &pool));
        let shared = pool.definitions(Some(domain));
        let text = header(
            &format!("spec/{domain}.yaml"),
            &format!("Facts about the operations of `spec/{domain}.yaml`."),
        );
        let tokens = quote!(#(#statics)* #(#shared)*);
        tree.add(
            format!("{FOLDER}/{domain}.rs"),
            text + "use super::prelude::*;\n\n" + &formatted(items(tokens)?),
        );
    }
    index.push_str(PRELUDE);
    index.push_str(&formatted(items(tables(spec, &by_domain))?));
    tree.add(format!("{FOLDER}/mod.rs"), index);
    tree.add(format!("{FOLDER}/shared.rs"), shared_file(&pool)?);
    Ok(())
}

const PRELUDE: &str =
    "#[allow(dead_code, unused_imports)] // Not every set of features uses all of it.
mod shared;

/// What every file uses.
#[allow(unused_imports)]
mod prelude {
    pub(super) use super::shared::*;
    pub(super) use super::{RateLimitCategory, SecurityScheme};
    pub(super) use crate::operation::{
        BodyFormat, FieldRule, Limits, Location, Members, MembersBy, Method, Operation, Parameter,
        Pattern, SecurityRequirement, Style,
    };
}

use crate::operation::{Operation, PublishedLimits, RateLimitWindow};

";

fn shared_file(pool: &Pool<'_>) -> Result<String, Error> {
    let shared = pool.definitions(None);
    let tokens = quote! {
        use super::SecurityScheme;
        use crate::operation::{
            FieldRule, Limits, Location, Members, MembersBy, Parameter, Pattern,
            SecurityRequirement, Style,
        };

        #(#shared)*
    };
    Ok(
        header("spec/", "Facts that operations of several domains share.")
            + &formatted(items(tokens)?),
    )
}

fn tables(spec: &Spec, by_domain: &BTreeMap<&str, Vec<Entry<'_>>>) -> TokenStream {
    let rate_limits = rate_limits::items(&spec.document);
    let security_schemes = security_schemes::items(&spec.document);
    let mut listed: Vec<(&str, TokenStream)> = Vec::new();
    for (domain, entries) in by_domain {
        let gate = feature_gate(domain);
        listed.extend(entries.iter().map(|entry| {
            let id = entry.operation.id();
            let name = format_ident!("{}", names::constant(id));
            (id, quote!(#gate &#name))
        }));
    }
    listed.sort_by_key(|(id, _)| *id);
    let listed = listed.into_iter().map(|(_, tokens)| tokens);
    quote! {
        #rate_limits

        #security_schemes

        /// Every operation of the enabled features, ordered by id.
        pub static OPERATIONS: &[&Operation] = &[#(#listed),*];
    }
}

/// One operation, with what it shares with others.
struct Entry<'a> {
    operation: Operation<'a>,
    security: Key,
    parameters: Vec<Key>,
    body: Option<Key>,
}

impl<'a> Entry<'a> {
    fn new(
        document: &'a Value,
        operation: Operation<'a>,
        domain: &'a str,
        pool: &mut Pool<'a>,
    ) -> Self {
        let (name, requirements) = security(&operation);
        let security = pool.security(&name, requirements);
        let parameters = operation.object.get("parameters").and_then(Value::as_array);
        let parameters = parameters.into_iter().flatten().map(|parameter| {
            let limits = parameter.get("schema");
            let limits = limits.and_then(|schema| limits::of_schema(document, schema));
            let (name, members) = parameter_members(document, parameter);
            pool.parameter(name, members, limits.as_ref())
        });
        let parameters: Vec<Key> = parameters.collect();
        let body = media(&operation).and_then(|(_, media)| media.get("schema"));
        let body = body.and_then(|schema| limits::of_schema(document, schema));
        let place = format!("{}_body", names::constant(operation.id()));
        let body = body.map(|limits| pool.limits(&limits, &place));
        let used = [security].into_iter().chain(body);
        for key in used.chain(parameters.iter().copied()) {
            pool.used_by(domain, key);
        }
        Self {
            operation,
            security,
            parameters,
            body,
        }
    }

    fn tokens(&self, spec: &Spec, pool: &Pool<'_>) -> TokenStream {
        let operation = &self.operation;
        let (id, path) = (operation.id(), operation.path);
        let name = format_ident!("{}", names::constant(id));
        let text = |key: &str| {
            let text = operation.object.get(key).and_then(Value::as_str);
            text.unwrap_or_default()
        };
        let doc = format!(" `{id}`: {}.", text("summary"));
        let method = format_ident!("{}", names::camel(operation.method));
        let category = format_ident!("{}", names::camel(text("x-ratelimit-category")));
        let sandbox = text("x-sandbox") == "enabled";
        let idempotent = is_idempotent(operation);
        let paged = paging::page_schema(&spec.document, operation).is_some();
        let security = pool.expression(self.security);
        let parameters = self.parameters.iter().map(|key| pool.expression(*key));
        let rules = rules::of(&Value::Object(operation.object.clone()));
        let rules = (!rules.is_empty()).then(|| quote!(rules: &[#(#rules),*],));
        let body = self.body_members(pool);
        quote! {
            #[doc = #doc]
            pub static #name: Operation = Operation {
                id: #id,
                method: Method::#method,
                path: #path,
                security: #security,
                rate_limit: RateLimitCategory::#category,
                sandbox: #sandbox,
                idempotent: #idempotent,
                paged: #paged,
                parameters: &[#(#parameters),*],
                #rules
                #body
                ..Operation::PLAIN
            };
        }
    }

    /// What the literal says about the body; nothing when there is none.
    fn body_members(&self, pool: &Pool<'_>) -> Option<TokenStream> {
        let body = self.operation.object.get("requestBody")?;
        let format = format_ident!("{}", body_format(&self.operation));
        let required = body.get("required") == Some(&Value::Bool(true));
        let required = required.then(|| quote!(body_required: true,));
        let limits = self.body.map(|key| pool.expression(key));
        let limits = limits.map(|limits| quote!(body: #limits,));
        Some(quote!(body_format: BodyFormat::#format, #required #limits))
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

/// The name and content of the only media type of the body.
fn media<'a>(operation: &Operation<'a>) -> Option<(&'a str, &'a Value)> {
    let body = operation.object.get("requestBody")?;
    walk::members(body, "content").next()
}

fn body_format(operation: &Operation<'_>) -> &'static str {
    match media(operation) {
        None => "None",
        Some(("application/x-www-form-urlencoded", _)) => "Form",
        Some(_) => "Json",
    }
}

/// What a token must be allowed to do, with a name made of it.
fn security(operation: &Operation<'_>) -> (String, TokenStream) {
    let alternatives = operation.object.get("security").and_then(Value::as_array);
    let alternatives = alternatives
        .into_iter()
        .flatten()
        .filter_map(Value::as_object);
    let (mut words, mut requirements) = (Vec::new(), Vec::new());
    for (scheme, scopes) in alternatives.flatten() {
        let scopes = scopes.as_array().into_iter().flatten();
        let scopes: Vec<&str> = scopes.filter_map(Value::as_str).collect();
        if scheme != "pinterest_oauth2" || scopes.is_empty() {
            words.push(scheme.as_str());
        }
        words.extend(&scopes);
        let scheme = format_ident!("{}", names::camel(scheme));
        requirements.push(
            quote!(SecurityRequirement { scheme: SecurityScheme::#scheme, scopes: &[#(#scopes),*] }),
        );
    }
    (
        format!("token_{}", words.join("_")),
        quote!(#(#requirements),*),
    )
}

/// The name of a parameter, and its literal but for its limits.
fn parameter_members<'a>(document: &Value, parameter: &'a Value) -> (&'a str, TokenStream) {
    let text = |key: &str| {
        parameter
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let name = text("name");
    let location = format_ident!("{}", names::camel(text("in")));
    let required = parameter.get("required") == Some(&Value::Bool(true));
    let schema = parameter.get("schema").unwrap_or(&Value::Null);
    let behind = walk::referenced(document, schema).map_or(schema, |(_, target)| target);
    let style = if walk::is_deep_object(parameter) {
        "Deep"
    } else if walk::is_comma_separated(document, parameter) {
        "Joined"
    } else if behind.get("type").and_then(Value::as_str) == Some("array") {
        "Repeated"
    } else {
        "Single"
    };
    let style = format_ident!("{style}");
    let members = quote! {
        name: #name, location: Location::#location, required: #required, style: Style::#style
    };
    (name, members)
}
