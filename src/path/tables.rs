//! A product that is walked without asking, for one way, and the steps of very many of its places.
//!
//! Time goes into memory that is far away, and into branches that are guessed wrong. So places are
//! looked up in blocks: all reads of one kind come together, none waiting for another; the steps
//! are laid side by side, a few at once whether or not there are so many; and what leads to a place
//! that is new is picked out without a branch.

use crate::path::met::{Came, Met, Notes};
use crate::path::plan::{Rows, Run, runs};
use crate::path::product::{Flat, Product, Spot, Way};
use crate::view::{Direction, NodeId};
use std::array;
use std::ops::Range;
use std::sync::OnceLock;

/// A product as tables, shared by all searches that go one way.
pub(super) struct Tables<'v> {
    pub(super) flat: Flat<'v>,
    pub(super) rows: Rows,
    /// The row of the end from which a search begins.
    pub(super) start: usize,
    /// By row: the runs of edges to walk, or `None` if each edge must be looked up. They are worth
    /// making once many places were met.
    runs: OnceLock<Vec<RowRuns<'v>>>,
}

pub(super) type RowRuns<'v> = Option<Vec<Run<'v>>>;
/// Places that are looked at together, and the number of the first.
type Block<'r> = (&'r [Spot], u32);

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
        Some(Self {
            flat,
            rows,
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
    /// that they lead to. Without `runs` edges are looked up one by one.
    pub(super) fn look_up<'r>(
        &self,
        runs: &'r [RowRuns<'v>],
        (spots, before): (&[Spot], u32),
        met: &mut Met,
    ) {
        let of = |spot: &Spot| runs.get(spot.state as usize)?.as_deref();
        let warm = |spots: &[Spot]| {
            for spot in spots {
                for run in of(spot).unwrap_or_default() {
                    run.warm(spot.node.index() as u32);
                }
            }
        };
        let gather = |(spots, before): Block<'_>, stretches: &mut Vec<Stretch<'r, 'v>>| {
            stretches.clear();
            for (spot, before) in spots.iter().zip(before..) {
                let node = spot.node.index() as u32;
                for run in of(spot).unwrap_or_default() {
                    let range = run.range(node);
                    run.steps.warm(range.start, STEPS);
                    stretches.push(Stretch {
                        run,
                        node,
                        before,
                        target: run.target as u32,
                        start: range.start as u32,
                        end: range.end as u32,
                    });
                    stretches.truncate(stretches.len() - usize::from(range.is_empty()));
                }
            }
        };
        // What a block reads was asked for while the two before it were looked at.
        let blocks = || spots.chunks(FEW).zip((before..).step_by(FEW));
        let (mut next, mut after_next) = (blocks().skip(1), blocks().skip(2));
        let (mut stretches, mut ahead) = (Vec::with_capacity(FEW), Vec::with_capacity(FEW));
        for block in blocks().take(2) {
            warm(block.0);
        }
        gather(blocks().next().unwrap_or_default(), &mut ahead);
        let mut steps = Steps::default();
        for block in blocks() {
            std::mem::swap(&mut stretches, &mut ahead);
            warm(after_next.next().unwrap_or_default().0);
            gather(next.next().unwrap_or_default(), &mut ahead);
            if block.0.iter().any(|spot| of(spot).is_none()) {
                self.look_each_up(block, met);
                continue;
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
                            steps.make_room(&stretches, met);
                            steps.add(number, stretch, at..range.end);
                        }
                    }
                    Some(places) => {
                        for at in places {
                            steps.make_room(&stretches, met);
                            steps.add(number, stretch, at..at + 1);
                        }
                    }
                }
            }
            steps.meet(&stretches, met);
        }
    }

    /// Looks at the steps of some places, edge by edge.
    fn look_each_up(&self, (spots, before): Block<'_>, met: &mut Met) {
        for (spot, before) in spots.iter().zip(before..) {
            let row = spot.state as usize;
            for from in self.rows.spots(row, spot.node.index() as u32) {
                for side in &self.flat.sides {
                    self.flat.visit(side, from, |spot, at| {
                        let Some(row) = self.rows.of[spot.state as usize] else {
                            return;
                        };
                        let (is_loop, row) = (spot.node == from.node, row as u32);
                        let direction = read_forward(side.direction, is_loop);
                        let came = || Came::new(before, side.steps.edge(at), direction);
                        met.see(Spot { state: row, ..spot }, came);
                    });
                }
            }
        }
    }
}

/// Returns how a step is walked: a loop stands in both directions, and is walked with itself.
#[inline]
fn read_forward(direction: Direction, is_loop: bool) -> Direction {
    match is_loop {
        true => Direction::With,
        false => direction,
    }
}

/// Where the steps from one place along one run stand; there are some.
struct Stretch<'r, 'v> {
    run: &'r Run<'v>,
    node: u32,
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
    fn make_room(&mut self, stretches: &[Stretch<'_, '_>], met: &mut Met) {
        if self.count + STEPS > ROOM {
            self.meet(stretches, met);
        }
    }

    /// Adds the places to which they lead, and forgets them.
    #[inline]
    fn meet(&mut self, stretches: &[Stretch<'_, '_>], met: &mut Met) {
        let stretch = |step: u32| &stretches[self.of[step as usize] as usize];
        let spot = |step: u32| Spot {
            node: NodeId::from_index(self.ends[step as usize] as usize),
            state: stretch(step).target,
        };
        let mut count = 0;
        for step in 0..self.count as u32 {
            let (word, bit) = met.marks.place(spot(step));
            let marks = &mut met.marks.bits[word];
            let known = *marks;
            *marks |= bit;
            self.new[count] = step;
            count += usize::from(known & bit == 0);
        }
        let new = &self.new[..count];
        if met.places.notes == Notes::Paths {
            for step in new {
                let at = self.at[*step as usize] as usize;
                stretch(*step).run.steps.warm_edge(at);
            }
        }
        met.places.extend(new, spot, |step| {
            let stretch = stretch(step);
            let at = self.at[step as usize] as usize;
            let is_loop = self.ends[step as usize] == stretch.node;
            let direction = read_forward(stretch.run.direction, is_loop);
            Came::new(stretch.before, stretch.run.steps.edge(at), direction)
        });
        self.count = 0;
    }
}
