//! What every command needs: settings, a client, the output, and the person at the terminal.

use std::cell::{OnceCell, RefCell};
use std::io::{self, IsTerminal, Write};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::{StreamExt, stream};
use http::Request;
use indicatif::{ProgressBar, ProgressStyle};
use pinterest::raw::{OperationList, OperationRequest};
use pinterest::{Call, CallRequest, Client, ErrorKind, List, Position, Response};
use serde_json::Value;

use crate::arguments::{GlobalOptions, Paging};
use crate::batches::counted;
use crate::exchange;
use crate::failure::{Exit, Failure};
use crate::interruption::Asking;
use crate::notes;
use crate::output::Output;
use crate::settings::Settings;
use crate::waits;

/// Says what to do after a command was interrupted, such as how to resume it.
type Hint = Box<dyn FnOnce() -> String>;

/// What every command is given.
pub(crate) struct Context {
    pub(crate) output: Output,
    options: GlobalOptions,
    settings: OnceCell<Settings>,
    client: OnceCell<Client>,
    /// What somebody who interrupts the command should know.
    on_interruption: RefCell<Option<Hint>>,
    /// Where the list that is printed can be resumed.
    resume: RefCell<Option<Resume>>,
}

impl Context {
    pub(crate) fn new(options: GlobalOptions) -> Result<Self, Failure> {
        options.output.check()?;
        match options.verbose {
            0 if !options.quiet => waits::tell(),
            verbosity => exchange::trace(verbosity),
        }
        Ok(Self {
            output: Output::new(&options.output)?,
            options,
            settings: OnceCell::new(),
            client: OnceCell::new(),
            on_interruption: RefCell::default(),
            resume: RefCell::default(),
        })
    }

    /// Returns the settings, which are read when they are first needed.
    pub(crate) fn settings(&self) -> Result<&Settings, Failure> {
        if let Some(settings) = self.settings.get() {
            return Ok(settings);
        }
        let settings = Settings::load(&self.options)?;
        Ok(self.settings.get_or_init(|| settings))
    }

    /// Returns the client, which is built when it is first needed.
    pub(crate) fn client(&self) -> Result<&Client, Failure> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = self.settings()?.client(self.is_dry_run())?;
        Ok(self.client.get_or_init(|| client))
    }

    /// Starts the call of an operation by its id.
    pub(crate) fn operation(&self, id: &str) -> Result<Call<OperationRequest>, Failure> {
        Ok(self.client()?.operation(id))
    }

    /// Sends a call and returns the value of the response; in a dry run, prints the request and
    /// ends the command. Every call of a command goes through here.
    pub(crate) async fn send<R: CallRequest>(&self, call: Call<R>) -> Result<R::Output, Failure> {
        self.respond(call).await.map(Response::into_value)
    }

    /// The same, with status, headers and body of the response.
    pub(crate) async fn respond<R: CallRequest>(
        &self,
        call: Call<R>,
    ) -> Result<Response<R::Output>, Failure> {
        self.show(|| call.http_request())?;
        let response = call.response().await?;
        if self.options.verbose > 1 {
            exchange::show_response(response.status(), response.headers());
        }
        Ok(response)
    }

    /// Returns the items of a list by operation id, which may be limited and resumed. In a dry run,
    /// prints the request of the first page and ends the command.
    ///
    /// A failure and an interruption say how to resume the list. Items that cannot be read are left
    /// out, and are a failure at the end.
    pub(crate) fn items<'a>(
        &'a self,
        list: List<OperationList>,
        paging: &Paging,
    ) -> Result<impl Stream<Item = Result<Value, Failure>> + use<'a>, Failure> {
        let list = paging.apply(list);
        self.show(|| list.http_request())?;
        let state = (list.items(), paging.max_items.unwrap_or(u64::MAX), 0);
        Ok(stream::unfold(
            state,
            move |(mut items, left, mut unreadable)| async move {
                loop {
                    if left == 0 {
                        self.note_rest(items.position());
                        return None;
                    }
                    let page = items.position().clone();
                    let outcome = match items.next().await {
                        Some(Ok(item)) => {
                            self.count(&page, items.position());
                            Ok(item)
                        }
                        Some(Err(error)) if error.kind() == ErrorKind::Item => {
                            self.note(format_args!("left out: {error}"));
                            unreadable += 1;
                            continue;
                        }
                        Some(Err(error)) => Err(self.resumable(error.into())),
                        None if unreadable > 0 => {
                            let items = counted(unreadable, "item");
                            let message = format!("{items} could not be read");
                            unreadable = 0;
                            Err(Failure::with_exit(Exit::Partial, message))
                        }
                        None => {
                            self.resume.take();
                            return None;
                        }
                    };
                    return Some((outcome, (items, left - 1, unreadable)));
                }
            },
        ))
    }

    /// Counts an item that is printed next: it is of `page`, or of one that came after it, and the
    /// rest of the list begins at `next`.
    fn count(&self, page: &Position, next: &Position) {
        let mut resume = self.resume.borrow_mut();
        let printed = match &*resume {
            Some(known) if known.position == *next && page == next => known.printed + 1,
            _ if page == next => 1,
            // The last item of a page, or the first of one.
            _ => 0,
        };
        match &mut *resume {
            Some(known) if known.position == *next => known.printed = printed,
            _ => {
                *resume = Some(Resume {
                    position: next.clone(),
                    printed,
                });
            }
        }
    }

    fn note_rest(&self, position: &Position) {
        self.resume.take();
        if let Some(bookmark) = position.bookmark() {
            self.note(format_args!("there may be more: --bookmark '{bookmark}'"));
        }
    }

    /// Adds how to resume a list that ended early.
    fn resumable(&self, failure: Failure) -> Failure {
        match self.resume.take().and_then(|resume| resume.hint()) {
            Some(hint) => failure.with_hint(hint),
            None => failure,
        }
    }

    /// Shows the request of a call: in a dry run, on standard output, and the command ends.
    pub(crate) fn show(
        &self,
        request: impl FnOnce() -> Result<Request<Bytes>, pinterest::Error>,
    ) -> Result<(), Failure> {
        if self.options.curl {
            self.output.text(&exchange::curl(&request()?))?;
        } else if self.options.dry_run {
            let request = request()?;
            match self.output.chosen_format() {
                Some(_) => self.output.value(&exchange::as_json(&request))?,
                None => self.output.text(&exchange::as_text(&request))?,
            }
        } else {
            if self.options.verbose > 1 {
                let text = exchange::as_text(&request()?);
                // Nobody reads standard error any more: the command goes on.
                let _ = io::stderr().lock().write_all(text.as_bytes());
            }
            return Ok(());
        }
        Err(Failure::silent(Exit::Success))
    }

    /// Rejects a dry run of a command that changes something without calling an operation.
    pub(crate) fn reject_dry_run(&self) -> Result<(), Failure> {
        match self.is_dry_run() {
            true => Err(Failure::usage("the command has no dry run")),
            false => Ok(()),
        }
    }

    /// Whether requests are printed instead of sent.
    pub(crate) fn is_dry_run(&self) -> bool {
        self.options.dry_run || self.options.curl
    }

    /// Returns the ad account of the argument, the environment or the profile.
    pub(crate) fn ad_account_id(&self, argument: Option<String>) -> Result<String, Failure> {
        if let Some(id) = argument {
            return Ok(id);
        }
        self.settings()?.ad_account_id().ok_or_else(|| {
            Failure::usage("the command needs an ad account").with_hint(
                "give --ad-account ID, set PINTEREST_AD_ACCOUNT_ID, or run `pinterest profile set ad-account ID`",
            )
        })
    }

    /// Returns the business of the argument, the environment or the profile.
    pub(crate) fn business_id(&self, argument: Option<String>) -> Result<String, Failure> {
        if let Some(id) = argument {
            return Ok(id);
        }
        self.settings()?.business_id().ok_or_else(|| {
            Failure::usage("the command needs a business").with_hint(
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
        if !is_interactive() {
            let message = format!("{question} There is no terminal to ask on");
            return Err(Failure::usage(message).with_hint("give --yes"));
        }
        let answer = ask(&format!("{question} [y/N] "))?;
        match answer.to_ascii_lowercase().as_str() {
            "y" | "yes" => Ok(()),
            _ => Err(Failure::new("nothing was done")),
        }
    }

    /// Returns a bar of the progress of a known number of bytes, or a spinner without one. It is
    /// invisible unless standard error is a terminal.
    pub(crate) fn progress(&self, length: Option<u64>, message: &str) -> ProgressBar {
        if self.options.quiet || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let (bar, template) = match length {
            Some(length) => (
                ProgressBar::new(length),
                "{msg} [{wide_bar}] {bytes}/{total_bytes} {eta}",
            ),
            None => (ProgressBar::new_spinner(), "{spinner} {msg} {elapsed}"),
        };
        let style = ProgressStyle::with_template(template);
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        bar.set_message(message.to_owned());
        notes::show_above(&bar);
        bar
    }

    /// Writes a note for people to standard error.
    pub(crate) fn note(&self, text: impl std::fmt::Display) {
        if !self.options.quiet {
            notes::write(text);
        }
    }

    /// Sets what is said if the command is interrupted from now on, such as how to resume it.
    pub(crate) fn on_interruption(&self, hint: impl FnOnce() -> String + 'static) {
        self.on_interruption.replace(Some(Box::new(hint)));
    }

    /// Says nothing more than that the command was interrupted, from now on.
    pub(crate) fn not_resumable(&self) {
        self.on_interruption.replace(None);
    }

    /// The failure of a command that Ctrl-C ends.
    pub(crate) fn interrupted(&self) -> Failure {
        let failure = self.resumable(Failure::with_exit(Exit::Interrupted, "interrupted"));
        match self.on_interruption.take() {
            Some(hint) => failure.with_hint(hint()),
            None => failure,
        }
    }
}

/// Where a list can be resumed.
struct Resume {
    position: Position,
    /// How many items of the page at the position were printed already.
    printed: usize,
}

impl Resume {
    fn hint(&self) -> Option<String> {
        let bookmark = self.position.bookmark()?;
        Some(match self.printed {
            0 => format!("resume with --bookmark '{bookmark}'"),
            printed => format!(
                "resume with --bookmark '{bookmark}', whose first {printed} items were printed already"
            ),
        })
    }
}

/// Whether there is somebody to ask.
pub(crate) fn is_interactive() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks a question on the terminal and returns the line that is entered.
pub(crate) fn ask(question: &str) -> Result<String, Failure> {
    let _asking = Asking::new();
    let mut stderr = io::stderr().lock();
    write!(stderr, "{question}")?;
    stderr.flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(answer.trim().to_owned())
}
