//! Unions of the API that survive members which this version does not know.

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

use crate::json::{Decode, Decoder, Mismatch, RawJson, Reader};

mod shape;

pub(crate) use shape::{Shape, choose, member_of};

/// A member of a union that this version of the library does not know: any JSON, kept as it came
/// and sent back as it came.
///
/// It stands in the `Unknown` variant of the unions in [`types`](crate::types). `Debug` leaves the
/// content out, because nobody knows what it is. It cannot be made by hand; decode the union from
/// JSON to send a member that has no variant.
#[derive(Clone, PartialEq, serde::Serialize)]
#[serde(transparent)]
pub struct UnknownMember(Value);

impl UnknownMember {
    /// Reads a value of any kind.
    pub(crate) fn decode(reader: &mut Reader<'_>, decoder: &mut Decoder) -> Result<Self, Mismatch> {
        Value::decode(reader, decoder).map(Self)
    }

    /// Returns the value.
    #[must_use]
    pub fn as_value(&self) -> &Value {
        &self.0
    }

    /// Returns the value, by value.
    #[must_use]
    pub fn into_value(self) -> Value {
        self.0
    }
}

impl fmt::Debug for UnknownMember {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// Reads a branch, if all of it is as described.
pub(crate) type Branch<T> = fn(RawJson<'_>, &mut Decoder) -> Option<T>;

/// The text that says which branch the tagged value that comes next is. The last of several counts,
/// as for other fields.
pub(crate) fn tag<'a>(reader: &Reader<'a>, name: &str) -> Option<Cow<'a, str>> {
    reader.clone().last_field(name)?.text()
}

/// Reads the branch that the tag names; the error says which one it is.
pub(crate) fn branch<T: Decode>(
    reader: &mut Reader<'_>,
    decoder: &mut Decoder,
    name: &str,
) -> Result<T, Mismatch> {
    T::decode(reader, decoder).map_err(|mismatch| mismatch.read_as(name))
}

/// Unknown members are valid too, so the known ones are some of the alternatives.
#[cfg(feature = "schemars")]
pub(crate) fn union_schema(known: Vec<schemars::Schema>) -> schemars::Schema {
    schemars::json_schema!({ "anyOf": [{ "anyOf": known }, {}] })
}

/// Defines a union: one variant per branch, and `Unknown` for all others.
///
/// `by "tag"` decides by the text of that property alone; `by shape` by what the JSON looks like.
macro_rules! union_type {
    (
        $(#[$meta:meta])*
        pub enum $name:ident by $tag:literal {
            $($(#[$variant_meta:meta])* $variant:ident($kind:ty) from $source:ty = [$($value:literal),+],)+
        }
    ) => {
        $crate::union_type::union_type! { @common
            $(#[$meta])*
            ///
            #[doc = concat!(
                "`", $tag, "` decides which variant a value is; a value that is not listed is `Unknown`."
            )]
            pub enum $name { $($(#[$variant_meta])* $variant($kind) from $source,)+ }
        }

        impl $crate::json::Decode for $name {
            // Compiled where it is used, with the code of all branches.
            #[inline]
            fn decode(
                reader: &mut $crate::json::Reader<'_>,
                decoder: &mut $crate::json::Decoder,
            ) -> ::core::result::Result<Self, $crate::json::Mismatch> {
                match $crate::union_type::tag(reader, $tag).as_deref() {
                    $(Some($($value)|+) => {
                        $crate::union_type::branch(reader, decoder, stringify!($variant)).map(Self::$variant)
                    })+
                    _ => $crate::UnknownMember::decode(reader, decoder).map(Self::Unknown),
                }
            }
        }
    };
    (
        $(#[$meta:meta])*
        pub enum $name:ident by shape {
            $($(#[$variant_meta:meta])* $variant:ident($kind:ty) from $source:ty = [$($shape:expr),+],)+
        }
    ) => {
        $crate::union_type::union_type! { @common
            $(#[$meta])*
            ///
            /// A value is the variant that has its required fields and knows most of its fields;
            /// `Unknown` if that is not exactly one.
            pub enum $name { $($(#[$variant_meta])* $variant($kind) from $source,)+ }
        }

        impl $name {
            /// What JSON of each variant looks like, in their order. The limits of requests are
            /// found by it, too.
            pub(crate) const SHAPES: &'static [&'static [$crate::union_type::Shape]] = {
                use $crate::union_type::Shape;
                &[$(&[$($shape),+]),+]
            };
        }

        impl $crate::json::Decode for $name {
            // Compiled where it is used, with the code of all branches.
            #[inline]
            fn decode(
                reader: &mut $crate::json::Reader<'_>,
                decoder: &mut $crate::json::Decoder,
            ) -> ::core::result::Result<Self, $crate::json::Mismatch> {
                // No static: its functions would be compiled with this crate.
                let branches: &[$crate::union_type::Branch<$name>] =
                    &[$(|json, decoder| decoder.whole(json).map($name::$variant)),+];
                let json = decoder.raw(reader)?;
                let chosen =
                    $crate::union_type::choose(json, Self::SHAPES).and_then(|index| branches.get(index));
                match chosen.and_then(|read| read(json, decoder)) {
                    Some(known) => Ok(known),
                    None => $crate::UnknownMember::decode(&mut json.reader(), decoder).map(Self::Unknown),
                }
            }
        }
    };
    (@common
        $(#[$meta:meta])*
        pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident($kind:ty) from $source:ty,)+ }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_meta])* $variant($kind),)+
            /// A member that this version does not know, as the service sent it.
            Unknown($crate::UnknownMember),
        }

        impl $name {
            /// Returns whether this is a member that this version does not know.
            #[must_use]
            #[inline]
            pub fn is_unknown(&self) -> bool {
                matches!(self, Self::Unknown(_))
            }
        }

        $(
            impl ::core::convert::From<$source> for $name {
                #[inline]
                fn from(value: $source) -> Self {
                    Self::$variant(value.into())
                }
            }
        )+

        impl $crate::json::Encode for $name {
            #[inline]
            fn encode(&self) -> $crate::json::Json<'_> {
                match self {
                    $(Self::$variant(value) => $crate::json::Encode::encode(value),)+
                    Self::Unknown(value) => $crate::json::Encode::encode(value.as_value()),
                }
            }
        }

        $crate::json::serde_through_json!($name);

        #[cfg(feature = "schemars")]
        impl ::schemars::JsonSchema for $name {
            #[inline]
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            #[inline]
            fn json_schema(generator: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                $crate::union_type::union_schema(vec![$(generator.subschema_for::<$source>()),+])
            }
        }
    };
}

pub(crate) use union_type;

#[cfg(test)]
#[allow(unreachable_pub)] // The macros define public types.
mod tests {
    use super::*;

    use std::collections::BTreeMap;

    use serde::de::DeserializeOwned;

    use crate::UnknownField;
    use crate::json::record;

    type Extra = BTreeMap<String, UnknownField>;

    #[derive(Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    pub struct Group {
        any_of: Vec<Filter>,
        extra: Extra,
    }
    record! { Group:
        any_of: required,
    }

    #[derive(Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    pub struct Leaf {
        kind: String,
        size: i64,
        value: Option<i64>,
        extra: Extra,
    }
    record! { Leaf:
        kind: required,
        size: required,
        value: optional,
    }

    #[derive(Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    pub struct Other {
        kind: String,
        extra: Extra,
    }
    record! { Other:
        kind: required,
    }

    union_type! {
        /// By tag.
        pub enum Tagged by "kind" {
            /// Some.
            Leaf(Box<Leaf>) from Leaf = ["LEAF", "BUD"],
            /// Others.
            Other(Box<Other>) from Other = ["OTHER"],
        }
    }

    union_type! {
        /// By shape.
        pub enum Filter by shape {
            /// A group.
            Group(Box<Group>) from Group = [Shape::Object { required: &["any_of"], known: &["any_of"], constants: &[] }],
            /// A leaf.
            Leaf(Box<Leaf>) from Leaf =
                [Shape::Object { required: &["kind"], known: &["kind", "size", "value"], constants: &[("kind", &["LEAF"])] }],
            /// Another.
            Other(Box<Other>) from Other = [Shape::Object { required: &["kind"], known: &["kind"], constants: &[] }],
            /// Text.
            Text(String) from String = [Shape::Text],
            /// A number.
            Integer(i64) from i64 = [Shape::Integer],
            /// Numbers.
            List(Vec<i64>) from Vec<i64> = [Shape::List(&[Shape::Integer])],
        }
    }

    #[track_caller]
    fn round_trip<T: DeserializeOwned + serde::Serialize>(json: &str) -> T {
        let value: T = serde_json::from_str(json).unwrap();
        let expected: Value = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_value(&value).unwrap(), expected);
        value
    }

    #[test]
    fn the_tag_alone_decides() {
        assert!(
            matches!(round_trip(r#"{"kind": "BUD", "size": 2, "value": 1}"#), Tagged::Leaf(leaf) if leaf.value == Some(1))
        );
        assert!(matches!(
            round_trip(r#"{"kind": "OTHER"}"#),
            Tagged::Other(_)
        ));
        for unknown in [
            r#"{"kind": "NEW", "value": 1}"#,
            r#"{"kind": 7}"#,
            r#"{"value": 1}"#,
            "null",
            "[1]",
        ] {
            assert!(round_trip::<Tagged>(unknown).is_unknown(), "{unknown}");
        }
    }

    #[test]
    fn of_several_tags_the_last_decides() {
        let read = |json: &str| {
            let json = RawJson::new(json.as_bytes());
            crate::json::decode::<Tagged>(json).unwrap().0
        };
        let leaf = read(r#"{"kind": "OTHER", "size": 2, "kind": "LEAF"}"#);
        assert!(matches!(leaf, Tagged::Leaf(_)));
        assert!(read(r#"{"kind": "OTHER", "kind": 7}"#).is_unknown());
    }

    #[test]
    fn a_known_tag_with_a_wrong_field_is_an_error_that_names_the_branch() {
        for json in [r#"{"kind": "LEAF"}"#, r#"{"kind": "LEAF", "size": "x"}"#] {
            let json = RawJson::new(json.as_bytes());
            let mismatch = crate::json::decode::<Tagged>(json).unwrap_err();
            assert!(mismatch.reason().starts_with("as Leaf: "), "{mismatch}");
        }
    }

    #[test]
    fn what_fits_best_decides() {
        assert!(matches!(
            round_trip(r#"{"any_of": ["a", 7, [1], {"any_of": []}]}"#),
            Filter::Group(_)
        ));
        assert!(matches!(
            round_trip(r#"{"kind": "LEAF", "size": 2, "value": 1}"#),
            Filter::Leaf(_)
        ));
        assert!(matches!(round_trip(r#"{"kind": "x"}"#), Filter::Other(_)));
        assert!(matches!(round_trip("\"x\""), Filter::Text(_)));
        assert!(matches!(round_trip("[]"), Filter::List(_)));
    }

    #[test]
    fn the_tree_of_a_request_is_the_member_that_its_text_is() {
        for (text, expected) in [
            (r#"{"any_of": ["a", 7, [1], {"any_of": []}]}"#, Some(0)),
            (r#"{"kind": "LEAF", "size": 2, "value": 1}"#, Some(1)),
            (r#"{"kind": "x"}"#, Some(2)),
            ("\"x\"", Some(3)),
            ("7", Some(4)),
            ("18446744073709551615", Some(4)),
            ("[1, 2]", Some(5)),
            (r#"{"kind": "LEAF"}"#, None),
            (r#"{"name": "x"}"#, None),
            ("1.5", None),
            ("true", None),
            ("null", None),
            (r#"[1, "x"]"#, None),
        ] {
            let tree: crate::json::Json<'_> = serde_json::from_str(text).unwrap();
            assert_eq!(member_of(&tree, Filter::SHAPES), expected, "{text}");
            let text = RawJson::new(text.as_bytes());
            assert_eq!(choose(text, Filter::SHAPES), expected, "{text}");
        }
    }

    #[test]
    fn what_fits_nothing_or_two_is_unknown() {
        for unknown in [
            r#"{"kind": "LEAF"}"#,
            r#"{"name": "x"}"#,
            "1.5",
            "true",
            r#"[1, "x"]"#,
        ] {
            assert!(round_trip::<Filter>(unknown).is_unknown(), "{unknown}");
        }
    }

    #[test]
    fn what_is_not_wholly_the_branch_that_it_fits_is_unknown_and_nothing_is_set_aside() {
        for text in [
            r#"{"kind": "LEAF", "value": 1}"#,
            r#"{"kind": "LEAF", "size": 2, "value": "x"}"#,
        ] {
            let json = RawJson::new(text.as_bytes());
            let (filter, set_aside) = crate::json::decode::<Filter>(json).unwrap();
            assert!(filter.is_unknown() && set_aside.is_empty(), "{text}");
        }
    }

    #[test]
    fn unknown_members_do_not_show_their_content() {
        let value: Tagged = serde_json::from_str(r#"{"kind": "ada@example.com"}"#).unwrap();
        assert_eq!(format!("{value:?}"), "Unknown([redacted])");
    }

    #[test]
    fn branches_become_the_union() {
        let leaf = Leaf {
            kind: "LEAF".to_owned(),
            size: 2,
            value: None,
            extra: Extra::new(),
        };
        assert_eq!(Tagged::from(leaf.clone()), Tagged::Leaf(Box::new(leaf)));
        assert_eq!(Filter::from(7), Filter::Integer(7));
    }
}
