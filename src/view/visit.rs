//! petgraph's visit traits for `&View`, so that its algorithms run on a view.
//!
//! The graph is directed, from subject to object, and may have several edges between two nodes.
//! The weight of a node is its term, the weight of an edge its relation. To run an algorithm
//! through a filter, wrap the view: `EdgeFiltered::from_fn(&view, |edge| lens.allows(edge))`.

use crate::store::TermId;
use crate::view::graph::{Edge, EdgeId, Edges, NodeId, NodeSet, RelationId, View};
use petgraph::visit::{
    Data, EdgeCount, EdgeIndexable, EdgeRef, GetAdjacencyMatrix, GraphBase, GraphProp,
    IntoEdgeReferences, IntoEdges, IntoEdgesDirected, IntoNeighbors, IntoNeighborsDirected,
    IntoNodeIdentifiers, IntoNodeReferences, NodeCompactIndexable, NodeCount, NodeIndexable,
    VisitMap, Visitable,
};
use petgraph::{Directed, Direction};
use std::iter::{Enumerate, Map};
use std::ops::Range;
use std::slice;

impl GraphBase for View {
    type EdgeId = EdgeId;
    type NodeId = NodeId;
}

impl Data for View {
    type NodeWeight = TermId;
    type EdgeWeight = RelationId;
}

impl GraphProp for View {
    type EdgeType = Directed;
}

impl NodeCount for View {
    fn node_count(&self) -> usize {
        self.node_count()
    }
}

impl EdgeCount for View {
    fn edge_count(&self) -> usize {
        self.edge_count()
    }
}

impl NodeIndexable for View {
    fn node_bound(&self) -> usize {
        self.node_count()
    }

    fn to_index(&self, node: NodeId) -> usize {
        node.index()
    }

    fn from_index(&self, index: usize) -> NodeId {
        NodeId(index as u32)
    }
}

impl NodeCompactIndexable for View {}

impl EdgeIndexable for View {
    fn edge_bound(&self) -> usize {
        self.columns.edge_count()
    }

    fn to_index(&self, edge: EdgeId) -> usize {
        edge.index()
    }

    fn from_index(&self, index: usize) -> EdgeId {
        EdgeId(index as u32)
    }
}

impl<'v> EdgeRef for Edge<'v> {
    type NodeId = NodeId;
    type EdgeId = EdgeId;
    type Weight = RelationId;

    fn source(&self) -> NodeId {
        self.from()
    }

    fn target(&self) -> NodeId {
        self.to()
    }

    fn weight(&self) -> &RelationId {
        self.relation_ref()
    }

    fn id(&self) -> EdgeId {
        Edge::id(*self)
    }
}

/// The ends of edges; made by petgraph's `neighbors` on a view.
#[derive(Clone, Debug)]
pub struct Neighbors<'v> {
    edges: Edges<'v>,
    direction: Direction,
}

impl Iterator for Neighbors<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        let edge = self.edges.next()?;
        Some(match self.direction {
            Direction::Outgoing => edge.to(),
            Direction::Incoming => edge.from(),
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.edges.size_hint()
    }
}

impl<'v> IntoNeighbors for &'v View {
    type Neighbors = Neighbors<'v>;

    fn neighbors(self, node: NodeId) -> Neighbors<'v> {
        self.neighbors_directed(node, Direction::Outgoing)
    }
}

impl<'v> IntoNeighborsDirected for &'v View {
    type NeighborsDirected = Neighbors<'v>;

    fn neighbors_directed(self, node: NodeId, direction: Direction) -> Neighbors<'v> {
        Neighbors {
            edges: self.edges_directed(node, direction),
            direction,
        }
    }
}

impl<'v> IntoEdgeReferences for &'v View {
    type EdgeRef = Edge<'v>;
    type EdgeReferences = Edges<'v>;

    fn edge_references(self) -> Edges<'v> {
        View::edges(self)
    }
}

impl<'v> IntoEdges for &'v View {
    type Edges = Edges<'v>;

    fn edges(self, node: NodeId) -> Edges<'v> {
        self.out_edges(node)
    }
}

impl<'v> IntoEdgesDirected for &'v View {
    type EdgesDirected = Edges<'v>;

    fn edges_directed(self, node: NodeId, direction: Direction) -> Edges<'v> {
        match direction {
            Direction::Outgoing => self.out_edges(node),
            Direction::Incoming => self.in_edges(node),
        }
    }
}

impl IntoNodeIdentifiers for &View {
    type NodeIdentifiers = Map<Range<u32>, fn(u32) -> NodeId>;

    fn node_identifiers(self) -> Self::NodeIdentifiers {
        (0..self.node_count() as u32).map(NodeId)
    }
}

impl<'v> IntoNodeReferences for &'v View {
    type NodeRef = (NodeId, &'v TermId);
    type NodeReferences =
        Map<Enumerate<slice::Iter<'v, TermId>>, fn((usize, &'v TermId)) -> (NodeId, &'v TermId)>;

    fn node_references(self) -> Self::NodeReferences {
        let terms = &self.columns.terms;
        terms
            .iter()
            .enumerate()
            .map(|(place, term)| (NodeId(place as u32), term))
    }
}

impl VisitMap<NodeId> for NodeSet {
    fn visit(&mut self, node: NodeId) -> bool {
        self.insert(node)
    }

    fn is_visited(&self, node: &NodeId) -> bool {
        self.contains(*node)
    }

    fn unvisit(&mut self, node: NodeId) -> bool {
        self.remove(node)
    }
}

impl Visitable for View {
    type Map = NodeSet;

    fn visit_map(&self) -> NodeSet {
        NodeSet::new(self.node_count())
    }

    fn reset_map(&self, map: &mut NodeSet) {
        *map = self.visit_map();
    }
}

/// Needs no matrix: the shorter of two edge lists is read, in O(degree).
impl GetAdjacencyMatrix for View {
    type AdjMatrix = ();

    fn adjacency_matrix(&self) {}

    fn is_adjacent(&self, (): &(), from: NodeId, to: NodeId) -> bool {
        let (mut out, mut back) = (self.out_edges(from), self.in_edges(to));
        if out.size_hint() <= back.size_hint() {
            out.any(|edge| edge.to() == to)
        } else {
            back.any(|edge| edge.from() == from)
        }
    }
}
