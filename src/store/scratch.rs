//! Rows in any number: in memory while they are few, beyond that in files without a name, which the
//! system takes away whatever becomes of the process.
//!
//! What lies in such a file is read through a map of it, front to back, and let go behind the reader.
//! To sort more than memory is meant to hold, a sample says where buckets of as many rows begin; each
//! is sorted in memory and written behind the one before it. For few buckets all rows are read
//! as often as there are buckets, for many they are dealt out to files once.

use crate::store::mapped::Writable;
use crate::store::{Column, Mapped, StoreError};
use bytemuck::Pod;
use rayon::prelude::*;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::sync::Arc;

/// How many bytes of rows are held before they go to a file.
const HELD: usize = 64 << 20;
/// How many bytes terms may take, for each of these.
const TERMS: usize = 3;
/// How many bytes are read before what lies behind is let go, and written or read at once.
const STRETCH: usize = 16 << 20;
/// How many rows of a bucket are written at once.
const DEALT: usize = 1 << 12;
/// How many buckets there are at most, each an open file.
const BUCKETS: usize = 200;
/// For how many buckets all rows are read anew.
const PASSES: usize = 12;
/// How many rows of a bucket are looked at to tell where it ends.
const SAMPLE: usize = 64;

/// Where rows go that memory is not to hold; nowhere, unless a folder is named.
#[derive(Clone, Debug, Default)]
pub struct Scratch(Option<Place>);

#[derive(Clone, Debug)]
struct Place {
    folder: Arc<Path>,
    /// How many bytes of rows are held.
    held: usize,
}

impl Scratch {
    /// Returns the one that writes to files in a folder.
    pub fn in_folder(folder: &Path) -> Self {
        Self::holding(folder, HELD)
    }

    /// Returns the one that writes to files in the folder for temporary files.
    pub fn temporary() -> Self {
        Self::in_folder(&std::env::temp_dir())
    }

    /// As [`in_folder`](Self::in_folder), with so many bytes of rows in memory.
    pub(super) fn holding(folder: &Path, held: usize) -> Self {
        Self(Some(Place {
            folder: folder.into(),
            held,
        }))
    }

    /// Tells whether there is a folder.
    pub(super) fn is_there(&self) -> bool {
        self.0.is_some()
    }

    /// Returns how many bytes of rows are held.
    fn held(&self) -> usize {
        self.0.as_ref().map_or(usize::MAX, |place| place.held)
    }

    /// Returns how many bytes terms may take before they go to a file.
    pub(super) fn terms_held(&self) -> usize {
        self.held().saturating_mul(TERMS)
    }

    fn file(&self) -> Result<File, StoreError> {
        match &self.0 {
            Some(place) => tempfile::tempfile_in(&place.folder).map_err(|error| self.failed(error)),
            None => Err(self.failed(io::ErrorKind::NotFound.into())),
        }
    }

    fn failed(&self, source: io::Error) -> StoreError {
        let folder = self.0.as_ref().map(|place| place.folder.to_path_buf());
        StoreError::Write {
            path: folder.unwrap_or_default(),
            source,
        }
    }

    /// Puts numbers where memory does not hold them, if there is such a place.
    pub(super) fn keep<T: Pod>(&self, numbers: Vec<T>) -> Result<Column<T>, StoreError> {
        if !self.is_there() {
            return Ok(numbers.into());
        }
        let mut rows = Rows::new(self);
        rows.held = numbers;
        rows.spill()?;
        Ok(rows.spilled)
    }

    /// Returns so many numbers, all this one, to be read and changed in any order.
    pub(crate) fn slots<T: Pod>(&self, count: usize, value: T) -> Result<Slots<T>, StoreError> {
        if self.holds(count, size_of::<T>()) {
            return Ok(Slots(Numbers::Held(vec![value; count])));
        }
        let mut file = self.file()?;
        let most = STRETCH / size_of::<T>().max(1);
        let same = vec![value; most.min(count)];
        let mut left = count;
        while left > 0 {
            let now = left.min(same.len());
            let written = file.write_all(bytemuck::cast_slice(&same[..now]));
            written.map_err(|error| self.failed(error))?;
            left -= now;
        }
        let file = Writable::of(file).map_err(|error| self.failed(error))?;
        Ok(Slots(Numbers::Mapped(file, PhantomData)))
    }

    /// Returns rows sorted, each as `form` makes it and each once.
    ///
    /// Cost: O(n log n) time, on all processors; where there is a folder, 192 MiB of memory at the most.
    pub(super) fn sorted<T: Pod + Ord + Send + Sync>(
        &self,
        rows: &Column<T>,
        form: impl Fn(&T) -> T + Sync,
    ) -> Result<Column<T>, StoreError> {
        if self.holds(rows.len(), size_of::<T>()) {
            let mut sorted: Vec<T> = rows.par_iter().map(&form).collect();
            sorted.par_sort_unstable();
            sorted.dedup();
            return Ok(sorted.into());
        }
        sorted_outside(self, rows, &[], form)
    }

    /// Tells whether so many rows of this size stay in memory.
    fn holds(&self, count: usize, size: usize) -> bool {
        count.saturating_mul(size) <= self.held()
    }
}

/// Numbers that are read and changed in any order: in memory, or where they are very many in a file without
/// a name, of which the system keeps in memory what it has room for.
pub(crate) struct Slots<T: Pod>(Numbers<T>);

enum Numbers<T: Pod> {
    Held(Vec<T>),
    Mapped(Writable, PhantomData<T>),
}

impl<T: Pod> Default for Slots<T> {
    fn default() -> Self {
        Self(Numbers::Held(Vec::new()))
    }
}

impl<T: Pod> Deref for Slots<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        match &self.0 {
            Numbers::Held(numbers) => numbers,
            Numbers::Mapped(file, _) => bytemuck::cast_slice(file),
        }
    }
}

impl<T: Pod> DerefMut for Slots<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [T] {
        match &mut self.0 {
            Numbers::Held(numbers) => numbers,
            Numbers::Mapped(file, _) => bytemuck::cast_slice_mut(file),
        }
    }
}

impl<T: Pod> From<Vec<T>> for Slots<T> {
    fn from(numbers: Vec<T>) -> Self {
        Self(Numbers::Held(numbers))
    }
}

/// Rows one behind another, of which the last are in memory.
#[derive(Debug)]
pub(crate) struct Rows<T: Pod> {
    scratch: Scratch,
    file: Option<File>,
    spilled: Column<T>,
    held: Vec<T>,
}

impl<T: Pod> Default for Rows<T> {
    fn default() -> Self {
        Self::new(&Scratch::default())
    }
}

impl<T: Pod> Rows<T> {
    pub(super) fn new(scratch: &Scratch) -> Self {
        Self {
            scratch: scratch.clone(),
            file: None,
            spilled: Column::default(),
            held: Vec::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.spilled.len() + self.held.len()
    }

    /// Tells whether some are in a file.
    pub(super) fn is_spilled(&self) -> bool {
        self.file.is_some()
    }

    /// Makes room for so many more, if they are to be held.
    pub(super) fn reserve(&mut self, count: usize) {
        let most = self.scratch.held() / size_of::<T>().max(1);
        self.held
            .reserve(count.min(most.saturating_sub(self.held.len())));
    }

    #[inline]
    pub(crate) fn push(&mut self, row: T) -> Result<(), StoreError> {
        self.held.push(row);
        self.make_room()
    }

    /// Adds a row of which few are new: repetitions go before there is need for more room.
    pub(super) fn push_again(&mut self, row: T) -> Result<(), StoreError>
    where
        T: Ord + Send,
    {
        if self.held.len() == self.held.capacity() {
            self.held.par_sort_unstable();
            self.held.dedup();
            self.held.reserve(self.held.len());
        }
        self.push(row)
    }

    /// Adds those of others.
    pub(super) fn extend(&mut self, others: &Self) -> Result<(), StoreError> {
        for row in others.iter() {
            self.push(*row)?;
        }
        Ok(())
    }

    pub(super) fn extend_from_slice(&mut self, rows: &[T]) -> Result<(), StoreError> {
        self.held.extend_from_slice(rows);
        self.make_room()
    }

    #[inline]
    fn make_room(&mut self) -> Result<(), StoreError> {
        match self.held.len() * size_of::<T>() >= self.scratch.held() {
            true => self.spill(),
            false => Ok(()),
        }
    }

    /// Writes what is held to the file.
    fn spill(&mut self) -> Result<(), StoreError> {
        if self.held.is_empty() {
            return Ok(());
        }
        let mut file = match self.file.take() {
            Some(file) => file,
            None => self.scratch.file()?,
        };
        let written = file.write_all(bytemuck::cast_slice(&self.held));
        let mapped = written.and_then(|()| Mapped::of(&file));
        let mapped = Arc::new(mapped.map_err(|error| self.scratch.failed(error))?);
        let end = mapped.len();
        let spilled = Column::mapped(&mapped, 0..end);
        self.spilled = spilled.ok_or(StoreError::Damaged)?;
        self.held.clear();
        self.file = Some(file);
        Ok(())
    }

    /// Returns those in a file, and those in memory.
    pub(super) fn pieces(&self) -> [&[T]; 2] {
        [&self.spilled, &self.held]
    }

    /// Returns all rows, and lets go what is behind the reader.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.spilled.passing().chain(&self.held)
    }

    /// Returns those in memory from a place on; `None` if there are others.
    pub(super) fn held_from(&mut self, place: usize) -> Option<&mut [T]> {
        let place = place.checked_sub(self.spilled.len())?;
        self.held.get_mut(place..)
    }

    /// Returns them in one piece.
    pub(crate) fn into_column(mut self) -> Result<Column<T>, StoreError> {
        if !self.is_spilled() {
            return Ok(self.held.into());
        }
        self.spill()?;
        Ok(self.spilled)
    }

    /// Keeps those rows that are wanted.
    pub(super) fn retain(
        &mut self,
        mut is_wanted: impl FnMut(&T) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        if self.is_spilled() {
            let mut kept = Self::new(&self.scratch);
            for row in self.iter() {
                if is_wanted(row)? {
                    kept.push(*row)?;
                }
            }
            *self = kept;
            return Ok(());
        }
        let mut failed = Ok(());
        self.held.retain(|row| match is_wanted(row) {
            Ok(is_wanted) => is_wanted,
            Err(error) => {
                failed = Err(error);
                true
            }
        });
        failed
    }
}

impl<T: Pod + Ord + Send + Sync> Rows<T> {
    /// Changes each row.
    pub(super) fn change(&mut self, form: impl Fn(&mut T) + Sync) -> Result<(), StoreError> {
        if self.is_spilled() {
            let mut changed = Self::new(&self.scratch);
            for row in self.iter() {
                let mut row = *row;
                form(&mut row);
                changed.push(row)?;
            }
            *self = changed;
        } else {
            self.held.par_iter_mut().for_each(&form);
        }
        Ok(())
    }

    /// Sorts those that are in memory, each once.
    pub(super) fn into_sorted(mut self) -> Result<Self, StoreError> {
        self.held.par_sort_unstable();
        self.held.dedup();
        Ok(self)
    }

    /// Sorts them, each as `form` makes it and each once. Rows that came in order should be said to:
    /// they are sorted faster.
    pub(crate) fn sorted(
        mut self,
        is_ordered: bool,
        form: impl Fn(&T) -> T + Sync,
    ) -> Result<Column<T>, StoreError> {
        if self.is_spilled() {
            return sorted_outside(&self.scratch, &self.spilled, &self.held, form);
        }
        self.held.par_iter_mut().for_each(|row| *row = form(row));
        match is_ordered {
            true => self.held.sort(),
            false => self.held.par_sort_unstable(),
        }
        self.held.dedup();
        Ok(self.held.into())
    }
}

/// Some rows that lie between two others in their order.
struct Bucket<T> {
    file: Option<File>,
    count: usize,
    held: Vec<T>,
}

impl<T: Pod + Ord + Send + Sync> Bucket<T> {
    fn take(&mut self, row: T, scratch: &Scratch) -> Result<(), StoreError> {
        self.held.push(row);
        self.count += 1;
        match self.held.len() < DEALT {
            true => Ok(()),
            false => self.spill(scratch),
        }
    }

    fn spill(&mut self, scratch: &Scratch) -> Result<(), StoreError> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(scratch.file()?),
        };
        let written = file.write_all(bytemuck::cast_slice(&self.held));
        written.map_err(|error| scratch.failed(error))?;
        self.held.clear();
        Ok(())
    }

    /// Returns the rows sorted, each once.
    fn sorted(self, scratch: &Scratch) -> Result<Vec<T>, StoreError> {
        let mut rows = self.held;
        let in_file = self.count - rows.len();
        let Some(mut file) = self.file else {
            rows.par_sort_unstable();
            rows.dedup();
            return Ok(rows);
        };
        let failed = |error| scratch.failed(error);
        file.seek(SeekFrom::Start(0)).map_err(failed)?;
        let at_once = (scratch.held() / size_of::<T>()).max(1);
        let mut left = in_file;
        while left > 0 {
            let count = left.min(at_once);
            let from = rows.len();
            rows.resize(from + count, T::zeroed());
            let bytes = bytemuck::cast_slice_mut(&mut rows[from..]);
            file.read_exact(bytes).map_err(failed)?;
            left -= count;
            // One that repeats what it holds must not be held as often.
            rows.par_sort_unstable();
            rows.dedup();
        }
        Ok(rows)
    }
}

/// Sorts rows that memory is not to hold; `more` stand behind them.
fn sorted_outside<T: Pod + Ord + Send + Sync>(
    scratch: &Scratch,
    rows: &Column<T>,
    more: &[T],
    form: impl Fn(&T) -> T + Sync,
) -> Result<Column<T>, StoreError> {
    let all = rows.len() + more.len();
    let buckets = (all * size_of::<T>())
        .div_ceil(scratch.held())
        .clamp(1, BUCKETS);
    let step = all.div_ceil(buckets * SAMPLE).max(1);
    let places = (0..all).step_by(step);
    let row = |place: usize| match rows.get(place) {
        Some(row) => row,
        None => &more[place - rows.len()],
    };
    let mut sample: Vec<T> = places.map(|place| form(row(place))).collect();
    sample.par_sort_unstable();
    let ends = sample.chunks(SAMPLE).skip(1).map(|chunk| chunk[0]);
    let ends: Vec<T> = ends.collect();
    let mut sorted = Rows::new(scratch);
    if ends.len() < PASSES {
        for place in 0..=ends.len() {
            let begin = place.checked_sub(1).map(|before| ends[before]);
            let end = ends.get(place);
            let is_here = |row: &T| {
                begin.is_none_or(|begin| begin <= *row) && end.is_none_or(|end| row < end)
            };
            let mut bucket = Vec::new();
            for part in rows.stretches().chain([more]) {
                bucket.par_extend(part.par_iter().map(&form).filter(is_here));
                if bucket.len() * size_of::<T>() > 2 * scratch.held() {
                    bucket.par_sort_unstable();
                    bucket.dedup();
                }
            }
            bucket.par_sort_unstable();
            bucket.dedup();
            sorted.held = bucket;
            sorted.spill()?;
        }
        return sorted.into_column();
    }
    let bucket = || Bucket {
        file: None,
        count: 0,
        held: Vec::with_capacity(DEALT),
    };
    let mut dealt: Vec<Bucket<T>> = (0..=ends.len()).map(|_| bucket()).collect();
    for row in rows.passing().chain(more) {
        let row = form(row);
        let place = ends.partition_point(|end| *end <= row);
        dealt[place].take(row, scratch)?;
    }
    for bucket in dealt {
        sorted.held = bucket.sorted(scratch)?;
        sorted.spill()?;
    }
    sorted.into_column()
}

impl<T: Pod> Column<T> {
    /// Returns the numbers from front to back, and lets go what is behind the reader.
    pub(crate) fn passing(&self) -> impl Iterator<Item = &T> {
        self.stretches().flatten()
    }

    /// As [`passing`](Self::passing), many at once.
    fn stretches(&self) -> impl Iterator<Item = &[T]> {
        let stretch = (STRETCH / size_of::<T>().max(1)).max(1);
        self.chunks(stretch).inspect(|_| self.forget())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of which many come twice, in no order.
    fn numbers(count: u64) -> impl Iterator<Item = [u32; 4]> {
        (0..count).map(|place| {
            let mixed = place.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
            [mixed as u32 % 1_000_003, 7, mixed as u32, 1]
        })
    }

    #[test]
    fn what_memory_does_not_hold_is_sorted_as_what_it_holds() {
        let folder = tempfile::tempdir().unwrap();
        let scratch = Scratch::holding(folder.path(), 1 << 16);
        // In memory, in few buckets, in many, and in as many as there may be.
        for count in [4_000, 30_000, 300_000, 1_000_000] {
            let mut rows = Rows::new(&scratch);
            for row in numbers(count) {
                rows.push(row).unwrap();
            }
            assert_eq!(rows.is_spilled(), count > 4_096);
            assert!(rows.iter().copied().eq(numbers(count)));
            let turned = |[a, b, c, d]: &[u32; 4]| [*c, *b, *a, *d];
            let mut plain: Vec<[u32; 4]> = numbers(count).map(|row| turned(&row)).collect();
            plain.sort_unstable();
            plain.dedup();
            let sorted = rows.sorted(false, turned).unwrap();
            assert_eq!(sorted.is_owned(), count < 4_096);
            assert!(sorted[..] == plain[..]);
            let again = scratch.sorted(&sorted, turned).unwrap();
            let mut plain: Vec<[u32; 4]> = plain.iter().map(turned).collect();
            plain.sort_unstable();
            assert!(again[..] == plain[..]);
        }
        // Nothing stands in the folder that anybody would have to take away.
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn one_row_very_often_is_one() {
        let folder = tempfile::tempdir().unwrap();
        let scratch = Scratch::holding(folder.path(), 1 << 12);
        for count in [1_000, 20_000] {
            let mut rows = Rows::new(&scratch);
            for _ in 0..count {
                rows.push([7_u32; 4]).unwrap();
            }
            assert_eq!(&rows.sorted(false, |row| *row).unwrap()[..], [[7; 4]]);
        }
    }

    #[test]
    fn what_is_not_wanted_goes_and_what_is_changed_stays_in_its_order() {
        let folder = tempfile::tempdir().unwrap();
        for held in [1 << 10, 1 << 20] {
            let mut rows = Rows::new(&Scratch::holding(folder.path(), held));
            (0..1_000_u32).for_each(|number| rows.push(number).unwrap());
            rows.retain(|number| Ok(number % 3 == 0)).unwrap();
            rows.change(|number| *number *= 2).unwrap();
            let expected: Vec<u32> = (0..1_000).step_by(3).map(|number| number * 2).collect();
            assert_eq!(rows.len(), expected.len());
            assert_eq!(&rows.into_column().unwrap()[..], expected);
        }
    }

    #[test]
    fn slots_are_the_same_wherever_they_lie() {
        let folder = tempfile::tempdir().unwrap();
        for held in [1 << 10, 1 << 20] {
            let scratch = Scratch::holding(folder.path(), held);
            let mut slots = scratch.slots(100_000, 7_u32).unwrap();
            assert_eq!(matches!(slots.0, Numbers::Held(_)), held > 400_000);
            assert!(slots.iter().all(|number| *number == 7));
            for place in (0..100_000).rev().step_by(3) {
                slots[place] = place as u32;
            }
            let right = |(place, number): (usize, &u32)| match place % 3 {
                0 => *number == place as u32,
                _ => *number == 7,
            };
            assert!(slots.iter().enumerate().all(right));
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let nowhere = Scratch::holding(Path::new("no/such/folder"), 1 << 10);
        assert!(matches!(
            nowhere.slots(1_000, 0_u32),
            Err(StoreError::Write { .. })
        ));
    }

    #[test]
    fn a_folder_that_takes_nothing_is_an_error() {
        let mut rows = Rows::new(&Scratch::holding(Path::new("no/such/folder"), 1 << 10));
        let mut all = (0..1_000_u32).map(|number| rows.push(number));
        assert!(all.any(|pushed| matches!(pushed, Err(StoreError::Write { .. }))));
    }
}
