//! A saved dataset as a whole: told, verified, packed anew, backed up, restored, freed of sources.
//!
//! Whatever writes to one ends in [`finish`]: the dataset is as before or as after, and the next to
//! open it can tell which.

use crate::app::import::{check_place, rules};
use crate::app::{AppError, Seen, Stage};
use crate::import::{self, Progress};
use crate::model::local_name;
use crate::model::vocab::{self as ag, external as ext};
use crate::names::nearest;
use crate::ontology::{Ontology, files};
use crate::store::{
    Builder, DEFAULT_GRAPH, Engine, IdQuad, Pack, Rule, SavedStore, Snapshot, Standing, StoreError,
    TermId, Write, Writing, read_backup, write_backup,
};
use crate::view::View;
use jiff::Timestamp;
use jiff::civil::Date as Day;
use oxrdf::vocab::rdf;
use serde::Serialize;
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

/// What a saved dataset is.
#[derive(Clone, Debug, Serialize)]
pub struct StoreInfo {
    /// Name and version of this form of answer.
    pub schema: &'static str,
    /// The folder.
    pub store: String,
    /// The version of the format of its file.
    pub version: u32,
    /// A number for its content: two datasets with the same number hold the same.
    pub identity: String,
    /// In what it is kept: `pack`, a file, or `rocksdb`, a database and that file.
    pub engine: &'static str,
    /// How many bytes its files have.
    pub bytes: u64,
    /// How many statements it holds, with the ontology and all that follows from the claims.
    pub statements: usize,
    /// How many claims, one of two sources counted twice.
    pub claims: usize,
    /// How many sources make them.
    pub sources: usize,
    /// How many terms its dictionary has.
    pub terms: usize,
    /// Whether another process is writing to it.
    pub writing: bool,
    /// The last write that was finished, if that is known.
    pub last_write: Option<LastWrite>,
    /// What is to be told beside: that a write was interrupted.
    pub notes: Vec<String>,
}

/// A write to a saved dataset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LastWrite {
    /// The command that wrote.
    pub what: String,
    /// The version of the program that wrote.
    pub version: String,
    /// When it began.
    pub at: Option<String>,
}

/// That a saved dataset is sound.
#[derive(Clone, Debug, Serialize)]
pub struct Verified {
    /// Name and version of this form of answer.
    pub schema: &'static str,
    /// The folder.
    pub store: String,
    /// How many bytes were read.
    pub bytes: u64,
    /// How many statements there are.
    pub statements: usize,
    /// How many of them are claims.
    pub claims: usize,
    /// Whether what follows from the claims is what the rules of this program derive from them.
    pub current: bool,
    /// What is to be told beside.
    pub notes: Vec<String>,
    /// How long it took.
    pub seconds: f64,
}

/// What a write did to a saved dataset, or would do.
#[derive(Clone, Debug, Serialize)]
pub struct Written {
    /// Name and version of this form of answer.
    pub schema: &'static str,
    /// What wrote: `update`, `compact`, `restore`, `remove-source`.
    pub what: &'static str,
    /// The folder.
    pub store: String,
    /// Whether this only tells what would happen.
    pub dry_run: bool,
    /// How many claims the dataset holds now.
    pub claims: usize,
    /// How many of them it did not hold before.
    pub added: usize,
    /// How many it held before and does not hold now.
    pub removed: usize,
    /// How many statements it holds with the ontology and all that follows from the claims.
    pub statements: usize,
    /// How many sources make the claims.
    pub sources: usize,
    /// How many bytes its files had before.
    pub bytes_before: u64,
    /// How many bytes they have now.
    pub bytes: u64,
    /// Whether the dataset is another than before; if not, nothing was written.
    pub changed: bool,
    /// What is to be told beside.
    pub notes: Vec<String>,
    /// How long it took.
    pub seconds: f64,
}

/// A backup that was written.
#[derive(Clone, Debug, Serialize)]
pub struct BackedUp {
    /// Name and version of this form of answer.
    pub schema: &'static str,
    /// The folder of the saved dataset.
    pub store: String,
    /// The file; `-` for standard output.
    pub written: String,
    /// How many claims it holds.
    pub claims: usize,
    /// How many bytes it has; `None` for standard output.
    pub bytes: Option<u64>,
    /// What is to be told beside.
    pub notes: Vec<String>,
    /// How long it took.
    pub seconds: f64,
}

/// What to restore, and where to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestoreRequest {
    /// The backup; `-` is standard input.
    pub file: PathBuf,
    /// The folder of the saved dataset, made if it is not there.
    pub store: PathBuf,
    /// Whether a dataset that is there is replaced.
    pub replace: bool,
    /// In what the dataset is kept, where it is made.
    pub engine: Option<Engine>,
    /// What time it is, for the journal of the dataset.
    pub now: Option<Timestamp>,
}

/// Which sources to take out of a saved dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoveRequest {
    /// Ids or IRIs of sources.
    pub sources: Vec<String>,
    /// The folder of the saved dataset.
    pub store: PathBuf,
    /// Whether only to tell what would happen.
    pub dry_run: bool,
    /// What time it is, for the journal of the dataset.
    pub now: Option<Timestamp>,
}

/// Tells what a saved dataset is. Cost: a pass over a bit for each statement.
///
/// # Errors
///
/// [`AppError::BadValue`] if the folder holds none; [`AppError::Store`] if it cannot be read.
pub fn store_info(store: &Path) -> Result<StoreInfo, AppError> {
    let saved = find(store)?;
    let pack = saved.open()?;
    let standing = saved.standing(Some(pack.identity()));
    let told = StoreInfo {
        schema: "actorgraph.store-info/1",
        store: saved.folder().display().to_string(),
        version: pack.version(),
        identity: format!("{:016x}", pack.identity()),
        engine: saved.engine()?.unwrap_or_default().name(),
        bytes: size(&saved),
        statements: pack.len(),
        claims: pack.claim_count(),
        sources: pack.graphs().len(),
        terms: pack.term_count(),
        writing: matches!(standing, Standing::Writing(_)),
        notes: sentence(&saved, &standing).into_iter().collect(),
        last_write: match standing {
            Standing::Finished(write) => write.map(last),
            Standing::After(write) => Some(last(write)),
            Standing::Writing(_) | Standing::Before(_) => None,
        },
    };
    pack.damage().map_or(Ok(told), |damage| Err(damage.into()))
}

fn last(write: Write) -> LastWrite {
    LastWrite {
        at: write.at.map(|at| format!("{at:.0}")),
        what: write.what,
        version: write.version,
    }
}

/// Checks every byte of a saved dataset, and that what follows from the claims is what the rules
/// derive from them.
///
/// # Errors
///
/// As [`store_info`]; [`AppError::Store`] with the damage.
pub fn verify_store(store: &Path, progress: &Progress<'_>) -> Result<Verified, AppError> {
    let begin = Instant::now();
    let saved = find(store)?;
    let pack = saved.open()?;
    pack.verify()?;
    if !pack.is_itself() {
        return Err(AppError::Store(StoreError::Corrupt {
            path: saved.facts(),
            part: "header",
        }));
    }
    pack.verify_disk()?;
    let mut notes: Vec<String> = notes(&saved).into_iter().collect();
    let mut claims = Builder::default();
    claims.claims_of(&pack)?;
    let current = derive(claims, progress)?.identity() == pack.identity();
    if !current {
        notes.push(format!(
            "what follows from the claims was derived by other rules than those of this version; \
             `actorgraph store compact --store {}` derives it anew",
            saved.folder().display()
        ));
    }
    Ok(Verified {
        schema: "actorgraph.store-verify/1",
        store: saved.folder().display().to_string(),
        bytes: match saved.engine()? {
            Some(Engine::RocksDb) => size(&saved),
            _ => fs::metadata(saved.facts()).map_or(0, |about| about.len()),
        },
        statements: pack.len(),
        claims: pack.claim_count(),
        current,
        notes,
        seconds: seconds(begin),
    })
}

/// Derives anew what follows from the claims of a saved dataset, and removes what killed writers
/// left in its folder.
///
/// # Errors
///
/// As [`verify_store`], and if it cannot be written.
pub fn compact_store(
    store: &Path,
    now: Option<Timestamp>,
    progress: &Progress<'_>,
) -> Result<Written, AppError> {
    let mut change = Change::begin(find(store)?, "compact", now, false, Damage::Refused)?;
    let mut claims = Builder::in_folder(change.saved.folder());
    claims.claims_of(change.before()?)?;
    change.is_anew = change.before()?.verify_disk().is_err();
    let after = derive(claims, progress)?;
    change.end(&after, progress)
}

/// Writes the claims of a saved dataset to a file, whole or not at all; `-` is standard output.
///
/// # Errors
///
/// As [`verify_store`]; [`AppError::BadValue`] if the file lies in the folder of the dataset or is
/// no regular one; [`AppError::Store`] if it cannot be written.
pub fn back_up_store(store: &Path, file: &Path) -> Result<BackedUp, AppError> {
    let begin = Instant::now();
    let saved = find(store)?;
    let is_stdout = file == Path::new("-");
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let is_inside = match folder.unwrap_or(Path::new(".")).canonicalize() {
        Ok(folder) => {
            let own = saved.folder().canonicalize();
            own.is_ok_and(|own| folder.starts_with(own))
        }
        Err(_) => false,
    };
    let wrong = match () {
        () if is_stdout => None,
        () if is_inside => Some("lies in the folder of the dataset itself"),
        () if file.exists() && !file.is_file() => Some("is no regular file"),
        () => None,
    };
    if let Some(wrong) = wrong {
        return Err(AppError::BadValue {
            code: "bad-file",
            message: format!("`{}` {wrong}", file.display()),
            help: Some("name a new file in another folder, or - for standard output".to_owned()),
        });
    }
    let pack = saved.open()?;
    write_backup(&pack, file)?;
    let bytes = fs::metadata(file).ok().filter(|_| !is_stdout);
    Ok(BackedUp {
        schema: "actorgraph.store-backup/1",
        store: saved.folder().display().to_string(),
        written: file.display().to_string(),
        claims: pack.claim_count(),
        bytes: bytes.map(|about| about.len()),
        notes: notes(&saved).into_iter().collect(),
        seconds: seconds(begin),
    })
}

/// Makes a saved dataset of a backup. The same claims give the same dataset, to the byte.
///
/// # Errors
///
/// [`AppError::BadValue`] if a dataset is there and is not to be replaced, or the folder is no place
/// for one; [`AppError::Store`] if the backup is none or was cut short, or cannot be read, or the
/// dataset cannot be written.
pub fn restore_store(
    request: &RestoreRequest,
    progress: &Progress<'_>,
) -> Result<Written, AppError> {
    let saved = SavedStore::new(&request.store).with_engine(request.engine);
    check_place(&saved)?;
    let path = &request.file;
    let failed = |source| AppError::Read {
        path: path.clone(),
        source,
    };
    let (bytes, size): (Box<dyn Read>, Option<u64>) = match path == Path::new("-") {
        true => (Box::new(io::stdin().lock()), None),
        false => {
            let file = File::open(path).map_err(failed)?;
            let size = file.metadata().map_err(failed)?;
            (Box::new(file), size.is_file().then_some(size.len()))
        }
    };
    if SavedStore::find(&request.store).is_some() && !request.replace {
        return Err(AppError::BadValue {
            code: "store-exists",
            message: format!("`{}` holds a dataset already", request.store.display()),
            help: Some("pass --replace, or name another folder".to_owned()),
        });
    }
    let change = Change::begin(saved, "restore", request.now, false, Damage::Replaced)?;
    let read = AtomicU64::new(0);
    let counted = Counted {
        inner: bytes,
        read: &read,
    };
    let mut claims = Builder::in_folder(change.saved.folder());
    read_backup(path, counted, |quad| {
        claims.claim(&quad)?;
        // To look costs more than a statement.
        if !claims.len().is_multiple_of(1 << 14) {
            return Ok(());
        }
        let seen = Seen {
            stage: Stage::Read,
            read: read.load(Ordering::Relaxed),
            size,
        };
        go_on(progress, seen)
    })?;
    let after = derive(claims, progress)?;
    change.end(&after, progress)
}

/// Counts what is read.
struct Counted<'r, R> {
    inner: R,
    read: &'r AtomicU64,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Takes sources out of a saved dataset: all that they claim, all that is said of them, and what
/// follows from it. What is left is as if they had never been imported.
///
/// # Errors
///
/// [`AppError::UnknownSource`]; as [`verify_store`], and if it cannot be written.
pub fn remove_source(
    request: &RemoveRequest,
    progress: &Progress<'_>,
) -> Result<Written, AppError> {
    let saved = find(&request.store)?;
    let change = Change::begin(
        saved,
        "remove-source",
        request.now,
        request.dry_run,
        Damage::Refused,
    )?;
    let before = change.before()?;
    let gone = sources(before, &request.sources)?;
    let replaces = before.id(&ext::REPLACES.into_owned().into());
    let mut claims = Builder::in_folder(change.saved.folder());
    claims.claims_upon(before, |[subject, predicate, object, graph]| {
        let is_said_of = *graph == DEFAULT_GRAPH
            && (gone.contains(subject) || Some(*predicate) == replaces && gone.contains(object));
        !is_said_of && !gone.contains(graph)
    })?;
    let after = derive(claims, progress)?;
    change.end(&after, progress)
}

/// Returns the ids of sources that are named by id or IRI: those that claim something, and those
/// that are described and claim nothing.
fn sources(pack: &Pack, names: &[String]) -> Result<HashSet<TermId>, AppError> {
    let words = [rdf::TYPE, ag::SOURCE].map(|word| pack.id(&word.into_owned().into()));
    let is_description = |row: &IdQuad| {
        row[3] == DEFAULT_GRAPH && Some(row[1]) == words[0] && Some(row[2]) == words[1]
    };
    let described = pack.claims().filter(is_description).map(|row| row[0]);
    let mut known: Vec<TermId> = pack.graphs().into_iter().chain(described).collect();
    known.sort_unstable();
    known.dedup();
    let all: Vec<(TermId, String)> = known
        .into_iter()
        .filter_map(|graph| match pack.term(graph) {
            oxrdf::Term::NamedNode(node) => Some((graph, node.into_string())),
            _ => None,
        })
        .collect();
    let id = |iri: &str| local_name(iri).unwrap_or(iri).to_owned();
    let find = |name: &String| {
        let mut all_of_them = all.iter();
        let found = all_of_them.find(|(_, iri)| iri == name || id(iri) == *name);
        found.map(|(graph, _)| *graph).ok_or_else(|| {
            let ids: Vec<String> = all.iter().map(|(_, iri)| id(iri)).collect();
            AppError::UnknownSource {
                near: nearest(name, ids.iter().map(String::as_str)).map(str::to_owned),
                name: name.clone(),
            }
        })
    };
    names.iter().map(find).collect()
}

/// Opens a dataset and checks every byte of it.
fn whole(saved: &SavedStore) -> Result<Arc<Pack>, StoreError> {
    let pack = saved.open()?;
    pack.verify()?;
    Ok(Arc::new(pack))
}

/// What becomes of a dataset that cannot be read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Damage {
    /// It stays, since nothing can be made of it.
    Refused,
    /// It is replaced.
    Replaced,
}

/// A change of a saved dataset that is under way.
pub(super) struct Change {
    saved: SavedStore,
    what: &'static str,
    begin: Instant,
    before: Option<Arc<Pack>>,
    /// Whether to write even if it is the same.
    is_anew: bool,
    bytes_before: u64,
    /// What is to be told beside.
    pub(super) notes: Vec<String>,
    /// `None` if only to tell what would happen.
    writing: Option<Writing>,
}

impl Change {
    /// Begins to write, and opens what there is; where nothing is to be written nobody is kept from
    /// it.
    pub(super) fn begin(
        saved: SavedStore,
        what: &'static str,
        now: Option<Timestamp>,
        dry_run: bool,
        damage: Damage,
    ) -> Result<Self, AppError> {
        let begin = Instant::now();
        let notes = notes(&saved).into_iter().collect();
        let writing = match dry_run {
            true => None,
            false => Some(saved.begin(what, now)?),
        };
        // What is read from here on is what will be changed.
        let before = SavedStore::find(saved.folder()).map(|saved| whole(&saved));
        let before = match before.transpose() {
            // What is replaced may be damaged.
            Err(_) if damage == Damage::Replaced => None,
            before => before?,
        };
        Ok(Self {
            bytes_before: size(&saved),
            saved,
            what,
            begin,
            before,
            is_anew: false,
            notes,
            writing,
        })
    }

    /// Returns what there is.
    pub(super) fn before(&self) -> Result<&Arc<Pack>, AppError> {
        let none = || no_store(self.saved.folder());
        self.before.as_ref().ok_or_else(none)
    }

    /// Saves what is to be from now on, if it is another, and tells what changed.
    pub(super) fn end(
        self,
        after: &Arc<Pack>,
        progress: &Progress<'_>,
    ) -> Result<Written, AppError> {
        let dry_run = self.writing.is_none();
        let is_other =
            self.before.as_ref().map(|before| before.identity()) != Some(after.identity());
        let (removed, added) = match &self.before {
            None => (0, after.claim_count()),
            Some(_) if !is_other => (0, 0),
            Some(before) => (
                before.claims_lacking_in(after),
                after.claims_lacking_in(before),
            ),
        };
        if let Some(writing) = self.writing {
            let before = self.before.as_ref().filter(|_| !self.is_anew);
            let before = before.map(|before| before.identity());
            finish(writing, before, after, progress)?;
        }
        Ok(Written {
            schema: "actorgraph.store-write/1",
            what: self.what,
            store: self.saved.folder().display().to_string(),
            dry_run,
            claims: after.claim_count(),
            added,
            removed,
            statements: after.len(),
            sources: after.graphs().len(),
            bytes_before: self.bytes_before,
            bytes: size(&self.saved),
            changed: is_other || self.is_anew,
            notes: self.notes,
            seconds: seconds(self.begin),
        })
    }
}

/// Makes a dataset of claims: with the ontology and what follows.
pub(super) fn derive(claims: Builder, progress: &Progress<'_>) -> Result<Arc<Pack>, AppError> {
    Ok(derive_by(files::ontology()?, &rules()?, claims, progress)?)
}

/// As [`derive`], by rules that were read before.
pub(super) fn derive_by(
    ontology: &Ontology,
    rules: &[Rule],
    mut claims: Builder,
    progress: &Progress<'_>,
) -> Result<Arc<Pack>, StoreError> {
    let go_on = || progress(Seen::begin(Stage::Derive));
    self::go_on(progress, Seen::begin(Stage::Derive))?;
    import::end_what_is_gone(&mut claims)?;
    Ok(Arc::new(import::assemble(claims, ontology, rules, &go_on)?))
}

/// Of how many rows the graph is made at once; one of more by who first walks it. Making it takes some 90
/// bytes a row.
const ROWS: usize = 6_000_000;

/// Saves a dataset if it is another than the one with the identity `before`, and the graph that is made of
/// it beside it. Says whether it was another.
pub(super) fn finish(
    writing: Writing,
    before: Option<u64>,
    after: &Arc<Pack>,
    progress: &Progress<'_>,
) -> Result<bool, AppError> {
    // Who wanted no more while rules were at work wants nothing written.
    go_on(progress, Seen::begin(Stage::Write))?;
    if before == Some(after.identity()) {
        return Ok(false);
    }
    let folder = writing.folder().to_owned();
    let snapshot = Snapshot::new(Arc::clone(after), Day::MAX);
    if View::row_count(&snapshot) > ROWS {
        writing.save(after)?;
        return Ok(true);
    }
    // The graph is made while the disk is at work.
    let (saved, view) = thread::scope(|scope| {
        let view = scope.spawn(|| View::build(&snapshot));
        (writing.save(after), view.join())
    });
    saved?;
    // Whoever walks the graph builds it if this fails, and is told why.
    if let Ok(Ok(view)) = view {
        let _ = view.keep(&folder);
    }
    Ok(true)
}

fn go_on(progress: &Progress<'_>, seen: Seen) -> Result<(), StoreError> {
    match progress(seen) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(StoreError::Stopped),
    }
}

/// Returns the saved dataset in a folder.
pub(super) fn find(store: &Path) -> Result<SavedStore, AppError> {
    if let Some(saved) = SavedStore::find(store) {
        return Ok(saved);
    }
    if let Some(unfinished) = SavedStore::new(store).unfinished() {
        return Err(unfinished.into());
    }
    Err(match store.exists() {
        true => no_store(store),
        false => AppError::Read {
            path: store.to_owned(),
            source: io::ErrorKind::NotFound.into(),
        },
    })
}

fn no_store(folder: &Path) -> AppError {
    AppError::BadValue {
        code: "no-store",
        message: format!("`{}` holds no saved dataset", folder.display()),
        help: Some("`actorgraph import FILE --store DIR` makes one".to_owned()),
    }
}

/// Tells how a saved dataset stands, if its last write was interrupted.
pub(super) fn notes(saved: &SavedStore) -> Option<String> {
    let identity = saved.open().ok().map(|pack| pack.identity());
    sentence(saved, &saved.standing(identity)).filter(|_| identity.is_some())
}

/// Tells in one sentence how a dataset stands whose last write is not known to be finished.
fn sentence(saved: &SavedStore, standing: &Standing) -> Option<String> {
    let folder = saved.folder().display();
    let named = |write: &Write| match write.at {
        Some(at) => format!("`{}` that began at {at:.0}", write.what),
        None => format!("`{}`", write.what),
    };
    Some(match standing {
        Standing::Finished(_) => return None,
        Standing::Writing(write) => {
            format!(
                "another process is at work on `{folder}` ({}); this is as before it",
                named(write)
            )
        }
        Standing::Before(write) => {
            format!(
                "the {} was interrupted; `{folder}` is as before it",
                named(write)
            )
        }
        Standing::After(write) => format!(
            "the {} was interrupted when its work was done; `{folder}` is as after it",
            named(write)
        ),
    })
}

/// Tells how the dataset of a session stands, if its last write was interrupted and nobody is
/// writing now.
pub(super) fn interrupted(saved: &SavedStore, identity: u64) -> Option<String> {
    match saved.standing(Some(identity)) {
        Standing::Writing(_) => None,
        standing => sentence(saved, &standing),
    }
}

/// Returns how many bytes the files of a saved dataset have, without those of the one before it that
/// somebody still reads.
fn size(saved: &SavedStore) -> u64 {
    fn files(folder: &Path) -> u64 {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let files = entries.filter_map(|entry| entry.metadata().ok());
        let files = files.filter(fs::Metadata::is_file);
        files.map(|about| about.len()).sum()
    }
    let facts = saved.facts();
    let place = facts.parent().filter(|place| *place != saved.folder());
    let inside = |place: &Path| files(place) + files(&place.join(SavedStore::QUADS));
    files(saved.folder()) + place.map_or(0, inside)
}

fn seconds(begin: Instant) -> f64 {
    (begin.elapsed().as_secs_f64() * 1000.0).round() / 1000.0
}
