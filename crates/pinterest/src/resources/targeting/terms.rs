//! Search terms.

use crate::requests::{RelatedTermsGet, SuggestedTermsList};
use crate::{Call, Client};

/// A handle for search terms that are related to others or begin with them, created by
/// [`Client::terms`].
#[derive(Clone, Debug)]
pub struct Terms {
    client: Client,
}

impl Terms {
    pub(super) fn new(client: &Client) -> Self {
        Self {
            client: client.clone(),
        }
    }

    /// Gets terms that are related in meaning to each of the given ones.
    ///
    #[doc = pinterest_client::facts!(RelatedTermsGet)]
    pub fn related(
        &self,
        terms: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<RelatedTermsGet> {
        self.client.call(RelatedTermsGet::new(terms))
    }

    /// Gets popular terms that begin with `term`.
    ///
    #[doc = pinterest_client::facts!(SuggestedTermsList)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let sports = client.terms().suggested("sport").with(|request| request.limit(10)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn suggested(&self, term: impl Into<String>) -> Call<SuggestedTermsList> {
        self.client.call(SuggestedTermsList::new(term))
    }
}
