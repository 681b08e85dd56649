//! Waits for rate limits and before retries, which people are told about.

use std::fmt::Debug;
use std::time::Duration;

use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::notes;

/// Shorter waits are nobody's concern.
const LEAST: Duration = Duration::from_secs(5);

/// The parts of the client that wait.
const WAITING: [&str; 2] = ["pinterest::rate_limit", "pinterest::retry"];

/// Tells about waits on standard error from now on.
pub(crate) fn tell() {
    let waiting = WAITING.map(|target| (target, LevelFilter::DEBUG));
    let subscriber = tracing_subscriber::registry()
        .with(Targets::new().with_targets(waiting))
        .with(Waits);
    // There is no other subscriber.
    let _ = tracing::subscriber::set_global_default(subscriber);
}

struct Waits;

impl<S: Subscriber> Layer<S> for Waits {
    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        let mut wait = Wait::default();
        event.record(&mut wait);
        if let Some(text) = wait.text() {
            notes::write(text);
        }
    }
}

/// What an event says about a wait that begins. Without milliseconds, none does.
#[derive(Debug, Default)]
struct Wait {
    milliseconds: u64,
    reason: String,
    status: Option<u64>,
    /// The rate limit that is waited for; none before another try.
    category: Option<String>,
}

impl Wait {
    fn text(&self) -> Option<String> {
        let wait = Duration::from_millis(self.milliseconds);
        if wait <= LEAST {
            return None;
        }
        let seconds = self.milliseconds.div_ceil(1000);
        let what = match &self.category {
            Some(category) => format!("for the rate limit \"{}\"", category.replace('_', " ")),
            None => "before another try".to_owned(),
        };
        let status = self.status.map(|status| format!(" (status {status})"));
        let (reason, status) = (&self.reason, status.unwrap_or_default());
        Some(format!("waiting {seconds} s {what}: {reason}{status}"))
    }
}

impl Visit for Wait {
    fn record_u64(&mut self, field: &Field, value: u64) {
        match field.name() {
            "expected_wait_ms" => self.milliseconds = value,
            "status" => self.status = Some(value),
            _ => {}
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        match field.name() {
            "reason" => self.reason = format!("{value:?}"),
            "category" => self.category = Some(format!("{value:?}")),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_waits_that_begin_are_told() {
        let mut wait = Wait {
            milliseconds: 29_001,
            reason: "rate limited".to_owned(),
            status: Some(429),
            category: None,
        };
        let told = wait.text();
        let expected = "waiting 30 s before another try: rate limited (status 429)";
        assert_eq!(told.as_deref(), Some(expected));
        wait.milliseconds = 5_000;
        assert_eq!(wait.text(), None);
        let limit = Wait {
            milliseconds: 6_000,
            reason: "100 requests in 60 s".to_owned(),
            status: None,
            category: Some("ads_read".to_owned()),
        };
        let expected = "waiting 6 s for the rate limit \"ads read\": 100 requests in 60 s";
        assert_eq!(limit.text().as_deref(), Some(expected));
    }
}
