//! The table of types.

use std::fmt;

#[cfg(feature = "schemars")]
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::{DeserializeOwned, Error as _};
use serde_json::Value;

use super::json::{decode, encode};

/// A component schema of the description, as a type of [`types`](crate::types).
#[non_exhaustive]
pub struct ApiType {
    /// Its name, the same in the description and in Rust.
    pub name: &'static str,
    /// Decodes a value into the type and encodes it again. An error says where in the value decoding stopped.
    pub round_trip: fn(Value) -> Result<Value, serde_json::Error>,
    /// The JSON Schema of the type.
    #[cfg(feature = "schemars")]
    pub json_schema: fn() -> Value,
}

impl fmt::Debug for ApiType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ApiType").field(&self.name).finish()
    }
}

#[cfg(not(feature = "schemars"))]
pub(crate) const fn api_type<T: Serialize + DeserializeOwned>(name: &'static str) -> ApiType {
    ApiType {
        name,
        round_trip: round_trip::<T>,
    }
}

#[cfg(feature = "schemars")]
pub(crate) const fn api_type<T: Serialize + DeserializeOwned + JsonSchema>(
    name: &'static str,
) -> ApiType {
    ApiType {
        name,
        round_trip: round_trip::<T>,
        json_schema: json_schema::<T>,
    }
}

fn round_trip<T: Serialize + DeserializeOwned>(value: Value) -> Result<Value, serde_json::Error> {
    let value: T = decode(&value).map_err(serde_json::Error::custom)?;
    encode(&value)
}

#[cfg(feature = "schemars")]
fn json_schema<T: JsonSchema>() -> Value {
    schemars::schema_for!(T).to_value()
}
