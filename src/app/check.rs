//! The data against the checks of the ontology, and tables against their schema.

use crate::app::value::{self, Basis};
use crate::app::{AppError, ErrorKind, Problem, Session};
use crate::import::tables::TablesError;
use crate::ontology::files::{self, Text};
use crate::store::Query;
use oxrdf::Term;
use rayon::prelude::*;
use serde::Serialize;
use std::time::Duration;

/// What the checks found.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Name and version of this form of answer.
    pub schema: &'static str,
    /// What was checked; `null` when the rows of a folder are so wrong that it cannot be loaded.
    pub basis: Option<Basis>,
    /// How many checks were run.
    pub checks: usize,
    /// How many faults are errors: the data is wrong, or our words are used wrongly.
    pub errors: usize,
    /// How many faults are warnings: it may be right, but somebody should look.
    pub warnings: usize,
    /// The faults in the data, errors first, then by check and thing.
    pub faults: Vec<Fault>,
    /// Wrong rows of a folder of tables, by file and line; then no check was run.
    pub rows: Vec<Problem>,
}

/// One fault that a check found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Fault {
    /// `error` or `warning`.
    pub severity: &'static str,
    /// The name of the check, e.g. `date-order`.
    pub check: String,
    /// The id of the thing at fault.
    pub thing: Option<String>,
    /// The source whose claim it is, if the check tells.
    pub source: Option<String>,
    /// What is wrong, in a sentence.
    pub message: String,
}

impl Report {
    /// Tells whether something is wrong. Warnings alone are not.
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }
}

/// Runs all checks of the ontology on the dataset of a session, with the feature `shacl` its shapes
/// too.
///
/// # Errors
///
/// [`AppError::Store`] if a check fails while it runs, or runs longer than `timeout`.
pub fn check(session: &Session, timeout: Option<Duration>) -> Result<Report, AppError> {
    let checks = files::checks();
    let found: Vec<Vec<Fault>> = checks
        .par_iter()
        .map(|check| run(session, check, timeout))
        .collect::<Result<_, _>>()?;
    let mut faults: Vec<Fault> = found.into_iter().flatten().collect();
    #[cfg(feature = "shacl")]
    faults.extend(crate::app::shapes::faults(session)?);
    faults.sort();
    faults.dedup();
    let errors = faults
        .iter()
        .filter(|fault| fault.severity == ERROR)
        .count();
    Ok(Report {
        schema: SCHEMA,
        basis: Some(session.basis()),
        checks: checks.len(),
        errors,
        warnings: faults.len() - errors,
        faults,
        rows: Vec::new(),
    })
}

/// Returns the report on tables whose rows are so wrong that no dataset could be made of them.
///
/// # Errors
///
/// Gives back any other error.
pub fn wrong_rows(error: AppError) -> Result<Report, AppError> {
    let is_rows = matches!(
        &error,
        AppError::Tables {
            source: TablesError::Faults(_),
            ..
        }
    );
    if !is_rows || error.kind() != ErrorKind::BadInput {
        return Err(error);
    }
    let rows = error.problems();
    Ok(Report {
        schema: SCHEMA,
        basis: None,
        checks: 0,
        errors: rows.len(),
        warnings: 0,
        faults: Vec::new(),
        rows,
    })
}

const SCHEMA: &str = "actorgraph.check/1";
pub(super) const ERROR: &str = "error";
pub(super) const WARNING: &str = "warning";

fn run(session: &Session, check: &Text, timeout: Option<Duration>) -> Result<Vec<Fault>, AppError> {
    let query = Query::parse(check.text)
        .map_err(|error| AppError::sparql(check.name, check.text, error))?
        .with_timeout(timeout);
    let table = query.run(session.snapshot())?.into_table();
    let column = |name: &str| table.variables.iter().position(|variable| variable == name);
    let (node, graph, message) = (column("node"), column("graph"), column("message"));
    let severity = match check.header("severity") {
        Some("warning") => WARNING,
        _ => ERROR,
    };
    let faults = table.rows.iter().map(|row| {
        let cell = |place: Option<usize>| row.get(place?)?.as_ref();
        let id = |place| cell(place).map(name);
        Fault {
            severity,
            check: check.name.to_owned(),
            thing: id(node),
            source: id(graph),
            message: match cell(message) {
                Some(Term::Literal(text)) => text.value().to_owned(),
                _ => check.header("summary").unwrap_or_default().to_owned(),
            },
        }
    });
    Ok(faults.collect())
}

fn name(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => value::id(node),
        term => term.to_string(),
    }
}
