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
    /// Adds a text.
    ///
    /// # Errors
    ///
    /// [`StoreError::Write`] if the folder takes nothing; [`StoreError::TooLarge`] if the text has more than 4 GiB.
    pub fn push(&mut self, number: u32, text: &str) -> Result<(), StoreError> {
        let length = u32::try_from(text.len()).map_err(|_| StoreError::TooLarge)?;
        // In one piece, so that a part of it never lies elsewhere.
        let [number, length] = [number, length].map(u32::to_le_bytes);
        let row = [&number, &length, text.as_bytes()].concat();
        self.0.extend_from_slice(&row)
    }

    /// Returns the texts with their numbers, in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &str)> {
        self.0.pieces().into_iter().flat_map(|piece| {
            let mut rest = piece;
            std::iter::from_fn(move || {
                let (number, after) = rest.split_first_chunk()?;
                let (length, after) = after.split_first_chunk()?;
                let length = u32::from_le_bytes(*length) as usize;
                let (text, after) = after.split_at_checked(length)?;
                rest = after;
                Some((u32::from_le_bytes(*number), std::str::from_utf8(text).ok()?))
            })
        })
    }
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
        for number in 0..300_000 {
            texts.push(number, &text(number)).unwrap();
        }
        assert!(texts.0.is_spilled());
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
