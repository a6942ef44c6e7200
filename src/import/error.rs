//! What can go wrong with an import.

use crate::import::document::Document;
use crate::import::tables::TablesError;
use crate::store::StoreError;
use std::io;
use std::path::PathBuf;

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// A file could not be read, or the dataset is too large.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A folder of tables is wrong.
    #[error("{source}")]
    Tables {
        /// The folder.
        folder: PathBuf,
        /// What is wrong with it.
        source: TablesError,
    },
    /// A folder holds nothing that we read.
    #[error("`{}` holds no files of a known format, no tables and no saved dataset", .0.display())]
    Nothing(PathBuf),
    /// A pattern of names fits no file.
    #[error("`{0}` fits no file")]
    NoMatch(String),
    /// A document cannot be read or unpacked.
    #[error("cannot read `{name}`")]
    Unreadable {
        /// The document.
        name: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A document is of no format that we know.
    #[error("`{name}` is of no format that is known")]
    UnknownFormat {
        /// The document.
        name: String,
        /// How it begins.
        beginning: String,
    },
    /// A document has no records of the format that the user named.
    #[error("`{name}` has no records of the format `{format}`")]
    OtherFormat {
        /// The document.
        name: String,
        /// The format that was named.
        format: &'static str,
        /// What it looks like, by the name of a format, if it looks like any.
        looks: Option<&'static str>,
        /// How it begins.
        beginning: String,
    },
    /// The mapping of a table cannot be used.
    #[error("the mapping `{name}` cannot be used: {lack}")]
    Mapping {
        /// The mapping, or the table that has none.
        name: String,
        /// What is wrong with it.
        lack: String,
    },
    /// A record is longer than any format has them.
    #[error("the record in line {line} of `{name}` does not end")]
    TooLong {
        /// The document.
        name: String,
        /// The line where it begins.
        line: u64,
    },
    /// Records of a document cannot be read; what was read is told with them.
    #[error("{} of {} records in `{}` cannot be read", .0.skipped(), .0.records, .0.name)]
    Faulty(Box<Document>),
    /// A document has far fewer records than the one before it.
    #[error("`{name}` has {now} records, its predecessor had {before}")]
    Shrunk {
        /// The document.
        name: String,
        /// How many records it has.
        now: u64,
        /// How many the one before it had.
        before: u64,
    },
    /// A document has not as many records as it says.
    #[error("`{name}` has {now} records and says that it has {announced}")]
    Miscounted {
        /// The document.
        name: String,
        /// How many records it has.
        now: u64,
        /// How many it says.
        announced: u64,
    },
    /// What was made cannot be written.
    #[error("cannot write the statements")]
    Write(#[source] io::Error),
    /// Somebody asked to stop.
    #[error("stopped before the end")]
    Stopped,
}
