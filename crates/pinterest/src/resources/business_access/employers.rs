//! The businesses that employ the user of the token.

use crate::requests::BusinessEmployersList;
use crate::{Client, List};

/// A handle for the businesses that employ the user of the token, created by [`Client::employers`].
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

    /// Lists the employers.
    ///
    #[doc = pinterest_client::facts!(BusinessEmployersList)]
    pub fn list(&self) -> List<BusinessEmployersList> {
        self.client.list(BusinessEmployersList::new())
    }
}
