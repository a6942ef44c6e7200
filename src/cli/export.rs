//! `actorgraph export`: for other programs.

use crate::app::{self, ExportRequest, PathRequest, QueryRequest, QueryText};
use crate::cli::args::Global;
use crate::cli::error::UsageError;
use crate::cli::exit::Exit;
use crate::cli::path::Steps;
use crate::cli::routes::RouteArgs;
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
  actorgraph export dot --path \"MGI Tech\" any --via 'subsidiaryOf+/onList'
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
    /// Only the routes from one end to another, as `path` finds them: two names, or `any`
    ///
    /// The flags below under Ends of routes and Routes say which; without --limit all that they ask
    /// for are drawn. Without --path, --from-query draws what a query gives: the statements of a
    /// CONSTRUCT, or the things of a SELECT.
    #[arg(long, num_args = 2, value_names = ["FROM", "TO"], conflicts_with_all = ["around", "hops"])]
    path: Option<Vec<String>>,
    #[command(flatten)]
    steps: Steps,
    /// Write into this file or folder; `-` is stdout
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    routes: RouteArgs,
}

/// What is to be exported.
enum What {
    /// Routes.
    Path(Box<PathRequest>),
    /// Everything, or what lies around things or comes from a query.
    Things(Box<ExportRequest>),
}

impl Export {
    pub(crate) fn run(self, global: &Global) -> anyhow::Result<Exit> {
        global.no_format()?;
        let what = match self.path {
            Some(ends) => {
                let mut ends = ends.into_iter();
                let (from, to) = (ends.next(), ends.next());
                What::Path(Box::new(PathRequest {
                    limit: global.limit(None),
                    timeout: global.timeout(),
                    ..self.routes.request(from, to, self.steps)?
                }))
            }
            None => {
                if let Some(flag) = self.routes.given() {
                    let message = format!("{flag} is for routes, and none are asked for");
                    return Err(UsageError::new("unfit-flag", message)
                        .with_help("add --path FROM TO")
                        .into());
                }
                let query = self.routes.from_query;
                if query.is_some() && !self.around.is_empty() {
                    let message = "--around and --from-query were given, expected one of them";
                    return Err(UsageError::new("unfit-flag", message).into());
                }
                if query.is_none() && !self.routes.param.is_empty() {
                    let message = "--param is for a query, and there is none";
                    return Err(UsageError::new("unfit-flag", message)
                        .with_help("add --from-query QUERY")
                        .into());
                }
                let usual = usize::from(query.is_none());
                What::Things(Box::new(ExportRequest {
                    format: self.form.clone(),
                    around: self.around,
                    hops: self.hops.unwrap_or(usual),
                    query: query.map(|word| QueryRequest {
                        query: QueryText::Word(word),
                        parameters: self.routes.param,
                        limit: global.limit(None),
                        timeout: global.timeout(),
                    }),
                    relations: self.steps.relation,
                    avoid: self.steps.avoid,
                    with_withdrawn: self.steps.with_withdrawn,
                }))
            }
        };
        let session = global.open()?;
        let export = match what {
            What::Path(request) => app::export_path(&session, &request, &self.form)?,
            What::Things(request) => app::export(&session, &request)?,
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
