//! From an app's id and secret to calls on behalf of a user, with tokens that are refreshed and
//! survive restarts.
//!
//! `cargo run --example authorize` talks to a fake of Pinterest on loopback, whose user agrees. With
//! `PINTEREST_APP_ID`, `PINTEREST_APP_SECRET` and `PINTEREST_REDIRECT_URI` set it asks a real user,
//! keeps the tokens in `pinterest-tokens.json`, and changes nothing at Pinterest.

#![allow(clippy::print_stdout)] // A program for the terminal.

#[cfg(test)]
mod tests;

use std::env;
use std::error::Error;
use std::path::PathBuf;

use futures_util::TryStreamExt;
use pinterest::auth::{App, Authorization, FileTokenStore, OAuth, UserCredentials};
use pinterest::operation::RateLimitCategory;
use pinterest::types::Scope;
use pinterest::{Client, Environment};
use pinterest_fake::{Access, Fake};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let variable = |name: &str| env::var(name).ok();
    if let (Some(id), Some(secret), Some(redirect_uri)) = (
        variable("PINTEREST_APP_ID"),
        variable("PINTEREST_APP_SECRET"),
        variable("PINTEREST_REDIRECT_URI"),
    ) {
        let oauth = OAuth::new(App::new(id, secret));
        let file = PathBuf::from("pinterest-tokens.json");
        return authorize(oauth, Environment::Production, &redirect_uri, file, ask).await;
    }
    // It issues the tokens, and limits what is sent with them.
    let fake = Fake::builder()
        .with_issued_tokens_only()
        .with_rate_limits(Access::Standard)
        .start()
        .await?;
    println!("Talking to a fake of the API on {}.\n", fake.url());
    let environment = fake.client_environment();
    let oauth = OAuth::new(App::new("1234567", "secret")).with_environment(environment.clone());
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("pinterest-tokens.json");
    let come_back = async |authorization: &Authorization| agree(&fake, authorization).await;
    authorize(
        oauth,
        environment,
        "http://localhost:8085/",
        file,
        come_back,
    )
    .await
}

/// The user is sent to Pinterest and comes back; `come_back` gives the URL that they come back to.
async fn authorize(
    oauth: OAuth,
    environment: Environment,
    redirect_uri: &str,
    file: PathBuf,
    come_back: impl AsyncFn(&Authorization) -> Result<String, Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let authorization = oauth.authorize_url(redirect_uri, [Scope::BizAccessRead])?;
    println!("1. The user agrees on\n   {}", authorization.url());
    let callback = come_back(&authorization).await?;

    let tokens = oauth.exchange(authorization.code_from(&callback)?).await?;
    let scopes = tokens.access_token().and_then(|token| token.scopes());
    println!(
        "2. The code was exchanged for tokens with the scopes {:?}; they are refreshed from now on",
        scopes.unwrap_or_default()
    );

    let store = FileTokenStore::new(&file);
    let client = Client::builder()
        .with_environment(environment)
        .with_credentials(UserCredentials::new(oauth, tokens, store))
        .build()?;
    let mut employers = client.employers().list().items();
    let mut count = 0;
    while employers.try_next().await?.is_some() {
        count += 1;
    }
    println!(
        "3. The user works for {count} businesses; the tokens are kept in {}",
        file.display()
    );

    for window in client
        .rate_limiter()
        .quota(RateLimitCategory::AdsRead)
        .windows
    {
        println!(
            "4. {} of {} reads in {:?} are left",
            window.remaining, window.requests, window.per
        );
    }
    Ok(())
}

/// Lets the person at the terminal copy the address of the page that they came back to.
async fn ask(_: &Authorization) -> Result<String, Box<dyn Error>> {
    println!("   and then comes back. Paste the address of that page:");
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(line.trim().to_owned())
}

/// The fake's page, which stands for that of Pinterest, sends the user back at once.
async fn agree(fake: &Fake, authorization: &Authorization) -> Result<String, Box<dyn Error>> {
    let query = authorization.url().query().unwrap_or_default();
    let browser = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let page = format!("{}?{query}", fake.authorize_url());
    let response = browser.build()?.get(page).send().await?;
    let location = response
        .headers()
        .get("location")
        .ok_or("the user did not agree")?;
    Ok(location.to_str()?.to_owned())
}
