//! In what a saved dataset is kept, and where in its folder.
//!
//! A dataset without the file `facts.engine` is kept in one file, `facts.pack`. Where that file is, it
//! names the engine, the version of its form, and which of the folders beside it holds the dataset:
//!
//! ```text
//! actorgraph rocksdb 2 7
//! ```
//!
//! A write makes a new folder and then this file anew, which is one step: the dataset is that of
//! before or that of after.

use crate::store::StoreError;
use crate::store::whole::write_whole;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// In what a saved dataset is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Engine {
    /// One file of sorted arrays, which is mapped and read in place.
    #[default]
    Pack,
    /// A RocksDB database on which SPARQL runs, beside such a file. It needs the feature `disk`.
    RocksDb,
}

impl Engine {
    /// The names of all engines.
    pub const NAMES: [&str; 2] = ["pack", "rocksdb"];

    /// Returns the name.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Engine {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let all = [Self::Pack, Self::RocksDb];
        let found = all.into_iter().find(|engine| engine.name() == name);
        found.ok_or_else(|| format!("expected one of: {}", Self::NAMES.join(", ")))
    }
}

/// The name of the file that names the engine.
pub(super) const FILE: &str = "facts.engine";

/// The newest version of the form of a folder that RocksDB is in.
const VERSION: u32 = 2;

/// How the names of folders begin that a dataset is or was kept in.
pub(super) const BEGINNING: &str = "rocksdb-";

/// Returns the number of the folder in which RocksDB keeps a dataset; `None` where it is kept in
/// one file.
///
/// # Errors
///
/// [`StoreError::Newer`], [`StoreError::Older`], [`StoreError::Corrupt`], [`StoreError::Read`].
pub(super) fn generation(folder: &Path) -> Result<Option<u64>, StoreError> {
    let path = folder.join(FILE);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Ok(None),
        Err(source) => return Err(StoreError::Read { path, source }),
    };
    let corrupt = StoreError::Corrupt {
        path: path.clone(),
        part: "name of the engine",
    };
    let line = text.strip_suffix('\n').unwrap_or_default();
    let ["actorgraph", "rocksdb", version, ref rest @ ..] = line.split(' ').collect::<Vec<_>>()[..]
    else {
        return Err(corrupt);
    };
    match (version.parse(), rest) {
        (Ok(VERSION), [number]) => number.parse().map(Some).map_err(|_| corrupt),
        (Ok(found), _) if found > VERSION => Err(StoreError::Newer {
            path,
            found,
            known: VERSION,
        }),
        (Ok(found), [_]) if found < VERSION => Err(StoreError::Older {
            path,
            found,
            known: VERSION,
        }),
        _ => Err(corrupt),
    }
}

/// Returns the path of a folder that a dataset is kept in.
pub(super) fn place(folder: &Path, generation: u64) -> PathBuf {
    folder.join(format!("{BEGINNING}{generation}"))
}

/// Makes a folder the one that the dataset is kept in, in one step.
///
/// # Errors
///
/// [`StoreError::Write`]; all is as before then.
#[cfg_attr(not(feature = "disk"), expect(dead_code, reason = "nobody writes one"))]
pub(super) fn name(folder: &Path, generation: u64) -> Result<(), StoreError> {
    let path = folder.join(FILE);
    let line = format!("actorgraph {} {VERSION} {generation}\n", Engine::RocksDb);
    let written = write_whole(&path, |out| out.write_all(line.as_bytes()));
    written.map_err(|source| StoreError::Write { path, source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_tells_its_engine_and_whatever_else_it_tells_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let told = |text: &str| {
            fs::write(folder.path().join(FILE), text).unwrap();
            generation(folder.path())
        };
        assert_eq!(generation(folder.path()).unwrap(), None);
        assert_eq!(told("actorgraph rocksdb 2 7\n").unwrap(), Some(7));
        let newer = told("actorgraph rocksdb 3 something else\n");
        assert!(matches!(newer, Err(StoreError::Newer { found: 3, .. })));
        let older = told("actorgraph rocksdb 1 7\n");
        assert!(matches!(older, Err(StoreError::Older { found: 1, .. })));
        for text in [
            "",
            "actorgraph",
            "actorgraph rocksdb 2 7",
            "actorgraph rocksdb 2 -7\n",
        ] {
            assert!(
                matches!(told(text), Err(StoreError::Corrupt { .. })),
                "{text}"
            );
        }
        for engine in [Engine::Pack, Engine::RocksDb] {
            assert_eq!(engine.name().parse(), Ok(engine));
        }
    }
}
