//! What every command needs: settings, a client, the output, and the person at the terminal.

use std::cell::{OnceCell, RefCell};
use std::io::{self, IsTerminal, Write};

use indicatif::{ProgressBar, ProgressStyle};
use pinterest::raw::OperationRequest;
use pinterest::{Call, CallRequest, Client};

use crate::arguments::GlobalOptions;
use crate::failure::{Exit, Failure};
use crate::output::Output;
use crate::settings::Settings;

/// What every command is given.
pub(crate) struct Context {
    pub(crate) settings: Settings,
    pub(crate) output: Output,
    options: GlobalOptions,
    client: OnceCell<Client>,
    /// What a person who interrupts the command should know.
    on_interruption: RefCell<Option<String>>,
}

impl Context {
    pub(crate) fn new(options: GlobalOptions) -> Result<Self, Failure> {
        options.output.check()?;
        Ok(Self {
            settings: Settings::load(&options)?,
            output: Output::new(&options.output)?,
            options,
            client: OnceCell::new(),
            on_interruption: RefCell::default(),
        })
    }

    /// Returns the client, which is built when it is first needed.
    pub(crate) fn client(&self) -> Result<&Client, Failure> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = self.settings.client(&self.options)?;
        Ok(self.client.get_or_init(|| client))
    }

    /// Starts the call of an operation by its id.
    pub(crate) fn operation(&self, id: &str) -> Result<Call<OperationRequest>, Failure> {
        Ok(self.client()?.operation(id))
    }

    /// Sends a call and returns the value of the response; in a dry run, prints the request and
    /// ends the command. Every call of a command goes through here.
    pub(crate) async fn send<R: CallRequest>(&self, call: Call<R>) -> Result<R::Output, Failure> {
        if self.is_dry_run() {
            return Err(Failure::silent(Exit::Success));
        }
        Ok(call.await?)
    }

    /// Whether requests are printed instead of sent.
    pub(crate) fn is_dry_run(&self) -> bool {
        self.options.dry_run || self.options.curl
    }

    /// Returns the ad account of the argument, the environment or the profile.
    pub(crate) fn ad_account_id(&self, argument: Option<String>) -> Result<String, Failure> {
        argument
            .or_else(|| self.settings.ad_account_id())
            .ok_or_else(|| {
                Failure::usage("which ad account?").with_hint(
                    "give --ad-account ID, set PINTEREST_AD_ACCOUNT_ID, or run `pinterest profile set ad-account ID`",
                )
            })
    }

    /// Returns the business of the argument, the environment or the profile.
    pub(crate) fn business_id(&self, argument: Option<String>) -> Result<String, Failure> {
        argument
            .or_else(|| self.settings.business_id())
            .ok_or_else(|| {
                Failure::usage("which business?").with_hint(
                    "give --business ID, set PINTEREST_BUSINESS_ID, or run `pinterest profile set business ID`",
                )
            })
    }

    /// Asks before something is done that cannot be undone or costs money. Without a terminal,
    /// `--yes` is required.
    pub(crate) fn confirm(&self, question: &str) -> Result<(), Failure> {
        if self.options.yes || self.is_dry_run() {
            return Ok(());
        }
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            return Err(
                Failure::usage(format!("{question} There is no terminal to ask on"))
                    .with_hint("give --yes"),
            );
        }
        let mut stderr = io::stderr().lock();
        write!(stderr, "{question} [y/N] ")?;
        stderr.flush()?;
        let mut answer = String::new();
        io::stdin().read_line(&mut answer)?;
        match answer.trim().to_ascii_lowercase().as_str() {
            "y" | "yes" => Ok(()),
            _ => Err(Failure::new("nothing was done")),
        }
    }

    /// Returns a bar of the progress of a known length, or a spinner without one. It is invisible
    /// unless standard error is a terminal.
    pub(crate) fn progress(&self, length: Option<u64>, message: &str) -> ProgressBar {
        if self.options.quiet || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let (bar, template) = match length {
            Some(length) => (
                ProgressBar::new(length),
                "{msg} [{bar:30}] {pos}/{len} {eta}",
            ),
            None => (ProgressBar::new_spinner(), "{spinner} {msg} {elapsed}"),
        };
        let style = ProgressStyle::with_template(template);
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        bar.set_message(message.to_owned());
        bar
    }

    /// Writes a note for people to standard error.
    pub(crate) fn note(&self, text: impl std::fmt::Display) {
        if !self.options.quiet {
            // Nobody reads standard error any more: the command goes on.
            let _ = writeln!(io::stderr().lock(), "{text}");
        }
    }

    /// Sets what is said if the command is interrupted from now on, such as how to resume it.
    pub(crate) fn on_interruption(&self, text: Option<String>) {
        self.on_interruption.replace(text);
    }

    /// The failure of a command that Ctrl-C ends.
    pub(crate) fn interrupted(&self) -> Failure {
        let failure = Failure::with_exit(Exit::Interrupted, "interrupted");
        match self.on_interruption.take() {
            Some(text) => failure.with_hint(text),
            None => failure,
        }
    }
}
