//! Values that are not generated: text, numbers, lists, maps, and JSON as it is.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::decode::Segment;
use super::{Decode, Decoder, Encode, Json, Mismatch};
use crate::{Sensitive, UnknownField};

/// Beyond 2^53 not every whole number is a float, so that the text of one would not say which
/// number is meant.
const LARGEST_WHOLE_FLOAT: f64 = 9_007_199_254_740_992.0;

impl Decoder {
    /// Text, borrowed from the body where it has no escapes.
    pub(crate) fn text<'j>(&self, json: &'j Json<'_>, expected: &str) -> Result<&'j str, Mismatch> {
        match json {
            Json::Str(text) => Ok(text),
            _ => Err(self.mismatch(expected, json)),
        }
    }

    /// A whole number, also when it is written as `3.0` or `"3"`.
    pub(crate) fn whole_number(&self, json: &Json<'_>) -> Result<i64, Mismatch> {
        let number = match json {
            Json::Number(number) => number.as_i64().or_else(|| {
                let float = number.as_f64().filter(|_| number.is_f64())?;
                let is_whole = float.fract() == 0.0 && float.abs() <= LARGEST_WHOLE_FLOAT;
                is_whole.then_some(float as i64)
            }),
            Json::Str(text) => text.parse().ok(),
            _ => None,
        };
        number.ok_or_else(|| self.mismatch("a whole number of at most 64 bits", json))
    }
}

/// Nothing is read: what the response holds is of no use to anybody.
impl Decode for () {
    const IGNORES_BODY: bool = true;

    fn decode(_: &Json<'_>, _: &mut Decoder) -> Result<Self, Mismatch> {
        Ok(())
    }
}

impl Decode for bool {
    fn decode(json: &Json<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        json.as_bool()
            .ok_or_else(|| decoder.mismatch("a boolean", json))
    }
}

impl Encode for bool {
    fn encode(&self) -> Json<'_> {
        Json::Bool(*self)
    }
}

impl Decode for i64 {
    fn decode(json: &Json<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        decoder.whole_number(json)
    }
}

impl Encode for i64 {
    fn encode(&self) -> Json<'_> {
        Json::from(*self)
    }
}

impl Decode for i32 {
    fn decode(json: &Json<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        let number = decoder.whole_number(json)?;
        number
            .try_into()
            .map_err(|_| decoder.mismatch("a whole number of at most 32 bits", json))
    }
}

impl Encode for i32 {
    fn encode(&self) -> Json<'_> {
        Json::from(i64::from(*self))
    }
}

impl Decode for f64 {
    fn decode(json: &Json<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        let number = match json {
            Json::Number(number) => number.as_f64(),
            Json::Str(text) => text.parse().ok().filter(|number: &f64| number.is_finite()),
            _ => None,
        };
        number.ok_or_else(|| decoder.mismatch("a number", json))
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
    fn decode(json: &Json<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        decoder.text(json, "text").map(str::to_owned)
    }
}

impl Encode for String {
    fn encode(&self) -> Json<'_> {
        Json::Str(Cow::Borrowed(self))
    }
}

impl Decode for Sensitive {
    fn decode(json: &Json<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        decoder.text(json, "text").map(Self::from)
    }
}

impl Encode for Sensitive {
    fn encode(&self) -> Json<'_> {
        Json::Str(Cow::Borrowed(self.as_str()))
    }
}

impl Decode for serde_json::Value {
    fn decode(json: &Json<'_>, _: &mut Decoder) -> Result<Self, Mismatch> {
        Ok(Self::from(json))
    }
}

impl Encode for serde_json::Value {
    fn encode(&self) -> Json<'_> {
        Json::from(self)
    }
}

impl Decode for UnknownField {
    fn decode(json: &Json<'_>, _: &mut Decoder) -> Result<Self, Mismatch> {
        Ok(Self::from(serde_json::Value::from(json)))
    }
}

impl Encode for UnknownField {
    fn encode(&self) -> Json<'_> {
        Json::from(self.as_value())
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(json: &Json<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        T::decode(json, decoder).map(Self::new)
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self) -> Json<'_> {
        T::encode(self)
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(json: &Json<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        match json {
            Json::Null => Ok(None),
            json => T::decode(json, decoder).map(Some),
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
    fn decode(json: &Json<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        let Json::Array(elements) = json else {
            return Err(decoder.mismatch("an array", json));
        };
        // Memory is not reserved for elements that may all be set aside.
        let mut values = Self::with_capacity(elements.len().min(256));
        for (index, element) in elements.iter().enumerate() {
            values.extend(decoder.optional_within(Segment::Index(index), element));
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
    fn decode(json: &Json<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        let Json::Object(entries) = json else {
            return Err(decoder.mismatch("an object", json));
        };
        let mut values = Self::new();
        for (key, value) in entries.iter() {
            if let Some(value) = decoder.optional_within(Segment::Key(key.into()), value) {
                values.insert(key.to_owned(), value);
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
