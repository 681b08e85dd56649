//! One Pin.

use pinterest_client::types::{
    BoardId, BoardSectionId, PinId, PinMetricType, PinUpdate, SavePinRequest,
};

use super::ProductTags;
use crate::requests::{
    PinAnalyticsGet, PinAnalyticsGetRequired, PinsDelete, PinsGet, PinsSave, PinsUpdate,
};
use crate::{Call, Client, DateRange};

/// A handle for a Pin, created by [`Client::pin`].
#[derive(Clone, Debug)]
pub struct PinHandle {
    client: Client,
    id: PinId,
}

impl PinHandle {
    pub(super) fn new(client: &Client, id: PinId) -> Self {
        Self {
            client: client.clone(),
            id,
        }
    }

    /// Returns the id of the Pin.
    #[must_use]
    pub fn id(&self) -> &PinId {
        &self.id
    }

    /// Returns the handle for the products that are tagged in the Pin.
    #[must_use]
    pub fn product_tags(&self) -> ProductTags {
        ProductTags::new(&self.client, &self.id)
    }

    /// Gets the Pin.
    ///
    #[doc = pinterest_client::facts!(PinsGet)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let pin = client.pin("813744226420795884").get().with(|get| get.pin_metrics(true)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn get(&self) -> Call<PinsGet> {
        self.client.call(PinsGet::new(&self.id))
    }

    /// Changes the fields of the Pin that `update` sets.
    ///
    /// Another board or section moves the Pin. This is a beta feature that not every app may use.
    ///
    #[doc = pinterest_client::facts!(PinsUpdate)]
    pub fn update(&self, update: impl Into<PinUpdate>) -> Call<PinsUpdate> {
        self.client.call(PinsUpdate::new(&self.id, update))
    }

    /// Deletes the Pin.
    ///
    /// Resolves to the Pin where the service describes it, and to `None` where it responds without
    /// a body.
    ///
    #[doc = pinterest_client::facts!(PinsDelete)]
    pub fn delete(&self) -> Call<PinsDelete> {
        self.client.call(PinsDelete::new(&self.id))
    }

    /// Saves the Pin to a board, which creates a new Pin there.
    ///
    /// Resolves to the new Pin.
    ///
    #[doc = pinterest_client::facts!(PinsSave)]
    pub fn save(&self, board: impl Into<BoardId>) -> Call<PinsSave> {
        let place = SavePinRequest::new().board_id(board);
        self.client.call(PinsSave::new(&self.id, place))
    }

    /// Saves the Pin to a section of a board, which creates a new Pin there.
    ///
    /// Resolves to the new Pin.
    ///
    #[doc = pinterest_client::facts!(PinsSave)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let pin = client.pin("813744226420795884");
    /// let saved = pin.save_to_section("549755885175", "549755885176").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn save_to_section(
        &self,
        board: impl Into<BoardId>,
        section: impl Into<BoardSectionId>,
    ) -> Call<PinsSave> {
        let place = SavePinRequest::new()
            .board_id(board)
            .board_section_id(section);
        self.client.call(PinsSave::new(&self.id, place))
    }

    /// Gets metrics of the Pin, one entry for each group of activity.
    ///
    /// Days are those of UTC. The range starts at most 90 days ago. Without `split_field` there is
    /// one group.
    ///
    /// [`AnalyticsRow`](crate::AnalyticsRow) reads the metrics of the response. [`Call::chunked`]
    /// splits a call about more days or ids.
    ///
    #[doc = pinterest_client::facts!(PinAnalyticsGet)]
    pub fn analytics(
        &self,
        days: impl Into<DateRange>,
        metric_types: impl IntoIterator<Item = impl Into<PinMetricType>>,
    ) -> Call<PinAnalyticsGet> {
        let days = days.into();
        self.client
            .call(PinAnalyticsGet::new(PinAnalyticsGetRequired {
                pin_id: self.id.clone(),
                start_date: days.start(),
                end_date: days.end(),
                metric_types: metric_types.into_iter().map(Into::into).collect(),
            }))
    }
}
