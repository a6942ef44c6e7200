//! Paths one by one, the shortest first, by branch and bound (Lawler 1972; Murty 1968; Yen 1971).
//!
//! All paths from the start are split into groups: those that begin in the same way and then do not
//! go on in certain ways. The shortest *walk* of a group bounds its paths from below; if it is a path
//! of the kind that is asked for, it is the group's shortest. Then the rest of the group is split
//! along it:
//!
//! ```text
//! found  a ─ b ─ c ─ d      rest: begins a,     not on to b
//!                                 begins a b,   not on to c
//!                                 begins a b c, not on to d …
//! ```
//!
//! What the beginning has used up is banned from the rest, so a group without any path is mostly
//! known by one search. In the worst case the number of groups is exponential: whether there is a
//! simple path that spells an expression is NP-complete (Mendelzon and Wood 1995).

use crate::path::between::{Ban, Meeting};
use crate::path::product::{Move, Product, Spot};
use crate::path::restrict::{Restrictor, Used};
use crate::path::weigh::{self, Bound, Scale};
use crate::view::{Direction, EdgeId, NodeId};
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::ops::ControlFlow;

/// In which order groups are looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// By what their paths cost at least: paths come cheapest first.
    Cheapest,
    /// The longest beginning first: some path comes soon.
    Deepest,
}

/// A path in steps, and what it costs.
pub(super) type Found = (f64, Vec<Move>);

/// The paths from one thing to another, one by one; see the head of this file.
pub(super) struct Branches<'p, 'v> {
    product: &'p Product<'v>,
    scale: Scale<'p, 'v>,
    bound: Bound,
    from: NodeId,
    to: NodeId,
    restrictor: Restrictor,
    max: u32,
    order: Order,
    open: BinaryHeap<Reverse<Group>>,
    made: u64,
}

/// The paths that begin with `walk[..fixed]` and do not go on in one of the `barred` ways. `walk` is
/// the shortest walk among them.
struct Group {
    rank: (u64, f64, u64),
    walk: Vec<Move>,
    cost: f64,
    fixed: usize,
    barred: Vec<Onward>,
}

/// How a path goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Onward {
    /// It ends.
    Ends,
    /// It takes this edge in this direction.
    Takes(EdgeId, Direction),
}

impl PartialEq for Group {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Group {}

impl PartialOrd for Group {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Group {
    fn cmp(&self, other: &Self) -> Ordering {
        let ((depth, cost, made), (other_depth, other_cost, other_made)) = (self.rank, other.rank);
        let costs = || cost.total_cmp(&other_cost);
        depth
            .cmp(&other_depth)
            .then_with(costs)
            .then_with(|| made.cmp(&other_made))
    }
}

impl<'p, 'v> Branches<'p, 'v> {
    pub(super) fn new(
        product: &'p Product<'v>,
        scale: Scale<'p, 'v>,
        (from, to): (NodeId, NodeId),
        restrictor: Restrictor,
        max: u32,
        order: Order,
    ) -> Self {
        let mut branches = Self {
            bound: Bound::new(product.ends(to)),
            product,
            scale,
            from,
            to,
            restrictor,
            max,
            order,
            open: BinaryHeap::new(),
            made: 0,
        };
        branches.add(&[], 0.0, Vec::new());
        branches
    }

    pub(super) fn scale(&self) -> &Scale<'p, 'v> {
        &self.scale
    }

    /// Returns the next path.
    pub(super) fn next(&mut self) -> Option<Found> {
        while !self.product.is_stopped()
            && let Some(Reverse(group)) = self.open.pop()
        {
            let fault = self.restrictor.fault(self.from, &group.walk);
            // What follows the step that breaks the rule need not be told apart.
            let last = fault.unwrap_or(group.walk.len());
            let mut cost = 0.0;
            for at in 0..=last {
                if at >= group.fixed {
                    let onward = match group.walk.get(at) {
                        Some(step) => Onward::Takes(step.edge, step.direction),
                        None => Onward::Ends,
                    };
                    let mut barred = match at == group.fixed {
                        true => group.barred.clone(),
                        false => Vec::new(),
                    };
                    barred.push(onward);
                    self.add(&group.walk[..at], cost, barred);
                }
                if let Some(step) = group.walk.get(at) {
                    cost += self.scale.cost(step.edge).unwrap_or(f64::INFINITY);
                }
            }
            if fault.is_none() {
                return Some((group.cost, group.walk));
            }
        }
        None
    }

    /// Adds the group of paths that begin so, unless it is empty.
    fn add(&mut self, begun: &[Move], cost: f64, barred: Vec<Onward>) {
        let Some((rest, mut onward)) = self.shortest(begun, &barred) else {
            return;
        };
        let mut walk = begun.to_vec();
        walk.append(&mut onward);
        self.made += 1;
        let depth = match self.order {
            Order::Cheapest => 0,
            Order::Deepest => u64::MAX - begun.len() as u64,
        };
        self.open.push(Reverse(Group {
            rank: (depth, cost + rest, self.made),
            cost: cost + rest,
            walk,
            fixed: begun.len(),
            barred,
        }));
    }

    /// Returns the shortest walk that goes on from a beginning, and its cost.
    fn shortest(&mut self, begun: &[Move], barred: &[Onward]) -> Option<Found> {
        let product = self.product;
        let start = product.start(self.from);
        let here = begun.last().map_or(start, |step| step.spot);
        let arrived = here.node == self.to && product.accepts(here.state);
        if arrived && !barred.contains(&Onward::Ends) {
            return Some((0.0, Vec::new()));
        }
        let used = self.restrictor.used(self.from, begun);
        let ban = Banned {
            product,
            used: &used,
        };
        let left = self.max.checked_sub(begun.len() as u32 + 1)?;
        let passed = !begun.is_empty() && product.lens().avoids(here.node);
        if passed || used.is_closed(self.from, self.to, begun) {
            return None;
        }
        let is_target = |spot: Spot| spot.node == self.to && product.accepts(spot.state);
        let mut starts: Vec<(Option<Move>, Spot)> = Vec::new();
        let ControlFlow::Continue(()) = product.ahead(here, |step| {
            let onward = Onward::Takes(step.edge, step.direction);
            let allowed = !barred.contains(&onward) && !ban.edge(step.edge);
            if allowed && (!ban.node(step.spot.node) || is_target(step.spot)) {
                starts.push((Some(step), step.spot));
            }
            ControlFlow::<std::convert::Infallible>::Continue(())
        });
        if !self.scale.counts_hops() {
            let (scale, bound) = (&self.scale, &mut self.bound);
            let max = left.saturating_add(1);
            return weigh::cheapest(product, scale, bound, &starts, is_target, &ban, max);
        }
        let spots = starts.iter().map(|(_, spot)| *spot);
        let targets = product.ends(self.to);
        let meeting = Meeting::between(product, spots, false, targets, &ban, left)?;
        let (first, mut walk) = meeting.first(product, &ban)?;
        let mut firsts = starts.iter().filter(|(_, spot)| *spot == first);
        let first = firsts.next().and_then(|(step, _)| *step)?;
        walk.insert(0, first);
        Some((walk.len() as f64, walk))
    }
}

/// What the beginning of a path bans from the rest.
struct Banned<'b, 'p, 'v> {
    product: &'p Product<'v>,
    used: &'b Used,
}

impl Ban for Banned<'_, '_, '_> {
    fn node(&self, node: NodeId) -> bool {
        self.product.lens().avoids(node) || self.used.has_node(node)
    }

    fn edge(&self, edge: EdgeId) -> bool {
        self.used.has_edge(edge)
    }
}
