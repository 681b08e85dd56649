//! `crates/pinterest-httpmock/src/generated`: matchers and responses by domain, and the trait that offers them.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::visit_mut::VisitMut;

use super::{docs, feature_gate, feature_gate_line, formatted, header, types_of};
use crate::codegen::error::Error;
use crate::codegen::merge::Spec;
use crate::codegen::write::Tree;
use crate::codegen::{names, walk};

const FOLDER: &str = "crates/pinterest-httpmock/src/generated";

/// Where a body that is a form stands in an operation.
const FORM: &str = "/content/application~1x-www-form-urlencoded";

/// An operation as the mocks need it.
struct Mocked {
    id: String,
    summary: String,
    domain: String,
    has_form: bool,
    /// Arrays of the query that are joined by commas.
    joined: BTreeSet<String>,
}

/// Adds every file of the mocks to `tree`.
pub(crate) fn files(spec: &Spec, generated: syn::File, tree: &mut Tree) -> Result<(), Error> {
    let mocked: BTreeMap<String, Mocked> = walk::operations(&spec.document)
        .iter()
        .map(|operation| {
            let text = |key: &str| {
                operation
                    .object
                    .get(key)
                    .and_then(serde_json::Value::as_str)
                    .unwrap_or_default()
            };
            let domain = spec
                .path_domain
                .get(operation.path)
                .cloned()
                .unwrap_or_default();
            let mocked = Mocked {
                id: operation.id().to_owned(),
                summary: text("summary").to_owned(),
                domain,
                has_form: operation
                    .object
                    .get("requestBody")
                    .is_some_and(|body| body.pointer(FORM).is_some()),
                joined: walk::joined_parameters(&spec.document, operation),
            };
            (names::function(operation.id()), mocked)
        })
        .collect();
    let mut by_domain = BTreeMap::<String, Vec<syn::Item>>::new();
    let mut extension = Vec::new();
    for item in generated.items {
        match item {
            syn::Item::Mod(module) => {
                for item in module.content.map(|(_, items)| items).unwrap_or_default() {
                    if let Some((domain, item)) = matcher_or_response(item, &mocked)? {
                        by_domain.entry(domain).or_default().push(item);
                    }
                }
            }
            item => extension.push(server_extension(item, &mocked)?),
        }
    }
    let mut index = header("spec/", "Everything that `cargo xtask codegen` makes.");
    index.push_str("pub mod operations;\npub(crate) mod server;\n");
    tree.add(format!("{FOLDER}/mod.rs"), index);

    let mut operations_index = header("spec/", "Matchers and responses of every operation.");
    for (domain, mut items) in by_domain {
        let gate = feature_gate_line(&domain);
        operations_index.push_str(&format!(
            "{gate}mod {domain};\n{gate}pub use {domain}::*;\n"
        ));
        docs::tidy(&mut items);
        let mut text = header(
            &format!("spec/{domain}.yaml"),
            &format!("Matchers and responses of `spec/{domain}.yaml`."),
        );
        text.push_str("#[allow(unused_imports)] // Not every document defines types.\nuse pinterest_client::types;\n\n");
        text.push_str(&formatted(items));
        tree.add(format!("{FOLDER}/operations/{domain}.rs"), text);
    }
    tree.add(format!("{FOLDER}/operations/mod.rs"), operations_index);

    docs::tidy(&mut extension);
    let mut text = header(
        "spec/",
        "The trait that gives a mock server one function per operation.",
    );
    text.push_str("#[allow(unused_imports)] // A build without features has no operations.\nuse super::operations;\n\n");
    text.push_str(&formatted(extension));
    tree.add(format!("{FOLDER}/server.rs"), text);
    Ok(())
}

/// Documents an item of the `operations` module and says which domain it belongs to; imports are left out.
fn matcher_or_response(
    mut item: syn::Item,
    mocked: &BTreeMap<String, Mocked>,
) -> Result<Option<(String, syn::Item)>, Error> {
    let name = match &item {
        syn::Item::Struct(item) => item.ident.to_string(),
        syn::Item::Impl(item) => types_of(item).into_iter().next().unwrap_or_default(),
        _ => return Ok(None),
    };
    let found = mocked.iter().find_map(|(function, operation)| {
        let stem = names::camel(function);
        let part = name.strip_prefix(&stem)?;
        matches!(part, "When" | "Then").then_some((operation, part))
    });
    let Some((operation, part)) = found else {
        return Err(Error::UnexpectedOutput(format!(
            "mock type {name} belongs to no operation"
        )));
    };
    match &mut item {
        syn::Item::Struct(item) => {
            let text = match part {
                "When" => format!(
                    "Which requests of `{}` a mock responds to ({}).",
                    operation.id, operation.summary
                ),
                _ => format!("What a mock of `{}` responds with.", operation.id),
            };
            item.attrs.splice(0..0, docs::doc_lines(&text));
        }
        syn::Item::Impl(item) => item
            .items
            .iter_mut()
            .for_each(|item| finish_function(item, part, operation)),
        _ => {}
    }
    Ok(Some((operation.domain.clone(), item)))
}

/// Documents a function and puts right what progenitor compares wrongly.
fn finish_function(item: &mut syn::ImplItem, part: &str, operation: &Mocked) {
    let syn::ImplItem::Fn(function) = item else {
        return;
    };
    if docs::is_documented(&function.attrs) {
        return;
    }
    let name = function.sig.ident.to_string();
    let parameter = name.trim_start_matches("r#");
    let text = match (name.as_str(), part) {
        ("new", "When") => "Matches the method and the path of the operation.".to_owned(),
        ("new", _) => "A response that is still empty.".to_owned(),
        ("into_inner", _) => {
            "The untyped value, to deviate from what the description permits.".to_owned()
        }
        ("body", _) if operation.has_form => {
            "Matches requests whose form has these fields.".to_owned()
        }
        ("body", _) => "Matches requests with exactly this body.".to_owned(),
        (_, "When") if operation.joined.contains(parameter) => format!(
            "Matches requests with this text of `{parameter}`: its elements, joined by commas."
        ),
        (_, "When") if function.sig.generics.where_clause.is_some() => format!(
            "Matches requests that have this value of `{parameter}`, or with `None` those that have none. A request \
             with several values matches each of them."
        ),
        (_, "When") => format!("Matches requests with this value of `{parameter}`."),
        ("client_error", _) => refusal(400),
        ("server_error", _) => refusal(500),
        _ => format!("Responds with success, as HTTP calls it: `{name}`."),
    };
    function.attrs.splice(0..0, docs::doc_lines(&text));
    if name == "body" && operation.has_form {
        // progenitor would compare with JSON.
        function.block = syn::parse_quote!({ Self(crate::form::matching(self.0, value)) });
    }
    if takes_value(&function.sig) {
        Borrow.visit_block_mut(&mut function.block);
    }
    EscapePath.visit_block_mut(&mut function.block);
}

/// Whether the argument `value` is no reference: a body that may be null is an `Option`.
fn takes_value(signature: &syn::Signature) -> bool {
    signature.inputs.iter().any(|input| {
        matches!(
            input,
            syn::FnArg::Typed(argument)
                if matches!(&*argument.pat, syn::Pat::Ident(name) if name.ident == "value")
                    && !matches!(*argument.ty, syn::Type::Reference(_))
        )
    })
}

/// progenitor hands the value on as if it were a reference.
struct Borrow;

impl VisitMut for Borrow {
    fn visit_expr_method_call_mut(&mut self, call: &mut syn::ExprMethodCall) {
        syn::visit_mut::visit_expr_method_call_mut(self, call);
        let is_value = |argument: &syn::Expr| matches!(argument, syn::Expr::Path(path) if path.path.is_ident("value"));
        if call.method == "json_body_obj"
            && let Some(value) = call.args.first_mut().filter(|argument| is_value(argument))
            && !matches!(value, syn::Expr::Reference(_))
        {
            *value = syn::parse_quote!(&value);
        }
    }
}

fn refusal(class: u16) -> String {
    format!(
        "Responds with this error.\n\n# Panics\n\nWhen the status is not between {class} and {}.",
        class + 99
    )
}

/// progenitor compares a path parameter as a regular expression and unencoded; ids may hold any character.
struct EscapePath;

impl VisitMut for EscapePath {
    fn visit_macro_mut(&mut self, call: &mut syn::Macro) {
        let parse = Punctuated::<syn::Expr, syn::Token![,]>::parse_terminated;
        if !call.path.is_ident("format") {
            return;
        }
        if let Ok(mut arguments) = call.parse_body_with(parse) {
            for argument in arguments.iter_mut().skip(1) {
                *argument = syn::parse_quote!(crate::path_segment::pattern(&#argument));
            }
            call.tokens = arguments.to_token_stream();
        }
    }
}

/// Gates and documents the functions of the extension trait and of its implementation.
fn server_extension(
    mut item: syn::Item,
    mocked: &BTreeMap<String, Mocked>,
) -> Result<syn::Item, Error> {
    let operation = |ident: &syn::Ident| {
        let name = ident.to_string();
        mocked.get(&name).ok_or_else(|| {
            Error::UnexpectedOutput(format!("mock function {name} belongs to no operation"))
        })
    };
    match &mut item {
        syn::Item::Trait(item) => {
            for item in &mut item.items {
                let syn::TraitItem::Fn(function) = item else {
                    continue;
                };
                let operation = operation(&function.sig.ident)?;
                function.attrs.extend(docs::doc_lines(&format!(
                    "Mocks `{}`: {}.",
                    operation.id, operation.summary
                )));
                function.attrs.extend(feature_gate(&operation.domain));
            }
        }
        syn::Item::Impl(item) => {
            for item in &mut item.items {
                let syn::ImplItem::Fn(function) = item else {
                    continue;
                };
                function
                    .attrs
                    .extend(feature_gate(&operation(&function.sig.ident)?.domain));
            }
        }
        _ => {}
    }
    Ok(item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_that_may_be_null_is_borrowed() {
        let mut function: syn::ImplItem = syn::parse_quote! {
            pub fn ok(self, value: Option<&Vec<u8>>) -> Self {
                Self(self.0.status(200u16).json_body_obj(value))
            }
        };
        let operation = Mocked {
            id: String::new(),
            summary: String::new(),
            domain: String::new(),
            has_form: false,
            joined: BTreeSet::new(),
        };
        finish_function(&mut function, "Then", &operation);
        let text = function.to_token_stream().to_string();
        assert!(text.contains("json_body_obj (& value)"), "{text}");
    }

    #[test]
    fn path_parameters_are_escaped() {
        let mut block: syn::Block = syn::parse_quote!({
            let re = regex::Regex::new(&format!("^/pins/{}$", value.to_string())).unwrap();
        });
        EscapePath.visit_block_mut(&mut block);
        let expected: syn::Block = syn::parse_quote!({
            let re = regex::Regex::new(&format!(
                "^/pins/{}$",
                crate::path_segment::pattern(&value.to_string())
            ))
            .unwrap();
        });
        assert_eq!(
            block.to_token_stream().to_string(),
            expected.to_token_stream().to_string()
        );
    }
}
