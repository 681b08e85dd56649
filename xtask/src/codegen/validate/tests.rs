//! Breaks a description that is fine in one place at a time.

use super::*;
use crate::codegen::merge::{merge, tests::documents};

/// A document that is fine, with room for schemas and parameters; tests break one thing at a time.
fn document(schemas: &str, parameters: &str) -> String {
    format!(
        "
openapi: 3.0.3
info: {{title: test, version: '1'}}
x-ratelimits:
  universal: {{standard: {{requests: 9, seconds: 1}}}}
  categories: {{org_read: {{description: Reading., standard: {{requests: 9, seconds: 60}}}}}}
paths:
  /pins:
    get:
      operationId: pins/list
      summary: List Pins
      description: All of them.
      parameters: [{parameters}]
      responses:
        '200':
          description: A Pin.
          content: {{application/json: {{schema: {{$ref: '#/components/schemas/Pin'}}}}}}
        default:
          description: A failure.
          content: {{application/json: {{schema: {{$ref: '#/components/schemas/Pin'}}}}}}
      security: [{{pinterest_oauth2: ['pins:read']}}]
      x-ratelimit-category: org_read
      x-sandbox: enabled
components:
  securitySchemes: {{pinterest_oauth2: {{type: http, scheme: bearer, description: A user.}}}}
  schemas:
    Pin: {{type: object, description: A Pin., properties: {{id: {{type: string, description: Its id.}}}}}}
    {schemas}
"
    )
}

fn problems(yaml: &str) -> String {
    let spec = merge(documents(&[("pins.yaml", yaml)])).unwrap();
    match validate(&spec) {
        Ok(()) => String::new(),
        Err(error) => error.to_string(),
    }
}

#[track_caller]
fn assert_problem(yaml: &str, parts: &[&str]) {
    let text = problems(yaml);
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in: {text}");
    }
}

#[test]
fn a_complete_description_passes() {
    assert_eq!(problems(&document("", "")), "");
}

#[test]
fn a_duplicate_operation_id_names_both_places() {
    let twice = document("", "").replace(
        "  /pins:\n",
        "  /boards:\n    get: &op\n      operationId: pins/list\n  /pins:\n",
    );
    assert_problem(
        &twice,
        &[
            "pins.yaml: paths./pins.get: operation id \"pins/list\"",
            "paths./boards.get",
        ],
    );
}

#[test]
fn operation_ids_that_become_one_function_collide() {
    let twice = document("", "").replace(
        "  /pins:\n",
        "  /boards:\n    get:\n      operationId: pins_list\n  /pins:\n",
    );
    assert_problem(&twice, &["both become the function `pins_list`"]);
}

#[test]
fn requests_have_names_of_their_own() {
    let named = |name: &str| {
        document("", "").replace(
            "operationId: pins/list\n",
            &format!("operationId: pins/list\n      x-request-name: {name}\n"),
        )
    };
    assert_eq!(problems(&named("PinsSearch")), "");
    assert_problem(&named("Pin"), &["paths./pins.get: ", "so is a schema"]);
    assert_problem(&named("pins"), &["cannot be called `pins`"]);
    let twice = named("PinsSearch").replace(
        "  /pins:\n",
        "  /boards:\n    get:\n      operationId: pins_search\n  /pins:\n",
    );
    assert_problem(&twice, &["so is that of paths./boards.get"]);
}

#[test]
fn colliding_type_names_are_named() {
    assert_problem(
        &document("PIN: {type: object, description: x}", ""),
        &["components.schemas.PIN: ", "rename it to `Pin`"],
    );
    assert_problem(
        &document("Vec: {type: object, description: x}", ""),
        &["components.schemas.Vec: ", "name of Rust's own"],
    );
}

#[test]
fn colliding_enum_values_are_named() {
    assert_problem(
        &document(
            "Zone: {type: string, description: x, enum: [Etc/GMT+1, Etc/GMT-1], x-enum-descriptions: {Etc/GMT+1: a, Etc/GMT-1: b}}",
            "",
        ),
        &[
            "components.schemas.Zone: ",
            "\"Etc/GMT+1\"",
            "\"Etc/GMT-1\"",
            "`EtcGmt1`",
            "x-enum-varnames",
        ],
    );
}

#[test]
fn a_value_called_unknown_is_rejected() {
    assert_problem(
        &document(
            "Zone: {type: string, description: x, enum: [UNKNOWN], x-enum-descriptions: {UNKNOWN: a}}",
            "",
        ),
        &["components.schemas.Zone: ", "`Unknown`", "x-enum-varnames"],
    );
}

#[test]
fn an_unsupported_style_is_named() {
    let parameter = "{name: filter, in: query, description: x, style: deepObject, schema: {type: object, additionalProperties: {type: string}}}";
    assert_problem(
        &document("", parameter),
        &[
            "pins.yaml: paths./pins.get.parameters.filter: ",
            "deepObject",
        ],
    );
}

#[test]
fn path_parameters_and_template_must_agree() {
    let parameter = "{name: board_id, in: path, description: x, schema: {type: string}}";
    assert_problem(
        &document("", parameter),
        &[
            "parameters.board_id: is in the path, but not `required: true`",
            "the path has the parameters {}, but {\"board_id\"}",
        ],
    );
}

#[test]
fn rate_limits_must_be_complete() {
    let cases = [
        (
            "{{requests: 9, seconds: 60}}",
            "{{requests: 0, seconds: 60}}",
            "org_read.standard",
        ),
        (
            "{{requests: 9, seconds: 60}}",
            "{{requests: 9}}",
            "org_read.standard",
        ),
        ("description: Reading.", "per: pin", "org_read.per"),
        ("description: Reading.", "per: ad_account", "org_read"),
        (
            "{{requests: 9, seconds: 1}}",
            "{{requests: many, seconds: 1}}",
            "universal.standard",
        ),
    ];
    for (old, new, place) in cases {
        let unescaped = |text: &str| text.replace("{{", "{").replace("}}", "}");
        let yaml = document("", "").replace(&unescaped(old), &unescaped(new));
        assert_problem(&yaml, &["pins.yaml: x-ratelimits.", place]);
    }
    let yaml = document("", "").replace("category: org_read", "category: org_write");
    assert_problem(
        &yaml,
        &["\"org_write\" is not among x-ratelimits.categories"],
    );
}

#[test]
fn scopes_must_be_those_of_the_scheme() {
    let oauth = "{type: oauth2, description: A user., flows: {authorizationCode: {scopes: {'pins:write': x}}}}";
    let yaml =
        document("", "").replace("{type: http, scheme: bearer, description: A user.}", oauth);
    assert_problem(&yaml, &["\"pins:read\"", "pinterest_oauth2"]);
    let yaml = document("", "").replace(", description: A user.", "");
    assert_problem(
        &yaml,
        &["pins.yaml: components.securitySchemes.pinterest_oauth2: has no description"],
    );
}

#[test]
fn what_would_be_dropped_silently_is_rejected() {
    let cases = [
        (
            "Tag: {type: object, description: x, properties: {a: {description: x, oneOf: [{type: string}]}}}",
            "a union needs a name",
        ),
        (
            "Tag: {description: x, oneOf: [{type: string}, {type: string}]}",
            "variant `Text`",
        ),
        (
            "Tag: {type: object, description: x, properties: {a: {description: x, enum: [B], allOf: [{$ref: '#/components/schemas/Pin'}]}}}",
            "a reference to what is none",
        ),
        (
            "Tag: {description: x, enum: [A], x-enum-descriptions: {A: a}}",
            "not `type: string`",
        ),
        (
            "Tag: {type: string, description: x, x-sensitive: true}",
            "sensitive as a whole",
        ),
        (
            "Tag: {type: string, description: x, x-metrics: true}",
            "x-metrics is for objects",
        ),
    ];
    for (schema, expected) in cases {
        assert_problem(&document(schema, ""), &["components.schemas.Tag", expected]);
    }
}

#[test]
fn an_id_is_made_from_other_ids_only() {
    for source in ["Id", "Pin"] {
        let id = format!(
            "Id: {{type: string, description: x, x-converts-from: [{{$ref: '#/components/schemas/{source}'}}]}}"
        );
        assert_problem(&document(&id, ""), &["schemas.Id", "x-converts-from"]);
    }
}

#[test]
fn nothing_is_anonymous_or_without_description() {
    assert_problem(
        &document(
            "Board: {type: object, properties: {owner: {type: object, description: x, properties: {}}}}",
            "",
        ),
        &[
            "components.schemas.Board: has no description",
            "components.schemas.Board.properties.owner: ",
            "name",
        ],
    );
    assert_problem(
        &document(
            "",
            "{name: state, in: query, schema: {type: string, enum: [A]}}",
        ),
        &[
            "paths./pins.get.parameters.state: has no description",
            "components/schemas",
        ],
    );
}

#[test]
fn aliases_are_further_names_of_a_property() {
    let with = |aliases: &str| {
        document(
            &format!(
                "Tag: {{type: object, description: x, properties: {{a: {{type: string, description: x,
      x-aliases: {aliases}}}, b: {{type: string, description: x, x-aliases: [D]}}}}}}"
            ),
            "",
        )
    };
    assert_eq!(problems(&with("[A, C]")), "");
    for (aliases, expected) in [
        ("A", "not a list of names"),
        ("[]", "not a list of names"),
        ("[1]", "the alias 1 is not a name"),
        ("[b]", "\"b\" is the name of another property"),
        ("[A, A]", "listed twice"),
    ] {
        let place = "components.schemas.Tag.properties.a";
        assert_problem(&with(aliases), &[place, expected]);
    }
    assert_problem(&with("[D]"), &["Tag.properties.b", "\"D\""]);
    assert_problem(
        &document("Tag: {type: string, description: x, x-aliases: [A]}", ""),
        &["components.schemas.Tag: ", "for properties"],
    );
}

#[test]
fn rules_name_fields_or_parameters_that_are_there() {
    let with = |rules: &str| {
        let schema = format!(
            "Tag: {{type: object, description: x, {rules}, properties: {{a: {{type: string, description: x}},
      b: {{type: string, description: x}}}}}}"
        );
        document(&schema, "")
    };
    assert_eq!(
        problems(&with("x-exclusive: [[a, b]], x-requires: [[b, a]]")),
        ""
    );
    for (rules, expected) in [
        ("x-exclusive: [a, b]", "not a list of lists"),
        ("x-one-of-required: [[a]]", "two or more names"),
        ("x-requires: []", "not a list of lists"),
        ("x-exclusive: [[a, c]]", "x-exclusive names \"c\""),
    ] {
        assert_problem(&with(rules), &["components.schemas.Tag", expected]);
    }
    let parameter = "{name: a, in: query, description: x, schema: {type: string}}";
    let operation = document("", parameter).replace(
        "  operationId:",
        "  x-exclusive: [[a, b]]\n      operationId:",
    );
    assert_problem(&operation, &["paths./pins.get", "x-exclusive names \"b\""]);
}

#[test]
fn limits_that_cannot_be_checked_are_for_the_reader() {
    let schema = "Tag: {type: string, description: x, pattern: '^a+$'}
    Share: {type: object, description: x, properties: {a: {type: number, description: x, minimum: 0.5,
      exclusiveMinimum: true, multipleOf: 0.5}}}";
    assert_eq!(problems(&document(schema, "")), "");
}
