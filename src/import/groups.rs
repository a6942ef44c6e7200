//! Records that belong together brought together, whatever their order and number: rows of a table by a cell,
//! lines by a key.
//!
//! Records are dealt out to buckets by their key, those of a large bucket to others again, and each bucket is
//! handed over as one piece. What does not fit into memory lies in files without a name, which the system takes
//! away in any case.

use crate::import::chunk::{Chunk, Cut, CutError, Cutter, KeyOf, hex, objects};
use crate::import::format::Reader;
use crate::import::part::{Tally, text};
use crate::import::pipeline::Array;
use crate::import::rows::CUT_SHORT;
use crate::store::Texts;
use csv::{ByteRecord, ReaderBuilder, Terminator, WriterBuilder};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::hash::{DefaultHasher, Hasher};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};

/// How many buckets there are at once, each an open file.
const BUCKETS: usize = 128;
/// How many bytes stay in memory, over all buckets.
const HELD: usize = 32 << 20;
/// How many bytes of records are one piece, unless those of one key are more.
const MOST: u64 = 16 << 20;
/// How often records of a bucket are dealt out again. Those that are together still have the same key.
const DEPTH: u64 = 4;

/// A row that is put behind a document: where quotes are open at its end, it becomes a part of the
/// last cell.
const BEHIND: &[u8] = b"\n\x1A\x1A";

/// Tells whether a row is the one behind the document.
fn is_behind(row: &ByteRecord) -> bool {
    row.len() == 1 && row[0] == BEHIND[1..]
}

/// Returns a number for a key, another for another seed.
pub(super) fn hash_of(key: &[u8], seed: u64) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write_u64(seed);
    hasher.write(key);
    hasher.finish()
}

/// Returns the object on a line, without what an array puts around it.
fn bare(line: &str) -> &str {
    let line = line
        .trim()
        .trim_start_matches(['[', ','])
        .trim_end_matches(',');
    match line.ends_with("}]") {
        true => &line[..line.len() - 1],
        false => line.trim_end_matches(']').trim(),
    }
}

/// Records whose keys have something in common.
#[derive(Default)]
struct Bucket {
    held: Vec<u8>,
    file: Option<File>,
    in_file: u64,
}

/// Buckets of one depth.
struct Buckets {
    buckets: Vec<Bucket>,
    depth: u64,
    held: usize,
}

impl Buckets {
    fn new(depth: u64) -> Self {
        Self {
            buckets: (0..BUCKETS).map(|_| Bucket::default()).collect(),
            depth,
            held: 0,
        }
    }

    /// Adds what `write` writes to the bucket of a key.
    fn put(&mut self, key: &[u8], write: impl FnOnce(&mut Vec<u8>)) -> io::Result<()> {
        let place = hash_of(key, self.depth) % BUCKETS as u64;
        let bucket = &mut self.buckets[place as usize].held;
        let before = bucket.len();
        write(bucket);
        self.held += bucket.len() - before;
        if self.held > HELD {
            self.held = 0;
            return self.buckets.iter_mut().try_for_each(Bucket::spill);
        }
        Ok(())
    }

    /// Returns those in which something is, the last first.
    fn done(self) -> impl Iterator<Item = (Bucket, u64)> {
        let filled = self.buckets.into_iter().rev();
        let filled = filled.filter(|bucket| bucket.len() > 0);
        filled.map(move |bucket| (bucket, self.depth))
    }
}

/// By what records belong together.
#[derive(Clone, Copy)]
enum Key {
    /// A cell, by its place behind the line.
    Cell(usize),
    Of(KeyOf),
    /// The number before a text, see [`Texts`].
    Number,
}

/// The groups of a document, some at once.
pub(crate) struct Groups {
    /// What is left, with how often it was dealt out.
    buckets: Vec<(Bucket, u64)>,
    key: Key,
    hash: String,
    /// What was mended while records were read.
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
        let mut buckets = Buckets::new(0);
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
            let cell = row.get(key).unwrap_or_default();
            let cell = cell.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(cell);
            let dealt = buckets.put(cell, |out| write_row(line, &row, out));
            dealt.map_err(CutError::Read)?;
        }
        drop(rows);
        Ok(Self {
            buckets: buckets.done().collect(),
            key: Key::Cell(key + 1),
            hash: hex(reader.hash),
            tally,
        })
    }

    /// Deals out the lines of a document by the keys that `key_of` finds. Each gets its number and a tab before
    /// it; one that has no key is told to be left out.
    pub(crate) fn deal_lines(
        reader: impl Read,
        key_of: KeyOf,
        mut go_on: impl FnMut() -> bool,
    ) -> Result<Self, CutError> {
        let mut pieces = Cutter::new(reader, Cut::Lines);
        let mut buckets = Buckets::new(0);
        let mut tally = Tally::default();
        while let Some(chunk) = pieces.next()? {
            if !go_on() {
                break;
            }
            let whole = text(&chunk, &mut tally);
            let lines = (chunk.line..).zip(whole.lines());
            for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
                match key_of(line, chunk.ends_with(&whole, line)) {
                    Ok(key) => {
                        let write = |out: &mut Vec<u8>| {
                            out.extend_from_slice(number.to_string().as_bytes());
                            out.push(b'\t');
                            out.extend_from_slice(line.as_bytes());
                            out.push(b'\n');
                        };
                        buckets.put(key.as_bytes(), write).map_err(CutError::Read)?;
                    }
                    Err((code, message)) => {
                        tally.read += 1;
                        tally.skip(number, code, message);
                    }
                }
            }
        }
        Ok(Self {
            buckets: buckets.done().collect(),
            key: Key::Of(key_of),
            hash: pieces.hash(),
            tally,
        })
    }

    /// Deals out the JSON objects of a document by what they refer to, as the reader tells. Each is a text of
    /// [`Texts`] with the number of those that it is one of.
    pub(crate) fn deal_linked(
        bytes: impl Read,
        is_lines: bool,
        reader: &mut dyn Reader,
        mut go_on: impl FnMut() -> bool,
    ) -> Result<Self, CutError> {
        let cut = if is_lines { Cut::Lines } else { Cut::Objects };
        let mut pieces = Cutter::new(bytes, cut);
        let (mut tally, mut array) = (Tally::default(), Array::default());
        let mut told = Texts::default();
        while let Some(chunk) = pieces.next()? {
            if !go_on() {
                break;
            }
            array.see(&chunk);
            let whole = text(&chunk, &mut tally);
            let found = match is_lines {
                true => (0..).zip(whole.lines().map(bare)).collect(),
                false => objects(&whole),
            };
            let found = found.into_iter().filter(|(_, text)| !text.is_empty());
            let records =
                found.map(|(line, text)| (chunk.line + line, text, chunk.ends_with(&whole, text)));
            let records: Vec<(u64, &str, bool)> = records.collect();
            let numbers = reader.link(&records, &mut tally).map_err(CutError::Store)?;
            for ((_, text, _), number) in records.into_iter().zip(numbers) {
                if let Some(number) = number {
                    told.push(number, text).map_err(CutError::Store)?;
                }
            }
        }
        array.end(&mut tally);
        reader.settle();
        let mut buckets = Buckets::new(0);
        let mut row = Vec::new();
        for (number, text) in told.iter() {
            let number = reader.linked(number);
            row.clear();
            Texts::write(number, text, &mut row).map_err(CutError::Store)?;
            let dealt = buckets.put(&number.to_le_bytes(), |out| out.extend_from_slice(&row));
            dealt.map_err(CutError::Read)?;
        }
        Ok(Self {
            buckets: buckets.done().collect(),
            key: Key::Number,
            hash: pieces.hash(),
            tally,
        })
    }

    /// Returns the records of the next bucket: those of a key in their order, rows of a key behind one another.
    pub(crate) fn next(&mut self) -> Result<Option<Chunk>, CutError> {
        while let Some((bucket, depth)) = self.buckets.pop() {
            if bucket.len() > MOST && depth < DEPTH {
                let dealt = self.deal_again(bucket, depth + 1);
                self.buckets.extend(dealt.map_err(CutError::Read)?.done());
                continue;
            }
            let bytes = bucket.take().map_err(CutError::Read)?;
            let bytes = match self.key {
                Key::Cell(key) => self.sorted(bytes, key),
                Key::Of(_) | Key::Number => bytes,
            };
            return Ok(Some(Chunk {
                bytes,
                ..Chunk::default()
            }));
        }
        Ok(None)
    }

    fn deal_again(&self, bucket: Bucket, depth: u64) -> io::Result<Buckets> {
        let mut buckets = Buckets::new(depth);
        match self.key {
            Key::Cell(key) => {
                let mut rows = ReaderBuilder::new()
                    .has_headers(false)
                    .flexible(true)
                    .from_reader(bucket.read()?);
                let mut row = ByteRecord::new();
                while rows.read_byte_record(&mut row).map_err(io::Error::other)? {
                    let cell = row.get(key).unwrap_or_default();
                    buckets.put(cell, |out| write_cells(row.iter(), out))?;
                }
            }
            Key::Of(key_of) => {
                let mut lines = bucket.read()?;
                let mut line = String::new();
                while lines.read_line(&mut line)? > 0 {
                    let record = line.split_once('\t').map_or("", |(_, record)| record);
                    let key = key_of(record.trim_end_matches('\n'), false).unwrap_or_default();
                    buckets.put(key.as_bytes(), |out| out.extend_from_slice(line.as_bytes()))?;
                    line.clear();
                }
            }
            Key::Number => {
                let mut texts = bucket.read()?;
                let mut head = [0; 8];
                while !texts.fill_buf()?.is_empty() {
                    texts.read_exact(&mut head)?;
                    let [.., a, b, c, d] = head;
                    let mut text = vec![0; u32::from_le_bytes([a, b, c, d]) as usize];
                    texts.read_exact(&mut text)?;
                    let write = |out: &mut Vec<u8>| out.extend(head.iter().chain(&text));
                    buckets.put(&head[..4], write)?;
                }
            }
        }
        Ok(buckets)
    }

    /// Returns rows sorted by their key.
    fn sorted(&mut self, bytes: Vec<u8>, key: usize) -> Vec<u8> {
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
        let mut rows: Vec<ByteRecord> = reader.into_byte_records().filter_map(Result::ok).collect();
        rows.sort_by(|a, b| a.get(key).cmp(&b.get(key)));
        let mut bytes = Vec::with_capacity(mended.len());
        for row in &rows {
            write_cells(row.iter(), &mut bytes);
        }
        bytes
    }

    /// Returns the SHA-256 of the document, in hexadecimal digits.
    pub(crate) fn hash(self) -> String {
        self.hash
    }
}

impl Bucket {
    fn len(&self) -> u64 {
        self.in_file + self.held.len() as u64
    }

    fn spill(&mut self) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile()?),
        };
        file.write_all(&self.held)?;
        self.in_file += self.held.len() as u64;
        self.held.clear();
        Ok(())
    }

    /// Returns what is in it, from front to back.
    fn read(self) -> io::Result<Box<dyn BufRead>> {
        let held = io::Cursor::new(self.held);
        let Some(mut file) = self.file else {
            return Ok(Box::new(held));
        };
        file.seek(SeekFrom::Start(0))?;
        Ok(Box::new(
            BufReader::with_capacity(1 << 18, file).chain(held),
        ))
    }

    fn take(self) -> io::Result<Vec<u8>> {
        if self.file.is_none() {
            return Ok(self.held);
        }
        let mut bytes = Vec::new();
        self.read()?.read_to_end(&mut bytes)?;
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

    /// Returns for each key of `key number` the numbers in their order.
    fn seen(groups: &mut Groups) -> std::collections::BTreeMap<String, Vec<u64>> {
        let mut seen = std::collections::BTreeMap::<String, Vec<u64>>::new();
        while let Some(chunk) = groups.next().unwrap() {
            let text = String::from_utf8(chunk.bytes).unwrap();
            for line in text.lines() {
                let (number, record) = line.split_once('\t').unwrap();
                let key = record.split(' ').next().unwrap().to_owned();
                seen.entry(key).or_default().push(number.parse().unwrap());
            }
        }
        seen
    }

    #[test]
    fn large_buckets_are_dealt_out_again_and_nothing_is_lost() {
        let key_of: KeyOf = |line, _| match line.split(' ').next() {
            Some("none") => Err(("no-key", "the line has no key".to_owned())),
            first => Ok(first.unwrap_or_default().to_owned()),
        };
        let filling = "x".repeat(400);
        // One key has more than a piece, and there are more pieces than are held.
        let line = |number: u64| match number % 3 {
            0 => format!("often {filling}\n"),
            1 if number % 1000 == 1 => "none\n".to_owned(),
            _ => format!("k{} {filling}\n", number % 5_000),
        };
        let count = 150_000;
        let document: String = (1..=count).map(line).collect();
        let mut groups = Groups::deal_lines(document.as_bytes(), key_of, || true).unwrap();
        assert!(groups.buckets.iter().any(|(bucket, _)| bucket.len() > MOST));
        let seen = seen(&mut groups);
        let told = groups.tally.skipped["no-key"];
        assert_eq!(
            seen["often"],
            (1..=count).filter(|n| n % 3 == 0).collect::<Vec<_>>()
        );
        let all = seen.values().map(Vec::len).sum::<usize>() as u64;
        assert_eq!(all + told, count);
        assert!(seen.values().all(|numbers| numbers.is_sorted()));
    }
}
