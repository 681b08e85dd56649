use super::*;

#[tokio::test]
async fn every_pin_is_handled_once_although_the_first_run_stops() {
    let server = mock::Server::start().await;
    let client = server.client();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("all-pins.json");
    let mut seen = Vec::new();

    let stopped = read_all(&client, &file, |_, pin| seen.push(pin.id.to_string())).await;
    let error = stopped.unwrap_err().downcast::<pinterest::Error>().unwrap();
    assert!(error.is_unauthorized(), "{error}");
    assert_eq!(
        seen.len(),
        6,
        "three of the first board, one page of the second"
    );

    for _ in 0..2 {
        // The last run finds that everything is finished.
        read_all(&client, &file, |_, pin| seen.push(pin.id.to_string()))
            .await
            .unwrap();
    }
    let expected: Vec<String> = (0..3)
        .map(|number| format!("549755885175{number:02}"))
        .chain((0..7).map(|number| format!("549755885176{number:02}")))
        .collect();
    assert_eq!(seen, expected);
}
