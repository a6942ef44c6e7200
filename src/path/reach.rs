//! What can be reached from one end, the nearest first, with one shortest path to each.
//!
//! Places are looked at in the order in which they were met, in blocks: small ones as long as few are
//! asked for, then larger and larger. A large block is shared among threads. Each looks its part up
//! and leaves out what was seen before; what they found is then put together in order, so that it is
//! the same as if one had done it all.

use crate::path::between::Ban;
use crate::path::flood::Flood;
use crate::path::plan::{Rows, Run, runs};
use crate::path::product::{Flat, Product, Spot, Way};
use crate::path::restrict::Avoided;
use crate::view::{Bare, Direction, EdgeId, Hop, NodeId, NodeSet};
use rayon::prelude::*;
use std::convert::Infallible;
use std::hint::black_box;
use std::ops::{ControlFlow, Range};
use std::sync::{Arc, OnceLock};

/// A search from one end that gives the other ends as it meets them.
pub(super) struct Reach<'p, 'v> {
    product: &'p Product<'v>,
    way: Way,
    max: u32,
    seen: Marks,
    /// The places in the order in which they were seen. With tables their states are rows.
    spots: Vec<Spot>,
    /// By place in `spots`: how it was met; empty if nobody asks.
    came: Vec<Came>,
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

/// How a place was met.
#[derive(Clone, Copy, Debug)]
struct Came {
    /// The place from which it was.
    before: u32,
    /// The edge, and in the lowest bit how it is walked, read forward: a view has 2³¹ edges at most.
    step: u32,
}

impl Came {
    /// An end comes from nowhere: its level is 0, and no way is read beyond it.
    const NOWHERE: Self = Self { before: 0, step: 0 };

    #[inline]
    fn new(before: u32, edge: EdgeId, direction: Direction) -> Self {
        let step = (edge.index() as u32) << 1 | direction as u32;
        Self { before, step }
    }

    /// Returns the step, which leads to `node`.
    #[inline]
    fn hop(self, node: NodeId) -> Hop {
        Hop {
            edge: EdgeId::from_index(self.step as usize >> 1),
            direction: match self.step & 1 {
                0 => Direction::With,
                _ => Direction::Against,
            },
            node,
        }
    }
}

/// A step that leads to a place, and from where.
struct Step<'a, 'v> {
    before: u32,
    steps: &'a Bare<'v>,
    at: usize,
    direction: Direction,
}

impl Step<'_, '_> {
    /// Looks the edge up: only steps to new places are worth it.
    #[inline]
    fn came(&self) -> Came {
        Came::new(self.before, self.steps.edge(self.at), self.direction)
    }
}

/// Which places have been seen.
struct Marks {
    /// How many places each node has.
    width: usize,
    /// By place: a bit.
    bits: Vec<u64>,
}

impl Marks {
    fn new(nodes: usize, width: usize) -> Self {
        Self {
            width,
            bits: vec![0; (nodes * width).div_ceil(64)],
        }
    }

    /// Returns the word and the bit of a place.
    #[inline]
    fn place(&self, spot: Spot) -> (usize, u64) {
        let key = spot.node.index() * self.width + spot.state as usize;
        (key / 64, 1 << (key % 64))
    }

    #[inline]
    fn has(&self, spot: Spot) -> bool {
        let (word, bit) = self.place(spot);
        self.bits[word] & bit != 0
    }

    /// Marks a place; tells whether it is new.
    #[inline]
    fn insert(&mut self, spot: Spot) -> bool {
        let (word, bit) = self.place(spot);
        let new = self.bits[word] & bit == 0;
        self.bits[word] |= bit;
        new
    }
}

/// A product that is walked without asking, for one way: shared by all searches that go it.
pub(super) struct Tables<'v> {
    flat: Flat<'v>,
    rows: Rows,
    /// The row of the end from which a search begins.
    start: usize,
    /// By row: the runs of edges to walk, or `None` if each edge must be looked up. They are worth
    /// making once many places were met.
    runs: OnceLock<Vec<RowRuns<'v>>>,
}

type RowRuns<'v> = Option<Vec<Run<'v>>>;

impl<'v> Tables<'v> {
    /// Returns the tables, if every edge counts and nothing is avoided.
    pub(super) fn new(product: &Product<'v>, way: Way) -> Option<Self> {
        let flat = product.flat(way)?;
        let mut rows = Rows::new(product.states(), &product.cells(way));
        let start = rows.row_of(product.begins(way));
        Some(Self {
            flat,
            rows,
            start,
            runs: OnceLock::new(),
        })
    }

    fn runs(&self, product: &Product<'v>, way: Way) -> &[RowRuns<'v>] {
        self.runs.get_or_init(|| {
            let cells = product.cells(way);
            let target = |state: u32| self.rows.of[state as usize];
            let rows = self.rows.states.iter();
            let of = |states: &Vec<u32>| runs(product, (way, &cells), states, target);
            rows.map(of).collect()
        })
    }

    /// Looks at the steps of some places, of which the first has the number `before`, in runs.
    fn look_up(
        &self,
        runs: &[RowRuns<'v>],
        (spots, mut before): (&[Spot], u32),
        mut found: impl FnMut(Spot, Step<'_, 'v>),
    ) {
        let mut ranges: Vec<(u32, &Run<'v>, Range<u32>)> = Vec::with_capacity(FEW);
        for spots in spots.chunks(FEW) {
            let of = |spot: &Spot| runs[spot.state as usize].as_deref();
            if spots.iter().any(|spot| of(spot).is_none()) {
                self.look_each_up((spots, before), &mut found);
                before += spots.len() as u32;
                continue;
            }
            // All reads that may go far come first, and nothing between them, so that none waits
            // for another.
            let mut read = 0;
            for spot in spots {
                for run in of(spot).unwrap_or_default() {
                    read ^= run.warm(spot.node.index() as u32);
                }
            }
            black_box(read);
            for spot in spots {
                for run in of(spot).unwrap_or_default() {
                    let range = run.range(spot.node.index() as u32);
                    if !range.is_empty() {
                        ranges.push((before, run, range.start as u32..range.end as u32));
                    }
                }
                before += 1;
            }
            let mut read = 0;
            for (_, run, range) in &ranges {
                read ^= run.warm_steps(range.start as usize);
            }
            black_box(read);
            for (before, run, range) in ranges.drain(..) {
                let (state, only) = (run.target as u32, run.only());
                let range = range.start as usize..range.end as usize;
                for (at, end) in range.clone().zip(&run.steps.ends[range]) {
                    if only.is_some_and(|only| !only.contains(&run.steps.relations[at])) {
                        continue;
                    }
                    let node = NodeId::from_index(*end as usize);
                    let step = Step {
                        before,
                        steps: &run.steps,
                        at,
                        direction: run.direction,
                    };
                    found(Spot { node, state }, step);
                }
            }
        }
    }

    /// The same, edge by edge.
    fn look_each_up(
        &self,
        (spots, before): (&[Spot], u32),
        mut found: impl FnMut(Spot, Step<'_, 'v>),
    ) {
        for (spot, before) in spots.iter().zip(before..) {
            let row = spot.state as usize;
            for from in self.rows.spots(row, spot.node.index() as u32) {
                for side in &self.flat.sides {
                    self.flat.visit(side, from, |spot, at| {
                        let Some(row) = self.rows.of[spot.state as usize] else {
                            return;
                        };
                        let spot = Spot {
                            state: row as u32,
                            ..spot
                        };
                        let step = Step {
                            before,
                            steps: &side.steps,
                            at,
                            direction: side.direction,
                        };
                        found(spot, step);
                    });
                }
            }
        }
    }
}

/// How many places are looked at together by one thread, and how many by all.
const FEW: usize = 128;
const MANY: usize = 1 << 17;
/// How many places are worth a thread.
const WORTH: usize = if cfg!(test) { 4 } else { 1 << 12 };
/// So long as places are fewer than this part of all nodes, runs are not worth making.
const PART: usize = 32;
/// No place.
const NOWHERE: u32 = u32::MAX;

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
            seen: Marks::new(nodes, ends.len()),
            spots: Vec::new(),
            came: Vec::new(),
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
            reach.see(Spot { node: end, state }, || Came::NOWHERE);
        }
        reach.levels.push(reach.spots.len());
        reach
    }

    /// Adds a place unless it was seen.
    #[inline]
    fn see(&mut self, spot: Spot, came: impl FnOnce() -> Came) {
        if self.seen.insert(spot) {
            self.spots.push(spot);
            if self.notes == Notes::Paths {
                self.came.push(came());
            }
        }
    }

    /// Returns the next other end.
    #[inline]
    pub(super) fn next(&mut self) -> Option<Reached> {
        loop {
            while let Some(spot) = self.spots.get(self.told).copied() {
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
        let block = self.next..end.min(self.next + self.block);
        self.next = block.end;
        self.block = (self.block * 2).min(MANY);
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
                self.product.warm(&self.spots[few], self.way);
            }
            let from = self.spots[place];
            if distance > 0 && Avoided(self.product).node(from.node) {
                continue;
            }
            let (product, way) = (self.product, self.way);
            let ControlFlow::Continue(()) = product.visit(from, way, |step| {
                let came = || Came::new(place as u32, step.edge, step.direction);
                self.see(step.spot, came);
                ControlFlow::<Infallible>::Continue(())
            });
        }
    }

    /// Looks at the steps of some places in tables.
    fn look_up(&mut self, tables: &Tables<'v>, block: Range<usize>) {
        let few = self.spots.len() <= self.product.lens().view().node_count() / PART;
        let runs = match few && !self.product.lens().has_runs() {
            true => &[],
            false => tables.runs(self.product, self.way),
        };
        let share = block.len().div_ceil(rayon::current_num_threads());
        if runs.is_empty() || share < WORTH {
            let mut buffer = [Spot::default(); FEW];
            for start in block.clone().step_by(FEW) {
                let spots = &self.spots[start..block.end.min(start + FEW)];
                let buffer = &mut buffer[..spots.len()];
                buffer.copy_from_slice(spots);
                let part = (&*buffer, start as u32);
                match runs {
                    [] => tables.look_each_up(part, |spot, step| self.see(spot, || step.came())),
                    runs => tables.look_up(runs, part, |spot, step| self.see(spot, || step.came())),
                }
            }
            return;
        }
        let (spots, seen) = (&self.spots[block.clone()], &self.seen);
        let shares = spots.par_chunks(share).enumerate().map(|(at, spots)| {
            let mut found = Vec::with_capacity(spots.len());
            let part = (spots, (block.start + at * share) as u32);
            tables.look_up(runs, part, |spot, step| {
                if !seen.has(spot) {
                    found.push((spot, step.came()));
                }
            });
            found
        });
        for share in shares.collect::<Vec<_>>() {
            for (spot, came) in share {
                self.see(spot, || came);
            }
        }
    }

    /// Returns how many ends there are that were not given yet.
    pub(super) fn count(mut self) -> usize {
        if let (Some(tables), 0, 0, Some(spot)) =
            (&self.tables, self.next, self.told, self.spots.first())
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
        self.spots[self.told..].iter().filter(is_end).count()
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
        for (at, place) in self.trail.iter_mut().enumerate().rev() {
            if *place == here {
                break;
            }
            *place = here;
            let came = self.came[here as usize];
            let (found, before) = (
                self.spots[here as usize].node,
                self.spots[came.before as usize].node,
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
