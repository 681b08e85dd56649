//! Search terms.

use pinterest_client::operation;
use pinterest_client::types::RelatedTerms;

use crate::paging::not_empty;
use crate::requests::TermsSuggestedListQuery;
use crate::transport::call;
use crate::{Call, Client, Error};

/// Search terms that are related to others or begin with them; made by [`Client::terms`].
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

    /// Finds terms that are related in meaning to each of the given ones (`terms_related/list`). Scope: `ads:read`.
    ///
    /// # Errors
    ///
    /// When there are no terms, or the call fails.
    pub async fn related<T: Into<String>>(
        &self,
        terms: impl IntoIterator<Item = T>,
    ) -> Result<RelatedTerms, Error> {
        let terms: Vec<String> = terms.into_iter().map(Into::into).collect();
        not_empty("terms", &terms).map_err(|violation| {
            Error::limit_violation(violation).with_operation(&operation::TERMS_RELATED_LIST)
        })?;
        call!(
            self.client,
            TERMS_RELATED_LIST,
            api.terms_related_list(&terms)
        )
    }

    /// Finds popular terms that begin with `term` (`terms_suggested/list`). Scope: `ads:read`.
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let terms = client.terms().suggested("sport").limit(10).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn suggested(&self, term: impl Into<String>) -> Call<TermsSuggestedListQuery> {
        Call::new(&self.client, TermsSuggestedListQuery::new(term))
    }
}
