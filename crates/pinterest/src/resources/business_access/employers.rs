//! The businesses that employ the user of the token.

use crate::requests::BusinessEmployersList;
use crate::{Client, List};

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

    /// Lists the employers.
    pub fn list(&self) -> List<BusinessEmployersList> {
        self.client.list(BusinessEmployersList::new())
    }
}
