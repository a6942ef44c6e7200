//! A graph seen through a scope: which claims are in it, and what they say there.
//!
//! The columns hold what is the case when every source counts. With fewer sources most claims say
//! the same or fall out whole; what rests on others (an end or a start that another source gives,
//! a notice that another calls withdrawn) is asked of the snapshot.

use crate::store::{Snapshot, TermId};
use crate::view::build;
use crate::view::columns::{Claim, Columns, NO_EVENT};
use crate::view::dates::{self, property};
use crate::view::stamp::Stamp;
use oxrdf::NamedNodeRef;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// A scope over the columns of one graph.
#[derive(Debug)]
pub(super) struct Sight {
    snapshot: Snapshot,
    /// By context.
    verdicts: Vec<Verdict>,
    /// By relation: whether the ontology in scope calls it one.
    declared: Vec<bool>,
    all_declared: bool,
    /// The events in scope that a withdrawn notice did.
    withdrawn: HashSet<TermId>,
    /// From when on undated claims of a source are known.
    known: HashMap<TermId, Stamp>,
    /// The properties of starts and of ends.
    starts: Vec<TermId>,
    ends: Vec<TermId>,
    is_plain: bool,
    edge_count: OnceLock<usize>,
}

/// What a scope makes of the claims with one context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Their source is out of scope.
    Out,
    /// They hold when they did.
    Settled,
    /// When they hold must be asked.
    Asked,
}

impl Sight {
    /// Looks at a graph through the scope of a snapshot.
    ///
    /// Cost: O(contexts + sources) and the reading of withdrawn notices.
    pub(super) fn new(columns: &Columns, snapshot: &Snapshot) -> Self {
        let ids = |properties: &[NamedNodeRef<'_>]| -> Vec<TermId> {
            let ids = properties.iter().filter_map(|p| property(snapshot, *p));
            ids.collect()
        };
        let is_plain = columns.is_plain;
        let mut known = HashMap::new();
        let mut changed: HashSet<TermId> = HashSet::new();
        for [source, stated, whole] in columns.sources.iter().copied() {
            if snapshot.sees(source) {
                let here = dates::known(snapshot, source, Stamp::from_bits(stated));
                if here != Stamp::from_bits(whole) {
                    changed.insert(source);
                }
                known.insert(source, here);
            }
        }
        let verdict = |[source, tail]: &[u32; 2]| {
            let has = |flag: u32| tail & flag != 0;
            if !snapshot.sees(*source) {
                Verdict::Out
            } else if is_plain {
                Verdict::Settled
            } else if has(Claim::SINCE_ELSEWHERE | Claim::UNTIL_ELSEWHERE)
                || (has(Claim::UNDATED) && changed.contains(source))
            {
                Verdict::Asked
            } else {
                Verdict::Settled
            }
        };
        let kinds = build::kinds(columns.has_attributes);
        let relations: HashSet<TermId> = match is_plain {
            true => columns.relation_terms.iter().copied().collect(),
            false => build::declared(snapshot, kinds).into_iter().collect(),
        };
        let terms = columns.relation_terms.iter();
        let declared: Vec<bool> = terms.map(|term| relations.contains(term)).collect();
        Self {
            verdicts: columns.contexts.iter().map(verdict).collect(),
            all_declared: declared.iter().all(|declared| *declared),
            declared,
            withdrawn: match is_plain {
                true => HashSet::new(),
                false => dates::withdrawn_events(snapshot),
            },
            known,
            starts: ids(dates::STARTS),
            ends: ids(dates::ENDS),
            is_plain,
            edge_count: OnceLock::new(),
            snapshot: snapshot.clone(),
        }
    }

    /// Returns what is to be said of the claims with a context.
    #[inline]
    pub(super) fn verdict(&self, context: u32) -> Verdict {
        self.verdicts[context as usize]
    }

    /// Tells whether the row of an edge with one settled claim, not withdrawn when every source
    /// counts, tells all.
    #[inline]
    pub(super) fn believes_rows(&self) -> bool {
        self.is_plain || (self.all_declared && self.withdrawn.is_empty())
    }

    /// Returns a claim as it is in this scope, or `None` if it is out of it.
    pub(super) fn see(&self, relation: u16, context: u32, mut claim: Claim) -> Option<Claim> {
        let verdict = self.verdict(context);
        if verdict == Verdict::Out {
            return None;
        }
        if self.is_plain {
            return Some(claim);
        }
        if claim.event == NO_EVENT {
            return self.declared[usize::from(relation)].then_some(claim);
        }
        if verdict == Verdict::Asked {
            if claim.has(Claim::UNDATED) {
                claim.since = self.start(claim);
            }
            if claim.has(Claim::UNTIL_ELSEWHERE) {
                let ends = dates::of_thing(&self.snapshot, claim.event, &self.ends);
                claim.set_until(dates::latest(&ends, None));
            }
        }
        claim.set_withdrawn(self.withdrawn.contains(&claim.event));
        Some(claim)
    }

    /// Returns since when an undated claim counts.
    fn start(&self, claim: Claim) -> Stamp {
        if claim.has(Claim::SINCE_ELSEWHERE) {
            let starts = dates::of_thing(&self.snapshot, claim.event, &self.starts);
            if let Some(elsewhere) = starts.iter().map(|row| row.2).min() {
                return elsewhere;
            }
        }
        self.known.get(&claim.source).copied().unwrap_or_default()
    }

    /// Tells whether a claim of an edge is in scope.
    pub(super) fn shows(&self, columns: &Columns, edge: u32) -> bool {
        let relation = columns.relation[edge as usize];
        let mut claims = columns.claims_of(edge);
        claims.any(|(context, claim)| {
            self.verdict(context) != Verdict::Out
                && (claim.event != NO_EVENT || self.declared[usize::from(relation)])
        })
    }

    /// Returns how many edges have a claim in scope; counted when first asked for.
    pub(super) fn edge_count(&self, columns: &Columns) -> usize {
        let edges = 0..columns.edge_count() as u32;
        let shown = || edges.filter(|edge| self.shows(columns, *edge)).count();
        *self.edge_count.get_or_init(shown)
    }
}

/// Returns the claims of an edge in a scope, all if there is none.
pub(super) fn claims<'a>(
    columns: &'a Columns,
    sight: Option<&'a Sight>,
    edge: u32,
) -> impl Iterator<Item = Claim> + use<'a> {
    let relation = columns.relation[edge as usize];
    let claims = columns.claims_of(edge);
    claims.filter_map(move |(context, claim)| match sight {
        None => Some(claim),
        Some(sight) => sight.see(relation, context, claim),
    })
}
