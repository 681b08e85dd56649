//! Writing values to a tree.

use super::{Extra, Json};

/// A value that can be written as JSON.
pub trait Encode {
    /// Returns the value as a tree, which borrows its texts from the value.
    fn encode(&self) -> Json<'_>;
}

/// Collects the fields of an object.
#[derive(Debug)]
pub(crate) struct ObjectWriter<'a>(Vec<(&'a str, Json<'a>)>);

impl<'a> ObjectWriter<'a> {
    /// An object with room for so many fields.
    pub(crate) fn new(fields: usize) -> Self {
        Self(Vec::with_capacity(fields))
    }

    /// A field that is always sent.
    pub(crate) fn required<T: Encode>(&mut self, name: &'static str, value: &'a T) {
        self.0.push((name, value.encode()));
    }

    /// A field that is sent when it is set.
    pub(crate) fn optional<T: Encode>(&mut self, name: &'static str, value: &'a Option<T>) {
        if let Some(value) = value {
            self.0.push((name, value.encode()));
        }
    }

    /// The object, with the fields that this version has no name for at its end.
    pub(crate) fn finish(mut self, extra: &'a impl Extra) -> Json<'a> {
        let extra = extra.entries();
        self.0
            .extend(extra.map(|(name, value)| (name, Json::from(value))));
        Json::Object(self.0.into())
    }
}
