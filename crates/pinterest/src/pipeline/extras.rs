//! What the options of a call and its client add to the parts of a request.

use pinterest_client::json::Json;
use pinterest_client::operation::{Location, Operation, Style};
use pinterest_client::request::{Body, Pair, Parts};

use super::ACTING_FOR;
use crate::client::Settings;
use crate::options::Options;
use crate::{Error, ErrorKind};

/// Adds what the options and the client set beside the request itself.
pub(super) fn add<'a>(
    settings: &'a Settings,
    operation: &Operation,
    parts: &mut Parts<'a>,
    options: &'a Options,
) -> Result<(), Error> {
    let pair = |name: &'a str, value: &'a str| {
        let mut known = operation.parameters.iter();
        let joined = known.any(|known| known.name == name && known.style == Style::Joined);
        Pair {
            name: name.into(),
            values: match joined {
                true => value.split(',').map(Into::into).collect(),
                false => vec![value.into()],
            },
            joined,
        }
    };
    let extra = options.query.iter();
    parts
        .query
        .extend(extra.map(|(name, value)| pair(name, value)));
    if let Some(ad_account) = &settings.acting_for
        && takes_in_query(operation, ACTING_FOR)
        && !parts.query.iter().any(|pair| pair.name == ACTING_FOR)
    {
        parts.query.push(pair(ACTING_FOR, ad_account));
    }
    if options.body_fields.is_empty() {
        return Ok(());
    }
    let mut fields = match std::mem::take(&mut parts.body) {
        Body::Json(Json::Object(fields)) => fields,
        Body::None => Vec::new().into(),
        Body::Json(_) | Body::Form(_) => {
            let message = "`with_body_field` needs a request whose body is a JSON object";
            return Err(Error::new(ErrorKind::InvalidRequest, message));
        }
    };
    for (name, value) in &options.body_fields {
        fields.insert(name, Json::from(value));
    }
    parts.body = Body::Json(Json::Object(fields));
    Ok(())
}

fn takes_in_query(operation: &Operation, name: &str) -> bool {
    let mut parameters = operation.parameters.iter();
    parameters.any(|parameter| parameter.name == name && parameter.location == Location::Query)
}
