//! References within and between documents: where they lead, and how they become local.

use serde_json::Value;

use super::SHARED;
use crate::codegen::error::Problem;
use crate::codegen::load::Document;
use crate::codegen::walk;

/// Reports references that lead nowhere, or to a document that they must not lead to.
pub(super) fn check(document: &Document, documents: &[Document], problems: &mut Vec<Problem>) {
    for_each_reference(&document.value, "", &mut |place, reference| {
        if resolve(reference, document, documents).is_none() {
            problems.push(Problem {
                file: document.file.clone(),
                place: place.to_owned(),
                message: format!("$ref {reference:?} leads nowhere"),
            });
        } else if !reference.starts_with('#') && !reference.starts_with(&format!("{SHARED}.yaml#"))
        {
            // The types of a document exist only with its feature.
            problems.push(Problem {
                file: document.file.clone(),
                place: place.to_owned(),
                message: format!(
                    "$ref {reference:?} leads to another domain: share it from {SHARED}.yaml"
                ),
            });
        }
    });
}

fn for_each_reference<'a>(value: &'a Value, place: &str, visit: &mut dyn FnMut(&str, &'a str)) {
    let below = |key: &str| {
        if place.is_empty() {
            key.to_owned()
        } else {
            format!("{place}.{key}")
        }
    };
    match value {
        Value::Object(object) => {
            for (key, inner) in object {
                match inner {
                    Value::String(reference) if key == "$ref" => visit(place, reference),
                    _ if key == "discriminator" => {
                        for (value, target) in walk::members(inner, "mapping") {
                            if let Some(target) = target.as_str() {
                                visit(&below(&format!("discriminator.mapping.{value}")), target);
                            }
                        }
                    }
                    _ => for_each_reference(inner, &below(key), visit),
                }
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                for_each_reference(inner, &below(&index.to_string()), visit);
            }
        }
        _ => {}
    }
}

/// What a reference in `document` names: `#/components/...` there, or `other.yaml#/components/...`.
pub(super) fn resolve<'a>(
    reference: &str,
    document: &'a Document,
    documents: &'a [Document],
) -> Option<&'a Value> {
    let (file, pointer) = reference.split_once('#')?;
    let home = if file.is_empty() {
        document
    } else {
        documents.iter().find(|other| other.file == file)?
    };
    home.value.pointer(pointer)
}

/// Leaves out the file of a reference.
fn make_local(reference: &mut String) {
    if let Some(start) = reference.find('#') {
        reference.drain(..start);
    }
}

/// Leaves out the files of all references, which lead to the joined description afterwards.
pub(super) fn make_all_local(value: &mut Value) {
    match value {
        Value::Object(object) => {
            for (key, inner) in object {
                match inner {
                    Value::String(reference) if key == "$ref" => make_local(reference),
                    Value::Object(discriminator) if key == "discriminator" => {
                        let mapping = discriminator
                            .get_mut("mapping")
                            .and_then(Value::as_object_mut);
                        for target in mapping.into_iter().flatten() {
                            if let (_, Value::String(reference)) = target {
                                make_local(reference);
                            }
                        }
                        make_all_local(inner);
                    }
                    _ => make_all_local(inner),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(make_all_local),
        _ => {}
    }
}
