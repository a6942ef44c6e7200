//! Who stands on which list, as a document tells it from record to record.
//!
//! A document that lists millions must not be held for it: what does not fit into a few megabytes lies in a file
//! without a name.

use crate::import::ImportError;
use std::collections::HashMap;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use tempfile::{SpooledTempFile, spooled_tempfile};

/// How many bytes stay in memory.
const HELD: usize = 8 << 20;
/// How many members are handed over at once.
const PIECE: usize = 1 << 16;

/// A list that a document names.
#[derive(Debug)]
pub(crate) struct NamedList {
    pub(crate) id: String,
    /// Nothing where the document only has its id.
    pub(crate) label: String,
}

/// The lists of a document and those who stand on them.
#[derive(Debug)]
pub(crate) struct Members {
    lists: Vec<NamedList>,
    places: HashMap<String, u32>,
    /// The place of a list, the length of an id, and the id, again and again.
    told: BufWriter<SpooledTempFile>,
}

impl Default for Members {
    fn default() -> Self {
        Self {
            lists: Vec::new(),
            places: HashMap::new(),
            told: BufWriter::new(spooled_tempfile(HELD)),
        }
    }
}

impl Members {
    /// Adds somebody to a list, both by id. `label` is asked where the list is new.
    pub(crate) fn add(
        &mut self,
        list: &str,
        member: &str,
        label: impl FnOnce() -> String,
    ) -> io::Result<()> {
        let place = match self.places.get(list) {
            Some(place) => *place,
            None => {
                let place = number(self.lists.len())?;
                self.places.insert(list.to_owned(), place);
                self.lists.push(NamedList {
                    id: list.to_owned(),
                    label: label(),
                });
                place
            }
        };
        for number in [place, number(member.len())?] {
            self.told.write_all(&number.to_le_bytes())?;
        }
        self.told.write_all(member.as_bytes())
    }

    /// Returns how many lists there are.
    pub(crate) fn list_count(&self) -> usize {
        self.lists.len()
    }

    /// Returns the lists by id.
    pub(crate) fn lists(&self) -> Vec<&NamedList> {
        let mut lists: Vec<&NamedList> = self.lists.iter().collect();
        lists.sort_by(|a, b| a.id.cmp(&b.id));
        lists
    }

    /// Hands over pairs of a list and one who stands on it, many at once; in order and each once within these.
    ///
    /// # Errors
    ///
    /// [`ImportError::Write`] where there is no room for the file, and what `take` says.
    pub(crate) fn each(
        self,
        mut take: impl FnMut(&[(&str, Box<str>)]) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        let told = self
            .told
            .into_inner()
            .map_err(io::IntoInnerError::into_error);
        let rewound = told.and_then(|mut told| told.rewind().map(|()| told));
        let mut told = BufReader::new(rewound.map_err(ImportError::Write)?);
        let mut piece: Vec<(&str, Box<str>)> = Vec::new();
        loop {
            let next = read(&mut told).map_err(ImportError::Write)?;
            let is_last = next.is_none();
            if let Some((place, member)) = next {
                piece.push((&self.lists[place as usize].id, member));
            }
            if is_last || piece.len() == PIECE {
                piece.sort_unstable();
                piece.dedup();
                take(&piece)?;
                piece.clear();
            }
            if is_last {
                return Ok(());
            }
        }
    }
}

/// Reads the place of a list and the id of a member; none behind the last.
fn read(told: &mut impl Read) -> io::Result<Option<(u32, Box<str>)>> {
    let mut number = [0; 4];
    if let Err(error) = told.read_exact(&mut number) {
        return match error.kind() {
            io::ErrorKind::UnexpectedEof => Ok(None),
            _ => Err(error),
        };
    }
    let place = u32::from_le_bytes(number);
    told.read_exact(&mut number)?;
    let mut id = vec![0; u32::from_le_bytes(number) as usize];
    told.read_exact(&mut id)?;
    let id = String::from_utf8(id).map_err(io::Error::other)?;
    Ok(Some((place, id.into_boxed_str())))
}

fn number(count: usize) -> io::Result<u32> {
    u32::try_from(count).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_handed_over_however_many_they_are() {
        let mut members = Members::default();
        let count = 300_000;
        for place in (0..count).rev() {
            let list = ["b", "a"][place % 2];
            members
                .add(
                    list,
                    &format!("somebody-with-a-long-name-{place:07}"),
                    || list.to_uppercase(),
                )
                .unwrap();
        }
        members
            .add("a", "somebody-with-a-long-name-0000001", String::new)
            .unwrap();
        assert_eq!(members.list_count(), 2);
        assert_eq!(members.lists()[0].label, "A");
        let mut seen = Vec::new();
        let all = members.each(|piece| {
            assert!(piece.is_sorted());
            seen.extend(
                piece
                    .iter()
                    .map(|(list, member)| format!("{list} {member}")),
            );
            Ok(())
        });
        all.unwrap();
        seen.sort();
        seen.dedup();
        let list = |place: usize| ["b", "a"][place % 2];
        let mut expected: Vec<String> = (0..count)
            .map(|place| format!("{} somebody-with-a-long-name-{place:07}", list(place)))
            .collect();
        expected.sort();
        assert_eq!(seen, expected);
    }
}
