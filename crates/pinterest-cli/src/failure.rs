//! What ends the command early, and its exit code.

use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use pinterest::ErrorKind;

/// The exit codes, which scripts can rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Done. A dry run and a closed pipe count as that.
    Success = 0,
    /// Any failure that none of the others is.
    Failure = 1,
    /// The arguments are wrong; nothing was sent.
    Usage = 2,
    /// A part of the items failed, and the others are done.
    Partial = 3,
    /// There is no token, it was rejected, or it lacks a scope.
    Authentication = 4,
    /// A rate limit is used up.
    RateLimited = 5,
    /// The API rejected the request.
    Rejected = 6,
    /// The server could not be reached, or did not respond in time.
    Network = 7,
    /// A job failed, or did not end in time.
    Job = 8,
    /// Ended by Ctrl-C.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command ended early. [`Failure::report`] writes it to standard error.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    /// Empty if there is nothing to say, as after a dry run.
    message: String,
    hints: Vec<String>,
    /// The body of the response that the failure is about, unredacted.
    response_body: Option<Vec<u8>>,
    may_have_acted: bool,
}

impl Failure {
    /// A failure with exit code 1.
    pub(crate) fn new(message: impl Display) -> Self {
        Self::with_exit(Exit::Failure, message)
    }

    /// Wrong arguments: exit code 2.
    pub(crate) fn usage(message: impl Display) -> Self {
        Self::with_exit(Exit::Usage, message)
    }

    pub(crate) fn with_exit(exit: Exit, message: impl Display) -> Self {
        Self {
            exit,
            message: message.to_string(),
            hints: Vec::new(),
            response_body: None,
            may_have_acted: false,
        }
    }

    /// A file named in the arguments that cannot be read; nothing was sent.
    pub(crate) fn input(path: &Path, error: &io::Error) -> Self {
        Self::usage(format!("{}: {error}", path.display()))
    }

    /// Ends the command without a message.
    pub(crate) fn silent(exit: Exit) -> Self {
        Self::with_exit(exit, "")
    }

    /// A file that cannot be read or written.
    pub(crate) fn file(path: &Path, error: &io::Error) -> Self {
        Self::new(format!("{}: {error}", path.display()))
    }

    /// Adds something to do about it, on separate lines.
    pub(crate) fn with_hint(mut self, hint: impl Display) -> Self {
        self.hints.push(hint.to_string());
        self
    }

    /// The exit code of an error of a call.
    pub(crate) fn exit_of(error: &pinterest::Error) -> Exit {
        exit_of(error)
    }

    pub(crate) fn exit(&self) -> Exit {
        self.exit
    }

    /// Returns the body of the response that the failure is about, unredacted.
    pub(crate) fn response_body(&self) -> Option<&[u8]> {
        self.response_body.as_deref()
    }

    /// Whether the service may have done what the call that failed asks for.
    pub(crate) fn may_have_acted(&self) -> bool {
        self.may_have_acted
    }

    pub(crate) fn report(&self) {
        let mut stderr = io::stderr().lock();
        // Nobody reads standard error any more: there is nobody to tell.
        if !self.message.is_empty() {
            let _ = writeln!(stderr, "error: {}", self.message);
        }
        for hint in self.hints.iter().flat_map(|hint| hint.lines()) {
            let _ = writeln!(stderr, "hint: {hint}");
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

/// A failure to write the output: exit code 1, or nothing at all if the reader has gone away.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::silent(Exit::Success),
            _ => Self::new(error),
        }
    }
}

impl From<pinterest::Error> for Failure {
    fn from(error: pinterest::Error) -> Self {
        let mut failure = Self::with_exit(exit_of(&error), &error);
        failure.response_body = error.raw_body().map(<[u8]>::to_vec);
        failure.may_have_acted = error.may_have_acted();
        match error.retry_after() {
            Some(wait) if error.is_rate_limited() => {
                failure.with_hint(format!("try again in {} seconds", wait.as_secs().max(1)))
            }
            _ => failure,
        }
    }
}

fn exit_of(error: &pinterest::Error) -> Exit {
    if error.is_rate_limited() {
        return Exit::RateLimited;
    }
    if error.is_unauthorized() {
        return Exit::Authentication;
    }
    match error.kind() {
        ErrorKind::Credentials | ErrorKind::MissingScope | ErrorKind::ReauthorizationRequired => {
            Exit::Authentication
        }
        ErrorKind::Configuration | ErrorKind::InvalidRequest | ErrorKind::NotInSandbox => {
            Exit::Usage
        }
        ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Network => Exit::Network,
        ErrorKind::Api => Exit::Rejected,
        _ => Exit::Failure,
    }
}
