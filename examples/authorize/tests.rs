use super::*;

#[tokio::test]
async fn a_user_agrees_and_the_tokens_are_kept() {
    let fake = Fake::builder()
        .with_issued_tokens_only()
        .start()
        .await
        .unwrap();
    let environment = fake.client_environment();
    let oauth = OAuth::new(App::new("1234567", "secret")).with_environment(environment.clone());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pinterest-tokens.json");
    let come_back = async |authorization: &Authorization| agree(&fake, authorization).await;
    authorize(
        oauth,
        environment,
        "http://localhost:8085/",
        file.clone(),
        come_back,
    )
    .await
    .unwrap();
    let kept = std::fs::read_to_string(file).unwrap();
    assert!(kept.contains("pina_") && kept.contains("pinr_"));
    let employers = fake.requests().to("get/business_employers");
    assert!(employers.with_status(200).count() > 0, "{employers}");
}
