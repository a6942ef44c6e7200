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
use clap::builder::{PossibleValue, PossibleValuesParser};
use std::path::PathBuf;

/// Measure the graph: who is central, what hangs together, where it would fall apart
///
/// The graph is that of `path`: things and the relations between them that hold on the day of
/// --as-of, of all relations or of those named by --relation. Things that no such relation touches
/// are left out. Two relations between the same two things count twice for the degrees and, with
/// --directed or --reversed, for pagerank; else they are one tie.
///
/// Results are exact unless --samples is given, and the same on every run.
#[derive(Args, Debug)]
#[command(after_long_help = measures())]
pub(crate) struct Analyze {
    /// What to measure
    #[arg(value_name = "MEASURE", value_parser = PossibleValuesParser::new(Measure::ALL.map(value)), hide_possible_values = true)]
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
    /// Choose samples and order of visits by this number [default: 0]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Seek smaller communities above 1, larger ones below [default: 1]
    #[arg(long, value_name = "X", allow_negative_numbers = true)]
    resolution: Option<f64>,
    /// Let this share of PageRank follow relations, from 0 to below 1 [default: 0.85]
    #[arg(long, value_name = "X", allow_negative_numbers = true)]
    damping: Option<f64>,
    /// Measure growth from this thing (repeatable): a name, id or IRI
    #[arg(long = "from", value_name = "NAME")]
    starts: Vec<String>,
    /// Write the measured graph to this file too, each thing or tie with its value
    ///
    /// The ending says the format: .graphml .gexf .dot .cyjs. A folder gets nodes.csv and edges.csv.
    /// Files of .csv and .jsonl hold relations only, so they take bridges and nothing else.
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
}

fn value(measure: Measure) -> PossibleValue {
    PossibleValue::new(measure.name()).aliases(measure.aliases())
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
    /// Refuses a flag that would make no difference to a measure.
    fn check_fit(&self, measure: Measure) -> Result<(), UsageError> {
        use Measure::{Betweenness, Closeness, Clustering, Communities, Growth, PageRank};
        const WALKED: &[Measure] = &[PageRank, Betweenness, Closeness, Clustering, Growth];
        let flags: [(&str, bool, &[Measure]); 7] = [
            ("--directed", self.directed, WALKED),
            ("--reversed", self.reversed, WALKED),
            (
                "--samples",
                self.samples.is_some(),
                &[Betweenness, Closeness],
            ),
            (
                "--seed",
                self.seed.is_some(),
                &[Betweenness, Closeness, Communities],
            ),
            ("--resolution", self.resolution.is_some(), &[Communities]),
            ("--damping", self.damping.is_some(), &[PageRank]),
            ("--from", !self.starts.is_empty(), &[Growth]),
        ];
        let unfit =
            |(_, given, fits): &&(&str, bool, &[Measure])| *given && !fits.contains(&measure);
        let Some((flag, _, fits)) = flags.iter().find(unfit) else {
            return Ok(());
        };
        let names: Vec<&str> = fits.iter().map(|measure| measure.name()).collect();
        let message = format!("{flag} makes no difference to {}", measure.name());
        Err(UsageError::new("unfit-flag", message)
            .with_help(format!("it is for {}", names.join(", "))))
    }

    pub(crate) fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let output = global.output()?;
        let measure = Measure::from_name(&self.measure)
            .ok_or_else(|| UsageError::new("unknown-measure", "there is no such measure"))?;
        self.check_fit(measure)?;
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
            seed: self.seed.unwrap_or_default(),
            resolution: self.resolution,
            damping: self.damping,
            starts: self.starts,
            top: Some(self.top).filter(|top| *top > 0),
            members: global.limit(Some(10)),
            write: self.write,
        };
        let session = global.open()?;
        let progress = Progress::new(measure.name(), global.timeout());
        let tell = |done, total| progress.tell(done, total);
        let found = app::analyze(&session, &request, &tell);
        progress.finish();
        let found = found?;
        // What cannot be written leaves stdout empty.
        if let (Some(path), Some(export)) = (&request.write, &found.export) {
            export.write_file(path)?;
            ui::note(&format!(
                "wrote {} to {}",
                export.size(path),
                path.display()
            ));
        }
        tell_names(&session);
        output.show(&found)?;
        Ok(Exit::found(found.things > 0))
    }
}

impl Show for Analysis {
    fn page(&self, page: &mut Page) {
        page.heading(&format!("{}: {}", self.measure, self.description));
        page.line(&format!(
            "{} things, {} relations",
            self.things, self.relations
        ));
        if let (Some(rounds), Some(change)) = (self.notes.rounds, self.notes.change) {
            let change = rounded(change);
            page.line(&format!("{rounds} rounds, the last changed {change}"));
        }
        if let Some(modularity) = self.notes.modularity {
            page.line(&format!("modularity {}", rounded(modularity)));
        }
        let told = match &self.result {
            Outcome::Groups(groups) => {
                for group in groups {
                    page.fields([(format!("{}.", group.group).as_str(), told(group))]);
                }
                groups.len()
            }
            _ => {
                let grid = self.rows(rounded);
                page.table(&grid);
                grid.rows.len()
            }
        };
        if told < self.total {
            page.line(&format!("{told} of {} shown", self.total));
        }
    }

    fn grid(&self) -> Grid {
        self.rows(|value| value.to_string())
    }
}

impl Analysis {
    /// Returns the result in rows, its values written by `write`.
    fn rows(&self, write: impl Fn(f64) -> String) -> Grid {
        match &self.result {
            Outcome::Scores(rows) => {
                let mut grid = Grid::new(["name", "class", "id", self.measure]);
                for row in rows {
                    let value = write(row.value);
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

/// Returns a number for people: six digits that count, without zeros at the end.
fn rounded(value: f64) -> String {
    const DIGITS: i32 = 6;
    let digits_before = value.abs().log10().floor() + 1.0;
    if !digits_before.is_finite() {
        return value.to_string();
    }
    let places = DIGITS - digits_before as i32;
    match places {
        // Zeros behind the point would push the digits out of sight.
        11.. => format!("{value:.*e}", DIGITS as usize - 1),
        ..=0 => format!("{value:.0}"),
        _ => {
            let text = format!("{value:.*}", places as usize);
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_get_six_digits() {
        for (value, told) in [
            (0.0, "0"),
            (1.0, "1"),
            (243.0, "243"),
            (0.5, "0.5"),
            (1.0 / 3.0, "0.333333"),
            (-2.0 / 3.0, "-0.666667"),
            (0.012_345_678, "0.0123457"),
            (12.345_678, "12.3457"),
            (999_999.9, "1000000"),
            (1_234_567.8, "1234568"),
            (0.000_001_234_567, "1.23457e-6"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(rounded(value), told);
        }
    }
}
