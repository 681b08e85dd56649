//! Synchronous analytics of ad accounts, campaigns, ad groups, ads, Pins and product groups.

use serde_json::{Map, Value, json};

use super::ad_accounts::require;
use super::{ad_groups, ads, campaigns, entities, product_group_promotions};
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

mod metrics;
mod names;
mod periods;
mod targeting;

pub(super) use metrics::{hash, part, total};
use periods::Period;

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("ad_account/analytics", of_ad_account),
    ("campaigns/analytics", of_campaigns),
    ("ad_groups/analytics", of_ad_groups),
    ("ads/analytics", of_ads),
    ("ad_pins/analytics", of_pins),
    ("product_groups/analytics", of_product_groups),
    (
        "ad_account_targeting_analytics/get",
        targeting::of_ad_account,
    ),
    ("campaign_targeting_analytics/get", targeting::of_campaigns),
    ("ad_groups_targeting_analytics/get", targeting::of_ad_groups),
    ("ad_targeting_analytics/get", targeting::of_ads),
];

pub(super) fn seed(_state: &mut State) {}

/// What rows are about: an entity, and the column that names it.
#[derive(Clone, Debug)]
struct Subject {
    id_column: &'static str,
    id: String,
    /// What the numbers belong to: the id, or more where the same entity has others elsewhere.
    entity: String,
}

impl Subject {
    fn new(id_column: &'static str, id: &str) -> Self {
        Self {
            id_column,
            id: id.to_owned(),
            entity: id.to_owned(),
        }
    }

    /// The row of a period: the id, the day and hour, and the columns that were asked for.
    fn row(&self, state: &State, period: &Period, columns: &[String]) -> Map<String, Value> {
        let mut row = period.labels();
        row.insert(self.id_column.to_owned(), json!(self.id));
        for column in columns {
            if !row.contains_key(column) {
                row.insert(column.clone(), self.cell(state, period, column));
            }
        }
        row
    }

    fn cell(&self, state: &State, period: &Period, column: &str) -> Value {
        match names::of(state, self, column) {
            Some(name) => name,
            None => period.number(&self.entity, column),
        }
    }
}

fn of_ad_account(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    rows(call, &[Subject::new("AD_ACCOUNT_ID", &ad_account)])
}

fn of_campaigns(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let subjects = of_table(call, campaigns::TABLE, "campaign_ids", "CAMPAIGN_ID")?;
    rows_or_sum(call, &subjects)
}

fn of_ad_groups(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let subjects = of_table(call, ad_groups::TABLE, "ad_group_ids", "AD_GROUP_ID")?;
    rows_or_sum(call, &subjects)
}

fn of_ads(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let ids = call.query_texts("ad_ids");
    let campaigns = call.query_texts("campaign_ids");
    let pins = call.query_texts("pin_ids");
    let found = entities::select(call, ads::TABLE, &ad_account, |row| {
        entities::is_among(row, "id", &ids)
            && entities::is_among(row, "campaign_id", &campaigns)
            && entities::is_among(row, "pin_id", &pins)
    });
    rows(call, &subjects(&found, "AD_ID"))
}

/// The Pins that ads of the campaign promote.
fn of_pins(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    let campaign = call
        .query_text("campaign_id")
        .unwrap_or_default()
        .to_owned();
    entities::existing(
        call.state,
        campaigns::TABLE,
        "Campaign",
        &ad_account,
        &campaign,
    )?;
    let promoted = entities::select(call, ads::TABLE, &ad_account, |row| {
        text(row, "campaign_id") == campaign
    });
    let is_promoted = |pin: &String| promoted.iter().any(|ad| text(ad, "pin_id") == pin);
    let pins = call.query_texts("pin_ids").into_iter().filter(is_promoted);
    let subjects: Vec<Subject> = pins
        .map(|pin| Subject {
            entity: format!("{campaign}/{pin}"),
            ..Subject::new("PIN_ID", &pin)
        })
        .collect();
    rows(call, &subjects)
}

fn of_product_groups(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let table = product_group_promotions::TABLE;
    let subjects = of_table(call, table, "product_group_ids", "PRODUCT_GROUP_ID")?;
    rows(call, &subjects)
}

/// The rows of a table that the query names; ids that the ad account does not have are left out.
fn of_table(
    call: &Call<'_>,
    table: &str,
    parameter: &str,
    id_column: &'static str,
) -> Result<Vec<Subject>, Failure> {
    let ad_account = require(call)?;
    let ids = call.query_texts(parameter);
    let found = entities::select(call, table, &ad_account, |row| {
        entities::is_among(row, "id", &ids)
    });
    Ok(subjects(&found, id_column))
}

fn subjects(rows: &[Row], id_column: &'static str) -> Vec<Subject> {
    let ids = rows.iter().map(|row| text(row, "id"));
    ids.map(|id| Subject::new(id_column, id)).collect()
}

fn rows(call: &Call<'_>, subjects: &[Subject]) -> Result<Reply, Failure> {
    let periods = periods::of(call)?;
    let columns = call.query_texts("columns");
    let rows: Vec<Value> = subjects
        .iter()
        .flat_map(|subject| periods.iter().map(move |period| (subject, period)))
        .map(|(subject, period)| Value::Object(subject.row(call.state, period, &columns)))
        .collect();
    Ok(call.reply(rows))
}

/// Rows of each entity, or of all of them together if the request says so.
fn rows_or_sum(call: &Call<'_>, subjects: &[Subject]) -> Result<Reply, Failure> {
    if call.query_flag("aggregate_report_rows") != Some(true) || subjects.is_empty() {
        return rows(call, subjects);
    }
    let columns = call.query_texts("columns");
    let sums: Vec<Value> = periods::of(call)?
        .iter()
        .map(|period| {
            let mut row = period.labels();
            for column in &columns {
                if let Some(value) = sum(call.state, subjects, period, column) {
                    row.insert(column.clone(), value);
                }
            }
            Value::Object(row)
        })
        .collect();
    Ok(call.reply(sums))
}

/// The sum of a column of numbers, or what a column of names has for all; `None` if the entities have
/// different names.
fn sum(state: &State, subjects: &[Subject], period: &Period, column: &str) -> Option<Value> {
    let mut names = subjects
        .iter()
        .filter_map(|subject| names::of(state, subject, column));
    let Some(first) = names.next() else {
        let entities = subjects.iter().map(|subject| subject.entity.as_str());
        return Some(period.number_of_all(entities, column));
    };
    (!first.is_null() && names.all(|name| name == first)).then_some(first)
}
