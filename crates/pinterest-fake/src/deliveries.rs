//! Requests that the fake itself sends: leads to the webhooks of subscriptions.
//!
//! What is due is sent after each request that the fake receives and each time its clock is moved. A
//! receiver that responds with 429 or a 5xx status, or cannot be reached, gets the delivery again
//! after a delay by the fake's clock; any other response ends the delivery.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Uri;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::service::Service;
use crate::state::{Delivery, State};

/// Seconds from one attempt to the next, by the fake's clock; after the last the delivery is dropped.
const DELAYS: [i64; 5] = [60, 5 * 60, 30 * 60, 2 * 60 * 60, 6 * 60 * 60];

/// How long a receiver may take, by the machine's clock.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Sends what is due whenever the service says so, until `stop` is dropped or set.
pub(crate) async fn run(service: Arc<Service>, mut stop: watch::Receiver<bool>) {
    let mut attempts = JoinSet::new();
    loop {
        tokio::select! {
            () = service.deliveries_wanted() => {
                let due = take_due(&mut service.state());
                for (delivery, at) in due {
                    attempts.spawn(attempt(Arc::clone(&service), delivery, at));
                }
            }
            _ = stop.changed() => return,
            Some(_) = attempts.join_next() => {}
        }
    }
}

/// Tells whether the fake sends requests to a URL: plain HTTP to the machine it runs on.
pub(crate) fn is_deliverable(url: &str) -> bool {
    let Ok(uri) = url.parse::<Uri>() else {
        return false;
    };
    let host = uri.host().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let is_loopback = match bare.parse::<std::net::IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => bare.eq_ignore_ascii_case("localhost"),
    };
    uri.scheme_str() == Some("http") && is_loopback
}

/// Takes what is due out of the outbox, with the time in milliseconds.
fn take_due(state: &mut State) -> Vec<(Delivery, i64)> {
    let now = state.clock.now().milliseconds();
    let outbox = std::mem::take(&mut state.outbox);
    let (due, later) = outbox
        .into_iter()
        .partition::<Vec<Delivery>, _>(|delivery| delivery.due_at <= now);
    state.outbox = later;
    due.into_iter().map(|delivery| (delivery, now)).collect()
}

/// Sends a delivery, and puts it back if it is to be sent again.
async fn attempt(service: Arc<Service>, mut delivery: Delivery, at: i64) {
    let sent = tokio::time::timeout(TIMEOUT, post(&delivery)).await;
    let is_over = match sent {
        Ok(Ok(status)) => status != 429 && status < 500,
        Ok(Err(_)) | Err(_) => false,
    };
    let delay = DELAYS.get(delivery.attempts as usize);
    let (false, Some(delay)) = (is_over, delay) else {
        return;
    };
    delivery.attempts += 1;
    delivery.due_at = at + delay * 1000;
    service.state().outbox.push(delivery);
    // The clock may have been moved in the meantime.
    service.want_deliveries();
}

async fn post(delivery: &Delivery) -> io::Result<u16> {
    let uri: Uri = delivery.url.parse().map_err(io::Error::other)?;
    let host = uri.host().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let port = uri.port_u16().unwrap_or(80);
    let stream = TcpStream::connect((bare, port)).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(io::Error::other)?;
    let connection = tokio::spawn(connection);
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    let request = http::Request::post(path)
        .header("host", authority)
        .header("content-type", "application/json")
        .header("connection", "close")
        .body(Full::<Bytes>::new(delivery.body.clone()))
        .map_err(io::Error::other)?;
    let response = sender
        .send_request(request)
        .await
        .map_err(io::Error::other)?;
    let status = response.status().as_u16();
    let _ = response.into_body().collect().await;
    connection.abort();
    Ok(status)
}

#[cfg(test)]
mod tests {
    use super::is_deliverable;

    #[test]
    fn only_plain_http_to_this_machine_is_delivered() {
        for url in [
            "http://127.0.0.1:8080/leads",
            "http://localhost/x",
            "http://[::1]:9/",
        ] {
            assert!(is_deliverable(url), "{url}");
        }
        for url in [
            "https://127.0.0.1/",
            "http://example.com/",
            "http://10.0.0.1/",
            "leads",
        ] {
            assert!(!is_deliverable(url), "{url}");
        }
        assert!(!is_deliverable("http://127.0.0.1.example.com/"));
    }
}
