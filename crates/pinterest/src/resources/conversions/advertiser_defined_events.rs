//! Conversion events of the advertiser's own making.

use pinterest_client::operation;
use pinterest_client::types::{
    AdAccountId, AdvertiserDefinedEventInput, AdvertiserDefinedEventResult,
    AdvertiserDefinedEventsRequest,
};

use crate::batch::{Batch, ItemError, One, Read, Reply, Shape, results};
use crate::requests::{
    AdvertiserDefinedEventsCreate, AdvertiserDefinedEventsDelete, AdvertiserDefinedEventsList,
    AdvertiserDefinedEventsUpdate,
};
use crate::resources::AdAccountHandle;
use crate::{Call, Client};

/// How many names one URL has: no limit is documented, and names are long.
const NAMES_IN_A_REQUEST: usize = 50;

/// A handle for conversion events of the advertiser's own making, created by
/// [`AdAccountHandle::advertiser_defined_events`].
#[derive(Clone, Debug)]
pub struct AdvertiserDefinedEvents {
    client: Client,
    ad_account: AdAccountId,
}

impl AdvertiserDefinedEvents {
    pub(super) fn new(account: &AdAccountHandle) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Lists the events, all in one response.
    ///
    #[doc = pinterest_client::facts!(AdvertiserDefinedEventsList)]
    pub fn list(&self) -> Call<AdvertiserDefinedEventsList> {
        self.client
            .call(AdvertiserDefinedEventsList::new(&self.ad_account))
    }

    /// Defines an event, and the standard event that it counts as.
    ///
    #[doc = pinterest_client::facts!(cost of AdvertiserDefinedEventsCreate)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::types::{AdvertiserDefinedEventInput, AdvertiserDefinedEventMappingType};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let events = client.ad_account("549755885175").advertiser_defined_events();
    /// let counts_as = AdvertiserDefinedEventMappingType::Subscribe;
    /// let trial = AdvertiserDefinedEventInput::new(counts_as, "trial started");
    /// println!("{}", events.create(trial).await?.status);
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(
        &self,
        event: impl Into<AdvertiserDefinedEventInput>,
    ) -> Call<One<AdvertiserDefinedEventsCreate, AdvertiserDefinedEventResult>> {
        Batch::one(&self.client, self.creation(), event, &creations())
    }

    /// Defines events, and the standard event that each counts as.
    ///
    #[doc = pinterest_client::facts!(cost of AdvertiserDefinedEventsCreate)]
    pub fn create_all(
        &self,
        events: impl IntoIterator<Item = impl Into<AdvertiserDefinedEventInput>>,
    ) -> Batch<
        AdvertiserDefinedEventsCreate,
        AdvertiserDefinedEventInput,
        AdvertiserDefinedEventResult,
    > {
        Batch::new(&self.client, self.creation(), events, creations())
    }

    /// Changes the standard event that an event of this name counts as.
    ///
    #[doc = pinterest_client::facts!(cost of AdvertiserDefinedEventsUpdate)]
    pub fn update(
        &self,
        event: impl Into<AdvertiserDefinedEventInput>,
    ) -> Call<One<AdvertiserDefinedEventsUpdate, AdvertiserDefinedEventResult>> {
        Batch::one(&self.client, self.changes(), event, &updates())
    }

    /// Changes the standard events that events of these names count as.
    ///
    #[doc = pinterest_client::facts!(cost of AdvertiserDefinedEventsUpdate)]
    pub fn update_all(
        &self,
        events: impl IntoIterator<Item = impl Into<AdvertiserDefinedEventInput>>,
    ) -> Batch<
        AdvertiserDefinedEventsUpdate,
        AdvertiserDefinedEventInput,
        AdvertiserDefinedEventResult,
    > {
        Batch::new(&self.client, self.changes(), events, updates())
    }

    /// Deletes an event, by its name.
    ///
    #[doc = pinterest_client::facts!(cost of AdvertiserDefinedEventsDelete)]
    pub fn delete(
        &self,
        event_name: impl Into<String>,
    ) -> Call<One<AdvertiserDefinedEventsDelete, AdvertiserDefinedEventResult>> {
        Batch::one(&self.client, self.deletion(), event_name, &deletions())
    }

    /// Deletes events, by their names.
    ///
    #[doc = pinterest_client::facts!(cost of AdvertiserDefinedEventsDelete)]
    pub fn delete_all(
        &self,
        event_names: impl IntoIterator<Item = impl Into<String>>,
    ) -> Batch<AdvertiserDefinedEventsDelete, String, AdvertiserDefinedEventResult> {
        Batch::new(&self.client, self.deletion(), event_names, deletions())
    }

    fn creation(&self) -> AdvertiserDefinedEventsCreate {
        AdvertiserDefinedEventsCreate::new(&self.ad_account, body(Vec::new()))
    }

    fn changes(&self) -> AdvertiserDefinedEventsUpdate {
        AdvertiserDefinedEventsUpdate::new(&self.ad_account, body(Vec::new()))
    }

    fn deletion(&self) -> AdvertiserDefinedEventsDelete {
        AdvertiserDefinedEventsDelete::new(&self.ad_account, Vec::<String>::new())
    }
}

type Creations =
    Shape<AdvertiserDefinedEventsCreate, AdvertiserDefinedEventInput, AdvertiserDefinedEventResult>;

type Updates =
    Shape<AdvertiserDefinedEventsUpdate, AdvertiserDefinedEventInput, AdvertiserDefinedEventResult>;

fn creations() -> Creations {
    let operation = &operation::ADVERTISER_DEFINED_EVENTS_CREATE;
    let fill = |request: &mut AdvertiserDefinedEventsCreate, events| request.set_body(body(events));
    Shape::in_field(operation, "items", fill, read()).keyed_by(name)
}

fn updates() -> Updates {
    let operation = &operation::ADVERTISER_DEFINED_EVENTS_UPDATE;
    let fill = |request: &mut AdvertiserDefinedEventsUpdate, events| request.set_body(body(events));
    Shape::in_field(operation, "items", fill, read()).keyed_by(name)
}

#[inline]
fn deletions() -> Shape<AdvertiserDefinedEventsDelete, String, AdvertiserDefinedEventResult> {
    let operation = &operation::ADVERTISER_DEFINED_EVENTS_DELETE;
    let fill = AdvertiserDefinedEventsDelete::set_event_names;
    Shape::in_query(operation, "event_names", fill, read())
        .at_most(NAMES_IN_A_REQUEST)
        .keyed_by(|name| vec![name.clone()])
}

fn body(events: Vec<AdvertiserDefinedEventInput>) -> AdvertiserDefinedEventsRequest {
    AdvertiserDefinedEventsRequest::new(events)
}

fn name(event: &AdvertiserDefinedEventInput) -> Vec<String> {
    vec![event.name.clone()]
}

#[inline]
fn read() -> Read<AdvertiserDefinedEventResult> {
    results::typed(Some("items"), reply)
}

/// The status is a text without documented values, so exceptions alone tell a failure.
fn reply(mut result: AdvertiserDefinedEventResult) -> Reply<AdvertiserDefinedEventResult> {
    let keys = vec![result.name.clone()];
    let exceptions = result.exceptions.take().into_iter().flatten();
    let errors = exceptions.map(|message| ItemError::new(None, Some(message)));
    match ItemError::joined(errors) {
        Some(error) => Reply::failure(keys, error),
        None => Reply::success(keys, result),
    }
}
