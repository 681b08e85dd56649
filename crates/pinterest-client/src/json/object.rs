//! Reading the fields of an object.

use std::collections::BTreeMap;

use super::decode::Segment;
use super::{Decode, Decoder, Json, Mismatch};
use crate::UnknownField;

/// An object whose known fields were found, and are read one after the other.
#[derive(Debug)]
pub(crate) struct Object<'v, 'j, 'a> {
    names: &'static [&'static str],
    values: &'v [Option<&'j Json<'a>>],
    extra: BTreeMap<String, UnknownField>,
    /// The index of the field that is read next.
    next: usize,
}

impl Decoder {
    /// Finds the fields of an object by their names, which are in the order of their bytes, and
    /// puts them into `values`, which has a place for each name.
    ///
    /// Fields were seen under other names as well: `aliases` has pairs of these and the name. A
    /// name wins over an alias.
    pub(crate) fn object<'v, 'j, 'a>(
        &self,
        json: &'j Json<'a>,
        names: &'static [&'static str],
        aliases: &[(&str, &str)],
        values: &'v mut [Option<&'j Json<'a>>],
    ) -> Result<Object<'v, 'j, 'a>, Mismatch> {
        let Json::Object(object) = json else {
            return Err(self.mismatch("an object", json));
        };
        let mut extra = BTreeMap::new();
        let mut aliased = Vec::new();
        for (name, value) in object.iter() {
            if let Some(place) = place(names, name, values) {
                *place = Some(value);
            } else if let Some((_, name)) = aliases.iter().find(|(alias, _)| *alias == name) {
                aliased.push((*name, value));
            } else {
                extra.insert(
                    name.to_owned(),
                    UnknownField::from(serde_json::Value::from(value)),
                );
            }
        }
        for (name, value) in aliased {
            if let Some(place) = place(names, name, values) {
                place.get_or_insert(value);
            }
        }
        Ok(Object {
            names,
            values,
            extra,
            next: 0,
        })
    }
}

fn place<'p, T>(names: &[&str], name: &str, places: &'p mut [T]) -> Option<&'p mut T> {
    let index = names.binary_search(&name).ok()?;
    places.get_mut(index)
}

impl<'j, 'a> Object<'_, 'j, 'a> {
    fn next(&mut self) -> (&'static str, Option<&'j Json<'a>>) {
        let index = self.next;
        self.next += 1;
        (self.names[index], self.values[index])
    }

    /// Reads a field that the object cannot do without.
    pub(crate) fn required<T: Decode>(&mut self, decoder: &mut Decoder) -> Result<T, Mismatch> {
        match self.next() {
            (name, Some(json)) => decoder.within(Segment::Field(name), json),
            (name, None) => Err(decoder.missing(name)),
        }
    }

    /// Reads a field that may be absent or null; one that is not as described is set aside.
    pub(crate) fn optional<T: Decode>(&mut self, decoder: &mut Decoder) -> Option<T> {
        match self.next() {
            (_, None | Some(Json::Null)) => None,
            (name, Some(json)) => decoder.optional_within(Segment::Field(name), json),
        }
    }

    /// Reads a field of a change, where null is not the same as nothing.
    pub(crate) fn clearable<T: Decode>(&mut self, decoder: &mut Decoder) -> Option<Option<T>> {
        match self.next() {
            (_, None) => None,
            (_, Some(Json::Null)) => Some(None),
            (name, Some(json)) => decoder
                .optional_within(Segment::Field(name), json)
                .map(Some),
        }
    }

    /// The fields that this version has no name for.
    pub(crate) fn into_extra(self) -> BTreeMap<String, UnknownField> {
        self.extra
    }
}
