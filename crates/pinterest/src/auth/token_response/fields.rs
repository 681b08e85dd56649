//! The fields of a response, from any text that has them.

use std::borrow::Cow;

use pinterest_client::json::RawJson;

/// Some servers begin their text with it.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The fields of a response, whose values are read one by one: one that no number or text can
/// represent does not affect the others.
pub(super) enum Fields<'a> {
    /// Those of an object, whatever follows it, and the text that it is in.
    Object(Vec<(Cow<'a, str>, RawJson<'a>)>, &'a [u8]),
    /// Those that are anywhere in a text, which is cut off, or has the object inside.
    Text(&'a [u8]),
}

impl<'a> Fields<'a> {
    /// Returns the fields of an object; none if the text is not one.
    pub(super) fn of(body: &'a [u8]) -> Self {
        let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
        Self::Object(RawJson::new(body).fields().unwrap_or_default(), body)
    }

    /// Returns the fields of an object, or those anywhere in the text if the object does not have
    /// the text `name`.
    pub(super) fn with(body: &'a [u8], name: &str) -> Self {
        let fields = Self::of(body);
        match fields.text(name) {
            Some(_) => fields,
            None => Self::Text(body),
        }
    }

    /// Returns the text of a field, without surrounding white space; `None` if it has no other.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        match self {
            Self::Object(..) => text(self.value(name)?),
            // The first of them may be in a message.
            Self::Text(body) => values(body, name).find_map(text),
        }
    }

    /// Returns the text of a field, or of one of that name anywhere else in the body.
    pub(super) fn text_anywhere(&self, name: &str) -> Option<String> {
        let (Self::Object(_, body) | Self::Text(body)) = self;
        let elsewhere = || values(body, name).find_map(text);
        self.text(name).or_else(elsewhere)
    }

    /// Returns a positive integer, which some servers send as text.
    pub(super) fn number(&self, name: &str) -> Option<u64> {
        let value = self.value(name)?;
        let number = match value.number() {
            Some(digits) => digits.parse().ok(),
            None => value.text()?.trim().parse().ok(),
        };
        number.filter(|number| *number > 0)
    }

    fn value(&self, name: &str) -> Option<RawJson<'a>> {
        match self {
            // The last of several, as usual in JSON.
            Self::Object(fields, _) => {
                let mut fields = fields.iter().rev();
                let field = fields.find(|(field, _)| field == name);
                field.map(|(_, value)| *value)
            }
            Self::Text(body) => values(body, name).next(),
        }
    }
}

fn text(value: RawJson<'_>) -> Option<String> {
    let text = value.text()?;
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Returns what follows each `"name":`. Text and numbers can be read from there.
fn values<'a>(body: &'a [u8], name: &str) -> impl Iterator<Item = RawJson<'a>> {
    let quoted = format!("\"{name}\"").into_bytes();
    let starts = (0..body.len()).filter_map(move |start| body[start..].strip_prefix(&*quoted));
    starts.filter_map(|rest| {
        let value = rest.trim_ascii_start().strip_prefix(b":")?;
        Some(RawJson::new(value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_in_any_text() {
        for body in [
            r#"{"token": "a", "n": 7}"#,
            "\u{feff} {\"token\": \"a\", \"n\": \"7\"}",
            r#"{"token": "a", "n": 7} <!-- rendered in 3 ms -->"#,
            r#"{"token": "a", "n": 7, "other": "\ud800", "big": 1e400}"#,
            r#"{"other": "\ud800", "big": 1e400, "deep": [[[{}]]], "n": 7, "token" : "\u0061"}"#,
            r#"{"token": "a", "n": 7, "cut": "of"#,
            r#"{"data": {"token": "a", "n": 7}}"#,
            r#"<pre>{"token": "a", "n": 7}"#,
            r#"{"message": "a \"token\" of yours", "data": [{"token": " a ", "n": 7}]}"#,
        ] {
            let fields = Fields::with(body.as_bytes(), "token");
            assert_eq!(fields.text("token").as_deref(), Some("a"), "{body}");
            assert_eq!(fields.number("n"), Some(7), "{body}");
            assert_eq!(fields.text("missing"), None, "{body}");
        }
        let invalid = b"{\"token\": \"a\", \"other\": \"\xff\", \"n\": 7}";
        assert_eq!(Fields::with(invalid, "token").number("n"), Some(7));
    }

    #[test]
    fn a_field_outside_of_the_object_is_found_on_request() {
        for body in [
            r#"{"token": "a", "data": {"other": "b"}}"#,
            r#"{"token": "a"} {"other": "b"}"#,
            r#"{"token": "a", "other": null, "x": }, "other": "b"}"#,
        ] {
            let fields = Fields::with(body.as_bytes(), "token");
            assert_eq!(
                fields.text_anywhere("token").as_deref(),
                Some("a"),
                "{body}"
            );
            assert_eq!(
                fields.text_anywhere("other").as_deref(),
                Some("b"),
                "{body}"
            );
        }
    }

    #[test]
    fn what_is_no_token_is_not_taken_for_one() {
        for body in [
            "",
            "token",
            r#""token""#,
            r#"{"token": 1}"#,
            r#"{"token": " "}"#,
            r#"{"token": "cut of"#,
            r#"{"token": "\ud800"}"#,
            r#"{"message": "\"token\": \"a\""}"#,
        ] {
            let fields = Fields::with(body.as_bytes(), "token");
            assert_eq!(fields.text("token"), None, "{body}");
        }
    }

    #[test]
    fn an_object_without_the_fields_has_none() {
        let body = br#"{"data": {"error": "invalid_grant"}}"#;
        assert_eq!(Fields::of(body).text("error"), None);
        assert_eq!(Fields::of(b"error").text("error"), None);
    }
}
