//! The error that names a field which cannot be sent as it is.

use std::borrow::Cow;
use std::fmt;

use crate::Error;
#[cfg(doc)]
use crate::ErrorKind;
use crate::error::LimitViolation;

/// A field of a conversion event or of a customer that cannot be sent as it is.
///
/// It names the field, and never contains its value, which may be personal. It converts into an
/// [`Error`] of [`ErrorKind::InvalidRequest`], whose [`Error::limit`] names the field too.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "conversions")] {
/// use pinterest::FieldProblem;
/// use pinterest::conversions::Person;
///
/// let error = Person::new().email("ada.example.com").user_data().unwrap_err();
/// assert_eq!(error.field, "user_data.em");
/// assert_eq!(error.problem, FieldProblem::NotAnEmail);
/// assert_eq!(error.to_string(), "user_data.em must be an e-mail address");
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidField {
    /// The field, named as in the request: `user_data.em`, `custom_data.contents[2].item_price`; or
    /// with the position of the customer: `customers[3].email`.
    pub field: Cow<'static, str>,
    /// What the field lacks.
    pub problem: FieldProblem,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FieldProblem {
    /// The field is required, and not set.
    Missing,
    /// There is nothing in the text, or nothing that counts.
    Empty,
    /// It has no `@` between two parts, or a space.
    NotAnEmail,
    /// It has letters, or fewer digits than 7, or more than 15.
    NotAPhoneNumber,
    /// The phone number starts with a single zero, so that it has no country code.
    NoCountryCode,
    /// It does not consist of two letters from A to Z.
    NotTwoLetters,
    /// The country is the United States, and the postal code has no digits.
    NotAPostalCode,
    /// It is none of `f`, `m`, `n`, `female`, `male` and `non-binary`.
    NotAGender,
    /// It is not of the form `8c4e9d2a-1f3b-4c5d-9e6f-7a8b9c0d1e2f`.
    NotAMobileAdId,
    /// The mobile advertising id consists of zeros: the person does not permit to use it.
    NoPermission,
    /// It is neither an IPv4 nor an IPv6 address.
    NotAnIpAddress,
    /// It is not a hash of the kind that the field takes.
    NotAHash,
    /// Nothing identifies the person.
    NoIdentifier,
    /// It is not a decimal number such as `72.39`.
    NotADecimal,
    /// The time is in the future.
    InTheFuture,
    /// The time is longer ago than is accepted.
    TooOld,
    /// The identifier has no place in the text form of a customer list.
    NotInText,
}

impl InvalidField {
    pub(crate) fn new(field: impl Into<Cow<'static, str>>, problem: FieldProblem) -> Self {
        Self {
            field: field.into(),
            problem,
        }
    }
}

/// Says what the field has to be.
impl fmt::Display for FieldProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "set",
            Self::Empty => "text that is not empty",
            Self::NotAnEmail => "an e-mail address",
            Self::NotAPhoneNumber => "a phone number of 7 to 15 digits",
            Self::NoCountryCode => "a phone number with a country code, such as +44 20 7946 0958",
            Self::NotTwoLetters => "a code of two letters",
            Self::NotAPostalCode => "a postal code",
            Self::NotAGender => "f, m or n",
            Self::NotAMobileAdId => "a mobile advertising id of 32 digits with hyphens",
            Self::NoPermission => "a mobile advertising id that is not all zeros",
            Self::NotAnIpAddress => "an IP address",
            Self::NotAHash => "a hash in hexadecimal digits",
            Self::NoIdentifier => {
                "a person with an e-mail address, a mobile advertising id, or an IP address with a \
                 user agent"
            }
            Self::NotADecimal => "text that holds a decimal number, such as 72.39",
            Self::InTheFuture => "a time in the past",
            Self::TooOld => "a time that is not as long ago",
            Self::NotInText => {
                "left out, as text holds e-mail addresses and mobile advertising ids only; send rows"
            }
        })
    }
}

impl fmt::Display for InvalidField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} must be {}", self.field, self.problem)
    }
}

impl std::error::Error for InvalidField {}

/// An error of [`ErrorKind::InvalidRequest`]: nothing was sent.
impl From<InvalidField> for Error {
    fn from(invalid: InvalidField) -> Self {
        let value = match invalid.problem {
            FieldProblem::Missing => "missing",
            _ => "[redacted]",
        };
        Self::limit_violation(LimitViolation {
            field: invalid.field.into_owned(),
            limit: invalid.problem.to_string(),
            value: value.to_owned(),
        })
        .unsent()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_of_the_crate_names_the_field_and_says_that_nothing_was_sent() {
        let error = Error::from(InvalidField::new(
            "user_data.ph",
            FieldProblem::NoCountryCode,
        ));
        assert!(error.is_invalid_request() && !error.may_have_acted());
        assert_eq!(error.limit().unwrap().field, "user_data.ph");
        let error = Error::from(InvalidField::new("event_time", FieldProblem::Missing));
        assert!(
            error
                .to_string()
                .contains("event_time must be set, but is missing"),
            "{error}"
        );
    }
}
