//! Files into a saved dataset.

use crate::app::AppError;
use crate::import::{self, ImportError};
use crate::ontology::files;
use crate::store::{Builder, Pack, Rule, SavedStore, Snapshot, StoreError, rdf_files};
use crate::view::View;
use jiff::civil::Date as Day;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// What to import, and where to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRequest {
    /// RDF files, and folders of RDF files, of tables or with a saved dataset.
    pub paths: Vec<PathBuf>,
    /// The folder of the saved dataset; made if it is not there.
    pub store: PathBuf,
}

/// What an import did.
#[derive(Clone, Debug, Serialize)]
pub struct Imported {
    /// Name and version of this form of answer.
    pub schema: &'static str,
    /// The folder of the saved dataset.
    pub store: String,
    /// What was read, in the order in which it was given.
    pub files: Vec<ImportedFile>,
    /// How many claims the dataset holds now, one of two sources counted twice.
    pub claims: usize,
    /// How many of them it did not hold before.
    pub added: usize,
    /// How many statements it holds with the ontology and all that follows from the claims.
    pub statements: usize,
    /// How many sources make the claims.
    pub sources: usize,
    /// Whether the dataset is another than before; if not, nothing was written.
    pub changed: bool,
    /// How long it took.
    pub seconds: f64,
}

/// One file or folder of an import.
#[derive(Clone, Debug, Serialize)]
pub struct ImportedFile {
    /// Where it is.
    pub path: String,
    /// How many statements it makes, repetitions counted.
    pub statements: usize,
}

/// Adds the claims of files and folders to a saved dataset, and all that follows from them.
///
/// The same claims again change nothing. The dataset is as before or as after, whatever happens.
///
/// # Errors
///
/// [`AppError::Store`] or [`AppError::Tables`] if something cannot be read or is not well-formed,
/// or the dataset cannot be written; [`AppError::BadValue`] if the folder is no place for one.
pub fn import(request: &ImportRequest) -> Result<Imported, AppError> {
    let begin = Instant::now();
    let saved = SavedStore::new(&request.store);
    check_place(&saved)?;
    let ontology = files::ontology()?;
    let rules = rules()?;
    let mut claims = Builder::default();
    let mut read = Vec::new();
    for path in &request.paths {
        read.extend(import::gather(path, &ontology, &mut claims).map_err(failed)?);
    }
    // Only now that the input is known to be right is anything touched.
    let lock = saved.lock()?;
    let before = match SavedStore::find(saved.folder()) {
        Some(saved) => Some(saved.open()?),
        None => None,
    };
    if let Some(before) = &before {
        before.verify()?;
        claims.claims_of(before)?;
    }
    let claimed_before = before.as_ref().map_or(0, Pack::claim_count);
    let after = Arc::new(import::assemble(claims, &ontology, &rules)?);
    let changed = before.is_none_or(|before| before.identity() != after.identity());
    if changed {
        saved.save(&after, &lock)?;
        keep_graph(&after, saved.folder());
    }
    Ok(Imported {
        schema: "actorgraph.import/1",
        store: request.store.display().to_string(),
        files: read
            .into_iter()
            .map(|file| ImportedFile {
                path: file.path.display().to_string(),
                statements: file.statements,
            })
            .collect(),
        claims: after.claim_count(),
        added: after.claim_count() - claimed_before,
        statements: after.len(),
        sources: after.graphs().len(),
        changed,
        seconds: (begin.elapsed().as_secs_f64() * 1000.0).round() / 1000.0,
    })
}

/// Keeps the graph of a saved dataset beside it. Whoever walks it builds it if that failed, and is
/// told why.
fn keep_graph(pack: &Arc<Pack>, folder: &Path) {
    let snapshot = Snapshot::new(Arc::clone(pack), Day::MAX);
    if let Ok(view) = View::build(&snapshot) {
        let _ = view.keep(folder);
    }
}

/// Returns the rules of the ontology.
pub(super) fn rules() -> Result<Vec<Rule>, StoreError> {
    let rules = files::rules();
    let parsed = rules.iter().map(|rule| Rule::parse(rule.name, rule.text));
    parsed.collect()
}

pub(super) fn failed(error: ImportError) -> AppError {
    match error {
        ImportError::Store(error) => error.into(),
        ImportError::Tables { folder, source } => AppError::Tables { folder, source },
        ImportError::Nothing(path) => AppError::BadValue {
            code: "nothing-to-import",
            message: ImportError::Nothing(path).to_string(),
            help: Some("RDF files end in .ttl, .nt, .nq, .trig, .rdf or .jsonld".to_owned()),
        },
    }
}

/// Refuses a folder that holds something else than a saved dataset.
fn check_place(saved: &SavedStore) -> Result<(), AppError> {
    let folder: &Path = saved.folder();
    let shown = folder.display();
    let wrong = |message: String| AppError::BadValue {
        code: "no-store",
        message,
        help: Some("name a folder that is new, empty, or was made by `import`".to_owned()),
    };
    if folder.exists() && !folder.is_dir() {
        return Err(wrong(format!("`{shown}` is a file, expected a folder")));
    }
    if SavedStore::find(folder).is_some() {
        return Ok(());
    }
    match rdf_files(folder) {
        Ok(_) if folder.is_dir() => Err(wrong(format!(
            "`{shown}` holds RDF files and no saved dataset"
        ))),
        _ => Ok(()),
    }
}
