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

/// Whether somebody is asked something, or input is waited for: the command stands still then, and
/// cannot be told.
static IS_ASKING: AtomicBool = AtomicBool::new(false);

/// Exists while somebody is asked something, or input is waited for.
pub(crate) struct Asking;

impl Asking {
    pub(crate) fn new() -> Self {
        IS_ASKING.store(true, Ordering::SeqCst);
        Self
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        IS_ASKING.store(false, Ordering::SeqCst);
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
            Some(sender) if !IS_ASKING.load(Ordering::SeqCst) => {
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
