//! What can go wrong with a named query.

use crate::query::ParamType;
use crate::store::StoreError;

/// An error of the query room.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// No query has this name.
    #[error("there is no query `{name}`")]
    Unknown {
        /// The name asked for.
        name: String,
        /// Names that look alike, nearest first; may be empty.
        nearest: Vec<String>,
    },
    /// The last part of a name belongs to several queries.
    #[error("`{name}` may be {}: give the whole name", list(candidates))]
    Ambiguous {
        /// The name asked for.
        name: String,
        /// The full names that end in it, sorted.
        candidates: Vec<String>,
    },
    /// A `#+` line of a query file cannot be read.
    #[error("queries/{file}.rq:{}: found {found}, expected {expected}", line + 1)]
    Header {
        /// The name of the query.
        file: String,
        /// The line, counted from 0.
        line: usize,
        /// What stands there.
        found: String,
        /// What should stand there.
        expected: String,
    },
    /// The SPARQL text of a query file is not well-formed.
    #[error("queries/{file}.rq is not well-formed")]
    Sparql {
        /// The name of the query.
        file: String,
        /// What the parser said.
        #[source]
        source: StoreError,
    },
    /// A parameter is not of the form `name=value`.
    #[error("`{0}` has no `=`, a parameter is written `name=value`")]
    NotAPair(String),
    /// A parameter was given twice.
    #[error("the parameter `{0}` is given twice")]
    Twice(String),
    /// The query has no such parameter.
    #[error("`{query}` has no parameter `{param}`, {}", known(params))]
    UnknownParam {
        /// The query.
        query: String,
        /// The name given.
        param: String,
        /// A parameter of the query that looks alike, if there is one.
        nearest: Option<String>,
        /// The names of the parameters that the query has.
        params: Vec<String>,
    },
    /// A clock was given as a parameter; it belongs to the snapshot's scope.
    #[error("`{0}` is not a parameter: the day is chosen for the whole command")]
    Clock(String),
    /// A parameter without a default was not given.
    #[error("`{query}` needs the parameter `{param}` ({description}), {}", kind.expected())]
    Missing {
        /// The query.
        query: String,
        /// The parameter.
        param: String,
        /// Its type.
        kind: ParamType,
        /// What it stands for.
        description: String,
    },
    /// The value of a parameter is not of its type.
    #[error("the parameter `{param}` is `{value}`, expected {}", kind.expected())]
    Value {
        /// The parameter.
        param: String,
        /// The value given.
        value: String,
        /// The type that the parameter has.
        kind: ParamType,
        /// A value that looks alike, if there is one.
        nearest: Option<String>,
    },
    /// The value of a parameter names nothing that is known, or several things.
    #[error("the parameter `{param}` is `{value}`: {reason}")]
    Unresolved {
        /// The parameter.
        param: String,
        /// The value given.
        value: String,
        /// Why it could not be linked.
        reason: String,
        /// What may have been meant, best first.
        suggestions: Vec<String>,
    },
}

impl QueryError {
    /// Returns what the user may have meant, best first.
    pub fn suggestions(&self) -> Vec<&str> {
        match self {
            Self::Unknown { nearest, .. } => nearest.iter().map(String::as_str).collect(),
            Self::Ambiguous { candidates, .. } => candidates.iter().map(String::as_str).collect(),
            Self::UnknownParam { nearest, .. } | Self::Value { nearest, .. } => {
                nearest.iter().map(String::as_str).collect()
            }
            Self::Unresolved { suggestions, .. } => {
                suggestions.iter().map(String::as_str).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn list(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(" or ")
}

fn known(params: &[String]) -> String {
    if params.is_empty() {
        return "it has none".to_owned();
    }
    let quoted: Vec<String> = params.iter().map(|name| format!("`{name}`")).collect();
    format!("it has {}", quoted.join(", "))
}
