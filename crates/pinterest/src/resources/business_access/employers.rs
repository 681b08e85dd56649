//! The businesses that employ the user of the token.

use pinterest_client::operation::{self, Operation};
use pinterest_client::types::BusinessRelationshipPage;

use crate::Client;
use crate::paging::{Cursor, List, sealed};
use crate::transport::{Api, Generated};

/// The businesses that employ the user of the token; made by [`Client::employers`].
#[derive(Clone, Debug)]
pub struct Employers {
    client: Client,
}

impl Employers {
    pub(super) fn new(client: &Client) -> Self {
        Self {
            client: client.clone(),
        }
    }

    /// Lists the employers (`get/business_employers`). Scope: `biz_access:read`.
    pub fn list(&self) -> List<EmployersQuery> {
        List::new(
            &self.client,
            EmployersQuery {
                assets_summary: None,
            },
        )
    }
}

/// The filters of [`Employers::list`].
#[derive(Clone, Debug)]
pub struct EmployersQuery {
    assets_summary: Option<bool>,
}

impl List<EmployersQuery> {
    /// Whether each employer comes with the assets that the user may use there. Default: `false`.
    pub fn assets_summary(self, assets_summary: bool) -> Self {
        self.with_query(|query| query.assets_summary = Some(assets_summary))
    }
}

impl sealed::Fetch for EmployersQuery {
    type Page = BusinessRelationshipPage;
    const OPERATION: &'static Operation = &operation::GET_BUSINESS_EMPLOYERS;

    async fn request<'a>(&'a self, api: &'a Api, cursor: Cursor<'a>) -> Generated<Self::Page> {
        api.get_business_employers(self.assets_summary, cursor.bookmark, cursor.page_size)
            .await
    }
}
