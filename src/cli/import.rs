//! `actorgraph import`: documents into a saved dataset.

use crate::app::{self, Counted, Engine, ImportRequest, ImportTo, Imported};
use crate::cli::args::Global;
use crate::cli::error::UsageError;
use crate::cli::exit::Exit;
use crate::cli::progress::Progress;
use crate::cli::ui::{self, Grid, Page, Show};
use crate::model::Date;
use clap::Args;
use std::path::PathBuf;

/// Add files to a saved dataset
///
/// Reads the lists and registers of others as they publish them, FollowTheMoney, RDF, and folders of
/// tables like those of data/README.md (`actorgraph formats` lists all), and adds what they claim to
/// the folder that --store names. Whatever commands read from there afterwards opens at once,
/// whatever its size. Each file is a source, with its day, its hash and its licence; a newer file of
/// the same dataset is a new edition of its lists.
///
/// Importing the same file again changes nothing; the folder is as before or as after, never
/// between. A file goes in whole or not at all, unless --skip-bad. What was left out, mended or not
/// understood is told.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Exit codes: 0 imported; 2 wrong input, and nothing was changed; 3 the folder cannot be written, or
the work was stopped.

Examples:
  actorgraph import claims.trig --store mine
  actorgraph import data more.nt --store mine
  actorgraph import entities.ftm.json.gz --dry-run
  actorgraph import entities.ftm.json --store mine --publisher OpenSanctions --license CC-BY-NC-4.0
  actorgraph import 'lists/*.csv' --store mine --skip-bad
  actorgraph import list.csv --mapping list-metadata.json --dry-run
  zcat entities.ftm.json.gz | actorgraph import - --store mine --dataset us_ofac_sdn
  actorgraph import entities.ftm.json --to statements.nq
  actorgraph ask \"who requested DeepSeek\" --store mine")]
pub(crate) struct Import {
    /// Files, folders, patterns such as 'lists/*.csv', or - for standard input
    #[arg(value_name = "FILE", required_unless_present = "same_as")]
    paths: Vec<PathBuf>,

    /// Take the records of each row of this table for one thing (repeatable)
    ///
    /// A table with the columns record, same_as and evidence. A row that a newer file of the same
    /// name lacks is taken back.
    #[arg(long, value_name = "FILE")]
    same_as: Vec<PathBuf>,

    /// Read the files as this format [default: told by their content]
    #[arg(long = "as", value_name = "FORMAT")]
    read_as: Option<String>,

    /// Read the files as tables by this mapping in CSVW [default: FILE-metadata.json beside a file]
    #[arg(long, value_name = "FILE", conflicts_with = "read_as")]
    mapping: Option<PathBuf>,

    /// Read and map, tell what would happen, and change nothing
    #[arg(long, conflicts_with = "to")]
    dry_run: bool,

    /// Write the statements to this file as N-Quads, or to - for standard output, and nothing else
    #[arg(long, value_name = "FILE.nq")]
    to: Option<PathBuf>,

    /// In what the dataset is kept, where it is made: pack, or rocksdb [default: pack]
    ///
    /// `pack` is one file. `rocksdb` keeps the statements in a RocksDB database too, on which SPARQL
    /// runs; the program must have been built with the feature `disk`.
    #[arg(long, value_name = "NAME")]
    engine: Option<Engine>,

    /// Leave out records that cannot be read, and import all others
    ///
    /// What a file with bad records lacks proves nothing: its lists do not count as complete.
    #[arg(long)]
    skip_bad: bool,

    /// Import a file even if it has far fewer records than the one before it
    ///
    /// Without it, a file that lacks more than a tenth is refused: most often it was cut short.
    #[arg(long)]
    accept_shrinkage: bool,

    /// The files are parts of their dataset: what they lack proves nothing
    #[arg(long)]
    partial: bool,

    /// Of which dataset the files are [default: as their records or names say]
    #[arg(long, value_name = "NAME")]
    dataset: Option<String>,

    /// Who published the files
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,

    /// Where the files were published
    #[arg(long, value_name = "URL")]
    url: Option<String>,

    /// Under which terms the files may be used
    #[arg(long, value_name = "TEXT")]
    license: Option<String>,

    /// When the files were published [default: as they say, or else the day of retrieval]
    #[arg(long, value_name = "DATE")]
    published: Option<Date>,

    /// On which day the files were retrieved [default: today, UTC]
    #[arg(long, value_name = "DATE")]
    retrieved: Option<Date>,
}

impl Import {
    pub(crate) fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let output = global.output()?;
        let to_stdout = self.to.as_deref().is_some_and(|to| to.as_os_str() == "-");
        let to = match (self.to, self.dry_run, global.store()) {
            (Some(to), ..) => ImportTo::File(to),
            (None, true, store) => ImportTo::Nowhere(store.map(ToOwned::to_owned)),
            (None, false, Some(store)) => ImportTo::Store(store.to_owned()),
            (None, false, None) => {
                let error = UsageError::new(
                    "no-store",
                    "import needs --store DIR, the folder to write to",
                );
                let error = error.with_help("the folder is made if it is not there");
                return Err(error
                    .with_help("--dry-run or --to FILE.nq do without")
                    .into());
            }
        };
        let retrieved = self.retrieved.map_or_else(Global::today, Date::last_day);
        let request = ImportRequest {
            same_as: self.same_as,
            engine: self.engine,
            format: self.read_as,
            mapping: self.mapping,
            skip_bad: self.skip_bad,
            accept_shrinkage: self.accept_shrinkage,
            partial: self.partial,
            dataset: self.dataset,
            publisher: self.publisher,
            url: self.url,
            license: self.license,
            published: self.published,
            now: Some(jiff::Timestamp::now()),
            ..ImportRequest::new(self.paths, to, retrieved)
        };
        let progress = Progress::stoppable("read", global.timeout());
        let imported = app::import(&request, &|seen| progress.tell_seen(seen));
        progress.finish();
        let imported = imported?;
        for note in &imported.notes {
            ui::note(note);
        }
        if to_stdout {
            for line in report(&imported) {
                ui::note(&line);
            }
            return Ok(Exit::Found);
        }
        output.show(&imported)?;
        Ok(Exit::Found)
    }
}

impl Show for Imported {
    fn page(&self, page: &mut Page) {
        page.table(&self.grid());
        for line in report(self) {
            page.line(&line);
        }
        match (&self.store, &self.written) {
            (_, Some(written)) => page.line(&format!(
                "wrote {} to {written} ({:.1} s)",
                count(self.claims, "statement"),
                self.seconds
            )),
            (Some(store), None) if self.sources > 0 && self.statements != self.claims => {
                page.line(&format!(
                    "{store} now holds {} of {}, {} new; {} with what follows ({:.1} s)",
                    count(self.claims, "claim"),
                    count(self.sources, "source"),
                    self.added,
                    count(self.statements, "statement"),
                    self.seconds
                ));
                if self.removed > 0 {
                    page.line(&format!("{} taken out.", count(self.removed, "claim")));
                }
                let identity = self.identity;
                if identity.records > 0 {
                    page.line(&format!(
                        "{} taken for {} of other records (`actorgraph identity` tells why).",
                        count(identity.records, "record"),
                        count(identity.things, "thing")
                    ));
                }
                if identity.blocked > 0 {
                    page.line(&format!(
                        "{} not followed, since evidence contradicts itself.",
                        count(identity.blocked, "shared identifier")
                    ));
                }
                if !self.changed {
                    page.line("Nothing changed.");
                }
            }
            _ => page.line(&format!(
                "would add {} ({:.1} s). Nothing changed.",
                count(self.claims, "statement"),
                self.seconds
            )),
        }
    }

    fn grid(&self) -> Grid {
        let mut grid = Grid::new(["file", "format", "records", "statements"]);
        for file in &self.files {
            grid.row([
                &file.path,
                file.format,
                &file.records.to_string(),
                &file.statements.to_string(),
            ]);
        }
        grid
    }
}

/// Tells of each file what is worth telling beyond numbers of statements.
fn report(imported: &Imported) -> Vec<String> {
    let mut lines = Vec::new();
    for file in &imported.files {
        let mut say = |text: String| lines.push(format!("{}: {text}", file.path));
        if file.known {
            say("the same content was imported before".to_owned());
        }
        if let Some(before) = &file.replaces {
            say(format!("a newer edition of {before}"));
        }
        let all = |counts: &[Counted]| {
            let each = counts
                .iter()
                .map(|counted| format!("{} × {}", counted.count, counted.what));
            each.collect::<Vec<_>>().join(", ")
        };
        if !file.skipped.is_empty() {
            say(format!("left out: {}", all(&file.skipped)));
            for fault in &file.faults {
                say(format!(
                    "line {}: {}: {}",
                    fault.line, fault.code, fault.message
                ));
            }
        }
        if !file.repaired.is_empty() {
            say(format!("mended: {}", all(&file.repaired)));
        }
        if !file.unknown.is_empty() {
            say(format!(
                "kept without being understood: {}",
                all(&file.unknown)
            ));
        }
    }
    lines
}

fn count(count: usize, word: &str) -> String {
    match count {
        1 => format!("1 {word}"),
        count => format!("{count} {word}s"),
    }
}
