//! A mapped file is checked where it is touched: each block once, when it is first read.
//!
//! To check all of a large file takes longer than most questions take. So a reader asks here
//! before it reads, and remembers for all readers what was found. A block that is not as it was
//! written is read as if it were not there, and the damage is kept to be told: nothing that comes
//! of such a file is an answer.

use crate::store::StoreError;
use crate::store::sections::Sections;
use rayon::prelude::*;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// What is known so far of the blocks of a file.
#[derive(Debug)]
pub(crate) struct Intact {
    sections: Sections,
    /// A bit for each block: set when the block was found as it was written.
    seen: Box<[AtomicU64]>,
    /// The first section in which damage was found.
    broken: OnceLock<usize>,
}

/// From so many blocks on it pays to check them on all processors.
const MANY: usize = 64;

impl Intact {
    pub(crate) fn new(sections: Sections) -> Self {
        let words = sections.blocks().div_ceil(64);
        Self {
            seen: (0..words).map(|_| AtomicU64::new(0)).collect(),
            sections,
            broken: OnceLock::new(),
        }
    }

    /// Tells whether these bytes of a section are as they were written.
    pub(crate) fn covers(&self, section: usize, bytes: Range<usize>) -> bool {
        let blocks = self.sections.blocks_of(section, bytes);
        let whole = match blocks.len() {
            0..MANY => blocks.into_iter().all(|block| self.is_intact(block)),
            _ => blocks.into_par_iter().all(|block| self.is_intact(block)),
        };
        if !whole {
            self.report(section);
        }
        whole
    }

    /// Notes that a section holds what cannot be.
    #[cold]
    pub(crate) fn report(&self, section: usize) {
        self.broken.get_or_init(|| section);
    }

    /// Returns the damage that was found so far.
    pub(crate) fn damage(&self) -> Option<StoreError> {
        let section = self.broken.get()?;
        Some(self.sections.corrupt(*section))
    }

    /// Checks every block, on all processors.
    ///
    /// # Errors
    ///
    /// [`StoreError::Corrupt`].
    pub(crate) fn verify(&self) -> Result<(), StoreError> {
        self.sections.verify()?;
        let seen = self.seen.iter();
        seen.for_each(|word| word.store(u64::MAX, Ordering::Relaxed));
        Ok(())
    }

    pub(crate) fn sections(&self) -> &Sections {
        &self.sections
    }

    fn is_intact(&self, block: usize) -> bool {
        let (word, bit) = (block / 64, 1 << (block % 64));
        // Two readers may check the same block at once: both find the same.
        if self.seen[word].load(Ordering::Relaxed) & bit != 0 {
            return true;
        }
        let intact = self.sections.is_intact(block);
        if intact {
            self.seen[word].fetch_or(bit, Ordering::Relaxed);
        }
        intact
    }
}
