//! `pinterest profile`

use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};

use crate::context::Context;
use crate::failure::Failure;
use crate::output::Column;
use crate::settings::{self, ConfigurationFile, KEYS};
use crate::suggestion::did_you_mean;

const COLUMNS: &[Column] = &[
    Column::new("NAME", "name"),
    Column::new("USED", "used"),
    Column::new("ENVIRONMENT", "environment"),
    Column::new("APP", "app_id"),
    Column::new("AD ACCOUNT", "ad_account"),
    Column::new("BUSINESS", "business"),
];

/// Change the settings of profiles
///
/// Profiles keep settings and tokens apart, for example those of several accounts. --profile and
/// PINTEREST_PROFILE choose one.
#[derive(Debug, Subcommand)]
pub(crate) enum Profiles {
    /// List the profiles
    List,
    Set(Set),
    Unset(Unset),
    /// Choose the profile that is used when no other is chosen
    Use(Name),
    /// Delete a profile and its tokens
    Delete(Name),
}

/// Set a value of a profile
#[derive(Args, Debug)]
pub(crate) struct Set {
    /// What is set
    #[arg(value_parser = KEYS)]
    key: String,
    /// The value; `environment` is production, sandbox or a base URL, scopes are separated by commas
    value: String,
}

/// Remove a value of a profile
#[derive(Args, Debug)]
pub(crate) struct Unset {
    /// What is removed
    #[arg(value_parser = KEYS)]
    key: String,
}

/// The name of a profile.
#[derive(Args, Debug)]
pub(crate) struct Name {
    /// Name of the profile
    name: String,
}

impl Profiles {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        if !matches!(self, Self::List) {
            context.reject_dry_run()?;
        }
        match self {
            Self::List => list(context).await,
            Self::Set(Set { key, value }) => change(context, &key, Some(value)),
            Self::Unset(Unset { key }) => change(context, &key, None),
            Self::Use(Name { name }) => {
                let mut file = ConfigurationFile::load()?;
                if file.profile(&name).is_none() {
                    return Err(unknown(&file, &name));
                }
                file.set_default_profile(Some(name));
                file.save()
            }
            Self::Delete(Name { name }) => delete(context, &name),
        }
    }
}

async fn list(context: &Context) -> Result<(), Failure> {
    let settings = context.settings()?;
    let used = &settings.profile_name.value;
    let rows = settings.file.profiles().map(|(name, profile)| {
        // Without the secret of the app.
        let mut row = Map::new();
        row.insert("name".to_owned(), json!(name));
        row.insert("used".to_owned(), json!(name == used));
        row.insert("environment".to_owned(), json!(profile.environment));
        row.insert("app_id".to_owned(), json!(profile.app_id));
        row.insert(
            "has_app_secret".to_owned(),
            json!(profile.app_secret.is_some()),
        );
        row.insert("ad_account".to_owned(), json!(profile.ad_account));
        row.insert("business".to_owned(), json!(profile.business));
        Value::Object(row)
    });
    context.output.values(COLUMNS, rows).await
}

fn change(context: &Context, key: &str, value: Option<String>) -> Result<(), Failure> {
    let name = context.settings()?.profile_name.value.clone();
    let mut file = ConfigurationFile::load()?;
    let profile = file.profile_mut(&name);
    if let Some(place) = profile.value_mut(key) {
        *place = value.map(|value| value.trim().to_owned());
    }
    profile.environment()?;
    file.save()?;
    context.note(format_args!("changed the profile `{name}`"));
    Ok(())
}

fn delete(context: &Context, name: &str) -> Result<(), Failure> {
    let mut file = ConfigurationFile::load()?;
    if file.profile(name).is_none() {
        return Err(unknown(&file, name));
    }
    context.confirm(&format!("Delete the profile `{name}` and its tokens?"))?;
    file.remove(name);
    if file.default_profile() == Some(name) {
        file.set_default_profile(None);
    }
    settings::remove_tokens(name)?;
    file.save()
}

fn unknown(file: &ConfigurationFile, name: &str) -> Failure {
    let nearest = did_you_mean(name, file.profiles().map(|(name, _)| name));
    Failure::usage(format!("there is no profile `{name}`{nearest}"))
}
