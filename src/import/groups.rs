//! Rows that belong together brought together, whatever their order and number.
//!
//! Rows are dealt out to buckets by their key, and each bucket is sorted by it. What does not fit
//! into memory lies in files without a name, which the system takes away in any case.

use crate::import::chunk::{Chunk, CutError, hex};
use crate::import::part::{Tally, text};
use crate::import::rows::CUT_SHORT;
use csv::{ByteRecord, ReaderBuilder, Terminator, WriterBuilder};
use sha2::{Digest, Sha256};
use std::collections::hash_map::DefaultHasher;
use std::fs::File;
use std::hash::{Hash, Hasher};
use std::io::{self, Read, Seek, SeekFrom, Write};

const BUCKETS: usize = 128;
/// How many bytes stay in memory, over all buckets.
const HELD: usize = 64 << 20;

/// A row that is put behind a document: where quotes are open at its end, it becomes a part of the
/// last cell.
const BEHIND: &[u8] = b"\n\x1A\x1A";

/// Tells whether a row is the one behind the document.
fn is_behind(row: &ByteRecord) -> bool {
    row.len() == 1 && row[0] == BEHIND[1..]
}

#[derive(Default)]
struct Bucket {
    held: Vec<u8>,
    file: Option<File>,
}

/// The groups of a document, one bucket after the other.
pub(crate) struct Groups {
    buckets: std::vec::IntoIter<Bucket>,
    key: usize,
    hash: String,
    /// What was mended while rows were read.
    pub(crate) tally: Tally,
}

struct Hashing<R> {
    inner: R,
    hash: Sha256,
    /// The last byte that was read.
    last: u8,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.hash.update(&buffer[..count]);
        self.last = buffer[..count].last().copied().unwrap_or(self.last);
        Ok(count)
    }
}

impl Groups {
    /// Deals out the rows of a document. Each gets its line as its first cell. `go_on` is asked
    /// from time to time; where it says no, what is left is not read.
    pub(crate) fn deal(
        reader: impl Read,
        key: usize,
        has_header: bool,
        mut go_on: impl FnMut() -> bool,
    ) -> Result<Self, CutError> {
        let mut reader = Hashing {
            inner: reader,
            hash: Sha256::new(),
            last: b'\n',
        };
        let mut buckets: Vec<Bucket> = (0..BUCKETS).map(|_| Bucket::default()).collect();
        let mut held = 0;
        let mut rows = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            // With one byte at the end, the line of a row is that where it begins.
            .terminator(Terminator::Any(b'\n'))
            .buffer_capacity(1 << 18)
            .from_reader(reader.by_ref().chain(BEHIND));
        let (mut row, mut next) = (ByteRecord::new(), ByteRecord::new());
        let mut is_first = has_header;
        let mut count = 0_u64;
        let mut widest = 0;
        let mut tally = Tally::default();
        let mut goes_on = rows.read_byte_record(&mut row).map_err(read_failed)?;
        while goes_on && !is_behind(&row) {
            goes_on = rows.read_byte_record(&mut next).map_err(read_failed)?;
            let is_short = if !goes_on {
                // What stands behind the document was taken for a part of a cell.
                true
            } else {
                is_behind(&next) && row.len() < widest && rows.get_ref().get_ref().0.last != b'\n'
            };
            let row = std::mem::replace(&mut row, std::mem::take(&mut next));
            let is_blank = row.iter().all(|cell| cell.trim_ascii().is_empty());
            if std::mem::take(&mut is_first) || is_blank && !is_short {
                continue;
            }
            count += 1;
            if count.is_multiple_of(1 << 16) && !go_on() {
                break;
            }
            if row.iter().all(|cell| cell.trim_ascii() == b"\x1A") {
                tally.mend("end-of-file byte 0x1A", 1);
                continue;
            }
            let line = row.position().map_or(0, csv::Position::line);
            if is_short {
                tally.read += 1;
                tally.skip(line, "cut-short", CUT_SHORT.to_owned());
                continue;
            }
            widest = widest.max(row.len());
            let mut hasher = DefaultHasher::new();
            let cell = row.get(key).unwrap_or_default();
            cell.strip_prefix(b"\xEF\xBB\xBF")
                .unwrap_or(cell)
                .hash(&mut hasher);
            let bucket = &mut buckets[hasher.finish() as usize % BUCKETS];
            let before = bucket.held.len();
            write_row(line, &row, &mut bucket.held);
            held += bucket.held.len() - before;
            if held > HELD {
                for bucket in &mut buckets {
                    bucket.spill().map_err(CutError::Read)?;
                }
                held = 0;
            }
        }
        drop(rows);
        Ok(Self {
            buckets: buckets.into_iter(),
            key: key + 1,
            hash: hex(reader.hash),
            tally,
        })
    }

    /// Returns the rows of the next bucket, those of a key behind one another in their order.
    pub(crate) fn next(&mut self) -> Result<Option<Chunk>, CutError> {
        loop {
            let Some(bucket) = self.buckets.next() else {
                return Ok(None);
            };
            let bytes = bucket.take().map_err(CutError::Read)?;
            if bytes.is_empty() {
                continue;
            }
            // Letters are mended here: a piece is sorted as text.
            let raw = Chunk {
                bytes,
                ..Chunk::default()
            };
            let mended = text(&raw, &mut self.tally);
            let reader = ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(mended.as_bytes());
            let mut rows: Vec<ByteRecord> =
                reader.into_byte_records().filter_map(Result::ok).collect();
            let key = self.key;
            rows.sort_by(|a, b| a.get(key).cmp(&b.get(key)));
            let mut bytes = Vec::with_capacity(mended.len());
            for row in &rows {
                write_cells(row.iter(), &mut bytes);
            }
            return Ok(Some(Chunk {
                bytes,
                ..Chunk::default()
            }));
        }
    }

    /// Returns the SHA-256 of the document, in hexadecimal digits.
    pub(crate) fn hash(self) -> String {
        self.hash
    }
}

impl Bucket {
    fn spill(&mut self) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile()?),
        };
        file.write_all(&self.held)?;
        self.held.clear();
        Ok(())
    }

    fn take(self) -> io::Result<Vec<u8>> {
        let Some(mut file) = self.file else {
            return Ok(self.held);
        };
        file.seek(SeekFrom::Start(0))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        bytes.extend_from_slice(&self.held);
        Ok(bytes)
    }
}

fn write_row(line: u64, row: &ByteRecord, out: &mut Vec<u8>) {
    let line = line.to_string();
    let first = row.get(0).unwrap_or_default();
    let first = first.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(first);
    let cells = [line.as_bytes(), first]
        .into_iter()
        .chain(row.iter().skip(1));
    let count = row.len();
    let cells = cells.enumerate().map(|(place, cell)| match place == count {
        true => cell.strip_suffix(b"\r").unwrap_or(cell),
        false => cell,
    });
    write_cells(cells, out);
}

fn write_cells<'c>(cells: impl Iterator<Item = &'c [u8]>, out: &mut Vec<u8>) {
    let mut writer = WriterBuilder::new().flexible(true).from_writer(out);
    // A vector takes whatever is written to it.
    let _ = writer.write_record(cells);
    let _ = writer.flush();
}

fn read_failed(error: csv::Error) -> CutError {
    CutError::Read(match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::new(io::ErrorKind::InvalidData, format!("{other:?}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_a_key_stand_together_in_their_order() {
        let document = "id,value\na,1\r\nb,\"2\n2\"\r\na,3\n\nc,4\nb,5\n\u{1a}\r\n";
        let mut groups = Groups::deal(document.as_bytes(), 0, true, || true).unwrap();
        let mut rows = Vec::new();
        while let Some(chunk) = groups.next().unwrap() {
            let reader = ReaderBuilder::new()
                .has_headers(false)
                .from_reader(chunk.bytes.as_slice());
            rows.extend(reader.into_records().map(|row| {
                let row = row.unwrap();
                (row[1].to_owned(), row[0].to_owned(), row[2].to_owned())
            }));
        }
        for id in ["a", "b", "c"] {
            let places: Vec<usize> = (0..rows.len())
                .filter(|place| rows[*place].0 == id)
                .collect();
            assert!(places.windows(2).all(|pair| pair[0] + 1 == pair[1]));
        }
        assert!(rows.contains(&("b".to_owned(), "3".to_owned(), "2\n2".to_owned())));
        assert!(rows.contains(&("a".to_owned(), "2".to_owned(), "1".to_owned())));
        assert_eq!(rows.len(), 5);
        assert_eq!(groups.tally.repaired.len(), 1);
    }
}
