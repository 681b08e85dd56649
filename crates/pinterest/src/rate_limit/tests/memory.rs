//! The memory that a limiter holds, as the system sees it, in a process of its own.
//!
//! `BENCHMARKS.md` has the figures of 100,000 ad accounts, which the variable `AD_ACCOUNTS` sets.

#![allow(clippy::print_stdout)] // A process reports its figures to another, and to the reader.

use std::process::Command;

use super::*;

/// The number of ad accounts.
fn ad_accounts() -> u64 {
    let set = std::env::var("AD_ACCOUNTS").ok();
    set.map_or(20_000, |number| number.parse().unwrap())
}

/// The memory in use, in kB.
#[derive(Debug)]
struct Figures {
    /// After one call of each ad account.
    held: u64,
    /// What the rest of the program cannot use when their quotas have become idle, and another call
    /// was made. The allocator may keep the rest instead of returning it to the system.
    left: u64,
    /// After the same calls again.
    held_again: u64,
}

/// Returns the resident memory of this process in kB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let number = line.unwrap().split_whitespace().nth(1);
    number.unwrap().parse().unwrap()
}

async fn call(limiter: &RateLimiter, account: u64, stated: bool) {
    let account = (549_755_000_000 + account).to_string();
    let (owner, now) = (QuotaOwner::default(), Instant::now());
    let permit = limiter.acquire(&owner, EVENTS, Some(&account), now).await;
    match stated {
        true => respond_with_limits(permit.unwrap(), "500, 500;w=60", "499", "60"),
        false => respond(permit.unwrap(), 200, &[]),
    }
}

async fn measure(stated: bool) -> Figures {
    let (limiter, accounts) = (RateLimiter::default(), ad_accounts());
    call(&limiter, accounts, stated).await;
    let before = resident();
    let flood = || async {
        for account in 0..accounts {
            call(&limiter, account, stated).await;
        }
        resident().saturating_sub(before)
    };
    let held = flood().await;
    tokio::time::advance(seconds(400)).await;
    call(&limiter, accounts, stated).await;
    let others: Vec<_> = (0..held / 4).map(|_| vec![1_u8; 4096]).collect();
    let left = resident().saturating_sub(before + held);
    drop(others);
    Figures {
        held,
        left,
        held_again: flood().await,
    }
}

#[tokio::test(start_paused = true)]
#[ignore = "a part of the test below, which starts it in a process of its own"]
async fn alone() {
    let figures = measure(std::env::var_os("STATED").is_some()).await;
    let Figures {
        held,
        left,
        held_again,
    } = figures;
    println!("\nfigures {held} {left} {held_again}");
}

fn measure_apart(stated: bool) -> Figures {
    let mut program = Command::new(std::env::current_exe().unwrap());
    program.args(["--exact", "rate_limit::tests::memory::alone"]);
    program.args(["--ignored", "--nocapture"]);
    if stated {
        program.env("STATED", "1");
    }
    let output = program.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("figures "));
    let mut numbers = line
        .unwrap()
        .split_whitespace()
        .map(|it| it.parse().unwrap());
    let mut next = || numbers.next().unwrap();
    Figures {
        held: next(),
        left: next(),
        held_again: next(),
    }
}

#[test]
fn many_ad_accounts_take_little_memory_and_give_it_back() {
    for stated in [false, true] {
        let figures = measure_apart(stated);
        let accounts = ad_accounts();
        println!("{accounts} ad accounts, limits stated: {stated}: {figures:?}");
        // About 600 bytes, of which tables that have just grown do not use a part yet.
        assert!(figures.held * 1000 / accounts < 700, "{figures:?}");
        assert!(figures.left * 4 < figures.held, "{figures:?}");
        assert!(figures.held_again < figures.held * 5 / 4, "{figures:?}");
    }
}
