//! Names that responses were seen to have where the description has others (`x-aliases`).
//!
//! The fake sends what the service was seen to send. A mark holds for a property, and the type of the
//! property may be that of many operations; so the operations whose responses were seen are here.

use serde_json::{Map, Value};

use crate::description::{Operation, Schema, description};
use crate::exchange::{Reply, ReplyBody};

const OPERATIONS: [&str; 4] = [
    "ads_credits_discounts/get",
    "country_keywords_metrics/get",
    "lead_forms/create",
    "lead_forms/update",
];

/// Gives the fields of a response the names under which they were seen.
pub(crate) fn apply(operation: &Operation, mut reply: Reply) -> Reply {
    if !OPERATIONS.contains(&operation.id.as_str()) {
        return reply;
    }
    let schema = operation.response_schema(reply.status);
    if let (Some(schema), ReplyBody::Json(body)) = (schema, &mut reply.body) {
        rename(&Schema::new(description(), schema), body);
    }
    reply
}

fn rename(schema: &Schema<'_>, value: &mut Value) {
    let schema = schema.branch_for(value);
    match value {
        Value::Object(object) => {
            let mut renamed = Map::new();
            for (name, mut value) in std::mem::take(object) {
                let property = schema.property(&name);
                if let Some(property) = &property {
                    rename(property, &mut value);
                }
                let alias = property.and_then(|property| property.aliases().first());
                renamed.insert(alias.cloned().unwrap_or(name), value);
            }
            *object = renamed;
        }
        Value::Array(items) => {
            if let Some(of_items) = schema.items() {
                items.iter_mut().for_each(|item| rename(&of_items, item));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn applied(operation: &str, body: Value) -> Value {
        let operation = description().operation(operation).unwrap();
        match apply(operation, Reply::json(200, body)).body {
            ReplyBody::Json(body) => body,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn fields_have_the_names_under_which_they_were_seen() {
        let metrics = |name: &str| json!({"data": [{"keyword": "tea", "metrics": {name: "5M+"}}]});
        let discount = |name: &str| json!({"items": [{"active": true, name: "USD"}]});
        let exception =
            |name: &str| json!({"items": [{"exceptions": [{name: 1, "message": "No"}]}]});
        assert_eq!(
            applied(
                "country_keywords_metrics/get",
                metrics("keyword_query_volume")
            ),
            metrics("KEYWORD_QUERY_VOLUME")
        );
        assert_eq!(
            applied("ads_credits_discounts/get", discount("discountCurrency")),
            discount("discount_currency")
        );
        for operation in ["lead_forms/create", "lead_forms/update"] {
            assert_eq!(
                applied(operation, exception("code")),
                exception("error_code")
            );
        }
    }

    #[test]
    fn other_operations_keep_the_described_names() {
        let body = json!({"items": [{"exceptions": [{"code": 2781, "message": "No"}]}]});
        assert_eq!(applied("ads/create", body.clone()), body);
    }
}
