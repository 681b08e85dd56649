use super::*;

#[tokio::test]
async fn every_error_says_what_to_do() {
    let server = mock::Server::start().await;
    let errors = errors(&server.client()).await;
    let advice: Vec<String> = errors.iter().map(what_to_do).collect();
    for (advice, words) in advice.iter().zip([
        "forget the id",
        "The user has no catalog.",
        "authorize",
        "correct the program",
        "again after 3600s",
    ]) {
        assert!(advice.contains(words), "{advice}");
    }
    assert_eq!(advice.len(), 5);
}

#[tokio::test]
async fn an_unknown_operation_is_answered_with_the_nearest_names() {
    let server = mock::Server::start().await;
    let errors = errors(&server.client()).await;
    let unknown = errors.iter().find(|error| error.is_invalid_request());
    let message = unknown.unwrap().to_string();
    assert!(message.contains("did you mean"), "{message}");
    assert!(message.contains("`campaigns/list`"), "{message}");
}

#[tokio::test]
async fn a_raw_request_responds_with_json() {
    let server = mock::Server::start().await;
    let trends = raw_request(&server.client()).await.unwrap();
    assert_eq!(trends["items"][0], "lake prints");
}
