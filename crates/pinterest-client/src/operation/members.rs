//! Limits that depend on which member of a union a value is, and on which fields are set.

use super::Limits;
use crate::json::Json;
use crate::union_type::{self, Shape};

/// The limits of the members of a union. Which member a value is decides as in decoding.
#[derive(Debug)]
pub struct Members(pub(crate) MembersBy);

/// How a value is told to be of one member.
#[derive(Debug)]
#[allow(dead_code)] // Not every set of features has unions of both kinds.
pub(crate) enum MembersBy {
    /// By the text of a property.
    Tag {
        name: &'static str,
        members: &'static [(&'static [&'static str], &'static Limits)],
    },
    /// By what its JSON looks like; both lists have the order of the variants.
    Shape {
        shapes: &'static [&'static [Shape]],
        members: &'static [&'static Limits],
    },
}

impl Members {
    /// Returns the limits of the member that the value is; `None` where it is of none that is
    /// known.
    #[must_use]
    pub fn limits_of(&self, value: &Json<'_>) -> Option<&'static Limits> {
        match self.0 {
            MembersBy::Tag { name, members } => {
                let Json::Object(fields) = value else {
                    return None;
                };
                let Some(Json::Str(tag)) = fields.get(name) else {
                    return None;
                };
                let mut members = members.iter();
                let (_, limits) = members.find(|(tags, _)| tags.contains(&&**tag))?;
                Some(limits)
            }
            MembersBy::Shape { shapes, members } => {
                let index = union_type::member_of(value, shapes)?;
                members.get(index).copied()
            }
        }
    }

    /// Returns the property that decides, and its values that are known; `None` where none decides.
    #[must_use]
    pub fn tag(&self) -> Option<(&'static str, Vec<&'static str>)> {
        match self.0 {
            MembersBy::Tag { name, members } => {
                let values = members
                    .iter()
                    .flat_map(|(values, _)| values.iter().copied());
                Some((name, values.collect()))
            }
            MembersBy::Shape { .. } => None,
        }
    }
}

/// Which of several fields of an object, or parameters of a request, are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FieldRule {
    /// At most one of them.
    Exclusive(&'static [&'static str]),
    /// At least one of them.
    OneOfRequired(&'static [&'static str]),
    /// Where the first is set, all others are.
    Requires(&'static [&'static str]),
}

#[cfg(test)]
mod tests {
    use super::*;

    static SHORT: Limits = Limits {
        max_items: Some(1),
        ..Limits::NONE
    };
    static LONG: Limits = Limits {
        max_items: Some(2),
        ..Limits::NONE
    };

    #[track_caller]
    fn assert_limits(members: &Members, json: &str, expected: Option<&'static Limits>) {
        let value: Json<'_> = serde_json::from_str(json).unwrap();
        let found = members.limits_of(&value).map(|limits| limits.max_items);
        assert_eq!(found, expected.map(|limits| limits.max_items), "{json}");
    }

    #[test]
    fn the_tag_decides_whose_limits_hold() {
        static MEMBERS: Members = Members(MembersBy::Tag {
            name: "kind",
            members: &[(&["A", "B"], &SHORT), (&["C"], &LONG)],
        });
        assert_limits(&MEMBERS, r#"{"kind": "B"}"#, Some(&SHORT));
        assert_limits(&MEMBERS, r#"{"x": 1, "kind": "C"}"#, Some(&LONG));
        for unknown in [r#"{"kind": "D"}"#, r#"{"kind": 1}"#, "{}", "[]", "null"] {
            assert_limits(&MEMBERS, unknown, None);
        }
        assert_eq!(MEMBERS.tag(), Some(("kind", vec!["A", "B", "C"])));
    }

    #[test]
    fn the_shape_decides_where_there_is_no_tag() {
        static MEMBERS: Members = Members(MembersBy::Shape {
            shapes: &[
                &[Shape::List(&[Shape::Text])],
                &[Shape::List(&[Shape::Integer])],
            ],
            members: &[&SHORT, &LONG],
        });
        assert_limits(&MEMBERS, r#"["a", "b"]"#, Some(&SHORT));
        assert_limits(&MEMBERS, "[1]", Some(&LONG));
        assert_limits(&MEMBERS, r#"[1, "a"]"#, None);
        assert_limits(&MEMBERS, "{}", None);
        assert_eq!(MEMBERS.tag(), None);
    }
}
