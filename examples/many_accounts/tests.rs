use super::*;

#[tokio::test]
async fn an_account_that_fails_does_not_end_the_others() {
    let fake = Fake::start().await.unwrap();
    let client = fake.client().unwrap();
    let whole = count_all(&client).await.unwrap();
    assert!(whole.len() >= 3 && whole.values().all(Result::is_ok));

    let (broken, _) = whole.iter().next().unwrap();
    let path = format!("/v5/ad_accounts/{broken}/campaigns");
    fake.inject(Fault::on_path("GET", path).status(403));
    let results = count_all(&client).await.unwrap();
    assert!(results[broken].as_ref().unwrap_err().is_forbidden());
    for (id, result) in whole.iter().skip(1) {
        assert_eq!(results[id].as_ref().unwrap(), result.as_ref().unwrap());
    }
}
