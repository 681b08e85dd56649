//! The websites of the user.

use pinterest_client::types::{UserWebsite, VerifyWebsiteRequest, WebsiteVerificationMethod};

use crate::paging::List;
use crate::requests::{
    UserWebsitesGetQuery, VerifyWebsiteUpdateQuery, WebsiteVerificationGetQuery,
};
use crate::transport::call;
use crate::{Call, Client, Error};

/// The websites of the user; made by [`UserAccount::websites`](super::UserAccount::websites).
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

    /// Lists the websites, also those whose claim is not settled (`user_websites/get`). Scope: `user_accounts:read`. Not
    /// in the sandbox.
    pub fn list(&self) -> List<UserWebsitesGetQuery> {
        List::new(&self.client, UserWebsitesGetQuery::new())
    }

    /// Gets the code that proves that a website is the user's, to be put on the website before it is claimed
    /// (`website_verification/get`). Scope: `user_accounts:read`. Not in the sandbox.
    pub fn verification(&self) -> Call<WebsiteVerificationGetQuery> {
        Call::new(&self.client, WebsiteVerificationGetQuery::new())
    }

    /// Claims a website that has the code of [`verification`](Self::verification) (`verify_website/update`). Scope:
    /// `user_accounts:write`. Not in the sandbox.
    ///
    /// The website is a domain, with a path if only a part of it is claimed.
    ///
    /// ```no_run
    /// use pinterest::types::WebsiteVerificationMethod;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let websites = client.user_account().websites();
    /// let call = websites.verify("lakeside.example").verification_method(WebsiteVerificationMethod::Dnstxt);
    /// let website = call.await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn verify(&self, website: impl Into<String>) -> Call<VerifyWebsiteUpdateQuery> {
        let request = VerifyWebsiteRequest::new().website(website);
        Call::new(&self.client, VerifyWebsiteUpdateQuery::new(request))
    }

    /// Ends the claim on a website (`unverify_website/delete`). Scope: `user_accounts:write`. Not in the sandbox.
    ///
    /// Returns the website where the service describes it, and `None` where it answers without a body.
    ///
    /// # Errors
    ///
    /// When the call fails.
    pub async fn unverify(&self, website: impl Into<String>) -> Result<Option<UserWebsite>, Error> {
        let website = website.into();
        call!(
            self.client,
            UNVERIFY_WEBSITE_DELETE,
            api.unverify_website_delete(&website)
        )
    }
}

impl Call<VerifyWebsiteUpdateQuery> {
    /// The kind of proof that the website has; without it, an HTML tag.
    pub fn verification_method(self, method: WebsiteVerificationMethod) -> Self {
        self.with_query(|query| query.body.verification_method = Some(method))
    }
}
