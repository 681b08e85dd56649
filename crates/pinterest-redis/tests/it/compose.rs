//! The server that `compose.yaml` describes.

use pinterest_redis::{EncryptionKey, RedisTokenStore};

use super::server::Server;
use super::{USER, expired, put, redis, stored};

const COMPOSE: &str = include_str!("../../compose.yaml");

const PASSWORD: &str = "a password";

/// The arguments of `redis-server` there.
fn options() -> Vec<String> {
    let command = COMPOSE.split_once("    command:\n").unwrap().1;
    let command = command
        .lines()
        .take_while(|line| line.starts_with("      "));
    let words = command.filter_map(|line| line.trim_start().strip_prefix("- "));
    let words = words.map(|word| match word.starts_with("${REDIS_PASSWORD") {
        true => PASSWORD.to_owned(),
        false => word.trim_matches('"').to_owned(),
    });
    let mut words: Vec<String> = words.collect();
    assert_eq!(words.remove(0), "redis-server");
    words
}

#[tokio::test]
async fn its_options_are_those_of_a_server_that_keeps_tokens() {
    let with_port = |port: u16| [options(), vec!["--port".to_owned(), port.to_string()]].concat();
    let Some(mut server) = Server::start_with(&[], with_port) else {
        return;
    };
    let without = RedisTokenStore::new(&redis(&server.url()), USER, EncryptionKey::new(1, [1; 32]));
    let error = pinterest::auth::TokenStore::peek(&without)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("NOAUTH"), "{error}");
    let url = server.url().replace("//", "//:a%20password@");
    let tokens = RedisTokenStore::new(&redis(&url), USER, EncryptionKey::new(1, [1; 32]));
    put(&tokens, &expired(7)).await;
    server.kill();
    server.start_again();
    assert_eq!(stored(&tokens).await.unwrap(), "pina_CANARY7");
}
