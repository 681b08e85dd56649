//! Search over boards and Pins.

use pinterest::types::Country;
use pinterest_test_support::{Response, Server};

use crate::clients::Clients;

#[tokio::test]
async fn boards_and_pins_are_searched() {
    let bodies = [
        r#"{"items": [{"id": "5497", "name": "Prints"}]}"#,
        r#"{"items": [{"id": "8131"}]}"#,
        r#"{"items": [{"id": "8132"}]}"#,
    ];
    let server = Server::with_responses(bodies.map(Response::ok));
    let client = server.client();
    let search = client.acting_for("5491").search();
    let list = search.boards().with(|list| list.query("lake"));
    let page = list.page_size(5).send().await.unwrap();
    assert_eq!(page.items().next().unwrap().name, "Prints");
    let page = search.pins("lake & hill").send().await;
    assert_eq!(page.unwrap().items().next().unwrap().id.as_str(), "8131");
    let list = client.search().partner_pins("lake", Country::Ca);
    let list = list.with(|list| list.limit(50).locale("fr-CA"));
    let page = list.bookmark("b").send().await.unwrap();
    assert_eq!(page.items().next().unwrap().id.as_str(), "8132");
    assert_eq!(
        server.take_lines(),
        [
            "GET /search/boards?page_size=5&query=lake&ad_account_id=5491",
            "GET /search/pins?query=lake+%26+hill&ad_account_id=5491",
            "GET /search/partner/pins?bookmark=b&country_code=CA&limit=50&locale=fr-CA&term=lake",
        ]
    );
}

/// The operation has no such parameter: without an error the caller would get pages of another
/// size.
#[tokio::test]
async fn a_search_for_pins_takes_no_page_size() {
    let server = Server::start();
    let list = server.client().search().pins("lake").page_size(5);
    let error = list.send().await.unwrap_err();
    assert_eq!(error.limit().unwrap().field, "page_size");
    server.assert_untouched();
}
