//! Bidirectional breadth-first search: how far two sets of nodes lie apart, and through what.
//!
//! ```text
//! sources  0 → 1 → 2 →|← 1 ← 0  targets      whichever side has fewer edges to look at
//!                      met                   takes the next whole level
//! ```
//!
//! Levels are taken whole, so where the two sides first meet lies the shortest distance, and every
//! node of a shortest route has been seen from one side or the other.

use crate::view::{Heading, Lens, NodeId, NodeSet};

/// How many steps nodes lie from the targets, for the nodes on shortest routes.
pub(super) struct Levels {
    /// The length of a shortest route.
    pub(super) length: u32,
    /// By node: steps to the targets and one more, 0 if unknown. Right for every node that lies on
    /// a shortest route.
    left: Vec<u32>,
}

/// One side of the search.
struct Side {
    heading: Heading,
    /// By node: steps from this side's ends and one more, 0 if not seen.
    seen: Vec<u32>,
    /// The nodes by distance; the last level is the frontier.
    levels: Vec<Vec<NodeId>>,
}

impl Levels {
    /// Searches from `sources` to `targets`, at most `max_hops` steps apart.
    ///
    /// Cost: O(nodes) bits and O(edges) in the worst case; on graphs with short distances it sees
    /// about the square root of what a one-sided search does.
    pub(super) fn between(
        lens: &Lens<'_>,
        sources: &[NodeId],
        targets: &[NodeId],
        max_hops: u32,
    ) -> Option<Self> {
        let mut avoided = lens.avoided().clone();
        for end in sources.iter().chain(targets) {
            avoided.remove(*end);
        }
        let nodes = lens.view().node_count();
        let mut ahead = Side::new(lens.heading(), sources, nodes);
        let mut back = Side::new(lens.heading().reversed(), targets, nodes);
        let mut met = sources.iter().any(|node| back.seen[node.index()] > 0);
        while !met {
            if ahead.depth() + back.depth() >= max_hops {
                return None;
            }
            let (one, other) = if ahead.work(lens) <= back.work(lens) {
                (&mut ahead, &back)
            } else {
                (&mut back, &ahead)
            };
            if one.frontier().is_empty() || other.frontier().is_empty() {
                return None;
            }
            met = one.expand(lens, &avoided, other);
        }
        Some(Self::join(lens, &ahead, back))
    }

    /// Walks back from where the sides met and writes down what lies on shortest routes.
    fn join(lens: &Lens<'_>, ahead: &Side, back: Side) -> Self {
        let length = ahead.depth() + back.depth();
        let mut left = back.seen;
        // Where the sides met, `left` is known from the targets. Before that, a node is on a
        // shortest route if a step leads to one that is.
        let before = ahead.levels.iter().enumerate().rev().skip(1);
        for (level, nodes) in before {
            let wanted = length - level as u32;
            for node in nodes {
                let leads = lens
                    .candidates(*node, ahead.heading)
                    .filter(|hop| left[hop.node.index()] == wanted)
                    .any(|hop| lens.allows(lens.view().edge(hop.edge)));
                if leads {
                    left[node.index()] = wanted + 1;
                }
            }
        }
        Self { length, left }
    }

    /// Tells whether a shortest route can run through a node with `steps` steps to go.
    pub(super) fn is_left(&self, node: NodeId, steps: u32) -> bool {
        self.left[node.index()] == steps + 1
    }
}

impl Side {
    fn new(heading: Heading, ends: &[NodeId], nodes: usize) -> Self {
        let mut seen = vec![0; nodes];
        for end in ends {
            seen[end.index()] = 1;
        }
        Self {
            heading,
            seen,
            levels: vec![ends.to_vec()],
        }
    }

    fn depth(&self) -> u32 {
        self.levels.len() as u32 - 1
    }

    fn frontier(&self) -> &[NodeId] {
        self.levels.last().map_or(&[], Vec::as_slice)
    }

    /// Returns how many edges the next level must look at.
    fn work(&self, lens: &Lens<'_>) -> usize {
        let degree = |node: &NodeId| lens.degree(*node, self.heading);
        self.frontier().iter().map(degree).sum()
    }

    /// Takes the next level; tells whether it met the other side.
    fn expand(&mut self, lens: &Lens<'_>, avoided: &NodeSet, other: &Self) -> bool {
        let mark = self.levels.len() as u32 + 1;
        let mut met = false;
        let mut next = Vec::new();
        for node in self.frontier().to_vec() {
            for hop in lens.candidates(node, self.heading) {
                let near = hop.node;
                if self.seen[near.index()] == 0
                    && !avoided.contains(near)
                    && lens.allows(lens.view().edge(hop.edge))
                {
                    self.seen[near.index()] = mark;
                    met |= other.seen[near.index()] > 0;
                    next.push(near);
                }
            }
        }
        self.levels.push(next);
        met
    }
}
