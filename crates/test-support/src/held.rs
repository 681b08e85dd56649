//! Responses that wait for the test.

use std::future::pending;

use tokio::sync::watch;

/// Releases a response that the server holds back. A response is held back forever when this is
/// dropped.
#[derive(Debug)]
#[must_use = "the response is held back until this is released"]
pub struct Held(watch::Sender<bool>);

impl Held {
    /// Lets the server go on with the response.
    ///
    /// # Panics
    ///
    /// Panics if the response is gone, because the client has closed the connection.
    #[track_caller]
    pub fn release(self) {
        self.0
            .send(true)
            .expect("the client waits for the response");
    }
}

/// The server's side of a held response.
#[derive(Clone, Debug)]
pub(crate) struct Gate(watch::Receiver<bool>);

impl Gate {
    pub(crate) fn new() -> (Held, Self) {
        let (sender, receiver) = watch::channel(false);
        (Held(sender), Self(receiver))
    }

    pub(crate) async fn passed(mut self) {
        if self.0.wait_for(|released| *released).await.is_err() {
            pending::<()>().await;
        }
    }
}
