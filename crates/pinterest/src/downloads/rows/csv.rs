//! Rows of comma-separated values. The syntax is that of the crate csv-core, which accepts whatever
//! is found in the wild; a line of names comes first.

use std::collections::BTreeMap;

use csv_core::{ReadFieldResult, Reader};
use pinterest_client::Metric;
use serde_json::Value;

use super::{MAX_ROW, Read, ReportRow};
use crate::downloads::DownloadError;

/// How much of a field is copied at a time.
const BUFFER: usize = 1024;

pub(super) struct Csv {
    reader: Reader,
    /// The names, once they were read.
    columns: Option<Vec<String>>,
    /// The field that is being read.
    field: Vec<u8>,
    /// The fields of the row that were read.
    fields: Vec<Vec<u8>>,
    /// The bytes of the row that were read.
    size: usize,
    row: u64,
}

impl Default for Csv {
    fn default() -> Self {
        Self {
            // `Reader::default` has no rules, and reads every byte as a row.
            reader: Reader::new(),
            columns: None,
            field: Vec::new(),
            fields: Vec::new(),
            size: 0,
            row: 0,
        }
    }
}

impl Csv {
    pub(super) fn feed(&mut self, mut bytes: &[u8], read: &mut Read) -> Result<(), DownloadError> {
        // For the reader, an empty part is the end of the file.
        while !bytes.is_empty() {
            let used = self.step(bytes, read)?;
            bytes = bytes.get(used..).unwrap_or_default();
        }
        Ok(())
    }

    pub(super) fn finish(&mut self, read: &mut Read) -> Result<(), DownloadError> {
        // At most the end of a field, and that of the file.
        for _ in 0..2 {
            self.step(&[], read)?;
        }
        Ok(())
    }

    /// Reads at most one field. Returns how many bytes were used.
    fn step(&mut self, bytes: &[u8], read: &mut Read) -> Result<usize, DownloadError> {
        let mut buffer = [0; BUFFER];
        let (result, used, written) = self.reader.read_field(bytes, &mut buffer);
        self.field.extend_from_slice(&buffer[..written]);
        self.size += written;
        if self.size > MAX_ROW {
            let message = format!("row {} of the file has more than {MAX_ROW} bytes", self.row);
            return Err(DownloadError::format(message));
        }
        if let ReadFieldResult::Field { record_end } = result {
            self.fields.push(std::mem::take(&mut self.field));
            if record_end {
                self.end_row(read)?;
            }
        }
        Ok(used)
    }

    fn end_row(&mut self, read: &mut Read) -> Result<(), DownloadError> {
        self.size = 0;
        let fields = std::mem::take(&mut self.fields);
        let texts: Result<Vec<String>, _> = fields.into_iter().map(String::from_utf8).collect();
        let Some(columns) = &self.columns else {
            let names = texts.map_err(|_| {
                DownloadError::format("the names of the columns of the file are not UTF-8")
            })?;
            self.columns = Some(names);
            return Ok(());
        };
        let row = self.row;
        self.row += 1;
        read.push_back(match texts {
            Err(_) => Err(DownloadError::in_row(row, "it is not UTF-8")),
            Ok(texts) if texts.len() != columns.len() => {
                let (count, expected) = (texts.len(), columns.len());
                let message = format!("it has {count} fields, and the file {expected} columns");
                Err(DownloadError::in_row(row, message))
            }
            Ok(texts) => {
                let columns: BTreeMap<String, Metric> = columns
                    .iter()
                    .cloned()
                    .zip(texts.into_iter().map(metric))
                    .collect();
                Ok(ReportRow { key: None, columns })
            }
        });
        Ok(())
    }
}

/// The service writes null as nothing.
fn metric(text: String) -> Metric {
    Metric::from(match text.is_empty() {
        true => Value::Null,
        false => Value::String(text),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::downloads::rows::parser::tests::{check, rows};

    #[test]
    fn fields_may_be_quoted_and_empty() {
        check(
            "ID,NAME,SPEND\n7,\"Oak, \"\"big\"\"\",2.5\n8,,\n9,\"two\nlines\",0",
            Ok(vec![
                json!([null, {"ID": "7", "NAME": "Oak, \"big\"", "SPEND": "2.5"}]),
                json!([null, {"ID": "8", "NAME": null, "SPEND": null}]),
                json!([null, {"ID": "9", "NAME": "two\nlines", "SPEND": "0"}]),
            ]),
        );
    }

    #[test]
    fn a_row_of_another_length_costs_that_row() {
        check(
            "A,B\n1,2\n3\n4,5,6\n7,8\n",
            Ok(vec![
                json!([null, {"A": "1", "B": "2"}]),
                json!(1),
                json!(2),
                json!([null, {"A": "7", "B": "8"}]),
            ]),
        );
    }

    #[test]
    fn a_row_that_is_not_utf_8_costs_that_row() {
        let expected = Ok(vec![json!(0), json!([null, {"A": "1"}])]);
        assert_eq!(rows(b"A\n\xff\n1\n", 2), expected);
    }
}
