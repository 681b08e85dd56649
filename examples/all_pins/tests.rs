use super::*;

#[tokio::test]
async fn every_pin_is_handled_once_although_the_first_run_stops() {
    let fake = Fake::start().await.unwrap();
    fake.inject(Fault::on("boards/list_pins").nth(9).status(401));
    // A Pin that is not as described: its id is missing.
    fake.inject(
        Fault::on("boards/list_pins")
            .nth(4)
            .missing_required_field(),
    );
    let client = fake.client().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("all-pins.json");
    let mut seen = Vec::new();

    let stopped = read_all(&client, &file, |_, pin| seen.push(pin.id.clone())).await;
    let error = stopped.unwrap_err().downcast::<pinterest::Error>().unwrap();
    assert!(error.is_unauthorized(), "{error}");
    let pages = fake.requests().to("boards/list_pins");
    assert_eq!(pages.statuses(), [&[200; 8][..], &[401]].concat());

    for _ in 0..2 {
        // The last run finds that everything is finished.
        read_all(&client, &file, |_, pin| seen.push(pin.id.clone()))
            .await
            .unwrap();
    }
    let mut expected = Vec::new();
    let boards: Vec<_> = client.boards().list().items().try_collect().await.unwrap();
    for board in boards {
        let pins = client.board(&board.id).pins().page_size(250).items();
        let pins: Vec<_> = pins.try_collect().await.unwrap();
        expected.extend(pins.into_iter().map(|pin| pin.id));
    }
    assert_eq!(seen.len() + 1, expected.len());
    expected.retain(|id| seen.contains(id));
    assert_eq!(seen, expected);
}
