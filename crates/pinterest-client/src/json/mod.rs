//! How the types of the API are read from JSON and written to it.
//!
//! Values are read from the text of a response in one pass, by code that is not generic over a data
//! format, so that it stays small. A value that is not as described costs the smallest optional
//! part around it: the part is left out and recorded as [`SetAside`], and reading goes on behind
//! it.
//!
//! [`Decode`] and [`Encode`] are implemented by everything in [`types`](crate::types), which also
//! implements serde's traits through them.

mod decode;
mod encode;
mod extra;
mod list;
mod object;
mod raw;
mod reader;
mod record;
mod scalars;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Deserializer, Serializer, de, ser};

pub use decode::{Decode, Decoder, Mismatch, SetAside, SetAsideParts};
pub use encode::Encode;
pub(crate) use encode::ObjectWriter;
pub(crate) use extra::Extra;
pub use list::UnreadElement;
pub(crate) use object::{Clearable, Optional, Required};
pub(crate) use raw::Kind;
pub use raw::RawJson;
pub use reader::Reader;
pub(crate) use record::{record, transparent};
pub(crate) use scalars::whole;
/// A JSON value that borrows its texts from what it was made of: how values are written.
pub use serde_json_borrow::Value as Json;

/// Reads a value from its text, leaving out what is not as described.
///
/// # Errors
///
/// When something that the value cannot do without is missing or not as described.
pub fn decode<T: Decode>(json: RawJson<'_>) -> Result<(T, SetAsideParts), Mismatch> {
    let mut decoder = Decoder::default();
    let value = decoder.body(json)?;
    Ok((value, decoder.into_set_aside()))
}

/// Reads a value from its text; anything that is not as described is an error.
///
/// # Errors
///
/// When any part of the value is not as described.
pub fn decode_strictly<T: Decode>(json: RawJson<'_>) -> Result<T, Mismatch> {
    let (value, parts) = decode(json)?;
    match parts.into_first() {
        None => Ok(value),
        Some(first) => Err(first.into_mismatch()),
    }
}

/// The implementation of `serde::Deserialize` for types that are read from text: what the
/// deserializer reads, which may be in another format, is written as text first.
pub(crate) fn deserialize<'de, T: Decode, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let json = serde_json::Value::deserialize(deserializer)?.to_string();
    decode_strictly(RawJson::new(json.as_bytes())).map_err(de::Error::custom)
}

/// The implementation of `serde::Serialize` for types that are written to a tree.
pub(crate) fn serialize<T: Encode + ?Sized, S: Serializer>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    ser::Serialize::serialize(&value.encode(), serializer)
}

/// Implements serde's traits for types that implement [`Decode`] and [`Encode`].
macro_rules! serde_through_json {
    ($($name:ty),+ $(,)?) => {
        $(
            impl<'de> ::serde::Deserialize<'de> for $name {
                #[inline]
                fn deserialize<D: ::serde::Deserializer<'de>>(
                    deserializer: D,
                ) -> ::core::result::Result<Self, D::Error> {
                    $crate::json::deserialize(deserializer)
                }
            }

            impl ::serde::Serialize for $name {
                #[inline]
                fn serialize<S: ::serde::Serializer>(
                    &self,
                    serializer: S,
                ) -> ::core::result::Result<S::Ok, S::Error> {
                    $crate::json::serialize(self, serializer)
                }
            }
        )+
    };
}

pub(crate) use serde_through_json;
