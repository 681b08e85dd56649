//! Bodies that are forms.

use httpmock::When;
use serde_json::Value;

/// Matches requests whose form has the fields of the value, which is what the client encodes.
pub(crate) fn matching(when: When, value: &impl serde::Serialize) -> When {
    let Ok(Value::Object(fields)) = serde_json::to_value(value) else {
        return when;
    };
    fields.into_iter().fold(when, |when, (name, value)| {
        let text = match value {
            Value::String(text) => text,
            other => other.to_string(),
        };
        when.form_urlencoded_tuple(name, text)
    })
}

#[cfg(test)]
mod tests {
    use httpmock::MockServer;

    #[tokio::test]
    async fn a_form_is_matched_by_its_fields() {
        let server = MockServer::start();
        let value = serde_json::json!({ "grant_type": "a b&c", "count": 7, "on": true });
        let mock = server.mock(|when, then| {
            super::matching(when, &value);
            then.status(204);
        });
        let mut statuses = Vec::new();
        for body in [
            "grant_type=a+b%26c&count=7&on=true",
            "grant_type=a&count=7&on=true",
        ] {
            let request = reqwest::Client::new()
                .post(server.base_url())
                .header("content-type", "application/x-www-form-urlencoded")
                .body(body);
            statuses.push(request.send().await.unwrap().status().as_u16());
        }
        assert_eq!(statuses, [204, 404]);
        mock.assert();
    }
}
