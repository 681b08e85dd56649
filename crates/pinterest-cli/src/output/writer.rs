//! Writers of rows, one for each format.

use std::io::{self, Write};

use serde_json::Value;

use super::column::Column;
use super::pretty::pretty;
use super::table;
use crate::failure::Failure;

/// The rows of a table that are aligned with each other.
const ROWS_OF_TABLE: usize = 1000;

/// The rows that are looked at for columns.
const ROWS_WITH_COLUMNS: usize = 20;

/// Writes rows in a format.
pub(super) enum Writer {
    Table {
        columns: Vec<Column>,
        rows: Vec<Value>,
        has_header: bool,
        /// The widths of the columns so far.
        widths: Vec<u16>,
        style: Style,
    },
    /// Name and value of the fields of one object.
    Fields(Style),
    Json {
        has_colors: bool,
        is_first: bool,
    },
    OneJson {
        has_colors: bool,
    },
    Ndjson,
    Csv {
        columns: Vec<Column>,
        rows: Vec<Value>,
        has_header: bool,
    },
    Yaml {
        is_first: bool,
    },
    OneYaml,
}

/// What a terminal can show.
#[derive(Clone, Copy)]
pub(super) struct Style {
    pub(super) has_colors: bool,
    pub(super) width: Option<u16>,
}

impl Writer {
    pub(super) fn table(columns: Vec<Column>, has_colors: bool, width: Option<u16>) -> Self {
        Self::Table {
            columns,
            rows: Vec::new(),
            has_header: false,
            widths: Vec::new(),
            style: Style { has_colors, width },
        }
    }

    pub(super) fn fields(has_colors: bool, width: Option<u16>) -> Self {
        Self::Fields(Style { has_colors, width })
    }

    pub(super) fn json(has_colors: bool) -> Self {
        Self::Json {
            has_colors,
            is_first: true,
        }
    }

    pub(super) fn one_json(has_colors: bool) -> Self {
        Self::OneJson { has_colors }
    }

    pub(super) fn ndjson() -> Self {
        Self::Ndjson
    }

    pub(super) fn csv(columns: Vec<Column>) -> Self {
        Self::Csv {
            columns,
            rows: Vec::new(),
            has_header: false,
        }
    }

    pub(super) fn yaml() -> Self {
        Self::Yaml { is_first: true }
    }

    pub(super) fn one_yaml() -> Self {
        Self::OneYaml
    }

    /// Writes a row, or keeps it until there are more.
    pub(super) fn row(&mut self, out: &mut dyn Write, row: Value) -> Result<(), Failure> {
        match self {
            Self::Table { rows, .. } => {
                rows.push(row);
                if rows.len() == ROWS_OF_TABLE {
                    self.flush_rows(out)?;
                }
            }
            Self::Csv { rows, columns, .. } => {
                rows.push(row);
                if !columns.is_empty() || rows.len() == ROWS_WITH_COLUMNS {
                    self.flush_rows(out)?;
                }
            }
            Self::Fields(style) => {
                let fields = row.as_object().into_iter().flatten();
                let lines = fields
                    .filter(|(_, value)| !value.is_null())
                    .map(|(name, _)| {
                        let value = Column::of_path(name).text(&row);
                        vec![name.clone(), value]
                    });
                let text = table::render(None, lines.collect(), &mut Vec::new(), *style);
                if !text.is_empty() {
                    writeln!(out, "{text}")?;
                }
            }
            Self::Json {
                has_colors,
                is_first,
            } => {
                let start = if *is_first { "[\n" } else { ",\n" };
                *is_first = false;
                let text = pretty(&row.to_string(), *has_colors).replace('\n', "\n  ");
                write!(out, "{start}  {text}")?;
            }
            Self::OneJson { has_colors } => {
                writeln!(out, "{}", pretty(&row.to_string(), *has_colors))?;
            }
            Self::Ndjson => {
                serde_json::to_writer(&mut *out, &row).map_err(io::Error::from)?;
                out.write_all(b"\n")?;
            }
            Self::Yaml { is_first } => {
                *is_first = false;
                write!(out, "{}", yaml(&[row])?)?;
            }
            Self::OneYaml => write!(out, "{}", yaml(&row)?)?,
        }
        Ok(())
    }

    /// Ends the output.
    pub(super) fn finish(&mut self, out: &mut dyn Write) -> Result<(), Failure> {
        match self {
            Self::Table { .. } | Self::Csv { .. } => self.flush_rows(out),
            Self::Json { is_first: true, .. } => Ok(writeln!(out, "[]")?),
            Self::Json { .. } => Ok(writeln!(out, "\n]")?),
            Self::Yaml { is_first: true } => Ok(writeln!(out, "[]")?),
            _ => Ok(()),
        }
    }

    /// Writes the rows that are kept.
    pub(super) fn flush_rows(&mut self, out: &mut dyn Write) -> Result<(), Failure> {
        match self {
            Self::Table { rows, .. } if rows.is_empty() => {}
            Self::Table {
                columns,
                rows,
                has_header,
                widths,
                style,
            } => {
                let rows = std::mem::take(rows);
                if columns.is_empty() {
                    *columns = columns_of(&rows);
                }
                let header: Vec<&str> = columns.iter().map(Column::header).collect();
                let header = (!*has_header).then_some(header.as_slice());
                *has_header = true;
                let cells = rows.iter().map(|row| {
                    let cells = columns.iter().map(|column| column.text(row));
                    cells.collect()
                });
                let text = table::render(header, cells.collect(), widths, *style);
                writeln!(out, "{text}")?;
            }
            Self::Csv {
                columns,
                rows,
                has_header,
            } => {
                let rows = std::mem::take(rows);
                if columns.is_empty() {
                    *columns = columns_of(&rows);
                }
                let mut csv = csv::Writer::from_writer(out);
                if !std::mem::replace(has_header, true) && !columns.is_empty() {
                    csv.write_record(columns.iter().map(Column::path))
                        .map_err(written)?;
                }
                for row in &rows {
                    csv.write_record(columns.iter().map(|column| column.raw(row)))
                        .map_err(written)?;
                }
                csv.flush()?;
            }
            _ => {}
        }
        Ok(())
    }
}

fn written(error: csv::Error) -> Failure {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        _ => Failure::new("the rows cannot be written as CSV"),
    }
}

fn yaml(value: &impl serde::Serialize) -> Result<String, Failure> {
    serde_saphyr::to_string(value).map_err(|error| Failure::new(format!("YAML: {error}")))
}

/// The fields that the first rows have, ids and names first; objects are left to other formats.
fn columns_of(rows: &[Value]) -> Vec<Column> {
    let mut names: Vec<&str> = Vec::new();
    let is_plain = |value: &Value| !value.is_object() && !value.is_null();
    for row in rows.iter().take(ROWS_WITH_COLUMNS) {
        let fields = row.as_object().into_iter().flatten();
        for (name, _) in fields.filter(|(_, value)| is_plain(value)) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
    }
    names.sort_by_key(|name| !["id", "name"].contains(name));
    names.into_iter().map(Column::of_path).collect()
}
