//! Which limiters, categories and owners share a quota.

use super::*;

#[tokio::test(start_paused = true)]
async fn clones_share_and_others_do_not() {
    let limiter = reading(&[(3, 60)]);
    assert_eq!(burst(&limiter.clone(), READ).await, 3);
    assert_eq!(burst(&limiter, READ).await, 0);
    assert_eq!(burst(&reading(&[(3, 60)]), READ).await, 3);
}

#[tokio::test(start_paused = true)]
async fn categories_have_their_own_limits_and_one_in_common() {
    let limits = RateLimits::unlimited()
        .with_windows(READ, [RateLimitWindow::new(3, 60)])
        .with_windows(WRITE, [RateLimitWindow::new(4, 60)])
        .with_universal([RateLimitWindow::new(5, 60)]);
    let limiter = RateLimiter::new(limits);
    assert_eq!(burst(&limiter, READ).await, 3);
    assert_eq!(
        burst(&limiter, WRITE).await,
        2,
        "the universal limit is used up"
    );
    assert_eq!(windows(&limiter.quota(WRITE)), [(4, 60, 2)]);
    assert_eq!(windows(&universal(&limiter)), [(5, 60, 0)]);
}

#[tokio::test(start_paused = true)]
async fn owners_share_nothing() {
    let limiter = reading(&[(1, 60)]);
    assert_eq!(burst(&limiter, READ).await, 1);
    for name in ["ada", "grace"] {
        let now = Instant::now();
        let permit = limiter
            .acquire(&QuotaOwner::from(name), READ, None, now)
            .await;
        drop(permit.unwrap());
        rejected(
            limiter
                .acquire(&QuotaOwner::from(name.to_owned()), READ, None, now)
                .await,
        );
    }
    let owners: Vec<_> = limiter
        .quotas()
        .iter()
        .map(|quota| quota.owner.label().to_owned())
        .collect();
    assert_eq!(owners, ["", "ada", "grace"]);
}

#[tokio::test(start_paused = true)]
async fn conversion_events_count_for_each_ad_account_and_not_against_all() {
    let limits = RateLimits::standard().with_windows(EVENTS, [RateLimitWindow::new(150, 60)]);
    let limiter = RateLimiter::new(limits);
    for account in ["549755885175", "549755885176"] {
        let owner = QuotaOwner::default();
        let now = Instant::now();
        for _ in 0..150 {
            drop(
                limiter
                    .acquire(&owner, EVENTS, Some(account), now)
                    .await
                    .unwrap(),
            );
        }
        rejected(limiter.acquire(&owner, EVENTS, Some(account), now).await);
    }
    let accounts: Vec<_> = limiter
        .quotas()
        .into_iter()
        .map(|quota| quota.ad_account)
        .collect();
    let expected = ["549755885175", "549755885176"].map(|account| Some(account.to_owned()));
    assert_eq!(accounts, [&[None], &expected[..]].concat());
    assert_eq!(
        burst(&limiter, READ).await,
        100,
        "all of the universal limit is left"
    );
}

#[tokio::test(start_paused = true)]
async fn the_ad_account_is_no_matter_elsewhere() {
    let limiter = reading(&[(1, 60)]);
    let (owner, now) = (QuotaOwner::default(), Instant::now());
    drop(limiter.acquire(&owner, READ, Some("1"), now).await.unwrap());
    rejected(limiter.acquire(&owner, READ, Some("2"), now).await);
}

#[tokio::test(start_paused = true)]
async fn what_is_left_is_known_before_and_after_the_first_request() {
    let limiter = RateLimiter::default();
    assert!(limiter.quotas().is_empty());
    assert_eq!(windows(&limiter.quota(READ)), [(1000, 60, 1000)]);
    let permit = acquire(&limiter, READ).await.unwrap();
    assert_eq!(windows(&limiter.quota(READ)), [(1000, 60, 999)]);
    respond(permit, 200, &[]);
    let quotas = limiter.quotas();
    let categories: Vec<_> = quotas.iter().map(|quota| quota.category).collect();
    assert_eq!(categories, [None, Some(READ)]);
    assert_eq!(windows(&quotas[0]), [(100, 1, 99)]);
    tokio::time::advance(seconds(61)).await;
    assert_eq!(windows(&limiter.quota(READ)), [(1000, 60, 1000)]);
}

#[tokio::test(start_paused = true)]
async fn without_limits_nothing_is_kept() {
    let limiter = RateLimiter::new(RateLimits::unlimited());
    for _ in 0..1_000 {
        let permit = acquire_now(&limiter, READ).await.unwrap();
        respond_with_limits(permit, "1, 1;w=60", "0", "60");
    }
    let permit = acquire_now(&limiter, READ).await.unwrap();
    respond(permit, 429, &[]);
    drop(acquire_now(&limiter, READ).await.unwrap());
    assert!(limiter.quotas().is_empty() && limiter.quota(READ).windows.is_empty());
}
