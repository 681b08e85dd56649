//! Compares two versions of a description: what breaks, and what was renamed.

use serde_json::json;

use super::{curations, description, import};
use crate::codegen::load;
use crate::import::{alignment, drift};

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
