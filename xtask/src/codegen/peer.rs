//! What progenitor makes of the description by itself: the peer that compile times are compared with.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::{Error, generate, load, lower, merge, walk};

/// A client with progenitor's builders.
pub(crate) struct Peer {
    /// The text of its `lib.rs`.
    pub(crate) text: String,
    /// How many operations it has.
    pub(crate) operations: usize,
    /// Operations that progenitor refuses even when they stand alone.
    pub(crate) refused: Vec<String>,
}

/// Makes the peer from the documents in `spec/`.
pub(crate) fn peer(root: &Path) -> Result<Peer, Error> {
    let spec = merge::merge(load::documents(&root.join("spec"))?)?;
    let lowered = lower::lower(
        spec.document,
        lower::PEER_PASSES,
        lower::Coverage::Whole,
        &mut Vec::new(),
    )?;
    let mut all = ids(&lowered);
    let mut refused = Vec::new();
    let file = match generate::peer(&lowered) {
        Ok(file) => file,
        Err(_) => {
            let stands_alone = |id: &String| {
                generate::peer(&only(&lowered, &BTreeSet::from([id.clone()]))).is_ok()
            };
            (all, refused) = all.into_iter().partition(stands_alone);
            generate::peer(&only(&lowered, &all.iter().cloned().collect()))?
        }
    };
    Ok(Peer {
        text: prettyplease::unparse(&file),
        operations: all.len(),
        refused,
    })
}

fn ids(document: &Value) -> Vec<String> {
    let operations = walk::operations(document);
    operations
        .iter()
        .map(|operation| operation.id().to_owned())
        .collect()
}

/// The document with these operations alone, and the schemas that they need.
fn only(document: &Value, kept: &BTreeSet<String>) -> Value {
    let mut document = document.clone();
    if let Some(Value::Object(paths)) = document.get_mut("paths") {
        for item in paths.values_mut().filter_map(Value::as_object_mut) {
            item.retain(|_, operation| {
                let id = operation.get("operationId").and_then(Value::as_str);
                id.is_none_or(|id| kept.contains(id))
            });
        }
    }
    let mut needed = BTreeSet::new();
    if let Some(paths) = document.get("paths") {
        collect(&document, paths, &mut needed);
    }
    if let Some(Value::Object(schemas)) = document.pointer_mut("/components/schemas") {
        schemas.retain(|name, _| needed.contains(name));
    }
    document
}

fn collect(document: &Value, value: &Value, needed: &mut BTreeSet<String>) {
    if let Some((name, schema)) = walk::referenced(document, value)
        && needed.insert(name.to_owned())
    {
        collect(document, schema, needed);
    }
    match value {
        Value::Object(fields) => fields
            .values()
            .for_each(|value| collect(document, value, needed)),
        Value::Array(values) => values
            .iter()
            .for_each(|value| collect(document, value, needed)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_the_document_has_what_its_operations_need() {
        let document = load::parse(
            "paths: {/a: {get: {operationId: a, x: {$ref: '#/components/schemas/A'}}, put: {operationId: b}}}
components: {schemas: {A: {properties: {b: {allOf: [{$ref: '#/components/schemas/B'}]}}}, B: {}, C: {}}}",
        )
        .unwrap();
        let part = only(&document, &BTreeSet::from(["a".to_owned()]));
        assert_eq!(ids(&part), ["a"]);
        let names: Vec<&str> = walk::component_schemas(&part)
            .map(|(name, _)| name)
            .collect();
        assert_eq!(names, ["A", "B"]);
    }

    #[test]
    fn the_description_has_a_peer() {
        let peer = peer(&crate::workspace_root()).unwrap();
        assert!(peer.text.contains("pub mod builder") && peer.operations > 0);
        // progenitor has its limits, but a peer without much of the API would be none.
        assert!(
            peer.refused.len() * 20 < peer.operations,
            "{:?}",
            peer.refused
        );
    }
}
