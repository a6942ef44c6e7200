//! Texts in any number, to be read again from front to back.

use crate::store::scratch::Rows;
use crate::store::{Scratch, StoreError};
use std::env;
use std::fmt;

/// How many bytes stay in memory.
const HELD: usize = 16 << 20;

/// Texts one behind another, each with a number; what is more than some megabytes lies in a file without a name
/// in the folder for temporary files.
pub struct Texts(Rows<u8>);

impl Default for Texts {
    fn default() -> Self {
        Self(Rows::new(&Scratch::holding(&env::temp_dir(), HELD)))
    }
}

impl Texts {
    /// Adds a text; returns where it stands.
    ///
    /// # Errors
    ///
    /// [`StoreError::Write`] if the folder takes nothing; [`StoreError::TooLarge`] if the text has more than 4 GiB.
    pub fn push(&mut self, number: u32, text: &str) -> Result<u64, StoreError> {
        let place = self.0.len() as u64;
        // In one piece, so that a part of it never lies elsewhere.
        let mut row = Vec::with_capacity(text.len() + 8);
        Self::write(number, text, &mut row)?;
        self.0.extend_from_slice(&row)?;
        Ok(place)
    }

    /// Returns the text that stands at a place, with its number; nothing where none begins.
    pub fn get(&self, place: u64) -> Option<(u32, &str)> {
        let [first, second] = self.0.pieces();
        let place = usize::try_from(place).ok()?;
        let rest = match place.checked_sub(first.len()) {
            None => &first[place..],
            Some(place) => second.get(place..)?,
        };
        Some(split(rest)?.0)
    }

    /// Returns the texts with their numbers, in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &str)> {
        self.0.pieces().into_iter().flat_map(Self::read)
    }

    /// Appends a text with its number to bytes, as [`read`](Self::read) reads them.
    ///
    /// # Errors
    ///
    /// [`StoreError::TooLarge`] if the text has more than 4 GiB.
    pub(crate) fn write(number: u32, text: &str, bytes: &mut Vec<u8>) -> Result<(), StoreError> {
        let length = u32::try_from(text.len()).map_err(|_| StoreError::TooLarge)?;
        bytes.extend_from_slice(&number.to_le_bytes());
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(text.as_bytes());
        Ok(())
    }

    /// Returns the texts in some bytes, with their numbers.
    pub(crate) fn read(mut bytes: &[u8]) -> impl Iterator<Item = (u32, &str)> {
        std::iter::from_fn(move || {
            let (text, rest) = split(bytes)?;
            bytes = rest;
            Some(text)
        })
    }
}

/// Splits off the first text and its number.
fn split(bytes: &[u8]) -> Option<((u32, &str), &[u8])> {
    let (number, rest) = bytes.split_first_chunk()?;
    let (length, rest) = rest.split_first_chunk()?;
    let (text, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    let text = std::str::from_utf8(text).ok()?;
    Some(((u32::from_le_bytes(*number), text), rest))
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Texts({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_as_they_went() {
        let mut texts = Texts::default();
        let text = |number: u32| format!("{number} {}", "é".repeat(number as usize % 90));
        let places: Vec<u64> = (0..300_000)
            .map(|number| texts.push(number, &text(number)).unwrap())
            .collect();
        assert!(texts.0.is_spilled());
        for (number, place) in (0..300_000).zip(places).step_by(999) {
            assert_eq!(texts.get(place), Some((number, &*text(number))));
        }
        let expected = (0..300_000).map(|number| (number, text(number)));
        assert!(
            texts
                .iter()
                .map(|(number, text)| (number, text.to_owned()))
                .eq(expected)
        );
        assert_eq!(Texts::default().iter().count(), 0);
    }
}
