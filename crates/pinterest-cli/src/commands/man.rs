//! `pinterest man`

use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory};
use clap_mangen::Man as Page;

use crate::arguments::Arguments;
use crate::context::Context;
use crate::failure::Failure;

/// Print the manual page, or write the pages of all commands to a folder
#[derive(Args, Debug)]
pub(crate) struct Man {
    /// Folder for the pages of all commands, such as ~/.local/share/man/man1
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

impl Man {
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let mut command = Arguments::command();
        command.build();
        match &self.folder {
            None => context.output.text(&page(command)?),
            Some(folder) => {
                std::fs::create_dir_all(folder).map_err(|error| Failure::file(folder, &error))?;
                write(&command, "pinterest", folder)
            }
        }
    }
}

fn write(command: &clap::Command, name: &str, folder: &Path) -> Result<(), Failure> {
    let path = folder.join(format!("{name}.1"));
    let named = command.clone().name(name.to_owned());
    std::fs::write(&path, page(named)?).map_err(|error| Failure::file(&path, &error))?;
    let visible = command
        .get_subcommands()
        .filter(|inner| !inner.is_hide_set());
    for inner in visible {
        write(inner, &format!("{name}-{}", inner.get_name()), folder)?;
    }
    Ok(())
}

fn page(command: clap::Command) -> Result<String, Failure> {
    let mut page = Vec::new();
    Page::new(command).render(&mut page)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}
