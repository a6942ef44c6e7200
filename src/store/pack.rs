//! A read-only dataset in a few flat arrays: a sorted dictionary of terms and four sorted copies
//! of the quads.
//!
//! A term is a 32-bit id, its place in the dictionary. The quads stand in four orders (SPOG, POSG,
//! OSPG, GSPO), so that any pattern of bound positions is one contiguous range, found by binary
//! search. Within a range of the first three orders the same statement made by several sources
//! stands side by side: reading the union of all graphs needs no hash set to tell repetitions.
//!
//! The same arrays are the sections of a file, and of what the build script leaves in the program:
//! opening them reads no more than the header, and what is not asked for is never read. A file may
//! be damaged; each block of it is checked when it is first touched (`intact.rs`).

use crate::store::disk::Disk;
use crate::store::intact::Intact;
use crate::store::recent::Recent;
use crate::store::scratch::Rows;
use crate::store::sections::{Kind, Sections, Sums};
use crate::store::term::{self, decode, encode, literals};
use crate::store::{Builder, Column, Derived, Scratch, StoreError};
use bytemuck::Pod;
use oxrdf::{GraphName, NamedNode, NamedNodeRef, Quad, Term};
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// The id of a term: its place in the sorted dictionary.
pub type TermId = u32;

/// The graph id of the default graph, behind all named graphs in sort order.
pub const DEFAULT_GRAPH: TermId = TermId::MAX;

/// A statement in ids: subject, predicate, object, graph.
pub type IdQuad = [TermId; 4];

/// A derived statement and the event that it follows from, in ids.
pub type Trace = (IdQuad, TermId);

/// Where a term begins in the text of all: the lower half of the number, and the upper.
pub(super) type Start = [u32; 2];

/// Returns a place in the text of all terms in the form in which it is kept.
pub(super) fn start(place: usize) -> Start {
    let place = place as u64;
    [place as u32, (place >> 32) as u32]
}

/// Returns the place in the text that is meant; none where memory cannot have so many bytes.
fn place([low, high]: Start) -> usize {
    let place = u64::from(high) << 32 | u64::from(low);
    usize::try_from(place).unwrap_or(usize::MAX)
}

/// A quad order: `order[i]` is the position of a quad that stands at place `i`.
pub(super) type Order = [usize; 4];
pub(super) const ORDERS: [Order; 4] = [[0, 1, 2, 3], [1, 2, 0, 3], [2, 0, 1, 3], [3, 0, 1, 2]];

/// A dataset at rest, shared by all snapshots of it.
#[derive(Debug)]
pub struct Pack {
    text: Column<u8>,
    /// Where each term begins in `text`; one more entry for the end.
    starts: Column<Start>,
    indexes: [Column<IdQuad>; 4],
    /// Derived statements with their events, sorted by subject.
    traces: Column<[TermId; 5]>,
    /// A bit for each statement in the order SPOG: set for claims.
    claimed: Column<u32>,
    /// Claims about records that were taken for another thing, as their sources make them, sorted.
    records: Column<IdQuad>,
    /// A bit for each statement in the order SPOG: set for those that follow and that nobody says.
    derived: Column<u32>,
    /// By which rules they follow: a number in two halves.
    rules: Column<u32>,
    /// What guards a mapped file; what we made ourselves needs none.
    intact: Option<Intact>,
    identity: OnceLock<u64>,
    sums: OnceLock<Sums>,
    recent: Recent,
    /// Where what is made of it goes that memory is not to hold.
    scratch: Scratch,
    /// The same statements in a database, on which SPARQL runs then.
    disk: Option<Arc<Disk>>,
}

// The sections of a file, in their order.
const TEXT: usize = 0;
const STARTS: usize = 1;
const INDEXES: usize = 2;
const TRACES: usize = 6;
const CLAIMED: usize = 7;
const RECORDS: usize = 8;
const DERIVED: usize = 9;
const RULES: usize = 10;

static KIND: Kind = Kind {
    magic: *b"agfacts\n",
    version: 4,
    name: "saved dataset",
    sections: &[
        "dictionary",
        "table of terms",
        "index by subject",
        "index by property",
        "index by value",
        "index by source",
        "table of derivations",
        "table of claims",
        "table of records",
        "table of what follows",
        "number of the rules",
    ],
};

/// What a pack is made of.
pub(super) struct Parts {
    /// The terms, sorted, one behind another.
    pub(super) text: Column<u8>,
    pub(super) starts: Column<Start>,
    /// The statements that sources make, sorted, each once.
    pub(super) claims: Column<IdQuad>,
    /// All others, sorted, each once.
    pub(super) others: Column<IdQuad>,
    /// Those that sources make about records that were taken for another thing, sorted, each once.
    pub(super) records: Column<IdQuad>,
}

/// A pack in the making, of which all is in order already.
pub(super) struct Ready {
    pub(super) text: Column<u8>,
    pub(super) starts: Column<Start>,
    pub(super) indexes: [Column<IdQuad>; 4],
    pub(super) traces: Column<[TermId; 5]>,
    pub(super) claimed: Column<u32>,
    pub(super) derived: Column<u32>,
    pub(super) records: Column<IdQuad>,
    pub(super) scratch: Scratch,
}

impl From<Ready> for Pack {
    fn from(ready: Ready) -> Self {
        Self {
            text: ready.text,
            starts: ready.starts,
            indexes: ready.indexes,
            traces: ready.traces,
            claimed: ready.claimed,
            derived: ready.derived,
            rules: vec![0; 2].into(),
            records: ready.records,
            intact: None,
            identity: OnceLock::new(),
            sums: OnceLock::new(),
            recent: Recent::default(),
            scratch: ready.scratch,
            disk: None,
        }
    }
}

impl Pack {
    /// Builds a pack from claims, in any order, repetitions dropped.
    ///
    /// Cost: O(n log n) time; 64 bytes a statement beside the dictionary. [`Builder`] tells
    /// claims from other statements.
    ///
    /// # Errors
    ///
    /// [`StoreError::TooLarge`] where 32 bits cannot count the terms or their text.
    pub fn build(quads: impl IntoIterator<Item = Quad>) -> Result<Self, StoreError> {
        let mut builder = Builder::default();
        for quad in quads {
            builder.claim(&quad)?;
        }
        builder.finish()
    }

    pub(super) fn of_parts(parts: Parts, scratch: &Scratch) -> Result<Self, StoreError> {
        let Parts { claims, others, .. } = parts;
        let mut rows = Rows::new(scratch);
        rows.reserve(claims.len() + others.len());
        union(claims.passing(), others.passing(), |row| rows.push(*row))?;
        drop(others);
        let rows = rows.into_column()?;
        let count = rows.len();
        let mut said = claims.passing().peekable();
        let claimed = rows.passing().map(|row| said.next_if_eq(&row).is_some());
        let claimed = bits(claimed, scratch)?;
        let derived = bits(std::iter::repeat_n(false, count), scratch)?;
        drop(said);
        drop(claims);
        let index = |order: Order| scratch.sorted(&rows, |row| order.map(|i| row[i]));
        let [_, posg, ospg, gspo] = ORDERS;
        let (posg, (ospg, gspo)) = match rows.is_owned() {
            true => (index(posg), (index(ospg), index(gspo))),
            false => rayon::join(|| index(posg), || (index(ospg), index(gspo))),
        };
        let (posg, ospg, gspo) = (posg?, ospg?, gspo?);
        Ok(Self::from(Ready {
            text: parts.text,
            starts: parts.starts,
            indexes: [rows, posg, ospg, gspo],
            traces: Column::default(),
            claimed,
            derived,
            records: parts.records,
            scratch: scratch.clone(),
        }))
    }

    /// Returns a dictionary without statements.
    pub(super) fn of_terms(text: Column<u8>, starts: Column<Start>) -> Self {
        Self::from(Ready {
            text,
            starts,
            indexes: Default::default(),
            traces: Column::default(),
            claimed: Column::default(),
            derived: Column::default(),
            records: Column::default(),
            scratch: Scratch::default(),
        })
    }

    /// Returns the same pack with what rules derived from it, which remembers from which event
    /// each statement follows.
    ///
    /// Cost: a pass over each index, which grows where it lies if it lies in memory; 36 bytes for each
    /// derived statement beside the pack.
    ///
    /// # Errors
    ///
    /// [`StoreError::TooLarge`] if rules made so many new terms; [`StoreError::Write`].
    pub fn with_derived(self, derived: Derived) -> Result<Self, StoreError> {
        let Derived { mut rows, others } = derived;
        let scratch = self.scratch.clone();
        let mut pack = match others.is_empty() {
            true => self,
            false => self.with_terms_of(&others, &mut rows)?,
        };
        let rows = rows.sorted(false, |row| *row)?;
        // What a source says itself is there already, and what several events lead to comes once.
        let statement = |row: &[TermId; 5]| [row[0], row[1], row[2], row[3]];
        let mut new = Rows::new(&scratch);
        let mut old = pack.indexes[0].passing().peekable();
        let mut last = None;
        for row in rows.passing().map(statement) {
            while old.next_if(|old| **old < row).is_some() {}
            if old.peek() != Some(&&row) && last != Some(row) {
                new.push(row)?;
                last = Some(row);
            }
        }
        drop(old);
        let new = new.into_column()?;
        let claimed = pack.bits_among(&new, pack.is_claimed_by_place(), false)?;
        let follows = pack.bits_among(&new, pack.is_derived_by_place(), true)?;
        pack.damage().map_or(Ok(()), Err)?;
        let indexes = pack.indexes.iter_mut().zip(ORDERS);
        for (index, order) in indexes.filter(|_| !new.is_empty()) {
            let new = scratch.sorted(&new, |row| order.map(|i| row[i]))?;
            *index = match std::mem::take(index).owned() {
                Ok(mut rows) => {
                    merge(&mut rows, &new);
                    rows.into()
                }
                Err(old) => {
                    let mut rows = Rows::new(&scratch);
                    union(old.passing(), new.passing(), |row| rows.push(*row))?;
                    rows.into_column()?
                }
            };
        }
        let follows_from = rows.passing().filter(|row| row[4] != DEFAULT_GRAPH);
        let mut traces = Rows::new(&scratch);
        union(pack.traces.passing(), follows_from, |row| traces.push(*row))?;
        let traces = traces.into_column()?;
        Ok(Self {
            text: pack.text,
            starts: pack.starts,
            indexes: pack.indexes,
            traces,
            claimed,
            records: pack.records,
            derived: follows,
            rules: pack.rules,
            intact: None,
            identity: OnceLock::new(),
            sums: OnceLock::new(),
            recent: Recent::default(),
            scratch,
            disk: None,
        })
    }

    /// Returns the same pack, which remembers by which rules what follows was derived.
    pub(super) fn with_rules(self, number: u64) -> Self {
        let halves = [number as u32, (number >> 32) as u32];
        Self {
            rules: halves.to_vec().into(),
            ..self
        }
    }

    /// Returns the number of the rules by which what follows was derived; `None` if nobody said.
    pub(super) fn rules(&self) -> Option<u64> {
        let halves = self.read(&self.rules, RULES, 0..2)?;
        let number = u64::from(halves[1]) << 32 | u64::from(halves[0]);
        (number != 0).then_some(number)
    }

    /// Returns the bits of all statements once these rows, sorted and none of them here, are among them.
    fn bits_among(
        &self,
        new: &Column<IdQuad>,
        is_set: impl Fn(usize) -> bool,
        of_new: bool,
    ) -> Result<Column<u32>, StoreError> {
        let mut old = self.indexes[0].passing().zip(0..).peekable();
        let mut new = new.passing().peekable();
        let all = std::iter::from_fn(|| {
            let is_old = match (old.peek(), new.peek()) {
                (Some((old, _)), Some(new)) => old < new,
                (old, _) => old.is_some(),
            };
            match is_old {
                true => old.next().map(|(_, place)| is_set(place)),
                false => new.next().map(|_| of_new),
            }
        });
        bits(all, &self.scratch)
    }

    /// Returns the same pack with the terms of these statements too, and adds them to `rows`, which
    /// get the new ids.
    fn with_terms_of(
        self,
        others: &[(Quad, Option<NamedNode>)],
        rows: &mut Rows<[TermId; 5]>,
    ) -> Result<Self, StoreError> {
        let mut builder = Builder::with_scratch(&self.scratch);
        builder.all_of(&self)?;
        for (quad, event) in others {
            builder.add(quad)?;
            if let Some(event) = event {
                builder.term(event.into())?;
            }
        }
        let pack = builder.finish()?;
        let old = |id: TermId| match id {
            DEFAULT_GRAPH => DEFAULT_GRAPH,
            id => pack.lookup(self.encoded(id)).unwrap_or(DEFAULT_GRAPH),
        };
        rows.change(|row| *row = row.map(old))?;
        let new = |term: Term| pack.id(&term).unwrap_or(DEFAULT_GRAPH);
        for (quad, event) in others.iter().cloned() {
            let graph = match quad.graph_name {
                GraphName::NamedNode(node) => Some(node.into()),
                GraphName::BlankNode(node) => Some(node.into()),
                GraphName::DefaultGraph => None,
            };
            rows.push([
                new(quad.subject.into()),
                new(quad.predicate.into()),
                new(quad.object),
                graph.map_or(DEFAULT_GRAPH, new),
                event.map_or(DEFAULT_GRAPH, |event| new(event.into())),
            ])?;
        }
        Ok(pack)
    }

    /// Returns the derived statements with their events, sorted by subject.
    pub fn traces(&self) -> impl Iterator<Item = Trace> + '_ {
        let rows = self.read(&self.traces, TRACES, 0..self.traces.len());
        let rows = rows.unwrap_or_default().iter();
        rows.map(|[s, p, o, g, event]| ([*s, *p, *o, *g], *event))
    }

    /// Returns how many derivations there are: a statement counts as often as events lead to it.
    pub fn trace_count(&self) -> usize {
        self.traces.len()
    }

    /// Returns the claims: what sources say, in their own words for things, without the ontology
    /// and without what follows from it.
    pub fn claims(&self) -> impl Iterator<Item = IdQuad> + '_ {
        self.claims_at_rest().chain(self.records().iter().copied())
    }

    /// Returns the claims about records that were taken for another thing. They are no statements
    /// of the dataset: what they say is said there of that thing.
    pub fn records(&self) -> &[IdQuad] {
        let rows = self.read(&self.records, RECORDS, 0..self.records.len());
        rows.unwrap_or_default()
    }

    /// Returns the claims that are statements of the dataset, sorted by subject.
    pub(super) fn claims_at_rest(&self) -> impl Iterator<Item = IdQuad> + '_ {
        let is_claimed = self.is_claimed_by_place();
        let rows = self.matching([None; 4]).enumerate();
        rows.filter_map(move |(place, row)| is_claimed(place).then_some(row))
    }

    /// Tells of a place in the order SPOG whether a claim stands there.
    fn is_claimed_by_place(&self) -> impl Fn(usize) -> bool + use<'_> {
        is_set(self.read(&self.claimed, CLAIMED, 0..self.claimed.len()))
    }

    /// Tells of a place in the order SPOG whether what stands there follows, and nobody says it.
    pub(super) fn is_derived_by_place(&self) -> impl Fn(usize) -> bool + use<'_> {
        is_set(self.read(&self.derived, DERIVED, 0..self.derived.len()))
    }

    /// Returns all statements in one of the four orders, as they stand there.
    pub(super) fn index(&self, which: usize) -> &[IdQuad] {
        let index = &self.indexes[which];
        let rows = self.read(index, INDEXES + which, 0..index.len());
        rows.unwrap_or_default()
    }

    /// Returns how many bytes the text of all terms has.
    pub(super) fn text_len(&self) -> usize {
        self.text.len()
    }

    /// Returns the claims as statements, in the order of [`claims`](Self::claims).
    pub fn claimed_quads(&self) -> impl Iterator<Item = Quad> + '_ {
        self.claims().filter_map(|row| self.quad(row))
    }

    /// Returns the statement of an id row, or `None` if it is no RDF (a literal as subject).
    pub fn quad(&self, [s, p, o, g]: IdQuad) -> Option<Quad> {
        let Term::NamedNode(predicate) = self.term(p) else {
            return None;
        };
        Some(Quad {
            subject: term::to_subject(self.term(s))?,
            predicate,
            object: self.term(o),
            graph_name: match g {
                DEFAULT_GRAPH => GraphName::DefaultGraph,
                g => term::to_subject(self.term(g))?.into(),
            },
        })
    }

    /// Tells whether a source makes this claim, in these words for things.
    pub fn is_claim(&self, row: IdQuad) -> bool {
        if self.records().binary_search(&row).is_ok() {
            return true;
        }
        let range = self.prefix_range(0, &row);
        if range.is_empty() {
            return false;
        }
        let place = range.start / 32;
        let word = self.read(&self.claimed, CLAIMED, place..place + 1);
        word.is_some_and(|word| word[0] >> (range.start % 32) & 1 == 1)
    }

    /// Returns the claims about records that begin with this subject, property and value, sorted.
    pub fn records_of(&self, [s, p, o]: [TermId; 3]) -> &[IdQuad] {
        let records = self.records();
        let begin = records.partition_point(|row| row[..3] < [s, p, o][..]);
        let end = records.partition_point(|row| row[..3] <= [s, p, o][..]);
        &records[begin..end]
    }

    /// Returns a statement in ids, or `None` if a term of it is unknown.
    pub fn row(&self, quad: &Quad) -> Option<IdQuad> {
        let graph = match &quad.graph_name {
            GraphName::DefaultGraph => DEFAULT_GRAPH,
            GraphName::NamedNode(node) => self.id(&node.clone().into())?,
            GraphName::BlankNode(node) => self.id(&node.clone().into())?,
        };
        Some([
            self.id(&quad.subject.clone().into())?,
            self.id(&quad.predicate.clone().into())?,
            self.id(&quad.object)?,
            graph,
        ])
    }

    /// Returns how many claims of this pack are none of another. Cost: a look-up in the other for each
    /// term and each claim.
    pub fn claims_lacking_in(&self, other: &Self) -> usize {
        // 0 is not looked up yet, 1 is not there, all others are the id and 2.
        let mut known = vec![0_u64; self.term_count()];
        let mut is_there = |mut row: IdQuad| {
            for id in row.iter_mut().filter(|id| **id != DEFAULT_GRAPH) {
                let place = known.get_mut(*id as usize)?;
                if *place == 0 {
                    let found = other.lookup(self.encoded(*id));
                    *place = found.map_or(1, |id| u64::from(id) + 2);
                }
                *id = u32::try_from(place.checked_sub(2)?).ok()?;
            }
            other.is_claim(row).then_some(())
        };
        self.claims().filter(|row| is_there(*row).is_none()).count()
    }

    /// Tells whether the content is what the header of the file says it is.
    pub fn is_itself(&self) -> bool {
        self.identity() == self.made_sums().content_hash(&self.parts())
    }

    /// Returns the version of the format of the file, or of the one that would be written.
    pub fn version(&self) -> u32 {
        let intact = self.intact.as_ref();
        intact.map_or(KIND.version, |intact| intact.sections().version())
    }

    /// Returns how many claims there are. Cost: a pass over a bit for each statement.
    pub fn claim_count(&self) -> usize {
        let bits = self.read(&self.claimed, CLAIMED, 0..self.claimed.len());
        let bits = bits.unwrap_or_default().iter();
        let at_rest: usize = bits.map(|word| word.count_ones() as usize).sum();
        at_rest + self.records.len()
    }

    /// Returns a number for the content: the same for the same statements, and for no others.
    ///
    /// Read from the file of a saved dataset; worked out when first asked for elsewhere, at the
    /// speed of memory.
    pub fn identity(&self) -> u64 {
        *self.identity.get_or_init(|| match &self.intact {
            Some(intact) => intact.sections().identity(),
            None => self.sums().content_hash(&self.parts()),
        })
    }

    fn sums(&self) -> &Sums {
        self.sums.get_or_init(|| self.made_sums())
    }

    fn made_sums(&self) -> Sums {
        Sums::of(&self.parts(), &|| self.forget())
    }

    fn parts(&self) -> [&[u8]; 11] {
        let [spog, posg, ospg, gspo] = &self.indexes;
        [
            self.text.as_bytes(),
            self.starts.as_bytes(),
            spog.as_bytes(),
            posg.as_bytes(),
            ospg.as_bytes(),
            gspo.as_bytes(),
            self.traces.as_bytes(),
            self.claimed.as_bytes(),
            self.records.as_bytes(),
            self.derived.as_bytes(),
            self.rules.as_bytes(),
        ]
    }

    /// Returns the pack as bytes, the same for the same statements.
    pub fn to_bytes(&self) -> Vec<u8> {
        Sections::to_bytes(&KIND, self.identity(), &self.parts())
    }

    /// Writes the pack to a file, whole or not at all.
    ///
    /// # Errors
    ///
    /// [`StoreError::Write`]; the file of before, if there was one, is still there then.
    pub fn save(&self, path: &Path) -> Result<(), StoreError> {
        let forget = || self.forget();
        let (identity, sums) = (self.identity(), self.sums());
        Sections::write_passing(path, &KIND, identity, &self.parts(), sums, &forget)
    }

    /// Opens a pack that [`to_bytes`](Pack::to_bytes) wrote and that lies in the program. Where it
    /// lies at a multiple of 64 bytes it is read in place.
    ///
    /// # Errors
    ///
    /// [`StoreError::WrongLength`], [`StoreError::NotOurs`] or [`StoreError::Corrupt`] if the
    /// bytes are cut short or not a pack.
    pub fn of_static(bytes: &'static [u8]) -> Result<Self, StoreError> {
        let sections = Sections::of_static(bytes, &KIND, Path::new("built-in dataset"))?;
        let pack = Self::of_sections(&sections)?;
        Ok(Self {
            identity: sections.identity().into(),
            ..pack
        })
    }

    /// Opens a pack that [`save`](Pack::save) wrote. It is read where it lies, as it is needed,
    /// and checked as it is read.
    ///
    /// Cost: independent of the statements.
    ///
    /// # Errors
    ///
    /// As [`Sections::open`].
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let sections = Sections::open(path, &KIND)?;
        let pack = Self::of_sections(&sections)?;
        Ok(Self {
            intact: Some(Intact::new(sections)),
            ..pack
        })
    }

    /// Returns where what is made of it goes that memory is not to hold.
    pub(super) fn scratch(&self) -> &Scratch {
        &self.scratch
    }

    /// Lets go what was read of its file so far, if it has one: that counts as memory in use, and comes
    /// again when it is read again.
    pub(super) fn forget(&self) {
        match &self.intact {
            Some(intact) => intact.sections().forget(),
            None => {
                self.text.forget();
                self.starts.forget();
                self.indexes.iter().for_each(Column::forget);
            }
        }
    }

    /// Returns the same pack, on whose statements SPARQL runs where `disk` holds them.
    #[cfg_attr(not(feature = "disk"), expect(dead_code, reason = "there is none"))]
    pub(super) fn on_disk(self, disk: Disk) -> Self {
        Self {
            disk: Some(Arc::new(disk)),
            ..self
        }
    }

    /// Returns the database that holds the same statements, if there is one.
    pub(super) fn disk(&self) -> Option<&Arc<Disk>> {
        self.disk.as_ref()
    }

    fn of_sections(sections: &Sections) -> Result<Self, StoreError> {
        let index = |place| sections.words::<IdQuad>(INDEXES + place);
        let pack = Self {
            text: sections.section(TEXT)?,
            starts: sections.words(STARTS)?,
            indexes: [index(0)?, index(1)?, index(2)?, index(3)?],
            traces: sections.words(TRACES)?,
            claimed: sections.words(CLAIMED)?,
            records: sections.words(RECORDS)?,
            derived: sections.words(DERIVED)?,
            rules: sections.words(RULES)?,
            intact: None,
            identity: OnceLock::new(),
            sums: OnceLock::new(),
            recent: Recent::default(),
            scratch: Scratch::default(),
            disk: None,
        };
        for (place, index) in pack.indexes.iter().enumerate() {
            if index.len() != pack.len() {
                return Err(sections.corrupt(INDEXES + place));
            }
        }
        let words = pack.len().div_ceil(32);
        for (section, column) in [(CLAIMED, &pack.claimed), (DERIVED, &pack.derived)] {
            if column.len() != words {
                return Err(sections.corrupt(section));
            }
        }
        match pack.rules.len() {
            2 => Ok(pack),
            _ => Err(sections.corrupt(RULES)),
        }
    }

    /// Returns the damage that was found so far in the file of this pack. What was read from a
    /// damaged file is no answer: ask before you give one.
    pub fn damage(&self) -> Option<StoreError> {
        self.intact.as_ref()?.damage()
    }

    /// Checks every byte of the file of this pack, on all processors; nothing to do for a pack that
    /// has none.
    ///
    /// # Errors
    ///
    /// [`StoreError::Corrupt`].
    pub fn verify(&self) -> Result<(), StoreError> {
        let Some(intact) = &self.intact else {
            return Ok(());
        };
        let whole = intact.verify();
        self.forget();
        whole
    }

    /// Checks every byte of the database that this pack lies beside, and that it holds the same
    /// statements; nothing to do for a pack that has none.
    ///
    /// # Errors
    ///
    /// [`StoreError::Disk`], [`StoreError::Corrupt`].
    pub fn verify_disk(&self) -> Result<(), StoreError> {
        self.disk().map_or(Ok(()), |disk| disk.verify(self))
    }

    /// Returns how many statements there are, a statement of two sources counted twice.
    pub fn len(&self) -> usize {
        self.indexes[0].len()
    }

    /// Tells whether there are no statements at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns how many terms the dictionary holds.
    pub fn term_count(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Returns the id of a term, or `None` if no statement uses it.
    pub fn id(&self, term: &Term) -> Option<TermId> {
        let mut wanted = Vec::new();
        encode(term.as_ref(), &mut wanted);
        self.lookup(&wanted)
    }

    /// Returns the id of an IRI, or `None` if no statement uses it.
    pub(crate) fn iri(&self, node: NamedNodeRef<'_>) -> Option<TermId> {
        let mut wanted = Vec::with_capacity(1 + node.as_str().len());
        encode(node.into(), &mut wanted);
        self.lookup(&wanted)
    }

    pub(super) fn lookup(&self, wanted: &[u8]) -> Option<TermId> {
        let fits =
            |place: TermId| (place as usize) < self.term_count() && self.encoded(place) == wanted;
        let search = || Some(self.first_from(wanted)).filter(|place| fits(*place));
        self.recent.place(wanted, fits, search)
    }

    /// Returns the first term that does not sort before these bytes.
    pub(super) fn first_from(&self, wanted: &[u8]) -> TermId {
        let (mut low, mut high) = (0, self.term_count() as TermId);
        while low < high {
            let middle = low.midpoint(high);
            if self.encoded(middle) < wanted {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Returns the literals that say precisely this text, in whatever language or of whatever type.
    pub fn literals(&self, value: &str) -> Vec<TermId> {
        let [simple, tagged, typed] = literals(value);
        let mut found: Vec<TermId> = self.lookup(&simple).into_iter().collect();
        for beginning in [tagged, typed] {
            let ids = self.first_from(&beginning)..self.term_count() as TermId;
            let fits = |id: &TermId| self.encoded(*id).starts_with(&beginning);
            // A value may hold a NUL itself: only the last one ends it.
            let ends = |id: &TermId| !self.encoded(*id)[beginning.len()..].contains(&0);
            found.extend(ids.take_while(fits).filter(ends));
        }
        found
    }

    /// Returns the term with this id.
    pub fn term(&self, id: TermId) -> Term {
        decode(self.encoded(id))
    }

    /// Tells whether a term is an IRI, without making it.
    pub(crate) fn is_iri(&self, id: TermId) -> bool {
        self.encoded(id).first() == Some(&term::IRI)
    }

    /// Tells whether a term is a literal, without making it.
    pub(crate) fn is_literal(&self, id: TermId) -> bool {
        let tag = self.encoded(id).first();
        tag.is_some_and(|tag| ![term::IRI, term::BLANK].contains(tag))
    }

    /// Returns what an IRI or a literal says, where it lies, and the language of the literal.
    pub(crate) fn text(&self, id: TermId) -> (&str, Option<&str>) {
        let bytes = self.encoded(id);
        let value = term::value(bytes);
        let language = (bytes.first() == Some(&term::TAGGED)).then(|| bytes.get(value.len() + 2..));
        let text = |bytes| str::from_utf8(bytes).unwrap_or_default();
        (text(value), language.flatten().map(text))
    }

    /// Tells whether a term is a blank node, without making it.
    pub(crate) fn is_blank(&self, id: TermId) -> bool {
        self.encoded(id).first() == Some(&term::BLANK)
    }

    /// Returns the statements that match the bound positions, in the order of one of the indexes.
    pub fn matching(&self, pattern: [Option<TermId>; 4]) -> Matching<'_> {
        let (which, range) = self.range(pattern);
        let rows = self.read(&self.indexes[which], INDEXES + which, range);
        Matching {
            rows: rows.unwrap_or_default().iter(),
            order: ORDERS[which],
            pattern,
        }
    }

    /// Returns how many statements match the bound positions at most; exactly, unless the source
    /// is bound beside others. Cost: a binary search.
    pub fn count(&self, pattern: [Option<TermId>; 4]) -> usize {
        self.range(pattern).1.len()
    }

    /// Returns the index to read for a pattern, and where.
    fn range(&self, pattern: [Option<TermId>; 4]) -> (usize, Range<usize>) {
        let [s, p, o, g] = pattern.map(|position| position.is_some());
        let which = match (s, p, o, g) {
            (true, false, true, _) => 2,
            (true, ..) => 0,
            (false, true, ..) => 1,
            (false, false, true, _) => 2,
            (false, false, false, true) => 3,
            (false, false, false, false) => 0,
        };
        let mut bound = [0; 4];
        let order = ORDERS[which].iter().map_while(|i| pattern[*i]);
        let length = order.zip(&mut bound).map(|(id, place)| *place = id).count();
        (which, self.prefix_range(which, &bound[..length]))
    }

    /// Returns the ids of all named graphs.
    pub fn graphs(&self) -> Vec<TermId> {
        let mut graphs = self.first_terms(3);
        graphs.retain(|graph| *graph != DEFAULT_GRAPH);
        graphs
    }

    /// Returns the ids of all properties that statements have.
    pub fn predicates(&self) -> Vec<TermId> {
        self.first_terms(1)
    }

    /// Returns the different terms that stand first in an index, ascending.
    fn first_terms(&self, which: usize) -> Vec<TermId> {
        let mut terms: Vec<TermId> = Vec::new();
        let index: &[IdQuad] = &self.indexes[which];
        let mut from = 0;
        let row = |from| self.read(index, INDEXES + which, from..from + 1);
        while let Some([row]) = (from < index.len()).then(|| row(from)).flatten() {
            terms.push(row[0]);
            let next = self.prefix_range(which, &[row[0]]).end;
            if next <= from {
                break;
            }
            from = next;
        }
        terms
    }

    fn prefix_range(&self, which: usize, prefix: &[TermId]) -> Range<usize> {
        let count = self.indexes[which].len();
        let length = prefix.len();
        if length == 0 {
            return 0..count;
        }
        let below = |row: &IdQuad| row[..length] < *prefix;
        let start = self.first_without(which, 0..count, below);
        // Most ranges are short: look near first.
        let same = |row: &IdQuad| row[..length] == *prefix;
        let (mut low, mut step) = (start, 1);
        while low + step <= count && self.holds(which, low + step - 1, same) {
            low += step;
            step *= 2;
        }
        start..self.first_without(which, low..(low + step).min(count), same)
    }

    /// Returns the first place of a range of an index at which the row is not so; those that are stand
    /// before all others.
    fn first_without(
        &self,
        which: usize,
        range: Range<usize>,
        is_so: impl Fn(&IdQuad) -> bool + Copy,
    ) -> usize {
        let (mut low, mut high) = (range.start, range.end);
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.holds(which, middle, is_so) {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        low
    }

    /// Tells whether the row at a place of an index is so; one that cannot be read never is.
    fn holds(&self, which: usize, place: usize, is_so: impl Fn(&IdQuad) -> bool) -> bool {
        let row = self.read(&self.indexes[which], INDEXES + which, place..place + 1);
        row.is_some_and(|row| is_so(&row[0]))
    }

    /// Returns the bytes of a term; none for one that is not there.
    pub(super) fn encoded(&self, id: TermId) -> &[u8] {
        let id = id as usize;
        if id >= self.term_count() {
            return &[];
        }
        match self.read(&self.starts, STARTS, id..id + 2) {
            Some([start, end]) if place(*start) <= place(*end) => {
                let range = place(*start)..place(*end);
                self.read(&self.text, TEXT, range).unwrap_or_default()
            }
            _ => &[],
        }
    }

    /// Returns a part of a column, or `None` if it is not there or not as it was written.
    fn read<'a, T: Pod>(
        &self,
        column: &'a [T],
        section: usize,
        range: Range<usize>,
    ) -> Option<&'a [T]> {
        let part = column.get(range.clone());
        let Some(intact) = &self.intact else {
            return part;
        };
        if part.is_none() {
            intact.report(section);
        }
        let size = size_of::<T>();
        let bytes = range.start * size..range.end * size;
        part.filter(|_| intact.covers(section, bytes))
    }
}

/// Tells of a place whether its bit is set; not if there are none.
fn is_set(words: Option<&[u32]>) -> impl Fn(usize) -> bool + use<'_> {
    let words = words.unwrap_or_default();
    move |place| {
        let word = words.get(place / 32);
        word.is_some_and(|word| word >> (place % 32) & 1 == 1)
    }
}

/// Returns bits as words, the first in the lowest place.
pub(super) fn bits(
    bits: impl Iterator<Item = bool>,
    scratch: &Scratch,
) -> Result<Column<u32>, StoreError> {
    let mut words = Rows::new(scratch);
    let (mut word, mut count) = (0, 0);
    for bit in bits {
        word |= u32::from(bit) << count;
        count += 1;
        if count == u32::BITS {
            words.push(std::mem::take(&mut word))?;
            count = 0;
        }
    }
    if count > 0 {
        words.push(word)?;
    }
    words.into_column()
}

/// Hands over the rows of two sorted lists in order, each once.
fn union<'a, R: Ord + 'a>(
    one: impl Iterator<Item = &'a R>,
    other: impl Iterator<Item = &'a R>,
    mut take: impl FnMut(&R) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let (mut one, mut other) = (one.peekable(), other.peekable());
    while let Some(next) = match (one.peek(), other.peek()) {
        (Some(one), Some(other)) => Some(*one.min(other)),
        (one, other) => one.or(other).copied(),
    } {
        one.next_if_eq(&next);
        other.next_if_eq(&next);
        take(next)?;
    }
    Ok(())
}

/// Merges sorted rows into other sorted rows where these lie, from behind.
fn merge(rows: &mut Vec<IdQuad>, new: &[IdQuad]) {
    let mut from = rows.len();
    rows.reserve_exact(new.len());
    rows.resize(from + new.len(), [0; 4]);
    let mut to = rows.len();
    for row in new.iter().rev() {
        while from > 0 && rows[from - 1] > *row {
            (from, to) = (from - 1, to - 1);
            rows[to] = rows[from];
        }
        to -= 1;
        rows[to] = *row;
    }
}

/// The statements of one pattern; made by [`Pack::matching`].
#[derive(Clone, Debug)]
pub struct Matching<'a> {
    rows: std::slice::Iter<'a, IdQuad>,
    order: Order,
    pattern: [Option<TermId>; 4],
}

impl Iterator for Matching<'_> {
    type Item = IdQuad;

    fn next(&mut self) -> Option<IdQuad> {
        loop {
            let row = self.rows.next()?;
            let mut quad = [0; 4];
            for (place, position) in self.order.iter().enumerate() {
                quad[*position] = row[place];
            }
            let fits = |(bound, id): (&Option<TermId>, TermId)| bound.is_none_or(|want| want == id);
            if self.pattern.iter().zip(quad).all(fits) {
                return Some(quad);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_may_be_longer_than_32_bits_count() {
        for at in [0, 7, u32::MAX as usize, (5 << 32) + 7] {
            assert_eq!(place(start(at)), at);
        }
    }

    proptest! {
        /// To add what follows to a pack gives what comes of packing all at once.
        #[test]
        fn indexes_grow_to_what_they_would_be(
            claims in proptest::collection::btree_set([0..4_u32, 0..4_u32, 0..4_u32, 0..3_u32], 0..60),
            derived in proptest::collection::vec([0..4_u32, 0..4_u32, 0..4_u32, 0..3_u32, 0..2_u32], 0..60),
        ) {
            let scratch = Scratch::default();
            let pack = |mut others: Vec<IdQuad>| {
                others.sort();
                others.dedup();
                let parts = Parts {
                    text: b"<a<b<c<d".to_vec().into(),
                    starts: [0, 2, 4, 6, 8].map(start).to_vec().into(),
                    claims: claims.iter().copied().collect::<Vec<_>>().into(),
                    others: others.into(),
                    records: Column::default(),
                };
                Pack::of_parts(parts, &scratch).unwrap()
            };
            let plain = pack(Vec::new());
            let at_once = pack(derived.iter().map(|row| [row[0], row[1], row[2], row[3]]).collect());
            let others = Vec::new();
            let mut rows = Rows::default();
            derived.iter().for_each(|row| rows.push(*row).unwrap());
            let grown = plain.with_derived(Derived { rows, others }).unwrap();
            for (grown, at_once) in grown.indexes.iter().zip(&at_once.indexes) {
                prop_assert_eq!(&grown[..], &at_once[..]);
            }
            prop_assert_eq!(&grown.claimed[..], &at_once.claimed[..]);
            for (place, row) in grown.indexes[0].iter().enumerate() {
                prop_assert_eq!(grown.is_derived_by_place()(place), !claims.contains(row));
            }
        }
    }
}
