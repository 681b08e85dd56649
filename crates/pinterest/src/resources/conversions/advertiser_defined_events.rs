//! Conversion events of the advertiser's own making.

use pinterest_client::operation;
use pinterest_client::types::{
    AdAccountId, AdvertiserDefinedEvent, AdvertiserDefinedEventInput, AdvertiserDefinedEventResult,
    AdvertiserDefinedEventResultsResponse, AdvertiserDefinedEventsRequest,
};

use crate::batch::{BatchOutcome, ItemError, Positional, Reply};
use crate::resources::AdAccount;
use crate::transport::call;
use crate::{Client, Error};

/// How many names stand in one address: no limit is documented, and an address must not grow too long.
const NAMES_A_REQUEST: usize = 50;

/// Conversion events of the advertiser's own making; made by [`AdAccount::advertiser_defined_events`].
#[derive(Clone, Debug)]
pub struct AdvertiserDefinedEvents {
    client: Client,
    ad_account: AdAccountId,
}

impl AdvertiserDefinedEvents {
    pub(super) fn new(account: &AdAccount) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Lists the events, all in one answer (`advertiser_defined_events/get`). Scope: `ads:read`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// When the id goes against a limit, or the call fails.
    pub async fn list(&self) -> Result<Vec<AdvertiserDefinedEvent>, Error> {
        let answer = call!(
            self.client,
            ADVERTISER_DEFINED_EVENTS_GET,
            api.advertiser_defined_events_get(&self.ad_account)
        )?;
        Ok(answer.items)
    }

    /// Defines events, and says which standard event each counts as (`advertiser_defined_events/create`, all in one
    /// request). Scope: `ads:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the request did certainly not take effect.
    ///
    /// ```no_run
    /// use pinterest::types::{AdvertiserDefinedEventInput, AdvertiserDefinedEventMappingType};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let events = client.ad_account("549755885175").advertiser_defined_events();
    /// let trial = AdvertiserDefinedEventInput::new(AdvertiserDefinedEventMappingType::Subscribe, "trial started");
    /// let outcome = events.create([trial]).await?;
    /// assert!(outcome.is_complete());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create(
        &self,
        events: impl IntoIterator<Item = AdvertiserDefinedEventInput>,
    ) -> Result<BatchOutcome<AdvertiserDefinedEventInput, AdvertiserDefinedEventResult>, Error>
    {
        let ad_account = &self.ad_account;
        Positional::of(&operation::ADVERTISER_DEFINED_EVENTS_CREATE)
            .in_field("items")
            .keyed_by(name)
            .send(
                &self.client,
                events,
                |events| AdvertiserDefinedEventsRequest::new(events),
                |api, body| async move {
                    api.advertiser_defined_events_create(ad_account, &body)
                        .await
                },
                replies,
            )
            .await
    }

    /// Changes which standard events the named events count as (`advertiser_defined_events/update`, all in one request).
    /// Scope: `ads:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the request did certainly not take effect.
    pub async fn update(
        &self,
        events: impl IntoIterator<Item = AdvertiserDefinedEventInput>,
    ) -> Result<BatchOutcome<AdvertiserDefinedEventInput, AdvertiserDefinedEventResult>, Error>
    {
        let ad_account = &self.ad_account;
        Positional::of(&operation::ADVERTISER_DEFINED_EVENTS_UPDATE)
            .in_field("items")
            .keyed_by(name)
            .send(
                &self.client,
                events,
                |events| AdvertiserDefinedEventsRequest::new(events),
                |api, body| async move {
                    api.advertiser_defined_events_update(ad_account, &body)
                        .await
                },
                replies,
            )
            .await
    }

    /// Removes events, by their names (`advertiser_defined_events/delete`, 50 a request). Scope: `ads:write`. Not in the
    /// sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn delete(
        &self,
        event_names: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<BatchOutcome<String, AdvertiserDefinedEventResult>, Error> {
        let ad_account = &self.ad_account;
        Positional::of(&operation::ADVERTISER_DEFINED_EVENTS_DELETE)
            .in_query("event_names")
            .at_most(NAMES_A_REQUEST)
            .keyed_by(|name: &String| vec![name.clone()])
            .send(
                &self.client,
                event_names,
                <[String]>::to_vec,
                |api, body| async move {
                    api.advertiser_defined_events_delete(ad_account, &body)
                        .await
                },
                replies,
            )
            .await
    }
}

fn name(event: &AdvertiserDefinedEventInput) -> Vec<String> {
    vec![event.name.clone()]
}

fn replies(
    answer: AdvertiserDefinedEventResultsResponse,
) -> Vec<Reply<AdvertiserDefinedEventResult>> {
    answer.items.into_iter().map(reply).collect()
}

/// The status is a text without documented values, so that exceptions alone tell a failure.
fn reply(mut result: AdvertiserDefinedEventResult) -> Reply<AdvertiserDefinedEventResult> {
    let keys = vec![result.name.clone()];
    let exceptions = result.exceptions.take().into_iter().flatten();
    let errors = exceptions.map(|message| ItemError::of(None::<i32>, message));
    match ItemError::joined(errors) {
        Some(error) => Reply::failure(keys, error),
        None => Reply::success(keys, result),
    }
}
