//! `actorgraph show`: the dossier of a thing.

use crate::app::{self, Dossier, Event, ListStatus, Tie};
use crate::cli::args::{Format, Global};
use crate::cli::exit::Exit;
use crate::cli::identity::evidence;
use crate::cli::ui::{self, Grid, Page, Show};
use crate::cli::words::{few, ids, labels, sources, tell_names};
use clap::Args;

/// Show the dossier of a company, official, body, law, list, edition, event or source
///
/// Tells what it is, where it stands on which list and since when, who asked for it, what it
/// answered, who owns it, what happened in order, and the sources of all this.
///
/// NAME is a name, short form, ticker, Chinese name, id or IRI. Where it may mean several things
/// they are listed, and one of their ids must be given.
#[derive(Args, Debug)]
#[command(after_long_help = "\
The rows of csv and tsv are the events. A table tells the newest 60 unless --limit says else; the
other forms tell all.

Exit codes: 0 found; 1 nothing has this name; 2 the name may mean several things.

Examples:
  actorgraph show DeepSeek
  actorgraph show 长江存储
  actorgraph show \"1260H list\" --as-of 2024-12
  actorgraph show dod-1260h-2026-06-08
  actorgraph show Alibaba --source seed-article --format json")]
pub(crate) struct ShowThing {
    /// A name, id or IRI; several words need no quotes
    #[arg(value_name = "NAME", required = true)]
    name: Vec<String>,
}

/// How many events a page tells.
const PAGE: usize = 60;

impl ShowThing {
    pub(crate) fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let output = global.output()?;
        // A page of hundreds of events helps nobody; programs get them all.
        let usual = (global.format() == Format::Table).then_some(PAGE);
        let limit = global.limit(usual);
        let session = global.open()?;
        let dossier = app::show(&session, &self.name.join(" "), limit)?;
        tell_names(&session);
        output.show(&dossier)?;
        let (shown, total) = (dossier.events.len(), dossier.events_total);
        if shown < total {
            ui::note(&format!(
                "the newest {shown} of {total} events shown; --limit 0 shows all"
            ));
        }
        Ok(Exit::Found)
    }
}

impl Show for Dossier {
    fn page(&self, page: &mut Page) {
        self.head(page);
        self.standing(page);
        let groups = [
            ("request", "Requests"),
            ("response", "Responses"),
            ("proceeding", "Proceedings"),
        ];
        for (group, heading) in groups {
            let events = self.events.iter().filter(|event| event.group == group);
            stories(page, heading, events);
        }
        ties(page, "Owners and parents", &self.owners);
        ties(page, "Subsidiaries and holdings", &self.owned);
        self.offices(page);
        self.editions(page);
        self.members(page);
        if !self.events.is_empty() {
            page.heading("Timeline");
            page.table(&timeline(&self.events));
        }
        self.identity(page);
        sources(page, &self.sources);
    }

    fn grid(&self) -> Grid {
        let mut grid = Grid::new([
            "id",
            "date",
            "type",
            "label",
            "list",
            "edition",
            "withdrawn",
            "sources",
        ]);
        for event in &self.events {
            grid.row([
                &event.id,
                event.date.as_deref().unwrap_or_default(),
                &event.class,
                &event.label,
                &ids(&event.lists),
                event.edition.as_ref().map_or("", |edition| &edition.id),
                if event.withdrawn.is_some() {
                    "yes"
                } else {
                    "no"
                },
                &event.sources.join(";"),
            ]);
        }
        grid
    }
}

impl Dossier {
    fn head(&self, page: &mut Page) {
        let thing = &self.thing;
        let chinese = thing.label_zh.as_ref().map(|name| format!(" {name}"));
        page.heading(&format!(
            "{}{} – {} ({})",
            thing.label,
            chinese.unwrap_or_default(),
            thing.class,
            thing.id
        ));
        for description in &self.descriptions {
            page.line(&description.value);
        }
        let shown = [Some(&thing.label), thing.label_zh.as_ref()];
        let mut others: Vec<&str> = self.names.iter().map(|name| name.name.as_str()).collect();
        others.retain(|name| !shown.iter().flatten().any(|shown| shown == name));
        let mut once: Vec<&str> = Vec::new();
        for name in others {
            if !once.contains(&name) {
                once.push(name);
            }
        }
        let names = [("also called", once.join("; "))];
        // That something is sourced goes without saying here; that it is inferred does not.
        let telling = self.facts.iter().filter(|fact| {
            let sourced = fact.values.iter().all(|value| value.value == "sourced");
            !(sourced && fact.property.to_lowercase().ends_with("confidence"))
        });
        let facts = telling.map(|fact| {
            let values: Vec<&str> = fact
                .values
                .iter()
                .map(|value| value.value.as_str())
                .collect();
            (fact.label.as_str(), values.join("; "))
        });
        page.fields(names.into_iter().chain(facts));
    }

    fn standing(&self, page: &mut Page) {
        if self.lists.is_empty() {
            return;
        }
        page.heading(&format!("Lists on {}", self.basis.as_of));
        for status in &self.lists {
            page.fields([(status.list.label.as_str(), standing(status))]);
            for caveat in &status.caveats {
                page.caveat(caveat);
            }
        }
    }

    fn identity(&self, page: &mut Page) {
        let (blocked, followed): (Vec<_>, Vec<_>) = self
            .identity
            .iter()
            .partition(|found| found.blocked.is_some());
        if !followed.is_empty() {
            page.heading("One thing in several records");
            page.fields(followed.into_iter().map(evidence));
        }
        if !blocked.is_empty() {
            page.heading("Perhaps in other records, but evidence contradicts itself");
        }
        for found in blocked {
            page.fields([evidence(found)]);
            page.caveat(found.blocked.as_deref().unwrap_or_default());
        }
    }

    fn offices(&self, page: &mut Page) {
        if self.tenures.is_empty() {
            return;
        }
        page.heading("Offices");
        let mut grid = Grid::new(["person", "office", "body", "from", "to", "sources"]);
        for office in &self.tenures {
            grid.row([
                &labels(&office.person),
                &office.offices.join("; "),
                &labels(&office.body),
                office.start.as_deref().unwrap_or_default(),
                office.end.as_deref().unwrap_or_default(),
                &few(&office.sources),
            ]);
        }
        page.table(&grid);
    }

    fn editions(&self, page: &mut Page) {
        if self.editions.is_empty() {
            return;
        }
        page.heading("Editions");
        let mut grid = Grid::new(["edition", "date", "prints", "announced", "state", "sources"]);
        for edition in &self.editions {
            let announced: Vec<String> = edition
                .announced
                .iter()
                .map(|told| told.value.to_string())
                .collect();
            let prints = match edition.complete {
                true => format!("all {}", edition.printed),
                false => "changes".to_owned(),
            };
            grid.row([
                &edition.thing.id,
                edition.date.as_deref().unwrap_or_default(),
                &prints,
                &announced.join(" or "),
                edition.state,
                &few(&edition.sources),
            ]);
        }
        page.table(&grid);
    }

    fn members(&self, page: &mut Page) {
        if self.members.is_empty() {
            return;
        }
        let heading = match self.thing.class.as_str() {
            "Edition" => format!("Printed companies ({})", self.members.len()),
            _ => format!(
                "On the list on {} ({})",
                self.basis.as_of,
                self.members.len()
            ),
        };
        page.heading(&heading);
        let names: Vec<&str> = self
            .members
            .iter()
            .map(|thing| thing.label.as_str())
            .collect();
        page.line(&names.join("; "));
    }
}

fn standing(status: &ListStatus) -> String {
    let since = status.since.as_ref().map(|date| format!(" since {date}"));
    let since = since.unwrap_or_default();
    let word = match status.status {
        "listed" => format!("listed{since}"),
        "not-listed" => format!("not listed{since}"),
        _ => "not known to be listed".to_owned(),
    };
    match &status.because {
        Some(because) => format!("{word} – {} [{}]", because.label, few(&because.sources)),
        None => word,
    }
}

/// Tells events with their words: requests, responses, proceedings.
fn stories<'a>(page: &mut Page, heading: &str, events: impl Iterator<Item = &'a Event>) {
    let mut first = true;
    for event in events {
        if std::mem::take(&mut first) {
            page.heading(heading);
        }
        let date = event.date.as_deref().unwrap_or("undated");
        let mut words: Vec<&str> = vec![&event.label];
        words.extend(event.texts_of("description"));
        words.extend(event.texts_of("outcome"));
        let told = format!("{} [{}]", words.join(". "), few(&event.sources));
        page.fields([(date, told)]);
        for dispute in &event.disputed {
            page.caveat(&disputed(&dispute.property, &dispute.values));
        }
    }
}

fn disputed(property: &str, values: &[app::Stated<String>]) -> String {
    let values: Vec<String> = values
        .iter()
        .map(|told| format!("{} ({})", told.value, few(&told.sources)))
        .collect();
    format!("sources differ on the {property}: {}", values.join("; "))
}

fn ties(page: &mut Page, heading: &str, ties: &[Tie]) {
    if ties.is_empty() {
        return;
    }
    page.heading(heading);
    let mut grid = Grid::new(["company", "kind", "share", "dates", "sources"]);
    for tie in ties {
        let kind = match tie.withdrawn {
            true => format!("{} (withdrawn notice)", tie.kinds.join(", ")),
            false => tie.kinds.join(", "),
        };
        grid.row([
            &tie.thing.label,
            &kind,
            &share(tie),
            &tie.dates.join(", "),
            &few(&tie.sources),
        ]);
    }
    page.table(&grid);
}

fn share(tie: &Tie) -> String {
    let percent = |part: f64| format!("{} %", (part * 10_000.0).round() / 100.0);
    match (tie.share, tie.share_min, tie.share_max) {
        (Some(share), ..) => percent(share),
        (_, Some(min), Some(max)) => format!("{} to {}", percent(min), percent(max)),
        (_, Some(min), _) => format!("at least {}", percent(min)),
        (_, _, Some(max)) => format!("at most {}", percent(max)),
        _ => String::new(),
    }
}

/// Returns events as a table for people.
fn timeline(events: &[Event]) -> Grid {
    let mut grid = Grid::new(["date", "event", "what", "sources"]);
    for event in events {
        let mark = if event.withdrawn.is_some() {
            " (withdrawn)"
        } else {
            ""
        };
        grid.row([
            event.date.as_deref().unwrap_or("undated"),
            &event.class,
            &format!("{}{mark}", event.label),
            &few(&event.sources),
        ]);
    }
    grid
}
