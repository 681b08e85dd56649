//! Two users in one process: settings of the HTTP client, and credentials of each user that are
//! refreshed and kept in a file.
//!
//! `cargo run --example clients` talks to a fake of the API that it starts on loopback. It always
//! does: a refresh token of a real user would be used up.

#![allow(clippy::print_stdout)] // A program for the terminal.

#[cfg(test)]
mod tests;

use std::{error::Error, path::Path, time::Duration};

use pinterest::auth::{App, FileTokenStore, OAuth, Tokens, UserCredentials};
use pinterest::{Client, Environment};
use pinterest_fake::Fake;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (fake, folder) = (Fake::start().await?, tempfile::tempdir()?);
    let users = ["oakandlinen", "clayandkiln"];
    let tokens = users.map(|user| fake.issue_refresh_token_for(user, ["user_accounts:read"]));
    let environment = fake.client_environment();
    for name in names_of_two_users(environment, tokens, folder.path()).await? {
        println!("{name:?}");
    }
    Ok(())
}

async fn names_of_two_users(
    environment: Environment,
    [of_ada, of_grace]: [String; 2],
    folder: &Path,
) -> Result<[Option<String>; 2], Box<dyn Error>> {
    // App secret and refresh tokens go to the environment of the client, and nowhere else.
    let oauth = OAuth::new(App::new("1234567", "the app's secret"));
    let credentials_of = |user: &str, refresh_token: String| {
        // The refresh token is used while the file has no tokens; it rotates from then on.
        let store = FileTokenStore::new(folder.join(user).with_extension("json"));
        let tokens = Tokens::from_refresh_token(refresh_token);
        UserCredentials::new(oauth.clone(), tokens, store)
    };

    let ada = Client::builder()
        .with_environment(environment)
        .with_connect_timeout(Duration::from_secs(5))
        .with_http_client_builder(|http| http.no_proxy()) // Or `.proxy(..)`.
        .with_user_agent("lakeside-shop/1.4")
        .with_credentials(credentials_of("ada", of_ada))
        .build()?;
    // The same connections and settings, other credentials and rate limits.
    let grace = ada.with_credentials(credentials_of("grace", of_grace));

    let accounts = (ada.user_account(), grace.user_account());
    let (ada, grace) = tokio::try_join!(accounts.0.get().send(), accounts.1.get().send())?;
    Ok([ada.username, grace.username])
}
