//! Pins and their product tags.
//!
//! Everything starts at a handle: [`Client::pins`] for all Pins of the user, [`Client::pin`] for
//! one of them. [`PinImage`] and [`Carousel`] are the images of new Pins; with the feature `media`,
//! `Pins::create_video` uploads a video and creates its Pin.

mod carousel;
mod image;
mod image_header;
mod pin;
mod product_tags;
#[cfg(feature = "media")]
mod video;

pub use carousel::{Carousel, CarouselImage};
pub use image::{ImageError, PinImage};
pub use pin::PinHandle;
pub use product_tags::ProductTags;
#[cfg(feature = "media")]
pub use video::{VideoCover, VideoFailure, VideoFile, VideoPinCreation, VideoPinError, VideoStep};

use pinterest_client::types::{NewPin, PinId, PinMetricType};

use crate::requests::{PinsAnalyticsGet, PinsAnalyticsGetRequired, PinsCreate, PinsList};
use crate::{Call, Client, DateRange, List};

/// A handle for the Pins of the user of the token, created by [`Client::pins`].
#[derive(Clone, Debug)]
pub struct Pins {
    client: Client,
}

impl Client {
    /// Returns the handle for the Pins of the user.
    #[must_use]
    pub fn pins(&self) -> Pins {
        Pins {
            client: self.clone(),
        }
    }

    /// Returns the handle for a Pin, by its id.
    #[must_use]
    pub fn pin(&self, id: impl Into<PinId>) -> PinHandle {
        PinHandle::new(self, id.into())
    }
}

impl Pins {
    /// Lists the Pins, whoever owns the boards they are on.
    ///
    /// `creative_types` together with `include_protected_pins` can be slow up to a timeout; the
    /// Pins of single boards are not.
    ///
    #[doc = pinterest_client::facts!(PinsList)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let pins = client.pins().list().with(|list| list.pin_metrics(true));
    /// let mut pins = pins.page_size(250).items();
    /// while let Some(pin) = pins.try_next().await? {
    ///     println!("{:?} {:?}", pin.id, pin.title);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> List<PinsList> {
        self.client.list(PinsList::new())
    }

    /// Creates a Pin.
    ///
    /// [`PinImage`] reads image files, and [`Carousel`] makes a Pin of several. A video has to be
    /// uploaded first, which `create_video` does. When the call fails with code 2787, the Pin may
    /// exist all the same; look before repeating the call.
    ///
    #[doc = pinterest_client::facts!(PinsCreate)]
    ///
    /// # Examples
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
    pub fn create(&self, pin: impl Into<NewPin>) -> Call<PinsCreate> {
        self.client.call(PinsCreate::new(pin))
    }

    /// Gets metrics of Pins, by the id of the Pin.
    ///
    /// Days are those of UTC. The range starts at most 90 days ago. This is a beta feature that not
    /// every app may use.
    ///
    /// [`AnalyticsRow`](crate::AnalyticsRow) reads the metrics of the response. [`Call::chunked`]
    /// splits a call about more days or ids.
    ///
    #[doc = pinterest_client::facts!(PinsAnalyticsGet)]
    pub fn analytics(
        &self,
        pins: impl IntoIterator<Item = impl Into<PinId>>,
        days: impl Into<DateRange>,
        metric_types: impl IntoIterator<Item = impl Into<PinMetricType>>,
    ) -> Call<PinsAnalyticsGet> {
        let days = days.into();
        self.client
            .call(PinsAnalyticsGet::new(PinsAnalyticsGetRequired {
                pin_ids: pins.into_iter().map(Into::into).collect(),
                start_date: days.start(),
                end_date: days.end(),
                metric_types: metric_types.into_iter().map(Into::into).collect(),
            }))
    }
}
