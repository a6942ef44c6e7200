//! What can go wrong in writing.

use crate::export::{Content, Format};
use std::io;
use std::path::PathBuf;

/// An error of the export room.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// Nothing is called so.
    #[error("`{name}` is not a format that we write")]
    UnknownFormat {
        /// The name given.
        name: String,
        /// The format whose name is most like it, if one is near.
        nearest: Option<&'static str>,
    },
    /// The format holds other contents.
    #[error("{format} cannot hold {content}")]
    Unsuited {
        /// The format.
        format: Format,
        /// What was to be written.
        content: Content,
    },
    /// XML has no way to write a character. Nothing was written; every format without XML can
    /// hold the text.
    #[error("{format} cannot hold the control character in `{}`", text.escape_debug())]
    Character {
        /// The format.
        format: Format,
        /// The text with the character.
        text: String,
    },
    /// RDF/XML makes XML names of predicates, types and blank nodes, and this one does not end in
    /// a name. Nothing was written.
    #[error("rdfxml cannot hold `{0}`, which does not end in an XML name")]
    XmlName(String),
    /// A column is not named like a SPARQL variable.
    #[error("`{0}` is not the name of a SPARQL variable")]
    Column(String),
    /// A file or folder could not be made.
    #[error("cannot create `{}`", path.display())]
    Create {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The output took no more, for instance because a pipe was closed.
    #[error("cannot write the output")]
    Write(#[from] io::Error),
}
