//! The graph itself: flat arrays, edges sorted by subject, relation and object.

use crate::store::{DEFAULT_GRAPH, Snapshot, TermId};
use crate::view::reason::{self, Reason};
use crate::view::stamp::Stamp;
use oxrdf::{NamedNode, NamedNodeRef, Term};
use std::ops::Range;
use std::slice;

/// A node: its place among the nodes of one view, in the order of their IRIs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

/// An edge: its place among the edges of one view, in the order of subject, relation, object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EdgeId(pub(super) u32);

/// A relation: its place among the relations of one view, in the order of their IRIs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelationId(pub(super) u16);

impl NodeId {
    /// Returns the node at a place; it must be one of the view's.
    #[allow(dead_code, reason = "walks use it")]
    pub(crate) fn from_index(index: usize) -> Self {
        Self(index as u32)
    }

    /// Returns the place as a number, from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl EdgeId {
    /// Returns the place as a number, from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl RelationId {
    /// Returns the relation at a place; it must be one of the view's.
    pub(crate) fn from_index(index: usize) -> Self {
        Self(index as u16)
    }

    /// Returns the place as a number, from 0.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// A snapshot as a graph: things are nodes, relations between them are edges.
///
/// There is one edge for each subject, relation and object, however many events and sources
/// speak for it; they are its [reasons](Edge::reasons). Only sources in the snapshot's scope
/// count. An edge costs 23 bytes and each of its claims 4; a claim (what one source says of one
/// event) costs 16 wherever it is used, a node 12.
#[derive(Clone, Debug)]
pub struct View {
    pub(super) snapshot: Snapshot,
    /// The term of each node, ascending.
    pub(super) terms: Vec<TermId>,
    /// The relations, ascending.
    pub(super) relations: Vec<NamedNode>,
    /// Where the edges from each node begin; one more entry for the end.
    pub(super) out_starts: Vec<u32>,
    /// Where the edges to each node begin in `incoming`; one more entry for the end.
    pub(super) in_starts: Vec<u32>,
    /// Edges by object, relation and subject.
    pub(super) incoming: Vec<EdgeId>,
    pub(super) from: Vec<NodeId>,
    pub(super) to: Vec<NodeId>,
    pub(super) relation: Vec<RelationId>,
    /// Since when an edge counts; the earliest of its reasons that are not withdrawn.
    pub(super) since: Vec<Stamp>,
    pub(super) marks: Vec<Marks>,
    /// Where the reasons of each edge begin; one more entry for the end.
    pub(super) reason_starts: Vec<u32>,
    /// Places in `claims`.
    pub(super) reasons: Vec<u32>,
    pub(super) claims: Vec<Claim>,
}

/// What must be known of an edge before its reasons are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marks {
    /// `since` tells all: the edge has no end and is not withdrawn.
    Plain,
    /// `since` tells all, and every reason is withdrawn.
    Withdrawn,
    /// Some reasons end, or some are withdrawn: each must be asked.
    Mixed,
    /// Some reasons end, and all are withdrawn.
    MixedWithdrawn,
}

impl Marks {
    pub(super) fn is_withdrawn(self) -> bool {
        matches!(self, Self::Withdrawn | Self::MixedWithdrawn)
    }
}

/// The place of no term: a claim that follows from no event.
pub(super) const NO_EVENT: TermId = TermId::MAX;

/// What one source says of one event, or that it states a relation directly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Claim {
    /// The event, or [`NO_EVENT`].
    pub(super) event: TermId,
    /// The graph, or [`DEFAULT_GRAPH`].
    pub(super) source: TermId,
    since: Stamp,
    /// The end in the low bits, [`Claim::UNDATED`] and [`Claim::WITHDRAWN`] above.
    tail: u32,
}

impl Claim {
    const UNDATED: u32 = 1 << 30;
    const WITHDRAWN: u32 = 1 << 31;

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

    /// Since when it counts.
    pub(super) fn since(self) -> Stamp {
        self.since
    }

    /// The date that the source gives.
    pub(super) fn date(self) -> Stamp {
        if self.tail & Self::UNDATED == 0 {
            self.since
        } else {
            Stamp::NONE
        }
    }

    pub(super) fn until(self) -> Stamp {
        Stamp::from_bits(self.tail)
    }

    pub(super) fn is_withdrawn(self) -> bool {
        self.tail & Self::WITHDRAWN != 0
    }

    /// Tells whether it is known to hold on `day`, withdrawn or not.
    pub(super) fn holds_on(self, day: Stamp) -> bool {
        self.since.begins_by(day) && !self.until().ends_before(day)
    }
}

/// An edge of a view.
#[derive(Clone, Copy, Debug)]
pub struct Edge<'v> {
    pub(super) view: &'v View,
    pub(super) id: EdgeId,
}

impl PartialEq for Edge<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && std::ptr::eq(self.view, other.view)
    }
}

impl Eq for Edge<'_> {}

impl View {
    /// Returns the snapshot that this view was made of.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Returns how many nodes there are.
    pub fn node_count(&self) -> usize {
        self.terms.len()
    }

    /// Returns how many edges there are.
    pub fn edge_count(&self) -> usize {
        self.to.len()
    }

    /// Returns all nodes in the order of their IRIs.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.terms.len() as u32).map(NodeId)
    }

    /// Returns the node of a thing, or `None` if no relation touches it. Cost: O(log terms).
    pub fn node(&self, iri: NamedNodeRef<'_>) -> Option<NodeId> {
        self.node_of(self.snapshot.id(&iri.into_owned().into())?)
    }

    pub(super) fn node_of(&self, term: TermId) -> Option<NodeId> {
        let place = self.terms.binary_search(&term).ok()?;
        Some(NodeId(place as u32))
    }

    /// Returns the IRI of a node.
    pub fn iri(&self, node: NodeId) -> NamedNode {
        let term = self.terms[node.index()];
        self.named(term).expect("only IRIs were made nodes")
    }

    /// Returns the IRI of a term, or `None` if it is none (a graph may be a blank node).
    pub(super) fn named(&self, id: TermId) -> Option<NamedNode> {
        match self.snapshot.term(id) {
            Term::NamedNode(node) => Some(node),
            _ => None,
        }
    }

    /// Returns the relations that edges of this view can have, sorted by IRI.
    pub fn relations(&self) -> &[NamedNode] {
        &self.relations
    }

    /// Returns the relation with this IRI, or `None` if no edge of this view can have it.
    pub fn relation(&self, iri: NamedNodeRef<'_>) -> Option<RelationId> {
        let found = self
            .relations
            .binary_search_by(|have| have.as_ref().cmp(&iri));
        Some(RelationId(found.ok()? as u16))
    }

    /// Returns the IRI of a relation.
    pub fn relation_iri(&self, relation: RelationId) -> &NamedNode {
        &self.relations[relation.index()]
    }

    /// Returns an edge.
    pub fn edge(&self, id: EdgeId) -> Edge<'_> {
        Edge { view: self, id }
    }

    /// Returns an edge; the same as [`edge`](View::edge).
    #[allow(dead_code, reason = "walks use it")]
    pub(crate) fn edge_at(&self, id: EdgeId) -> Edge<'_> {
        self.edge(id)
    }

    /// Returns the edge with these ends and this relation. Cost: O(log degree).
    pub fn find(&self, from: NodeId, relation: RelationId, to: NodeId) -> Option<Edge<'_>> {
        let Range { mut start, mut end } = self.out_range(from);
        while start < end {
            let middle = start + (end - start) / 2;
            let at = middle as usize;
            if (self.relation[at], self.to[at]) < (relation, to) {
                start = middle + 1;
            } else {
                end = middle;
            }
        }
        let at = start as usize;
        let hit =
            start < self.out_range(from).end && (self.relation[at], self.to[at]) == (relation, to);
        hit.then(|| self.edge(EdgeId(start)))
    }

    /// Returns all edges, sorted by subject, relation and object.
    pub fn edges(&self) -> Edges<'_> {
        self.run(0..self.to.len() as u32)
    }

    /// Returns the edges whose subject is `node`, sorted by relation and object.
    pub fn out_edges(&self, node: NodeId) -> Edges<'_> {
        self.run(self.out_range(node))
    }

    /// Returns the edges whose object is `node`, sorted by relation and subject.
    pub fn in_edges(&self, node: NodeId) -> Edges<'_> {
        let (start, end) = (
            self.in_starts[node.index()] as usize,
            self.in_starts[node.index() + 1] as usize,
        );
        Edges {
            view: self,
            ids: EdgeIds::List(self.incoming[start..end].iter()),
        }
    }

    /// Returns how many edges begin or end at `node`.
    pub fn degree(&self, node: NodeId) -> usize {
        self.out_edges(node).len() + self.in_edges(node).len()
    }

    fn out_range(&self, node: NodeId) -> Range<u32> {
        self.out_starts[node.index()]..self.out_starts[node.index() + 1]
    }

    fn run(&self, range: Range<u32>) -> Edges<'_> {
        Edges {
            view: self,
            ids: EdgeIds::Run(range),
        }
    }

    pub(super) fn claims_of(&self, edge: EdgeId) -> impl Iterator<Item = Claim> + '_ {
        let start = self.reason_starts[edge.index()] as usize;
        let end = self.reason_starts[edge.index() + 1] as usize;
        let places = self.reasons[start..end].iter();
        places.map(|place| self.claims[*place as usize])
    }

    /// Returns the graph as a source, or `None` for the default graph and for one without a name.
    pub(super) fn source_of(&self, graph: TermId) -> Option<NamedNode> {
        (graph != DEFAULT_GRAPH).then(|| self.named(graph))?
    }
}

impl<'v> Edge<'v> {
    /// Returns the place of the edge in its view.
    pub fn id(self) -> EdgeId {
        self.id
    }

    /// Returns the subject.
    pub fn from(self) -> NodeId {
        self.view.from[self.id.index()]
    }

    /// Returns the object.
    pub fn to(self) -> NodeId {
        self.view.to[self.id.index()]
    }

    /// Returns the relation.
    pub fn relation(self) -> RelationId {
        self.view.relation[self.id.index()]
    }

    /// Returns when the relation began to hold or the event behind it happened: the earliest
    /// date of its reasons, as precisely as sources that agree give it; `None` where none dates it.
    /// Withdrawn reasons are asked only if there are no others.
    pub fn date(self) -> Option<crate::model::Date> {
        reason::first_date(&self.reasons())
    }

    /// Returns when the last of its reasons ended; `None` where one is not known to have ended.
    pub fn until(self) -> Option<crate::model::Date> {
        let ends = self.view.claims_of(self.id).map(Claim::until);
        let last = ends.max_by_key(|end| if end.is_none() { u32::MAX } else { end.last() });
        last.and_then(Stamp::to_date)
    }

    /// Tells whether it rests only on notices that were withdrawn before they took effect.
    pub fn is_withdrawn(self) -> bool {
        self.view.marks[self.id.index()].is_withdrawn()
    }

    /// Returns why the edge is there, sorted by date and event, whatever the day.
    pub fn reasons(self) -> Vec<Reason> {
        reason::gather(self.view, self.view.claims_of(self.id))
    }
}

/// Edges of a view, in its order; made by [`View::edges`] and its siblings.
#[derive(Clone, Debug)]
pub struct Edges<'v> {
    view: &'v View,
    ids: EdgeIds<'v>,
}

#[derive(Clone, Debug)]
enum EdgeIds<'v> {
    Run(Range<u32>),
    List(slice::Iter<'v, EdgeId>),
}

impl<'v> Iterator for Edges<'v> {
    type Item = Edge<'v>;

    fn next(&mut self) -> Option<Edge<'v>> {
        let id = match &mut self.ids {
            EdgeIds::Run(range) => EdgeId(range.next()?),
            EdgeIds::List(list) => *list.next()?,
        };
        Some(self.view.edge(id))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.ids {
            EdgeIds::Run(range) => range.size_hint(),
            EdgeIds::List(list) => list.size_hint(),
        }
    }
}

impl ExactSizeIterator for Edges<'_> {}

/// A set of nodes of one view, one bit each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeSet {
    words: Vec<u64>,
}

impl NodeSet {
    /// Returns the empty set over `nodes` nodes.
    pub fn new(nodes: usize) -> Self {
        Self {
            words: vec![0; nodes.div_ceil(64)],
        }
    }

    /// Adds a node; tells whether it is new.
    pub fn insert(&mut self, node: NodeId) -> bool {
        let (word, bit) = Self::place(node);
        let new = self.words[word] & bit == 0;
        self.words[word] |= bit;
        new
    }

    /// Takes a node out; tells whether it was there.
    pub fn remove(&mut self, node: NodeId) -> bool {
        let (word, bit) = Self::place(node);
        let there = self.words.get(word).is_some_and(|word| word & bit != 0);
        if there {
            self.words[word] &= !bit;
        }
        there
    }

    /// Tells whether a node is in the set.
    pub fn contains(&self, node: NodeId) -> bool {
        let (word, bit) = Self::place(node);
        self.words.get(word).is_some_and(|word| word & bit != 0)
    }

    fn place(node: NodeId) -> (usize, u64) {
        (node.index() / 64, 1 << (node.0 % 64))
    }
}
