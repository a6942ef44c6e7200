//! One document: told what it is, read, stated, and described as a source.

use crate::import::csvw::{self, Mapping};
use crate::import::format::{FORMATS, Format, HEAD, Head};
use crate::import::ftm::SATELLITES;
use crate::import::input::{Input, Opened, Packing};
use crate::import::part::{RecordFault, Tally};
use crate::import::pipeline::{self, Stop, Target};
use crate::import::source::{self, About, Past, PastSource, Settings};
use crate::import::{ImportError, rdf};
use crate::model::Date;
use crate::store::{Batch, Texts};
use oxrdf::NamedNode;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::sync::Arc;

/// What came of a document.
#[derive(Clone, Debug)]
pub struct Document {
    /// How it was named: a path, or `-`.
    pub name: String,
    /// Its format.
    pub format: &'static str,
    /// How it was packed.
    pub packing: Option<Packing>,
    /// The SHA-256 of its content; none for RDF, whose graphs say what its sources are.
    pub hash: Option<String>,
    /// The source that it is.
    pub source: Option<NamedNode>,
    /// The dataset of which it is an edition.
    pub dataset: Option<String>,
    /// The day that it tells of itself, or that was given.
    pub date: Option<Date>,
    /// The source that it takes the place of.
    pub replaces: Option<NamedNode>,
    /// Whether the very same content was imported before.
    pub is_known: bool,
    /// How many records it has.
    pub records: u64,
    /// How many of them became statements.
    pub mapped: u64,
    /// How many statements these are, repetitions counted.
    pub statements: usize,
    /// How many lists it says somebody to stand on.
    pub lists: usize,
    /// Why records were left out, by code, and how many.
    pub skipped: Vec<(&'static str, u64)>,
    /// The first records that were left out.
    pub faults: Vec<RecordFault>,
    /// What was mended, and how often.
    pub repaired: Vec<(&'static str, u64)>,
    /// What was kept without being understood, and how often it came.
    pub strange: Vec<(String, u64)>,
    /// The entities that are to be taken out of sources of before, by IRI; of changes.
    removed: Arc<Texts>,
    /// The sources from which to take them.
    pub removed_from: Vec<NamedNode>,
}

impl Document {
    /// Returns the things that are to be taken out of sources of before, by IRI: entities, and the nodes that
    /// one may bring along.
    pub fn things_removed(&self) -> impl Iterator<Item = String> {
        self.removed.iter().flat_map(|(_, entity)| {
            let with = SATELLITES
                .iter()
                .map(move |ending| format!("{entity}{ending}"));
            with.chain([entity.to_owned()])
        })
    }

    /// Returns how many records were left out.
    pub fn skipped(&self) -> u64 {
        self.skipped.iter().map(|(_, count)| count).sum()
    }

    pub(crate) fn new(name: String, format: &'static str, packing: Option<Packing>) -> Self {
        Self {
            name,
            format,
            packing,
            hash: None,
            source: None,
            dataset: None,
            date: None,
            replaces: None,
            is_known: false,
            records: 0,
            mapped: 0,
            statements: 0,
            lists: 0,
            skipped: Vec::new(),
            faults: Vec::new(),
            repaired: Vec::new(),
            strange: Vec::new(),
            removed: Arc::default(),
            removed_from: Vec::new(),
        }
    }

    fn count(&mut self, tally: &Tally) {
        self.records = tally.read;
        self.mapped = tally.mapped;
        self.skipped = tally
            .skipped
            .iter()
            .map(|(code, count)| (*code, *count))
            .collect();
        self.faults.clone_from(&tally.faults);
        self.faults.sort_by_key(|fault| fault.line);
        self.repaired = tally
            .repaired
            .iter()
            .map(|(what, count)| (*what, *count))
            .collect();
        let strange = tally.strange.iter();
        self.strange = strange
            .map(|(what, count)| (what.clone(), *count))
            .collect();
    }
}

/// What a long work is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading.
    Read,
    /// Working out what follows.
    Derive,
    /// Bringing it to disk.
    Write,
}

/// How far a long work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// What it is at; only reading is told in bytes.
    pub stage: Stage,
    /// How many bytes were read, as the document lies there.
    pub read: u64,
    /// How many there are; `None` for standard input.
    pub size: Option<u64>,
}

impl Seen {
    /// Returns that a stage begins.
    pub fn begin(stage: Stage) -> Self {
        Self {
            stage,
            read: 0,
            size: None,
        }
    }
}

/// Is told how far a work is, and says whether to go on.
pub type Progress<'p> = dyn Fn(Seen) -> ControlFlow<()> + Sync + 'p;

/// Reads a document and hands its statements over, with those that describe it as a source.
///
/// Memory: some pieces of the document, whatever its size, beside what the target keeps.
///
/// # Errors
///
/// [`ImportError`]; some statements may have been handed over by then.
pub fn read_document(
    input: &Input,
    settings: &Settings,
    past: &mut Past,
    target: &mut Target<'_>,
    progress: &Progress<'_>,
) -> Result<Document, ImportError> {
    let unreadable = |source| ImportError::Unreadable {
        name: input.name(),
        source,
    };
    let mapping = Mapping::of(input, settings)?;
    let own = mapping.as_ref().map(|mapping| mapping.settings(settings));
    let settings = own.as_ref().unwrap_or(settings);
    let Opened {
        mut bytes,
        packing,
        size,
        read,
    } = input.open().map_err(unreadable)?;
    let mut head = Vec::new();
    let limit = HEAD as u64;
    bytes
        .by_ref()
        .take(limit)
        .read_to_end(&mut head)
        .map_err(unreadable)?;
    let file_name = input.file_name();
    // What comes through a pipe has no name but that of its dataset.
    let called = file_name.as_deref().or(settings.dataset.as_deref());
    let begins = Head::new(&head, called);
    let is_rdf = settings.format.is_none_or(Format::is_rdf);
    let by_name = rdf::of_name(input).filter(|_| is_rdf);
    let format = match (settings.format, by_name) {
        (Some(format), _) => Some(format),
        (None, Some(_)) => None,
        (None, None) => Format::recognize(&begins),
    };
    let seen = || Seen {
        stage: Stage::Read,
        read: read.load(std::sync::atomic::Ordering::Relaxed),
        size,
    };
    let records = match &mapping {
        Some(mapping) => Some((&csvw::FORMAT, mapping.reader(&begins)?)),
        None => format.and_then(|format| Some((format, format.reader(&begins)?))),
    };
    let named = settings.format.filter(|_| mapping.is_none());
    let misfit = named.and_then(|named| misfit(named, &begins, input));
    let Some((format, mut reader)) = records else {
        let rdf = by_name.or_else(|| rdf::of_content(&head));
        let Some(rdf) = rdf.filter(|_| is_rdf) else {
            let lack = || {
                csvw::lack(input).unwrap_or_else(|| ImportError::UnknownFormat {
                    name: input.name(),
                    beginning: begins.start(),
                })
            };
            return Err(misfit.unwrap_or_else(lack));
        };
        let rest = io::Cursor::new(head).chain(bytes);
        let mut document = Document::new(input.name(), "rdf", packing);
        document.statements = rdf::read(input, rdf, Box::new(rest), target, progress)?;
        document.records = document.statements as u64;
        document.mapped = document.records;
        return match misfit {
            Some(misfit) if document.records == 0 => Err(misfit),
            _ => Ok(document),
        };
    };
    let mut document = Document::new(input.name(), format.name, packing);
    // The same table by another mapping says other things: it is another source.
    let source_of = |hash: &str| match &mapping {
        Some(mapping) => source::iri(format, &mapping.mixed(hash)),
        None => source::iri(format, hash),
    };
    let mut whole: Box<dyn Read + Send> = Box::new(io::Cursor::new(head).chain(bytes));
    // The graph goes by the content, which is known at the end. Who writes statements as they come
    // must know it before; who need not read what is known already would like to.
    let mut graph = None;
    let writes = matches!(target, Target::Quads(_));
    if writes || !past.is_empty() && input.stays() {
        let hash = match input.stays() {
            true => {
                let mut again = input.open().map_err(unreadable)?;
                let read = &again.read;
                let go_on = || {
                    progress(Seen {
                        read: read.load(std::sync::atomic::Ordering::Relaxed),
                        ..seen()
                    })
                };
                hash(&mut again.bytes, None, &go_on).map_err(unreadable)?
            }
            false => {
                let mut copy = tempfile::tempfile().map_err(unreadable)?;
                let go_on = || progress(seen());
                let hash = hash(&mut whole, Some(&mut copy), &go_on).map_err(unreadable)?;
                copy.seek(SeekFrom::Start(0)).map_err(unreadable)?;
                whole = Box::new(copy);
                hash
            }
        };
        let hash = hash.ok_or(ImportError::Stopped)?;
        let iri = source_of(&hash);
        if past.knows(&iri) && !writes {
            document.is_known = true;
            document.hash = Some(hash);
            document.source = Some(iri);
            return Ok(document);
        }
        graph = writes.then_some(iri);
    }
    let before = match target {
        Target::Claims(builder) => builder.len(),
        _ => 0,
    };
    let mut watch = || progress(seen());
    let outcome = pipeline::run(whole, &mut *reader, graph.as_ref(), target, &mut watch);
    let outcome = outcome.map_err(|stop| stopped(stop, input))?;
    if let Some(misfit) = misfit.filter(|_| outcome.tally.mapped == 0) {
        return Err(misfit);
    }
    document.count(&outcome.tally);
    document.statements = outcome.statements;
    document.lists = outcome.members.list_count();
    if document.skipped() > 0 && !settings.skips_bad {
        return Err(ImportError::Faulty(Box::new(document)));
    }
    if let Some(announced) = outcome.tally.announced
        && announced != document.records
        && !settings.may_shrink
        && !settings.is_partial
    {
        return Err(ImportError::Miscounted {
            name: input.name(),
            now: document.records,
            announced,
        });
    }
    let iri = source_of(&outcome.hash);
    document.is_known = past.knows(&iri);
    let dataset = settings
        .dataset
        .clone()
        .unwrap_or_else(|| source::dataset(&outcome.tally.datasets, file_name.as_deref()));
    let date = settings.published.or(outcome.tally.latest);
    let newest = date.unwrap_or(settings.retrieved.into());
    let predecessor = past.before(&dataset, format.name, newest);
    let predecessor = predecessor.filter(|before| before.iri != iri).cloned();
    if let Some(before) = &predecessor
        && !settings.may_shrink
        && !settings.is_partial
        && format.is_complete
        && !reader.is_part()
        && document.records < before.records - before.records / 10
    {
        return Err(ImportError::Shrunk {
            name: input.name(),
            now: document.records,
            before: before.records,
        });
    }
    if !document.is_known {
        let is_part = settings.is_partial || reader.is_part() || document.skipped() > 0;
        let about = About {
            iri: &iri,
            format,
            hash: &outcome.hash,
            file_name: file_name.as_deref(),
            dataset: &dataset,
            records: document.records,
            publisher: only(&outcome.tally.publishers),
            license: only(&outcome.tally.licenses),
            date,
            before: predecessor.as_ref().map(|before| &before.iri),
            is_complete: format.is_complete && !is_part,
            is_part,
        };
        let part = source::describe(&about, &outcome.members, settings);
        document.statements += part.batch.len();
        hand_over(&part.batch, &iri, target)?;
        if about.is_complete {
            // Their number is nothing that was announced: records of one thing become one.
            outcome.members.each(|members| {
                let part = source::include(&about, members);
                document.statements += part.batch.len();
                hand_over(&part.batch, &iri, target)
            })?;
        }
        if reader.changes() {
            let family = format.name.split('-').next().unwrap_or(format.name);
            document.removed = Arc::new(outcome.removed);
            document.removed_from = past.graphs(family);
        }
        past.add(PastSource {
            iri: iri.clone(),
            dataset: dataset.clone(),
            format: format.name.to_owned(),
            records: document.records,
            date: Some(newest),
            replaces: predecessor.as_ref().map(|before| before.iri.clone()),
        });
    }
    if let Target::Claims(builder) = target {
        builder.settle(before, iri.as_ref())?;
    }
    document.hash = Some(outcome.hash);
    document.source = Some(iri);
    document.dataset = Some(dataset);
    document.date = date;
    document.replaces = predecessor.map(|before| before.iri);
    Ok(document)
}

/// Returns the name where there is but one.
fn only(names: &BTreeSet<String>) -> Option<&str> {
    let first = names.first().map(String::as_str);
    first.filter(|_| names.len() == 1)
}

/// Returns what to say of a document that has no records of the format that a user named; `None`
/// where it begins as one of that format does, so that it may well have none.
fn misfit(named: &'static Format, begins: &Head<'_>, input: &Input) -> Option<ImportError> {
    if named.fits(begins) {
        return None;
    }
    let rdf = rdf::of_name(input).or_else(|| rdf::of_content(begins.bytes));
    let looks = match rdf {
        Some(_) => Format::find("rdf"),
        None => Format::recognize(begins),
    };
    (looks != Some(named)).then(|| ImportError::OtherFormat {
        name: input.name(),
        format: named.name,
        looks: looks.map(|format| format.name),
        beginning: begins.start(),
    })
}

fn hand_over(batch: &Batch, graph: &NamedNode, target: &mut Target<'_>) -> Result<(), ImportError> {
    match target {
        Target::Nowhere => Ok(()),
        Target::Claims(builder) => Ok(builder.absorb(batch)?),
        Target::Quads(out) => {
            let mut text = Vec::new();
            batch.write_nquads(graph.as_ref(), &mut text);
            out.write_all(&text).map_err(ImportError::Write)
        }
    }
}

pub(crate) fn stopped(stop: Stop, input: &Input) -> ImportError {
    let name = input.name();
    match stop {
        Stop::Read(source) => ImportError::Unreadable { name, source },
        Stop::TooLong(line) => ImportError::TooLong { name, line },
        Stop::Write(source) => ImportError::Write(source),
        Stop::Store(error) => error.into(),
        Stop::Asked => ImportError::Stopped,
    }
}

/// Returns the SHA-256 of what a reader gives, and writes it to `copy` as it comes.
/// Reads to the end and returns the hash; none if it was told to stop.
fn hash(
    reader: &mut dyn Read,
    mut copy: Option<&mut dyn io::Write>,
    go_on: &dyn Fn() -> ControlFlow<()>,
) -> io::Result<Option<String>> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        let count = match reader.read(&mut buffer) {
            Ok(0) => return Ok(Some(crate::import::chunk::hex(hash))),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hash.update(&buffer[..count]);
        if let Some(copy) = &mut copy {
            copy.write_all(&buffer[..count])?;
        }
        if go_on().is_break() {
            return Ok(None);
        }
    }
}

/// Returns the names of all formats, for who gave one that is none.
pub fn format_names() -> Vec<&'static str> {
    FORMATS.iter().map(|format| format.name).collect()
}
