//! `crates/pinterest-client/src/generated`: types and operations by domain, the client and the metadata table.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;

use super::{
    codec, constructors, dispatch, docs, feature_gate_line, fields, formatted, gates, header,
    items, metadata, named_scalars, paging, types_of, unions,
};
use crate::codegen::error::Error;
use crate::codegen::generate::is_named_scalar;
use crate::codegen::merge::{SHARED, Spec};
use crate::codegen::write::Tree;
use crate::codegen::{names, requests, unions as described_unions, walk};

const FOLDER: &str = "crates/pinterest-client/src/generated";

const IMPORTS: &str = "use super::*;
#[allow(unused_imports)]
use crate::{
    integer_type::integer_type,
    json::{record, transparent},
    open_enum::open_enum,
    text_type::text_type,
    union_type::union_type,
};

";

/// Adds every file of the client to `tree`.
pub(crate) fn files(spec: &Spec, generated: syn::File, tree: &mut Tree) -> Result<(), Error> {
    let mut parts = Parts::take_apart(spec, generated)?;
    let context = Context::of(spec);
    dispatch::files(spec, &parts.operations, tree)?;
    for domain in &spec.domains {
        let mut types = parts.types.remove(domain).unwrap_or_default();
        docs::tidy(&mut types);
        tree.add(
            format!("{FOLDER}/types/{domain}.rs"),
            types_file(&context, domain, types)?,
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
            // Conversion errors are for closed enums and checked newtypes, of which there are none.
            if matches!(item, syn::Item::Mod(_)) {
                continue;
            }
            let domain = type_name(spec, &item).and_then(|name| spec.schema_domain.get(&name));
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

/// What types are made with besides their own schema.
struct Context<'a> {
    spec: &'a Spec,
    gates: gates::Gates<'a>,
    requests: BTreeSet<String>,
    changes: BTreeSet<String>,
    tags: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Context<'a> {
    fn of(spec: &'a Spec) -> Self {
        Self {
            spec,
            gates: gates::Gates::of(spec),
            requests: requests::types(&spec.document),
            changes: requests::changes(&spec.document),
            tags: described_unions::tags(&spec.document),
        }
    }

    fn gate(&self, domain: &str, name: &str) -> Option<syn::Attribute> {
        (domain == SHARED).then(|| self.gates.of_shared(name))?
    }

    /// The type itself, its constructor if it has one, and how it is read and written.
    fn type_items(
        &self,
        mut item: syn::Item,
        gate: Option<&syn::Attribute>,
    ) -> Result<(Vec<syn::Item>, String), Error> {
        let syn::Item::Struct(record) = &mut item else {
            return Ok((vec![item], String::new()));
        };
        let name = record.ident.to_string();
        let schema = schema_of(self.spec, &name);
        fields::adapt(record, schema, self.changes.contains(&name));
        let mut all = Vec::new();
        // A map with a name is a tuple struct, which typify converts from the map.
        if is_record(record) && self.requests.contains(&name) {
            let described = constructors::Described {
                document: &self.spec.document,
                schema,
                tags: self.tags.get(name.as_str()).cloned().unwrap_or_default(),
            };
            all = items(constructors::implementation(record, &described)?)?;
        }
        let codec = codec::definition(record, schema, gate)?;
        codec::without_serde(record)?;
        all.insert(0, item);
        Ok((all, codec))
    }

    /// The text of the types that hand-written macros make.
    fn macro_types(&self, domain: &str) -> Result<String, Error> {
        let mut texts = Vec::new();
        for (name, schema) in walk::component_schemas(&self.spec.document) {
            if self
                .spec
                .schema_domain
                .get(name)
                .is_none_or(|found| found != domain)
            {
                continue;
            }
            let text = if is_named_scalar(schema) {
                named_scalars::definition(name, schema)
            } else if described_unions::is_union(schema) {
                unions::definition(&self.spec.document, name, schema)?
            } else {
                continue;
            };
            let gate = self
                .gate(domain, name)
                .map(|gate| gate.into_token_stream().to_string());
            texts.push(match gate {
                // A union is the macro and, where text is one of its members, a conversion beside it.
                Some(gate) => text
                    .replace("union_type! {", &format!("{gate}\nunion_type! {{"))
                    .replace("open_enum! {", &format!("{gate}\nopen_enum! {{"))
                    .replace("text_type! {", &format!("{gate}\ntext_type! {{"))
                    .replace("integer_type! {", &format!("{gate}\ninteger_type! {{"))
                    .replace("\nimpl ", &format!("\n{gate}\nimpl ")),
                None => text,
            });
        }
        Ok(texts.join("\n"))
    }
}

fn types_file(context: &Context<'_>, domain: &str, types: Vec<syn::Item>) -> Result<String, Error> {
    let spec = context.spec;
    let (mut all, mut records) = (Vec::new(), String::new());
    for item in types {
        let gate = type_name(spec, &item).and_then(|name| context.gate(domain, &name));
        let (items, record) = context.type_items(item, gate.as_ref())?;
        records.push_str(&record);
        all.extend(gated(items, gate.as_ref()));
    }
    let mut paged = BTreeSet::new();
    for operation in walk::operations(&spec.document) {
        let Some((name, page)) = paging::page_schema(&spec.document, &operation) else {
            continue;
        };
        if spec
            .schema_domain
            .get(name)
            .is_none_or(|found| found != domain)
            || !paged.insert(name)
        {
            continue;
        }
        let tokens = paging::implementation(&spec.document, name, page).ok_or_else(|| {
            Error::UnexpectedOutput(format!("the items of {name} are not a component schema"))
        })?;
        all.extend(gated(items(tokens)?, context.gate(domain, name).as_ref()));
    }
    let mut text = header(
        &format!("spec/{domain}.yaml"),
        &format!("Types of `spec/{domain}.yaml`."),
    );
    text.push_str(
        "#[allow(unused_imports)] // Not every document refers to others or has types of every kind.\n",
    );
    text.push_str(IMPORTS);
    text.push_str(&context.macro_types(domain)?);
    text.push('\n');
    text.push_str(&formatted(all));
    if !records.is_empty() {
        text.push_str("\n// How the types are read and written.\n");
    }
    text.push_str(&records);
    Ok(text)
}

fn gated(mut items: Vec<syn::Item>, gate: Option<&syn::Attribute>) -> Vec<syn::Item> {
    for item in &mut items {
        if let syn::Item::Struct(syn::ItemStruct { attrs, .. })
        | syn::Item::Enum(syn::ItemEnum { attrs, .. })
        | syn::Item::Impl(syn::ItemImpl { attrs, .. }) = item
        {
            attrs.extend(gate.cloned());
        }
    }
    items
}

/// The component schema that an item belongs to.
fn type_name(spec: &Spec, item: &syn::Item) -> Option<String> {
    let known = |name: &String| spec.schema_domain.contains_key(name);
    match item {
        syn::Item::Struct(item) => Some(item.ident.to_string()).filter(known),
        syn::Item::Enum(item) => Some(item.ident.to_string()).filter(known),
        syn::Item::Impl(item) => types_of(item).into_iter().find(known),
        _ => None,
    }
}

/// The schema that a type was made from.
fn schema_of<'a>(spec: &'a Spec, name: &str) -> &'a serde_json::Value {
    walk::component_schema(&spec.document, name)
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
