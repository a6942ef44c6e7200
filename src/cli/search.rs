//! `actorgraph search`: things by name, tolerant of spelling.

use crate::app::{self, SearchRequest, SearchResult};
use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::ui::{Grid, Page, Show};
use clap::Args;

/// Search things by name
///
/// Finds names as written, without legal form, by abbreviation, by part and by a spelling with a
/// slip or two, in English and Chinese, best first. Shows 10 unless --limit says else.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Exit codes: 0 found; 1 nothing found.

Examples:
  actorgraph search hesei
  actorgraph search CETC --limit 0
  actorgraph search 海康
  actorgraph search biotech --class sector")]
pub(crate) struct Search {
    /// A name or a part of one; several words need no quotes
    #[arg(value_name = "NAME", required = true)]
    name: Vec<String>,
    /// Only things of this class, as `list` takes it
    #[arg(long, value_name = "CLASS")]
    class: Option<String>,
}

impl Search {
    pub(crate) fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let output = global.output()?;
        let request = SearchRequest {
            name: self.name.join(" "),
            class: self.class,
            limit: global.limit(Some(10)),
        };
        let result = app::search(&global.open()?, &request)?;
        output.show(&result)?;
        Ok(Exit::found(!result.hits.is_empty()))
    }
}

impl Show for SearchResult {
    fn page(&self, page: &mut Page) {
        let mut grid = Grid::new(["name", "class", "id", "found by", "how", "score"]);
        for hit in &self.hits {
            grid.row([
                &hit.thing.label,
                &hit.thing.class,
                &hit.thing.id,
                &hit.name,
                hit.how,
                &format!("{:.2}", hit.score),
            ]);
        }
        page.table(&grid);
        if self.hits.is_empty() {
            page.line("nothing found");
        }
    }

    fn grid(&self) -> Grid {
        let mut grid = Grid::new(["id", "label", "label_zh", "type", "name", "how", "score"]);
        for hit in &self.hits {
            grid.row([
                &hit.thing.id,
                &hit.thing.label,
                hit.thing.label_zh.as_deref().unwrap_or_default(),
                &hit.thing.class,
                &hit.name,
                hit.how,
                &hit.score.to_string(),
            ]);
        }
        grid
    }
}
