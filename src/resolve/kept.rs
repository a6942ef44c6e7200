//! The list of names of a large saved dataset, kept in a file beside the statements.
//!
//! To make it takes seconds where there are a million names, and who asks for one of them waits. The
//! file is made of the statements and says of which: whatever is wrong with it, it is made again.
//! It is read where it lies, once all of it has been checked on all processors.

use crate::names::{NameIndex, Near, Parts, Rows, Tables};
use crate::resolve::Linker;
use crate::resolve::naming::SnapshotNames;
use crate::store::{Column, Kind, Pack, SavedStore, Sections, Snapshot, StoreError, TermId};
use std::path::Path;

/// The name of the file in the folder of a saved dataset.
const FILE: &str = "names.index";
/// Fewer names than this are listed anew sooner than a file is written.
const MANY: usize = 20_000;

/// To be raised whenever names are folded, cut or weighed otherwise: a test holds the version to what
/// it makes.
static KIND: Kind = Kind {
    magic: *b"agnames\n",
    version: 1,
    name: "kept list of names",
    sections: &[
        "table of names",
        "table of keys",
        "table of words",
        "names by word",
        "names by length",
        "table of initials",
        "terms",
        "ends of terms",
        "table of segments",
        "beginnings of words",
    ],
};

impl Linker {
    /// Returns the names of a saved dataset: those that are kept in its folder, or if there are none that
    /// fit, those that are listed now and, where they are many, kept.
    ///
    /// Nothing that is wrong with the file is an error, nor that it cannot be written. Names of
    /// damaged statements are not kept.
    ///
    /// Cost: one pass over the file at the speed of memory, or that of [`Linker::new`].
    pub fn open_or_build(snapshot: &Snapshot, folder: &Path) -> Self {
        let path = folder.join(FILE);
        if let Ok(Some(index)) = open(&path, snapshot) {
            return Self::of(snapshot, index);
        }
        let names = SnapshotNames::new(snapshot);
        let rows = names.rows().clone();
        let linker = Self::of(snapshot, NameIndex::of(Box::new(names)));
        // Where others have written since, names of what was there before help nobody.
        let saved = SavedStore::new(folder).open();
        let is_there = saved.is_ok_and(|now| now.identity() == snapshot.pack().identity());
        if rows.len() >= MANY && is_there && snapshot.pack().damage().is_none() {
            // Who cannot write there lists them each time.
            let _ = keep(&path, &rows, &linker.names().tables(), snapshot.pack());
        }
        linker
    }
}

fn keep(path: &Path, names: &[[u32; 3]], tables: &Tables, pack: &Pack) -> Result<(), StoreError> {
    let sections: [&[u8]; 10] = [
        bytemuck::cast_slice(names),
        bytemuck::cast_slice(&tables.forms),
        bytemuck::cast_slice(&tables.parts.words),
        bytemuck::cast_slice(&tables.parts.postings),
        bytemuck::cast_slice(&tables.parts.ranks),
        bytemuck::cast_slice(&tables.parts.initials),
        &tables.near.text,
        bytemuck::cast_slice(&tables.near.ends),
        bytemuck::cast_slice(&tables.near.segments),
        bytemuck::cast_slice(&tables.starts),
    ];
    Sections::write(path, &KIND, pack.identity(), &sections)
}

/// Opens a kept list of names; `None` if it was made of other statements.
fn open(path: &Path, snapshot: &Snapshot) -> Result<Option<NameIndex<TermId>>, StoreError> {
    let sections = Sections::open(path, &KIND)?;
    if sections.identity() != snapshot.pack().identity() {
        return Ok(None);
    }
    sections.verify()?;
    fn rows<R: bytemuck::Pod + Send + Sync>(
        sections: &Sections,
        index: usize,
    ) -> Result<Rows<R>, StoreError> {
        let column: Column<R> = sections.section(index)?;
        Ok(Rows::new(column))
    }
    let names = SnapshotNames::of(snapshot, rows(&sections, 0)?);
    let tables = Tables {
        forms: rows(&sections, 1)?,
        parts: Parts {
            words: rows(&sections, 2)?,
            postings: rows(&sections, 3)?,
            ranks: rows(&sections, 4)?,
            initials: rows(&sections, 5)?,
        },
        near: Near {
            text: rows(&sections, 6)?,
            ends: rows(&sections, 7)?,
            segments: rows(&sections, 8)?,
        },
        starts: rows(&sections, 9)?,
    };
    Ok(Some(NameIndex::of_tables(Box::new(names), tables)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Builder;
    use jiff::civil::date;
    use oxrdf::vocab::rdfs;
    use oxrdf::{Literal, Quad};
    use std::fs;
    use std::sync::Arc;

    /// A saved dataset of many names, and its snapshot.
    fn saved() -> (tempfile::TempDir, Snapshot) {
        let words = [
            "Harbor",
            "Plastics",
            "Ünal & Söhne",
            "海康威视",
            "Orbital",
            "Tea",
        ];
        let forms = ["Co., Ltd.", "GmbH", "Holdings", "(Hong Kong) Limited"];
        let mut claims = Builder::default();
        for number in 0..MANY {
            let thing = crate::model::thing(&format!("t{number:05}"));
            let word = |at: usize| words[number / at % words.len()];
            let form = forms[number % forms.len()];
            let name = format!("{} {} {} {form}", word(1), number * 7919 % 100_003, word(6));
            let name = Literal::from(name);
            let quad = Quad::new(thing, rdfs::LABEL, name, crate::model::thing("source"));
            claims.claim(&quad).unwrap();
        }
        let folder = tempfile::tempdir().unwrap();
        let pack = claims.finish().unwrap();
        let writing = SavedStore::new(folder.path()).begin("import", None);
        writing.unwrap().save(&pack).unwrap();
        let pack = SavedStore::new(folder.path()).open().unwrap();
        (folder, Snapshot::new(Arc::new(pack), date(2026, 8, 1)))
    }

    fn answers(linker: &Linker) -> String {
        let names = [
            "Harbor 7919 Plastics",
            "harbour 7919 plastics gmbh",
            "Orbitl 15838",
            "海康威視",
            "Tea",
            "unal und sohne",
            "nobody",
        ];
        let mut told = String::new();
        for name in names {
            told += &format!("{:?}\n", linker.find(name));
            told += &format!(
                "{:?}\n",
                linker.mentions(&format!("who owns {name}?"), true, |_| false)
            );
            told += &format!("{:?}\n", linker.complete(name, 5));
        }
        told
    }

    #[test]
    fn names_are_kept_and_tell_the_same() {
        let (folder, snapshot) = saved();
        let path = folder.path().join(FILE);
        let plain = answers(&Linker::new(&snapshot));
        assert!(plain.contains("Plastics") && plain.contains("Fuzzy"));
        assert!(open(&path, &snapshot).is_err());
        assert_eq!(
            answers(&Linker::open_or_build(&snapshot, folder.path())),
            plain
        );
        let right = fs::read(&path).unwrap();
        assert!(open(&path, &snapshot).unwrap().is_some());
        assert_eq!(
            answers(&Linker::open_or_build(&snapshot, folder.path())),
            plain
        );

        // Whatever is wrong with the file, it is made again.
        let mut flipped = right.clone();
        let middle = flipped.len() / 2;
        flipped[middle] ^= 4;
        let mut other = right.clone();
        other[12] ^= 2;
        for wrong in [
            flipped,
            other,
            right[..right.len() - 1].to_vec(),
            Vec::new(),
        ] {
            fs::write(&path, wrong).unwrap();
            assert_eq!(
                answers(&Linker::open_or_build(&snapshot, folder.path())),
                plain
            );
            assert_eq!(fs::read(&path).unwrap(), right);
        }
    }

    #[test]
    fn names_of_other_statements_are_not_used() {
        let (folder, snapshot) = saved();
        drop(Linker::open_or_build(&snapshot, folder.path()));
        let before = fs::read(folder.path().join(FILE)).unwrap();
        let mut claims = Builder::default();
        claims.claims_of(snapshot.pack()).unwrap();
        let quad = Quad::new(
            crate::model::thing("new"),
            rdfs::LABEL,
            Literal::from("Newcomer"),
            crate::model::thing("source"),
        );
        claims.claim(&quad).unwrap();
        let pack = claims.finish().unwrap();
        let store = SavedStore::new(folder.path());
        store.begin("import", None).unwrap().save(&pack).unwrap();
        let now = Snapshot::new(Arc::new(store.open().unwrap()), date(2026, 8, 1));
        // A reader of what was there before lists its names and leaves the file alone.
        drop(Linker::open_or_build(&now, folder.path()));
        let after = fs::read(folder.path().join(FILE)).unwrap();
        assert_ne!(before, after);
        assert_eq!(
            Linker::open_or_build(&now, folder.path())
                .find("Newcomer")
                .len(),
            1
        );
        assert!(
            Linker::open_or_build(&snapshot, folder.path())
                .find("Newcomer")
                .is_empty()
        );
        assert_eq!(fs::read(folder.path().join(FILE)).unwrap(), after);
    }

    #[test]
    fn whatever_numbers_stand_in_a_file_nothing_panics() {
        let (folder, snapshot) = saved();
        let path = folder.path().join(FILE);
        let linker = Linker::new(&snapshot);
        let mut tables = linker.names().tables();
        let odd = |row: [u32; 4]| [row[0], row[1], row[2], row[3] ^ 0xf0f0_f0f0];
        tables.forms = tables
            .forms
            .iter()
            .map(|row| odd(*row))
            .collect::<Vec<_>>()
            .into();
        tables.parts.words = tables
            .parts
            .words
            .iter()
            .map(|row| odd(*row))
            .collect::<Vec<_>>()
            .into();
        tables.parts.initials = vec![[7; 4]].into();
        tables.near.ends = tables
            .near
            .ends
            .iter()
            .rev()
            .copied()
            .collect::<Vec<_>>()
            .into();
        tables.starts = vec![[9, 9], [u32::MAX, u32::MAX]].into();
        keep(&path, &[[1, 9, 2]], &tables, snapshot.pack()).unwrap();
        answers(&Linker::open_or_build(&snapshot, folder.path()));
    }

    #[test]
    fn the_version_tells_how_names_are_read() {
        let names = [
            "Hangzhou Hikvision Digital Technology Co., Ltd.",
            "杭州海康威視",
            "ÅÄÖ & Sons (UK) plc",
        ];
        let names = names.map(|name| (1_u32, name, crate::names::NameKind::Label));
        let tables = NameIndex::new(names).tables();
        let parts: [&[u8]; 4] = [
            bytemuck::cast_slice(&tables.forms),
            bytemuck::cast_slice(&tables.parts.words),
            bytemuck::cast_slice(&tables.near.segments),
            bytemuck::cast_slice(&tables.starts),
        ];
        let step = |sum: u64, byte: &u8| sum.wrapping_mul(31).wrapping_add(u64::from(*byte));
        let sum = parts.iter().flat_map(|part| *part).fold(0, step);
        // If this is another sum, raise the version of the kind.
        assert_eq!((KIND.version, sum), (1, 16_290_294_322_131_336_933));
    }
}
