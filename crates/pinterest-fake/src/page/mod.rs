//! The page for people: rendered here, kept up to date by a small script.

use std::fmt::Write;

use serde_json::Value;

use crate::admin;
use crate::description::description;
use crate::exchange::Reply;
use crate::faults::FaultStatus;
use crate::journal::Entry;
use crate::service::Service;

const OVERVIEW: &str = include_str!("overview.html");
const REQUEST: &str = include_str!("request.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
const ICON: &str = include_str!("icon.svg");

/// The requests that the page shows at first; the script adds those that come.
const ENTRIES: usize = 100;

/// Returns a file that the pages refer to.
pub(crate) fn file(name: &str) -> Option<Reply> {
    let (content_type, text) = match name {
        "page.css" => ("text/css; charset=utf-8", STYLE),
        "page.js" => ("text/javascript; charset=utf-8", SCRIPT),
        "icon.svg" => ("image/svg+xml", ICON),
        _ => return None,
    };
    Some(Reply::raw(200, content_type, text))
}

/// The state, the clock, the faults, the newest requests.
pub(crate) fn overview(service: &Service) -> Reply {
    let time = admin::time(service);
    let (tables, api_url, transfer_url) = {
        let state = service.state();
        let counts = admin::counts(&state);
        (
            tables(&counts),
            state.api_url.clone(),
            state.transfer_url.clone(),
        )
    };
    let faults: String = service.faults().list().iter().map(fault).collect();
    let (entries, last) = {
        let journal = service.journal();
        let newest = journal.entries().rev().take(ENTRIES);
        let rows: String = newest.map(|row| entry(row)).collect();
        (rows, journal.received().to_string())
    };
    let operations: String = description()
        .operations()
        .iter()
        .map(|operation| format!("<option value=\"{}\">", escaped(&operation.id)))
        .collect();
    let is_running = time["running"] == true;
    let values = [
        ("api_url", escaped(&api_url)),
        ("transfer_url", escaped(&transfer_url)),
        (
            "now",
            escaped(&seconds(time["now"].as_str().unwrap_or_default())),
        ),
        (
            "clock",
            if is_running { "runs" } else { "stands" }.to_owned(),
        ),
        ("tables", tables),
        ("faults", faults),
        ("operations", operations),
        ("entries", entries),
        ("last", last),
        (
            "sandbox",
            if service.settings().is_sandbox {
                "sandbox"
            } else {
                "production"
            }
            .to_owned(),
        ),
    ];
    html(render(OVERVIEW, &values))
}

/// One request in full.
pub(crate) fn request(entry: &Entry) -> Reply {
    let pairs = |pairs: &[(String, String)]| {
        let rows = pairs.iter().map(|(name, value)| {
            format!(
                "<tr><th scope=\"row\">{}</th><td>{}</td></tr>",
                escaped(name),
                escaped(value)
            )
        });
        match pairs.is_empty() {
            true => "<tr><td>none</td></tr>".to_owned(),
            false => rows.collect(),
        }
    };
    let body = match &entry.body {
        Value::Null => "none".to_owned(),
        Value::String(text) => text.clone(),
        value => serde_json::to_string_pretty(value).unwrap_or_default(),
    };
    let values = [
        ("number", entry.number.to_string()),
        ("method", escaped(&entry.method)),
        ("path", escaped(&entry.path)),
        ("status", status(entry.status)),
        ("class", class(entry.status).to_owned()),
        ("received_at", escaped(&entry.received_at)),
        ("host", entry.host.to_owned()),
        (
            "operation",
            escaped(entry.operation.as_deref().unwrap_or("none")),
        ),
        ("note", escaped(entry.note.as_deref().unwrap_or("none"))),
        ("query", pairs(&entry.query)),
        ("headers", pairs(&entry.headers)),
        ("body", escaped(&body)),
    ];
    html(render(REQUEST, &values))
}

fn tables(counts: &Value) -> String {
    let tables = counts["tables"].as_object().into_iter().flatten();
    tables
        .map(|(name, count)| {
            let name = escaped(name);
            format!(
                "<li data-table=\"{name}\"><a href=\"/_fake/state/{name}\">{name}</a> <b>{count}</b></li>"
            )
        })
        .collect()
}

fn fault(rule: &FaultStatus) -> String {
    let text = serde_json::to_string(&rule.fault).unwrap_or_default();
    format!(
        "<tr data-fault=\"{id}\"><td data-label=\"rule\"><code>{}</code></td>\
         <td data-label=\"matched\">{}</td><td data-label=\"hits\">{}</td>\
         <td><button type=\"button\" data-remove=\"{id}\">Remove</button></td></tr>",
        escaped(&text),
        rule.matched,
        rule.hits,
        id = rule.id,
    )
}

fn entry(entry: &Entry) -> String {
    format!(
        "<tr data-entry=\"{number}\"><td data-label=\"number\"><a href=\"/_fake/requests/{number}\">{number}</a></td>\
         <td data-label=\"time\">{}</td><td data-label=\"method\">{}</td>\
         <td data-label=\"path\">{}</td><td data-label=\"status\"><span class=\"{}\">{}</span></td>\
         <td data-label=\"operation\">{}</td><td data-label=\"note\">{}</td></tr>",
        escaped(entry.received_at.get(11..19).unwrap_or_default()),
        escaped(&entry.method),
        escaped(&entry.path),
        class(entry.status),
        status(entry.status),
        escaped(entry.operation.as_deref().unwrap_or(entry.host)),
        escaped(entry.note.as_deref().unwrap_or_default()),
        number = entry.number,
    )
}

/// A time without the fractions of its second.
fn seconds(time: &str) -> String {
    match time.split_once('.') {
        Some((whole, _)) => format!("{whole}Z"),
        None => time.to_owned(),
    }
}

fn status(status: u16) -> String {
    match status {
        0 => "reset".to_owned(),
        status => status.to_string(),
    }
}

fn class(status: u16) -> &'static str {
    match status {
        200..400 => "good",
        400..500 => "rejected",
        _ => "failed",
    }
}

fn html(text: String) -> Reply {
    Reply::raw(200, "text/html; charset=utf-8", text)
}

/// Puts values in the places of their names (`{{name}}`), each once: what a value holds is not looked at.
fn render(template: &str, values: &[(&str, String)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut parts = template.split("{{");
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (name, rest) = part.split_once("}}").unwrap_or(("", part));
        let value = values.iter().find(|(known, _)| *known == name);
        text.push_str(value.map_or("", |(_, value)| value));
        text.push_str(rest);
    }
    text
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // A text of control characters is shown as such.
            letter if letter.is_control() && letter != '\n' && letter != '\t' => {
                let _ = write!(escaped, "\\u{{{:x}}}", u32::from(letter));
            }
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_escaped_and_not_read_as_templates() {
        assert_eq!(
            escaped("<a href='x'>&\"\u{7}"),
            "&lt;a href=&#39;x&#39;&gt;&amp;&quot;\\u{7}"
        );
        let values = [("a", "{{b}}".to_owned()), ("b", "no".to_owned())];
        assert_eq!(
            render("1 {{a}} 2 {{b}} 3 {{c}}", &values),
            "1 {{b}} 2 no 3 "
        );
    }

    #[test]
    fn places_of_the_pages_are_names() {
        for template in [OVERVIEW, REQUEST] {
            for part in template.split("{{").skip(1) {
                let (name, _) = part.split_once("}}").unwrap();
                assert!(
                    name.chars().all(|c| c.is_ascii_lowercase() || c == '_'),
                    "{name}"
                );
            }
        }
    }
}
