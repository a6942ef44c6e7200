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
//! The relations of a graph are shared out among four slots, in their order. Where a slot holds
//! several, a step is asked for its relation after all. They are made when somebody floods the graph
//! for the first time: 8 bytes a node for each direction, in memory only.

use rayon::prelude::*;
use std::ops::{Range, RangeInclusive};
use std::sync::OnceLock;

/// The numbers of one direction, once they are made.
#[derive(Clone, Debug, Default)]
pub(super) struct RunWords(OnceLock<Vec<u64>>);

impl RunWords {
    /// Returns how many bytes they take.
    pub(super) fn bytes(&self) -> usize {
        self.0.get().map_or(0, |words| size_of_val(&words[..]))
    }
}

/// Where the relations of each node begin in one direction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Runs<'v> {
    words: &'v [u64],
    starts: &'v [u32],
    relations: &'v [u16],
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
/// From so many edges on a node has too many to count in eight bits; its relations are searched.
const MANY: usize = u8::MAX as usize;

impl<'v> Runs<'v> {
    /// Makes the numbers unless it is done.
    pub(super) fn new(
        words: &'v RunWords,
        starts: &'v [u32],
        relations: &'v [u16],
        relation_count: usize,
    ) -> Self {
        let firsts = std::array::from_fn(|slot| first_of(slot, relation_count));
        let words = words.0.get_or_init(|| {
            // What an edge adds: one in its slot and all that follow.
            let ones = (0..relation_count as u16).map(|relation| {
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
            starts
                .par_windows(2)
                .with_min_len(1 << 12)
                .map(word)
                .collect()
        });
        Self {
            words,
            starts,
            relations,
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

    /// Returns the number of a node, for those who want many to be there soon.
    #[inline]
    pub(crate) fn word(&self, node: u32) -> u64 {
        self.words[node as usize]
    }

    /// Returns the places of the edges of a node that stand in some slots.
    #[inline]
    pub(crate) fn range(&self, node: u32, slots: Slots) -> Range<usize> {
        let word = self.words[node as usize];
        // No edge is before the first slot.
        let counts = word >> 32 << 8;
        if counts >> (8 * SLOTS) == MANY as u64 {
            return self.search(node, slots);
        }
        let start = (word & u64::from(u32::MAX)) as usize;
        let before = |shift: u32| (counts >> shift) as usize & MANY;
        start + before(slots.low)..start + before(slots.high)
    }

    #[cold]
    #[inline(never)]
    fn search(&self, node: u32, slots: Slots) -> Range<usize> {
        let (start, end) = (
            self.starts[node as usize] as usize,
            self.starts[node as usize + 1] as usize,
        );
        let relations = &self.relations[start..end];
        let before = |shift: u32| {
            let first = self.firsts[shift as usize / 8];
            start + relations.partition_point(|have| *have < first)
        };
        before(slots.low)..before(slots.high)
    }
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
            assert_eq!(words.bytes(), 8 * (starts.len() - 1));
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
