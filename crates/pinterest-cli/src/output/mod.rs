//! Results on standard output: tables, JSON, CSV, YAML.

mod column;

use std::io::{self, BufWriter, IsTerminal, Write};
use std::pin::pin;

use comfy_table::Table;
use futures_core::Stream;
use futures_util::StreamExt;
use serde_json::Value;

use crate::arguments::{Format, OutputOptions};
use crate::failure::Failure;

pub(crate) use column::{Column, Shown};

/// Writes results to standard output in the format that was chosen.
#[derive(Debug)]
pub(crate) struct Output {
    options: OutputOptions,
    format: Format,
    is_terminal: bool,
}

impl Output {
    pub(crate) fn new(options: &OutputOptions) -> Result<Self, Failure> {
        let is_terminal = io::stdout().is_terminal();
        let format = options.format.unwrap_or(match is_terminal {
            true => Format::Table,
            false => Format::Ndjson,
        });
        Ok(Self {
            options: options.clone(),
            format,
            is_terminal,
        })
    }

    /// Whether standard output is a terminal.
    pub(crate) fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// Returns the format.
    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// Writes the rows of a list as they come; a table when it is complete. `columns` are those of
    /// a table or CSV unless others were chosen.
    pub(crate) async fn rows(
        &self,
        columns: &[Column],
        rows: impl Stream<Item = Result<Value, Failure>>,
    ) -> Result<(), Failure> {
        let mut writer = BufWriter::new(io::stdout().lock());
        let mut rows = pin!(rows);
        let mut table = Table::new();
        table.set_header(columns.iter().map(|column| column.header));
        while let Some(row) = rows.next().await {
            let row = row?;
            match self.format {
                Format::Table => {
                    table.add_row(columns.iter().map(|column| column.text(&row)));
                }
                _ => writeln!(writer, "{row}")?,
            }
        }
        if self.format == Format::Table {
            writeln!(writer, "{table}")?;
        }
        writer.flush()?;
        Ok(())
    }

    /// Writes rows that are all there.
    pub(crate) async fn values(
        &self,
        columns: &[Column],
        rows: impl IntoIterator<Item = Value>,
    ) -> Result<(), Failure> {
        self.rows(
            columns,
            futures_util::stream::iter(rows.into_iter().map(Ok)),
        )
        .await
    }

    /// Writes one value: its fields on a terminal, JSON in a pipe.
    pub(crate) fn value(&self, value: &Value) -> Result<(), Failure> {
        writeln!(io::stdout().lock(), "{value}")?;
        Ok(())
    }

    /// Writes text for people, such as a chart.
    pub(crate) fn text(&self, text: &str) -> Result<(), Failure> {
        Ok(io::stdout().lock().write_all(text.as_bytes())?)
    }
}
