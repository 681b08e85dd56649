//! A set of credentials, one of which is chosen for each operation.

use std::sync::Arc;

use pinterest_client::operation::{Operation, SecurityRequirement, SecurityScheme};

use super::authorization_check::described;
use super::{AccessToken, Binding, Credentials, ReplacementFuture, TokenFuture};
use crate::{Error, ErrorKind, QuotaOwner};

/// A set of credentials, one of which is chosen for each operation.
///
/// An operation lists the kinds of tokens that it takes in its [`security`](Operation::security).
/// It gets the first of these for which there are credentials in the set. Of several credentials
/// for one kind, the ones that were added first are used.
///
/// When the chosen credentials fail, the call fails: another kind of token may act for another
/// account.
///
/// # Examples
///
/// ```
/// use pinterest::auth::{AccessToken, App, ClientCredentials, CredentialSet, OAuth};
/// use pinterest::types::Scope;
///
/// let oauth = OAuth::new(App::new("1234567", "the app's secret"));
/// let credentials = CredentialSet::new()
///     .with(ClientCredentials::new(oauth, [Scope::AdsRead]))
///     .with(AccessToken::conversion("pinc_..."));
/// ```
#[derive(Clone, Debug, Default)]
pub struct CredentialSet {
    members: Vec<Arc<dyn Credentials>>,
    schemes: Vec<SecurityScheme>,
}

impl CredentialSet {
    /// Creates an empty set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds credentials, for the kinds of tokens that they [can give](Credentials::schemes).
    #[must_use]
    pub fn with(mut self, credentials: impl Credentials + 'static) -> Self {
        for scheme in credentials.schemes() {
            if !self.schemes.contains(scheme) {
                self.schemes.push(*scheme);
            }
        }
        self.members.push(Arc::new(credentials));
        self
    }

    fn chosen(&self, requirements: &[SecurityRequirement]) -> Result<&dyn Credentials, Error> {
        let gives = |member: &&Arc<dyn Credentials>, scheme| member.schemes().contains(&scheme);
        let chosen = if requirements.is_empty() {
            self.members.first()
        } else {
            requirements.iter().find_map(|requirement| {
                let mut members = self.members.iter();
                members.find(|member| gives(member, requirement.scheme))
            })
        };
        chosen
            .map(AsRef::as_ref)
            .ok_or_else(|| self.nothing_for(requirements))
    }

    fn nothing_for(&self, requirements: &[SecurityRequirement]) -> Error {
        let here = if self.schemes.is_empty() {
            "no credentials".to_owned()
        } else {
            format!(
                "only credentials for {}",
                described(self.schemes.iter().copied())
            )
        };
        let message = format!(
            "the operation takes {}, but the set has {here}; add credentials with `CredentialSet::with`",
            described(requirements.iter().map(|requirement| requirement.scheme)),
        );
        Error::new(ErrorKind::Credentials, message)
    }
}

impl Credentials for CredentialSet {
    fn access_token<'a>(&'a self, operation: &'static Operation) -> TokenFuture<'a> {
        Box::pin(async move {
            let chosen = self.chosen(operation.security)?;
            chosen.access_token(operation).await
        })
    }

    fn replacement<'a>(
        &'a self,
        operation: &'static Operation,
        rejected: &'a AccessToken,
    ) -> ReplacementFuture<'a> {
        Box::pin(async move {
            let chosen = self.chosen(operation.security)?;
            chosen.replacement(operation, rejected).await
        })
    }

    fn schemes(&self) -> &[SecurityScheme] {
        &self.schemes
    }

    fn bind(&self, client: &Binding<'_>) -> Result<(), Error> {
        let mut members = self.members.iter();
        members.try_for_each(|member| member.bind(client))
    }

    fn quota_owner(&self, operation: &'static Operation) -> QuotaOwner {
        let chosen = self.chosen(operation.security);
        chosen.map_or_else(
            |_| QuotaOwner::default(),
            |chosen| chosen.quota_owner(operation),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USER: SecurityRequirement =
        SecurityRequirement::new(SecurityScheme::PinterestOauth2, &[]);
    const APP: SecurityRequirement =
        SecurityRequirement::new(SecurityScheme::ClientCredentials, &[]);
    const EVENTS: SecurityRequirement =
        SecurityRequirement::new(SecurityScheme::ConversionToken, &[]);

    fn token(scheme: SecurityScheme) -> AccessToken {
        AccessToken::new("CANARY").with_scheme(scheme)
    }

    #[track_caller]
    fn assert_chosen(
        set: &CredentialSet,
        requirements: &[SecurityRequirement],
        scheme: SecurityScheme,
    ) {
        assert_eq!(set.chosen(requirements).unwrap().schemes(), [scheme]);
    }

    #[test]
    fn the_operation_says_which_kind_comes_first() {
        let set = CredentialSet::new()
            .with(token(SecurityScheme::ClientCredentials))
            .with(token(SecurityScheme::ConversionToken))
            .with(token(SecurityScheme::PinterestOauth2));
        assert_chosen(&set, &[USER, APP], SecurityScheme::PinterestOauth2);
        assert_chosen(&set, &[APP, USER], SecurityScheme::ClientCredentials);
        assert_chosen(&set, &[EVENTS], SecurityScheme::ConversionToken);
        assert_chosen(&set, &[], SecurityScheme::ClientCredentials);
    }

    #[test]
    fn what_is_missing_is_named() {
        let set = CredentialSet::new().with(token(SecurityScheme::ConversionToken));
        let error = set.chosen(&[USER, APP]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials);
        let shown = error.to_string();
        for word in ["pinterest_oauth2", "client_credentials", "conversion_token"] {
            assert!(shown.contains(word), "{shown}");
        }
        let error = CredentialSet::new().chosen(&[]).unwrap_err();
        assert!(error.to_string().contains("no credentials"), "{error}");
        assert!(!format!("{set:?}").contains("CANARY"));
    }
}
