//! Conversions: events, tags, deletion requests, quality.
//!
//! Everything starts at an ad account: [`Client::ad_account`](crate::Client::ad_account).
//!
//! [`Person`] makes hashes of raw personal data, and [`ConversionEventBuilder`] events of them;
//! [`ConversionEvents::create_all`] sends any number of events, with a result for each.

mod advertiser_defined_events;
mod deletion_requests;
mod event_builder;
mod events;
mod msot_events;
mod partial_failure;
mod person;
mod tags;

pub use advertiser_defined_events::AdvertiserDefinedEvents;
pub use deletion_requests::{ConversionDeletionRequestHandle, ConversionDeletionRequests};
pub use event_builder::{ConversionEventBuilder, ConversionEventRequired, DEFAULT_MAX_EVENT_AGE};
pub use events::ConversionEvents;
pub use msot_events::MsotEvents;
pub use person::{Person, PersonField};
pub use tags::{ConversionTagHandle, ConversionTags};

use pinterest_client::types::{ConversionDeletionRequestId, ConversionTagId};

use crate::resources::AdAccountHandle;

impl AdAccountHandle {
    /// Returns the handle for conversions that are reported to Pinterest, and how well they can be
    /// matched to people.
    #[must_use]
    pub fn conversion_events(&self) -> ConversionEvents {
        ConversionEvents::new(self)
    }

    /// Returns the handle for conversion tags (Pinterest tags) of the ad account.
    #[must_use]
    pub fn conversion_tags(&self) -> ConversionTags {
        ConversionTags::new(self)
    }

    /// Returns the handle for a conversion tag of the ad account, by its id.
    #[must_use]
    pub fn conversion_tag(&self, id: impl Into<ConversionTagId>) -> ConversionTagHandle {
        ConversionTagHandle::new(self, id.into())
    }

    /// Returns the handle for requests to delete the conversion data of certain people.
    #[must_use]
    pub fn conversion_deletion_requests(&self) -> ConversionDeletionRequests {
        ConversionDeletionRequests::new(self)
    }

    /// Returns the handle for a request to delete conversion data, by its id.
    #[must_use]
    pub fn conversion_deletion_request(
        &self,
        id: impl Into<ConversionDeletionRequestId>,
    ) -> ConversionDeletionRequestHandle {
        ConversionDeletionRequestHandle::new(self, id.into())
    }

    /// Returns the handle for conversion events of the advertiser's own making.
    #[must_use]
    pub fn advertiser_defined_events(&self) -> AdvertiserDefinedEvents {
        AdvertiserDefinedEvents::new(self)
    }

    /// Returns the handle for conversions that the advertiser's measurement source of truth (MSOT)
    /// has attributed to ads.
    #[must_use]
    pub fn msot_events(&self) -> MsotEvents {
        MsotEvents::new(self)
    }
}
