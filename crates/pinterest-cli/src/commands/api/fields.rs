//! Parameters and fields from arguments.

use serde_json::{Map, Value};

use super::input;
use crate::failure::Failure;

/// Names and values in the order in which they were given, with nested ones put together.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<(String, Value)>);

impl Fields {
    /// Reads `name=text` and `name=json|@file`.
    pub(super) fn new(texts: &[String], values: &[String]) -> Result<Self, Failure> {
        let mut fields = Self::default();
        for argument in texts {
            let (name, text) = split(argument)?;
            fields.add(name, text.into())?;
        }
        for argument in values {
            let (name, value) = split(argument)?;
            let value = match value.strip_prefix('@') {
                Some(path) => json_or_text(argument, &input::text(path.as_ref())?)?,
                None => json_or_text(argument, value)?,
            };
            fields.add(name, value)?;
        }
        Ok(fields)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Names and values; a name can come several times.
    pub(super) fn into_values(self) -> Vec<(String, Value)> {
        self.0
    }

    fn add(&mut self, name: &str, value: Value) -> Result<(), Failure> {
        let (root, keys) = keys(name)?;
        if keys.is_empty() {
            self.0.push((root.to_owned(), value));
            return Ok(());
        }
        let mut known = self.0.iter_mut();
        let place = match known.find(|(known, _)| known == root) {
            Some((_, place)) => place,
            None => {
                self.0.push((root.to_owned(), Value::Null));
                match self.0.last_mut() {
                    Some((_, place)) => place,
                    None => return Ok(()),
                }
            }
        };
        insert(place, &keys, value)
            .map_err(|()| Failure::usage(format!("the field `{name}` contradicts another one")))
    }
}

fn split(argument: &str) -> Result<(&str, &str), Failure> {
    match argument.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name, value)),
        _ => Err(Failure::usage(format!(
            "the field `{argument}` must be a name, `=` and a value"
        ))),
    }
}

/// What cannot have been meant as a text must be JSON.
fn json_or_text(argument: &str, text: &str) -> Result<Value, Failure> {
    match crate::jsonc::parse(text) {
        Ok(value) => Ok(value),
        Err(error) if text.trim_start().starts_with(['{', '[', '"']) => Err(Failure::usage(
            format!("the field `{argument}` is not JSON: {error}"),
        )),
        Err(_) => Ok(text.into()),
    }
}

/// Splits `a[b][]` into `a` and the keys inside.
fn keys(name: &str) -> Result<(&str, Vec<&str>), Failure> {
    let Some((root, rest)) = name.split_once('[') else {
        return Ok((name, Vec::new()));
    };
    let inner = rest.strip_suffix(']').filter(|_| !root.is_empty());
    let inner = inner
        .ok_or_else(|| Failure::usage(format!("the name `{name}` must be like a, a[b] or a[]")))?;
    Ok((root, inner.split("][").collect()))
}

fn insert(place: &mut Value, keys: &[&str], value: Value) -> Result<(), ()> {
    let Some((key, rest)) = keys.split_first() else {
        *place = value;
        return Ok(());
    };
    if key.is_empty() {
        if place.is_null() {
            *place = Value::Array(Vec::new());
        }
        let items = place.as_array_mut().ok_or(())?;
        // The fields of an element come one after another, and a known one begins the next.
        if let (Some(last), Some(name)) = (items.last_mut(), rest.first())
            && !name.is_empty()
            && last.is_object()
            && (rest.len() > 1 || last.get(*name).is_none())
        {
            return insert(last, rest, value);
        }
        let mut item = Value::Null;
        insert(&mut item, rest, value)?;
        items.push(item);
        return Ok(());
    }
    if place.is_null() {
        *place = Value::Object(Map::new());
    }
    let object = place.as_object_mut().ok_or(())?;
    let inner = object.entry(*key).or_insert(Value::Null);
    match rest.is_empty() && !inner.is_null() {
        true => Err(()),
        false => insert(inner, rest, value),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn values(texts: &[&str], values: &[&str]) -> Result<Vec<(String, Value)>, Failure> {
        let owned = |list: &[&str]| {
            list.iter()
                .map(|text| (*text).to_owned())
                .collect::<Vec<_>>()
        };
        Fields::new(&owned(texts), &owned(values)).map(Fields::into_values)
    }

    #[test]
    fn texts_stay_texts_and_json_is_read() {
        let found = values(&["a=1", "b=x=y"], &["c=1", "d=[1]", "e=PAUSED", "f=null"]).unwrap();
        let expected = [
            ("a", json!("1")),
            ("b", json!("x=y")),
            ("c", json!(1)),
            ("d", json!([1])),
            ("e", json!("PAUSED")),
            ("f", Value::Null),
        ];
        assert_eq!(
            found,
            expected.map(|(name, value)| (name.to_owned(), value))
        );
        for wrong in ["a", "=1", "a={", "a=[1", "a[b=1", "[b]=1"] {
            assert!(values(&[], &[wrong]).is_err(), "{wrong}");
        }
    }

    #[test]
    fn nested_fields_are_put_together() {
        let found = values(
            &[
                "a[b]=1",
                "a[c][d]=2",
                "l[]=x",
                "l[]=y",
                "o[][k]=1",
                "o[][v]=2",
                "o[][k]=3",
            ],
            &[],
        );
        let expected = [
            ("a", json!({"b": "1", "c": {"d": "2"}})),
            ("l", json!(["x", "y"])),
            ("o", json!([{"k": "1", "v": "2"}, {"k": "3"}])),
        ];
        assert_eq!(
            found.unwrap(),
            expected.map(|(name, value)| (name.to_owned(), value))
        );
        assert!(values(&["a[b]=1", "a[b]=2"], &[]).is_err());
        assert!(values(&["a[]=1", "a[b]=2"], &[]).is_err());
    }
}
