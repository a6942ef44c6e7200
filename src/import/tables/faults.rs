//! What is wrong with a table: each fault with its place, what was found and what was expected.

use std::fmt;
use std::path::PathBuf;

/// One fault in one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// A stable short name for the kind of fault, e.g. `unknown-id`.
    pub code: &'static str,
    /// The file, relative to the folder of tables.
    pub file: String,
    /// The line, counted from 1; `None` for the file as a whole.
    pub line: Option<u64>,
    /// The column's name, if the fault lies in one cell.
    pub column: Option<String>,
    /// What was found, and what was expected, in one line.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(column) = &self.column {
            write!(f, " [{column}]")?;
        }
        write!(f, ": {}", self.message)
    }
}

/// Why a folder of tables could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TablesError {
    /// The folder or a file in it cannot be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The folder holds none of our tables.
    #[error("`{}` holds none of the tables ({})", path.display(), expected.join(", "))]
    NoTables {
        /// The folder.
        path: PathBuf,
        /// The file names that were looked for.
        expected: Vec<String>,
    },
    /// Some rows are wrong; all faults, sorted by file and line.
    #[error("{} in the tables", count(.0.len()))]
    Faults(Vec<Fault>),
}

fn count(faults: usize) -> String {
    match faults {
        1 => "1 fault".to_owned(),
        n => format!("{n} faults"),
    }
}
