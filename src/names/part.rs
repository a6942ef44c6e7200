//! Names by some of their words: an inverted index from words to names.
//!
//! The words of Chinese are the overlapping pairs of its characters: `海康威视` is `海康 康威 威视`. Names
//! are numbered by the length of their core, shortest first, and so are the lists of each word. Of
//! a word in very many names the first [`ENOUGH`] are then those it describes best, and no others
//! are read.

use std::collections::HashMap;

use super::fold::{Folded, fold};
use super::han::is_han;
use super::matching::NameKind;
use super::reduce::{core_words, initials};

/// More names than this share a part only if it names none of them.
pub(super) const ENOUGH: usize = 1024;

/// Words and initials of names.
#[derive(Default)]
pub(super) struct Parts {
    /// Every word of every name, of legal forms too; where it leads is in `postings`.
    words: HashMap<Box<str>, u32>,
    /// The names that have the word in their core, by rank.
    postings: Vec<Vec<u32>>,
    /// The names by rank.
    ranks: Vec<Rank>,
    /// The names by the initials we made of them.
    initials: HashMap<String, Vec<u32>>,
}

/// A name and the letters of its core.
#[derive(Clone, Copy)]
pub(super) struct Rank {
    pub(super) name: u32,
    pub(super) letters: u32,
}

impl Parts {
    /// Indexes names; cost O(characters + names × log names).
    pub(super) fn new<'a>(names: impl Iterator<Item = (&'a str, NameKind)>) -> Self {
        let mut parts = Self::default();
        let mut core: Vec<u32> = Vec::new();
        let mut cores = Vec::new();
        for (name, (text, kind)) in (0..).zip(names) {
            let folded = fold(text);
            for gram in grams(folded.words()) {
                parts.learn(gram);
            }
            if kind.is_code() {
                continue;
            }
            let start = core.len();
            let words = core_words(&folded);
            core.extend(grams(words.iter().copied()).map(|gram| parts.words[gram]));
            let letters = words.iter().map(|word| word.chars().count() as u32).sum();
            cores.push((letters, name, start..core.len()));
            if matches!(kind, NameKind::Label | NameKind::FormerName) {
                parts.learn_initials(&folded, text, name);
            }
        }
        cores.sort_by_key(|&(letters, name, _)| (letters, name));
        parts.postings.resize_with(parts.words.len(), Vec::new);
        for (rank, (letters, name, range)) in (0..).zip(cores) {
            parts.ranks.push(Rank { name, letters });
            for &word in &core[range] {
                let posting = &mut parts.postings[word as usize];
                if posting.last() != Some(&rank) {
                    posting.push(rank);
                }
            }
        }
        parts
    }

    fn learn(&mut self, word: &str) {
        if !self.words.contains_key(word) {
            let number = self.words.len() as u32;
            self.words.insert(word.into(), number);
        }
    }

    fn learn_initials(&mut self, folded: &Folded, text: &str, name: u32) {
        let (core, with_form) = initials(folded, text);
        for initials in std::iter::once(core)
            .chain(with_form)
            .filter(|letters| letters.chars().count() >= 3)
        {
            self.initials
                .entry(initials.to_lowercase())
                .or_default()
                .push(name);
        }
    }

    /// Tells whether some name has this word, or this pair of Chinese characters.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.words.contains_key(word)
    }

    /// Returns the words of all names.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.keys().map(Box::as_ref)
    }

    /// Returns the names with these initials.
    pub(super) fn with_initials(&self, letters: &str) -> &[u32] {
        self.initials.get(letters).map_or(&[], Vec::as_slice)
    }

    /// Returns names that have all these words in their core, shortest first, [`ENOUGH`] at most.
    ///
    /// Cost: O(shortest list × words × log of the steps between its names in the others).
    pub(super) fn holding(&self, words: &[&str]) -> Vec<Rank> {
        let mut lists: Vec<&[u32]> = Vec::new();
        for gram in grams(words.iter().copied()) {
            let Some(&word) = self.words.get(gram) else {
                return Vec::new();
            };
            lists.push(&self.postings[word as usize]);
        }
        lists.sort_by_key(|list| list.len());
        let Some((rarest, others)) = lists.split_first_mut() else {
            return Vec::new();
        };
        let in_all = rarest
            .iter()
            .filter(|&&rank| others.iter_mut().all(|list| advance(list, rank)));
        in_all
            .take(ENOUGH)
            .map(|&rank| self.ranks[rank as usize])
            .collect()
    }
}

/// Drops what is below `rank` from a sorted list, and tells whether it now begins with `rank`.
fn advance(list: &mut &[u32], rank: u32) -> bool {
    let mut step = 1;
    while step < list.len() && list[step] < rank {
        step *= 2;
    }
    let near = &list[..list.len().min(step + 1)];
    *list = &list[near.partition_point(|&other| other < rank)..];
    list.first() == Some(&rank)
}

/// Returns the words a name is indexed by: words as they are, Chinese in overlapping pairs.
fn grams<'a>(words: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    words.flat_map(|word| {
        let han = word.chars().next().is_some_and(is_han);
        let pairs = word.char_indices().zip(word.char_indices().skip(1));
        let pairs = pairs
            .filter(move |_| han)
            .map(move |((start, _), (next, c))| &word[start..next + c.len_utf8()]);
        let whole = !han || word.chars().nth(1).is_none();
        whole.then_some(word).into_iter().chain(pairs)
    })
}

/// Tells whether every run of Chinese among the words stands unbroken in a name.
///
/// Two characters are a word of the index; only longer runs may have been put together from parts.
pub(super) fn runs_stand_in(words: &[&str], name: &Folded) -> bool {
    words
        .iter()
        .filter(|word| word.chars().next().is_some_and(is_han))
        .all(|run| name.text.contains(run))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_pairs() {
        let split = |text: &'static str| grams(text.split(' ')).collect::<Vec<_>>();
        assert_eq!(split("tcl 华星光 电"), ["tcl", "华星", "星光", "电"]);
    }

    #[test]
    fn lists_meet() {
        let names = [
            "Shanghai Electric Power",
            "Shanghai Electric",
            "Power of Shanghai Ltd",
            "上海电气",
            "SEP",
        ];
        let kinds = [NameKind::Label; 4]
            .into_iter()
            .chain([NameKind::Abbreviation]);
        let parts = Parts::new(names.into_iter().zip(kinds));
        let found = |words: &[&str]| {
            parts
                .holding(words)
                .iter()
                .map(|rank| rank.name)
                .collect::<Vec<_>>()
        };
        assert_eq!(found(&["shanghai"]), [2, 1, 0]);
        assert_eq!(found(&["power", "shanghai"]), [2, 0]);
        assert_eq!(found(&["上海"]), [3]);
        assert!(found(&["ltd"]).is_empty() && parts.knows("ltd"));
        assert!(
            found(&["sep"]).is_empty() && found(&["nobody"]).is_empty() && found(&[]).is_empty()
        );
        assert_eq!(parts.with_initials("sep"), [0]);
    }

    #[test]
    fn advancing_agrees_with_looking() {
        let list: Vec<u32> = (0..200).filter(|n| n % 3 == 0 || n % 7 == 0).collect();
        let mut rest = list.as_slice();
        for n in (0..210).filter(|n| n % 2 == 0) {
            assert_eq!(advance(&mut rest, n), list.contains(&n), "{n}");
        }
    }
}
