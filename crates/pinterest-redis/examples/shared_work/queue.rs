//! A queue in Redis: a sorted set of texts, by the time from which each may be taken.

use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncCommands, RedisError, Script};

pub(crate) const KEY: &str = "my-shop:jobs";

/// Takes the first text whose time has come, by the clock of Redis.
const TAKE: &str = r"
    local time = redis.call('TIME')
    local now = time[1] * 1000 + math.floor(time[2] / 1000)
    local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
    if not first[1] then
        return {'', 0}
    end
    local wait = first[2] - now
    if wait > 0 then
        return {'', wait}
    end
    redis.call('ZADD', KEYS[1], now + ARGV[1], first[1])
    return {first[1], 0}
";

pub(crate) enum Next {
    Taken(String),
    /// All texts belong to others, for this time.
    Claimed(Duration),
    Empty,
}

pub(crate) struct Queue {
    connection: MultiplexedConnection,
}

impl Queue {
    pub(crate) fn new(connection: MultiplexedConnection) -> Self {
        Self { connection }
    }

    pub(crate) async fn put(&mut self, text: &str) -> Result<(), RedisError> {
        self.connection.zadd(KEY, text, 0).await
    }

    /// Takes a text, which nobody else takes for this time.
    pub(crate) async fn take(&mut self, claim: Duration) -> Result<Next, RedisError> {
        let claim = u64::try_from(claim.as_millis()).unwrap_or(u64::MAX);
        let take = Script::new(TAKE);
        let mut take = take.prepare_invoke();
        let take = take.key(KEY).arg(claim);
        let (text, wait): (String, u64) = take.invoke_async(&mut self.connection).await?;
        Ok(match (text, wait) {
            (text, 0) if text.is_empty() => Next::Empty,
            (text, _) if text.is_empty() => Next::Claimed(Duration::from_millis(wait)),
            (text, _) => Next::Taken(text),
        })
    }

    pub(crate) async fn remove(&mut self, text: &str) -> Result<(), RedisError> {
        self.connection.zrem(KEY, text).await
    }
}
