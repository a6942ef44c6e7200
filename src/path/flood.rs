//! How many ends can be reached from one: a flood that tells neither how far they are nor how to
//! get there.
//!
//! Each state of the automaton has a bitmap of the nodes. While few places wait for their steps to
//! be taken, they stand in a list ([`Flood::step`]); once they are many, whole bitmaps are swept
//! ([`Flood::sweep`]). What makes a sweep fast:
//!
//! - Places come in the order of their nodes, so that columns are read forward, and of many places
//!   at once: memory that is far away comes while other reads wait.
//! - [`Runs`] tell in one read where the steps along a relation stand.
//! - A place is marked whether or not it was before, and a place that has fewer than three steps
//!   marks three times all the same, for nothing: there is no branch that could be guessed wrong.
//! - Each thread looks after some of the nodes, and marks in bitmaps of its own. The others read
//!   them, so nothing is locked.
//! - Where paths may have any length, a place marked ahead of the sweep is taken by the same sweep.
//!   This takes far fewer rounds than there are levels. Which places are reached does not depend on
//!   the order.

use crate::path::product::{Cells, Flat, Product, Spot, Way};
use crate::path::reach::BLOCK;
use crate::view::{Bare, NodeId, Runs, Slots};
use rayon::prelude::*;
use std::array;
use std::ops::{Range, RangeInclusive};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// A flood of the product from some places.
pub(super) struct Flood<'f, 'v> {
    product: &'f Product<'v>,
    flat: &'f Flat<'v>,
    way: Way,
    /// How many words there are in the bitmap of a state.
    words: usize,
    /// By part, state and node: whether the part has met the place.
    met: Vec<Vec<AtomicU64>>,
}

/// How many words of each state are looked at before their steps are taken.
const SHARE: usize = 128;
/// From one waiting place for so many words on, bitmaps are swept.
const SPARSE: usize = 16;
/// So few places always stand in a list.
const FEW: usize = 1 << 9;
/// How many words of bitmaps are worth a thread.
const WORTH: usize = 1 << 9;
/// How many steps of each place are taken without asking whether there are so many.
const STEPS: usize = 3;

impl<'f, 'v> Flood<'f, 'v> {
    /// Makes a flood that has met nothing. `flat` is the product as tables for this way.
    pub(super) fn new(product: &'f Product<'v>, flat: &'f Flat<'v>, way: Way) -> Self {
        Self {
            words: product.lens().view().node_count().div_ceil(64),
            met: Vec::new(),
            product,
            flat,
            way,
        }
    }

    /// Returns how many nodes are ends of paths from these places, of at most `max` steps.
    pub(super) fn count(mut self, spots: Vec<Spot>, max: u32) -> usize {
        self.met.push(self.bitmaps());
        for spot in &spots {
            self.meet(*spot);
        }
        let mut level = spots;
        let mut left = max;
        while !level.is_empty() && left > 0 {
            if level.len() < self.many() {
                level = self.step(&level);
                left -= u32::from(max < u32::MAX);
            } else {
                (level, left) = self.sweep(&level, left);
            }
        }
        let states = 0..self.product.states() as u32;
        let ends: Vec<usize> = states
            .filter(|state| match self.way {
                Way::Ahead => self.product.accepts(*state),
                Way::Back => *state == 0,
            })
            .map(|state| state as usize * self.words)
            .collect();
        let met = |word| {
            let met = ends.iter().map(|start| self.met(start + word));
            met.fold(0, |all, met| all | met).count_ones() as usize
        };
        (0..self.words).map(met).sum()
    }

    /// Returns a bitmap for each state.
    fn bitmaps(&self) -> Vec<AtomicU64> {
        let words = 0..self.product.states() * self.words;
        words.map(|_| AtomicU64::new(0)).collect()
    }

    /// Returns a word of the places that any part has met.
    #[inline]
    fn met(&self, word: usize) -> u64 {
        let words = self.met.iter().map(|met| met[word].load(Relaxed));
        words.fold(0, |all, met| all | met)
    }

    /// Marks a place as met by the first part; tells whether it is new to it.
    #[inline]
    fn meet(&self, spot: Spot) -> bool {
        let (row, node) = (spot.state as usize * self.words, spot.node.index());
        let (word, bit) = (&self.met[0][row + node / 64], 1 << (node % 64));
        let before = word.load(Relaxed);
        word.store(before | bit, Relaxed);
        before & bit == 0
    }

    /// From how many waiting places on a sweep is cheaper than a list.
    fn many(&self) -> usize {
        FEW.max(self.product.states() * self.words / SPARSE)
    }

    /// Takes the steps of places one by one, and returns the new places that they lead to.
    fn step(&self, level: &[Spot]) -> Vec<Spot> {
        let mut found = Vec::new();
        for block in level.chunks(BLOCK) {
            self.product.warm(block, self.way);
            for (side, from) in self
                .flat
                .sides
                .iter()
                .flat_map(|s| block.iter().map(move |f| (s, f)))
            {
                self.flat.visit(side, *from, |spot, _| {
                    if self.meet(spot) {
                        found.push(spot);
                    }
                });
            }
        }
        found
    }

    /// Sweeps over all places until few wait, or for `left` steps. Returns those that wait, and how
    /// many steps are left.
    fn sweep(&mut self, level: &[Spot], mut left: u32) -> (Vec<Spot>, u32) {
        let (states, words) = (self.product.states(), self.words);
        let threads = rayon::current_num_threads();
        let count = threads.min(states * words / WORTH).max(1);
        while self.met.len() < count {
            self.met.push(self.bitmaps());
        }
        let flood = &*self;
        let plan = Plan::new(flood);
        let mut parts: Vec<Part<'_>> = (0..count)
            .map(|part| {
                Part::new(
                    flood,
                    part,
                    words * part / count..words * (part + 1) / count,
                )
            })
            .collect();
        for spot in level {
            let word = spot.node.index() / 64;
            let part = parts.iter_mut().find(|part| part.range.contains(&word));
            part.expect("every node is in a part").wait(*spot);
        }
        while left > 0 {
            let taken: usize = if left == u32::MAX {
                parts
                    .par_iter_mut()
                    .map(|part| {
                        let mut taken = 0;
                        for start in part.range.clone().step_by(SHARE) {
                            for state in 0..states {
                                let end = part.range.end.min(start + SHARE);
                                taken += part.gather(flood, state, start..end);
                                part.walk(flood, &plan, state);
                            }
                        }
                        taken
                    })
                    .sum()
            } else {
                left -= 1;
                // None may mark before all have gathered: a level would run into the next.
                let taken = parts.par_iter_mut().map(|part| -> usize {
                    let gather = |state| part.gather(flood, state, part.range.clone());
                    (0..states).map(gather).sum()
                });
                let taken = taken.sum();
                parts.par_iter_mut().for_each(|part| {
                    (0..states).for_each(|state| part.walk(flood, &plan, state));
                });
                taken
            };
            if taken < self.many() {
                break;
            }
        }
        let mut waiting = Vec::new();
        for word in 0..states * words {
            flood.met[0][word].store(flood.met(word), Relaxed);
        }
        for part in &mut parts {
            for state in 0..states {
                part.gather(flood, state, part.range.clone());
                waiting.extend(part.waiting[state].drain(..).map(|node| Spot {
                    node: NodeId::from_index(node as usize),
                    state: state as u32,
                }));
            }
        }
        (waiting, left)
    }
}

/// The nodes that a thread looks after.
struct Part<'f> {
    /// The words of their bits.
    range: Range<usize>,
    /// The places, of any nodes, that were met from here.
    met: &'f [AtomicU64],
    /// By state and word of the range: the places whose steps were taken.
    done: Vec<u64>,
    /// By state: nodes whose steps are to be taken now.
    waiting: Vec<Vec<u32>>,
}

impl<'f> Part<'f> {
    /// Looks after a range of words; what has been met there is done.
    fn new(flood: &'f Flood<'_, '_>, part: usize, range: Range<usize>) -> Self {
        let states = flood.product.states();
        let rows = (0..states).map(|state| state * flood.words);
        let done = rows.flat_map(|row| range.clone().map(move |word| flood.met(row + word)));
        Self {
            done: done.collect(),
            met: &flood.met[part],
            waiting: vec![Vec::new(); states],
            range,
        }
    }

    /// Says that the steps of a place are to be taken.
    fn wait(&mut self, spot: Spot) {
        let (row, node) = (spot.state as usize * self.range.len(), spot.node.index());
        self.done[row + node / 64 - self.range.start] &= !(1 << (node % 64));
    }

    /// Gathers the places in some words of a state whose steps are to be taken; tells how many.
    #[inline]
    fn gather(&mut self, flood: &Flood<'_, '_>, state: usize, words: Range<usize>) -> usize {
        let waiting = &mut self.waiting[state];
        let before = waiting.len();
        let row = state * self.range.len() + words.start - self.range.start;
        let done = &mut self.done[row..][..words.len()];
        for (word, done) in words.zip(done) {
            let mut new = flood.met(state * flood.words + word) & !*done;
            *done |= new;
            while new != 0 {
                waiting.push(word as u32 * 64 + new.trailing_zeros());
                new &= new - 1;
            }
        }
        waiting.len() - before
    }

    /// Takes the steps that were gathered for a state.
    #[inline]
    fn walk(&mut self, flood: &Flood<'_, '_>, plan: &Plan<'_>, state: usize) {
        let nodes = &mut self.waiting[state];
        let states = self.met.chunks(flood.words);
        match &plan.by_state[state] {
            Some(runs) => {
                let states: Vec<&[AtomicU64]> = states.collect();
                for run in runs {
                    run.mark(nodes, states[run.next]);
                }
            }
            None => {
                for (side, node) in flood
                    .flat
                    .sides
                    .iter()
                    .flat_map(|s| nodes.iter().map(move |n| (s, n)))
                {
                    let from = Spot {
                        node: NodeId::from_index(*node as usize),
                        state: state as u32,
                    };
                    flood.flat.visit(side, from, |spot, _| {
                        let row = spot.state as usize * flood.words;
                        mark(&self.met[row..], spot.node.index() as u32, true);
                    });
                }
            }
        }
        nodes.clear();
    }
}

/// Sets the bit of a node, or does the same for nothing. No other thread writes here.
#[inline]
fn mark(met: &[AtomicU64], node: u32, counts: bool) {
    let word = &met[node as usize / 64];
    word.store(
        word.load(Relaxed) | u64::from(counts) << (node % 64),
        Relaxed,
    );
}

/// Which edges are walked from each state, where whole runs of them lead to one state.
struct Plan<'v> {
    /// Runs, or `None` if each edge must be looked up.
    by_state: Vec<Option<Vec<Run<'v>>>>,
}

/// Relations that stand side by side and lead to one state.
struct Run<'v> {
    steps: Bare<'v>,
    runs: Runs<'v>,
    slots: Slots,
    /// Which relations, if there are others in the slots.
    only: Option<RangeInclusive<u16>>,
    next: usize,
}

/// More runs from one state are not worth a pass each.
const RUNS: usize = 8;

impl<'v> Plan<'v> {
    fn new(flood: &Flood<'_, 'v>) -> Self {
        let cells = flood.product.cells(flood.way);
        let states = 0..flood.product.states();
        let by_state = states.map(|state| runs(flood, &cells, state));
        Self {
            by_state: by_state.collect(),
        }
    }
}

/// Returns the runs that are walked from a state.
///
/// A loop stands in both directions, and nothing is known of it there but its relation. That is
/// enough if it leads where the steps of both directions lead.
fn runs<'v>(flood: &Flood<'_, 'v>, cells: &Cells, state: usize) -> Option<Vec<Run<'v>>> {
    let lens = flood.product.lens();
    let relations = lens.view().relations().len();
    let row = state * relations..(state + 1) * relations;
    let (plain, against) = (&cells.plain[row.clone()], &cells.against[row.clone()]);
    let sorted = |mut states: Vec<u32>| {
        states.sort_unstable();
        states.dedup();
        states
    };
    let both = plain.iter().zip(against);
    let both = both.map(|(plain, against)| sorted([&plain[..], against].concat()));
    let round = cells.round[row].iter().cloned().map(sorted);
    if !both.eq(round) {
        return None;
    }
    let mut all = Vec::new();
    for (direction, cells) in flood.way.sides().into_iter().zip([plain, against]) {
        let numbered = (0_u16..).zip(cells);
        let pairs =
            numbered.flat_map(|(relation, cell)| cell.iter().map(move |next| (*next, relation)));
        let mut pairs: Vec<(u32, u16)> = pairs.collect();
        pairs.sort_unstable();
        let together =
            |one: &(u32, u16), other: &(u32, u16)| one.0 == other.0 && one.1 + 1 == other.1;
        for run in pairs.chunk_by(together) {
            let (next, first) = run[0];
            let relations = first..=first + (run.len() - 1) as u16;
            let runs = lens.runs(direction);
            let (slots, is_exact) = runs.slots(&relations);
            all.push(Run {
                steps: lens.bare(direction)?,
                only: (!is_exact).then_some(relations),
                next: next as usize,
                slots,
                runs,
            });
        }
    }
    (all.len() <= RUNS).then_some(all)
}

impl Run<'_> {
    /// Marks what the steps from some nodes lead to.
    fn mark(&self, nodes: &[u32], met: &[AtomicU64]) {
        let mut places: [Range<usize>; BLOCK] = array::from_fn(|_| 0..0);
        for block in nodes.chunks(BLOCK) {
            for (place, node) in places.iter_mut().zip(block) {
                *place = self.runs.range(*node, self.slots);
            }
            for place in &places[..block.len()] {
                match &self.only {
                    None => self.mark_all(place.clone(), met),
                    Some(only) => {
                        let relations = &self.steps.relations[place.clone()];
                        for (end, have) in self.steps.ends[place.clone()].iter().zip(relations) {
                            mark(met, *end, only.contains(have));
                        }
                    }
                }
            }
        }
    }

    #[inline]
    fn mark_all(&self, place: Range<usize>, met: &[AtomicU64]) {
        let ends = self.steps.ends;
        let rest = match ends[place.start..].first_chunk::<STEPS>() {
            Some(first) => {
                for (at, end) in first.iter().enumerate() {
                    mark(met, *end, at < place.len());
                }
                place.start + STEPS..place.end
            }
            None => place,
        };
        if !rest.is_empty() {
            for end in &ends[rest] {
                mark(met, *end, true);
            }
        }
    }
}
