//! Completions and manual pages.

use std::process::Command;

use crate::command::Shell;

#[test]
fn every_shell_has_completions() {
    let shell = Shell::new();
    for (name, part) in [
        ("bash", "complete -F _pinterest"),
        ("zsh", "#compdef pinterest"),
        ("fish", "complete -c pinterest"),
        ("powershell", "Register-ArgumentCompleter"),
    ] {
        let script = shell.run(&["completion", name]).output();
        assert!(script.contains(part), "{name}");
        if name == "bash" {
            let path = shell.write("completion.bash", &script);
            if let Ok(status) = Command::new("bash").args(["-n", &path]).status() {
                assert!(status.success());
            }
        }
    }
    shell.run(&["completion", "nosuch"]).failure(2);
}

#[test]
fn every_command_has_a_manual_page() {
    let shell = Shell::new();
    let page = shell.run(&["man"]).output();
    assert!(page.contains(".TH pinterest 1"), "{page}");
    shell.run(&["man", "pages"]).output();
    for name in [
        "pinterest",
        "pinterest-api",
        "pinterest-auth",
        "pinterest-auth-login",
    ] {
        let page = std::fs::read_to_string(shell.path("pages").join(format!("{name}.1"))).unwrap();
        assert!(page.contains(".SH SYNOPSIS"), "{name}");
    }
}
