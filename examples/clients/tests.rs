use pinterest::auth::TokenStore;

use super::*;

#[tokio::test]
async fn each_user_has_their_own_tokens_and_keeps_the_rotated_ones() {
    let fake = Fake::start().await.unwrap();
    let users = ["oakandlinen", "clayandkiln"];
    let tokens = users.map(|user| fake.issue_refresh_token_for(user, ["user_accounts:read"]));
    let folder = tempfile::tempdir().unwrap();

    // The second run uses the tokens in the files: the fake accepts each refresh token once.
    for _ in 0..2 {
        let environment = fake.client_environment();
        let names = names_of_two_users(environment, tokens.clone(), folder.path()).await;
        assert_eq!(names.unwrap(), users.map(|user| Some(user.to_owned())));
    }
    fake.requests().to("oauth/token").assert_count(2);

    for (user, first) in ["ada", "grace"].iter().zip(tokens) {
        let store = FileTokenStore::new(folder.path().join(format!("{user}.json")));
        let tokens = store.peek().await.unwrap().unwrap();
        let rotated = tokens.refresh_token().unwrap().expose_secret();
        assert!(rotated.starts_with("pinr_") && rotated != first);
    }
}
