//! Imports small descriptions: what each construct becomes, and what is rejected.

mod siblings;
mod strictness;

use serde_json::{Value, json};

use super::curations::Curations;
use super::facts::Facts;
use super::{alignment, drift, extract, prose, yaml};
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

#[test]
fn prose_is_kept_at_its_place() {
    let mut new = json!({"type": "object", "required": ["a", "b"],
        "properties": {"a": {"type": "string"}, "description": {"type": "integer"}}});
    let old = json!({"description": "A Pin.", "required": ["b", "a"],
        "properties": {"a": {"type": "integer", "description": "First.", "x-sensitive": true},
            "description": {"description": "Text."}, "gone": {"description": "Old."}}});
    prose::keep(&mut new, &old);
    assert_eq!(
        new,
        json!({"type": "object", "description": "A Pin.", "required": ["b", "a"], "properties": {
            "a": {"type": "string", "description": "First.", "x-sensitive": true},
            "description": {"type": "integer", "description": "Text."}}})
    );
    assert_eq!(
        prose::without(&new)["properties"]["description"],
        json!({"type": "integer"})
    );
}

#[test]
fn rules_between_fields_are_kept_and_are_no_facts() {
    let mut new = json!({"type": "object", "properties": {"a": {}, "b": {}}});
    let facts = new.clone();
    let rules = json!({"x-exclusive": [["a", "b"]], "x-one-of-required": [["a", "b"]],
        "x-requires": [["a", "b"]]});
    prose::keep(&mut new, &rules);
    for key in ["x-exclusive", "x-one-of-required", "x-requires"] {
        assert_eq!(new[key], json!([["a", "b"]]), "{key}");
    }
    assert_eq!(prose::without(&new), facts);
}

#[test]
fn descriptions_of_values_follow_the_values() {
    let mut new = json!({"type": "string", "enum": ["A", "B"]});
    prose::keep(
        &mut new,
        &json!({"enum": ["B", "A", "C"], "x-enum-descriptions": {"A": "First.", "C": "Gone."}}),
    );
    assert_eq!(
        new,
        json!({"type": "string", "enum": ["B", "A"], "x-enum-descriptions": {"A": "First."}})
    );
}

#[test]
fn a_formatted_document_reads_back_unchanged() {
    let long = "a text that is long enough to be folded, and has a colon: as well as a # sign, \
                `code`, and words beyond the line";
    let document = json!({"info": {"version": "5.10", "title": "no"}, "enum": ["NO", "on", "1.0",
        "", "null", "~", "Etc/GMT+1"], "description": long, "default": false, "minimum": 0.5});
    let text = yaml::text(&document, "# Comment\n").unwrap();
    assert!(
        text.starts_with("# Comment\n") && text.contains(">-\n"),
        "{text}"
    );
    assert_eq!(load::parse(&text).unwrap(), document);
}

fn side(schemas: &str) -> drift::Side {
    drift::Side::of_facts(&import(description(schemas), "").0)
}

#[test]
fn drift_tells_breaking_changes_from_others() {
    let old = side(
        "Pin: {type: object, properties: {a: {type: string}, b: {type: string},
            state: {$ref: '#/components/schemas/State'}}}
    State: {type: string, enum: [A, B]}",
    );
    let new = side(
        "Pin: {type: object, properties: {a: {type: integer}, c: {type: string},
            state: {$ref: '#/components/schemas/State'}}}
    State: {type: string, enum: [A, C]}",
    );
    let findings: Vec<String> = drift::compare(&old, &new)
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        findings,
        [
            "breaking  Pin.a: type was \"string\", is \"integer\"",
            "breaking  Pin.b: property removed",
            "          Pin.c: property added",
            "breaking  State: value B removed",
            "          State: value C added",
        ]
    );
    assert!(drift::compare(&old, &old).is_empty());
}

#[test]
fn a_renamed_component_is_recognized() {
    let specification = load::parse(
        "
paths:
  /pins/{pin_id}:
    get:
      operationId: pins/get
      responses:
        '200': {content: {application/json: {schema: {$ref: '#/components/schemas/Pin'}}}}
components:
  schemas:
    Pin: {type: object, properties: {owner: {allOf: [{$ref: '#/components/schemas/Owner'}]}}}
    Owner: {type: object, properties: {}}
",
    )
    .unwrap();
    let mut description = description(
        "PinRead2: {type: object, properties: {owner: {$ref: '#/components/schemas/PinReadOwner'}}}
    PinReadOwner: {type: object, properties: {a: {type: string}}}",
    );
    description["paths"]["/pins/{pin_id}"]["get"]["responses"]["200"]["content"]["application/json"]
        ["schema"]["$ref"] = json!("#/components/schemas/PinRead2");
    let curated = "rename: [{reason: r, schemas: {PinRead: Pin}}]";
    let lines = alignment::align(&mut description, &specification, &curations(curated));
    assert_eq!(
        lines,
        [
            "component `PinRead2` is treated as `PinRead`",
            "component `PinReadOwner` is treated as `Owner`"
        ]
    );
    let (facts, problems) = import(description, curated);
    assert_eq!(problems, [""; 0]);
    assert!(facts.types.contains_key("Pin") && facts.types.contains_key("Owner"));
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
