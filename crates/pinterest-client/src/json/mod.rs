//! How the types of the API are read from JSON and written to it.
//!
//! A response is parsed into a [`Json`] tree once, and values are read from the tree by code that
//! is not generic over a data format, so that it is compiled once and stays small. A value that is
//! not as described costs the smallest optional part around it: the part is left out and recorded
//! as [`SetAside`], and reading goes on.
//!
//! [`Decode`] and [`Encode`] are implemented by everything in [`types`](crate::types), which also
//! implements serde's traits through them.

mod decode;
mod encode;
mod object;
mod record;
mod scalars;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Deserializer, Serializer, de, ser};

pub use decode::{Decode, Decoder, Mismatch, SetAside, SetAsideParts};
pub use encode::Encode;
pub(crate) use encode::ObjectWriter;
pub(crate) use record::{record, transparent};
/// A JSON value that borrows its texts from the body that it was parsed from.
pub use serde_json_borrow::Value as Json;

/// Reads a value from a tree, leaving out what is not as described.
///
/// # Errors
///
/// When something that the value cannot do without is missing or not as described.
pub fn decode<T: Decode>(json: &Json<'_>) -> Result<(T, SetAsideParts), Mismatch> {
    let mut decoder = Decoder::default();
    let value = T::decode(json, &mut decoder)?;
    Ok((value, decoder.into_set_aside()))
}

/// Reads a value from a tree; anything that is not as described is an error.
///
/// # Errors
///
/// When any part of the value is not as described.
pub fn decode_strictly<T: Decode>(json: &Json<'_>) -> Result<T, Mismatch> {
    let (value, parts) = decode(json)?;
    match parts.into_first() {
        None => Ok(value),
        Some(first) => Err(first.into_mismatch()),
    }
}

/// The implementation of `serde::Deserialize` for types that are read from a tree.
pub(crate) fn deserialize<'de, T: Decode, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let json = Json::deserialize(deserializer)?;
    decode_strictly(&json).map_err(de::Error::custom)
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
