//! From statements to the graph: gather claims and rows, sort them, lay them out.

use crate::store::{DEFAULT_GRAPH, Snapshot, TermId};
use crate::view::dates::{self, Dates, property};
use crate::view::graph::{Claim, EdgeId, Marks, NO_EVENT, NodeId, RelationId};
use crate::view::stamp::Stamp;
use crate::view::words::{ATTRIBUTE, RELATION, SHORTCUT};
use crate::view::{View, ViewError};
use oxrdf::vocab::rdf;
use oxrdf::{NamedNodeRef, Term};
use rayon::prelude::*;
use std::iter;

/// A statement on its way to an edge: subject, relation, object, place of the claim.
pub(super) type Row = [u32; 4];

impl View {
    /// Builds the graph of everything in the snapshot's scope that is one step of a path.
    ///
    /// These are the derived shortcuts, with the events they follow from, and the statements
    /// whose property the ontology calls an `ag:Relation` or an `ag:Shortcut`.
    ///
    /// Cost: O(n log n) in the statements of these relations and in the dates; the rest of the
    /// snapshot is not touched. The result does not depend on the number of threads.
    ///
    /// # Errors
    ///
    /// [`ViewError::TooLarge`] from 2^32 edges or 2^16 relations on.
    pub fn build(snapshot: &Snapshot) -> Result<Self, ViewError> {
        build(snapshot, &[RELATION, SHORTCUT])
    }

    /// Builds the same graph with the attributes too, such as a company's country and sector.
    ///
    /// Paths through them say little ("both are in China"), so ask for them only when wanted.
    ///
    /// # Errors
    ///
    /// As [`View::build`].
    pub fn build_with_attributes(snapshot: &Snapshot) -> Result<Self, ViewError> {
        build(snapshot, &[RELATION, SHORTCUT, ATTRIBUTE])
    }
}

fn build(snapshot: &Snapshot, kinds: &[NamedNodeRef<'_>]) -> Result<View, ViewError> {
    let stated = relations(snapshot, kinds);
    let (mut rows, mut claims) = traced(snapshot)?;
    let mut graphs = snapshot.graphs();
    graphs.push(DEFAULT_GRAPH);
    let first_direct = claims.len();
    claims.extend(graphs.iter().map(|graph| {
        let none = Stamp::NONE;
        Claim::new(NO_EVENT, *graph, none, none, none, false)
    }));
    let direct: Vec<Vec<Row>> = stated
        .par_iter()
        .map(|relation| {
            let statements = snapshot.ids([None, Some(*relation), None, None]);
            let row = |[s, p, o, g]: [TermId; 4]| {
                let place = graphs.binary_search(&g).ok()?;
                Some([s, p, o, (first_direct + place) as u32])
            };
            statements.filter_map(row).collect()
        })
        .collect();
    rows.extend(direct.into_iter().flatten());
    let mut relations: Vec<TermId> = rows.iter().map(|row| row[1]).chain(stated).collect();
    relations.sort_unstable();
    relations.dedup();
    lay_out(snapshot.clone(), relations, rows, claims)
}

/// Returns the properties that the ontology marks as one of `kinds`.
fn relations(snapshot: &Snapshot, kinds: &[NamedNodeRef<'_>]) -> Vec<TermId> {
    let Some(a) = property(snapshot, rdf::TYPE) else {
        return Vec::new();
    };
    let kinds = kinds.iter().filter_map(|kind| property(snapshot, *kind));
    kinds
        .flat_map(|kind| snapshot.ids([None, Some(a), Some(kind), None]))
        .map(|row| row[0])
        .filter(|relation| matches!(snapshot.term(*relation), Term::NamedNode(_)))
        .collect()
}

/// Returns the derived statements with what each source says of the event behind them.
fn traced(snapshot: &Snapshot) -> Result<(Vec<Row>, Vec<Claim>), ViewError> {
    let mut traces: Vec<[TermId; 5]> = snapshot
        .traces()
        .map(|([s, p, o, g], event)| [event, g, s, p, o])
        .collect();
    traces.par_sort_unstable();
    let withdrawn = dates::withdrawn_events(snapshot);
    let mut dates = Dates::read(snapshot);
    let (starts, ends) = (
        std::mem::take(&mut dates.starts),
        std::mem::take(&mut dates.ends),
    );
    let (mut starts, mut ends) = (&starts[..], &ends[..]);
    let mut rows = Vec::with_capacity(traces.len());
    let mut claims: Vec<Claim> = Vec::new();
    for of_event in traces.chunk_by(|a, b| a[0] == b[0]) {
        let event = of_event[0][0];
        let starts = dates::advance(&mut starts, event);
        let ends = dates::advance(&mut ends, event);
        let pulled = withdrawn.contains(&event);
        for of_claim in of_event.chunk_by(|a, b| a[1] == b[1]) {
            let source = of_claim[0][1];
            let date = dates::earliest(starts, source);
            // What this source leaves open, another in scope may tell of the same event.
            let known = if date.is_none() {
                let elsewhere = starts.iter().map(|row| row.2).min();
                elsewhere.unwrap_or_else(|| dates.known(source))
            } else {
                date
            };
            let until = dates::latest(ends, Some(source)).or(dates::latest(ends, None));
            let place = u32::try_from(claims.len()).map_err(|_| ViewError::TooLarge)?;
            claims.push(Claim::new(event, source, date, known, until, pulled));
            rows.extend(of_claim.iter().map(|[_, _, s, p, o]| [*s, *p, *o, place]));
        }
    }
    Ok((rows, claims))
}

/// Sorts rows into a graph. `relations` are all relations that rows can have, sorted, each once.
pub(super) fn lay_out(
    snapshot: Snapshot,
    relations: Vec<TermId>,
    mut rows: Vec<Row>,
    claims: Vec<Claim>,
) -> Result<View, ViewError> {
    if rows.len().max(claims.len()) >= u32::MAX as usize || relations.len() > u16::MAX.into() {
        return Err(ViewError::TooLarge);
    }
    rows.par_sort_unstable();
    rows.dedup();
    let (terms, places) = nodes(&snapshot, &rows);
    let parts: Vec<Part> = pieces(&rows)
        .into_par_iter()
        .map(|piece| Part::of(piece, &places, &relations, &claims))
        .collect();
    let mut whole = Part::default();
    let mut reason_starts = vec![0];
    for mut part in parts {
        whole.from.append(&mut part.from);
        whole.to.append(&mut part.to);
        whole.relation.append(&mut part.relation);
        whole.since.append(&mut part.since);
        whole.marks.append(&mut part.marks);
        let before = whole.reasons.len() as u32;
        reason_starts.extend(part.reason_ends.iter().map(|end| before + end));
        whole.reasons.append(&mut part.reasons);
    }
    let edges: Vec<EdgeId> = (0..whole.to.len() as u32).map(EdgeId).collect();
    let relation = |edge: &EdgeId| whole.relation[edge.index()].index();
    let to = |edge: &EdgeId| whole.to[edge.index()].index();
    // Edges stand by subject; two stable sorts put them by object, relation and subject.
    let (_, by_relation) = counting_sort(&edges, relations.len(), relation);
    let (in_starts, incoming) = counting_sort(&by_relation, terms.len(), to);
    let from = |edge: &EdgeId| whole.from[edge.index()].index();
    let out_starts = starts(&edges, terms.len(), from);
    let named = |id: &TermId| match snapshot.term(*id) {
        Term::NamedNode(node) => Some(node),
        _ => None,
    };
    Ok(View {
        relations: relations.iter().filter_map(named).collect(),
        terms,
        out_starts,
        in_starts,
        incoming,
        from: whole.from,
        to: whole.to,
        relation: whole.relation,
        since: whole.since,
        marks: whole.marks,
        reason_starts,
        reasons: whole.reasons,
        claims,
        snapshot,
    })
}

const NOT_A_NODE: u32 = u32::MAX;

/// Returns the things at the ends of rows, ascending, and by term id the place of each.
fn nodes(snapshot: &Snapshot, rows: &[Row]) -> (Vec<TermId>, Vec<u32>) {
    let mut places = vec![NOT_A_NODE; snapshot.pack().term_count()];
    for [s, _, o, _] in rows {
        places[*s as usize] = 0;
        places[*o as usize] = 0;
    }
    let ends: Vec<TermId> = (0..places.len() as u32)
        .filter(|id| places[*id as usize] == 0)
        .collect();
    let is_thing = |id: &TermId| matches!(snapshot.term(*id), Term::NamedNode(_));
    let things: Vec<TermId> = ends.par_iter().copied().filter(is_thing).collect();
    for end in ends {
        places[end as usize] = NOT_A_NODE;
    }
    for (place, thing) in (0..).zip(&things) {
        places[*thing as usize] = place;
    }
    (things, places)
}

/// Cuts sorted rows into pieces for as many threads, never between rows of one edge.
fn pieces(rows: &[Row]) -> Vec<&[Row]> {
    const LEAST: usize = 1 << 14;
    let size = rows
        .len()
        .div_ceil(4 * rayon::current_num_threads())
        .max(LEAST);
    let mut rest = rows;
    let pieces = iter::from_fn(|| {
        let mut cut = size.min(rest.len());
        while cut > 0 && cut < rest.len() && rest[cut][..3] == rest[cut - 1][..3] {
            cut += 1;
        }
        let (piece, tail) = rest.split_at(cut);
        rest = tail;
        (!piece.is_empty()).then_some(piece)
    });
    pieces.collect()
}

/// Some edges, one after another.
#[derive(Default)]
struct Part {
    from: Vec<NodeId>,
    to: Vec<NodeId>,
    relation: Vec<RelationId>,
    since: Vec<Stamp>,
    marks: Vec<Marks>,
    reason_ends: Vec<u32>,
    reasons: Vec<u32>,
}

impl Part {
    fn of(rows: &[Row], places: &[u32], relations: &[TermId], claims: &[Claim]) -> Self {
        let mut part = Self::default();
        for same in rows.chunk_by(|a, b| a[..3] == b[..3]) {
            let [s, p, o, _] = same[0];
            let (from, to) = (places[s as usize], places[o as usize]);
            let Ok(relation) = relations.binary_search(&p) else {
                continue;
            };
            if from == NOT_A_NODE || to == NOT_A_NODE {
                continue;
            }
            let claim = |row: &Row| claims[row[3] as usize];
            // A shortcut stands among the statements too: its trace says more.
            let traced = |source| {
                let of_event = |row| claim(row).event != NO_EVENT && claim(row).source == source;
                same.iter().any(of_event)
            };
            let first = part.reasons.len();
            part.reasons.extend(
                same.iter()
                    .filter(|row| claim(row).event != NO_EVENT || !traced(claim(row).source))
                    .map(|row| row[3]),
            );
            let (since, marks) = summary(&part.reasons[first..], claims);
            part.from.push(NodeId(from));
            part.to.push(NodeId(to));
            part.relation.push(RelationId(relation as u16));
            part.since.push(since);
            part.marks.push(marks);
            part.reason_ends.push(part.reasons.len() as u32);
        }
        part
    }
}

/// Returns since when an edge counts and whether more must be asked.
fn summary(reasons: &[u32], claims: &[Claim]) -> (Stamp, Marks) {
    let all = || reasons.iter().map(|place| claims[*place as usize]);
    let withdrawn = all().filter(|claim| claim.is_withdrawn()).count();
    let only_withdrawn = withdrawn == reasons.len();
    let counting = || all().filter(|claim| only_withdrawn || !claim.is_withdrawn());
    let since = counting().map(Claim::since).min().unwrap_or_default();
    let ends = counting().any(|claim| !claim.until().is_none());
    let marks = match (ends, withdrawn, only_withdrawn) {
        (false, 0, _) => Marks::Plain,
        (false, _, true) => Marks::Withdrawn,
        (true, _, true) => Marks::MixedWithdrawn,
        (_, _, false) => Marks::Mixed,
    };
    (since, marks)
}

/// Returns where each of `buckets` begins when edges are sorted by `key`, and the end.
fn starts(edges: &[EdgeId], buckets: usize, key: impl Fn(&EdgeId) -> usize) -> Vec<u32> {
    let mut starts = vec![0_u32; buckets + 1];
    for edge in edges {
        starts[key(edge) + 1] += 1;
    }
    for bucket in 0..buckets {
        starts[bucket + 1] += starts[bucket];
    }
    starts
}

/// Sorts edges by `key`, keeping the order of equals. Cost: O(edges + buckets).
fn counting_sort(
    edges: &[EdgeId],
    buckets: usize,
    key: impl Fn(&EdgeId) -> usize,
) -> (Vec<u32>, Vec<EdgeId>) {
    let starts = starts(edges, buckets, &key);
    let mut next = starts.clone();
    let mut sorted = vec![EdgeId::default(); edges.len()];
    for edge in edges {
        let place = &mut next[key(edge)];
        sorted[*place as usize] = *edge;
        *place += 1;
    }
    (starts, sorted)
}
