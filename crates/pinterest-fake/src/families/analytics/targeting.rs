//! Analytics by whom the ads reached: the numbers of an entity, divided among the values of a type of
//! targeting.

use serde_json::{Map, Value, json};

use super::super::ad_accounts::require;
use super::super::{ad_groups, ads, campaigns};
use super::{Subject, metrics, of_table, periods};
use crate::call::Call;
use crate::exchange::{Failure, Reply};

pub(super) fn of_ad_account(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let ad_account = require(call)?;
    parts(call, &[Subject::new("AD_ACCOUNT_ID", &ad_account)])
}

pub(super) fn of_campaigns(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let subjects = of_table(call, campaigns::TABLE, "campaign_ids", "CAMPAIGN_ID")?;
    parts(call, &subjects)
}

pub(super) fn of_ad_groups(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let subjects = of_table(call, ad_groups::TABLE, "ad_group_ids", "AD_GROUP_ID")?;
    parts(call, &subjects)
}

pub(super) fn of_ads(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let subjects = of_table(call, ads::TABLE, "ad_ids", "AD_ID")?;
    parts(call, &subjects)
}

fn parts(call: &Call<'_>, subjects: &[Subject]) -> Result<Reply, Failure> {
    let periods = periods::of(call)?;
    let columns = call.query_texts("columns");
    let mut data = Vec::new();
    for targeting_type in call.query_texts("targeting_types") {
        let values = values(&targeting_type);
        for subject in subjects {
            for period in &periods {
                let whole = subject.row(call.state, period, &columns);
                for (index, value) in values.iter().enumerate() {
                    let metrics = part(&whole, index as u64, values.len() as u64);
                    data.push(json!({
                        "targeting_type": targeting_type, "targeting_value": value,
                        "metrics": metrics,
                    }));
                }
            }
        }
    }
    sort(call, &mut data);
    Ok(call.reply(json!({"data": data})))
}

fn part(whole: &Map<String, Value>, index: u64, count: u64) -> Value {
    let parts = whole.iter().map(|(column, value)| {
        let is_counted = value.is_number() && column != "HOUR";
        let value = match is_counted {
            true => metrics::part(value, column, index, count),
            false => value.clone(),
        };
        (column.clone(), value)
    });
    Value::Object(parts.collect())
}

fn sort(call: &Call<'_>, data: &mut [Value]) {
    let columns = call.query_texts("sort_columns");
    let number = |row: &Value, column: &String| row["metrics"][column].as_f64().unwrap_or_default();
    for column in columns.iter().rev() {
        data.sort_by(|first, second| number(first, column).total_cmp(&number(second, column)));
    }
    if !columns.is_empty() && call.query_flag("sort_ascending") == Some(false) {
        data.reverse();
    }
}

/// The values of a type of targeting that are told apart.
fn values(targeting_type: &str) -> &'static [&'static str] {
    match targeting_type {
        "GENDER" => &["female", "male", "unspecified"],
        "AGE_BUCKET" => &["18-24", "25-34", "35-44", "45-49", "50-54", "55-64", "65+"],
        "AGE_BUCKET_AND_GENDER" => &["18-24:female", "18-24:male", "25-34:female", "25-34:male"],
        "COUNTRY" | "GEO" => &["US", "GB", "DE", "FR"],
        "APPTYPE" => &["android_mobile", "iphone", "ipad", "web", "web_mobile"],
        "PLACEMENT" => &["BROWSE", "SEARCH", "OTHER"],
        "CREATIVE_TYPE" => &["REGULAR", "VIDEO", "CAROUSEL"],
        "KEYWORD" => &["linen bedding", "oak dining table", "washed linen"],
        "LOCATION" | "REGION" => &["501", "803", "807"],
        _ => &["1001", "1002", "1003"],
    }
}
