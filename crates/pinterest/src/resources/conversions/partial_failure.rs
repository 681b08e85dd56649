//! Status 422: a part of the conversion events failed, and the body says of each event what became of it.

use pinterest_client::types::ConversionEventsResponse;
use pinterest_client::{Error, ResponseValue};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::transport::Generated;

/// The results of a refusal as the answer that they are. A refusal that does not have as many as there are events stays
/// what it is, since it leaves open what became of them.
#[allow(clippy::result_large_err)] // Generated functions return it so.
pub(super) fn as_answer(
    outcome: Generated<ConversionEventsResponse>,
    events: usize,
) -> Generated<ConversionEventsResponse> {
    let failure = match outcome {
        Ok(answer) => return Ok(answer),
        Err(failure) => failure,
    };
    let results = results(&failure).filter(|results| results.events.len() == events);
    match results {
        Some(results) => Ok(ResponseValue::new(
            results,
            StatusCode::UNPROCESSABLE_ENTITY,
            http::HeaderMap::new(),
        )),
        None => Err(failure),
    }
}

fn results(failure: &Error<pinterest_client::types::Error>) -> Option<ConversionEventsResponse> {
    match failure {
        Error::ErrorResponse(refusal) if refusal.status() == StatusCode::UNPROCESSABLE_ENTITY => {
            let extra = &refusal.extra;
            let field = |name| extra.get(name).map(|field| field.as_value());
            in_events(field("events")).or_else(|| in_details(field("details")))
        }
        // The body has neither code nor message. The status is not at hand; no other refusal has results.
        Error::InvalidResponsePayload(body, _) => {
            let body: Value = serde_json::from_slice(body).ok()?;
            in_events(body.get("events")).or_else(|| in_details(body.get("details")))
        }
        _ => None,
    }
}

fn in_details(details: Option<&Value>) -> Option<ConversionEventsResponse> {
    in_events(details?.get("events"))
}

/// The numbers beside the results say nothing new, and may be absent here.
fn in_events(events: Option<&Value>) -> Option<ConversionEventsResponse> {
    let events = events?.as_array()?;
    let processed = events.iter().filter(|event| event["status"] == "processed");
    let answer = json!({
        "events": events,
        "num_events_processed": processed.count(),
        "num_events_received": events.len(),
    });
    serde_json::from_value(answer).ok()
}
