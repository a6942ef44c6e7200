//! A file read through the memory of the process, the one place where `unsafe` stands.

use memmap2::{Mmap, MmapMut};
use std::fmt;
use std::fs::File;
use std::io;
use std::ops::{Deref, DerefMut};
use std::path::Path;

/// A file mapped read only: its bytes come into memory as they are touched, and go as the system
/// needs the room.
pub struct Mapped(Mmap);

impl Mapped {
    /// Maps a file. An empty file gives no bytes.
    ///
    /// # Errors
    ///
    /// What the system says if the file cannot be opened or mapped.
    pub fn open(path: &Path) -> io::Result<Self> {
        Self::of(&File::open(path)?)
    }

    /// Maps what an open file holds now; bytes that come behind it are not seen.
    pub(super) fn of(file: &File) -> io::Result<Self> {
        // SAFETY: the bytes must not change while they are borrowed. Our files are never written in
        // place: they are written whole under another name and renamed, or have no name and only grow, so
        // that what is mapped stays what it was until it is let go. It is only ever read as plain numbers and bytes, for
        // which any bits are a value.
        #[expect(
            unsafe_code,
            reason = "a map of a file is only as constant as the file"
        )]
        let map = unsafe { Mmap::map(file)? };
        Ok(Self(map))
    }

    /// Lets go what was read so far: it counts as memory of this process no longer, and comes again
    /// when it is touched again. To be called by who reads a large file from front to back.
    pub(crate) fn forget(&self) {
        #[cfg(unix)]
        {
            // SAFETY: the map is shared and never written to, so its pages hold nothing but what the
            // file has. Whoever reads them, even now, reads the same bytes again from there.
            #[expect(
                unsafe_code,
                reason = "to drop pages that were written to would lose them"
            )]
            let forgotten = unsafe { self.0.unchecked_advise(memmap2::UncheckedAdvice::DontNeed) };
            // Where the system does not, it takes them back when it needs the room.
            drop(forgotten);
        }
    }
}

impl Deref for Mapped {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Mapped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mapped({} bytes)", self.0.len())
    }
}

/// A file of our own mapped to be written to, for numbers in no order that memory need not hold.
pub(super) struct Writable(MmapMut);

impl Writable {
    /// Maps a file that has no name, and that nobody else holds. All of its bytes must have been written:
    /// where the disk has no room for them, that is an error then, and not a fault when they are touched.
    ///
    /// # Errors
    ///
    /// What the system says if the file cannot be mapped.
    pub(super) fn of(file: File) -> io::Result<Self> {
        // SAFETY: nobody else can open a file without a name, and we took the only handle: its bytes change
        // through this map alone, and its length never does.
        #[expect(
            unsafe_code,
            reason = "a map of a file is only as constant as the file"
        )]
        let map = unsafe { MmapMut::map_mut(&file)? };
        Ok(Self(map))
    }
}

impl Deref for Writable {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl DerefMut for Writable {
    fn deref_mut(&mut self) -> &mut [u8] {
        &mut self.0
    }
}
