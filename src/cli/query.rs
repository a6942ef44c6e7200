//! `actorgraph query`: SPARQL.

use crate::app::{self, Answer, AnswerKind, Queries, QueryEntry, QueryRequest, QueryText};
use crate::cli::args::{Format, Global};
use crate::cli::error::UsageError;
use crate::cli::exit::Exit;
use crate::cli::ui::{self, Grid, Page, Show};
use crate::cli::words::tell_names;
use clap::Args;
use std::io::{self, Read};

/// Run a SPARQL 1.1 query
///
/// QUERY is the path of a file, else the name of a query of the catalogue (--list shows them), else
/// SPARQL itself; `-` reads SPARQL from stdin. The prefixes ag:, agid:, rdfs:, skos:, dcterms:, org:,
/// prov:, schema:, xsd: and others need no declaration.
///
/// Each source is a named graph; outside GRAPH a query sees them all. ?asOf and ?knownAt hold the
/// days of --as-of and --known-at. SERVICE <https://w3id.org/actorgraph/path> finds paths, as
/// docs/sparql.md tells; nobody else is asked.
#[derive(Args, Debug)]
#[command(after_long_help = "\
SELECT and ASK are written as table, json, csv, tsv or xml (SPARQL 1.1 result formats); CONSTRUCT and
DESCRIBE as turtle, ntriples, nquads, trig, rdfxml or jsonld; for them json means jsonld, and table is
a table of statements.

Exit codes: 0 rows, statements or yes; 1 none or no; 2 the query is wrong or unknown; 3 it failed or
took longer than --timeout.

Examples:
  actorgraph query --list
  actorgraph query listings/current --param list=dod-1260h --as-of 2025-01
  actorgraph query 'SELECT ?who { agid:deepseek ag:requestedBy ?who }'
  actorgraph query 'ASK { agid:ymtc ag:onList agid:dod-1260h }'
  actorgraph query mine.rq --format csv > rows.csv
  echo 'DESCRIBE agid:deepseek' | actorgraph query - --format turtle")]
pub(crate) struct Query {
    /// A file, a named query, SPARQL, or `-`
    #[arg(value_name = "QUERY", required_unless_present = "list")]
    query: Option<String>,
    /// A parameter of the query, as name=value (repeatable)
    #[arg(long, value_name = "NAME=VALUE", value_parser = parameter)]
    param: Vec<(String, String)>,
    /// List the named queries with their parameters
    #[arg(long, conflicts_with = "query")]
    list: bool,
}

impl Query {
    pub(crate) fn run(self, global: &Global) -> anyhow::Result<Exit> {
        if self.list {
            global.output()?.show(&app::queries()?)?;
            return Ok(Exit::Found);
        }
        let query = text_of(self.query.unwrap_or_default())?;
        let request = QueryRequest {
            query,
            parameters: self.param,
            limit: global.limit(None),
            timeout: global.timeout(),
        };
        let session = global.open()?;
        let answer = app::query(&session, &request)?;
        tell_names(&session);
        match (answer.kind(), global.format()) {
            (_, Format::Table) => page(&answer).print()?,
            (AnswerKind::Statements, Format::Json) => {
                answer.write("jsonld", io::stdout().lock())?
            }
            (_, format) => answer.write(&format.name(), io::stdout().lock())?,
        }
        if answer.truncated() {
            ui::note(&format!("the first {} rows shown", answer.len()));
        }
        Ok(Exit::found(answer.found()))
    }
}

/// Returns SPARQL as a user gives it; `-` reads it from stdin.
pub(crate) fn text_of(word: String) -> Result<QueryText, UsageError> {
    if word != "-" {
        return Ok(QueryText::Word(word));
    }
    let mut text = String::new();
    io::stdin()
        .read_to_string(&mut text)
        .map_err(|error| UsageError::new("cannot-read", format!("cannot read stdin: {error}")))?;
    let origin = "stdin".to_owned();
    Ok(QueryText::Sparql { text, origin })
}

fn page(answer: &Answer) -> Page {
    let (header, rows) = answer.rows();
    let mut page = Page::new();
    if answer.kind() == AnswerKind::Boolean {
        let word = rows.into_iter().flatten().next();
        page.line(&word.unwrap_or_default());
        return page;
    }
    let count = rows.len();
    page.table(&Grid { header, rows });
    let what = match (answer.kind(), count) {
        (AnswerKind::Statements, 1) => "statement",
        (AnswerKind::Statements, _) => "statements",
        (_, 1) => "row",
        _ => "rows",
    };
    page.line(&format!("{count} {what}"));
    page
}

impl Show for Queries {
    fn page(&self, page: &mut Page) {
        fn group(query: &QueryEntry) -> &str {
            query.name.rsplit_once('/').map_or("", |(group, _)| group)
        }
        for queries in self.queries.chunk_by(|a, b| group(a) == group(b)) {
            page.heading(group(&queries[0]));
            page.fields(
                queries
                    .iter()
                    .map(|query| (query.name.as_str(), described(query))),
            );
        }
    }

    fn grid(&self) -> Grid {
        let mut grid = Grid::new(["name", "summary", "parameters", "columns"]);
        for query in &self.queries {
            let columns: Vec<&str> = query
                .columns
                .iter()
                .map(|column| column.name.as_str())
                .collect();
            grid.row([
                &query.name,
                &query.summary,
                &parameters(query),
                &columns.join(" "),
            ]);
        }
        grid
    }
}

fn described(query: &QueryEntry) -> String {
    match parameters(query) {
        text if text.is_empty() => query.summary.clone(),
        text => format!("{} ({text})", query.summary),
    }
}

/// Tells parameters as they are given: `company` must be, `list=dod-1260h` has a default, `[from]`
/// may be left open.
fn parameters(query: &QueryEntry) -> String {
    let told = query
        .parameters
        .iter()
        .map(|parameter| match &parameter.default {
            Some(default) => format!("{}={default}", parameter.name),
            None if parameter.required => parameter.name.clone(),
            None => format!("[{}]", parameter.name),
        });
    told.collect::<Vec<_>>().join(" ")
}

/// Splits `name=value`.
pub(crate) fn parameter(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => {
            let name = name.trim().trim_start_matches(['?', '$']);
            Ok((name.to_owned(), value.to_owned()))
        }
        _ => Err("expected name=value".to_owned()),
    }
}
