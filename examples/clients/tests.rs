use pinterest::auth::TokenStore;

use super::*;

#[tokio::test]
async fn each_user_has_their_own_tokens_and_keeps_the_rotated_ones() {
    let server = mock::Server::start().await;
    let environment = Environment::Custom(Url::parse(&server.base_url()).unwrap());
    let folder = tempfile::tempdir().unwrap();

    // The second run uses the tokens in the files: the mock accepts each refresh token once.
    for _ in 0..2 {
        let names = names_of_two_users(environment.clone(), folder.path()).await;
        let expected = ["ada", "grace"].map(|name| Some(name.to_owned()));
        assert_eq!(names.unwrap(), expected);
    }

    for user in ["ada", "grace"] {
        let store = FileTokenStore::new(folder.path().join(format!("{user}.json")));
        let tokens = store.peek().await.unwrap().unwrap();
        let rotated = tokens.refresh_token().unwrap().expose_secret();
        assert_eq!(rotated, format!("pinr_{user}_2"));
    }
}
