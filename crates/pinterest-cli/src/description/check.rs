//! Fields of a body that the description does not have.

use serde_json::Value;

use super::Schema;

/// A field that the description does not have.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct UnknownField {
    /// Where it stands, such as `[0].targeting.gender`.
    pub(crate) path: String,
    /// Its own name.
    pub(crate) name: String,
    /// The fields that there are in its place.
    pub(crate) known: Vec<String>,
}

/// Returns the first field of a body that is not described. Where several schemas are possible, a
/// field of any of them is known.
pub(crate) fn unknown_field(value: &Value, schema: &Schema) -> Option<UnknownField> {
    check(value, schema, "")
}

fn check(value: &Value, schema: &Schema, path: &str) -> Option<UnknownField> {
    let members = schema.members();
    if !members.is_empty() {
        return check_union(value, schema, members, path);
    }
    match value {
        Value::Array(items) => {
            let schema = schema.items()?;
            let mut items = items.iter().enumerate();
            items.find_map(|(index, item)| check(item, &schema, &format!("{path}[{index}]")))
        }
        Value::Object(fields) => {
            if let Some(values) = schema.values() {
                let mut fields = fields.iter();
                return fields.find_map(|(name, value)| check(value, &values, &join(path, name)));
            }
            let known = schema.fields();
            if known.is_empty() || schema.object.contains_key("additionalProperties") {
                return None;
            }
            fields.iter().find_map(|(name, value)| {
                match known.iter().find(|(field, ..)| field == name) {
                    Some((.., schema)) => check(value, schema, &join(path, name)),
                    None => Some(UnknownField {
                        path: join(path, name),
                        name: name.clone(),
                        known: known.iter().map(|(field, ..)| field.clone()).collect(),
                    }),
                }
            })
        }
        _ => None,
    }
}

fn check_union(
    value: &Value,
    schema: &Schema,
    members: Vec<(Option<String>, Schema)>,
    path: &str,
) -> Option<UnknownField> {
    let tag = schema.tag().and_then(|tag| value.get(tag)?.as_str());
    if let Some(tag) = tag {
        let mut members = members.iter();
        let (_, member) = members.find(|(known, _)| known.as_deref() == Some(tag))?;
        return check(value, member, path);
    }
    let mut unknown: Vec<UnknownField> = Vec::new();
    for (_, member) in members {
        unknown.push(check(value, &member, path)?);
    }
    unknown.into_iter().next()
}

fn join(path: &str, name: &str) -> String {
    match path.is_empty() {
        true => name.to_owned(),
        false => format!("{path}.{name}"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use pinterest_test_support::bodies;
    use pinterest_test_support::samples::FULL;
    use pinterest_test_support::spec::spec;

    use super::super::{body, operation};
    use super::*;

    #[test]
    fn what_the_description_permits_is_known() {
        for described in &spec().operations {
            for sample in bodies(spec(), described, FULL).into_iter().flatten() {
                let (schema, _) = body(&operation(&described.id).unwrap()).unwrap();
                assert_eq!(
                    unknown_field(&sample, &schema),
                    None,
                    "{} {sample}",
                    described.id
                );
            }
        }
    }

    #[test]
    fn a_misspelled_field_is_found_where_it_stands() {
        let (schema, _) = body(&operation("boards/create").unwrap()).unwrap();
        assert_eq!(unknown_field(&json!({"name": "Kitchen"}), &schema), None);
        let unknown = unknown_field(&json!({"name": "a", "descripton": "b"}), &schema).unwrap();
        assert_eq!(unknown.path, "descripton");
        assert!(unknown.known.contains(&"description".to_owned()));
        let (schema, _) = body(&operation("campaigns/create").unwrap()).unwrap();
        let unknown = unknown_field(&json!([{"name": "a", "nam": "b"}]), &schema).unwrap();
        assert_eq!(unknown.path, "[0].nam");
    }
}
