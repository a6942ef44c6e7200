//! All paths, depth first, looking ahead where it goes on in vain.
//!
//! A step is taken only if the end can be reached from where it leads within the steps that are
//! left. Where many steps were taken since the last path, it is also asked whether it can be reached
//! without what the path has used up: so a search that has strayed behind a bottleneck turns back.

use crate::path::between::{Ban, Meeting, Side};
use crate::path::product::{Move, Product, Spot, Way};
use crate::path::restrict::{Avoided, Restrictor, Used};
use crate::view::{EdgeId, NodeId};
use std::convert::Infallible;
use std::ops::ControlFlow;

/// How many steps are taken in vain before it looks ahead.
const CARELESS: usize = 1 << 10;

/// The paths from one thing to another, in the order of their steps.
pub(super) struct Deep<'p, 'v> {
    product: &'p Product<'v>,
    ends: (NodeId, NodeId),
    restrictor: Restrictor,
    max: u32,
    back: Side,
    used: Used,
    walk: Vec<Move>,
    /// By depth: the steps not yet tried, the next one last.
    open: Vec<Vec<Move>>,
    begun: bool,
    vain: usize,
}

impl<'p, 'v> Deep<'p, 'v> {
    pub(super) fn new(
        product: &'p Product<'v>,
        ends: (NodeId, NodeId),
        restrictor: Restrictor,
        max: u32,
    ) -> Self {
        let ban = Avoided(product);
        let mut back = Side::new(product, Way::Back, product.ends(ends.1), true);
        while !back.is_done() && back.depth() < max {
            back.expand(product, &ban, None);
        }
        Self {
            product,
            ends,
            restrictor,
            max,
            back,
            used: restrictor.used(ends.0, &[]),
            walk: Vec::new(),
            open: Vec::new(),
            begun: false,
            vain: 0,
        }
    }

    /// Returns the next path.
    pub(super) fn next(&mut self) -> Option<Vec<Move>> {
        let (from, to) = self.ends;
        if !self.begun {
            self.begun = true;
            let start = self.product.start(from);
            match from == to && self.restrictor == Restrictor::Acyclic {
                true => self.open.push(Vec::new()),
                false => self.enter(start),
            }
            if from == to && self.product.accepts(start.state) {
                return Some(Vec::new());
            }
        }
        loop {
            let Some(step) = self.open.last_mut()?.pop() else {
                self.open.pop();
                if let Some(step) = self.walk.pop() {
                    self.used.give_back(from, step);
                }
                continue;
            };
            let arrived = step.spot.node == to && self.product.accepts(step.spot.state);
            let round = step.spot.node == from;
            if !self.used.take(from, step, arrived && round) {
                continue;
            }
            self.vain += 1;
            self.walk.push(step);
            if self.vain > CARELESS && !arrived && !self.can_arrive(step.spot) {
                self.open.push(Vec::new());
                continue;
            }
            // Where nothing may come twice, a path that has come to its end is over.
            match step.spot.node == to && self.used.has_node(to) {
                true => self.open.push(Vec::new()),
                false => self.enter(step.spot),
            }
            if arrived {
                self.vain = 0;
                return Some(self.walk.clone());
            }
        }
    }

    /// Gathers the steps that lead on from a place, unless it must not be passed through.
    fn enter(&mut self, spot: Spot) {
        let left = (self.max as usize).saturating_sub(self.walk.len() + 1) as u32;
        let full = self.walk.len() as u32 >= self.max;
        let mut steps = Vec::new();
        let passed = !self.walk.is_empty() && self.product.lens().avoids(spot.node);
        if !full && !passed {
            let ControlFlow::Continue(()) = self.product.ahead(spot, |step| {
                let distance = self.back.distance(self.product, step.spot);
                if distance.is_some_and(|distance| distance <= left) {
                    steps.push(step);
                }
                ControlFlow::<Infallible>::Continue(())
            });
        }
        steps.reverse();
        self.open.push(steps);
    }

    /// Tells whether a walk from here to the end needs nothing that is used up.
    fn can_arrive(&self, here: Spot) -> bool {
        let ban = Rest {
            avoided: Avoided(self.product),
            used: &self.used,
            here: here.node,
        };
        let left = (self.max as usize).saturating_sub(self.walk.len()) as u32;
        let targets = self.product.ends(self.ends.1);
        let start = std::iter::once(here);
        Meeting::between(self.product, start, true, targets, &ban, left).is_some()
    }
}

/// What the rest of a path may not use.
struct Rest<'b, 'p, 'v> {
    avoided: Avoided<'p, 'v>,
    used: &'b Used,
    here: NodeId,
}

impl Ban for Rest<'_, '_, '_> {
    fn node(&self, node: NodeId) -> bool {
        node != self.here && (self.used.has_node(node) || self.avoided.node(node))
    }

    fn edge(&self, edge: EdgeId) -> bool {
        self.used.has_edge(edge)
    }
}
