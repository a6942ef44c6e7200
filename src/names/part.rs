//! Names by some of their words: an inverted index from words to names.
//!
//! The words of Chinese are the overlapping pairs of its characters: `海康威视` is `海康 康威 威视`. Names
//! are numbered by the length of their core, shortest first, and so are the lists of each word. Of
//! a word in very many names the first [`ENOUGH`] are then those it describes best, and no others
//! are read.

use rayon::prelude::*;

use super::fold::{Folded, fold};
use super::han::is_han;
use super::index::{Names, each};
use super::matching::NameKind;
use super::reduce::{core_words, initials};
use super::rows::{Row, Rows, find, row};

/// More names than this share a part only if it names none of them.
pub(super) const ENOUGH: usize = 1024;

/// How many names with the rarest of several words are looked at for the others. Where so many have even
/// that one, the words together tell little.
const LOOKED: usize = 1 << 14;

/// Names that have some words.
#[derive(Default)]
pub(super) struct Held {
    /// The names.
    pub(super) ranks: Vec<Rank>,
    /// Whether there may be more of them.
    pub(super) more: bool,
}

/// Words and initials of names.
#[derive(Clone)]
pub struct Parts {
    /// Every word of every name, of legal forms too, and where its names begin in `postings`.
    pub words: Rows<Row>,
    /// The names that have a word in their core, by rank, word after word.
    pub postings: Rows<u32>,
    /// The names by rank: the name, and how many letters its core has.
    pub ranks: Rows<[u32; 2]>,
    /// The names by the initials we made of them.
    pub initials: Rows<Row>,
}

/// A name and the letters of its core.
#[derive(Clone, Copy)]
pub(super) struct Rank {
    pub(super) name: u32,
    pub(super) letters: u32,
}

/// The rank of a word that no name has in its core.
const NO_RANK: u32 = u32::MAX;

impl Parts {
    /// Indexes names; cost O(characters + words × log words), on all threads.
    pub(super) fn new<T>(names: &dyn Names<T>) -> Self {
        let mut ranks: Vec<[u32; 2]> = each(names, |_, text, kind, out| {
            let folded = fold(text);
            let words = core_words(&folded);
            let letters = words.iter().map(|word| word.chars().count() as u32).sum();
            out.push(if kind.is_code() { NO_RANK } else { letters });
        })
        .into_iter()
        .zip(0..)
        .filter(|(letters, _)| *letters != NO_RANK)
        .map(|(letters, name)| [name, letters])
        .collect();
        ranks.par_sort_unstable_by_key(|&[name, letters]| (letters, name));
        let mut rank_of = vec![NO_RANK; names.count()];
        for ([name, _], rank) in ranks.iter().zip(0..) {
            rank_of[*name as usize] = rank;
        }
        let mut rows: Vec<Row> = each(names, |name, text, _, out| {
            let folded = fold(text);
            out.extend(grams(folded.words()).map(|word| row(word, NO_RANK)));
            let rank = rank_of[name as usize];
            if rank != NO_RANK {
                let words = core_words(&folded);
                out.extend(grams(words.iter().copied()).map(|word| row(word, rank)));
            }
        });
        rows.par_sort_unstable();
        rows.dedup();
        let (mut words, mut postings): (Vec<Row>, Vec<u32>) = Default::default();
        for [a, b, c, rank] in rows {
            if words.last().is_none_or(|last| last[..3] != [a, b, c]) {
                words.push([a, b, c, postings.len() as u32]);
            }
            postings.extend((rank != NO_RANK).then_some(rank));
        }
        let mut initials: Vec<Row> = each(names, |name, text, kind, out| {
            if matches!(kind, NameKind::Label | NameKind::FormerName) {
                let (core, with_form) = initials(&fold(text), text);
                let both = std::iter::once(core).chain(with_form);
                let long = both.filter(|letters| letters.chars().count() >= 3);
                out.extend(long.map(|letters| row(&letters.to_lowercase(), name)));
            }
        });
        initials.par_sort_unstable();
        Self {
            words: words.into(),
            postings: postings.into(),
            ranks: ranks.into(),
            initials: initials.into(),
        }
    }

    /// Tells whether some name has this word, or this pair of Chinese characters.
    pub(super) fn knows(&self, word: &str) -> bool {
        !find(&self.words, word).is_empty()
    }

    /// Returns the names with these initials.
    pub(super) fn with_initials(&self, letters: &str) -> impl Iterator<Item = u32> {
        let rows = &self.initials[find(&self.initials, letters)];
        rows.iter().map(|row| row[3])
    }

    /// Returns the ranks of the names that have a word in their core; `None` if no name has it.
    fn having(&self, word: &str) -> Option<&[u32]> {
        let place = find(&self.words, word).next()?;
        let begin = self.words[place][3] as usize;
        let next = self.words.get(place + 1);
        let end = next.map_or(self.postings.len(), |next| next[3] as usize);
        self.postings.get(begin..end)
    }

    /// Returns names that have all these words in their core, shortest first, [`ENOUGH`] at most, of the
    /// first [`LOOKED`] that have the rarest of them.
    ///
    /// Cost: O(shortest list × words × log of the steps between its names in the others).
    pub(super) fn holding(&self, words: &[&str]) -> Held {
        let mut lists: Vec<&[u32]> = Vec::new();
        for gram in grams(words.iter().copied()) {
            let Some(list) = self.having(gram) else {
                return Held::default();
            };
            lists.push(list);
        }
        lists.sort_by_key(|list| list.len());
        let Some((rarest, others)) = lists.split_first_mut() else {
            return Held::default();
        };
        let looked = &rarest[..rarest.len().min(LOOKED)];
        let all = looked.len() == rarest.len();
        let in_all = looked
            .iter()
            .filter(|&&rank| others.iter_mut().all(|list| advance(list, rank)));
        let ranks = in_all.filter_map(|rank| self.ranks.get(*rank as usize));
        let ranks = ranks.map(|&[name, letters]| Rank { name, letters });
        let ranks: Vec<Rank> = ranks.take(ENOUGH).collect();
        Held {
            more: !all || ranks.len() == ENOUGH,
            ranks,
        }
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
pub(super) fn grams<'a>(words: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
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
        let names = names.into_iter().zip(kinds);
        let names: Vec<(u32, Box<str>, NameKind)> =
            names.map(|(text, kind)| (0, text.into(), kind)).collect();
        let parts = Parts::new(&names);
        let found = |words: &[&str]| {
            parts
                .holding(words)
                .ranks
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
        assert_eq!(parts.with_initials("sep").collect::<Vec<_>>(), [0]);
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
