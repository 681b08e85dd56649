//! Rejects descriptions that the generator cannot turn into good Rust, with file, place and remedy.

mod naming;
mod operations;
mod rate_limits;
mod rules;
mod schemas;
mod security_schemes;
#[cfg(test)]
mod tests;

pub(crate) use naming::variant_name;

use super::Error;
use super::error::Problem;
use super::merge::Spec;

/// Every problem of the description, found in one go.
pub(crate) fn validate(spec: &Spec) -> Result<(), Error> {
    let mut problems = Problems {
        spec,
        found: Vec::new(),
    };
    naming::check(&mut problems);
    schemas::check(&mut problems);
    operations::check(&mut problems);
    rate_limits::check(&mut problems);
    rules::check(&mut problems);
    security_schemes::check(&mut problems);
    if problems.found.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid {
            problems: problems.found,
        })
    }
}

/// Collects problems and knows which file a place belongs to.
struct Problems<'a> {
    spec: &'a Spec,
    found: Vec<Problem>,
}

impl Problems<'_> {
    fn add(&mut self, place: impl Into<String>, message: impl Into<String>) {
        let place = place.into();
        let file = format!("{}.yaml", self.domain_of(&place));
        self.found.push(Problem {
            file,
            place,
            message: message.into(),
        });
    }

    fn domain_of(&self, place: &str) -> &str {
        let domain = if let Some(rest) = place.strip_prefix("components.schemas.") {
            let name = rest.split('.').next().unwrap_or_default();
            self.spec.schema_domain.get(name)
        } else if let Some(name) = place.strip_prefix("components.securitySchemes.") {
            let name = name.split('.').next().unwrap_or_default();
            self.spec.scheme_domain.get(name)
        } else if place.starts_with("x-ratelimits") {
            self.spec.rate_limits_domain.as_ref()
        } else {
            let inside = |path: &&String| {
                place
                    .strip_prefix("paths.")
                    .is_some_and(|rest| rest.starts_with(path.as_str()))
            };
            let longest = self
                .spec
                .path_domain
                .keys()
                .filter(inside)
                .max_by_key(|path| path.len());
            longest.and_then(|path| self.spec.path_domain.get(path))
        };
        domain.map_or("?", String::as_str)
    }
}

/// Whether the value has a text under `description`.
fn is_described(value: &serde_json::Value) -> bool {
    value
        .get("description")
        .and_then(serde_json::Value::as_str)
        .is_some_and(|text| !text.trim().is_empty())
}
