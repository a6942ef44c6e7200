//! What can go wrong with an import.

use crate::import::tables::TablesError;
use crate::store::StoreError;
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
    #[error("`{}` holds no RDF files, no tables and no saved dataset", .0.display())]
    Nothing(PathBuf),
}
