//! Reading values from JSON, and what is left out of them.

use std::fmt;

use super::raw::Kind;
use super::reader::{Container, Place, Quoted};
use super::{RawJson, Reader};

/// A value that can be read from JSON.
pub trait Decode: Sized {
    /// Whether nothing is read, so that the body need not even be JSON.
    const IGNORES_BODY: bool = false;

    /// Reads the value that comes next, and leaves the reader behind it. Optional parts that are
    /// not as described are left out and recorded by the decoder.
    ///
    /// # Errors
    ///
    /// When the value itself, or a part that it cannot do without, is not as described. The reader
    /// is then at an unspecified place.
    fn decode(reader: &mut Reader<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch>;
}

/// How many parts that were left out are kept whole; the others are counted.
pub(super) const KEPT: usize = 100;

/// The most bytes of a part that was left out that are kept.
pub(super) const KEPT_BYTES: usize = 16 * 1024;

/// How many bytes the objects of a body may always take in memory.
const ALWAYS_ACCEPTED: usize = 32 << 20;

/// How many bytes they may take for each byte of the body. An object such as `{}` takes a thousand
/// times the memory of its text.
const ACCEPTED_PER_BYTE: usize = 16;

/// Knows where in a body reading is, and collects what was left out.
#[derive(Debug, Default)]
pub struct Decoder {
    pub(super) path: Vec<Segment>,
    set_aside: SetAsideParts,
    /// The length of what is read.
    length: usize,
    /// How many bytes the objects that were read take.
    taken: usize,
}

/// One step from the root of a body towards a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    Field(&'static str),
    Key(Box<str>),
    Index(usize),
}

impl Decoder {
    /// Reads a part that stands one step further into the body.
    pub(crate) fn within<T>(
        &mut self,
        segment: Segment,
        read: impl FnOnce(&mut Self) -> Result<T, Mismatch>,
    ) -> Result<T, Mismatch> {
        self.path.push(segment);
        let outcome = read(self);
        self.path.pop();
        outcome
    }

    /// Reads an element of an array or map; one that is not as described is set aside.
    pub(crate) fn optional_within<T: Decode>(
        &mut self,
        segment: Segment,
        reader: &mut Reader<'_>,
    ) -> Result<Option<T>, Mismatch> {
        let (place, taken) = (reader.place(), self.taken);
        self.within(segment, |decoder| match T::decode(reader, decoder) {
            Ok(value) => Ok(Some(value)),
            Err(mismatch) => {
                decoder.give_back(taken);
                decoder.set_aside_at(reader, place, mismatch)?;
                Ok(None)
            }
        })
    }

    /// Reads the value of a body, behind which nothing may follow.
    ///
    /// # Errors
    ///
    /// When the value, or a part that it cannot do without, is not as described.
    pub fn body<T: Decode>(&mut self, body: RawJson<'_>) -> Result<T, Mismatch> {
        self.begin(body);
        self.all_of(body)
    }

    /// Counts a text that is read now.
    pub(super) fn begin(&mut self, text: RawJson<'_>) {
        self.length = self.length.saturating_add(text.as_bytes().len());
    }

    /// Counts an object of so many bytes.
    pub(super) fn take(&mut self, bytes: usize) -> Result<(), Mismatch> {
        let accepted = self.length.saturating_mul(ACCEPTED_PER_BYTE);
        self.taken = self.taken.saturating_add(bytes);
        match self.taken <= accepted.max(ALWAYS_ACCEPTED) {
            true => Ok(()),
            false => Err(self.failure("it would take much more memory than its text".to_owned())),
        }
    }

    /// How many bytes the objects that were read take.
    pub(super) fn taken(&self) -> usize {
        self.taken
    }

    /// Takes back what was counted since then, of objects that are not kept.
    pub(super) fn give_back(&mut self, taken: usize) {
        self.taken = taken;
    }

    fn all_of<T: Decode>(&mut self, body: RawJson<'_>) -> Result<T, Mismatch> {
        let mut reader = body.reader();
        let value = T::decode(&mut reader, self)?;
        match reader.is_at_end() {
            true => Ok(value),
            false => Err(self.failure("expected the end of the body".to_owned())),
        }
    }

    /// Reads an element of a list that stands at the root of the body or in a field of its root,
    /// or a field of such an element.
    ///
    /// # Errors
    ///
    /// When the value itself is not as described.
    pub fn element<T: Decode>(
        &mut self,
        list: Option<&'static str>,
        index: usize,
        field: Option<&'static str>,
        json: RawJson<'_>,
    ) -> Result<T, Mismatch> {
        let depth = self.path.len();
        self.path.extend(list.map(Segment::Field));
        self.path.push(Segment::Index(index));
        self.path.extend(field.map(Segment::Field));
        let taken = self.taken;
        let outcome = self.body(json);
        self.path.truncate(depth);
        if outcome.is_err() {
            self.taken = taken;
        }
        outcome
    }

    /// Records an element of a list, as [`element`](Self::element) reads it, as left out.
    pub fn set_aside_element(
        &mut self,
        list: Option<&'static str>,
        index: usize,
        json: RawJson<'_>,
        mismatch: Mismatch,
    ) {
        self.set_aside.add(|| SetAside {
            path: format!("{}[{index}]", list.unwrap_or_default()),
            json: shortened(json),
            mismatch,
        });
    }

    /// Reads past a value of any kind.
    ///
    /// # Errors
    ///
    /// When the text ends before the value does.
    pub fn raw<'a>(&self, reader: &mut Reader<'a>) -> Result<RawJson<'a>, Mismatch> {
        reader.value().ok_or_else(|| self.ends_early())
    }

    pub(super) fn enter_object(&self, reader: &mut Reader<'_>) -> Result<Container, Mismatch> {
        let kind = reader.kind();
        reader
            .object()
            .ok_or_else(|| self.mismatch_of("an object", kind))
    }

    pub(super) fn next_field<'a>(
        &self,
        reader: &mut Reader<'a>,
        object: &mut Container,
    ) -> Result<Option<Quoted<'a>>, Mismatch> {
        reader
            .next_field(object)
            .ok_or_else(|| self.failure("expected a field or the end of the object".to_owned()))
    }

    pub(super) fn enter_array(&self, reader: &mut Reader<'_>) -> Result<Container, Mismatch> {
        let kind = reader.kind();
        reader
            .array()
            .ok_or_else(|| self.mismatch_of("an array", kind))
    }

    pub(super) fn next_element(
        &self,
        reader: &mut Reader<'_>,
        array: &mut Container,
    ) -> Result<bool, Mismatch> {
        reader
            .next_element(array)
            .ok_or_else(|| self.failure("expected an element or the end of the array".to_owned()))
    }

    /// The body as a whole is not what `expected` says.
    #[must_use]
    pub fn root_mismatch(&self, expected: &str) -> Mismatch {
        self.failure(format!("expected {expected}, found something else"))
    }

    /// What is wrong with the first part that was left out.
    #[must_use]
    pub fn first_mismatch(&self) -> Option<Mismatch> {
        let first = self.set_aside.iter().next()?;
        Some(first.mismatch().clone())
    }

    /// Reads a value only if all of it is as described; records nothing otherwise.
    pub(crate) fn whole<T: Decode>(&mut self, json: RawJson<'_>) -> Option<T> {
        let before = self.recorded();
        let (depth, taken) = (self.path.len(), self.taken);
        let value = self.all_of(json).ok();
        self.path.truncate(depth);
        let value = value.filter(|_| self.set_aside.count == before.1);
        self.forget_since(before);
        if value.is_none() {
            self.taken = taken;
        }
        value
    }

    /// How many parts were kept and counted until now.
    pub(super) fn recorded(&self) -> (usize, usize) {
        (self.set_aside.parts.len(), self.set_aside.count)
    }

    /// What is wrong with the first part that was kept since then.
    pub(super) fn first_since(&self, before: (usize, usize)) -> Option<Mismatch> {
        let first = self.set_aside.parts.get(before.0)?;
        Some(first.mismatch.clone())
    }

    pub(super) fn forget_since(&mut self, before: (usize, usize)) {
        self.set_aside.parts.truncate(before.0);
        self.set_aside.count = before.1;
    }

    /// The value at this place is of another kind than `expected` says.
    pub(super) fn mismatch_of(&self, expected: &str, found: Kind) -> Mismatch {
        self.failure(format!(
            "expected {expected}, found {}",
            found.description()
        ))
    }

    /// A field that the object at this place must have is absent.
    pub(crate) fn missing(&self, field: &'static str) -> Mismatch {
        self.failure(format!("the required field `{field}` is missing"))
    }

    fn ends_early(&self) -> Mismatch {
        self.failure("the JSON ends before the value does".to_owned())
    }

    pub(crate) fn failure(&self, reason: String) -> Mismatch {
        Mismatch(Box::new(Details {
            path: path(&self.path, true),
            shown_path: path(&self.path, false),
            reason,
        }))
    }

    /// Records the value that starts at `place` as left out, and reads past it.
    pub(super) fn set_aside_at(
        &mut self,
        reader: &mut Reader<'_>,
        place: Place,
        mismatch: Mismatch,
    ) -> Result<(), Mismatch> {
        reader.return_to(place);
        let json = self.raw(reader)?;
        let path = &self.path;
        self.set_aside.add(|| SetAside {
            path: self::path(path, true),
            json: shortened(json),
            mismatch,
        });
        Ok(())
    }

    /// Records a field of the object at this place that is not described, and whose value
    /// serde_json cannot hold, as left out.
    pub fn set_aside_unknown(&mut self, name: &str, json: RawJson<'_>) {
        self.path.push(Segment::Key(name.into()));
        let mismatch = self.failure("the value is not valid JSON".to_owned());
        let path = &self.path;
        self.set_aside.add(|| SetAside {
            path: self::path(path, true),
            json: shortened(json),
            mismatch,
        });
        self.path.pop();
    }

    /// Returns what was left out so far.
    #[must_use]
    pub fn into_set_aside(self) -> SetAsideParts {
        self.set_aside
    }
}

/// A value that is not as described.
#[derive(Clone, PartialEq, Eq)]
pub struct Mismatch(Box<Details>);

#[derive(Clone, PartialEq, Eq)]
struct Details {
    path: String,
    shown_path: String,
    reason: String,
}

impl Mismatch {
    /// Returns the place of the value in the body, such as `items[3].created_time`; empty for the
    /// root. Keys of maps are the sender's and may be personal.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Returns the path with `*` in place of the keys of maps, which may be personal.
    #[must_use]
    pub fn shown_path(&self) -> &str {
        &self.0.shown_path
    }

    /// Returns what was expected and found, without the value.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.0.reason
    }
}

impl Mismatch {
    /// Says as what branch of a union the value was read.
    pub(crate) fn read_as(mut self, name: &str) -> Self {
        self.0.reason = format!("as {name}: {}", self.0.reason);
        self
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.shown_path() {
            "" => f.write_str(self.reason()),
            path => write!(f, "{path}: {}", self.reason()),
        }
    }
}

impl fmt::Debug for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mismatch({self})")
    }
}

impl std::error::Error for Mismatch {}

/// An optional part of a response that was left out because something in it is not as described.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SetAside {
    path: String,
    json: String,
    mismatch: Mismatch,
}

impl SetAside {
    /// Returns the place of the part in the body, such as `items[3].created_time`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the part as it was sent, unredacted: it may be personal. It is cut after 16 KiB.
    #[must_use]
    pub fn json(&self) -> &str {
        &self.json
    }

    /// Returns what in the part is not as described.
    #[must_use]
    pub fn mismatch(&self) -> &Mismatch {
        &self.mismatch
    }

    pub(crate) fn into_mismatch(self) -> Mismatch {
        self.mismatch
    }
}

impl fmt::Debug for SetAside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The path may have keys of maps, which may be personal.
        f.debug_struct("SetAside")
            .field("mismatch", &self.mismatch)
            .finish_non_exhaustive()
    }
}

/// The parts of a response that were left out, in the order of the body.
///
/// The first 100 are kept; the others are only counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetAsideParts {
    parts: Vec<SetAside>,
    count: usize,
}

impl SetAsideParts {
    /// Returns how many parts were left out.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Returns whether everything was as described.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Returns the parts that are kept, in the order of the body.
    pub fn iter(&self) -> std::slice::Iter<'_, SetAside> {
        self.parts.iter()
    }

    /// Returns the first part.
    #[must_use]
    pub fn into_first(self) -> Option<SetAside> {
        self.parts.into_iter().next()
    }

    fn add(&mut self, part: impl FnOnce() -> SetAside) {
        if self.parts.len() < KEPT {
            self.parts.push(part());
        }
        self.count += 1;
    }
}

impl<'a> IntoIterator for &'a SetAsideParts {
    type Item = &'a SetAside;
    type IntoIter = std::slice::Iter<'a, SetAside>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

fn path(segments: &[Segment], with_keys: bool) -> String {
    use std::fmt::Write;

    let mut path = String::new();
    for segment in segments {
        let separator = if path.is_empty() { "" } else { "." };
        // Writing to a String cannot fail.
        let _ = match segment {
            Segment::Field(name) => write!(path, "{separator}{name}"),
            Segment::Key(name) if with_keys => write!(path, "{separator}{name}"),
            Segment::Key(_) => write!(path, "{separator}*"),
            Segment::Index(index) => write!(path, "[{index}]"),
        };
    }
    path
}

fn shortened(json: RawJson<'_>) -> String {
    let text = json.as_bytes();
    let mut text = String::from_utf8_lossy(&text[..text.len().min(KEPT_BYTES)]).into_owned();
    // A character that was cut in two became a replacement.
    if json.as_bytes().len() > KEPT_BYTES && text.ends_with('\u{fffd}') {
        text.pop();
    }
    text
}
