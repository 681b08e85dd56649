//! Facts about operations: paths, scopes, rate limits, what a request may hold.
//!
//! ```
//! # #[cfg(feature = "business_access")] {
//! let operation = pinterest_client::operation::by_id("get/invites").expect("it is in the table");
//! assert_eq!(operation.path, "/businesses/{business_id}/invites");
//! assert!(operation.paged && operation.idempotent);
//! # }
//! ```

use std::fmt;

mod members;
mod pattern;

pub use crate::generated::metadata::*;
pub(crate) use members::MembersBy;
pub use members::{FieldRule, Members};
pub use pattern::Pattern;

/// One operation of the API.
#[derive(Debug)]
#[non_exhaustive]
pub struct Operation {
    /// Pinterest's own name for it, e.g. `get/invites`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path below the base URL, with parameters in braces.
    pub path: &'static str,
    /// What a token must be allowed to do: any one of these is enough.
    pub security: &'static [SecurityRequirement],
    /// Which rate limit the operation counts against.
    pub rate_limit: RateLimitCategory,
    /// Whether the sandbox has the operation.
    pub sandbox: bool,
    /// Whether sending it twice does no more than sending it once.
    pub idempotent: bool,
    /// Whether it responds with a page and a bookmark.
    pub paged: bool,
    /// What stands in the path and the query.
    pub parameters: &'static [Parameter],
    /// Which parameters exclude or require each other.
    pub rules: &'static [FieldRule],
    /// How the body is written.
    pub body_format: BodyFormat,
    /// Whether a request without a body is rejected.
    pub body_required: bool,
    /// What the body may hold; [`Limits::NONE`] when there is no body or no limit.
    pub body: &'static Limits,
}

/// Returns the operation with this method and path below the base URL, and the parameters that
/// stand in the path. A segment that is the same wins over one that is a parameter.
#[must_use]
pub fn by_path(
    method: Method,
    path: &str,
) -> Option<(&'static Operation, Vec<(&'static str, &str)>)> {
    let matching = OPERATIONS.iter().filter_map(|operation| {
        let parameters =
            (operation.method == method).then(|| matches_path(operation.path, path))?;
        Some((*operation, parameters?))
    });
    matching.min_by_key(|(_, parameters)| parameters.len())
}

fn matches_path<'a>(template: &'static str, path: &'a str) -> Option<Vec<(&'static str, &'a str)>> {
    let (mut expected, mut actual) = (template.split('/'), path.split('/'));
    let mut parameters = Vec::new();
    loop {
        match (expected.next(), actual.next()) {
            (None, None) => return Some(parameters),
            (Some(expected), Some(actual)) => {
                let name = expected
                    .strip_prefix('{')
                    .and_then(|rest| rest.strip_suffix('}'));
                match name {
                    Some(name) => parameters.push((name, actual)),
                    None if expected == actual => {}
                    None => return None,
                }
            }
            _ => return None,
        }
    }
}

impl Operation {
    /// Without parameters and body; what the table leaves out is as here.
    pub(crate) const PLAIN: Self = Self {
        id: "",
        method: Method::Get,
        path: "",
        security: &[],
        rate_limit: RateLimitCategory::OrgRead,
        sandbox: true,
        idempotent: true,
        paged: false,
        parameters: &[],
        rules: &[],
        body_format: BodyFormat::None,
        body_required: false,
        body: &Limits::NONE,
    };

    /// Creates an operation that is not described, of which nothing but the method is known.
    #[must_use]
    pub fn undescribed(method: Method) -> &'static Self {
        const fn operation(id: &'static str, method: Method, idempotent: bool) -> Operation {
            Operation {
                id,
                method,
                idempotent,
                body_format: BodyFormat::Json,
                ..Operation::PLAIN
            }
        }

        static DELETE: Operation = operation("DELETE request", Method::Delete, true);
        static GET: Operation = operation("GET request", Method::Get, true);
        static PATCH: Operation = operation("PATCH request", Method::Patch, false);
        static POST: Operation = operation("POST request", Method::Post, false);
        static PUT: Operation = operation("PUT request", Method::Put, true);
        match method {
            Method::Delete => &DELETE,
            Method::Get => &GET,
            Method::Patch => &PATCH,
            Method::Post => &POST,
            Method::Put => &PUT,
        }
    }

    /// Returns whether the description has the operation. Otherwise nothing but its method is
    /// known.
    #[must_use]
    pub fn is_described(&self) -> bool {
        !self.path.is_empty()
    }
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// `DELETE`
    Delete,
    /// `GET`
    Get,
    /// `PATCH`
    Patch,
    /// `POST`
    Post,
    /// `PUT`
    Put,
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Delete => "DELETE",
            Self::Get => "GET",
            Self::Patch => "PATCH",
            Self::Post => "POST",
            Self::Put => "PUT",
        })
    }
}

/// A way to be allowed to call an operation: a kind of token and the scopes that it must have, all
/// of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SecurityRequirement {
    /// The kind of token.
    pub scheme: SecurityScheme,
    /// The scopes that the token must have, as [`Scope`](crate::types::Scope) spells them.
    pub scopes: &'static [&'static str],
}

impl SecurityRequirement {
    /// Creates a requirement, for tests.
    #[must_use]
    pub const fn new(scheme: SecurityScheme, scopes: &'static [&'static str]) -> Self {
        Self { scheme, scopes }
    }
}

/// What is published about a rate limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PublishedLimits {
    /// For apps with standard access.
    pub standard: Option<RateLimitWindow>,
    /// For apps with trial access.
    pub trial: Option<RateLimitWindow>,
    /// Whether it counts per ad account and app instead of per user and app.
    pub per_ad_account: bool,
}

/// So many requests in so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct RateLimitWindow {
    /// How many requests are allowed.
    pub requests: u32,
    /// In how many seconds.
    pub seconds: u32,
}

impl RateLimitWindow {
    /// Creates a window of `requests` in `seconds`.
    #[must_use]
    pub const fn new(requests: u32, seconds: u32) -> Self {
        Self { requests, seconds }
    }
}

/// Where a parameter stands in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Location {
    /// In the path.
    Path,
    /// In the query string.
    Query,
    /// In a header.
    Header,
}

/// How the body of a request is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BodyFormat {
    /// There is none.
    None,
    /// A JSON value.
    Json,
    /// An HTML form, percent-encoded.
    Form,
}

/// How the value of a parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Style {
    /// A single text.
    Single,
    /// An array, whose elements are a pair of the query each: `ids=1&ids=2`.
    Repeated,
    /// An array, whose elements stand in one pair, separated by commas: `ids=1,2`.
    Joined,
    /// An object, whose leaves are a pair each: `filter[kind]=NEW`.
    Deep,
}

/// A parameter of an operation.
#[derive(Debug)]
#[non_exhaustive]
pub struct Parameter {
    /// Its name on the wire.
    pub name: &'static str,
    /// Where it stands.
    pub location: Location,
    /// Whether a request without it is rejected.
    pub required: bool,
    /// How its value is written.
    pub style: Style,
    /// What its value may be.
    pub limits: &'static Limits,
}

/// What a value in a request may be, and what the values within it may be. `None` means no limit.
#[derive(Debug)]
#[non_exhaustive]
pub struct Limits {
    /// The least number of characters of a text.
    pub min_length: Option<usize>,
    /// The greatest number of characters of a text.
    pub max_length: Option<usize>,
    /// What a text consists of.
    pub pattern: Option<Pattern>,
    /// The least value of a number.
    pub minimum: Option<i64>,
    /// The greatest value of a number.
    pub maximum: Option<i64>,
    /// The least number of items of an array.
    pub min_items: Option<usize>,
    /// The greatest number of items of an array.
    pub max_items: Option<usize>,
    /// The least number of entries of a map.
    pub min_properties: Option<usize>,
    /// What each item of an array may be.
    pub items: Option<&'static Limits>,
    /// What each value of a map may be.
    pub values: Option<&'static Limits>,
    /// The values that a text may have, as far as they are known; empty when any is allowed. The
    /// service may know more of them.
    pub known_values: &'static [&'static str],
    /// The fields that an object must have.
    pub required: &'static [&'static str],
    /// What the fields of an object may be; those without limits are left out.
    pub fields: &'static [(&'static str, &'static Limits)],
    /// Which fields of an object exclude or require each other.
    pub rules: &'static [FieldRule],
    /// The limits of each member of a union, which hold beside these.
    pub members: Option<&'static Members>,
    /// Whether the value must not be shown in messages.
    pub sensitive: bool,
}

impl Limits {
    /// Nothing is limited.
    pub const NONE: Self = Self {
        min_length: None,
        max_length: None,
        pattern: None,
        minimum: None,
        maximum: None,
        min_items: None,
        max_items: None,
        min_properties: None,
        items: None,
        values: None,
        known_values: &[],
        required: &[],
        fields: &[],
        rules: &[],
        members: None,
        sensitive: false,
    };

    /// Returns whether any value is allowed.
    #[must_use]
    pub fn is_unlimited(&self) -> bool {
        let counts = [
            self.min_length,
            self.max_length,
            self.min_items,
            self.max_items,
            self.min_properties,
        ];
        let numbers = [self.minimum, self.maximum];
        let inner = self.items.is_some()
            || self.values.is_some()
            || self.members.is_some()
            || !self.fields.is_empty();
        !inner
            && self.pattern.is_none()
            && self.known_values.is_empty()
            && self.required.is_empty()
            && self.rules.is_empty()
            && counts.iter().all(Option::is_none)
            && numbers.iter().all(Option::is_none)
    }

    /// Returns the limits of a field of an object.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static Limits> {
        let mut fields = self.fields.iter();
        let (_, limits) = fields.find(|(field, _)| *field == name)?;
        Some(limits)
    }
}

/// Returns the operation that Pinterest calls `id`, if a feature that has it is enabled.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Operation> {
    let index = OPERATIONS.binary_search_by(|operation| operation.id.cmp(id));
    OPERATIONS.get(index.ok()?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_is_found_by_its_id() {
        for operation in OPERATIONS {
            assert!(by_id(operation.id).is_some_and(|found| std::ptr::eq(found, *operation)));
        }
        assert!(by_id("no/such").is_none());
    }
}
