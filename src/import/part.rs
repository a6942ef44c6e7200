//! What comes of one piece of a document: statements, what was left out and why, what was mended.

use crate::model::Date;
use crate::store::{Batch, StoreError, TermId};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How many faults are told one by one.
pub(crate) const TOLD: usize = 20;

/// How many strange things are told one by one.
const STRANGE: usize = 100;

/// How many datasets a document may name before it is a collection.
const DATASETS: usize = 2;

/// The statements of a piece and what is to be told of it.
#[derive(Default)]
pub(crate) struct Part {
    /// The statements.
    pub(crate) batch: Batch,
    /// What was counted.
    pub(crate) tally: Tally,
    /// Who stands on which list, in ids of the batch.
    pub(crate) members: Vec<[TermId; 2]>,
    /// Things whose former claims are to be taken out, by IRI.
    pub(crate) removed: Vec<String>,
    /// The statements as N-Quads, where they are wanted.
    pub(crate) written: Vec<u8>,
    /// The labels of lists, by id.
    pub(crate) lists: HashMap<String, String>,
    /// The ids of words by where they stand in the program.
    pub(crate) words: FxHashMap<(usize, usize), TermId>,
    /// The ids of countries by the codes that were met.
    pub(crate) countries: FxHashMap<String, TermId>,
    /// The ids of lists by authority and key.
    pub(crate) known_lists: FxHashMap<String, TermId>,
    /// Things that were described already in this piece, such as countries.
    pub(crate) described: HashMap<String, TermId>,
    /// Why nothing of the document is to be taken in.
    pub(crate) failed: Option<StoreError>,
}

/// What was counted in one piece, or in a whole document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    /// Records that were there.
    pub(crate) read: u64,
    /// Records that became statements.
    pub(crate) mapped: u64,
    /// Records that did not, by the code of the reason.
    pub(crate) skipped: BTreeMap<&'static str, u64>,
    /// The first of them, with their places.
    pub(crate) faults: Vec<RecordFault>,
    /// What was mended, and how often.
    pub(crate) repaired: BTreeMap<&'static str, u64>,
    /// What was kept without being understood, such as a property that no schema has.
    pub(crate) strange: BTreeMap<String, u64>,
    /// How many records the document says that it has.
    pub(crate) announced: Option<u64>,
    /// The latest day that the document tells of itself.
    pub(crate) latest: Option<Date>,
    /// The text of the latest of them in this piece.
    latest_text: String,
    /// The datasets that the records say they come from.
    pub(crate) datasets: BTreeSet<String>,
    /// Who published it, as the records say.
    pub(crate) publishers: BTreeSet<String>,
    /// Under which terms it may be used, as the records say.
    pub(crate) licenses: BTreeSet<String>,
}

/// A record that was left out, or stops the import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordFault {
    /// The line on which the record begins, from 1.
    pub line: u64,
    /// A stable short name for the kind of fault.
    pub code: &'static str,
    /// What was found, and what was expected.
    pub message: String,
}

impl Tally {
    /// Leaves a record out.
    pub(crate) fn skip(&mut self, line: u64, code: &'static str, message: String) {
        *self.skipped.entry(code).or_default() += 1;
        if self.faults.len() < TOLD {
            self.faults.push(RecordFault {
                line,
                code,
                message,
            });
        }
    }

    /// Notes that something was mended.
    pub(crate) fn mend(&mut self, what: &'static str, count: u64) {
        if count > 0 {
            *self.repaired.entry(what).or_default() += count;
        }
    }

    /// Notes something that is kept without being understood.
    pub(crate) fn wonder(&mut self, what: &str) {
        if let Some(count) = self.strange.get_mut(what) {
            *count += 1;
        } else if self.strange.len() < STRANGE {
            self.strange.insert(what.to_owned(), 1);
        }
    }

    /// Notes a dataset that a record names.
    pub(crate) fn dataset(&mut self, name: &str) {
        few(&mut self.datasets, name);
    }

    /// Notes who published a record, and under which terms it may be used.
    pub(crate) fn published(&mut self, publisher: &str, license: &str) {
        few(&mut self.publishers, publisher);
        few(&mut self.licenses, license);
    }

    /// Notes the text of such a day, which is read only if it is later than all before.
    pub(crate) fn seen_text(&mut self, text: &str) {
        let day = text.get(..10).unwrap_or(text);
        if day > self.latest_text.as_str() {
            if let Some(date) = crate::import::say::date(day) {
                self.seen(date);
            }
            day.clone_into(&mut self.latest_text);
        }
    }

    /// Notes a day on which the document was certainly not yet finished.
    pub(crate) fn seen(&mut self, date: Date) {
        self.latest = self.latest.max(Some(date));
    }

    /// Returns how many records were left out.
    pub(crate) fn skipped(&self) -> u64 {
        self.skipped.values().sum()
    }

    /// Adds what was counted in the next piece.
    pub(crate) fn add(&mut self, next: Self) {
        self.read += next.read;
        self.mapped += next.mapped;
        for (code, count) in next.skipped {
            *self.skipped.entry(code).or_default() += count;
        }
        let room = TOLD.saturating_sub(self.faults.len());
        self.faults.extend(next.faults.into_iter().take(room));
        for (what, count) in next.repaired {
            *self.repaired.entry(what).or_default() += count;
        }
        for (what, count) in next.strange {
            *self.strange.entry(what).or_default() += count;
        }
        self.latest = self.latest.max(next.latest);
        self.announced = self.announced.or(next.announced);
        self.datasets.extend(next.datasets);
        self.publishers.extend(next.publishers);
        self.licenses.extend(next.licenses);
    }
}

/// Adds a name to a few: more need not be known to tell that there is not one.
fn few(names: &mut BTreeSet<String>, name: &str) {
    if names.len() < DATASETS && !name.is_empty() && !names.contains(name) {
        names.insert(name.to_owned());
    }
}

/// What is written where the letters 0x80 to 0x9F of Windows-1252 stand; U+FFFD where nothing does.
const WINDOWS: [char; 32] = [
    '€', '\u{FFFD}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{FFFD}', 'Ž',
    '\u{FFFD}', '\u{FFFD}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{FFFD}',
    'ž', 'Ÿ',
];

/// Reads the bytes of a piece as text.
///
/// They should be UTF-8. Lines that are not are read as Windows-1252; control characters that
/// letters of Windows-1252 became on their way are made these letters again; the mark at the
/// beginning of a file and the end-of-file byte of old systems are left out.
pub(crate) fn text<'a>(chunk: &'a crate::import::chunk::Chunk, tally: &mut Tally) -> Cow<'a, str> {
    let mut bytes = chunk.bytes.as_slice();
    if chunk.first
        && let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF")
    {
        bytes = rest;
        tally.mend("byte order mark", 1);
    }
    if chunk.last {
        let rest = bytes.trim_ascii_end();
        if let Some(rest) = rest.strip_suffix(b"\x1A") {
            bytes = rest;
            tally.mend("end-of-file byte 0x1A", 1);
        }
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(decode(bytes, tally)),
    };
    let is_lost = |bytes: &[u8]| matches!(bytes, [0xC2, 0x80..=0x9F]);
    let lost = memchr::memchr_iter(0xC2, text.as_bytes())
        .filter(|place| {
            let pair = text.as_bytes().get(*place..place + 2);
            pair.is_some_and(is_lost)
        })
        .count();
    if lost == 0 {
        return text;
    }
    tally.mend(
        "control characters that were letters of Windows-1252",
        lost as u64,
    );
    let letter = |c: char| match c {
        '\u{80}'..='\u{9F}' => WINDOWS[c as usize - 0x80],
        c => c,
    };
    Cow::Owned(text.chars().map(letter).collect())
}

/// Returns the letters of Windows-1252.
pub(crate) fn windows(bytes: &[u8]) -> impl Iterator<Item = char> {
    bytes.iter().map(|byte| match byte {
        0x80..=0x9F => WINDOWS[usize::from(byte - 0x80)],
        byte => char::from(*byte),
    })
}

fn decode(bytes: &[u8], tally: &mut Tally) -> String {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    let mut lines = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match std::str::from_utf8(line) {
            Ok(line) => text.push_str(line),
            Err(_) => {
                lines += 1;
                text.extend(windows(line));
            }
        }
    }
    tally.mend("lines in Windows-1252", lines);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::chunk::Chunk;

    #[test]
    fn bytes_are_mended() {
        let chunk = Chunk {
            bytes: b"\xEF\xBB\xBFone \xC3\xA9\ntwo\x92s\nthree\xC2\x92s\n\x1A\r\n".to_vec(),
            line: 1,
            first: true,
            last: true,
            ..Chunk::default()
        };
        let mut tally = Tally::default();
        assert_eq!(text(&chunk, &mut tally), "one é\ntwo’s\nthree’s\n");
        assert_eq!(tally.repaired.len(), 4);
        assert!(tally.repaired.values().all(|count| *count == 1));
    }
}
