//! A document read, stated and handed over: pieces on all processors, results in their order.
//!
//! Three things go on at once: the next pieces are read and hashed, the ones before are stated by
//! many threads, and what these stated is taken in by the one writer. No more than three rounds of
//! pieces are in memory.

use crate::import::chunk::{Chunk, Cut, CutError, Cutter};
use crate::import::format::Reader;
use crate::import::groups::Groups;
use crate::import::members::Members;
use crate::import::part::{Part, Tally};
use crate::store::{Batch, Builder, StoreError, Texts};
use oxrdf::NamedNode;
use rayon::prelude::*;
use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::sync::Mutex;

/// How many pieces a thread reads in one round.
const ROUND: usize = 12;

/// How many bytes are read in one round, and a piece more at the most.
const MOST: usize = 48 << 20;

/// Where statements go.
pub enum Target<'t> {
    /// Nowhere: they are made and counted.
    Nowhere,
    /// To a dataset.
    Claims(&'t mut Builder),
    /// To a file, as N-Quads.
    Quads(&'t mut (dyn Write + Send)),
}

/// Is asked whether to go on, each time some pieces were read.
pub type Watch<'w> = dyn FnMut() -> ControlFlow<()> + Send + 'w;

/// Why a document was not read to its end.
#[derive(Debug)]
pub(crate) enum Stop {
    Read(io::Error),
    TooLong(u64),
    Write(io::Error),
    Store(StoreError),
    Asked,
}

/// What came of a document beside its statements.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) tally: Tally,
    pub(crate) hash: String,
    pub(crate) statements: usize,
    /// The things whose former claims are to be taken out, by IRI.
    pub(crate) removed: Texts,
    /// Who stands on which list.
    pub(crate) members: Members,
}

enum Pieces<R> {
    Cut(Cutter<R>),
    Groups(Groups),
}

impl<R: Read> Pieces<R> {
    fn next(&mut self) -> Result<Option<Chunk>, CutError> {
        match self {
            Self::Cut(cutter) => cutter.next(),
            Self::Groups(groups) => groups.next(),
        }
    }

    /// Returns the next pieces; none behind the last.
    fn round(
        &mut self,
        count: usize,
        reader: &dyn Reader,
        before: &mut [u64; 2],
    ) -> Result<Vec<Chunk>, CutError> {
        let mut round = Vec::with_capacity(count);
        let mut held = 0;
        while round.len() < count && held < MOST {
            match self.next()? {
                Some(chunk) => {
                    held += chunk.bytes.len();
                    let own = reader.count(&chunk);
                    round.push(Chunk {
                        before: *before,
                        ..chunk
                    });
                    *before = [before[0] + own[0], before[1] + own[1]];
                }
                None => break,
            }
        }
        Ok(round)
    }
}

/// Reads a document to its end, or to the first reason to stop. `graph` must be given where
/// statements are written as N-Quads.
pub(crate) fn run(
    bytes: impl Read + Send,
    reader: &mut dyn Reader,
    graph: Option<&NamedNode>,
    target: &mut Target<'_>,
    watch: &mut Watch<'_>,
) -> Result<Outcome, Stop> {
    let mut pieces = match reader.cut() {
        Cut::Groups { key, has_header } => {
            let groups = Groups::deal(bytes, key, has_header, || watch().is_continue());
            Pieces::Groups(groups.map_err(stopped)?)
        }
        Cut::Keyed(key_of) => {
            let groups = Groups::deal_lines(bytes, key_of, || watch().is_continue());
            Pieces::Groups(groups.map_err(stopped)?)
        }
        Cut::Linked { is_lines } => {
            let groups = Groups::deal_linked(bytes, is_lines, reader, || watch().is_continue());
            Pieces::Groups(groups.map_err(stopped)?)
        }
        cut => Pieces::Cut(Cutter::new(bytes, cut)),
    };
    let count = rayon::current_num_threads() * ROUND;
    let mut read = Outcome::default();
    if let (Some(element), Pieces::Cut(cutter)) = (reader.prologue(), &mut pieces) {
        let front = cutter.front(element).map_err(stopped)?;
        read.tally.add(reader.learn(&front));
    }
    let reader = &*reader;
    // The memory of what was taken in serves what is to come.
    let spare: Mutex<Vec<Spare>> = Mutex::default();
    let mut before = [0; 2];
    let mut round = |pieces: &mut Pieces<_>| pieces.round(count, reader, &mut before);
    let mut chunks = round(&mut pieces).map_err(stopped)?;
    let mut parts: Vec<Part> = Vec::new();
    let mut array = Array::default();
    while !chunks.is_empty() || !parts.is_empty() {
        let now = std::mem::take(&mut chunks);
        if let Pieces::Cut(_) = pieces {
            now.iter().for_each(|chunk| array.see(chunk));
        }
        let done = std::mem::take(&mut parts);
        let (taken, (next, stated)) = rayon::join(
            || take(done, target, &mut read, &spare),
            || {
                rayon::join(
                    || round(&mut pieces),
                    || {
                        let stated = now
                            .into_par_iter()
                            .map(|chunk| state(&chunk, reader, graph, &spare));
                        stated.collect::<Vec<Part>>()
                    },
                )
            },
        );
        taken?;
        chunks = next.map_err(stopped)?;
        parts = stated;
        if watch().is_break() {
            return Err(Stop::Asked);
        }
    }
    array.end(&mut read.tally);
    read.hash = match pieces {
        Pieces::Cut(cutter) => cutter.hash(),
        Pieces::Groups(mut groups) => {
            read.tally.add(std::mem::take(&mut groups.tally));
            groups.hash()
        }
    };
    Ok(read)
}

/// A batch and room for its statements as N-Quads, both empty.
type Spare = (Batch, Vec<u8>);

/// Whether a document is an array of JSON objects, and ends as one.
#[derive(Default)]
pub(crate) struct Array {
    begins: Option<bool>,
    ends: bool,
    line: u64,
}

impl Array {
    pub(crate) fn see(&mut self, chunk: &Chunk) {
        let bytes = chunk.bytes.trim_ascii_start();
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let is_array = || {
            let inside = bytes.trim_ascii_start().strip_prefix(b"[");
            inside.is_some_and(|inside| inside.trim_ascii_start().starts_with(b"{"))
        };
        if !*self.begins.get_or_insert_with(is_array) {
            return;
        }
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0x1A;
        if let Some(last) = bytes.iter().rposition(|byte| !is_end(byte)) {
            self.ends = bytes[last] == b']';
            self.line = chunk.line + memchr::memchr_iter(b'\n', &bytes[..last]).count() as u64;
        }
    }

    /// Counts what is missing as one record, unless one was seen to be cut.
    pub(crate) fn end(&self, tally: &mut Tally) {
        let is_told = tally.skipped.contains_key("cut-short");
        if self.begins == Some(true) && !self.ends && !is_told {
            let message = "the document ends within its array, expected `]`".to_owned();
            tally.read += 1;
            tally.skip(self.line, "cut-short", message);
        }
    }
}

fn stopped(error: CutError) -> Stop {
    match error {
        CutError::Read(error) => Stop::Read(error),
        CutError::TooLong(line) => Stop::TooLong(line),
        CutError::Store(error) => Stop::Store(error),
    }
}

/// States what a piece says.
fn state(
    chunk: &Chunk,
    reader: &dyn Reader,
    graph: Option<&NamedNode>,
    spare: &Mutex<Vec<Spare>>,
) -> Part {
    let before = spare.lock().ok().and_then(|mut spare| spare.pop());
    let (batch, written) = before.unwrap_or_default();
    let mut part = Part {
        batch,
        written,
        ..Part::default()
    };
    reader.map(chunk, &mut part);
    if let Some(graph) = graph {
        part.batch.write_nquads(graph.as_ref(), &mut part.written);
    }
    part
}

/// Takes in what was stated.
fn take(
    parts: Vec<Part>,
    target: &mut Target<'_>,
    read: &mut Outcome,
    spare: &Mutex<Vec<Spare>>,
) -> Result<(), Stop> {
    for mut part in parts {
        if let Some(failed) = part.failed {
            return Err(Stop::Store(failed));
        }
        read.statements += part.batch.len();
        match target {
            Target::Nowhere => (),
            Target::Claims(builder) => builder.absorb(&part.batch).map_err(Stop::Store)?,
            Target::Quads(out) => out.write_all(&part.written).map_err(Stop::Write)?,
        }
        for [list, member] in &part.members {
            let local = |id| {
                let iri = part.batch.iri_of(id)?;
                iri.strip_prefix(crate::model::vocab::AGID)
            };
            let (Some(list), Some(member)) = (local(*list), local(*member)) else {
                continue;
            };
            let label = || part.lists.get(list).cloned().unwrap_or_default();
            read.members.add(list, member, label).map_err(Stop::Store)?;
        }
        part.batch.clear();
        part.written.clear();
        if let Ok(mut spare) = spare.lock() {
            spare.push((part.batch, part.written));
        }
        for thing in &part.removed {
            read.removed.push(0, thing).map_err(Stop::Store)?;
        }
        read.tally.add(part.tally);
    }
    Ok(())
}
