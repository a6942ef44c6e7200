//! SPARQL queries: named ones of the catalogue, files, and texts.

use crate::app::error::is_update;
use crate::app::path::{PATH, PathService};
use crate::app::value::{self, Basis};
use crate::app::{AppError, Session};
use crate::export::{self, Format};
use crate::model::{Date, vocab};
use crate::names::nearest;
use crate::query::{
    Catalogue, Fallback, NamedQuery, Param, ParamType, Params, QueryError, Unresolved,
};
use crate::store::{Bindings, Query, QueryResult};
use oxrdf::{Literal, NamedNode, Term};
use serde::Serialize;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Which query to run, and with what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueryRequest {
    /// A file, the name of a query of the catalogue, or a SPARQL text.
    pub query: QueryText,
    /// The parameters of a named query, or values for variables, by name.
    pub parameters: Vec<(String, String)>,
    /// At most this many rows; all when `None`.
    pub limit: Option<usize>,
    /// How long it may run; for ever when `None`.
    pub timeout: Option<Duration>,
}

/// Where the text of a query comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueryText {
    /// A word as a user gives it: the path of a file, else a name of the catalogue, else SPARQL.
    Word(String),
    /// SPARQL, and where it was read.
    Sparql {
        /// The text.
        text: String,
        /// What to call it in errors, e.g. `stdin`.
        origin: String,
    },
}

impl Default for QueryText {
    fn default() -> Self {
        Self::Word(String::new())
    }
}

/// What a query gave.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What the answer was drawn from.
    pub basis: Basis,
    result: QueryResult,
}

/// The form of a query's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerKind {
    /// Yes or no (ASK).
    Boolean,
    /// Rows (SELECT).
    Rows,
    /// Statements (CONSTRUCT, DESCRIBE).
    Statements,
}

/// Runs a query.
///
/// # Errors
///
/// [`AppError::Sparql`] with the place of a fault, [`AppError::UnknownQuery`] for a word that is
/// neither file nor name nor SPARQL, [`AppError::Store`] if it fails or takes too long.
pub fn query(session: &Session, request: &QueryRequest) -> Result<Answer, AppError> {
    Ok(Answer {
        basis: session.basis(),
        result: run(session, request)?,
    })
}

pub(crate) fn run(session: &Session, request: &QueryRequest) -> Result<QueryResult, AppError> {
    let query = match &request.query {
        QueryText::Sparql { text, origin } => read(session, text, origin, request)?,
        QueryText::Word(word) if Path::new(word).is_file() => {
            let text = fs::read_to_string(word).map_err(|source| AppError::Read {
                path: word.into(),
                source,
            })?;
            read(session, &text, word, request)?
        }
        QueryText::Word(word) => match Catalogue::builtin().find(word) {
            Ok(named) => prepare(session, &named, request)?,
            Err(QueryError::Unknown { nearest, .. }) => {
                read(session, word, "query", request).map_err(|error| match error {
                    // What has no braces was hardly meant as SPARQL, but for some updates.
                    AppError::Sparql { .. } if !word.contains('{') && !is_update(word) => {
                        AppError::UnknownQuery {
                            word: word.clone(),
                            near: nearest,
                        }
                    }
                    error => error,
                })?
            }
            Err(error) => return Err(error.into()),
        },
    };
    let query = query
        .with_limit(request.limit)
        .with_timeout(request.timeout);
    let query = match query.asks_services() {
        true => {
            let view = Some(session.view()?.clone());
            query.with_service(PATH, Arc::new(PathService { view }))
        }
        false => query,
    };
    Ok(query.run(session.snapshot())?)
}

/// Reads a text: one that describes itself in `#+` lines as a named query, any other as it is.
fn read(
    session: &Session,
    text: &str,
    origin: &str,
    request: &QueryRequest,
) -> Result<Query, AppError> {
    if text.starts_with("#+") {
        let named = NamedQuery::parse(origin, text).map_err(|error| header(origin, text, error))?;
        return prepare(session, &named, request);
    }
    let query = Query::parse(text).map_err(|error| AppError::sparql(origin, text, error))?;
    let mut bindings = Bindings::new();
    for (name, value) in &request.parameters {
        bindings.insert(name.clone(), term(value));
    }
    Ok(query.with_bindings(bindings))
}

fn prepare(
    session: &Session,
    named: &NamedQuery,
    request: &QueryRequest,
) -> Result<Query, AppError> {
    let pairs = request.parameters.iter();
    let params = Params::parse(pairs.map(|(name, value)| format!("{name}={value}")))?;
    let resolve = |kind: ParamType, text: &str| match kind {
        ParamType::Source => {
            let sources = session.snapshot().sources();
            let found = sources.iter().find(|source| source.id == text);
            found
                .map(|source| source.iri.clone())
                .ok_or_else(|| Unresolved {
                    reason: "no source in scope has this id".to_owned(),
                    suggestions: nearest(text, sources.iter().map(|source| source.id.as_str()))
                        .map(str::to_owned)
                        .into_iter()
                        .collect(),
                })
        }
        _ => session.thing(text).map_err(|error| Unresolved {
            reason: error.to_string(),
            suggestions: match error {
                AppError::UnknownName { near, .. } => near,
                AppError::AmbiguousName { candidates, .. } => candidates,
                _ => Vec::new(),
            },
        }),
    };
    named
        .prepare(&params, &resolve)
        .map_err(|error| match error {
            QueryError::Sparql { file, source } => AppError::sparql(&file, &named.text, source),
            error => error.into(),
        })
}

/// Returns the error of a header with the place in the user's own file.
fn header(origin: &str, text: &str, error: QueryError) -> AppError {
    match error {
        QueryError::Header {
            line,
            found,
            expected,
            ..
        } => AppError::Sparql {
            origin: origin.to_owned(),
            text: text.to_owned(),
            place: Some((line as u64, 0)),
            message: format!("found {found}, expected {expected}"),
        },
        error => error.into(),
    }
}

/// Reads a value as Turtle writes it: `agid:hesai`, `<https://…>`, `"text"`, a number, a date; any
/// other text stands for itself.
fn term(text: &str) -> Term {
    let bare = text
        .strip_prefix('<')
        .and_then(|text| text.strip_suffix('>'));
    let prefixed = [("agid:", vocab::AGID), ("ag:", vocab::AG)];
    let mut prefixed = prefixed.into_iter().filter_map(|(prefix, namespace)| {
        let local = text.strip_prefix(prefix)?;
        NamedNode::new(format!("{namespace}{local}")).ok()
    });
    let web = text.starts_with("http://") || text.starts_with("https://");
    let iri = bare
        .or(web.then_some(text))
        .and_then(|iri| NamedNode::new(iri).ok());
    if let Some(node) = iri.or_else(|| prefixed.next()) {
        return node.into();
    }
    if let Some(quoted) = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
    {
        return Literal::new_simple_literal(quoted).into();
    }
    // A year looks like a number; in these data it is far more often meant as one.
    match (text.parse::<i64>(), text.parse::<Date>()) {
        (Ok(number), _) => Literal::from(number).into(),
        (_, Ok(date)) => date.to_literal().into(),
        _ => Literal::new_simple_literal(text).into(),
    }
}

/// The queries of the catalogue.
#[derive(Clone, Debug, Serialize)]
pub struct Queries {
    /// Name and version of this form of answer.
    pub schema: &'static str,
    /// The queries, sorted by name.
    pub queries: Vec<QueryEntry>,
}

/// A query of the catalogue.
#[derive(Clone, Debug, Serialize)]
pub struct QueryEntry {
    /// The name: `listings/history`; the last part alone serves where it is unique.
    pub name: String,
    /// What it asks.
    pub summary: String,
    /// What it needs.
    pub parameters: Vec<Parameter>,
    /// What it gives.
    pub columns: Vec<Column>,
    /// How its rows are sorted.
    pub order: Option<String>,
    /// What a reader should know.
    pub notes: Vec<String>,
    /// Command lines that show its use, without the program's name.
    pub examples: Vec<String>,
}

/// A parameter of a query.
#[derive(Clone, Debug, Serialize)]
pub struct Parameter {
    /// The name.
    pub name: String,
    /// What its value must be: `thing`, `class`, `date`, `year`, `integer`, `decimal`, `text`, `source`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Whether it must be given.
    pub required: bool,
    /// The value that holds when it is not given; `null` where it is required or left open.
    pub default: Option<String>,
    /// What it stands for.
    pub description: String,
}

/// A column of a query's result.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    /// The variable.
    pub name: String,
    /// What its cells mean.
    pub meaning: String,
}

/// Returns the queries of the catalogue.
///
/// # Errors
///
/// [`AppError::Query`] never happens to a program that was built whole.
pub fn queries() -> Result<Queries, AppError> {
    let entry = |query: NamedQuery| QueryEntry {
        parameters: query.params.into_iter().map(parameter).collect(),
        columns: query
            .columns
            .into_iter()
            .map(|column| Column {
                name: column.name,
                meaning: column.meaning,
            })
            .collect(),
        examples: query
            .examples
            .into_iter()
            .map(|example| example.command)
            .collect(),
        name: query.name,
        summary: query.summary,
        order: query.order,
        notes: query.notes,
    };
    Ok(Queries {
        schema: "actorgraph.queries/1",
        queries: Catalogue::builtin().all()?.into_iter().map(entry).collect(),
    })
}

fn parameter(param: Param) -> Parameter {
    Parameter {
        name: param.name,
        kind: param.kind.name(),
        required: param.fallback == Fallback::Required,
        default: match param.fallback {
            Fallback::Value { text, .. } => Some(text),
            _ => None,
        },
        description: param.description,
    }
}

impl Answer {
    /// Returns the form of the answer.
    pub fn kind(&self) -> AnswerKind {
        match self.result {
            QueryResult::Boolean(_) => AnswerKind::Boolean,
            QueryResult::Table(_) => AnswerKind::Rows,
            QueryResult::Graph(_) => AnswerKind::Statements,
        }
    }

    /// Tells whether something was found: rows, statements, or yes.
    pub fn found(&self) -> bool {
        match &self.result {
            QueryResult::Boolean(yes) => *yes,
            QueryResult::Table(table) => !table.rows.is_empty(),
            QueryResult::Graph(triples) => !triples.is_empty(),
        }
    }

    /// Returns how many rows or statements there are.
    pub fn len(&self) -> usize {
        match &self.result {
            QueryResult::Boolean(_) => 1,
            QueryResult::Table(table) => table.rows.len(),
            QueryResult::Graph(triples) => triples.len(),
        }
    }

    /// Tells whether there are neither rows nor statements.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Tells whether rows were left out because of the limit.
    pub fn truncated(&self) -> bool {
        matches!(&self.result, QueryResult::Table(table) if table.truncated)
    }

    /// Returns the answer as a header and rows of text for people: ids for our things, texts
    /// without their types, blanks for what is not known.
    pub fn rows(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let cell = |term: &Term| words(term);
        match &self.result {
            QueryResult::Boolean(yes) => {
                let word = if *yes { "yes" } else { "no" };
                (vec!["answer".to_owned()], vec![vec![word.to_owned()]])
            }
            QueryResult::Table(table) => {
                let rows = table.rows.iter().map(|row| {
                    let cells = row.iter();
                    cells
                        .map(|term| term.as_ref().map_or_else(String::new, cell))
                        .collect()
                });
                (table.variables.clone(), rows.collect())
            }
            QueryResult::Graph(triples) => {
                let header = ["subject", "predicate", "object"].map(str::to_owned);
                let rows = triples.iter().map(|triple| {
                    vec![
                        cell(&triple.subject.clone().into()),
                        cell(&triple.predicate.clone().into()),
                        cell(&triple.object),
                    ]
                });
                (header.into(), rows.collect())
            }
        }
    }

    /// Returns the names of the formats in which the answer can be written.
    pub fn formats(&self) -> Vec<&'static str> {
        let content = match self.kind() {
            AnswerKind::Statements => export::Content::Statements,
            _ => export::Content::Table,
        };
        Format::of(content).map(Format::name).collect()
    }

    /// Writes the answer in a format of SPARQL results or, for statements, of RDF.
    ///
    /// # Errors
    ///
    /// [`AppError::Export`] for a format that does not fit, or with what the output said.
    pub fn write(&self, format: &str, out: impl Write) -> Result<(), AppError> {
        let format: Format = format.parse()?;
        match &self.result {
            QueryResult::Boolean(yes) => export::write_boolean(format, *yes, out)?,
            QueryResult::Table(table) => export::write_table(format, table, out)?,
            QueryResult::Graph(triples) => {
                export::write_triples(format, triples.iter().cloned(), out)?;
            }
        }
        Ok(())
    }
}

fn words(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => value::id(node),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxrdf::vocab::xsd;

    #[test]
    fn values_are_read_as_turtle_writes_them() {
        assert_eq!(term("agid:hesai"), crate::model::thing("hesai").into());
        assert_eq!(term("<urn:x>"), NamedNode::new_unchecked("urn:x").into());
        assert_eq!(term("Hesai"), Literal::new_simple_literal("Hesai").into());
        assert_eq!(
            term("\"agid:hesai\""),
            Literal::new_simple_literal("agid:hesai").into()
        );
        assert_eq!(term("12"), Literal::from(12_i64).into());
        let date = Literal::new_typed_literal("2026-06", xsd::G_YEAR_MONTH);
        assert_eq!(term("2026-06"), date.into());
    }
}
