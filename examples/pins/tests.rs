use super::*;

#[tokio::test]
async fn there_is_a_pin_of_each_source() {
    let fake = Arc::new(Fake::start().await.unwrap());
    let pins = create_in_fake(&fake).await.unwrap();
    let titles: Vec<_> = pins.iter().map(|pin| pin.title.as_deref()).collect();
    let expected = ["A print", "Its frame", "Printing it"].map(Some);
    assert_eq!(titles, expected);
    fake.requests().to("pins/create").assert_count(3);
    fake.requests().on_transfer_host().assert_count(1);
    let with_token = fake.requests().on_transfer_host();
    with_token.with_header("authorization").assert_count(0);
}
