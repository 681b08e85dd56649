//! The websites of the user.

use pinterest_client::types::VerifyWebsiteRequest;

use crate::requests::{WebsiteVerificationGet, WebsitesClaim, WebsitesList, WebsitesUnclaim};
use crate::{Call, Client, List};

/// A handle for the websites of the user, created by
/// [`UserAccountHandle::websites`](super::UserAccountHandle::websites).
#[derive(Clone, Debug)]
pub struct Websites {
    client: Client,
}

impl Websites {
    pub(super) fn new(client: &Client) -> Self {
        Self {
            client: client.clone(),
        }
    }

    /// Lists the websites, also those whose claim is not settled.
    ///
    #[doc = pinterest_client::facts!(WebsitesList)]
    pub fn list(&self) -> List<WebsitesList> {
        self.client.list(WebsitesList::new())
    }

    /// Gets the code that proves that a website is the user's.
    ///
    /// The code is put on the website before it is claimed.
    ///
    #[doc = pinterest_client::facts!(WebsiteVerificationGet)]
    pub fn verification(&self) -> Call<WebsiteVerificationGet> {
        self.client.call(WebsiteVerificationGet::new())
    }

    /// Claims a website that has the code of [`verification`](Self::verification).
    ///
    /// The website is a domain, with a path if only a part of it is claimed. Without
    /// `verification_method` the code is in an HTML tag.
    ///
    #[doc = pinterest_client::facts!(WebsitesClaim)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::types::{VerifyWebsiteRequest, WebsiteVerificationMethod};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let claim = VerifyWebsiteRequest::new()
    ///     .website("lakeside.example")
    ///     .verification_method(WebsiteVerificationMethod::Dnstxt);
    /// let website = client.user_account().websites().claim(claim).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn claim(&self, claim: impl Into<VerifyWebsiteRequest>) -> Call<WebsitesClaim> {
        self.client.call(WebsitesClaim::new(claim))
    }

    /// Ends the claim on a website.
    ///
    /// Resolves to the website where the service describes it, and to `None` where it responds
    /// without a body.
    ///
    #[doc = pinterest_client::facts!(WebsitesUnclaim)]
    pub fn unclaim(&self, website: impl Into<String>) -> Call<WebsitesUnclaim> {
        self.client.call(WebsitesUnclaim::new(website))
    }
}
