//! Changes of budgets or bid multipliers that are planned for some time.

use pinterest_client::operation;
use pinterest_client::types::{
    AdAccountId, EntityId, NewSchedule, Schedule, ScheduleResult, ScheduleResultData,
    ScheduleUpdate,
};

use super::AdAccount;
use crate::batch::{BatchOutcome, ItemError, Positional, Reply};
use crate::paging::List;
use crate::requests::SchedulesListQuery;
use crate::{Client, Error};

/// The schedules of an ad account; made by [`AdAccount::schedules`].
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
    pub(super) fn new(ad_account: &AdAccount) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists the schedules of entities such as campaigns (`schedules/list`). Scope: `ads:read`. Not in the sandbox.
    pub fn list(
        &self,
        entities: impl IntoIterator<Item = impl Into<EntityId>>,
    ) -> List<SchedulesListQuery> {
        let query = SchedulesListQuery::new(&self.ad_account, entities);
        List::new(&self.client, query)
    }

    /// Creates schedules (`schedules/create`, all in one request). Scope: `ads:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the request did certainly not take effect.
    pub async fn create(
        &self,
        schedules: impl IntoIterator<Item = NewSchedule>,
    ) -> Result<BatchOutcome<NewSchedule, Schedule>, Error> {
        let ad_account = &self.ad_account;
        Positional::of(&operation::SCHEDULES_CREATE)
            .send(
                &self.client,
                schedules,
                <[NewSchedule]>::to_vec,
                |api, body| async move { api.schedules_create(ad_account, &body).await },
                |answer: Vec<ScheduleResult>| {
                    let without_keys = |result| reply(result).keyed(Vec::new());
                    answer.into_iter().map(without_keys).collect()
                },
            )
            .await
    }

    /// Changes the fields of schedules that the updates set (`schedules/update`, all in one request). Scope:
    /// `ads:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the request did certainly not take effect.
    pub async fn update(
        &self,
        updates: impl IntoIterator<Item = ScheduleUpdate>,
    ) -> Result<BatchOutcome<ScheduleUpdate, Schedule>, Error> {
        let ad_account = &self.ad_account;
        Positional::of(&operation::SCHEDULES_UPDATE)
            .keyed_by(|update: &ScheduleUpdate| vec![update.schedule_id.to_string()])
            .send(
                &self.client,
                updates,
                <[ScheduleUpdate]>::to_vec,
                |api, body| async move { api.schedules_update(ad_account, &body).await },
                |answer: Vec<ScheduleResult>| answer.into_iter().map(reply).collect(),
            )
            .await
    }
}

/// What a result says, with the id of the schedule that it is about.
fn reply(result: ScheduleResult) -> Reply<Schedule> {
    match result.data {
        ScheduleResultData::Schedule(schedule) => {
            Reply::success(vec![schedule.schedule_id.to_string()], *schedule)
        }
        ScheduleResultData::ScheduleFailure(failure) => {
            let error = ItemError::of(failure.exceptions.code, failure.exceptions.message);
            let keys = failure.schedule_id.or(failure.id).into_iter();
            Reply::failure(keys.map(|id| id.to_string()).collect(), error)
        }
        _ => Reply::of(None, []),
    }
}
