//! Imports descriptions with curations that apply, that no longer apply, and that are missing.

use serde_json::json;

use super::{assert_problem, description, import, operation};
use crate::codegen::load;
use crate::import::curations::Curations;

#[test]
fn curations_that_no_longer_apply_are_problems() {
    // A scalar is inlined, so a new name for it has no effect.
    let pin = "Pin: {type: object, properties: {id: {type: string},
        size: {$ref: '#/components/schemas/Size'}}}
    Size: {type: integer}";
    let cases = [
        ("rename: [{reason: r, schemas: {Gone: Here}}]", "`Gone`"),
        ("rename: [{reason: r, schemas: {Size: Here}}]", "`Size`"),
        ("name: [{reason: r, at: {Pin.gone: Here}}]", "`Pin.gone`"),
        (
            "type: [{schema: X, define: {type: string}, reason: r, at: ['*.gone']}]",
            "`*.gone`",
        ),
        (
            "correct: [{at: Pin.gone, reason: r, set: {type: integer}}]",
            "`Pin.gone`",
        ),
        (
            "correct: [{at: Pin.id, reason: r, was: {type: number}, set: {type: integer}}]",
            "is \"string\", not \"number\"",
        ),
        (
            "correct: [{at: Pin.id, reason: r, set: {type: string}}]",
            "already",
        ),
        (
            "correct: [{at: pins/get!, reason: r, remove_response: '201'}]",
            "201",
        ),
    ];
    for (curated, part) in cases {
        assert_problem(description(pin), curated, &[part]);
    }
}

#[test]
fn a_curation_without_a_reason_is_rejected() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("pins.yaml"),
        "rename: [{schemas: {A: B}}]",
    )
    .unwrap();
    let error = Curations::load(folder.path()).err().unwrap().to_string();
    assert!(
        error.contains("pins.yaml") && error.contains("reason"),
        "{error}"
    );
}

#[test]
fn types_of_the_same_name_must_be_equal() {
    let schemas = "Pin: {type: object, properties: {a: {$ref: '#/components/schemas/A'},
        b: {$ref: '#/components/schemas/B'}}}
    A: {type: object, properties: {x: {type: string}}}
    B: {type: object, properties: {x: {type: integer}}}";
    assert_problem(
        description(schemas),
        "rename: [{reason: r, schemas: {A: Both, B: Both}}]",
        &["`Both`", ".properties.x"],
    );
}

#[test]
fn successful_responses_that_differ_need_a_correction() {
    let created = "responses: {'200': {content: {application/json: {schema: {type: string}}}},
        '201': {content: {application/json: {schema: {type: integer}}}}}";
    let mut description = operation("", "Pin: {type: string}");
    description["paths"]["/pins/{pin_id}"]["get"]["responses"] =
        load::parse(created).unwrap()["responses"].clone();
    assert_problem(description.clone(), "", &["pins/get", "different bodies"]);
    let curated = |curated: &str| format!("correct: [{{at: pins/get!, reason: r, {curated}}}]");
    let (_, problems) = import(description.clone(), &curated("remove_response: '201'"));
    assert_eq!(problems, [""; 0]);
    let joined = curated("join_responses: ['200', '201']");
    assert_problem(description, &joined, &["200 is no longer an array"]);
}

#[test]
fn joined_responses_have_the_items_of_each_other() {
    let responses = "
'200': {content: {application/json: {schema: {type: array, items: {type: object,
  properties: {data: {$ref: '#/components/schemas/Pin'}}}}}}}
'201': {content: {application/json: {schema: {type: array, items:
  {$ref: '#/components/schemas/Pin'}}}}}";
    let mut description = operation("", "Pin: {type: object, properties: {id: {type: string}}}");
    description["paths"]["/pins/{pin_id}"]["get"]["responses"] = load::parse(responses).unwrap();
    let curated = "correct: [{at: pins/get!, reason: r, join_responses: ['200', '201']}]
name: [{reason: r,
  at: {'pins/get#response[]': Creation, 'pins/get#response[]|0': Wrapped}}]";
    let (facts, problems) = import(description, curated);
    assert_eq!(problems, [""; 0]);
    assert_eq!(
        facts.types["Creation"],
        json!({"oneOf": [{"$ref": "#/components/schemas/Wrapped"},
            {"$ref": "#/components/schemas/Pin"}]})
    );
    let responses = &facts.operations[0].value["responses"];
    for status in ["200", "201"] {
        assert_eq!(
            responses[status]["content"]["application/json"]["schema"],
            json!({"type": "array", "items": {"$ref": "#/components/schemas/Creation"}})
        );
    }
}
