use super::*;

#[tokio::test]
async fn every_error_says_what_to_do() {
    let fake = Fake::start().await.unwrap();
    let errors = errors(&fake, &fake.client().unwrap()).await;
    let advice: Vec<String> = errors.iter().map(what_to_do).collect();
    for (advice, words) in advice.iter().zip([
        "forget the id",
        "The user has no catalog.",
        "authorize",
        "correct the program",
        "wait Some(3600s)",
    ]) {
        assert!(advice.contains(words), "{advice}");
    }
    assert_eq!(advice.len(), 5);
    // None of them was sent again.
    fake.requests().assert_count(4);
}

#[tokio::test]
async fn an_unknown_operation_is_answered_with_the_nearest_names() {
    let fake = Fake::start().await.unwrap();
    let errors = errors(&fake, &fake.client().unwrap()).await;
    let unknown = errors.iter().find(|error| error.is_invalid_request());
    let message = unknown.unwrap().to_string();
    assert!(message.contains("did you mean"), "{message}");
    assert!(message.contains("`campaigns/list`"), "{message}");
}

#[tokio::test]
async fn a_raw_request_responds_with_json() {
    let fake = Fake::start().await.unwrap();
    let boards = raw_request(&fake.client().unwrap()).await.unwrap();
    assert_eq!(boards["items"].as_array().unwrap().len(), 2);
}
