//! `actorgraph path`: routes between two things.

use crate::app::{self, PathRequest, Paths, Step};
use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::ui::{self, Grid, Page, Show};
use crate::cli::words::{few, sources, tell_names};
use clap::Args;

/// Find the shortest routes between two things, with the reason for each step
///
/// Steps are relations such as listedBy, requestedBy, ownedBy or memberOf, walked both ways unless
/// --directed is given. A step counts if it holds on the day of --as-of; steps that rest only on a
/// withdrawn notice count with --with-withdrawn.
///
/// Prints one shortest route; with --all it prints 10 of them unless --limit says else, and how
/// many there are.
#[derive(Args, Debug)]
#[command(after_long_help = "\
The rows of csv and tsv are the steps.

Exit codes: 0 a route was found; 1 there is none, or nothing has the name; 2 a name may mean several
things, or a relation is unknown.

Examples:
  actorgraph path DeepSeek Alibaba
  actorgraph path \"Tom Cotton\" CATL --all
  actorgraph path \"MGI Tech\" \"US Department of Defense\" --relation subsidiary-of --relation listed-by
  actorgraph path Tencent CATL --avoid \"US Department of Defense\" --avoid country
  actorgraph path BYD \"1260H list\" --as-of 2026-03 --with-withdrawn")]
pub(crate) struct PathArgs {
    #[command(flatten)]
    ends: Ends,
    #[command(flatten)]
    steps: Steps,
    /// Take at most this many steps
    #[arg(long, value_name = "N")]
    max_hops: Option<u32>,
    /// Walk relations from subject to object only
    #[arg(long)]
    directed: bool,
    /// Print all shortest routes
    #[arg(long)]
    all: bool,
}

/// Where routes begin and end.
#[derive(Args, Debug)]
struct Ends {
    /// Where the route begins: a name, id or IRI
    #[arg(value_name = "FROM")]
    from: String,
    /// Where it ends
    #[arg(value_name = "TO")]
    to: String,
}

/// Which steps count; `export` takes the same.
#[derive(Args, Clone, Debug)]
pub(crate) struct Steps {
    /// Take only this relation (repeatable), such as listed-by or owns
    #[arg(long, value_name = "RELATION")]
    pub(crate) relation: Vec<String>,
    /// Do not use this relation, or pass through this thing or this class (repeatable)
    #[arg(long, value_name = "WORD")]
    pub(crate) avoid: Vec<String>,
    /// Count relations that rest only on a withdrawn notice
    #[arg(long)]
    pub(crate) with_withdrawn: bool,
}

impl PathArgs {
    pub(crate) fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let output = global.output()?;
        let request = PathRequest {
            from: self.ends.from,
            to: self.ends.to,
            all: self.all,
            max_hops: self.max_hops,
            relations: self.steps.relation,
            avoid: self.steps.avoid,
            directed: self.directed,
            with_withdrawn: self.steps.with_withdrawn,
            limit: global.limit(Some(10)),
        };
        let session = global.open()?;
        let paths = app::path(&session, &request)?;
        tell_names(&session);
        output.show(&paths)?;
        if self.all && (paths.routes.len() as u64) < paths.count {
            ui::note(&format!(
                "{} of {} routes shown",
                paths.routes.len(),
                paths.count
            ));
        }
        Ok(Exit::found(paths.length.is_some()))
    }
}

impl Show for Paths {
    fn page(&self, page: &mut Page) {
        let Some(length) = self.length else {
            page.line(&format!(
                "no route from {} to {}",
                self.from.label, self.to.label
            ));
            return;
        };
        let steps = if length == 1 {
            "1 step".to_owned()
        } else {
            format!("{length} steps")
        };
        let routes = match self.count {
            1 => "1 shortest route".to_owned(),
            count => format!("{count} shortest routes"),
        };
        page.heading(&format!(
            "{} to {}: {steps}, {routes}",
            self.from.label, self.to.label
        ));
        for (number, route) in self.routes.iter().enumerate() {
            if self.routes.len() > 1 {
                page.heading(&format!("Route {}", number + 1));
            }
            for (number, step) in route.steps.iter().enumerate() {
                page.fields([(format!("{}.", number + 1).as_str(), told(step))]);
            }
        }
        sources(page, &self.sources);
    }

    fn grid(&self) -> Grid {
        let mut grid = Grid::new([
            "route",
            "step",
            "from",
            "relation",
            "direction",
            "to",
            "date",
            "events",
            "sources",
        ]);
        for (route, way) in self.routes.iter().enumerate() {
            for (number, step) in way.steps.iter().enumerate() {
                let events: Vec<&str> = step
                    .reasons
                    .iter()
                    .filter_map(|reason| reason.event.as_deref())
                    .collect();
                grid.row([
                    &(route + 1).to_string(),
                    &(number + 1).to_string(),
                    &step.from.id,
                    &step.relation,
                    step.direction,
                    &step.to.id,
                    step.date.as_deref().unwrap_or_default(),
                    &events.join(";"),
                    &cited(step).join(";"),
                ]);
            }
        }
        grid
    }
}

/// Tells a step with its date, its number of reasons and its sources.
fn told(step: &Step) -> String {
    let date = step.date.as_ref().map(|date| format!(", {date}"));
    let mark = match step.reasons.iter().all(|reason| reason.withdrawn) {
        true if !step.reasons.is_empty() => " (notice withdrawn)",
        _ => "",
    };
    let sources = cited(step);
    let cited = if sources.is_empty() {
        String::new()
    } else {
        format!(" [{}]", few(&sources))
    };
    format!("{}{}{mark}{cited}", step.sentence, date.unwrap_or_default())
}

fn cited(step: &Step) -> Vec<String> {
    let sources = step
        .reasons
        .iter()
        .flat_map(|reason| reason.sources.iter().cloned());
    let mut sources: Vec<String> = sources.collect();
    sources.sort();
    sources.dedup();
    sources
}
