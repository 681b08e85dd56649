//! What texts in requests consist of.

use std::fmt;

/// What a text in a request consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Pattern {
    /// Only the digits 0 to 9, at least one.
    Digits,
    /// Digits, which one of these texts may stand before.
    PrefixedDigits(&'static [&'static str]),
    /// Only characters of base64, at least one: no data URL, and no line ends.
    Base64,
    /// At least one character of base64. As documented, others may stand beside it, such as line
    /// ends.
    SomeBase64,
    /// Only the letters a to z and A to Z and the digits 0 to 9, at least one.
    Alphanumeric,
    /// A date like `2026-01-31`. Whether the calendar has it is for the service to say.
    Date,
    /// A time of day like `23:59`.
    Time,
    /// The start of an address: `http://`, `https://`, `ftp://` or `sftp://`.
    Url,
    /// At least one character, and not only digits.
    NotOnlyDigits,
}

impl Pattern {
    /// Whether the text is as the pattern says.
    #[must_use]
    pub fn matches(self, text: &str) -> bool {
        match self {
            Self::Digits => is_digits(text),
            Self::PrefixedDigits(prefixes) => {
                let without = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix));
                is_digits(without.unwrap_or(text))
            }
            Self::Base64 => !text.is_empty() && text.bytes().all(is_base64),
            Self::SomeBase64 => text.bytes().any(is_base64),
            Self::Alphanumeric => {
                !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
            }
            Self::Date => has_form(text, "0000-00-00"),
            Self::Time => has_form(text, "00:00") && text < "24:00" && &text[3..] < "60",
            Self::Url => ["http://", "https://", "ftp://", "sftp://"]
                .iter()
                .any(|scheme| text.starts_with(scheme)),
            Self::NotOnlyDigits => !text.is_empty() && !is_digits(text),
        }
    }
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the text has a digit where the form has one, and is the same elsewhere.
fn has_form(text: &str, form: &str) -> bool {
    text.len() == form.len()
        && text
            .bytes()
            .zip(form.bytes())
            .all(|(byte, expected)| match expected {
                b'0' => byte.is_ascii_digit(),
                _ => byte == expected,
            })
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Digits => "text of only the digits 0 to 9",
            Self::PrefixedDigits(prefixes) => {
                return write!(
                    f,
                    "text of only the digits 0 to 9, or of {} and digits",
                    prefixes.join(" or ")
                );
            }
            Self::Base64 => "base64 text without a data URL's prefix or line breaks",
            Self::SomeBase64 => "base64 text",
            Self::Alphanumeric => "text of only letters and digits",
            Self::Date => "a date like 2026-01-31",
            Self::Time => "a time like 23:59",
            Self::Url => "a URL that starts with http://, https://, ftp:// or sftp://",
            Self::NotOnlyDigits => "text that is not only digits",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_tell_texts_apart() {
        assert!(Pattern::Digits.matches("0123"));
        for text in ["", "12a", "-1", "١"] {
            assert!(!Pattern::Digits.matches(text), "{text:?}");
        }
        let prefixed = Pattern::PrefixedDigits(&["AG", "C"]);
        assert!(
            ["1", "AG1", "C12"]
                .iter()
                .all(|text| prefixed.matches(text))
        );
        assert!(
            ["", "AG", "A1", "AGC1"]
                .iter()
                .all(|text| !prefixed.matches(text))
        );
        assert_eq!(
            prefixed.to_string(),
            "text of only the digits 0 to 9, or of AG or C and digits"
        );
        let cases = [
            (Pattern::Alphanumeric, "aZ9", "a-b"),
            (Pattern::Date, "2026-01-31", "2026-1-31"),
            (Pattern::Date, "0000-00-00", "2026-01-31T"),
            (Pattern::Time, "23:59", "24:00"),
            (Pattern::Time, "00:00", "00:60"),
            (Pattern::Url, "sftp://x", "file://x"),
            (Pattern::Base64, "aB+/9=", "data:image/png;base64,aB+/9="),
            (Pattern::Base64, "aGk=", "aGk=\naGk="),
            (Pattern::Base64, "=", ""),
            (Pattern::SomeBase64, "aGk=\naGk=", " "),
            (Pattern::NotOnlyDigits, "1a", "12"),
            (Pattern::NotOnlyDigits, "ä", ""),
        ];
        for (pattern, good, bad) in cases {
            assert!(
                pattern.matches(good) && !pattern.matches(bad),
                "{pattern:?}"
            );
        }
    }
}
