//! Ctrl-C, which ends a command cleanly, whatever it is doing.

use std::future::pending;
use std::io;
use std::pin::pin;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::task::Poll;
use std::thread;

use futures_util::poll;
use tokio::sync::oneshot;

use crate::failure::Exit;

static STATE: State = State::new();

/// What the thread that waits for Ctrl-C and the one of the command know of each other.
struct State {
    /// Whether somebody is asked something, or input is waited for: the command stands still then,
    /// and cannot be told.
    is_asking: AtomicBool,
    is_interrupted: AtomicBool,
}

impl State {
    const fn new() -> Self {
        Self {
            is_asking: AtomicBool::new(false),
            is_interrupted: AtomicBool::new(false),
        }
    }

    /// Begins to ask. Returns `false` if the command was told before that it is interrupted, which it
    /// would not hear of while it asks.
    fn ask(&self) -> bool {
        // The other thread stores and loads in the other order, so that one of the two sees the other.
        self.is_asking.store(true, Ordering::SeqCst);
        !self.is_interrupted.load(Ordering::SeqCst)
    }

    fn stop_asking(&self) {
        self.is_asking.store(false, Ordering::SeqCst);
    }

    /// Notes a Ctrl-C. Returns whether the command is to be told; otherwise the process has to end.
    fn interrupt(&self) -> bool {
        let is_first = !self.is_interrupted.swap(true, Ordering::SeqCst);
        is_first && !self.is_asking.load(Ordering::SeqCst)
    }
}

/// Exists while somebody is asked something, or input is waited for.
pub(crate) struct Asking;

impl Asking {
    pub(crate) fn new() -> Self {
        if !STATE.ask() {
            process::exit(Exit::Interrupted as i32);
        }
        Self
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        STATE.stop_asking();
    }
}

/// Waits for Ctrl-C, from the call on. A second one, and one while somebody is asked something, ends
/// the process.
pub(crate) fn interrupted() -> impl Future<Output = ()> {
    let (sender, receiver) = oneshot::channel();
    let (watching, is_watching) = mpsc::channel();
    let watch = thread::Builder::new().spawn(move || {
        let mut sender = Some(sender);
        // Without a handler, Ctrl-C ends the process.
        let _ = watch(&watching, || match sender.take() {
            Some(sender) if STATE.interrupt() => {
                let _ = sender.send(());
            }
            _ => process::exit(Exit::Interrupted as i32),
        });
    });
    // It takes microseconds, and what comes next may be a question.
    let _ = is_watching.recv();
    async move {
        match watch {
            Ok(_) if receiver.await.is_ok() => {}
            _ => pending().await,
        }
    }
}

/// In its own thread and runtime, which nothing else can keep busy.
fn watch(watching: &mpsc::Sender<()>, mut on_signal: impl FnMut()) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()?;
    runtime.block_on(async {
        loop {
            let mut signal = pin!(tokio::signal::ctrl_c());
            if let Poll::Ready(outcome) = poll!(signal.as_mut()) {
                outcome?;
            } else {
                let _ = watching.send(());
                signal.await?;
            }
            on_signal();
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_was_told_asks_nothing() {
        let state = State::new();
        assert!(state.ask());
        state.stop_asking();
        assert!(state.interrupt());
        assert!(!state.ask());
    }

    #[test]
    fn a_command_that_asks_and_one_that_was_told_are_ended() {
        let state = State::new();
        assert!(state.ask());
        assert!(!state.interrupt());
        state.stop_asking();
        assert!(!state.interrupt());
    }

    #[test]
    fn a_command_is_ended_or_told_in_time_whatever_comes_first() {
        for _ in 0..1_000 {
            let state = State::new();
            let (may_ask, is_told) = thread::scope(|scope| {
                let asks = scope.spawn(|| state.ask());
                let is_told = state.interrupt();
                (asks.join().unwrap(), is_told)
            });
            assert!(!(may_ask && is_told), "it asks, and does not hear");
        }
    }
}
