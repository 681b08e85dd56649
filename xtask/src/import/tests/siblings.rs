//! Imports facts that stand beside the reference to a type.

use serde_json::json;

use super::types;

#[test]
fn siblings_of_references_are_kept() {
    let types = types(
        "Pin: {type: object, properties: {state: {$ref: '#/components/schemas/State',
            default: 'ON', readOnly: true, description: Prose.}}}
    State: {type: string, enum: ['ON']}",
        "",
    );
    let expected = json!({"allOf": [{"$ref": "#/components/schemas/State"}], "default": "ON",
        "readOnly": true});
    assert_eq!(types["Pin"]["properties"]["state"], expected);
}

#[test]
fn ids_become_types_and_keep_their_siblings() {
    let types = types(
        "Pin: {type: object, properties: {
          board_id: {type: string, pattern: '^\\d+$', nullable: true, maxLength: 18},
          board_ids: {type: array, items: {type: string}},
          n: {type: integer}}}",
        "type: [{schema: BoardId, define: {type: string}, reason: Ids differ.,
            at: ['*.board_id', Pin.board_ids]}]",
    );
    let properties = &types["Pin"]["properties"];
    assert_eq!(
        properties["board_id"],
        json!({"allOf": [{"$ref": "#/components/schemas/BoardId"}], "nullable": true,
            "maxLength": 18, "pattern": r"^\d+$"})
    );
    assert_eq!(
        properties["board_ids"],
        json!({"type": "array", "items": {"$ref": "#/components/schemas/BoardId"}})
    );
}

#[test]
fn a_reference_to_an_enum_is_open_where_the_place_lists_no_values() {
    let types = types(
        "Pin: {type: object, properties: {
          a: {type: string}, b: {type: string, enum: [A, B]}, c: {type: string},
          d: {anyOf: [{$ref: '#/components/schemas/Kind'}, {type: string}]}}}
    Kind: {type: string, enum: [A, B]}",
        "type: [
          {schema: Size, define: {type: string, enum: [X]}, reason: r, at: [Pin.a]},
          {schema: Kind, reason: r, at: [Pin.c]}]",
    );
    let properties = &types["Pin"]["properties"];
    let of = |name: &str| json!([{"$ref": format!("#/components/schemas/{name}")}]);
    for (property, name) in [("a", "Size"), ("c", "Kind"), ("d", "Kind")] {
        assert_eq!(
            properties[property],
            json!({"allOf": of(name), "x-open-values": true}),
            "{property}"
        );
    }
    assert_eq!(properties["b"], json!({"allOf": of("Kind")}));
}

#[test]
fn aliases_of_a_property_are_kept() {
    let types = types(
        "Pin: {type: object, properties: {
          volume: {type: string}, size: {$ref: '#/components/schemas/Size'}}}
    Size: {type: string, enum: [A]}",
        "correct: [
          {at: Pin.volume, reason: r, set: {x-aliases: [VOLUME]}},
          {at: Pin.size, reason: r, set: {$ref: null,
            allOf: [{$ref: '#/components/schemas/Size'}], x-aliases: [SIZE]}}]",
    );
    assert_eq!(
        types["Pin"]["properties"],
        json!({"volume": {"type": "string", "x-aliases": ["VOLUME"]},
            "size": {"allOf": [{"$ref": "#/components/schemas/Size"}], "x-aliases": ["SIZE"]}})
    );
}
