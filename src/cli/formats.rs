//! `actorgraph formats`: what `import` reads.

use crate::app;
use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::ui::{Grid, Page, Show};
use clap::Args;

/// List the formats that import reads
///
/// A document is told by its content to be of a format; `import --as NAME` names it instead. All
/// of them are read packed, too (.gz .zst .xz .bz2 .zip), and from standard input.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  actorgraph formats
  actorgraph formats --format json")]
pub(crate) struct FormatsArgs {}

impl FormatsArgs {
    pub(crate) fn run(self, global: &Global) -> anyhow::Result<Exit> {
        global.output()?.show(&app::formats())?;
        Ok(Exit::Found)
    }
}

impl Show for app::Formats {
    fn page(&self, page: &mut Page) {
        page.table(&self.grid());
    }

    fn grid(&self) -> Grid {
        let mut grid = Grid::new(["name", "what it is", "publisher", "page", "told by"]);
        for format in &self.formats {
            let publisher = format.publisher.unwrap_or_default();
            grid.row([
                format.name,
                format.title,
                publisher,
                format.page,
                format.recognized_by,
            ]);
        }
        grid
    }
}
