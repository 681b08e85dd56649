//! Says why decoding stopped, and where, without the value that it stopped at.

use super::{EXCERPT_LENGTH, redacted};

/// Why decoding stopped, without the value that it stopped at: that may be personal.
pub(super) fn reason(failure: &serde_path_to_error::Error<serde_json::Error>) -> String {
    redacted(
        &without_quoted(&failure.inner().to_string()),
        EXCERPT_LENGTH,
    )
}

/// Leaves out what stands between double quotes; a quote behind a backslash does not end it.
fn without_quoted(text: &str) -> String {
    let mut shown = String::new();
    let mut quoted = false;
    let mut escaped = false;
    for c in text.chars() {
        if c == '"' && !escaped {
            quoted = !quoted;
            shown.push_str(if quoted { "\"…" } else { "\"" });
        } else if !quoted {
            shown.push(c);
        }
        escaped = quoted && c == '\\' && !escaped;
    }
    shown
}

pub(super) fn item_path(index: usize, inner: &str) -> String {
    match inner {
        "." => format!("items[{index}]"),
        _ if inner.starts_with('[') => format!("items[{index}]{inner}"),
        _ => format!("items[{index}].{inner}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_left_out_of_decoding_errors() {
        let text =
            r#"invalid type: string "Ada \"the\" Lovelace", expected i64 at line 1 column 9"#;
        assert_eq!(
            without_quoted(text),
            r#"invalid type: string "…", expected i64 at line 1 column 9"#
        );
    }

    #[test]
    fn paths_into_an_item_start_at_the_page() {
        assert_eq!(item_path(3, "."), "items[3]");
        assert_eq!(item_path(3, "user.id"), "items[3].user.id");
        assert_eq!(item_path(3, "[0].id"), "items[3][0].id");
    }
}
