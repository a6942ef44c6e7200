//! A read-only dataset in a few flat arrays: a sorted dictionary of terms and four sorted copies
//! of the quads.
//!
//! A term is a 32-bit id, its place in the dictionary. The quads stand in four orders (SPOG, POSG,
//! OSPG, GSPO), so that any pattern of bound positions is one contiguous range, found by binary
//! search. Within a range of the first three orders the same statement made by several sources
//! stands side by side: reading the union of all graphs needs no hash set to tell repetitions.
//!
//! The same arrays, written as little-endian bytes, are what the build script leaves in the
//! program; opening them copies numbers and parses nothing.

use crate::store::{Derived, StoreError};
use oxrdf::{BlankNode, GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// The id of a term: its place in the sorted dictionary.
pub type TermId = u32;

/// The graph id of the default graph, behind all named graphs in sort order.
pub const DEFAULT_GRAPH: TermId = TermId::MAX;

/// A statement in ids: subject, predicate, object, graph.
pub type IdQuad = [TermId; 4];

const MAGIC: &[u8; 8] = b"agpack\x01\n";

/// A quad order: `order[i]` is the position of a quad that stands at place `i`.
type Order = [usize; 4];
const ORDERS: [Order; 4] = [[0, 1, 2, 3], [1, 2, 0, 3], [2, 0, 1, 3], [3, 0, 1, 2]];

/// A dataset at rest, shared by all snapshots of it.
#[derive(Debug)]
pub struct Pack {
    text: Cow<'static, [u8]>,
    /// Where each term begins in `text`; one more entry for the end.
    starts: Vec<u32>,
    indexes: [Vec<IdQuad>; 4],
    traces: Vec<Trace>,
}

/// A derived statement and the event that it follows from, in ids.
pub type Trace = (IdQuad, TermId);

impl Pack {
    /// Builds a pack from statements, in any order, repetitions dropped.
    ///
    /// Cost: O(n log n) time; 64 bytes a statement beside the dictionary.
    ///
    /// # Errors
    ///
    /// [`StoreError::TooLarge`] where 32 bits cannot count the terms or their text.
    pub fn build(quads: impl IntoIterator<Item = Quad>) -> Result<Self, StoreError> {
        let mut interned: HashMap<Vec<u8>, u32> = HashMap::new();
        let mut rows: Vec<IdQuad> = Vec::new();
        let mut intern = |bytes: Vec<u8>| -> Result<u32, StoreError> {
            let next = u32::try_from(interned.len()).map_err(|_| StoreError::TooLarge)?;
            Ok(*interned.entry(bytes).or_insert(next))
        };
        for quad in quads {
            let graph = match quad.graph_name {
                GraphName::DefaultGraph => DEFAULT_GRAPH,
                GraphName::NamedNode(node) => intern(encode(&node.into()))?,
                GraphName::BlankNode(node) => intern(encode(&node.into()))?,
            };
            rows.push([
                intern(encode(&quad.subject.into()))?,
                intern(encode(&quad.predicate.into()))?,
                intern(encode(&quad.object))?,
                graph,
            ]);
        }
        let mut terms: Vec<(Vec<u8>, u32)> = interned.into_iter().collect();
        terms.par_sort_unstable();
        let mut renamed = vec![0; terms.len()];
        let mut text = Vec::new();
        let mut starts = Vec::with_capacity(terms.len() + 1);
        for (place, (bytes, old)) in (0..).zip(&terms) {
            renamed[*old as usize] = place;
            starts.push(u32::try_from(text.len()).map_err(|_| StoreError::TooLarge)?);
            text.extend_from_slice(bytes);
        }
        starts.push(u32::try_from(text.len()).map_err(|_| StoreError::TooLarge)?);
        for row in &mut rows {
            for id in row.iter_mut().filter(|id| **id != DEFAULT_GRAPH) {
                *id = renamed[*id as usize];
            }
        }
        let indexes = ORDERS.map(|order| {
            let mut index: Vec<IdQuad> = rows.iter().map(|row| order.map(|i| row[i])).collect();
            index.par_sort_unstable();
            index.dedup();
            index
        });
        Ok(Self {
            text: Cow::Owned(text),
            starts,
            indexes,
            traces: Vec::new(),
        })
    }

    /// Returns the same pack, which remembers of `derived` from which event each statement follows.
    #[must_use]
    pub fn with_traces(mut self, derived: &[Derived]) -> Self {
        let trace = |derived: &Derived| {
            let quad = &derived.quad;
            let graph = match &quad.graph_name {
                GraphName::NamedNode(node) => self.id(&node.clone().into())?,
                _ => DEFAULT_GRAPH,
            };
            let ids = [
                self.id(&quad.subject.clone().into())?,
                self.id(&quad.predicate.clone().into())?,
                self.id(&quad.object)?,
                graph,
            ];
            Some((ids, self.id(&derived.event.clone()?.into())?))
        };
        let mut traces: Vec<Trace> = derived.iter().filter_map(trace).collect();
        traces.sort_unstable();
        traces.dedup();
        self.traces = traces;
        self
    }

    /// Returns the derived statements with their events, sorted by subject.
    pub fn traces(&self) -> &[Trace] {
        &self.traces
    }

    /// Returns the pack as bytes, the same for the same statements.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let mut numbers = |values: &mut dyn Iterator<Item = u32>| {
            values.for_each(|value| bytes.extend_from_slice(&value.to_le_bytes()));
        };
        let lengths = [
            self.starts.len(),
            self.len(),
            self.traces.len(),
            self.text.len(),
        ];
        numbers(&mut lengths.iter().map(|length| *length as u32));
        numbers(&mut self.starts.iter().copied());
        for index in &self.indexes {
            numbers(&mut index.iter().flatten().copied());
        }
        for (quad, event) in &self.traces {
            numbers(&mut quad.iter().chain([event]).copied());
        }
        bytes.extend_from_slice(&self.text);
        bytes
    }

    /// Opens a pack that [`to_bytes`](Pack::to_bytes) wrote; the dictionary is borrowed, not copied.
    ///
    /// # Errors
    ///
    /// [`StoreError::Damaged`] if the bytes are cut short or not a pack.
    pub fn from_bytes(bytes: &'static [u8]) -> Result<Self, StoreError> {
        let damaged = || StoreError::Damaged;
        let mut rest = bytes.strip_prefix(MAGIC).ok_or_else(damaged)?;
        let mut take = |count: usize| -> Result<&'static [u8], StoreError> {
            let (head, tail) = rest.split_at_checked(count).ok_or(StoreError::Damaged)?;
            rest = tail;
            Ok(head)
        };
        let number = |raw: &[u8]| raw.iter().rev().fold(0_u32, |n, b| n << 8 | u32::from(*b));
        let head = take(16)?;
        let [terms, quads, traces, text] =
            [0, 4, 8, 12].map(|at| number(&head[at..at + 4]) as usize);
        let starts: Vec<u32> = take(terms * 4)?.chunks_exact(4).map(number).collect();
        let mut indexes: [Vec<IdQuad>; 4] = Default::default();
        for index in &mut indexes {
            *index = take(quads * 16)?
                .chunks_exact(16)
                .map(|raw| [0, 4, 8, 12].map(|at| number(&raw[at..at + 4])))
                .collect();
        }
        let traces = take(traces * 20)?.chunks_exact(20).map(|raw| {
            let [s, p, o, g, event] = [0, 4, 8, 12, 16].map(|at| number(&raw[at..at + 4]));
            ([s, p, o, g], event)
        });
        Ok(Self {
            traces: traces.collect(),
            text: Cow::Borrowed(take(text)?),
            starts,
            indexes,
        })
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
        let wanted = encode(term);
        let ids = 0..self.term_count();
        let (mut low, mut high) = (ids.start, ids.end);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.encoded(middle as TermId) < &wanted[..] {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        (low < ids.end && self.encoded(low as TermId) == &wanted[..]).then_some(low as TermId)
    }

    /// Returns the term with this id.
    pub fn term(&self, id: TermId) -> Term {
        decode(self.encoded(id))
    }

    /// Tells whether a term is an IRI, without making it.
    pub(crate) fn is_iri(&self, id: TermId) -> bool {
        self.encoded(id).first() == Some(&IRI)
    }

    /// Returns the statements that match the bound positions, in the order of one of the indexes.
    pub fn matching(&self, pattern: [Option<TermId>; 4]) -> Matching<'_> {
        let [s, p, o, g] = pattern.map(|position| position.is_some());
        let which = match (s, p, o, g) {
            (true, false, true, _) => 2,
            (true, ..) => 0,
            (false, true, ..) => 1,
            (false, false, true, _) => 2,
            (false, false, false, true) => 3,
            (false, false, false, false) => 0,
        };
        let order = ORDERS[which];
        let index = &self.indexes[which];
        let bound: Vec<TermId> = order.iter().map_while(|i| pattern[*i]).collect();
        let range = prefix_range(index, &bound);
        Matching {
            rows: index[range].iter(),
            order,
            pattern,
        }
    }

    /// Returns the ids of all named graphs.
    pub fn graphs(&self) -> Vec<TermId> {
        let mut graphs: Vec<TermId> = Vec::new();
        let index = &self.indexes[3];
        let mut from = 0;
        while let Some(row) = index.get(from).filter(|row| row[0] != DEFAULT_GRAPH) {
            graphs.push(row[0]);
            from = prefix_range(index, &[row[0]]).end;
        }
        graphs
    }

    fn encoded(&self, id: TermId) -> &[u8] {
        let id = id as usize;
        &self.text[self.starts[id] as usize..self.starts[id + 1] as usize]
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

fn prefix_range(index: &[IdQuad], prefix: &[TermId]) -> Range<usize> {
    let start = index.partition_point(|row| &row[..prefix.len()] < prefix);
    let length = index[start..].partition_point(|row| &row[..prefix.len()] == prefix);
    start..start + length
}

// A term as bytes: a tag, then the value, behind it the language or datatype. The value comes
// first so that literals sort by what they say.
const IRI: u8 = b'<';
const BLANK: u8 = b'_';
const SIMPLE: u8 = b'"';
const TAGGED: u8 = b'@';
const TYPED: u8 = b'^';

fn encode(term: &Term) -> Vec<u8> {
    let tagged = |tag: u8, value: &str, suffix: Option<&str>| {
        let mut bytes = Vec::with_capacity(value.len() + suffix.map_or(0, str::len) + 2);
        bytes.push(tag);
        bytes.extend_from_slice(value.as_bytes());
        if let Some(suffix) = suffix {
            // No IRI and no language tag holds a NUL, so the last one ends the value.
            bytes.push(0);
            bytes.extend_from_slice(suffix.as_bytes());
        }
        bytes
    };
    match term {
        Term::NamedNode(node) => tagged(IRI, node.as_str(), None),
        Term::Literal(literal) => match (literal.language(), literal.datatype()) {
            (Some(language), _) => tagged(TAGGED, literal.value(), Some(language)),
            (None, oxrdf::vocab::xsd::STRING) => tagged(SIMPLE, literal.value(), None),
            (None, datatype) => tagged(TYPED, literal.value(), Some(datatype.as_str())),
        },
        other => {
            let text = other.to_string();
            tagged(BLANK, text.strip_prefix("_:").unwrap_or(&text), None)
        }
    }
}

fn decode(bytes: &[u8]) -> Term {
    let (tag, rest) = bytes.split_first().unwrap_or((&SIMPLE, &[]));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let split = || {
        let nul = rest.iter().rposition(|byte| *byte == 0);
        let nul = nul.unwrap_or(rest.len());
        (
            text(&rest[..nul]),
            text(rest.get(nul + 1..).unwrap_or_default()),
        )
    };
    match *tag {
        IRI => NamedNode::new_unchecked(text(rest)).into(),
        BLANK => BlankNode::new_unchecked(text(rest)).into(),
        TAGGED => {
            let (value, language) = split();
            Literal::new_language_tagged_literal_unchecked(value, language).into()
        }
        TYPED => {
            let (value, datatype) = split();
            Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype)).into()
        }
        _ => Literal::new_simple_literal(text(rest)).into(),
    }
}

/// Returns a term as a subject, or `None` for a literal.
pub(crate) fn to_subject(term: Term) -> Option<NamedOrBlankNode> {
    match term {
        Term::NamedNode(node) => Some(node.into()),
        Term::BlankNode(node) => Some(node.into()),
        _ => None,
    }
}
