//! Rows of files that commands send: JSON lines or CSV.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use indicatif::ProgressBar;
use serde_json::{Map, Value};

use crate::context::Context;
use crate::failure::Failure;
use crate::interruption::Asking;

/// A file of rows.
#[derive(Args, Clone, Debug)]
pub(crate) struct InputOptions {
    /// File of JSON lines or CSV; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Format of the file; by its name, and JSON lines for standard input by default
    #[arg(long, value_name = "FORMAT")]
    input_format: Option<InputFormat>,
}

/// A format of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputFormat {
    /// One JSON object a line
    Ndjson,
    /// Comma-separated values with a header
    Csv,
}

/// A row with the line that it is on. All values of CSV are text, and empty ones are left out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) line: u64,
    pub(crate) fields: Map<String, Value>,
}

/// A row that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BadRow {
    pub(crate) line: u64,
    pub(crate) problem: String,
}

/// The rows of a file, one at a time.
pub(crate) type Rows = Box<dyn Iterator<Item = Result<Row, BadRow>> + Send>;

impl InputOptions {
    /// The name of the file; `-` is standard input.
    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    /// Opens the file. The bar shows how much of it was read.
    pub(crate) fn open(
        &self,
        context: &Context,
        what: &str,
    ) -> Result<(Rows, ProgressBar), Failure> {
        let format = self.input_format.unwrap_or_else(|| by_name(&self.file));
        if self.file.as_os_str() == "-" {
            let bar = context.progress(None, what);
            return Ok((rows(Stdin, format), bar));
        }
        let failed = |error| Failure::input(&self.file, &error);
        let file = File::open(&self.file).map_err(failed)?;
        let length = file.metadata().map_err(failed)?.len();
        let bar = context.progress(Some(length), what);
        Ok((rows(bar.wrap_read(file), format), bar))
    }
}

/// Reads a whole file, or standard input for `-`.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut content = Vec::new();
    let read = match path.as_os_str() == "-" {
        true => Stdin.read_to_end(&mut content),
        false => File::open(path).and_then(|mut file| file.read_to_end(&mut content)),
    };
    read.map_err(|error| Failure::input(path, &error))?;
    Ok(content)
}

/// Standard input. The command stands still until there is more of it, as when it asks something.
struct Stdin;

impl Read for Stdin {
    fn read(&mut self, part: &mut [u8]) -> io::Result<usize> {
        let _asking = Asking::new();
        io::stdin().read(part)
    }
}

fn by_name(file: &Path) -> InputFormat {
    match file.extension() {
        Some(extension) if extension.eq_ignore_ascii_case("csv") => InputFormat::Csv,
        _ => InputFormat::Ndjson,
    }
}

fn rows(source: impl Read + Send + 'static, format: InputFormat) -> Rows {
    match format {
        InputFormat::Ndjson => Box::new(json_lines(source)),
        InputFormat::Csv => Box::new(csv_rows(source)),
    }
}

fn json_lines(source: impl Read) -> impl Iterator<Item = Result<Row, BadRow>> {
    let mut source = Some(BufReader::new(source));
    let mut line = 0;
    let mut text = Vec::new();
    std::iter::from_fn(move || {
        loop {
            text.clear();
            line += 1;
            let bad = |problem| Some(Err(BadRow { line, problem }));
            match source.as_mut()?.read_until(b'\n', &mut text) {
                Ok(0) => return None,
                Ok(_) if text.trim_ascii().is_empty() => {}
                Ok(_) => {
                    return match serde_json::from_slice(&text) {
                        Ok(Value::Object(fields)) => Some(Ok(Row { line, fields })),
                        Ok(_) => bad("the line is not a JSON object".to_owned()),
                        Err(error) => bad(format!("the line is not JSON: {error}")),
                    };
                }
                Err(error) => {
                    // Nothing behind it can be read.
                    source = None;
                    return bad(error.to_string());
                }
            }
        }
    })
}

fn csv_rows(source: impl Read) -> impl Iterator<Item = Result<Row, BadRow>> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::Headers)
        .from_reader(source);
    let mut header: Option<csv::StringRecord> = None;
    let mut has_ended = false;
    std::iter::from_fn(move || {
        if has_ended {
            return None;
        }
        let line = reader.position().line();
        let header = match &header {
            Some(header) => header,
            None => match reader.headers() {
                Ok(names) => header.insert(names.clone()),
                Err(error) => {
                    has_ended = true;
                    let problem = error.to_string();
                    return Some(Err(BadRow { line, problem }));
                }
            },
        };
        let mut record = csv::StringRecord::new();
        match reader.read_record(&mut record) {
            Ok(false) => None,
            Ok(true) => {
                let line = record.position().map_or(line, csv::Position::line);
                let fields = header.iter().zip(&record);
                let fields = fields.filter(|(_, value)| !value.is_empty());
                let fields = fields.map(|(name, value)| (name.to_owned(), value.into()));
                Some(Ok(Row {
                    line,
                    fields: fields.collect(),
                }))
            }
            Err(error) => {
                has_ended = error.is_io_error();
                let line = error.position().map_or(line, csv::Position::line);
                let problem = match error.kind() {
                    csv::ErrorKind::UnequalLengths {
                        expected_len, len, ..
                    } => format!("the row has {len} values, and the header {expected_len}"),
                    _ => error.to_string(),
                };
                Some(Err(BadRow { line, problem }))
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(text: &'static str, format: InputFormat) -> Vec<Result<(u64, Value), u64>> {
        let rows = rows(text.as_bytes(), format);
        let pair = |row: Result<Row, BadRow>| match row {
            Ok(row) => Ok((row.line, Value::Object(row.fields))),
            Err(bad) => Err(bad.line),
        };
        rows.map(pair).collect()
    }

    #[test]
    fn json_lines_that_are_no_objects_cost_themselves_only() {
        let text = "{\"a\": 1}\n\n[]\n{\"a\"\n{\"a\": 2}";
        let expected = [
            Ok((1, json!({"a": 1}))),
            Err(3),
            Err(4),
            Ok((5, json!({"a": 2}))),
        ];
        assert_eq!(read(text, InputFormat::Ndjson), expected);
    }

    #[test]
    fn csv_has_texts_and_leaves_out_empty_ones() {
        let text = "id, title ,price\n1,\"A, b\",\n2,x\n3,c,9.50 USD\n";
        let expected = [
            Ok((2, json!({"id": "1", "title": "A, b"}))),
            Err(3),
            Ok((4, json!({"id": "3", "title": "c", "price": "9.50 USD"}))),
        ];
        assert_eq!(read(text, InputFormat::Csv), expected);
    }

    #[test]
    fn the_name_says_the_format() {
        assert_eq!(by_name(Path::new("a/items.CSV")), InputFormat::Csv);
        assert_eq!(by_name(Path::new("items.ndjson")), InputFormat::Ndjson);
        assert_eq!(by_name(Path::new("-")), InputFormat::Ndjson);
    }
}
