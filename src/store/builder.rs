//! Statements, one after another, to a [`Pack`]: terms become numbers as they come, and nothing
//! else is kept of a statement than four of them.

use crate::store::batch::{Batch, OWN_GRAPH};
use crate::store::pack::{DEFAULT_GRAPH, IdQuad, Pack, Parts, Start, TermId, start};
use crate::store::scratch::{Rows, Slots};
use crate::store::segment::{Segment, merge};
use crate::store::term::{IRI, decode, encode, value};
use crate::store::{Column, Scratch, StoreError};
use bytemuck::Pod;
use oxrdf::vocab::rdf;
use oxrdf::{GraphNameRef, NamedNode, NamedNodeRef, QuadRef, Term, TermRef};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// Gathers statements for a [`Pack`], in any order, each as often as it comes.
///
/// Memory: 16 bytes a statement, and for each term its text and some 40 bytes; with a
/// [folder](Self::in_folder) 64 MiB of statements and 192 MiB of terms at the most. What is more lies in
/// files there: statements as they came, and terms as sorted segments, each of which numbers
/// the terms of its own part of the statements. [`unite`](Self::unite) makes them one dictionary.
#[derive(Default)]
pub struct Builder {
    scratch: Scratch,
    /// The terms of the last segment, or all.
    terms: Terms,
    segments: Vec<Segment>,
    claims: Rows<IdQuad>,
    /// Which claims wait for the name of their source, and its bytes.
    owned: Vec<(Range<usize>, Vec<u8>)>,
    others: Rows<IdQuad>,
    /// Claims about records that were taken for another thing, as their sources make them.
    records: Rows<IdQuad>,
    /// Terms that are to be known though no statement may have them.
    asked: Vec<TermId>,
    /// Whether the terms stand upon those of segments and not upon a dataset of before.
    is_united: bool,
}

/// What a term takes beside its text.
const TERM: usize = 40;

/// What a new term takes, with the statements of the things that have it, where they are set into a dataset.
const NEW_TERM: usize = 1 << 10;

/// What a [`Builder`] holds once its terms are numbered as they will be.
pub(super) struct Numbered {
    /// The terms, sorted, one behind another.
    pub(super) text: Column<u8>,
    pub(super) starts: Column<Start>,
    /// By the number that a term had in the builder the one that it has now; [`GONE`] for one of the
    /// dictionary before that is no longer used.
    pub(super) places: Slots<TermId>,
    /// Sorted, each once.
    pub(super) claims: Column<IdQuad>,
    /// Sorted, each once.
    pub(super) others: Column<IdQuad>,
    /// Sorted, each once.
    pub(super) records: Column<IdQuad>,
}

/// What stands for a term that is no longer used.
pub(super) const GONE: TermId = OWN_GRAPH;

impl Builder {
    /// Returns a builder that writes what memory is not to hold to files in this folder.
    pub fn in_folder(folder: &Path) -> Self {
        Self::with_scratch(&Scratch::in_folder(folder))
    }

    pub(super) fn with_scratch(scratch: &Scratch) -> Self {
        Self {
            scratch: scratch.clone(),
            claims: Rows::new(scratch),
            others: Rows::new(scratch),
            records: Rows::new(scratch),
            ..Self::default()
        }
    }

    /// Returns where what memory is not to hold is written.
    pub(super) fn scratch(&self) -> &Scratch {
        &self.scratch
    }

    /// Adds a claim: a statement that a source makes.
    ///
    /// # Errors
    ///
    /// [`StoreError::TooLarge`] where 32 bits cannot count the terms or their text;
    /// [`StoreError::Write`] if the folder takes nothing.
    pub fn claim<'a>(&mut self, quad: impl Into<QuadRef<'a>>) -> Result<(), StoreError> {
        let row = self.terms.row(quad.into())?;
        self.claims.push(row)?;
        self.seal_if_large()
    }

    /// Adds the claims of a batch. Those of its own source wait for [`settle`](Self::settle).
    ///
    /// # Errors
    ///
    /// As [`claim`](Self::claim).
    pub fn absorb(&mut self, batch: &Batch) -> Result<(), StoreError> {
        batch.whole()?;
        const UNKNOWN: TermId = TermId::MAX;
        let mut known = vec![UNKNOWN; batch.terms.len()];
        self.claims.reserve(batch.rows.len());
        for row in &batch.rows {
            let mut row = *row;
            for id in row.iter_mut().filter(|id| **id < OWN_GRAPH) {
                let place = &mut known[*id as usize];
                if *place == UNKNOWN {
                    let hash = batch.terms.hashes[*id as usize];
                    *place = self.terms.intern(batch.terms.bytes(*id), hash)?;
                }
                *id = *place;
            }
            self.claims.push(row)?;
        }
        self.seal_if_large()
    }

    /// Says which source made the claims that batches brought since the builder had `from`
    /// claims.
    ///
    /// # Errors
    ///
    /// As [`claim`](Self::claim).
    pub fn settle(&mut self, from: usize, source: NamedNodeRef<'_>) -> Result<(), StoreError> {
        let graph = self.terms.id(source.into())?;
        if let (true, Some(rows)) = (self.segments.is_empty(), self.claims.held_from(from)) {
            for row in rows.iter_mut().filter(|row| row[3] == OWN_GRAPH) {
                row[3] = graph;
            }
            return Ok(());
        }
        let rows = from..self.claims.len();
        let bytes = self.terms.bytes(graph).to_vec();
        self.owned.push((rows, bytes));
        Ok(())
    }

    /// Makes a segment of the terms that came, if they are many.
    fn seal_if_large(&mut self) -> Result<(), StoreError> {
        let is_full =
            self.terms.text.len() + TERM * self.terms.hashes.len() > self.scratch.terms_held();
        // What stands upon a dataset is numbered by it; and what no source says comes last.
        let may_be = self.terms.base.is_none() && self.others.len() == 0 && self.asked.is_empty();
        match is_full && may_be && self.scratch.is_there() {
            true => self.seal(),
            false => Ok(()),
        }
    }

    fn seal(&mut self) -> Result<(), StoreError> {
        let (text, starts, places) = std::mem::take(&mut self.terms).sorted();
        self.segments.push(Segment {
            text: self.scratch.keep(text)?,
            starts: self.scratch.keep(starts)?,
            places: self.scratch.keep(places)?,
            end: self.claims.len(),
        });
        Ok(())
    }

    /// Gives each term one number, where they have several in as many segments. To be called when all
    /// claims came, and before any of them is looked at.
    ///
    /// # Errors
    ///
    /// As [`claim`](Self::claim).
    pub fn unite(&mut self) -> Result<(), StoreError> {
        let is_plain = self.segments.is_empty() && !self.claims.is_spilled();
        if self.terms.base.is_some() || is_plain {
            return Ok(());
        }
        self.seal()?;
        let segments = std::mem::take(&mut self.segments);
        let (text, starts, mut numbers) = merge(&segments, &self.scratch)?;
        let pack = Arc::new(Pack::of_terms(text, starts));
        let owned = std::mem::take(&mut self.owned);
        let owned = owned.into_iter();
        let owned = owned.map(|(rows, source)| Some((rows, pack.lookup(&source)?)));
        let mut owned = owned.collect::<Option<Vec<_>>>();
        let owned = owned.as_mut().ok_or(StoreError::Damaged)?;
        owned.reverse();
        let mut numbers = segments.iter().zip(numbers.drain(..));
        let (mut end, mut own) = (0, Vec::new());
        let mut claims = Rows::new(&self.scratch);
        for (place, row) in self.claims.iter().enumerate() {
            while place == end {
                let (segment, merged) = numbers.next().ok_or(StoreError::Damaged)?;
                own = segment.numbers(&merged);
                end = segment.end;
            }
            while owned.last().is_some_and(|(rows, _)| rows.end <= place) {
                owned.pop();
            }
            claims.push(row.map(|id| match id {
                DEFAULT_GRAPH => DEFAULT_GRAPH,
                OWN_GRAPH => owned.last().map_or(OWN_GRAPH, |(_, graph)| *graph),
                id => own[id as usize],
            }))?;
        }
        // What is not said by a source came with the last segment.
        if let Some((segment, merged)) = numbers.next_back() {
            own = segment.numbers(&merged);
        }
        self.claims = claims;
        let place = |id: &mut TermId| *id = own.get(*id as usize).copied().unwrap_or(*id);
        self.asked.iter_mut().for_each(place);
        self.others.change(|row| row.iter_mut().for_each(place))?;
        self.records.change(|row| row.iter_mut().for_each(place))?;
        self.terms = Terms::upon(&pack)?;
        self.is_united = true;
        pack.forget();
        Ok(())
    }

    /// Adds a statement that no source makes: of the ontology, or derived.
    ///
    /// # Errors
    ///
    /// As [`claim`](Self::claim).
    pub fn add<'a>(&mut self, quad: impl Into<QuadRef<'a>>) -> Result<(), StoreError> {
        let row = self.terms.row(quad.into())?;
        self.others.push(row)
    }

    /// Adds a statement that no source makes, of terms that came.
    ///
    /// # Errors
    ///
    /// As [`claim`](Self::claim).
    pub fn add_ids(&mut self, row: IdQuad) -> Result<(), StoreError> {
        self.others.push(row)
    }

    /// Tells whether a term that came is an IRI, without making it.
    pub fn is_iri(&self, id: TermId) -> bool {
        self.terms.bytes(id).first() == Some(&IRI)
    }

    /// Adds the claims of a pack, and nothing of what was derived from them.
    ///
    /// # Errors
    ///
    /// As [`claim`](Self::claim), and the damage of the pack if there is any.
    pub fn claims_of(&mut self, pack: &Pack) -> Result<(), StoreError> {
        self.claims_if(pack, |_| true).map(drop)
    }

    /// Adds those claims of a pack that are wanted; returns how many were not.
    ///
    /// # Errors
    ///
    /// As [`claims_of`](Self::claims_of).
    pub fn claims_if(
        &mut self,
        pack: &Pack,
        is_wanted: impl Fn(&IdQuad) -> bool,
    ) -> Result<usize, StoreError> {
        let mut known = Known::of(pack, &self.scratch)?;
        let mut left_out = 0;
        for row in pack.claims() {
            if !is_wanted(&row) {
                left_out += 1;
                continue;
            }
            let row = known.row(self, row)?;
            self.claims.push(row)?;
            self.seal_if_large()?;
        }
        pack.forget();
        pack.damage().map_or(Ok(left_out), Err)
    }

    /// Adds the claims of a pack but for those that some sources make about some things, and about
    /// statements whose subject one of these is.
    ///
    /// # Errors
    ///
    /// As [`claims_of`](Self::claims_of).
    pub fn claims_without(
        &mut self,
        pack: &Arc<Pack>,
        sources: &[NamedNode],
        things: impl Iterator<Item: AsRef<str>>,
    ) -> Result<usize, StoreError> {
        let id = |iri: &str| pack.id(&NamedNode::new_unchecked(iri).into());
        let sources: HashSet<TermId> = sources.iter().filter_map(|s| id(s.as_str())).collect();
        let mut things = things.peekable();
        if things.peek().is_none() {
            return self.claims_upon(pack, |_| true);
        }
        const GOES: u8 = 1;
        let mut goes = self.scratch.slots(pack.term_count(), 0)?;
        let subject = pack.iri(rdf::SUBJECT);
        for thing in things.filter_map(|thing| id(thing.as_ref())) {
            let of = |subject| pack.matching([None, Some(subject), Some(thing), None]);
            let about = subject.into_iter().flat_map(of).map(|row| row[0]);
            for id in about.chain([thing]) {
                // A damaged dataset may have numbers that nothing has.
                if let Some(goes) = goes.get_mut(id as usize) {
                    *goes = GOES;
                }
            }
        }
        self.claims_upon(pack, |row| {
            !(goes.get(row[0] as usize) == Some(&GOES) && sources.contains(&row[3]))
        })
    }

    /// As [`claims_if`](Self::claims_if). Where little came so far, the terms of the pack keep their
    /// numbers and are not read, and [`complete`](crate::store::complete) makes the next dataset of this
    /// one.
    ///
    /// # Errors
    ///
    /// As [`claims_of`](Self::claims_of).
    pub fn claims_upon(
        &mut self,
        pack: &Arc<Pack>,
        is_wanted: impl Fn(&IdQuad) -> bool,
    ) -> Result<usize, StoreError> {
        // To look a term up in a pack takes some times as long as to take in one of it, and all that is said of
        // things of which something is new is held.
        let others = self.segments.iter().map(Segment::len).sum::<usize>();
        let new = self.terms.len() + others;
        let most = self.scratch.terms_held() / NEW_TERM;
        let is_little = new < pack.term_count() / 4 && new < most;
        if self.terms.base.is_some() || !is_little {
            return self.claims_if(pack, is_wanted);
        }
        self.unite()?;
        self.stand_upon(pack, is_wanted)
    }

    /// As [`claims_upon`](Self::claims_upon), however much came so far.
    pub(super) fn stand_upon(
        &mut self,
        pack: &Arc<Pack>,
        is_wanted: impl Fn(&IdQuad) -> bool,
    ) -> Result<usize, StoreError> {
        let own = std::mem::replace(&mut self.terms, Terms::upon(pack)?);
        let known = (0..own.len()).into_par_iter();
        let known: Vec<Option<TermId>> = known
            .map(|id| pack.lookup(own.bytes(id as TermId)))
            .collect();
        let mut places = Vec::with_capacity(known.len());
        for (id, known) in (0..).zip(known) {
            places.push(match known {
                Some(known) => known,
                None => self.terms.add(own.bytes(id), xxh3_64(own.bytes(id)))?,
            });
        }
        drop(own);
        let place = |id: &mut TermId| {
            if let Some(place) = places.get(*id as usize) {
                *id = *place;
            }
        };
        for rows in [&mut self.claims, &mut self.others, &mut self.records] {
            rows.change(|row| row.iter_mut().for_each(place))?;
        }
        self.asked.iter_mut().for_each(place);
        self.is_united = false;
        let new = std::mem::replace(&mut self.claims, Rows::new(&self.scratch));
        self.claims.reserve(pack.claim_count() + new.len());
        let mut left_out = 0;
        for (count, row) in pack.claims().enumerate() {
            match is_wanted(&row) {
                true => self.claims.push(row)?,
                false => left_out += 1,
            }
            if count.is_multiple_of(1 << 20) {
                pack.forget();
            }
        }
        for row in new.iter() {
            self.claims.push(*row)?;
        }
        pack.forget();
        pack.damage().map_or(Ok(left_out), Err)
    }

    /// Returns the pack whose terms keep their numbers here, if there is one.
    pub(super) fn base(&self) -> Option<&Arc<Pack>> {
        self.terms.base.as_ref().filter(|_| !self.is_united)
    }

    /// Returns the claims that came so far, repetitions included. Where they are many they are
    /// [united](Self::unite) before.
    pub fn claims(&self) -> impl Iterator<Item = &IdQuad> {
        self.claims.iter()
    }

    /// Returns the id of a term, or `None` if no statement came that has it.
    pub fn find(&self, term: TermRef<'_>) -> Option<TermId> {
        self.terms.find(term)
    }

    /// Returns a term that came.
    pub fn term_of(&self, id: TermId) -> Term {
        decode(self.terms.bytes(id))
    }

    /// Returns the text of an IRI or a literal that came.
    pub fn text_of(&self, id: TermId) -> Cow<'_, str> {
        let bytes = self.terms.bytes(id);
        String::from_utf8_lossy(value(bytes))
    }

    /// Returns how many terms came.
    pub fn term_count(&self) -> usize {
        self.terms.len()
    }

    /// Returns room for rows, in memory while they are few, and else in the [folder](Self::in_folder) if
    /// there is one.
    pub(crate) fn rows<T: Pod>(&self) -> Rows<T> {
        Rows::new(&self.scratch)
    }

    /// Returns so many numbers, all this one, as [`rows`](Self::rows) lie: in memory while they are few.
    ///
    /// # Errors
    ///
    /// [`StoreError::Write`] if the folder takes nothing.
    pub(crate) fn slots<T: Pod>(&self, count: usize, value: T) -> Result<Slots<T>, StoreError> {
        self.scratch.slots(count, value)
    }

    /// Takes records for other things, as `thing` says of each term: what is claimed of a record is said of
    /// the thing, in the same graph. `said` tells by which property; `None` where a claim speaks of records
    /// themselves and is said as it is. The claims stay as they were made, so that the
    /// next dataset made of them may decide otherwise.
    ///
    /// # Errors
    ///
    /// As [`claim`](Self::claim).
    pub fn take_for(
        &mut self,
        thing: impl Fn(TermId) -> TermId,
        said: impl Fn(&IdQuad) -> Option<TermId>,
    ) -> Result<(), StoreError> {
        let Self {
            claims,
            others,
            records,
            ..
        } = self;
        claims.retain(|row| {
            let ends = [thing(row[0]), thing(row[2])];
            let property = match ends == [row[0], row[2]] {
                true => None,
                false => said(row),
            };
            let Some(property) = property else {
                return Ok(true);
            };
            others.push([ends[0], property, ends[1], row[3]])?;
            records.push(*row)?;
            Ok(false)
        })
    }

    /// Adds statements of a pack.
    pub(super) fn rows_of(
        &mut self,
        pack: &Pack,
        rows: impl Iterator<Item = IdQuad>,
    ) -> Result<(), StoreError> {
        let mut known = Known::of(pack, &self.scratch)?;
        for row in rows {
            let row = known.row(self, row)?;
            self.others.push(row)?;
        }
        Ok(())
    }

    /// Adds everything of a pack but its traces.
    pub(super) fn all_of(&mut self, pack: &Pack) -> Result<(), StoreError> {
        let mut known = Known::of(pack, &self.scratch)?;
        for row in pack.claims_at_rest() {
            let row = known.row(self, row)?;
            self.claims.push(row)?;
        }
        for row in pack.records() {
            let row = known.row(self, *row)?;
            self.records.push(row)?;
        }
        for row in pack.matching([None; 4]) {
            let row = known.row(self, row)?;
            self.others.push(row)?;
        }
        pack.damage().map_or(Ok(()), Err)
    }

    /// Makes sure that the dictionary knows a term.
    ///
    /// # Errors
    ///
    /// As [`claim`](Self::claim).
    pub fn term(&mut self, term: TermRef<'_>) -> Result<TermId, StoreError> {
        let id = self.terms.id(term)?;
        self.asked.push(id);
        Ok(id)
    }

    /// Returns how many claims came so far, repetitions counted.
    pub fn len(&self) -> usize {
        self.claims.len()
    }

    /// Tells whether no claim came so far.
    pub fn is_empty(&self) -> bool {
        self.claims.len() == 0
    }

    /// Sorts what came into a pack, repetitions dropped.
    ///
    /// Cost: O(n log n) time, on all processors; 64 bytes a statement beside the dictionary, in files
    /// of the [folder](Self::in_folder) where there is one.
    ///
    /// # Errors
    ///
    /// As [`claim`](Self::claim).
    pub fn finish(self) -> Result<Pack, StoreError> {
        let scratch = self.scratch.clone();
        let Numbered {
            text,
            starts,
            claims,
            others,
            records,
            ..
        } = self.numbered()?;
        let parts = Parts {
            text,
            starts,
            claims,
            others,
            records,
        };
        Pack::of_parts(parts, &scratch)
    }

    /// Gives all terms their numbers.
    ///
    /// # Errors
    ///
    /// As [`claim`](Self::claim).
    pub(super) fn numbered(mut self) -> Result<Numbered, StoreError> {
        self.unite()?;
        let Self {
            scratch,
            terms,
            claims,
            others,
            records,
            asked,
            is_united,
            ..
        } = self;
        let is_upon = terms.base.is_some();
        let (text, starts, places) = match is_upon {
            false => {
                let (text, starts, places) = terms.sorted();
                let starts: Vec<Start> = starts.into_iter().map(|at| start(at as usize)).collect();
                (text.into(), starts.into(), places.into())
            }
            true => {
                let rows = claims.iter().chain(others.iter()).chain(records.iter());
                let ids = rows.flatten().chain(&asked).copied();
                let mut used = scratch.slots(terms.len(), 0_u8)?;
                ids.filter(|id| *id != DEFAULT_GRAPH)
                    .for_each(|id| used[id as usize] = 1);
                terms.sorted_upon(&used, &scratch)?
            }
        };
        let now = &places[..];
        let rename = |row: &IdQuad| {
            row.map(|id| match id {
                DEFAULT_GRAPH => DEFAULT_GRAPH,
                id => now[id as usize],
            })
        };
        Ok(Numbered {
            text,
            starts,
            // Those of a dataset come first, and in order.
            claims: claims.sorted(is_upon && !is_united, rename)?,
            others: others.sorted(false, rename)?,
            records: records.sorted(false, rename)?,
            places,
        })
    }
}

/// How the rows of a pack are numbered in a builder; each of its terms is looked up once, or once for
/// each segment.
struct Known<'p> {
    pack: &'p Pack,
    numbers: Slots<TermId>,
    segment: usize,
}

impl<'p> Known<'p> {
    const UNKNOWN: TermId = TermId::MAX;

    fn of(pack: &'p Pack, scratch: &Scratch) -> Result<Self, StoreError> {
        Ok(Self {
            pack,
            numbers: scratch.slots(pack.term_count(), Self::UNKNOWN)?,
            segment: 0,
        })
    }

    fn row(&mut self, builder: &mut Builder, mut row: IdQuad) -> Result<IdQuad, StoreError> {
        if self.segment != builder.segments.len() {
            self.segment = builder.segments.len();
            self.numbers.fill(Self::UNKNOWN);
            self.pack.forget();
        }
        for id in row.iter_mut().filter(|id| **id != DEFAULT_GRAPH) {
            let place = self.numbers.get_mut(*id as usize);
            let place = place.ok_or(StoreError::Damaged)?;
            if *place == Self::UNKNOWN {
                let bytes = self.pack.encoded(*id);
                *place = builder.terms.intern(bytes, xxh3_64(bytes))?;
            }
            *id = *place;
        }
        Ok(row)
    }
}

/// Terms in the order in which they came, behind those of a pack if there is one.
pub(super) struct Terms {
    base: Option<Arc<Pack>>,
    /// How many terms the pack has.
    first: TermId,
    text: Vec<u8>,
    /// Where each term begins in `text`; one more entry for the end.
    starts: Vec<u32>,
    /// The hash of each term.
    pub(super) hashes: Vec<u64>,
    /// The ids of terms by their hash. Where two terms have one hash, the second is found by
    /// hashing once more.
    ids: HashMap<u64, TermId, BuildHasherDefault<Hashed>>,
}

/// The text of terms in their order; where each begins; and by former id its new place.
type Sorted = (Vec<u8>, Vec<u32>, Vec<TermId>);

/// As [`Sorted`], wherever it lies.
type Upon = (Column<u8>, Column<Start>, Slots<TermId>);

impl Default for Terms {
    fn default() -> Self {
        Self {
            base: None,
            first: 0,
            text: Vec::new(),
            starts: vec![0],
            hashes: Vec::new(),
            ids: HashMap::default(),
        }
    }
}

impl Terms {
    /// Returns those of a pack.
    fn upon(pack: &Arc<Pack>) -> Result<Self, StoreError> {
        let first = TermId::try_from(pack.term_count());
        Ok(Self {
            base: Some(Arc::clone(pack)),
            first: first.map_err(|_| StoreError::TooLarge)?,
            ..Self::default()
        })
    }

    fn row(&mut self, quad: QuadRef<'_>) -> Result<IdQuad, StoreError> {
        let graph = match quad.graph_name {
            GraphNameRef::DefaultGraph => DEFAULT_GRAPH,
            GraphNameRef::NamedNode(node) => self.id(node.into())?,
            GraphNameRef::BlankNode(node) => self.id(node.into())?,
        };
        Ok([
            self.id(quad.subject.into())?,
            self.id(quad.predicate.into())?,
            self.id(quad.object)?,
            graph,
        ])
    }

    /// Forgets all terms, and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.starts.truncate(1);
        self.hashes.clear();
        self.ids.clear();
    }

    /// Returns how many terms there are.
    pub(super) fn len(&self) -> usize {
        self.first as usize + self.hashes.len()
    }

    pub(super) fn id(&mut self, term: TermRef<'_>) -> Result<TermId, StoreError> {
        self.written(|bytes| encode(term, bytes))
    }

    /// Returns the id of the term with this tag whose value is the two parts together.
    pub(super) fn of_parts(&mut self, tag: u8, a: &str, b: &str) -> Result<TermId, StoreError> {
        self.written(|bytes| {
            bytes.push(tag);
            bytes.extend_from_slice(a.as_bytes());
            bytes.extend_from_slice(b.as_bytes());
        })
    }

    /// Returns the id of the literal with this tag, value, and language or datatype.
    pub(super) fn of_suffixed(
        &mut self,
        tag: u8,
        value: &str,
        suffix: &str,
    ) -> Result<TermId, StoreError> {
        self.written(|bytes| {
            bytes.push(tag);
            bytes.extend_from_slice(value.as_bytes());
            bytes.push(0);
            bytes.extend_from_slice(suffix.as_bytes());
        })
    }

    /// Returns the id of the term whose bytes `write` writes. They are written behind all others, and
    /// taken away again if they were there before.
    #[inline]
    fn written(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> Result<TermId, StoreError> {
        let begin = self.text.len();
        write(&mut self.text);
        let hash = xxh3_64(&self.text[begin..]);
        let found = self.place(begin, hash);
        if !matches!(found, Ok((_, true))) {
            self.text.truncate(begin);
        }
        found.map(|(id, _)| id)
    }

    /// Returns the id of a term if it is there.
    fn find(&self, term: TermRef<'_>) -> Option<TermId> {
        let mut bytes = Vec::new();
        encode(term, &mut bytes);
        let mut key = xxh3_64(&bytes);
        for seed in 1.. {
            let Some(id) = self.ids.get(&key).copied() else {
                return self.base.as_ref()?.lookup(&bytes);
            };
            if self.bytes(id) == bytes {
                return Some(id);
            }
            key = xxh3_64_with_seed(&bytes, seed);
        }
        None
    }

    /// Returns the id of a term by its bytes and their hash.
    pub(super) fn intern(&mut self, bytes: &[u8], hash: u64) -> Result<TermId, StoreError> {
        if let Some(id) = self.ids.get(&hash)
            && self.bytes(*id) == bytes
        {
            return Ok(*id);
        }
        let begin = self.text.len();
        self.text.extend_from_slice(bytes);
        let found = self.place(begin, hash);
        if !matches!(found, Ok((_, true))) {
            self.text.truncate(begin);
        }
        found.map(|(id, _)| id)
    }

    /// Adds a term that neither came nor is one of the pack.
    fn add(&mut self, bytes: &[u8], hash: u64) -> Result<TermId, StoreError> {
        let base = self.base.take();
        let added = self.intern(bytes, hash);
        self.base = base;
        added
    }

    /// Returns the id of the term whose bytes lie behind all others, and whether it is new.
    fn place(&mut self, begin: usize, hash: u64) -> Result<(TermId, bool), StoreError> {
        let (before, bytes) = self.text.split_at(begin);
        let mut key = hash;
        for seed in 1.. {
            match self.ids.entry(key) {
                Entry::Occupied(entry) => {
                    let id = *entry.get();
                    let known = match (id.checked_sub(self.first), &self.base) {
                        (None, Some(base)) => base.encoded(id),
                        (own, _) => {
                            let own = own.unwrap_or(id) as usize;
                            &before[self.starts[own] as usize..self.starts[own + 1] as usize]
                        }
                    };
                    if known == bytes {
                        return Ok((id, false));
                    }
                    key = xxh3_64_with_seed(bytes, seed);
                }
                Entry::Vacant(entry) => {
                    if let Some(id) = self.base.as_ref().and_then(|base| base.lookup(bytes)) {
                        entry.insert(id);
                        return Ok((id, false));
                    }
                    let id = TermId::try_from(self.first as usize + self.starts.len() - 1);
                    let id = id.ok().filter(|id| *id < OWN_GRAPH);
                    let end = u32::try_from(self.text.len());
                    let (Some(id), Ok(end)) = (id, end) else {
                        break;
                    };
                    entry.insert(id);
                    self.starts.push(end);
                    self.hashes.push(hash);
                    return Ok((id, true));
                }
            }
        }
        Err(StoreError::TooLarge)
    }

    pub(super) fn bytes(&self, id: TermId) -> &[u8] {
        if let (true, Some(base)) = (id < self.first, &self.base) {
            return base.encoded(id);
        }
        let id = (id - self.first) as usize;
        &self.text[self.starts[id] as usize..self.starts[id + 1] as usize]
    }

    /// Returns all terms, sorted.
    fn sorted(mut self) -> Sorted {
        self.ids = HashMap::default();
        self.hashes = Vec::new();
        let mut order: Vec<TermId> = (0..self.starts.len() as u32 - 1).collect();
        order.par_sort_unstable_by(|a, b| self.bytes(*a).cmp(self.bytes(*b)));
        let mut places = vec![0; order.len()];
        let mut text = Vec::with_capacity(self.text.len());
        let mut starts = Vec::with_capacity(self.starts.len());
        for (place, old) in (0..).zip(&order) {
            places[*old as usize] = place;
            starts.push(text.len() as u32);
            text.extend_from_slice(self.bytes(*old));
        }
        starts.push(text.len() as u32);
        (text, starts, places)
    }

    /// As [`sorted`](Self::sorted), of the terms that are used; the others are [`GONE`]. The terms of the
    /// pack lie in order already.
    fn sorted_upon(mut self, used: &[u8], scratch: &Scratch) -> Result<Upon, StoreError> {
        self.ids = HashMap::default();
        self.hashes = Vec::new();
        let mut own: Vec<TermId> = (self.first..).take(self.starts.len() - 1).collect();
        own.par_sort_unstable_by(|a, b| self.bytes(*a).cmp(self.bytes(*b)));
        let before = self.base.as_ref().map_or(0, |base| base.text_len());
        let mut places = scratch.slots(used.len(), GONE)?;
        let mut text = Rows::new(scratch);
        text.reserve(before + self.text.len());
        let mut starts = Rows::new(scratch);
        starts.reserve(used.len() + 1);
        let mut take = |ids: &mut dyn Iterator<Item = TermId>| {
            for id in ids.filter(|id| used[*id as usize] != 0) {
                places[id as usize] = starts.len() as TermId;
                starts.push(start(text.len()))?;
                text.extend_from_slice(self.bytes(id))?;
            }
            Ok::<_, StoreError>(())
        };
        let mut from = 0;
        for id in own {
            let to = self.base.as_ref();
            let to = to.map_or(0, |base| base.first_from(self.bytes(id)));
            take(&mut (from..to))?;
            take(&mut std::iter::once(id))?;
            from = to;
        }
        take(&mut (from..self.first))?;
        if let Some(base) = &self.base {
            base.forget();
        }
        starts.push(start(text.len()))?;
        Ok((text.into_column()?, starts.into_column()?, places))
    }
}

/// A hasher for what is a hash already.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes
            .iter()
            .fold(self.0, |hash, byte| hash << 8 ^ u64::from(*byte));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
