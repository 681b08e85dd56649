//! Where settings come from: arguments, the environment, the profile.

use pinterest::{Client, Environment, Url};

use crate::arguments::GlobalOptions;
use crate::failure::Failure;

/// The settings of a run.
#[derive(Debug)]
pub(crate) struct Settings {
    ad_account_id: Option<String>,
    business_id: Option<String>,
}

impl Settings {
    pub(crate) fn load(_options: &GlobalOptions) -> Result<Self, Failure> {
        Ok(Self {
            ad_account_id: variable("PINTEREST_AD_ACCOUNT_ID"),
            business_id: variable("PINTEREST_BUSINESS_ID"),
        })
    }

    pub(crate) fn ad_account_id(&self) -> Option<String> {
        self.ad_account_id.clone()
    }

    pub(crate) fn business_id(&self) -> Option<String> {
        self.business_id.clone()
    }

    pub(crate) fn client(&self, options: &GlobalOptions) -> Result<Client, Failure> {
        let mut builder = pinterest::ClientBuilder::from_env()?;
        if options.sandbox {
            builder = builder.with_environment(Environment::Sandbox);
        }
        if let Some(url) = &options.base_url {
            let url = Url::parse(url)
                .map_err(|error| Failure::usage(format!("--base-url is not a URL: {error}")))?;
            builder = builder.with_environment(Environment::Custom(url));
        }
        if let Some(timeout) = options.timeout {
            builder = builder.with_timeout(timeout);
        }
        Ok(builder.build()?)
    }
}

/// Returns a variable of the environment; an empty one counts as not set.
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name)
        .ok()
        .filter(|text| !text.trim().is_empty())
}
