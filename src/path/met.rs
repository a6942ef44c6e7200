//! What a search has met: places in the order in which they were met, and how.

use crate::path::product::Spot;
use crate::view::{Direction, EdgeId};

/// Of so many places it is asked whether they are new before any is added.
const TOGETHER: usize = 512;

/// What a search remembers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notes {
    /// Only what was seen.
    Places,
    /// The ways, too.
    Paths,
}

/// How a place was met.
#[derive(Clone, Copy, Debug)]
pub(super) struct Came {
    /// The place from which it was.
    pub(super) before: u32,
    /// The edge of the step, and in the lowest bit how it is walked, read forward: a view has 2³¹
    /// edges at most.
    step: u32,
}

impl Came {
    /// An end comes from nowhere: its level is 0, and no way is read beyond it.
    pub(super) const NOWHERE: Self = Self { before: 0, step: 0 };

    #[inline]
    pub(super) fn new(before: u32, edge: EdgeId, direction: Direction) -> Self {
        let step = (edge.index() as u32) << 1 | direction as u32;
        Self { before, step }
    }

    #[inline]
    pub(super) fn edge(self) -> EdgeId {
        EdgeId::from_index(self.step as usize >> 1)
    }

    /// Returns how the step is walked, read forward.
    #[inline]
    pub(super) fn direction(self) -> Direction {
        match self.step & 1 {
            0 => Direction::With,
            _ => Direction::Against,
        }
    }
}

/// Which places have been met.
#[derive(Clone, Debug)]
pub(super) struct Marks {
    /// How many words there are for each state.
    words: usize,
    /// By state and node: a bit.
    pub(super) bits: Vec<u64>,
}

impl Marks {
    fn new(nodes: usize, states: usize) -> Self {
        Self {
            words: nodes.div_ceil(64),
            bits: vec![0; nodes.div_ceil(64) * states],
        }
    }

    /// Returns the word and the bit of a place.
    #[inline]
    pub(super) fn place(&self, spot: Spot) -> (usize, u64) {
        let node = spot.node.index();
        let word = spot.state as usize * self.words + node / 64;
        (word, 1 << (node % 64))
    }

    #[inline]
    fn has(&self, spot: Spot) -> bool {
        let (word, bit) = self.place(spot);
        self.bits[word] & bit != 0
    }
}

/// Places in the order in which they were met.
#[derive(Clone, Debug)]
pub(super) struct Places {
    pub(super) notes: Notes,
    pub(super) spots: Vec<Spot>,
    /// By place: how it was met; empty if nobody asks.
    pub(super) came: Vec<Came>,
}

/// Places, each once.
#[derive(Clone, Debug)]
pub(super) struct Met {
    pub(super) marks: Marks,
    pub(super) places: Places,
}

impl Met {
    /// Returns nothing yet, of so many nodes and states.
    pub(super) fn new(nodes: usize, states: usize, notes: Notes) -> Self {
        Self {
            marks: Marks::new(nodes, states),
            places: Places {
                notes,
                spots: Vec::new(),
                came: Vec::new(),
            },
        }
    }

    /// Adds a place unless it was met.
    #[inline]
    pub(super) fn see(&mut self, spot: Spot, came: impl FnOnce() -> Came) {
        let (word, bit) = self.marks.place(spot);
        let marks = &mut self.marks.bits[word];
        if *marks & bit == 0 {
            *marks |= bit;
            self.places.spots.push(spot);
            if self.places.notes == Notes::Paths {
                self.places.came.push(came());
            }
        }
    }

    /// Adds what others met after that, one after another, each without knowing of the rest. Nothing
    /// but their marks is left to them.
    pub(super) fn add(&mut self, parts: &mut [Self]) {
        for part in parts {
            let (marks, places) = (&self.marks, &mut part.places);
            self.places.take(places, |spot| !marks.has(spot));
            for (all, own) in self.marks.bits.iter_mut().zip(&part.marks.bits) {
                *all |= own;
            }
        }
    }
}

impl Places {
    /// Adds the places of some steps, all new.
    #[inline]
    pub(super) fn extend<T: Copy>(
        &mut self,
        steps: &[T],
        spot: impl Fn(T) -> Spot,
        came: impl Fn(T) -> Came,
    ) {
        let steps = steps.iter().copied();
        self.spots.extend(steps.clone().map(spot));
        if self.notes == Notes::Paths {
            self.came.extend(steps.map(came));
        }
    }

    /// Takes those of other places that are `new`.
    fn take(&mut self, others: &mut Self, new: impl Fn(Spot) -> bool) {
        self.spots.reserve(others.spots.len());
        self.came.reserve(others.came.len());
        let mut chosen = [0; TOGETHER];
        for start in (0..others.spots.len()).step_by(TOGETHER) {
            let together = start..others.spots.len().min(start + TOGETHER);
            let mut count = 0;
            for place in together {
                chosen[count] = place;
                count += usize::from(new(others.spots[place]));
            }
            let (spot, came) = (|place| others.spots[place], |place| others.came[place]);
            self.extend(&chosen[..count], spot, came);
        }
        others.spots.clear();
        others.came.clear();
    }
}
