//! Processes that are killed at random while they refresh.

use std::thread;
use std::time::Duration;

use pinterest::ErrorKind;
use pinterest::auth::TokenStore;
use pinterest_fake::Fake;
use tokio::runtime::Runtime;

use super::children::{Running, assignment, say};
use super::server::Server;
use super::{access_token, expired, put, redis, replaced, stored};

/// How often a process is killed, in so many lines of them that go on at the same time.
const KILLS: usize = 200;
const LINES: usize = 4;

/// A process is killed within this time after it has saved its first pair. It refreshes many times.
const WITHIN: Duration = Duration::from_millis(40);

fn store_of(url: &str, user: &str) -> pinterest_redis::RedisTokenStore {
    let key = pinterest_redis::EncryptionKey::new(1, [1; 32]);
    pinterest_redis::RedisTokenStore::new(&redis(url), user, key)
        .with_lease(Duration::from_millis(150))
}

/// Refreshes again and again, and says which access tokens it got.
#[tokio::test]
#[ignore = "another test starts it in a separate process"]
async fn child_that_refreshes_forever() {
    let [redis, server, user] = assignment();
    let store = store_of(&redis, &user);
    let oauth = super::oauth(server.parse().unwrap());
    let mut rejected = access_token(&store.peek().await.unwrap().unwrap());
    loop {
        // Credentials do not replace a token that they have just obtained, so each is used once.
        let credentials =
            pinterest::auth::UserCredentials::from_store(oauth.clone(), store.clone());
        match replaced(&credentials, &rejected).await {
            Ok(Some(token)) => {
                say(&token);
                rejected = token;
            }
            Ok(None) => say("none"),
            Err(error) if error.kind() == ErrorKind::ReauthorizationRequired => {
                say("reauthorization required");
                super::children::listen();
            }
            Err(error) => say(error),
        }
    }
}

/// What came of the kills of one user.
#[derive(Debug, Default)]
struct Outcome {
    kills: usize,
    refreshes: usize,
    /// The user had to authorize the app again.
    lost: usize,
}

/// Kills processes of one user, one after another. Every pair that one of them has announced was
/// saved before; so the store must never have an older one.
fn kill_again_and_again(redis: &str, fake: &Fake, user: &str, kills: usize) -> Outcome {
    let runtime = Runtime::new().unwrap();
    let store = store_of(redis, user);
    let authorize = || {
        let refresh_token = fake.issue_refresh_token_for(user, ["boards:read"]);
        let tokens = expired(0).with_refresh_token(refresh_token);
        runtime.block_on(put(&store, &tokens));
    };
    authorize();
    let mut outcome = Outcome::default();
    let mut announced: Vec<String> = Vec::new();
    while outcome.kills < kills {
        let url = fake.url();
        let mut child = Running::start("kills::child_that_refreshes_forever", &[redis, &url, user]);
        let first = child.hear().unwrap();
        if first == "reauthorization required" {
            // The last process was killed after the server had issued a pair and before it was
            // saved: what the store has is the pair whose refresh token was used.
            outcome.lost += 1;
            child.kill();
            authorize();
            continue;
        }
        assert!(first.starts_with("pina_"), "{first}");
        announced.push(first);
        thread::sleep(WITHIN.mul_f64(fastrand::f64()));
        child.kill();
        outcome.kills += 1;
        while let Some(said) = child.hear() {
            assert!(said.starts_with("pina_"), "{said}");
            announced.push(said);
        }
        outcome.refreshes = announced.len();
        let stored = runtime.block_on(stored(&store)).unwrap();
        let position = announced.iter().rposition(|token| *token == stored);
        let is_newest = position.is_none_or(|position| position + 1 == announced.len());
        assert!(is_newest, "a saved pair was lost");
    }
    outcome
}

#[test]
fn no_saved_pair_is_lost_in_200_kills() {
    let Some(server) = Server::start() else {
        return;
    };
    let runtime = Runtime::new().unwrap();
    let builder = Fake::builder().with_issued_tokens_only();
    let fake = runtime.block_on(builder.start()).unwrap();
    let outcomes: Vec<Outcome> = thread::scope(|scope| {
        let start = |line: usize| {
            let (fake, redis) = (&fake, server.url());
            scope.spawn(move || {
                kill_again_and_again(&redis, fake, &format!("user {line}"), KILLS / LINES)
            })
        };
        let lines: Vec<_> = (0..LINES).map(start).collect();
        lines.into_iter().map(|line| line.join().unwrap()).collect()
    });
    let sum = |part: fn(&Outcome) -> usize| outcomes.iter().map(part).sum::<usize>();
    let (kills, refreshes) = (sum(|it| it.kills), sum(|it| it.refreshes));
    let lost = sum(|it| it.lost);
    super::tell(format!(
        "{kills} kills, {refreshes} refreshes that were announced, {lost} pairs lost after \
         they were issued and before they were saved"
    ));
    assert_eq!(kills, KILLS);
    let rejected = fake.requests().to("oauth/token").with_status(401).count();
    assert!(rejected >= lost, "no loss without a rejected refresh token");
}
