//! The records of customer lists: which are valid, and how many there are.

use serde_json::{Value, json};

/// How many records there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) valid: i64,
    pub(super) invalid: i64,
}

impl Counts {
    /// What a customer list says of records that are not valid.
    pub(super) fn exceptions(self) -> Value {
        match self.invalid {
            0 => json!({}),
            count => json!({"message": format!("{count} records are not valid")}),
        }
    }

    fn add(&mut self, is_valid: bool) {
        match is_valid {
            true => self.valid += 1,
            false => self.invalid += 1,
        }
    }
}

/// Counts the records of a request: text of any separators, or rows.
pub(super) fn of_request(body: &Value) -> Counts {
    let mut counts = Counts::default();
    let records = body["records"].as_str().unwrap_or_default();
    let separators = [',', ';', '\n', '\r', ' '];
    for record in records.split(separators).filter(|text| !text.is_empty()) {
        counts.add(is_valid(record));
    }
    for row in body["records_v2"].as_array().into_iter().flatten() {
        counts.add(is_valid_row(row));
    }
    counts
}

/// Counts the records of a file: one a line, identified by the first field. A first line that names
/// columns is no record.
pub(super) fn of_file(bytes: &[u8]) -> Counts {
    let text = String::from_utf8_lossy(bytes);
    let mut counts = Counts::default();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    for (index, line) in lines.enumerate() {
        let field = line.split(',').next().unwrap_or_default();
        let field = field.trim().trim_matches('"');
        if index > 0 || !is_column(field) {
            counts.add(is_valid(field));
        }
    }
    counts
}

fn is_column(field: &str) -> bool {
    const COLUMNS: [&str; 6] = ["email", "emails", "maid", "idfa", "external_id", "record"];
    COLUMNS.iter().any(|name| field.eq_ignore_ascii_case(name))
}

fn is_valid_row(row: &Value) -> bool {
    let fields = row.as_object().into_iter().flatten();
    let mut texts = fields.filter_map(|(name, value)| Some((name, value.as_str()?)));
    texts.any(|(name, value)| match name.as_str() {
        "email" | "maid" => is_valid(value),
        _ => !value.is_empty(),
    })
}

/// An email address in lower case, an id of a mobile device, or the MD5, SHA-1 or SHA-256 of one.
fn is_valid(record: &str) -> bool {
    let is_hex = record.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_hash = is_hex && matches!(record.len(), 32 | 40 | 64);
    is_hash || is_email(record) || is_device(record)
}

fn is_email(record: &str) -> bool {
    let is_lower = !record
        .chars()
        .any(|c| c.is_uppercase() || c.is_whitespace());
    let parts = record.split_once('@');
    is_lower && parts.is_some_and(|(name, domain)| !name.is_empty() && domain.contains('.'))
}

fn is_device(record: &str) -> bool {
    let lengths: Vec<usize> = record.split('-').map(str::len).collect();
    let mut bytes = record.bytes();
    lengths == [8, 4, 4, 4, 12] && bytes.all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_plain_or_hashed_and_in_lower_case() {
        let hash = "a".repeat(64);
        let body = json!({"records": format!("ann@example.com,Bob@example.com,{hash},nobody")});
        let counts = of_request(&body);
        assert_eq!((counts.valid, counts.invalid), (2, 2));
        let body = json!({"records_v2": [{"external_id": "7"}, {"email": "nobody"}]});
        let counts = of_request(&body);
        assert_eq!((counts.valid, counts.invalid), (1, 1));
    }

    #[test]
    fn a_header_of_a_file_is_no_record() {
        let counts = of_file(b"email,name\r\nann@example.com,Ann\r\n\r\nnobody,Bob\r\n");
        assert_eq!((counts.valid, counts.invalid), (1, 1));
    }
}
