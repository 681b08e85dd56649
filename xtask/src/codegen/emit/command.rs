//! The description that the command `pinterest` shows to people: what `spec/` says, with its prose.
//!
//! Two files of JSON lines, so that the command reads the lines that it needs and no others: an
//! operation a line, and a component schema a line, as an array of its name and itself.

use serde_json::{Map, Value, json};

use super::super::merge::Spec;
use super::super::walk;
use super::super::write::Tree;

const FOLDER: &str = "crates/pinterest-cli/src/generated";

/// What only the generated types need.
const LEFT_OUT: [&str; 4] = [
    "x-enum-varnames",
    "x-request-name",
    "x-converts-from",
    "x-aliases",
];

/// Adds both files.
pub(crate) fn files(spec: &Spec, tree: &mut Tree) {
    let described = walk::operations(&spec.document);
    let mut operations: Vec<(&str, String)> = described
        .iter()
        .map(|operation| {
            let mut object = kept_object(operation.object);
            object.insert("method".to_owned(), Value::from(operation.method));
            object.insert("path".to_owned(), Value::from(operation.path));
            let domain = spec.path_domain.get(operation.path).cloned();
            object.insert("domain".to_owned(), Value::from(domain.unwrap_or_default()));
            let returns = returned(&operation.object["responses"]);
            object.insert("responses".to_owned(), returns);
            (operation.id(), json!([operation.id(), object]).to_string())
        })
        .collect();
    operations.sort_unstable();
    let operations: Vec<String> = operations.into_iter().map(|(_, line)| line).collect();
    let schemas: Vec<String> = walk::component_schemas(&spec.document)
        .map(|(name, schema)| json!([name, kept(schema)]).to_string())
        .collect();
    tree.add(format!("{FOLDER}/operations.ndjson"), lines(&operations));
    tree.add(format!("{FOLDER}/schemas.ndjson"), lines(&schemas));
}

fn lines(lines: &[String]) -> String {
    format!("{}\n", lines.join("\n"))
}

/// The schemas of the responses that report success, by status.
fn returned(responses: &Value) -> Value {
    let members = responses.as_object().into_iter().flatten();
    let successes = members.filter(|(status, _)| status.starts_with('2'));
    let schemas = successes.map(|(status, response)| {
        let content = response["content"].as_object();
        let schema = content.and_then(|content| content.values().next());
        let schema = schema.map_or(Value::Null, |media| kept(&media["schema"]));
        (status.clone(), schema)
    });
    Value::Object(schemas.collect())
}

fn kept(value: &Value) -> Value {
    match value {
        Value::Object(object) => Value::Object(kept_object(object)),
        Value::Array(items) => items.iter().map(kept).collect(),
        other => other.clone(),
    }
}

fn kept_object(object: &Map<String, Value>) -> Map<String, Value> {
    let members = object.iter();
    let members = members.filter(|(key, _)| !LEFT_OUT.contains(&key.as_str()));
    members
        .map(|(key, value)| (key.clone(), kept(value)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_stays_and_only_success_is_returned() {
        let schema = json!({"description": "A board.", "x-aliases": ["x"], "enum": ["A"]});
        assert_eq!(
            kept(&schema),
            json!({"description": "A board.", "enum": ["A"]})
        );
        let responses = json!({
            "200": {"content": {"application/json": {"schema": {"$ref": "#/x"}}}},
            "204": {"description": "Done."},
            "default": {"content": {}},
        });
        assert_eq!(
            returned(&responses),
            json!({"200": {"$ref": "#/x"}, "204": null})
        );
    }
}
