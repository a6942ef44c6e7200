//! Numbers in a row, wherever they lie: in memory of our own, in the program, or in a mapped file.

use crate::store::Mapped;
use bytemuck::Pod;
use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

/// A slice of numbers that is owned, static or lies in a mapped file; it reads like any slice.
///
/// A column of a mapped file keeps the map alive and is cheap to clone. Reading from it looks up
/// where it lies: loops take the slice once.
#[derive(Clone)]
pub struct Column<T: Pod>(Place<T>);

#[derive(Clone)]
enum Place<T: Pod> {
    Owned(Vec<T>),
    Static(&'static [T]),
    Mapped(Arc<Mapped>, Range<usize>),
}

impl<T: Pod> Column<T> {
    /// Takes the numbers that lie at `bytes` of a mapped file; copies them where they do not lie
    /// as the processor wants them.
    ///
    /// Returns `None` if the range goes past the file or ends within a number.
    pub fn mapped(file: &Arc<Mapped>, bytes: Range<usize>) -> Option<Self> {
        let raw = file.get(bytes.clone())?;
        Some(match fit::<T>(raw)? {
            Some(_) => Self(Place::Mapped(Arc::clone(file), bytes)),
            None => bytemuck::allocation::pod_collect_to_vec(raw).into(),
        })
    }

    /// Takes the numbers that lie in bytes of the program; copies them where they do not lie as
    /// the processor wants them.
    ///
    /// Returns `None` if the bytes end within a number.
    pub fn of_static(bytes: &'static [u8]) -> Option<Self> {
        Some(match fit(bytes)? {
            Some(numbers) => Self(Place::Static(numbers)),
            None => bytemuck::allocation::pod_collect_to_vec(bytes).into(),
        })
    }

    /// Returns the numbers as a vector; copies them unless they are owned.
    pub fn into_vec(self) -> Vec<T> {
        match self.0 {
            Place::Owned(numbers) => numbers,
            _ => self.to_vec(),
        }
    }

    /// Lets go what was read of a mapped file so far; see [`Mapped::forget`].
    pub(crate) fn forget(&self) {
        if let Place::Mapped(file, _) = &self.0 {
            file.forget();
        }
    }

    /// Tells whether the numbers lie in memory of our own.
    pub(super) fn is_owned(&self) -> bool {
        matches!(self.0, Place::Owned(_))
    }

    /// Returns the numbers as a vector where they are owned.
    pub(super) fn owned(self) -> Result<Vec<T>, Self> {
        match self.0 {
            Place::Owned(numbers) => Ok(numbers),
            place => Err(Self(place)),
        }
    }

    /// Returns the numbers as they lie in memory.
    pub fn as_bytes(&self) -> &[u8] {
        bytemuck::cast_slice(self)
    }
}

/// Returns bytes as numbers, `Some(None)` if they lie askew, `None` if they end within a number.
fn fit<T: Pod>(bytes: &[u8]) -> Option<Option<&[T]>> {
    let whole = bytes.len().is_multiple_of(size_of::<T>().max(1));
    whole.then(|| bytemuck::try_cast_slice(bytes).ok())
}

impl<T: Pod> Deref for Column<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match &self.0 {
            Place::Owned(numbers) => numbers,
            Place::Static(numbers) => numbers,
            Place::Mapped(file, bytes) => bytemuck::cast_slice(&file[bytes.clone()]),
        }
    }
}

impl<T: Pod> From<Vec<T>> for Column<T> {
    fn from(numbers: Vec<T>) -> Self {
        Self(Place::Owned(numbers))
    }
}

impl<T: Pod> Default for Column<T> {
    fn default() -> Self {
        Self(Place::Owned(Vec::new()))
    }
}

impl<T: Pod> fmt::Debug for Column<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = match self.0 {
            Place::Owned(_) => "owned",
            Place::Static(_) => "static",
            Place::Mapped(..) => "mapped",
        };
        write!(f, "Column({} {place})", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_lie_askew_are_copied() {
        static BYTES: [u64; 2] = [u64::from_ne_bytes([1, 0, 0, 0, 2, 0, 0, 0]); 2];
        let bytes: &'static [u8] = bytemuck::cast_slice(&BYTES);
        let straight = Column::<[u8; 4]>::of_static(bytes).unwrap();
        assert_eq!(straight.len(), 4);
        let numbers = Column::<u32>::of_static(bytes).unwrap();
        assert_eq!(format!("{numbers:?}"), "Column(4 static)");
        let askew = Column::<u32>::of_static(&bytes[1..13]).unwrap();
        assert_eq!(format!("{askew:?}"), "Column(3 owned)");
        assert_eq!(askew.as_bytes(), &bytes[1..13]);
        assert!(Column::<u32>::of_static(&bytes[..7]).is_none());
    }

    #[test]
    fn a_mapped_column_outlives_the_handle_it_came_from() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("numbers");
        std::fs::write(&path, [7_u8; 64]).unwrap();
        let file = Arc::new(Mapped::open(&path).unwrap());
        let column = Column::<[u32; 2]>::mapped(&file, 8..24).unwrap();
        assert!(Column::<u32>::mapped(&file, 60..68).is_none());
        drop(file);
        let clone = column.clone();
        assert_eq!(&clone[..], &[[0x0707_0707; 2]; 2]);
        assert_eq!(format!("{clone:?}"), "Column(2 mapped)");
    }
}
