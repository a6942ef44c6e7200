//! SPARQL queries: named ones of the catalogue, files, and texts.

use crate::app::value::{self, Basis};
use crate::app::{AppError, Session};
use crate::export::{self, Format};
use crate::store::{Query, QueryResult};
use oxrdf::Term;
use std::fs;
use std::io::Write;
use std::path::Path;
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
    let (text, origin) = match &request.query {
        QueryText::Sparql { text, origin } => (text.clone(), origin.clone()),
        QueryText::Word(word) if Path::new(word).is_file() => {
            let text = fs::read_to_string(word).map_err(|source| AppError::Read {
                path: word.into(),
                source,
            })?;
            (text, word.clone())
        }
        QueryText::Word(word) => (word.clone(), "query".to_owned()),
    };
    let parsed = Query::parse(&text).map_err(|error| AppError::sparql(&origin, &text, error))?;
    let query = parsed
        .with_limit(request.limit)
        .with_timeout(request.timeout);
    Ok(query.run(session.snapshot())?)
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
                    cells.map(|term| term.as_ref().map_or_else(String::new, cell)).collect()
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
        Term::BlankNode(node) => node.to_string(),
    }
}
