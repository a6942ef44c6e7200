//! `actorgraph query`: SPARQL.

use crate::app::{self, Answer, AnswerKind, QueryRequest, QueryText};
use crate::cli::args::{Format, Global};
use crate::cli::error::UsageError;
use crate::cli::exit::Exit;
use crate::cli::ui::{self, Grid, Page};
use clap::Args;
use std::io::{self, Read};

/// Run a SPARQL 1.1 query
///
/// QUERY is the path of a file, else the name of a query of the catalogue (--list shows them), else
/// SPARQL itself; `-` reads SPARQL from stdin. The prefixes ag:, agid:, rdfs:, skos:, dcterms:, org:,
/// prov:, schema:, xsd: and others need no declaration.
///
/// Each source is a named graph; outside GRAPH a query sees them all. ?asOf and ?knownAt hold the
/// days of --as-of and --known-at.
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
    #[arg(long)]
    list: bool,
}

impl Query {
    pub(crate) fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let query = match self.query {
            Some(word) if word == "-" => {
                let mut text = String::new();
                io::stdin().read_to_string(&mut text).map_err(|error| {
                    UsageError::new("cannot-read", format!("cannot read stdin: {error}"))
                })?;
                let origin = "stdin".to_owned();
                QueryText::Sparql { text, origin }
            }
            word => QueryText::Word(word.unwrap_or_default()),
        };
        let request = QueryRequest {
            query,
            parameters: self.param,
            limit: global.limit(None),
            timeout: global.timeout(),
        };
        let answer = app::query(&global.open()?, &request)?;
        match (answer.kind(), global.format()) {
            (_, Format::Table) => page(&answer).print()?,
            (AnswerKind::Statements, Format::Json) => answer.write("jsonld", io::stdout().lock())?,
            (_, format) => answer.write(&format.name(), io::stdout().lock())?,
        }
        if answer.truncated() {
            ui::note(&format!("the first {} rows shown", answer.len()));
        }
        Ok(Exit::found(answer.found()))
    }
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
