//! Files and folders to claims.

use crate::import::ImportError;
use crate::import::tables::{self, TablesError};
use crate::ontology::Ontology;
use crate::store::{Builder, SavedStore, StoreError, rdf_files, read_file};
use std::path::{Path, PathBuf};

/// One file or folder that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gathered {
    /// Where it is.
    pub path: PathBuf,
    /// How many statements it makes, repetitions counted.
    pub statements: usize,
}

/// Reads an RDF file, or everything that a folder holds: a saved dataset, RDF files, our tables.
///
/// Memory: what [`Builder`] needs; files are never held whole.
///
/// # Errors
///
/// [`ImportError`]; some claims may have been added by then.
pub fn gather(
    path: &Path,
    ontology: &Ontology,
    claims: &mut Builder,
) -> Result<Vec<Gathered>, ImportError> {
    let mut gathered = Vec::new();
    let mut before = claims.len();
    let mut note = |path: &Path, claims: &Builder| {
        gathered.push(Gathered {
            path: path.to_owned(),
            statements: claims.len() - before,
        });
        before = claims.len();
    };
    if let Some(saved) = SavedStore::find(path) {
        claims.claims_of(&saved.open()?)?;
        note(&saved.facts(), claims);
        return Ok(gathered);
    }
    let files = match rdf_files(path) {
        Err(StoreError::NoFiles(_)) => Vec::new(),
        files => files?,
    };
    for file in &files {
        read_file(file, |quad| claims.claim(&quad))?;
        note(file, claims);
    }
    if path.is_dir() {
        match tables::read(path, ontology) {
            Ok(tables) => {
                for quad in &tables.quads {
                    claims.claim(quad)?;
                }
                note(path, claims);
            }
            Err(TablesError::NoTables { .. }) if !files.is_empty() => (),
            Err(TablesError::NoTables { .. }) => {
                return Err(ImportError::Nothing(path.to_owned()));
            }
            Err(source) => {
                return Err(ImportError::Tables {
                    folder: path.to_owned(),
                    source,
                });
            }
        }
    }
    Ok(gathered)
}
