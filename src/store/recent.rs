//! Where terms stood that were looked up lately: questions ask for the same few classes and properties
//! again and again, and each search through the dictionary compares some twenty texts.

use std::sync::atomic::{AtomicU32, Ordering};
use xxhash_rust::xxh3::xxh3_64;

/// How many places are remembered.
const SLOTS: usize = 1 << 12;

/// Places in a dictionary by the hash of their terms. A slot may hold the place of another term or of
/// none; whoever reads it looks at the term that stands there. So threads need no lock.
#[derive(Debug)]
pub(super) struct Recent(Box<[AtomicU32]>);

impl Recent {
    /// Returns the place of the term of these bytes: the one remembered if it `fits`, else the one that
    /// `search` finds.
    pub(super) fn place(
        &self,
        bytes: &[u8],
        fits: impl FnOnce(u32) -> bool,
        search: impl FnOnce() -> Option<u32>,
    ) -> Option<u32> {
        let slot = &self.0[xxh3_64(bytes) as usize % SLOTS];
        let place = slot.load(Ordering::Relaxed);
        if fits(place) {
            return Some(place);
        }
        let place = search()?;
        slot.store(place, Ordering::Relaxed);
        Some(place)
    }
}

impl Default for Recent {
    fn default() -> Self {
        Self((0..SLOTS).map(|_| AtomicU32::new(u32::MAX)).collect())
    }
}
