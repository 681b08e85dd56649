//! An operation as text for people, its body as a tree.

use std::fmt::Write as _;

use pinterest::operation::{self, Operation, RateLimitWindow};
use serde_json::Value;

use super::facts::{facts, kind, listed, values};
use super::{Schema, body, operation as described};

/// The most values of an enum that are explained.
const EXPLAINED_VALUES: usize = 12;

/// What is shown of an operation, and how wide.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    pub(crate) width: usize,
    /// How many levels of fields are shown.
    pub(crate) depth: usize,
    pub(crate) has_response: bool,
    pub(crate) has_colors: bool,
}

/// Describes an operation.
pub(crate) fn describe(operation: &Operation, layout: Layout) -> String {
    let Some(description) = described(operation.id) else {
        return String::new();
    };
    let mut writer = Writer {
        text: String::new(),
        layout,
        open: Vec::new(),
    };
    writer.head(operation, &description);
    writer.parameters(&description);
    if let Some((schema, is_required)) = body(&description) {
        let format = match operation.body_format {
            operation::BodyFormat::Form => "form",
            _ => "JSON",
        };
        let required = if is_required { ", required" } else { "" };
        writer.title(&format!("Body ({format}{required})"));
        if let Some(text) = description["requestBody"]["description"].as_str() {
            writer.prose(text, 2);
        }
        writer.value(&schema, 1);
    }
    if layout.has_response {
        let responses = description["responses"].as_object();
        for (status, schema) in responses.into_iter().flatten() {
            writer.title(&format!("Response {status}"));
            match schema {
                Value::Null => writer.line(2, "nothing"),
                schema => writer.value(&Schema::of(schema), 1),
            }
        }
    }
    writer.text
}

struct Writer {
    text: String,
    layout: Layout,
    /// The components around, which may contain themselves.
    open: Vec<String>,
}

impl Writer {
    fn head(&mut self, operation: &Operation, description: &Value) {
        let title = self.bold(operation.id);
        let _ = writeln!(
            self.text,
            "{title}  {} {}",
            operation.method, operation.path
        );
        if let Some(summary) = description["summary"].as_str() {
            self.prose(summary, 0);
        }
        self.text.push('\n');
        if let Some(text) = description["description"].as_str() {
            self.prose(text, 0);
        }
        self.text.push('\n');
        let domain = description["domain"].as_str().unwrap_or_default();
        let yes = |value: bool| if value { "yes" } else { "no" }.to_owned();
        let facts = [
            ("Domain", domain.to_owned()),
            ("Scopes", scopes(operation)),
            ("Rate limit", rate_limit(operation)),
            ("Sandbox", yes(operation.sandbox)),
            ("Pages", yes(operation.paged)),
            ("Idempotent", yes(operation.idempotent)),
        ];
        for (name, value) in facts {
            let _ = writeln!(self.text, "{name:<12}{value}");
        }
        for rule in operation.rules {
            let _ = writeln!(self.text, "{:<12}{}", "Rule", rule_of(*rule));
        }
    }

    fn parameters(&mut self, description: &Value) {
        let parameters = description["parameters"].as_array();
        let mut parameters: Vec<&Value> = parameters.into_iter().flatten().collect();
        if parameters.is_empty() {
            return;
        }
        parameters.sort_by_key(|parameter| parameter["required"] != true);
        self.title("Parameters");
        for parameter in parameters {
            let schema = Schema::of(&parameter["schema"]);
            let mut said = vec![parameter["in"].as_str().unwrap_or_default().to_owned()];
            if parameter["required"] == true {
                said.push("required".to_owned());
            }
            said.extend(facts(&schema));
            let name = parameter["name"].as_str().unwrap_or_default();
            self.entry(1, name, &said.join(", "));
            let text = parameter["description"].as_str();
            if let Some(text) = text.or_else(|| schema.text("description")) {
                self.prose(text, 6);
            }
            self.enumeration(&schema, 6);
        }
    }

    /// What a value consists of.
    fn value(&mut self, schema: &Schema, level: usize) {
        let limits = facts(schema);
        self.line(2 * level, &limits.join(", "));
        self.inside(schema, level);
    }

    fn inside(&mut self, schema: &Schema, level: usize) {
        if let Some(inner) = schema.items().or_else(|| schema.values()) {
            self.enumeration(&inner, 2 * level + 4);
            return self.inside(&inner, level);
        }
        if let Some(name) = &schema.name {
            if self.open.contains(name) {
                return self.line(2 * level + 2, "(as above)");
            }
            self.open.push(name.clone());
        }
        self.fields(schema, level);
        self.members(schema, level);
        if schema.name.is_some() {
            self.open.pop();
        }
    }

    fn fields(&mut self, schema: &Schema, level: usize) {
        let fields = schema.fields();
        if level > self.layout.depth {
            if !fields.is_empty() {
                let count = fields.len();
                self.line(2 * level + 2, &format!("({count} fields, see --depth)"));
            }
            return;
        }
        for (name, is_required, field) in fields {
            let mut said = facts(&field);
            if is_required {
                said.insert(0, "required".to_owned());
            }
            self.entry(level + 1, &name, &said.join(", "));
            if let Some(text) = field.text("description") {
                self.prose(text, 2 * level + 6);
            }
            self.enumeration(&field, 2 * level + 6);
            self.inside(&field, level + 1);
        }
    }

    fn members(&mut self, schema: &Schema, level: usize) {
        let tag = schema.tag().unwrap_or_default().to_owned();
        for (value, member) in schema.members() {
            let name = kind(&member);
            let title = match value {
                Some(value) => format!("if {tag} is {value}: {name}"),
                None => format!("or {name}"),
            };
            self.line(2 * level + 2, &title);
            self.inside(&member, level + 1);
        }
    }

    fn enumeration(&mut self, schema: &Schema, indent: usize) {
        let values = values(schema);
        if values.is_empty() {
            return;
        }
        let texts = schema.object.get("x-enum-descriptions");
        match texts.filter(|_| values.len() <= EXPLAINED_VALUES) {
            None => self.prose(&format!("one of {}", listed(&values)), indent),
            Some(texts) => {
                self.line(indent, "one of");
                for value in values {
                    let text = texts[&value].as_str().unwrap_or_default();
                    self.prose(&format!("{value}: {text}"), indent + 2);
                }
            }
        }
    }

    fn entry(&mut self, level: usize, name: &str, said: &str) {
        let name = self.bold(name);
        let indent = " ".repeat(2 * level);
        let _ = writeln!(self.text, "{indent}{name}  {said}");
    }

    fn title(&mut self, title: &str) {
        let title = self.bold(title);
        let _ = writeln!(self.text, "\n{title}");
    }

    fn line(&mut self, indent: usize, line: &str) {
        let _ = writeln!(self.text, "{}{line}", " ".repeat(indent));
    }

    /// Wraps a text.
    fn prose(&mut self, text: &str, indent: usize) {
        let width = self.layout.width.saturating_sub(indent).max(30);
        let mut line = String::new();
        for word in text.split_whitespace() {
            let length = line.chars().count() + 1 + word.chars().count();
            if !line.is_empty() && length > width {
                self.line(indent, &line);
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        if !line.is_empty() {
            self.line(indent, &line);
        }
    }

    fn bold(&self, text: &str) -> String {
        match self.layout.has_colors {
            true => format!("\x1b[1m{text}\x1b[0m"),
            false => text.to_owned(),
        }
    }
}

fn scopes(operation: &Operation) -> String {
    let alternatives = operation.security.iter().map(|requirement| {
        let kind = requirement.scheme.as_str();
        match requirement.scopes.is_empty() {
            true => kind.to_owned(),
            false => format!("{} ({kind})", requirement.scopes.join(", ")),
        }
    });
    alternatives.collect::<Vec<_>>().join(" or ")
}

fn rate_limit(operation: &Operation) -> String {
    let category = operation.rate_limit;
    let published = category.published();
    let mut text = category.as_str().to_owned();
    let window = |window: RateLimitWindow| {
        let time = match window.seconds {
            1 => "second".to_owned(),
            60 => "minute".to_owned(),
            86_400 => "day".to_owned(),
            seconds => format!("{seconds} seconds"),
        };
        format!("{} a {time}", window.requests)
    };
    if let Some(standard) = published.standard {
        let _ = write!(text, ": {}", window(standard));
        if published.per_ad_account {
            text.push_str(" for each ad account");
        }
    }
    if let Some(trial) = published.trial {
        let _ = write!(text, ", with trial access {}", window(trial));
    }
    text
}

fn rule_of(rule: operation::FieldRule) -> String {
    match rule {
        operation::FieldRule::Exclusive(names) => format!("at most one of {}", names.join(", ")),
        operation::FieldRule::OneOfRequired(names) => {
            format!("at least one of {}", names.join(", "))
        }
        operation::FieldRule::Requires([first, others @ ..]) => {
            format!("{first} requires {}", others.join(", "))
        }
        _ => String::new(),
    }
}
