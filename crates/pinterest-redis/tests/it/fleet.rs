//! Many processes with the same expired token.

use futures_util::future::join_all;
use pinterest::auth::{TokenStore, Tokens};
use pinterest::{Client, Environment, RateLimits};
use pinterest_fake::Fake;

use super::children::{Running, assignment, listen, say};
use super::server::Server;
use super::{credentials, put, store};

const PROCESSES: usize = 8;
const CALLS: usize = 1_000;

#[tokio::test]
#[ignore = "another test starts it in a separate process"]
async fn child_that_makes_many_calls() {
    let [redis, url] = assignment();
    let url = pinterest::Url::parse(&url).unwrap();
    let client = Client::builder()
        .with_credentials(credentials(&redis, url.clone()))
        .with_environment(Environment::Custom(url))
        .with_rate_limits(RateLimits::unlimited())
        .build()
        .unwrap();
    say("ready");
    listen();
    let calls = (0..CALLS).map(|_| client.boards().list().send());
    let failed = join_all(calls).await.into_iter().filter_map(Result::err);
    let failed: Vec<String> = failed.map(|error| error.to_string()).collect();
    say(format!("{} failed {:?}", failed.len(), failed.first()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_processes_with_an_expired_token_refresh_once() {
    let Some(server) = Server::start() else {
        return;
    };
    let builder = Fake::builder().with_issued_tokens_only();
    let builder = builder.with_journal_capacity(2 * PROCESSES * CALLS);
    let fake = builder.start().await.unwrap();
    let refresh_token = fake.issue_refresh_token_for("clayandkiln", ["boards:read"]);
    let store = store(&server.url());
    let expired = super::expired(0).with_refresh_token(refresh_token);
    put(&store, &expired).await;
    let fake_url = fake.url();
    let redis_url = server.url();
    tokio::task::spawn_blocking(move || {
        let start = |_| {
            Running::start(
                "fleet::child_that_makes_many_calls",
                &[&redis_url, &fake_url],
            )
        };
        let mut children: Vec<Running> = (0..PROCESSES).map(start).collect();
        for child in &mut children {
            assert_eq!(child.hear().as_deref(), Some("ready"));
        }
        children.iter_mut().for_each(Running::go_on);
        for child in &mut children {
            assert_eq!(child.hear().as_deref(), Some("0 failed None"));
        }
    })
    .await
    .unwrap();
    fake.requests().to("oauth/token").assert_count(1);
    fake.requests()
        .to("boards/list")
        .assert_count(PROCESSES * CALLS);
    let saved: Tokens = store.peek().await.unwrap().unwrap();
    assert!(saved.access_expiry().unwrap() > std::time::SystemTime::now());
}
