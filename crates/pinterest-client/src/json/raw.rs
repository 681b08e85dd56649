//! JSON as the text that it came as.

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

use super::Reader;

/// A JSON value as its text, of which only as much is read as is asked for.
///
/// Text that is not JSON is a value without anything in it: every method returns nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RawJson<'a>(&'a [u8]);

/// What kind of value a text is, by its first character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    Boolean,
    Number,
    Text,
    Array,
    Object,
    /// No JSON value starts like this.
    Other,
}

impl Kind {
    pub(super) fn starting_with(byte: Option<u8>) -> Self {
        match byte {
            Some(b'n') => Self::Null,
            Some(b't' | b'f') => Self::Boolean,
            Some(b'-' | b'0'..=b'9') => Self::Number,
            Some(b'"') => Self::Text,
            Some(b'[') => Self::Array,
            Some(b'{') => Self::Object,
            _ => Self::Other,
        }
    }

    pub(super) fn description(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::Text => "text",
            Self::Array => "an array",
            Self::Object => "an object",
            Self::Other => "something that is not JSON",
        }
    }
}

impl<'a> RawJson<'a> {
    /// Null.
    pub const NULL: RawJson<'static> = RawJson(b"null");

    /// The value that a text is.
    #[must_use]
    pub fn new(text: &'a [u8]) -> Self {
        Self(text.trim_ascii())
    }

    /// The text.
    #[must_use]
    pub fn as_bytes(self) -> &'a [u8] {
        self.0
    }

    /// A reader at the start of the value.
    #[must_use]
    pub fn reader(self) -> Reader<'a> {
        Reader::new(self.0)
    }

    pub(crate) fn kind(self) -> Kind {
        Kind::starting_with(self.0.first().copied())
    }

    /// Whether this is null.
    #[must_use]
    pub fn is_null(self) -> bool {
        self.0 == b"null"
    }

    /// Whether this is an object.
    #[must_use]
    pub fn is_object(self) -> bool {
        self.kind() == Kind::Object
    }

    /// The text that this value is, if it is text.
    #[must_use]
    pub fn text(self) -> Option<Cow<'a, str>> {
        self.reader().text()
    }

    /// The characters of the number that this value is, if it is a number.
    #[must_use]
    pub fn number(self) -> Option<&'a str> {
        self.reader().number()
    }

    /// The elements, if this is an array.
    #[must_use]
    pub fn elements(self) -> Option<Vec<RawJson<'a>>> {
        let mut reader = self.reader();
        let mut array = reader.array()?;
        let mut elements = Vec::new();
        while reader.next_element(&mut array)? {
            elements.push(reader.value()?);
        }
        Some(elements)
    }

    /// The fields, if this is an object.
    #[must_use]
    pub fn fields(self) -> Option<Vec<(Cow<'a, str>, RawJson<'a>)>> {
        let mut reader = self.reader();
        let mut object = reader.object()?;
        let mut fields = Vec::new();
        while let Some(name) = reader.next_field(&mut object)? {
            fields.push((name.closest(), reader.value()?));
        }
        Some(fields)
    }

    /// The field of this name, if this is an object that has one: the last of several, as in the
    /// types. What the text is after the field does not matter.
    #[must_use]
    pub fn get(self, name: &str) -> Option<RawJson<'a>> {
        self.reader().last_field(name)
    }

    /// The value as a tree. `None` where serde_json has no value for the text: it is not JSON, is
    /// nested more than 128 levels deep, or has numbers or characters that do not exist.
    #[must_use]
    pub fn to_value(self) -> Option<Value> {
        serde_json::from_slice(self.0).ok()
    }
}

/// The text; what is not UTF-8 is replaced.
impl fmt::Display for RawJson<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(self.0))
    }
}

/// Without the text, which may be personal.
impl fmt::Debug for RawJson<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RawJson").field(&self.kind()).finish()
    }
}
