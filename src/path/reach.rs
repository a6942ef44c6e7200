//! What can be reached from one end, the nearest first, with one shortest path to each.

use crate::path::between::Ban;
use crate::path::flood::Flood;
use crate::path::product::{Flat, Move, Product, Spot, Way};
use crate::path::restrict::Avoided;
use crate::view::{NodeId, NodeSet};
use std::convert::Infallible;
use std::ops::{ControlFlow, Range};
use std::sync::Arc;

/// A search from one end that gives the other ends as it meets them.
pub(super) struct Reach<'p, 'v> {
    product: &'p Product<'v>,
    way: Way,
    max: u32,
    /// By place: a bit if it was seen.
    seen: Vec<u64>,
    /// The places in the order in which they were seen.
    spots: Vec<Spot>,
    /// By place in `spots`: the step that led there and where it came from; empty if nobody asks.
    came: Vec<(u32, Move)>,
    notes: Notes,
    /// The product as tables, if it can be had.
    flat: Option<Arc<Flat<'v>>>,
    /// Where each level begins in `spots`.
    levels: Vec<usize>,
    /// The next place whose steps are to be looked at.
    next: usize,
    /// The next place to tell, and its level.
    told: usize,
    told_level: usize,
    /// The nodes that were given, if one can be met in several states.
    given: Option<NodeSet>,
}

/// How many places are looked at together.
const BLOCK: usize = 32;

/// What a search remembers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notes {
    /// Only what was seen.
    Places,
    /// The ways, too.
    Paths,
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
    /// Searches from `end`: ahead from where paths begin, or back from where they end. `flat` is the
    /// product as tables for this way, if it can be had.
    pub(super) fn new(
        product: &'p Product<'v>,
        flat: Option<Arc<Flat<'v>>>,
        end: NodeId,
        way: Way,
        max: u32,
        notes: Notes,
    ) -> Self {
        let nodes = product.lens().view().node_count();
        let accepting = product.ends(end).count();
        let mut reach = Self {
            product,
            way,
            max,
            seen: vec![0; (product.room() as usize).div_ceil(64)],
            spots: Vec::new(),
            came: Vec::new(),
            notes,
            flat,
            levels: vec![0],
            next: 0,
            told: 0,
            told_level: 0,
            given: (way == Way::Ahead && accepting > 1).then(|| NodeSet::new(nodes)),
        };
        let spots: Vec<Spot> = match way {
            Way::Ahead => vec![product.start(end)],
            Way::Back => product.ends(end).collect(),
        };
        for spot in spots {
            reach.see(spot);
            // An end comes from nowhere: its level is 0, and no way is read beyond it.
            if notes == Notes::Paths {
                reach.came.push((0, Move::none(spot)));
            }
        }
        reach.levels.push(reach.spots.len());
        reach
    }

    /// Adds a place unless it was seen; tells whether it is new.
    #[inline]
    fn see(&mut self, spot: Spot) -> bool {
        let key = self.product.key(spot);
        let (word, bit) = (&mut self.seen[(key / 64) as usize], 1 << (key % 64));
        let new = *word & bit == 0;
        if new {
            *word |= bit;
            self.spots.push(spot);
        }
        new
    }

    /// Returns the next other end.
    pub(super) fn next(&mut self) -> Option<Reached> {
        loop {
            while let Some(spot) = self.spots.get(self.told).copied() {
                let place = self.told as u32;
                while self.levels.get(self.told_level + 1) == Some(&self.told) {
                    self.told_level += 1;
                }
                self.told += 1;
                let is_end = self.is_end(spot);
                let given = self.given.as_mut();
                if is_end && given.is_none_or(|given| given.insert(spot.node)) {
                    return Some(Reached {
                        node: spot.node,
                        distance: self.told_level as u32,
                        place,
                    });
                }
            }
            self.expand()?;
        }
    }

    /// Looks at the steps of the next places.
    fn expand(&mut self) -> Option<()> {
        let end = self.levels[self.levels.len() - 1];
        if self.next == end {
            if self.spots.len() == end {
                return None;
            }
            self.levels.push(self.spots.len());
        }
        let end = self.levels[self.levels.len() - 1];
        let distance = self.levels.len() - 2;
        if distance >= self.max as usize {
            self.next = end;
            return Some(());
        }
        let block = self.next..end.min(self.next + BLOCK);
        self.next = block.end;
        self.product.warm(&self.spots[block.clone()], self.way);
        match self.flat.clone() {
            Some(flat) => self.look_up(&flat, block),
            None => self.ask(block, distance),
        }
        Some(())
    }

    /// Looks at the steps of some places, asking of each whether it counts.
    fn ask(&mut self, block: Range<usize>, distance: usize) {
        for place in block {
            let from = self.spots[place];
            if distance > 0 && Avoided(self.product).node(from.node) {
                continue;
            }
            let place = place as u32;
            let (product, way, notes) = (self.product, self.way, self.notes);
            let ControlFlow::Continue(()) = product.visit(from, way, |step| {
                if self.see(step.spot) && notes == Notes::Paths {
                    self.came.push((place, step));
                }
                ControlFlow::<Infallible>::Continue(())
            });
        }
    }

    /// Looks at the steps of some places in tables.
    fn look_up(&mut self, flat: &Flat<'v>, block: Range<usize>) {
        for place in block {
            let from = self.spots[place];
            for side in &flat.sides {
                flat.visit(side, from, |spot, at| {
                    if self.see(spot) && self.notes == Notes::Paths {
                        let step = Move {
                            edge: side.steps.edge(at),
                            direction: side.direction,
                            spot,
                        };
                        self.came.push((place as u32, step));
                    }
                });
            }
        }
    }

    /// Returns how many ends there are that were not given yet.
    pub(super) fn count(mut self) -> usize {
        if let (Some(flat), 0, 0) = (&self.flat, self.next, self.told) {
            return Flood::new(self.product, flat, self.way).count(&self.spots, self.max);
        }
        if self.given.is_some() {
            return std::iter::from_fn(|| self.next()).count();
        }
        while self.expand().is_some() {}
        let is_end = |spot: &&Spot| self.is_end(**spot);
        self.spots[self.told..].iter().filter(is_end).count()
    }

    /// Tells whether a path may begin or end at a place, on the far side of the search.
    #[inline]
    fn is_end(&self, spot: Spot) -> bool {
        match self.way {
            Way::Ahead => self.product.accepts(spot.state),
            Way::Back => spot.state == 0,
        }
    }

    /// Returns one shortest path to or from an end that was reached, if ways were noted. Found from
    /// the start, it is the first in the order of steps.
    pub(super) fn path(&self, reached: Reached) -> Vec<Move> {
        let mut walk = Vec::with_capacity(reached.distance as usize);
        let mut here = reached.place;
        for _ in 0..reached.distance {
            let Some((before, step)) = self.came.get(here as usize).copied() else {
                break;
            };
            walk.push(match self.way {
                Way::Ahead => step,
                // Found from its end, a step knows where it begins.
                Way::Back => Move {
                    spot: self.spots[before as usize],
                    ..step
                },
            });
            here = before;
        }
        if self.way == Way::Ahead {
            walk.reverse();
        }
        walk
    }
}
