//! Unions: invocations of the macro that `pinterest-client` defines for them.

use std::fmt::Write;

use serde_json::Value;

use super::docs::lines_of_doc;
use super::nested_unions;
use crate::codegen::unions::{Branch, Kind, Shape, Union};
use crate::codegen::{Error, walk};

/// The Rust text for a union.
pub(super) fn definition(document: &Value, name: &str, schema: &Value) -> Result<String, Error> {
    let union = Union::read(document, name, schema)
        .map_err(|problem| Error::UnexpectedOutput(format!("union {name} {problem}")))?;
    let mut text = String::from("union_type! {\n");
    push_docs(&mut text, "    ", description(schema));
    // Writing to a String cannot fail.
    let _ = match union.tag {
        Some(tag) => writeln!(text, "    pub enum {name} by {tag:?} {{"),
        None => writeln!(text, "    pub enum {name} by shape {{"),
    };
    for (branch, shapes) in union.branches.iter().zip(union.shapes(document)) {
        push_docs(&mut text, "        ", &about(document, &union, branch));
        let (held, source) = types(&branch.kind);
        let _ = write!(text, "        {}({held}) from {source} = [", branch.variant);
        match union.tag {
            Some(_) => push_list(&mut text, branch.tags.iter().map(|tag| format!("{tag:?}"))),
            None => push_list(&mut text, shapes.iter().map(shape)),
        }
        text.push_str("],\n");
    }
    text.push_str("    }\n}\n");
    if union
        .branches
        .iter()
        .any(|branch| branch.kind == Kind::Text)
    {
        let _ = writeln!(
            text,
            "impl ::core::convert::From<&str> for {name} {{\n    fn from(text: &str) -> Self {{\n        \
             Self::Text(text.to_owned())\n    }}\n}}"
        );
    }
    let nested = nested_unions::conversions(document, name, &union).map_err(|problem| {
        Error::UnexpectedOutput(format!("in union {name}, a member {problem}"))
    })?;
    text.push_str(&nested);
    Ok(text)
}

fn description(schema: &Value) -> &str {
    schema
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn about(document: &Value, union: &Union<'_>, branch: &Branch<'_>) -> String {
    let behind = walk::referenced(document, branch.schema).map(|(_, target)| target);
    let own = description(branch.schema);
    let text = match (own, behind) {
        ("", Some(target)) => description(target).lines().next().unwrap_or_default(),
        ("", None) => match &branch.kind {
            Kind::List(_) => "Several values.",
            Kind::Map(_) => "An object.",
            _ => "A single value.",
        },
        (own, _) => own,
    };
    match union.tag {
        Some(tag) => {
            let values: Vec<String> = branch.tags.iter().map(|tag| format!("`{tag}`")).collect();
            format!("{text}\n\n`{tag}` is {}.", values.join(" or "))
        }
        None => text.to_owned(),
    }
}

/// What the variant holds, and what it is made from.
fn types(kind: &Kind<'_>) -> (String, String) {
    let source = rust_type(kind);
    match kind {
        Kind::Boxed(_) => (format!("::std::boxed::Box<{source}>"), source),
        _ => (source.clone(), source),
    }
}

fn rust_type(kind: &Kind<'_>) -> String {
    match kind {
        Kind::Boxed(name) | Kind::Named(name) => (*name).to_owned(),
        Kind::Boolean => "bool".to_owned(),
        Kind::Integer => "i64".to_owned(),
        Kind::Number => "f64".to_owned(),
        Kind::Text => "::std::string::String".to_owned(),
        Kind::Sensitive => "crate::Sensitive".to_owned(),
        Kind::List(item) => format!("::std::vec::Vec<{}>", rust_type(item)),
        Kind::Map(value) => format!(
            "::std::collections::BTreeMap<::std::string::String, {}>",
            rust_type(value)
        ),
        Kind::Any => "crate::UnknownField".to_owned(),
    }
}

fn shape(shape: &Shape) -> String {
    let texts = |values: &[String]| {
        let mut text = String::new();
        push_list(&mut text, values.iter().map(|value| format!("{value:?}")));
        format!("&[{text}]")
    };
    match shape {
        Shape::Any => "Shape::Any".to_owned(),
        Shape::Boolean => "Shape::Boolean".to_owned(),
        Shape::Integer => "Shape::Integer".to_owned(),
        Shape::Number => "Shape::Number".to_owned(),
        Shape::Text => "Shape::Text".to_owned(),
        Shape::Values(values) => format!("Shape::Values({})", texts(values)),
        Shape::List(items) => {
            let mut text = String::new();
            push_list(&mut text, items.iter().map(self::shape));
            format!("Shape::List(&[{text}])")
        }
        Shape::Object {
            required,
            known,
            constants,
        } => {
            let mut values = String::new();
            push_list(
                &mut values,
                constants
                    .iter()
                    .map(|(name, allowed)| format!("({name:?}, {})", texts(allowed))),
            );
            format!(
                "Shape::Object {{ required: {}, known: {}, constants: &[{values}] }}",
                texts(required),
                texts(known)
            )
        }
    }
}

fn push_list(text: &mut String, items: impl Iterator<Item = String>) {
    text.push_str(&items.collect::<Vec<_>>().join(", "));
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

    fn document(union: &str) -> Value {
        load::parse(&format!(
            "{{components: {{schemas: {{Source: {union},
               SourceUrl: {{type: object, description: A URL., required: [kind], properties: {{url: {{}},
                 kind: {{allOf: [{{$ref: '#/components/schemas/Kind'}}], enum: [URL]}}}}}}, Kind: {{type: string}}}}}}}}"
        ))
        .unwrap()
    }

    fn text(union: &str) -> String {
        let document = document(union);
        definition(
            &document,
            "Source",
            &document["components"]["schemas"]["Source"],
        )
        .unwrap()
    }

    #[test]
    fn a_tagged_union_lists_tags() {
        assert_eq!(
            text(
                "{description: Where from., oneOf: [{$ref: '#/components/schemas/SourceUrl'}], discriminator:
                   {propertyName: kind, mapping: {URL: '#/components/schemas/SourceUrl', LINK: '#/components/schemas/SourceUrl'}}}"
            ),
            "union_type! {\n    /// Where from.\n    pub enum Source by \"kind\" {\n        /// A URL.\n        ///\n        \
             /// `kind` is `LINK` or `URL`.\n        Url(::std::boxed::Box<SourceUrl>) from SourceUrl = [\"LINK\", \"URL\"],\n    \
             }\n}\n"
        );
    }

    #[test]
    fn a_union_by_shape_lists_shapes_and_follows_itself_once() {
        let text = text(
            "{description: x, anyOf: [{$ref: '#/components/schemas/SourceUrl'}, {type: integer},
               {type: array, items: {$ref: '#/components/schemas/Source'}}]}",
        );
        let expected = [
            r#"Url(::std::boxed::Box<SourceUrl>) from SourceUrl = [Shape::Object { required: &["kind"], known: &["kind", "url"], constants: &[("kind", &["URL"])] }],"#,
            "Integer(i64) from i64 = [Shape::Integer],",
            r"List(::std::vec::Vec<Source>) from ::std::vec::Vec<Source> = [Shape::List(&[",
        ];
        for part in expected {
            assert!(text.contains(part), "{part}\nis not in\n{text}");
        }
    }
}
