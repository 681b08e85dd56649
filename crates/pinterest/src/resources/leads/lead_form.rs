//! One lead form.

use pinterest_client::types::{AdAccountId, LeadFormId, LeadFormTestRequest, LeadSubscriptionId};
use pinterest_client::{Sensitive, types};

use crate::resources::AdAccount;
use crate::transport::call;
use crate::{Client, Error};

/// A lead form; made by [`AdAccount::lead_form`].
///
/// To change it, use [`LeadForms::update`](super::LeadForms::update).
#[derive(Clone, Debug)]
pub struct LeadForm {
    client: Client,
    ad_account: AdAccountId,
    id: LeadFormId,
}

impl LeadForm {
    pub(super) fn new(ad_account: &AdAccount, id: LeadFormId) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
            id,
        }
    }

    /// The id of the form.
    #[must_use]
    pub fn id(&self) -> &LeadFormId {
        &self.id
    }

    /// Gets the form (`lead_form/get`). Scope: `ads:read`.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn get(&self) -> Result<types::LeadForm, Error> {
        call!(
            self.client,
            LEAD_FORM_GET,
            api.lead_form_get(&self.ad_account, &self.id)
        )
    }

    /// Makes up a lead, so that a webhook can be tried out (`lead_form_test/create`). Scope: `ads:write`. Not in the
    /// sandbox.
    ///
    /// There is one answer for each question, in the order of the questions. Returns the subscription that the lead is
    /// delivered to.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails: status 404 when there is no such form.
    pub async fn create_test_lead<A: Into<Sensitive>>(
        &self,
        answers: impl IntoIterator<Item = A>,
    ) -> Result<Option<LeadSubscriptionId>, Error> {
        let answers: Vec<Sensitive> = answers.into_iter().map(Into::into).collect();
        let body = LeadFormTestRequest::new(answers);
        let created = call!(
            self.client,
            LEAD_FORM_TEST_CREATE,
            api.lead_form_test_create(&self.ad_account, &self.id, &body)
        )?;
        Ok(created.subscription_id)
    }
}
