//! Requests as lines of text.

use pinterest_test_support::Server;

/// The requests since the last time: method, target as it stands on the wire, and the body, where there is one.
pub(super) fn sent(server: &Server) -> Vec<String> {
    let requests = server.take_requests();
    let lines = requests.iter().map(|request| {
        let line = format!(
            "{} {} {}",
            request.method(),
            request.target(),
            request.text()
        );
        line.trim_end().to_owned()
    });
    lines.collect()
}
