//! Whole numbers of the API as types of their own, so that one unit cannot be passed for another.

/// Defines a type that is a whole number on the wire and distinct in Rust.
macro_rules! integer_type {
    ($(#[$meta:meta])* pub struct $name:ident;) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(i64);

        impl $name {
            /// The value of this number.
            #[must_use]
            pub const fn new(value: i64) -> Self {
                Self(value)
            }

            /// The number as it stands on the wire.
            #[must_use]
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl ::core::convert::From<i64> for $name {
            fn from(value: i64) -> Self {
                Self(value)
            }
        }

        impl ::core::convert::From<$name> for i64 {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::num::ParseIntError;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.0)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                ::serde::Deserialize::deserialize(deserializer).map(Self)
            }
        }

        #[cfg(feature = "schemars")]
        impl ::schemars::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                ::schemars::json_schema!({ "type": "integer", "format": "int64" })
            }
        }
    };
}

pub(crate) use integer_type;

#[cfg(test)]
#[allow(unreachable_pub)] // The macro defines public types.
mod tests {
    integer_type! {
        /// Seconds.
        pub struct Seconds;
    }

    #[test]
    fn a_number_is_itself_on_the_wire_and_in_text() {
        let seconds: Seconds = serde_json::from_str("-7").unwrap();
        assert_eq!(seconds, Seconds::from(-7));
        assert_eq!(serde_json::to_string(&seconds).unwrap(), "-7");
        assert_eq!(seconds.to_string().parse::<Seconds>(), Ok(seconds));
        assert_eq!((i64::from(seconds), seconds.get()), (-7, -7));
        assert!(serde_json::from_str::<Seconds>("1.5").is_err());
    }
}
