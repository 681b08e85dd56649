//! Servers that forget at other times than one window after each response.

use proptest::prelude::*;

use super::server::{InForce, Server};
use super::*;

const DAILY: &str = "1000, 1000;w=86400";

/// Sends that many requests one after the other to a server whose day ends in an hour.
async fn send_in_the_last_hour(limiter: &RateLimiter, requests: u32) {
    for number in 1..=requests {
        let permit = acquire(limiter, READ).await.unwrap();
        respond_with_limits(permit, DAILY, &(1000 - number).to_string(), "3600");
    }
}

#[tokio::test(start_paused = true)]
async fn what_the_server_has_forgotten_is_forgotten_here() {
    let limiter = RateLimiter::new(RateLimits::trial());
    send_in_the_last_hour(&limiter, 850).await;
    tokio::time::advance(seconds(3601)).await;
    let permit = acquire_now(&limiter, READ).await.unwrap();
    respond_with_limits(permit, DAILY, "999", "86399");
    assert_eq!(windows(&limiter.quota(READ)), [(1000, 86_400, 999)]);
    assert_eq!(windows(&universal(&limiter)), [(1000, 86_400, 999)]);
}

#[tokio::test(start_paused = true)]
async fn the_universal_limit_forgets_no_more_than_the_category_does() {
    let limiter = RateLimiter::new(RateLimits::trial());
    for _ in 0..70 {
        respond(acquire(&limiter, WRITE).await.unwrap(), 200, &[]);
    }
    send_in_the_last_hour(&limiter, 500).await;
    tokio::time::advance(seconds(3601)).await;
    let permit = acquire_now(&limiter, READ).await.unwrap();
    respond_with_limits(permit, DAILY, "999", "86399");
    assert_eq!(windows(&universal(&limiter)), [(1000, 86_400, 929)]);
    assert_eq!(windows(&limiter.quota(WRITE)), [(300, 86_400, 230)]);
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_is_used_up_is_said_to_last_until_the_reset() {
    let limiter = RateLimiter::new(RateLimits::trial());
    send_in_the_last_hour(&limiter, 1000).await;
    // It may have been rounded down.
    assert_eq!(rejected(acquire(&limiter, READ).await), seconds(3601));
    tokio::time::advance(seconds(3600)).await;
    rejected(acquire_now(&limiter, READ).await);
}

#[tokio::test(start_paused = true)]
async fn after_the_reset_one_request_tries_before_the_others_follow() {
    for really in [true, false] {
        let limiter = RateLimiter::new(RateLimits::trial());
        send_in_the_last_hour(&limiter, 1000).await;
        tokio::time::advance(seconds(3601)).await;
        let attempt = acquire_now(&limiter, READ).await.unwrap();
        rejected(acquire_now(&limiter, READ).await);
        // A server that counts otherwise has forgotten one of them.
        let (left, reset) = if really { ("999", "86400") } else { ("0", "7") };
        respond_with_limits(attempt, DAILY, left, reset);
        if really {
            drop(acquire_now(&limiter, READ).await.unwrap());
            drop(acquire_now(&limiter, READ).await.unwrap());
        } else {
            assert_eq!(rejected(acquire_now(&limiter, READ).await), seconds(7));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_response_without_a_count_ends_the_doubt_after_a_reset_too() {
    let limiter = RateLimiter::new(RateLimits::trial());
    send_in_the_last_hour(&limiter, 1000).await;
    tokio::time::advance(seconds(3601)).await;
    respond(acquire_now(&limiter, READ).await.unwrap(), 200, &[]);
    let both = (
        acquire_now(&limiter, READ).await,
        acquire_now(&limiter, READ).await,
    );
    assert!(both.0.is_ok() && both.1.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_reset_says_nothing_of_windows_that_the_user_set() {
    let limiter = reading(&[(10, 60)]);
    for left in (0..10).rev() {
        let permit = acquire(&limiter, READ).await.unwrap();
        respond_with_limits(permit, "10, 10;w=60", &left.to_string(), "3");
    }
    tokio::time::advance(seconds(30)).await;
    let permit = acquire_now(&limiter, READ).await;
    rejected(permit);
}

/// An event. The number chooses one of the requests that it can happen to.
#[derive(Clone, Debug)]
enum Step {
    Advance(u64),
    Send,
    Arrive(usize),
    Respond(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0_u64..2_000).prop_map(Step::Advance),
        6 => Just(Step::Send),
        5 => any::<usize>().prop_map(Step::Arrive),
        5 => any::<usize>().prop_map(Step::Respond),
    ]
}

/// Checks that the server rejects no request, in whatever order requests and responses arrive.
async fn follow(steps: Vec<Step>, server: Server) -> Result<(), TestCaseError> {
    let limiter = reading(&[]);
    let permit = acquire(&limiter, READ).await.unwrap();
    permit.responded(&server.count().0, false, None);
    let (mut sent, mut counted) = (Vec::new(), Vec::new());
    for step in steps {
        match step {
            Step::Advance(time) => tokio::time::advance(millis(time)).await,
            Step::Send => sent.extend(acquire_now(&limiter, READ).await),
            Step::Arrive(index) if !sent.is_empty() => {
                let permit = sent.swap_remove(index % sent.len());
                let (headers, wait) = server.count();
                prop_assert_eq!(wait, None);
                counted.push((permit, headers));
            }
            Step::Respond(index) if !counted.is_empty() => {
                let (permit, headers): (Permit, _) = counted.swap_remove(index % counted.len());
                permit.responded(&headers, false, None);
            }
            Step::Arrive(_) | Step::Respond(_) => {}
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn alone_no_request_is_rejected_whenever_the_server_forgets(
        steps in prop::collection::vec(step(), 0..300),
        windows in [(2_usize..6, 1_u64..4), (6_usize..20, 4_u64..20)],
        fixed: bool,
        smallest_share: bool,
        rounds_down: bool,
    ) {
        let in_force = if smallest_share { InForce::SmallestShare } else { InForce::FewestLeft };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
        runtime.unwrap().block_on(async {
            let server = if fixed { Server::fixed(in_force, &windows) } else { Server::new(in_force, &windows) };
            follow(steps, server.rounding_down(rounds_down)).await
        })?;
    }
}
