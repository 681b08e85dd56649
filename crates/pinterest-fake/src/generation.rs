//! Makes values that a schema permits: whole ones, and what is missing in a given one.

use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::{Map, Value, json};

use crate::description::Schema;

/// From this depth on only required fields are made: pages, their items, and the parts of those have
/// all of theirs.
const DEPTH_OF_OPTIONAL_FIELDS: usize = 4;

/// Beyond this depth nothing is made, so that a type within itself ends.
const DEPTH: usize = 12;

const WORDS: [&str; 16] = [
    "summer", "linen", "kitchen", "garden", "oak", "walnut", "ceramic", "travel", "cotton", "lamp",
    "recipe", "studio", "winter", "copper", "meadow", "harbor",
];

/// Makes values; the same seed makes the same values.
#[derive(Debug)]
pub(crate) struct Generator {
    random: fastrand::Rng,
}

impl Generator {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            random: fastrand::Rng::with_seed(seed),
        }
    }

    /// Returns a value that the schema permits, with its optional fields.
    pub(crate) fn value(&mut self, schema: &Schema<'_>) -> Value {
        self.make(schema, "", 0)
    }

    /// Completes a value: required fields that are missing are made, fields that the schema does not
    /// know are dropped, and so is null where it is no value. Fields whose names start with `_` belong
    /// to the fake and stay.
    pub(crate) fn fill(&mut self, schema: &Schema<'_>, partial: Value) -> Value {
        let schema = &schema.branch_for(&partial);
        match partial {
            Value::Object(mut given) => {
                let mut object = Map::new();
                for (name, property) in schema.properties() {
                    match given.remove(name) {
                        Some(Value::Null) if !property.permits_null() => {}
                        Some(value) => {
                            object.insert(name.to_owned(), self.fill(&property, value));
                        }
                        None => {}
                    }
                }
                for name in schema.required() {
                    if !object.contains_key(name)
                        && let Some(property) = schema.property(name)
                    {
                        let value = self.required(&property, name);
                        object.insert(name.to_owned(), value);
                    }
                }
                let further = schema.further();
                for (name, value) in given {
                    match &further {
                        Some(further) => {
                            object.insert(name, self.fill(further, value));
                        }
                        None if name.starts_with('_') => drop(object.insert(name, value)),
                        None => {}
                    }
                }
                Value::Object(object)
            }
            Value::Array(items) => match schema.items() {
                Some(of_items) => items
                    .into_iter()
                    .map(|item| self.fill(&of_items, item))
                    .collect(),
                None => Value::Array(items),
            },
            other => other,
        }
    }

    fn required(&mut self, property: &Schema<'_>, name: &str) -> Value {
        match property.default() {
            Some(default) => default.clone(),
            None if property.is_nullable() => Value::Null,
            // What nobody has put into a list is not in it.
            None if property.kind() == Some("array") => {
                let least = property.limits().least_items.unwrap_or(0);
                let items = property.items();
                let made = items.map(|items| {
                    let item = |_| self.make(&items, name, DEPTH_OF_OPTIONAL_FIELDS);
                    (0..least).map(item).collect()
                });
                Value::Array(made.unwrap_or_default())
            }
            None => self.make(property, name, DEPTH_OF_OPTIONAL_FIELDS),
        }
    }

    fn make(&mut self, schema: &Schema<'_>, name: &str, depth: usize) -> Value {
        if depth > DEPTH {
            return Value::Null;
        }
        if schema.is_union() {
            return self.union(schema, name, depth);
        }
        if let Some(values) = schema.known_values().filter(|values| !values.is_empty()) {
            return values[self.random.usize(..values.len())].clone();
        }
        match schema.kind() {
            Some("object") => self.object(schema, depth),
            Some("array") => self.array(schema, name, depth),
            Some("string") => Value::String(self.text(schema, name)),
            Some("integer") => json!(self.integer(schema)),
            Some("number") => json!(self.number(schema)),
            Some("boolean") => json!(self.random.bool()),
            _ => json!({}),
        }
    }

    fn union(&mut self, schema: &Schema<'_>, name: &str, depth: usize) -> Value {
        let mut mapping = schema.mapping();
        let index = self.random.usize(..mapping.len().max(1));
        if let (Some(tag), Some((of_tag, branch))) = (schema.tag(), mapping.nth(index)) {
            let mut value = self.make(&branch, name, depth + 1);
            if let Some(object) = value.as_object_mut() {
                object.insert(tag.to_owned(), json!(of_tag));
            }
            return value;
        }
        let mut branches = schema.branches();
        let index = self.random.usize(..branches.len().max(1));
        match branches.nth(index) {
            Some(branch) => self.make(&branch, name, depth + 1),
            None => Value::Null,
        }
    }

    fn object(&mut self, schema: &Schema<'_>, depth: usize) -> Value {
        let required: Vec<&str> = schema.required().collect();
        let exclusive = schema.rules().filter(|(rule, _)| *rule == "x-exclusive");
        let exclusive: Vec<&Value> = exclusive.map(|(_, names)| names).collect();
        let mut object = Map::new();
        for (name, property) in schema.properties() {
            let is_required = required.contains(&name);
            if !is_required && depth >= DEPTH_OF_OPTIONAL_FIELDS {
                continue;
            }
            let is_excluded = exclusive.iter().any(|names| {
                let names = names.as_array().into_iter().flatten();
                let names: Vec<&str> = names.filter_map(Value::as_str).collect();
                names.contains(&name) && names.iter().any(|other| object.contains_key(*other))
            });
            if is_excluded && !is_required {
                continue;
            }
            object.insert(name.to_owned(), self.make(&property, name, depth + 1));
        }
        Value::Object(object)
    }

    fn array(&mut self, schema: &Schema<'_>, name: &str, depth: usize) -> Value {
        let least = schema.limits().least_items.unwrap_or(0);
        let most = schema.limits().most_items.unwrap_or(2);
        let count = least.max(u64::from(depth < DEPTH).min(most));
        let Some(items) = schema.items() else {
            return json!([]);
        };
        (0..count)
            .map(|_| self.make(&items, name, depth + 1))
            .collect()
    }

    fn integer(&mut self, schema: &Schema<'_>) -> i64 {
        let limits = schema.limits();
        let least = limits.minimum.map_or(1, |least| least as i64);
        let least = least + i64::from(limits.excludes_minimum);
        let most = limits
            .maximum
            .map_or(least.saturating_add(1000), |most| most as i64);
        self.random.i64(least..=most.max(least))
    }

    fn number(&mut self, schema: &Schema<'_>) -> f64 {
        let most = schema.limits().maximum;
        let number = self.integer(schema) as f64 + 0.5;
        most.map_or(number, |most| number.min(most))
    }

    fn text(&mut self, schema: &Schema<'_>, name: &str) -> String {
        let limits = schema.limits();
        let text = match (schema.format(), schema.pattern()) {
            (Some("date"), _) => "2026-01-31".to_owned(),
            (Some("date-time"), None) => "2026-01-31T12:00:00Z".to_owned(),
            (_, Some(pattern)) => self.matching(&pattern.text),
            (_, None) => self.plain(name),
        };
        let least = limits.least_length.unwrap_or(0) as usize;
        let most = limits.most_length.map_or(usize::MAX, |most| most as usize);
        let length = text.chars().count();
        if length < least {
            let filler = text.chars().last().unwrap_or('x');
            return text + &filler.to_string().repeat(least - length);
        }
        text.chars().take(most).collect()
    }

    fn plain(&mut self, name: &str) -> String {
        let word = WORDS[self.random.usize(..WORDS.len())];
        match name {
            "id" => self.digits(18),
            _ if name.ends_with("_id") || name.ends_with("_ids") => self.digits(18),
            _ if name.contains("url") || name == "link" => format!("https://example.com/{word}"),
            _ if name.contains("email") => format!("{word}@example.com"),
            _ if name.ends_with("date") => "2026-01-31".to_owned(),
            _ => word.to_owned(),
        }
    }

    fn digits(&mut self, count: usize) -> String {
        let mut text = self.random.digit(10).to_string();
        while text.len() < count {
            text.push(self.random.digit(10));
        }
        match text.starts_with('0') {
            true => text.replacen('0', "1", 1),
            false => text,
        }
    }

    /// A text that matches the pattern; what the pattern does not anchor stays empty.
    pub(crate) fn matching(&mut self, pattern: &str) -> String {
        if pattern == r"^\d+$" {
            return self.digits(18);
        }
        let ascii = pattern.replace("\\d", "[0-9]");
        match regex_syntax::parse(&ascii) {
            Ok(hir) => {
                let mut text = String::new();
                self.sample(&hir, &mut text);
                if ascii.ends_with("://") {
                    text.push_str("example.com/");
                    text.push_str(WORDS[self.random.usize(..WORDS.len())]);
                }
                text
            }
            // A look-ahead, as in "anything but digits alone".
            Err(_) => WORDS[self.random.usize(..WORDS.len())].to_owned(),
        }
    }

    fn sample(&mut self, hir: &Hir, text: &mut String) {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
            HirKind::Class(Class::Unicode(class)) => {
                let ranges = class.ranges();
                if let Some(range) = ranges.get(self.random.usize(..ranges.len().max(1))) {
                    let (start, end) =
                        (range.start(), range.end().min('\u{7e}').max(range.start()));
                    text.push(self.random.char(start..=end));
                }
            }
            HirKind::Class(Class::Bytes(_)) => text.push('a'),
            HirKind::Repetition(repetition) => {
                let least = repetition.min.max(u32::from(repetition.max != Some(0)));
                let most = repetition.max.unwrap_or(least + 7).min(least + 7);
                for _ in 0..self.random.u32(repetition.min.max(1).min(most)..=most) {
                    self.sample(&repetition.sub, text);
                }
            }
            HirKind::Capture(capture) => self.sample(&capture.sub, text),
            HirKind::Concat(parts) => parts.iter().for_each(|part| self.sample(part, text)),
            HirKind::Alternation(parts) => {
                let index = self.random.usize(..parts.len());
                self.sample(&parts[index], text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::description::description;
    use crate::validation::{self, Side};

    /// Everything the fake makes up must be what the description permits.
    #[test]
    fn made_up_responses_are_valid_for_every_operation() {
        let mut invalid = Vec::new();
        for operation in description().operations() {
            for shape in &operation.successes {
                let Some(schema) = shape.schema else {
                    continue;
                };
                let schema = Schema::new(description(), schema);
                for seed in 0..8 {
                    let value = Generator::new(seed).value(&schema);
                    let found = validation::value(&schema, &value, Side::Response);
                    if let Some(first) = found.first() {
                        invalid.push(format!("{} {seed}: {first}", operation.id));
                        break;
                    }
                }
            }
        }
        assert!(invalid.is_empty(), "{}", invalid.join("\n"));
    }

    #[test]
    fn what_is_missing_is_made_and_what_is_unknown_dropped() {
        let schema = description().component("Board");
        let partial = json!({"id": "7", "name": "Oak", "_owner": "1", "nonsense": 1});
        let board = Generator::new(1).fill(&schema, partial);
        assert_eq!(board["name"], "Oak");
        assert_eq!(board["_owner"], "1");
        assert_eq!(board.get("nonsense"), None);
    }

    #[test]
    fn null_stays_only_where_it_is_a_value() {
        let schema = description().component("Board");
        let partial = json!({"id": "7", "name": null, "description": null});
        let board = Generator::new(1).fill(&schema, partial);
        assert!(board["name"].is_string());
        assert!(board["description"].is_null() && board.get("description").is_some());
    }
}
