//! `actorgraph completions`: what a shell needs to complete words.

use crate::cli::exit::Exit;
use crate::cli::{command, ui};
use clap::Args;
use clap_complete::Shell;

/// Print completions for a shell
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  actorgraph completions bash > ~/.local/share/bash-completion/completions/actorgraph
  actorgraph completions zsh > ~/.zfunc/_actorgraph
  actorgraph completions fish > ~/.config/fish/completions/actorgraph.fish")]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self) -> anyhow::Result<Exit> {
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut command(), "actorgraph", &mut text);
        ui::write(&text)?;
        Ok(Exit::Found)
    }
}
