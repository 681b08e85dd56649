//! The order of the queue, and requests that cannot wait.

use std::sync::{Arc, Mutex};

use tokio::task::JoinHandle;
use tokio::time::{advance, sleep};

use super::*;

/// Tasks that queue in the order of their numbers, each of which notes when it was permitted and
/// gets a response at once.
fn queue(limiter: &RateLimiter, numbers: std::ops::Range<usize>) -> (Log, Vec<JoinHandle<()>>) {
    let start = Instant::now();
    let log: Log = Arc::default();
    let tasks = numbers.map(|number| {
        let (limiter, log) = (limiter.clone(), Arc::clone(&log));
        tokio::spawn(async move {
            let permit = acquire(&limiter, READ).await.unwrap();
            log.lock()
                .unwrap()
                .push((number, start.elapsed().as_secs()));
            respond(permit, 200, &[]);
        })
    });
    let tasks = tasks.collect();
    (log, tasks)
}

type Log = Arc<Mutex<Vec<(usize, u64)>>>;

#[tokio::test(start_paused = true)]
async fn requests_go_in_the_order_of_their_arrival() {
    let limiter = RateLimiter::new(
        RateLimits::unlimited()
            .with_windows(READ, [RateLimitWindow::new(2, 10)])
            .with_max_wait(seconds(3600)),
    );
    let (log, tasks) = queue(&limiter, 0..7);
    for task in tasks {
        task.await.unwrap();
    }
    let expected = [(0, 0), (1, 0), (2, 10), (3, 10), (4, 20), (5, 20), (6, 30)];
    assert_eq!(*log.lock().unwrap(), expected);
}

#[tokio::test(start_paused = true)]
async fn a_new_request_does_not_pass_the_queue() {
    let limiter = reading(&[(1, 10)]);
    assert_eq!(burst(&limiter, READ).await, 1);
    let (log, tasks) = queue(&limiter, 0..1);
    tokio::task::yield_now().await;
    // There is room again, but the one that waits has not been woken yet.
    advance(seconds(11)).await;
    let late = acquire(&limiter, READ).await;
    assert_eq!(log.lock().unwrap().len(), 1, "the other was first");
    drop(late);
    for task in tasks {
        task.await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn those_who_leave_the_queue_hold_nobody_up() {
    let limiter = reading(&[(1, 10)]);
    assert_eq!(burst(&limiter, READ).await, 1);
    let (log, tasks) = queue(&limiter, 0..6);
    tokio::task::yield_now().await;
    // The first, one in the middle, the last.
    for number in [0, 2, 5] {
        tasks[number].abort();
    }
    for (number, task) in tasks.into_iter().enumerate() {
        assert_eq!(task.await.is_err(), [0, 2, 5].contains(&number));
    }
    assert_eq!(*log.lock().unwrap(), [(1, 10), (3, 20), (4, 30)]);
}

#[tokio::test(start_paused = true)]
async fn one_who_leaves_after_being_woken_wakes_the_next() {
    let limiter = reading(&[(1, 10)]);
    let held = acquire(&limiter, READ).await.unwrap();
    let mut first = Box::pin(acquire(&limiter, READ));
    assert!(futures_util::poll!(&mut first).is_pending());
    let (log, tasks) = queue(&limiter, 1..2);
    tokio::task::yield_now().await;
    drop(held);
    advance(seconds(11)).await;
    drop(first);
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(*log.lock().unwrap(), [(1, 11)]);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_gives_up_at_the_universal_limit_leaves_its_category_as_it_was() {
    let limits = RateLimits::unlimited()
        .with_windows(READ, [RateLimitWindow::new(5, 60)])
        .with_universal([RateLimitWindow::new(1, 30)]);
    let limiter = RateLimiter::new(limits);
    assert_eq!(burst(&limiter, READ).await, 1);

    let wait = rejected(acquire_now(&limiter, READ).await);
    assert!((seconds(29)..=seconds(31)).contains(&wait), "{wait:?}");
    let mut waiting = Box::pin(acquire(&limiter, READ));
    assert!(futures_util::poll!(&mut waiting).is_pending());
    assert_eq!(
        windows(&limiter.quota(READ)),
        [(5, 60, 3)],
        "held meanwhile"
    );
    drop(waiting);
    assert_eq!(windows(&limiter.quota(READ)), [(5, 60, 4)]);
}

/// Sends one request, and returns how long it waited.
async fn time_of(limiter: &RateLimiter, category: RateLimitCategory) -> Duration {
    let start = Instant::now();
    let permit = acquire(limiter, category).await.unwrap();
    let waited = start.elapsed();
    respond(permit, 200, &[]);
    waited
}

#[tokio::test(start_paused = true)]
async fn a_flood_of_one_category_does_not_hold_up_another() {
    let limiter = RateLimiter::default();
    let (log, tasks) = queue(&limiter, 0..1_000);
    tokio::task::yield_now().await;
    let longest = seconds(2);
    for _ in 0..3 {
        let waited = time_of(&limiter, WRITE).await;
        assert!(waited < longest, "{waited:?}");
    }
    // Two others that wait at the same time have their turns.
    let ads = RateLimitCategory::AdsRead;
    let (one, other) = tokio::join!(time_of(&limiter, WRITE), time_of(&limiter, ads));
    assert!(one < longest && other < longest, "{one:?} {other:?}");
    let sent = log.lock().unwrap().len();
    assert!(sent < 1_000, "the flood still waits");
    for task in tasks {
        task.await.unwrap();
    }
    let log = log.lock().unwrap();
    assert!(log.is_sorted(), "each category keeps its order");
    let last = log.last().unwrap().1;
    assert!((9..=12).contains(&last), "{last}");
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_is_too_long_ends_at_once_when_that_is_known() {
    let limiter = reading(&[(2, 3600)]);
    assert_eq!(burst(&limiter, READ).await, 2);
    let start = Instant::now();
    let error = acquire(&limiter, READ).await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::ZERO);
    let text = error.to_string();
    for part in ["org_read", "2 requests in 3600 s", "nothing was sent"] {
        assert!(text.contains(part), "{text}");
    }
    let wait = error.retry_after().unwrap();
    assert!((seconds(3600)..=seconds(3604)).contains(&wait), "{wait:?}");
}

#[tokio::test(start_paused = true)]
async fn a_place_far_back_in_the_queue_is_known_to_be_too_far() {
    let limiter = reading(&[(2, 50)]);
    assert_eq!(burst(&limiter, READ).await, 2);
    let (log, tasks) = queue(&limiter, 0..4);
    tokio::task::yield_now().await;
    let start = Instant::now();
    // Two can go after 50 seconds, two after 100, and the next after 150, which is more than the
    // 120 that are allowed.
    let wait = rejected(acquire(&limiter, READ).await);
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert!((seconds(150)..=seconds(151)).contains(&wait), "{wait:?}");
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(log.lock().unwrap().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_deadline_ends_a_wait_whose_end_was_not_known() {
    let limiter = reading(&[(1, 10)]);
    let held = acquire(&limiter, READ).await.unwrap();
    // The server may take any time to respond, so this could still work out.
    let deadline = Instant::now() + seconds(15);
    let waiting = tokio::spawn({
        let limiter = limiter.clone();
        async move {
            limiter
                .acquire(&QuotaOwner::default(), READ, None, deadline)
                .await
        }
    });
    sleep(seconds(7)).await;
    // Now it is known: ten seconds from here are too late.
    drop(held);
    let wait = rejected(waiting.await.unwrap());
    assert!(Instant::now() <= deadline);
    assert!((seconds(9)..=seconds(11)).contains(&wait), "{wait:?}");
}

#[tokio::test(start_paused = true)]
async fn a_deadline_in_the_past_is_no_matter_when_nothing_has_to_wait() {
    let limiter = reading(&[(1, 10)]);
    let permit = limiter
        .acquire(
            &QuotaOwner::default(),
            READ,
            None,
            Instant::now() - millis(1),
        )
        .await;
    drop(permit.unwrap());
    rejected(acquire_now(&limiter, READ).await);
}

#[tokio::test(start_paused = true)]
async fn the_longest_wait_that_can_be_said_is_no_trouble() {
    let limits = RateLimits::unlimited().with_max_wait(Duration::MAX);
    let limiter = RateLimiter::new(limits.with_windows(READ, [RateLimitWindow::new(1, u32::MAX)]));
    assert_eq!(burst(&limiter, READ).await, 1);
    rejected(acquire(&limiter, READ).await);
    assert!(limiter.quota(READ).retry_after >= Some(seconds(u64::from(u32::MAX))));
}
