use super::*;

fn whole() -> Tokens {
    let token = AccessToken::new("pina_CANARY")
        .with_scheme(SecurityScheme::PinterestOauth2)
        .with_scopes(["ads:read", "new:scope"].map(Scope::from_wire));
    Tokens::new(token)
        .with_refresh_token("pinr_CANARY")
        .with_access_expiry(time_at(1_800_000_000).unwrap())
        .with_refresh_expiry(time_at(1_900_000_000).unwrap())
        .with_issue_time(time_at(1_700_000_000).unwrap())
}

#[test]
fn tokens_are_read_as_they_were_stored() {
    let json = whole().to_json_with_secrets();
    let back = Tokens::from_json(&json).unwrap();
    assert_eq!(back.to_json_with_secrets(), json);
    assert_eq!(back.access_expiry(), whole().access_expiry());
    assert_eq!(back.refresh_expiry(), whole().refresh_expiry());
    assert_eq!(back.issue_time(), whole().issue_time());
    let edited = format!("\u{feff}{json}");
    assert!(Tokens::from_json(&edited).unwrap().are_same_as(&back));
    assert_eq!(
        back.access_token().unwrap().scopes(),
        whole().access_token().unwrap().scopes()
    );
}

#[test]
fn the_format_is_the_documented_one() {
    let stored =
        r#"{"version": 1, "refresh_token": "pinr_1", "access_token": "pina_1", "later": [1]}"#;
    let tokens = Tokens::from_json(stored).unwrap();
    assert_eq!(tokens.refresh_token().unwrap().expose_secret(), "pinr_1");
    assert_eq!(tokens.access_token().unwrap().expose_secret(), "pina_1");
    assert_eq!(tokens.access_expiry(), None);
}

#[test]
fn other_text_is_rejected_and_not_shown() {
    for (json, words) in [
        (r#"{"version": 2, "access_token": "CANARY"}"#, "version 2"),
        (r#"{"version": "CANARY"}"#, "not the JSON"),
        (
            r#"{"version": 1, "access_token": "a", "scopes": "CANARY"}"#,
            "column",
        ),
        (r#"{"version": 1, "access_token": "CAN"#, "line 1"),
        (r#"{"version": 1}"#, "neither"),
        ("", "not the JSON"),
    ] {
        let error = Tokens::from_json(json).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials);
        let shown = format!("{error} {error:?}");
        assert!(
            shown.contains(words) && !shown.contains("CANARY"),
            "{shown}"
        );
    }
}

#[test]
fn a_response_that_leaves_fields_out_changes_only_the_rest() {
    let response = Tokens::new("pina_2");
    let renewed = response.renewed_from(&whole());
    assert_eq!(
        renewed.refresh_token().unwrap().expose_secret(),
        "pinr_CANARY"
    );
    assert_eq!(renewed.refresh_expiry(), whole().refresh_expiry());
    assert_eq!(renewed.access_expiry(), None);
    assert_eq!(renewed.access_token().unwrap().scopes().unwrap().len(), 2);

    let rotated = Tokens::new("pina_2").with_refresh_token("pinr_2");
    assert_eq!(rotated.renewed_from(&whole()).refresh_expiry(), None);
}

#[test]
fn renewed_tokens_are_later_than_those_before_by_any_clock() {
    for (clock, time) in [
        (1_600_000_000, 1_700_000_001),
        (1_800_000_000, 1_800_000_000),
    ] {
        let response = Tokens::new("pina_2").with_issue_time(time_at(clock).unwrap());
        assert_eq!(response.renewed_from(&whole()).issue_time(), time_at(time));
    }
}

#[test]
fn nothing_shows_a_token() {
    let shown = format!("{:?} {:#?}", whole(), whole().refresh_token());
    assert!(
        shown.contains("ads:read") || shown.contains("AdsRead"),
        "{shown}"
    );
    assert!(!shown.contains("CANARY"), "{shown}");
}
