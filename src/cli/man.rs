//! `actorgraph man`: the manual pages.

use crate::app::AppError;
use crate::cli::exit::Exit;
use crate::cli::{command, ui};
use clap::Args;
use std::path::PathBuf;

/// Write the manual pages
///
/// Prints the page of the program, or writes one page for it and for each command into a folder.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  actorgraph man | man -l -
  actorgraph man --output ~/.local/share/man/man1")]
pub(crate) struct Man {
    /// Write all pages into this folder, which must exist
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
}

impl Man {
    pub(crate) fn run(self) -> anyhow::Result<Exit> {
        match self.output {
            Some(path) => {
                let written = clap_mangen::generate_to(command(), &path);
                written.map_err(|source| AppError::Write { path, source })?;
            }
            None => {
                let mut text = Vec::new();
                clap_mangen::Man::new(command()).render(&mut text)?;
                ui::write(&text)?;
            }
        }
        Ok(Exit::Found)
    }
}
