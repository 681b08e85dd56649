//! Ids of the API as types of their own, so that one kind cannot be passed for another.

/// Defines a type that is text on the wire and distinct in Rust.
macro_rules! text_type {
    ($(#[$meta:meta])* pub struct $name:ident;) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(::std::boxed::Box<str>);

        impl $name {
            /// The text as it stands on the wire.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        $crate::open_enum::text_traits!($name);

        #[cfg(feature = "schemars")]
        impl ::schemars::JsonSchema for $name {
            #[inline]
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            #[inline]
            fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                ::schemars::json_schema!({ "type": "string" })
            }
        }
    };
}

pub(crate) use text_type;

#[cfg(test)]
#[allow(unreachable_pub)] // The macros define public types.
mod tests {
    use proptest::prelude::*;

    text_type! {
        /// Id of a thing.
        pub struct ThingId;
    }

    #[test]
    fn an_id_is_its_text() {
        let id = ThingId::from("12");
        assert_eq!((id.as_str(), id.to_string().as_str()), ("12", "12"));
        assert_eq!(ThingId::from(String::from("12")), ThingId::from(&id));
    }

    proptest! {
        #[test]
        fn every_text_round_trips(text in "\\PC*") {
            let id = ThingId::from(text.as_str());
            let json = serde_json::to_string(&id).unwrap();
            prop_assert_eq!(&json, &serde_json::to_string(&text).unwrap());
            prop_assert_eq!(serde_json::from_str::<ThingId>(&json).unwrap(), id);
        }
    }
}
