//! Many requests over a long time, against a server that counts exactly.

use tokio::time::sleep;

use super::server::{Dice, InForce, Server};
use super::*;

const TASKS: u64 = 20;
const TIME: Duration = Duration::from_secs(600);

/// The result of ten minutes.
#[derive(Debug)]
struct Outcome {
    accepted: usize,
    rejected: usize,
    /// Accepted requests of each task.
    of_task: Vec<usize>,
    foreign: usize,
}

async fn run(limits: RateLimits, server: &Server, foreign_every: Option<Duration>) -> Outcome {
    let limiter = RateLimiter::new(limits);
    let end = Instant::now() + TIME;
    let tasks: Vec<_> = (0..TASKS)
        .map(|seed| {
            let (limiter, server) = (limiter.clone(), server.clone());
            tokio::spawn(async move {
                let mut dice = Dice::new(seed + 1);
                let mut accepted = 0;
                while Instant::now() < end {
                    if let Ok(permit) = limiter
                        .acquire(&QuotaOwner::default(), READ, None, end)
                        .await
                    {
                        accepted += usize::from(server.call(permit, &mut dice).await);
                    } else {
                        // The end is near: nothing can be sent before it.
                        break;
                    }
                }
                accepted
            })
        })
        .collect();
    let mut foreign = 0;
    if let Some(every) = foreign_every {
        while Instant::now() < end {
            server.foreign();
            foreign += 1;
            sleep(every).await;
        }
    }
    let mut of_task = Vec::new();
    for task in tasks {
        of_task.push(task.await.unwrap());
    }
    let (accepted, rejected) = server.counts();
    Outcome {
        accepted,
        rejected,
        of_task,
        foreign,
    }
}

fn assert_fair(outcome: &Outcome) {
    let mean = outcome.accepted / outcome.of_task.len();
    let least = outcome.of_task.iter().min().unwrap();
    assert!(*least * 2 >= mean, "{outcome:?}");
}

const WINDOWS: &[(usize, u64)] = &[(100, 1), (1000, 60)];

#[tokio::test(start_paused = true)]
async fn alone_nothing_is_rejected_and_little_is_left_unused() {
    for in_force in [
        InForce::Nothing,
        InForce::FewestLeft,
        InForce::SmallestShare,
    ] {
        let server = Server::new(in_force, WINDOWS);
        let outcome = run(RateLimits::standard().with_max_wait(TIME), &server, None).await;
        assert!(outcome.accepted >= 9_500, "{outcome:?}");
        assert_eq!(outcome.rejected, 0, "{outcome:?}");
        assert_fair(&outcome);
    }
}

#[tokio::test(start_paused = true)]
async fn beside_another_client_few_are_rejected_and_little_is_left_unused() {
    for in_force in [InForce::FewestLeft, InForce::SmallestShare] {
        let server = Server::new(in_force, WINDOWS);
        let outcome = run(
            RateLimits::standard().with_max_wait(TIME),
            &server,
            Some(millis(180)),
        )
        .await;
        let permitted = 10_000 - outcome.foreign;
        assert!(outcome.accepted * 100 >= permitted * 95, "{outcome:?}");
        assert!(outcome.rejected * 1000 < outcome.accepted, "{outcome:?}");
        assert_fair(&outcome);
    }
}

#[tokio::test(start_paused = true)]
async fn a_start_with_trial_limits_comes_to_what_standard_access_has() {
    let server = Server::new(InForce::FewestLeft, WINDOWS);
    let outcome = run(RateLimits::trial().with_max_wait(TIME), &server, None).await;
    assert!(
        outcome.accepted >= 9_500 && outcome.rejected == 0,
        "{outcome:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_start_with_standard_limits_comes_to_what_trial_access_has() {
    let server = Server::new(InForce::FewestLeft, &[(1000, 86_400)]);
    let outcome = run(RateLimits::standard().with_max_wait(TIME), &server, None).await;
    assert_eq!(
        (outcome.accepted, outcome.rejected),
        (1000, 0),
        "{outcome:?}"
    );
}

/// The tasks begin in the middle of a window, so that what is sent after each response plus a
/// window never meets the windows of the server.
#[tokio::test(start_paused = true)]
async fn windows_that_begin_anew_are_used_up_too() {
    for in_force in [InForce::FewestLeft, InForce::SmallestShare] {
        for begun in [20, 33, 44] {
            let server = Server::fixed(in_force, WINDOWS).rounding_down(begun == 33);
            tokio::time::advance(seconds(begun)).await;
            let limits = RateLimits::standard().with_max_wait(TIME);
            let outcome = run(limits, &server, None).await;
            // One window more than ten, of which two are not whole, but long enough.
            assert!(outcome.accepted * 100 >= 11_000 * 95, "{outcome:?}");
            assert!(outcome.rejected * 1000 < outcome.accepted, "{outcome:?}");
            assert_fair(&outcome);
        }
    }
}

/// A server that says when there is room again, not when there is room for all.
#[tokio::test(start_paused = true)]
async fn a_reset_that_is_about_the_first_request_does_no_harm() {
    for in_force in [InForce::FewestLeft, InForce::SmallestShare] {
        let server = Server::new(in_force, WINDOWS).with_first_reset();
        let outcome = run(RateLimits::standard().with_max_wait(TIME), &server, None).await;
        assert!(outcome.accepted >= 9_500, "{outcome:?}");
        assert!(outcome.rejected * 1000 < outcome.accepted, "{outcome:?}");
        assert_fair(&outcome);
    }
}
