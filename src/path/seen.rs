//! Which places of the product have been seen: a hash table while they are few, an array once they
//! are many.

use rustc_hash::FxHashMap;

/// A map from the numbers of places to numbers.
///
/// A search that meets its end soon touches a few hundred of millions of places: it must not pay
/// for an array over all of them. One that floods the graph must not pay for hashing.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    few: FxHashMap<u64, u32>,
    /// By place: the number and one more, 0 if not seen. Empty while there are few.
    many: Vec<u32>,
    room: u64,
}

/// From this share of all places on, an array is cheaper.
const SHARE: u64 = 64;
/// Rooms up to this size may have an array: 4 bytes a place.
const LARGEST: u64 = 1 << 28;

impl Seen {
    /// Returns an empty map for places below `room`.
    pub(super) fn new(room: u64) -> Self {
        Self {
            few: FxHashMap::default(),
            many: Vec::new(),
            room,
        }
    }

    /// Returns the number of a place.
    #[inline]
    pub(super) fn get(&self, place: u64) -> Option<u32> {
        if self.many.is_empty() {
            return self.few.get(&place).copied();
        }
        self.many[place as usize].checked_sub(1)
    }

    /// Gives a place a number unless it has one; tells whether it is new.
    #[inline]
    pub(super) fn insert(&mut self, place: u64, number: u32) -> bool {
        if !self.many.is_empty() {
            let slot = &mut self.many[place as usize];
            let new = *slot == 0;
            if new {
                *slot = number + 1;
            }
            return new;
        }
        let before = self.few.len();
        self.few.entry(place).or_insert(number);
        let new = self.few.len() > before;
        if new && before as u64 >= self.room / SHARE && before >= 1024 && self.room <= LARGEST {
            self.many = vec![0; self.room as usize];
            for (place, number) in self.few.drain() {
                self.many[place as usize] = number + 1;
            }
            self.few = FxHashMap::default();
        }
        new
    }
}
