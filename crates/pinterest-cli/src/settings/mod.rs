//! Where settings come from: arguments, then the environment, then the profile.

mod credentials;
mod file;
mod profile;

use std::fmt;
use std::path::PathBuf;

use pinterest::auth::{App, FileTokenStore};
use pinterest::{Client, ClientBuilder, Environment, Url};

use crate::arguments::GlobalOptions;
use crate::failure::{Exit, Failure};

pub(crate) use credentials::{TokenSource, all_scopes, find as find_token, scopes};
pub(crate) use file::{ConfigurationFile, folder};
pub(crate) use profile::{KEYS, Profile};

/// The name of the profile that is used when no other is chosen.
const DEFAULT_PROFILE: &str = "default";

/// A value and where it came from.
#[derive(Clone, Debug)]
pub(crate) struct Setting<T> {
    pub(crate) value: T,
    pub(crate) source: Source,
}

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// An argument of this name.
    Argument(&'static str),
    /// An environment variable.
    Variable(&'static str),
    /// The configuration file.
    Profile,
    /// Nobody set it.
    Default,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Argument(name) | Self::Variable(name) => f.write_str(name),
            Self::Profile => f.write_str("profile"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// The settings of a run.
pub(crate) struct Settings {
    pub(crate) profile_name: Setting<String>,
    pub(crate) file: ConfigurationFile,
    pub(crate) environment: Setting<Environment>,
    pub(crate) app_id: Option<Setting<String>>,
    /// Never shown.
    pub(crate) app_secret: Option<Setting<String>>,
    pub(crate) ad_account: Option<Setting<String>>,
    pub(crate) business: Option<Setting<String>>,
    options: GlobalOptions,
}

impl Settings {
    pub(crate) fn load(options: &GlobalOptions) -> Result<Self, Failure> {
        let file = ConfigurationFile::load()?;
        let profile_name = match &options.profile {
            Some(name) => from(name.clone(), Source::Argument("--profile")),
            None => match variable("PINTEREST_PROFILE") {
                Some(name) => from(name, Source::Variable("PINTEREST_PROFILE")),
                None => match file.default_profile() {
                    Some(name) => from(name.to_owned(), Source::Profile),
                    None => from(DEFAULT_PROFILE.to_owned(), Source::Default),
                },
            },
        };
        profile::check_name(&profile_name.value)?;
        let profile = file.profile(&profile_name.value).cloned();
        let profile = profile.unwrap_or_default();
        Ok(Self {
            environment: environment(options, &profile)?,
            app_id: setting("PINTEREST_APP_ID", profile.app_id),
            app_secret: setting("PINTEREST_APP_SECRET", profile.app_secret),
            ad_account: setting("PINTEREST_AD_ACCOUNT_ID", profile.ad_account),
            business: setting("PINTEREST_BUSINESS_ID", profile.business),
            profile_name,
            file,
            options: options.clone(),
        })
    }

    pub(crate) fn ad_account_id(&self) -> Option<String> {
        self.ad_account
            .as_ref()
            .map(|setting| setting.value.clone())
    }

    pub(crate) fn business_id(&self) -> Option<String> {
        self.business.as_ref().map(|setting| setting.value.clone())
    }

    /// The profile as it is in the file; empty if there is none of its name.
    pub(crate) fn profile(&self) -> Profile {
        let profile = self.file.profile(&self.profile_name.value);
        profile.cloned().unwrap_or_default()
    }

    /// The app, if both its id and its secret are known.
    pub(crate) fn app(&self) -> Option<App> {
        let (id, secret) = (self.app_id.as_ref()?, self.app_secret.as_ref()?);
        Some(App::new(&id.value, &secret.value))
    }

    /// The file of the tokens of the profile, which need not exist.
    pub(crate) fn token_path(&self) -> Result<PathBuf, Failure> {
        let name = format!("{}.json", self.profile_name.value);
        Ok(folder()?.join("tokens").join(name))
    }

    /// Creates the folder of the tokens, which nobody but its owner can enter.
    pub(crate) fn create_token_folder(&self) -> Result<(), Failure> {
        file::create_private_folder(&folder()?.join("tokens"))
    }

    /// The store of the tokens of the profile.
    pub(crate) fn token_store(&self) -> Result<FileTokenStore, Failure> {
        Ok(FileTokenStore::new(self.token_path()?))
    }

    /// Whether the tokens of the profile are for the environment that is used now: no token goes to
    /// a server that it is not for.
    pub(crate) fn is_environment_of_profile(&self) -> Result<bool, Failure> {
        let of_profile = self.profile().environment()?.unwrap_or_default();
        Ok(base_url(&of_profile) == base_url(&self.environment.value))
    }

    /// Whether the secret of the app may be sent to the environment that is used now.
    pub(crate) fn is_app_for_environment(&self) -> Result<bool, Failure> {
        let secret = self.app_secret.as_ref();
        let is_of_profile = secret.is_some_and(|secret| secret.source == Source::Profile);
        Ok(!is_of_profile || self.is_environment_of_profile()?)
    }

    /// Builds the client. Without credentials, one that can only show requests in a dry run.
    pub(crate) fn client(&self, is_dry_run: bool) -> Result<Client, Failure> {
        let builder = match credentials::find(self) {
            Ok(source) => source.add_to(Client::builder(), self)?,
            Err(failure) if is_dry_run && failure.exit() == Exit::Authentication => {
                Client::builder().with_access_token("not-sent")
            }
            Err(failure) => return Err(failure),
        };
        Ok(self.with_options(builder).build()?)
    }

    fn with_options(&self, builder: ClientBuilder) -> ClientBuilder {
        let builder = builder
            .with_environment(self.environment.value.clone())
            .with_user_agent(concat!("pinterest-cli/", env!("CARGO_PKG_VERSION")));
        match self.options.timeout {
            // Whoever waits longer for one response has the time to wait for the call.
            Some(timeout) => builder
                .with_timeout(timeout)
                .with_connect_timeout(timeout.min(pinterest::DEFAULT_CONNECT_TIMEOUT))
                .with_deadline(pinterest::DEFAULT_DEADLINE.max(timeout)),
            None => builder,
        }
    }
}

/// Removes the tokens of a profile; returns whether there were any.
pub(crate) fn remove_tokens(profile: &str) -> Result<bool, Failure> {
    let path = folder()?.join("tokens").join(format!("{profile}.json"));
    match std::fs::remove_file(&path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Failure::file(&path, &error)),
    }
}

fn from<T>(value: T, source: Source) -> Setting<T> {
    Setting { value, source }
}

/// A value of the environment, or else of the profile.
fn setting(name: &'static str, profile: Option<String>) -> Option<Setting<String>> {
    let variable = variable(name).map(|value| from(value, Source::Variable(name)));
    variable.or_else(|| profile.map(|value| from(value, Source::Profile)))
}

fn environment(
    options: &GlobalOptions,
    profile: &Profile,
) -> Result<Setting<Environment>, Failure> {
    if options.sandbox {
        return Ok(from(Environment::Sandbox, Source::Argument("--sandbox")));
    }
    if let Some(url) = &options.base_url {
        let source = Source::Argument("--base-url");
        return Ok(from(custom("--base-url", url)?, source));
    }
    if let Some(url) = variable("PINTEREST_API_URI") {
        let source = Source::Variable("PINTEREST_API_URI");
        return Ok(from(custom("PINTEREST_API_URI", url.trim())?, source));
    }
    Ok(match profile.environment()? {
        Some(environment) => from(environment, Source::Profile),
        None => from(Environment::Production, Source::Default),
    })
}

/// The environment of a URL; those of Pinterest have a name.
pub(crate) fn custom(what: &str, url: &str) -> Result<Environment, Failure> {
    match url.trim_end_matches('/') {
        "https://api.pinterest.com/v5" => return Ok(Environment::Production),
        "https://api-sandbox.pinterest.com/v5" => return Ok(Environment::Sandbox),
        _ => {}
    }
    Url::parse(url)
        .map(Environment::Custom)
        .map_err(|error| Failure::usage(format!("{what} is not a URL: {error}")))
}

/// The base URL of an environment.
pub(crate) fn base_url(environment: &Environment) -> String {
    match environment {
        Environment::Production => "https://api.pinterest.com/v5".to_owned(),
        Environment::Sandbox => "https://api-sandbox.pinterest.com/v5".to_owned(),
        Environment::Custom(url) => url.as_str().trim_end_matches('/').to_owned(),
        // There are no others.
        _ => String::new(),
    }
}

/// Returns a variable of the environment; an empty one counts as not set.
pub(crate) fn variable(name: &str) -> Option<String> {
    let text = std::env::var(name).ok();
    text.filter(|text| !text.trim().is_empty())
}
