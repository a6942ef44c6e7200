//! `actorgraph store`: a saved dataset as a whole.

use crate::app::{
    self, BackedUp, Engine, LastWrite, RemoveRequest, RestoreRequest, StoreInfo, Verified, Written,
};
use crate::cli::args::Global;
use crate::cli::error::UsageError;
use crate::cli::exit::Exit;
use crate::cli::progress::Progress;
use crate::cli::ui::{self, Page, Show};
use clap::{Args, Subcommand};
use indicatif::HumanBytes;
use std::path::{Path, PathBuf};

/// Tell, verify, pack anew, back up or restore a saved dataset, or take a source out of it
///
/// All work on the folder that --store names. Whatever writes to it leaves it as before or as after, even
/// if it is killed or the disk is full; the next command that opens the folder says which. One process
/// writes at a time; readers see what was there when they opened it.
#[derive(Args, Debug)]
#[command(
    subcommand_required = true,
    arg_required_else_help = true,
    after_long_help = "\
Exit codes: 0 done; 2 wrong usage or input; 3 the dataset is damaged, was written by a newer
version, is written to by another process, or could not be read or written.

Examples:
  actorgraph store info --store mine
  actorgraph store verify --store mine
  actorgraph store backup mine.nq.gz --store mine
  actorgraph store restore mine.nq.gz --store other
  actorgraph store remove-source ftm-0123456789abcdef --store mine --dry-run
  actorgraph store compact --store mine"
)]
pub(crate) struct Store {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Tell what a saved dataset holds, how large it is, and what wrote to it last
    #[command(after_long_help = "\
Examples:
  actorgraph store info --store mine
  actorgraph store info --store mine --format json")]
    Info,
    /// Check every byte, and that all that should follow from the claims is there
    #[command(after_long_help = "\
Exit codes: 0 it is sound; 3 it is damaged.

Examples:
  actorgraph store verify --store mine")]
    Verify,
    /// Derive anew what follows from the claims, and remove what killed writers left
    ///
    /// Of use after an interrupted import, and where a new version of this program has other rules.
    #[command(after_long_help = "\
Examples:
  actorgraph store compact --store mine")]
    Compact,
    /// Write the claims to one compressed file of N-Quads
    ///
    /// Any program for RDF reads it; `store restore` makes the same dataset of it again, to the byte.
    #[command(after_long_help = "\
Examples:
  actorgraph store backup mine.nq.gz --store mine
  actorgraph store backup - --store mine | ssh elsewhere 'cat > mine.nq.gz'")]
    Backup {
        /// The file to write, or - for standard output
        #[arg(value_name = "FILE.nq.gz")]
        file: PathBuf,
    },
    /// Make a saved dataset of a backup
    #[command(after_long_help = "\
Examples:
  actorgraph store restore mine.nq.gz --store mine
  actorgraph store restore mine.nq.gz --store mine --replace")]
    Restore {
        /// The backup to read, or - for standard input
        #[arg(value_name = "FILE.nq.gz")]
        file: PathBuf,
        /// Replace the dataset that is there
        #[arg(long)]
        replace: bool,
        /// In what the dataset is kept, where it is made: pack, or rocksdb [default: pack]
        #[arg(long, value_name = "NAME")]
        engine: Option<Engine>,
    },
    /// Take sources out: all that they claim, all that is said of them, and what follows from it
    ///
    /// What is left is as if they had never been imported. `actorgraph list --class source` lists them.
    #[command(after_long_help = "\
Examples:
  actorgraph store remove-source ftm-0123456789abcdef --store mine --dry-run
  actorgraph store remove-source ftm-0123456789abcdef --store mine")]
    RemoveSource {
        /// Ids or IRIs of sources
        #[arg(value_name = "ID", required = true)]
        sources: Vec<String>,
        /// Tell what would happen, and change nothing
        #[arg(long)]
        dry_run: bool,
    },
}

impl Store {
    pub(crate) fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let output = global.output()?;
        let store = folder(global, "store")?.to_owned();
        let now = Some(jiff::Timestamp::now());
        let progress = Progress::stoppable("read", global.timeout());
        let watch = |seen| progress.tell_seen(seen);
        let written = match self.command {
            Command::Info => {
                let info = app::store_info(&store)?;
                tell(&info.notes);
                output.show(&info)?;
                return Ok(Exit::Found);
            }
            Command::Verify => {
                let verified = app::verify_store(&store, &watch);
                progress.finish();
                let verified = verified?;
                tell(&verified.notes);
                output.show(&verified)?;
                return Ok(Exit::Found);
            }
            Command::Backup { file } => {
                let backed_up = app::back_up_store(&store, &file)?;
                tell(&backed_up.notes);
                match file == Path::new("-") {
                    true => ui::note(&backed_up.sentence()),
                    false => output.show(&backed_up)?,
                }
                return Ok(Exit::Found);
            }
            Command::Compact => app::compact_store(&store, now, &watch),
            Command::Restore {
                file,
                replace,
                engine,
            } => {
                let request = RestoreRequest {
                    file,
                    store,
                    replace,
                    engine,
                    now,
                };
                app::restore_store(&request, &watch)
            }
            Command::RemoveSource { sources, dry_run } => {
                let request = RemoveRequest {
                    sources,
                    store,
                    dry_run,
                    now,
                };
                app::remove_source(&request, &watch)
            }
        };
        progress.finish();
        let written = written?;
        tell(&written.notes);
        output.show(&written)?;
        Ok(Exit::Found)
    }
}

/// Returns the folder that `--store` names, without which a command has nothing to do.
pub(crate) fn folder<'g>(global: &'g Global, command: &str) -> anyhow::Result<&'g Path> {
    global.store().ok_or_else(|| {
        let message = format!("{command} needs --store DIR, the folder of a saved dataset");
        let error = UsageError::new("no-store", message);
        error
            .with_help("`actorgraph import FILE --store DIR` makes one")
            .into()
    })
}

/// Tells notes on stderr.
pub(crate) fn tell(notes: &[String]) {
    for note in notes {
        ui::note(note);
    }
}

impl Show for StoreInfo {
    fn page(&self, page: &mut Page) {
        let last = self.last_write.as_ref().map(last);
        let writing = self.writing.then(|| "yes, by another process".to_owned());
        page.fields([
            ("dataset", self.store.clone()),
            (
                "claims",
                format!("{} of {}", self.claims, count(self.sources, "source")),
            ),
            (
                "statements",
                format!("{}, with what follows", self.statements),
            ),
            ("terms", self.terms.to_string()),
            ("engine", self.engine.to_owned()),
            ("size", bytes(self.bytes)),
            ("format", format!("version {}", self.version)),
            ("identity", self.identity.clone()),
            ("last write", last.unwrap_or_default()),
            ("being written", writing.unwrap_or_default()),
        ]);
    }
}

fn last(write: &LastWrite) -> String {
    let at = write.at.as_ref().map(|at| format!(" at {at}"));
    let version = &write.version;
    format!(
        "{}{} by version {version}",
        write.what,
        at.unwrap_or_default()
    )
}

impl Show for Verified {
    fn page(&self, page: &mut Page) {
        page.line(&format!(
            "{} is sound: {} read, {} of which {} claims ({:.1} s)",
            self.store,
            bytes(self.bytes),
            count(self.statements, "statement"),
            self.claims,
            self.seconds
        ));
    }
}

impl BackedUp {
    fn sentence(&self) -> String {
        let size = self.bytes.map(|size| format!(", {}", bytes(size)));
        format!(
            "wrote {} of {} to {}{} ({:.1} s)",
            count(self.claims, "claim"),
            self.store,
            self.written,
            size.unwrap_or_default(),
            self.seconds
        )
    }
}

impl Show for BackedUp {
    fn page(&self, page: &mut Page) {
        page.line(&self.sentence());
    }
}

impl Show for Written {
    fn page(&self, page: &mut Page) {
        let (would, holds) = match self.dry_run {
            true => ("would add", "would then hold"),
            false => ("added", "now holds"),
        };
        page.line(&format!(
            "{would} {}, {} {}",
            count(self.added, "claim"),
            if self.dry_run { "take out" } else { "took out" },
            self.removed
        ));
        let size = match self.dry_run {
            true => String::new(),
            false => format!(", {}", bytes(self.bytes)),
        };
        page.line(&format!(
            "{} {holds} {} of {}; {} with what follows{size} ({:.1} s)",
            self.store,
            count(self.claims, "claim"),
            count(self.sources, "source"),
            count(self.statements, "statement"),
            self.seconds
        ));
        if self.dry_run || !self.changed {
            page.line("Nothing changed.");
        }
    }
}

fn bytes(bytes: u64) -> String {
    HumanBytes(bytes).to_string()
}

fn count(count: usize, word: &str) -> String {
    match count {
        1 => format!("1 {word}"),
        count => format!("{count} {word}s"),
    }
}
