//! Columns of tables and CSV.

use serde_json::Value;

/// A column: its header, the field that it shows, and how.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) header: &'static str,
    /// The path of the field, with dots.
    pub(crate) path: &'static str,
    pub(crate) shown: Shown,
}

/// How the values of a column are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// As they are.
    Plain,
    /// An amount in millionths of the currency.
    Micros,
    /// A time in seconds since 1970.
    Seconds,
    /// A time in milliseconds since 1970.
    Milliseconds,
}

impl Column {
    pub(crate) const fn new(header: &'static str, path: &'static str) -> Self {
        Self {
            header,
            path,
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

    /// The text of the column in a row of a table.
    pub(crate) fn text(&self, row: &Value) -> String {
        match self
            .path
            .split('.')
            .try_fold(row, |value, name| value.get(name))
        {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        }
    }
}
