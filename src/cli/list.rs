//! `actorgraph list`: things by class and filter.

use crate::app::{self, Item, ListRequest, Listed};
use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::ui::{self, Grid, Page, Show};
use crate::cli::words::{ids, labels, tell_names};
use clap::Args;

/// List things by class and filter
///
/// Without --class it lists companies. Filters are joined by "and". Names in filters may be names,
/// short forms or ids. With --source only things of which these sources tell are listed.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Classes: company, agency, court, committee, government, official, group, country, sector, law,
list, edition, source, tenure, ownership, event, and the kinds of event: listing, removal, request,
response, lawsuit, ruling, publication, withdrawal, assessment, ….

Exit codes: 0 found; 1 nothing fits, or nothing has the name in a filter; 2 a class or kind is unknown,
or a name may mean several things.

Examples:
  actorgraph list --on-list \"1260H list\" --sector biotechnology
  actorgraph list --requested-by \"House Select Committee\"
  actorgraph list --class edition --list 1260H
  actorgraph list --class request --involving DeepSeek
  actorgraph list --class source --format csv")]
pub(crate) struct List {
    /// The class of things to list
    #[arg(long, value_name = "CLASS")]
    class: Option<String>,
    /// Only companies that stand on this list on the day of --as-of
    #[arg(long, value_name = "LIST")]
    on_list: Option<String>,
    /// Only editions, events and laws that concern this list
    #[arg(long, value_name = "LIST")]
    list: Option<String>,
    /// Only things of this sector, or of one below it
    #[arg(long, value_name = "SECTOR")]
    sector: Option<String>,
    /// Only things of this country
    #[arg(long, value_name = "COUNTRY")]
    country: Option<String>,
    /// Only things of this kind, such as letter, denial or statute
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Only things that this actor asked to be listed, or requests that it made
    #[arg(long, value_name = "ACTOR")]
    requested_by: Option<String>,
    /// Only events in which this thing takes part
    #[arg(long, value_name = "NAME")]
    involving: Option<String>,
}

impl List {
    pub(crate) fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let output = global.output()?;
        let request = ListRequest {
            class: self.class,
            on_list: self.on_list,
            about_list: self.list,
            sector: self.sector,
            country: self.country,
            kind: self.kind,
            requested_by: self.requested_by,
            involving: self.involving,
            limit: global.limit(None),
        };
        let session = global.open()?;
        let listed = app::list(&session, &request)?;
        tell_names(&session);
        output.show(&listed)?;
        if listed.items.len() < listed.total {
            ui::note(&format!("{} of {} shown", listed.items.len(), listed.total));
        }
        Ok(Exit::found(listed.total > 0))
    }
}

/// Tells one column of an item.
type Cell = fn(&Item) -> String;

impl Show for Listed {
    fn page(&self, page: &mut Page) {
        let has = |told: fn(&Item) -> bool| self.items.iter().any(told);
        let columns: Vec<(&str, Cell)> = [
            (true, "name", (|item| item.thing.label.clone()) as Cell),
            (
                has(|item| item.thing.label_zh.is_some()),
                "Chinese name",
                |item| item.thing.label_zh.clone().unwrap_or_default(),
            ),
            (has(|item| item.thing.class != "Company"), "class", |item| {
                item.thing.class.clone()
            }),
            (has(|item| item.date.is_some()), "date", |item| {
                item.date.clone().unwrap_or_default()
            }),
            (has(|item| item.country.is_some()), "country", |item| {
                item.country
                    .as_ref()
                    .map_or_else(String::new, |country| country.label.clone())
            }),
            (has(|item| !item.sectors.is_empty()), "sectors", |item| {
                labels(&item.sectors)
            }),
            (has(|item| !item.kinds.is_empty()), "kind", |item| {
                item.kinds.join(", ")
            }),
            (has(|item| !item.lists.is_empty()), "lists", |item| {
                labels(&item.lists)
            }),
            (true, "id", |item| item.thing.id.clone()),
        ]
        .into_iter()
        .filter(|(shown, ..)| *shown)
        .map(|(_, name, cell)| (name, cell))
        .collect();
        let grid = Grid {
            header: columns.iter().map(|(name, _)| (*name).to_owned()).collect(),
            rows: self
                .items
                .iter()
                .map(|item| columns.iter().map(|(_, cell)| cell(item)).collect())
                .collect(),
        };
        page.table(&grid);
        match self.total {
            0 => page.line("nothing found"),
            1 => page.line("1 found"),
            total => page.line(&format!("{total} found")),
        }
    }

    fn grid(&self) -> Grid {
        let mut grid = Grid::new([
            "id", "label", "label_zh", "type", "date", "country", "sectors", "lists", "kinds",
        ]);
        for item in &self.items {
            grid.row([
                &item.thing.id,
                &item.thing.label,
                item.thing.label_zh.as_deref().unwrap_or_default(),
                &item.thing.class,
                item.date.as_deref().unwrap_or_default(),
                item.country.as_ref().map_or("", |country| &country.id),
                &ids(&item.sectors),
                &ids(&item.lists),
                &item.kinds.join(";"),
            ]);
        }
        grid
    }
}
