//! Maintenance commands of the workspace, run as `cargo xtask <command>`.

mod codegen;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

/// Maintenance commands of the workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Command {
    /// Regenerate the client and the mocks from the documents in spec/.
    Codegen {
        /// Write nothing; exit with an error that names the stale files, if there are any.
        #[arg(long)]
        check: bool,
    },
}

fn main() -> ExitCode {
    let result = match Command::parse() {
        Command::Codegen { check } => codegen::run(&workspace_root(), check),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print_error(&error);
            ExitCode::FAILURE
        }
    }
}

/// The folder that holds the workspace's `Cargo.toml`.
fn workspace_root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

#[allow(clippy::print_stderr)] // This is a command line program: errors belong on standard error.
fn print_error(error: &dyn std::error::Error) {
    eprintln!("error: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        eprintln!("  caused by: {cause}");
        source = cause.source();
    }
}
