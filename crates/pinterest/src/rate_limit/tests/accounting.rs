//! Whatever happens to requests, no window of the server is exceeded.

use proptest::prelude::*;

use super::*;

#[derive(Clone, Debug)]
enum Step {
    Advance(u64),
    Acquire,
    Respond(usize),
    Fail(usize),
    /// The request was not sent.
    Unsend(usize),
    /// Leaves the queue after having waited in it.
    Cancel,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0_u64..700).prop_map(Step::Advance),
        6 => Just(Step::Acquire),
        3 => any::<usize>().prop_map(Step::Respond),
        1 => any::<usize>().prop_map(Step::Fail),
        1 => any::<usize>().prop_map(Step::Unsend),
        1 => Just(Step::Cancel),
    ]
}

/// The times of the responses; `None` for requests in flight. The server counted them before.
type Ends = Vec<Option<Instant>>;

/// Returns the largest number that the server can have counted in the window before a request that
/// is sent now.
fn counted(ends: &Ends, length: Duration) -> usize {
    let now = Instant::now();
    ends.iter()
        .filter(|end| end.is_none_or(|end| end + length > now))
        .count()
}

async fn follow(
    steps: Vec<Step>,
    limits: [(u32, u64); 2],
    headers: bool,
) -> Result<(), TestCaseError> {
    let limiter = RateLimiter::new(RateLimits::unlimited().with_windows(
        READ,
        limits.map(|(count, length)| RateLimitWindow::new(count, length as u32)),
    ));
    let long_ago = Instant::now();
    tokio::time::advance(seconds(60)).await;
    let mut ends: Ends = Vec::new();
    let mut permits: Vec<(usize, Permit)> = Vec::new();
    for step in steps {
        match step {
            Step::Advance(time) => tokio::time::advance(millis(time)).await,
            Step::Acquire => {
                let full = limits
                    .iter()
                    .any(|(count, length)| counted(&ends, seconds(*length)) >= *count as usize);
                if let Ok(permit) = acquire_now(&limiter, READ).await {
                    prop_assert!(!full);
                    permits.push((ends.len(), permit));
                    ends.push(None);
                }
            }
            Step::Respond(index) | Step::Fail(index) if !permits.is_empty() => {
                let (number, permit) = permits.swap_remove(index % permits.len());
                ends[number] = Some(Instant::now());
                match step {
                    Step::Respond(_) if headers => {
                        respond_with_limits(permit, "9, 9;w=2", "0", "1")
                    }
                    Step::Respond(_) => respond(permit, 200, &[]),
                    _ => drop(permit),
                }
            }
            Step::Unsend(index) if !permits.is_empty() => {
                let (number, permit) = permits.swap_remove(index % permits.len());
                ends[number] = Some(long_ago);
                permit.unsent();
            }
            Step::Respond(_) | Step::Fail(_) | Step::Unsend(_) => {}
            Step::Cancel => {
                let mut waiting = Box::pin(acquire(&limiter, READ));
                if let std::task::Poll::Ready(Ok(permit)) = futures_util::poll!(&mut waiting) {
                    permits.push((ends.len(), permit));
                    ends.push(None);
                }
            }
        }
    }
    // Nothing is lost: when all is over, all is left.
    drop(permits);
    tokio::time::advance(seconds(60)).await;
    let left = windows(&limiter.quota(READ));
    prop_assert!(
        left.iter().all(|(count, _, left)| count == left),
        "{:?}",
        left
    );
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn what_never_left_costs_nothing() {
    let limits = RateLimits::unlimited()
        .with_windows(READ, [RateLimitWindow::new(2, 3600)])
        .with_universal([RateLimitWindow::new(3, 3600)]);
    let limiter = RateLimiter::new(limits);
    for _ in 0..10 {
        acquire_now(&limiter, READ).await.unwrap().unsent();
    }
    assert_eq!(windows(&limiter.quota(READ)), [(2, 3600, 2)]);
    assert_eq!(windows(&universal(&limiter)), [(3, 3600, 3)]);
}

#[tokio::test(start_paused = true)]
async fn what_never_left_makes_room_for_those_who_wait() {
    let limit = RateLimits::unlimited().with_max_wait(seconds(3700));
    let limiter = RateLimiter::new(limit.with_windows(READ, [RateLimitWindow::new(1, 3600)]));
    let other = acquire(&limiter, READ).await.unwrap();
    let mut waiting = Box::pin(acquire(&limiter, READ));
    assert!(futures_util::poll!(&mut waiting).is_pending());
    let start = Instant::now();
    other.unsent();
    drop(waiting.await.unwrap());
    assert_eq!(start.elapsed(), Duration::ZERO);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn no_window_is_exceeded_and_nothing_is_lost(
        steps in prop::collection::vec(step(), 0..120),
        limits in [(1_u32..6, 1_u64..3), (4_u32..12, 3_u64..20)],
        headers: bool,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
        runtime.unwrap().block_on(follow(steps, limits, headers))?;
    }
}
