//! The businesses that employ the user of the token.

use crate::Client;
use crate::paging::List;
use crate::requests::GetBusinessEmployersQuery;

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
    pub fn list(&self) -> List<GetBusinessEmployersQuery> {
        let query = GetBusinessEmployersQuery::new();
        List::new(&self.client, query)
    }
}
