//! Names by how one of their words begins: what may follow what somebody is typing.
//!
//! Every place at which a word begins, and every character of Chinese, is put in the order of the
//! folded text from there to the end of the name. Then whatever begins alike stands together, and a
//! few comparisons find it:
//!
//! ```text
//! changxin memory technologies inc
//! memory technologies corp            both begin with `mem`: one is the end of
//! memory technologies inc             `yangtze memory …`, the other of `changxin memory …`
//! technologies corp
//! ```
//!
//! A place takes eight bytes; the folded texts are needed to sort and not kept.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::fold::fold;
use super::index::{NameIndex, Names, each};
use super::matching::NameKind;
use super::rows::Rows;

/// The longest beginning of a name that is looked at, in words and characters of Chinese.
const UNITS: usize = 24;
/// What may stand between the last word and the cursor: signs inside of names.
const JOINTS: &[char] = &['-', '.', '/', '\'', '’', '&'];

/// Names that the end of a text may become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion<T> {
    /// The bytes of the text that a name would replace; they go to its end.
    pub range: Range<usize>,
    /// The names as they were given to the index and whose they are, best first.
    pub names: Vec<(T, Arc<str>)>,
}

/// Where words begin in names, in the order of what stands there.
#[derive(Clone)]
pub(super) struct Starts(pub(super) Rows<Start>);

/// A name, and where a word begins in it, in bytes of the folded text.
type Start = [u32; 2];

impl Starts {
    /// Puts the words of names in order; cost O(words × log words) comparisons, on all threads.
    pub(super) fn new<T>(names: &dyn Names<T>) -> Self {
        let folded: Vec<_> = each(names, |_, text, kind, out| {
            out.push(match kind {
                // Whoever knows a code types it to the end.
                NameKind::Ticker => (String::new(), Vec::new()),
                _ => {
                    let folded = fold(text);
                    let starts = folded.units.iter().map(|unit| unit.text.start as u32);
                    let starts: Vec<u32> = starts.collect();
                    (folded.text, starts)
                }
            });
        });
        // Most comparisons end within the first eight bytes, and those stand beside the place.
        let mut sorted: Vec<(u64, Start)> = Vec::new();
        for (name, (text, starts)) in (0..).zip(&folded) {
            let places = starts.iter().map(|&at| {
                let mut first = [0; 8];
                let rest = &text.as_bytes()[at as usize..];
                let length = rest.len().min(8);
                first[..length].copy_from_slice(&rest[..length]);
                (u64::from_be_bytes(first), [name, at])
            });
            sorted.extend(places);
        }
        let rest = |[name, at]: Start| &folded[name as usize].0[at as usize..];
        sorted.par_sort_unstable_by(|(first, one), (second, other)| {
            first
                .cmp(second)
                .then_with(|| rest(*one).cmp(rest(*other)))
                .then_with(|| one.cmp(other))
        });
        let starts: Vec<Start> = sorted.into_iter().map(|(_, start)| start).collect();
        Self(starts.into())
    }

    /// Returns the places where names go on with `beginning`, which is folded.
    fn with<T>(&self, beginning: &str, names: &dyn Names<T>) -> &[Start] {
        // The texts are folded again, some forty of them, rather than kept.
        let compare = |[name, at]: &Start| {
            let folded = fold(&names.name(*name).1).text;
            let rest = folded.as_bytes().get(*at as usize..).unwrap_or_default();
            let shown = rest.len().min(beginning.len());
            rest[..shown].cmp(beginning.as_bytes())
        };
        let first = self.0.partition_point(|start| compare(start).is_lt());
        let rest = &self.0[first..];
        &rest[..rest.partition_point(|start| compare(start).is_eq())]
    }
}

impl<T: Copy + Ord> NameIndex<T> {
    /// Returns the names that the end of a text may become, at most `limit`; `None` if there are
    /// none, or if the text ends after a word.
    ///
    /// As much of the end is taken as some name has in one piece, from the beginning of one of its
    /// words or any character of Chinese; case, accents and traditional characters are all one. The
    /// names that begin so come first, then those that have it inside; those still borne before
    /// former ones; the shorter before the longer. Each id comes once, by its best name; one that
    /// already stands there as written is passed over.
    ///
    /// The first call puts all words in order. Cost of others: O(log words) comparisons and a look
    /// at every place that fits: about 10 ms if half a million do.
    ///
    /// # Examples
    ///
    /// ```
    /// use actorgraph::names::{NameIndex, NameKind};
    ///
    /// let names = NameIndex::new([
    ///     (1, "ChangXin Memory Technologies, Inc.", NameKind::Label),
    ///     (2, "Tencent Holdings Limited", NameKind::Label),
    /// ]);
    /// let text = "who listed changxin mem";
    /// let completion = names.complete(text, 10).expect("one begins so");
    /// assert_eq!(&text[completion.range], "changxin mem");
    /// assert_eq!(&*completion.names[0].1, "ChangXin Memory Technologies, Inc.");
    /// ```
    #[must_use]
    pub fn complete(&self, text: &str, limit: usize) -> Option<Completion<T>> {
        let folded = fold(text);
        let last = folded.units.last()?;
        if limit == 0 || !text[last.source.end..].chars().all(|c| JOINTS.contains(&c)) {
            return None;
        }
        let earliest = folded.units.len().saturating_sub(UNITS);
        folded.units[earliest..].iter().find_map(|unit| {
            let range = unit.source.start..text.len();
            let beginning = &folded.text[unit.text.start..];
            let places = self.starts().with(beginning, self.names());
            let names = self.best(places, &text[range.clone()], limit);
            (!names.is_empty()).then_some(Completion { range, names })
        })
    }

    fn best(&self, places: &[Start], typed: &str, limit: usize) -> Vec<(T, Arc<str>)> {
        let rank = |&[name, at]: &Start| {
            let (_, text, kind) = self.names().name(name);
            let former = kind == NameKind::FormerName;
            Reverse((at > 0, former, text.len(), name))
        };
        let mut open: BinaryHeap<_> = places.iter().map(rank).collect();
        let (mut names, mut seen) = (Vec::new(), BTreeSet::new());
        while names.len() < limit
            && let Some(Reverse((.., name))) = open.pop()
        {
            let (id, text, _) = self.names().name(name);
            if *text != *typed && seen.insert(id) {
                names.push((id, text.into()));
            }
        }
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use NameKind::{Abbreviation, Alias, ChineseName, FormerName, Label, ShortName, Ticker};

    fn index() -> NameIndex<u32> {
        NameIndex::new([
            (1, "Hangzhou Hikvision Digital Technology Co., Ltd.", Label),
            (1, "002415 CN", Ticker),
            (1, "杭州海康威视数字技术股份有限公司", ChineseName),
            (2, "Tencent Holdings Limited", Label),
            (2, "Tencent", ShortName),
            (3, "ChangXin Memory Technologies, Inc.", Label),
            (3, "CXMT", Abbreviation),
            (4, "Yangtze Memory Technologies Corp.", Label),
            (5, "TP-Link Technologies Co., Ltd.", Label),
            (6, "Xi'an Aircraft", Label),
            (7, "Memory Ltd", FormerName),
            (7, "Société Générale", Alias),
        ])
    }

    fn complete(text: &str) -> (String, Vec<String>) {
        let Some(completion) = index().complete(text, 10) else {
            return Default::default();
        };
        let names = completion.names.iter().map(|(_, name)| name.to_string());
        (text[completion.range].to_owned(), names.collect())
    }

    #[test]
    fn the_end_of_a_text_becomes_a_name() {
        for (text, typed, expected) in [
            ("who requested tenc", "tenc", &["Tencent"][..]),
            (
                "who requested Tencent",
                "Tencent",
                &["Tencent Holdings Limited"],
            ),
            ("is TP-", "TP-", &["TP-Link Technologies Co., Ltd."]),
            ("xi’an a", "xi’an a", &["Xi'an Aircraft"]),
            ("\"societe gen", "societe gen", &["Société Générale"]),
            ("is cxm", "cxm", &["CXMT"]),
            (
                "who owns Hikv",
                "Hikv",
                &["Hangzhou Hikvision Digital Technology Co., Ltd."],
            ),
            (
                "谁列入海康威視",
                "海康威視",
                &["杭州海康威视数字技术股份有限公司"],
            ),
            (
                "is mem",
                "mem",
                &[
                    "Memory Ltd",
                    "Yangtze Memory Technologies Corp.",
                    "ChangXin Memory Technologies, Inc.",
                ],
            ),
            (
                "is Yangtze mem",
                "Yangtze mem",
                &["Yangtze Memory Technologies Corp."],
            ),
        ] {
            assert_eq!(complete(text).0, typed, "{text}");
            assert_eq!(complete(text).1, expected, "{text}");
        }
    }

    #[test]
    fn what_ends_is_left_alone() {
        for text in ["", " ", "tencent ", "tencent?", "tencent's", "zzz", "0024"] {
            assert_eq!(index().complete(text, 10), None, "{text}");
        }
        assert_eq!(index().complete("tenc", 0), None);
        assert_eq!(NameIndex::<u32>::new([]).complete("tenc", 9), None);
    }
}
