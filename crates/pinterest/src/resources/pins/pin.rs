//! One Pin.

use pinterest_client::types::{
    BoardId, BoardSectionId, PinId, PinMetricType, PinUpdate, SavePinRequest,
};

use super::ProductTags;
use crate::requests::{
    PinsAnalyticsQuery, PinsDeleteQuery, PinsGetQuery, PinsSaveQuery, PinsUpdateQuery,
};
use crate::{Call, Client};

/// A Pin; made by [`Client::pin`].
#[derive(Clone, Debug)]
pub struct Pin {
    client: Client,
    id: PinId,
}

impl Pin {
    pub(super) fn new(client: &Client, id: PinId) -> Self {
        Self {
            client: client.clone(),
            id,
        }
    }

    /// The id of the Pin.
    #[must_use]
    pub fn id(&self) -> &PinId {
        &self.id
    }

    /// The products that are tagged in the Pin.
    #[must_use]
    pub fn product_tags(&self) -> ProductTags {
        ProductTags::new(&self.client, &self.id)
    }

    /// Gets the Pin (`pins/get`). Scopes: `boards:read` and `pins:read`.
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let pin = client.pin("813744226420795884").get().pin_metrics(true).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn get(&self) -> Call<PinsGetQuery> {
        Call::new(&self.client, PinsGetQuery::new(&self.id))
    }

    /// Changes the fields of the Pin that `update` sets (`pins/update`). Scopes: `boards:read`, `boards:write`,
    /// `pins:read` and `pins:write`.
    ///
    /// Another board or section moves the Pin. A beta feature that not every app may use.
    pub fn update(&self, update: PinUpdate) -> Call<PinsUpdateQuery> {
        Call::new(&self.client, PinsUpdateQuery::new(&self.id, update))
    }

    /// Deletes the Pin (`pins/delete`). Scopes: `boards:read`, `boards:write`, `pins:read` and `pins:write`.
    ///
    /// Returns the Pin where the service describes it, and `None` where it answers without a body.
    pub fn delete(&self) -> Call<PinsDeleteQuery> {
        Call::new(&self.client, PinsDeleteQuery::new(&self.id))
    }

    /// Saves the Pin to a board, which makes a new Pin there and returns it (`pins/save`). Scopes: `boards:read`,
    /// `boards:write`, `pins:read` and `pins:write`.
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let pin = client.pin("813744226420795884");
    /// let saved = pin.save("549755885175").board_section_id("549755885176").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn save(&self, board: impl Into<BoardId>) -> Call<PinsSaveQuery> {
        let place = SavePinRequest::new().board_id(board);
        Call::new(&self.client, PinsSaveQuery::new(&self.id, place))
    }

    /// Reports figures of the Pin, one entry for each group of activity (`pins/analytics`). Scopes: `boards:read` and
    /// `pins:read`. Not in the sandbox.
    ///
    /// The dates are days in UTC, `YYYY-MM-DD`, at most 90 days back. Without `split_field` there is one group.
    pub fn analytics(
        &self,
        start_date: impl Into<String>,
        end_date: impl Into<String>,
        metric_types: impl IntoIterator<Item = PinMetricType>,
    ) -> Call<PinsAnalyticsQuery> {
        let query = PinsAnalyticsQuery::new(&self.id, start_date, end_date, metric_types);
        Call::new(&self.client, query)
    }
}

impl Call<PinsSaveQuery> {
    /// The section of the board to save to; without it, none.
    pub fn board_section_id(self, section: impl Into<BoardSectionId>) -> Self {
        self.with_query(|query| query.body.board_section_id = Some(section.into()))
    }
}
