//! Values of parameters.

use std::borrow::Cow;

/// A value that a parameter of the path or the query can have.
pub trait QueryValue {
    /// Returns the value as text, or the elements of an array; `None` if it is not set.
    fn values(&self) -> Option<Vec<Cow<'_, str>>>;
}

/// Implements [`QueryValue`] for types that have `as_str`.
macro_rules! query_text {
    ($name:ty) => {
        impl $crate::request::QueryValue for $name {
            #[inline]
            fn values(
                &self,
            ) -> ::core::option::Option<::std::vec::Vec<::std::borrow::Cow<'_, str>>> {
                Some(vec![::std::borrow::Cow::Borrowed(self.as_str())])
            }
        }
    };
}

pub(crate) use query_text;

query_text!(String);
query_text!(crate::Sensitive);

impl QueryValue for str {
    fn values(&self) -> Option<Vec<Cow<'_, str>>> {
        Some(vec![Cow::Borrowed(self)])
    }
}

macro_rules! displayed {
    ($($name:ty),+) => {
        $(impl QueryValue for $name {
            #[inline]
            fn values(&self) -> Option<Vec<Cow<'_, str>>> {
                Some(vec![Cow::Owned(self.to_string())])
            }
        })+
    };
}

displayed!(bool, i32, i64);

/// Written as in JSON: a whole number has a fraction of zero.
impl QueryValue for f64 {
    fn values(&self) -> Option<Vec<Cow<'_, str>>> {
        Some(vec![Cow::Owned(
            crate::json::Encode::encode(self).to_string(),
        )])
    }
}

impl<T: QueryValue + ?Sized> QueryValue for &T {
    fn values(&self) -> Option<Vec<Cow<'_, str>>> {
        T::values(self)
    }
}

impl<T: QueryValue> QueryValue for Option<T> {
    fn values(&self) -> Option<Vec<Cow<'_, str>>> {
        self.as_ref()?.values()
    }
}

/// An array that is set to nothing is set, so that it can be rejected before it is sent as
/// nothing at all.
impl<T: QueryValue> QueryValue for Vec<T> {
    fn values(&self) -> Option<Vec<Cow<'_, str>>> {
        let elements = self.iter().filter_map(QueryValue::values);
        Some(elements.flatten().collect())
    }
}
