//! The values of a profile.

use pinterest::Environment;
use serde::{Deserialize, Serialize};

use super::custom;
use crate::failure::Failure;

/// The names of the values of a profile, as `pinterest profile set` takes them.
pub(crate) const KEYS: [&str; 7] = [
    "ad-account",
    "app-id",
    "app-secret",
    "business",
    "environment",
    "redirect-uri",
    "scopes",
];

/// The values of a profile in the configuration file.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Profile {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ad_account: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) app_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) app_secret: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) business: Option<String>,
    /// `production`, `sandbox` or a base URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) environment: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) redirect_uri: Option<String>,
    /// Separated by commas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) scopes: Option<String>,
}

impl Profile {
    pub(crate) fn environment(&self) -> Result<Option<Environment>, Failure> {
        match self.environment.as_deref() {
            None => Ok(None),
            Some("production") => Ok(Some(Environment::Production)),
            Some("sandbox") => Ok(Some(Environment::Sandbox)),
            Some(url) => custom("the environment of the profile", url).map(Some),
        }
    }

    /// The value of that key; `None` if there is no such key.
    pub(crate) fn value_mut(&mut self, key: &str) -> Option<&mut Option<String>> {
        Some(match key {
            "ad-account" => &mut self.ad_account,
            "app-id" => &mut self.app_id,
            "app-secret" => &mut self.app_secret,
            "business" => &mut self.business,
            "environment" => &mut self.environment,
            "redirect-uri" => &mut self.redirect_uri,
            "scopes" => &mut self.scopes,
            _ => return None,
        })
    }
}

/// A name becomes the name of a file.
pub(super) fn check_name(name: &str) -> Result<(), Failure> {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "-_".contains(character);
    if !name.is_empty() && name.len() <= 64 && name.chars().all(is_plain) {
        return Ok(());
    }
    Err(Failure::usage(
        "the name of a profile consists of at most 64 letters, digits, `-` and `_`",
    ))
}
