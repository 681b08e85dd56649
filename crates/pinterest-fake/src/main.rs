//! A fake of the Pinterest REST API v5 on a local port.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use pinterest_fake::cli;

/// A fake of the Pinterest REST API v5, which remembers what it was sent
#[derive(Debug, Parser)]
#[command(version)]
struct Program {
    #[command(flatten)]
    options: cli::Options,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match cli::run(Program::parse().options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr().lock(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}
