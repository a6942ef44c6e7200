//! Answers: what was found, how, and how sure that is.
//!
//! | how | score |
//! |---|---|
//! | [`Exact`](MatchKind::Exact) | 1.00 for a label, less for other kinds: [`NameKind::weight`] |
//! | [`Core`](MatchKind::Core) | 0.94 without legal form, 0.92 without brackets too, 0.88 without `Group` too |
//! | [`Abbreviation`](MatchKind::Abbreviation) | 0.80 |
//! | [`Part`](MatchKind::Part) | 0.55, up to 0.20 more the fewer ids share the part, up to 0.13 more the more of the name it is |
//! | [`Fuzzy`](MatchKind::Fuzzy) | 0.80 × (1 − typos ÷ letters); for a part, its score × 0.85 per typo |
//!
//! All but `Exact` lose what the kind loses: an alias found by its core has 0.94 − 0.02.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::index::Names;

/// What a name is to its bearer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// The main name.
    Label,
    /// The name in Chinese.
    ChineseName,
    /// A short form in use, such as `Huawei`.
    ShortName,
    /// Another name.
    Alias,
    /// Letters that stand for the name, such as `CXMT`. Found as written only, typos are not
    /// forgiven.
    Abbreviation,
    /// A code and its market, such as `002415 CN`. Found as written, or by the code alone.
    Ticker,
    /// A name no longer borne.
    FormerName,
}

impl NameKind {
    /// Returns the score of an exact match with a name of this kind.
    #[must_use]
    pub fn weight(self) -> f64 {
        match self {
            Self::Label => 1.0,
            Self::ChineseName | Self::ShortName => 0.99,
            Self::Alias | Self::Abbreviation => 0.98,
            Self::Ticker => 0.97,
            Self::FormerName => 0.96,
        }
    }

    /// Tells whether the name is a code: all or nothing, without parts or typos.
    pub(super) fn is_code(self) -> bool {
        matches!(self, Self::Abbreviation | Self::Ticker)
    }
}

/// How a name was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchKind {
    /// Both are equal once normalized.
    Exact,
    /// Both are equal without legal forms, brackets, spaces, or words such as `Group`; or it is the
    /// code of a ticker.
    Core,
    /// It is the initials of the name. We made them; abbreviations that were given are `Exact`.
    Abbreviation,
    /// All its words, or all its Chinese characters in a row, are in the core of the name.
    Part,
    /// It would be one of the above but for some typos.
    Fuzzy {
        /// Letters to add, drop, change or swap with the next.
        distance: usize,
    },
}

/// A name that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Match<T> {
    /// Whose name it is.
    pub id: T,
    /// The name as it was given to the index.
    pub name: Arc<str>,
    /// What the name is to its bearer.
    pub kind: NameKind,
    /// How sure the match is, from `0.0` to `1.0`.
    pub score: f64,
    /// How it was found.
    pub how: MatchKind,
}

/// A stretch of a text that may be a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention<T> {
    /// The bytes of the text, without a possessive `'s`.
    pub range: Range<usize>,
    /// Whose name it may be, best first.
    pub matches: Vec<Match<T>>,
}

/// A name that was found, by its number.
pub(super) struct Found {
    pub(super) name: u32,
    pub(super) kind: NameKind,
    pub(super) score: f64,
    pub(super) how: MatchKind,
}

/// The best match of each id.
pub(super) struct Best<T>(BTreeMap<T, Found>);

impl<T: Copy + Ord> Best<T> {
    pub(super) fn new() -> Self {
        Self(BTreeMap::new())
    }

    pub(super) fn offer(&mut self, id: T, offered: Found) {
        let key = |found: &Found| (-found.score, found.how, found.kind);
        match self.0.get_mut(&id) {
            Some(held) if key(held) <= key(&offered) => {}
            Some(held) => *held = offered,
            None => {
                self.0.insert(id, offered);
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns at most `limit` matches, by score, then by id.
    pub(super) fn into_sorted(self, limit: usize, names: &dyn Names<T>) -> Vec<Match<T>> {
        let mut found: Vec<_> = self.0.into_iter().collect();
        found.sort_by(|(one_id, one), (other_id, other)| {
            other.score.total_cmp(&one.score).then(one_id.cmp(other_id))
        });
        let told = |(id, found): (T, Found)| Match {
            id,
            name: names.name(found.name).1.into(),
            kind: found.kind,
            score: found.score,
            how: found.how,
        };
        found.into_iter().take(limit).map(told).collect()
    }
}
