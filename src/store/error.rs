//! What can go wrong with facts at rest.

use crate::store::Engine;
use std::path::PathBuf;

/// An error of the store room.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The packed bytes are not a pack or were cut short.
    #[error("the packed dataset is damaged")]
    Damaged,
    /// More terms than 32-bit ids can count, or more text than they can count where it all lies in memory.
    #[error("the dataset has more than 4 billion terms, or 4 GiB of their text in memory alone")]
    TooLarge,
    /// A file or folder could not be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A file or folder could not be written; what was there before still is.
    #[error("cannot write `{}`", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// Another process writes to a saved dataset.
    #[error("another process writes to `{}`", .0.display())]
    Busy(PathBuf),
    /// A file is of another kind than its name says.
    #[error("`{}` is not a {expected} of actorgraph", path.display())]
    NotOurs {
        /// The file.
        path: PathBuf,
        /// What it should have been.
        expected: &'static str,
    },
    /// A file was written by a newer version of the program.
    #[error("`{}` has version {found} of its format, and this program reads up to {known}", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// The version of the file's format.
        found: u32,
        /// The newest version that is known.
        known: u32,
    },
    /// A file was written by an older version of the program.
    #[error("`{}` has version {found} of its format, and this program reads {known}", path.display())]
    Older {
        /// The file.
        path: PathBuf,
        /// The version of the file's format.
        found: u32,
        /// The version that is known.
        known: u32,
    },
    /// A file was written by a processor that orders the bytes of a number the other way.
    #[error("`{}` was written by a machine of other byte order", .0.display())]
    ForeignOrder(PathBuf),
    /// A file is shorter or longer than it was written.
    #[error("`{}` has {found} bytes and should have {expected}", path.display())]
    WrongLength {
        /// The file.
        path: PathBuf,
        /// Its length, in bytes.
        found: u64,
        /// The length that its header tells, in bytes.
        expected: u64,
    },
    /// A file is not as it was written.
    #[error("`{}` is damaged: its {part} is not as it was written", path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// The part of it.
        part: &'static str,
    },
    /// A file name ends in nothing that names an RDF format.
    #[error("`{}` is not named like an RDF file", .0.display())]
    UnknownFormat(PathBuf),
    /// A folder has no file whose name ends as those of an RDF format do.
    #[error("`{}` holds no RDF file", .0.display())]
    NoFiles(PathBuf),
    /// An RDF file has a syntax error.
    #[error("`{}` is not well-formed: {source}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Line and column, counted from 0, if the parser knows them.
        place: Option<(u64, u64)>,
        /// What the parser said.
        #[source]
        source: Box<oxrdfio::RdfSyntaxError>,
    },
    /// A SPARQL text has a syntax error.
    #[error("the SPARQL text is not well-formed: {0}")]
    Sparql(#[source] Box<oxigraph::sparql::SparqlSyntaxError>),
    /// The parts of a SPARQL text stand too deep inside each other to be read.
    #[error("the query has more than {limit} {what}")]
    TooDeep {
        /// What there is too much of.
        what: &'static str,
        /// How much is allowed.
        limit: usize,
        /// Line and column, counted from 0, where it goes too far.
        place: (u64, u64),
    },
    /// A query failed while it ran.
    #[error("the query failed")]
    Evaluation(#[source] Box<oxigraph::sparql::QueryEvaluationError>),
    /// A service could not answer its part of a query.
    #[error("the service `{iri}` cannot answer: {message}")]
    Service {
        /// The service.
        iri: String,
        /// What was found, and what was expected.
        message: String,
        /// What to do about it.
        help: Option<String>,
    },
    /// A query ran longer than it was allowed to.
    #[error("the query was stopped after {seconds} s")]
    Timeout {
        /// The time it was given, in seconds.
        seconds: f64,
    },
    /// No source has this id or IRI.
    #[error("`{0}` is not a source of this dataset")]
    UnknownSource(String),
    /// A write to a folder was interrupted before there was anything in it.
    #[error("`{}` holds no dataset: the `{what}` that was to make it was interrupted", folder.display())]
    Unfinished {
        /// The folder.
        folder: PathBuf,
        /// What was to write: the name of the command.
        what: String,
    },
    /// A dataset is in RocksDB, and the program was built without it.
    #[error("`{}` is kept in RocksDB, and this program was built without the feature `disk`", .0.display())]
    NeedsDisk(PathBuf),
    /// A dataset is kept in another engine than the one that was asked for.
    #[error("`{}` is kept in the engine `{kept}`, which is chosen when a dataset is made", folder.display())]
    OtherEngine {
        /// The folder.
        folder: PathBuf,
        /// What it is kept in.
        kept: Engine,
    },
    /// RocksDB failed.
    #[error("RocksDB cannot read or write `{}`: {source}", folder.display())]
    Disk {
        /// The folder of the database.
        folder: PathBuf,
        /// What it said.
        #[source]
        source: Box<oxigraph::store::StorageError>,
    },
    /// A file is no backup, or is damaged.
    #[error("`{}` is not a whole backup of actorgraph: {why}", path.display())]
    BadBackup {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// An update would leave a claim that no source makes.
    #[error("no source would make the claim `{0}`")]
    NoSource(String),
    /// An update was to read a file that it may not read.
    #[error("cannot load `{iri}`: {why}")]
    Load {
        /// What was to be read.
        iri: String,
        /// Why it was not.
        why: &'static str,
    },
    /// Whoever watches a long work wanted no more of it.
    #[error("the work was stopped before it was done")]
    Stopped,
    /// A rule of `ontology/rules/` is not a CONSTRUCT query.
    #[error("the rule `{0}` is not a CONSTRUCT query")]
    NotARule(String),
}

impl From<oxigraph::sparql::SparqlSyntaxError> for StoreError {
    fn from(error: oxigraph::sparql::SparqlSyntaxError) -> Self {
        Self::Sparql(Box::new(error))
    }
}
