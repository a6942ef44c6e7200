//! `actorgraph export`: for other programs.

use crate::app::{self, ExportRequest, PathRequest, QueryRequest, QueryText};
use crate::cli::args::Global;
use crate::cli::error::UsageError;
use crate::cli::exit::Exit;
use crate::cli::path::Steps;
use crate::cli::ui;
use crate::cli::words::tell_names;
use clap::Args;
use std::io;
use std::path::PathBuf;

/// Export the dataset, a neighborhood, a query's result or a path
///
/// FORMAT is one of dot, graphml, gexf, cytoscape, csv, jsonl (graphs) and turtle, trig, ntriples,
/// nquads, rdfxml, jsonld (statements, those of each source in its graph where the format has
/// graphs). Without --around, --from-query or --path everything in scope is written.
///
/// A file is written beside its place and then renamed, so that it is never seen half written. With
/// csv, a folder as --output gets nodes.csv and edges.csv.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Exit codes: 0 written; 1 nothing to write; 2 unknown format or name; 3 the output cannot be written.

Examples:
  actorgraph export dot --around DeepSeek --hops 2 | dot -Tsvg > deepseek.svg
  actorgraph export graphml --output graph.graphml
  actorgraph export csv --output tables/
  actorgraph export trig --source seed-article
  actorgraph export dot --path DeepSeek Alibaba --all
  actorgraph export gexf --from-query listings/current")]
pub(crate) struct Export {
    /// The format
    #[arg(value_name = "FORMAT")]
    form: String,
    /// Only what lies around this thing (repeatable)
    #[arg(long, value_name = "NAME")]
    around: Vec<String>,
    /// How many steps around [default: 1; 0 for --from-query]
    #[arg(long, value_name = "N")]
    hops: Option<usize>,
    /// Only what this query gives: a file, a named query or SPARQL
    #[arg(long, value_name = "QUERY", conflicts_with = "around")]
    from_query: Option<String>,
    /// A parameter of the named query, as name=value (repeatable)
    #[arg(long, value_name = "NAME=VALUE", value_parser = super::query::parameter, requires = "from_query")]
    param: Vec<(String, String)>,
    /// Only the shortest routes between two things
    #[arg(long, num_args = 2, value_names = ["FROM", "TO"], conflicts_with_all = ["around", "from_query"])]
    path: Option<Vec<String>>,
    /// With --path: all shortest routes, not one only
    #[arg(long, requires = "path")]
    all: bool,
    /// With --path: take at most this many steps
    #[arg(long, value_name = "N", requires = "path")]
    max_hops: Option<u32>,
    /// With --path: walk relations from subject to object only
    #[arg(long, requires = "path")]
    directed: bool,
    #[command(flatten)]
    steps: Steps,
    /// Write into this file or folder; `-` is stdout
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Export {
    pub(crate) fn run(self, global: &Global) -> anyhow::Result<Exit> {
        global.no_format()?;
        let session = global.open()?;
        let export = match self.path.as_deref() {
            Some([from, to]) => {
                let request = PathRequest {
                    from: from.clone(),
                    to: to.clone(),
                    all: self.all,
                    max_hops: self.max_hops,
                    relations: self.steps.relation,
                    avoid: self.steps.avoid,
                    directed: self.directed,
                    with_withdrawn: self.steps.with_withdrawn,
                    limit: None,
                };
                app::export_path(&session, &request, &self.form)?
            }
            Some(_) => return Err(UsageError::new("two-ends", "--path takes two names").into()),
            None => {
                let usual = usize::from(self.from_query.is_none());
                let request = ExportRequest {
                    format: self.form,
                    around: self.around,
                    hops: self.hops.unwrap_or(usual),
                    query: self.from_query.map(|word| QueryRequest {
                        query: QueryText::Word(word),
                        parameters: self.param,
                        limit: global.limit(None),
                        timeout: global.timeout(),
                    }),
                    relations: self.steps.relation,
                    avoid: self.steps.avoid,
                    with_withdrawn: self.steps.with_withdrawn,
                };
                app::export(&session, &request)?
            }
        };
        tell_names(&session);
        match self.output.filter(|path| path.as_os_str() != "-") {
            Some(path) => {
                export.write_file(&path)?;
                ui::note(&format!(
                    "wrote {} to {}",
                    export.size(&path),
                    path.display()
                ));
            }
            None => export.write(io::stdout().lock())?,
        }
        Ok(Exit::found(!export.is_empty()))
    }
}
