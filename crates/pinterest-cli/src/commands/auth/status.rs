//! `pinterest auth status`

use std::time::{SystemTime, UNIX_EPOCH};

use clap::Args;
use serde_json::{Value, json};

use crate::context::Context;
use crate::failure::{Exit, Failure};
use crate::output::Column;
use crate::settings::{self, Setting, Settings};

const COLUMNS: &[Column] = &[
    Column::new("SETTING", "setting"),
    Column::new("VALUE", "value"),
    Column::new("SOURCE", "source"),
];

/// Say where each value comes from, when tokens expire, and what they may do
///
/// No secret is shown. The exit code is 4 if there is no token.
#[derive(Args, Debug)]
pub(crate) struct Status {
    /// Ask the API who the user is, which shows whether the token is accepted
    #[arg(long)]
    check: bool,
}

impl Status {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        let settings = context.settings()?;
        let mut rows = rows(settings);
        let found = settings::find_token(settings);
        let failure = match &found {
            Ok(source) => {
                rows.extend(rows_of_token(source)?);
                None
            }
            Err(failure) => {
                rows.push(row("token", failure.to_string(), "none"));
                Some(())
            }
        };
        if self.check && failure.is_none() {
            let user = context.send(context.operation("user_account/get")?).await?;
            let name = user["username"].as_str().unwrap_or_default();
            rows.push(row("user", name, "API"));
        }
        context.output.values(COLUMNS, rows).await?;
        match failure {
            None => Ok(()),
            Some(()) => Err(Failure::silent(Exit::Authentication)),
        }
    }
}

fn row(setting: &str, value: impl Into<Value>, source: impl ToString) -> Value {
    json!({"setting": setting, "value": value.into(), "source": source.to_string()})
}

fn rows(settings: &Settings) -> Vec<Value> {
    let profile = &settings.profile_name;
    let environment = &settings.environment;
    let mut rows = vec![
        row("profile", profile.value.as_str(), &profile.source),
        row(
            "base URL",
            settings::base_url(&environment.value),
            &environment.source,
        ),
    ];
    let mut add = |name: &str, setting: &Option<Setting<String>>, is_secret: bool| {
        if let Some(setting) = setting {
            let value = if is_secret { "set" } else { &setting.value };
            rows.push(row(name, value, &setting.source));
        }
    };
    add("ad account", &settings.ad_account, false);
    add("business", &settings.business, false);
    add("app id", &settings.app_id, false);
    add("app secret", &settings.app_secret, true);
    rows
}

fn rows_of_token(source: &settings::TokenSource) -> Result<Vec<Value>, Failure> {
    let origin = source.origin();
    let Some(tokens) = source.tokens()? else {
        return Ok(vec![row(
            "token",
            "of the app, requested when it is needed",
            origin,
        )]);
    };
    let mut rows = Vec::new();
    if let Some(token) = tokens.access_token() {
        let kind = token.scheme().map_or("set", |scheme| scheme.as_str());
        rows.push(row("access token", kind, &origin));
        let expiry = tokens
            .access_expiry()
            .map_or_else(|| "unknown".to_owned(), time);
        rows.push(row("expires", expiry, &origin));
        let scopes = match token.scopes() {
            Some(scopes) => {
                let names: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
                names.join(" ")
            }
            None => "unknown".to_owned(),
        };
        rows.push(row("scopes", scopes, &origin));
    }
    if tokens.refresh_token().is_some() {
        let expiry = tokens
            .refresh_expiry()
            .map_or_else(|| "unknown".to_owned(), time);
        rows.push(row("refresh token", "set", &origin));
        rows.push(row("refresh expires", expiry, &origin));
    }
    Ok(rows)
}

/// A time and how far away it is.
fn time(time: SystemTime) -> String {
    let seconds = time
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    let timestamp = i64::try_from(seconds)
        .ok()
        .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    let Some(timestamp) = timestamp else {
        return "unknown".to_owned();
    };
    let at = timestamp.strftime("%Y-%m-%d %H:%M UTC");
    match time.duration_since(SystemTime::now()) {
        Ok(left) => {
            let left = left.as_secs();
            match left / 86_400 {
                0 => format!("{at} (in {} minutes)", left / 60),
                days => format!("{at} (in {days} days)"),
            }
        }
        Err(_) => format!("{at} (expired)"),
    }
}
