//! Two-sided breadth-first search in the product: how far the ends lie apart, and one shortest way.
//!
//! ```text
//! starts  0 → 1 → 2 →|← 1 ← 0  targets      whichever side has less to look at
//!                     met                   takes the next whole level
//! ```
//!
//! Levels are taken whole, so where the two sides first meet lies the shortest distance, and every
//! place of a shortest walk has been seen from one side or the other.

use crate::path::product::{Move, Product, Spot, Way};
use crate::path::seen::Seen;
use crate::view::{EdgeId, NodeId};
use std::convert::Infallible;
use std::ops::ControlFlow;

/// What a walk may not use.
pub(super) trait Ban {
    /// Tells whether a walk may not pass through a thing; it may begin or end there.
    fn node(&self, node: NodeId) -> bool;
    /// Tells whether a walk may not take an edge.
    fn edge(&self, edge: EdgeId) -> bool;
}

/// One side of the search: the places seen from one end, level by level.
#[derive(Clone, Debug)]
pub(super) struct Side {
    way: Way,
    seen: Seen,
    /// The places in the order in which they were seen.
    pub(super) spots: Vec<Spot>,
    /// Where each level begins in `spots`; the last level is the frontier.
    pub(super) levels: Vec<usize>,
    /// How many steps lead on from the frontier, about, as far as places were asked: those of the last
    /// level, the largest, mostly never are.
    work: usize,
    asked: usize,
    /// Whether its ends may be passed through even where that is banned: they begin a walk or end it.
    free: bool,
}

impl Side {
    pub(super) fn new(
        product: &Product<'_>,
        way: Way,
        ends: impl Iterator<Item = Spot>,
        free: bool,
    ) -> Self {
        let mut side = Self {
            way,
            free,
            seen: Seen::new(product.room()),
            spots: Vec::new(),
            levels: vec![0],
            work: 0,
            asked: 0,
        };
        for spot in ends {
            side.see(product, spot);
        }
        side
    }

    fn see(&mut self, product: &Product<'_>, spot: Spot) -> bool {
        let level = self.levels.len() as u32 - 1;
        let new = self.seen.insert(product.key(spot), level);
        if new {
            self.spots.push(spot);
        }
        new
    }

    /// Returns how many steps a place lies from this side's ends, if it was seen.
    #[inline]
    pub(super) fn distance(&self, product: &Product<'_>, spot: Spot) -> Option<u32> {
        self.seen.get(product.key(spot))
    }

    pub(super) fn depth(&self) -> u32 {
        self.levels.len() as u32 - 1
    }

    pub(super) fn level(&self, level: u32) -> &[Spot] {
        let level = level as usize;
        let end = self.levels.get(level + 1).copied();
        &self.spots[self.levels[level]..end.unwrap_or(self.spots.len())]
    }

    /// Returns about how many steps lead on from the frontier.
    pub(super) fn work(&mut self, product: &Product<'_>) -> usize {
        let spots = self.spots[self.asked..].iter();
        self.work += spots
            .map(|spot| product.work(*spot, self.way))
            .sum::<usize>();
        self.asked = self.spots.len();
        self.work
    }

    /// Returns which way this side searches.
    pub(super) fn way(&self) -> Way {
        self.way
    }

    /// Tells whether everything that can be reached has been seen.
    pub(super) fn is_done(&self) -> bool {
        self.level(self.depth()).is_empty()
    }

    /// Takes the next level; returns whether it holds a place that `other` has seen.
    pub(super) fn expand(
        &mut self,
        product: &Product<'_>,
        ban: &impl Ban,
        other: Option<&Self>,
    ) -> bool {
        let frontier = self.levels[self.levels.len() - 1]..self.spots.len();
        let free = self.depth() == 0 && self.free;
        self.levels.push(frontier.end);
        (self.work, self.asked) = (0, frontier.end);
        let mut met = false;
        for place in frontier.clone() {
            // A few places are there before they could be made ready.
            if frontier.len() >= FEW && (place - frontier.start) % BLOCK == 0 {
                let block = place..frontier.end.min(place + BLOCK);
                product.warm(&self.spots[block], self.way);
            }
            let spot = self.spots[place];
            // Where a walk may not pass through, it only begins or ends.
            if !free && ban.node(spot.node) {
                continue;
            }
            let way = self.way;
            let ControlFlow::Continue(()) = product.visit(spot, way, |step: Move| {
                if !ban.edge(step.edge) && self.see(product, step.spot) {
                    met |= other.is_some_and(|other| other.meets(product, step.spot, ban));
                }
                ControlFlow::<Infallible>::Continue(())
            });
        }
        met
    }

    /// Tells whether a walk that comes to `spot` from the other side goes on from there to this end.
    fn meets(&self, product: &Product<'_>, spot: Spot, ban: &impl Ban) -> bool {
        match self.distance(product, spot) {
            None => false,
            Some(0) => self.free || !ban.node(spot.node),
            Some(_) => !ban.node(spot.node),
        }
    }
}

/// How many places are looked at together.
const BLOCK: usize = 32;
/// So few are not.
const FEW: usize = 4;

/// Two sides that have met.
#[derive(Clone, Debug)]
pub(super) struct Meeting {
    pub(super) ahead: Side,
    pub(super) back: Side,
    /// How many levels the sides had taken when they met.
    depths: [u32; 2],
}

impl Meeting {
    /// Searches from `starts` to `targets`, at most `max` steps apart. Starts that are not `free`
    /// stand amid a walk: where passing through is banned, they can only be its end.
    ///
    /// Cost: O(places + steps) of the product in the worst case; on graphs with short distances
    /// about the square root of what a one-sided search sees.
    pub(super) fn between(
        product: &Product<'_>,
        starts: impl Iterator<Item = Spot>,
        free: bool,
        targets: impl Iterator<Item = Spot>,
        ban: &impl Ban,
        max: u32,
    ) -> Option<Self> {
        let mut ahead = Side::new(product, Way::Ahead, starts, free);
        let mut back = Side::new(product, Way::Back, targets, true);
        let mut starts = ahead.spots.iter();
        let mut met = starts.any(|spot| back.distance(product, *spot).is_some());
        while !met {
            if ahead.depth() + back.depth() >= max || ahead.is_done() || back.is_done() {
                return None;
            }
            met = match ahead.work(product) <= back.work(product) {
                true => ahead.expand(product, ban, Some(&back)),
                false => back.expand(product, ban, Some(&ahead)),
            };
        }
        let depths = [ahead.depth(), back.depth()];
        Some(Self {
            ahead,
            back,
            depths,
        })
    }

    /// Returns how many steps a shortest walk has.
    pub(super) fn length(&self) -> u32 {
        self.depths[0] + self.depths[1]
    }

    /// Returns the shortest walk that comes first when steps are taken in order, unless the search is
    /// stopped.
    pub(super) fn first(&self, product: &Product<'_>, ban: &impl Ban) -> Option<(Spot, Vec<Move>)> {
        let length = self.length();
        let half = self.depths[0];
        // The places of the nearer half from which a shortest walk leads on, by level.
        let mut lead: Vec<Seen> = Vec::new();
        let mut level: Vec<Spot> = Vec::new();
        for spot in self.ahead.level(half) {
            let left = self.back.distance(product, *spot);
            let free = left == Some(0) || (half == 0 && self.ahead.free);
            if left == Some(length - half) && (free || !ban.node(spot.node)) {
                level.push(*spot);
            }
        }
        for depth in (0..half).rev() {
            let mut marks = Seen::new(u64::MAX);
            let mut before = Vec::new();
            for spot in &level {
                marks.insert(product.key(*spot), 0);
                let ControlFlow::Continue(()) = product.back(*spot, |step| {
                    let known = self.ahead.distance(product, step.spot) == Some(depth);
                    let free = depth == 0 && self.ahead.free;
                    if known && !ban.edge(step.edge) && (free || !ban.node(step.spot.node)) {
                        before.push(step.spot);
                    }
                    ControlFlow::<Infallible>::Continue(())
                });
            }
            lead.push(marks);
            before.sort_unstable();
            before.dedup();
            level = before;
        }
        let mut here = level.iter().min().copied()?;
        let start = here;
        let mut walk = Vec::with_capacity(length as usize);
        for depth in 1..=length {
            let leads = |spot: Spot| match lead.len().checked_sub(depth as usize) {
                Some(at) => lead[at].get(product.key(spot)).is_some(),
                None => {
                    let left = length - depth;
                    self.back.distance(product, spot) == Some(left)
                        && (left == 0 || !ban.node(spot.node))
                }
            };
            let found = product.ahead(here, |step| {
                match !ban.edge(step.edge) && leads(step.spot) {
                    true => ControlFlow::Break(step),
                    false => ControlFlow::Continue(()),
                }
            });
            let step = found.break_value()?;
            here = step.spot;
            walk.push(step);
        }
        Some((start, walk))
    }
}
