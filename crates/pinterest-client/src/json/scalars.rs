//! Values that are not generated: text, numbers, lists, maps, and JSON as it is.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::decode::Segment;
use super::raw::Kind;
use super::{Decode, Decoder, Encode, Json, Mismatch, Reader};
use crate::{Metric, Sensitive, UnknownField};

/// Beyond 2^53 not every whole number is a float, so that the text of one would not say which
/// number is meant.
const LARGEST_WHOLE_FLOAT: f64 = 9_007_199_254_740_992.0;

impl Decoder {
    /// Text, borrowed from the body where it has no escapes.
    pub(crate) fn text<'a>(
        &self,
        reader: &mut Reader<'a>,
        expected: &str,
    ) -> Result<Cow<'a, str>, Mismatch> {
        match reader.kind() {
            Kind::Text => reader
                .text()
                .ok_or_else(|| self.failure("the text has an invalid Unicode escape".to_owned())),
            kind => Err(self.mismatch_of(expected, kind)),
        }
    }

    /// A whole number, also when it is written as `3.0` or `"3"`.
    pub(crate) fn whole_number(&self, reader: &mut Reader<'_>) -> Result<i64, Mismatch> {
        let kind = reader.kind();
        let number = match kind {
            Kind::Number => reader.number().and_then(whole),
            Kind::Text => reader.text().and_then(|text| text.parse().ok()),
            _ => None,
        };
        number.ok_or_else(|| self.mismatch_of("a whole number of at most 64 bits", kind))
    }
}

/// The whole number that a text is, also when it is written as `3.0`.
pub(crate) fn whole(number: &str) -> Option<i64> {
    number.parse().ok().or_else(|| {
        let is_float = number.contains(['.', 'e', 'E']);
        let float: f64 = number.parse().ok().filter(|_| is_float)?;
        let is_whole = float.fract() == 0.0 && float.abs() <= LARGEST_WHOLE_FLOAT;
        is_whole.then_some(float as i64)
    })
}

/// Nothing is read: what the response holds is of no use to anybody.
impl Decode for () {
    const IGNORES_BODY: bool = true;

    fn decode(reader: &mut Reader<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        decoder.raw(reader).map(drop)
    }
}

impl Decode for bool {
    fn decode(reader: &mut Reader<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        let kind = reader.kind();
        reader
            .boolean()
            .ok_or_else(|| decoder.mismatch_of("a boolean", kind))
    }
}

impl Encode for bool {
    fn encode(&self) -> Json<'_> {
        Json::Bool(*self)
    }
}

impl Decode for i64 {
    fn decode(reader: &mut Reader<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        decoder.whole_number(reader)
    }
}

impl Encode for i64 {
    fn encode(&self) -> Json<'_> {
        Json::from(*self)
    }
}

impl Decode for i32 {
    fn decode(reader: &mut Reader<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        let kind = reader.kind();
        let number = decoder.whole_number(reader)?;
        number
            .try_into()
            .map_err(|_| decoder.mismatch_of("a whole number of at most 32 bits", kind))
    }
}

impl Encode for i32 {
    fn encode(&self) -> Json<'_> {
        Json::from(i64::from(*self))
    }
}

impl Decode for f64 {
    fn decode(reader: &mut Reader<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        let kind = reader.kind();
        let number: Option<f64> = match kind {
            Kind::Number => reader.number().and_then(|number| number.parse().ok()),
            Kind::Text => reader.text().and_then(|text| text.parse().ok()),
            _ => None,
        };
        number
            .filter(|number| number.is_finite())
            .ok_or_else(|| decoder.mismatch_of("a number", kind))
    }
}

/// JSON has no infinity; it is written as null.
impl Encode for f64 {
    fn encode(&self) -> Json<'_> {
        if self.is_finite() {
            Json::from(*self)
        } else {
            Json::Null
        }
    }
}

impl Decode for String {
    fn decode(reader: &mut Reader<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        decoder.text(reader, "text").map(Cow::into_owned)
    }
}

impl Encode for String {
    fn encode(&self) -> Json<'_> {
        Json::Str(Cow::Borrowed(self))
    }
}

impl Decode for Sensitive {
    fn decode(reader: &mut Reader<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        let text = decoder.text(reader, "text")?;
        Ok(Self::from(text.into_owned()))
    }
}

impl Encode for Sensitive {
    fn encode(&self) -> Json<'_> {
        Json::Str(Cow::Borrowed(self.as_str()))
    }
}

impl Decode for serde_json::Value {
    fn decode(reader: &mut Reader<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        let json = decoder.raw(reader)?;
        json.to_value()
            .ok_or_else(|| decoder.failure("the value is not valid JSON".to_owned()))
    }
}

impl Encode for serde_json::Value {
    fn encode(&self) -> Json<'_> {
        Json::from(self)
    }
}

impl Decode for UnknownField {
    fn decode(reader: &mut Reader<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        serde_json::Value::decode(reader, decoder).map(Self::from)
    }
}

impl Encode for UnknownField {
    fn encode(&self) -> Json<'_> {
        Json::from(self.as_value())
    }
}

/// Any value: a column need not be a number.
impl Decode for Metric {
    fn decode(reader: &mut Reader<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        serde_json::Value::decode(reader, decoder).map(Self::from)
    }
}

impl Encode for Metric {
    fn encode(&self) -> Json<'_> {
        Json::from(self.as_value())
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(reader: &mut Reader<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        T::decode(reader, decoder).map(Self::new)
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self) -> Json<'_> {
        T::encode(self)
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(reader: &mut Reader<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        match reader.null() {
            true => Ok(None),
            false => T::decode(reader, decoder).map(Some),
        }
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self) -> Json<'_> {
        self.as_ref().map_or(Json::Null, T::encode)
    }
}

/// An element that is not as described is set aside.
impl<T: Decode> Decode for Vec<T> {
    fn decode(reader: &mut Reader<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        let mut array = decoder.enter_array(reader)?;
        let mut values = Self::new();
        let mut index = 0;
        while decoder.next_element(reader, &mut array)? {
            values.extend(decoder.optional_within(Segment::Index(index), reader)?);
            index += 1;
        }
        Ok(values)
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self) -> Json<'_> {
        Json::Array(self.iter().map(T::encode).collect())
    }
}

/// An entry that is not as described is set aside.
impl<T: Decode> Decode for BTreeMap<String, T> {
    fn decode(reader: &mut Reader<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        let mut object = decoder.enter_object(reader)?;
        let mut values = Self::new();
        while let Some(key) = decoder.next_field(reader, &mut object)? {
            let key = key.closest();
            if let Some(value) = decoder.optional_within(Segment::Key((&*key).into()), reader)? {
                values.insert(key.into_owned(), value);
            }
        }
        Ok(values)
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn encode(&self) -> Json<'_> {
        let entries = self
            .iter()
            .map(|(key, value)| (key.as_str(), value.encode()));
        Json::Object(entries.collect())
    }
}
