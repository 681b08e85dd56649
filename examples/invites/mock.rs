//! A mock of the operations that the example uses: raw JSON, as the service would send it.

use pinterest::Client;
use pinterest_httpmock::client_for;
use pinterest_httpmock::httpmock::{Method, MockServer};
use pinterest_httpmock::scenario::Pages;

/// The business that the mock knows.
pub(crate) const BUSINESS: &str = "729090764583391194";

/// A server on loopback, for as long as the value lives.
pub(crate) struct Server(MockServer);

impl Server {
    pub(crate) async fn start() -> Self {
        let server = MockServer::start_async().await;
        let path = format!("/businesses/{BUSINESS}/invites");
        for (is_member, numbers) in [("true", 0..180), ("false", 180..320)] {
            server.mock(|when, then| {
                when.method(Method::GET)
                    .path(&path)
                    .query_param("is_member", is_member);
                let invites = numbers.map(|number| invite(number, is_member == "true"));
                Pages::of(invites)
                    .page_size(50)
                    .with_empty_page_after(2)
                    .respond(then);
            });
        }
        responds(&server, Method::POST, &path, CREATED);
        responds(&server, Method::DELETE, &path, CANCELLED);
        responds(&server, Method::PATCH, "/businesses/invites", RESPONDED);
        Self(server)
    }

    pub(crate) fn base_url(&self) -> String {
        self.0.base_url()
    }

    pub(crate) fn client(&self) -> Client {
        client_for(&self.0)
    }
}

fn responds(server: &MockServer, method: Method, path: &str, body: &str) {
    server.mock(|when, then| {
        when.method(method).path(path);
        then.status(200)
            .header("content-type", "application/json")
            .header("x-pinterest-rid", "17")
            .body(body);
    });
}

/// Mostly ordinary invites, and the odd ones that production has too.
fn invite(number: usize, is_member: bool) -> String {
    let id = 5_349_280_584_552_211_000 + number;
    let (kind, role) = match (is_member, number % 3) {
        (true, 0) => ("MEMBER_INVITE", "BIZ_ADMIN"),
        (true, _) => ("MEMBER_INVITE", "EMPLOYEE"),
        (false, 0) => ("PARTNER_REQUEST", "PARTNER"),
        (false, _) => ("PARTNER_INVITE", "PARTNER"),
    };
    let status = match number {
        // A status that the library does not know.
        5 => "ON_HOLD",
        n if n % 20 == 3 => "EXPIRED",
        _ => "PENDING",
    };
    let user = match number {
        // An invite whose user is gone.
        7 => "null".to_owned(),
        n if role == "PARTNER" => {
            format!(r#"{{"id": "80994445164362{n:04}", "username": "partner_{n}", "email": null}}"#)
        }
        n => format!(
            r#"{{"id": "14094373768441{n:04}", "username": null, "email": "person{n}@example.com"}}"#
        ),
    };
    match number {
        // A place without an invite.
        9 => "null".to_owned(),
        // An invite that is not as described.
        11 => format!(r#"["{id}"]"#),
        // A part that is not as described, which the library leaves out: the time is text.
        13 => format!(r#"{{"id": "{id}", "created_time": "yesterday"}}"#),
        _ => format!(
            r#"{{"id": "{id}", "is_received_invite": {received}, "user": {user}, "business_roles": ["{role}"],
                "created_time": 1646767577816, "created_by_user": {{"id": "140943737684417", "username": "ada"}},
                "invite_data": {{"invite_type": "{kind}", "invite_status": "{status}", "sent_at": 1646767577816,
                  "last_updated_time": 1646767577816, "invite_expiration": 1709748104775}}}}"#,
            received = kind == "PARTNER_REQUEST",
        ),
    }
}

const CREATED: &str = r#"{"items": [
  {"invite": {"id": "5349280584552212001", "user": {"email": "ada@example.com"}}, "exception": null},
  {"invite": {"id": "5349280584552212002", "user": {"email": "grace@example.com"}}, "exception": null},
  {"invite": null, "exception": {"code": 404, "message": "There is no such user.",
    "users_or_partner_ids": ["nobody@example.com"]}}]}"#;

const RESPONDED: &str = r#"{"items": [
  {"invite": {"id": "5349280584552211583", "invite_data": {"invite_status": "ACCEPTED"}}, "exception": null},
  {"invite": {"id": "5349280584552211584", "invite_data": {"invite_status": "DECLINED"}}, "exception": null}]}"#;

const CANCELLED: &str = r#"{"items": [
  {"invite": {"id": "5349280584552211585", "invite_data": {"invite_status": "CANCELLED"}}, "exception": null},
  {"invite": null, "exception": {"invite_id": "5349280584552211586",
    "message": "The invite was accepted already, so it cannot be cancelled."}}]}"#;
