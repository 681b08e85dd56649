//! `pinterest completion`

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::context::Context;
use crate::failure::Failure;

/// Print the completions of a shell
///
/// To try it: source <(pinterest completion bash). To keep it, write it where the shell looks for
/// completions, such as ~/.local/share/bash-completion/completions/pinterest for bash, a folder of
/// $fpath as _pinterest for zsh, ~/.config/fish/completions/pinterest.fish for fish, or $PROFILE
/// for PowerShell.
#[derive(Args, Debug)]
pub(crate) struct Completion {
    /// The shell
    shell: Shell,
}

impl Completion {
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let mut script = Vec::new();
        let mut command = Arguments::command();
        clap_complete::generate(self.shell, &mut command, "pinterest", &mut script);
        context.output.text(&String::from_utf8_lossy(&script))
    }
}
