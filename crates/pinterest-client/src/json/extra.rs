//! Fields of an object that have no name in its type.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{Metric, UnknownField};

/// What a type keeps of the fields that have no name in it.
pub(crate) trait Extra {
    /// The fields as they were read.
    fn of_unknown(fields: BTreeMap<String, UnknownField>) -> Self;

    /// Names and values, in the order in which they are written.
    fn entries(&self) -> impl Iterator<Item = (&str, &Value)>;
}

/// Nobody knows what they are.
impl Extra for BTreeMap<String, UnknownField> {
    #[inline]
    fn of_unknown(fields: BTreeMap<String, UnknownField>) -> Self {
        fields
    }

    fn entries(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.iter()
            .map(|(name, value)| (name.as_str(), value.as_value()))
    }
}

/// The columns of a row.
impl Extra for BTreeMap<String, Metric> {
    fn of_unknown(fields: BTreeMap<String, UnknownField>) -> Self {
        let fields = fields.into_iter();
        fields
            .map(|(name, value)| (name, Metric::from(value.into_value())))
            .collect()
    }

    fn entries(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.iter()
            .map(|(name, value)| (name.as_str(), value.as_value()))
    }
}
