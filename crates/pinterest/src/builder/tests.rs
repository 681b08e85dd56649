use super::*;

fn from(variables: &'static [(&'static str, &'static str)]) -> Result<ClientBuilder, Error> {
    ClientBuilder::from_variables(|name| {
        variables
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.into())
    })
}

#[test]
fn variables_are_named_when_they_are_missing_or_wrong() {
    let error = from(&[("PINTEREST_ACCESS_TOKEN", " ")]).unwrap_err();
    assert!(
        error.to_string().contains("PINTEREST_ACCESS_TOKEN"),
        "{error}"
    );
    let error = from(&[
        ("PINTEREST_ACCESS_TOKEN", "pina_1"),
        ("PINTEREST_API_URI", "nowhere"),
    ])
    .unwrap_err();
    assert!(error.to_string().contains("PINTEREST_API_URI"), "{error}");
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

#[test]
fn the_base_url_comes_from_its_variable() {
    let builder = from(&[
        ("PINTEREST_ACCESS_TOKEN", "pina_1"),
        ("PINTEREST_API_URI", "http://127.0.0.1:1/v5/"),
    ])
    .unwrap();
    assert_eq!(
        builder.environment.base_url().unwrap(),
        "http://127.0.0.1:1/v5"
    );
    assert_eq!(
        from(&[("PINTEREST_ACCESS_TOKEN", "pina_1")])
            .unwrap()
            .environment,
        Environment::Production
    );
}

#[test]
fn a_client_needs_credentials() {
    let error = ClientBuilder::new().build().unwrap_err();
    assert!(error.to_string().contains("with_access_token"), "{error}");
}

#[test]
fn a_setting_of_connections_for_a_given_http_client_is_rejected() {
    let builder = || {
        ClientBuilder::new()
            .with_access_token("pina_1")
            .with_http_client(reqwest::Client::new())
    };
    let second = Duration::from_secs(1);
    for (builder, named) in [
        (
            builder().with_connect_timeout(second),
            "a connect timeout has no effect",
        ),
        (
            builder().with_pool_idle_timeout(second),
            "a pool idle timeout has no effect",
        ),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains(named), "{error}");
    }
}

#[test]
fn nothing_shows_the_token() {
    let builder = ClientBuilder::new().with_access_token("pina_CANARY");
    assert!(!format!("{builder:?}").contains("CANARY"));
    let client = builder.build().unwrap();
    assert!(!format!("{client:?} {client:#?}").contains("CANARY"));
}

#[test]
fn the_program_comes_first_in_the_user_agent() {
    let library = concat!("pinterest-rust/", env!("CARGO_PKG_VERSION"));
    assert_eq!(
        user_agent(Some("shop/1")).unwrap(),
        format!("shop/1 {library}")
    );
    assert_eq!(
        user_agent(Some("a\nb")).unwrap_err().kind(),
        ErrorKind::Configuration
    );
}
