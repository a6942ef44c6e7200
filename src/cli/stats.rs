//! `actorgraph stats`: what is loaded, from where, how fresh.

use crate::app::{self, Newest};
use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::ui::{Grid, Page, Show};
use clap::Args;

/// Tell what is loaded, from where, and how fresh it is
///
/// Counts things by class, and tells for each list the newest edition and the newest source. Ages
/// are days up to the day of --as-of.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  actorgraph stats
  actorgraph stats --source seed-article
  actorgraph stats --format csv")]
pub(crate) struct Stats {}

impl Stats {
    pub(crate) fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let output = global.output()?;
        let stats = app::stats(&global.open()?)?;
        output.show(&stats)?;
        Ok(Exit::found(stats.statements > 0))
    }
}

impl Show for app::Stats {
    fn page(&self, page: &mut Page) {
        page.heading("Dataset");
        page.fields([
            ("dataset", self.basis.dataset.clone()),
            ("as of", self.basis.as_of.clone()),
            ("known at", self.basis.known_at.clone().unwrap_or_default()),
            (
                "statements",
                format!(
                    "{}, of which {} claims of sources",
                    self.statements, self.claims
                ),
            ),
            ("sources", self.sources.to_string()),
            (
                "newest source",
                self.newest_source.as_ref().map(newest).unwrap_or_default(),
            ),
        ]);
        page.heading("Lists");
        let mut lists = Grid::new([
            "list",
            "editions",
            "newest edition",
            "events",
            "newest source",
            "age",
        ]);
        for list in &self.lists {
            let source = list.newest_source.as_ref();
            lists.row([
                &list.list.label,
                &list.editions.to_string(),
                list.newest_edition
                    .as_ref()
                    .map_or("", |edition| &edition.date),
                &list.events.to_string(),
                source.map_or("", |newest| &newest.source.id),
                &source.map_or_else(String::new, |newest| format!("{} days", newest.age_days)),
            ]);
        }
        page.table(&lists);
        page.heading("Things by class");
        page.table(&self.grid());
    }

    fn grid(&self) -> Grid {
        let mut grid = Grid::new(["class", "count", "meaning"]);
        for class in &self.classes {
            grid.row([&class.class, &class.count.to_string(), &class.label]);
        }
        grid
    }
}

fn newest(newest: &Newest) -> String {
    let source = &newest.source;
    let date = source.date.as_deref().unwrap_or("undated");
    format!("{} ({date}, {} days before)", source.id, newest.age_days)
}
