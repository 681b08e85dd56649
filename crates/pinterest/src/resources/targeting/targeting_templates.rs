//! Targeting templates: targeting that was saved under a name.

use pinterest_client::types::{AdAccountId, NewTargetingTemplate, TargetingTemplate};

use crate::paging::List;
use crate::requests::TargetingTemplateListQuery;
use crate::resources::AdAccount;
use crate::transport::call;
use crate::{Client, Error};

/// The targeting templates of an ad account; made by [`AdAccount::targeting_templates`].
#[derive(Clone, Debug)]
pub struct TargetingTemplates {
    client: Client,
    ad_account: AdAccountId,
}

impl TargetingTemplates {
    pub(super) fn new(ad_account: &AdAccount) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists the templates (`targeting_template/list`). Scope: `ads:read`. Not in the sandbox.
    ///
    /// ```no_run
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let templates = client.ad_account("549755885175").targeting_templates();
    /// let mut templates = templates.list().include_sizing(true).items();
    /// while let Some(template) = templates.try_next().await? {
    ///     println!("{}: {:?}", template.name, template.sizing);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> List<TargetingTemplateListQuery> {
        let query = TargetingTemplateListQuery::new(&self.ad_account);
        List::new(&self.client, query)
    }

    /// Creates a template (`targeting_template/create`). Scope: `ads:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When an argument goes against a limit, or the call fails.
    pub async fn create(&self, template: NewTargetingTemplate) -> Result<TargetingTemplate, Error> {
        call!(
            self.client,
            TARGETING_TEMPLATE_CREATE,
            api.targeting_template_create(&self.ad_account, &template)
        )
    }
}
