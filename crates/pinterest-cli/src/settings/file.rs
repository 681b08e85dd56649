//! The configuration file, which only its owner may read: it can hold the secret of an app.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use serde::{Deserialize, Serialize};

use super::profile::Profile;
use super::variable;
use crate::failure::Failure;

const NAME: &str = "config.toml";

/// The profiles, and which of them is used when none is chosen.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct ConfigurationFile {
    #[serde(skip_serializing_if = "Option::is_none")]
    default_profile: Option<String>,
    #[serde(default)]
    profiles: BTreeMap<String, Profile>,
}

/// Returns the folder of the configuration: `PINTEREST_CONFIG_DIR`, or that of the platform.
pub(crate) fn folder() -> Result<PathBuf, Failure> {
    if let Some(folder) = variable("PINTEREST_CONFIG_DIR") {
        return Ok(folder.into());
    }
    let strategy = etcetera::choose_base_strategy().map_err(|_| {
        Failure::new("there is no home directory for the configuration")
            .with_hint("set PINTEREST_CONFIG_DIR")
    })?;
    Ok(strategy.config_dir().join("pinterest"))
}

impl ConfigurationFile {
    /// Reads the file; a missing one is empty.
    pub(crate) fn load() -> Result<Self, Failure> {
        let Ok(folder) = folder() else {
            return Ok(Self::default());
        };
        let path = folder.join(NAME);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(Failure::file(&path, &error)),
        };
        // The message alone: the excerpt beside it could show a secret.
        toml::from_str(&text).map_err(|error| {
            let line = error.span().map_or(1, |span| {
                let before = text.as_bytes().iter().take(span.start);
                before.filter(|byte| **byte == b'\n').count() + 1
            });
            let message = error.message();
            Failure::usage(format!("{}, line {line}: {message}", path.display()))
        })
    }

    pub(crate) fn save(&self) -> Result<(), Failure> {
        let folder = folder()?;
        let text = toml::to_string_pretty(self).map_err(Failure::new)?;
        create_private_folder(&folder)?;
        replace_private_file(&folder.join(NAME), &text)
    }

    pub(crate) fn default_profile(&self) -> Option<&str> {
        self.default_profile.as_deref()
    }

    pub(crate) fn set_default_profile(&mut self, name: Option<String>) {
        self.default_profile = name;
    }

    pub(crate) fn profile(&self, name: &str) -> Option<&Profile> {
        self.profiles.get(name)
    }

    /// The profile of that name, which is created if there is none.
    pub(crate) fn profile_mut(&mut self, name: &str) -> &mut Profile {
        self.profiles.entry(name.to_owned()).or_default()
    }

    pub(crate) fn remove(&mut self, name: &str) -> Option<Profile> {
        self.profiles.remove(name)
    }

    pub(crate) fn profiles(&self) -> impl Iterator<Item = (&str, &Profile)> {
        let profiles = self.profiles.iter();
        profiles.map(|(name, profile)| (name.as_str(), profile))
    }
}

/// Creates a folder that nobody but its owner can enter.
pub(crate) fn create_private_folder(path: &Path) -> Result<(), Failure> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    let created = builder.create(path);
    created.map_err(|error| Failure::file(path, &error))
}

/// Replaces a file as a whole; on Unix, only its owner may read it.
fn replace_private_file(path: &Path, text: &str) -> Result<(), Failure> {
    let new = path.with_extension("toml.new");
    let write = || {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let mut file = options.open(&new)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&new, path)
    };
    write().map_err(|error| Failure::file(path, &error))
}
