//! The lead forms of an ad account.

use pinterest_client::operation;
use pinterest_client::types::{AdAccountId, LeadForm, LeadFormUpdate, NewLeadForm};

use crate::batch::{Batch, One, Shape, results};
use crate::requests::{LeadFormsCreate, LeadFormsList, LeadFormsUpdate};
use crate::resources::AdAccountHandle;
use crate::{Call, Client, List};

/// A handle for the lead forms of an ad account, created by [`AdAccountHandle::lead_forms`].
///
/// This is a beta feature that not every app may use.
#[derive(Clone, Debug)]
pub struct LeadForms {
    client: Client,
    ad_account: AdAccountId,
}

impl LeadForms {
    pub(super) fn new(ad_account: &AdAccountHandle) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists the forms.
    ///
    #[doc = pinterest_client::facts!(LeadFormsList)]
    pub fn list(&self) -> List<LeadFormsList> {
        self.client.list(LeadFormsList::new(&self.ad_account))
    }

    /// Creates a form.
    ///
    #[doc = pinterest_client::facts!(cost of LeadFormsCreate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::types::{
    ///     LeadFormQuestion, LeadFormQuestionType, NewLeadForm, NewLeadFormRequired,
    /// };
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let forms = client.ad_account("549755885175").lead_forms();
    /// let email = LeadFormQuestion::new().question_type(LeadFormQuestionType::Email);
    /// let form = NewLeadForm::new(NewLeadFormRequired {
    ///     name: Some("Spring newsletter".to_owned()),
    ///     questions: vec![email],
    ///     privacy_policy_link: Some("https://shop.example/privacy".to_owned()),
    ///     has_accepted_terms: true,
    ///     completion_message: Some("Thank you!".to_owned()),
    /// });
    /// let form = forms.create(form).await?;
    /// println!("{:?}", form.id);
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(&self, form: impl Into<NewLeadForm>) -> Call<One<LeadFormsCreate, LeadForm>> {
        Batch::one(&self.client, self.no_creations(), form, &creations())
    }

    /// Creates forms.
    ///
    #[doc = pinterest_client::facts!(cost of LeadFormsCreate)]
    pub fn create_all(
        &self,
        forms: impl IntoIterator<Item = impl Into<NewLeadForm>>,
    ) -> Batch<LeadFormsCreate, NewLeadForm, LeadForm> {
        Batch::new(&self.client, self.no_creations(), forms, creations())
    }

    /// Changes the fields of a form that the update sets.
    ///
    #[doc = pinterest_client::facts!(cost of LeadFormsUpdate)]
    pub fn update(
        &self,
        update: impl Into<LeadFormUpdate>,
    ) -> Call<One<LeadFormsUpdate, LeadForm>> {
        Batch::one(
            &self.client,
            no_updates(&self.ad_account),
            update,
            &updates(),
        )
    }

    /// Changes the fields of forms that the updates set.
    ///
    #[doc = pinterest_client::facts!(cost of LeadFormsUpdate)]
    pub fn update_all(
        &self,
        updates: impl IntoIterator<Item = impl Into<LeadFormUpdate>>,
    ) -> Batch<LeadFormsUpdate, LeadFormUpdate, LeadForm> {
        let request = no_updates(&self.ad_account);
        Batch::new(&self.client, request, updates, self::updates())
    }

    fn no_creations(&self) -> LeadFormsCreate {
        LeadFormsCreate::new(&self.ad_account, Vec::<NewLeadForm>::new())
    }
}

#[inline]
fn creations() -> Shape<LeadFormsCreate, NewLeadForm, LeadForm> {
    let read = results::standard(Some("items"));
    Shape::in_body(
        &operation::LEAD_FORMS_CREATE,
        LeadFormsCreate::set_body,
        read,
    )
}

pub(super) fn no_updates(ad_account: &AdAccountId) -> LeadFormsUpdate {
    LeadFormsUpdate::new(ad_account, Vec::<LeadFormUpdate>::new())
}

#[inline]
pub(super) fn updates() -> Shape<LeadFormsUpdate, LeadFormUpdate, LeadForm> {
    let read = results::standard_keyed(Some("items"), "id");
    Shape::in_body(
        &operation::LEAD_FORMS_UPDATE,
        LeadFormsUpdate::set_body,
        read,
    )
    .keyed_by(|update| vec![update.id.to_string()])
}
