//! From rows to columns: group what speaks for the same edge, and lay out both directions.
//!
//! Rows come by relation, object and subject, as the store has them. Two stable counting sorts of
//! that order give both directions: by object, relation and subject; by subject, relation and
//! object. Nothing is compared.

use crate::store::{Column, Pack, TermId};
use crate::view::ViewError;
use crate::view::columns::{Claim, Columns, NO_EVENT, Since};
use crate::view::stamp::Stamp;
use oxrdf::Term;
use rayon::prelude::*;
use std::collections::HashSet;
use std::iter;

/// Statements on their way to edges.
pub(super) struct Rows {
    /// All relations that rows can have, sorted, each once.
    pub(super) relations: Vec<TermId>,
    /// By relation: object, subject, place of the claim.
    pub(super) rows: Vec<Vec<[u32; 3]>>,
}

impl Rows {
    /// Makes room for rows of these relations, which are sorted, each once.
    pub(super) fn new(relations: Vec<TermId>) -> Self {
        Self {
            rows: vec![Vec::new(); relations.len()],
            relations,
        }
    }

    /// Adds a row of one of the relations.
    pub(super) fn push(&mut self, relation: TermId, row: [u32; 3]) {
        if let Ok(place) = self.relations.binary_search(&relation) {
            self.rows[place].push(row);
        }
    }
}

/// Returns numbers sorted, each once.
pub(super) fn sorted_once(mut numbers: Vec<u32>) -> Vec<u32> {
    numbers.par_sort_unstable();
    numbers.dedup();
    numbers
}

/// How many edges there may be: as many as bare arrays of them may have.
pub(super) const MOST: usize = 1 << 31;

/// Lays rows out as columns.
pub(super) fn lay_out(pack: &Pack, rows: Rows, claims: &[Claim]) -> Result<Columns, ViewError> {
    let Rows {
        relations,
        mut rows,
    } = rows;
    let count: usize = rows.iter().map(Vec::len).sum();
    if count.max(claims.len()) >= u32::MAX as usize || relations.len() > u16::MAX.into() {
        return Err(ViewError::TooLarge);
    }
    rows.par_iter_mut().for_each(|rows| {
        if !rows.is_sorted() {
            rows.par_sort_unstable();
        }
        rows.dedup();
    });
    let (terms, places) = Places::of(pack, &rows);
    let contexts = contexts(claims);
    let of_relation = |(relation, rows)| {
        let pieces = pieces(rows, |a: &[u32; 3], b| a[..2] == b[..2]);
        pieces.into_iter().map(move |piece| (relation, piece))
    };
    let pieces: Vec<(u16, &[[u32; 3]])> = (0..)
        .zip(rows.iter().map(Vec::as_slice))
        .flat_map(of_relation)
        .collect();
    let parts: Vec<Part> = pieces
        .into_par_iter()
        .map(|(relation, piece)| Part::of(piece, relation, &places, &contexts, claims))
        .collect();
    drop(rows);
    let (mut records, mut several) = (Vec::new(), Vec::new());
    records.reserve_exact(parts.iter().map(|part| part.records.len()).sum());
    for mut part in parts {
        let before = several.len() as u32;
        for record in part.records.iter_mut().filter(|r| r.since.is_several()) {
            record.event += before;
        }
        records.append(&mut part.records);
        several.append(&mut part.claims);
    }
    if records.len() > MOST {
        return Err(ViewError::TooLarge);
    }
    let named = |id: &TermId| match pack.term(*id) {
        Term::NamedNode(node) => Some(node),
        _ => None,
    };
    let latest = records.par_iter().map(|record| record.since.date()).max();
    let is_marked = records.par_iter().any(|record| record.since.is_marked());
    let columns = Columns {
        relations: relations.iter().filter_map(named).collect(),
        relation_terms: relations.into(),
        claims: several.into(),
        contexts: contexts.into(),
        latest: latest.unwrap_or_default(),
        is_marked,
        ..both_ways(&records, terms.len())
    };
    Ok(Columns {
        terms: terms.into(),
        ..columns
    })
}

/// Returns who claims and how, each once.
fn contexts(claims: &[Claim]) -> Vec<[u32; 2]> {
    let pieces = claims.par_chunks(1 << 16).map(|piece| {
        let mut last = None;
        let new = piece.iter().filter(|claim| {
            let context = claim.context();
            last.replace(context) != Some(context)
        });
        let seen: HashSet<[u32; 2]> = new.map(|claim| claim.context()).collect();
        seen
    });
    let all = pieces.reduce(HashSet::new, |mut all, piece| {
        all.extend(piece);
        all
    });
    let mut contexts: Vec<[u32; 2]> = all.into_iter().collect();
    contexts.sort_unstable();
    contexts
}

/// The place of each thing among the nodes: a bit a term, counted by words.
struct Places {
    words: Vec<u64>,
    /// How many bits stand before each word.
    before: Vec<u32>,
}

impl Places {
    /// Returns the things at the ends of rows, ascending, and the place of each.
    fn of(pack: &Pack, rows: &[Vec<[u32; 3]>]) -> (Vec<TermId>, Self) {
        let mut words = vec![0_u64; pack.term_count().div_ceil(64)];
        for [o, s, _] in rows.iter().flatten() {
            for term in [*o, *s] {
                words[term as usize / 64] |= 1 << (term % 64);
            }
        }
        let pieces = words.par_iter_mut().enumerate();
        let terms: Vec<Vec<TermId>> = pieces
            .fold(Vec::new, |mut terms, (place, word)| {
                let mut left = *word;
                while left != 0 {
                    let bit = left.trailing_zeros();
                    left &= left - 1;
                    let term = place as u32 * 64 + bit;
                    if pack.is_iri(term) {
                        terms.push(term);
                    } else {
                        *word &= !(1 << bit);
                    }
                }
                terms
            })
            .collect();
        let mut count = 0;
        let before = words.iter().map(|word| {
            let before = count;
            count += word.count_ones();
            before
        });
        let before = before.collect();
        (terms.concat(), Self { words, before })
    }

    /// Returns the place of a term, `None` if it is no thing.
    #[inline]
    fn find(&self, term: TermId) -> Option<u32> {
        let (word, bit) = (term as usize / 64, 1_u64 << (term % 64));
        let bits = self.words[word];
        (bits & bit != 0).then(|| self.before[word] + (bits & (bit - 1)).count_ones())
    }
}

/// Cuts sorted rows into pieces for as many threads, never between rows that belong together.
pub(super) fn pieces<T>(rows: &[T], together: impl Fn(&T, &T) -> bool) -> Vec<&[T]> {
    const LEAST: usize = 1 << 14;
    let size = rows
        .len()
        .div_ceil(4 * rayon::current_num_threads())
        .max(LEAST);
    let mut rest = rows;
    let pieces = iter::from_fn(|| {
        let mut cut = size.min(rest.len());
        while cut > 0 && cut < rest.len() && together(&rest[cut], &rest[cut - 1]) {
            cut += 1;
        }
        let (piece, tail) = rest.split_at(cut);
        rest = tail;
        (!piece.is_empty()).then_some(piece)
    });
    pieces.collect()
}

/// An edge before it has its place.
#[derive(Clone, Copy)]
struct Record {
    from: u32,
    to: u32,
    since: Since,
    event: u32,
    context: u32,
    relation: u16,
}

/// Some edges by relation, object and subject; places of several claims counted from the first.
#[derive(Default)]
struct Part {
    records: Vec<Record>,
    claims: Vec<[u32; 3]>,
}

impl Part {
    fn of(
        rows: &[[u32; 3]],
        relation: u16,
        places: &Places,
        contexts: &[[u32; 2]],
        claims: &[Claim],
    ) -> Self {
        let mut part = Self::default();
        part.records.reserve(rows.len());
        let mut last = (u32::MAX, 0);
        // Neighbors mostly share their claim or its context.
        let mut context = |place: u32, claim: Claim| {
            if last.0 != place {
                let wanted = claim.context();
                if contexts.get(last.1 as usize) != Some(&wanted) {
                    last.1 = contexts.partition_point(|have| *have < wanted) as u32;
                }
                last.0 = place;
            }
            last.1
        };
        let mut together: Vec<(u32, Claim)> = Vec::new();
        for same in rows.chunk_by(|a, b| a[..2] == b[..2]) {
            let [o, s, _] = same[0];
            let (Some(from), Some(to)) = (places.find(s), places.find(o)) else {
                continue;
            };
            let claim = |row: &[u32; 3]| (row[2], claims[row[2] as usize]);
            together.clear();
            if let [row] = same {
                together.push(claim(row));
            } else {
                // A shortcut stands among the statements too: its trace says more.
                let traced = |source| {
                    let mut all = same.iter().map(|row| claim(row).1);
                    all.any(|claim| claim.event != NO_EVENT && claim.source == source)
                };
                let all = same.iter().map(claim);
                together.extend(all.filter(|(_, c)| c.event != NO_EVENT || !traced(c.source)));
                together.sort_unstable_by_key(|(_, claim)| *claim);
                together.dedup_by_key(|(_, claim)| *claim);
            }
            let mut record = Record {
                from,
                to,
                since: Since(0),
                event: 0,
                context: 0,
                relation,
            };
            if let [(place, claim)] = together[..] {
                record.since = Since::of(&[claim]);
                record.event = claim.event;
                record.context = context(place, claim);
            } else {
                let all: Vec<Claim> = together.iter().map(|(_, claim)| *claim).collect();
                record.since = Since::of(&all);
                record.event = part.claims.len() as u32;
                record.context = all.len() as u32;
                part.claims.extend(together.iter().map(|(place, claim)| {
                    let since: Stamp = claim.since;
                    [claim.event, context(*place, *claim), since.to_bits()]
                }));
            }
            part.records.push(record);
        }
        part
    }
}

/// Lays edges out by subject, and again by object.
fn both_ways(records: &[Record], nodes: usize) -> Columns {
    let ((out_starts, edges, places), (in_starts, incoming)) = rayon::join(
        || {
            let (starts, order) = counting_sort(records, nodes, |record| record.from);
            let mut places = vec![0_u32; records.len()];
            for (edge, record) in (0..).zip(&order) {
                places[*record as usize] = edge;
            }
            (starts, order, places)
        },
        || counting_sort(records, nodes, |record| record.to),
    );
    const CHUNK: usize = 1 << 14;
    let count = records.len();
    let wide = || vec![0_u32; count];
    let (mut to, mut since, mut event, mut context) = (wide(), wide(), wide(), wide());
    let mut relation = vec![0_u16; count];
    let columns = (
        edges.par_chunks(CHUNK),
        to.par_chunks_mut(CHUNK),
        relation.par_chunks_mut(CHUNK),
        since.par_chunks_mut(CHUNK),
        event.par_chunks_mut(CHUNK),
        context.par_chunks_mut(CHUNK),
    );
    columns
        .into_par_iter()
        .for_each(|(edges, to, relation, since, event, context)| {
            for (at, edge) in edges.iter().enumerate() {
                let record = &records[*edge as usize];
                to[at] = record.to;
                relation[at] = record.relation;
                since[at] = record.since.0;
                event[at] = record.event;
                context[at] = record.context;
            }
        });
    drop(edges);
    let (mut in_from, mut in_edge, mut in_since) = (wide(), wide(), wide());
    let mut in_relation = vec![0_u16; count];
    let columns = (
        incoming.par_chunks(CHUNK),
        in_from.par_chunks_mut(CHUNK),
        in_edge.par_chunks_mut(CHUNK),
        in_relation.par_chunks_mut(CHUNK),
        in_since.par_chunks_mut(CHUNK),
    );
    columns
        .into_par_iter()
        .for_each(|(incoming, from, edge, relation, since)| {
            for (at, place) in incoming.iter().enumerate() {
                let record = &records[*place as usize];
                from[at] = record.from;
                edge[at] = places[*place as usize];
                relation[at] = record.relation;
                since[at] = record.since.0;
            }
        });
    Columns {
        out_starts: out_starts.into(),
        in_starts: in_starts.into(),
        to: to.into(),
        relation: Column::from(relation),
        since: since.into(),
        event: event.into(),
        context: context.into(),
        in_from: in_from.into(),
        in_edge: in_edge.into(),
        in_relation: Column::from(in_relation),
        in_since: in_since.into(),
        ..Columns::default()
    }
}

/// Sorts records by `key`, keeping the order of equals: where each key begins, with one more entry
/// for the end, and the places of the records. Cost: O(records + buckets).
fn counting_sort(
    records: &[Record],
    buckets: usize,
    key: impl Fn(&Record) -> u32,
) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0_u32; buckets + 1];
    for record in records {
        starts[key(record) as usize + 1] += 1;
    }
    for bucket in 0..buckets {
        starts[bucket + 1] += starts[bucket];
    }
    let mut next = starts.clone();
    let mut order = vec![0_u32; records.len()];
    for (place, record) in (0..).zip(records) {
        let next = &mut next[key(record) as usize];
        order[*next as usize] = place;
        *next += 1;
    }
    (starts, order)
}
