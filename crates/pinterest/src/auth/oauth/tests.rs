use super::*;

fn oauth() -> OAuth {
    OAuth::new(App::new("1234", "CANARY"))
}

/// A client of an environment, with an HTTP client of this library.
fn to(environment: &Environment) -> Binding<'_> {
    Binding::new(environment, &Source::Standard)
}

#[test]
fn the_page_is_asked_as_documented() {
    let redirect = "https://shop.example/callback?x=1";
    let authorization = oauth()
        .authorize_url(redirect, [Scope::PinsRead, Scope::AdsWrite])
        .unwrap();
    let state = authorization.state().expose_secret();
    assert_eq!(
        authorization.url().as_str(),
        format!(
            "https://www.pinterest.com/oauth/?client_id=1234\
             &redirect_uri=https%3A%2F%2Fshop.example%2Fcallback%3Fx%3D1\
             &response_type=code&scope=pins%3Aread%2Cads%3Awrite&state={state}"
        )
    );
    let callback = format!("/callback?code=c&state={state}");
    assert_eq!(
        authorization.code_from(&callback).unwrap().redirect_uri(),
        redirect
    );
    assert!(!format!("{authorization:?} {:?}", oauth()).contains("CANARY"));
    assert!(!format!("{authorization:?}").contains(state));
}

#[cfg(feature = "oauth")]
#[test]
fn a_conversion_token_needs_what_the_description_says() {
    let described = pinterest_client::operation::OAUTH_CONVERSION_TOKEN.security;
    assert_eq!(described, CONVERSION_TOKEN_SECURITY);
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let none: [Scope; 0] = [];
    for error in [
        oauth().authorize_url("https://a.example", none),
        oauth().authorize_url("callback", [Scope::AdsRead]),
        OAuth::new(App::new("", "s")).authorize_url("https://a.example", [Scope::AdsRead]),
    ] {
        assert_eq!(error.unwrap_err().kind(), ErrorKind::Configuration);
    }
}

#[test]
fn secrets_go_to_no_host_without_encryption() {
    let url = Url::parse("http://api.example/v5").unwrap();
    let oauth = oauth().with_environment(Environment::Custom(url));
    assert_eq!(
        oauth.endpoint().unwrap_err().kind(),
        ErrorKind::Configuration
    );
}

#[test]
fn an_environment_is_decided_once() {
    let custom = |url: &str| Environment::Custom(Url::parse(url).unwrap());
    let first = oauth().for_credentials();
    first.bind(&to(&Environment::Sandbox)).unwrap();
    first
        .clone()
        .bind(&to(&custom("https://api-sandbox.pinterest.com/v5/")))
        .unwrap();
    let error = first.bind(&to(&Environment::Production)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let shown = error.to_string();
    assert!(
        shown.contains("from api-sandbox.pinterest.com,")
            && shown.contains("to api.pinterest.com;"),
        "{shown}"
    );

    let used = oauth();
    used.endpoint().unwrap();
    used.for_credentials()
        .bind(&to(&Environment::Sandbox))
        .unwrap_err();

    let proxy = oauth().with_environment(custom("https://proxy.example:8443/CANARY1"));
    let error = proxy.bind(&to(&custom("https://proxy.example:8443/CANARY2")));
    let shown = error.unwrap_err().to_string();
    assert!(
        shown.contains("proxy.example:8443 under another path") && !shown.contains("CANARY"),
        "{shown}"
    );
}

#[test]
fn credentials_of_one_app_are_bound_apart() {
    let oauth = oauth();
    let credentials = [oauth.clone().for_credentials(), oauth.for_credentials()];
    credentials[0].bind(&to(&Environment::Sandbox)).unwrap();
    credentials[1].bind(&to(&Environment::Production)).unwrap();
}
