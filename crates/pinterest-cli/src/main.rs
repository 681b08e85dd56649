//! The command `pinterest`: every operation of the Pinterest REST API v5 from a shell.

mod arguments;
mod batches;
mod bulk;
mod checkpoint;
mod commands;
mod context;
mod days;
mod description;
mod exchange;
mod failure;
mod inputs;
mod interruption;
mod jsonc;
mod lines;
mod listing;
mod notes;
mod output;
mod settings;
mod suggestion;
mod waiting;
mod waits;

use std::process::ExitCode;

use clap::Parser;

use arguments::Arguments;
use context::Context;
use failure::Failure;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // The reader of help may have gone away.
            let _ = error.print();
            return match error.use_stderr() {
                true => failure::Exit::Usage.into(),
                false => ExitCode::SUCCESS,
            };
        }
    };
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.report();
            failure.exit().into()
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Failure> {
    // The cryptography of TLS: ring compiles in much less time than the default of rustls.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let context = Context::new(arguments.global)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(format!("cannot start: {error}")))?;
    let ends_with_ctrl_c = arguments.command.ends_with_ctrl_c();
    let outcome = runtime.block_on(async {
        let command = arguments.command.run(&context);
        if ends_with_ctrl_c {
            return command.await;
        }
        tokio::select! {
            // First, so that a question that comes at once can be interrupted.
            biased;
            () = interruption::interrupted() => Err(context.interrupted()),
            outcome = command => outcome,
        }
    });
    // What still reads a file or standard input is not waited for.
    runtime.shutdown_background();
    outcome
}
