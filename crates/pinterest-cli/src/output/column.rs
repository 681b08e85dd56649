//! Columns of tables and CSV.

use std::borrow::Cow;

use serde_json::Value;

/// A column: its header, the field that it shows, and how.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    header: Cow<'static, str>,
    /// The path of the field, with dots.
    path: Cow<'static, str>,
    shown: Shown,
}

/// How the values of a column are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Plain,
    Micros,
    Seconds,
    Milliseconds,
}

impl Column {
    pub(crate) const fn new(header: &'static str, path: &'static str) -> Self {
        Self {
            header: Cow::Borrowed(header),
            path: Cow::Borrowed(path),
            shown: Shown::Plain,
        }
    }

    /// A column that was asked for by its path.
    pub(crate) fn of_path(path: &str) -> Self {
        Self {
            header: path.to_ascii_uppercase().into(),
            path: path.to_owned().into(),
            shown: Shown::Plain,
        }
    }

    /// Shows amounts of micro-currency in units of the currency, in tables.
    pub(crate) const fn micros(mut self) -> Self {
        self.shown = Shown::Micros;
        self
    }

    /// Shows seconds since 1970 as a date and time, in tables.
    pub(crate) const fn seconds(mut self) -> Self {
        self.shown = Shown::Seconds;
        self
    }

    /// Shows milliseconds since 1970 as a date and time, in tables.
    pub(crate) const fn milliseconds(mut self) -> Self {
        self.shown = Shown::Milliseconds;
        self
    }

    pub(super) fn header(&self) -> &str {
        &self.header
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// The text of the column in a row of a table.
    pub(super) fn text(&self, row: &Value) -> String {
        let Some(value) = field(row, &self.path) else {
            return String::new();
        };
        let number = value.as_i64();
        match (self.shown, number) {
            (Shown::Micros, Some(micros)) => amount(micros),
            (Shown::Seconds, Some(seconds)) => time(seconds).unwrap_or_else(|| text(&value)),
            (Shown::Milliseconds, Some(milliseconds)) => {
                time(milliseconds / 1000).unwrap_or_else(|| text(&value))
            }
            _ => one_line(&text(&value)),
        }
    }

    /// The text of the column in CSV: as it came.
    pub(super) fn raw(&self, row: &Value) -> String {
        field(row, &self.path).map_or_else(String::new, |value| text(&value))
    }
}

/// Returns the field at a path with dots; those of all elements where an array stands in between.
pub(crate) fn field(value: &Value, path: &str) -> Option<Value> {
    let mut current = value;
    let mut rest = path;
    loop {
        // A field may have dots in its name.
        if let Some(found) = current.get(rest) {
            return Some(found.clone());
        }
        if let Value::Array(items) = current {
            return Some(items.iter().filter_map(|item| field(item, rest)).collect());
        }
        let (name, inner) = rest.split_once('.')?;
        current = match (current.get(name), name.parse::<usize>()) {
            (Some(found), _) => found,
            (None, Ok(index)) => current.get(index)?,
            (None, Err(_)) => return None,
        };
        rest = inner;
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items)
            if items
                .iter()
                .all(|item| !item.is_object() && !item.is_array()) =>
        {
            let items: Vec<String> = items.iter().map(text).collect();
            items.join(", ")
        }
        other => other.to_string(),
    }
}

/// A row of a table is one line, and control characters could do anything to a terminal.
fn one_line(text: &str) -> String {
    let spaced = text.chars().map(|character| match character.is_control() {
        true => ' ',
        false => character,
    });
    spaced.collect()
}

fn amount(micros: i64) -> String {
    let (units, rest) = (micros / 1_000_000, (micros % 1_000_000).unsigned_abs());
    let sign = if micros < 0 && units == 0 { "-" } else { "" };
    match rest % 10_000 {
        0 => format!("{sign}{units}.{:02}", rest / 10_000),
        _ => format!("{sign}{units}.{rest:06}"),
    }
}

fn time(seconds: i64) -> Option<String> {
    let time = jiff::Timestamp::from_second(seconds).ok()?;
    Some(time.strftime("%Y-%m-%d %H:%M").to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn paths_lead_into_objects_and_arrays() {
        let value = json!({"a": {"b": 1}, "c": [{"d": 1}, {"d": 2}], "e.f": 3});
        assert_eq!(field(&value, "a.b"), Some(json!(1)));
        assert_eq!(field(&value, "c.d"), Some(json!([1, 2])));
        assert_eq!(field(&value, "c.1.d"), Some(json!([])));
        assert_eq!(field(&value, "e.f"), Some(json!(3)));
        assert_eq!(field(&value, "a.x"), None);
    }

    #[test]
    fn amounts_and_times_are_for_people_in_tables_only() {
        let row = json!({"m": 1_500_000, "s": 1_700_000_000, "t": "a\nb\u{1b}[31m"});
        let micros = Column::new("M", "m").micros();
        assert_eq!(
            (micros.text(&row), micros.raw(&row)),
            ("1.50".into(), "1500000".into())
        );
        assert_eq!(
            Column::new("S", "s").seconds().text(&row),
            "2023-11-14 22:13"
        );
        assert_eq!(Column::new("T", "t").text(&row), "a b [31m");
        assert_eq!(amount(-10), "-0.000010");
    }
}
