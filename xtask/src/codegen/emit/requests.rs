//! `crates/pinterest/src/generated/requests`: queries with their setters, for every operation that has something to set.
//!
//! What pages becomes a filter of `List`, what has optional parameters becomes a `Call`. The arguments of the generated
//! function decide the types, so that whatever the generator makes of a parameter arrives here as it is.

mod argument;
mod prose;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::docs::doc_lines;
use super::{feature_gate_line, formatted, header, items, paging};
use crate::codegen::error::Error;
use crate::codegen::merge::Spec;
use crate::codegen::names;
use crate::codegen::walk::{self, Operation};
use crate::codegen::write::Tree;
use argument::Argument;

const FOLDER: &str = "crates/pinterest/src/generated";

/// Parameters whose setters stand in `resources/`, because they take more than the type of the parameter says: these
/// are texts of ids with commas between them.
const SETTERS_BY_HAND: &[(&str, &str)] = &[
    ("get/business_members", "member_ids"),
    ("get/business_partners", "partner_ids"),
];

/// Operations that are sent as batches, so that their optional parameters are arguments of a handle's function.
const WITHOUT_QUERY: &[&str] = &[
    "advanced_auction_items_submit/post",
    "catalogs_local_stores/create",
    "catalogs_local_stores/delete",
    "catalogs_local_stores/update",
    "catalogs_product_groups/create_many",
    "catalogs_product_groups/delete_many",
    "events/create",
];

/// What `List` and `Call` have for themselves; a setter of that name gets an underscore at its end.
const TAKEN: &[&str] = &[
    "bookmark",
    "checked",
    "clone",
    "into_future",
    "items",
    "new",
    "page_size",
    "pages",
    "send",
];

/// Adds the queries of every domain to `tree`; `generated` is progenitor's output.
pub(crate) fn files(spec: &Spec, generated: &syn::File, tree: &mut Tree) -> Result<(), Error> {
    check_exceptions(&spec.document)?;
    let functions = functions(generated);
    let mut by_domain = BTreeMap::<&str, Vec<(String, TokenStream)>>::new();
    for operation in walk::operations(&spec.document) {
        let name = names::function(operation.id());
        let function = functions.get(&name).ok_or_else(|| {
            Error::UnexpectedOutput(format!("operation {} has no function", operation.id()))
        })?;
        let domain = spec.path_domain.get(operation.path);
        let query = query(&spec.document, &operation, function)?;
        if let (Some(domain), Some(tokens)) = (domain, query) {
            by_domain.entry(domain).or_default().push((name, tokens));
        }
    }
    let mut index = header(
        "spec/",
        "What requests can set beside what they must have: the filters of lists, the options of calls.",
    );
    for (domain, mut queries) in by_domain {
        queries.sort_by(|(left, _), (right, _)| left.cmp(right));
        let gate = feature_gate_line(domain);
        index.push_str(&format!(
            "{gate}mod {domain};\n{gate}pub use {domain}::*;\n"
        ));
        let mut text = header(
            &format!("spec/{domain}.yaml"),
            &format!("Filters and options of `spec/{domain}.yaml`."),
        );
        text.push_str("use super::prelude::*;\n\n");
        let tokens = queries.into_iter().map(|(_, tokens)| tokens);
        text.push_str(&formatted(items(tokens.collect())?));
        tree.add(format!("{FOLDER}/requests/{domain}.rs"), text);
    }
    index.push_str(PRELUDE);
    tree.add(format!("{FOLDER}/requests/mod.rs"), index);
    tree.add(
        format!("{FOLDER}/mod.rs"),
        header("spec/", "Everything that `cargo xtask codegen` makes.") + "pub mod requests;\n",
    );
    Ok(())
}

/// Exceptions from the rule that match nothing are mistakes.
fn check_exceptions(document: &Value) -> Result<(), Error> {
    let operations = walk::operations(document);
    let has = |id: &str, parameter: Option<&str>| {
        let operation = operations.iter().find(|operation| operation.id() == id);
        operation.is_some_and(|operation| {
            parameter.is_none_or(|name| argument::has_parameter(operation, name))
        })
    };
    let setters = SETTERS_BY_HAND.iter().map(|(id, name)| (*id, Some(*name)));
    let without = WITHOUT_QUERY.iter().map(|id| (*id, None));
    match setters.chain(without).find(|(id, name)| !has(id, *name)) {
        None => Ok(()),
        Some((id, name)) => Err(Error::UnexpectedOutput(format!(
            "emit/requests.rs has an exception for {id} {}, which does not exist",
            name.unwrap_or_default()
        ))),
    }
}

const PRELUDE: &str = "
/// What every file of queries uses.
#[allow(unused_imports)] // Not every domain has lists and calls, and a build without features has neither.
mod prelude {
    pub(super) use pinterest_client::operation::{self, Operation};
    pub(super) use pinterest_client::types;

    pub(super) use crate::call::Call;
    pub(super) use crate::call::sealed::Request;
    pub(super) use crate::error::LimitViolation;
    pub(super) use crate::paging::List;
    pub(super) use crate::paging::sealed::{Cursor, Fetch};
    pub(super) use crate::paging::{filled, not_empty};
    pub(super) use crate::transport::{Api, Generated};
}
";

/// The signatures of the operations, by the names of their functions.
fn functions(generated: &syn::File) -> BTreeMap<String, &syn::Signature> {
    let blocks = generated.items.iter().filter_map(|item| match item {
        syn::Item::Impl(block) => Some(&block.items),
        _ => None,
    });
    blocks
        .flatten()
        .filter_map(|item| match item {
            syn::ImplItem::Fn(function) if function.sig.asyncness.is_some() => {
                Some((function.sig.ident.to_string(), &function.sig))
            }
            _ => None,
        })
        .collect()
}

/// The query of an operation, when it has one.
fn query(
    document: &Value,
    operation: &Operation<'_>,
    function: &syn::Signature,
) -> Result<Option<TokenStream>, Error> {
    let is_paged = paging::page_schema(document, operation).is_some();
    let arguments = argument::of_function(document, operation, function)?;
    let is_set = |argument: &&Argument<'_>| argument.is_optional && !is_cursor(is_paged, argument);
    if !is_paged && !arguments.iter().any(|argument| is_set(&argument)) {
        return Ok(None);
    }
    if WITHOUT_QUERY.contains(&operation.id()) {
        return Ok(None);
    }
    let name = format_ident!("{}Query", names::camel(&names::function(operation.id())));
    if walk::component_schemas(document).any(|(schema, _)| name == schema) {
        return Err(Error::UnexpectedOutput(format!(
            "the query of operation {} is called {name}, and so is a schema: rename the schema",
            operation.id()
        )));
    }
    let held: Vec<&Argument<'_>> = arguments
        .iter()
        .filter(|argument| !is_cursor(is_paged, argument))
        .collect();
    let docs = doc_lines(&prose::of_query(operation, is_paged, &held));
    let fields = held.iter().map(|argument| argument.field());
    let constructor = constructor(operation, &held);
    let setters = setters(operation, is_paged, &name, &held);
    let sending = sending(operation, is_paged, &name, function, &arguments)?;
    Ok(Some(quote! {
        #(#docs)*
        #[derive(Clone, Debug)]
        pub struct #name {
            #(#fields),*
        }

        impl #name {
            #constructor
        }

        #setters

        #sending
    }))
}

/// Whether it says which page is asked for: `List` has that.
fn is_cursor(is_paged: bool, argument: &Argument<'_>) -> bool {
    is_paged && matches!(argument.wire_name(), "bookmark" | "page_size")
}

/// What is required stands in the order of the description: the path, the query, the body.
fn constructor(operation: &Operation<'_>, held: &[&Argument<'_>]) -> TokenStream {
    let mut required: Vec<&&Argument<'_>> = held
        .iter()
        .filter(|argument| !argument.is_optional)
        .collect();
    required.sort_by_key(|argument| argument.rank(operation));
    let arguments = required.iter().map(|argument| {
        let (ident, kind) = (&argument.ident, argument.accepted());
        quote!(#ident: #kind)
    });
    let values = held.iter().map(|argument| {
        let ident = &argument.ident;
        if argument.is_optional {
            return quote!(#ident: None);
        }
        let value = argument.converted();
        quote!(#ident: #value)
    });
    let arguments: Vec<_> = arguments.collect();
    let allow = (arguments.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    quote! {
        #allow
        pub(crate) fn new(#(#arguments),*) -> Self {
            Self { #(#values),* }
        }
    }
}

fn setters(
    operation: &Operation<'_>,
    is_paged: bool,
    name: &syn::Ident,
    held: &[&Argument<'_>],
) -> TokenStream {
    let by_hand = |argument: &&&Argument<'_>| {
        SETTERS_BY_HAND.contains(&(operation.id(), argument.wire_name()))
    };
    let setters: Vec<TokenStream> = held
        .iter()
        .filter(|argument| argument.is_optional && !by_hand(argument))
        .map(|argument| setter(argument))
        .collect();
    if setters.is_empty() {
        return TokenStream::new();
    }
    let target = match is_paged {
        true => quote!(List<#name>),
        false => quote!(Call<#name>),
    };
    quote! {
        impl #target {
            #(#setters)*
        }
    }
}

fn setter(argument: &Argument<'_>) -> TokenStream {
    let (ident, kind, value) = (&argument.ident, argument.accepted(), argument.converted());
    let docs = doc_lines(&prose::of_parameter(argument));
    let name = match TAKEN.iter().any(|taken| ident == taken) {
        true => format_ident!("{ident}_"),
        false => ident.clone(),
    };
    quote! {
        #(#docs)*
        pub fn #name(self, #ident: #kind) -> Self {
            self.with_query(|filters| filters.#ident = Some(#value))
        }
    }
}

/// The trait that sends the query.
fn sending(
    operation: &Operation<'_>,
    is_paged: bool,
    name: &syn::Ident,
    function: &syn::Signature,
    arguments: &[Argument<'_>],
) -> Result<TokenStream, Error> {
    let constant = format_ident!("{}", names::constant(operation.id()));
    let call = &function.ident;
    let answer = argument::answer(function).ok_or_else(|| {
        Error::UnexpectedOutput(format!("function {call} does not say what it answers"))
    })?;
    let passed = arguments.iter().map(|argument| match argument.wire_name() {
        "bookmark" if is_paged => quote!(cursor.bookmark),
        "page_size" if is_paged => quote!(cursor.page_size),
        _ => argument.passed(),
    });
    let checks: Vec<TokenStream> = arguments
        .iter()
        .filter(|argument| !is_cursor(is_paged, argument))
        .filter_map(Argument::check)
        .collect();
    let check = (!checks.is_empty()).then(|| {
        quote! {
            fn check(&self) -> Result<(), LimitViolation> {
                #(#checks?;)*
                Ok(())
            }
        }
    });
    let (part, answer_name, cursor) = match is_paged {
        true => (
            quote!(Fetch),
            quote!(Page),
            Some(quote!(, cursor: Cursor<'a>)),
        ),
        false => (quote!(Request), quote!(Answer), None),
    };
    Ok(quote! {
        impl #part for #name {
            type #answer_name = #answer;
            const OPERATION: &'static Operation = &operation::#constant;

            #check

            #[inline]
            async fn request<'a>(&'a self, api: &'a Api #cursor) -> Generated<Self::#answer_name> {
                api.#call(#(#passed),*).await
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::load;

    fn document(paths: &str) -> Value {
        load::parse(&format!(
            "paths: {{{paths}}}
components: {{schemas: {{PinId: {{type: string}}, PinKind: {{type: string, enum: [A]}}, Pin: {{}},
  PinPage: {{properties: {{bookmark: {{}}, items: {{items: {{$ref: '#/components/schemas/Pin'}}}}}}}}}}}}"
        ))
        .unwrap()
    }

    fn text(document: &Value, function: syn::Signature) -> String {
        let operations = walk::operations(document);
        let tokens = query(document, &operations[0], &function).unwrap();
        tokens.map_or_else(String::new, |tokens| formatted(items(tokens).unwrap()))
    }

    const PAGED: &str = "'/boards/{board_id}/pins': {get: {operationId: pins/list, summary: List Pins, parameters: [
        {name: board_id, in: path, required: true, description: The board., schema: {type: string}},
        {name: bookmark, in: query, schema: {type: string}},
        {name: items, in: query, description: Only these Pins., schema: {type: array, maxItems: 9, items: {$ref: '#/components/schemas/PinId'}}},
        {name: kinds, in: query, description: Only these kinds., schema: {type: array, items: {$ref: '#/components/schemas/PinKind'}}},
        {name: page_size, in: query, schema: {type: integer}}],
        responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/PinPage'}}}}}}}";

    #[test]
    fn what_pages_becomes_filters_of_a_list() {
        let text = text(
            &document(PAGED),
            syn::parse_quote!(async fn pins_list<'a>(
                &'a self,
                board_id: &'a str,
                bookmark: Option<&'a str>,
                items: Option<&'a ::std::vec::Vec<crate::types::PinId>>,
                kinds: Option<&'a ::std::vec::Vec<types::PinKind>>,
                page_size: Option<i32>,
            ) -> Result<ResponseValue<types::PinPage>, Error<types::Error>>),
        );
        for expected in [
            "pub struct PinsListQuery {\n    pub(crate) board_id: String,\n    pub(crate) items: Option<Vec<types::PinId>>,",
            "pub(crate) fn new(board_id: impl Into<String>) -> Self",
            "impl List<PinsListQuery> {\n    /// Only these Pins. At most 9.\n    pub fn items_(\n        self,\n        \
             items: impl IntoIterator<Item = impl Into<types::PinId>>,",
            "pub fn kinds(self, kinds: impl IntoIterator<Item = types::PinKind>) -> Self {\n        \
             self.with_query(|filters| filters.kinds = Some(kinds.into_iter().collect()))",
            "filled(\"items\", self.items.as_deref())?;",
            "api.pins_list(\n                &self.board_id,\n                cursor.bookmark,\n                \
             self.items.as_ref(),\n                self.kinds.as_ref(),\n                cursor.page_size,",
        ] {
            assert!(text.contains(expected), "{expected}\nis not in\n{text}");
        }
    }

    const ANALYTICS: &str = "'/pins/{pin_id}': {get: {operationId: pins/analytics, summary: Get numbers, parameters: [
        {name: start_date, in: query, required: true, description: First day., schema: {type: string}},
        {name: end_date, in: query, required: true, description: Last day., schema: {type: string}},
        {name: days, in: query, description: How many., schema: {type: number, default: 30, enum: [7, 30]}},
        {name: pin_id, in: path, required: true, description: The Pin., schema: {$ref: '#/components/schemas/PinId'}}],
        security: [{pinterest_oauth2: ['pins:read', 'boards:read']}, {client_credentials: []}], x-ratelimit-category: org_read, x-sandbox: disabled,
        responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/Pin'}}}}}}}";

    #[test]
    fn what_has_options_becomes_a_call_whose_arguments_stand_as_described() {
        let text = text(
            &document(ANALYTICS),
            syn::parse_quote!(async fn pins_analytics<'a>(
                &'a self,
                pin_id: &'a crate::types::PinId,
                days: Option<f64>,
                end_date: &'a str,
                start_date: &'a str,
            ) -> Result<ResponseValue<types::Pin>, Error<types::Error>>),
        );
        for expected in [
            "/// Scopes: `pins:read` and `boards:read`, or token: `client_credentials`. Not in the sandbox. Rate limit: `org_read`.",
            "/// - `end_date` (required): Last day.\n/// - `start_date` (required): First day.\n/// - `days`: How many. One of 7, 30. Default: `30`.",
            "pin_id: impl Into<types::PinId>,\n        start_date: impl Into<String>,\n        end_date: impl Into<String>,",
            "impl Call<PinsAnalyticsQuery> {",
            "pub fn days(self, days: impl Into<f64>) -> Self",
            "type Answer = types::Pin;",
            "api.pins_analytics(&self.pin_id, self.days, &self.end_date, &self.start_date)",
        ] {
            assert!(text.contains(expected), "{expected}\nis not in\n{text}");
        }
    }

    #[test]
    fn what_has_nothing_to_set_has_no_query() {
        let document = document(
            "'/pins/{pin_id}': {get: {operationId: pins/get, parameters: [{name: pin_id, in: path, required: true, schema: {type: string}}]}}",
        );
        let text = text(
            &document,
            syn::parse_quote!(async fn pins_get<'a>(
                &'a self,
                pin_id: &'a str,
            ) -> Result<ResponseValue<types::Pin>, Error<types::Error>>),
        );
        assert_eq!(text, "");
    }
}
