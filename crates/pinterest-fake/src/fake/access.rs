//! Who may call a fake, and how often: options of the builder, and tokens for tests.

use super::{Builder, Fake};
use crate::authorization::{App, MAIN_ACCOUNT, scheme};
use crate::rate_limits::Access;
use crate::service::BASE_PATH;
use crate::state::text;
use crate::tokens::{self, Grant, Kind};

/// Tokens, and the page where users grant them.
impl Fake {
    /// Issues an access token of the main account with these scopes, such as `boards:read`.
    ///
    /// It expires after 30 days by the fake's clock. An operation that needs another scope rejects
    /// it with status 401 and code 3.
    ///
    /// # Examples
    ///
    /// ```
    /// use pinterest_fake::Fake;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let fake = Fake::builder().with_issued_tokens_only().start().await?;
    /// let token = fake.issue_token(["boards:read", "pins:read"]);
    /// assert!(token.starts_with("pina_"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn issue_token<S: Into<String>>(&self, scopes: impl IntoIterator<Item = S>) -> String {
        self.issue_token_for(MAIN_ACCOUNT, scopes)
    }

    /// Issues an access token of an account, which is given by its id or its username.
    ///
    /// See [`issue_token`](Self::issue_token).
    pub fn issue_token_for<S: Into<String>>(
        &self,
        account: &str,
        scopes: impl IntoIterator<Item = S>,
    ) -> String {
        let scopes = scopes.into_iter().map(Into::into).collect();
        self.issue(Kind::Access, account, scopes)
    }

    /// Issues a refresh token of an account, which is given by its id or its username.
    ///
    /// It is good for one exchange within 60 days by the fake's clock.
    pub fn issue_refresh_token_for<S: Into<String>>(
        &self,
        account: &str,
        scopes: impl IntoIterator<Item = S>,
    ) -> String {
        let scopes = scopes.into_iter().map(Into::into).collect();
        self.issue(Kind::Refresh, account, scopes)
    }

    fn issue(&self, kind: Kind, account: &str, scopes: Vec<String>) -> String {
        let app = self.service.rules().app_id().to_owned();
        let mut state = self.service.state();
        let named = state
            .rows("accounts")
            .find(|(_, row)| text(row, "username") == account)
            .map(|(id, _)| id.clone());
        let account = named.unwrap_or_else(|| account.to_owned());
        let grant = Grant {
            account,
            app,
            scheme: scheme::USER.to_owned(),
            scopes: Some(scopes),
        };
        tokens::issue(&mut state, kind, &grant)
    }

    /// Returns the URL of the authorize page, such as `http://127.0.0.1:40123/oauth/`, which stands
    /// for `https://www.pinterest.com/oauth/`.
    pub fn authorize_url(&self) -> String {
        let url = self.url();
        format!("{}/oauth/", url.strip_suffix(BASE_PATH).unwrap_or(&url))
    }
}

/// Who may call, and how often.
impl Builder {
    /// Rejects access and refresh tokens that the fake did not issue, with status 401.
    ///
    /// By default they are accepted as tokens of the main account with every scope; a token that
    /// starts with `pinc` is accepted as a conversion token.
    pub fn with_issued_tokens_only(mut self) -> Self {
        self.settings.rules.issued_only = true;
        self
    }

    /// Accepts this app only, at the token endpoint and on the authorize page. By default any id
    /// and any secret are accepted.
    pub fn with_app(mut self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.settings.rules.app = Some(App {
            id: id.into(),
            secret: secret.into(),
        });
        self
    }

    /// Takes apps for ones that were made before 2025-09-25, when refresh tokens began to rotate for
    /// all new apps: only a request with `continuous_refresh=true` is given a refresh token. A refresh
    /// without it returns an access token alone, and the refresh token stays as it is. By default
    /// refresh tokens rotate, whether a request asks for it or not.
    pub fn with_older_app(mut self) -> Self {
        self.settings.rules.has_older_app = true;
        self
    }

    /// Registers a redirect URI of the app. Addresses of the loopback interface need not be
    /// registered.
    pub fn with_redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.settings.rules.redirect_uris.push(uri.into());
        self
    }

    /// Shows the authorize page with buttons to allow and deny, and redirects on the click. By
    /// default it redirects at once, with a code for the main account.
    pub fn with_authorize_page(mut self) -> Self {
        self.settings.rules.asks_user = true;
        self
    }

    /// Enforces the published rate limits of apps with this access, by the fake's clock. By default
    /// nothing is limited.
    ///
    /// # Examples
    ///
    /// ```
    /// use pinterest_fake::{Access, Fake};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let fake = Fake::builder().with_rate_limits(Access::Trial).start().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_rate_limits(mut self, access: Access) -> Self {
        self.settings.rules.limits = Some(access);
        self
    }
}
