//! The component schemas as types, by name.

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
}

/// Every component schema.
pub(crate) fn types() -> impl Iterator<Item = &'static ApiType> {
    crate::generated::types::TYPES.iter()
}

pub(crate) const fn api_type<T: Serialize + DeserializeOwned + JsonSchema>(
    name: &'static str,
) -> ApiType {
    ApiType {
        name,
        round_trip: round_trip::<T>,
        json_schema: json_schema::<T>,
    }
}

fn round_trip<T: Serialize + DeserializeOwned>(value: &Value) -> Result<Value, serde_json::Error> {
    serde_json::to_value(T::deserialize(value)?)
}

fn json_schema<T: JsonSchema>() -> Value {
    schemars::schema_for!(T).to_value()
}
