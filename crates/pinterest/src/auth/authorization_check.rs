//! The check of a token against the requirements of an operation, before a request is sent.

use pinterest_client::operation::{Operation, SecurityRequirement, SecurityScheme};
use pinterest_client::types::Scope;

use super::AccessToken;
use crate::{Error, ErrorKind};

/// Rejects a token that the operation is known not to take.
pub(crate) fn authorize(operation: &Operation, token: &AccessToken) -> Result<(), Error> {
    check(operation.security, token)
}

/// Checks that the token meets one of `requirements`. Without requirements, every token is
/// accepted.
pub(super) fn check(
    requirements: &[SecurityRequirement],
    token: &AccessToken,
) -> Result<(), Error> {
    if requirements.is_empty() {
        return Ok(());
    }
    let possible = token.possible_schemes();
    let fitting: Vec<&SecurityRequirement> = requirements
        .iter()
        .filter(|requirement| possible.contains(&requirement.scheme))
        .collect();
    if fitting.is_empty() {
        return Err(wrong_kind(requirements, token.scheme()));
    }
    let Some(scopes) = token.scopes() else {
        return Ok(());
    };
    let missing = fitting
        .iter()
        .map(|requirement| missing_scopes(requirement, scopes))
        .min_by_key(Vec::len)
        .unwrap_or_default();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(missing_scope(&missing, token.scheme()))
    }
}

fn missing_scopes(requirement: &SecurityRequirement, scopes: &[Scope]) -> Vec<&'static str> {
    let has = |name: &str| scopes.iter().any(|scope| scope.as_str() == name);
    let needed = requirement.scopes.iter().copied();
    needed.filter(|name| !has(name)).collect()
}

fn missing_scope(missing: &[&str], scheme: Option<SecurityScheme>) -> Error {
    let (noun, these) = if missing.len() == 1 {
        ("scope", "it")
    } else {
        ("scopes", "them")
    };
    let remedy = match scheme {
        // No user has to grant it.
        Some(SecurityScheme::ClientCredentials) => format!(
            "add {these} to `ClientCredentials::new` or to PINTEREST_SCOPES; the app itself must have been granted {these}"
        ),
        _ => format!("authorize the app again and ask for {these}"),
    };
    let message = format!(
        "the access token lacks the {noun} {}; {remedy}",
        missing.join(", "),
    );
    Error::new(ErrorKind::MissingScope, message)
}

fn wrong_kind(requirements: &[SecurityRequirement], scheme: Option<SecurityScheme>) -> Error {
    let message = format!(
        "the operation takes {}, but the credentials provide {}",
        described(requirements.iter().map(|requirement| requirement.scheme)),
        scheme.map_or("a token of a user or an app", description),
    );
    Error::new(ErrorKind::Credentials, message)
}

/// Describes kinds of tokens in words, with `or` between them.
pub(super) fn described(schemes: impl IntoIterator<Item = SecurityScheme>) -> String {
    let mut words: Vec<&str> = schemes.into_iter().map(description).collect();
    words.dedup();
    words.join(" or ")
}

fn description(scheme: SecurityScheme) -> &'static str {
    match scheme {
        SecurityScheme::PinterestOauth2 => "the access token of a user (pinterest_oauth2)",
        SecurityScheme::ClientCredentials => "the access token of an app (client_credentials)",
        SecurityScheme::ConversionToken => "a conversion token (conversion_token)",
        SecurityScheme::Basic => "app id and secret (basic)",
        other => other.as_str(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USER: SecurityRequirement =
        SecurityRequirement::new(SecurityScheme::PinterestOauth2, &["ads:read", "pins:read"]);
    const APP: SecurityRequirement =
        SecurityRequirement::new(SecurityScheme::ClientCredentials, &["ads:read"]);
    const EVENTS: SecurityRequirement =
        SecurityRequirement::new(SecurityScheme::ConversionToken, &[]);

    #[track_caller]
    fn assert_rejected(
        requirements: &[SecurityRequirement],
        token: &AccessToken,
        kind: ErrorKind,
        words: &[&str],
    ) {
        let error = check(requirements, token).unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        for word in words {
            assert!(error.to_string().contains(word), "{error}");
        }
    }

    #[test]
    fn what_is_not_known_is_left_to_the_server() {
        let token = AccessToken::new("pina_1");
        for requirements in [&[][..], &[USER], &[APP], &[USER, EVENTS]] {
            check(requirements, &token).unwrap();
        }
    }

    #[test]
    fn a_missing_scope_is_named() {
        let token = AccessToken::new("pina_1").with_scopes([Scope::PinsRead]);
        let kind = ErrorKind::MissingScope;
        assert_rejected(&[USER], &token, kind, &["the scope ads:read", "again"]);
        let none = AccessToken::new("pina_1").with_scopes(Vec::<Scope>::new());
        assert_rejected(&[USER], &none, kind, &["scopes ads:read, pins:read"]);
        let app = none.with_scheme(SecurityScheme::ClientCredentials);
        assert_rejected(
            &[APP],
            &app,
            kind,
            &["`ClientCredentials::new`", "PINTEREST_SCOPES"],
        );
    }

    #[test]
    fn any_alternative_of_the_right_kind_is_enough() {
        let token = AccessToken::new("pina_1").with_scopes([Scope::AdsRead]);
        check(&[USER, APP], &token).unwrap();
        let user = token.with_scheme(SecurityScheme::PinterestOauth2);
        assert_rejected(
            &[USER, APP],
            &user,
            ErrorKind::MissingScope,
            &["the scope pins:read"],
        );
    }

    #[test]
    fn a_conversion_token_is_taken_only_where_the_operation_takes_it() {
        let token = AccessToken::new("pinc_1");
        check(&[USER, EVENTS], &token).unwrap();
        assert_rejected(
            &[USER],
            &token,
            ErrorKind::Credentials,
            &["pinterest_oauth2", "conversion_token"],
        );
        assert_rejected(
            &[EVENTS],
            &AccessToken::new("pina_1"),
            ErrorKind::Credentials,
            &["takes a conversion token"],
        );
    }

    #[cfg(feature = "business_access")]
    #[test]
    fn the_metadata_of_an_operation_decides() {
        let token = AccessToken::new("pina_1").with_scopes([Scope::BizAccessRead]);
        authorize(&pinterest_client::operation::GET_INVITES, &token).unwrap();
        let error = authorize(
            &pinterest_client::operation::CANCEL_INVITES_OR_REQUESTS,
            &token,
        )
        .unwrap_err();
        assert!(error.to_string().contains("biz_access:write"), "{error}");
    }
}
