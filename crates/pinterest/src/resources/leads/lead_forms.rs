//! The lead forms of an ad account.

use pinterest_client::operation;
use pinterest_client::types::{
    AdAccountId, LeadForm, LeadFormUpdate, LeadFormsResponse, NewLeadForm,
};

use crate::batch::{BatchOutcome, Positional, results};
use crate::paging::List;
use crate::requests::LeadFormsListQuery;
use crate::resources::AdAccount;
use crate::{Client, Error};

/// The lead forms of an ad account; made by [`AdAccount::lead_forms`].
///
/// A beta feature of the service that not every app may use.
#[derive(Clone, Debug)]
pub struct LeadForms {
    client: Client,
    ad_account: AdAccountId,
}

impl LeadForms {
    pub(super) fn new(ad_account: &AdAccount) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists the forms (`lead_forms/list`). Scope: `ads:read`.
    pub fn list(&self) -> List<LeadFormsListQuery> {
        List::new(&self.client, LeadFormsListQuery::new(&self.ad_account))
    }

    /// Creates forms (`lead_forms/create`, 30 a request). Scope: `ads:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    ///
    /// ```no_run
    /// use pinterest::types::{LeadFormQuestion, LeadFormQuestionType, NewLeadForm};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let forms = client.ad_account("549755885175").lead_forms();
    /// let email = LeadFormQuestion::new().question_type(LeadFormQuestionType::Email);
    /// let (thanks, name, policy) = ("Thank you!", "Spring newsletter", "https://shop.example/privacy");
    /// let form = NewLeadForm::new(thanks.to_owned(), true, name.to_owned(), policy.to_owned(), [email]);
    /// let outcome = forms.create([form]).await?;
    /// for failure in outcome.failures() {
    ///     println!("{:?}: {}", failure.input.name, failure.error);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create(
        &self,
        forms: impl IntoIterator<Item = NewLeadForm>,
    ) -> Result<BatchOutcome<NewLeadForm, LeadForm>, Error> {
        let ad_account = &self.ad_account;
        Positional::of(&operation::LEAD_FORMS_CREATE)
            .send(
                &self.client,
                forms,
                <[NewLeadForm]>::to_vec,
                |api, body| async move { api.lead_forms_create(ad_account, &body).await },
                |answer: LeadFormsResponse| {
                    results!(
                        answer.items,
                        |item| item.data,
                        item.exceptions.into_iter().flatten()
                    )
                },
            )
            .await
    }

    /// Changes the fields of forms that the updates set (`lead_forms/update`, 30 a request). Scope: `ads:write`. Not in
    /// the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn update(
        &self,
        updates: impl IntoIterator<Item = LeadFormUpdate>,
    ) -> Result<BatchOutcome<LeadFormUpdate, LeadForm>, Error> {
        let ad_account = &self.ad_account;
        Positional::of(&operation::LEAD_FORMS_UPDATE)
            .keyed_by(|update: &LeadFormUpdate| vec![update.id.to_string()])
            .send(
                &self.client,
                updates,
                <[LeadFormUpdate]>::to_vec,
                |api, body| async move { api.lead_forms_update(ad_account, &body).await },
                |answer: LeadFormsResponse| {
                    results!(
                        answer.items,
                        |item| item.data,
                        item.exceptions.into_iter().flatten(),
                        |form| [&form.id]
                    )
                },
            )
            .await
    }
}
