//! The graph at rest: columns of numbers, in memory of our own or in a mapped file.
//!
//! ```text
//! out: for each node, sorted by relation and end     in: for each node, sorted by relation and end
//!      to | relation | since | event | context           from | edge | relation | since
//!      4    2          4       4       4                  4      4      2          4     bytes
//! ```
//!
//! A walk in either direction reads its own columns from front to back and no other. An edge with
//! one claim has it in its row; the claims of an edge with several lie together behind all others,
//! and the row tells where.

use crate::store::{Column, TermId};
use crate::view::runs::RunWords;
use crate::view::stamp::Stamp;
use oxrdf::NamedNode;
use std::ops::Range;

/// The columns of a graph. Nodes are places in `terms`, edges places in `to`.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    /// The relations, ascending.
    pub(super) relations: Vec<NamedNode>,
    /// The terms of the relations.
    pub(super) relation_terms: Column<u32>,
    /// The term of each node, ascending.
    pub(super) terms: Column<u32>,
    /// Where the edges from each node begin; one more entry for the end.
    pub(super) out_starts: Column<u32>,
    /// Where the edges to each node begin in the columns `in_*`; one more entry for the end.
    pub(super) in_starts: Column<u32>,
    pub(super) to: Column<u32>,
    pub(super) relation: Column<u16>,
    /// [`Since`] when an edge counts.
    pub(super) since: Column<u32>,
    /// The event of the only claim, or where the claims begin in `claims`.
    pub(super) event: Column<u32>,
    /// The place of the context of the only claim, or how many claims there are.
    pub(super) context: Column<u32>,
    pub(super) in_from: Column<u32>,
    pub(super) in_edge: Column<u32>,
    pub(super) in_relation: Column<u16>,
    pub(super) in_since: Column<u32>,
    /// The claims of edges with several: event, context, since.
    pub(super) claims: Column<[u32; 3]>,
    /// Who claims, and the [tail](Claim::tail) of the claim; sorted.
    pub(super) contexts: Column<[u32; 2]>,
    /// The sources of undated claims, the latest date that each states, and from when on its
    /// undated claims are known; sorted.
    pub(super) sources: Column<[u32; 3]>,
    /// The latest date in `since`.
    pub(super) latest: Stamp,
    /// Whether an edge has an end or is withdrawn.
    pub(super) is_marked: bool,
    /// Whether claims are as they are, and no statement of a snapshot changes them.
    pub(super) is_plain: bool,
    /// Whether attributes are edges too.
    pub(super) has_attributes: bool,
    /// Where the relations of each node begin, with and against the edges, once somebody floods.
    pub(super) runs: [RunWords; 2],
}

/// Since when an edge counts, and whether more must be asked.
///
/// ```text
/// bit 31      30    29        24 … 0
/// withdrawn | ask | several | date
/// ```
///
/// `withdrawn`: every reason is. `ask`: some reasons end, or some are withdrawn and others are not,
/// so that each must be asked; else the date tells all. `several`: there are several claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Since(pub(super) u32);

impl Since {
    const SEVERAL: u32 = 1 << 29;
    const ASK: u32 = 1 << 30;
    const WITHDRAWN: u32 = 1 << 31;

    /// Returns since when an edge with these claims counts.
    pub(super) fn of(claims: &[Claim]) -> Self {
        let all = || claims.iter().copied();
        let withdrawn = all().filter(|claim| claim.is_withdrawn()).count();
        let only_withdrawn = withdrawn == claims.len();
        let counting = || all().filter(|claim| only_withdrawn || !claim.is_withdrawn());
        let since = counting().map(Claim::since).min().unwrap_or_default();
        let mut bits = since.to_bits();
        let ends = counting().any(|claim| !claim.until().is_none());
        if ends || (withdrawn > 0 && !only_withdrawn) {
            bits |= Self::ASK;
        }
        if only_withdrawn {
            bits |= Self::WITHDRAWN;
        }
        if claims.len() > 1 {
            bits |= Self::SEVERAL;
        }
        Self(bits)
    }

    pub(super) fn date(self) -> Stamp {
        Stamp::from_bits(self.0)
    }

    pub(super) fn is_several(self) -> bool {
        self.0 & Self::SEVERAL != 0
    }

    pub(super) fn is_withdrawn(self) -> bool {
        self.0 & Self::WITHDRAWN != 0
    }

    /// Tells whether each reason must be asked.
    pub(super) fn must_ask(self) -> bool {
        self.0 & Self::ASK != 0
    }

    pub(super) fn is_marked(self) -> bool {
        self.0 >= Self::ASK
    }

    /// Tells whether the edge counts on `day` without more being asked.
    #[inline]
    pub(super) fn surely_counts(self, day: Stamp) -> bool {
        // Marks stand above every date.
        self.0 & !Self::SEVERAL <= day.to_bits()
    }
}

/// The place of no term: a claim that follows from no event.
pub(super) const NO_EVENT: TermId = TermId::MAX;

/// What one source says of one event, or that it states a relation directly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Claim {
    /// The event, or [`NO_EVENT`].
    pub(super) event: TermId,
    /// The graph, or [`DEFAULT_GRAPH`](crate::store::DEFAULT_GRAPH).
    pub(super) source: TermId,
    pub(super) since: Stamp,
    /// The end in the low bits, flags above.
    pub(super) tail: u32,
}

impl Claim {
    /// The start comes from another source, since this one gives none.
    pub(super) const SINCE_ELSEWHERE: u32 = 1 << 28;
    /// The end comes from another source.
    pub(super) const UNTIL_ELSEWHERE: u32 = 1 << 29;
    /// The source gives no start.
    pub(super) const UNDATED: u32 = 1 << 30;
    /// A notice that was withdrawn did it.
    pub(super) const WITHDRAWN: u32 = 1 << 31;

    /// Makes a claim that counts from `date` on, or if the source gives none, from `known`.
    pub(super) fn new(
        event: TermId,
        source: TermId,
        date: Stamp,
        known: Stamp,
        until: Stamp,
        withdrawn: bool,
    ) -> Self {
        let mut tail = until.to_bits();
        if date.is_none() {
            tail |= Self::UNDATED;
        }
        if withdrawn {
            tail |= Self::WITHDRAWN;
        }
        Self {
            event,
            source,
            since: date.or(known),
            tail,
        }
    }

    /// A source states the relation itself: it holds always.
    pub(super) fn direct(source: TermId) -> Self {
        let none = Stamp::NONE;
        Self::new(NO_EVENT, source, none, none, none, false)
    }

    /// Since when it counts.
    pub(super) fn since(self) -> Stamp {
        self.since
    }

    /// The date that the source gives.
    pub(super) fn date(self) -> Stamp {
        if self.has(Self::UNDATED) {
            Stamp::NONE
        } else {
            self.since
        }
    }

    pub(super) fn until(self) -> Stamp {
        Stamp::from_bits(self.tail)
    }

    pub(super) fn is_withdrawn(self) -> bool {
        self.has(Self::WITHDRAWN)
    }

    /// Replaces the end.
    pub(super) fn set_until(&mut self, until: Stamp) {
        self.tail = self.tail & !Stamp::BITS | until.to_bits();
    }

    /// Says whether a withdrawn notice did it.
    pub(super) fn set_withdrawn(&mut self, withdrawn: bool) {
        self.tail = self.tail & !Self::WITHDRAWN | if withdrawn { Self::WITHDRAWN } else { 0 };
    }

    pub(super) fn has(self, flag: u32) -> bool {
        self.tail & flag != 0
    }

    /// Tells whether it is known to hold on `day`, withdrawn or not.
    pub(super) fn holds_on(self, day: Stamp) -> bool {
        self.since.begins_by(day) && !self.until().ends_before(day)
    }

    pub(super) fn context(self) -> [u32; 2] {
        [self.source, self.tail]
    }
}

impl Columns {
    pub(super) fn node_count(&self) -> usize {
        self.terms.len()
    }

    pub(super) fn edge_count(&self) -> usize {
        self.to.len()
    }

    pub(super) fn out_range(&self, node: usize) -> Range<usize> {
        range(&self.out_starts, node)
    }

    /// Returns the first of the edges from a node along a relation, and the end of them.
    pub(super) fn along(&self, node: usize, relation: u16) -> (usize, usize) {
        let Range { start, end } = self.out_range(node);
        let relations = &self.relation[start..end];
        let first = relations.partition_point(|have| *have < relation);
        let length = relations[first..].partition_point(|have| *have == relation);
        (start + first, start + first + length)
    }

    /// Returns the subject of an edge. Cost: O(log nodes).
    pub(super) fn from(&self, edge: u32) -> u32 {
        let after = self.out_starts.partition_point(|start| *start <= edge);
        // The first start is 0, so that one is at or before every edge.
        after.saturating_sub(1) as u32
    }

    /// Returns the claims of an edge as they are when every source counts, with the places of their
    /// contexts.
    pub(super) fn claims_of(&self, edge: u32) -> impl Iterator<Item = (u32, Claim)> + '_ {
        let at = edge as usize;
        let (since, event, context) = (Since(self.since[at]), self.event[at], self.context[at]);
        let (one, several) = if since.is_several() {
            let first = event as usize;
            (None, &self.claims[first..first + context as usize])
        } else {
            (Some([event, context, since.date().to_bits()]), &[][..])
        };
        let claim = |[event, context, since]: [u32; 3]| {
            let [source, tail] = self.contexts[context as usize];
            let since = Stamp::from_bits(since);
            let claim = Claim {
                event,
                source,
                since,
                tail,
            };
            (context, claim)
        };
        one.into_iter().chain(several.iter().copied()).map(claim)
    }

    /// Returns how many bytes the columns take.
    pub(super) fn bytes(&self) -> usize {
        let wide = [
            &self.relation_terms,
            &self.terms,
            &self.out_starts,
            &self.in_starts,
            &self.to,
            &self.since,
            &self.event,
            &self.context,
            &self.in_from,
            &self.in_edge,
            &self.in_since,
        ];
        let wide: usize = wide.iter().map(|column| column.as_bytes().len()).sum();
        wide + self.relation.as_bytes().len()
            + self.in_relation.as_bytes().len()
            + self.claims.as_bytes().len()
            + self.contexts.as_bytes().len()
            + self.sources.as_bytes().len()
            + self.runs.iter().map(RunWords::bytes).sum::<usize>()
    }
}

/// Returns the places from one start to the next.
#[inline]
pub(super) fn range(starts: &[u32], node: usize) -> Range<usize> {
    starts[node] as usize..starts[node + 1] as usize
}
