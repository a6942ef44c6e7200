//! What a path may repeat.

use crate::path::between::Ban;
use crate::path::product::{Move, Product};
use crate::view::{EdgeId, NodeId};
use rustc_hash::FxHashSet;

/// What a path may repeat, in the words of ISO GQL (ISO/IEC 39075, 16.6 path mode).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Restrictor {
    /// Anything.
    #[default]
    Walk,
    /// Things, but no relation between the same two things.
    Trail,
    /// Nothing, but it may end where it began.
    Simple,
    /// Nothing.
    Acyclic,
}

/// The things or edges that the beginning of a path has used up.
#[derive(Clone, Debug, Default)]
pub(super) struct Used {
    nodes: FxHashSet<NodeId>,
    edges: FxHashSet<EdgeId>,
    restrictor: Restrictor,
}

impl Restrictor {
    /// Returns the restrictor of a name such as `trail`.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "walk" => Self::Walk,
            "trail" => Self::Trail,
            "simple" => Self::Simple,
            "acyclic" => Self::Acyclic,
            _ => return None,
        })
    }

    /// Returns the place of the first step that breaks the rule.
    pub(super) fn fault(self, from: NodeId, walk: &[Move]) -> Option<usize> {
        let mut used = self.used(from, &[]);
        for (at, step) in walk.iter().enumerate() {
            if !used.take(from, *step, at + 1 == walk.len()) {
                return Some(at);
            }
        }
        None
    }

    /// Returns what the beginning of a path has used up.
    pub(super) fn used(self, from: NodeId, begun: &[Move]) -> Used {
        let mut used = Used {
            restrictor: self,
            ..Used::default()
        };
        if matches!(self, Self::Simple | Self::Acyclic) {
            used.nodes.insert(from);
        }
        for step in begun {
            used.take(from, *step, false);
        }
        used
    }

    /// Returns how many steps a path can have at most in a graph of this size.
    pub(super) fn longest(self, nodes: usize, edges: usize) -> usize {
        match self {
            Self::Walk => usize::MAX,
            Self::Trail => edges,
            Self::Simple => nodes,
            Self::Acyclic => nodes.saturating_sub(1),
        }
    }
}

impl Used {
    /// Takes a step; tells whether the rule allows it. A step that is refused takes nothing.
    pub(super) fn take(&mut self, from: NodeId, step: Move, last: bool) -> bool {
        match self.restrictor {
            Restrictor::Walk => true,
            Restrictor::Trail => self.edges.insert(step.edge),
            Restrictor::Simple if last && step.spot.node == from => true,
            Restrictor::Simple | Restrictor::Acyclic => self.nodes.insert(step.spot.node),
        }
    }

    /// Gives back what the last step took.
    pub(super) fn give_back(&mut self, from: NodeId, step: Move) {
        match self.restrictor {
            Restrictor::Walk => {}
            Restrictor::Trail => _ = self.edges.remove(&step.edge),
            Restrictor::Simple if step.spot.node == from => {}
            Restrictor::Simple | Restrictor::Acyclic => _ = self.nodes.remove(&step.spot.node),
        }
    }

    pub(super) fn has_node(&self, node: NodeId) -> bool {
        self.nodes.contains(&node)
    }

    pub(super) fn has_edge(&self, edge: EdgeId) -> bool {
        self.edges.contains(&edge)
    }

    /// Tells whether no path that begins so can still end at `to`.
    pub(super) fn is_closed(&self, from: NodeId, to: NodeId, begun: &[Move]) -> bool {
        match self.restrictor {
            Restrictor::Walk | Restrictor::Trail => false,
            Restrictor::Acyclic => self.has_node(to),
            // Only the start may come again, as the end; a path that has come back is over.
            Restrictor::Simple => {
                (to != from && self.has_node(to)) || begun.iter().any(|step| step.spot.node == from)
            }
        }
    }
}

/// What no path may use, wherever it begins: things to be avoided.
pub(super) struct Avoided<'p, 'v>(pub(super) &'p Product<'v>);

impl Ban for Avoided<'_, '_> {
    #[inline]
    fn node(&self, node: NodeId) -> bool {
        self.0.lens().avoids(node)
    }

    #[inline]
    fn edge(&self, _: EdgeId) -> bool {
        false
    }
}
