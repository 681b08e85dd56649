//! Damages JSON, as text and as a tree.

use pinterest_test_support::Random;
use serde_json::{Value, json};

use super::{EMAIL, NAME, TOKEN};

pub(super) struct Mutated {
    pub(super) body: Vec<u8>,
    /// Whether every string of the original is there in full or not at all.
    pub(super) strings_are_whole: bool,
}

/// Applies one to three mutations, of the tree or of the text.
pub(super) fn mutated(body: &str, random: &mut Random) -> Mutated {
    let count = 1 + random.below(3);
    if random.happens(0.5) {
        let mut tree: Value = serde_json::from_str(body).unwrap();
        for _ in 0..count {
            mutate_tree(&mut tree, random);
        }
        return Mutated {
            body: tree.to_string().into_bytes(),
            strings_are_whole: true,
        };
    }
    let mut text = body.as_bytes().to_vec();
    for _ in 0..count {
        mutate_text(&mut text, random);
    }
    Mutated {
        body: text,
        strings_are_whole: false,
    }
}

/// Pieces that decoders stumble over.
const PIECES: [&str; 16] = [
    "\"", "\\", "{", "}", "[", "]", ",", ":", "null", "1e999", "-", "\\u0000", "\\ud800",
    "\u{feff}", "\u{0}", "true",
];

fn mutate_text(text: &mut Vec<u8>, random: &mut Random) {
    let start = random.below(text.len() + 1);
    let end = (start + random.below(40)).min(text.len());
    match random.below(7) {
        0 => text.truncate(start),
        1 => drop(text.drain(start..end)),
        2 => {
            let copy = text[start..end].to_vec();
            let to = random.below(text.len() + 1);
            text.splice(to..to, copy);
        }
        3 => drop(text.splice(start..start, random.pick(&PIECES).bytes())),
        4 => {
            let bytes: Vec<u8> = (0..4).map(|_| random.next() as u8).collect();
            text.splice(start..start, bytes);
        }
        _ => {
            if let Some(byte) = text.get_mut(start) {
                *byte ^= 1 << random.below(8);
            }
        }
    }
}

fn mutate_tree(tree: &mut Value, random: &mut Random) {
    let pointer = random.pick(&pointers(tree)).clone();
    let fallback = other_value(random);
    let name = random.pick(&["id", "items", "bookmark", "code", "new", EMAIL, TOKEN]);
    let number = random.next();
    let node = tree.pointer_mut(&pointer).unwrap();
    match (random.below(4), node) {
        (0, Value::Object(fields)) if !fields.is_empty() => {
            let key = nth_key(fields, number);
            fields.remove(&key);
        }
        (1, Value::Object(fields)) if !fields.is_empty() => {
            let key = nth_key(fields, number);
            let value = fields.remove(&key).unwrap();
            fields.insert((*name).to_owned(), value);
        }
        (0, Value::Array(items)) if !items.is_empty() => {
            items.remove(number as usize % items.len());
        }
        (1, Value::Array(items)) => items.push(fallback),
        (2, node) => *node = json!([node.take()]),
        (_, node) => *node = fallback,
    }
}

fn nth_key(fields: &serde_json::Map<String, Value>, number: u64) -> String {
    let mut keys = fields.keys().cycle();
    keys.nth(number as usize % fields.len()).unwrap().clone()
}

fn other_value(random: &mut Random) -> Value {
    let numbers = [
        json!(-1),
        json!(1.5),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(1e308),
    ];
    match random.below(8) {
        0 => Value::Null,
        1 => json!(true),
        2 => random.pick(&numbers).clone(),
        3 => json!(NAME),
        4 => json!(format!("{EMAIL}, \"{TOKEN}\" and {EMAIL}")),
        5 => json!([]),
        6 => json!([NAME, {"a": [null]}]),
        _ => json!({TOKEN: EMAIL, EMAIL: [TOKEN]}),
    }
}

/// Where every value of a tree is.
fn pointers(tree: &Value) -> Vec<String> {
    fn add(to: &mut Vec<String>, here: String, value: &Value) {
        match value {
            Value::Object(fields) => {
                for (key, value) in fields {
                    let key = key.replace('~', "~0").replace('/', "~1");
                    add(to, format!("{here}/{key}"), value);
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    add(to, format!("{here}/{index}"), value);
                }
            }
            _ => {}
        }
        to.push(here);
    }
    let mut all = Vec::new();
    add(&mut all, String::new(), tree);
    all
}
