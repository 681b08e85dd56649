//! Reading JSON text from front to back.
//!
//! serde_json reads a document or fails; it cannot go on behind a value that is not as expected,
//! and a tree of the whole body costs more time and memory than the values in it. So the structure
//! of a body is read here, and what stands in quotes with escapes by serde_json.

use std::borrow::Cow;

use super::RawJson;
use super::raw::Kind;

/// How deep objects and arrays may be nested where they are read, as in serde_json. What is skipped
/// may be nested deeper.
const DEEPEST: usize = 128;

/// A place in a JSON text.
///
/// A method that returns `None` leaves the reader at an unspecified place; whoever goes on
/// returns to a place that was noted before.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    depth: usize,
}

/// A place to return to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    at: usize,
    depth: usize,
}

/// An array or object that is being read: whether nothing of it was read yet.
#[derive(Debug)]
pub(crate) struct Container {
    is_new: bool,
}

/// Text as it stands between its quotes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quoted<'a> {
    /// With the quotes.
    text: &'a [u8],
    has_escapes: bool,
}

impl<'a> Quoted<'a> {
    /// Between the quotes.
    fn inside(self) -> &'a [u8] {
        let end = self.text.len().saturating_sub(1);
        self.text.get(1..end).unwrap_or_default()
    }

    /// The text itself, where it has no escapes.
    pub(crate) fn plain(self) -> Option<&'a [u8]> {
        (!self.has_escapes).then(|| self.inside())
    }

    /// The text. Control characters are taken as they are, though JSON has no place for them.
    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        if self.has_escapes {
            return serde_json::from_slice(self.text).ok().map(Cow::Owned);
        }
        std::str::from_utf8(self.inside()).ok().map(Cow::Borrowed)
    }

    /// The text, or what it is closest to where it has characters that do not exist.
    pub(crate) fn closest(self) -> Cow<'a, str> {
        self.text()
            .unwrap_or_else(|| String::from_utf8_lossy(self.inside()))
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
        }
    }

    pub(crate) fn place(&self) -> Place {
        Place {
            at: self.at,
            depth: self.depth,
        }
    }

    pub(crate) fn return_to(&mut self, place: Place) {
        (self.at, self.depth) = (place.at, place.depth);
    }

    /// How many bytes were read.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// What kind of value comes next.
    pub(crate) fn kind(&mut self) -> Kind {
        self.skip_whitespace();
        Kind::starting_with(self.peek())
    }

    /// Whether nothing but whitespace is left.
    pub(crate) fn is_at_end(&mut self) -> bool {
        self.skip_whitespace();
        self.peek().is_none()
    }

    /// Reads past null, if that is what comes next.
    pub(crate) fn null(&mut self) -> bool {
        self.skip_whitespace();
        let is_null = self.rest().starts_with(b"null");
        if is_null {
            self.at += 4;
        }
        is_null
    }

    /// Enters an object.
    pub(crate) fn object(&mut self) -> Option<Container> {
        self.enter(b'{')
    }

    /// The name of the next field of the object, whose value comes next; `Some(None)` at the end.
    pub(crate) fn next_field(&mut self, object: &mut Container) -> Option<Option<Quoted<'a>>> {
        if !self.next(object, b'}')? {
            return Some(None);
        }
        let quoted = self.quoted()?;
        self.skip_whitespace();
        self.expect(b':')?;
        self.skip_whitespace();
        Some(Some(quoted))
    }

    /// Reads an object, whatever follows the field of this name, and returns the field's value: the
    /// last one if there are several.
    pub(crate) fn last_field(&mut self, name: &str) -> Option<RawJson<'a>> {
        let mut object = self.object()?;
        let mut last = None;
        while let Some(Some(field)) = self.next_field(&mut object) {
            let Some(value) = self.value() else { break };
            if field.closest() == name {
                last = Some(value);
            }
        }
        last
    }

    /// Enters an array.
    pub(crate) fn array(&mut self) -> Option<Container> {
        self.enter(b'[')
    }

    /// Whether the array has another element, which comes next.
    pub(crate) fn next_element(&mut self, array: &mut Container) -> Option<bool> {
        self.next(array, b']')
    }

    /// Reads text.
    pub(crate) fn text(&mut self) -> Option<Cow<'a, str>> {
        self.skip_whitespace();
        self.quoted()?.text()
    }

    /// Reads the characters of a number.
    pub(crate) fn number(&mut self) -> Option<&'a str> {
        match self.kind() {
            Kind::Number => std::str::from_utf8(self.scalar()).ok(),
            _ => None,
        }
    }

    /// Reads true or false.
    pub(crate) fn boolean(&mut self) -> Option<bool> {
        self.skip_whitespace();
        match self.scalar() {
            b"true" => Some(true),
            b"false" => Some(false),
            _ => None,
        }
    }

    /// Reads past a value of any kind and depth, of which only the structure is looked at.
    pub(crate) fn value(&mut self) -> Option<RawJson<'a>> {
        self.skip_whitespace();
        let start = self.at;
        match self.peek()? {
            b'"' => {
                self.quoted()?;
            }
            b'{' | b'[' => self.skip_container()?,
            _ => {
                self.scalar();
            }
        }
        let text = &self.text[start..self.at];
        (!text.is_empty()).then(|| RawJson::new(text))
    }

    fn skip_container(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                b'"' => {
                    self.quoted()?;
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return Some(());
            }
        }
    }

    fn enter(&mut self, start: u8) -> Option<Container> {
        self.skip_whitespace();
        self.expect(start)?;
        self.depth += 1;
        (self.depth <= DEEPEST).then_some(Container { is_new: true })
    }

    /// Whether something follows in the container before its end.
    fn next(&mut self, container: &mut Container, end: u8) -> Option<bool> {
        self.skip_whitespace();
        if self.peek()? == end {
            self.at += 1;
            self.depth -= 1;
            return Some(false);
        }
        if !container.is_new {
            self.expect(b',')?;
            self.skip_whitespace();
        }
        container.is_new = false;
        Some(true)
    }

    /// Reads past text, with its quotes.
    fn quoted(&mut self) -> Option<Quoted<'a>> {
        let start = self.at;
        self.expect(b'"')?;
        let mut has_escapes = false;
        loop {
            self.at += quote_or_backslash(self.rest())? + 1;
            if self.text[self.at - 1] == b'"' {
                let text = &self.text[start..self.at];
                return Some(Quoted { text, has_escapes });
            }
            // Whatever follows a backslash does not end the text.
            has_escapes = true;
            self.at += 1;
        }
    }

    /// Reads past what is no text, array or object.
    fn scalar(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let ends = |byte: &u8| {
            matches!(
                byte,
                b',' | b'}' | b']' | b':' | b'"' | b'{' | b'[' | b' ' | b'\n' | b'\r' | b'\t'
            )
        };
        let length = rest.iter().position(ends).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_whitespace(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }
}

/// Where the text up to a quote or backslash ends. Most texts are short: eight bytes at a time are
/// quicker there than a call of memchr.
fn quote_or_backslash(text: &[u8]) -> Option<usize> {
    const WORDS: usize = 4;
    let (words, _) = text.as_chunks::<8>();
    for (index, word) in words.iter().take(WORDS).enumerate() {
        let word = u64::from_le_bytes(*word);
        let found = bytes_equal(word, b'"') | bytes_equal(word, b'\\');
        if found != 0 {
            // The lowest bit belongs to the first byte.
            return Some(index * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let start = words.len().min(WORDS) * 8;
    let found = memchr::memchr2(b'"', b'\\', &text[start..])?;
    Some(start + found)
}

/// A word whose lowest bit that is set is in the first byte of `word` that is `byte`.
fn bytes_equal(word: u64, byte: u8) -> u64 {
    const LOWEST: u64 = 0x0101_0101_0101_0101;
    const HIGHEST: u64 = 0x8080_8080_8080_8080;
    let differences = word ^ (LOWEST * u64::from(byte));
    differences.wrapping_sub(LOWEST) & !differences & HIGHEST
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::json::tests::any_json;

    /// Reads a value through the reader alone.
    fn read(reader: &mut Reader<'_>) -> Option<Value> {
        Some(match reader.kind() {
            Kind::Null => reader.null().then_some(Value::Null)?,
            Kind::Boolean => reader.boolean()?.into(),
            Kind::Number => serde_json::from_str(reader.number()?).ok()?,
            Kind::Text => reader.text()?.into_owned().into(),
            Kind::Array => {
                let mut array = reader.array()?;
                let mut elements = Vec::new();
                while reader.next_element(&mut array)? {
                    elements.push(read(reader)?);
                }
                elements.into()
            }
            Kind::Object => {
                let mut object = reader.object()?;
                let mut fields = serde_json::Map::new();
                while let Some(name) = reader.next_field(&mut object)? {
                    fields.insert(name.text()?.into_owned(), read(reader)?);
                }
                fields.into()
            }
            Kind::Other => return None,
        })
    }

    fn text(json: &str) -> Option<String> {
        let mut reader = Reader::new(json.as_bytes());
        let text = reader.text()?.into_owned();
        reader.is_at_end().then_some(text)
    }

    #[test]
    fn text_ends_at_the_first_quote_without_a_backslash() {
        // Around every length at which the search changes its way of looking.
        for length in 0..70 {
            let start = "x".repeat(length);
            for (json, expected) in [
                (format!(r#""{start}""#), start.clone()),
                (format!(r#""{start}\\""#), format!("{start}\\")),
                (format!(r#""{start}\"é""#), format!("{start}\"é")),
                (
                    format!(r#""{start}\u0041{start}""#),
                    format!("{start}A{start}"),
                ),
            ] {
                assert_eq!(text(&json).as_deref(), Some(&*expected), "{json}");
                assert_eq!(text(&json[..json.len() - 1]), None, "{json}");
            }
        }
    }

    #[test]
    fn line_breaks_in_text_are_taken_as_they_are() {
        assert_eq!(text("\"a\nb\"").as_deref(), Some("a\nb"));
    }

    #[test]
    fn characters_that_do_not_exist_are_no_text() {
        assert_eq!(text(r#""\ud800""#), None);
        assert!(Reader::new(b"\"\xff\"").text().is_none());
    }

    #[test]
    fn anything_is_skipped_however_deep() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        for json in [&*deep, "1e400", r#""\ud800""#, r#"{"a": ["]", "\\", {}]}"#] {
            let padded = format!(" {json} ,");
            let mut reader = Reader::new(padded.as_bytes());
            assert_eq!(reader.value().unwrap().as_bytes(), json.as_bytes());
            assert_eq!(reader.rest(), b" ,");
        }
    }

    #[test]
    fn what_is_read_may_be_nested_as_deep_as_in_serde_json() {
        let depths = |deepest: usize| {
            let json = "[".repeat(deepest);
            let mut reader = Reader::new(json.as_bytes());
            (0..deepest).all(|_| {
                let array = reader.array();
                array.is_some_and(|mut array| reader.next_element(&mut array).unwrap_or(true))
            })
        };
        assert!(depths(DEEPEST) && !depths(DEEPEST + 1));
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_serde_json_reads(value in any_json(), pretty in any::<bool>()) {
            let json = match pretty {
                true => serde_json::to_string_pretty(&value),
                false => serde_json::to_string(&value),
            };
            let json = json.unwrap();
            let expected: Value = serde_json::from_str(&json).unwrap();
            let mut reader = Reader::new(json.as_bytes());
            prop_assert_eq!(read(&mut reader), Some(expected));
            prop_assert!(reader.is_at_end());
            let raw = RawJson::new(json.as_bytes());
            prop_assert_eq!(raw.reader().value(), Some(raw));
        }

        #[test]
        fn any_bytes_are_read_without_a_panic(text in "[\\[\\]{}:,\"\\\\ntfe0-9.é \n]{0,60}") {
            for text in [text.as_bytes(), &text.as_bytes()[text.len() / 2..]] {
                let mut reader = Reader::new(text);
                while read(&mut reader).is_some() {}
                let raw = RawJson::new(text);
                let _ = (raw.reader().value(), raw.elements(), raw.fields(), raw.get("n"));
            }
        }
    }
}
