//! The journal of a saved dataset: which write was finished last, and which one is under way.
//!
//! A write is noted before it begins and once more when its result is known, just before the file
//! of the statements gets its name. Whoever opens the folder after a writer was killed compares: the
//! statements are those that the write was to make, or those of before. The journal decides nothing;
//! without it the statements are as good as ever, only nobody knows who wrote them.
//!
//! ```text
//! actorgraph journal 1
//! done import 0.1.0 2026-11-26T20:50:00Z 00c0ffee00c0ffee
//! open update 0.1.0 2026-11-26T21:04:12Z 0badcafe0badcafe
//! ```
//!
//! A line is what was done, by which version, when, and the identity of the statements that it made;
//! `-` stands for what is not known.

use crate::store::StoreError;
use crate::store::whole::write_whole;
use jiff::Timestamp;
use std::fs;
use std::path::Path;

/// The name of the file in the folder of a saved dataset.
pub(super) const FILE: &str = "journal";

const HEAD: &str = "actorgraph journal 1";

/// One write to a saved dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// What wrote: the name of the command.
    pub what: String,
    /// The version of the program that wrote.
    pub version: String,
    /// When it began, if whoever asked for it said.
    pub at: Option<Timestamp>,
    /// The identity of the statements that it makes, as soon as it is known.
    pub identity: Option<u64>,
}

impl Write {
    pub(super) fn new(what: &str, at: Option<Timestamp>) -> Self {
        Self {
            what: what.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            at,
            identity: None,
        }
    }

    fn read(words: &str) -> Option<Self> {
        let [what, version, at, identity] = words.split(' ').collect::<Vec<_>>()[..] else {
            return None;
        };
        Some(Self {
            what: what.to_owned(),
            version: version.to_owned(),
            at: at.parse().ok(),
            identity: u64::from_str_radix(identity, 16).ok(),
        })
    }

    fn line(&self) -> String {
        let at = self.at.map_or("-".to_owned(), |at| format!("{at:.0}"));
        let identity = self.identity.map(|identity| format!("{identity:016x}"));
        let identity = identity.as_deref().unwrap_or("-");
        format!("{} {} {at} {identity}", self.what, self.version)
    }
}

/// What a folder tells of the writes to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Journal {
    /// The last write that was finished.
    pub(super) done: Option<Write>,
    /// The write that began since.
    pub(super) open: Option<Write>,
}

impl Journal {
    /// Reads the journal of a folder; one that is not there or cannot be read tells nothing.
    pub(super) fn read(folder: &Path) -> Self {
        let text = fs::read_to_string(folder.join(FILE)).unwrap_or_default();
        let mut lines = text.lines();
        let mut journal = Self::default();
        if lines.next() != Some(HEAD) {
            return journal;
        }
        for line in lines {
            match line.split_once(' ') {
                Some(("done", words)) => journal.done = Write::read(words),
                Some(("open", words)) => journal.open = Write::read(words),
                _ => {}
            }
        }
        journal
    }

    /// Writes the journal, whole or not at all.
    pub(super) fn write(&self, folder: &Path) -> Result<(), StoreError> {
        let mut text = format!("{HEAD}\n");
        for (word, write) in [("done", &self.done), ("open", &self.open)] {
            if let Some(write) = write {
                text += &format!("{word} {}\n", write.line());
            }
        }
        let path = folder.join(FILE);
        let written = write_whole(&path, |out| out.write_all(text.as_bytes()));
        written.map_err(|source| StoreError::Write { path, source })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_anything_else_tells_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let read = || Journal::read(folder.path());
        assert_eq!(read(), Journal::default());
        let write = Write::new("import", "2026-11-26T20:50:00Z".parse().ok());
        let done = Write {
            identity: Some(0xc0ffee),
            ..write.clone()
        };
        let journal = Journal {
            done: Some(done),
            open: Some(write),
        };
        journal.write(folder.path()).unwrap();
        assert_eq!(read(), journal);
        let path = folder.path().join(FILE);
        let whole = fs::read(&path).unwrap();
        for end in 0..whole.len() {
            fs::write(&path, &whole[..end]).unwrap();
            read();
        }
        for place in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[place] ^= 0x80;
            fs::write(&path, &bytes).unwrap();
            assert_ne!(read(), journal);
        }
    }
}
