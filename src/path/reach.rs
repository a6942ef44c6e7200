//! What can be reached from one end, the nearest first, with one shortest path to each.
//!
//! Places are looked at in the order in which they were met, in blocks: small ones as long as few are
//! asked for, then larger and larger. A large block is shared among threads. Each looks its part up
//! and leaves out what was seen before; what they found is then put together in order, so that it is
//! the same as if one had done it all.

use crate::path::between::Ban;
use crate::path::flood::Flood;
use crate::path::met::{Came, Met, Notes, Places};
use crate::path::product::{Product, Spot, Way};
use crate::path::restrict::Avoided;
use crate::path::share;
use crate::path::tables::{FEW, RowRuns, Tables};
use crate::view::{Direction, EdgeId, Hop, NodeId, NodeSet};
use std::convert::Infallible;
use std::ops::{ControlFlow, Range};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A search from one end that gives the other ends as it meets them.
pub(super) struct Reach<'p, 'v> {
    product: &'p Product<'v>,
    way: Way,
    max: u32,
    /// What was met. With tables the states of places are rows.
    met: Met,
    /// What each other thread met, before it is put together; made when it is needed.
    parts: Vec<Met>,
    notes: Notes,
    /// The product as tables, if it can be had.
    tables: Option<Arc<Tables<'v>>>,
    /// How many places are looked at together.
    block: usize,
    /// These places, while the list of all grows.
    looked_at: Vec<Spot>,
    /// As much work as so many steps it was to tell a place: this depends on how long paths are, on what
    /// they share, and on who sees them.
    telling_work: f64,
    /// Where each level begins in `spots`.
    levels: Vec<usize>,
    /// The next place whose steps are to be looked at.
    next: usize,
    telling: Telling,
}

/// What was met, as far as those need it who tell it.
struct Told<'r> {
    spots: &'r [Spot],
    came: &'r [Came],
    levels: &'r [usize],
}

/// How far places were told, and the path that was read last.
struct Telling {
    way: Way,
    /// By state or row: whether a path may begin or end there, on the far side of the search.
    ends: Vec<bool>,
    /// The next place to tell, and its level.
    next: usize,
    level: usize,
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
const WORTH: usize = if cfg!(test) { 4 } else { 1 << 9 };
/// How many places are asked how many steps they have, before work is shared out.
const ASKED: usize = 1 << 8;
/// As much work as so many steps is a place itself.
const PLACE: usize = 6;
/// And to tell one, until it is known how long that takes.
const TELLING: f64 = 4.0;
/// It takes no longer: who was stopped meanwhile has measured that.
const MOST_TELLING: f64 = 16.0;
/// After so many places that were told it is asked whether the others are done.
const TOGETHER: usize = 1 << 7;
/// So long as places are fewer than this part of all nodes, runs are not worth making.
const PART: usize = 32;
/// Tells whether the others are done.
type AreDone<'a> = &'a dyn Fn() -> bool;
/// Nobody has seen enough.
const CONTINUE: ControlFlow<()> = ControlFlow::Continue(());
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
            block: FEW,
            looked_at: Vec::new(),
            telling_work: TELLING,
            levels: vec![0],
            next: 0,
            telling: Telling {
                way,
                ends,
                next: 0,
                level: 0,
                given: several.then(|| NodeSet::new(nodes)),
                trail: Vec::new(),
                hops: Vec::new(),
            },
        };
        for state in starts {
            let spot = Spot { node: end, state };
            reach.met.see(spot, || Came::NOWHERE);
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
            let (telling, told) = self.split();
            if let Some(reached) = telling.next(&told) {
                return Some(reached);
            }
            let ControlFlow::Continue(()) = self.expand(|_, _, _| CONTINUE)? else {
                return None;
            };
        }
    }

    /// Shows all other ends that are wanted, with a shortest path to or from each, until `visit` has
    /// seen enough. While others look further, those are shown that were reached before, as far as there
    /// is time.
    pub(super) fn each_path(
        &mut self,
        want: impl Fn(NodeId) -> bool,
        mut visit: impl FnMut(NodeId, &[Hop]) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut tell = |telling: &mut Telling, told: Told<'_>, are_done: AreDone<'_>| {
            while let Some(reached) = telling.next(&told) {
                if want(reached.node) {
                    visit(reached.node, telling.path(&told, reached))?;
                }
                if telling.next.is_multiple_of(TOGETHER) && are_done() {
                    break;
                }
            }
            CONTINUE
        };
        while let Some(flow) = self.expand(&mut tell) {
            flow?;
        }
        let (telling, told) = self.split();
        tell(telling, told, &|| false)
    }

    /// Looks at the steps of the next places; `None` if there are none. What is done `meanwhile` may know
    /// of the places that were met before, and say that it is enough.
    fn expand(
        &mut self,
        meanwhile: impl FnOnce(&mut Telling, Told<'_>, AreDone<'_>) -> ControlFlow<()>,
    ) -> Option<ControlFlow<()>> {
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
            return Some(CONTINUE);
        }
        let block = self.next..end.min(self.next + self.block);
        self.next = block.end;
        self.block = (self.block * 4).min(MANY);
        Some(match self.tables.clone() {
            Some(tables) => self.look_up(&tables, block, meanwhile),
            None => {
                let (telling, told) = self.split();
                let flow = meanwhile(telling, told, &|| false);
                if flow.is_continue() {
                    self.ask(block, distance);
                }
                flow
            }
        })
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
                let direction = match step.spot.node == from.node {
                    // As of steps that are looked up in tables.
                    true => Direction::With,
                    false => step.direction,
                };
                let came = || Came::new(place as u32, step.edge, direction);
                self.met.see(step.spot, came);
                ControlFlow::<Infallible>::Continue(())
            });
        }
    }

    /// Looks at the steps of some places in tables.
    fn look_up(
        &mut self,
        tables: &Tables<'v>,
        block: Range<usize>,
        meanwhile: impl FnOnce(&mut Telling, Told<'_>, AreDone<'_>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let nodes = self.product.lens().view().node_count();
        let few = self.spots().len() <= nodes / PART;
        let runs = match few && !self.product.lens().has_runs() {
            true => &[],
            false => tables.runs(self.product, self.way),
        };
        let threads = rayon::current_num_threads();
        let before = block.start as u32;
        self.looked_at.clear();
        if runs.is_empty() || threads == 1 || block.len() < WORTH * threads {
            let (telling, told) = self.split();
            meanwhile(telling, told, &|| false)?;
            self.looked_at
                .extend_from_slice(&self.met.places.spots[block]);
            tables.look_up(runs, (&self.looked_at, before), &mut self.met);
            return CONTINUE;
        }
        let to_tell = match self.notes {
            Notes::Places => 0,
            Notes::Paths => self.spots().len() - self.telling.next,
        };
        self.looked_at
            .extend_from_slice(&self.met.places.spots[block]);
        let spots = &self.looked_at;
        let telling_first = (to_tell as f64 * self.telling_work) as usize;
        let mut shares = shares(runs, spots, threads, telling_first).into_iter();
        let Some(own) = shares.next() else {
            return CONTINUE;
        };
        let (met, parts) = (&mut self.met, &mut self.parts);
        let (states, notes) = (self.telling.ends.len(), self.notes);
        parts.resize_with(threads - 1, || Met::new(nodes, states, notes));
        for part in &mut *parts {
            part.marks.bits.copy_from_slice(&met.marks.bits);
        }
        let look_up = |share: &Share, met: &mut Met| {
            let first = before + share.range.start as u32;
            tables.look_up(runs, (&spots[share.range.clone()], first), met);
        };
        let tell = |are_done: AreDone<'_>| {
            let (begun, from) = (Instant::now(), self.telling.next);
            let Places { spots, came, .. } = &met.places;
            let levels = &self.levels;
            meanwhile(
                &mut self.telling,
                Told {
                    spots,
                    came,
                    levels,
                },
                are_done,
            )?;
            let time = begun.elapsed().as_secs_f64() / (self.telling.next - from) as f64;
            look_up(&own, met);
            ControlFlow::Continue(time)
        };
        let mut others: Vec<_> = shares.zip(parts).map(|two| (two, Duration::ZERO)).collect();
        let told = share::beside(tell, &mut others, |_, ((share, part), time)| {
            let begun = Instant::now();
            look_up(share, part);
            *time = begun.elapsed();
        });
        if let (ControlFlow::Continue(telling), Some(((share, _), time))) = (told, others.first()) {
            let step = time.as_secs_f64() / share.work as f64;
            let work = telling / step;
            if work.is_finite() {
                self.telling_work = (self.telling_work + work.min(MOST_TELLING)) / 2.0;
            }
        }
        self.met.add(&mut self.parts);
        told.map_continue(|_| ())
    }

    /// Returns how many ends there are that were not given yet.
    pub(super) fn count(mut self) -> usize {
        if let (Some(tables), 0, 0, Some(spot)) = (
            &self.tables,
            self.next,
            self.telling.next,
            self.spots().first(),
        ) {
            let starts = tables.rows.spots(tables.start, spot.node.index() as u32);
            let flood = Flood::new(self.product, &tables.flat, self.way);
            return flood.count(&starts.collect::<Vec<Spot>>(), self.max);
        }
        std::iter::from_fn(|| self.next()).count()
    }

    /// Returns one shortest path to or from an end that was reached, if ways were noted. Found from
    /// the start, it is the first in the order of steps.
    pub(super) fn path(&mut self, reached: Reached) -> &[Hop] {
        let (telling, told) = self.split();
        telling.path(&told, reached)
    }

    /// Returns who tells, and what can be told.
    fn split(&mut self) -> (&mut Telling, Told<'_>) {
        let Places { spots, came, .. } = &self.met.places;
        let told = Told {
            spots,
            came,
            levels: &self.levels,
        };
        (&mut self.telling, told)
    }
}

impl Telling {
    /// Returns the next other end among the places that were met.
    #[inline]
    fn next(&mut self, told: &Told<'_>) -> Option<Reached> {
        while let Some(spot) = told.spots.get(self.next).copied() {
            let place = self.next as u32;
            while told.levels.get(self.level + 1) == Some(&self.next) {
                self.level += 1;
            }
            self.next += 1;
            let is_end = self.ends[spot.state as usize];
            let given = self.given.as_mut();
            if is_end && given.is_none_or(|given| given.insert(spot.node)) {
                return Some(Reached {
                    node: spot.node,
                    distance: self.level as u32,
                    place,
                });
            }
        }
        None
    }

    /// Returns the steps of the path to or from an end that was reached. Only those are looked up that
    /// the path before does not share.
    #[inline]
    fn path(&mut self, told: &Told<'_>, reached: Reached) -> &[Hop] {
        let distance = reached.distance as usize;
        while self.hops.len() < distance {
            self.trail.push(NOWHERE);
            let unknown = Hop {
                edge: EdgeId::from_index(0),
                direction: Direction::With,
                node: reached.node,
            };
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
            let came = told.came[here as usize];
            let (at, end) = match self.way {
                Way::Ahead => (at, here),
                // Found from its end, a step leads to where it was found from.
                Way::Back => (distance - 1 - at, came.before),
            };
            self.hops[at] = Hop {
                edge: came.edge(),
                direction: came.direction(),
                node: told.spots[end as usize].node,
            };
            here = came.before;
        }
        &self.hops
    }
}

/// What one thread looks at.
struct Share {
    range: Range<usize>,
    /// How much work that is, about: in steps.
    work: usize,
}

/// Shares places out among threads, one part after another, each with about as much work: those that
/// are met first have more steps. Who does the `first` part has so much else to do.
fn shares(runs: &[RowRuns<'_>], spots: &[Spot], threads: usize, first: usize) -> Vec<Share> {
    let stride = spots.len().div_ceil(ASKED);
    let work = |spot: &Spot| {
        let runs = runs.get(spot.state as usize).and_then(Option::as_deref);
        let steps = runs.unwrap_or_default().iter();
        let steps = steps.map(|run| run.range(spot.node.index() as u32).len());
        stride * (PLACE + steps.sum::<usize>())
    };
    let works: Vec<usize> = spots.iter().step_by(stride).map(work).collect();
    let total = first + works.iter().sum::<usize>();
    let (mut bounds, mut done) = (vec![(0, 0)], 0);
    for (at, work) in works.into_iter().enumerate() {
        if (first + done) * threads >= total * bounds.len() && bounds.len() < threads {
            bounds.push((at * stride, done));
        }
        done += work;
    }
    bounds.push((spots.len(), done));
    let pairs = bounds.windows(2);
    let share = |pair: &[(usize, usize)]| Share {
        range: pair[0].0..pair[1].0,
        work: pair[1].1 - pair[0].1,
    };
    pairs.map(share).collect()
}
