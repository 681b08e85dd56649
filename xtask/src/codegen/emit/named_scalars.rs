//! Enums, ids and numbers with a unit: invocations of the macros that `pinterest-client` defines for them.

use std::fmt::Write;

use serde_json::Value;

use super::docs::lines_of_doc;
use crate::codegen::conversions;
use crate::codegen::validate::variant_name;

/// The Rust text for a string or an integer that has a name.
pub(super) fn definition(name: &str, schema: &Value) -> String {
    let description = schema
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or_default();
    match schema.get("enum").and_then(Value::as_array) {
        Some(values) => {
            let mut text = String::from("open_enum! {\n");
            push_docs(&mut text, "    ", description);
            let _ = writeln!(text, "    pub enum {name} {{"); // Writing to a String cannot fail.
            for value in values.iter().filter_map(Value::as_str) {
                push_docs(&mut text, "        ", value_description(schema, value));
                let _ = writeln!(text, "        {} = {value:?},", variant_name(schema, value));
            }
            text.push_str("    }\n}\n");
            text
        }
        None => {
            let kind = match schema.get("type").and_then(Value::as_str) {
                Some("integer") => "integer_type",
                _ => "text_type",
            };
            let mut text = format!("{kind}! {{\n");
            push_docs(&mut text, "    ", description);
            let sources: String = conversions::sources(schema)
                .map(|source| format!(" from {source}"))
                .collect();
            let _ = write!(text, "    pub struct {name}{}{sources};\n}}\n", unit(name));
            text
        }
    }
}

/// What the macro adds for numbers of a known unit.
fn unit(name: &str) -> &'static str {
    match name {
        "MicroCurrency" => " in millionths",
        "EpochSeconds" => " in seconds",
        "EpochMilliseconds" => " in milliseconds",
        _ => "",
    }
}

fn value_description<'a>(schema: &'a Value, value: &str) -> &'a str {
    schema
        .get("x-enum-descriptions")
        .and_then(|texts| texts.get(value))
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn push_docs(text: &mut String, indent: &str, description: &str) {
    for line in lines_of_doc(description) {
        let _ = writeln!(text, "{indent}///{line}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::load;

    #[test]
    fn an_enum_lists_values_with_their_texts() {
        let schema = load::parse(
            "{type: string, description: State of a Pin., enum: [LIVE, image/png],
              x-enum-varnames: {image/png: Png}, x-enum-descriptions: {LIVE: Visible., image/png: A picture.}}",
        )
        .unwrap();
        assert_eq!(
            definition("PinState", &schema),
            "open_enum! {\n    /// State of a Pin.\n    pub enum PinState {\n        /// Visible.\n        Live = \"LIVE\",\n        \
             /// A picture.\n        Png = \"image/png\",\n    }\n}\n"
        );
    }

    #[test]
    fn an_integer_is_an_integer_type() {
        let schema = load::parse("{type: integer, description: Seconds.}").unwrap();
        assert_eq!(
            definition("Seconds", &schema),
            "integer_type! {\n    /// Seconds.\n    pub struct Seconds;\n}\n"
        );
        assert!(definition("EpochSeconds", &schema).contains("EpochSeconds in seconds;"));
    }

    #[test]
    fn a_string_without_values_is_a_text_type() {
        let schema = load::parse("{type: string, description: Id of a Pin.}").unwrap();
        assert_eq!(
            definition("PinId", &schema),
            "text_type! {\n    /// Id of a Pin.\n    pub struct PinId;\n}\n"
        );
    }

    #[test]
    fn an_id_says_which_ids_become_it() {
        let schema = load::parse(
            "{type: string, description: x, x-converts-from: [{$ref: '#/components/schemas/UserId'},
              {$ref: '#/components/schemas/SystemUserId'}]}",
        )
        .unwrap();
        let text = definition("MemberId", &schema);
        assert!(
            text.ends_with("pub struct MemberId from UserId from SystemUserId;\n}\n"),
            "{text}"
        );
    }
}
