//! Data that must not appear in logs.

use std::fmt;
use std::ops::Deref;

/// Personal text such as an e-mail address: usable as `&str`, left out of `Debug` output.
///
/// It implements neither `Display` nor a conversion into `String`, so that it does not slip into a
/// message. Call [`as_str`](Self::as_str) or [`into_string`](Self::into_string) where the text is
/// meant to be shown or stored.
///
/// # Examples
///
/// ```
/// # use pinterest_client as pinterest;
/// let email = pinterest::Sensitive::from("ada@example.com");
/// assert_eq!(email.as_str(), "ada@example.com");
/// assert_eq!(format!("{email:?}"), "[redacted]");
/// assert_eq!(email.into_string(), "ada@example.com");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Sensitive(Box<str>);

impl Sensitive {
    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text itself, by value. `Debug` shows it from then on.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0.into()
    }
}

impl fmt::Debug for Sensitive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Deref for Sensitive {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Sensitive {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Sensitive {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Sensitive {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<&String> for Sensitive {
    fn from(text: &String) -> Self {
        Self(text.as_str().into())
    }
}

/// The value of a field that this version has no name for: any JSON, kept as it came and sent back
/// as it came.
///
/// `Debug` leaves it out, since it may be personal.
///
/// # Examples
///
/// ```
/// # use pinterest_client as pinterest;
/// let field: pinterest::UnknownField = serde_json::from_str(r#"{"phone": "1"}"#)?;
/// assert_eq!(field.as_value()["phone"], "1");
/// assert_eq!(format!("{field:?}"), "[redacted]");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct UnknownField(serde_json::Value);

impl UnknownField {
    /// Returns the value.
    #[must_use]
    pub fn as_value(&self) -> &serde_json::Value {
        &self.0
    }

    /// Returns the value, by value.
    #[must_use]
    pub fn into_value(self) -> serde_json::Value {
        self.0
    }
}

impl Deref for UnknownField {
    type Target = serde_json::Value;

    fn deref(&self) -> &serde_json::Value {
        &self.0
    }
}

impl From<serde_json::Value> for UnknownField {
    fn from(value: serde_json::Value) -> Self {
        Self(value)
    }
}

impl fmt::Debug for UnknownField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}
