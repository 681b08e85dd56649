//! Whole numbers of the API as types of their own, so that one unit cannot be passed for another.
//!
//! A number alone does not say its unit, so those of a known unit are made by functions that name
//! it.

use std::time::{Duration, SystemTime};

/// Defines a type that is a whole number on the wire and distinct in Rust; `in` says of what unit
/// it is.
macro_rules! integer_type {
    ($(#[$meta:meta])* pub struct $name:ident in millionths;) => {
        $crate::integer_type::integer_type! { @number $(#[$meta])* pub struct $name }

        impl $name {
            /// Millionths of a unit of the currency, as on the wire.
            #[must_use]
            #[inline]
            pub const fn from_micros(micros: i64) -> Self {
                Self(micros)
            }

            /// Creates an amount of `whole` units of the currency and `millionths` of one:
            /// `from_units(25, 0)` is 25.00, `from_units(12, 500_000)` is 12.50.
            ///
            /// The millionths are added: minus a half is `from_units(-1, 500_000)`. Every such
            /// amount fits; [`try_from_units`](Self::try_from_units) takes larger ones.
            #[must_use]
            #[inline]
            pub const fn from_units(whole: i32, millionths: u32) -> Self {
                Self(whole as i64 * 1_000_000 + millionths as i64)
            }

            /// Creates an amount of any size, as [`from_units`](Self::from_units) does. Returns
            /// `None` if the amount does not fit, or if `millionths` is more than 999,999.
            #[must_use]
            #[inline]
            pub const fn try_from_units(whole: i64, millionths: u32) -> ::core::option::Option<Self> {
                match $crate::integer_type::join(whole, millionths, 1_000_000) {
                    Some(value) => Some(Self(value)),
                    None => None,
                }
            }

            /// Returns the whole units of the currency, and the millionths in addition.
            #[must_use]
            #[inline]
            pub const fn units(self) -> (i64, u32) {
                (self.0.div_euclid(1_000_000), self.0.rem_euclid(1_000_000) as u32)
            }
        }
    };
    ($(#[$meta:meta])* pub struct $name:ident in seconds;) => {
        $crate::integer_type::integer_type! { @time $(#[$meta])* pub struct $name 1 }

        impl $name {
            /// Seconds since the Unix epoch, as on the wire.
            #[must_use]
            #[inline]
            pub const fn from_secs(seconds: i64) -> Self {
                Self(seconds)
            }
        }
    };
    ($(#[$meta:meta])* pub struct $name:ident in milliseconds;) => {
        $crate::integer_type::integer_type! { @time $(#[$meta])* pub struct $name 1000 }

        impl $name {
            /// Milliseconds since the Unix epoch, as on the wire.
            #[must_use]
            #[inline]
            pub const fn from_millis(milliseconds: i64) -> Self {
                Self(milliseconds)
            }
        }
    };
    (@time $(#[$meta:meta])* pub struct $name:ident $per_second:literal) => {
        $crate::integer_type::integer_type! { @number $(#[$meta])* pub struct $name }

        impl $name {
            /// Converts a time, rounded down to the unit. Returns `None` if it does not fit.
            #[must_use]
            #[inline]
            pub fn from_system_time(time: ::std::time::SystemTime) -> ::core::option::Option<Self> {
                $crate::integer_type::since_epoch(time, $per_second).map(Self)
            }

            /// Returns the time, or `None` if this system cannot represent it.
            #[must_use]
            #[inline]
            pub fn to_system_time(self) -> ::core::option::Option<::std::time::SystemTime> {
                $crate::integer_type::after_epoch(self.0, $per_second)
            }
        }
    };
    ($(#[$meta:meta])* pub struct $name:ident;) => {
        $crate::integer_type::integer_type! { @number $(#[$meta])* pub struct $name }

        impl $name {
            /// Creates a value from the number that the API has.
            #[must_use]
            #[inline]
            pub const fn new(value: i64) -> Self {
                Self(value)
            }
        }

        impl ::core::convert::From<i64> for $name {
            #[inline]
            fn from(value: i64) -> Self {
                Self(value)
            }
        }
    };
    (@number $(#[$meta:meta])* pub struct $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(i64);

        impl $name {
            /// Returns the number, as the API has it.
            #[must_use]
            #[inline]
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl ::core::convert::From<$name> for i64 {
            #[inline]
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::num::ParseIntError;

            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl $crate::json::Decode for $name {
            #[inline]
            fn decode(
                reader: &mut $crate::json::Reader<'_>,
                decoder: &mut $crate::json::Decoder,
            ) -> ::core::result::Result<Self, $crate::json::Mismatch> {
                decoder.whole_number(reader).map(Self)
            }
        }

        impl $crate::json::Encode for $name {
            #[inline]
            fn encode(&self) -> $crate::json::Json<'_> {
                $crate::json::Encode::encode(&self.0)
            }
        }

        $crate::json::serde_through_json!($name);

        impl $crate::request::QueryValue for $name {
            #[inline]
            fn values(
                &self,
            ) -> ::core::option::Option<::std::vec::Vec<::std::borrow::Cow<'_, str>>> {
                $crate::request::QueryValue::values(&self.0)
            }
        }

        #[cfg(feature = "schemars")]
        impl ::schemars::JsonSchema for $name {
            #[inline]
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            #[inline]
            fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                ::schemars::json_schema!({ "type": "integer", "format": "int64" })
            }
        }
    };
}

pub(crate) use integer_type;

/// `whole` units and `parts` of one, of which `per_unit` make one.
pub(crate) const fn join(whole: i64, parts: u32, per_unit: i64) -> Option<i64> {
    if parts as i64 >= per_unit {
        return None;
    }
    // The sum can fit where the product does not.
    let sum = whole as i128 * per_unit as i128 + parts as i128;
    if sum < i64::MIN as i128 || sum > i64::MAX as i128 {
        return None;
    }
    Some(sum as i64)
}

pub(crate) fn since_epoch(time: SystemTime, per_second: u32) -> Option<i64> {
    let count = |span: Duration| -> Option<(i64, bool)> {
        let nanos_each = u128::from(1_000_000_000 / per_second);
        let whole = i64::try_from(span.as_nanos() / nanos_each).ok()?;
        Some((whole, !span.as_nanos().is_multiple_of(nanos_each)))
    };
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(span) => count(span).map(|(whole, _)| whole),
        Err(before) => {
            let (whole, has_rest) = count(before.duration())?;
            (-whole).checked_sub(i64::from(has_rest))
        }
    }
}

pub(crate) fn after_epoch(value: i64, per_second: u32) -> Option<SystemTime> {
    let parts = value.unsigned_abs();
    let (seconds, rest) = (parts / u64::from(per_second), parts % u64::from(per_second));
    let nanos = u32::try_from(rest).ok()? * (1_000_000_000 / per_second);
    let span = Duration::new(seconds, nanos);
    if value < 0 {
        SystemTime::UNIX_EPOCH.checked_sub(span)
    } else {
        SystemTime::UNIX_EPOCH.checked_add(span)
    }
}

#[cfg(test)]
#[allow(unreachable_pub)] // The macro defines public types.
mod tests {
    use super::*;

    integer_type! {
        /// Seconds.
        pub struct Seconds in seconds;
    }

    integer_type! {
        /// Milliseconds.
        pub struct Milliseconds in milliseconds;
    }

    integer_type! {
        /// Millionths of a currency.
        pub struct Micros in millionths;
    }

    integer_type! {
        /// A count.
        pub struct Count;
    }

    #[test]
    fn a_number_without_a_unit_is_made_of_a_number() {
        assert_eq!(Count::from(7), Count::new(7));
    }

    #[test]
    fn money_is_exact_and_checked() {
        assert_eq!(
            Micros::try_from_units(12, 500_000),
            Some(Micros::from_micros(12_500_000))
        );
        assert_eq!(
            Micros::try_from_units(-1, 500_000),
            Some(Micros::from_micros(-500_000))
        );
        assert_eq!(Micros::try_from_units(1, 1_000_000), None);
        assert_eq!(Micros::try_from_units(i64::MAX, 0), None);
        for value in [0, 1, -1, 1_500_000, -1_500_000, i64::MAX, i64::MIN] {
            let (whole, millionths) = Micros::from_micros(value).units();
            assert_eq!(
                Micros::try_from_units(whole, millionths),
                Some(Micros::from_micros(value))
            );
        }
        assert_eq!(Micros::from_micros(1_500_000).to_string(), "1500000");
        for (whole, millionths, micros) in [
            (25, 0, 25_000_000),
            (-1, 500_000, -500_000),
            (i32::MAX, u32::MAX, 2_147_487_941_967_295),
            (i32::MIN, 0, -2_147_483_648_000_000),
        ] {
            let amount = Micros::from_units(whole, millionths);
            assert_eq!(amount, Micros::from_micros(micros));
        }
    }

    #[test]
    fn times_round_down_and_come_back() {
        let epoch = SystemTime::UNIX_EPOCH;
        let later = epoch + Duration::from_millis(1_999);
        assert_eq!(
            Seconds::from_system_time(later),
            Some(Seconds::from_secs(1))
        );
        assert_eq!(
            Milliseconds::from_system_time(later),
            Some(Milliseconds::from_millis(1_999))
        );
        let earlier = epoch - Duration::from_millis(1);
        assert_eq!(
            Seconds::from_system_time(earlier),
            Some(Seconds::from_secs(-1))
        );
        for value in [0, 7, -7, 1_753_000_000] {
            let (seconds, milliseconds) =
                (Seconds::from_secs(value), Milliseconds::from_millis(value));
            let back = seconds.to_system_time().and_then(Seconds::from_system_time);
            assert_eq!(back, Some(seconds));
            let back = milliseconds
                .to_system_time()
                .and_then(Milliseconds::from_system_time);
            assert_eq!(back, Some(milliseconds));
        }
        assert_eq!(
            Seconds::from_secs(i64::MAX)
                .to_system_time()
                .and_then(Milliseconds::from_system_time),
            None
        );
    }

    #[test]
    fn a_number_is_itself_on_the_wire_and_in_text() {
        let seconds: Seconds = serde_json::from_str("-7").unwrap();
        assert_eq!(seconds, Seconds::from_secs(-7));
        assert_eq!(serde_json::to_string(&seconds).unwrap(), "-7");
        assert_eq!(seconds.to_string().parse::<Seconds>(), Ok(seconds));
        assert_eq!((i64::from(seconds), seconds.get()), (-7, -7));
        assert!(serde_json::from_str::<Seconds>("1.5").is_err());
    }
}
