//! The numbers of analytics and reports. A number depends on the entity, the day and the column only,
//! so that it is the same in each query, and sums and ratios of several days follow from the days.

use std::hash::{Hash, Hasher};

use jiff::civil::Date;
use serde_json::{Number, Value, json};

/// How a column is computed from what is counted.
#[derive(Clone, Debug, PartialEq)]
enum Formula {
    /// The sum of counts.
    Sum(Vec<String>),
    /// The sum of counts of micro-currency, in whole units.
    Money(Vec<String>),
    /// The first sum divided by the second, times a factor; whole if the last is true.
    Ratio(Vec<String>, Vec<String>, f64, bool),
}

use Formula::{Money, Ratio, Sum};

/// Counts that are told apart by paid (`_1`) and earned (`_2`); `TOTAL_` is both.
const PAID_AND_EARNED: [&str; 8] = [
    "IMPRESSION",
    "CLICKTHROUGH",
    "OUTBOUND_CLICK",
    "REPIN",
    "ENGAGEMENT",
    "COLLECTION_PIN_ITEM_IMPRESSION",
    "COLLECTION_PIN_ITEM_CLICKTHROUGH",
    "WEB_SESSIONS",
];

const SPEND: &str = "SPEND_IN_MICRO_DOLLAR";

/// Returns the number of an entity over several days: counts are added up; rates and costs are those
/// of the sums.
pub(in crate::families) fn total(entity: &str, days: &[Date], column: &str) -> Value {
    total_of_all([entity].into_iter(), days, column)
}

/// Returns the number of several entities together, over several days.
pub(super) fn total_of_all<'e>(
    entities: impl Iterator<Item = &'e str>,
    days: &[Date],
    column: &str,
) -> Value {
    let entities: Vec<&str> = entities.collect();
    let sum = |names: &[String]| -> u64 {
        let each = entities.iter().flat_map(|entity| {
            let days = days.iter();
            days.flat_map(move |day| names.iter().map(move |name| count(entity, *day, name)))
        });
        each.sum()
    };
    match formula(column) {
        Sum(names) => json!(sum(&names)),
        Money(names) => number(sum(&names) as f64 / 1e6),
        Ratio(above, below, factor, is_whole) => {
            let below = sum(&below);
            let ratio = match below {
                0 => 0.0,
                _ => sum(&above) as f64 * factor / below as f64,
            };
            match is_whole {
                true => json!(ratio.round() as i64),
                false => number((ratio * 1e6).round() / 1e6),
            }
        }
    }
}

/// Returns the `index`-th of `count` parts of a number, such as that of one hour or one gender: the
/// parts of a count add up to the whole, rates and costs are the same in each.
pub(in crate::families) fn part(value: &Value, column: &str, index: u64, count: u64) -> Value {
    if matches!(formula(column), Ratio(..)) {
        return value.clone();
    }
    match (value.as_u64(), value.as_f64()) {
        (Some(whole), _) => json!(whole * (index + 1) / count - whole * index / count),
        (None, Some(whole)) => number(whole / count as f64),
        (None, None) => Value::Null,
    }
}

/// Returns the same number for the same value in every run and on every machine.
pub(in crate::families) fn hash(value: &impl Hash) -> u64 {
    let mut hasher = Fnv(14_695_981_039_346_656_037);
    value.hash(&mut hasher);
    hasher.finish()
}

/// The standard library does not promise that its hashes stay the same.
struct Fnv(u64);

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(1_099_511_628_211);
        }
    }

    fn finish(&self) -> u64 {
        (self.0 ^ (self.0 >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 16
    }
}

fn number(value: f64) -> Value {
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

/// What is counted on a day, as a share of the impressions that were paid for.
fn count(entity: &str, date: Date, name: &str) -> u64 {
    let impressions = 2_000 + hash(&(entity, date, "IMPRESSION_1")) % 8_000;
    let per_million = match name {
        "IMPRESSION_1" => return impressions,
        // Five to seven units of currency for a thousand impressions.
        SPEND => return impressions * (5_000 + hash(&(entity, date, name)) % 2_000),
        "VIDEO_SPEND_IN_MICRO_DOLLAR" => return count(entity, date, SPEND) / 5,
        "IMPRESSION_2" => 90_000,
        "TOTAL_IMPRESSION_USER" => 600_000,
        "CLICKTHROUGH_1" => 12_000,
        "OUTBOUND_CLICK_1" => 6_000,
        "ENGAGEMENT_1" => 25_000,
        "ENGAGEMENT_2" => 3_000,
        "REPIN_1" => 4_000,
        _ => match name.strip_suffix("_VALUE_IN_MICRO_DOLLAR") {
            // About forty units of currency each.
            Some(counted) => return count(entity, date, counted) * 40_000_000,
            None => 300 + hash(&name) % 1_500,
        },
    };
    let varied = per_million * (80 + hash(&(entity, date, name)) % 41) / 100;
    impressions * varied / 1_000_000
}

fn formula(column: &str) -> Formula {
    let one = |name: &str| vec![name.to_owned()];
    let ratio = |above: &str, below: &str| Ratio(summed(above), summed(below), 1.0, false);
    let cost = |counted: &str| Ratio(one(SPEND), summed(counted), 1e-6, false);
    match column {
        "SPEND_IN_DOLLAR" => Money(one(SPEND)),
        "VIDEO_SPEND_IN_DOLLAR" => Money(one("VIDEO_SPEND_IN_MICRO_DOLLAR")),
        "PAID_IMPRESSION" | "IMPRESSION_1_GROSS" => Sum(one("IMPRESSION_1")),
        "CLICKTHROUGH_1_GROSS" => Sum(one("CLICKTHROUGH_1")),
        "CTR" | "ECTR" => ratio("CLICKTHROUGH_1", "IMPRESSION_1"),
        "CTR_2" => ratio("CLICKTHROUGH_2", "IMPRESSION_2"),
        "OUTBOUND_CTR_1" => ratio("OUTBOUND_CLICK_1", "IMPRESSION_1"),
        "REPIN_RATE" => ratio("REPIN_1", "IMPRESSION_1"),
        "TOTAL_REPIN_RATE" => ratio("TOTAL_REPIN", "TOTAL_IMPRESSION"),
        "ENGAGEMENT_RATE" | "EENGAGEMENT_RATE" => ratio("ENGAGEMENT_1", "IMPRESSION_1"),
        "TOTAL_IMPRESSION_FREQUENCY" => ratio("TOTAL_IMPRESSION", "TOTAL_IMPRESSION_USER"),
        "PAID_VIDEO_VIEWABLE_RATE" => ratio("VIDEO_MRC_VIEWS_1", "IMPRESSION_1"),
        "QUIZ_COMPLETION_RATE" => ratio("QUIZ_COMPLETED", "IMPRESSION_1"),
        "CPC_IN_MICRO_DOLLAR" | "ECPC_IN_MICRO_DOLLAR" => {
            Ratio(one(SPEND), one("CLICKTHROUGH_1"), 1.0, true)
        }
        "CPM_IN_MICRO_DOLLAR" | "ECPM_IN_MICRO_DOLLAR" => {
            Ratio(one(SPEND), one("IMPRESSION_1"), 1000.0, true)
        }
        "CPM_IN_DOLLAR" | "ECPM_IN_DOLLAR" => Ratio(one(SPEND), one("IMPRESSION_1"), 1e-3, false),
        "ECPC_IN_DOLLAR" | "CPC_IN_DOLLAR" => cost("CLICKTHROUGH_1"),
        "ECPE_IN_DOLLAR" => cost("ENGAGEMENT_1"),
        "ECPV_IN_DOLLAR" => cost("VIDEO_MRC_VIEWS_1"),
        "ECPCV_IN_DOLLAR" => cost("VIDEO_P100_COMPLETE_2"),
        "ECPCV_P95_IN_DOLLAR" => cost("VIDEO_P95_COMBINED_2"),
        "COST_PER_OUTBOUND_CLICK_IN_DOLLAR" => cost("TOTAL_OUTBOUND_CLICK"),
        "COST_PER_OUTBOUND_CLICK_IN_DOLLAR_1" => cost("OUTBOUND_CLICK_1"),
        "COST_PER_LEAD" => cost("LEADS"),
        "VIDEO_LENGTH" | "TOTAL_VIDEO_AVG_WATCHTIME_IN_SECOND" => {
            Ratio(one("IMPRESSION_1"), one("IMPRESSION_1"), 6.0, false)
        }
        _ => formula_by_name(column),
    }
}

/// Columns whose names say what they are computed from.
fn formula_by_name(column: &str) -> Formula {
    let total = |name: &str| summed(&format!("TOTAL_{}", name.trim_start_matches("TOTAL_")));
    let spend = || vec![SPEND.to_owned()];
    if let Some(action) = column.strip_suffix("_COST_PER_ACTION") {
        return Ratio(spend(), total(action), 1e-6, false);
    }
    if let Some(action) = column.strip_suffix("_ROAS") {
        let value = format!("{action}_VALUE_IN_MICRO_DOLLAR");
        return Ratio(total(&value), spend(), 1.0, false);
    }
    if let Some(action) = column.strip_suffix("_CONVERSION_RATE") {
        return Ratio(total(action), summed("TOTAL_CLICKTHROUGH"), 1.0, false);
    }
    match ["RATE", "FREQUENCY", "AVERAGE", "COST_PER"]
        .iter()
        .any(|part| column.contains(part))
    {
        true => Ratio(summed(column), summed("IMPRESSION_1"), 1.0, false),
        false => Sum(summed(column)),
    }
}

fn summed(column: &str) -> Vec<String> {
    match column.strip_prefix("TOTAL_") {
        Some(name) if PAID_AND_EARNED.contains(&name) || name.starts_with("VIDEO_") => {
            vec![format!("{name}_1"), format!("{name}_2")]
        }
        _ => vec![column.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;

    use super::*;

    fn days() -> Vec<Date> {
        date(2026, 1, 1).series(1.day()).take(30).collect()
    }

    #[test]
    fn counts_of_days_and_parts_add_up() {
        for column in ["TOTAL_IMPRESSION", SPEND, "TOTAL_CHECKOUT", "LEADS"] {
            let whole = total("7", &days(), column).as_u64().unwrap();
            let each = days().into_iter().map(|day| total("7", &[day], column));
            assert_eq!(each.filter_map(|count| count.as_u64()).sum::<u64>(), whole);
            let parts = (0..24).map(|hour| part(&json!(whole), column, hour, 24));
            assert_eq!(parts.filter_map(|count| count.as_u64()).sum::<u64>(), whole);
        }
    }

    #[test]
    fn columns_agree_with_each_other() {
        let of = |column: &str| total("7", &days(), column).as_f64().unwrap();
        assert!((of(SPEND) / 1e6 - of("SPEND_IN_DOLLAR")).abs() < 1e-6);
        assert_eq!(
            of("IMPRESSION_1") + of("IMPRESSION_2"),
            of("TOTAL_IMPRESSION")
        );
        assert!((of("CLICKTHROUGH_1") / of("IMPRESSION_1") - of("CTR")).abs() < 1e-6);
        assert!(of("TOTAL_IMPRESSION") > of("TOTAL_CLICKTHROUGH"));
        assert!(of("TOTAL_CLICKTHROUGH") > of("TOTAL_CHECKOUT"));
    }
}
