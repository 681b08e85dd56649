//! Files that the fake makes and clients download from the transfer host.

use bytes::Bytes;

use crate::state::{File, State};

/// The most links to one file; with so many, the older half goes.
const MOST_LINKS: usize = 1_000;

/// A file that can be downloaded for a while.
#[derive(Debug)]
pub(crate) struct Download {
    pub(crate) url: String,
    pub(crate) size: usize,
}

/// A file to make: where it is and how it is served.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target<'a> {
    /// Unique to the file, such as `reports/<token>`.
    pub(crate) folder: &'a str,
    pub(crate) name: &'a str,
    pub(crate) content_type: &'a str,
    /// How long a link is good for, in seconds of the fake's clock.
    pub(crate) lifetime: i64,
}

/// Returns a new link to a file. The content is made for the first link; later links have the same.
/// Links that have expired are forgotten.
pub(crate) fn link(
    state: &mut State,
    target: Target<'_>,
    make: impl FnOnce(&State) -> Bytes,
) -> Download {
    let prefix = format!("{}/", target.folder);
    let earlier = state
        .files
        .iter()
        .find(|(path, _)| path.starts_with(&prefix));
    let bytes = match earlier {
        Some((_, file)) => file.bytes.clone(),
        None => make(state),
    };
    let now = state.clock.now();
    state.files.retain(|path, file| {
        let is_expired = file.expires_at.is_some_and(|at| at <= now.milliseconds());
        !(is_expired && path.starts_with(&prefix))
    });
    let path = format!("{prefix}{:016x}/{}", state.random.u64(..), target.name);
    let size = bytes.len();
    let file = File {
        content_type: target.content_type.to_owned(),
        bytes,
        expires_at: Some(now.plus_seconds(target.lifetime).milliseconds()),
        upload_for: None,
    };
    let url = format!("{}/{path}", state.transfer_url);
    forget_oldest(state, &prefix);
    state.files.insert(path, file);
    Download { url, size }
}

/// Forgets links to a file if there are too many, those first that expire first, so that polling for
/// ever does not fill the memory.
fn forget_oldest(state: &mut State, prefix: &str) {
    let is_link = |path: &str| path.starts_with(prefix);
    if state.files.keys().filter(|path| is_link(path)).count() < MOST_LINKS {
        return;
    }
    let links = state.files.iter().filter(|(path, _)| is_link(path));
    let mut links: Vec<_> = links
        .map(|(path, file)| (file.expires_at, path.clone()))
        .collect();
    links.sort_unstable();
    for (_, path) in &links[..MOST_LINKS / 2] {
        state.files.remove(path);
    }
}

/// Forgets a file with all its links.
pub(crate) fn forget(state: &mut State, folder: &str) {
    let prefix = format!("{folder}/");
    state.files.retain(|path, _| !path.starts_with(&prefix));
}

/// Returns lines of comma-separated values; the first has the names of the columns.
pub(crate) fn csv(columns: &[String], rows: impl IntoIterator<Item = Vec<String>>) -> Bytes {
    let mut text = String::new();
    for row in std::iter::once(columns.to_vec()).chain(rows) {
        let fields: Vec<String> = row.iter().map(|field| quoted(field)).collect();
        text.push_str(&fields.join(","));
        text.push('\n');
    }
    Bytes::from(text)
}

/// Returns a JSON value as a field of a line: text as it is, null as nothing.
pub(crate) fn field(value: Option<&serde_json::Value>) -> String {
    match value {
        None | Some(serde_json::Value::Null) => String::new(),
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

fn quoted(field: &str) -> String {
    match field.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", field.replace('"', "\"\"")),
        false => field.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_bounded() {
        let clock = crate::clock::Clock::default();
        let mut state = State::new(clock, String::new(), String::new(), 1);
        let target = Target {
            folder: "reports/1",
            name: "report.json",
            content_type: "application/json",
            lifetime: 300,
        };
        for _ in 0..2 * MOST_LINKS {
            let download = link(&mut state, target, |_| Bytes::from_static(b"{}"));
            let path = download.url.trim_start_matches('/');
            assert!(state.files.contains_key(path));
        }
        assert!(state.files.len() <= MOST_LINKS);
    }

    #[test]
    fn fields_that_hold_separators_are_quoted() {
        let columns = ["id".to_owned(), "name".to_owned()];
        let rows = [vec!["1".to_owned(), "Oak, \"big\"".to_owned()]];
        assert_eq!(csv(&columns, rows), "id,name\n1,\"Oak, \"\"big\"\"\"\n");
    }
}
