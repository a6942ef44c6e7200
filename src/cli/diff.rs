//! `actorgraph diff`: what changed on a list.

use crate::app::{self, Change, DiffRequest, End};
use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::ui::{self, Grid, Page, Show};
use crate::cli::words::{few, labels, sources, tell_names};
use clap::Args;

/// Compare two editions of a list, or a list on two days
///
/// Tells who was added, removed, renamed, and who is grouped under other parents, each with the
/// event that did it. An edition that was withdrawn is told as the list would have stood.
#[derive(Args, Debug)]
#[command(after_long_help = "\
A point is the id of an edition, or a day as YYYY-MM-DD, YYYY-MM or YYYY (a month or year means its
last day). Two days without --list compare the list with most listings.

Exit codes: 0 something changed; 1 nothing changed; 2 a point or list is unknown.

Examples:
  actorgraph diff dod-1260h-2025-01-07 dod-1260h-2026-06-08
  actorgraph diff 2024-12 2025-01 --list \"1260H list\"
  actorgraph diff dod-1260h-2025-01-07 dod-1260h-2026-02-13 --format csv")]
pub(crate) struct Diff {
    /// The first edition or day
    #[arg(value_name = "A")]
    from: String,
    /// The second edition or day
    #[arg(value_name = "B")]
    to: String,
    /// The list
    #[arg(long, value_name = "LIST")]
    list: Option<String>,
}

impl Diff {
    pub(crate) fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let output = global.output()?;
        let request = DiffRequest {
            from: self.from,
            to: self.to,
            list: self.list,
        };
        let session = global.open()?;
        let diff = app::diff(&session, &request)?;
        tell_names(&session);
        if request.list.is_none() && diff.from.edition.is_none() && diff.to.edition.is_none() {
            ui::note(&format!(
                "took the list with most listings, {} (`{}`); --list names another",
                diff.list.label, diff.list.id
            ));
        }
        output.show(&diff)?;
        Ok(Exit::found(diff.has_changes()))
    }
}

impl Show for app::Diff {
    fn page(&self, page: &mut Page) {
        page.heading(&format!(
            "{}: {} to {}",
            self.list.label,
            end(&self.from),
            end(&self.to)
        ));
        page.line(&format!(
            "{} added, {} removed, {} renamed, {} under other parents, {} stayed",
            self.added.len(),
            self.removed.len(),
            self.renamed.len(),
            self.reparented.len(),
            self.stayed
        ));
        for point in [&self.from, &self.to] {
            if let Some(edition) = point.edition.as_ref().filter(|_| point.withdrawn) {
                page.caveat(&format!(
                    "{} was withdrawn: told as the list would have stood",
                    edition.label
                ));
            }
        }
        changes(page, "Added", &self.added);
        changes(page, "Removed", &self.removed);
        if !self.renamed.is_empty() {
            page.heading(&format!("Renamed ({})", self.renamed.len()));
            let mut grid = Grid::new(["company", "before", "after", "date", "sources"]);
            for change in &self.renamed {
                grid.row([
                    &change.company.label,
                    change.former_name.as_deref().unwrap_or_default(),
                    change.new_name.as_deref().unwrap_or_default(),
                    date(change),
                    &cited(change),
                ]);
            }
            page.table(&grid);
        }
        if !self.reparented.is_empty() {
            page.heading(&format!("Under other parents ({})", self.reparented.len()));
            let mut grid = Grid::new(["company", "before", "after"]);
            for found in &self.reparented {
                grid.row([
                    &found.company.label,
                    &labels(&found.from),
                    &labels(&found.to),
                ]);
            }
            page.table(&grid);
        }
        sources(page, &self.sources);
    }

    fn grid(&self) -> Grid {
        let mut grid = Grid::new([
            "change", "id", "label", "before", "after", "date", "event", "sources",
        ]);
        let kinds = [
            ("added", &self.added),
            ("removed", &self.removed),
            ("renamed", &self.renamed),
        ];
        for (kind, changes) in kinds {
            for change in changes {
                let event = change.event.as_ref();
                grid.row([
                    kind,
                    &change.company.id,
                    &change.company.label,
                    change.former_name.as_deref().unwrap_or_default(),
                    change.new_name.as_deref().unwrap_or_default(),
                    date(change),
                    event.map_or("", |event| &event.id),
                    &event.map_or_else(String::new, |event| event.sources.join(";")),
                ]);
            }
        }
        for found in &self.reparented {
            grid.row([
                "reparented",
                &found.company.id,
                &found.company.label,
                &labels(&found.from),
                &labels(&found.to),
                "",
                &found.evidence.join(";"),
                "",
            ]);
        }
        grid
    }
}

fn end(end: &End) -> String {
    let date = end.date.as_deref().unwrap_or("undated");
    match &end.edition {
        Some(edition) => edition.label.clone(),
        None => date.to_owned(),
    }
}

fn changes(page: &mut Page, heading: &str, changes: &[Change]) {
    if changes.is_empty() {
        return;
    }
    page.heading(&format!("{heading} ({})", changes.len()));
    let mut grid = Grid::new(["company", "event", "date", "sources"]);
    for change in changes {
        let how = match (&change.event, &change.edition) {
            (Some(event), _) => event.class.clone(),
            (None, Some(edition)) => format!("shown by {}", edition.id),
            _ => String::new(),
        };
        grid.row([&change.company.label, &how, date(change), &cited(change)]);
    }
    page.table(&grid);
}

fn date(change: &Change) -> &str {
    let event = change.event.as_ref();
    event
        .and_then(|event| event.date.as_deref())
        .unwrap_or_default()
}

fn cited(change: &Change) -> String {
    change
        .event
        .as_ref()
        .map_or_else(String::new, |event| few(&event.sources))
}
