//! Finds out by its beginning whether a file is CSV or JSON.

use super::csv::Csv;
use super::json::Json;
use super::{MAX_ROW, Read};
use crate::downloads::DownloadError;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads rows from the parts of a file.
pub(super) enum Parser {
    /// Nothing but the beginning of a byte order mark and whitespace was read.
    Undecided(Vec<u8>),
    Csv(Box<Csv>),
    Json(Json),
}

impl Default for Parser {
    fn default() -> Self {
        Self::Undecided(Vec::new())
    }
}

impl Parser {
    /// Reads the rows that end in a part of the file. After an error there is nothing more to read.
    pub(super) fn feed(&mut self, bytes: &[u8], read: &mut Read) -> Result<(), DownloadError> {
        match self {
            Self::Csv(csv) => csv.feed(bytes, read),
            Self::Json(json) => json.feed(bytes, read),
            Self::Undecided(beginning) => {
                beginning.extend_from_slice(bytes);
                let beginning = std::mem::take(beginning);
                self.decide(beginning, read)
            }
        }
    }

    fn decide(&mut self, beginning: Vec<u8>, read: &mut Read) -> Result<(), DownloadError> {
        let is_cut_mark =
            beginning.len() < BYTE_ORDER_MARK.len() && BYTE_ORDER_MARK.starts_with(&beginning);
        let text = beginning
            .strip_prefix(BYTE_ORDER_MARK)
            .unwrap_or(&beginning)
            .trim_ascii_start();
        let first = text.first().filter(|_| !is_cut_mark);
        let Some(first) = first else {
            if beginning.len() > MAX_ROW {
                return Err(DownloadError::format(
                    "the file begins with nothing but whitespace",
                ));
            }
            *self = Self::Undecided(beginning);
            return Ok(());
        };
        *self = match first {
            b'{' | b'[' => Self::Json(Json::default()),
            _ => Self::Csv(Box::default()),
        };
        self.feed(text, read)
    }

    /// Reads what is left at the end of the file.
    pub(super) fn finish(&mut self, read: &mut Read) -> Result<(), DownloadError> {
        match self {
            // An empty file has no rows.
            Self::Undecided(_) => Ok(()),
            Self::Csv(csv) => csv.finish(read),
            Self::Json(json) => json.finish(),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use pinterest_client::AnalyticsRow;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::downloads::DownloadErrorKind;

    /// The keys and values of the rows of a file that arrives in parts of a size; a row that is
    /// left out is its number.
    pub(in super::super) fn rows(
        file: &[u8],
        size: usize,
    ) -> Result<Vec<Value>, DownloadErrorKind> {
        let mut parser = Parser::default();
        let mut read = Read::new();
        for part in file.chunks(size) {
            let outcome = parser.feed(part, &mut read);
            outcome.map_err(|error| error.kind())?;
        }
        parser.finish(&mut read).map_err(|error| error.kind())?;
        let rows = read.into_iter().map(|row| match row {
            Ok(row) => {
                let values = row.metrics();
                let values =
                    values.map(|(name, value)| (name.to_owned(), value.as_value().clone()));
                let values = Value::Object(values.collect());
                json!([row.key(), values])
            }
            Err(error) => json!(error.row().unwrap()),
        });
        Ok(rows.collect())
    }

    /// Whatever the parts, the rows are the same.
    #[track_caller]
    pub(in super::super) fn check(file: &str, expected: Result<Vec<Value>, DownloadErrorKind>) {
        for size in [1, 2, 3, 5, 7, 64, 100_000] {
            assert_eq!(
                rows(file.as_bytes(), size),
                expected,
                "in parts of {size}: {file}"
            );
        }
    }

    #[test]
    fn a_file_is_what_it_begins_like() {
        let json = json!([["7", {"A": 1}]]);
        let csv = json!([[null, {"A": "1"}]]);
        for (file, rows) in [
            (r#"{"7": [{"A": 1}]}"#, &json),
            ("\u{feff} \n{\"7\": [{\"A\": 1}]}", &json),
            ("A\n1\n", &csv),
            ("\u{feff}A\n1\n", &csv),
            ("\"A\"\r\n\"1\"", &csv),
        ] {
            check(file, Ok(rows.as_array().unwrap().clone()));
        }
        for empty in ["", " \n", "\u{feff}", "A,B\n", "{}", "[]", r#"{"7": []}"#] {
            check(empty, Ok(Vec::new()));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_in_any_parts_are_read_without_a_panic(
            file in "[\\[\\]{}:,\"\\\\ntfe0-9.é \n\r]{0,60}",
            size in 1_usize..20,
        ) {
            let whole = rows(file.as_bytes(), usize::MAX);
            prop_assert_eq!(rows(file.as_bytes(), size), whole);
        }

        #[test]
        fn json_rows_come_back_whatever_is_in_them(
            keyed in proptest::collection::vec(
                ("[a-z0-9\"\\\\é]{0,5}", proptest::collection::vec("\\PC{0,8}", 0..4)), 0..4,
            ),
            pretty in any::<bool>(),
            size in 1_usize..40,
        ) {
            let mut file = serde_json::Map::new();
            for (key, texts) in keyed {
                let rows = texts.iter().enumerate().map(|(index, text)| {
                    json!({"TEXT": text, "INDEX": index, "DEEP": {"a": ["]}", text]}})
                });
                file.insert(key, Value::Array(rows.collect()));
            }
            let expected: Vec<Value> = file
                .iter()
                .flat_map(|(key, rows)| {
                    let rows = rows.as_array().unwrap().iter();
                    rows.map(move |row| json!([key, row]))
                })
                .collect();
            let text = match pretty {
                true => serde_json::to_string_pretty(&file),
                false => serde_json::to_string(&file),
            };
            prop_assert_eq!(rows(text.unwrap().as_bytes(), size), Ok(expected));
        }

        #[test]
        fn csv_rows_come_back_whatever_is_in_them(
            texts in proptest::collection::vec(("[ -~\r\n]{1,8}", "[a-zé,\"]{1,5}"), 0..6),
            size in 1_usize..40,
        ) {
            let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
            let mut file = "A,B\n".to_owned();
            for (first, second) in &texts {
                file.push_str(&format!("{},{}\n", quoted(first), quoted(second)));
            }
            let expected: Vec<Value> = texts
                .iter()
                .map(|(first, second)| json!([null, {"A": first, "B": second}]))
                .collect();
            prop_assert_eq!(rows(file.as_bytes(), size), Ok(expected));
        }
    }
}
