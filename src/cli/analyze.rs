//! `actorgraph analyze`: measures of the graph.

use crate::app::{self, Analysis, AnalyzeRequest, Group, Heading, Measure, Outcome};
use crate::cli::args::Global;
use crate::cli::error::UsageError;
use crate::cli::exit::Exit;
use crate::cli::path::Steps;
use crate::cli::progress::Progress;
use crate::cli::ui::{self, Grid, Page, Show};
use crate::cli::words::{labels, tell_names};
use clap::Args;
use clap::builder::PossibleValuesParser;
use std::path::{Path, PathBuf};

/// Measure the graph: who is central, what hangs together, where it would fall apart
///
/// The graph is that of `path`: things and the relations between them that hold on the day of
/// --as-of, of all relations or of those named by --relation. Things that no such relation touches
/// are left out. Two relations between the same two things are two ties for degree and PageRank,
/// and one for core, clustering, communities, articulation points and bridges.
///
/// Results are exact unless --samples is given, and the same on every run.
#[derive(Args, Debug)]
#[command(after_long_help = measures())]
pub(crate) struct Analyze {
    /// What to measure
    #[arg(value_name = "MEASURE", value_parser = PossibleValuesParser::new(Measure::ALL.map(Measure::name)), hide_possible_values = true)]
    measure: String,
    #[command(flatten)]
    steps: Steps,
    /// Walk relations from subject to object only
    ///
    /// Makes a difference for pagerank, betweenness, closeness, clustering and growth, which else
    /// walk them both ways.
    #[arg(long)]
    directed: bool,
    /// Walk relations from object to subject only
    #[arg(long, conflicts_with = "directed")]
    reversed: bool,
    /// Tell this many things, groups or ties, the largest first; 0 means all
    #[arg(long, value_name = "N", default_value_t = 20)]
    top: usize,
    /// Measure betweenness or closeness from this many things, chosen by chance, not from all
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    samples: Option<u64>,
    /// Choose samples and order of visits by this number
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// Seek smaller communities above 1, larger ones below
    #[arg(long, value_name = "X", default_value_t = 1.0)]
    resolution: f64,
    /// Let this share of PageRank follow relations, from 0 to 1
    #[arg(long, value_name = "X", default_value_t = 0.85)]
    damping: f64,
    /// Measure growth from this thing (repeatable): a name, id or IRI
    #[arg(long = "from", value_name = "NAME")]
    starts: Vec<String>,
    /// Write the measured graph to this file too, each thing or tie with its value
    ///
    /// The ending says the format: .dot .graphml .gexf .cyjs .csv .jsonl.
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
}

/// The list of measures for the help, and examples.
fn measures() -> String {
    let mut text = "Measures:\n".to_owned();
    for measure in Measure::ALL {
        text.push_str(&format!(
            "  {:<20}{}\n",
            measure.name(),
            measure.description()
        ));
    }
    text.push_str(
        "
Groups tell 10 of their members unless --limit says else. The rows of csv and tsv are the things,
those told of each group, or the ties.

Exit codes: 0 something was measured; 1 no relation counts; 2 an option has no meaning, or a name is
not known; 3 it took longer than --timeout.

Examples:
  actorgraph analyze pagerank --top 10
  actorgraph analyze betweenness --relation owned-by --relation subsidiary-of
  actorgraph analyze communities --as-of 2025-01-31 --write communities.graphml
  actorgraph analyze growth --from DeepSeek
  actorgraph analyze bridges --avoid country --format csv",
    );
    text
}

impl Analyze {
    pub(crate) fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let output = global.output()?;
        let measure = Measure::from_name(&self.measure)
            .ok_or_else(|| UsageError::new("unknown-measure", "there is no such measure"))?;
        let format = self.write.as_deref().map(format_of).transpose()?;
        let request = AnalyzeRequest {
            measure,
            relations: self.steps.relation,
            avoid: self.steps.avoid,
            with_withdrawn: self.steps.with_withdrawn,
            heading: match (self.directed, self.reversed) {
                (true, _) => Heading::Forward,
                (_, true) => Heading::Backward,
                _ => Heading::Either,
            },
            samples: self.samples.map(|samples| samples as usize),
            seed: self.seed,
            resolution: self.resolution,
            damping: self.damping,
            starts: self.starts,
            top: Some(self.top).filter(|top| *top > 0),
            members: global.limit(Some(10)),
        };
        let session = global.open()?;
        let progress = Progress::new(measure.name(), global.timeout());
        let tell = |done, total| progress.tell(done, total);
        let found = app::analyze(&session, &request, &tell);
        progress.finish();
        let found = found?;
        tell_names(&session);
        output.show(&found)?;
        if let (Some(path), Some(format)) = (&self.write, format) {
            let export = app::export_analysis(&session, &request, &format, &tell);
            progress.finish();
            let export = export?;
            export.write_file(path)?;
            ui::note(&format!(
                "wrote {} to {}",
                export.size(path),
                path.display()
            ));
        }
        Ok(Exit::found(found.things > 0))
    }
}

/// Returns the format of graphs that the ending of a file names.
fn format_of(path: &Path) -> Result<String, UsageError> {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.map(str::to_lowercase).ok_or_else(|| {
        let message = format!("`{}` has no ending that names a format", path.display());
        UsageError::new("unknown-format", message)
            .with_help("name it like graph.graphml, .gexf, .dot, .cyjs, .csv or .jsonl")
    })
}

impl Show for Analysis {
    fn page(&self, page: &mut Page) {
        page.heading(&format!("{}: {}", self.measure, self.description));
        page.line(&format!(
            "{} things, {} relations",
            self.things, self.relations
        ));
        for (name, value) in &self.notes {
            page.line(&format!("{name} {value}"));
        }
        let told = match &self.result {
            Outcome::Groups(groups) => {
                for group in groups {
                    page.fields([(format!("{}.", group.group).as_str(), told(group))]);
                }
                groups.len()
            }
            Outcome::Scores(rows) => {
                page.table(&self.grid());
                rows.len()
            }
            Outcome::Things(rows) => {
                page.table(&self.grid());
                rows.len()
            }
            Outcome::Ties(rows) => {
                page.table(&self.grid());
                rows.len()
            }
            Outcome::Rings(rows) => {
                page.table(&self.grid());
                rows.len()
            }
        };
        if told < self.total {
            page.line(&format!("{told} of {} shown", self.total));
        }
    }

    fn grid(&self) -> Grid {
        match &self.result {
            Outcome::Scores(rows) => {
                let mut grid = Grid::new(["name", "class", "id", self.measure]);
                for row in rows {
                    let value = row.value.to_string();
                    grid.row([&row.thing.label, &row.thing.class, &row.thing.id, &value]);
                }
                grid
            }
            Outcome::Groups(groups) => {
                let mut grid = Grid::new(["group", "size", "name", "class", "id"]);
                for group in groups {
                    let (number, size) = (group.group.to_string(), group.size.to_string());
                    for thing in &group.members {
                        grid.row([&number, &size, &thing.label, &thing.class, &thing.id]);
                    }
                }
                grid
            }
            Outcome::Things(rows) => {
                let mut grid = Grid::new(["name", "class", "id"]);
                for thing in rows {
                    grid.row([&thing.label, &thing.class, &thing.id]);
                }
                grid
            }
            Outcome::Ties(rows) => {
                let mut grid = Grid::new(["from", "to", "from_id", "to_id"]);
                for tie in rows {
                    grid.row([&tie.from.label, &tie.to.label, &tie.from.id, &tie.to.id]);
                }
                grid
            }
            Outcome::Rings(rows) => {
                let mut grid = Grid::new(["steps", "things", "within"]);
                for ring in rows {
                    let cells = [ring.steps, ring.things, ring.within].map(|n| n.to_string());
                    grid.row(cells.each_ref().map(String::as_str));
                }
                grid
            }
        }
    }
}

/// Tells a group: how large it is, and the first of its members.
fn told(group: &Group) -> String {
    let more = group.size - group.members.len();
    let rest = match more {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    format!("{} things: {}{rest}", group.size, labels(&group.members))
}
