//! `actorgraph check`: the data against the checks of the ontology.

use crate::app::{self, Dataset, Report, Session};
use crate::cli::args::Global;
use crate::cli::error::{UsageError, render};
use crate::cli::exit::Exit;
use crate::cli::ui::{Grid, Page, Show, Style};
use clap::Args;
use std::path::PathBuf;

/// Check the data for faults
///
/// Runs every check of ontology/checks on the dataset. With DIR it reads that folder of tables first
/// and tells every wrong row with its file and line. Warnings are told but are no faults.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Exit codes: 0 no faults; 1 faults found; 2 wrong rows, so that nothing could be checked.

Examples:
  actorgraph check
  actorgraph check data
  actorgraph check --store claims.trig --format json")]
pub(crate) struct Check {
    /// A folder of tables like those of data/README.md
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

impl Check {
    pub(crate) fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let output = global.output()?;
        let dataset = match (self.folder, global.dataset()) {
            (None, dataset) => dataset,
            (Some(folder), Dataset::Builtin) => Dataset::Tables(folder),
            (Some(_), _) => {
                let error = UsageError::new("two-datasets", "DIR stands beside --store or --data");
                return Err(error.with_help("name the data to check once").into());
            }
        };
        let (report, exit) = match Session::open(dataset, global.scope()) {
            Ok(session) => {
                let report = app::check(&session, global.timeout())?;
                let exit = Exit::found(!report.has_errors());
                (report, exit)
            }
            Err(error) => (app::wrong_rows(error)?, Exit::Usage),
        };
        output.show(&report)?;
        Ok(exit)
    }
}

impl Show for Report {
    fn page(&self, page: &mut Page) {
        for problem in &self.rows {
            page.verbatim(&render(problem, "error", Style::Error));
        }
        page.table(&self.grid_of_faults());
        if self.checks > 0 {
            page.line(&format!(
                "{}: {}, {}",
                count(self.checks, "check"),
                count(self.errors, "error"),
                count(self.warnings, "warning")
            ));
        } else {
            page.line(&count(self.rows.len(), "fault in the tables"));
        }
    }

    fn grid(&self) -> Grid {
        if self.rows.is_empty() {
            return self.grid_of_faults();
        }
        let mut grid = Grid::new(["code", "file", "line", "message", "help"]);
        for row in &self.rows {
            grid.row([
                &row.code,
                row.file.as_deref().unwrap_or_default(),
                &row.line.map_or_else(String::new, |line| line.to_string()),
                &row.message,
                &row.help.join(" "),
            ]);
        }
        grid
    }
}

fn count(count: usize, word: &str) -> String {
    match (count, word.split_once(' ')) {
        (1, _) => format!("1 {word}"),
        (count, Some((first, rest))) => format!("{count} {first}s {rest}"),
        (count, None) => format!("{count} {word}s"),
    }
}

impl Report {
    fn grid_of_faults(&self) -> Grid {
        let mut grid = Grid::new(["severity", "check", "thing", "source", "message"]);
        for fault in &self.faults {
            grid.row([
                fault.severity,
                &fault.check,
                fault.thing.as_deref().unwrap_or_default(),
                fault.source.as_deref().unwrap_or_default(),
                &fault.message,
            ]);
        }
        grid
    }
}
