//! Imports requests whose types limit more or less than the description does.

use super::{import, operation};

/// Returns the problems of an import whose request body is `New`.
fn problems(schemas: &str, curated: &str) -> Vec<String> {
    let details = "requestBody: {content: {application/json: {schema:
        {$ref: '#/components/schemas/New'}}}}
      parameters: [{name: pin_id, in: path, schema: {type: string}}]";
    let schemas = format!("Pin: {{type: object, properties: {{}}}}\n    {schemas}");
    import(operation(details, &schemas), curated).1
}

#[track_caller]
fn assert_stricter(schemas: &str, curated: &str, expected: &[&str]) {
    let expected: Vec<String> = expected
        .iter()
        .map(|expected| expected.replace(':', " is stricter than the description:"))
        .collect();
    assert_eq!(problems(schemas, curated), expected);
}

const BODY: &str = "New: {type: object, properties: {id: {type: string},
        size: {type: string, maxLength: 5, pattern: '^a$'}}}";

#[test]
fn limits_of_the_place_are_not_stricter() {
    assert_stricter(BODY, "", &[]);
    let curated = "type: [{schema: Id, reason: r, at: [New.id, New.size, 'pins/get?pin_id'],
        define: {type: string}}]";
    assert_stricter(BODY, curated, &[]);
}

#[test]
fn limits_of_a_type_are_stricter_where_the_place_has_none() {
    let curated = "type: [{schema: Id, reason: r, at: [New.id, New.size, 'pins/get?pin_id'],
        define: {type: string, maxLength: 5, pattern: '^a$'}}]";
    assert_stricter(
        BODY,
        curated,
        &[
            "`pins/get#request.id`: maxLength is 5, in the description nothing",
            "`pins/get#request.id`: pattern is \"^a$\", in the description nothing",
            "`pins/get?pin_id`: maxLength is 5, in the description nothing",
            "`pins/get?pin_id`: pattern is \"^a$\", in the description nothing",
        ],
    );
}

#[test]
fn limits_of_the_place_win_over_those_of_the_type() {
    let body = "New: {type: object, properties: {a: {type: string, maxLength: 9}}}";
    let curated = "type: [{schema: A, reason: r, at: [New.a],
        define: {type: string, maxLength: 8}}]";
    assert_stricter(body, curated, &[]);
}

#[test]
fn listed_values_are_stricter_unless_the_place_is_open() {
    let curated = "type: [{schema: A, reason: r, at: [New.a],
        define: {type: string, enum: [X]}}]";
    let body = "New: {type: object, properties: {a: {type: string}}}";
    assert_stricter(body, curated, &[]);
    let body = "New: {type: object, properties: {a: {type: string, enum: [X, Y]}}}";
    assert_stricter(
        body,
        curated,
        &["`pins/get#request.a`: it lists values, of which the description allows more"],
    );
}

#[test]
fn a_union_is_as_strict_as_its_loosest_branch() {
    let body = "New: {type: object, properties: {a: {anyOf:
        [{type: string, maxLength: 9}, {type: integer, minimum: 7}]}}}";
    assert_stricter(body, "", &[]);
}

#[test]
fn corrections_count_as_the_description() {
    let curated = "correct: [{at: New.id, reason: r, set: {pattern: '^b$'}},
        {at: New, reason: r, set: {required: [id]}}]";
    assert_stricter(BODY, curated, &[]);
}

#[test]
fn a_schema_that_contains_itself_ends() {
    let body = "New: {type: object, properties: {inner: {type: array, maxItems: 3,
        items: {$ref: '#/components/schemas/New'}}}}";
    assert_stricter(body, "", &[]);
}
