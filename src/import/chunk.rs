//! A stream of bytes cut into pieces that hold whole records, for many threads to read at once.

use crate::import::xml;
use crate::store::StoreError;
use memchr::{memchr_iter, memchr2_iter, memrchr};
use sha2::{Digest, Sha256};
use std::io::{self, Read};

/// How many bytes a piece has, more where a record is longer.
const PIECE: usize = 1 << 18;

/// The longest record that is read. Beyond it a file is not what it was taken for.
pub(crate) const LONGEST: usize = 128 << 20;

/// Where records end.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cut {
    /// At the ends of lines.
    Lines,
    /// At the ends of lines that do not lie within quotes.
    Rows,
    /// At the end of each JSON object, be they in an array or one behind another.
    Objects,
    /// At the ends of the elements of XML with these names.
    Elements(&'static [&'static str]),
    /// At the ends of lines, after those of the same key were brought together, each behind its number and a
    /// tab; see [`groups`](crate::import::groups).
    Keyed(KeyOf),
    /// At the ends of JSON objects, after those that refer to each other were brought together as
    /// [`Reader::link`](crate::import::format::Reader::link) tells; see [`groups`](crate::import::groups).
    Linked {
        /// Whether each object is a line.
        is_lines: bool,
    },
    /// Nowhere: the document is one piece.
    Whole,
    /// At the ends of rows, after those with the same cell in the column `key` were brought
    /// together; see [`groups`](crate::import::groups).
    Groups {
        /// The column, from 0.
        key: usize,
        /// Whether the first row is a header.
        has_header: bool,
    },
}

/// Returns the key of a line, or the code and the message of why it has none; asked with whether the document
/// ends with the line.
pub(crate) type KeyOf = fn(&str, bool) -> Result<String, (&'static str, String)>;

/// A piece of a document.
#[derive(Debug, Default)]
pub(crate) struct Chunk {
    /// Whole records.
    pub(crate) bytes: Vec<u8>,
    /// In which line of the document it begins, from 1.
    pub(crate) line: u64,
    /// Whether it is the first piece.
    pub(crate) first: bool,
    /// Whether the document ends with it.
    pub(crate) last: bool,
    /// What the reader [counted](crate::import::format::Reader::count) in the pieces before it.
    pub(crate) before: [u64; 2],
}

impl Chunk {
    /// Tells whether the document ends with a record, which is a part of the text of this piece,
    /// but for what an array puts behind it.
    pub(crate) fn ends_with(&self, text: &str, record: &str) -> bool {
        let end = (record.as_ptr() as usize + record.len()).checked_sub(text.as_ptr() as usize);
        let rest = end.and_then(|end| text.get(end..));
        let is_end = |c: char| c.is_whitespace() || matches!(c, ',' | ']');
        self.last && rest.is_some_and(|rest| rest.chars().all(is_end))
    }
}

/// Why a document cannot be cut.
#[derive(Debug)]
pub(crate) enum CutError {
    Read(io::Error),
    /// A record is longer than [`LONGEST`]; the line where it begins.
    TooLong(u64),
    /// What memory is not to hold found no room.
    Store(StoreError),
}

/// Cuts a document into pieces, and hashes it.
pub(crate) struct Cutter<R> {
    reader: R,
    cut: Cut,
    hash: Sha256,
    /// What was read and is not handed out.
    rest: Vec<u8>,
    line: u64,
    first: bool,
    done: bool,
    objects: Objects,
}

impl<R: Read> Cutter<R> {
    pub(crate) fn new(reader: R, cut: Cut) -> Self {
        Self {
            reader,
            cut,
            hash: Sha256::new(),
            rest: Vec::new(),
            line: 1,
            first: true,
            done: false,
            objects: Objects::default(),
        }
    }

    /// Returns the next piece, or `None` behind the last.
    pub(crate) fn next(&mut self) -> Result<Option<Chunk>, CutError> {
        if self.done {
            return Ok(None);
        }
        let mut bytes = std::mem::take(&mut self.rest);
        let mut looked = 0;
        let mut wanted = PIECE;
        loop {
            let before = bytes.len();
            let missing = wanted.saturating_sub(before) as u64;
            // The size of a piece is known ahead.
            bytes.reserve(usize::try_from(missing).unwrap_or(0));
            let limit = self.reader.by_ref().take(missing);
            let count = { limit }.read_to_end(&mut bytes).map_err(CutError::Read)?;
            self.hash.update(&bytes[before..]);
            if (count as u64) < missing {
                self.done = true;
                break;
            }
            if let Some(end) = self.end(&bytes, &mut looked) {
                self.rest = bytes.split_off(end);
                break;
            }
            if bytes.len() > LONGEST && !matches!(self.cut, Cut::Whole) {
                return Err(CutError::TooLong(self.line));
            }
            wanted = bytes.len() * 2;
        }
        self.objects = Objects::default();
        let line = self.line;
        self.line += memchr_iter(b'\n', &bytes).count() as u64;
        let first = std::mem::take(&mut self.first);
        Ok(Some(Chunk {
            bytes,
            line,
            first,
            last: self.done,
            before: [0; 2],
        }))
    }

    /// Returns what stands before the first element of XML with this name, as one piece; the rest
    /// is cut as ever. Where there is no such element, that is the whole document.
    pub(crate) fn front(&mut self, element: &str) -> Result<Chunk, CutError> {
        let mut bytes = Vec::new();
        let mut looked = 0;
        loop {
            let before = bytes.len();
            let limit = self.reader.by_ref().take(PIECE as u64);
            let count = { limit }.read_to_end(&mut bytes).map_err(CutError::Read)?;
            self.hash.update(&bytes[before..]);
            if let Some(begin) = xml::first_begin(&bytes[looked..], element) {
                self.rest = bytes.split_off(looked + begin);
                break;
            }
            if count < PIECE {
                self.done = true;
                break;
            }
            if bytes.len() > LONGEST {
                return Err(CutError::TooLong(self.line));
            }
            // A tag may begin here and go on behind.
            looked = bytes.len().saturating_sub(PIECE.min(1024));
        }
        self.line += memchr_iter(b'\n', &bytes).count() as u64;
        Ok(Chunk {
            bytes,
            line: 1,
            first: std::mem::take(&mut self.first),
            last: self.done,
            before: [0; 2],
        })
    }

    /// Returns the SHA-256 of everything that was read, in hexadecimal digits.
    pub(crate) fn hash(self) -> String {
        hex(self.hash)
    }

    /// Returns where the last record ends that is there as a whole.
    fn end(&mut self, bytes: &[u8], looked: &mut usize) -> Option<usize> {
        match self.cut {
            Cut::Whole | Cut::Groups { .. } | Cut::Keyed(_) | Cut::Linked { .. } => None,
            Cut::Elements(names) => xml::last_end(bytes, names),
            Cut::Lines => memrchr(b'\n', bytes).map(|place| place + 1),
            Cut::Rows => {
                let mut inside = false;
                let mut end = None;
                for place in memchr2_iter(b'"', b'\n', bytes) {
                    match bytes[place] {
                        b'"' => inside = !inside,
                        _ if !inside => end = Some(place + 1),
                        _ => (),
                    }
                }
                end
            }
            Cut::Objects => {
                let end = self.objects.read(&bytes[*looked..]);
                *looked = bytes.len();
                end
            }
        }
    }
}

pub(crate) fn hex(hash: Sha256) -> String {
    let digits = |byte: u8| {
        [byte >> 4, byte & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
    };
    hash.finalize().iter().copied().flat_map(digits).collect()
}

/// Where objects end in a stream of JSON: counts brackets outside of texts.
#[derive(Default)]
struct Objects {
    depth: i64,
    inside: bool,
    escaped: bool,
    seen: usize,
    end: Option<usize>,
}

impl Objects {
    /// Reads on, and returns the place behind the last object that is whole.
    fn read(&mut self, bytes: &[u8]) -> Option<usize> {
        for byte in bytes {
            self.seen += 1;
            if self.inside {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => self.inside = false,
                    _ => (),
                }
                continue;
            }
            match byte {
                b'"' => self.inside = true,
                b'{' => self.depth += 1,
                b'}' => {
                    self.depth -= 1;
                    if self.depth <= 0 {
                        self.depth = 0;
                        self.end = Some(self.seen);
                    }
                }
                _ => (),
            }
        }
        self.end
    }
}

/// Returns the objects of a piece that [`Cut::Objects`] made, each with the line on which it
/// begins, counted from that of the piece; what stands between them is left out.
pub(crate) fn objects(text: &str) -> Vec<(u64, &str)> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let (mut depth, mut inside, mut escaped) = (0_u32, false, false);
    let (mut start, mut line, mut begun) = (0, 0, 0);
    for (place, byte) in bytes.iter().enumerate() {
        line += u64::from(*byte == b'\n');
        if inside {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => inside = false,
                _ => (),
            }
            continue;
        }
        match byte {
            b'"' => inside = true,
            b'{' => {
                if depth == 0 {
                    (start, begun) = (place, line);
                }
                depth += 1;
            }
            b'}' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    found.push((begun, &text[start..=place]));
                }
            }
            _ => (),
        }
    }
    if depth > 0 {
        found.push((begun, &text[start..]));
    }
    found
}

/// Tells whether a text in JSON ends within an object, an array or a text.
pub(crate) fn is_open(text: &str) -> bool {
    let (mut depth, mut inside, mut escaped) = (0_i64, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if inside => escaped = true,
            b'"' => inside = !inside,
            b'{' | b'[' if !inside => depth += 1,
            b'}' | b']' if !inside => depth -= 1,
            _ => (),
        }
    }
    inside || depth > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, cut: Cut) -> Vec<String> {
        let mut cutter = Cutter::new(text.as_bytes(), cut);
        let mut pieces = Vec::new();
        while let Some(chunk) = cutter.next().unwrap() {
            pieces.push(String::from_utf8(chunk.bytes).unwrap());
        }
        pieces
    }

    #[test]
    fn pieces_hold_whole_records() {
        let row = format!("{},\"a\nb\"\"\"\n", "x".repeat(1000));
        let text = row.repeat(3000);
        for piece in cut(&text, Cut::Rows) {
            assert_eq!(piece.len() % row.len(), 0);
        }
        assert_eq!(cut(&text, Cut::Rows).concat(), text);
        assert!(
            cut(&text, Cut::Lines)
                .iter()
                .all(|piece| piece.ends_with('\n'))
        );
        assert_eq!(cut(&text, Cut::Whole).concat(), text);
        let object = format!("{{\"a\": \"}}\\\"{}\", \"b\": {{}}}},\n", "y".repeat(1000));
        let text = format!("[{}]", object.repeat(3000));
        let pieces = cut(&text, Cut::Objects);
        assert!(pieces.len() > 1);
        assert_eq!(pieces.concat(), text);
        let count: usize = pieces.iter().map(|piece| objects(piece).len()).sum();
        assert_eq!(count, 3000);
    }

    #[test]
    fn the_front_is_what_stands_before_an_element() {
        let front = format!("<all>\n<!-- x:parts -->{}", "<part/>".repeat(100_000));
        let text = format!("{front}<x:parts id='1'>\n<part></part></x:parts></all>");
        let mut cutter = Cutter::new(text.as_bytes(), Cut::Elements(&["part"]));
        let chunk = cutter.front("parts").unwrap();
        assert!(chunk.first && !chunk.last);
        assert_eq!(chunk.bytes, front.as_bytes());
        let next = cutter.next().unwrap().unwrap();
        assert!(!next.first && next.last);
        assert_eq!(next.line, 2);
        assert!(next.bytes.starts_with(b"<x:parts id"));
        assert!(cutter.next().unwrap().is_none());
        let mut cutter = Cutter::new(text.as_bytes(), Cut::Elements(&["part"]));
        assert!(cutter.front("others").unwrap().last);
        assert!(cutter.next().unwrap().is_none());
    }

    #[test]
    fn the_hash_is_that_of_the_content() {
        let mut cutter = Cutter::new("abc".as_bytes(), Cut::Lines);
        while cutter.next().unwrap().is_some() {}
        assert!(cutter.hash().starts_with("ba7816bf8f01cfea"));
    }
}
