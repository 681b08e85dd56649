//! Pins and their product tags.
//!
//! Everything starts at a handle: [`Client::pins`] for all Pins of the user, [`Client::pin`] for one of them.

mod pin;
mod product_tags;

pub use pin::Pin;
pub use product_tags::ProductTags;

use pinterest_client::types::{NewPin, PinId, PinMetricType};

use crate::paging::List;
use crate::requests::{MultiPinsAnalyticsQuery, PinsCreateQuery, PinsListQuery};
use crate::{Call, Client};

/// The Pins of the user of the token, or, with `ad_account_id`, of the owner of an ad account; made by [`Client::pins`].
#[derive(Clone, Debug)]
pub struct Pins {
    client: Client,
}

impl Client {
    /// The Pins of the user.
    #[must_use]
    pub fn pins(&self) -> Pins {
        Pins {
            client: self.clone(),
        }
    }

    /// A Pin, by its id.
    #[must_use]
    pub fn pin(&self, id: impl Into<PinId>) -> Pin {
        Pin::new(self, id.into())
    }
}

impl Pins {
    /// Lists the Pins, whoever owns the boards they are on (`pins/list`). Scopes: `boards:read` and `pins:read`.
    ///
    /// `creative_types` together with `include_protected_pins` can be slow up to a timeout; the Pins of single boards are
    /// not.
    ///
    /// ```no_run
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let mut pins = client.pins().list().pin_metrics(true).page_size(250).items();
    /// while let Some(pin) = pins.try_next().await? {
    ///     println!("{:?} {:?}", pin.id, pin.title);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> List<PinsListQuery> {
        List::new(&self.client, PinsListQuery::new())
    }

    /// Creates a Pin (`pins/create`). Scopes: `boards:read`, `boards:write`, `pins:read` and `pins:write`.
    ///
    /// A video has to be uploaded first, see `media/create`. When the call fails with code 2787, the Pin may exist all the
    /// same; look before repeating it.
    ///
    /// ```no_run
    /// use pinterest::types::{ImageUrlSource, NewPin};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let image = ImageUrlSource::new("https://lakeside.example/print.jpg");
    /// let pin = NewPin::new().board_id("549755885175").title("A print").media_source(image);
    /// let pin = client.pins().create(pin).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(&self, pin: NewPin) -> Call<PinsCreateQuery> {
        Call::new(&self.client, PinsCreateQuery::new(pin))
    }

    /// Reports figures of 1 to 100 Pins, by the id of the Pin (`multi_pins/analytics`). Scopes: `boards:read` and
    /// `pins:read`. Not in the sandbox.
    ///
    /// The dates are days in UTC, `YYYY-MM-DD`, at most 90 days back. A beta feature that not every app may use.
    pub fn analytics(
        &self,
        pins: impl IntoIterator<Item = impl Into<PinId>>,
        start_date: impl Into<String>,
        end_date: impl Into<String>,
        metric_types: impl IntoIterator<Item = PinMetricType>,
    ) -> Call<MultiPinsAnalyticsQuery> {
        let query = MultiPinsAnalyticsQuery::new(pins, start_date, end_date, metric_types);
        Call::new(&self.client, query)
    }
}
