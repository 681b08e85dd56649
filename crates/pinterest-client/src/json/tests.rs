//! What is read, what is set aside, and what comes back when it is written.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::json;

use super::decode::{KEPT, KEPT_BYTES};
use super::{
    Decode, Decoder, Encode, Json, Mismatch, RawJson, Reader, SetAsideParts, decode,
    decode_strictly, record,
};
use crate::UnknownField;

type Extra = BTreeMap<String, UnknownField>;

#[derive(Clone, Debug, PartialEq)]
struct Page {
    items: Vec<Item>,
    total: Option<i32>,
    extra: Extra,
}

record! { Page:
    items: required,
    total: optional,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Item {
    id: String,
    created_time: Option<i64>,
    owner: Option<Box<Owner>>,
    ratio: Option<f64>,
    labels: Option<BTreeMap<String, i64>>,
    credit: Option<String>,
    end_time: Option<Option<i64>>,
    extra: Extra,
}

record! { Item or {"CREATED": "created_time", "createdTime": "created_time", "ID": "id"}:
    created_time: optional,
    credit as "creditNote": nullable,
    end_time: clearable,
    id: required,
    labels: optional,
    owner: optional,
    ratio: optional,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Owner {
    name: String,
    flags: Vec<bool>,
    extra: Extra,
}

record! { Owner:
    flags: required,
    name: required,
}

/// An object that takes much more memory than its text.
#[derive(Clone, Debug, PartialEq)]
struct Large {
    name: String,
    space: Option<Space>,
    extra: Extra,
}

record! { Large:
    name: required,
    space: optional,
}

/// Room that is never used.
#[derive(Clone, Debug, PartialEq)]
struct Space([u64; 512]);

impl Decode for Space {
    fn decode(_: &mut Reader<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        Err(decoder.failure("it cannot be read".to_owned()))
    }
}

impl Encode for Space {
    fn encode(&self) -> Json<'_> {
        Json::from(self.0.len() as u64)
    }
}

fn read<T: Decode>(text: &str) -> (T, SetAsideParts) {
    decode(RawJson::new(text.as_bytes())).unwrap()
}

#[track_caller]
fn assert_set_aside(text: &str, place: &str, raw: &str, mismatch: &str) -> Page {
    let (page, parts) = read::<Page>(text);
    let parts: Vec<_> = parts.iter().collect();
    let [part] = parts.as_slice() else {
        panic!("{parts:?}");
    };
    assert_eq!(
        (part.path(), part.json(), &*part.mismatch().to_string()),
        (place, raw, mismatch)
    );
    let strict = decode_strictly::<Page>(RawJson::new(text.as_bytes())).unwrap_err();
    assert_eq!(&strict, part.mismatch());
    page
}

#[test]
fn an_optional_field_that_is_not_as_described_goes_alone() {
    let page = assert_set_aside(
        r#"{"items": [{"id": "a"}, {"id": "b", "created_time": "soon", "ratio": 1}], "total": 2}"#,
        "items[1].created_time",
        r#""soon""#,
        "items[1].created_time: expected a whole number of at most 64 bits, found text",
    );
    assert_eq!((page.items.len(), page.total), (2, Some(2)));
    assert_eq!((&*page.items[1].id, page.items[1].ratio), ("b", Some(1.0)));
}

#[test]
fn an_element_of_a_list_goes_alone() {
    let page = assert_set_aside(
        r#"{"items": [{"id": 7, "ratio": 1}, {"id": "b"}]}"#,
        "items[0]",
        r#"{"id": 7, "ratio": 1}"#,
        "items[0].id: expected text, found a number",
    );
    assert_eq!(page.items.len(), 1);
}

#[test]
fn an_entry_of_a_map_goes_alone() {
    let page = assert_set_aside(
        r#"{"items": [{"id": "a", "labels": {"x": 1, "y": [], "z": 3}}]}"#,
        "items[0].labels.y",
        "[]",
        "items[0].labels.*: expected a whole number of at most 64 bits, found an array",
    );
    let labels = page.items[0].labels.as_ref().unwrap();
    assert_eq!(labels.keys().collect::<Vec<_>>(), ["x", "z"]);
}

#[test]
fn a_required_field_costs_the_nearest_optional_part_around_it() {
    let page = assert_set_aside(
        r#"{"items": [{"id": "a", "owner": {"flags": []}}]}"#,
        "items[0].owner",
        r#"{"flags": []}"#,
        "items[0].owner: the required field `name` is missing",
    );
    assert_eq!((&*page.items[0].id, &page.items[0].owner), ("a", &None));
}

#[test]
fn a_required_field_of_the_root_is_an_error() {
    for (text, reason) in [
        ("{}", "the required field `items` is missing"),
        (r#"{"items": null}"#, "items: expected an array, found null"),
        ("[]", "expected an object, found an array"),
    ] {
        let mismatch = decode::<Page>(RawJson::new(text.as_bytes())).unwrap_err();
        assert_eq!(mismatch.to_string(), reason);
    }
}

#[test]
fn whole_numbers_are_read_from_floats_and_text() {
    for text in ["3", "3.0", r#""3""#] {
        let (item, parts) = read::<Item>(&format!(r#"{{"id": "a", "created_time": {text}}}"#));
        assert!(item.created_time == Some(3) && parts.is_empty(), "{text}");
    }
    for text in ["3.5", r#""3.0""#, r#""""#, "1e300", "9223372036854775808"] {
        let (item, parts) = read::<Item>(&format!(r#"{{"id": "a", "created_time": {text}}}"#));
        assert!(item.created_time.is_none() && parts.len() == 1, "{text}");
    }
    let (page, parts) = read::<Page>(r#"{"items": [], "total": 2147483648}"#);
    assert!(page.total.is_none() && parts.len() == 1);
}

#[test]
fn a_field_is_read_under_its_aliases_and_its_name_wins() {
    let (item, _) = read::<Item>(r#"{"ID": "a", "createdTime": 1}"#);
    assert_eq!((&*item.id, item.created_time), ("a", Some(1)));
    let (item, _) =
        read::<Item>(r#"{"CREATED": 1, "created_time": 2, "createdTime": 3, "id": "a"}"#);
    assert_eq!(item.created_time, Some(2));
    assert_eq!(item.extra, Extra::new());
    let written = serde_json::to_value(&item).unwrap();
    assert_eq!(
        written,
        json!({"created_time": 2, "creditNote": null, "id": "a"})
    );
}

#[test]
fn null_nothing_and_a_value_are_three_things_where_null_clears() {
    for (text, expected) in [
        (r#"{"creditNote":null,"id":"a"}"#, None),
        (
            r#"{"creditNote":null,"end_time":null,"id":"a"}"#,
            Some(None),
        ),
        (
            r#"{"creditNote":null,"end_time":7,"id":"a"}"#,
            Some(Some(7)),
        ),
    ] {
        let item: Item = serde_json::from_str(text).unwrap();
        assert_eq!(item.end_time, expected);
        assert_eq!(serde_json::to_string(&item).unwrap(), text);
    }
}

#[test]
fn a_hundred_parts_are_kept_and_the_others_counted() {
    let many = vec![json!({"id": 1}); KEPT + 5];
    let text = json!({"items": many, "total": "x"}).to_string();
    let (page, parts) = read::<Page>(&text);
    assert!(page.items.is_empty() && page.total.is_none());
    assert_eq!((parts.len(), parts.iter().count()), (KEPT + 6, KEPT));
    assert_eq!(parts.into_first().unwrap().path(), "items[0]");
}

#[test]
fn what_the_objects_of_a_body_take_is_bounded() {
    let text = |count| format!("[{}]", vec![r#"{"name": ""}"#; count].join(","));
    let (few, parts) = read::<Vec<Large>>(&text(1_000));
    assert_eq!((few.len(), parts.len()), (1_000, 0));
    let (many, parts) = read::<Vec<Large>>(&text(20_000));
    assert_eq!(many.len() + parts.len(), 20_000);
    assert!(many.len() > 1_000 && many.len() * size_of::<Large>() <= 32 << 20);
    assert_eq!(
        parts.into_first().unwrap().mismatch().reason(),
        "it would take much more memory than its text"
    );
}

#[test]
fn objects_that_are_not_kept_count_for_nothing() {
    let text = format!(r#"[{}{{"name": ""}}]"#, "{},".repeat(20_000));
    let (kept, parts) = read::<Vec<Large>>(&text);
    assert_eq!((kept.len(), parts.len()), (1, 20_000));
}

#[test]
fn a_large_part_is_cut_at_a_character() {
    let text = json!({"items": [{"id": ["ü".repeat(KEPT_BYTES)]}]}).to_string();
    let (_, parts) = read::<Page>(&text);
    let raw = parts.into_first().unwrap().json().to_owned();
    assert!(raw.len() <= KEPT_BYTES && raw.len() > KEPT_BYTES - 4);
}

#[test]
fn what_was_sent_is_in_no_debug_output() {
    let (_, parts) = read::<Page>(r#"{"items": [], "total": "ada@example.com"}"#);
    let shown = format!("{parts:?}");
    assert!(shown.contains("total") && !shown.contains("ada"), "{shown}");
}

#[test]
fn an_unknown_field_that_is_no_value_of_json_is_set_aside() {
    for unknown in ["1e400", r#""\ud800""#, &"[".repeat(200), "nope"] {
        let unknown = match unknown.starts_with('[') {
            true => format!("{unknown}{}", "]".repeat(200)),
            false => unknown.to_owned(),
        };
        let (item, parts) = read::<Item>(&format!(r#"{{"new": {unknown}, "id": "a"}}"#));
        assert_eq!((&*item.id, item.extra.len()), ("a", 0));
        let part = parts.into_first().unwrap();
        assert_eq!((part.path(), part.json()), ("new", &*unknown));
        assert_eq!(
            part.mismatch().to_string(),
            "*: the value is not valid JSON"
        );
    }
}

#[test]
fn text_that_ends_early_is_an_error() {
    for text in [
        r#"{"items": [{"id": "a"}"#,
        r#"{"items": ["#,
        r#"{"items": [], "total": "#,
    ] {
        decode::<Page>(RawJson::new(text.as_bytes())).unwrap_err();
    }
    let trailing = decode::<Page>(RawJson::new(br#"{"items": []} x"#)).unwrap_err();
    assert_eq!(trailing.to_string(), "expected the end of the body");
}

#[test]
fn a_list_is_read_apart_from_the_object_around_it() {
    let text = r#"{"a": {"items": [7]}, "items": [1, "x", {}], "total": 3}"#;
    let mut decoder = Decoder::default();
    let mut read = Vec::new();
    let rest = decoder.list(
        RawJson::new(text.as_bytes()),
        "items",
        &mut |decoder, index, reader| {
            let element = decoder.list_element::<i64>("items", index, false, reader)?;
            read.push(
                element.map_err(|unread| (unread.json.to_string(), unread.mismatch.to_string())),
            );
            Ok(())
        },
    );
    let expected = "expected a whole number of at most 64 bits, found";
    assert_eq!(
        read,
        [
            Ok(1),
            Err((r#""x""#.to_owned(), format!("items[1]: {expected} text"))),
            Err(("{}".to_owned(), format!("items[2]: {expected} an object"))),
        ]
    );
    let rest = String::from_utf8(rest.unwrap()).unwrap();
    assert_eq!(rest, r#"{"a": {"items": [7]}, "items": [], "total": 3}"#);
}

#[test]
fn names_with_escapes_are_found() {
    let (item, _) = read::<Item>(r#"{"\u0069d": "a\n", "\u006eew": "\u00fc"}"#);
    assert_eq!(item.id, "a\n");
    assert_eq!(item.extra["new"].as_value(), "ü");
}

pub(super) fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<u64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        ".*".prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::btree_map(".*", inner, 0..4)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_survives_as_an_unknown_field(name in "x.*", value in any_json()) {
        // What the text says is what counts: not every float is read as it was written.
        let text = json!({"id": "a", "creditNote": null, &*name: value}).to_string();
        let expected: serde_json::Value = serde_json::from_str(&text).unwrap();
        let item: Item = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(item.extra[&name].as_value(), &expected[&name]);
        prop_assert_eq!(&serde_json::to_value(&item).unwrap(), &expected);
        prop_assert_eq!(item.encode().to_string(), expected.to_string());
    }
}
