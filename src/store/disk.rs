//! A dataset in RocksDB, through oxigraph: the same statements as in a pack, for SPARQL.
//!
//! The folder of a dataset holds a folder for each write that somebody still needs:
//!
//! ```text
//! rocksdb-7/facts.pack   all statements and which of them are claims, as without RocksDB
//! rocksdb-7/quads/       all statements, a database of oxigraph
//! rocksdb-7/.lock        held, shared, by whoever reads the database
//! ```
//!
//! It is made under another name and never written to again: RocksDB allows nobody to write what
//! another process reads. Old ones go with the next write once nobody reads them.
//!
//! The database holds the merge of all graphs, each statement once: that is what nearly every query sees,
//! and it takes three indexes where named graphs take six. Which source says what stands in the pack alone,
//! where GRAPH is answered from; a query that is to see some sources only runs on the pack as a whole.
//!
//! SPARQL gives what it gives on a pack. So literals keep their spelling: oxigraph knows numbers and days by
//! their value, so those that are not spelled as it would spell them have a datatype of ours there.

use crate::store::term::to_subject;
use crate::store::{DEFAULT_GRAPH, IdQuad, Pack, SavedStore, Snapshot, StoreError, engine};
use oxigraph::sparql::{PreparedSparqlQuery, QueryEvaluationError, QueryResults};
use oxigraph::store::{StorageError, Store};
use oxrdf::{GraphNameRef, Literal, NamedNode, NamedOrBlankNode, Quad, Term};
use spareval::{ExpressionTerm, InternalQuad, QueryableDataset};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{OnceLock, mpsc};
use std::thread;
use std::time::Duration;

/// The database of a dataset, opened when it is first asked.
pub(super) struct Disk {
    folder: PathBuf,
    store: OnceLock<Store>,
    /// Keeps the folder from being taken away.
    lock: File,
}

impl Drop for Disk {
    fn drop(&mut self) {
        // The last who reads what was there before takes it away.
        let _ = fs4::FileExt::unlock(&self.lock);
        if let Some(folder) = self.folder.ancestors().nth(2) {
            remove_older(folder);
        }
    }
}

impl std::fmt::Debug for Disk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Disk").field(&self.folder).finish()
    }
}

/// The name of the file that readers hold a lock on.
const LOCK: &str = ".lock";
/// How many statements are sorted at once, at most: few are sorted faster and take less memory, some 2 kB
/// each while they are, and many need not be merged.
const BATCH: usize = 100_000;
/// After how many statements is let go what was read of a pack that lies in files.
const STRETCH: usize = 1 << 20;
/// What the datatypes of literals begin with that keep their spelling.
const SPELLED: &str = "urn:actorgraph:spelled:";

impl Disk {
    /// Whether there can be one.
    pub(super) const IS_THERE: bool = true;

    /// Opens the pack in a folder that [`save`](Self::save) made, with the database beside it.
    pub(super) fn open(place: &Path) -> Result<Pack, StoreError> {
        let path = place.join(LOCK);
        let lock = File::open(&path).map_err(|source| StoreError::Read { path, source })?;
        // Where the file system knows no locks, nobody takes anything away for sure.
        let _ = fs4::FileExt::try_lock_shared(&lock);
        let pack = Pack::open(&place.join(SavedStore::FACTS))?;
        Ok(pack.on_disk(Self {
            folder: place.join(SavedStore::QUADS),
            store: OnceLock::new(),
            lock,
        }))
    }

    fn store(&self) -> Result<&Store, StorageError> {
        if let Some(store) = self.store.get() {
            return Ok(store);
        }
        let opened = Store::open_read_only(&self.folder)?;
        // Each reader begins a log of its own and keeps that of the reader before it.
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with("LOG.old.") {
                let _ = fs::remove_file(entry.path());
            }
        }
        Ok(self.store.get_or_init(|| opened))
    }

    /// Runs a query on the statements of a snapshot that sees all of them.
    pub(super) fn execute<'a>(
        &self,
        query: PreparedSparqlQuery,
        snapshot: &'a Snapshot,
    ) -> Result<QueryResults<'a>, QueryEvaluationError> {
        let store = self.store();
        let store = store.map_err(|error| QueryEvaluationError::Dataset(Box::new(error)))?;
        let store = store.clone();
        query
            .on_queryable_dataset(View { store, snapshot })
            .execute()
    }

    /// Checks the whole database, and that it holds the statements of the pack and no others.
    ///
    /// # Errors
    ///
    /// [`StoreError::Disk`], [`StoreError::Corrupt`].
    pub(super) fn verify(&self, pack: &Pack) -> Result<(), StoreError> {
        let failed = |source| StoreError::Disk {
            folder: self.folder.clone(),
            source: Box::new(source),
        };
        let store = self.store().map_err(failed)?;
        store.validate().map_err(failed)?;
        let mut count = 0;
        for quad in store.iter() {
            let row = pack.row(&read(quad.map_err(failed)?));
            let said = row.map(|[s, p, o, _]| pack.matching([Some(s), Some(p), Some(o), None]));
            if row.is_none_or(|row| row[3] != DEFAULT_GRAPH)
                || said.is_none_or(|mut said| said.next().is_none())
            {
                break;
            }
            count += 1;
        }
        match count == merged(pack).count() {
            true => Ok(()),
            false => Err(StoreError::Corrupt {
                path: self.folder.clone(),
                part: "database",
            }),
        }
    }

    /// Writes a pack, and its statements to a database, into a new folder, and makes that the one in
    /// which the dataset is, in one step. Who calls this holds the lock of the dataset.
    ///
    /// # Errors
    ///
    /// [`StoreError::Write`], [`StoreError::Disk`]; all is as before then.
    pub(super) fn save(folder: &Path, pack: &Pack) -> Result<(), StoreError> {
        let next = generations(folder).max().map_or(1, |last| last + 1);
        let place = engine::place(folder, next);
        let part = folder.join(format!(".{}{next}.part", engine::BEGINNING));
        let write = |source| StoreError::Write {
            path: place.clone(),
            source,
        };
        let facts = part.join(SavedStore::FACTS);
        let make = || {
            fs::create_dir(&part).map_err(write)?;
            File::create(part.join(LOCK)).map_err(write)?;
            let (loaded, wait) = mpsc::channel::<()>();
            thread::scope(|scope| {
                // The pack is written while one processor alone compacts.
                let packed = scope.spawn(move || {
                    let _ = wait.recv();
                    pack.save(&facts)
                });
                let filled = fill(&part.join(SavedStore::QUADS), pack, move || drop(loaded));
                packed.join().expect("to write a file does not panic")?;
                filled
            })?;
            fs::rename(&part, &place).map_err(write)?;
            bring_to_disk(folder).map_err(write)?;
            engine::name(folder, next)
        };
        let made = make();
        if made.is_err() {
            let _ = fs::remove_dir_all(&part);
            // Where only the last step failed, it may have been done.
            if engine::generation(folder).ok().flatten() != Some(next) {
                let _ = fs::remove_dir_all(&place);
            }
        }
        made?;
        Self::remove_leftovers(folder);
        Ok(())
    }

    /// Removes what the dataset was kept in before and nobody reads any more, and what killed writers
    /// left. Who calls this holds the lock of the dataset.
    pub(super) fn remove_leftovers(folder: &Path) {
        let Ok(now) = engine::generation(folder) else {
            return;
        };
        remove_older(folder);
        // What is newer than the dataset never became it.
        for new in generations(folder).filter(|new| now.is_none_or(|now| *new > now)) {
            let _ = fs::remove_dir_all(engine::place(folder, new));
        }
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with(&format!(".{}", engine::BEGINNING)) && name.ends_with(".part") {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }
}

/// Removes what the dataset was kept in before and nobody reads any more.
fn remove_older(folder: &Path) {
    let Ok(Some(now)) = engine::generation(folder) else {
        return;
    };
    for old in generations(folder).filter(|old| *old < now) {
        let place = engine::place(folder, old);
        let lock = File::open(place.join(LOCK));
        if lock.is_ok_and(|lock| fs4::FileExt::try_lock(&lock).is_ok()) {
            let _ = fs::remove_dir_all(place);
        }
    }
}

/// Returns the statements of a pack in whatever graph, each once.
fn merged(pack: &Pack) -> impl Iterator<Item = IdQuad> {
    let mut last = None;
    let rows = pack.matching([None; 4]).enumerate();
    rows.filter_map(move |(place, [s, p, o, _])| {
        if place.is_multiple_of(STRETCH) {
            pack.forget();
        }
        let row = [s, p, o, DEFAULT_GRAPH];
        (last.replace(row) != Some(row)).then_some(row)
    })
}

/// Makes a database of the statements of a pack; `loaded` is called when all processors did their part.
fn fill(folder: &Path, pack: &Pack, loaded: impl FnOnce()) -> Result<(), StoreError> {
    let store = Store::open(folder).map_err(|source| failed(folder, source))?;
    let filled = load(&store, pack, loaded);
    drop(store);
    if filled.is_err() {
        wait_until_closed(folder);
    }
    filled.map_err(|source| failed(folder, source))?;
    pack.damage().map_or(Ok(()), Err)
}

fn load(store: &Store, pack: &Pack, loaded: impl FnOnce()) -> Result<(), StorageError> {
    let threads = thread::available_parallelism().map_or(1, |threads| threads.get());
    let batch = pack.len().div_ceil(threads).clamp(1, BATCH);
    // The loader counts a thousand statements of a thread as a megabyte.
    let mut loader = store
        .bulk_loader()
        .with_num_threads(threads)
        .with_max_memory_size_in_megabytes((batch * threads).div_ceil(1000));
    let quads = merged(pack).filter_map(|row| pack.quad(row)).map(written);
    loader.load_quads(quads)?;
    loaded();
    loader.commit()?;
    store.flush()?;
    store.optimize()
}

/// Waits for threads of a loader that failed: it leaves them to themselves, and the program must not end
/// while they write. The database cannot be opened while one of them has it.
fn wait_until_closed(folder: &Path) {
    const PAUSE: Duration = Duration::from_millis(20);
    const LONGEST: u32 = 1500;
    let is_open = |_: &u32| {
        let opened = Store::open(folder);
        opened.is_err_and(|error| error.to_string().contains("lock"))
    };
    (0..LONGEST)
        .take_while(is_open)
        .for_each(|_| thread::sleep(PAUSE));
}

fn failed(folder: &Path, source: StorageError) -> StoreError {
    match source {
        StorageError::Io(source) => StoreError::Write {
            path: folder.to_owned(),
            source,
        },
        source => StoreError::Disk {
            folder: folder.to_owned(),
            source: Box::new(source),
        },
    }
}

/// Returns the numbers of all folders that a dataset was or is kept in.
fn generations(folder: &Path) -> impl Iterator<Item = u64> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        name.strip_prefix(engine::BEGINNING)?.parse().ok()
    })
}

/// Brings the names in a folder to disk.
fn bring_to_disk(folder: &Path) -> io::Result<()> {
    match cfg!(unix) {
        true => File::open(folder)?.sync_all(),
        false => Ok(()),
    }
}

/// Returns a literal as it is written to the database.
fn written_literal(literal: Literal) -> Literal {
    let datatype = literal.datatype();
    if literal.language().is_some() || datatype == oxrdf::vocab::xsd::STRING {
        return literal;
    }
    let term = Term::from(literal.clone());
    // The database knows the same values as the evaluator, and spells them the same way.
    let is_kept = Term::from(ExpressionTerm::from(term.clone())) == term;
    match is_kept && !datatype.as_str().starts_with(SPELLED) {
        true => literal,
        false => {
            let datatype = NamedNode::new_unchecked(format!("{SPELLED}{}", datatype.as_str()));
            Literal::new_typed_literal(literal.value(), datatype)
        }
    }
}

fn written_term(term: Term) -> Term {
    match term {
        Term::Literal(literal) => written_literal(literal).into(),
        term => term,
    }
}

fn written(quad: Quad) -> Quad {
    Quad {
        object: written_term(quad.object),
        ..quad
    }
}

/// Returns a term as it was before it was written to the database.
fn read_term(term: Term) -> Term {
    match &term {
        Term::Literal(literal) => match literal.datatype().as_str().strip_prefix(SPELLED) {
            Some(datatype) => {
                let datatype = NamedNode::new_unchecked(datatype);
                Literal::new_typed_literal(literal.value(), datatype).into()
            }
            None => term,
        },
        _ => term,
    }
}

fn read(quad: Quad) -> Quad {
    Quad {
        object: read_term(quad.object),
        ..quad
    }
}

/// The database as the evaluator reads it, with the pack beside it for what is asked of sources.
struct View<'a> {
    store: Store,
    snapshot: &'a Snapshot,
}

impl<'a> QueryableDataset<'a> for View<'a> {
    type InternalTerm = Term;
    type Error = StorageError;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&Term>,
        predicate: Option<&Term>,
        object: Option<&Term>,
        graph_name: Option<Option<&Term>>,
    ) -> impl Iterator<Item = Result<InternalQuad<Term>, StorageError>> + use<'a> {
        let is_union = graph_name == Some(None);
        let statements = is_union.then(|| self.statements(subject, predicate, object));
        let said =
            (!is_union).then(|| self.said([subject, predicate, object, graph_name.flatten()]));
        let statements = statements.into_iter().flatten();
        statements.chain(said.into_iter().flatten())
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<Term, StorageError>> + use<'a> {
        let snapshot = self.snapshot;
        let graphs = snapshot.graphs().into_iter();
        graphs.map(|graph| Ok(snapshot.term(graph)))
    }

    fn internalize_term(&self, term: Term) -> Result<Term, StorageError> {
        Ok(term)
    }

    fn externalize_term(&self, term: Term) -> Result<Term, StorageError> {
        Ok(term)
    }
}

impl<'a> View<'a> {
    /// Returns statements whoever makes them, from the database.
    fn statements(
        &self,
        subject: Option<&Term>,
        predicate: Option<&Term>,
        object: Option<&Term>,
    ) -> impl Iterator<Item = Result<InternalQuad<Term>, StorageError>> + use<> {
        let subject = subject.cloned().map(to_subject);
        let predicate = predicate.map(|term| match term {
            Term::NamedNode(node) => Some(node.clone()),
            _ => None,
        });
        // What cannot stand at its place is in no statement.
        let can_be = subject != Some(None) && predicate != Some(None);
        let (subject, predicate) = (subject.flatten(), predicate.flatten());
        let object = object.cloned().map(written_term);
        let quads = can_be.then(|| {
            self.store.quads_for_pattern(
                subject.as_ref().map(NamedOrBlankNode::as_ref),
                predicate.as_ref().map(NamedNode::as_ref),
                object.as_ref().map(Term::as_ref),
                Some(GraphNameRef::DefaultGraph),
            )
        });
        quads.into_iter().flatten().map(|quad| {
            let quad = quad?;
            Ok(InternalQuad {
                subject: quad.subject.into(),
                predicate: quad.predicate.into(),
                object: read_term(quad.object),
                graph_name: None,
            })
        })
    }

    /// Returns statements with the sources that make them, from the pack.
    fn said(
        &self,
        pattern: [Option<&Term>; 4],
    ) -> impl Iterator<Item = Result<InternalQuad<Term>, StorageError>> + use<'a> {
        let snapshot = self.snapshot;
        let ids = pattern.map(|term| term.map(|term| snapshot.id(term)));
        let is_known = !ids.contains(&Some(None));
        let rows = is_known.then(|| snapshot.ids(ids.map(Option::flatten)));
        let rows = rows.into_iter().flatten();
        let rows = rows.filter(|row| row[3] != DEFAULT_GRAPH);
        rows.map(|row| {
            let [subject, predicate, object, graph] = row.map(|id| snapshot.term(id));
            Ok(InternalQuad {
                subject,
                predicate,
                object,
                graph_name: Some(graph),
            })
        })
    }
}
