use super::*;

/// The mock gives each of the three requests another id, and rejects all other requests.
async fn created(server: &mock::Server) -> Vec<String> {
    let client = server.client();
    let pins = create(&client, mock::BOARD, mock::PNG, mock::VIDEO).await;
    let pins = pins.unwrap();
    pins.iter().map(|pin| pin.id.to_string()).collect()
}

#[tokio::test]
async fn there_is_a_pin_of_each_source() {
    let server = mock::Server::start().await;
    let ids = created(&server).await;
    assert_eq!(
        ids,
        [
            "813744226420795884",
            "813744226420795885",
            "813744226420795886"
        ]
    );
}

#[tokio::test]
async fn there_is_no_pin_of_a_video_that_is_not_ready() {
    let server = mock::Server::start_with_video("processing").await;
    let ids = created(&server).await;
    assert_eq!(ids, ["813744226420795884", "813744226420795885"]);
}
