//! Statements, one after another, to a [`Pack`]: terms become numbers as they come, and nothing
//! else is kept of a statement than four of them.

use crate::store::StoreError;
use crate::store::batch::{Batch, OWN_GRAPH};
use crate::store::pack::{DEFAULT_GRAPH, IdQuad, Pack, Parts, TermId};
use crate::store::term::{IRI, decode, encode, value};
use oxrdf::vocab::rdf;
use oxrdf::{GraphNameRef, NamedNode, NamedNodeRef, QuadRef, Term, TermRef};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// Gathers statements for a [`Pack`], in any order, each as often as it comes.
///
/// Memory: 16 bytes a statement, and for each term its text and some 40 bytes.
#[derive(Default)]
pub struct Builder {
    terms: Terms,
    claims: Vec<IdQuad>,
    others: Vec<IdQuad>,
    /// Claims about records that were taken for another thing, as their sources make them.
    records: Vec<IdQuad>,
    /// Terms that are to be known though no statement may have them.
    asked: Vec<TermId>,
}

/// What a [`Builder`] holds once its terms are numbered as they will be.
pub(super) struct Numbered {
    /// The terms, sorted, one behind another.
    pub(super) text: Vec<u8>,
    pub(super) starts: Vec<u32>,
    /// By the number that a term had in the builder the one that it has now; [`GONE`] for one of the
    /// dictionary before that is no longer used.
    pub(super) places: Vec<TermId>,
    /// Sorted, each once.
    pub(super) claims: Vec<IdQuad>,
    /// In any order.
    pub(super) others: Vec<IdQuad>,
    /// Sorted, each once.
    pub(super) records: Vec<IdQuad>,
}

/// What stands for a term that is no longer used.
pub(super) const GONE: TermId = OWN_GRAPH;

impl Builder {
    /// Adds a claim: a statement that a source makes.
    ///
    /// # Errors
    ///
    /// [`StoreError::TooLarge`] where 32 bits cannot count the terms or their text.
    pub fn claim<'a>(&mut self, quad: impl Into<QuadRef<'a>>) -> Result<(), StoreError> {
        let row = self.terms.row(quad.into())?;
        self.claims.push(row);
        Ok(())
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
            self.claims.push(row);
        }
        Ok(())
    }

    /// Says which source made the claims that batches brought since the builder had `from`
    /// claims.
    ///
    /// # Errors
    ///
    /// As [`claim`](Self::claim).
    pub fn settle(&mut self, from: usize, source: NamedNodeRef<'_>) -> Result<(), StoreError> {
        let graph = self.terms.id(source.into())?;
        for row in self.claims.iter_mut().skip(from) {
            if row[3] == OWN_GRAPH {
                row[3] = graph;
            }
        }
        Ok(())
    }

    /// Adds a statement that no source makes: of the ontology, or derived.
    ///
    /// # Errors
    ///
    /// As [`claim`](Self::claim).
    pub fn add<'a>(&mut self, quad: impl Into<QuadRef<'a>>) -> Result<(), StoreError> {
        let row = self.terms.row(quad.into())?;
        self.others.push(row);
        Ok(())
    }

    /// Adds a statement that no source makes, of terms that came.
    pub fn add_ids(&mut self, row: IdQuad) {
        self.others.push(row);
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
        let mut known = self.numbers(pack);
        let mut left_out = 0;
        for row in pack.claims() {
            if !is_wanted(&row) {
                left_out += 1;
                continue;
            }
            let row = known(&mut self.terms, row)?;
            self.claims.push(row);
        }
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
        things: &[String],
    ) -> Result<usize, StoreError> {
        let id = |iri: &str| pack.id(&NamedNode::new_unchecked(iri).into());
        let sources: HashSet<TermId> = sources.iter().filter_map(|s| id(s.as_str())).collect();
        let mut things: HashSet<TermId> = things.iter().filter_map(|thing| id(thing)).collect();
        if let Some(subject) = pack.iri(rdf::SUBJECT) {
            let of = |thing: &TermId| pack.matching([None, Some(subject), Some(*thing), None]);
            let statements: Vec<TermId> = things.iter().flat_map(of).map(|row| row[0]).collect();
            things.extend(statements);
        }
        self.claims_upon(pack, |row| {
            !(things.contains(&row[0]) && sources.contains(&row[3]))
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
        // To look a term up in a pack takes some times as long as to take in one of it.
        match self.terms.base.is_none() && self.terms.len() < pack.term_count() / 4 {
            true => self.stand_upon(pack, is_wanted),
            false => self.claims_if(pack, is_wanted),
        }
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
                None => self.terms.add(own.bytes(id), own.hashes[id as usize])?,
            });
        }
        drop(own);
        let place = |id: &mut TermId| {
            if let Some(place) = places.get(*id as usize) {
                *id = *place;
            }
        };
        let rows = [&mut self.claims, &mut self.others, &mut self.records];
        rows.into_iter().flatten().flatten().for_each(place);
        self.asked.iter_mut().for_each(place);
        let new = std::mem::take(&mut self.claims);
        self.claims.reserve_exact(pack.claim_count() + new.len());
        let mut left_out = 0;
        for row in pack.claims() {
            match is_wanted(&row) {
                true => self.claims.push(row),
                false => left_out += 1,
            }
        }
        self.claims.extend(new);
        pack.forget();
        pack.damage().map_or(Ok(left_out), Err)
    }

    /// Returns the pack whose terms keep their numbers here, if there is one.
    pub(super) fn base(&self) -> Option<&Arc<Pack>> {
        self.terms.base.as_ref()
    }

    /// Returns the claims that came so far, repetitions included.
    pub fn claims(&self) -> &[IdQuad] {
        &self.claims
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

    /// Takes records for other things, given for each term: what is claimed of a record is said of
    /// the thing, in the same graph. `said` tells by which property; `None` where a claim speaks of records
    /// themselves and is said as it is. The claims stay as they were made, so that the
    /// next dataset made of them may decide otherwise.
    pub fn take_for(&mut self, things: &[TermId], said: impl Fn(&IdQuad) -> Option<TermId>) {
        let Self {
            claims,
            others,
            records,
            ..
        } = self;
        claims.retain(|row| {
            let thing = |id: TermId| things.get(id as usize).copied().unwrap_or(id);
            let ends = [thing(row[0]), thing(row[2])];
            let property = match ends == [row[0], row[2]] {
                true => None,
                false => said(row),
            };
            let Some(property) = property else {
                return true;
            };
            others.push([ends[0], property, ends[1], row[3]]);
            records.push(*row);
            false
        });
    }

    /// Adds statements of a pack.
    pub(super) fn rows_of(
        &mut self,
        pack: &Pack,
        rows: impl Iterator<Item = IdQuad>,
    ) -> Result<(), StoreError> {
        let mut known = self.numbers(pack);
        for row in rows {
            let row = known(&mut self.terms, row)?;
            self.others.push(row);
        }
        Ok(())
    }

    /// Adds everything of a pack but its traces.
    pub(super) fn all_of(&mut self, pack: &Pack) -> Result<(), StoreError> {
        let mut known = self.numbers(pack);
        for row in pack.claims_at_rest() {
            let row = known(&mut self.terms, row)?;
            self.claims.push(row);
        }
        for row in pack.records() {
            let row = known(&mut self.terms, *row)?;
            self.records.push(row);
        }
        for row in pack.matching([None; 4]) {
            let row = known(&mut self.terms, row)?;
            self.others.push(row);
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
        self.claims.is_empty()
    }

    /// Sorts what came into a pack, repetitions dropped.
    ///
    /// Cost: O(n log n) time, on all processors; 64 bytes a statement beside the dictionary.
    ///
    /// # Errors
    ///
    /// As [`claim`](Self::claim).
    pub fn finish(self) -> Result<Pack, StoreError> {
        let Numbered {
            text,
            starts,
            claims,
            mut others,
            records,
            ..
        } = self.numbered()?;
        others.reserve_exact(claims.len());
        others.extend_from_slice(&claims);
        Ok(Pack::of_parts(Parts {
            text,
            starts,
            rows: others,
            claims,
            records,
        }))
    }

    /// Gives all terms their numbers.
    ///
    /// # Errors
    ///
    /// As [`claim`](Self::claim).
    pub(super) fn numbered(self) -> Result<Numbered, StoreError> {
        let Self {
            terms,
            mut claims,
            mut others,
            mut records,
            asked,
        } = self;
        let is_upon = terms.base.is_some();
        let (text, starts, places) = match is_upon {
            false => terms.sorted(),
            true => {
                let rows = [&claims, &others, &records].into_iter().flatten();
                let ids = rows.flatten().chain(&asked).copied();
                let mut used = vec![false; terms.len()];
                ids.filter(|id| *id != DEFAULT_GRAPH)
                    .for_each(|id| used[id as usize] = true);
                terms.sorted_upon(&used)?
            }
        };
        let rename = |row: &mut IdQuad| {
            for id in row.iter_mut().filter(|id| **id != DEFAULT_GRAPH) {
                *id = places[*id as usize];
            }
        };
        claims.par_iter_mut().for_each(rename);
        others.par_iter_mut().for_each(rename);
        records.par_iter_mut().for_each(rename);
        records.par_sort_unstable();
        records.dedup();
        match is_upon {
            // Those of the pack come first, and in order.
            true => claims.sort(),
            false => claims.par_sort_unstable(),
        }
        claims.dedup();
        Ok(Numbered {
            text,
            starts,
            places,
            claims,
            others,
            records,
        })
    }

    /// Returns how the rows of a pack are numbered here; each of its terms is looked up once.
    fn numbers<'p>(
        &self,
        pack: &'p Pack,
    ) -> impl FnMut(&mut Terms, IdQuad) -> Result<IdQuad, StoreError> + use<'p> {
        const UNKNOWN: TermId = TermId::MAX;
        let mut known = vec![UNKNOWN; pack.term_count()];
        move |terms, mut row| {
            for id in row.iter_mut().filter(|id| **id != DEFAULT_GRAPH) {
                let place = known.get_mut(*id as usize);
                let place = place.ok_or(StoreError::Damaged)?;
                if *place == UNKNOWN {
                    let bytes = pack.encoded(*id);
                    *place = terms.intern(bytes, xxh3_64(bytes))?;
                }
                *id = *place;
            }
            Ok(row)
        }
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
    fn sorted_upon(mut self, used: &[bool]) -> Result<Sorted, StoreError> {
        self.ids = HashMap::default();
        self.hashes = Vec::new();
        let mut own: Vec<TermId> = (self.first..).take(self.starts.len() - 1).collect();
        own.par_sort_unstable_by(|a, b| self.bytes(*a).cmp(self.bytes(*b)));
        let before = self.base.as_ref().map_or(0, |base| base.text_len());
        let mut places = vec![GONE; used.len()];
        let mut text = Vec::with_capacity(before + self.text.len());
        let mut starts = Vec::with_capacity(used.len() + 1);
        let mut take = |ids: &mut dyn Iterator<Item = TermId>| {
            for id in ids.filter(|id| used[*id as usize]) {
                places[id as usize] = starts.len() as TermId;
                starts.push(text.len() as u32);
                text.extend_from_slice(self.bytes(id));
            }
        };
        let mut from = 0;
        for id in own {
            let to = self.base.as_ref();
            let to = to.map_or(0, |base| base.first_from(self.bytes(id)));
            take(&mut (from..to));
            take(&mut std::iter::once(id));
            from = to;
        }
        take(&mut (from..self.first));
        let end = u32::try_from(text.len()).map_err(|_| StoreError::TooLarge)?;
        starts.push(end);
        Ok((text, starts, places))
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
