use super::*;
use crate::codegen::load;

fn document(paths: &str) -> Value {
    load::parse(&format!(
        "paths: {{{paths}}}
components: {{schemas: {{PinId: {{type: string}}, PinKind: {{type: string, enum: [A]}}, Pin: {{}},
  PinPage: {{properties: {{bookmark: {{}}, items: {{items: {{$ref: '#/components/schemas/Pin'}}}}}}}}}}}}"
    ))
    .unwrap()
}

fn text(document: &Value, function: syn::ImplItemFn) -> String {
    let operation = walk::operations(document).swap_remove(0);
    let described = Described::of(document, operation, &function).unwrap();
    formatted(items(described.tokens().unwrap()).unwrap())
}

#[track_caller]
fn assert_contains(text: &str, expected: &[&str]) {
    for expected in expected {
        assert!(text.contains(expected), "{expected}\nis not in\n{text}");
    }
}

#[test]
fn a_list_has_a_constructor_setters_and_a_bookmark() {
    let document = document(
        "'/boards/{board_id}/pins': {get: {operationId: pins/list, x-request-name: BoardPinsList,
           description: Lists the Pins of a board. The newest come first., parameters: [
            {name: board_id, in: path, required: true, description: The board., schema: {type: string}},
            {name: bookmark, in: query, schema: {type: string}},
            {name: ids, in: query, description: Only these Pins, explode: false,
             schema: {type: array, maxItems: 9, items: {$ref: '#/components/schemas/PinId'}}},
            {name: kinds, in: query, description: Only these kinds., schema: {type: array, items: {$ref: '#/components/schemas/PinKind'}}},
            {name: page_size, in: query, schema: {type: integer}}],
          responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/PinPage'}}}}}}}",
    );
    let function = syn::parse_quote! {
        pub async fn pins_list<'a>(
            &'a self,
            board_id: &'a str,
            bookmark: Option<&'a str>,
            ids: Option<&'a ::std::vec::Vec<crate::types::PinId>>,
            kinds: Option<&'a ::std::vec::Vec<types::PinKind>>,
            page_size: Option<i32>,
        ) -> Result<ResponseValue<types::PinPage>, Error<types::Error>> {
            let url = format!("{}/boards/{}/pins", self.baseurl, encode_path(&board_id.to_string()));
            let mut request = self.client.get(url)
                .query(&progenitor_client::QueryParam::new("bookmark", &bookmark))
                .query(&progenitor_client::QueryParam::new("ids", &ids))
                .query(&progenitor_client::QueryParam::new("kinds", &kinds))
                .query(&progenitor_client::QueryParam::new("page_size", &page_size))
                .build()?;
        }
    };
    assert_contains(
        &text(&document, function),
        &[
            "/// Lists the Pins of a board.\n///\n/// The newest come first.\n///\n\
             /// - Operation: `pins/list`, `GET /boards/{board_id}/pins`\n\
             /// - Response: [`PinPage`](types::PinPage), a page of [`Pin`](types::Pin)\n",
            "pub struct BoardPinsList {\n    board_id: String,\n    bookmark: Option<String>,\n    \
             ids: Option<Vec<types::PinId>>,\n",
            "/// - `board_id`: The board.\n    pub fn new(board_id: impl Into<String>) -> Self",
            "/// Only these Pins. At most 9.\n    pub fn ids(\n        mut self,\n        \
             ids: impl IntoIterator<Item = impl Into<types::PinId>>,\n    ) -> Self {",
            "kinds: impl IntoIterator<Item = impl Into<types::PinKind>>",
            "pub fn set_ids(&mut self, ids: Vec<types::PinId>) {\n        self.ids = Some(ids);",
            "type Response = types::PinPage;",
            "Parts::new(&operation::PINS_LIST)\n            .path(\"board_id\", &self.board_id)\n            \
             .query(\"bookmark\", &self.bookmark)\n            .query_joined(\"ids\", &self.ids)\n            \
             .query(\"kinds\", &self.kinds)\n            .query(\"page_size\", &self.page_size)\n",
            "impl ListRequest for BoardPinsList",
            "self.page_size = Some(i32::try_from(page_size).unwrap_or(i32::MAX));\n        true",
        ],
    );
}

#[test]
fn more_than_three_required_values_are_named_as_described_and_a_body_can_be_replaced() {
    let document = document(
        "'/pins/{pin_id}': {post: {operationId: pins/analyze, description: Analyzes Pins., parameters: [
            {name: start_date, in: query, required: true, description: First day., schema: {type: string}},
            {name: end_date, in: query, required: true, description: Last day., schema: {type: string}},
            {name: days, in: query, description: How many., schema: {type: number, default: 30, enum: [7, 30]}},
            {name: filter, in: query, style: deepObject, schema: {$ref: '#/components/schemas/Pin'}},
            {name: pin_id, in: path, required: true, description: The Pin., schema: {$ref: '#/components/schemas/PinId'}}],
          requestBody: {required: true, description: The Pins., content: {application/json: {}}},
          security: [{pinterest_oauth2: ['pins:read', 'boards:read']}, {client_credentials: []}],
          x-ratelimit-category: org_read, x-sandbox: disabled,
          responses: {'200': {content: {application/json: {}}}, '204': {}}}}",
    );
    let function = syn::parse_quote! {
        pub async fn pins_analyze<'a>(
            &'a self,
            pin_id: &'a crate::types::PinId,
            days: Option<f64>,
            end_date: &'a str,
            filter: Option<&'a types::Pin>,
            start_date: &'a str,
            body: &'a ::std::vec::Vec<types::Pin>,
        ) -> Result<ResponseValue<::std::vec::Vec<types::Pin>>, Error<types::Error>> {
            let url = format!("{}/pins/{}", self.baseurl, encode_path(&pin_id.to_string()));
            let mut request = self.client.post(url)
                .query(&progenitor_client::QueryParam::new("days", &days))
                .query(&progenitor_client::QueryParam::new("end_date", &end_date))
                .query(&progenitor_client::QueryParam::new("filter", &filter))
                .query(&progenitor_client::QueryParam::new("start_date", &start_date))
                .json(&body)
                .build()?;
        }
    };
    assert_contains(
        &text(&document, function),
        &[
            "/// - Response: a list of [`Pin`](types::Pin), or none\n\
             /// - Scopes: `pins:read`, `boards:read`\n/// - Token: of a user, or of an app\n\
             /// - Sandbox: not available\n/// - Rate limit: `org_read`\n",
            "pub struct PinsAnalyzeRequired {\n    /// The Pin.\n    pub pin_id: types::PinId,\n    \
             /// First day.\n    pub start_date: String,\n    /// Last day.\n    pub end_date: String,\n    \
             /// The Pins.\n    pub body: Vec<types::Pin>,\n}",
            "/// Creates the request with its required values.\n    \
             pub fn new(required: PinsAnalyzeRequired) -> Self {\n        Self {\n            \
             pin_id: required.pin_id,",
            "/// How many. One of 7, 30. Default: `30`.\n    pub fn days(mut self, days: f64) -> Self",
            "pub fn body(&self) -> &[types::Pin]",
            "pub fn set_body(&mut self, body: Vec<types::Pin>)",
            "type Response = Option<Vec<types::Pin>>;",
            ".query(\"end_date\", &self.end_date)\n            .query_deep(\"filter\", &self.filter)\n            \
             .query(\"start_date\", &self.start_date)\n            .json(&self.body)",
        ],
    );
}

#[test]
fn a_body_that_may_be_left_out_is_set_afterwards() {
    let document = document(
        "/pins: {post: {operationId: pins/make, description: Makes a Pin., requestBody: {content: {application/json: {}}}}}",
    );
    let function = syn::parse_quote! {
        pub async fn pins_make<'a>(&'a self, body: &'a types::Pin) -> Result<ResponseValue<()>, Error<types::Error>> {
            let url = format!("{}/pins", self.baseurl,);
            let mut request = self.client.post(url).json(&body).build()?;
        }
    };
    assert_contains(
        &text(&document, function),
        &[
            "pub fn new() -> Self",
            "pub fn with_body(mut self, body: impl Into<types::Pin>) -> Self",
            "pub fn body(&self) -> Option<&types::Pin>",
            ".optional_json(&self.body)",
        ],
    );
}

#[test]
fn a_parameter_that_would_hide_a_function_is_an_error() {
    let document = document(
        "/pins: {get: {operationId: pins/list, description: Lists., parameters: [{name: parts, in: query, schema: {type: integer}}]}}",
    );
    let function: syn::ImplItemFn = syn::parse_quote! {
        pub async fn pins_list<'a>(&'a self, parts: Option<i32>) -> Result<ResponseValue<()>, Error<types::Error>> {
            let url = format!("{}/pins", self.baseurl,);
            let mut request = self.client.get(url).query(&progenitor_client::QueryParam::new("parts", &parts)).build()?;
        }
    };
    let operation = walk::operations(&document).swap_remove(0);
    let error = Described::of(&document, operation, &function)
        .map(|_| ())
        .unwrap_err();
    assert!(error.to_string().contains("parts"), "{error}");
}

#[test]
fn three_required_values_stand_as_described() {
    let document = document(
        "'/pins/{pin_id}': {post: {operationId: pins/save, description: Saves., parameters: [
            {name: note, in: query, required: true, description: A note., schema: {type: string}},
            {name: pin_id, in: path, required: true, description: The Pin., schema: {$ref: '#/components/schemas/PinId'}}],
          requestBody: {required: true, description: The Pins., content: {application/json: {}}}}}",
    );
    let function = syn::parse_quote! {
        pub async fn pins_save<'a>(
            &'a self,
            pin_id: &'a crate::types::PinId,
            note: &'a str,
            body: &'a ::std::vec::Vec<types::Pin>,
        ) -> Result<ResponseValue<()>, Error<types::Error>> {
            let url = format!("{}/pins/{}", self.baseurl, encode_path(&pin_id.to_string()));
            let mut request = self.client.post(url)
                .query(&progenitor_client::QueryParam::new("note", &note))
                .json(&body)
                .build()?;
        }
    };
    assert_contains(
        &text(&document, function),
        &[
            "/// - `pin_id`: The Pin.\n    /// - `note`: A note.\n    /// - `body`: The Pins.\n",
            "pin_id: impl Into<types::PinId>,\n        note: impl Into<String>,\n        \
             body: impl IntoIterator<Item = impl Into<types::Pin>>,\n",
        ],
    );
}

#[test]
fn a_request_with_the_name_of_the_required_values_is_an_error() {
    let parameters: Vec<String> = ["a", "b", "c", "d"]
        .iter()
        .map(|name| {
            format!("{{name: {name}, in: query, required: true, schema: {{type: string}}}}")
        })
        .collect();
    let document = document(&format!(
        "/a: {{get: {{operationId: pins/list, description: Lists., parameters: [{}]}}}},
         /b: {{get: {{operationId: other, description: Lists., x-request-name: PinsListRequired}}}}",
        parameters.join(", ")
    ));
    let function: syn::ImplItemFn = syn::parse_quote! {
        pub async fn pins_list<'a>(
            &'a self, a: &'a str, b: &'a str, c: &'a str, d: &'a str,
        ) -> Result<ResponseValue<()>, Error<types::Error>> {
            let url = format!("{}/a", self.baseurl,);
            let mut request = self.client.get(url)
                .query(&progenitor_client::QueryParam::new("a", &a))
                .query(&progenitor_client::QueryParam::new("b", &b))
                .query(&progenitor_client::QueryParam::new("c", &c))
                .query(&progenitor_client::QueryParam::new("d", &d))
                .build()?;
        }
    };
    let operation = walk::operations(&document).swap_remove(0);
    let described = Described::of(&document, operation, &function).unwrap();
    let error = described.tokens().unwrap_err();
    assert!(error.to_string().contains("PinsListRequired"), "{error}");
}
