//! Every process but the last is killed.

use std::time::Duration;

use pinterest::{BatchSummary, Client, Environment};
use pinterest_fake::{Entry, Fake};
use redis::AsyncCommands;
use redis::aio::MultiplexedConnection;
use tokio::sync::mpsc;

use super::queue::{KEY, Queue};
use super::{delete_items, request_report, work};
use children::{Running, assignment, say};
use server::Server;

#[path = "../../tests/it/children.rs"]
#[expect(dead_code, reason = "the other tests need more of it")]
mod children;
#[path = "../../tests/it/server.rs"]
#[expect(dead_code, reason = "the other tests need more of it")]
mod server;

/// The fake has it.
const ACCOUNT: &str = "549770000001";

/// Long enough for a download, short enough to wait for.
const CLAIM: Duration = Duration::from_secs(2);

async fn connection(url: &str) -> MultiplexedConnection {
    let client = redis::Client::open(url).unwrap();
    client.get_multiplexed_async_connection().await.unwrap()
}

fn client(url: &str) -> Client {
    Client::builder()
        .with_access_token("pina_any")
        .with_environment(Environment::Custom(url.parse().unwrap()))
        .build()
        .unwrap()
}

#[tokio::test]
#[ignore = "another test starts it in a separate process"]
async fn child_that_works() {
    let [what, redis, url] = assignment();
    let (client, connection) = (client(&url), connection(&redis).await);
    let mut queue = Queue::new(connection.clone());
    match what.as_str() {
        "request-report" => request_report(&client, &mut queue, ACCOUNT).await.unwrap(),
        "work" => work(&client, &mut queue, CLAIM).await.unwrap(),
        _ => {
            let summary = delete_items(&client, connection).await.unwrap();
            let BatchSummary {
                skipped,
                succeeded,
                unconfirmed,
                ..
            } = summary;
            return say(format!("{skipped} {succeeded} {unconfirmed}"));
        }
    }
    say("done");
}

/// A fake, and the operations of the requests that it has responded to.
async fn fake() -> (Fake, mpsc::UnboundedReceiver<String>) {
    let (sender, operations) = mpsc::unbounded_channel();
    let log = move |entry: &Entry| {
        let _ = sender.send(entry.operation.clone().unwrap_or_default());
    };
    let fake = Fake::builder().with_log(log).start().await.unwrap();
    fake.stop_clock();
    (fake, operations)
}

fn start(what: &str, redis: &Server, fake: &Fake) -> Running {
    let assignment = [what, &redis.url(), &fake.url()];
    Running::start("tests::child_that_works", &assignment)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_moves_from_process_to_process() {
    let Some(redis) = Server::start() else {
        return;
    };
    let (fake, mut operations) = fake().await;
    let mut first = start("request-report", &redis, &fake);
    assert_eq!(first.hear().as_deref(), Some("done"));
    first.kill();
    let mut second = start("work", &redis, &fake);
    while operations.recv().await.unwrap() != "analytics/get_report" {}
    second.kill();
    fake.advance(Duration::from_secs(60));
    let mut third = start("work", &redis, &fake);
    assert_eq!(third.hear().as_deref(), Some("done"));
    assert_eq!(fake.requests().to("analytics/create_report").count(), 1);
    assert_eq!(fake.requests().on_transfer_host().count(), 1);
    let left: usize = connection(&redis.url()).await.zcard(KEY).await.unwrap();
    assert_eq!(left, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn deletions_resume_in_another_process() {
    let Some(redis) = Server::start() else {
        return;
    };
    let (fake, mut operations) = fake().await;
    let mut first = start("delete-items", &redis, &fake);
    for _ in 0..3 {
        operations.recv().await.unwrap();
    }
    first.kill();
    let mut second = start("delete-items", &redis, &fake);
    let said = second.hear().unwrap();
    let counts: Vec<u64> = said.split(' ').map(|word| word.parse().unwrap()).collect();
    let [skipped, succeeded, unconfirmed] = counts[..] else {
        panic!("{said}");
    };
    // The checkpoint was saved before the third request.
    assert!(skipped >= 2_000 && unconfirmed <= 1_000, "{said}");
    assert_eq!(skipped + succeeded + unconfirmed, 5_000);
    // Only what was under way is sent again.
    assert!(fake.requests().to("items_batch/post").count() <= 6);
}
