//! Reading the fields of an object.

use std::collections::BTreeMap;

use super::decode::Segment;
use super::{Decode, Decoder, Json, Mismatch};
use crate::UnknownField;

/// An object whose `N` known fields were found.
#[derive(Debug)]
pub struct Object<'j, 'a, const N: usize> {
    names: &'static [&'static str; N],
    values: [Option<&'j Json<'a>>; N],
    extra: BTreeMap<String, UnknownField>,
}

impl Decoder {
    /// Finds the fields of an object by their names, which are in the order of their bytes.
    pub(crate) fn object<'j, 'a, const N: usize>(
        &self,
        json: &'j Json<'a>,
        names: &'static [&'static str; N],
    ) -> Result<Object<'j, 'a, N>, Mismatch> {
        self.object_with_aliases(json, names, &[])
    }

    /// Like [`object`](Self::object), for fields that were seen under other names as well: each
    /// alias has the index of its name. A name wins over an alias.
    pub(crate) fn object_with_aliases<'j, 'a, const N: usize>(
        &self,
        json: &'j Json<'a>,
        names: &'static [&'static str; N],
        aliases: &[(&'static str, usize)],
    ) -> Result<Object<'j, 'a, N>, Mismatch> {
        let Json::Object(object) = json else {
            return Err(self.mismatch("an object", json));
        };
        let mut found = Object {
            names,
            values: [None; N],
            extra: BTreeMap::new(),
        };
        let mut aliased = Vec::new();
        for (name, value) in object.iter() {
            if let Ok(index) = names.binary_search(&name) {
                found.values[index] = Some(value);
            } else if let Some((_, index)) = aliases.iter().find(|(alias, _)| *alias == name) {
                aliased.push((*index, value));
            } else {
                found
                    .extra
                    .insert(name.to_owned(), UnknownField::from(serde_json::Value::from(value)));
            }
        }
        for (index, value) in aliased {
            found.values[index].get_or_insert(value);
        }
        Ok(found)
    }
}

impl<const N: usize> Object<'_, '_, N> {
    /// A field that the object cannot do without.
    ///
    /// # Errors
    ///
    /// When it is absent or not as described.
    pub fn required<T: Decode>(&self, index: usize, decoder: &mut Decoder) -> Result<T, Mismatch> {
        match self.values[index] {
            Some(json) => decoder.within(Segment::Field(self.names[index]), json),
            None => Err(decoder.missing(self.names[index])),
        }
    }

    /// A field that may be absent or null; one that is not as described is set aside.
    pub fn optional<T: Decode>(&self, index: usize, decoder: &mut Decoder) -> Option<T> {
        match self.values[index] {
            None | Some(Json::Null) => None,
            Some(json) => decoder.optional_within(Segment::Field(self.names[index]), json),
        }
    }

    /// A field of a change, where null is not the same as nothing.
    pub fn clearable<T: Decode>(&self, index: usize, decoder: &mut Decoder) -> Option<Option<T>> {
        match self.values[index] {
            Some(Json::Null) => Some(None),
            _ => self.optional(index, decoder).map(Some),
        }
    }

    /// The fields that this version has no name for.
    #[must_use]
    pub fn into_extra(self) -> BTreeMap<String, UnknownField> {
        self.extra
    }
}
