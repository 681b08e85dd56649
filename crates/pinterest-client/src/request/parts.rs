//! What an HTTP request consists of, before it is encoded.

use std::borrow::Cow;

use super::query::QueryValue;
use crate::json::{Encode, Json};
use crate::operation::{Method, Operation, Style};
use crate::path_segment::encode_path;

/// What the HTTP request of an operation consists of.
#[derive(Clone, Debug)]
pub struct Parts<'a> {
    /// The HTTP method.
    pub method: Method,
    /// The path below the base URL, with the names of parameters in braces.
    pub template: Cow<'a, str>,
    /// The parameters of the path, unencoded.
    pub path: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// The parameters of the query, in order.
    pub query: Vec<Pair<'a>>,
    /// The body.
    pub body: Body<'a>,
}

/// A parameter of the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair<'a> {
    /// The name.
    pub name: Cow<'a, str>,
    /// The value, or the elements of an array.
    pub values: Vec<Cow<'a, str>>,
    /// Whether the elements stand in one pair, separated by commas.
    pub joined: bool,
}

/// The body of a request.
#[derive(Clone, Debug, Default)]
pub enum Body<'a> {
    /// There is none.
    #[default]
    None,
    /// A JSON value.
    Json(Json<'a>),
    /// An HTML form, percent-encoded.
    Form(Vec<(Cow<'a, str>, Cow<'a, str>)>),
}

/// An encoded request, without host and headers of the connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// The HTTP method.
    pub method: Method,
    /// Path and query, below the base URL.
    pub target: String,
    /// The media type of the body; `None` if there is no body.
    pub content_type: Option<&'static str>,
    /// The body.
    pub body: Vec<u8>,
}

impl<'a> Parts<'a> {
    /// Creates the parts of a request for an operation, without parameters and body.
    #[must_use]
    pub fn new(operation: &'static Operation) -> Self {
        Self::with_template(operation.method, operation.path)
    }

    /// Creates the parts of a request for a path.
    #[must_use]
    pub fn with_template(method: Method, template: impl Into<Cow<'a, str>>) -> Self {
        Self {
            method,
            template: template.into(),
            path: Vec::new(),
            query: Vec::new(),
            body: Body::None,
        }
    }

    /// Sets a parameter of the path.
    #[must_use]
    pub fn path(mut self, name: &'static str, value: &'a (impl QueryValue + ?Sized)) -> Self {
        let value = value.values().and_then(|values| values.into_iter().next());
        self.path.push((name.into(), value.unwrap_or_default()));
        self
    }

    /// Sets a parameter of the query; nothing when it is not set. Each element of an array is a
    /// pair.
    #[must_use]
    pub fn query(self, name: &'static str, value: &'a (impl QueryValue + ?Sized)) -> Self {
        self.pair(name, value, Style::Repeated)
    }

    /// Sets a parameter of the query whose elements stand in one pair, separated by commas.
    #[must_use]
    pub fn query_joined(self, name: &'static str, value: &'a (impl QueryValue + ?Sized)) -> Self {
        self.pair(name, value, Style::Joined)
    }

    /// Sets the parameters of the query that an object is sent as: `filter[kind]=NEW`.
    #[must_use]
    pub fn query_deep(mut self, name: &'static str, value: &'a impl Encode) -> Self {
        self.deep(name.into(), &value.encode());
        self
    }

    /// Sets the body to JSON.
    #[must_use]
    pub fn json(mut self, body: &'a impl Encode) -> Self {
        self.body = Body::Json(body.encode());
        self
    }

    /// Sets the body to JSON, if there is any.
    #[must_use]
    pub fn optional_json(mut self, body: &'a Option<impl Encode>) -> Self {
        if let Some(body) = body {
            self.body = Body::Json(body.encode());
        }
        self
    }

    /// Sets the body to the form that has the fields of this object.
    #[must_use]
    pub fn form(mut self, body: &'a impl Encode) -> Self {
        let mut form = Vec::new();
        if let Json::Object(object) = body.encode() {
            for (name, value) in object.into_vec() {
                flatten(&name, value, &mut form);
            }
        }
        self.body = Body::Form(form);
        self
    }

    fn pair(
        mut self,
        name: &'static str,
        value: &'a (impl QueryValue + ?Sized),
        style: Style,
    ) -> Self {
        if let Some(values) = value.values() {
            self.query.push(Pair {
                name: name.into(),
                values,
                joined: style == Style::Joined,
            });
        }
        self
    }

    /// Adds the parameters of the query that an object is sent as.
    pub fn add_deep(&mut self, name: &str, value: &impl Encode) {
        self.deep(name.to_owned(), &value.encode());
    }

    /// What is null is not sent. Elements of arrays repeat the name.
    fn deep(&mut self, name: String, value: &Json<'_>) {
        match value {
            Json::Null => {}
            Json::Object(object) => {
                for (key, inner) in object.iter() {
                    self.deep(format!("{name}[{key}]"), inner);
                }
            }
            Json::Array(elements) => {
                for element in elements {
                    self.deep(name.clone(), element);
                }
            }
            leaf => self.query.push(Pair {
                name: name.into(),
                values: vec![text(leaf).into()],
                joined: false,
            }),
        }
    }

    /// Returns the path with its parameters, percent-encoded.
    #[must_use]
    pub fn encoded_path(&self) -> String {
        let mut path = String::with_capacity(self.template.len() + 32);
        let mut rest = &*self.template;
        while let Some((before, name, after)) = next_parameter(rest) {
            path.push_str(before);
            match self.path.iter().find(|(known, _)| known == name) {
                Some((_, value)) => path.push_str(&encode_path(value)),
                None => path.push_str(&rest[before.len()..rest.len() - after.len()]),
            }
            rest = after;
        }
        path.push_str(rest);
        path
    }

    /// Returns the request as it is sent.
    ///
    /// # Errors
    ///
    /// When the body cannot be written as JSON.
    pub fn encode(&self) -> Result<Encoded, serde_json::Error> {
        let (content_type, body) = match &self.body {
            Body::None => (None, Vec::new()),
            Body::Json(json) => (Some("application/json"), serde_json::to_vec(json)?),
            Body::Form(fields) => {
                let mut form = form_urlencoded::Serializer::new(String::new());
                for (name, value) in fields {
                    form.append_pair(name, value);
                }
                let form = form.finish().into_bytes();
                (Some("application/x-www-form-urlencoded"), form)
            }
        };
        Ok(Encoded {
            method: self.method,
            target: self.target(),
            content_type,
            body,
        })
    }

    fn target(&self) -> String {
        let path = self.encoded_path();
        if self.query.iter().all(|pair| pair.values.is_empty()) {
            return path;
        }
        // The path of a request that was written by hand may have a query already.
        let (target, start) = match path.find('?') {
            Some(index) => (path, index + 1),
            None => {
                let start = path.len() + 1;
                (path + "?", start)
            }
        };
        let mut query = form_urlencoded::Serializer::for_suffix(target, start);
        for pair in &self.query {
            if pair.joined && !pair.values.is_empty() {
                query.append_pair(&pair.name, &pair.values.join(","));
            } else {
                for value in &pair.values {
                    query.append_pair(&pair.name, value);
                }
            }
        }
        query.finish()
    }
}

/// Splits a template at its next parameter: what is before it, its name, what is after it.
fn next_parameter(template: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = template.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// What is null is not sent. Elements of arrays repeat the name.
fn flatten<'a>(name: &str, value: Json<'a>, form: &mut Vec<(Cow<'a, str>, Cow<'a, str>)>) {
    match value {
        Json::Null => {}
        Json::Str(value) => form.push((name.to_owned().into(), value)),
        Json::Array(elements) => {
            for element in elements {
                flatten(name, element, form);
            }
        }
        value => form.push((name.to_owned().into(), value.to_string().into())),
    }
}

/// A leaf as text.
pub(crate) fn text(json: &Json<'_>) -> String {
    match json {
        Json::Str(text) => text.clone().into_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(template: &'static str) -> Parts<'static> {
        Parts::with_template(Method::Get, template)
    }

    #[test]
    fn parameters_of_the_path_are_encoded_in_their_places() {
        let parts = parts("/a/{a_id}/b/{b_id}")
            .path("b_id", "x/y")
            .path("a_id", "1");
        assert_eq!(parts.encoded_path(), "/a/1/b/x%2Fy");
        assert_eq!(super::tests::parts("/a/{a_id}").encoded_path(), "/a/{a_id}");
    }

    #[test]
    fn elements_are_repeated_or_joined_and_nothing_is_sent_for_nothing() {
        let (ids, none) = (vec!["1", "a&b"], None::<Vec<&str>>);
        let target = |parts: Parts<'_>| parts.encode().unwrap().target;
        assert_eq!(target(parts("/p").query("ids", &ids)), "/p?ids=1&ids=a%26b");
        assert_eq!(
            target(parts("/p").query_joined("ids", &ids)),
            "/p?ids=1%2Ca%26b"
        );
        assert_eq!(target(parts("/p").query("ids", &none)), "/p");
        assert_eq!(target(parts("/p").query("ids", &Vec::<&str>::new())), "/p");
        assert_eq!(
            target(parts("/p?a=1").query("ids", &ids)),
            "/p?a=1&ids=1&ids=a%26b"
        );
    }

    #[test]
    fn objects_in_the_query_are_a_pair_for_each_leaf() {
        let filter = Some(serde_json::json!({
            "ids": ["a", "b"], "kind": "NEW", "range": {"from": 1, "to": null},
        }));
        let encoded = parts("/p").query_deep("filter", &filter).encode().unwrap();
        assert_eq!(
            encoded.target,
            "/p?filter%5Bids%5D=a&filter%5Bids%5D=b&filter%5Bkind%5D=NEW&filter%5Brange%5D%5Bfrom%5D=1"
        );
    }

    #[test]
    fn forms_have_a_pair_for_each_field() {
        let body = serde_json::json!({"a": "1 2", "b": true, "c": null});
        let encoded = parts("/p").form(&body).encode().unwrap();
        assert_eq!(encoded.body, b"a=1+2&b=true");
        assert_eq!(
            encoded.content_type,
            Some("application/x-www-form-urlencoded")
        );
    }
}
