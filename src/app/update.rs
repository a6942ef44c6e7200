//! SPARQL Update of a saved dataset.

use crate::app::import::rules;
use crate::app::path::{PATH, PathService};
use crate::app::store::{Change, Damage, Written, derive_by, find};
use crate::app::{AppError, QueryText, Seen, Stage};
use crate::import::Progress;
use crate::ontology::files;
use crate::store::{Loading, Update};
use jiff::Timestamp;
use jiff::civil::Date as Day;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Which update to do, and to what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpdateRequest {
    /// A file or a SPARQL text.
    pub update: QueryText,
    /// The folder of the saved dataset.
    pub store: PathBuf,
    /// Whether only to tell what would happen.
    pub dry_run: bool,
    /// Whether LOAD may read files of this machine. Nobody is asked over a network.
    pub may_load: bool,
    /// What the addresses of files in LOAD begin with, as an IRI.
    pub base: Option<String>,
    /// The day that `?asOf` stands for.
    pub as_of: Day,
    /// How long it may take; for ever when `None`.
    pub timeout: Option<Duration>,
    /// What time it is, for the journal of the dataset.
    pub now: Option<Timestamp>,
}

/// Updates a saved dataset: all operations, or none if one fails.
///
/// # Errors
///
/// [`AppError::Sparql`] with the place of a fault; [`AppError::BadValue`] if the folder holds no
/// dataset; [`AppError::Store`] if a claim would have no source, a graph that is to be cleared is
/// not there, a file cannot be loaded, a query fails or takes too long, or the dataset cannot be read or
/// written.
pub fn update(request: &UpdateRequest, progress: &Progress<'_>) -> Result<Written, AppError> {
    let (origin, text) = match &request.update {
        QueryText::Sparql { text, origin } => (origin.clone(), text.clone()),
        QueryText::Word(word) if Path::new(word).is_file() => {
            let read = fs::read_to_string(word).map_err(|source| AppError::Read {
                path: word.into(),
                source,
            });
            (word.clone(), read?)
        }
        QueryText::Word(word) => ("update".to_owned(), word.clone()),
    };
    let loading = match request.may_load {
        true => Loading::Local,
        false => Loading::Refused,
    };
    let update = Update::parse(&text, request.base.as_deref())
        .map_err(|error| AppError::update(&origin, &text, error))?
        .with_loading(loading)
        .with_timeout(request.timeout)
        .with_service(PATH, Arc::new(PathService { view: None }));
    let mut change = Change::begin(
        find(&request.store)?,
        "update",
        request.now,
        request.dry_run,
        Damage::Refused,
    )?;
    let before = Arc::clone(change.before()?);
    let (ontology, rules) = (files::ontology()?, rules()?);
    let remake = |claims| derive_by(ontology, &rules, claims, progress);
    let go_on = || progress(Seen::begin(Stage::Derive));
    let updated = update.run(before, request.as_of, &remake, &go_on)?;
    if updated.kept > 0 {
        change.notes.push(format!(
            "{} that follow from claims or belong to the ontology stay: only claims are taken out",
            match updated.kept {
                1 => "1 statement".to_owned(),
                kept => format!("{kept} statements"),
            }
        ));
    }
    change.end(&updated.pack, progress)
}
