//! The page on which a user lets an app act for them: `/oauth/`, outside of `/v5`.

use std::net::IpAddr;

use http::Uri;

use crate::authorization::{MAIN_ACCOUNT, Rules, scheme};
use crate::exchange::{Reply, Request};
use crate::state::{State, text};
use crate::tokens::{self, Grant};

const TEMPLATE: &str = include_str!("authorize_page.html");

/// Nothing is loaded. `form-action` is left open: browsers apply it to the redirect, too.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/// Tells whether a path of the API's host is that of the page.
pub(crate) fn is_page(path: &str) -> bool {
    matches!(path, "/oauth/" | "/oauth")
}

/// Responds with the page, or with a redirect to the app; and tells what is wrong with the request.
pub(crate) fn respond(
    rules: &Rules,
    request: &Request,
    state: &mut State,
) -> (Reply, Option<String>) {
    let is_click = match request.method.as_str() {
        "GET" => false,
        "POST" => true,
        _ => return rejected(405, "The page takes GET only.".to_owned()),
    };
    // Nobody is sent anywhere before it is certain that the app wants it.
    let asked = match Asked::read(rules, request) {
        Ok(asked) => asked,
        Err(why) => return rejected(400, why),
    };
    let scopes = match asked.scopes() {
        Ok(scopes) => scopes,
        Err((error, why)) => {
            let reply = asked.redirect(&[("error", error), ("error_description", &why)]);
            return (reply, Some(why));
        }
    };
    if rules.asks_user && !is_click {
        return (page(200, &asked.form(&scopes, state)), None);
    }
    let answer: Vec<(String, String)> =
        form_urlencoded::parse(&request.body).into_owned().collect();
    if value(&answer, "decision") == Some("deny") {
        let why = "The user denied permission";
        let denial = [("error", "access_denied"), ("error_description", why)];
        return (asked.redirect(&denial), Some(why.to_owned()));
    }
    let account = value(&answer, "account").filter(|id| state.row("accounts", id).is_some());
    let grant = Grant {
        account: account.unwrap_or(MAIN_ACCOUNT).to_owned(),
        app: asked.client_id.to_owned(),
        scheme: scheme::USER.to_owned(),
        scopes: Some(scopes),
    };
    let code = tokens::issue_code(state, &grant, asked.redirect_uri);
    (asked.redirect(&[("code", &code)]), None)
}

/// What the app asks for.
struct Asked<'r> {
    request: &'r Request,
    client_id: &'r str,
    redirect_uri: &'r str,
}

impl<'r> Asked<'r> {
    fn read(rules: &Rules, request: &'r Request) -> Result<Self, String> {
        let given = |name: &str| value(&request.query, name).unwrap_or_default();
        let (client_id, redirect_uri) = (given("client_id"), given("redirect_uri"));
        if client_id.is_empty() {
            return Err("'client_id' is required.".to_owned());
        }
        if rules.app.as_ref().is_some_and(|app| app.id != client_id) {
            return Err(format!("'client_id' value '{client_id}' is no known app."));
        }
        if redirect_uri.is_empty() {
            return Err("'redirect_uri' is required.".to_owned());
        }
        let is_registered = rules.redirect_uris.iter().any(|uri| uri == redirect_uri);
        if !is_registered && !is_loopback(redirect_uri) {
            return Err(format!(
                "'redirect_uri' value '{redirect_uri}' is neither registered nor a loopback address."
            ));
        }
        Ok(Self {
            request,
            client_id,
            redirect_uri,
        })
    }

    fn scopes(&self) -> Result<Vec<String>, (&'static str, String)> {
        let given = |name: &str| value(&self.request.query, name).unwrap_or_default();
        let response_type = given("response_type");
        if response_type != "code" {
            let why = format!("'response_type' value '{response_type}' is not 'code'");
            return Err(("unsupported_response_type", why));
        }
        let scopes = tokens::read_scopes(given("scope"))
            .map_err(|name| ("invalid_scope", format!("'{name}' is no scope")))?;
        match scopes.is_empty() {
            true => Err(("invalid_scope", "'scope' is required".to_owned())),
            false => Ok(scopes),
        }
    }

    /// Sends the user back to the app, with the state that the app has passed.
    fn redirect(&self, parameters: &[(&str, &str)]) -> Reply {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(parameters);
        if let Some(state) = value(&self.request.query, "state") {
            query.append_pair("state", state);
        }
        let separator = match self.redirect_uri.contains('?') {
            true => '&',
            false => '?',
        };
        let location = format!("{}{separator}{}", self.redirect_uri, query.finish());
        Reply::empty(302)
            .with_header("location", location)
            .with_header("cache-control", "no-store")
    }

    fn form(&self, scopes: &[String], state: &State) -> String {
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&self.request.query)
            .finish();
        let accounts = state.rows("accounts").map(|(id, row)| {
            let (id, name) = (escaped(id), escaped(text(row, "username")));
            format!("<option value=\"{id}\">{name}</option>")
        });
        let accounts: String = accounts.collect();
        let scopes = scopes
            .iter()
            .map(|scope| format!("<li>{}</li>", escaped(scope)));
        let scopes: String = scopes.collect();
        format!(
            "<h1>Let app {app} act for you?</h1>\n\
             <p>It asks for</p>\n<ul>{scopes}</ul>\n\
             <form method=\"post\" action=\"/oauth/?{action}\">\n\
             <p><label>Account <select name=\"account\">{accounts}</select></label></p>\n\
             <p><button name=\"decision\" value=\"allow\">Allow</button>\n\
             <button name=\"decision\" value=\"deny\">Deny</button></p>\n</form>\n\
             <p>You return to {redirect_uri}.</p>",
            app = escaped(self.client_id),
            action = escaped(&query),
            redirect_uri = escaped(self.redirect_uri),
        )
    }
}

fn value<'p>(pairs: &'p [(String, String)], name: &str) -> Option<&'p str> {
    let mut found = pairs.iter().filter(|(known, _)| known == name);
    found.next().map(|(_, value)| value.as_str())
}

/// An app that runs on the same machine; a port is chosen when it starts, so any is permitted.
fn is_loopback(uri: &str) -> bool {
    let Ok(parsed) = uri.parse::<Uri>() else {
        return false;
    };
    let is_http = matches!(parsed.scheme_str(), Some("http" | "https"));
    let host = parsed.host().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let is_local = host.eq_ignore_ascii_case("localhost")
        || address
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback());
    is_http && is_local && !uri.contains('#')
}

fn rejected(status: u16, why: String) -> (Reply, Option<String>) {
    let content = format!("<h1>Invalid request</h1>\n<p>{}</p>", escaped(&why));
    (page(status, &content), Some(why))
}

fn page(status: u16, content: &str) -> Reply {
    let body = TEMPLATE.replace("{content}", content);
    Reply::raw(status, "text/html; charset=utf-8", body)
        .with_header("content-security-policy", POLICY)
        .with_header("cache-control", "no-store")
        .with_header("referrer-policy", "no-referrer")
        .with_header("x-content-type-options", "nosniff")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_loopback() {
        for uri in [
            "http://localhost:8085/callback",
            "http://127.0.0.1:1/?a=1",
            "https://[::1]/",
        ] {
            assert!(is_loopback(uri), "{uri}");
        }
        for uri in [
            "http://localhost.example.com/",
            "http://127.0.0.1@example.com/",
            "http://localhost:80@example.com/",
            "ftp://localhost/",
            "javascript:alert(1)",
            "//localhost/",
            "/callback",
            "http://localhost/#a",
        ] {
            assert!(!is_loopback(uri), "{uri}");
        }
    }
}
