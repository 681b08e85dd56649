//! The division of the stated limits between the category of a request and all categories.
//!
//! The header has all of them in one list. The published limits distinguish them: with standard
//! access the universal limit is per second, and those of the categories are per minute. With trial
//! access all are per day. A stated limit then applies to the category, and to the universal gate
//! only if it is looser than the published one: the smaller limit of a category must not limit the
//! others.

use pinterest_client::operation::{PublishedLimits, RateLimitCategory, RateLimitWindow};

/// The stated limits of the two gates, each sorted by length, with no length twice. Empty when none
/// was stated.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shares {
    pub(super) category: Vec<RateLimitWindow>,
    pub(super) universal: Vec<RateLimitWindow>,
}

impl Shares {
    /// Returns the limits for requests that count against one gate.
    pub(super) fn undivided(stated: &[RateLimitWindow]) -> Self {
        Self {
            category: by_length(stated.to_vec(), u32::min),
            universal: Vec::new(),
        }
    }

    /// Returns the limits for requests that count against the gate of their category and the
    /// universal one.
    pub(super) fn divided(stated: &[RateLimitWindow], category: RateLimitCategory) -> Self {
        let published = (category.published(), RateLimitCategory::UNIVERSAL);
        let of_category = |window: &RateLimitWindow| is_published(published.0, *window);
        let of_all = |window: &RateLimitWindow| is_published(published.1, *window);
        let stated = || stated.iter().copied();

        let of_category_or_neither =
            stated().filter(|window| of_category(window) || !of_all(window));
        let category = by_length(of_category_or_neither.collect(), u32::min);
        let only_universal = stated().filter(|window| of_all(window) && !of_category(window));
        let mut universal = by_length(only_universal.collect(), u32::max);
        if universal.is_empty() {
            let either = stated().filter(of_all).chain(
                windows(published.1)
                    .filter(|window| stated().any(|other| other.seconds == window.seconds)),
            );
            universal = by_length(either.collect(), u32::max);
        }
        Self {
            category,
            universal,
        }
    }
}

fn windows(published: &PublishedLimits) -> impl Iterator<Item = RateLimitWindow> {
    published.standard.into_iter().chain(published.trial)
}

/// Whether a limit of that length is published.
fn is_published(published: &PublishedLimits, window: RateLimitWindow) -> bool {
    windows(published).any(|published| published.seconds == window.seconds)
}

fn by_length(
    mut windows: Vec<RateLimitWindow>,
    choose: fn(u32, u32) -> u32,
) -> Vec<RateLimitWindow> {
    windows.sort_by_key(|window| window.seconds);
    windows.dedup_by(|later, kept| {
        let same = later.seconds == kept.seconds;
        if same {
            kept.requests = choose(kept.requests, later.requests);
        }
        same
    });
    windows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(stated: &[(u32, u32)], category: RateLimitCategory) -> [Vec<(u32, u32)>; 2] {
        let stated: Vec<_> = stated
            .iter()
            .map(|(n, s)| RateLimitWindow::new(*n, *s))
            .collect();
        let shares = Shares::divided(&stated, category);
        [shares.category, shares.universal]
            .map(|windows| windows.iter().map(|w| (w.requests, w.seconds)).collect())
    }

    #[test]
    fn with_standard_access_the_second_is_for_all() {
        assert_eq!(
            divided(&[(100, 1), (1000, 60)], RateLimitCategory::OrgRead),
            [vec![(1000, 60)], vec![(100, 1)]]
        );
        assert_eq!(
            divided(
                &[(1000, 60), (5000, 86_400), (100, 1)],
                RateLimitCategory::OrgRead
            ),
            [vec![(1000, 60), (5000, 86_400)], vec![(100, 1)]],
            "a day of a category's own is not taken for trial access"
        );
        assert_eq!(
            divided(&[(100, 1)], RateLimitCategory::OrgRead),
            [vec![], vec![(100, 1)]]
        );
        assert_eq!(
            divided(&[(7, 60)], RateLimitCategory::MsotWrite),
            [vec![(7, 60)], vec![]]
        );
    }

    #[test]
    fn with_trial_access_a_small_category_does_not_limit_the_others() {
        assert_eq!(
            divided(&[(300, 86_400)], RateLimitCategory::AdsWrite),
            [vec![(300, 86_400)], vec![(1000, 86_400)]]
        );
        assert_eq!(
            divided(
                &[(300, 86_400), (2000, 86_400)],
                RateLimitCategory::AdsWrite
            ),
            [vec![(300, 86_400)], vec![(2000, 86_400)]]
        );
    }
}
