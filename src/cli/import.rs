//! `actorgraph import`: files into a saved dataset.

use crate::app::{self, ImportRequest, Imported};
use crate::cli::args::Global;
use crate::cli::error::UsageError;
use crate::cli::exit::Exit;
use crate::cli::ui::{Grid, Page, Show};
use clap::Args;
use std::path::PathBuf;

/// Add files to a saved dataset
///
/// Reads RDF files (.ttl .nt .nq .trig .rdf .jsonld), folders of them, and folders of tables like
/// those of data/README.md, and adds what they claim to the folder that --store names. Whatever
/// commands read from there afterwards opens at once, whatever its size. A named graph is a source.
/// Importing the same file again changes nothing; the folder is as before or as after, never
/// between.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Exit codes: 0 imported; 2 wrong input, and nothing was changed; 3 the folder cannot be written.

Examples:
  actorgraph import claims.trig --store mine
  actorgraph import data more.nt --store mine
  actorgraph ask \"who requested DeepSeek\" --store mine")]
pub(crate) struct Import {
    /// RDF files, and folders of RDF files or tables
    #[arg(value_name = "FILE", required = true)]
    paths: Vec<PathBuf>,
}

impl Import {
    pub(crate) fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let output = global.output()?;
        let Some(store) = global.store() else {
            let error = UsageError::new(
                "no-store",
                "import needs --store DIR, the folder to write to",
            );
            return Err(error
                .with_help("the folder is made if it is not there")
                .into());
        };
        let imported = app::import(&ImportRequest {
            paths: self.paths,
            store: store.to_owned(),
        })?;
        output.show(&imported)?;
        Ok(Exit::Found)
    }
}

impl Show for Imported {
    fn page(&self, page: &mut Page) {
        page.table(&self.grid());
        page.line(&format!(
            "{} now holds {} of {}, {} new; {} with what follows ({:.1} s)",
            self.store,
            count(self.claims, "claim"),
            count(self.sources, "source"),
            self.added,
            count(self.statements, "statement"),
            self.seconds
        ));
        if !self.changed {
            page.line("Nothing changed.");
        }
    }

    fn grid(&self) -> Grid {
        let mut grid = Grid::new(["file", "statements"]);
        for file in &self.files {
            grid.row([&file.path, &file.statements.to_string()]);
        }
        grid
    }
}

fn count(count: usize, word: &str) -> String {
    match count {
        1 => format!("1 {word}"),
        count => format!("{count} {word}s"),
    }
}
