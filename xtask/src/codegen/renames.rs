//! Properties whose field cannot have the name that it would get.

use std::collections::BTreeSet;

use heck::ToSnakeCase;
use serde_json::Value;

use super::walk;

/// Names that generated types use for something else: the map of unknown fields, the constructor.
const TAKEN: [&str; 2] = ["extra", "new"];

/// A property with a field of another name.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Rename {
    /// The property.
    pub(crate) wire: String,
    /// What the lowered description calls it, so that typify makes a field that can be found.
    pub(crate) between: String,
    /// The field.
    pub(crate) field: String,
}

/// What has to be renamed in an object: whatever is not the first of its name.
pub(crate) fn of(schema: &Value) -> Vec<Rename> {
    let names: Vec<&str> = walk::members(schema, "properties")
        .map(|(name, _)| name)
        .collect();
    // Who is spelled like a field keeps the name.
    let (plain, others): (Vec<&str>, Vec<&str>) = names
        .into_iter()
        .partition(|name| name.to_snake_case() == *name && !TAKEN.contains(name));
    let mut taken: BTreeSet<String> = TAKEN.iter().map(|name| (*name).to_owned()).collect();
    taken.extend(plain.iter().map(|name| (*name).to_owned()));
    let mut renames = Vec::new();
    for wire in others {
        let snake = wire.to_snake_case();
        if taken.insert(snake.clone()) {
            continue;
        }
        let mut field = format!("{snake}_");
        while !taken.insert(field.clone()) {
            field.push('_');
        }
        renames.push(Rename {
            wire: wire.to_owned(),
            between: format!("{snake}_renamed{}", renames.len()),
            field,
        });
    }
    renames
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plain_name_wins_and_the_others_get_underscores() {
        let schema = serde_json::json!({ "properties": { "APP_TYPE": {}, "AppType": {}, "app_type": {}, "extra": {}, "B": {} } });
        let fields: Vec<(String, String)> = of(&schema)
            .into_iter()
            .map(|rename| (rename.wire, rename.field))
            .collect();
        let expected = [
            ("APP_TYPE", "app_type_"),
            ("AppType", "app_type__"),
            ("extra", "extra_"),
        ];
        assert_eq!(fields, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }
}
