//! How a request is split.

use std::collections::HashSet;

use pinterest_client::Date;

use super::chunk::{Chunk, ChunkList};
use crate::DateRange;

/// What a request is about, and how much of it the service accepts at once.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) days: DateRange,
    pub(super) max_days: u32,
    pub(super) step: Step,
    pub(super) lists: Vec<List>,
    /// Why the lists cannot be split, if that would change the rows.
    pub(super) lists_are_whole: Option<&'static str>,
    /// Why nothing can be split.
    pub(super) problem: Option<&'static str>,
}

/// A list of values, of which the service accepts so many at once.
#[derive(Debug)]
pub(super) struct List {
    pub(super) name: &'static str,
    pub(super) values: Vec<String>,
    pub(super) max: usize,
}

/// What a row sums up, and therefore where the days can be split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Day,
    Week,
    Month,
    Total,
}

impl Step {
    /// The step of a granularity, as the API writes it.
    pub(super) fn of(granularity: &str) -> Self {
        match granularity {
            "WEEK" => Self::Week,
            "MONTH" => Self::Month,
            "TOTAL" => Self::Total,
            _ => Self::Day,
        }
    }

    /// Whether a row can start on the day.
    fn starts_on(self, day: Date) -> bool {
        match self {
            Self::Day => true,
            // 0000-01-03 was a Monday.
            Self::Week => day.days_since(Date::MIN).rem_euclid(7) == 2,
            Self::Month => day.day() == 1,
            Self::Total => false,
        }
    }
}

impl Plan {
    /// The chunks: by the lists first, and by the days within.
    pub(super) fn chunks(&self) -> Vec<Chunk> {
        let days = self.split_days();
        let lists: Vec<Vec<ChunkList>> = self.lists.iter().map(List::split).collect();
        let divided = match (days.is_empty(), lists.iter().any(|parts| parts.len() > 1)) {
            (true, _) => Some(
                "the granularity TOTAL sums up all days, so their number cannot exceed the limit; \
                 use another granularity",
            ),
            (false, true) => self.lists_are_whole,
            (false, false) => None,
        };
        let problem = self.problem.or(divided);
        if problem.is_some() {
            return vec![self.whole(problem)];
        }
        let mut products = vec![Vec::new()];
        for parts in &lists {
            let with_each = |before: Vec<ChunkList>| {
                parts.iter().map(move |part| {
                    let mut product = before.clone();
                    product.push(part.clone());
                    product
                })
            };
            products = products.into_iter().flat_map(with_each).collect();
        }
        let parts = products
            .iter()
            .flat_map(|lists| days.iter().map(move |days| (lists, days)));
        parts
            .enumerate()
            .map(|(index, (lists, days))| Chunk {
                index,
                days: *days,
                lists: lists.clone(),
                problem: None,
            })
            .collect()
    }

    fn whole(&self, problem: Option<&'static str>) -> Chunk {
        let lists = self.lists.iter().map(|list| ChunkList {
            name: list.name,
            values: list.distinct().into(),
        });
        Chunk {
            index: 0,
            days: self.days,
            lists: lists.collect(),
            problem,
        }
    }

    /// The days in ranges of at most `max_days`, each of whole weeks or months where rows are, as
    /// far as that is possible; nothing if they cannot be split and are too many.
    fn split_days(&self) -> Vec<DateRange> {
        let max_days = self.max_days.max(1);
        if self.days.day_count() <= i64::from(max_days) {
            return vec![self.days];
        }
        if self.step == Step::Total {
            return Vec::new();
        }
        let mut ranges = Vec::new();
        let mut rest = Some(self.days);
        while let Some(days) = rest {
            // The first part is as long as possible, so the others are what is behind it.
            let Some(longest) = days.split(max_days).next() else {
                break;
            };
            let end = self.last_end(longest, days.end());
            ranges.push(DateRange::new(days.start(), end).unwrap_or(longest));
            let next = end.checked_add_days(1).filter(|next| *next <= days.end());
            rest = next.and_then(|next| DateRange::new(next, days.end()).ok());
        }
        ranges
    }

    /// The last day of the longest range that starts like `longest` and does not divide a row.
    fn last_end(&self, longest: DateRange, last: Date) -> Date {
        let end = longest.end();
        if end == last {
            return end;
        }
        let mut ends = (0..longest.day_count()).filter_map(|back| end.checked_add_days(-back));
        let whole = ends.find(|end| {
            let next = end.checked_add_days(1);
            next.is_none_or(|next| self.step.starts_on(next))
        });
        whole.unwrap_or(end)
    }
}

impl List {
    fn split(&self) -> Vec<ChunkList> {
        let values = self.distinct();
        let part = |values: &[String]| ChunkList {
            name: self.name,
            values: values.into(),
        };
        match values.is_empty() {
            // So that it is rejected as what it is.
            true => vec![part(&[])],
            false => values.chunks(self.max.max(1)).map(part).collect(),
        }
    }

    /// Each value once: in two chunks, it would have its rows twice.
    fn distinct(&self) -> Vec<String> {
        let mut seen = HashSet::new();
        let values = self
            .values
            .iter()
            .filter(|value| seen.insert(value.as_str()));
        values.cloned().collect()
    }
}
