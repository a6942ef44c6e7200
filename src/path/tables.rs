//! A product that is walked without asking, for one way, and the steps of very many of its places.
//!
//! Time goes into memory that is far away, and into branches that are guessed wrong. So places are
//! looked up in blocks: all reads of one kind come together, none waiting for another; the steps
//! are laid side by side, a few at once whether or not there are so many; and what leads to a place
//! that is new is picked out without a branch.

use crate::path::met::{Came, Met};
use crate::path::plan::{Rows, Run, runs};
use crate::path::product::{Flat, Product, Spot, Way};
use crate::view::{Bare, NodeId};
use std::array;
use std::ops::Range;
use std::sync::OnceLock;

/// A product as tables, shared by all searches that go one way.
pub(super) struct Tables<'v> {
    pub(super) flat: Flat<'v>,
    pub(super) rows: Rows,
    /// Where steps stand, by how they are walked, read forward.
    pub(super) steps: [Bare<'v>; 2],
    /// The row of the end from which a search begins.
    pub(super) start: usize,
    /// By row: the runs of edges to walk, or `None` if each edge must be looked up. They are worth
    /// making once many places were met.
    runs: OnceLock<Vec<RowRuns<'v>>>,
}

pub(super) type RowRuns<'v> = Option<Vec<Run<'v>>>;

/// How many places are looked at together.
pub(super) const FEW: usize = 128;
/// How many steps are laid side by side.
const ROOM: usize = 4 * FEW;
/// How many steps of a place are taken without asking whether there are so many.
const STEPS: usize = 4;

impl<'v> Tables<'v> {
    /// Returns the tables, if every edge counts and nothing is avoided.
    pub(super) fn new(product: &Product<'v>, way: Way) -> Option<Self> {
        let flat = product.flat(way)?;
        let mut rows = Rows::new(product.states(), &product.cells(way));
        let start = rows.row_of(product.begins(way));
        let [with, against] = way.sides().map(|arrays| product.lens().bare(arrays));
        Some(Self {
            flat,
            rows,
            steps: [with?, against?],
            start,
            runs: OnceLock::new(),
        })
    }

    pub(super) fn runs(&self, product: &Product<'v>, way: Way) -> &[RowRuns<'v>] {
        self.runs.get_or_init(|| {
            let cells = product.cells(way);
            let target = |state: u32| self.rows.of[state as usize];
            let rows = self.rows.states.iter();
            let of = |states: &Vec<u32>| runs(product, (way, &cells), states, target);
            rows.map(of).collect()
        })
    }

    /// Looks at the steps of some places, of which the first has the number `before`, and adds those
    /// that they lead to unless they are marked in the words that `seen` gives. Without `runs` edges are
    /// looked up one by one.
    pub(super) fn look_up(
        &self,
        runs: &[RowRuns<'v>],
        (spots, mut before): (&[Spot], u32),
        seen: impl Fn(usize) -> u64 + Copy,
        met: &mut Met,
    ) {
        let mut stretches: Vec<Stretch<'_, 'v>> = Vec::with_capacity(FEW);
        let mut steps = Steps::default();
        let of = |spot: &Spot| runs.get(spot.state as usize)?.as_deref();
        let warm = |spots: &[Spot]| {
            for spot in spots {
                for run in of(spot).unwrap_or_default() {
                    run.warm(spot.node.index() as u32);
                }
            }
        };
        let mut ahead = spots.chunks(FEW);
        warm(ahead.next().unwrap_or_default());
        for spots in spots.chunks(FEW) {
            warm(ahead.next().unwrap_or_default());
            if spots.iter().any(|spot| of(spot).is_none()) {
                self.look_each_up((spots, before), seen, met);
                before += spots.len() as u32;
                continue;
            }
            for spot in spots {
                for run in of(spot).unwrap_or_default() {
                    let range = run.range(spot.node.index() as u32);
                    run.steps.warm(range.start, STEPS);
                    stretches.push(Stretch {
                        run,
                        before,
                        target: run.target as u32,
                        start: range.start as u32,
                        end: range.end as u32,
                    });
                    stretches.truncate(stretches.len() - usize::from(range.is_empty()));
                }
                before += 1;
            }
            for (number, stretch) in stretches.iter().enumerate() {
                let range = stretch.start as usize..stretch.end as usize;
                let apart = stretch.run.only().map(|only| {
                    let relations = &stretch.run.steps.relations;
                    range.clone().filter(|at| only.contains(&relations[*at]))
                });
                match apart {
                    None => {
                        for at in range.clone().step_by(STEPS) {
                            steps.make_room(&stretches, seen, met);
                            steps.add(number, stretch, at..range.end);
                        }
                    }
                    Some(places) => {
                        for at in places {
                            steps.make_room(&stretches, seen, met);
                            steps.add(number, stretch, at..at + 1);
                        }
                    }
                }
            }
            steps.meet(&stretches, seen, met);
            stretches.clear();
        }
    }

    /// Tells whether all steps that are walked stand where their edges do, in the direction of the edge.
    pub(super) fn are_edges(&self) -> bool {
        self.flat.sides.iter().all(|side| side.steps.are_edges())
    }

    /// Looks at the steps of some places, edge by edge.
    fn look_each_up(
        &self,
        (spots, before): (&[Spot], u32),
        seen: impl Fn(usize) -> u64 + Copy,
        met: &mut Met,
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
                        let came = || Came::new(before, at, side.direction);
                        met.see(spot, seen, came);
                    });
                }
            }
        }
    }
}

/// Where the steps from one place along one run stand; there are some.
struct Stretch<'r, 'v> {
    run: &'r Run<'v>,
    /// The place from which they lead.
    before: u32,
    /// The row to which they lead.
    target: u32,
    start: u32,
    end: u32,
}

/// Steps side by side.
struct Steps {
    count: usize,
    ends: [u32; ROOM],
    /// Their places among all.
    at: [u32; ROOM],
    /// The numbers of their stretches.
    of: [u32; ROOM],
    /// Those that lead to new places.
    new: [u32; ROOM],
}

impl Default for Steps {
    fn default() -> Self {
        Self {
            count: 0,
            ends: [0; ROOM],
            at: [0; ROOM],
            of: [0; ROOM],
            new: [0; ROOM],
        }
    }
}

impl Steps {
    /// Adds the first of the steps at some places of a stretch, [`STEPS`] at most, for which there must be room.
    #[inline]
    fn add(&mut self, number: usize, stretch: &Stretch<'_, '_>, range: Range<usize>) {
        let here = self.count..self.count + STEPS;
        let ends = &stretch.run.steps.ends[range.start..];
        match ends.first_chunk::<STEPS>() {
            Some(ends) => self.ends[here.clone()].copy_from_slice(ends),
            None => self.ends[here.start..][..ends.len()].copy_from_slice(ends),
        }
        let at: [u32; STEPS] = array::from_fn(|step| (range.start + step) as u32);
        self.at[here.clone()].copy_from_slice(&at);
        self.of[here].copy_from_slice(&[number as u32; STEPS]);
        self.count += range.len().min(STEPS);
    }

    #[inline]
    fn make_room(
        &mut self,
        stretches: &[Stretch<'_, '_>],
        seen: impl Fn(usize) -> u64,
        met: &mut Met,
    ) {
        if self.count + STEPS > ROOM {
            self.meet(stretches, seen, met);
        }
    }

    /// Adds the places to which they lead, and forgets them.
    #[inline]
    fn meet(&mut self, stretches: &[Stretch<'_, '_>], seen: impl Fn(usize) -> u64, met: &mut Met) {
        let stretch = |step: u32| &stretches[self.of[step as usize] as usize];
        let spot = |step: u32| Spot {
            node: NodeId::from_index(self.ends[step as usize] as usize),
            state: stretch(step).target,
        };
        let mut count = 0;
        for step in 0..self.count as u32 {
            let (word, bit) = met.marks.place(spot(step));
            let marks = &mut met.marks.bits[word];
            let known = *marks | seen(word);
            *marks |= bit;
            self.new[count] = step;
            count += usize::from(known & bit == 0);
        }
        met.places.extend(&self.new[..count], spot, |step| {
            let stretch = stretch(step);
            let at = self.at[step as usize] as usize;
            Came::new(stretch.before, at, stretch.run.direction)
        });
        self.count = 0;
    }
}
