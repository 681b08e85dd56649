//! A lease, which is renewed until it is dropped.

use std::sync::LazyLock;
use std::time::Duration;

use redis::{Script, ScriptInvocation};
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::redis::Redis;

static RENEW: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("scripts/renew.lua")));
static RELEASE: LazyLock<Script> =
    LazyLock::new(|| Script::new(include_str!("scripts/release.lua")));

/// A lease that this process took. It is renewed and released by the thread of the connection, so
/// that it lasts while the runtime of its holder is busy.
pub(crate) struct Lease {
    _held: oneshot::Sender<()>,
}

impl Lease {
    pub(crate) fn keep(redis: &Redis, key: String, holder: String, length: Duration) -> Self {
        let (held, mut released) = oneshot::channel::<()>();
        let redis_there = redis.clone();
        redis.spawn(async move {
            while timeout(length / 3, &mut released).await.is_err() {
                let mut renew = of_holder(&RENEW, &key, &holder);
                renew.arg(millis(length));
                let _ = redis_there.run::<i64>(renew).await;
            }
            let release = of_holder(&RELEASE, &key, &holder);
            let _ = redis_there.run::<i64>(release).await;
        });
        Self { _held: held }
    }
}

fn of_holder(script: &'static Script, key: &str, holder: &str) -> ScriptInvocation<'static> {
    let mut script = script.key(key);
    script.arg(holder);
    script
}

pub(crate) fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX).max(1)
}
