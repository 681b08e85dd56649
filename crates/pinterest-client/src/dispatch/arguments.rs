//! Arguments as they are given, and what can be wrong with them.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::json::decode;
use crate::operation::{OPERATIONS, Operation};

/// Why arguments do not fit an operation. Neither `Display` nor `Debug` show a value: it may be personal.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ArgumentError {
    /// No operation of the enabled features has this id.
    UnknownOperation {
        /// What was given.
        id: String,
        /// The ids that have a part in common with it.
        similar: Vec<&'static str>,
    },
    /// The operation has no parameter of this name.
    UnknownParameter {
        /// The operation.
        operation: &'static str,
        /// What was given.
        name: String,
        /// The names of the parameters that it has.
        allowed: Vec<&'static str>,
    },
    /// A parameter that has one value was given more than once.
    RepeatedParameter {
        /// The operation.
        operation: &'static str,
        /// The name of the parameter.
        name: &'static str,
    },
    /// A required parameter was not given.
    MissingParameter {
        /// The operation.
        operation: &'static str,
        /// The name of the parameter.
        name: &'static str,
    },
    /// The text is not a value of the parameter's type.
    UnparsableParameter {
        /// The operation.
        operation: &'static str,
        /// The name of the parameter.
        name: &'static str,
        /// What its values look like.
        expected: &'static str,
    },
    /// The operation takes a body, and none was given.
    MissingBody {
        /// The operation.
        operation: &'static str,
    },
    /// The operation takes no body, but one was given.
    UnexpectedBody {
        /// The operation.
        operation: &'static str,
    },
    /// The body is not what the operation takes.
    UndecodableBody {
        /// The operation.
        operation: &'static str,
        /// Where in the body, e.g. `invites[0].action`; `.` is the body itself.
        path: String,
        /// What is wrong there.
        reason: String,
    },
}

impl ArgumentError {
    pub(super) fn unknown_operation(id: &str) -> Self {
        let known = OPERATIONS.iter().map(|operation| operation.id);
        Self::UnknownOperation {
            id: id.to_owned(),
            similar: known.filter(|known| is_similar(known, id)).collect(),
        }
    }
}

/// Whether a word of one begins as a word of the other.
fn is_similar(known: &str, given: &str) -> bool {
    let beginnings = |id| str::split(id, ['/', '_']).filter_map(|word| word.get(..4));
    beginnings(known).any(|known| beginnings(given).any(|given| given == known))
}

impl fmt::Display for ArgumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownOperation { id, similar } if similar.is_empty() => write!(
                f,
                "there is no operation `{id}` among the enabled features; `operation::OPERATIONS` lists all"
            ),
            Self::UnknownOperation { id, similar } => write!(
                f,
                "there is no operation `{id}` among the enabled features; similar are: {}",
                similar.join(", ")
            ),
            Self::UnknownParameter {
                operation,
                name,
                allowed,
            } if allowed.is_empty() => write!(
                f,
                "{operation} has no parameter `{name}`; it has no parameters at all"
            ),
            Self::UnknownParameter {
                operation,
                name,
                allowed,
            } => write!(
                f,
                "{operation} has no parameter `{name}`; it has: {}",
                allowed.join(", ")
            ),
            Self::RepeatedParameter { operation, name } => write!(
                f,
                "the parameter `{name}` of {operation} was given more than once; it has one value"
            ),
            Self::MissingParameter { operation, name } => {
                write!(
                    f,
                    "the parameter `{name}` of {operation} is required; give it a value"
                )
            }
            Self::UnparsableParameter {
                operation,
                name,
                expected,
            } => {
                write!(
                    f,
                    "the value of the parameter `{name}` of {operation} is not {expected}"
                )
            }
            Self::MissingBody { operation } => {
                write!(f, "{operation} takes a body; give it one, as JSON")
            }
            Self::UnexpectedBody { operation } => {
                write!(f, "{operation} takes no body; leave it out")
            }
            Self::UndecodableBody {
                operation,
                path,
                reason,
            } => {
                write!(
                    f,
                    "the body is not what {operation} takes, at `{path}`: {reason}"
                )
            }
        }
    }
}

impl std::error::Error for ArgumentError {}

/// The arguments of a call, whose names have been checked.
pub(crate) struct Given<'a> {
    operation: &'static Operation,
    parameters: &'a [(String, String)],
    body: Option<&'a Value>,
}

#[allow(dead_code)] // A build without features has no operations that ask for arguments.
impl<'a> Given<'a> {
    pub(super) fn new(
        operation: &'static Operation,
        parameters: &'a [(String, String)],
        body: Option<&'a Value>,
    ) -> Result<Self, ArgumentError> {
        let names = || operation.parameters.iter().map(|parameter| parameter.name);
        for (name, _) in parameters {
            if !names().any(|known| known == name) {
                return Err(ArgumentError::UnknownParameter {
                    operation: operation.id,
                    name: name.clone(),
                    allowed: names().collect(),
                });
            }
        }
        Ok(Self {
            operation,
            parameters,
            body,
        })
    }

    fn values(&self, name: &'static str) -> impl Iterator<Item = &'a str> {
        let parameters = self.parameters.iter();
        parameters
            .filter(move |(given, _)| given == name)
            .map(|(_, value)| value.as_str())
    }

    fn missing(&self, name: &'static str) -> ArgumentError {
        ArgumentError::MissingParameter {
            operation: self.operation.id,
            name,
        }
    }

    fn parsed<T: FromStr>(&self, name: &'static str, text: &str) -> Result<T, ArgumentError> {
        text.parse()
            .map_err(|_| ArgumentError::UnparsableParameter {
                operation: self.operation.id,
                name,
                expected: looks_of::<T>(),
            })
    }

    /// The value of a parameter that has one.
    pub(crate) fn optional<T: FromStr>(
        &self,
        name: &'static str,
    ) -> Result<Option<T>, ArgumentError> {
        let mut values = self.values(name);
        let value = values.next();
        if values.next().is_some() {
            return Err(ArgumentError::RepeatedParameter {
                operation: self.operation.id,
                name,
            });
        }
        value.map(|text| self.parsed(name, text)).transpose()
    }

    /// The value of a parameter that must have one.
    pub(crate) fn required<T: FromStr>(&self, name: &'static str) -> Result<T, ArgumentError> {
        self.optional(name)?.ok_or_else(|| self.missing(name))
    }

    /// The value of a parameter that is an object, given as JSON.
    pub(crate) fn optional_object<T: DeserializeOwned>(
        &self,
        name: &'static str,
    ) -> Result<Option<T>, ArgumentError> {
        let Some(text) = self.optional::<String>(name)? else {
            return Ok(None);
        };
        let unparsable = |_| ArgumentError::UnparsableParameter {
            operation: self.operation.id,
            name,
            expected: "JSON of its type",
        };
        serde_json::from_str(&text).map(Some).map_err(unparsable)
    }

    /// The value of a parameter that must be an object, given as JSON.
    pub(crate) fn object<T: DeserializeOwned>(
        &self,
        name: &'static str,
    ) -> Result<T, ArgumentError> {
        self.optional_object(name)?
            .ok_or_else(|| self.missing(name))
    }

    /// The elements of an array.
    pub(crate) fn optional_list<T: FromStr>(
        &self,
        name: &'static str,
    ) -> Result<Option<Vec<T>>, ArgumentError> {
        let elements = self.values(name).map(|text| self.parsed(name, text));
        let elements: Vec<T> = elements.collect::<Result<_, _>>()?;
        Ok(Some(elements).filter(|elements| !elements.is_empty()))
    }

    /// The elements of an array that must have some.
    pub(crate) fn list<T: FromStr>(&self, name: &'static str) -> Result<Vec<T>, ArgumentError> {
        self.optional_list(name)?.ok_or_else(|| self.missing(name))
    }

    /// The body.
    pub(crate) fn body<T: DeserializeOwned>(&self) -> Result<T, ArgumentError> {
        let operation = self.operation.id;
        let body = self.body.ok_or(ArgumentError::MissingBody { operation })?;
        decode(body).map_err(|failure| ArgumentError::UndecodableBody {
            operation,
            path: failure.path().to_string(),
            reason: without_quoted(&failure.inner().to_string()).into_owned(),
        })
    }

    /// Makes sure that there is no body.
    pub(crate) fn no_body(&self) -> Result<(), ArgumentError> {
        match self.body {
            Some(_) => Err(ArgumentError::UnexpectedBody {
                operation: self.operation.id,
            }),
            None => Ok(()),
        }
    }
}

/// What texts of a type look like; those of enums and ids may be anything.
fn looks_of<T>() -> &'static str {
    match std::any::type_name::<T>() {
        "bool" => "true or false",
        "f32" | "f64" => "a number",
        _ => "a whole number that fits",
    }
}

/// Leaves out the values that an error of serde repeats between double quotes.
fn without_quoted(text: &str) -> Cow<'_, str> {
    match (text.find('"'), text.rfind('"')) {
        (Some(first), Some(last)) if first < last => {
            format!("{}\"…\"{}", &text[..first], &text[last + 1..]).into()
        }
        _ => text.into(),
    }
}
