//! The flows of the crate `pinterest` against the fake, over its sockets.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A failed unwrap fails the test.

mod batches;
mod conversions;
mod crashes;
mod downloads;
mod jobs;
mod leads;
mod media;
mod ranges;

use pinterest_fake::Fake;

/// Starts a fake whose clock stands, so that nothing happens between two requests, however long they
/// take.
async fn start_fake() -> Fake {
    let fake = Fake::start().await.unwrap();
    fake.stop_clock();
    fake
}
