//! The demonstration.

use crate::command::Shell;

#[test]
fn the_demonstration_runs_without_a_token() {
    let shell = Shell::new();
    let output = shell.run(&["demo"]).output();
    for part in [
        "$ pinterest campaigns list --max-items 5",
        "$ pinterest report run",
        "SPEND_IN_DOLLAR",
        "(exit code 3)",
        "The fake has received",
    ] {
        assert!(output.contains(part), "{part}: {output}");
    }
    assert_eq!(output.matches("(exit code").count(), 1, "{output}");
    assert!(!output.contains("error:"), "{output}");
}
