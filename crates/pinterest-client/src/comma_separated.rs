//! Arrays in the query that are one pair: `ids=1,2,3`.

use std::fmt::{Display, Write};

use serde::{Serialize, Serializer};

/// Stands in a generated function where progenitor's own type would repeat the key for each element.
pub(crate) struct CommaSeparated<'a, V> {
    name: &'a str,
    values: &'a V,
}

impl<'a, V> CommaSeparated<'a, V> {
    pub(crate) fn new(name: &'a str, values: &'a V) -> Self {
        Self { name, values }
    }
}

/// A parameter that is an array, whether it has to be set or not.
pub(crate) trait Values {
    /// The elements joined by commas; nothing when there are none, as for arrays whose key is repeated.
    fn joined(&self) -> Option<String>;
}

impl<T: Display> Values for &Vec<T> {
    fn joined(&self) -> Option<String> {
        let (first, others) = self.split_first()?;
        let mut text = first.to_string();
        for other in others {
            let _ = write!(text, ",{other}"); // Writing to a String cannot fail.
        }
        Some(text)
    }
}

impl<T: Display> Values for Option<&Vec<T>> {
    fn joined(&self) -> Option<String> {
        self.as_ref()?.joined()
    }
}

impl<V: Values> Serialize for CommaSeparated<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.values.joined().map(|text| (self.name, text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_query<V: Values>(values: &V, expected: Option<&str>) {
        let request = reqwest::Client::new()
            .get("http://localhost/")
            .query(&CommaSeparated::new("ids", values))
            .build()
            .unwrap();
        assert_eq!(
            request.url().query().filter(|text| !text.is_empty()),
            expected
        );
    }

    #[test]
    fn elements_stand_in_one_pair() {
        let ids = vec!["1", "a&b", "3"];
        assert_query(&&ids, Some("ids=1%2Ca%26b%2C3"));
        assert_query(&Some(&vec![1, 2]), Some("ids=1%2C2"));
    }

    #[test]
    fn nothing_set_sends_nothing() {
        assert_query(&None::<&Vec<String>>, None);
        assert_query(&&Vec::<String>::new(), None);
    }
}
