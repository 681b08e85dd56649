//! How structs are read from JSON and written to it, a line for each field.

/// Implements [`Decode`](super::Decode), [`Encode`](super::Encode) and serde's traits for a struct
/// with a map of unknown fields.
///
/// The fields stand in the order of the bytes of their names on the wire. Each is
///
/// - `required`: a value without it is not as described;
/// - `optional`: it may be absent or null, and is not sent when it is not set;
/// - `nullable`: it may be absent or null, and is sent as null when it is not set;
/// - `clearable`: it may be absent or null, which are two things.
///
/// `field as "NAME"` is called `NAME` on the wire; `or {"ALIAS": "name"}` lists other names under
/// which fields were seen.
macro_rules! record {
    ($record:ident $(or {$($alias:literal: $aliased:literal),+})?: $($field:ident $(as $name:literal)?: $presence:ident,)*) => {
        impl $crate::json::Decode for $record {
            // Compiled where it is used: a program pays for the types that it uses.
            #[inline]
            fn decode(
                reader: &mut $crate::json::Reader<'_>,
                decoder: &mut $crate::json::Decoder,
            ) -> ::core::result::Result<Self, $crate::json::Mismatch> {
                static NAMES: &[&str] = &[$($crate::json::record!(@name $field $($name)?)),*];
                $(let mut $field = $crate::json::record!(@slot $presence);)*
                let extra = decoder.record(
                    ::core::mem::size_of::<Self>(),
                    reader,
                    NAMES,
                    &[$($(($alias, $aliased)),+)?],
                    &mut [$(&mut $field),*],
                )?;
                Ok(Self {
                    $($field: $crate::json::record!(@value $presence $field ($crate::json::record!(@name $field $($name)?)) decoder),)*
                    extra: $crate::json::Extra::of_unknown(extra),
                })
            }
        }

        impl $crate::json::Encode for $record {
            #[inline]
            fn encode(&self) -> $crate::json::Json<'_> {
                #[allow(unused_mut)] // There may be no fields.
                let mut object = $crate::json::ObjectWriter::new(self.extra.len() + [$(stringify!($field)),*].len());
                $($crate::json::record!(@write $presence object ($crate::json::record!(@name $field $($name)?)) &self.$field);)*
                object.finish(&self.extra)
            }
        }

        $crate::json::serde_through_json!($record);
    };
    (@name $field:ident $name:literal) => { $name };
    (@name $field:ident) => { stringify!($field) };
    (@slot required) => { $crate::json::Required::empty() };
    (@slot optional) => { $crate::json::Optional::empty() };
    (@slot nullable) => { $crate::json::Optional::empty() };
    (@slot clearable) => { $crate::json::Clearable::empty() };
    (@value required $field:ident ($name:expr) $decoder:ident) => { $field.value($name, $decoder)? };
    // Without a way out: each costs a branch that drops all fields, in each of a thousand types.
    (@value optional $field:ident ($name:expr) $decoder:ident) => { $field.0 };
    (@value nullable $field:ident ($name:expr) $decoder:ident) => { $field.0 };
    (@value clearable $field:ident ($name:expr) $decoder:ident) => { $field.0 };
    (@write required $object:ident $name:tt $value:expr) => { $object.required($name, $value) };
    (@write optional $object:ident $name:tt $value:expr) => { $object.optional($name, $value) };
    (@write nullable $object:ident $name:tt $value:expr) => { $object.required($name, $value) };
    (@write clearable $object:ident $name:tt $value:expr) => { $object.optional($name, $value) };
}

/// Implements [`Decode`](super::Decode), [`Encode`](super::Encode) and serde's traits for a type
/// that is on the wire what it holds.
macro_rules! transparent {
    ($name:ident) => {
        impl $crate::json::Decode for $name {
            #[inline]
            fn decode(
                reader: &mut $crate::json::Reader<'_>,
                decoder: &mut $crate::json::Decoder,
            ) -> ::core::result::Result<Self, $crate::json::Mismatch> {
                $crate::json::Decode::decode(reader, decoder).map(Self)
            }
        }

        impl $crate::json::Encode for $name {
            #[inline]
            fn encode(&self) -> $crate::json::Json<'_> {
                $crate::json::Encode::encode(&self.0)
            }
        }

        $crate::json::serde_through_json!($name);
    };
}

pub(crate) use {record, transparent};
