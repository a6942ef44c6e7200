//! `actorgraph update`: SPARQL Update.

use crate::app::{self, UpdateRequest};
use crate::cli::args::Global;
use crate::cli::error::UsageError;
use crate::cli::exit::Exit;
use crate::cli::progress::Progress;
use crate::cli::query::text_of;
use crate::cli::store::{folder, tell};
use clap::Args;
use std::env;
use std::path::MAIN_SEPARATOR;

/// Change a saved dataset by a SPARQL 1.1 update
///
/// UPDATE is the path of a file, else SPARQL itself; `-` reads SPARQL from stdin. Prefixes are known as to
/// `query`. All operations are done, or none.
///
/// A claim stands in the graph of the source that makes it: an INSERT names that graph; outside of
/// GRAPH only what describes a source itself can stand. A DELETE outside of GRAPH takes a statement out of
/// all sources that make it. What follows from claims is derived anew, and is not taken out by itself.
/// LOAD reads files of this machine, and nothing over a network.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Exit codes: 0 done, even if nothing changed; 2 the update is wrong; 3 it failed or took longer than
--timeout, or the dataset could not be read or written. Nothing changed then.

Examples:
  actorgraph update changes.ru --store mine --dry-run
  actorgraph update changes.ru --store mine
  actorgraph update 'INSERT DATA { GRAPH agid:n { agid:acme ag:ownedBy agid:beta } }' --store mine
  actorgraph update 'DELETE WHERE { agid:acme ag:ownedBy ?owner }' --store mine
  actorgraph update 'LOAD <more.ttl> INTO GRAPH agid:more' --store mine
  actorgraph update 'CLEAR GRAPH agid:n' --store mine")]
pub(crate) struct Update {
    /// A file, SPARQL, or `-`
    #[arg(value_name = "UPDATE")]
    update: String,
    /// Tell what would happen, and change nothing
    #[arg(long)]
    dry_run: bool,
}

impl Update {
    pub(crate) fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let output = global.output()?;
        let store = folder(global, "update")?.to_owned();
        let scope = global.scope();
        if scope.known_at.is_some() || !scope.sources.is_empty() {
            let message = "an update works on all sources: --source and --known-at do not fit";
            return Err(UsageError::new("unfit-flag", message)
                .with_help("name graphs in the update: WITH, USING, GRAPH")
                .into());
        }
        let update = text_of(self.update)?;
        let request = UpdateRequest {
            update,
            store,
            dry_run: self.dry_run,
            may_load: true,
            base: here(),
            as_of: scope.as_of,
            timeout: global.timeout(),
            now: Some(jiff::Timestamp::now()),
        };
        let progress = Progress::stoppable("read", None);
        let written = app::update(&request, &|seen| progress.tell_seen(seen));
        progress.finish();
        let written = written?;
        tell(&written.notes);
        output.show(&written)?;
        Ok(Exit::Found)
    }
}

/// Returns the folder where we are as an IRI, which the names of files go on from.
fn here() -> Option<String> {
    let folder = env::current_dir().ok()?;
    let folder = folder.to_str()?.replace(MAIN_SEPARATOR, "/");
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    let mut iri = "file://".to_owned();
    if !folder.starts_with('/') {
        iri.push('/');
    }
    for byte in folder.bytes() {
        match safe(byte) {
            true => iri.push(byte.into()),
            false => iri += &format!("%{byte:02X}"),
        }
    }
    iri.push('/');
    Some(iri)
}
