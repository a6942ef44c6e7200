//! The terminal door: words to requests, responses to text, one file for each command.
//!
//! Start with `Command` below. `args` holds the flags that all commands share, `ui` how results
//! look, `error` how mistakes are told, `exit` how the program ends. Results go to stdout, all
//! else to stderr. The clock, the terminal and the exit code are known here and nowhere else.

mod analyze;
mod args;
mod ask;
mod batch;
mod check;
mod completions;
mod diff;
mod error;
mod exit;
mod export;
mod formats;
mod identity;
mod import;
mod list;
mod man;
mod path;
mod progress;
mod prompt;
mod query;
mod routes;
mod search;
mod show;
mod stats;
mod store;
mod ui;
mod update;
mod words;

use crate::cli::args::Global;
use crate::cli::exit::Exit;
use clap::{CommandFactory, Parser, Subcommand};
use std::process::ExitCode;
use std::thread;

/// Who put whom on which list, at whose request, under which law, and what they said back
///
/// Every claim comes with its source and its date. Without --store or --data the commands work on
/// the dataset that is built into the program.
#[derive(Debug, Parser)]
#[command(name = "actorgraph", version, max_term_width = 100, after_help = AFTER)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    global: Global,
}

const AFTER: &str = "\
Exit codes: 0 found or yes; 1 nothing found, no, or not known; 2 wrong usage or input; 3 failure.

Examples:
  actorgraph ask \"who requested DeepSeek\"
  actorgraph show YMTC
  actorgraph path DeepSeek Alibaba
  actorgraph diff dod-1260h-2025-01-07 dod-1260h-2026-06-08";

/// What a user can do.
#[derive(Debug, Subcommand)]
enum Command {
    Ask(ask::Ask),
    Query(query::Query),
    Path(path::PathArgs),
    Analyze(analyze::Analyze),
    Show(show::ShowThing),
    List(list::List),
    Search(search::Search),
    Diff(diff::Diff),
    Export(export::Export),
    Import(import::Import),
    Update(update::Update),
    Store(store::Store),
    Formats(formats::FormatsArgs),
    Identity(identity::IdentityArgs),
    Check(check::Check),
    Stats(stats::Stats),
    Completions(completions::Completions),
    Man(man::Man),
}

/// Runs the program with the words of its command line.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version come this way too. A closed pipe is no failure.
            let _ = error.print();
            return u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from);
        }
    };
    cli.global.color.choose();
    // Long queries are read and evaluated part inside part; the main thread's stack is a guess.
    let work = || run(cli).unwrap_or_else(|error| error::report(&error));
    let worker = thread::Builder::new().stack_size(STACK).spawn(work);
    let exit = worker.map(thread::JoinHandle::join);
    match exit {
        Ok(Ok(exit)) => exit.into(),
        // A panic was told when it happened.
        _ => Exit::Failure.into(),
    }
}

/// The stack of the thread that works, in bytes. The system gives memory only as it is used.
const STACK: usize = 256 << 20;

fn run(cli: Cli) -> anyhow::Result<Exit> {
    let global = &cli.global;
    let Some(command) = cli.command else {
        ui::write(Cli::command().render_help().to_string().as_bytes())?;
        return Ok(Exit::Found);
    };
    match command {
        Command::Ask(command) => command.run(global),
        Command::Query(command) => command.run(global),
        Command::Path(command) => command.run(global),
        Command::Analyze(command) => command.run(global),
        Command::Show(command) => command.run(global),
        Command::List(command) => command.run(global),
        Command::Search(command) => command.run(global),
        Command::Diff(command) => command.run(global),
        Command::Export(command) => command.run(global),
        Command::Import(command) => command.run(global),
        Command::Update(command) => command.run(global),
        Command::Store(command) => command.run(global),
        Command::Formats(command) => command.run(global),
        Command::Identity(command) => command.run(global),
        Command::Check(command) => command.run(global),
        Command::Stats(command) => command.run(global),
        Command::Completions(command) => command.run(),
        Command::Man(command) => command.run(),
    }
}

/// Returns the whole command line, for help, completions and man pages.
fn command() -> clap::Command {
    Cli::command()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_sound() {
        super::command().debug_assert();
    }
}
