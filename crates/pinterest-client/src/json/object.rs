//! Reading the fields of an object.

use std::collections::BTreeMap;

use super::decode::Segment;
use super::reader::Place;
use super::{Decode, Decoder, Mismatch, Reader};
use crate::UnknownField;

/// Where the value of a field goes.
pub(crate) trait Slot {
    /// Whether a value that is not as described costs the object.
    fn is_required(&self) -> bool;

    fn is_filled(&self) -> bool;

    /// Reads the value.
    fn fill(&mut self, reader: &mut Reader<'_>, decoder: &mut Decoder) -> Result<(), Mismatch>;
}

/// A field that the object cannot do without.
#[derive(Debug)]
pub(crate) struct Required<T>(Option<T>);

/// A field that may be absent or null; one that is not as described is set aside.
#[derive(Debug)]
pub(crate) struct Optional<T>(pub(crate) Option<T>);

/// A field of a change, where null is not the same as nothing.
#[derive(Debug)]
pub(crate) struct Clearable<T>(pub(crate) Option<Option<T>>);

impl<T> Required<T> {
    #[inline]
    pub(crate) fn empty() -> Self {
        Self(None)
    }

    #[inline]
    pub(crate) fn value(self, name: &'static str, decoder: &Decoder) -> Result<T, Mismatch> {
        self.0.ok_or_else(|| decoder.missing(name))
    }
}

impl<T> Optional<T> {
    #[inline]
    pub(crate) fn empty() -> Self {
        Self(None)
    }
}

impl<T> Clearable<T> {
    #[inline]
    pub(crate) fn empty() -> Self {
        Self(None)
    }
}

impl<T: Decode> Slot for Required<T> {
    fn is_required(&self) -> bool {
        true
    }

    fn is_filled(&self) -> bool {
        self.0.is_some()
    }

    fn fill(&mut self, reader: &mut Reader<'_>, decoder: &mut Decoder) -> Result<(), Mismatch> {
        self.0 = Some(T::decode(reader, decoder)?);
        Ok(())
    }
}

impl<T: Decode> Slot for Optional<T> {
    fn is_required(&self) -> bool {
        false
    }

    fn is_filled(&self) -> bool {
        self.0.is_some()
    }

    fn fill(&mut self, reader: &mut Reader<'_>, decoder: &mut Decoder) -> Result<(), Mismatch> {
        self.0 = None;
        if !reader.null() {
            self.0 = Some(T::decode(reader, decoder)?);
        }
        Ok(())
    }
}

impl<T: Decode> Slot for Clearable<T> {
    fn is_required(&self) -> bool {
        false
    }

    fn is_filled(&self) -> bool {
        self.0.is_some()
    }

    fn fill(&mut self, reader: &mut Reader<'_>, decoder: &mut Decoder) -> Result<(), Mismatch> {
        self.0 = None;
        self.0 = Some(match reader.null() {
            true => None,
            false => Some(T::decode(reader, decoder)?),
        });
        Ok(())
    }
}

impl Decoder {
    /// Reads an object: the fields that are named, in the order of the bytes of their names, into
    /// their slots. Returns the others.
    ///
    /// Fields were seen under other names as well: `aliases` has pairs of these and the name. A
    /// name wins over an alias, and the first alias over others.
    ///
    /// `size` is that of the type, without what its values point to.
    pub(crate) fn record(
        &mut self,
        size: usize,
        reader: &mut Reader<'_>,
        names: &[&'static str],
        aliases: &[(&str, &str)],
        slots: &mut [&mut dyn Slot],
    ) -> Result<BTreeMap<String, UnknownField>, Mismatch> {
        self.take(size)?;
        let mut extra = BTreeMap::new();
        let mut aliased: Vec<(usize, Place)> = Vec::new();
        let mut object = self.enter_object(reader)?;
        while let Some(name) = self.next_field(reader, &mut object)? {
            let index = match name.plain() {
                Some(plain) => position(names, plain),
                None => position(names, name.closest().as_bytes()),
            };
            if let Some(index) = index {
                self.fill(reader, names[index], slots[index])?;
                continue;
            }
            let name = name.closest();
            let place = reader.place();
            let value = self.raw(reader)?;
            match index_of_alias(names, aliases, &name) {
                Some(index) => aliased.push((index, place)),
                None => match value.to_value() {
                    Some(value) => {
                        extra.insert(name.into_owned(), UnknownField::from(value));
                    }
                    None => self.set_aside_unknown(&name, value),
                },
            }
        }
        let end = reader.place();
        for (index, place) in aliased {
            if !slots[index].is_filled() {
                reader.return_to(place);
                self.fill(reader, names[index], slots[index])?;
            }
        }
        reader.return_to(end);
        Ok(extra)
    }

    fn fill(
        &mut self,
        reader: &mut Reader<'_>,
        name: &'static str,
        slot: &mut dyn Slot,
    ) -> Result<(), Mismatch> {
        let (place, taken) = (reader.place(), self.taken());
        self.within(Segment::Field(name), |decoder| {
            match slot.fill(reader, decoder) {
                Err(mismatch) if !slot.is_required() => {
                    decoder.give_back(taken);
                    decoder.set_aside_at(reader, place, mismatch)
                }
                outcome => outcome,
            }
        })
    }
}

/// Where a name stands among the names. Comparing lengths first, one by one, is quicker than a
/// binary search, which compares texts.
fn position(names: &[&str], name: &[u8]) -> Option<usize> {
    names.iter().position(|known| known.as_bytes() == name)
}

fn index_of_alias(names: &[&str], aliases: &[(&str, &str)], name: &str) -> Option<usize> {
    let (_, name) = aliases.iter().find(|(alias, _)| *alias == name)?;
    position(names, name.as_bytes())
}
