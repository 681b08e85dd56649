//! `crates/pinterest-client/src/generated`: types and operations by domain, the client and the metadata table.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;

use super::{
    constructors, dispatch, docs, feature_gate_line, formatted, header, items, metadata,
    named_strings, paging, types_of,
};
use crate::codegen::error::Error;
use crate::codegen::generate::is_named_string;
use crate::codegen::merge::Spec;
use crate::codegen::write::Tree;
use crate::codegen::{names, walk};

const FOLDER: &str = "crates/pinterest-client/src/generated";

/// Adds every file of the client to `tree`.
pub(crate) fn files(spec: &Spec, generated: syn::File, tree: &mut Tree) -> Result<(), Error> {
    let mut parts = Parts::take_apart(spec, generated)?;
    dispatch::files(spec, &parts.operations, tree)?;
    for domain in &spec.domains {
        let mut types = parts.types.remove(domain).unwrap_or_default();
        docs::tidy(&mut types);
        tree.add(
            format!("{FOLDER}/types/{domain}.rs"),
            types_file(spec, domain, types)?,
        );
        if let Some(mut operations) = parts.operations.remove(domain) {
            docs::tidy(&mut operations);
            tree.add(
                format!("{FOLDER}/operations/{domain}.rs"),
                operations_file(domain, operations),
            );
        }
    }
    docs::tidy(&mut parts.client);
    tree.add(format!("{FOLDER}/client.rs"), client_file(parts.client)?);
    tree.add(format!("{FOLDER}/types/mod.rs"), types_index(spec));
    tree.add(
        format!("{FOLDER}/operations/mod.rs"),
        operations_index(spec),
    );
    tree.add(format!("{FOLDER}/metadata.rs"), metadata::file(spec)?);
    tree.add(format!("{FOLDER}/mod.rs"), index());
    Ok(())
}

/// progenitor's output, sorted.
#[derive(Default)]
struct Parts {
    types: BTreeMap<String, Vec<syn::Item>>,
    operations: BTreeMap<String, Vec<syn::Item>>,
    client: Vec<syn::Item>,
}

impl Parts {
    fn take_apart(spec: &Spec, generated: syn::File) -> Result<Self, Error> {
        let function_domain: BTreeMap<String, &String> = walk::operations(&spec.document)
            .iter()
            .filter_map(|operation| {
                Some((
                    names::function(operation.id()),
                    spec.path_domain.get(operation.path)?,
                ))
            })
            .collect();
        let mut parts = Self::default();
        for item in generated.items {
            match item {
                syn::Item::Mod(module) if module.ident == "types" => {
                    parts.sort_types(spec, module)?
                }
                // Re-exports stand in lib.rs; the prelude would hold the client alone.
                syn::Item::Mod(_) | syn::Item::Use(_) => {}
                syn::Item::Impl(block) if is_operations(&block) => {
                    parts.sort_operations(&function_domain, block)?
                }
                syn::Item::Impl(block) => parts
                    .client
                    .push(syn::Item::Impl(without_panicking_constructor(block))),
                other => parts.client.push(other),
            }
        }
        Ok(parts)
    }

    fn sort_types(&mut self, spec: &Spec, module: syn::ItemMod) -> Result<(), Error> {
        for item in module.content.map(|(_, items)| items).unwrap_or_default() {
            let domain = match &item {
                syn::Item::Struct(item) => spec.schema_domain.get(&item.ident.to_string()),
                syn::Item::Enum(item) => spec.schema_domain.get(&item.ident.to_string()),
                syn::Item::Impl(item) => types_of(item)
                    .iter()
                    .find_map(|name| spec.schema_domain.get(name)),
                // Conversion errors are for closed enums and checked newtypes, of which there are none.
                syn::Item::Mod(_) => continue,
                _ => None,
            };
            let domain = domain.ok_or_else(|| {
                let text = item.to_token_stream().to_string();
                Error::UnexpectedOutput(format!(
                    "not the type of a component schema, give the schema a name: {text}"
                ))
            })?;
            self.types.entry(domain.clone()).or_default().push(item);
        }
        Ok(())
    }

    fn sort_operations(
        &mut self,
        domains: &BTreeMap<String, &String>,
        block: syn::ItemImpl,
    ) -> Result<(), Error> {
        let mut functions = BTreeMap::<String, Vec<syn::ImplItem>>::new();
        for item in block.items {
            let syn::ImplItem::Fn(function) = &item else {
                continue;
            };
            let name = function.sig.ident.to_string();
            let domain = domains.get(&name).ok_or_else(|| {
                Error::UnexpectedOutput(format!("function {name} belongs to no operation"))
            })?;
            functions.entry((*domain).clone()).or_default().push(item);
        }
        for (domain, functions) in functions {
            let block = syn::ItemImpl {
                items: functions,
                attrs: Vec::new(),
                ..empty_client_impl()
            };
            self.operations
                .entry(domain)
                .or_default()
                .push(syn::Item::Impl(block));
        }
        Ok(())
    }
}

/// `Client::new` unwraps the outcome of setting up TLS; `new_with_client` leaves that to the caller.
fn without_panicking_constructor(mut block: syn::ItemImpl) -> syn::ItemImpl {
    let is_new = |item: &syn::ImplItem| matches!(item, syn::ImplItem::Fn(function) if function.sig.ident == "new");
    block.items.retain(|item| !is_new(item));
    block
}

/// The operations are the inherent functions that are async.
fn is_operations(block: &syn::ItemImpl) -> bool {
    let is_async = |item: &syn::ImplItem| matches!(item, syn::ImplItem::Fn(function) if function.sig.asyncness.is_some());
    block.trait_.is_none() && block.items.iter().any(is_async)
}

fn empty_client_impl() -> syn::ItemImpl {
    syn::parse_quote!(
        impl Client {}
    )
}

fn types_file(spec: &Spec, domain: &str, types: Vec<syn::Item>) -> Result<String, Error> {
    let in_domain = |name: &str| {
        spec.schema_domain
            .get(name)
            .is_some_and(|found| found == domain)
    };
    let requests = constructors::request_types(&spec.document);
    let mut all = Vec::new();
    for item in types {
        let constructor = match &item {
            // A map with a name is a tuple struct, which typify converts from the map.
            syn::Item::Struct(item)
                if is_record(item) && requests.contains(&item.ident.to_string()) =>
            {
                items(constructors::implementation(
                    item,
                    schema_of(spec, &item.ident),
                )?)?
            }
            _ => Vec::new(),
        };
        all.push(item);
        all.extend(constructor);
    }
    let mut paged = BTreeSet::new();
    for operation in walk::operations(&spec.document) {
        let page = paging::page_schema(&spec.document, &operation);
        if let Some((name, page)) =
            page.filter(|(name, _)| in_domain(name) && paged.insert(name.to_string()))
        {
            let tokens = paging::implementation(&spec.document, name, page).ok_or_else(|| {
                Error::UnexpectedOutput(format!("the items of {name} are not a component schema"))
            })?;
            all.extend(items(tokens)?);
        }
    }
    let strings: Vec<String> = walk::component_schemas(&spec.document)
        .filter(|(name, schema)| in_domain(name) && is_named_string(schema))
        .map(|(name, schema)| named_strings::definition(name, schema))
        .collect();
    let mut text = header(
        &format!("spec/{domain}.yaml"),
        &format!("Types of `spec/{domain}.yaml`."),
    );
    text.push_str(
        "#[allow(unused_imports)] // Not every document refers to others or has enums and ids.\n",
    );
    text.push_str("use super::*;\n#[allow(unused_imports)]\nuse crate::{open_enum::open_enum, text_type::text_type};\n\n");
    text.push_str(&strings.join("\n"));
    text.push('\n');
    text.push_str(&formatted(all));
    Ok(text)
}

/// The schema that a type was made from.
fn schema_of<'a>(spec: &'a Spec, name: &syn::Ident) -> &'a serde_json::Value {
    let mut schemas = walk::component_schemas(&spec.document);
    schemas
        .find(|(found, _)| name == found)
        .map_or(&serde_json::Value::Null, |(_, schema)| schema)
}

fn is_record(item: &syn::ItemStruct) -> bool {
    matches!(item.fields, syn::Fields::Named(_))
}

fn operations_file(domain: &str, operations: Vec<syn::Item>) -> String {
    let mut text = header(
        &format!("spec/{domain}.yaml"),
        &format!("Operations of `spec/{domain}.yaml`."),
    );
    text.push_str("use super::prelude::*;\n\n");
    text.push_str(&formatted(operations));
    text
}

fn client_file(client: Vec<syn::Item>) -> Result<String, Error> {
    if client.is_empty() {
        return Err(Error::UnexpectedOutput("there is no client".to_owned()));
    }
    let mut text = header("spec/", "The client that the operations are functions of.");
    text.push_str("use progenitor_client::{ClientHooks, ClientInfo};\n\n");
    text.push_str(&formatted(client));
    Ok(text)
}

fn types_index(spec: &Spec) -> String {
    let mut text = header("spec/", "Request and response types, enums and ids.");
    for domain in &spec.domains {
        let gate = feature_gate_line(domain);
        text.push_str(&format!(
            "{gate}mod {domain};\n{gate}pub use {domain}::*;\n"
        ));
    }
    text
}

fn operations_index(spec: &Spec) -> String {
    let mut text = header("spec/", "One async function per operation, by domain.");
    for domain in with_operations(spec) {
        text.push_str(&format!("{}mod {domain};\n", feature_gate_line(domain)));
    }
    text.push_str(
        "
/// What every file of operations uses.
#[allow(unused_imports)] // A build without features has no operations.
mod prelude {
    pub(super) use progenitor_client::{
        ClientHooks, ClientInfo, Error, OperationInfo, RequestBuilderExt, ResponseValue,
    };

    pub(super) use crate::encode_path;
    pub(super) use crate::generated::client::Client;
    pub(super) use crate::types;
}
",
    );
    text
}

fn with_operations(spec: &Spec) -> impl Iterator<Item = &String> {
    spec.domains
        .iter()
        .filter(|domain| spec.path_domain.values().any(|found| found == *domain))
}

fn index() -> String {
    header("spec/", "Everything that `cargo xtask codegen` makes.")
        + "pub(crate) mod client;\n#[cfg(feature = \"dispatch\")]\npub(crate) mod dispatch;\npub(crate) mod metadata;\nmod operations;\npub mod types;\n"
}
