//! The quotas of an app, counted in Redis.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use pinterest::operation::RateLimitWindow;
use pinterest::{Error, QuotaKey, Reservation, ReserveFuture, SharedQuota, Stated, StatedUsage};
use redis::{Script, ScriptInvocation};

use crate::connection::Failure;
use crate::lease::millis;
use crate::local::LocalQuota;
use crate::redis::Redis;

/// How long Redis is not asked after it could not be reached.
const PAUSE: Duration = Duration::from_millis(500);

/// The longest time of a response, of Redis or of the service, that is added to reservations.
const LONGEST_RESPONSE: Duration = Duration::from_secs(1);

/// The time of responses of the service before one has come.
const FIRST_RESPONSE: Duration = Duration::from_millis(100);

/// For how long, or twice that, the slowest response is remembered.
const MEMORY: Duration = Duration::from_secs(1);

/// What a response said is of use for this part of a window.
const FRESH: u32 = 8;

/// The number of quotas for which statements are kept until the next reservation.
const STATEMENTS: usize = 10_000;

static RESERVE: LazyLock<Script> =
    LazyLock::new(|| Script::new(include_str!("scripts/reserve.lua")));
static GIVE_BACK: LazyLock<Script> =
    LazyLock::new(|| Script::new(include_str!("scripts/give_back.lua")));
static PAUSE_ALL: LazyLock<Script> =
    LazyLock::new(|| Script::new(include_str!("scripts/pause.lua")));

/// What to do while Redis cannot be reached, or returns errors. It is asked again twice a second, so
/// everything goes on by itself when it works again.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Fallback {
    /// Calls fail with [`ErrorKind::RateLimited`](pinterest::ErrorKind::RateLimited). Nothing is
    /// sent.
    Fail,
    /// This process uses a part of each limit, such as `0.125` where there are eight of them, and at
    /// least one request in each window.
    Share(f32),
}

/// Counts requests in Redis, so that all processes together stay within the limits of the service.
///
/// A quota is counted by the prefix of the [`Redis`] (which is the app), by the
/// [owner](pinterest::QuotaOwner), the category, and where the service does so by ad account. Windows
/// slide by the clock of Redis; the clocks of the machines do not matter.
///
/// A process reserves requests for up to a second, or a 25th of the window if that is less: one when
/// it is idle, more when it is busy, and never more than half of what is left. What it does not use
/// is given back. If it dies, the requests count until the window is over.
///
/// What the headers of responses say is compared with the count: what the service has counted beyond
/// it are requests of other programs. After a rejection, no process sends requests of that category
/// for as long as the service asks.
///
/// # Examples
///
/// ```
/// use pinterest::Client;
/// use pinterest_redis::{Fallback, Redis, RedisQuota};
///
/// # fn run() -> Result<(), Box<dyn std::error::Error>> {
/// let redis = Redis::open("redis://127.0.0.1")?.with_prefix("my-shop");
/// let client = Client::builder()
///     .with_access_token("pina_...")
///     .with_shared_quota(RedisQuota::new(&redis, Fallback::Fail))
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct RedisQuota(Arc<Shared>);

struct Shared {
    redis: Redis,
    fallback: Fallback,
    state: Mutex<State>,
    local: LocalQuota,
}

#[derive(Default)]
struct State {
    /// What responses said since the last reservation.
    said: HashMap<QuotaKey, Said>,
    /// How long responses of the service take.
    slowest: Slowest,
    /// Until when Redis is not asked.
    down_until: Option<Instant>,
    /// How long the last response took.
    response_time: Duration,
}

/// What responses said since the last reservation of a quota.
#[derive(Clone, Copy, Default)]
struct Said {
    /// How long responses may take to requests of the last reservation, and of the one before.
    expected: [Duration; 2],
    usage: Option<(StatedUsage, Instant)>,
    /// The number of requests that took longer than was expected of them, and the longest time.
    late: (u32, Duration),
}

/// The slowest responses of this and the last second or so.
struct Slowest {
    now: Duration,
    before: Duration,
    since: Instant,
}

impl Default for Slowest {
    fn default() -> Self {
        Self {
            now: FIRST_RESPONSE,
            before: FIRST_RESPONSE,
            since: Instant::now(),
        }
    }
}

impl Slowest {
    fn time(&self) -> Duration {
        self.now.max(self.before)
    }

    fn add(&mut self, took: Duration) {
        if self.since.elapsed() > MEMORY {
            self.before = std::mem::take(&mut self.now);
            self.since = Instant::now();
        }
        self.now = self.now.max(took.min(LONGEST_RESPONSE));
    }
}

impl RedisQuota {
    /// Creates a quota that is counted in this Redis.
    #[must_use]
    pub fn new(redis: &Redis, fallback: Fallback) -> Self {
        Self(Arc::new(Shared {
            redis: redis.clone(),
            fallback,
            state: Mutex::default(),
            local: LocalQuota::default(),
        }))
    }
}

impl fmt::Debug for RedisQuota {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisQuota")
            .field("redis", &self.0.redis)
            .field("fallback", &self.0.fallback)
            .finish_non_exhaustive()
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn key(&self, quota: &QuotaKey) -> String {
        let category = quota
            .category
            .map_or("universal", |category| category.as_str());
        let what = match &quota.ad_account {
            Some(account) => format!("quota:{category}:{account}"),
            None => format!("quota:{category}"),
        };
        self.redis.key(quota.owner.label(), &what)
    }

    /// Whether to ask Redis. While it cannot be reached, one call in a while tries.
    fn is_up(&self) -> bool {
        let mut state = self.state();
        let now = Instant::now();
        match state.down_until {
            Some(until) if now < until => false,
            Some(_) => {
                state.down_until = Some(now + PAUSE);
                true
            }
            None => true,
        }
    }

    fn script(
        &self,
        quota: &QuotaKey,
        windows: &[RateLimitWindow],
        wanted: u32,
    ) -> ScriptInvocation<'static> {
        let mut script = RESERVE.key(self.key(quota));
        let (said, time) = {
            let mut state = self.state();
            let slowest = state.slowest.time();
            let said = said_of(&mut state.said, quota);
            let now = *said;
            let expected = [slowest, now.expected[0]];
            *said = Said {
                expected,
                ..Said::default()
            };
            (now, state.response_time + slowest)
        };
        let (late, time_of_late) = said.late;
        script.arg(wanted).arg(millis(time));
        script.arg(late).arg(millis(time_of_late));
        let is_fresh = |(usage, at): &(StatedUsage, Instant)| {
            let length = Duration::from_secs(u64::from(usage.window.seconds));
            windows.contains(&usage.window) && at.elapsed() < length / FRESH
        };
        match said.usage.filter(is_fresh) {
            Some((usage, at)) => {
                let reset = usage.reset.saturating_sub(at.elapsed());
                script.arg(u64::from(usage.window.seconds) * 1000);
                script.arg(usage.used).arg(millis(reset))
            }
            None => script.arg(0).arg(0).arg(0),
        };
        for window in windows {
            script
                .arg(window.requests)
                .arg(u64::from(window.seconds) * 1000);
        }
        script
    }

    /// Reserves in Redis. What comes too late for the caller is given back.
    async fn reserve(
        self: &Arc<Self>,
        quota: &QuotaKey,
        windows: &[RateLimitWindow],
        wanted: u32,
    ) -> Result<Reservation, Failure> {
        let start = Instant::now();
        let script = self.script(quota, windows, wanted);
        let (redis, key) = (self.redis.clone(), self.key(quota));
        let running = self
            .redis
            .run_unless_dropped(script, move |(granted, _, mark)| {
                if granted > 0 {
                    redis.run_without_waiting(give_back(key, granted, mark));
                }
            });
        let (granted, time, mark): (u32, u64, u64) = running.await?;
        let took = start.elapsed().min(LONGEST_RESPONSE);
        let mut state = self.state();
        state.down_until = None;
        let expected = std::mem::replace(&mut state.response_time, took);
        drop(state);
        let time = Duration::from_millis(time);
        Ok(match granted {
            0 => Reservation::none(time),
            // One that took longer than the last ends earlier.
            _ => Reservation::granted(
                granted,
                time.saturating_sub(took.saturating_sub(expected)),
                mark,
            ),
        })
    }

    fn fall_back(
        &self,
        quota: &QuotaKey,
        windows: &[RateLimitWindow],
        wanted: u32,
    ) -> Result<Reservation, Error> {
        match self.fallback {
            Fallback::Share(share) => Ok(self.local.reserve(quota, windows, wanted, share)),
            Fallback::Fail => {
                let message = "the shared quota cannot be reached, so nothing was sent";
                Err(Error::rate_limited(message, PAUSE))
            }
        }
    }
}

impl SharedQuota for RedisQuota {
    fn reserve<'a>(
        &'a self,
        quota: &'a QuotaKey,
        windows: &'a [RateLimitWindow],
        wanted: u32,
    ) -> ReserveFuture<'a> {
        Box::pin(async move {
            let shared = &self.0;
            if !shared.is_up() {
                return shared.fall_back(quota, windows, wanted);
            }
            match shared.reserve(quota, windows, wanted).await {
                Ok(reservation) => Ok(reservation),
                Err(failure) => {
                    tracing::warn!(%failure, "the shared quota cannot be used");
                    shared.state().down_until = Some(Instant::now() + PAUSE);
                    shared.fall_back(quota, windows, wanted)
                }
            }
        })
    }

    fn give_back(&self, quota: &QuotaKey, reservation: &Reservation, unused: u32) {
        if self.0.local.give_back(quota, reservation, unused) {
            return;
        }
        let script = give_back(self.0.key(quota), unused, reservation.mark());
        self.0.redis.run_without_waiting(script);
    }

    fn report(&self, quota: &QuotaKey, stated: &Stated) {
        {
            let mut state = self.0.state();
            state.slowest.add(stated.took);
            let said = said_of(&mut state.said, quota);
            let now = stated.usage.map(|usage| (usage, Instant::now()));
            said.usage = now.or(said.usage);
            if said.expected.iter().any(|expected| stated.took > *expected) {
                said.late = (said.late.0 + 1, said.late.1.max(stated.took));
            }
        }
        if let Some(pause) = stated.pause {
            let mut script = PAUSE_ALL.key(self.0.key(quota));
            script.arg(millis(pause));
            self.0.redis.run_without_waiting(script);
        }
    }
}

/// Returns what was said of a quota, of not too many.
fn said_of<'a>(all: &'a mut HashMap<QuotaKey, Said>, quota: &QuotaKey) -> &'a mut Said {
    if all.len() >= STATEMENTS && !all.contains_key(quota) {
        all.clear();
    }
    // The key is cheap to clone.
    all.entry(quota.clone()).or_default()
}

fn give_back(key: String, unused: u32, mark: u64) -> ScriptInvocation<'static> {
    let mut script = GIVE_BACK.key(key);
    script.arg(unused).arg(mark);
    script
}
