//! How many ends can be reached from one: a flood that tells neither how far they are nor how to
//! get there.
//!
//! Each state of the automaton has a bitmap of the nodes, a *row* (see [`Rows`]). While few places wait for their
//! steps to be taken, they stand in a list ([`Flood::step`]); once they are many, whole bitmaps are
//! swept ([`Flood::sweep`]). What makes a sweep fast:
//!
//! - Places come in the order of their nodes, so that columns are read forward, and of many places
//!   at once: memory that is far away comes while other reads wait.
//! - [`Runs`] tell in one read where the steps along a relation stand.
//! - A place is marked whether or not it was before, and the first four steps of each are laid side by
//!   side whether or not there are so many: there is no branch that could be guessed wrong.
//! - Each thread looks after some of the nodes, and marks in bitmaps of its own. The others read
//!   them, so nothing is locked; and where paths may have any length, each sweeps on as long as any
//!   finds much, so none waits for the others.
//! - There, too, a place marked ahead of the sweep is taken by the same sweep.
//!   This takes far fewer rounds than there are levels. Which places are reached does not depend on
//!   the order.

use crate::path::plan::{Rows, Run, runs};
use crate::path::product::{Flat, Product, Spot, Way};
use crate::path::share;
use std::array;
use std::hint::black_box;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::thread;

/// A flood of the product from some places.
pub(super) struct Flood<'f, 'v> {
    product: &'f Product<'v>,
    flat: &'f Flat<'v>,
    way: Way,
    rows: Rows,
    /// How many words there are in a bitmap.
    words: usize,
    /// By part, row and node: whether the part has met the place.
    met: Vec<Vec<AtomicU64>>,
}

/// How many words of each row are looked at before their steps are taken.
const SHARE: usize = 128;
/// From one waiting place for so many words on, bitmaps are swept.
const SPARSE: usize = 16;
/// So few places always stand in a list. Tests have small graphs, and sweep these too.
const FEW: usize = if cfg!(test) { 3 } else { 1 << 9 };
/// How many words of bitmaps are worth a thread.
const WORTH: usize = if cfg!(test) { 1 } else { 1 << 10 };
/// How many places are taken together.
const BLOCK: usize = 64;
/// How many nodes of a word are gathered without asking whether there are so many.
const TOGETHER: usize = 8;
/// How many steps of each place are laid by without asking whether there are so many.
const STEPS: usize = 4;

impl<'f, 'v> Flood<'f, 'v> {
    /// Makes a flood that has met nothing. `flat` is the product as tables for this way.
    pub(super) fn new(product: &'f Product<'v>, flat: &'f Flat<'v>, way: Way) -> Self {
        let mut flood = Self {
            rows: Rows::new(product.states(), &product.cells(way)),
            words: product.lens().view().node_count().div_ceil(64),
            met: Vec::new(),
            product,
            flat,
            way,
        };
        flood.met.push(flood.bitmaps());
        flood
    }

    /// Returns how many nodes are ends of paths from these places, of at most `max` steps.
    ///
    /// A place is met when a step leads to it: those where paths begin are not, at first.
    pub(super) fn count(mut self, spots: &[Spot], max: u32) -> usize {
        let mut left = max;
        let mut level = spots.to_vec();
        while !level.is_empty() && left > 0 && !self.product.is_stopped() {
            if left == max || level.len() < self.many() {
                level = self.step(&level);
                left = left.saturating_sub(1);
            } else {
                (level, left) = self.sweep(&level, left, max == u32::MAX);
            }
        }
        let is_end = |state: u32| match self.way {
            Way::Ahead => self.product.accepts(state),
            Way::Back => state == 0,
        };
        let ends = self.rows.states.iter().enumerate();
        let ends = ends.filter(|(_, states)| states.iter().any(|state| is_end(*state)));
        let ends: Vec<usize> = ends.map(|(row, _)| row * self.words).collect();
        let met = |word| {
            let rows = ends.iter().map(|row| self.met(row + word));
            rows.fold(0, |all, met| all | met)
        };
        let is_met = |node: usize| met(node / 64) >> (node % 64) & 1 == 1;
        // All paths begin at one node. It is an end if nothing need be read, met again or not.
        let begun = spots.iter().find(|spot| is_end(spot.state));
        let begun = usize::from(begun.is_some_and(|spot| !is_met(spot.node.index())));
        let words = (0..self.words).map(|word| met(word).count_ones() as usize);
        begun + words.sum::<usize>()
    }

    /// Returns empty bitmaps.
    fn bitmaps(&self) -> Vec<AtomicU64> {
        let words = 0..self.rows.states.len() * self.words;
        words.map(|_| AtomicU64::new(0)).collect()
    }

    /// Returns a word of the places that any part has met.
    #[inline]
    fn met(&self, word: usize) -> u64 {
        let words = self.met.iter().map(|met| met[word].load(Relaxed));
        words.fold(0, |all, met| all | met)
    }

    /// From how many waiting places on a sweep is cheaper than a list.
    fn many(&self) -> usize {
        FEW.max(self.rows.states.len() * self.words / SPARSE)
    }

    /// Takes the steps of places one by one, and returns the new places that they lead to.
    fn step(&self, level: &[Spot]) -> Vec<Spot> {
        let mut found = Vec::new();
        for block in level.chunks(BLOCK) {
            self.product.warm(block, self.way);
            for from in block {
                for side in &self.flat.sides {
                    self.flat.visit(side, *from, |spot, _| {
                        let Some(row) = self.rows.of[spot.state as usize] else {
                            return;
                        };
                        let (row_start, node) = (row * self.words, spot.node.index());
                        let (word, bit) = (&self.met[0][row_start + node / 64], 1 << (node % 64));
                        let before = word.load(Relaxed);
                        if before & bit == 0 {
                            word.store(before | bit, Relaxed);
                            found.extend(self.rows.spots(row, node as u32));
                        }
                    });
                }
            }
        }
        found
    }

    /// Sweeps over all places until few wait, or for `left` steps. Returns those that wait, and how
    /// many steps are left.
    fn sweep(&mut self, level: &[Spot], mut left: u32, any_length: bool) -> (Vec<Spot>, u32) {
        let (rows, words) = (self.rows.states.len(), self.words);
        let threads = rayon::current_num_threads();
        let count = threads.min(rows * words / WORTH).max(1);
        while self.met.len() < count {
            self.met.push(self.bitmaps());
        }
        let flood = &*self;
        let plan = Plan::new(flood);
        let bound = |part| words * part / count;
        let parts = (0..count).map(|part| Part::new(flood, part, bound(part)..bound(part + 1)));
        let mut parts: Vec<Part<'_>> = parts.collect();
        for spot in level {
            let word = spot.node.index() / 64;
            let part = parts.iter_mut().find(|part| part.range.contains(&word));
            part.expect("every node is in a part").wait(flood, *spot);
        }
        let (many, at_work) = (flood.many(), AtomicUsize::new(0));
        let mut round = || {
            if any_length {
                share::each(&mut parts, |_, part| {
                    part.sweep(flood, &plan, many.div_ceil(count), &at_work);
                });
            } else {
                left -= 1;
                // None may mark before all have gathered: a level would run into the next.
                share::each(&mut parts, |_, part| part.gather_all(flood));
                share::each(&mut parts, |_, part| part.walk_all(flood, &plan));
            }
            let taken: usize = parts.iter().map(|part| part.taken).sum();
            left > 0 && taken >= many
        };
        match any_length || count == 1 {
            true => while round() {},
            // Inside the pool a round need not wake a thread that waits for it.
            false => rayon::scope(|_| while round() {}),
        }
        for word in 0..rows * words {
            flood.met[0][word].store(flood.met(word), Relaxed);
        }
        let mut waiting = Vec::new();
        for part in &mut parts {
            part.gather_all(flood);
            for (row, nodes) in part.waiting.iter().enumerate() {
                let spots = nodes.iter().map(|node| flood.rows.spots(row, *node));
                waiting.extend(spots.flatten());
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
    /// Of how many places the steps were taken or gathered in the last round.
    taken: usize,
}

impl<'f> Part<'f> {
    /// Looks after a range of words; what has been met there is done.
    fn new(flood: &'f Flood<'_, '_>, part: usize, range: Range<usize>) -> Self {
        let rows = flood.rows.states.len();
        let starts = (0..rows).map(|row| row * flood.words);
        let done = starts.flat_map(|start| range.clone().map(move |word| flood.met(start + word)));
        Self {
            done: done.collect(),
            met: &flood.met[part],
            waiting: vec![Vec::new(); rows],
            taken: 0,
            range,
        }
    }

    /// Says that the steps of a place are to be taken.
    fn wait(&mut self, flood: &Flood<'_, '_>, spot: Spot) {
        let row = flood.rows.of[spot.state as usize].expect("a step leads there");
        let node = spot.node.index();
        self.done[row * self.range.len() + node / 64 - self.range.start] &= !(1 << (node % 64));
    }

    /// Sweeps again and again until there are not `enough` places at a time, here or with the others
    /// that are at work now: what they find may wait here. Nobody who has not begun is waited for.
    fn sweep(
        &mut self,
        flood: &Flood<'_, '_>,
        plan: &Plan<'_>,
        enough: usize,
        at_work: &AtomicUsize,
    ) {
        self.taken = 0;
        let mut works = true;
        at_work.fetch_add(1, Relaxed);
        loop {
            let taken = self.sweep_once(flood, plan);
            self.taken += taken;
            if works != (taken >= enough) {
                works = !works;
                match works {
                    true => at_work.fetch_add(1, Relaxed),
                    false => at_work.fetch_sub(1, Relaxed),
                };
            }
            if !works {
                if at_work.load(Relaxed) == 0 {
                    return;
                }
                thread::yield_now();
            }
        }
    }

    /// Takes the steps of what waits, and of what comes to wait ahead; tells of how many places.
    fn sweep_once(&mut self, flood: &Flood<'_, '_>, plan: &Plan<'_>) -> usize {
        let mut taken = 0;
        for start in self.range.clone().step_by(SHARE) {
            let words = start..self.range.end.min(start + SHARE);
            for row in 0..self.waiting.len() {
                taken += self.gather(flood, row, words.clone());
                self.walk(flood, plan, row);
            }
        }
        taken
    }

    /// Gathers all that waits.
    fn gather_all(&mut self, flood: &Flood<'_, '_>) {
        self.taken = 0;
        for start in self.range.clone().step_by(SHARE) {
            let words = start..self.range.end.min(start + SHARE);
            for row in 0..self.waiting.len() {
                self.taken += self.gather(flood, row, words.clone());
            }
        }
    }

    /// Takes all steps that were gathered.
    fn walk_all(&mut self, flood: &Flood<'_, '_>, plan: &Plan<'_>) {
        for row in 0..self.waiting.len() {
            self.walk(flood, plan, row);
        }
    }

    /// Gathers the places in some words of a row whose steps are to be taken; tells how many. There
    /// are [`SHARE`] words at most.
    #[inline]
    fn gather(&mut self, flood: &Flood<'_, '_>, row: usize, words: Range<usize>) -> usize {
        let mut all = [0; SHARE];
        for met in &flood.met {
            let met = &met[row * flood.words..][words.clone()];
            for (all, met) in all.iter_mut().zip(met) {
                *all |= met.load(Relaxed);
            }
        }
        let waiting = &mut self.waiting[row];
        let before = waiting.len();
        let done = row * self.range.len() + words.start - self.range.start;
        let done = &mut self.done[done..][..words.len()];
        for ((word, done), met) in words.zip(done).zip(all) {
            let mut new = met & !*done;
            *done |= new;
            while new != 0 {
                let count = new.count_ones() as usize;
                let some: [u32; TOGETHER] = array::from_fn(|_| {
                    let node = word as u32 * 64 + new.trailing_zeros();
                    new &= new.wrapping_sub(1);
                    node
                });
                waiting.extend_from_slice(&some);
                waiting.truncate(waiting.len() - TOGETHER.saturating_sub(count));
            }
        }
        waiting.len() - before
    }

    /// Takes the steps that were gathered for a row.
    #[inline]
    fn walk(&mut self, flood: &Flood<'_, '_>, plan: &Plan<'_>, row: usize) {
        let nodes = &mut self.waiting[row];
        match &plan.by_row[row] {
            Some(runs) => {
                for run in runs {
                    run.mark(nodes, &self.met[run.target * flood.words..][..flood.words]);
                }
            }
            None => {
                for from in nodes.iter().flat_map(|node| flood.rows.spots(row, *node)) {
                    for side in &flood.flat.sides {
                        flood.flat.visit(side, from, |spot, _| {
                            if let Some(row) = flood.rows.of[spot.state as usize] {
                                let met = &self.met[row * flood.words..];
                                mark(met, spot.node.index() as u32, true);
                            }
                        });
                    }
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

/// Which edges are walked from each row, where whole runs of them lead to one row.
struct Plan<'v> {
    /// Runs, or `None` if each edge must be looked up.
    by_row: Vec<Option<Vec<Run<'v>>>>,
}

impl<'v> Plan<'v> {
    fn new(flood: &Flood<'_, 'v>) -> Self {
        let cells = flood.product.cells(flood.way);
        let target = |state: u32| flood.rows.of[state as usize];
        let rows = flood.rows.states.iter();
        let runs = |states: &Vec<u32>| runs(flood.product, (flood.way, &cells), states, target);
        Self {
            by_row: rows.map(runs).collect(),
        }
    }
}

impl Run<'_> {
    /// Marks what the steps from some nodes lead to.
    fn mark(&self, nodes: &[u32], met: &[AtomicU64]) {
        let mut places: [Range<usize>; BLOCK] = array::from_fn(|_| 0..0);
        let mut firsts = [0; BLOCK * STEPS];
        for block in nodes.chunks(BLOCK) {
            for (place, node) in places.iter_mut().zip(block) {
                *place = self.range(*node);
            }
            // All reads that may go far come first, so that none waits for another.
            let starts = places[..block.len()].iter();
            let starts = starts.map(|place| self.steps.ends.get(place.start).copied());
            black_box(starts.fold(0, |read, end| read ^ end.unwrap_or_default()));
            if let Some(only) = self.only() {
                for place in &places[..block.len()] {
                    let relations = &self.steps.relations[place.clone()];
                    for (end, have) in self.steps.ends[place.clone()].iter().zip(relations) {
                        mark(met, *end, only.contains(have));
                    }
                }
                continue;
            }
            let mut count = 0;
            for place in &places[..block.len()] {
                let ends = self.steps.ends;
                let rest = match ends[place.start..].first_chunk::<STEPS>() {
                    Some(ends) => {
                        firsts[count..count + STEPS].copy_from_slice(ends);
                        count += place.len().min(STEPS);
                        place.start + STEPS..place.end
                    }
                    None => place.clone(),
                };
                if !rest.is_empty() {
                    for end in &ends[rest] {
                        mark(met, *end, true);
                    }
                }
            }
            for end in &firsts[..count] {
                mark(met, *end, true);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::thing;
    use crate::path::{Ends, Options, Search, Via};
    use crate::view::{Direction, View};
    use oxrdf::NamedNode;
    use rayon::ThreadPoolBuilder;
    use std::ops::ControlFlow;

    const NAMES: [&str; 9] = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
    const NODES: u32 = 3_000;

    fn named(name: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("urn:r:{name}"))
    }

    /// A graph large enough to be swept, with loops, and a thing that has very many edges.
    fn graph(relations: usize) -> View {
        let mut random = 7_u64;
        let mut below = |bound: u32| {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            ((random >> 33) % u64::from(bound)) as u32
        };
        let (mut from, mut to, mut relation) = (Vec::new(), Vec::new(), Vec::new());
        for edge in 0..NODES * relations as u32 * 3 / 2 {
            from.push(if edge < 600 { 0 } else { below(NODES) });
            to.push(if edge % 50 == 1 {
                from[edge as usize]
            } else {
                below(NODES)
            });
            relation.push(below(relations as u32) as u16);
        }
        let names: Vec<NamedNode> = NAMES[..relations].iter().map(|name| named(name)).collect();
        View::from_arrays(NODES as usize, &names, &from, &to, &relation, None).expect("it is small")
    }

    /// Each end has a walk to it that is as short as can be, and the same on any number of threads.
    fn check_walks(view: &View, search: &Search<'_>, told: &str) {
        let read = || {
            let mut walks = Vec::new();
            let all = search.each_walk(|start, hops| {
                walks.push((start, hops.to_vec()));
                ControlFlow::Continue(())
            });
            assert_eq!(all, Ok(()));
            walks
        };
        let walks = read();
        let alone = ThreadPoolBuilder::new().num_threads(1).build();
        let alone = alone.expect("one thread can be had").install(read);
        assert!(walks == alone, "{told}");
        let lengths: Vec<u32> = search.pairs().map(|(_, _, length)| length).collect();
        assert_eq!(walks.len(), lengths.len(), "{told}");
        for ((start, hops), length) in walks.into_iter().zip(lengths) {
            assert_eq!(hops.len(), length as usize, "{told}");
            let mut here = start;
            for hop in hops {
                let edge = view.edge(hop.edge);
                let (from, to) = match hop.direction {
                    Direction::With => (edge.from(), edge.to()),
                    Direction::Against => (edge.to(), edge.from()),
                };
                assert_eq!((from, to), (here, hop.node), "{told}");
                here = to;
            }
        }
    }

    #[test]
    fn as_many_ends_are_counted_as_are_found() {
        let expressions = [
            "a+",
            "(a/b)*",
            "^b+",
            "(a|^a)+",
            "(a|b)+/c",
            "(a/b|^a/c)*",
            "((a|c)/^b)+|b*",
            "(!a)+",
        ];
        for relations in [3, 4, 9] {
            let view = graph(relations);
            for (text, max_hops) in expressions
                .iter()
                .flat_map(|text| [None, Some(7), Some(12)].map(|max_hops| (*text, max_hops)))
            {
                let via = Via::parse(text, |name| Some(Via::Relation(named(name))));
                let options = Options {
                    via: Some(via.expect("it is well written")),
                    max_hops,
                    ..Options::default()
                };
                for node in [0, 5] {
                    let one = Ends::from(thing(&format!("n{node}")));
                    for (from, to) in [(&one, &Ends::Any), (&Ends::Any, &one)] {
                        let search = Search::new(&view, from, to, options.clone());
                        let search = search.expect("the ends are known");
                        let found = search.pairs().count();
                        let told = format!("{text} in {max_hops:?} steps, {relations} relations");
                        assert_eq!(search.count_pairs(), found, "{told}");
                        check_walks(&view, &search, &told);
                    }
                }
            }
        }
    }
}
