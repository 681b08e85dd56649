//! The limits adapt to those that the server states.

use super::*;

#[tokio::test(start_paused = true)]
async fn the_limits_that_the_server_states_take_the_place_of_those_at_the_start() {
    let limiter = RateLimiter::default();
    let permit = acquire(&limiter, READ).await.unwrap();
    respond_with_limits(permit, "50, 50;w=1, 700;w=60", "49", "1");
    assert_eq!(windows(&limiter.quota(READ)), [(700, 60, 699)]);
    assert_eq!(windows(&universal(&limiter)), [(50, 1, 49)]);
    assert_eq!(
        windows(&limiter.quota(WRITE)),
        [(100, 60, 100)],
        "not used yet"
    );
}

#[tokio::test(start_paused = true)]
async fn requests_in_flight_during_the_change_count_and_those_that_others_state_too() {
    let limiter = RateLimiter::new(RateLimits::trial());
    for _ in 0..10 {
        drop(acquire(&limiter, READ).await.unwrap());
    }
    let (held, last) = (
        acquire(&limiter, READ).await.unwrap(),
        acquire(&limiter, READ).await.unwrap(),
    );
    respond_with_limits(last, "100, 100;w=1, 1000;w=60", "88", "1");
    assert_eq!(windows(&limiter.quota(READ)), [(1000, 60, 998)]);
    // 12 were counted, perhaps without the one in flight.
    assert_eq!(windows(&universal(&limiter)), [(100, 1, 87)]);
    tokio::time::advance(seconds(61)).await;
    assert_eq!(windows(&limiter.quota(READ)), [(1000, 60, 999)]);
    drop(held);
}

#[tokio::test(start_paused = true)]
async fn limits_set_by_the_user_are_kept_beside_those_of_the_server() {
    let limits = RateLimits::standard().with_windows(READ, [RateLimitWindow::new(5, 60)]);
    let limiter = RateLimiter::new(limits);
    let permit = acquire(&limiter, READ).await.unwrap();
    respond_with_limits(permit, "100, 100;w=1, 1000;w=60", "99", "1");
    assert_eq!(windows(&limiter.quota(READ)), [(1000, 60, 999), (5, 60, 4)]);
    let permit = acquire(&limiter, READ).await.unwrap();
    respond_with_limits(permit, "100, 100;w=1, 3;w=60", "98", "1");
    assert_eq!(burst(&limiter, READ).await, 1);
}

#[tokio::test(start_paused = true)]
async fn what_others_use_is_not_sent() {
    let limiter = RateLimiter::default();
    let permit = acquire(&limiter, READ).await.unwrap();
    // 3 are left, although this limiter sent only one of the thousand.
    respond_with_limits(permit, "1000, 100;w=1, 1000;w=60", "3", "20");
    assert_eq!(windows(&limiter.quota(READ)), [(1000, 60, 3)]);
    assert_eq!(burst(&limiter, READ).await, 3);
    let start = Instant::now();
    let permit = acquire(&limiter, READ).await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 20, "until the reset");
    // The others no longer use their part.
    respond_with_limits(permit, "1000, 100;w=1, 1000;w=60", "995", "60");
    assert_eq!(windows(&limiter.quota(READ)), [(1000, 60, 995)]);
}

#[tokio::test(start_paused = true)]
async fn what_others_use_of_the_universal_limit_counts_there() {
    let limiter = RateLimiter::default();
    let permit = acquire(&limiter, READ).await.unwrap();
    respond_with_limits(permit, "100, 100;w=1, 1000;w=60", "10", "1");
    assert_eq!(windows(&universal(&limiter)), [(100, 1, 10)]);
    assert_eq!(windows(&limiter.quota(READ)), [(1000, 60, 999)]);
    assert_eq!(burst(&limiter, WRITE).await, 10);
}

#[tokio::test(start_paused = true)]
async fn our_own_requests_are_never_taken_for_those_of_others() {
    // Responses in any order, each stating what the server had counted by then.
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
        let limiter = reading(&[]);
        let first = acquire(&limiter, READ).await.unwrap();
        respond_with_limits(first, "10, 10;w=60", "9", "60");
        let mut permits = Vec::new();
        for _ in 0..4 {
            permits.push(Some(acquire(&limiter, READ).await.unwrap()));
        }
        for number in order {
            tokio::time::advance(millis(100)).await;
            let remaining = (8 - number).to_string();
            respond_with_limits(
                permits[number].take().unwrap(),
                "10, 10;w=60",
                &remaining,
                "60",
            );
            assert_eq!(windows(&limiter.quota(READ)), [(10, 60, 5)], "{order:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn headers_without_meaning_change_nothing() {
    let limiter = RateLimiter::default();
    for limit in [
        "",
        "0",
        "-1, -1;w=60",
        "5, 5;w=0",
        "5, 5;w=60, 5;w=99999999999999999999",
        "abc",
    ] {
        respond_with_limits(acquire(&limiter, READ).await.unwrap(), limit, "0", "60");
        respond_with_limits(
            acquire(&limiter, READ).await.unwrap(),
            "1000, 100;w=1, 1000;w=60",
            "-3",
            "x",
        );
    }
    assert_eq!(windows(&limiter.quota(READ)), [(1000, 60, 988)]);
    assert_eq!(windows(&universal(&limiter)), [(100, 1, 88)]);
}

#[tokio::test(start_paused = true)]
async fn doubt_ends_with_the_part_of_others_although_a_request_is_under_way() {
    let limiter = reading(&[]);
    let permit = acquire(&limiter, READ).await.unwrap();
    respond_with_limits(permit, "100, 100;w=5", "10", "4");
    let start = Instant::now();
    tokio::time::advance(millis(1500)).await;
    let slow = acquire(&limiter, READ).await.unwrap();
    rejected(acquire_now(&limiter, READ).await);
    drop(acquire(&limiter, READ).await.unwrap());
    assert_eq!(start.elapsed().as_secs(), 4);
    drop(slow);
}

#[tokio::test(start_paused = true)]
async fn a_slow_request_keeps_others_only_for_a_while_when_little_is_left() {
    let limiter = reading(&[]);
    let permit = acquire(&limiter, READ).await.unwrap();
    respond_with_limits(permit, "100, 100;w=60", "10", "60");
    tokio::time::advance(millis(1500)).await;
    let slow = acquire(&limiter, READ).await.unwrap();
    let start = Instant::now();
    drop(acquire(&limiter, READ).await.unwrap());
    assert_eq!(start.elapsed().as_secs(), 5);
    drop(slow);
}

#[tokio::test(start_paused = true)]
async fn an_older_response_does_not_bring_back_others_that_are_gone() {
    let limiter = reading(&[]);
    let limit = "100, 100;w=60";
    let older = acquire(&limiter, READ).await.unwrap();
    tokio::time::advance(millis(1)).await;
    let newer = acquire(&limiter, READ).await.unwrap();
    respond_with_limits(newer, limit, "20", "60");
    let known = windows(&limiter.quota(READ));
    respond_with_limits(older, limit, "3", "60");
    assert_eq!(windows(&limiter.quota(READ)), known);
}
