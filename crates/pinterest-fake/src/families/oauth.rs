//! Tokens: exchange, refresh, revocation.

use serde_json::{Value, json};

use crate::authorization::{MAIN_APP, scheme};
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::text;
use crate::tokens::{self, Found, Grant, Kind};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("oauth/token", token),
    ("token/revoke", revoke),
    ("oauth/conversion_token", conversion_token),
];

/// The service's code for a code or refresh token that is not valid, or no longer.
const INVALID_GRANT: i64 = 283;

fn token(call: &mut Call<'_>) -> Result<Reply, Failure> {
    match call.body_text("grant_type").unwrap_or_default() {
        "authorization_code" => exchange(call),
        "refresh_token" => refresh(call),
        _ => client_credentials(call),
    }
}

fn required(call: &Call<'_>, name: &str) -> Result<String, Failure> {
    let missing = || Failure::invalid(format!("Invalid request: '{name}' is required"));
    let given = call.body_text(name).filter(|text| !text.is_empty());
    given.map(str::to_owned).ok_or_else(missing)
}

fn invalid_grant() -> Failure {
    Failure::new(401, INVALID_GRANT, "The authorization grant is invalid")
}

fn exchange(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let code = required(call, "code")?;
    let redirect_uri = required(call, "redirect_uri")?;
    let grant = match tokens::find(call.state, Kind::Code, &code) {
        Found::Valid(grant, row)
            if grant.app == call.caller.app && text(row, "redirect_uri") == redirect_uri =>
        {
            grant
        }
        _ => return Err(invalid_grant()),
    };
    tokens::end(call.state, Kind::Code, &code, "used");
    let refreshed = rotates(call).then_some(&grant);
    Ok(issued(call, "authorization_code", &grant, refreshed))
}

/// Tells whether the response has a new refresh token: always, unless the app is an older one, whose
/// requests have to ask for it.
fn rotates(call: &Call<'_>) -> bool {
    !call.caller.has_older_app || call.body["continuous_refresh"] == true
}

/// Exchanges a refresh token for an access token and the next refresh token.
fn refresh(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let token = required(call, "refresh_token")?;
    let grant = match tokens::find(call.state, Kind::Refresh, &token) {
        Found::Valid(grant, _) if belongs_to(&grant, &call.caller.app) => grant,
        Found::Unknown if call.caller.accepts_unissued => {
            Grant::of_main_account(&call.caller.app, scheme::USER)
        }
        _ => return Err(invalid_grant()),
    };
    let mut narrowed = grant.clone();
    if let Some(scopes) = call.body_text("scope").filter(|text| !text.is_empty()) {
        narrowed.scopes = Some(narrowed_scopes(&grant, scopes)?);
    }
    if !rotates(call) {
        return Ok(issued(call, "refresh_token", &narrowed, None));
    }
    tokens::end(call.state, Kind::Refresh, &token, "used");
    // The next refresh token has all that the user has granted.
    Ok(issued(call, "refresh_token", &narrowed, Some(&grant)))
}

fn narrowed_scopes(grant: &Grant, text: &str) -> Result<Vec<String>, Failure> {
    let scopes = read_scopes(text)?;
    let granted = |scope: &&String| match &grant.scopes {
        Some(granted) => granted.contains(scope),
        None => true,
    };
    match scopes.iter().find(|scope| !granted(scope)) {
        Some(scope) => Err(Failure::invalid(format!(
            "Invalid request: 'scope' value '{scope}' was not granted"
        ))),
        None => Ok(scopes),
    }
}

fn read_scopes(text: &str) -> Result<Vec<String>, Failure> {
    tokens::read_scopes(text).map_err(|name| {
        Failure::invalid(format!(
            "Invalid request: 'scope' value '{name}' is no scope"
        ))
    })
}

fn client_credentials(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let scopes = read_scopes(&required(call, "scope")?)?;
    let grant = Grant {
        scopes: Some(scopes),
        ..Grant::of_main_account(&call.caller.app, scheme::APP)
    };
    Ok(issued(call, "client_credentials", &grant, None))
}

/// Issues an access token and, for a grant of a user, a refresh token.
fn issued(
    call: &mut Call<'_>,
    response_type: &str,
    grant: &Grant,
    refreshed: Option<&Grant>,
) -> Reply {
    let mut body = json!({
        "access_token": tokens::issue(call.state, Kind::Access, grant),
        "response_type": response_type,
        "token_type": "bearer",
        "expires_in": Kind::Access.seconds(),
        "scope": grant.scope_text(),
    });
    if let (Some(grant), Some(seconds)) = (refreshed, Kind::Refresh.seconds()) {
        body["refresh_token"] = json!(tokens::issue(call.state, Kind::Refresh, grant));
        body["refresh_token_expires_in"] = json!(seconds);
        body["refresh_token_expires_at"] = json!(call.now.plus_seconds(seconds).seconds());
    }
    call.reply(body).with_header("cache-control", "no-store")
}

/// Tells whether a token was issued to the app. Those that a test issued in process belong to no
/// particular one, unless the fake was given an app.
fn belongs_to(grant: &Grant, app: &str) -> bool {
    grant.app == app || grant.app == MAIN_APP
}

/// Revokes a token. The service does so for tokens of system users only, the fake for all.
fn revoke(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let token = required(call, "token")?;
    let unissued = match token.starts_with("pinr") {
        true => Kind::Refresh,
        false => Kind::Access,
    };
    let mut known = None;
    for kind in [Kind::Access, Kind::Refresh] {
        match tokens::find(call.state, kind, &token) {
            Found::Valid(grant, _) if belongs_to(&grant, &call.caller.app) => known = Some(kind),
            Found::Valid(..) => {
                return Err(Failure::forbidden(
                    "You are not permitted to access that resource.",
                ));
            }
            Found::Ended => return Ok(Reply::empty(200)),
            Found::Unknown => {}
        }
    }
    let kind = known.or(call.caller.accepts_unissued.then_some(unissued));
    if let Some(kind) = kind {
        tokens::end(call.state, kind, &token, "revoked");
    }
    Ok(Reply::empty(200))
}

fn conversion_token(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let grant = Grant {
        account: call.caller.account.clone(),
        app: call.caller.app.clone(),
        scheme: scheme::CONVERSION.to_owned(),
        scopes: Some(Vec::new()),
    };
    let token = tokens::issue(call.state, Kind::Conversion, &grant);
    let body: Value = json!({"access_token": token, "token_type": "conversion"});
    Ok(call.reply(body).with_header("cache-control", "no-store"))
}
