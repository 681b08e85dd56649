//! `pinterest demo`

mod steps;

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitStatus;
use std::time::Duration;

use clap::Args;
use pinterest_fake::Fake;
use tokio::process::Command;

use crate::context::{Context, ask};
use crate::failure::Failure;
use steps::{Data, Step};

/// The commands of a demonstration see the clock of the fake run faster by this.
const TICK: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(1));

/// Walk through the main commands against a fake of the service, without a token
#[derive(Args, Debug)]
pub(crate) struct Demo {
    /// Wait for Enter before each step
    #[arg(long)]
    pause: bool,
}

impl Demo {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        context.reject_dry_run()?;
        let fake = Fake::start()
            .await
            .map_err(|error| Failure::new(format!("the fake cannot start: {error}")))?;
        let folder = tempfile::tempdir().map_err(Failure::new)?;
        let data = Data::of(&fake).await?;
        steps::write_files(folder.path()).map_err(|error| Failure::file(folder.path(), &error))?;
        say(
            "This runs against a fake of the service on this machine. No token is needed, and\n\
             nothing leaves the machine.\n",
        )?;
        for step in steps::steps(&data) {
            say(&format!("\n{}\n", bold(context, step.title)))?;
            say(&format!(
                "{}\n",
                bold(context, &format!("$ {}", step.shown()))
            ))?;
            if self.pause {
                ask("")?;
            }
            let status = run_step(&fake, folder.path(), &data, &step).await?;
            if let Some(code) = status.code().filter(|code| *code != 0) {
                say(&format!("(exit code {code})\n"))?;
            }
        }
        let count = fake.requests().count();
        say(&format!(
            "\nThe fake has received {count} requests. `pinterest fake` starts one to try more on,\n\
             and `pinterest auth login` goes on with a real account.\n"
        ))
    }
}

/// Runs this program with the arguments of a step.
async fn run_step(
    fake: &Fake,
    folder: &Path,
    data: &Data,
    step: &Step,
) -> Result<ExitStatus, Failure> {
    let program = std::env::current_exe().map_err(Failure::new)?;
    let mut command = Command::new(program);
    command
        .args(&step.arguments)
        .current_dir(folder)
        .env("PINTEREST_API_URI", fake.url())
        .env("PINTEREST_ACCESS_TOKEN", "pina_demo")
        .env("PINTEREST_AD_ACCOUNT_ID", &data.ad_account)
        .env("PINTEREST_BUSINESS_ID", &data.business)
        // The profiles of the user have nothing to do with it.
        .env("PINTEREST_CONFIG_DIR", folder)
        .env_remove("PINTEREST_PROFILE")
        .env_remove("PINTEREST_REFRESH_ACCESS_TOKEN")
        .kill_on_drop(true);
    if !io::stdout().is_terminal() && step.has_rows {
        command.args(["-o", "table"]);
    }
    if step
        .arguments
        .iter()
        .any(|argument| argument == "--max-items")
    {
        // Where the list could be resumed is of no interest here.
        command.arg("--quiet");
    }
    let mut child = command.spawn().map_err(Failure::new)?;
    let (interval, advance) = TICK;
    loop {
        tokio::select! {
            status = child.wait() => return status.map_err(Failure::new),
            // Jobs of the fake take seconds of its clock.
            () = tokio::time::sleep(interval) => fake.advance(advance),
        }
    }
}

fn bold(context: &Context, text: &str) -> String {
    match context.output.has_colors() {
        true => format!("\u{1b}[1m{text}\u{1b}[0m"),
        false => text.to_owned(),
    }
}

fn say(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    Ok(stdout.flush()?)
}
