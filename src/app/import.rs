//! Documents into a saved dataset, into a file of statements, or nowhere, to see what would happen.

use crate::app::file::Unfinished;
use crate::app::identity::{self, IdentityCount};
use crate::app::{AppError, store};
use crate::import::{
    self, Document, FORMATS, Format, Gathered, ImportError, Past, Progress, RecordFault, Settings,
    Straight, Target,
};
use crate::model::{Date, local_name};
use crate::names::nearest;
use crate::ontology::{Ontology, files};
use crate::store::{Builder, Engine, Pack, Rule, SavedStore, Snapshot, StoreError, rdf_files};
use jiff::Timestamp;
use jiff::civil::Date as Day;
use serde::Serialize;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

pub use crate::import::{Seen, Stage};

/// What to import, and where to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRequest {
    /// Files, patterns of names, folders of files, of tables or with a saved dataset, and `-` for
    /// standard input.
    pub paths: Vec<PathBuf>,
    /// Tables of records that are of one thing, whatever their columns are told to be.
    pub same_as: Vec<PathBuf>,
    /// What becomes of the statements.
    pub to: ImportTo,
    /// In what a saved dataset is kept, where it is made.
    pub engine: Option<Engine>,
    /// The name of the format; told by content where none is given.
    pub format: Option<String>,
    /// The mapping by which tables are read; the one beside a table where none is given.
    pub mapping: Option<PathBuf>,
    /// Whether records that cannot be read are left out; else nothing is imported then.
    pub skip_bad: bool,
    /// Whether a document may have far fewer records than the one before it.
    pub accept_shrinkage: bool,
    /// Whether documents are parts of their dataset: that they lack something says nothing.
    pub partial: bool,
    /// Of which dataset the documents are.
    pub dataset: Option<String>,
    /// Who published them.
    pub publisher: Option<String>,
    /// Where they were published.
    pub url: Option<String>,
    /// Under which terms they may be used.
    pub license: Option<String>,
    /// When they were published.
    pub published: Option<Date>,
    /// When they were retrieved.
    pub retrieved: Day,
    /// What time it is, for the journal of the dataset.
    pub now: Option<Timestamp>,
}

/// What becomes of statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportTo {
    /// They go into a saved dataset, a folder that is made if it is not there.
    Store(PathBuf),
    /// They are made and counted, and a saved dataset, if one is named, stays as it is.
    Nowhere(Option<PathBuf>),
    /// They are written to a file as N-Quads; `-` is standard output.
    File(PathBuf),
}

impl ImportRequest {
    /// Returns a request that says no more than what to import, where to, and on which day.
    pub fn new(paths: Vec<PathBuf>, to: ImportTo, retrieved: Day) -> Self {
        Self {
            paths,
            same_as: Vec::new(),
            to,
            engine: None,
            format: None,
            mapping: None,
            skip_bad: false,
            accept_shrinkage: false,
            partial: false,
            dataset: None,
            publisher: None,
            url: None,
            license: None,
            published: None,
            retrieved,
            now: None,
        }
    }
}

/// What an import did.
#[derive(Clone, Debug, Serialize)]
pub struct Imported {
    /// Name and version of this form of answer.
    pub schema: &'static str,
    /// The folder of the saved dataset, if there is one.
    pub store: Option<String>,
    /// The file that was written, if one was.
    pub written: Option<String>,
    /// What was read, in the order in which it was given.
    pub files: Vec<ImportedFile>,
    /// How many claims the dataset holds now, one of two sources counted twice; without a dataset,
    /// how many statements were made.
    pub claims: usize,
    /// How many of them it did not hold before.
    pub added: usize,
    /// How many it held before and does not hold now.
    pub removed: usize,
    /// How many statements it holds with the ontology and all that follows from the claims.
    pub statements: usize,
    /// How many sources make the claims.
    pub sources: usize,
    /// How many records were taken for how many things, in the dataset as it is now.
    pub identity: IdentityCount,
    /// Whether the dataset is another than before; if not, nothing was written.
    pub changed: bool,
    /// What is to be told beside: which files of folders are of no known format, and that the write
    /// before this one was interrupted.
    pub notes: Vec<String>,
    /// How long it took.
    pub seconds: f64,
}

/// One document of an import.
#[derive(Clone, Debug, Serialize)]
pub struct ImportedFile {
    /// Where it is; `-` for standard input.
    pub path: String,
    /// Its format, by the name that `formats` lists.
    pub format: &'static str,
    /// How it was packed: `gz`, `zst`, `xz`, `bz2`, `zip`.
    pub packing: Option<&'static str>,
    /// The id of the source that it is.
    pub source: Option<String>,
    /// The dataset of which it is an edition.
    pub dataset: Option<String>,
    /// The day that it tells of itself, or that was given.
    pub date: Option<String>,
    /// The id of the source that it takes the place of.
    pub replaces: Option<String>,
    /// The SHA-256 of its content, unpacked.
    pub sha256: Option<String>,
    /// Whether the same content was imported before: nothing of it was taken in again.
    pub known: bool,
    /// How many records it has.
    pub records: u64,
    /// How many of them became statements.
    pub mapped: u64,
    /// How many statements it makes, repetitions counted.
    pub statements: usize,
    /// How many lists it says somebody to stand on.
    pub lists: usize,
    /// Records that were left out, by reason.
    pub skipped: Vec<Counted>,
    /// The first records that were left out.
    pub faults: Vec<ImportFault>,
    /// What was mended.
    pub repaired: Vec<Counted>,
    /// What was kept without being understood, such as properties that no schema has.
    pub unknown: Vec<Counted>,
}

/// How often something came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// What it is.
    pub what: String,
    /// How often.
    pub count: u64,
}

/// A record that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImportFault {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// A stable short name for the reason.
    pub code: &'static str,
    /// What was found, and what was expected.
    pub message: String,
}

/// The formats that are read.
#[derive(Clone, Debug, Serialize)]
pub struct Formats {
    /// Name and version of this form of answer.
    pub schema: &'static str,
    /// The formats, in the order in which they are looked for.
    pub formats: Vec<FormatLine>,
}

/// A format that is read.
#[derive(Clone, Debug, Serialize)]
pub struct FormatLine {
    /// The name that `--as` takes.
    pub name: &'static str,
    /// What it is.
    pub title: &'static str,
    /// Who publishes such documents, where it is one body.
    pub publisher: Option<&'static str>,
    /// The page about it.
    pub page: &'static str,
    /// By what a document is told to be of it.
    pub recognized_by: &'static str,
}

/// Returns the formats that are read.
pub fn formats() -> Formats {
    let line = |format: &Format| FormatLine {
        name: format.name,
        title: format.title,
        publisher: format.publisher,
        page: format.page,
        recognized_by: format.sign,
    };
    Formats {
        schema: "actorgraph.formats/1",
        formats: FORMATS.iter().map(line).collect(),
    }
}

/// Adds the claims of documents to a saved dataset, and all that follows from them; or does as if,
/// or writes them to a file.
///
/// The same document again changes nothing. The dataset is as before or as after, whatever happens.
/// `progress` is told how far a document was read and says whether to go on.
///
/// # Errors
///
/// [`AppError::Store`], [`AppError::Tables`] or [`AppError::Import`] if something cannot be read or is
/// not well-formed, or the dataset cannot be written; [`AppError::BadValue`] if the folder is no place
/// for one, or a format is none.
pub fn import(request: &ImportRequest, progress: &Progress<'_>) -> Result<Imported, AppError> {
    let begin = Instant::now();
    let settings = settings(request)?;
    let ontology = files::ontology()?;
    let read = |past: &mut Past, target: &mut Target<'_>| {
        read(request, &settings, ontology, past, target, progress)
    };
    let mut imported = match &request.to {
        ImportTo::Store(store) => {
            let saved = SavedStore::new(store).with_engine(request.engine);
            check_place(&saved)?;
            into_store(request, &settings, &saved, progress)?
        }
        ImportTo::Nowhere(store) => {
            let saved = store.as_deref().and_then(SavedStore::find);
            let (mut past, before) = past(saved.as_ref())?;
            let mut target = Target::Nowhere;
            let read = read(&mut past, &mut target);
            let mut imported = told(read?);
            imported.store = store.as_ref().map(|store| store.display().to_string());
            drop(before);
            imported
        }
        ImportTo::File(path) => {
            let written = |source| AppError::Import(ImportError::Write(source));
            let write = |out: &mut (dyn Write + Send)| {
                let mut target = Target::Quads(out);
                let mut past = Past::default();
                let read = read(&mut past, &mut target);
                out.flush().map_err(written)?;
                read
            };
            let read = if path == Path::new("-") {
                write(&mut BufWriter::with_capacity(1 << 20, std::io::stdout()))
            } else {
                let mut unfinished = Unfinished::create(path).map_err(written)?;
                let read = if unfinished.is_regular() {
                    let file = unfinished.file().try_clone().map_err(written)?;
                    let mut out = Straight::new(file);
                    let read = write(&mut out)?;
                    out.finish().map_err(written)?;
                    Ok(read)
                } else {
                    write(&mut BufWriter::with_capacity(1 << 20, unfinished.file()))
                };
                let read = read?;
                unfinished.finish().map_err(written)?;
                Ok(read)
            };
            let mut imported = told(read?);
            imported.written = Some(path.display().to_string());
            imported
        }
    };
    imported.seconds = (begin.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
    Ok(imported)
}

fn into_store(
    request: &ImportRequest,
    settings: &Settings,
    saved: &SavedStore,
    progress: &Progress<'_>,
) -> Result<Imported, AppError> {
    let ontology = files::ontology()?;
    // Who writes holds the lock from here on: what is read below is what will be added to.
    let notes = store::notes(saved);
    let writing = saved.begin("import", request.now)?;
    let (mut past, before) = past(SavedStore::find(saved.folder()).as_ref())?;
    let mut claims = Builder::in_folder(saved.folder());
    let mut target = Target::Claims(&mut claims);
    let read = read(
        request,
        settings,
        ontology,
        &mut past,
        &mut target,
        progress,
    );
    let read = read?;
    drop(past);
    let mut removed = 0;
    let (mut claimed_before, mut identity_before) = (0, None);
    // What there was is let go before anything is made.
    if let Some(before) = before {
        let before = Arc::new(before);
        before.verify()?;
        (claimed_before, identity_before) = (before.claim_count(), Some(before.identity()));
        let documents = read.documents.iter();
        let things = documents.flat_map(Document::things_removed);
        let mut from: Vec<_> = read
            .documents
            .iter()
            .flat_map(|read| read.removed_from.iter().cloned())
            .collect();
        from.sort();
        from.dedup();
        removed = claims.claims_without(&before, &from, things)?;
    }
    let after = store::derive(claims, progress)?;
    let mut imported = told(read);
    imported.store = Some(saved.folder().display().to_string());
    imported.claims = after.claim_count();
    imported.added = (after.claim_count() + removed).saturating_sub(claimed_before);
    imported.removed = removed;
    imported.statements = after.len();
    imported.sources = after.graphs().len();
    imported.identity = identity::count(&Snapshot::new(Arc::clone(&after), request.retrieved));
    imported.changed = store::finish(writing, identity_before, &after, progress)?;
    imported.notes.extend(notes);
    Ok(imported)
}

/// Reads all documents of a request.
fn read(
    request: &ImportRequest,
    settings: &Settings,
    ontology: &Ontology,
    past: &mut Past,
    target: &mut Target<'_>,
    progress: &Progress<'_>,
) -> Result<Gathered, AppError> {
    let mut gather = |paths: &[PathBuf], settings: &Settings| {
        let read = import::gather(paths, settings, ontology, past, target, progress);
        read.map_err(failed)
    };
    let mut read = match request.paths.is_empty() {
        true => Gathered::default(),
        false => gather(&request.paths, settings)?,
    };
    if !request.same_as.is_empty() {
        let settings = Settings {
            format: Format::find("same-as"),
            dataset: None,
            ..settings.clone()
        };
        let tables = gather(&request.same_as, &settings)?;
        read.documents.extend(tables.documents);
        read.passed_over.extend(tables.passed_over);
    }
    Ok(read)
}

/// Opens what a saved dataset holds, if there is one, with the documents that it was made of.
fn past(saved: Option<&SavedStore>) -> Result<(Past, Option<Pack>), AppError> {
    let Some(saved) = saved else {
        return Ok((Past::default(), None));
    };
    let (past, pack) = Past::read(saved.open()?);
    if let Some(damage) = pack.damage() {
        return Err(damage.into());
    }
    Ok((past, Some(pack)))
}

fn settings(request: &ImportRequest) -> Result<Settings, AppError> {
    let format = match &request.format {
        None => None,
        Some(name) => match Format::find(name) {
            Some(format) => Some(format),
            None => {
                let names = import::format_names();
                let near = nearest(name, names.iter().copied());
                return Err(AppError::BadValue {
                    code: "unknown-format",
                    message: format!("`{name}` is no format that is read"),
                    help: Some(match near {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "`actorgraph formats` lists them".to_owned(),
                    }),
                });
            }
        },
    };
    let url = request.url.as_deref();
    if let Some(url) = url.filter(|url| oxrdf::NamedNode::new(*url).is_err()) {
        return Err(AppError::BadValue {
            code: "bad-url",
            message: format!("`{url}` is not a web address"),
            help: None,
        });
    }
    Ok(Settings {
        format,
        mapping: request.mapping.clone(),
        skips_bad: request.skip_bad,
        is_partial: request.partial,
        may_shrink: request.accept_shrinkage,
        dataset: request.dataset.clone(),
        publisher: request.publisher.clone(),
        url: request.url.clone(),
        license: request.license.clone(),
        published: request.published,
        ..Settings::new(request.retrieved)
    })
}

/// Tells what was read, of statements that went nowhere yet.
fn told(read: Gathered) -> Imported {
    let Gathered {
        documents,
        passed_over,
    } = read;
    let statements = documents.iter().map(|read| read.statements).sum();
    let unread = |name| format!("`{name}` is of no format that is known, and was passed over");
    Imported {
        schema: "actorgraph.import/1",
        store: None,
        written: None,
        claims: statements,
        added: statements,
        removed: 0,
        statements,
        sources: documents
            .iter()
            .filter(|read| read.source.is_some())
            .count(),
        identity: IdentityCount::default(),
        changed: false,
        notes: passed_over.into_iter().map(unread).collect(),
        seconds: 0.0,
        files: documents.into_iter().map(file).collect(),
    }
}

fn file(read: Document) -> ImportedFile {
    let id = |node: &oxrdf::NamedNode| {
        let iri = node.as_str();
        local_name(iri).unwrap_or(iri).to_owned()
    };
    ImportedFile {
        path: read.name,
        format: read.format,
        packing: read.packing.map(import::Packing::ending),
        source: read.source.as_ref().map(id),
        dataset: read.dataset,
        date: read.date.map(|date| date.to_string()),
        replaces: read.replaces.as_ref().map(id),
        sha256: read.hash,
        known: read.is_known,
        records: read.records,
        mapped: read.mapped,
        statements: read.statements,
        lists: read.lists,
        skipped: counted(read.skipped),
        faults: read.faults.into_iter().map(fault).collect(),
        repaired: counted(read.repaired),
        unknown: counted(read.strange),
    }
}

fn counted<T: ToString>(counts: Vec<(T, u64)>) -> Vec<Counted> {
    let count = |(what, count): (T, u64)| Counted {
        what: what.to_string(),
        count,
    };
    counts.into_iter().map(count).collect()
}

fn fault(fault: RecordFault) -> ImportFault {
    ImportFault {
        line: fault.line,
        code: fault.code,
        message: fault.message,
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
        error => AppError::Import(error),
    }
}

/// Refuses a folder that holds something else than a saved dataset.
pub(super) fn check_place(saved: &SavedStore) -> Result<(), AppError> {
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
