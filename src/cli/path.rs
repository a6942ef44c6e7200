//! `actorgraph path`: routes between things.

use crate::app::{self, Count, PathRequest, Paths, Side, Step, Way};
use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::routes::RouteArgs;
use crate::cli::ui::{self, Grid, Page, Show};
use crate::cli::words::{few, sources, tell_names};
use clap::Args;

/// Find routes between things, with the reason for each step
///
/// Steps are relations such as listedBy, requestedBy, ownedBy or memberOf, walked both ways unless
/// --directed, --reversed or --via says else. A step counts if it holds on the day of --as-of; steps
/// that rest only on a withdrawn notice count with --with-withdrawn.
///
/// An end is one thing or several: named, of a class, standing on a list, given by a query, or left
/// open with the word `any`. Routes are then looked for from each to each.
///
/// Prints one shortest route for each pair of ends; --selector, --restrictor and --weight ask for
/// others. At most 10 are printed unless --limit says else. docs/paths.md tells more.
#[derive(Args, Debug)]
#[command(after_long_help = "\
The rows of csv and tsv are the steps.

Exit codes: 0 a route was found; 1 there is none, or nothing has the name; 2 a name may mean several
things, a word is unknown, or the expression is wrong; 3 it took longer than --timeout.

Examples:
  actorgraph path DeepSeek Alibaba
  actorgraph path \"Tom Cotton\" CATL --all
  actorgraph path \"MGI Tech\" \"US Department of Defense\" --relation subsidiary-of --relation listed-by
  actorgraph path Tencent CATL --avoid \"US Department of Defense\" --avoid country
  actorgraph path \"MGI Tech\" Pentagon --selector shortest-k --k 2 --restrictor acyclic --directed
  actorgraph path Tencent CATL --weight age --max-hops 3
  actorgraph path DeepSeek --to-class agency --through official --limit 3
  actorgraph path --from DeepSeek --from Hesai --to-list \"1260H list\" --timeout 10
  actorgraph path any CATL --from-query 'SELECT ?who { ?who ag:memberOf ?body }' --known-at 2025-06
  actorgraph path \"MGI Tech\" any --via 'subsidiaryOf+/onList'
  actorgraph path any \"US Department of Defense\" --from-list \"1260H list\" --via '(ownedBy|owns){1,2}/listedBy'
  actorgraph path \"BGI Group\" any --via 'subsidiaryOf+' --reversed --limit 0
  actorgraph path BYD \"1260H list\" --as-of 2026-03 --with-withdrawn")]
pub(crate) struct PathArgs {
    /// Where routes begin: a name, id or IRI; `any` leaves it to the --from flags, or open
    #[arg(value_name = "FROM")]
    start: Option<String>,
    /// Where they end, likewise; open if left out
    #[arg(value_name = "TO")]
    end: Option<String>,
    #[command(flatten)]
    steps: Steps,
    #[command(flatten)]
    routes: RouteArgs,
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

/// How many routes are printed unless --limit says else.
const USUAL: usize = 10;

impl PathArgs {
    pub(crate) fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let output = global.output()?;
        let request = PathRequest {
            limit: global.limit(Some(USUAL)),
            timeout: global.timeout(),
            ..self.routes.request(self.start, self.end, self.steps)?
        };
        let session = global.open()?;
        let paths = app::path(&session, &request)?;
        tell_names(&session);
        for side in [&paths.ends.from, &paths.ends.to] {
            if side.count == Some(0) {
                let words = side.words.strip_prefix("any ").unwrap_or(&side.words);
                ui::note(&format!("there is no {words}"));
            }
        }
        output.show(&paths)?;
        if paths.limited {
            let shown = paths.routes.len();
            ui::note(&match &paths.count {
                Some(count) if all(&paths) && count.is_above(shown) => {
                    format!("{shown} of {count} shortest routes shown")
                }
                _ if shown == 1 => "the first route shown; there may be more".to_owned(),
                _ => format!("the first {shown} routes shown; there may be more"),
            });
        }
        Ok(Exit::found(!paths.routes.is_empty()))
    }
}

/// Tells whether the count is of the routes that are shown: those of one length and no cost.
fn all(paths: &Paths) -> bool {
    let mut routes = paths.routes.iter();
    paths.count.is_some() && routes.all(|route| Some(route.length) == paths.length)
}

impl Show for Paths {
    fn page(&self, page: &mut Page) {
        let name = |side: &Side| match side.only() {
            Some(thing) => thing.label.clone(),
            None => side.words.clone(),
        };
        if self.routes.is_empty() {
            let (from, to) = (name(&self.ends.from), name(&self.ends.to));
            page.line(&format!("no route from {from} to {to}"));
            return;
        }
        let between = |from: &str, to: &str| format!("{from} to {to}");
        let single = self.from.is_some() && self.to.is_some();
        if single {
            let (from, to) = (name(&self.ends.from), name(&self.ends.to));
            let steps = self.length.filter(|_| self.count.is_some()).map(steps);
            let count = match &self.count {
                Some(Count::Number(1)) => "1 shortest route".to_owned(),
                Some(count) => format!("{count} shortest routes"),
                None if self.routes.len() == 1 => "1 route".to_owned(),
                None => format!("{} routes", self.routes.len()),
            };
            let told: Vec<String> = steps.into_iter().chain([count]).collect();
            page.heading(&format!("{}: {}", between(&from, &to), told.join(", ")));
        }
        let alike = all(self);
        for (number, route) in self.routes.iter().enumerate() {
            if !single {
                let ends = between(&route.from.label, &route.to.label);
                page.heading(&format!("{ends}: {}", measured(route)));
            } else if !alike {
                page.heading(&format!("Route {}: {}", number + 1, measured(route)));
            } else if self.routes.len() > 1 {
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
            "cost",
        ]);
        for (route, way) in self.routes.iter().enumerate() {
            let cost = way.cost.map(|cost| cost.to_string()).unwrap_or_default();
            if way.steps.is_empty() {
                let number = (route + 1).to_string();
                grid.row([
                    &number,
                    "0",
                    &way.from.id,
                    "",
                    "",
                    &way.to.id,
                    "",
                    "",
                    "",
                    &cost,
                ]);
            }
            for (number, step) in way.steps.iter().enumerate() {
                let events = step.reasons.iter();
                let events = events.filter_map(|reason| reason.event.as_deref());
                let mut events: Vec<&str> = events.collect();
                // Sources that differ in the date of an event are reasons of their own.
                events.dedup();
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
                    &cost,
                ]);
            }
        }
        grid
    }
}

fn steps(length: usize) -> String {
    match length {
        1 => "1 step".to_owned(),
        _ => format!("{length} steps"),
    }
}

/// Tells how long a route is and, where steps were weighed, what they cost.
fn measured(route: &Way) -> String {
    /// Costs are sums of shares, days or numbers; what is beyond is noise of adding.
    const DIGITS: f64 = 1e6;
    let cost = route.cost.map(|cost| (cost * DIGITS).round() / DIGITS);
    let cost = cost.map(|cost| format!(", cost {cost}"));
    format!("{}{}", steps(route.length), cost.unwrap_or_default())
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
