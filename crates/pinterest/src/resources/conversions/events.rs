//! Conversion events.

use pinterest_client::operation;
use pinterest_client::types::{
    AdAccountId, ConversionEventResult, ConversionEventStatus, ConversionEventsResponse,
    CreateConversionEventsRequest, EventQualityLookbackPeriod, NewConversionEvent,
};

use super::partial_failure;
use crate::batch::{BatchOutcome, ItemError, Positional, Reply};
use crate::requests::ConversionEqsListQuery;
use crate::resources::AdAccount;
use crate::{Call, Client, Error};

/// Conversions that are reported to Pinterest; made by [`AdAccount::conversion_events`].
#[derive(Clone, Debug)]
pub struct ConversionEvents {
    client: Client,
    ad_account: AdAccountId,
    test: Option<bool>,
}

impl ConversionEvents {
    pub(super) fn new(account: &AdAccount) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
            test: None,
        }
    }

    /// With `true`, [`create`](Self::create) has the events checked and answered as usual, but not recorded.
    #[must_use]
    pub fn test(mut self, test: bool) -> Self {
        self.test = Some(test);
        self
    }

    /// Reports conversions from websites, apps or offline sales (`events/create`, 1,000 a request). Scope: `ads:write`,
    /// or a conversion token. Not in the sandbox.
    ///
    /// Status 422, with which the service says that a part of the events failed, is no error: the outcome has the result
    /// of every event. An event without an error message whose status this version does not know counts as a success; its
    /// result has the status. Warnings are in the results too; that of an event that failed is the `partial` of the failure.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    ///
    /// ```no_run
    /// use pinterest::types::{
    ///     ConversionActionSource, ConversionEventName, ConversionEventUserData, NewConversionEvent,
    /// };
    ///
    /// # async fn run(client: pinterest::Client, hashed_email: &str) -> Result<(), pinterest::Error> {
    /// let purchase = NewConversionEvent::new(
    ///     ConversionActionSource::Web,
    ///     "order-1815",
    ///     ConversionEventName::Checkout,
    ///     1_767_225_600,
    ///     ConversionEventUserData::new().em([hashed_email.into()]),
    /// );
    /// let events = client.ad_account("549755885175").conversion_events();
    /// let outcome = events.create([purchase]).await?;
    /// for failure in outcome.failures() {
    ///     println!("{}: {}", failure.input.event_id, failure.error);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create(
        &self,
        events: impl IntoIterator<Item = NewConversionEvent>,
    ) -> Result<BatchOutcome<NewConversionEvent, ConversionEventResult>, Error> {
        let (ad_account, test) = (&self.ad_account, self.test);
        Positional::of(&operation::EVENTS_CREATE)
            .in_field("data")
            .send(
                &self.client,
                events,
                |events| CreateConversionEventsRequest::new(events),
                |api, body| async move {
                    let outcome = api.events_create(ad_account, test, &body).await;
                    partial_failure::as_answer(outcome, body.data.len())
                },
                |answer: ConversionEventsResponse| answer.events.into_iter().map(reply).collect(),
            )
            .await
    }

    /// Rates how well the events of a period can be matched to people (`conversion_eqs/list`): one score for each platform
    /// and way of delivery. Scope: `ads:read`. Not in the sandbox.
    pub fn quality(
        &self,
        lookback_period: EventQualityLookbackPeriod,
    ) -> Call<ConversionEqsListQuery> {
        let query = ConversionEqsListQuery::new(&self.ad_account, lookback_period);
        Call::new(&self.client, query)
    }
}

/// The message of an event that was processed is empty, not always absent. A failure keeps the result, too: its status and
/// warning stand nowhere else.
fn reply(result: ConversionEventResult) -> Reply<ConversionEventResult> {
    let message = result.error_message.as_ref();
    let message = message.filter(|message| !message.is_empty()).cloned();
    let has_failed = match result.status {
        ConversionEventStatus::Failed => true,
        ConversionEventStatus::Processed => false,
        _ => message.is_some(),
    };
    let error = has_failed.then(|| ItemError::of(None::<i32>, message));
    Reply::of(Some(result), error)
}
