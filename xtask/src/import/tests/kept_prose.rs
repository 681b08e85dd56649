//! What an import keeps of the documents on disk, and how it writes them.

use serde_json::json;

use crate::codegen::load;
use crate::import::{prose, yaml};

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
