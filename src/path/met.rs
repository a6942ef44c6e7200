//! What a search has met: places in the order in which they were met, and how.

use crate::path::product::Spot;
use crate::view::{Direction, EdgeId};

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
    /// The step, and in the lowest bit how it is walked, read forward: a view has 2³¹ edges
    /// at most.
    step: u32,
}

impl Came {
    /// An end comes from nowhere: its level is 0, and no way is read beyond it.
    pub(super) const NOWHERE: Self = Self { before: 0, step: 0 };

    /// Notes a step by its edge, or by where it stands among those that are walked so.
    #[inline]
    pub(super) fn new(before: u32, at: usize, direction: Direction) -> Self {
        let step = (at as u32) << 1 | direction as u32;
        Self { before, step }
    }

    /// Returns where the step stands.
    #[inline]
    pub(super) fn at(self) -> usize {
        self.step as usize >> 1
    }

    /// Returns the edge, if that was noted.
    #[inline]
    pub(super) fn edge(self) -> EdgeId {
        EdgeId::from_index(self.at())
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
    /// How many places each node has.
    width: usize,
    /// By place: a bit.
    pub(super) bits: Vec<u64>,
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
    pub(super) fn place(&self, spot: Spot) -> (usize, u64) {
        let key = spot.node.index() * self.width + spot.state as usize;
        (key / 64, 1 << (key % 64))
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
    notes: Notes,
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
    /// Returns nothing yet, of so many nodes with so many places each.
    pub(super) fn new(nodes: usize, width: usize, notes: Notes) -> Self {
        Self {
            marks: Marks::new(nodes, width),
            places: Places {
                notes,
                spots: Vec::new(),
                came: Vec::new(),
            },
        }
    }

    /// Adds a place unless it was met, or is marked in the word that `seen` gives.
    #[inline]
    pub(super) fn see(
        &mut self,
        spot: Spot,
        seen: impl Fn(usize) -> u64,
        came: impl FnOnce() -> Came,
    ) {
        let (word, bit) = self.marks.place(spot);
        let marks = &mut self.marks.bits[word];
        if (*marks | seen(word)) & bit == 0 {
            *marks |= bit;
            self.places.spots.push(spot);
            if self.places.notes == Notes::Paths {
                self.places.came.push(came());
            }
        }
    }

    /// Adds what several met one after another, each without knowing of the others; they know
    /// nothing afterwards.
    pub(super) fn add(&mut self, parts: &mut [Self]) {
        for part in parts {
            let (marks, places) = (&self.marks, &mut part.places);
            self.places.take(places, |spot| !marks.has(spot));
            for (all, own) in self.marks.bits.iter_mut().zip(&mut part.marks.bits) {
                *all |= std::mem::take(own);
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
        // There are none without notes.
        let mut came = others.came.drain(..);
        for spot in others.spots.drain(..) {
            let came = came.next();
            if new(spot) {
                self.spots.push(spot);
                self.came.extend(came);
            }
        }
    }
}
