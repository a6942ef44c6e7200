//! `actorgraph identity`: which records were taken for one thing, and why; and to take that back.

use crate::app::{self, DecideRequest, Decision, Identification, Identities};
use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::progress::Progress;
use crate::cli::store::folder;
use crate::cli::ui::{self, Grid, Page, Show};
use crate::cli::words::{few, tell_names};
use clap::Args;

/// Tell which records were taken for one thing and why, or take it back
///
/// Records of several sources are one thing where they share an LEI, a registration number of one
/// register, a ticker of one market, an IMO number, a Wikidata item or a referent, or where a row of
/// a table of same things says so; never for a name. Evidence that contradicts other evidence is not
/// followed, and told.
///
/// With --split a record stands alone from now on, in this dataset and after later imports; --join
/// takes that back.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Exit codes: 0 found, or decided; 1 nothing is told by several records.

Examples:
  actorgraph identity --store mine
  actorgraph identity Huawei --store mine
  actorgraph identity --split ftm-ofac-30882 --reason \"another company\" --store mine
  actorgraph identity --join ftm-ofac-30882 --store mine")]
pub(crate) struct IdentityArgs {
    /// Tell of this thing only; a name, id or IRI
    #[arg(value_name = "NAME", conflicts_with_all = ["split", "join"])]
    name: Vec<String>,

    /// Let this record stand alone (repeatable)
    #[arg(long, value_name = "RECORD", conflicts_with = "join")]
    split: Vec<String>,

    /// Let this record be taken for another again (repeatable)
    #[arg(long, value_name = "RECORD")]
    join: Vec<String>,

    /// Why the record stands alone
    #[arg(long, value_name = "TEXT", requires = "split")]
    reason: Option<String>,
}

/// How many things a page tells.
const PAGE: usize = 60;

impl IdentityArgs {
    pub(crate) fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let output = global.output()?;
        let (records, decision) = match (self.split.is_empty(), self.join.is_empty()) {
            (true, true) => {
                let session = global.open()?;
                let name = (!self.name.is_empty()).then(|| self.name.join(" "));
                let limit = global.limit(Some(PAGE));
                let found = app::identities(&session, name.as_deref(), limit)?;
                tell_names(&session);
                output.show(&found)?;
                let shown = found.things.len().max(found.blocked.len());
                let total = found.things_total.max(found.blocked_total);
                if shown < total {
                    ui::note(&format!("{shown} of {total} shown; --limit 0 shows all"));
                }
                return Ok(Exit::found(total > 0));
            }
            (false, _) => (self.split, Decision::Split(self.reason)),
            (true, false) => (self.join, Decision::Join),
        };
        let request = DecideRequest {
            records,
            decision,
            store: folder(global, "identity --split")?.to_owned(),
            day: Global::today(),
            now: Some(jiff::Timestamp::now()),
        };
        let progress = Progress::stoppable("read", global.timeout());
        let written = app::decide(&request, &|seen| progress.tell_seen(seen));
        progress.finish();
        output.show(&written?)?;
        Ok(Exit::Found)
    }
}

impl Show for Identities {
    fn page(&self, page: &mut Page) {
        for found in &self.things {
            page.heading(&format!("{} ({})", found.thing.label, found.thing.id));
            page.fields([("records", found.records.join("; "))]);
            page.fields(found.evidence.iter().map(evidence));
        }
        if !self.blocked.is_empty() {
            page.heading("Not followed");
            for found in &self.blocked {
                page.fields([evidence(found)]);
                page.caveat(found.blocked.as_deref().unwrap_or_default());
            }
        }
    }

    fn grid(&self) -> Grid {
        let mut grid = Grid::new(["thing", "by", "value", "records", "sources", "blocked"]);
        let followed = self.things.iter().flat_map(|found| {
            let id = found.thing.id.as_str();
            found.evidence.iter().map(move |evidence| (id, evidence))
        });
        let blocked = self.blocked.iter().map(|evidence| ("", evidence));
        for (thing, evidence) in followed.chain(blocked) {
            grid.row([
                thing,
                &evidence.by,
                &evidence.value,
                &evidence.records.join(";"),
                &evidence.sources.join(";"),
                evidence.blocked.as_deref().unwrap_or_default(),
            ]);
        }
        grid
    }
}

/// Returns a piece of evidence as a line.
pub(crate) fn evidence(found: &Identification) -> (&str, String) {
    let records = found.records.join(", ");
    let told = format!("{}: {records} [{}]", found.value, few(&found.sources));
    (found.by.as_str(), told)
}
