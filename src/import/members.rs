//! Who stands on which list, as a document tells it from record to record.

use crate::import::ImportError;
use crate::store::{StoreError, Texts};
use std::collections::HashMap;

/// How many members are handed over at once.
const PIECE: usize = 1 << 16;

/// A list that a document names.
#[derive(Debug)]
pub(crate) struct NamedList {
    pub(crate) id: String,
    /// Nothing where the document only has its id.
    pub(crate) label: String,
}

/// The lists of a document and those who stand on them, of whom there may be more than memory is to hold.
#[derive(Debug, Default)]
pub(crate) struct Members {
    lists: Vec<NamedList>,
    places: HashMap<String, u32>,
    /// Ids of members, each with the place of the list.
    told: Texts,
}

impl Members {
    /// Adds somebody to a list, both by id. `label` is asked where the list is new.
    pub(crate) fn add(
        &mut self,
        list: &str,
        member: &str,
        label: impl FnOnce() -> String,
    ) -> Result<(), StoreError> {
        let place = match self.places.get(list) {
            Some(place) => *place,
            None => {
                let place = self.lists.len();
                let place = u32::try_from(place).map_err(|_| StoreError::TooLarge)?;
                self.places.insert(list.to_owned(), place);
                self.lists.push(NamedList {
                    id: list.to_owned(),
                    label: label(),
                });
                place
            }
        };
        self.told.push(place, member).map(drop)
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
    /// What `take` says.
    pub(crate) fn each(
        &self,
        mut take: impl FnMut(&[(&str, &str)]) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        let told = self.told.iter();
        let mut told = told.map(|(place, member)| (&*self.lists[place as usize].id, member));
        loop {
            let mut piece: Vec<(&str, &str)> = told.by_ref().take(PIECE).collect();
            if piece.is_empty() {
                return Ok(());
            }
            piece.sort_unstable();
            piece.dedup();
            take(&piece)?;
        }
    }
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
