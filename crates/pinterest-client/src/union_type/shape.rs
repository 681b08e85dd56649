//! How a value of a union without a tag is told to be of one branch: by what its JSON looks like.

use std::borrow::Cow;

use crate::json::{Json, Kind, RawJson};

/// What JSON of a branch looks like, in a union that has no property to tell its branches by.
#[derive(Debug)]
#[allow(dead_code)] // A union of today's description need not have a branch of every shape.
pub(crate) enum Shape {
    /// Any JSON, when nothing else fits better.
    Any,
    /// True or false.
    Boolean,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// Text.
    Text,
    /// One of these texts.
    Values(&'static [&'static str]),
    /// A list whose items have one of these shapes.
    List(&'static [Shape]),
    /// An object.
    Object {
        required: &'static [&'static str],
        known: &'static [&'static str],
        /// Properties that, where they are present, have one of these texts.
        constants: &'static [(&'static str, &'static [&'static str])],
    },
}

/// The branch that the text of a response fits best; none when none fits, or when two fit equally
/// well.
pub(crate) fn choose(value: RawJson<'_>, branches: &[&[Shape]]) -> Option<usize> {
    best(value, branches)
}

/// The branch that the tree of a request fits best, which is the one that its text would fit.
pub(crate) fn member_of<'a>(value: &'a Json<'a>, branches: &[&[Shape]]) -> Option<usize> {
    best(value, branches)
}

fn best<'a, V: Probe<'a>>(value: V, branches: &[&[Shape]]) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    let mut tie = false;
    for (index, shapes) in branches.iter().enumerate() {
        let Some(fit) = shapes.iter().filter_map(|shape| shape.fit(value)).max() else {
            continue;
        };
        match best {
            Some((_, other)) if fit < other => {}
            Some((_, other)) if fit == other => tie = true,
            _ => (best, tie) = (Some((index, fit)), false),
        }
    }
    best.filter(|_| !tie).map(|(index, _)| index)
}

/// What shapes look at: the text of a response, or the tree of a request.
trait Probe<'a>: Copy {
    fn kind(self) -> Kind;

    /// Whether a number is written without a fraction and an exponent.
    fn is_whole(self) -> bool;

    fn text(self) -> Option<Cow<'a, str>>;

    fn elements(self) -> Option<Vec<Self>>;

    fn fields(self) -> Option<Vec<(Cow<'a, str>, Self)>>;
}

impl<'a> Probe<'a> for RawJson<'a> {
    fn kind(self) -> Kind {
        RawJson::kind(self)
    }

    fn is_whole(self) -> bool {
        self.number()
            .is_some_and(|number| !number.contains(['.', 'e', 'E']))
    }

    fn text(self) -> Option<Cow<'a, str>> {
        RawJson::text(self)
    }

    fn elements(self) -> Option<Vec<Self>> {
        RawJson::elements(self)
    }

    fn fields(self) -> Option<Vec<(Cow<'a, str>, Self)>> {
        RawJson::fields(self)
    }
}

impl<'a> Probe<'a> for &'a Json<'a> {
    fn kind(self) -> Kind {
        match self {
            Json::Null => Kind::Null,
            Json::Bool(_) => Kind::Boolean,
            Json::Number(_) => Kind::Number,
            Json::Str(_) => Kind::Text,
            Json::Array(_) => Kind::Array,
            Json::Object(_) => Kind::Object,
        }
    }

    fn is_whole(self) -> bool {
        matches!(self, Json::Number(number) if !number.is_f64())
    }

    fn text(self) -> Option<Cow<'a, str>> {
        match self {
            Json::Str(text) => Some(Cow::Borrowed(&**text)),
            _ => None,
        }
    }

    fn elements(self) -> Option<Vec<Self>> {
        match self {
            Json::Array(elements) => Some(elements.iter().collect()),
            _ => None,
        }
    }

    fn fields(self) -> Option<Vec<(Cow<'a, str>, Self)>> {
        match self {
            Json::Object(fields) => Some(
                fields
                    .iter()
                    .map(|(name, value)| (Cow::Borrowed(name), value))
                    .collect(),
            ),
            _ => None,
        }
    }
}

impl Shape {
    /// How well a value fits, or `None` when it does not. Only what tells shapes apart counts.
    fn fit<'a, V: Probe<'a>>(&self, value: V) -> Option<usize> {
        match (self, value.kind()) {
            (Self::Any, _) => Some(0),
            (Self::Boolean, Kind::Boolean) | (Self::Text, Kind::Text) => Some(1),
            (Self::Number, Kind::Number) => Some(1),
            (Self::Integer, Kind::Number) => value.is_whole().then_some(2),
            (Self::Values(values), Kind::Text) => {
                let text = value.text()?;
                values.contains(&&*text).then_some(2)
            }
            (Self::List(shapes), Kind::Array) => {
                value.elements()?.into_iter().try_fold(1, |sum, item| {
                    let best = shapes.iter().filter_map(|shape| shape.fit(item)).max()?;
                    Some(sum + best)
                })
            }
            (
                Self::Object {
                    required,
                    known,
                    constants,
                },
                Kind::Object,
            ) => {
                let fields = value.fields()?;
                // The last of several counts.
                let field = |name: &str| fields.iter().rev().find(|(field, _)| field == name);
                let is_constant = |(name, values): &(&str, &[&str])| match field(name) {
                    None => true,
                    Some((_, value)) => value.text().is_some_and(|text| values.contains(&&*text)),
                };
                let fits = required.iter().all(|name| field(name).is_some())
                    && constants.iter().all(is_constant);
                let present = known.iter().filter(|name| field(name).is_some());
                fits.then(|| 1 + present.count())
            }
            _ => None,
        }
    }
}
