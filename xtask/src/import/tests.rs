//! Imports small descriptions: what each construct becomes, and what is rejected.

mod curated;
mod kept_prose;
mod siblings;
mod strictness;
mod versions;

use serde_json::{Value, json};

use super::curations::Curations;
use super::facts::Facts;
use super::{alignment, extract};
use crate::codegen::load;

/// A description with one operation, whose response is the component `Pin`.
fn description(schemas: &str) -> Value {
    operation(
        "parameters: [
          {name: pin_id, in: path, schema: {type: string}},
          {name: fields, in: query, explode: false, schema: {type: array, items: {type: string}}},
          {name: page_size, in: query, explode: false,
            schema: {type: integer, minimum: 1, maximum: 250}}]",
        schemas,
    )
}

fn operation(details: &str, schemas: &str) -> Value {
    load::parse(&format!(
        "
openapi: 3.0.3
info: {{title: Pinterest, version: 5.99.0}}
paths:
  /pins/{{pin_id}}:
    get:
      operationId: pins/get
      tags: [pins]
      description: Prose that must not come along.
      responses:
        '200':
          description: Success
          content: {{application/json: {{schema: {{$ref: '#/components/schemas/Pin'}}}}}}
        '404':
          description: None
          content:
            application/json: {{schema: {{$ref: '#/components/schemas/Pinterest.Lib.Error'}}}}
      security: [{{pinterest_oauth2: ['pins:read']}}]
      x-ratelimit-category: org_read
      x-sandbox: enabled
      {details}
components:
  schemas:
    Pinterest.Lib.Error: {{type: object, properties: {{code: {{type: integer}}}}}}
    {schemas}
"
    ))
    .unwrap()
}

fn curations(yaml: &str) -> Curations {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("pins.yaml"),
        format!("domains: {{pins: pins}}\n{yaml}"),
    )
    .unwrap();
    Curations::load(folder.path()).unwrap()
}

fn import(description: Value, curated: &str) -> (Facts, Vec<String>) {
    extract(description, &curations(curated))
}

#[track_caller]
fn types(schemas: &str, curated: &str) -> Value {
    let (facts, problems) = import(description(schemas), curated);
    assert_eq!(problems, [""; 0]);
    json!(facts.types)
}

#[track_caller]
fn assert_problem(description: Value, curated: &str, parts: &[&str]) {
    let (_, problems) = import(description, curated);
    let found = problems
        .iter()
        .any(|problem| parts.iter().all(|part| problem.contains(part)));
    assert!(found, "{parts:?} is not in {problems:#?}");
}

#[test]
fn an_operation_keeps_its_facts_and_loses_its_prose() {
    let (facts, problems) = import(
        description(
            "Pin: {type: object, description: Prose., properties: {id: {type: string, title: T}}}",
        ),
        "",
    );
    assert_eq!(problems, [""; 0]);
    let operation = &facts.operations[0];
    assert_eq!(
        (
            operation.id.as_str(),
            operation.method.as_str(),
            operation.domain.as_str()
        ),
        ("pins/get", "get", "pins")
    );
    assert_eq!(
        operation.value,
        json!({
            "operationId": "pins/get", "tags": ["pins"],
            "security": [{"pinterest_oauth2": ["pins:read"]}],
            "x-ratelimit-category": "org_read", "x-sandbox": "enabled",
            "parameters": [
                {"name": "pin_id", "in": "path", "required": true, "schema": {"type": "string"}},
                {"name": "fields", "in": "query", "style": "form", "explode": false,
                    "schema": {"type": "array", "items": {"type": "string"}}},
                {"name": "page_size", "in": "query", "schema":
                    {"type": "integer", "format": "int32", "minimum": 1, "maximum": 250}},
            ],
            "responses": {
                "200": {"content": {"application/json": {"schema": {
                    "$ref": "#/components/schemas/Pin"}}}},
                "default": {"content": {"application/json": {"schema": {
                    "$ref": "#/components/schemas/Error"}}}},
            },
        })
    );
    assert_eq!(
        facts.types["Pin"],
        json!({"type": "object", "properties": {"id": {"type": "string"}}})
    );
}

#[test]
fn components_that_no_operation_reaches_are_left_out() {
    let types = types(
        "Pin: {type: object, properties: {a: {type: string}}}
    Board: {type: object, properties: {a: {type: string}}}",
        "",
    );
    assert!(
        types.get("Board").is_none() && types.get("Pin").is_some(),
        "{types}"
    );
}

#[test]
fn null_moves_from_enums_to_the_places_that_use_them() {
    let types = types(
        "Pin: {type: object, properties: {state: {$ref: '#/components/schemas/State'},
            size: {$ref: '#/components/schemas/Size'}}}
    State: {type: string, nullable: true, enum: [ON, NO, null]}
    Size: {type: integer, nullable: true}",
        "",
    );
    assert_eq!(
        types["State"],
        json!({"type": "string", "enum": ["ON", "NO"]})
    );
    let properties = &types["Pin"]["properties"];
    assert_eq!(
        properties["state"],
        json!({"allOf": [{"$ref": "#/components/schemas/State"}], "nullable": true})
    );
    assert_eq!(
        properties["size"],
        json!({"type": "integer", "nullable": true}),
        "a scalar is inlined"
    );
}

#[test]
fn a_composition_becomes_one_object() {
    let types = types(
        "Pin: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, required: [b],
            properties: {b: {type: string}}}], required: [a]}
    Base: {type: object, properties: {a: {type: string}}}",
        "",
    );
    assert_eq!(
        types["Pin"],
        json!({"type": "object", "required": ["b", "a"], "properties": {"a": {"type": "string"},
            "b": {"type": "string"}}})
    );
}

#[test]
fn enums_and_objects_without_a_name_get_one() {
    let types = types(
        "Pin: {type: object, properties: {
          colors: {type: array, items: {type: string, enum: [RED]}},
          owner: {type: object, properties: {
            state: {type: string, enum: [A]}, kind: {type: string, enum: [B]}}},
          kind: {type: string, enum: [C]}}}",
        "name: [{reason: It is the state of an account., at: {Pin.owner.state: AccountState}}]",
    );
    let names: Vec<&String> = types.as_object().unwrap().keys().collect();
    assert_eq!(
        names,
        [
            "AccountState",
            "Color",
            "Error",
            "Pin",
            "PinKind",
            "PinOwner",
            "PinOwnerKind"
        ]
    );
}

const UNION: &str = "Pin: {
      oneOf: [{$ref: '#/components/schemas/Image'}, {$ref: '#/components/schemas/Video'}],
      discriminator: {propertyName: kind, mapping: {
        image: '#/components/schemas/Image', video: '#/components/schemas/Video'}}}
    Image: {type: object, properties: {kind: {type: string, enum: [image]}}}
    Video: {type: object, properties: {kind: {type: string, enum: [video]}}}";

#[test]
fn tags_of_unions_share_a_type_and_are_narrowed() {
    let types = types(UNION, "");
    assert_eq!(
        types["PinKind"],
        json!({"type": "string", "enum": ["image", "video"]})
    );
    assert_eq!(
        types["Video"]["properties"]["kind"],
        json!({"allOf": [{"$ref": "#/components/schemas/PinKind"}], "enum": ["video"]})
    );
    assert_eq!(
        types["Pin"]["discriminator"]["mapping"]["image"],
        "#/components/schemas/Image"
    );
}

#[test]
fn a_mapped_branch_that_is_not_listed_belongs_to_the_union() {
    let unlisted = UNION.replace("{$ref: '#/components/schemas/Image'}, ", "");
    let types = types(&unlisted, "");
    assert_eq!(
        types["Pin"]["oneOf"],
        json!([{"$ref": "#/components/schemas/Image"}, {"$ref": "#/components/schemas/Video"}])
    );
}

#[test]
fn a_branch_without_tag_needs_a_correction() {
    let broken = UNION.replace(
        "{kind: {type: string, enum: [video]}}",
        "{length: {type: integer}}",
    );
    assert_problem(description(&broken), "", &["`Video`", "lacks its tag"]);
    let corrected = types(
        &broken,
        "correct: [{at: Video, reason: The tag is on the wire., was: {properties.kind: null},
            set: {properties.kind: {type: string, enum: [video]}}}]",
    );
    assert_eq!(
        corrected["Video"]["properties"]["kind"]["enum"],
        json!(["video"])
    );
}

#[test]
fn a_union_of_enums_is_an_enum() {
    let types = types(
        "Pin: {type: object, properties: {
          language: {anyOf: [
            {$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]},
          open: {anyOf: [{type: string}, {$ref: '#/components/schemas/A'}]}}}
    A: {type: string, enum: [x]}
    B: {type: string, enum: [y, x]}",
        "",
    );
    assert_eq!(
        types["PinLanguage"],
        json!({"type": "string", "enum": ["x", "y"]})
    );
    assert_eq!(
        types["Pin"]["properties"]["open"],
        json!({"allOf": [{"$ref": "#/components/schemas/A"}], "x-open-values": true})
    );
}

/// An import ends in facts or problems, whatever value stands at any place of the description.
#[test]
fn a_damaged_description_does_not_panic() {
    let whole = description(&format!("{UNION}\n    State: {{type: string, enum: [A]}}"));
    let mut pointers = Vec::new();
    collect_pointers(&whole, String::new(), &mut pointers);
    let damages = [
        json!(null),
        json!(7),
        json!("#/components/schemas/Pin"),
        json!([]),
        json!({"$ref": "#/components/schemas/Pin"}),
        json!({"allOf": [{"$ref": "#/components/schemas/Image"}]}),
    ];
    for pointer in &pointers {
        for damage in &damages {
            let mut damaged = whole.clone();
            *damaged.pointer_mut(pointer).unwrap() = damage.clone();
            let curations = curations("");
            alignment::align(&mut damaged, &whole, &curations);
            extract(damaged, &curations);
        }
    }
}

fn collect_pointers(value: &Value, at: String, pointers: &mut Vec<String>) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(object) => object
            .iter()
            .map(|(key, inner)| (key.replace('~', "~0").replace('/', "~1"), inner))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(index, inner)| (index.to_string(), inner))
            .collect(),
        _ => Vec::new(),
    };
    for (key, inner) in inner {
        collect_pointers(inner, format!("{at}/{key}"), pointers);
    }
    pointers.push(at);
}
