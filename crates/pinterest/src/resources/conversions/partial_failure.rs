//! Status 422: a part of the conversion events failed, and the body has the result of each.

use std::sync::Arc;

use pinterest_client::types::ConversionEventResult;

use crate::batch::{Read, Reply, results};

/// Reads the results in `events`, or in `details.events`, where the description has them.
#[inline]
pub(super) fn read(
    reply: fn(ConversionEventResult) -> Reply<ConversionEventResult>,
) -> Read<ConversionEventResult> {
    let read_events = results::typed(Some("events"), reply);
    Arc::new(move |body, decoder, inputs| {
        let details = match body.get("events") {
            None => body.get("details"),
            Some(_) => None,
        };
        read_events(details.unwrap_or(body), decoder, inputs)
    })
}

#[cfg(test)]
mod tests {
    use pinterest_client::json::{Decoder, RawJson};

    use super::*;
    use crate::batch::ItemError;

    fn reply(result: ConversionEventResult) -> Reply<ConversionEventResult> {
        let message = result.error_message.as_deref();
        let message = message.filter(|message| !message.is_empty());
        let error = message.map(|message| ItemError::new(None, Some(message.to_owned())));
        Reply {
            keys: Vec::new(),
            value: Some(result),
            error,
        }
    }

    fn errors(body: &str) -> Option<Vec<Option<String>>> {
        let body = RawJson::new(body.as_bytes());
        let replies = read(reply)(body, &mut Decoder::default(), 2)?;
        let errors = replies.into_iter().map(|reply| reply.error);
        Some(
            errors
                .map(|error| error.map(|error| error.to_string()))
                .collect(),
        )
    }

    #[test]
    fn results_are_found_at_the_root_and_in_the_details() {
        let events = r#""events": [{"status": "processed", "error_message": ""},
            {"status": "failed", "error_message": "too old"}]"#;
        let details = format!(r#"{{"code": 4, "message": "-", "details": {{{events}}}}}"#);
        for body in [format!("{{{events}}}"), details] {
            let expected = vec![None, Some("too old".to_owned())];
            assert_eq!(errors(&body), Some(expected), "{body}");
        }
    }

    #[test]
    fn an_error_without_results_has_none() {
        for body in [
            r#"{"code": 4, "message": "-"}"#,
            r#"{"details": {"reason": "-"}}"#,
        ] {
            assert_eq!(errors(body).unwrap_or_default(), Vec::new(), "{body}");
        }
    }
}
