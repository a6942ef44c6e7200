//! What can be reached from one end, the nearest first, with one shortest path to each.

use crate::path::between::Ban;
use crate::path::product::{Move, Product, Spot, Way};
use crate::path::restrict::Avoided;
use crate::path::seen::Seen;
use crate::view::{NodeId, NodeSet};
use std::convert::Infallible;
use std::ops::ControlFlow;

/// A search from one end that gives the other ends as it meets them.
pub(super) struct Reach<'p, 'v> {
    product: &'p Product<'v>,
    way: Way,
    max: u32,
    seen: Seen,
    found: Vec<Found>,
    /// The next place whose steps are to be looked at.
    next: usize,
    /// The next place to tell.
    told: usize,
    given: NodeSet,
}

#[derive(Clone, Copy)]
struct Found {
    spot: Spot,
    /// The step that led here and the place in `found` that it came from; none at the end itself.
    came: Option<(u32, Move)>,
    distance: u32,
}

/// An end that was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reached {
    pub(super) node: NodeId,
    /// How many steps away.
    pub(super) distance: u32,
    place: u32,
}

impl<'p, 'v> Reach<'p, 'v> {
    /// Searches from `end`: ahead from where paths begin, or back from where they end.
    pub(super) fn new(product: &'p Product<'v>, end: NodeId, way: Way, max: u32) -> Self {
        let mut reach = Self {
            product,
            way,
            max,
            seen: Seen::new(product.room()),
            found: Vec::new(),
            next: 0,
            told: 0,
            given: NodeSet::new(product.lens().view().node_count()),
        };
        let spots: Vec<Spot> = match way {
            Way::Ahead => vec![product.start(end)],
            Way::Back => product.ends(end).collect(),
        };
        for spot in spots {
            reach.see(spot, None, 0);
        }
        reach
    }

    #[inline]
    fn see(&mut self, spot: Spot, came: Option<(u32, Move)>, distance: u32) {
        if self.seen.insert(self.product.key(spot), 0) {
            self.found.push(Found {
                spot,
                came,
                distance,
            });
        }
    }

    /// Returns the next other end.
    pub(super) fn next(&mut self) -> Option<Reached> {
        loop {
            while let Some(found) = self.found.get(self.told).copied() {
                let place = self.told as u32;
                self.told += 1;
                let is_end = match self.way {
                    Way::Ahead => self.product.accepts(found.spot.state),
                    Way::Back => found.spot.state == 0,
                };
                if is_end && self.given.insert(found.spot.node) {
                    return Some(Reached {
                        node: found.spot.node,
                        distance: found.distance,
                        place,
                    });
                }
            }
            self.expand()?;
        }
    }

    /// Looks at the steps of the next place.
    fn expand(&mut self) -> Option<()> {
        let from = self.found.get(self.next).copied()?;
        let place = self.next as u32;
        self.next += 1;
        let ban = Avoided(self.product);
        let passed = from.distance > 0 && ban.node(from.spot.node);
        if from.distance < self.max && !passed {
            let distance = from.distance + 1;
            let (product, way) = (self.product, self.way);
            let ControlFlow::Continue(()) = product.visit(from.spot, way, |step| {
                self.see(step.spot, Some((place, step)), distance);
                ControlFlow::<Infallible>::Continue(())
            });
        }
        Some(())
    }

    /// Returns one shortest path to or from an end that was reached. Found from the start, it is the
    /// first in the order of steps.
    pub(super) fn path(&self, reached: Reached) -> Vec<Move> {
        let mut walk = Vec::with_capacity(reached.distance as usize);
        let mut here = self.found[reached.place as usize];
        while let Some((before, step)) = here.came {
            let from = self.found[before as usize];
            walk.push(match self.way {
                Way::Ahead => step,
                // Found from its end, a step knows where it begins.
                Way::Back => Move {
                    spot: from.spot,
                    ..step
                },
            });
            here = from;
        }
        if self.way == Way::Ahead {
            walk.reverse();
        }
        walk
    }
}
