//! Settings: arguments before the environment, the environment before the profile.

use pinterest_test_support::{Response, Server};
use serde_json::Value;

use crate::command::Shell;

/// The value of a row of `auth status`, and its source.
fn status(shell: &Shell, arguments: &[&str], setting: &str) -> Option<(Value, Value)> {
    let run = shell.run(&[&["auth", "status", "-o", "ndjson"], arguments].concat());
    let rows = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let mut rows = rows.filter(|row: &Value| row["setting"] == setting);
    rows.next()
        .map(|row| (row["value"].clone(), row["source"].clone()))
}

#[test]
fn an_argument_precedes_the_environment_and_that_the_profile() {
    let shell = Shell::new().with("PINTEREST_ACCESS_TOKEN", "a");
    shell
        .run(&["profile", "set", "environment", "sandbox"])
        .output();
    shell.run(&["profile", "set", "ad-account", "1"]).output();
    let sandbox = "https://api-sandbox.pinterest.com/v5";
    assert_eq!(
        status(&shell, &[], "base URL"),
        Some((sandbox.into(), "profile".into()))
    );
    assert_eq!(
        status(&shell, &[], "ad account"),
        Some(("1".into(), "profile".into()))
    );
    let shell = shell
        .with("PINTEREST_API_URI", "http://127.0.0.1:1/v5")
        .with("PINTEREST_AD_ACCOUNT_ID", "2");
    assert_eq!(
        status(&shell, &[], "base URL"),
        Some(("http://127.0.0.1:1/v5".into(), "PINTEREST_API_URI".into()))
    );
    assert_eq!(
        status(&shell, &[], "ad account"),
        Some(("2".into(), "PINTEREST_AD_ACCOUNT_ID".into()))
    );
    assert_eq!(
        status(&shell, &["--sandbox"], "base URL"),
        Some((sandbox.into(), "--sandbox".into()))
    );
    assert_eq!(
        status(&shell, &["--base-url", "http://127.0.0.1:2/v5"], "base URL"),
        Some(("http://127.0.0.1:2/v5".into(), "--base-url".into()))
    );
}

#[test]
fn profiles_are_kept_apart() {
    let shell = Shell::new();
    shell
        .run(&["profile", "set", "business", "1", "--profile", "shop"])
        .output();
    shell
        .run(&["profile", "set", "business", "2", "--profile", "agency"])
        .output();
    shell.run(&["profile", "use", "agency"]).output();
    let of = |arguments: &[&str]| status(&shell, arguments, "business").unwrap().0;
    assert_eq!(of(&[]), "2");
    assert_eq!(of(&["--profile", "shop"]), "1");
    let shell = shell.with("PINTEREST_PROFILE", "shop");
    assert_eq!(status(&shell, &[], "business").unwrap().0, "1");
    let names = shell.run(&["profile", "list", "--jq", ".name"]).output();
    assert_eq!(names, "agency\nshop\n");
    let error = shell.run(&["profile", "use", "shopp"]).failure(2);
    assert!(error.contains("did you mean `shop`"), "{error}");
    shell.run(&["profile", "delete", "shop"]).failure(2);
    shell.run(&["profile", "delete", "shop", "--yes"]).output();
    assert_eq!(
        shell.run(&["profile", "list", "--jq", ".name"]).output(),
        "agency\n"
    );
    shell
        .run(&["profile", "list", "--profile", "../x"])
        .failure(2);
}

#[test]
fn an_app_secret_is_kept_and_not_shown() {
    let shell = Shell::new();
    shell.run(&["profile", "set", "app-id", "123"]).output();
    shell
        .run(&["profile", "set", "app-secret", "swordfish"])
        .output();
    for arguments in [&["profile", "list"][..], &["auth", "status"]] {
        let run = shell.run(arguments);
        assert!(!format!("{run:?}").contains("swordfish"), "{run:?}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |name| {
            std::fs::metadata(shell.path(name))
                .unwrap()
                .permissions()
                .mode()
                & 0o777
        };
        assert_eq!((mode("config"), mode("config/config.toml")), (0o700, 0o600));
    }
}

#[test]
fn a_broken_file_is_reported_without_its_text() {
    let shell = Shell::new();
    std::fs::create_dir(shell.path("config")).unwrap();
    shell.write(
        "config/config.toml",
        "[profiles.default]\napp-secret = swordfish\n",
    );
    let error = shell.run(&["profile", "list"]).failure(2);
    assert!(error.contains("config.toml, line 2: "), "{error}");
    assert!(!error.contains("swordfish"), "{error}");
    shell.run(&["operations"]).output();
}

#[test]
fn tokens_and_secrets_of_a_profile_go_to_its_own_server_only() {
    let server = Server::with_handler(|_| Response::ok("{}"));
    let url = server.url().to_string();
    let shell = Shell::new();
    shell
        .run_with_input(&["auth", "login", "--with-token"], "pina_production\n")
        .output();
    shell
        .run(&["api", "user_account/get", "--base-url", &url])
        .failure(4);
    shell.run(&["auth", "logout"]).output();
    shell.run(&["profile", "set", "app-id", "123"]).output();
    shell
        .run(&["profile", "set", "app-secret", "swordfish"])
        .output();
    shell
        .run(&["api", "user_account/get", "--base-url", &url])
        .failure(4);
    server.assert_untouched();
}
