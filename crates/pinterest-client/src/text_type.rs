//! Ids of the API as types of their own, so that one kind cannot be passed for another.

/// Defines a type that is text on the wire and distinct in Rust; each `from` names another such
/// type that is used as this one.
macro_rules! text_type {
    ($(#[$meta:meta])* pub struct $name:ident $(from $source:ident)*;) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(::std::boxed::Box<str>);

        impl $name {
            /// Returns the text, as the API has it.
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

        impl ::core::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(text: ::std::string::String) -> Self {
                Self(text.into())
            }
        }

        impl ::core::convert::From<&::std::string::String> for $name {
            #[inline]
            fn from(text: &::std::string::String) -> Self {
                Self(text.as_str().into())
            }
        }

        impl ::core::convert::From<$name> for ::std::string::String {
            #[inline]
            fn from(value: $name) -> Self {
                value.0.into()
            }
        }

        impl ::core::convert::From<&$name> for ::std::string::String {
            #[inline]
            fn from(value: &$name) -> Self {
                value.as_str().to_owned()
            }
        }

        impl ::core::cmp::PartialEq<str> for $name {
            #[inline]
            fn eq(&self, text: &str) -> bool {
                self.as_str() == text
            }
        }

        impl ::core::cmp::PartialEq<&str> for $name {
            #[inline]
            fn eq(&self, text: &&str) -> bool {
                self.as_str() == *text
            }
        }

        $crate::open_enum::text_traits!($name, from);

        $(
            impl ::core::convert::From<$source> for $name {
                #[inline]
                fn from(id: $source) -> Self {
                    Self(::std::string::String::from(id).into())
                }
            }

            impl ::core::convert::From<&$source> for $name {
                #[inline]
                fn from(id: &$source) -> Self {
                    Self(id.as_str().into())
                }
            }
        )*

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

    text_type! {
        /// Id of whatever can be owned.
        pub struct PossessionId from ThingId;
    }

    #[test]
    fn an_id_is_its_text() {
        let id = ThingId::from("12");
        assert_eq!((id.as_str(), id.to_string().as_str()), ("12", "12"));
        assert_eq!(ThingId::from(String::from("12")), ThingId::from(&id));
    }

    #[test]
    fn an_id_is_another_where_it_is_used_as_that() {
        let thing = ThingId::from("12");
        assert_eq!(PossessionId::from(&thing), "12");
        assert_eq!(PossessionId::from(thing), PossessionId::from("12"));
    }

    #[test]
    fn an_id_becomes_text_again() {
        let id = ThingId::from(&String::from("12"));
        assert_eq!(String::from(&id), "12");
        assert_eq!(String::from(id), "12");
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
