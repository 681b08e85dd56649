//! Which faults make sense.

use super::Fault;
use crate::description::description;
use crate::service::Host;

impl Fault {
    /// Returns what is wrong with a fault, so that a rule which can never do anything is no surprise.
    pub(crate) fn check(&self) -> Result<(), String> {
        self.check_match()?;
        self.check_hits()?;
        let in_place = self.in_place_of_response();
        if let [first, second, ..] = in_place[..] {
            return Err(format!("{first} cannot be combined with {second}"));
        }
        let changes = self.changes();
        if let ([first, ..], [change, ..]) = (&in_place[..], &changes[..]) {
            return Err(format!("{first} cannot be combined with {change}"));
        }
        let is_delivered = self.delay.is_some()
            || self.truncate_at.is_some()
            || self.content_length.is_some()
            || !self.headers.is_empty();
        if in_place.is_empty() && changes.is_empty() && !is_delivered {
            return Err("it says nothing of what is to happen".to_owned());
        }
        if self.truncate_at.is_some() && self.content_length.is_some() {
            return Err("truncate_at cannot be combined with content_length".to_owned());
        }
        self.check_values()
    }

    fn check_match(&self) -> Result<(), String> {
        if let Some(id) = &self.operation {
            if description().operation(id).is_none() {
                return Err(format!("no operation has the id '{id}'"));
            }
            if self.host == Some(Host::Transfer) {
                return Err("operations are not on the transfer host".to_owned());
            }
        }
        match self
            .path
            .as_deref()
            .is_some_and(|path| !path.starts_with('/'))
        {
            true => Err("path must start with a slash".to_owned()),
            false => Ok(()),
        }
    }

    fn check_hits(&self) -> Result<(), String> {
        let counts = [
            ("nth", self.nth),
            ("times", self.times),
            ("every", self.every),
        ];
        if let Some((name, _)) = counts.iter().find(|(_, count)| *count == Some(0)) {
            return Err(format!("{name} must be at least 1"));
        }
        match self.probability {
            Some(probability) if !(0.0..=1.0).contains(&probability) => {
                Err("probability must be from 0 to 1".to_owned())
            }
            _ => Ok(()),
        }
    }

    fn check_values(&self) -> Result<(), String> {
        if self
            .status
            .is_some_and(|status| !(200..600).contains(&status))
        {
            return Err("status must be from 200 to 599".to_owned());
        }
        if self.break_upload_at.is_some_and(|percent| percent > 100) {
            return Err("break_upload_at is a percentage".to_owned());
        }
        if self
            .delay
            .is_some_and(|delay| !(0.0..=86_400.0).contains(&delay))
        {
            return Err("delay must be from 0 to 86400 seconds".to_owned());
        }
        for (name, value) in &self.headers {
            if http::HeaderName::try_from(name).is_err()
                || http::HeaderValue::try_from(value).is_err()
            {
                return Err(format!("'{name}: {value}' is no header"));
            }
            if name == "content-length" || name == "transfer-encoding" {
                return Err(format!("{name} is set by content_length and truncate_at"));
            }
        }
        let pointers = self.replace.keys().chain(&self.at);
        for pointer in pointers {
            if !pointer.is_empty() && !pointer.starts_with('/') {
                return Err(format!(
                    "'{pointer}' is no JSON pointer: it must start with /"
                ));
            }
        }
        if self.at.is_some()
            && !(self.unknown_enum_value || self.unknown_field || self.missing_required_field)
        {
            return Err(
                "at belongs to unknown_enum_value, unknown_field or missing_required_field"
                    .to_owned(),
            );
        }
        Ok(())
    }

    /// The parts that stand for the response; at most one makes sense.
    fn in_place_of_response(&self) -> Vec<&'static str> {
        let bodies = [&self.text, &self.html]
            .iter()
            .filter(|body| body.is_some())
            .count()
            + usize::from(self.json.is_some());
        let parts = [
            ("json", bodies > 1),
            ("text or html", bodies > 1),
            ("status", self.has_own_response()),
            ("spam", self.spam),
            ("html_error_page", self.html_error_page),
            ("skipped_batch", self.skipped_batch),
            ("failed_events", !self.failed_events.is_empty()),
            ("reset_before_acting", self.reset_before_acting),
            ("reset_after_acting", self.reset_after_acting),
            ("break_upload_at", self.break_upload_at.is_some()),
        ];
        names(&parts)
    }

    fn changes(&self) -> Vec<&'static str> {
        let parts = [
            ("repeated_bookmark", self.repeated_bookmark),
            ("empty_page", self.empty_page),
            ("null_report_status", self.null_report_status),
            ("unknown_enum_value", self.unknown_enum_value),
            ("unknown_field", self.unknown_field),
            ("missing_required_field", self.missing_required_field),
            ("replace", !self.replace.is_empty()),
        ];
        names(&parts)
    }

    /// What it does, for the journal.
    pub(crate) fn summary(&self) -> String {
        let in_place = self.in_place_of_response().into_iter();
        let mut parts: Vec<String> = in_place
            .map(|name| match (name, self.status) {
                ("status", status) => format!("status {}", status.unwrap_or(200)),
                (name, _) => name.to_owned(),
            })
            .collect();
        parts.extend(self.changes().into_iter().map(str::to_owned));
        let delivery = [
            ("delay", self.delay.is_some()),
            ("truncate_at", self.truncate_at.is_some()),
            ("content_length", self.content_length.is_some()),
            ("headers", !self.headers.is_empty()),
        ];
        parts.extend(names(&delivery).into_iter().map(str::to_owned));
        parts.join(", ")
    }
}

fn names(parts: &[(&'static str, bool)]) -> Vec<&'static str> {
    let held = parts.iter().filter(|(_, holds)| *holds);
    held.map(|(name, _)| *name).collect()
}
