//! Enums of the API that survive values which this version does not know.

use std::fmt;

/// The text of an enum value that this version of the library does not know.
///
/// It is in the `Unknown` variant of the enums in [`types`](crate::types). It keeps the text as the
/// service sent it, and is encoded as that text. It is not created directly: the function
/// `from_wire` of each enum returns the named variant if there is one, so an `Unknown` never stands
/// for a known value.
///
/// Text does not convert into an enum, so that the compiler finds a misspelled value:
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "campaigns")] {
/// # use pinterest_client as pinterest;
/// use pinterest::types::{CampaignUpdate, EntityStatus};
///
/// let update = CampaignUpdate::new("626735565838").status(EntityStatus::Paused);
/// let newer = CampaignUpdate::new("626735565838").status(EntityStatus::from_wire("ON_HOLD"));
/// # }
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// Returns the value as text, as the API has it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// Where the text stands among those of an enum.
pub(crate) fn position(texts: &[&str], text: &str) -> Option<usize> {
    texts.iter().position(|known| *known == text)
}

/// Defines an open enum: one variant per known value, and `Unknown` for all others.
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $value:literal,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(
                $(#[$variant_meta])*
                ///
                #[doc = concat!("On the wire: `", $value, "`.")]
                $variant,
            )+
            /// A value that this version does not know, as the service sent it.
            Unknown($crate::UnknownValue),
        }

        impl $name {
            /// The values that this version knows, in the order of the API's description.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),+];

            /// What the known values are on the wire, in the same order.
            const TEXTS: &'static [&'static str] = &[$($value),+];

            /// Returns the value that the API writes as `text`, or `Unknown` if this version does
            /// not know it.
            #[must_use]
            #[inline]
            pub fn from_wire(text: &str) -> Self {
                // A table, because a `match` over thousands of texts is what the compiler would
                // spend most of its time on.
                match $crate::open_enum::position(Self::TEXTS, text) {
                    Some(index) => Self::KNOWN[index].clone(),
                    None => Self::Unknown($crate::UnknownValue::new(text)),
                }
            }

            /// Returns the value as text, as the API has it.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)+
                    Self::Unknown(value) => value.as_str(),
                }
            }

            /// Returns whether this is a value that this version does not know.
            #[must_use]
            #[inline]
            pub fn is_unknown(&self) -> bool {
                matches!(self, Self::Unknown(_))
            }
        }

        $crate::open_enum::text_traits!($name, from_wire);

        #[cfg(feature = "schemars")]
        impl ::schemars::JsonSchema for $name {
            #[inline]
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            #[inline]
            fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                $crate::open_enum::enum_schema(Self::TEXTS)
            }
        }
    };
}

/// What every type that is text on the wire has. It needs `as_str`, and `$read` makes it from a
/// `&str`.
macro_rules! text_traits {
    ($name:ident, $read:ident) => {
        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                Ok(Self::$read(text))
            }
        }

        impl ::core::convert::From<&$name> for $name {
            #[inline]
            fn from(value: &$name) -> Self {
                value.clone()
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl $crate::json::Decode for $name {
            #[inline]
            fn decode(
                reader: &mut $crate::json::Reader<'_>,
                decoder: &mut $crate::json::Decoder,
            ) -> ::core::result::Result<Self, $crate::json::Mismatch> {
                let text = decoder.text(reader, concat!("text for ", stringify!($name)))?;
                Ok(Self::$read(&*text))
            }
        }

        impl $crate::json::Encode for $name {
            #[inline]
            fn encode(&self) -> $crate::json::Json<'_> {
                $crate::json::Json::Str(::std::borrow::Cow::Borrowed(self.as_str()))
            }
        }

        $crate::json::serde_through_json!($name);
        $crate::request::query_text!($name);
    };
}

pub(crate) use {open_enum, text_traits};

/// Unknown values are valid too, so the known ones are one of two alternatives.
#[cfg(feature = "schemars")]
pub(crate) fn enum_schema(known: &[&str]) -> schemars::Schema {
    schemars::json_schema!({ "type": "string", "anyOf": [{ "enum": known }, {}] })
}

#[cfg(test)]
#[allow(unreachable_pub)] // The macros define public types.
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    open_enum! {
        /// A state.
        pub enum State {
            /// Open.
            Pending = "PENDING",
            /// Done.
            Expired = "EXPIRED",
        }
    }

    fn unknown(state: &State) -> bool {
        matches!(state, State::Unknown(_))
    }

    #[test]
    fn known_values_map_to_their_variants() {
        assert_eq!(
            serde_json::from_str::<State>("\"EXPIRED\"").unwrap(),
            State::Expired
        );
        assert_eq!("PENDING".parse::<State>(), Ok(State::Pending));
        assert_eq!(State::KNOWN, [State::Pending, State::Expired]);
        assert_eq!(
            State::KNOWN.iter().map(State::as_str).collect::<Vec<_>>(),
            ["PENDING", "EXPIRED"]
        );
    }

    #[test]
    fn unknown_values_keep_their_text() {
        let state: State = serde_json::from_str("\"ON_HOLD\"").unwrap();
        assert!(state.is_unknown());
        assert_eq!(format!("{state} {state:?}"), "ON_HOLD Unknown(\"ON_HOLD\")");
        assert_eq!(state.as_ref(), "ON_HOLD");
    }

    #[test]
    fn values_are_usable_in_hashed_sets() {
        let values = ["B", "PENDING", "A", "EXPIRED", "A"].map(State::from_wire);
        assert_eq!(values.into_iter().collect::<HashSet<_>>().len(), 4);
    }

    #[test]
    fn a_text_in_code_yields_the_named_variant_where_there_is_one() {
        assert_eq!(State::from_wire("EXPIRED"), State::Expired);
        assert!(State::from_wire("expired").is_unknown());
    }

    #[test]
    fn other_json_than_text_is_refused() {
        let error = serde_json::from_str::<State>("7").unwrap_err().to_string();
        assert!(error.contains("text for State"), "{error}");
    }

    proptest! {
        #[test]
        fn every_text_round_trips_and_unknown_never_hides_a_known_value(text in "PENDING|EXPIRED|\\PC*") {
            let state = State::from_wire(text.as_str());
            prop_assert_eq!(unknown(&state), !["PENDING", "EXPIRED"].contains(&text.as_str()));
            let json = serde_json::to_string(&state).unwrap();
            prop_assert_eq!(&json, &serde_json::to_string(&text).unwrap());
            prop_assert_eq!(serde_json::from_str::<State>(&json).unwrap(), state);
        }
    }
}
