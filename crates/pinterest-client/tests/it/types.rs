//! The component schemas as types, by name.

use pinterest_client::json::{self, Decode, Encode, Mismatch, RawJson, SetAsideParts};
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A component schema of the description, as a type.
pub(crate) struct ApiType {
    /// The same in the description and in Rust.
    pub(crate) name: &'static str,
    /// Decodes a value and encodes it again.
    pub(crate) round_trip: fn(&Value) -> Result<Value, serde_json::Error>,
    pub(crate) json_schema: fn() -> Value,
    /// Reads a value, leaving out what is not as described.
    pub(crate) decode: fn(RawJson<'_>) -> Result<Decoded, Mismatch>,
    /// Reads a value only if all of it is as described.
    pub(crate) decode_strictly: fn(RawJson<'_>) -> Result<(), Mismatch>,
}

/// A value that was read.
pub(crate) struct Decoded {
    pub(crate) parts: SetAsideParts,
    /// The value, written again.
    pub(crate) json: String,
    /// The most memory that reading took at a time.
    pub(crate) memory: u64,
}

/// Every component schema.
pub(crate) fn types() -> impl Iterator<Item = &'static ApiType> {
    crate::generated::types::TYPES.iter()
}

pub(crate) const fn api_type<T>(name: &'static str) -> ApiType
where
    T: Serialize + DeserializeOwned + JsonSchema + Decode + Encode,
{
    ApiType {
        name,
        round_trip: round_trip::<T>,
        json_schema: json_schema::<T>,
        decode: decode::<T>,
        decode_strictly: |json| json::decode_strictly::<T>(json).map(drop),
    }
}

fn round_trip<T: Serialize + DeserializeOwned>(value: &Value) -> Result<Value, serde_json::Error> {
    serde_json::to_value(T::deserialize(value)?)
}

fn json_schema<T: JsonSchema>() -> Value {
    schemars::schema_for!(T).to_value()
}

fn decode<T: Decode + Encode>(json: RawJson<'_>) -> Result<Decoded, Mismatch> {
    let mut outcome = None;
    let memory = allocation_counter::measure(|| outcome = Some(json::decode::<T>(json)));
    let (value, parts) = outcome.expect("it was read")?;
    Ok(Decoded {
        parts,
        json: value.encode().to_string(),
        memory: memory.bytes_max,
    })
}
