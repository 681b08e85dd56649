//! How an error shows itself.

use std::fmt;
use std::time::Duration;

use super::Error;

/// Rounded up, so that nobody comes back too early.
fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation() {
            write!(f, "{operation}: ")?;
        }
        f.write_str(&self.0.message)?;
        if let Some(path) = self.json_path() {
            write!(f, " (at {path})")?;
        }
        if let Some(wait) = self.retry_after() {
            write!(f, "; try again after {} s", whole_seconds(wait))?;
        }
        if let Some(hint) = self.hint() {
            write!(f, "; {hint}")?;
        }
        if self.attempts() > 1 {
            let (attempts, waited) = (self.attempts(), self.waited().as_secs_f64());
            write!(f, " (attempt {attempts}, after waiting {waited:.1} s)")?;
        }
        if let Some(id) = self.request_id() {
            write!(f, " [request {id}]")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug
            .field("kind", &self.kind())
            .field("message", &self.0.message);
        for (name, value) in [
            ("operation", self.operation()),
            ("request_id", self.request_id()),
        ] {
            if let Some(value) = value {
                debug.field(name, &value);
            }
        }
        if let Some(response) = self.response() {
            debug
                .field("status", &response.status())
                .field("code", &response.code());
        }
        if let Some(path) = self.json_path() {
            debug.field("json_path", &path);
        }
        if self.attempts() > 1 {
            debug
                .field("attempts", &self.attempts())
                .field("waited", &self.waited());
        }
        if let Some(hint) = self.hint() {
            debug.field("hint", &hint);
        }
        if let Some(source) = &self.0.source {
            debug.field("source", source);
        }
        debug.finish_non_exhaustive()
    }
}
