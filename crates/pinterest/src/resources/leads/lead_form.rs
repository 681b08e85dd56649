//! One lead form.

use pinterest_client::Sensitive;
use pinterest_client::types::{
    AdAccountId, LeadForm, LeadFormId, LeadFormTestRequest, LeadFormUpdate,
};

use super::lead_forms::{no_updates, updates};
use crate::batch::{Batch, One};
use crate::requests::{LeadFormTestCreate, LeadFormsGet, LeadFormsUpdate};
use crate::resources::AdAccountHandle;
use crate::{Call, Client};

/// A handle for a lead form, created by [`AdAccountHandle::lead_form`].
#[derive(Clone, Debug)]
pub struct LeadFormHandle {
    client: Client,
    ad_account: AdAccountId,
    id: LeadFormId,
}

impl LeadFormHandle {
    pub(super) fn new(ad_account: &AdAccountHandle, id: LeadFormId) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
            id,
        }
    }

    /// Returns the id of the form.
    #[must_use]
    pub fn id(&self) -> &LeadFormId {
        &self.id
    }

    /// Gets the form.
    ///
    #[doc = pinterest_client::facts!(LeadFormsGet)]
    pub fn get(&self) -> Call<LeadFormsGet> {
        self.client
            .call(LeadFormsGet::new(&self.ad_account, &self.id))
    }

    /// Changes the fields of the form that `change` sets.
    ///
    #[doc = pinterest_client::facts!(cost of LeadFormsUpdate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let form = client.ad_account("549755885175").lead_form("383791336903426391");
    /// let form = form.update(|update| update.name("Spring newsletter")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update(
        &self,
        change: impl FnOnce(LeadFormUpdate) -> LeadFormUpdate,
    ) -> Call<One<LeadFormsUpdate, LeadForm>> {
        let update = change(LeadFormUpdate::new(&self.id));
        Batch::one(
            &self.client,
            no_updates(&self.ad_account),
            update,
            &updates(),
        )
    }

    /// Creates a made-up lead, so that a webhook can be tried out.
    ///
    /// There is one entry for each question, in the order of the questions. The response has the
    /// subscription that the lead is delivered to. The call fails with status 404 when there is no
    /// such form.
    ///
    #[doc = pinterest_client::facts!(LeadFormTestCreate)]
    pub fn create_test_lead(
        &self,
        entries: impl IntoIterator<Item = impl Into<Sensitive>>,
    ) -> Call<LeadFormTestCreate> {
        let body = LeadFormTestRequest::new(entries);
        self.client
            .call(LeadFormTestCreate::new(&self.ad_account, &self.id, body))
    }
}
