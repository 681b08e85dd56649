use pinterest::types::Country;
use pinterest_test_support::{Response, Server};

use crate::clients::Clients;

#[tokio::test]
async fn boards_and_pins_are_searched() {
    let answers = [
        r#"{"items": [{"id": "5497", "name": "Prints"}]}"#,
        r#"{"items": [{"id": "8131"}]}"#,
        r#"{"items": [{"id": "8132"}]}"#,
    ];
    let server = Server::with_responses(answers.map(Response::ok));
    let search = server.client().search();
    let list = search.boards().query("lake").ad_account_id("5491");
    let page = list.page_size(5).send().await.unwrap();
    assert_eq!(page.items().next().unwrap().name, "Prints");
    let page = search
        .pins("lake & hill")
        .ad_account_id("5491")
        .send()
        .await;
    assert_eq!(page.unwrap().items().next().unwrap().id.as_str(), "8131");
    let list = search.partner_pins("lake", Country::Ca).limit(50);
    let page = list.locale("fr-CA").bookmark("b").send().await.unwrap();
    assert_eq!(page.items().next().unwrap().id.as_str(), "8132");
    assert_eq!(
        server.take_lines(),
        [
            "GET /search/boards?ad_account_id=5491&page_size=5&query=lake",
            "GET /search/pins?ad_account_id=5491&query=lake+%26+hill",
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
