//! Results on standard output: tables, JSON, CSV, YAML, or what an expression makes of them.

mod column;
mod filter;
mod pretty;
mod table;
mod writer;

use std::io::{self, BufWriter, IsTerminal, Write};
use std::pin::pin;

use futures_core::Stream;
use futures_util::{FutureExt, StreamExt, stream};
use serde_json::{Map, Value};

use crate::arguments::{Format, OutputOptions};
use crate::failure::Failure;
use filter::Filter;
use writer::Writer;

pub(crate) use column::{Column, field};
pub(crate) use pretty::pretty;

/// Rows that come in parts, with pauses in between: they are one table, one array, one file of CSV.
pub(crate) struct Parts<'a> {
    output: &'a Output,
    writer: Writer,
}

impl Parts<'_> {
    /// Writes a part, which is seen at once.
    pub(crate) fn write(&mut self, rows: impl IntoIterator<Item = Value>) -> Result<(), Failure> {
        let mut out = BufWriter::new(io::stdout().lock());
        for row in rows {
            self.output.write(&mut self.writer, &mut out, row)?;
        }
        self.writer.flush_rows(&mut out)?;
        Ok(out.flush()?)
    }

    /// Ends the output.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        let mut out = BufWriter::new(io::stdout().lock());
        self.writer.finish(&mut out)?;
        Ok(out.flush()?)
    }
}

/// Writes results to standard output in the format that was chosen.
pub(crate) struct Output {
    options: OutputOptions,
    filter: Option<Filter>,
    is_terminal: bool,
    has_colors: bool,
}

impl Output {
    pub(crate) fn new(options: &OutputOptions) -> Result<Self, Failure> {
        let is_terminal = io::stdout().is_terminal();
        Ok(Self {
            options: options.clone(),
            filter: options.jq.as_deref().map(Filter::new).transpose()?,
            is_terminal,
            has_colors: is_terminal && wants_colors(),
        })
    }

    /// Whether standard output is a terminal.
    pub(crate) fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// Whether text on standard output may have colors.
    pub(crate) fn has_colors(&self) -> bool {
        self.has_colors
    }

    /// Returns the width of the terminal.
    pub(crate) fn width(&self) -> Option<u16> {
        width(self.is_terminal)
    }

    /// Returns the format that was chosen, if any.
    pub(crate) fn chosen_format(&self) -> Option<Format> {
        self.options.format
    }

    /// Whether nothing was said about the output, so that it may be text for people on a terminal.
    pub(crate) fn is_unspecified(&self) -> bool {
        self.options.format.is_none()
            && self.filter.is_none()
            && self.options.json.is_empty()
            && self.options.columns.is_empty()
    }

    /// Returns the format of rows: a table where it can be read, or JSON lines.
    fn format(&self) -> Format {
        match self.options.format {
            Some(format) => format,
            None if !self.options.json.is_empty() => Format::Ndjson,
            None if self.is_terminal || !self.options.columns.is_empty() => Format::Table,
            None => Format::Ndjson,
        }
    }

    /// Writes the rows of a list as they come; tables come in parts of many rows. `columns` are
    /// those of tables and CSV unless others were chosen; without any, they are those of the first
    /// rows.
    ///
    /// What came before a failure is written.
    pub(crate) async fn rows(
        &self,
        columns: &[Column],
        rows: impl Stream<Item = Result<Value, Failure>>,
    ) -> Result<(), Failure> {
        let mut out = BufWriter::new(io::stdout().lock());
        let mut writer = self.writer(columns);
        let mut rows = pin!(rows);
        let outcome = loop {
            // Whoever reads sees what is there while more is fetched.
            let next = match rows.next().now_or_never() {
                Some(next) => next,
                None => {
                    out.flush()?;
                    rows.next().await
                }
            };
            match next {
                Some(Ok(row)) => self.write(&mut writer, &mut out, row)?,
                Some(Err(failure)) => break Err(failure),
                None => break Ok(()),
            }
        };
        writer.finish(&mut out)?;
        out.flush()?;
        outcome
    }

    /// Starts the output of rows that come in parts.
    pub(crate) fn parts(&self, columns: &[Column]) -> Parts<'_> {
        Parts {
            output: self,
            writer: self.writer(columns),
        }
    }

    /// Writes rows that are all there.
    pub(crate) async fn values(
        &self,
        columns: &[Column],
        rows: impl IntoIterator<Item = Value>,
    ) -> Result<(), Failure> {
        self.rows(columns, stream::iter(rows.into_iter().map(Ok)))
            .await
    }

    /// Writes one value: its fields on a terminal, JSON in a pipe.
    pub(crate) fn value(&self, value: &Value) -> Result<(), Failure> {
        let mut out = BufWriter::new(io::stdout().lock());
        let mut writer = match self.format() {
            Format::Table if self.options.columns.is_empty() && value.is_object() => {
                Writer::fields(self.has_colors, width(self.is_terminal))
            }
            Format::Json => Writer::one_json(self.has_colors),
            Format::Yaml => Writer::one_yaml(),
            _ => self.writer(&[]),
        };
        self.write(&mut writer, &mut out, value.clone())?;
        writer.finish(&mut out)?;
        Ok(out.flush()?)
    }

    /// Writes text for people, such as a chart.
    pub(crate) fn text(&self, text: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        Ok(out.flush()?)
    }

    /// Writes a response as it came, indented on a terminal; or as was chosen: a page and an array
    /// are rows in tables and CSV.
    pub(crate) async fn response(&self, body: &[u8], value: &Value) -> Result<(), Failure> {
        if self.is_unspecified() {
            return self.body(body);
        }
        let items = value.get("items").unwrap_or(value).as_array();
        match (items, self.format()) {
            (Some(items), Format::Table | Format::Csv) if self.filter.is_none() => {
                self.values(&[], items.iter().cloned()).await
            }
            _ => self.value(value),
        }
    }

    /// Writes a body as it came, indented on a terminal.
    pub(crate) fn body(&self, body: &[u8]) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        match std::str::from_utf8(body) {
            Ok(text) if self.is_terminal => {
                out.write_all(pretty(text, self.has_colors).as_bytes())?
            }
            _ => out.write_all(body)?,
        }
        if body.last() != Some(&b'\n') {
            out.write_all(b"\n")?;
        }
        Ok(out.flush()?)
    }

    fn writer(&self, columns: &[Column]) -> Writer {
        let chosen = self
            .options
            .columns
            .iter()
            .map(|path| Column::of_path(path));
        let mut columns_of_rows: Vec<Column> = chosen.collect();
        if columns_of_rows.is_empty() && self.options.json.is_empty() && self.filter.is_none() {
            columns_of_rows = columns.to_vec();
        }
        match self.format() {
            Format::Table => {
                Writer::table(columns_of_rows, self.has_colors, width(self.is_terminal))
            }
            Format::Json => Writer::json(self.has_colors),
            Format::Ndjson => Writer::ndjson(),
            Format::Csv => Writer::csv(columns_of_rows),
            Format::Yaml => Writer::yaml(),
        }
    }

    fn write(&self, writer: &mut Writer, out: &mut dyn Write, row: Value) -> Result<(), Failure> {
        match &self.filter {
            None => writer.row(out, self.selected(row)),
            Some(filter) => {
                for result in filter.run(&row) {
                    let result = result?;
                    match (self.options.format, result) {
                        (None, Value::String(text)) => writeln!(out, "{text}")?,
                        (None, result) => writeln!(out, "{}", self.selected(result))?,
                        (Some(_), result) => writer.row(out, self.selected(result))?,
                    }
                }
                Ok(())
            }
        }
    }

    /// The fields that were asked for, in the form in which they stand in the value.
    fn selected(&self, value: Value) -> Value {
        if self.options.json.is_empty() {
            return value;
        }
        let mut selected = Map::new();
        for path in &self.options.json {
            let found = field(&value, path).unwrap_or_default();
            insert(&mut selected, path, found);
        }
        Value::Object(selected)
    }
}

fn insert(object: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            object.insert(path.to_owned(), value);
        }
        Some((name, rest)) => {
            let inner = object
                .entry(name)
                .or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                insert(inner, rest, value);
            }
        }
    }
}

/// Whether the person at the terminal wants colors.
pub(crate) fn wants_colors() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    !is_set("NO_COLOR") && !is_dumb
}

/// The width of the terminal.
fn width(is_terminal: bool) -> Option<u16> {
    let size = is_terminal.then(terminal_size::terminal_size).flatten();
    size.map(|(width, _)| width.0)
}
