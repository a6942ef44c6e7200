//! What can be reached from one end, the nearest first, with one shortest path to each.
//!
//! Places are looked at in the order in which they were met, in blocks: small ones as long as few are
//! asked for, then larger and larger. A large block is shared among threads. Each looks its part up
//! and leaves out what was seen before; what they found is then put together in order, so that it is
//! the same as if one had done it all.

use crate::path::between::Ban;
use crate::path::flood::Flood;
use crate::path::met::{Came, Met, Notes};
use crate::path::product::{Product, Spot, Way};
use crate::path::restrict::Avoided;
use crate::path::share;
use crate::path::tables::{FEW, RowRuns, Tables};
use crate::view::{Direction, Hop, NodeId, NodeSet};
use std::convert::Infallible;
use std::ops::{ControlFlow, Range};
use std::sync::Arc;

/// A search from one end that gives the other ends as it meets them.
pub(super) struct Reach<'p, 'v> {
    product: &'p Product<'v>,
    way: Way,
    max: u32,
    /// What was met. With tables the states of places are rows.
    met: Met,
    /// What each thread met, before it is put together; made when it is needed.
    parts: Vec<Met>,
    notes: Notes,
    /// The product as tables, if it can be had.
    tables: Option<Arc<Tables<'v>>>,
    /// By state or row: whether a path may begin or end there, on the far side of the search.
    ends: Vec<bool>,
    /// How many places are looked at together.
    block: usize,
    /// Where each level begins in `spots`.
    levels: Vec<usize>,
    /// The next place whose steps are to be looked at.
    next: usize,
    /// The next place to tell, and its level.
    told: usize,
    told_level: usize,
    /// The nodes that were given, if one can be met in several states.
    given: Option<NodeSet>,
    /// The places on the path that was read last, by distance: the next mostly begins like it, and is
    /// never shorter.
    trail: Vec<u32>,
    /// The steps to these places, in the order of the path.
    hops: Vec<Hop>,
}

/// How many places are looked at together by all threads.
const MANY: usize = 1 << 17;
/// How many places are worth a thread.
const WORTH: usize = if cfg!(test) { 4 } else { 1 << 11 };
/// How many places are asked how many steps they have, before work is shared out.
const ASKED: usize = 1 << 8;
/// As much work as so many steps is a place itself.
const PLACE: usize = 6;
/// So long as places are fewer than this part of all nodes, runs are not worth making.
const PART: usize = 32;
/// No place.
const NOWHERE: u32 = u32::MAX;

/// An end that was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reached {
    pub(super) node: NodeId,
    /// How many steps away.
    pub(super) distance: u32,
    place: u32,
}

impl<'p, 'v> Reach<'p, 'v> {
    /// Searches from `end`: ahead from where paths begin, or back from where they end. `tables` are
    /// those for this way, if they can be had.
    pub(super) fn new(
        product: &'p Product<'v>,
        tables: Option<Arc<Tables<'v>>>,
        end: NodeId,
        way: Way,
        max: u32,
        notes: Notes,
    ) -> Self {
        let nodes = product.lens().view().node_count();
        let is_end = |state: u32| match way {
            Way::Ahead => product.accepts(state),
            Way::Back => state == 0,
        };
        let (ends, starts): (Vec<bool>, Vec<u32>) = match &tables {
            Some(tables) => {
                let rows = tables.rows.states.iter();
                let ends = rows.map(|states| states.iter().any(|state| is_end(*state)));
                (ends.collect(), vec![tables.start as u32])
            }
            None => {
                let states = 0..product.states() as u32;
                (states.map(is_end).collect(), product.begins(way))
            }
        };
        let several = ends.iter().filter(|is_end| **is_end).count() > 1;
        let mut reach = Self {
            product,
            way,
            max,
            met: Met::new(nodes, ends.len(), notes),
            parts: Vec::new(),
            notes,
            tables,
            ends,
            block: FEW,
            levels: vec![0],
            next: 0,
            told: 0,
            told_level: 0,
            given: several.then(|| NodeSet::new(nodes)),
            trail: Vec::new(),
            hops: Vec::new(),
        };
        for state in starts {
            let spot = Spot { node: end, state };
            reach.met.see(spot, |_| 0, || Came::NOWHERE);
        }
        reach.levels.push(reach.spots().len());
        reach
    }

    /// Returns the places in the order in which they were met.
    #[inline]
    fn spots(&self) -> &[Spot] {
        &self.met.places.spots
    }

    /// Returns the next other end.
    #[inline]
    pub(super) fn next(&mut self) -> Option<Reached> {
        loop {
            while let Some(spot) = self.spots().get(self.told).copied() {
                let place = self.told as u32;
                while self.levels.get(self.told_level + 1) == Some(&self.told) {
                    self.told_level += 1;
                }
                self.told += 1;
                let is_end = self.ends[spot.state as usize];
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
        if self.product.is_stopped() {
            return None;
        }
        let end = self.levels[self.levels.len() - 1];
        if self.next == end {
            if self.spots().len() == end {
                return None;
            }
            self.levels.push(self.spots().len());
        }
        let end = self.levels[self.levels.len() - 1];
        let distance = self.levels.len() - 2;
        if distance >= self.max as usize {
            self.next = end;
            return Some(());
        }
        let block = self.next..end.min(self.next + self.block);
        self.next = block.end;
        self.block = (self.block * 4).min(MANY);
        match self.tables.clone() {
            Some(tables) => self.look_up(&tables, block),
            None => self.ask(block, distance),
        }
        Some(())
    }

    /// Looks at the steps of some places, asking of each whether it counts.
    fn ask(&mut self, block: Range<usize>, distance: usize) {
        for place in block.clone() {
            if (place - block.start).is_multiple_of(FEW) {
                let few = place..block.end.min(place + FEW);
                self.product.warm(&self.spots()[few], self.way);
            }
            let from = self.spots()[place];
            if distance > 0 && Avoided(self.product).node(from.node) {
                continue;
            }
            let (product, way) = (self.product, self.way);
            let ControlFlow::Continue(()) = product.visit(from, way, |step| {
                let came = || Came::new(place as u32, step.edge, step.direction);
                self.met.see(step.spot, |_| 0, came);
                ControlFlow::<Infallible>::Continue(())
            });
        }
    }

    /// Looks at the steps of some places in tables.
    fn look_up(&mut self, tables: &Tables<'v>, block: Range<usize>) {
        let nodes = self.product.lens().view().node_count();
        let few = self.spots().len() <= nodes / PART;
        let runs = match few && !self.product.lens().has_runs() {
            true => &[],
            false => tables.runs(self.product, self.way),
        };
        let threads = rayon::current_num_threads();
        if runs.is_empty() || threads == 1 || block.len() < WORTH * threads {
            let mut buffer = [Spot::default(); FEW];
            for start in block.clone().step_by(FEW) {
                let spots = &self.spots()[start..block.end.min(start + FEW)];
                let buffer = &mut buffer[..spots.len()];
                buffer.copy_from_slice(spots);
                tables.look_up(runs, (buffer, start as u32), |_| 0, &mut self.met);
            }
            return;
        }
        while self.parts.len() < threads {
            self.parts
                .push(Met::new(nodes, self.ends.len(), self.notes));
        }
        let (seen, spots) = (&self.met.marks.bits, &self.met.places.spots);
        let shares = shares(runs, spots, block, threads);
        let mut shares: Vec<_> = shares.into_iter().zip(&mut self.parts).collect();
        share::each(&mut shares, |_, (share, part)| {
            let before = share.start as u32;
            tables.look_up(
                runs,
                (&spots[share.clone()], before),
                |word| seen[word],
                part,
            );
        });
        self.met.add(&mut self.parts);
    }

    /// Returns how many ends there are that were not given yet.
    pub(super) fn count(mut self) -> usize {
        if let (Some(tables), 0, 0, Some(spot)) =
            (&self.tables, self.next, self.told, self.spots().first())
        {
            let starts = tables.rows.spots(tables.start, spot.node.index() as u32);
            let flood = Flood::new(self.product, &tables.flat, self.way);
            return flood.count(&starts.collect::<Vec<Spot>>(), self.max);
        }
        if self.given.is_some() {
            return std::iter::from_fn(|| self.next()).count();
        }
        while self.expand().is_some() {}
        let is_end = |spot: &&Spot| self.ends[spot.state as usize];
        self.spots()[self.told..].iter().filter(is_end).count()
    }

    /// Returns one shortest path to or from an end that was reached, if ways were noted. Found from
    /// the start, it is the first in the order of steps.
    ///
    /// Only those steps are looked up that the path before does not share.
    pub(super) fn path(&mut self, reached: Reached) -> &[Hop] {
        let distance = reached.distance as usize;
        while self.hops.len() < distance {
            self.trail.push(NOWHERE);
            let unknown = Came::NOWHERE.hop(reached.node);
            match self.way {
                Way::Ahead => self.hops.push(unknown),
                Way::Back => self.hops.insert(0, unknown),
            }
        }
        let mut here = reached.place;
        let places = &self.met.places;
        for (at, place) in self.trail.iter_mut().enumerate().rev() {
            if *place == here {
                break;
            }
            *place = here;
            let came = places.came[here as usize];
            let (found, before) = (
                places.spots[here as usize].node,
                places.spots[came.before as usize].node,
            );
            let (at, end) = match self.way {
                Way::Ahead => (at, found),
                // Found from its end, a step leads to where it was found from.
                Way::Back => (distance - 1 - at, before),
            };
            self.hops[at] = came.hop(end);
            if found == before {
                // A loop stands in both directions, and is walked with itself.
                self.hops[at].direction = Direction::With;
            }
            here = came.before;
        }
        &self.hops
    }
}

/// Shares places out among threads, one part after another, each with about as many steps: those that
/// are met first have more.
fn shares(
    runs: &[RowRuns<'_>],
    spots: &[Spot],
    block: Range<usize>,
    threads: usize,
) -> Vec<Range<usize>> {
    let stride = block.len().div_ceil(ASKED);
    let work = |place: usize| {
        let spot = spots[place];
        let runs = runs.get(spot.state as usize).and_then(Option::as_deref);
        let steps = runs.unwrap_or_default().iter();
        let steps = steps.map(|run| run.range(spot.node.index() as u32).len());
        PLACE + steps.sum::<usize>()
    };
    let asked = block.clone().step_by(stride);
    let works: Vec<(usize, usize)> = asked.map(|place| (place, work(place))).collect();
    let total: usize = works.iter().map(|(_, work)| work).sum();
    let mut bounds = vec![block.start];
    let mut done = 0;
    for (place, work) in works {
        if done * threads >= total * bounds.len() && bounds.len() < threads {
            bounds.push(place);
        }
        done += work;
    }
    bounds.push(block.end);
    bounds.windows(2).map(|pair| pair[0]..pair[1]).collect()
}
