//! Gates that are not in use are removed.

use super::*;

async fn send_event(limiter: &RateLimiter, account: usize) -> Permit {
    let owner = QuotaOwner::from(format!("user {}", account % 7));
    let account = account.to_string();
    limiter
        .acquire(&owner, EVENTS, Some(&account), Instant::now())
        .await
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn thousands_of_ad_accounts_do_not_add_up() {
    let limiter = RateLimiter::default();
    let kept = send_event(&limiter, 1_000_000).await;
    let mut most = 0;
    for account in 0..20_000 {
        drop(send_event(&limiter, account).await);
        tokio::time::advance(seconds(1)).await;
        most = most.max(lock(&limiter.0.gates).all().len());
    }
    // About sixty are in use at a time.
    assert!(most < 400, "{most}");
    let in_flight = limiter
        .quotas()
        .into_iter()
        .find(|quota| quota.ad_account.as_deref() == Some("1000000"));
    assert_eq!(windows(&in_flight.unwrap()), [(120_000, 60, 119_999)]);
    drop(kept);
}

/// The number of gates, and of the ad accounts that the maps have room for.
fn kept(limiter: &RateLimiter) -> (usize, usize) {
    let gates = lock(&limiter.0.gates);
    (gates.all().len(), gates.capacity())
}

#[tokio::test(start_paused = true)]
async fn a_flood_of_ad_accounts_leaves_nothing_behind() {
    let limiter = RateLimiter::default();
    for account in 0..10_000 {
        let permit = send_event(&limiter, account).await;
        match account % 2 {
            0 => respond(permit, 200, &[]),
            _ => respond_with_limits(permit, "500, 500;w=60", "499", "60"),
        }
    }
    assert!(kept(&limiter).0 >= 10_000);
    // Nothing is added, and nothing is doubled.
    let again = || async {
        drop(send_event(&limiter, 3).await);
        kept(&limiter)
    };
    tokio::time::advance(seconds(62)).await;
    let (gates, _) = again().await;
    assert!((5_000..6_000).contains(&gates), "{gates}");
    tokio::time::advance(seconds(301)).await;
    let (gates, capacity) = again().await;
    assert!(gates < 20 && capacity < 200, "{gates} {capacity}");
}

#[tokio::test(start_paused = true)]
async fn limits_that_were_stated_are_remembered_for_an_hour() {
    let limiter = RateLimiter::default();
    let permit = acquire(&limiter, READ).await.unwrap();
    respond_with_limits(permit, "50, 50;w=1, 700;w=60", "49", "1");
    for round in 0..2 {
        tokio::time::advance(seconds(1801)).await;
        for account in round * 500..(round + 1) * 500 {
            drop(send_event(&limiter, account).await);
        }
        let stated = windows(&limiter.quota(READ)) == [(700, 60, 700)];
        assert_eq!(stated, round == 0);
    }
}

#[tokio::test(start_paused = true)]
async fn users_without_limits_leave_nothing_behind() {
    let write = [RateLimitWindow::new(1, 60)];
    let limiter = RateLimiter::new(RateLimits::unlimited().with_windows(WRITE, write));
    for user in 0..1_000 {
        let owner = QuotaOwner::from(format!("user {user}"));
        let permit = limiter.acquire(&owner, READ, None, Instant::now()).await;
        respond(permit.unwrap(), 200, &[]);
    }
    assert_eq!(lock(&limiter.0.gates).owners(), 0);
    drop(acquire(&limiter, WRITE).await.unwrap());
    assert_eq!(lock(&limiter.0.gates).owners(), 1);
}
