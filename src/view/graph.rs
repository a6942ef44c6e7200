//! The graph as its users see it: nodes, edges sorted by subject, relation and object, sets.

use crate::store::{DEFAULT_GRAPH, Snapshot, TermId};
use crate::view::columns::{self, Claim, Columns, Since};
use crate::view::reason::{self, Reason};
use crate::view::sight::{self, Sight};
use crate::view::stamp::Stamp;
use oxrdf::{NamedNode, NamedNodeRef, Term};
use std::ops::Range;
use std::sync::Arc;

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
    pub(crate) fn from_index(index: usize) -> Self {
        Self(index as u32)
    }

    /// Returns the place as a number, from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl EdgeId {
    /// Returns the edge at a place; it must be one of the view's.
    pub(crate) fn from_index(index: usize) -> Self {
        Self(index as u32)
    }

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
/// count: an edge that none of them tells of is passed over. The nodes are those of every scope, so
/// that a thing may stand without edges in one that is narrow.
///
/// Cloning is cheap, and so is looking through another scope: the columns are shared. An edge costs
/// 32 bytes, 12 more for each of its claims if there are several; a node costs 12.
#[derive(Clone, Debug)]
pub struct View {
    pub(super) columns: Arc<Columns>,
    pub(super) snapshot: Snapshot,
    /// `None` if every source is in scope.
    pub(super) sight: Option<Arc<Sight>>,
}

/// An edge of a view.
#[derive(Clone, Copy, Debug)]
pub struct Edge<'v> {
    view: &'v View,
    id: EdgeId,
    /// The subject, or [`UNKNOWN`].
    from: u32,
    to: NodeId,
    relation: RelationId,
}

/// No node: it is looked up when asked for.
const UNKNOWN: u32 = u32::MAX;

impl PartialEq for Edge<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && std::ptr::eq(self.view, other.view)
    }
}

impl Eq for Edge<'_> {}

impl View {
    /// Looks at a graph through the scope of a snapshot.
    pub(super) fn of(columns: Arc<Columns>, snapshot: &Snapshot) -> Self {
        let restricted = snapshot.is_restricted();
        Self {
            sight: restricted.then(|| Arc::new(Sight::new(&columns, snapshot))),
            snapshot: snapshot.clone(),
            columns,
        }
    }

    /// Returns the same graph through the scope of another snapshot of the same dataset.
    #[must_use]
    pub fn scoped(&self, snapshot: &Snapshot) -> Self {
        Self::of(Arc::clone(&self.columns), snapshot)
    }

    /// Returns the snapshot that this view was made of.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Returns how many nodes there are, those without edges in this scope among them.
    pub fn node_count(&self) -> usize {
        self.columns.node_count()
    }

    /// Returns how many edges there are. Cost: O(1), O(edges) when first asked in a scope that
    /// leaves out sources.
    pub fn edge_count(&self) -> usize {
        match &self.sight {
            None => self.columns.edge_count(),
            Some(sight) => sight.edge_count(&self.columns),
        }
    }

    /// Returns how many bytes the graph takes in memory, or in the file that it lies in.
    pub fn bytes(&self) -> usize {
        self.columns.bytes()
    }

    /// Returns all nodes in the order of their IRIs.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.node_count() as u32).map(NodeId)
    }

    /// Returns the node of a thing, or `None` if no relation touches it in any scope. Cost:
    /// O(log terms).
    pub fn node(&self, iri: NamedNodeRef<'_>) -> Option<NodeId> {
        self.node_of(self.snapshot.id(&iri.into_owned().into())?)
    }

    pub(super) fn node_of(&self, term: TermId) -> Option<NodeId> {
        let place = self.columns.terms.binary_search(&term).ok()?;
        Some(NodeId(place as u32))
    }

    /// Returns the IRI of a node.
    pub fn iri(&self, node: NodeId) -> NamedNode {
        let term = self.columns.terms[node.index()];
        self.named(term).expect("only IRIs were made nodes")
    }

    /// Returns the IRI of a term, or `None` if it is none (a graph may be a blank node).
    pub(super) fn named(&self, id: TermId) -> Option<NamedNode> {
        match self.snapshot.term(id) {
            Term::NamedNode(node) => Some(node),
            _ => None,
        }
    }

    /// Returns the relations that edges can have in some scope, sorted by IRI.
    pub fn relations(&self) -> &[NamedNode] {
        &self.columns.relations
    }

    /// Returns the relation with this IRI, or `None` if no edge can have it.
    pub fn relation(&self, iri: NamedNodeRef<'_>) -> Option<RelationId> {
        let found = self
            .relations()
            .binary_search_by(|have| have.as_ref().cmp(&iri));
        Some(RelationId(found.ok()? as u16))
    }

    /// Returns the IRI of a relation.
    pub fn relation_iri(&self, relation: RelationId) -> &NamedNode {
        &self.relations()[relation.index()]
    }

    /// Returns an edge. Its subject is looked up when asked for, in O(log nodes).
    pub fn edge(&self, id: EdgeId) -> Edge<'_> {
        let columns = &*self.columns;
        Edge {
            view: self,
            id,
            from: UNKNOWN,
            to: NodeId(columns.to[id.index()]),
            relation: RelationId(columns.relation[id.index()]),
        }
    }

    /// Returns the edge with these ends and this relation. Cost: O(log degree).
    pub fn find(&self, from: NodeId, relation: RelationId, to: NodeId) -> Option<Edge<'_>> {
        let (first, end) = self.columns.along(from.index(), relation.0);
        let ends = &self.columns.to[first..end];
        let place = ends.binary_search(&to.0).ok()?;
        let edge = Edge {
            view: self,
            id: EdgeId((first + place) as u32),
            from: from.0,
            to,
            relation,
        };
        self.shows(edge.id).then_some(edge)
    }

    /// Returns all edges, sorted by subject, relation and object.
    pub fn edges(&self) -> Edges<'_> {
        self.run(0, 0..self.columns.edge_count())
    }

    /// Returns the edges whose subject is `node`, sorted by relation and object.
    pub fn out_edges(&self, node: NodeId) -> Edges<'_> {
        self.run(node.0, self.columns.out_range(node.index()))
    }

    /// Returns the edges whose object is `node`, sorted by relation and subject.
    pub fn in_edges(&self, node: NodeId) -> Edges<'_> {
        let columns = &*self.columns;
        let range = columns::range(&columns.in_starts, node.index());
        Edges {
            view: self,
            run: Run::In {
                to: node,
                edges: &columns.in_edge[range.clone()],
                from: &columns.in_from[range.clone()],
                relation: &columns.in_relation[range],
            },
        }
    }

    /// Returns how many edges begin or end at `node`. Cost: O(1), O(degree) in a scope that leaves
    /// out sources.
    pub fn degree(&self, node: NodeId) -> usize {
        self.out_edges(node).count() + self.in_edges(node).count()
    }

    fn run(&self, from: u32, range: Range<usize>) -> Edges<'_> {
        let columns = &*self.columns;
        Edges {
            view: self,
            run: Run::Out {
                from,
                starts: &columns.out_starts,
                next: range.start as u32,
                to: &columns.to[range.clone()],
                relation: &columns.relation[range],
            },
        }
    }

    /// Tells whether a source in scope tells of an edge.
    fn shows(&self, edge: EdgeId) -> bool {
        let sight = self.sight.as_ref();
        sight.is_none_or(|sight| sight.shows(&self.columns, edge.0))
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

    /// Returns the subject. Cost: O(1) for edges that come one after another, else O(log nodes).
    pub fn from(self) -> NodeId {
        match self.from {
            UNKNOWN => NodeId(self.view.columns.from(self.id.0)),
            from => NodeId(from),
        }
    }

    /// Returns the object.
    pub fn to(self) -> NodeId {
        self.to
    }

    /// Returns the relation.
    pub fn relation(self) -> RelationId {
        self.relation
    }

    pub(super) fn relation_ref(&self) -> &RelationId {
        &self.relation
    }

    /// Returns when the relation began to hold or the event behind it happened: the earliest
    /// date of its reasons, as precisely as sources that agree give it; `None` where none dates it.
    /// Withdrawn reasons are asked only if there are no others.
    pub fn date(self) -> Option<crate::model::Date> {
        reason::first_date(&self.reasons())
    }

    /// Returns when the last of its reasons ended; `None` where one is not known to have ended.
    pub fn until(self) -> Option<crate::model::Date> {
        let ends = self.claims().map(Claim::until);
        let last = ends.max_by_key(|end| if end.is_none() { u32::MAX } else { end.last() });
        last.and_then(Stamp::to_date)
    }

    /// Tells whether it rests only on notices that were withdrawn before they took effect.
    pub fn is_withdrawn(self) -> bool {
        let columns = &self.view.columns;
        match self.view.sight {
            None => Since(columns.since[self.id.index()]).is_withdrawn(),
            Some(_) => self.claims().all(Claim::is_withdrawn),
        }
    }

    /// Returns why the edge is there, sorted by date and event, whatever the day.
    pub fn reasons(self) -> Vec<Reason> {
        reason::gather(self.view, self.claims())
    }

    fn claims(self) -> impl Iterator<Item = Claim> + 'v {
        sight::claims(&self.view.columns, self.view.sight.as_deref(), self.id.0)
    }
}

/// Edges of a view, in its order; made by [`View::edges`] and its siblings.
#[derive(Clone, Debug)]
pub struct Edges<'v> {
    view: &'v View,
    run: Run<'v>,
}

#[derive(Clone, Debug)]
enum Run<'v> {
    /// Edges one after another.
    Out {
        /// The subject of the next edge, or one before it.
        from: u32,
        starts: &'v [u32],
        next: u32,
        to: &'v [u32],
        relation: &'v [u16],
    },
    /// Edges to one node.
    In {
        to: NodeId,
        edges: &'v [u32],
        from: &'v [u32],
        relation: &'v [u16],
    },
}

impl<'v> Edges<'v> {
    #[inline]
    fn any_next(&mut self) -> Option<Edge<'v>> {
        let view = self.view;
        match &mut self.run {
            Run::Out {
                from,
                starts,
                next,
                to,
                relation,
            } => {
                let (end, ends) = to.split_first()?;
                let (along, relations) = relation.split_first()?;
                // Nodes without edges from them are passed over; only a walk over all has any.
                while starts[*from as usize + 1] <= *next {
                    *from += 1;
                }
                let edge = Edge {
                    view,
                    id: EdgeId(*next),
                    from: *from,
                    to: NodeId(*end),
                    relation: RelationId(*along),
                };
                (*to, *relation) = (ends, relations);
                *next += 1;
                Some(edge)
            }
            Run::In {
                to,
                edges,
                from,
                relation,
            } => {
                let (id, ids) = edges.split_first()?;
                let (start, starts) = from.split_first()?;
                let (along, relations) = relation.split_first()?;
                (*edges, *from, *relation) = (ids, starts, relations);
                Some(Edge {
                    view,
                    id: EdgeId(*id),
                    from: *start,
                    to: *to,
                    relation: RelationId(*along),
                })
            }
        }
    }

    fn left(&self) -> usize {
        match &self.run {
            Run::Out { to, .. } => to.len(),
            Run::In { edges, .. } => edges.len(),
        }
    }
}

impl<'v> Iterator for Edges<'v> {
    type Item = Edge<'v>;

    #[inline]
    fn next(&mut self) -> Option<Edge<'v>> {
        loop {
            let edge = self.any_next()?;
            if edge.view.sight.is_none() || edge.view.shows(edge.id) {
                return Some(edge);
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.left();
        match self.view.sight {
            None => (left, Some(left)),
            Some(_) => (0, Some(left)),
        }
    }

    fn count(self) -> usize {
        match self.view.sight {
            None => self.left(),
            Some(_) => self.fold(0, |count, _| count + 1),
        }
    }
}

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

    /// Tells whether there is no node in it. Cost: O(nodes / 64).
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
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
