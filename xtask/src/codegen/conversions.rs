//! Ids that are used as other ids: which types the type of a string is made from.

use serde_json::Value;

use super::{generate, walk};

/// The key of the list.
pub(crate) const KEY: &str = "x-converts-from";

/// The names of the types that become this one, in the order of the description.
pub(crate) fn sources(schema: &Value) -> impl Iterator<Item = &str> {
    let listed = schema.get(KEY).and_then(Value::as_array);
    listed
        .into_iter()
        .flatten()
        .filter_map(walk::reference_name)
}

/// Whether a schema is that of an id: a string of which no values are listed.
pub(crate) fn is_id(schema: &Value) -> bool {
    generate::is_named_string(schema) && schema.get("enum").is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::load;

    #[test]
    fn sources_are_the_names_of_references() {
        let schema = load::parse(
            "{type: string, x-converts-from: [{$ref: '#/components/schemas/UserId'}, {$ref: '#/components/schemas/BusinessId'}]}",
        )
        .unwrap();
        assert_eq!(
            sources(&schema).collect::<Vec<_>>(),
            ["UserId", "BusinessId"]
        );
        assert_eq!(sources(&Value::Null).count(), 0);
    }
}
