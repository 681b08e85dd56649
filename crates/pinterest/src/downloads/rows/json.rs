//! Rows of a JSON file: an object of arrays of rows, or an array of rows.
//!
//! Such a file can have a gigabyte, and is one value. So its structure is followed byte by byte, and
//! the text of each row is collected and parsed by itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use pinterest_client::Metric;

use super::{MAX_ROW, Read, ReportRow};
use crate::downloads::DownloadError;

#[derive(Default)]
pub(super) struct Json {
    state: State,
    /// The key of the rows, if the file is an object.
    key: Option<Arc<str>>,
    /// The text of the key or the value that is being read.
    text: Vec<u8>,
    nesting: Nesting,
    row: u64,
}

/// What is expected next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// The file itself.
    #[default]
    Start,
    /// A key, or the end of the object where `may_end`.
    Key {
        may_end: bool,
    },
    /// The rest of a key.
    InKey,
    Colon,
    /// The rows of a key.
    Rows,
    /// A row, or the end of the array where `may_end`.
    Row {
        may_end: bool,
    },
    /// The rest of a row.
    InRow(Within),
    /// A comma or the end of the array.
    AfterRow,
    /// A comma or the end of the object.
    AfterRows,
    End,
}

/// What a row is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    Array,
    /// A key has a single row instead of an array.
    Object,
}

/// Where in a value the last byte was.
#[derive(Debug, Default)]
struct Nesting {
    depth: usize,
    in_text: bool,
    is_escaped: bool,
}

impl Nesting {
    /// Goes on by a byte. Returns whether the value ends with it, if it is an object, an array or
    /// text.
    fn ends_with(&mut self, byte: u8) -> bool {
        if self.in_text {
            match byte {
                _ if self.is_escaped => self.is_escaped = false,
                b'\\' => self.is_escaped = true,
                b'"' => {
                    self.in_text = false;
                    return self.depth == 0;
                }
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            _ => {}
        }
        false
    }
}

impl Json {
    pub(super) fn feed(&mut self, bytes: &[u8], read: &mut Read) -> Result<(), DownloadError> {
        for byte in bytes {
            // A number ends with the byte behind it, which is looked at again.
            while !self.step(*byte, read)? {}
        }
        Ok(())
    }

    pub(super) fn finish(&mut self) -> Result<(), DownloadError> {
        match self.state {
            State::End => Ok(()),
            _ => Err(DownloadError::format("the JSON of the file ends early")),
        }
    }

    /// Looks at a byte. Returns whether it is done with.
    fn step(&mut self, byte: u8, read: &mut Read) -> Result<bool, DownloadError> {
        match self.state {
            State::InKey => {
                self.collect(byte)?;
                if self.nesting.ends_with(byte) {
                    self.end_key()?;
                }
                return Ok(true);
            }
            State::InRow(within) => return self.continue_row(byte, within, read),
            _ if matches!(byte, b' ' | b'\n' | b'\r' | b'\t') => return Ok(true),
            _ => {}
        }
        self.state = match (self.state, byte) {
            (State::Start, b'{') => State::Key { may_end: true },
            (State::Start, b'[') => State::Row { may_end: true },
            (State::Key { .. }, b'"') => {
                self.begin(byte);
                State::InKey
            }
            (State::Colon, b':') => State::Rows,
            (State::Rows, b'[') => State::Row { may_end: true },
            (State::Key { may_end: true } | State::AfterRows, b'}') => State::End,
            (State::AfterRows, b',') => State::Key { may_end: false },
            (State::Row { may_end: true } | State::AfterRow, b']') => self.after_array(),
            (State::AfterRow, b',') => State::Row { may_end: false },
            (State::Row { .. }, first) if may_begin(first) => {
                self.begin(first);
                State::InRow(Within::Array)
            }
            (State::Rows, first) if may_begin(first) => {
                self.begin(first);
                State::InRow(Within::Object)
            }
            (state, _) => {
                let message = match state {
                    State::End => "the file goes on behind its JSON",
                    _ => "the file is not JSON, or has no rows where rows are expected",
                };
                return Err(DownloadError::format(message));
            }
        };
        Ok(true)
    }

    fn after_array(&self) -> State {
        match self.key {
            Some(_) => State::AfterRows,
            None => State::End,
        }
    }

    /// Begins a key or a row with its first byte.
    fn begin(&mut self, byte: u8) {
        self.text.clear();
        self.text.push(byte);
        self.nesting = Nesting::default();
        self.nesting.ends_with(byte);
    }

    fn collect(&mut self, byte: u8) -> Result<(), DownloadError> {
        if self.text.len() == MAX_ROW {
            let message = format!("row {} of the file has more than {MAX_ROW} bytes", self.row);
            return Err(DownloadError::format(message));
        }
        self.text.push(byte);
        Ok(())
    }

    fn end_key(&mut self) -> Result<(), DownloadError> {
        let key: String = serde_json::from_slice(&self.text)
            .map_err(|_| DownloadError::format("a key in the JSON of the file is not text"))?;
        self.key = Some(key.into());
        self.state = State::Colon;
        Ok(())
    }

    fn continue_row(
        &mut self,
        byte: u8,
        within: Within,
        read: &mut Read,
    ) -> Result<bool, DownloadError> {
        // Numbers, true, false and null end in front of what is behind them.
        let is_open = self.nesting.depth > 0 || self.nesting.in_text;
        if !is_open && matches!(byte, b',' | b']' | b'}' | b' ' | b'\n' | b'\r' | b'\t') {
            self.end_row(within, read);
            return Ok(false);
        }
        self.collect(byte)?;
        if self.nesting.ends_with(byte) {
            self.end_row(within, read);
        }
        Ok(true)
    }

    fn end_row(&mut self, within: Within, read: &mut Read) {
        let row = self.row;
        self.row += 1;
        // The message of the parser could have a part of the row in it.
        let columns = serde_json::from_slice::<BTreeMap<String, Metric>>(&self.text);
        read.push_back(match columns {
            Ok(columns) => Ok(ReportRow {
                key: self.key.clone(),
                columns,
            }),
            Err(_) => Err(DownloadError::in_row(row, "it is not an object of values")),
        });
        self.state = match within {
            Within::Array => State::AfterRow,
            Within::Object => State::AfterRows,
        };
    }
}

/// Whether a value can begin with a byte.
fn may_begin(byte: u8) -> bool {
    matches!(
        byte,
        b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n'
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::downloads::DownloadErrorKind;
    use crate::downloads::rows::parser::tests::check;

    #[test]
    fn rows_have_the_key_of_their_entity() {
        check(
            r#"{"626": [{"A": 1, "B": "}]"}, {"A": null}], "7\"7": [ {"A": {"x": [1, "\\"]}} ], "8": []}"#,
            Ok(vec![
                json!(["626", {"A": 1, "B": "}]"}]),
                json!(["626", {"A": null}]),
                json!(["7\"7", {"A": {"x": [1, "\\"]}}]),
            ]),
        );
    }

    #[test]
    fn an_array_of_rows_has_no_keys() {
        check(
            r#"[{"A": 1}, {}]"#,
            Ok(vec![json!([null, {"A": 1}]), json!([null, {}])]),
        );
    }

    #[test]
    fn a_key_may_have_a_single_row() {
        check(
            r#"{"create": {"campaigns": [1]}, "update": {}}"#,
            Ok(vec![
                json!(["create", {"campaigns": [1]}]),
                json!(["update", {}]),
            ]),
        );
    }

    #[test]
    fn a_value_that_is_no_row_costs_that_value() {
        check(
            r#"{"a": [1, {"A": 1}, "x", null , [], {"A": 2}], "b": null, "c": -1e5}"#,
            Ok(vec![
                json!(0),
                json!(["a", {"A": 1}]),
                json!(2),
                json!(3),
                json!(4),
                json!(["a", {"A": 2}]),
                json!(6),
                json!(7),
            ]),
        );
    }

    #[test]
    fn what_ends_early_or_is_not_json_is_an_error() {
        for file in [
            r#"{"a": [{"A": 1}"#,
            r#"{"a": [{"A": 1"#,
            r#"{"a""#,
            r#"{"a": [}"#,
            r#"{"a": [{"A": 1} {"A": 2}]}"#,
            r#"{"a": []}, "b": []}"#,
            r#"{"a": [],}"#,
            r#"{"\ud800": []}"#,
            "[{},]",
            "[",
        ] {
            check(file, Err(DownloadErrorKind::Format));
        }
    }

    #[test]
    fn a_row_without_an_end_does_not_fill_the_memory() {
        let mut json = Json::default();
        let mut read = Read::new();
        json.feed(br#"{"a": [{"A": ""#, &mut read).unwrap();
        let part = vec![b'x'; MAX_ROW];
        let error = json.feed(&part, &mut read).unwrap_err();
        assert_eq!(error.kind(), DownloadErrorKind::Format);
        assert!(read.is_empty() && json.text.len() <= MAX_ROW);
    }
}
