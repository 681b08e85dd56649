//! Unions that are members of unions: their members become the outer union in one step.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;

use crate::codegen::unions::{Kind, Union, is_union};
use crate::codegen::walk;

/// The conversions of the members of inner unions, as Rust text.
pub(super) fn conversions(
    document: &Value,
    name: &str,
    union: &Union<'_>,
) -> Result<String, String> {
    let mut text = String::new();
    for (member, through) in members(document, union, &mut vec![name])? {
        let Some(through) = through.filter(|_| member != name) else {
            continue;
        };
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "impl ::core::convert::From<{member}> for {name} {{\n    #[inline]\n    \
             fn from(value: {member}) -> Self {{\n        Self::from({through}::from(value))\n    }}\n}}"
        );
    }
    Ok(text)
}

/// Every type that becomes the union, with the inner union that it becomes before, if it is no
/// member itself. What is in two inner unions is left out: it could be either.
fn members<'a>(
    document: &'a Value,
    union: &Union<'a>,
    open: &mut Vec<&'a str>,
) -> Result<BTreeMap<&'a str, Option<&'a str>>, String> {
    let mut nested = BTreeMap::<&str, Vec<&str>>::new();
    let mut found = BTreeMap::new();
    for branch in &union.branches {
        let (Kind::Boxed(name) | Kind::Named(name)) = branch.kind else {
            continue;
        };
        found.insert(name, None);
        let Some((_, schema)) = walk::component_schema(document, name) else {
            continue;
        };
        if !is_union(schema) || open.contains(&name) {
            continue;
        }
        open.push(name);
        let inner = members(document, &Union::read(document, name, schema)?, open)?;
        open.pop();
        for member in inner.into_keys() {
            nested.entry(member).or_default().push(name);
        }
    }
    for (member, through) in nested {
        if let [through] = *through.as_slice() {
            found.entry(member).or_insert(Some(through));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::load;

    #[test]
    fn members_of_inner_unions_become_the_outer_one_unless_they_are_in_two() {
        let reference = |name: &str| format!("{{$ref: '#/components/schemas/{name}'}}");
        let of = |names: &[&str]| {
            let members: Vec<String> = names.iter().map(|name| reference(name)).collect();
            format!("{{description: x, oneOf: [{}]}}", members.join(", "))
        };
        let document = load::parse(&format!(
            "components: {{schemas: {{Outer: {}, Left: {}, Right: {}, Deep: {}, A: {{type: object}}, B: {{type: object}},
               C: {{type: object}}, D: {{type: object}}}}}}",
            of(&["Left", "Right", "D"]),
            of(&["A", "B", "D"]),
            of(&["Deep", "B"]),
            of(&["C"]),
        ))
        .unwrap();
        let read = |name: &str| {
            Union::read(&document, name, &document["components"]["schemas"][name]).unwrap()
        };
        let found = members(&document, &read("Outer"), &mut vec!["Outer"]).unwrap();
        let expected = [
            ("A", Some("Left")),
            ("C", Some("Right")),
            ("D", None),
            ("Deep", Some("Right")),
            ("Left", None),
            ("Right", None),
        ];
        assert_eq!(found, BTreeMap::from(expected));
        assert_eq!(
            conversions(&document, "Right", &read("Right")).unwrap(),
            "impl ::core::convert::From<C> for Right {\n    #[inline]\n    fn from(value: C) -> Self {\n        \
             Self::from(Deep::from(value))\n    }\n}\n"
        );
    }
}
