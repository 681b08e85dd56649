//! A body to fill in: JSON with comments, optional fields commented out.

use serde_json::Value;

use super::Schema;
use super::facts::{facts, kind, listed, values};

/// The width of comments.
const WIDTH: usize = 96;

/// Returns a body of a schema, to be edited and given to `--input`.
pub(crate) fn skeleton(schema: &Schema) -> String {
    let mut writer = Writer {
        text: String::new(),
        open: Vec::new(),
    };
    let forms = forms(schema);
    if !forms.is_empty() {
        writer.comment(0, "", &forms);
    }
    writer.value(schema, 0, "");
    writer.text.push('\n');
    writer.text
}

struct Writer {
    text: String,
    open: Vec<String>,
}

impl Writer {
    /// A value whose first line is begun already. `prefix` stands before the text of every other
    /// line.
    fn value(&mut self, schema: &Schema, level: usize, prefix: &str) {
        if let Some(items) = schema.items() {
            self.text.push_str("[\n");
            self.line(level + 1, prefix, "");
            self.value(&items, level + 1, prefix);
            self.text.push('\n');
            self.line(level, prefix, "]");
            return;
        }
        let is_repeated = schema
            .name
            .as_ref()
            .is_some_and(|name| self.open.contains(name));
        let fields = schema.fields();
        if is_repeated {
            self.text.push_str("{}");
        } else if !fields.is_empty() {
            self.open.extend(schema.name.clone());
            self.fields(schema, level, prefix);
            if schema.name.is_some() {
                self.open.pop();
            }
        } else if let Some((_, member)) = schema.members().into_iter().next() {
            self.value(&member, level, prefix);
        } else {
            self.text.push_str(&example(schema));
        }
    }

    fn fields(&mut self, schema: &Schema, level: usize, prefix: &str) {
        self.text.push_str("{\n");
        for (name, is_required, field) in schema.fields() {
            if field.object.get("readOnly") == Some(&Value::Bool(true)) {
                continue;
            }
            self.comment(level + 1, prefix, &said(&field, is_required));
            // What is inside of a field that is commented out is commented out with it.
            let prefix = match is_required {
                true => prefix.to_owned(),
                false if prefix.is_empty() => "// ".to_owned(),
                false => prefix.to_owned(),
            };
            self.line(level + 1, &prefix, &format!("{}: ", Value::from(name)));
            self.value(&field, level + 1, &prefix);
            self.text.push_str(",\n");
        }
        self.line(level, prefix, "}");
    }

    fn comment(&mut self, level: usize, prefix: &str, text: &str) {
        let mut line = String::new();
        for word in text.split_whitespace() {
            if !line.is_empty() && line.len() + word.len() + 2 * level >= WIDTH {
                self.line(level, prefix, &format!("// {line}"));
                self.text.push('\n');
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.line(level, prefix, &format!("// {line}"));
        self.text.push('\n');
    }

    fn line(&mut self, level: usize, prefix: &str, text: &str) {
        self.text.push_str(&"  ".repeat(level));
        self.text.push_str(prefix);
        self.text.push_str(text);
    }
}

fn said(schema: &Schema, is_required: bool) -> String {
    let required = if is_required { "Required, " } else { "" };
    let facts = facts(schema).join(", ");
    let mut text = format!("{required}{facts}.");
    if let Some(description) = schema.text("description") {
        text = format!("{text} {description}");
    }
    let forms = forms(schema);
    if !forms.is_empty() {
        text = format!("{text} {forms}");
    }
    let inner = schema.items();
    let values = values(inner.as_ref().unwrap_or(schema));
    match values.is_empty() {
        true => text,
        false => format!("{text} One of {}.", listed(&values)),
    }
}

/// Says which forms a value can have, of which the skeleton has the first.
fn forms(schema: &Schema) -> String {
    let names: Vec<String> = schema
        .members()
        .iter()
        .map(|(_, member)| kind(member))
        .collect();
    match names.as_slice() {
        [] | [_] => String::new(),
        [first, ..] => format!("The form is one of {}; this is {first}.", names.join(", ")),
    }
}

/// A value of the right kind.
fn example(schema: &Schema) -> String {
    for key in ["default", "example"] {
        if let Some(value) = schema.object.get(key) {
            return value.to_string();
        }
    }
    if let Some(value) = schema.object.get("enum").and_then(|values| values.get(0)) {
        return value.to_string();
    }
    match schema.text("type") {
        Some("string") => "\"\"",
        Some("integer" | "number") => "0",
        Some("boolean") => "false",
        Some("object") => "{}",
        _ => "null",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::{body, headlines, operation};
    use super::*;
    use crate::jsonc;

    #[test]
    fn every_skeleton_is_json_with_comments() {
        for (id, _) in headlines() {
            if let Some((schema, _)) = body(&operation(&id).unwrap()) {
                let text = skeleton(&schema);
                assert!(jsonc::parse(&text).is_ok(), "{id}: {text}");
            }
        }
    }

    #[test]
    fn required_fields_are_set_and_others_are_comments() {
        let (schema, _) = body(&operation("boards/create").unwrap()).unwrap();
        let text = skeleton(&schema);
        let value = jsonc::parse(&text).unwrap();
        assert_eq!(value, serde_json::json!({"name": ""}), "{text}");
        assert!(text.contains("  // \"description\": \"\""), "{text}");
    }
}
