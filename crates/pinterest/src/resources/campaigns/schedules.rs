//! Changes of budgets or bid multipliers that are planned for some time.

use pinterest_client::operation;
use pinterest_client::types::{AdAccountId, EntityId, NewSchedule, Schedule, ScheduleUpdate};

use crate::batch::{Batch, One, Shape, results};
use crate::requests::{SchedulesCreate, SchedulesList, SchedulesUpdate};
use crate::resources::AdAccountHandle;
use crate::{Call, Client, List};

/// A handle for the schedules of an ad account, created by [`AdAccountHandle::schedules`].
///
/// # Examples
///
/// ```no_run
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let schedules = client.ad_account("549755885175").schedules();
/// let of_campaign = schedules.list(["626735565838"]).send().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Schedules {
    client: Client,
    ad_account: AdAccountId,
}

impl Schedules {
    pub(super) fn new(ad_account: &AdAccountHandle) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists the schedules of entities such as campaigns.
    ///
    #[doc = pinterest_client::facts!(SchedulesList)]
    pub fn list(
        &self,
        entities: impl IntoIterator<Item = impl Into<EntityId>>,
    ) -> List<SchedulesList> {
        self.client
            .list(SchedulesList::new(&self.ad_account, entities))
    }

    /// Creates a schedule.
    ///
    #[doc = pinterest_client::facts!(cost of SchedulesCreate)]
    pub fn create(&self, schedule: impl Into<NewSchedule>) -> Call<One<SchedulesCreate, Schedule>> {
        Batch::one(&self.client, self.creation(), schedule, &creations())
    }

    /// Creates schedules.
    ///
    #[doc = pinterest_client::facts!(cost of SchedulesCreate)]
    pub fn create_all(
        &self,
        schedules: impl IntoIterator<Item = impl Into<NewSchedule>>,
    ) -> Batch<SchedulesCreate, NewSchedule, Schedule> {
        Batch::new(&self.client, self.creation(), schedules, creations())
    }

    /// Changes the fields of a schedule that the update sets.
    ///
    #[doc = pinterest_client::facts!(cost of SchedulesUpdate)]
    pub fn update(
        &self,
        update: impl Into<ScheduleUpdate>,
    ) -> Call<One<SchedulesUpdate, Schedule>> {
        Batch::one(&self.client, self.changes(), update, &updates())
    }

    /// Changes the fields of schedules that the updates set.
    ///
    #[doc = pinterest_client::facts!(cost of SchedulesUpdate)]
    pub fn update_all(
        &self,
        updates: impl IntoIterator<Item = impl Into<ScheduleUpdate>>,
    ) -> Batch<SchedulesUpdate, ScheduleUpdate, Schedule> {
        Batch::new(&self.client, self.changes(), updates, self::updates())
    }

    fn creation(&self) -> SchedulesCreate {
        SchedulesCreate::new(&self.ad_account, Vec::<NewSchedule>::new())
    }

    fn changes(&self) -> SchedulesUpdate {
        SchedulesUpdate::new(&self.ad_account, Vec::<ScheduleUpdate>::new())
    }
}

#[inline]
fn creations() -> Shape<SchedulesCreate, NewSchedule, Schedule> {
    let read = results::standard(None);
    Shape::in_body(
        &operation::SCHEDULES_CREATE,
        SchedulesCreate::set_body,
        read,
    )
}

#[inline]
fn updates() -> Shape<SchedulesUpdate, ScheduleUpdate, Schedule> {
    let read = results::standard_keyed_by(None, &["schedule_id", "id"]);
    Shape::in_body(
        &operation::SCHEDULES_UPDATE,
        SchedulesUpdate::set_body,
        read,
    )
    .keyed_by(|update: &ScheduleUpdate| vec![update.schedule_id.to_string()])
}
