//! `crates/pinterest-client/src/generated`: types and operations by domain, the client and the metadata.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;

use super::{
    codec, constructors, docs, domain_header, fields, formatted, gates, grouped, header, items,
    metadata, metrics, named_scalars, paging, required_ids, types_of, unions,
};
use crate::codegen::error::Error;
use crate::codegen::generate::is_named_scalar;
use crate::codegen::merge::{SHARED, Spec};
use crate::codegen::write::Tree;
use crate::codegen::{requests, unions as described_unions, walk};

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
    let mut by_domain = sorted_types(spec, generated)?;
    let context = Context::of(spec);
    for domain in &spec.domains {
        let mut types = by_domain.remove(domain).unwrap_or_default();
        docs::tidy(&mut types);
        tree.add(
            format!("{FOLDER}/types/{domain}.rs"),
            types_file(&context, domain, types)?,
        );
    }
    tree.add(format!("{FOLDER}/types/mod.rs"), types_index(spec));
    metadata::files(spec, tree)?;
    tree.add(format!("{FOLDER}/mod.rs"), index());
    Ok(())
}

/// The types of progenitor's output, by domain.
fn sorted_types(
    spec: &Spec,
    generated: syn::File,
) -> Result<BTreeMap<String, Vec<syn::Item>>, Error> {
    let mut types = BTreeMap::<String, Vec<syn::Item>>::new();
    let modules = generated.items.into_iter().filter_map(|item| match item {
        syn::Item::Mod(module) if module.ident == "types" => module.content,
        _ => None,
    });
    for item in modules.flat_map(|(_, items)| items) {
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
        types.entry(domain.clone()).or_default().push(item);
    }
    Ok(types)
}

/// What types are made with besides their own schema.
struct Context<'a> {
    spec: &'a Spec,
    gates: gates::Gates<'a>,
    requests: BTreeSet<String>,
    responses: BTreeSet<String>,
    changes: BTreeSet<String>,
    tags: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Context<'a> {
    fn of(spec: &'a Spec) -> Self {
        Self {
            spec,
            gates: gates::Gates::of(spec),
            requests: requests::types(&spec.document),
            responses: required_ids::response_types(&spec.document),
            changes: requests::changes(&spec.document),
            tags: described_unions::tags(&spec.document),
        }
    }

    fn gate(&self, domain: &str, name: &str) -> Option<syn::Attribute> {
        (domain == SHARED).then(|| self.gates.of_shared(name))?
    }

    /// The type itself, its constructor and accessors if it has any, and how it is read and written.
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
        if let Some(row) = metrics::implementation(record, schema) {
            all.extend(items(row)?);
        }
        if self.responses.contains(&name)
            && let Some(accessors) =
                required_ids::implementation(record, &self.spec.document, schema)
        {
            all.extend(items(accessors)?);
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
                // A union is the macro, with conversions beside it.
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
    let about = match domain {
        SHARED => "Types that several domains share.".to_owned(),
        _ => format!("Types of the domain `{domain}`."),
    };
    let mut text = domain_header(spec, domain, &about);
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

fn types_index(spec: &Spec) -> String {
    let about = "Request and response types, enums and ids, by domain.\n//!\n\
                 //! Each type is in the module of its domain, and has a short path without it:\n\
                 //! `types::Country` is `types::common::Country`.";
    let domains = spec.domains.iter().map(|domain| grouped(domain));
    header("spec/", about) + &domains.collect::<String>()
}

fn index() -> String {
    header("spec/", "Everything that `cargo xtask codegen` makes.")
        + "mod facts;\npub(crate) mod metadata;\nmod operations;\npub mod requests;\npub mod types;\n"
}
