//! Where the relations of each node begin among its edges: one number a node.
//!
//! A flood takes the steps of half the nodes of a graph, a few of each. To find the steps along a
//! relation it would read where the edges of a node begin, their relations, and then their ends:
//! three places far from each other. With these numbers it reads two.
//!
//! ```text
//! bit 63   56     48     40     32       0
//!     third | second | first | zeroth | where the edges of the node begin
//!     how many edges are before the end of each slot
//! ```
//!
//! A node that has too many edges to count so has all counts full, and in place of a start the place of
//! its starts in a list of their own.
//!
//! The relations of a graph are shared out among four slots, in their order. Where a slot holds
//! several, a step is asked for its relation after all. They are made when somebody floods the graph
//! for the first time: 8 bytes a node for each direction, in memory only.

use prefetch_index::prefetch_index;
use rayon::prelude::*;
use std::ops::{Range, RangeInclusive};
use std::sync::OnceLock;

/// The numbers of one direction, once they are made.
#[derive(Clone, Debug, Default)]
pub(super) struct RunWords(OnceLock<Made>);

#[derive(Clone, Debug)]
struct Made {
    /// By node.
    words: Vec<u64>,
    /// Of nodes with many edges, in their order: where each slot begins, and the end of the last.
    many: Vec<[u32; SLOTS + 1]>,
}

impl RunWords {
    /// Returns how many bytes they take.
    pub(super) fn bytes(&self) -> usize {
        let bytes = |made: &Made| size_of_val(&made.words[..]) + size_of_val(&made.many[..]);
        self.0.get().map_or(0, bytes)
    }
}

/// Where the relations of each node begin in one direction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Runs<'v> {
    words: &'v [u64],
    many: &'v [[u32; SLOTS + 1]],
    /// The first relation of each slot, and the end of all.
    firsts: [u16; SLOTS + 1],
}

/// Some slots in a row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slots {
    /// How far the counts before them and at their end stand from the low end of all counts.
    low: u32,
    high: u32,
}

/// How many counts there are.
const SLOTS: usize = 4;
/// From so many edges on a node has too many to count in eight bits.
const MANY: usize = u8::MAX as usize;

impl<'v> Runs<'v> {
    /// Makes the numbers unless it is done.
    pub(super) fn new(
        words: &'v RunWords,
        starts: &[u32],
        relations: &[u16],
        relation_count: usize,
    ) -> Self {
        let firsts = std::array::from_fn(|slot| first_of(slot, relation_count));
        let made = words.0.get_or_init(|| make(starts, relations, &firsts));
        Self {
            words: &made.words,
            many: &made.many,
            firsts,
        }
    }

    /// Returns the slots that hold these relations, and whether they hold no other.
    pub(crate) fn slots(&self, relations: &RangeInclusive<u16>) -> (Slots, bool) {
        let slot = |relation: u16| self.firsts[1..].partition_point(|end| *end <= relation);
        let (first, last) = (slot(*relations.start()), slot(*relations.end()));
        let is_exact = self.firsts[first] == *relations.start()
            && self.firsts[last + 1] == relations.end() + 1;
        let slots = Slots {
            low: 8 * first as u32,
            high: 8 * (last + 1) as u32,
        };
        (slots, is_exact)
    }

    /// Asks for the number of a node, which will be read soon.
    #[inline]
    pub(crate) fn warm(&self, node: u32) {
        prefetch_index(self.words, node as usize);
    }

    /// Returns the places of the edges of a node that stand in some slots.
    #[inline]
    pub(crate) fn range(&self, node: u32, slots: Slots) -> Range<usize> {
        let word = self.words[node as usize];
        // No edge is before the first slot.
        let counts = word >> 32 << 8;
        let start = (word & u64::from(u32::MAX)) as usize;
        if counts >> (8 * SLOTS) == MANY as u64 {
            let starts = &self.many[start];
            let start = |shift: u32| starts[shift as usize / 8] as usize;
            return start(slots.low)..start(slots.high);
        }
        let before = |shift: u32| (counts >> shift) as usize & MANY;
        start + before(slots.low)..start + before(slots.high)
    }
}

fn make(starts: &[u32], relations: &[u16], firsts: &[u16; SLOTS + 1]) -> Made {
    // What an edge adds: one in its slot and all that follow.
    let ones = (0..firsts[SLOTS]).map(|relation| {
        let slots = (0..SLOTS).filter(|slot| relation < firsts[slot + 1]);
        slots.map(|slot| 1 << (32 + 8 * slot)).sum()
    });
    let ones: Vec<u64> = ones.collect();
    let word = |node: &[u32]| {
        let (start, end) = (node[0] as usize, node[1] as usize);
        let counts = match end - start {
            0..MANY => relations[start..end]
                .iter()
                .map(|relation| ones[usize::from(*relation)])
                .sum(),
            _ => u64::MAX << 32,
        };
        u64::from(node[0]) | counts
    };
    let words = starts.par_windows(2).with_min_len(1 << 12).map(word);
    let mut words: Vec<u64> = words.collect();
    let mut many = Vec::new();
    for (word, node) in words.iter_mut().zip(starts.windows(2)) {
        let (start, end) = (node[0] as usize, node[1] as usize);
        if end - start >= MANY {
            *word = u64::MAX << 32 | many.len() as u64;
            let before =
                |first: u16| relations[start..end].partition_point(|have| *have < first) as u32;
            many.push(firsts.map(|first| node[0] + before(first)));
        }
    }
    Made { words, many }
}

/// Returns the first relation of a slot.
fn first_of(slot: usize, relations: usize) -> u16 {
    match relations {
        0..=SLOTS => slot.min(relations) as u16,
        _ => (slot * relations).div_ceil(SLOTS) as u16,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_of_some_relations_are_where_their_column_says() {
        for count in [0_u16, 1, 3, 4, 5, 9, 40] {
            let degrees: Vec<u32> = vec![0, 1, 5, 254, 255, 700, 3];
            let (mut starts, mut relations) = (vec![0], Vec::new());
            for degree in degrees.into_iter().filter(|_| count > 0) {
                let mut own: Vec<u16> = (0..degree)
                    .map(|edge| (edge * 7 % 31) as u16 % count)
                    .collect();
                own.sort_unstable();
                relations.extend(own);
                starts.push(relations.len() as u32);
            }
            let words = RunWords::default();
            let runs = Runs::new(&words, &starts, &relations, usize::from(count));
            let many = if count > 0 { 2 } else { 0 };
            assert_eq!(words.bytes(), 8 * (starts.len() - 1) + 20 * many);
            for (first, last) in (0..count).flat_map(|f| (f..count).map(move |last| (f, last))) {
                let (slots, is_exact) = runs.slots(&(first..=last));
                assert!(is_exact || count > 4);
                for node in 0..starts.len() - 1 {
                    let (start, end) = (starts[node] as usize, starts[node + 1] as usize);
                    let own = (start..end).filter(|at| (first..=last).contains(&relations[*at]));
                    let own: Vec<usize> = own.collect();
                    let range = runs.range(node as u32, slots);
                    assert!(own.iter().all(|at| range.contains(at)));
                    assert!(!is_exact || own.len() == range.len());
                }
            }
        }
    }
}
