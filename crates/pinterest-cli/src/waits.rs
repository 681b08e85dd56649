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
const WAITING: [&str; 3] = [
    "pinterest::batch",
    "pinterest::rate_limit",
    "pinterest::retry",
];

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

/// What an event says about a wait that begins.
#[derive(Debug, Default)]
struct Wait {
    message: String,
    milliseconds: u64,
    status: Option<u64>,
    reason: String,
    category: String,
}

impl Wait {
    fn text(&self) -> Option<String> {
        let wait = Duration::from_millis(self.milliseconds);
        if wait <= LEAST {
            return None;
        }
        let seconds = self.milliseconds.div_ceil(1000);
        let reason = &self.reason;
        match (self.message.as_str(), self.status) {
            ("waiting for the rate limit", _) => {
                let category = self.category.replace('_', " ");
                Some(format!(
                    "waiting {seconds} s for the rate limit \"{category}\": {reason}"
                ))
            }
            ("retrying", Some(status)) => Some(format!(
                "waiting {seconds} s before another try: {reason} (status {status})"
            )),
            ("retrying", None) => Some(format!("waiting {seconds} s before another try: {reason}")),
            ("sending inputs of a batch again", _) => Some(format!(
                "waiting {seconds} s before inputs that failed are sent again"
            )),
            // Those that are over, and those that are too long to begin.
            _ => None,
        }
    }
}

impl Visit for Wait {
    fn record_u64(&mut self, field: &Field, value: u64) {
        match field.name() {
            "wait_ms" | "expected_wait_ms" => self.milliseconds = value,
            "status" => self.status = Some(value),
            _ => {}
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let text = match field.name() {
            "message" => &mut self.message,
            "reason" => &mut self.reason,
            "category" => &mut self.category,
            _ => return,
        };
        *text = format!("{value:?}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(message: &str, milliseconds: u64) -> Option<String> {
        let wait = Wait {
            message: message.to_owned(),
            milliseconds,
            status: Some(429),
            reason: "rate limited".to_owned(),
            category: "ads_read".to_owned(),
        };
        wait.text()
    }

    #[test]
    fn long_waits_that_begin_are_told() {
        assert_eq!(
            wait("retrying", 29_001).as_deref(),
            Some("waiting 30 s before another try: rate limited (status 429)")
        );
        assert!(
            wait("waiting for the rate limit", 6_000)
                .unwrap()
                .starts_with("waiting 6 s for the rate limit \"ads read\"")
        );
        assert_eq!(wait("retrying", 5_000), None);
        assert_eq!(wait("waited for the rate limit", 60_000), None);
    }
}
