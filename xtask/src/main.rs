//! Maintenance commands of the workspace, run as `cargo xtask <command>`.

mod codegen;
mod compile_times;
mod console;
mod dependencies;
mod feature_sets;
mod import;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

use console::{print_error, say};

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
    /// Import the facts of a description that Pinterest published into the documents in spec/.
    Import {
        /// The description, as YAML.
        description: PathBuf,
    },
    /// Compare a description that Pinterest published with the documents in spec/; writes nothing.
    Drift {
        /// The description, as YAML.
        description: PathBuf,
    },
    /// Measure the compile times of the client, and of progenitor's builders; takes minutes.
    CompileTimes,
    /// Check that the crates compile without warnings with no domain, and with each domain alone.
    Features,
    /// Check licenses and Rust versions of everything that the published crates depend on.
    Dependencies,
}

fn main() -> ExitCode {
    if let Some(report) = std::env::var_os(compile_times::REPORT) {
        return as_rustc(Path::new(&report));
    }
    let root = workspace_root();
    let result: Result<(), Box<dyn std::error::Error>> = match Command::parse() {
        Command::Codegen { check } => codegen::run(&root, check).map_err(Into::into),
        Command::Import { description } => import::run(&root, &description).map_err(Into::into),
        Command::Drift { description } => import::drift(&root, &description).map_err(Into::into),
        Command::CompileTimes => compile_times::run(&root)
            .map(|table| say(&table))
            .map_err(Into::into),
        Command::Features => feature_sets::check(&root)
            .map(|count| {
                say(&format!(
                    "{count} sets of features compile without warnings"
                ))
            })
            .map_err(Into::into),
        Command::Dependencies => dependencies::check(&root)
            .map(|count| {
                say(&format!(
                    "{count} packages, all with allowed licenses and Rust versions"
                ))
            })
            .map_err(Into::into),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print_error(error.as_ref());
            ExitCode::FAILURE
        }
    }
}

/// Runs as the compiler that `compile_times` told cargo to use.
fn as_rustc(report: &Path) -> ExitCode {
    match compile_times::stand_in(report) {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            print_error(&error);
            ExitCode::FAILURE
        }
    }
}

/// Returns the folder that holds the workspace's `Cargo.toml`.
fn workspace_root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}
