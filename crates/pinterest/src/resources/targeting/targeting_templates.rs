//! Targeting templates: targeting that was saved under a name.

use pinterest_client::types::{AdAccountId, NewTargetingTemplate};

use crate::requests::{TargetingTemplatesCreate, TargetingTemplatesList};
use crate::resources::AdAccountHandle;
use crate::{Call, Client, List};

/// A handle for the targeting templates of an ad account, created by
/// [`AdAccountHandle::targeting_templates`].
#[derive(Clone, Debug)]
pub struct TargetingTemplates {
    client: Client,
    ad_account: AdAccountId,
}

impl TargetingTemplates {
    pub(super) fn new(ad_account: &AdAccountHandle) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists the templates.
    ///
    #[doc = pinterest_client::facts!(TargetingTemplatesList)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let templates = client.ad_account("549755885175").targeting_templates();
    /// let mut templates = templates.list().with(|list| list.include_sizing(true)).items();
    /// while let Some(template) = templates.try_next().await? {
    ///     println!("{}: {:?}", template.name, template.sizing);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> List<TargetingTemplatesList> {
        self.client
            .list(TargetingTemplatesList::new(&self.ad_account))
    }

    /// Creates a template.
    ///
    #[doc = pinterest_client::facts!(TargetingTemplatesCreate)]
    pub fn create(
        &self,
        template: impl Into<NewTargetingTemplate>,
    ) -> Call<TargetingTemplatesCreate> {
        self.client
            .call(TargetingTemplatesCreate::new(&self.ad_account, template))
    }
}
