//! Prints progress and errors of the commands.

/// Prints a line of progress to standard output.
#[allow(clippy::print_stdout)] // A command line program: progress belongs on standard output.
pub(crate) fn say(line: &str) {
    println!("{line}");
}

/// Prints an error and its causes to standard error.
#[allow(clippy::print_stderr)] // A command line program: errors belong on standard error.
pub(crate) fn print_error(error: &dyn std::error::Error) {
    eprintln!("error: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        eprintln!("  caused by: {cause}");
        source = cause.source();
    }
}
