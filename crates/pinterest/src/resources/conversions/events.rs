//! Conversion events.

use pinterest_client::operation;
use pinterest_client::types::{
    AdAccountId, ConversionEventResult, ConversionEventStatus, CreateConversionEventsRequest,
    EventQualityLookbackPeriod, NewConversionEvent,
};

use super::partial_failure;
use crate::batch::{Batch, ItemError, One, Reply, Shape, results};
use crate::requests::{ConversionEventsCreate, EventQualityScoresList};
use crate::resources::AdAccountHandle;
use crate::{Call, Client};

/// A handle for conversions that are reported to Pinterest, created by
/// [`AdAccountHandle::conversion_events`].
#[derive(Clone, Debug)]
pub struct ConversionEvents {
    client: Client,
    ad_account: AdAccountId,
}

impl ConversionEvents {
    pub(super) fn new(account: &AdAccountHandle) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Reports a conversion from a website, an app or an offline sale.
    ///
    /// [`ConversionEventBuilder`](super::ConversionEventBuilder) makes the event of raw personal
    /// data.
    ///
    #[doc = pinterest_client::facts!(cost of ConversionEventsCreate)]
    pub fn create(
        &self,
        event: impl Into<NewConversionEvent>,
    ) -> Call<One<ConversionEventsCreate, ConversionEventResult>> {
        Batch::one(&self.client, self.creation(), event, &creations())
    }

    /// Reports conversions from websites, apps or offline sales.
    ///
    /// [`ConversionEventBuilder`](super::ConversionEventBuilder) makes events of raw personal data.
    /// A request has 1,000 events at most; more are sent in several.
    ///
    /// Status 422, with which the service says that a part of the events failed, is no error: the
    /// outcome has the result of every event. An event without an error message whose status this
    /// version does not know counts as a success; its result has the status. Warnings are in the
    /// results too; that of an event that failed is in the `partial` of the failure.
    ///
    #[doc = pinterest_client::facts!(cost of ConversionEventsCreate)]
    ///
    /// With a conversion token
    /// ([`AccessToken::conversion`](crate::auth::AccessToken::conversion)), no rate limit applies.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::conversions::{ConversionEventBuilder, ConversionEventRequired, Person};
    /// use pinterest::types::{ConversionActionSource, ConversionEventName, EpochSeconds};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let purchase = ConversionEventBuilder::new(ConversionEventRequired {
    ///     action_source: ConversionActionSource::Web,
    ///     event_id: "order-1815".into(),
    ///     event_name: ConversionEventName::Checkout,
    ///     event_time: EpochSeconds::from_secs(1_767_225_600),
    ///     person: Person::new().email("ada@example.com"), // only its hash is kept
    /// });
    /// let events = client.ad_account("549755885175").conversion_events();
    /// // Checked, but not recorded.
    /// let outcome = events.create_all([purchase.build()?]).with(|request| request.test(true)).await?;
    /// for failure in outcome.failures() {
    ///     println!("{}: {}", failure.input.event_id, failure.error);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn create_all(
        &self,
        events: impl IntoIterator<Item = impl Into<NewConversionEvent>>,
    ) -> Batch<ConversionEventsCreate, NewConversionEvent, ConversionEventResult> {
        Batch::new(&self.client, self.creation(), events, creations())
    }

    /// Rates how well the events of a period can be matched to people.
    ///
    /// There is one score for each platform and way of delivery.
    ///
    #[doc = pinterest_client::facts!(EventQualityScoresList)]
    pub fn quality(
        &self,
        lookback_period: EventQualityLookbackPeriod,
    ) -> Call<EventQualityScoresList> {
        let request = EventQualityScoresList::new(&self.ad_account, lookback_period);
        self.client.call(request)
    }

    fn creation(&self) -> ConversionEventsCreate {
        let body = CreateConversionEventsRequest::new(Vec::<NewConversionEvent>::new());
        ConversionEventsCreate::new(&self.ad_account, body)
    }
}

#[inline]
fn creations() -> Shape<ConversionEventsCreate, NewConversionEvent, ConversionEventResult> {
    let fill = |request: &mut ConversionEventsCreate, events: Vec<NewConversionEvent>| {
        request.set_body(CreateConversionEventsRequest::new(events));
    };
    let read = results::typed(Some("events"), reply);
    Shape::in_field(&operation::EVENTS_CREATE, "data", fill, read)
        .with_partial_failures(partial_failure::read(reply))
}

/// The message of an event that was processed is empty, not always absent. A failure keeps the
/// result too: its status and warning stand nowhere else.
fn reply(result: ConversionEventResult) -> Reply<ConversionEventResult> {
    let message = result.error_message.as_deref();
    let message = message.filter(|message| !message.is_empty());
    let has_failed = match result.status {
        ConversionEventStatus::Failed => true,
        ConversionEventStatus::Processed => false,
        _ => message.is_some(),
    };
    let error = has_failed.then(|| ItemError::new(None, message.map(str::to_owned)));
    Reply {
        keys: Vec::new(),
        value: Some(result),
        error,
    }
}
