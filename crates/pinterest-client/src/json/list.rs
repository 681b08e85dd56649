//! Reading a list that is a field of the body, element by element.

use super::decode::Segment;
use super::{Decode, Decoder, Mismatch, RawJson, Reader};

/// An element of a list that is not as described.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UnreadElement<'a> {
    /// What is not as described.
    pub mismatch: Mismatch,
    /// The element as it was sent.
    pub json: RawJson<'a>,
}

impl Decoder {
    /// Hands each element of the array in the field `list` of the body to `element`, which reads
    /// past it. Returns the text of the body with an empty array in the place of that one.
    ///
    /// # Errors
    ///
    /// When `element` fails, or the body ends before its object does. A body that is no object, or
    /// has no such array, is returned as it is.
    pub fn list<'a>(
        &mut self,
        body: RawJson<'a>,
        list: &str,
        element: &mut dyn FnMut(&mut Self, usize, &mut Reader<'a>) -> Result<(), Mismatch>,
    ) -> Result<Vec<u8>, Mismatch> {
        self.begin(body);
        let mut reader = body.reader();
        let mut without = Vec::new();
        let mut kept = 0;
        let Some(mut object) = reader.object() else {
            return Ok(body.as_bytes().to_vec());
        };
        while let Some(name) = self.next_field(&mut reader, &mut object)? {
            let place = reader.place();
            if name.closest() != list || reader.array().is_none() {
                reader.return_to(place);
                self.raw(&mut reader)?;
                continue;
            }
            reader.return_to(place);
            without.extend_from_slice(&body.as_bytes()[kept..reader.position()]);
            without.extend_from_slice(b"[]");
            self.each_element(&mut reader, element)?;
            kept = reader.position();
        }
        without.extend_from_slice(&body.as_bytes()[kept..]);
        Ok(without)
    }

    fn each_element<'a>(
        &mut self,
        reader: &mut Reader<'a>,
        element: &mut dyn FnMut(&mut Self, usize, &mut Reader<'a>) -> Result<(), Mismatch>,
    ) -> Result<(), Mismatch> {
        let mut array = self.enter_array(reader)?;
        let mut index = 0;
        while self.next_element(reader, &mut array)? {
            element(self, index, reader)?;
            index += 1;
        }
        Ok(())
    }

    /// Reads an element of the list `list`. With `strict`, one of which a part is not as described
    /// is not as described, and nothing is set aside.
    ///
    /// # Errors
    ///
    /// When the body ends before the element does. An element that is not as described is returned
    /// as it was sent.
    pub fn list_element<'a, T: Decode>(
        &mut self,
        list: &'static str,
        index: usize,
        strict: bool,
        reader: &mut Reader<'a>,
    ) -> Result<Result<T, UnreadElement<'a>>, Mismatch> {
        let (place, taken) = (reader.place(), self.taken());
        let before = self.recorded();
        let depth = self.path.len();
        self.path.push(Segment::Field(list));
        self.path.push(Segment::Index(index));
        let outcome = T::decode(reader, self);
        self.path.truncate(depth);
        let outcome = match (outcome, self.first_since(before).filter(|_| strict)) {
            (Ok(_), Some(mismatch)) | (Err(mismatch), _) => Err(mismatch),
            (Ok(value), None) => Ok(value),
        };
        match outcome {
            Ok(value) => Ok(Ok(value)),
            Err(mismatch) => {
                self.forget_since(before);
                self.give_back(taken);
                reader.return_to(place);
                let json = self.raw(reader)?;
                Ok(Err(UnreadElement { mismatch, json }))
            }
        }
    }
}
