//! From statements to the graph: gather claims and rows of every source.

use crate::model::vocab;
use crate::store::{DEFAULT_GRAPH, Snapshot, TermId, Trace};
use crate::view::columns::{Claim, Columns, NO_EVENT};
use crate::view::dates::{self, Dated, property};
use crate::view::layout::{self, Rows};
use crate::view::stamp::Stamp;
use crate::view::words::{ATTRIBUTE, RELATION, SHORTCUT};
use crate::view::{View, ViewError};
use oxrdf::vocab::rdf;
use oxrdf::{NamedNodeRef, Term};
use rayon::prelude::*;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

impl View {
    /// Builds the graph of everything that is one step of a path, seen through the snapshot's
    /// scope.
    ///
    /// These are the derived shortcuts, with the events they follow from, the statements whose
    /// property the ontology calls an `ag:Relation` or an `ag:Shortcut`, and those whose property no
    /// ontology describes: the relations of who brings data without one. The graph itself is that of
    /// every source; what the scope leaves out is passed over while walking.
    ///
    /// Cost: O(n log n) in the statements of these relations and in the dates, O(n) where the
    /// relations are stated and not derived; the rest of the snapshot is not touched. The result
    /// does not depend on the number of threads.
    ///
    /// # Errors
    ///
    /// [`ViewError::TooLarge`] above 2^31 edges or 2^16 relations.
    pub fn build(snapshot: &Snapshot) -> Result<Self, ViewError> {
        let columns = columns(&snapshot.unrestricted(), false)?;
        Ok(Self::of(Arc::new(columns), snapshot))
    }

    /// Returns how many statements and derivations [`build`](Self::build) would read.
    pub fn row_count(snapshot: &Snapshot) -> usize {
        let whole = snapshot.unrestricted();
        let relations = layout::sorted_once(declared(&whole, kinds(false)));
        let relations = relations.into_iter();
        let stated = relations.map(|id| whole.pack().count([None, Some(id), None, None]));
        stated.sum::<usize>() + whole.pack().trace_count()
    }

    /// Builds the same graph with the attributes too, such as a company's country and sector.
    ///
    /// Paths through them say little ("both are in China"), so ask for them only when wanted.
    ///
    /// # Errors
    ///
    /// As [`View::build`].
    pub fn build_with_attributes(snapshot: &Snapshot) -> Result<Self, ViewError> {
        let columns = columns(&snapshot.unrestricted(), true)?;
        Ok(Self::of(Arc::new(columns), snapshot))
    }
}

/// Returns the classes of the properties that are edges.
pub(super) fn kinds(with_attributes: bool) -> &'static [NamedNodeRef<'static>] {
    const KINDS: &[NamedNodeRef<'static>] = &[RELATION, SHORTCUT, ATTRIBUTE];
    if with_attributes { KINDS } else { &KINDS[..2] }
}

pub(super) fn columns(whole: &Snapshot, has_attributes: bool) -> Result<Columns, ViewError> {
    let declared = declared(whole, kinds(has_attributes));
    let traced = Traced::read(whole);
    let mut claims = traced.claims;
    let mut graphs = whole.graphs();
    graphs.push(DEFAULT_GRAPH);
    let first_direct = claims.len();
    claims.extend(graphs.iter().map(|graph| Claim::direct(*graph)));
    if claims.len() >= u32::MAX as usize {
        return Err(ViewError::TooLarge);
    }
    let relations: BTreeSet<TermId> = declared.iter().copied().collect();
    let traced_relations = traced.rows.iter().map(|row| row[0]);
    let relations: Vec<TermId> = relations.into_iter().chain(traced_relations).collect();
    let relations = layout::sorted_once(relations);
    let declared: HashSet<TermId> = declared.into_iter().collect();
    let rows = relations.par_iter().map(|relation| {
        let first = traced.rows.partition_point(|row| row[0] < *relation);
        let of_relation = traced.rows[first..].iter();
        let of_relation = of_relation.take_while(|row| row[0] == *relation);
        let mut rows: Vec<[u32; 3]> = of_relation
            .map(|[_, o, s, claim]| [*o, *s, *claim])
            .collect();
        if declared.contains(relation) {
            let mut last = (TermId::MAX, graphs.len() - 1);
            let statements = whole.ids([None, Some(*relation), None, None]);
            rows.extend(statements.filter_map(|[s, _, o, g]| {
                if last.0 != g {
                    last = (g, graphs.binary_search(&g).ok()?);
                }
                Some([o, s, (first_direct + last.1) as u32])
            }));
        }
        rows
    });
    let rows = Rows {
        rows: rows.collect(),
        relations,
    };
    let columns = layout::lay_out(whole.pack(), rows, &claims)?;
    Ok(Columns {
        sources: traced.sources.into(),
        has_attributes,
        ..columns
    })
}

/// Returns the properties that the ontology marks as one of `kinds`, and those that nothing
/// describes.
pub(super) fn declared(snapshot: &Snapshot, kinds: &[NamedNodeRef<'_>]) -> Vec<TermId> {
    let mut declared = undescribed(&snapshot.unrestricted());
    if let Some(a) = property(snapshot, rdf::TYPE) {
        let kinds = kinds.iter().filter_map(|kind| property(snapshot, *kind));
        let marked = kinds.flat_map(|kind| snapshot.ids([None, Some(a), Some(kind), None]));
        let named = marked
            .map(|row| row[0])
            .filter(|relation| matches!(snapshot.term(*relation), Term::NamedNode(_)));
        declared.extend(named);
    }
    declared
}

/// Returns the properties of which nothing says more than that they are properties, but for those of
/// the vocabularies that everyone uses. Where the ontology itself is missing, nothing is described,
/// and nothing follows from that.
pub(super) fn undescribed(whole: &Snapshot) -> Vec<TermId> {
    let a = property(whole, rdf::TYPE);
    let relation = property(whole, RELATION);
    let has_ontology = relation.is_some_and(|class| {
        let mut described = whole.ids([Some(class), a, None, None]);
        described.next().is_some()
    });
    if !has_ontology {
        return Vec::new();
    }
    let bare: Vec<TermId> = [rdf::PROPERTY, OBJECT_PROPERTY]
        .into_iter()
        .filter_map(|class| property(whole, class))
        .collect();
    let is_own = |term: &TermId| match whole.term(*term) {
        Term::NamedNode(node) => !SHARED.iter().any(|space| node.as_str().starts_with(space)),
        _ => false,
    };
    // Of a term of ours, to say that it is a property is to describe it.
    let is_ours = |term: TermId| match whole.term(term) {
        Term::NamedNode(node) => node.as_str().starts_with(vocab::AG),
        _ => false,
    };
    let is_bare = |term: &TermId| {
        let mut types = whole.ids([Some(*term), a, None, None]);
        types.all(|row| bare.contains(&row[2]) && !is_ours(*term))
    };
    let properties = whole.pack().predicates().into_iter();
    properties.filter(is_own).filter(is_bare).collect()
}

const OBJECT_PROPERTY: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#ObjectProperty");

/// The namespaces of vocabularies whose properties describe things more often than they tie them.
const SHARED: &[&str] = &[
    "http://www.w3.org/",
    "http://purl.org/dc/",
    "http://xmlns.com/foaf/",
    "http://data.europa.eu/",
    "https://schema.org/",
    "http://schema.org/",
    "https://schema.followthemoney.tech/",
    "https://w3id.org/ftm",
    "http://rdfs.org/",
    "http://www.lexinfo.net/",
    "http://purl.org/vocab/",
    "http://creativecommons.org/",
    "http://www.ontolex",
    "http://www.opengis.net/",
];

/// The derived statements with what each source says of the event behind them.
struct Traced {
    /// Relation, object, subject, place of the claim; sorted.
    rows: Vec<[u32; 4]>,
    claims: Vec<Claim>,
    /// As [`Columns::sources`].
    sources: Vec<[u32; 3]>,
}

impl Traced {
    fn read(whole: &Snapshot) -> Self {
        let trace = |([s, p, o, g], event): Trace| [event, g, s, p, o];
        let mut traces: Vec<[TermId; 5]> = whole.traces().map(trace).collect();
        traces.par_sort_unstable();
        let withdrawn = dates::withdrawn_events(whole);
        let (starts, ends) = rayon::join(
            || dates::sorted(whole, dates::STARTS),
            || dates::sorted(whole, dates::ENDS),
        );
        let parts: Vec<Part> = layout::pieces(&traces, |a, b| a[0] == b[0])
            .into_par_iter()
            .map(|piece| Part::of(piece, &starts, &ends, &withdrawn))
            .collect();
        let mut rows = Vec::with_capacity(traces.len());
        let mut claims: Vec<Claim> = Vec::new();
        for part in parts {
            let before = claims.len() as u32;
            let row = |[p, o, s, claim]: [u32; 4]| [p, o, s, before + claim];
            rows.extend(part.rows.into_iter().map(row));
            claims.extend(part.claims);
        }
        rows.par_sort_unstable();
        let sources = know(whole, &mut claims);
        Self {
            rows,
            claims,
            sources,
        }
    }
}

/// Fills in from when on undated claims are known that no other source dates.
fn know(whole: &Snapshot, claims: &mut [Claim]) -> Vec<[u32; 3]> {
    let undated = claims.iter().filter(|claim| claim.has(Claim::UNDATED));
    let undated: BTreeSet<TermId> = undated.map(|claim| claim.source).collect();
    if undated.is_empty() {
        return Vec::new();
    }
    let latest = dates::latest_stated(whole);
    let row = |source: TermId| {
        let stated = latest.get(&source).copied().unwrap_or_default();
        let known = dates::known(whole, source, stated);
        [source, stated.to_bits(), known.to_bits()]
    };
    let sources: Vec<[u32; 3]> = undated.into_iter().map(row).collect();
    for claim in claims {
        if claim.has(Claim::UNDATED) && !claim.has(Claim::SINCE_ELSEWHERE) {
            let place = sources.binary_search_by_key(&claim.source, |row| row[0]);
            claim.since = place.map_or(Stamp::NONE, |place| Stamp::from_bits(sources[place][2]));
        }
    }
    sources
}

/// What some events bring about, places of claims counted from the first of them.
struct Part {
    rows: Vec<[u32; 4]>,
    claims: Vec<Claim>,
}

impl Part {
    /// Reads traces (event, graph, subject, relation, object), sorted.
    fn of(
        traces: &[[TermId; 5]],
        starts: &[Dated],
        ends: &[Dated],
        withdrawn: &HashSet<TermId>,
    ) -> Self {
        let first = traces.first().map_or(NO_EVENT, |trace| trace[0]);
        let from_first = |dates: &[Dated]| dates.partition_point(|row| row.0 < first);
        let mut starts = &starts[from_first(starts)..];
        let mut ends = &ends[from_first(ends)..];
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
                // What this source leaves open, another may tell of the same event.
                let elsewhere = starts.iter().map(|row| row.2).min();
                let known = elsewhere.filter(|_| date.is_none());
                let own_end = dates::latest(ends, Some(source));
                let until = own_end.or(dates::latest(ends, None));
                let known_since = known.unwrap_or_default();
                let mut claim = Claim::new(event, source, date, known_since, until, pulled);
                if known.is_some() {
                    claim.tail |= Claim::SINCE_ELSEWHERE;
                }
                if own_end.is_none() && !until.is_none() {
                    claim.tail |= Claim::UNTIL_ELSEWHERE;
                }
                let place = claims.len() as u32;
                claims.push(claim);
                rows.extend(of_claim.iter().map(|[_, _, s, p, o]| [*p, *o, *s, place]));
            }
        }
        Self { rows, claims }
    }
}
