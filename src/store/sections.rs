//! One container for files that we make ourselves: saved datasets and what is derived from them.
//!
//! ```text
//! 0   magic                     8 bytes, by kind
//! 8   byte order                4 bytes, 0x01020304 as the writer has it
//! 12  version of the format     4 bytes
//! 16  identity                  8 bytes: what the content is, or what it was made of
//! 24  number of sections        8 bytes
//! 32  length of the file        8 bytes
//! 40  nothing                  16 bytes
//! 56  checksum of the header    8 bytes: of all before and behind it up to the body
//! 64  sections                 16 bytes each: where it begins, how many bytes it has
//!     checksums                 8 bytes for each 16 KiB of the body
//!     body                      sections, each at a multiple of 64 bytes
//! ```
//!
//! Opening maps the file and reads its header alone. Each block of the body has a checksum (XXH3),
//! so that a reader may check all of it at once, on all processors, or only what it touches.
//! Numbers stand as the writer's processor has them, to be read where they lie.

use crate::store::whole::write_whole;
use crate::store::{Column, Mapped, StoreError};
use bytemuck::Pod;
use rayon::prelude::*;
use std::fs;
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// A kind of file: what its header must say.
#[derive(Debug)]
pub struct Kind {
    /// The first bytes of every such file.
    pub magic: [u8; 8],
    /// The version of the format that this program writes, and the newest that it reads.
    pub version: u32,
    /// What such a file is, for people: `saved dataset`.
    pub name: &'static str,
    /// What the sections hold, in their order, for people.
    pub sections: &'static [&'static str],
}

/// An opened file of sections.
#[derive(Clone, Debug)]
pub struct Sections {
    bytes: Bytes,
    kind: &'static Kind,
    path: PathBuf,
    version: u32,
    identity: u64,
    foreign: bool,
    /// Where each section lies in the file.
    table: Vec<Range<usize>>,
    sums: Vec<u64>,
    body: usize,
}

#[derive(Clone, Debug)]
enum Bytes {
    Static(&'static [u8]),
    Mapped(Arc<Mapped>),
}

const ORDER: u32 = 0x0102_0304;
const ALIGNMENT: usize = 64;
const HEADER: usize = 64;
const CHECKSUM: Range<usize> = 56..64;

/// How many bytes of the body one checksum stands for.
pub(crate) const BLOCK: usize = 1 << 14;

/// How many bytes are read before it is told that they were.
const STRETCH: usize = 1 << 26;

impl Sections {
    /// Writes a file of these sections, whole or not at all: under another name first, which is
    /// then given its own. The same sections give the same bytes.
    ///
    /// # Errors
    ///
    /// [`StoreError::Write`]; the file of before, if there was one, is still there then.
    ///
    /// # Panics
    ///
    /// If there are not as many sections as the kind has names for.
    pub fn write(
        path: &Path,
        kind: &Kind,
        identity: u64,
        sections: &[&[u8]],
    ) -> Result<(), StoreError> {
        let sums = Sums::of(sections, &|| ());
        Self::write_passing(path, kind, identity, sections, &sums, &|| ())
    }

    /// As [`write`](Self::write), of sections that may lie in files and have these checksums: `passed` is
    /// called when some MiB of them were read.
    pub(super) fn write_passing(
        path: &Path,
        kind: &Kind,
        identity: u64,
        sections: &[&[u8]],
        sums: &Sums,
        passed: &dyn Fn(),
    ) -> Result<(), StoreError> {
        let write = |out: &mut dyn Write| write(out, kind, identity, sections, sums, passed);
        let written = write_whole(path, write);
        written.map_err(|source| StoreError::Write {
            path: path.to_owned(),
            source,
        })
    }

    /// Returns the bytes of such a file.
    pub fn to_bytes(kind: &Kind, identity: u64, sections: &[&[u8]]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let sums = Sums::of(sections, &|| ());
        write(&mut bytes, kind, identity, sections, &sums, &|| ())
            .expect("memory takes all that is written");
        bytes
    }

    /// Opens a file: maps it and checks its header, its length and its kind. The sections are not
    /// read; [`verify`](Self::verify) does that.
    ///
    /// Cost: independent of the sections but for 8 bytes in 16 KiB.
    ///
    /// # Errors
    ///
    /// [`StoreError::Read`], [`StoreError::NotOurs`], [`StoreError::Newer`],
    /// [`StoreError::WrongLength`] or [`StoreError::Corrupt`].
    pub fn open(path: &Path, kind: &'static Kind) -> Result<Self, StoreError> {
        let failed = |source| StoreError::Read {
            path: path.to_owned(),
            source,
        };
        if fs::metadata(path).map_err(failed)?.is_dir() {
            return Err(failed(io::ErrorKind::IsADirectory.into()));
        }
        let file = Mapped::open(path).map_err(failed)?;
        Self::new(Bytes::Mapped(Arc::new(file)), kind, path)
    }

    /// Opens what the program carries. Where the bytes begin at a multiple of 64 they are read in
    /// place. `path` is how errors call them.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open), but for reading.
    pub fn of_static(
        bytes: &'static [u8],
        kind: &'static Kind,
        path: &Path,
    ) -> Result<Self, StoreError> {
        Self::new(Bytes::Static(bytes), kind, path)
    }

    fn new(bytes: Bytes, kind: &'static Kind, path: &Path) -> Result<Self, StoreError> {
        let header = Header::read(&bytes, kind, path)?;
        Ok(Self {
            kind,
            path: path.to_owned(),
            version: header.version,
            identity: header.identity,
            foreign: header.foreign,
            table: header.table,
            sums: header.sums,
            body: header.body,
            bytes,
        })
    }

    /// Returns what the content is, or what it was made of.
    pub fn identity(&self) -> u64 {
        self.identity
    }

    /// Returns the version of the format that the file has.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Returns where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns a section as numbers where they lie.
    ///
    /// What it holds is only as good as the file: unless [`verify`](Self::verify) was asked, any
    /// number may stand anywhere.
    ///
    /// # Errors
    ///
    /// [`StoreError::Corrupt`] if there is no such section, or it ends within a number;
    /// [`StoreError::ForeignOrder`] if it was written by a processor of other byte order.
    pub fn section<T: Pod>(&self, index: usize) -> Result<Column<T>, StoreError> {
        if self.foreign && align_of::<T>() > 1 {
            return Err(StoreError::ForeignOrder(self.path.clone()));
        }
        self.column(index)
    }

    /// Returns a section of 32-bit numbers, or rows of such (`u32`, `[u32; 4]`). One that was
    /// written by a processor of other byte order is copied and turned around.
    ///
    /// # Errors
    ///
    /// [`StoreError::Corrupt`] if there is no such section, or it ends within a row.
    pub fn words<T: Pod>(&self, index: usize) -> Result<Column<T>, StoreError> {
        let column = self.column::<T>(index)?;
        if !self.foreign {
            return Ok(column);
        }
        let mut turned = column.to_vec();
        for word in bytemuck::cast_slice_mut::<T, u32>(&mut turned) {
            *word = word.swap_bytes();
        }
        Ok(turned.into())
    }

    fn column<T: Pod>(&self, index: usize) -> Result<Column<T>, StoreError> {
        let corrupt = || self.corrupt(index);
        let range = self.table.get(index).ok_or_else(corrupt)?.clone();
        match &self.bytes {
            Bytes::Static(bytes) => Column::of_static(&bytes[range]),
            Bytes::Mapped(file) => Column::mapped(file, range),
        }
        .ok_or_else(corrupt)
    }

    /// Checks every byte of every section, on all processors.
    ///
    /// Cost: one pass over the file, at the speed at which it can be read.
    ///
    /// # Errors
    ///
    /// [`StoreError::Corrupt`] with the first section that is not as it was written.
    pub fn verify(&self) -> Result<(), StoreError> {
        let blocks = (0..self.sums.len()).into_par_iter();
        match blocks.find_first(|block| !self.is_intact(*block)) {
            None => Ok(()),
            Some(block) => Err(self.corrupt_at(self.body + block * BLOCK)),
        }
    }

    /// Lets go what was read of a mapped file so far; see [`Mapped::forget`].
    pub(crate) fn forget(&self) {
        if let Bytes::Mapped(file) = &self.bytes {
            file.forget();
        }
    }

    /// Returns how many blocks the body has.
    pub(crate) fn blocks(&self) -> usize {
        self.sums.len()
    }

    /// Returns the blocks in which these bytes of a section lie; none if there are no such bytes.
    pub(crate) fn blocks_of(&self, index: usize, bytes: Range<usize>) -> Range<usize> {
        let Some(begin) = self.table.get(index).map(|range| range.start - self.body) else {
            return 0..0;
        };
        let end = (begin + bytes.end).div_ceil(BLOCK).min(self.sums.len());
        match bytes.is_empty() {
            true => 0..0,
            false => (begin + bytes.start) / BLOCK..end,
        }
    }

    /// Tells whether one block of the body is as it was written.
    pub(crate) fn is_intact(&self, block: usize) -> bool {
        let begin = self.body + block * BLOCK;
        let end = (begin + BLOCK).min(self.bytes.len());
        xxh3_64(&self.bytes[begin..end]) == self.sums[block]
    }

    /// Returns the error of a section that is not as it was written.
    pub(crate) fn corrupt(&self, index: usize) -> StoreError {
        let part = self.kind.sections.get(index).unwrap_or(&"header");
        corrupt(&self.path, part)
    }

    fn corrupt_at(&self, place: usize) -> StoreError {
        let end = (place + BLOCK).min(self.bytes.len());
        let touched = |range: &Range<usize>| range.start < end && place < range.end;
        let section = self.table.iter().position(touched);
        self.corrupt(section.unwrap_or(usize::MAX))
    }
}

impl std::ops::Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Static(bytes) => bytes,
            Self::Mapped(file) => file,
        }
    }
}

fn corrupt(path: &Path, part: &'static str) -> StoreError {
    StoreError::Corrupt {
        path: path.to_owned(),
        part,
    }
}

struct Header {
    version: u32,
    identity: u64,
    foreign: bool,
    table: Vec<Range<usize>>,
    sums: Vec<u64>,
    body: usize,
}

impl Header {
    fn read(bytes: &[u8], kind: &Kind, path: &Path) -> Result<Self, StoreError> {
        let corrupt = || corrupt(path, "header");
        if !bytes.starts_with(&kind.magic) {
            return Err(StoreError::NotOurs {
                path: path.to_owned(),
                expected: kind.name,
            });
        }
        let wrong_length = |expected: u64| StoreError::WrongLength {
            path: path.to_owned(),
            found: bytes.len() as u64,
            expected,
        };
        if bytes.len() < HEADER {
            return Err(wrong_length(HEADER as u64));
        }
        let short = |at| u32::from_ne_bytes(bytes[at..at + 4].try_into().expect("it has 4 bytes"));
        let foreign = match short(8) {
            ORDER => false,
            order if order.swap_bytes() == ORDER => true,
            _ => return Err(corrupt()),
        };
        let turn = |number: u64| if foreign { number.swap_bytes() } else { number };
        let long = |at: usize| {
            let raw = bytes[at..at + 8].try_into().expect("it has 8 bytes");
            turn(u64::from_ne_bytes(raw))
        };
        let version = if foreign {
            short(12).swap_bytes()
        } else {
            short(12)
        };
        if version > kind.version {
            return Err(StoreError::Newer {
                path: path.to_owned(),
                found: version,
                known: kind.version,
            });
        }
        if version < kind.version {
            return Err(StoreError::Older {
                path: path.to_owned(),
                found: version,
                known: kind.version,
            });
        }
        let length = long(32);
        if length != bytes.len() as u64 {
            return Err(wrong_length(length));
        }
        // The length of the sections says how long the header is: numbers are believed only as far
        // as they fit the file, until the checksum speaks for them.
        let count = kind.sections.len();
        let sums_begin = HEADER + 16 * count;
        if long(24) != count as u64 || bytes.len() < sums_begin {
            return Err(corrupt());
        }
        let lengths: Option<Vec<usize>> = (0..count)
            .map(|section| usize::try_from(long(HEADER + 16 * section + 8)).ok())
            .collect();
        let lengths = lengths.filter(|all| all.iter().all(|length| *length <= bytes.len()));
        let layout = Layout::of(&lengths.ok_or_else(corrupt)?);
        if layout.end != bytes.len() {
            return Err(corrupt());
        }
        if checksum(&bytes[..layout.body]) != long(CHECKSUM.start) {
            return Err(corrupt());
        }
        Ok(Self {
            version,
            identity: long(16),
            foreign,
            sums: (0..layout.blocks)
                .map(|block| long(sums_begin + 8 * block))
                .collect(),
            table: layout.table,
            body: layout.body,
        })
    }
}

/// Where everything stands in a file of sections of these lengths.
struct Layout {
    table: Vec<Range<usize>>,
    blocks: usize,
    body: usize,
    end: usize,
}

impl Layout {
    fn of(lengths: &[usize]) -> Self {
        let padded = |length: usize| length.next_multiple_of(ALIGNMENT);
        let inside: usize = lengths.iter().map(|length| padded(*length)).sum();
        let blocks = inside.div_ceil(BLOCK);
        let body = padded(HEADER + 16 * lengths.len() + 8 * blocks);
        let mut begin = body;
        let table = lengths.iter().map(|length| {
            let range = begin..begin + length;
            begin += padded(*length);
            range
        });
        Self {
            table: table.collect(),
            blocks,
            body,
            end: body + inside,
        }
    }
}

/// The checksums of all blocks of sections.
#[derive(Debug)]
pub(crate) struct Sums(Vec<u64>);

impl Sums {
    /// Makes them, on all processors. `passed` is called when some MiB of the sections were read.
    pub(crate) fn of(sections: &[&[u8]], passed: &dyn Fn()) -> Self {
        let layout = Layout::of(&lengths(sections));
        let mut sums = Vec::with_capacity(layout.blocks);
        for begin in (0..layout.blocks).step_by(STRETCH / BLOCK) {
            let end = (begin + STRETCH / BLOCK).min(layout.blocks);
            let blocks = (begin..end).into_par_iter();
            sums.par_extend(blocks.map(|block| sum(&layout, sections, block)));
            passed();
        }
        Self(sums)
    }

    /// Returns a hash of the sections, of which these are the checksums, and of their lengths.
    pub(crate) fn content_hash(&self, sections: &[&[u8]]) -> u64 {
        let lengths = lengths(sections).into_iter().map(|length| length as u64);
        let mut hash = Xxh3::new();
        for number in lengths.chain(self.0.iter().copied()) {
            hash.update(&number.to_le_bytes());
        }
        hash.digest()
    }
}

fn lengths(sections: &[&[u8]]) -> Vec<usize> {
    sections.iter().map(|section| section.len()).collect()
}

fn checksum(header: &[u8]) -> u64 {
    let mut hash = Xxh3::new();
    hash.update(&header[..CHECKSUM.start]);
    hash.update(&header[CHECKSUM.end..]);
    hash.digest()
}

fn write(
    out: &mut dyn Write,
    kind: &Kind,
    identity: u64,
    sections: &[&[u8]],
    sums: &Sums,
    passed: &dyn Fn(),
) -> io::Result<()> {
    assert_eq!(
        sections.len(),
        kind.sections.len(),
        "a kind names its sections"
    );
    let layout = Layout::of(&lengths(sections));
    let mut header = kind.magic.to_vec();
    header.extend(ORDER.to_ne_bytes());
    header.extend(kind.version.to_ne_bytes());
    let numbers = [identity, sections.len() as u64, layout.end as u64, 0, 0, 0];
    header.extend(numbers.iter().flat_map(|number| number.to_ne_bytes()));
    for range in &layout.table {
        header.extend((range.start as u64).to_ne_bytes());
        header.extend((range.len() as u64).to_ne_bytes());
    }
    header.extend(sums.0.iter().flat_map(|sum| sum.to_ne_bytes()));
    header.resize(layout.body, 0);
    let sum = checksum(&header).to_ne_bytes();
    header[CHECKSUM].copy_from_slice(&sum);
    out.write_all(&header)?;
    for section in sections {
        for part in section.chunks(STRETCH) {
            out.write_all(part)?;
            passed();
        }
        out.write_all(padding(section.len()))?;
    }
    Ok(())
}

fn padding(length: usize) -> &'static [u8] {
    &[0; ALIGNMENT][..length.next_multiple_of(ALIGNMENT) - length]
}

/// Returns the checksum of a block, which may lie across sections.
fn sum(layout: &Layout, sections: &[&[u8]], block: usize) -> u64 {
    let begin = layout.body + block * BLOCK;
    let wanted = begin..(begin + BLOCK).min(layout.end);
    let mut hash = Xxh3::new();
    let after = layout
        .table
        .partition_point(|range| range.end.next_multiple_of(ALIGNMENT) <= begin);
    for (range, section) in layout.table.iter().zip(sections).skip(after) {
        let mut at = range.start;
        for piece in [section, padding(section.len())] {
            let from = wanted.start.clamp(at, at + piece.len());
            let to = wanted.end.clamp(at, at + piece.len());
            hash.update(&piece[from - at..to - at]);
            at += piece.len();
        }
        if at >= wanted.end {
            break;
        }
    }
    hash.digest()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    static KIND: Kind = Kind {
        magic: *b"agtest\x01\n",
        version: 3,
        name: "test file",
        sections: &["bytes", "rows", "nothing"],
    };

    fn rows(count: u32) -> Vec<[u32; 4]> {
        (0..count).map(|i| [i, i * 7, i ^ 0x55, !i]).collect()
    }

    fn bytes_of(text: &[u8], rows: &[[u32; 4]]) -> Vec<u8> {
        Sections::to_bytes(&KIND, 42, &[text, bytemuck::cast_slice(rows), &[]])
    }

    fn opened(bytes: &[u8]) -> Result<Sections, StoreError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, bytes).unwrap();
        let sections = Sections::open(&path, &KIND)?;
        sections.verify()?;
        Ok(sections)
    }

    #[test]
    fn what_is_written_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let (text, rows) = (vec![7_u8; 200_001], rows(30_000));
        let parts: [&[u8]; 3] = [&text, bytemuck::cast_slice(&rows), &[]];
        Sections::write(&path, &KIND, 42, &parts).unwrap();
        assert_eq!(fs::read(&path).unwrap(), bytes_of(&text, &rows));
        let sections = Sections::open(&path, &KIND).unwrap();
        sections.verify().unwrap();
        assert_eq!((sections.identity(), sections.version()), (42, 3));
        assert_eq!(&sections.section::<u8>(0).unwrap()[..], &text);
        let read = sections.words::<[u32; 4]>(1).unwrap();
        assert_eq!(&read[..], &rows);
        assert_eq!(format!("{read:?}"), "Column(30000 mapped)");
        assert!(sections.section::<u64>(2).unwrap().is_empty());
        assert!(sections.section::<u8>(3).is_err());
        assert!(sections.section::<[u32; 7]>(1).is_err());
    }

    #[test]
    fn files_of_others_are_told_apart() {
        let whole = bytes_of(b"text", &rows(9));
        let mut newer = whole.clone();
        newer[12..16].copy_from_slice(&4_u32.to_ne_bytes());
        assert!(matches!(
            opened(&newer),
            Err(StoreError::Newer {
                found: 4,
                known: 3,
                ..
            })
        ));
        assert!(matches!(opened(b""), Err(StoreError::NotOurs { .. })));
        assert!(matches!(
            opened(b"<a> <b> <c> .\n"),
            Err(StoreError::NotOurs { .. })
        ));
        let short = opened(&whole[..whole.len() - 1]);
        assert!(matches!(short, Err(StoreError::WrongLength { .. })));
        assert!(matches!(
            Sections::open(Path::new("."), &KIND),
            Err(StoreError::Read { .. })
        ));
    }

    #[test]
    fn numbers_of_other_byte_order_are_turned_around() {
        let (text, rows) = (b"text", rows(9));
        let turned: Vec<[u32; 4]> = rows.iter().map(|row| row.map(u32::swap_bytes)).collect();
        let mut bytes = bytes_of(text, &turned);
        bytes[8..16].chunks_exact_mut(4).for_each(<[u8]>::reverse);
        let body = Layout::of(&[text.len(), 16 * rows.len(), 0]).body;
        bytes[16..body]
            .chunks_exact_mut(8)
            .for_each(<[u8]>::reverse);
        let mut sum = checksum(&bytes[..body]).to_ne_bytes();
        sum.reverse();
        bytes[CHECKSUM].copy_from_slice(&sum);
        let sections = opened(&bytes).unwrap();
        assert_eq!(&sections.section::<u8>(0).unwrap()[..], text);
        assert_eq!(&sections.words::<[u32; 4]>(1).unwrap()[..], &rows);
        assert!(matches!(
            sections.section::<u32>(1),
            Err(StoreError::ForeignOrder(_))
        ));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn a_flipped_bit_is_noticed(
            text in 0_usize..100_000,
            count in 0_u32..9_000,
            place in any::<prop::sample::Index>(),
            bit in 0_u8..8,
        ) {
            let mut bytes = bytes_of(&vec![1; text], &rows(count));
            // Half of the flips hit the header, which is short.
            let place = if bit % 2 == 0 { place.index(bytes.len()) } else { place.index(128) };
            bytes[place] ^= 1 << bit;
            prop_assert!(opened(&bytes).is_err(), "bit {bit} of byte {place}");
        }

        #[test]
        fn a_cut_is_noticed(count in 0_u32..9_000, place in any::<prop::sample::Index>()) {
            let mut bytes = bytes_of(b"text", &rows(count));
            bytes.truncate(place.index(bytes.len()));
            prop_assert!(opened(&bytes).is_err());
        }
    }
}
