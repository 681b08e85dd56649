//! What analytics of ads are requested for.

use pinterest_client::types::{AnalyticsColumn, Granularity};

use crate::DateRange;

/// The days, the columns and the granularity of a request for analytics of ads.
///
/// The methods for analytics of ad accounts, campaigns, ad groups, ads and promoted product groups
/// take it, after what they are about. It can be reused for several of them.
///
/// ```no_run
/// # #[cfg(feature = "campaigns")]
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// use pinterest::types::{AdsAnalyticsCampaignTargetingType, AnalyticsColumn, Granularity};
/// use pinterest::{AnalyticsQuery, Date, DateRange};
///
/// let january = DateRange::new(Date::new(2026, 1, 1)?, Date::new(2026, 1, 31)?)?;
/// let columns = [AnalyticsColumn::SpendInDollar, AnalyticsColumn::TotalClickthrough];
/// let query = AnalyticsQuery::new(january, columns, Granularity::Day);
///
/// let campaigns = client.ad_account("549755885175").campaigns();
/// let by_day = campaigns.analytics(["626735565838"], query.clone()).await?;
/// let by_gender = campaigns
///     .targeting_analytics(["626735565838"], [AdsAnalyticsCampaignTargetingType::Gender], query)
///     .await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AnalyticsQuery {
    pub(crate) days: DateRange,
    pub(crate) columns: Vec<AnalyticsColumn>,
    pub(crate) granularity: Granularity,
}

impl AnalyticsQuery {
    /// Creates a query.
    ///
    /// How many days it can have, and how long ago they can be, is up to the operation;
    /// [`Call::chunked`](crate::Call::chunked) splits a call that has too many, or too many ids.
    #[must_use]
    pub fn new(
        days: impl Into<DateRange>,
        columns: impl IntoIterator<Item = impl Into<AnalyticsColumn>>,
        granularity: Granularity,
    ) -> Self {
        Self {
            days: days.into(),
            columns: columns.into_iter().map(Into::into).collect(),
            granularity,
        }
    }

    /// Returns the days.
    #[must_use]
    pub fn days(&self) -> DateRange {
        self.days
    }

    /// Returns the columns.
    #[must_use]
    pub fn columns(&self) -> &[AnalyticsColumn] {
        &self.columns
    }

    /// Returns the granularity.
    #[must_use]
    pub fn granularity(&self) -> &Granularity {
        &self.granularity
    }

    /// Iterates over queries of at most so many days, at least 1, that together are this query, in
    /// order; see [`DateRange::split`].
    ///
    /// A granularity that sums up over all days sums up over those of each query, and weeks and
    /// months may be divided. [`Call::chunked`](crate::Call::chunked) splits by ids as well, at the
    /// ends of weeks and months, and sends the requests.
    pub fn split(self, days: u32) -> impl Iterator<Item = Self> {
        let ranges = self.days.split(days);
        ranges.map(move |days| Self {
            days,
            ..self.clone()
        })
    }
}

#[cfg(test)]
mod tests {
    use pinterest_client::Date;

    use super::*;

    #[test]
    fn a_query_is_split_by_its_days_alone() {
        let end = Date::new(2026, 4, 30).unwrap();
        let days = DateRange::ending(end, 120).unwrap();
        let columns = [AnalyticsColumn::SpendInDollar];
        let query = AnalyticsQuery::new(days, &columns, Granularity::Day);
        let parts: Vec<_> = query.clone().split(90).collect();
        let counts: Vec<_> = parts.iter().map(|part| part.days().day_count()).collect();
        assert_eq!(counts, [90, 30]);
        for part in parts {
            assert_eq!(part.columns(), query.columns());
            assert_eq!(part.granularity(), query.granularity());
        }
    }
}
