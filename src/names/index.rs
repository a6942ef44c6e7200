//! Many names at once: who is called this, or nearly this?
//!
//! Three layers for names that are written out:
//!
//! 1. `forms`: a table from keys (a name without spaces, with and without legal form, see
//!    `reduce.rs`) to names; built at once, answers what is written right.
//! 2. [`Parts`]: an inverted index of words, for parts of names and initials, and for scanning.
//! 3. [`Near`]: segments of words and keys, for typos; only when nothing else is found.
//!
//! [`Starts`], the words in order, serves those who type. All but the first are built when first
//! needed. All are arrays of numbers ([`Tables`]), which may be kept and need not be built again.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::complete::Starts;
use super::fold::{Folded, fold};
use super::matching::{Best, Found, Match, MatchKind, NameKind};
use super::near::{Near, typos};
use super::part::{Held, Parts, grams, runs_stand_in};
use super::reduce::{Form, bracketed_names, core_words, forms};
use super::rows::{Row, Rows, find, row};

/// A longer query, in bytes once normalized, is no misspelt name nor part of one.
const LONGEST: usize = 1024;

/// Names and their bearers, ready to be looked up.
///
/// # Examples
///
/// ```
/// use actorgraph::names::{MatchKind, NameIndex, NameKind};
///
/// let names = NameIndex::new([
///     (1, "Hangzhou Hikvision Digital Technology Co., Ltd.", NameKind::Label),
///     (1, "杭州海康威视数字技术股份有限公司", NameKind::ChineseName),
///     (2, "Tencent Holdings Limited", NameKind::Label),
/// ]);
/// assert_eq!(names.find("tencent", 5)[0].id, 2);
/// assert_eq!(names.find("海康威視", 5)[0].how, MatchKind::Part);
/// assert_eq!(names.find("Hikvison", 5)[0].how, MatchKind::Fuzzy { distance: 1 });
///
/// let question = "Who listed Tencent’s owner?";
/// let mentions = names.scan(question, |word| word == "who");
/// assert_eq!(&question[mentions[0].range.clone()], "Tencent");
/// ```
pub struct NameIndex<T> {
    names: Box<dyn Names<T>>,
    forms: Rows<Row>,
    parts: OnceLock<Parts>,
    near: OnceLock<Near>,
    starts: OnceLock<Starts>,
}

/// Names and whose they are, by number.
pub trait Names<T>: Send + Sync {
    /// Returns how many names there are, 2^28 at most.
    fn count(&self) -> usize;

    /// Returns whose a name is, the name and its kind; any other name for a number that has none.
    fn name(&self, number: u32) -> (T, Cow<'_, str>, NameKind);
}

impl<T: Copy + Send + Sync> Names<T> for Vec<(T, Box<str>, NameKind)> {
    fn count(&self) -> usize {
        self.len()
    }

    fn name(&self, number: u32) -> (T, Cow<'_, str>, NameKind) {
        let (id, text, kind) = &self[number as usize];
        (*id, Cow::Borrowed(text), *kind)
    }
}

/// The arrays of an index beside the names themselves.
///
/// Whatever stands in them, an index that is made of them panics at nothing; it finds nonsense.
pub struct Tables {
    /// From keys to a name, in the upper 28 bits, and the forms that the key serves for.
    pub forms: Rows<Row>,
    /// From words and initials to names.
    pub parts: Parts,
    /// Words and keys by their segments.
    pub near: Near,
    /// Names, and where words begin in them.
    pub starts: Rows<[u32; 2]>,
}

/// What a key of `forms` is to a name.
#[derive(Clone, Copy)]
struct Key {
    name: u32,
    from: Form,
    to: Form,
}

impl Key {
    fn number(self) -> u32 {
        self.name << 4 | (self.from as u32) << 2 | self.to as u32
    }

    fn of(row: &Row) -> Self {
        const FORMS: [Form; 4] = [Form::Full, Form::Plain, Form::Core, Form::Stem];
        Self {
            name: row[3] >> 4,
            from: FORMS[(row[3] >> 2 & 3) as usize],
            to: FORMS[(row[3] & 3) as usize],
        }
    }
}

/// Reads all names, on all threads where there are many, and returns what was made of each, in order.
pub(super) fn each<T, R: Send>(
    names: &dyn Names<T>,
    read: impl Fn(u32, &str, NameKind, &mut Vec<R>) + Sync,
) -> Vec<R> {
    const CHUNK: usize = 1 << 13;
    let some = |chunk: usize| {
        let mut made = Vec::new();
        for name in chunk * CHUNK..names.count().min((chunk + 1) * CHUNK) {
            let (_, text, kind) = names.name(name as u32);
            read(name as u32, &text, kind, &mut made);
        }
        made
    };
    match names.count().div_ceil(CHUNK) {
        0 => Vec::new(),
        1 => some(0),
        chunks => {
            let made: Vec<Vec<R>> = (0..chunks).into_par_iter().map(some).collect();
            made.into_iter().flatten().collect()
        }
    }
}

/// Calls `take` with the keys of a name and the forms that they serve for.
fn keys(text: &str, kind: NameKind, mut take: impl FnMut(Form, Form, &str)) {
    let folded = fold(text);
    if kind == NameKind::Ticker {
        let key: String = folded.words().collect();
        take(Form::Full, Form::Full, &key);
        if let Some(code) = folded.words().next().filter(|code| code.len() < key.len()) {
            take(Form::Core, Form::Core, code);
        }
        return;
    }
    forms(&folded, &mut take);
    bracketed_names(&folded).for_each(|short| take(Form::Core, Form::Core, &short));
}

impl<T: Copy + Ord + Send + Sync + 'static> NameIndex<T> {
    /// Indexes names by what is written; the rest is built on demand.
    ///
    /// Names without letter or digit are passed over. Cost: O(characters).
    pub fn new<'a>(names: impl IntoIterator<Item = (T, &'a str, NameKind)>) -> Self {
        let names = names.into_iter();
        let names: Vec<_> = names
            .map(|(id, text, kind)| (id, text.into(), kind))
            .collect();
        Self::of(Box::new(names))
    }
}

impl<T: Copy + Ord> NameIndex<T> {
    /// Indexes names wherever they are; see [`new`](Self::new).
    pub(crate) fn of(names: Box<dyn Names<T>>) -> Self {
        let mut rows = each(&*names, |name, text, kind, rows| {
            keys(text, kind, |from, to, key| {
                rows.push(row(key, Key { name, from, to }.number()));
            });
        });
        match rows.len() < 1 << 16 {
            true => rows.sort_unstable(),
            false => rows.par_sort_unstable(),
        }
        Self {
            names,
            forms: rows.into(),
            parts: OnceLock::new(),
            near: OnceLock::new(),
            starts: OnceLock::new(),
        }
    }

    /// Returns the index of names whose [`tables`](Self::tables) were kept.
    pub(crate) fn of_tables(names: Box<dyn Names<T>>, tables: Tables) -> Self {
        Self {
            names,
            forms: tables.forms,
            parts: tables.parts.into(),
            near: tables.near.into(),
            starts: Starts(tables.starts).into(),
        }
    }

    /// Builds what is not built yet, and returns all arrays.
    pub(crate) fn tables(&self) -> Tables {
        Tables {
            forms: self.forms.clone(),
            parts: self.parts().clone(),
            near: self.near().clone(),
            starts: self.starts().0.clone(),
        }
    }

    /// Returns how many names are indexed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.count()
    }

    /// Tells whether no name is indexed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns whoever bears this name, written in full or without legal form and brackets.
    ///
    /// Each id comes once, by its best name; the best match first, then the smaller id. Cost:
    /// O(length).
    #[must_use]
    pub fn exact(&self, name: &str) -> Vec<Match<T>> {
        let mut best = Best::new();
        self.by_form(&fold(name), Form::Core, &mut best);
        best.into_sorted(usize::MAX, self.names())
    }

    /// Returns at most `limit` ids that may be meant by this name.
    ///
    /// What is written right, initials and parts are always looked up; typos only if the name is
    /// nobody's in full and by its core; of a text longer than any name neither. Each id comes
    /// once, by its best name; the best match first, then the smaller id. An empty answer means
    /// that nothing is near.
    #[must_use]
    pub fn find(&self, name: &str, limit: usize) -> Vec<Match<T>> {
        let folded = fold(name);
        let words = core_words(&folded);
        let mut best = Best::new();
        if limit == 0 || words.is_empty() {
            return Vec::new();
        }
        self.by_form(&folded, Form::Stem, &mut best);
        if folded.text.len() > LONGEST {
            return best.into_sorted(limit, self.names());
        }
        let is_settled = !best.is_empty();
        self.by_initials(&words.concat(), &mut best);
        self.by_part(&words, 0, usize::MAX, &mut best);
        if !is_settled {
            self.by_near_key(&words.concat(), &mut best);
            self.by_near_words(&folded, &mut best);
        }
        best.into_sorted(limit, self.names())
    }

    /// Finds names that equal a query in some form, down to form `last` on either side.
    fn by_form(&self, query: &Folded, last: Form, best: &mut Best<T>) {
        forms(query, |from, _, key| {
            if from <= last {
                self.by_key(key, from, last, &query.text, best);
            }
        });
    }

    /// Finds names by one key, which has form `form` of the query.
    pub(super) fn by_key(
        &self,
        key: &str,
        form: Form,
        last: Form,
        query: &str,
        best: &mut Best<T>,
    ) {
        let keys = self.forms[find(&self.forms, key)].iter().map(Key::of);
        for key in keys.filter(|key| key.from <= last) {
            let (how, score) = match form.max(key.from) {
                Form::Full if is_written(&self.names.name(key.name).1, query) => {
                    (MatchKind::Exact, 1.0)
                }
                Form::Full | Form::Plain => (MatchKind::Core, 0.94),
                Form::Core => (MatchKind::Core, 0.92),
                Form::Stem => (MatchKind::Core, 0.88),
            };
            self.offer(key.name, how, score, best);
        }
    }

    /// Finds names whose initials we made are these letters.
    pub(super) fn by_initials(&self, letters: &str, best: &mut Best<T>) {
        for name in self.parts().with_initials(letters) {
            self.offer(name, MatchKind::Abbreviation, 0.8, best);
        }
    }

    /// Finds names with all these words in their core, unless they belong to more than `most` ids.
    ///
    /// `typos` tells how many letters had to be changed to come by the words. Returns how many ids
    /// there are; one at least where not all were looked at.
    pub(super) fn by_part(
        &self,
        words: &[&str],
        typos: usize,
        most: usize,
        best: &mut Best<T>,
    ) -> usize {
        let letters: usize = words.iter().map(|word| word.chars().count()).sum();
        let Held { mut ranks, more } = self.parts().holding(words);
        ranks.retain(|rank| rank.letters as usize >= letters);
        if words
            .iter()
            .any(|word| !word.is_ascii() && word.chars().count() > 2)
        {
            let text = |name: u32| fold(&self.names.name(name).1);
            ranks.retain(|rank| runs_stand_in(words, &text(rank.name)));
        }
        let ids: BTreeSet<T> = ranks
            .iter()
            .map(|rank| self.names.name(rank.name).0)
            .collect();
        if ids.len() > most {
            return ids.len();
        }
        let rarity = match more {
            true => 0.0,
            false => 1.0 / ids.len().max(1) as f64,
        };
        for rank in ranks {
            let coverage = letters as f64 / f64::from(rank.letters.max(1));
            let score = 0.55 + 0.20 * rarity + 0.13 * coverage;
            let (how, score) = match typos {
                0 => (MatchKind::Part, score),
                distance => (
                    MatchKind::Fuzzy { distance },
                    score * 0.85_f64.powi(distance as i32),
                ),
            };
            self.offer(rank.name, how, score, best);
        }
        match more {
            true => ids.len().max(1),
            false => ids.len(),
        }
    }

    /// Finds names whose core or stem is a few typos away from a key.
    pub(super) fn by_near_key(&self, key: &str, best: &mut Best<T>) {
        for (near, distance) in self.near().find(key) {
            let keys = self.forms[find(&self.forms, near)].iter().map(Key::of);
            for key in keys.filter(|key| key.to >= Form::Core) {
                self.offer_fuzzy(key.name, near, distance, best);
            }
        }
    }

    /// Finds names, or parts of names, with unknown words of the query set right.
    ///
    /// Tries the nearest few words for each unknown one; gives up if one has no word near.
    pub(super) fn by_near_words(&self, query: &Folded, best: &mut Best<T>) {
        let mut choices = vec![(String::new(), 0)];
        for word in query.words() {
            let mut spellings = vec![(word, 0)];
            if !self.parts().knows(word) {
                spellings = self.near().find(word);
                spellings.retain(|(spelling, _)| self.parts().knows(spelling));
                spellings.truncate(8);
            }
            let join = |(text, typos): &(String, usize)| {
                let (text, typos) = (text.clone(), *typos);
                spellings
                    .iter()
                    .map(move |(word, more)| (format!("{text} {word}"), typos + more))
                    .collect::<Vec<_>>()
            };
            choices = choices.iter().flat_map(join).collect();
            choices.sort_by_key(|&(_, typos)| typos);
            choices.truncate(16);
        }
        for (text, distance) in choices.into_iter().filter(|&(_, typos)| typos > 0) {
            let corrected = fold(&text);
            forms(&corrected, |_, _, key| {
                for found in &self.forms[find(&self.forms, key)] {
                    self.offer_fuzzy(Key::of(found).name, key, distance, best);
                }
            });
            self.by_part(&core_words(&corrected), distance, usize::MAX, best);
        }
    }

    fn offer_fuzzy(&self, name: u32, key: &str, distance: usize, best: &mut Best<T>) {
        if !self.names.name(name).2.is_code() {
            let likeness = 1.0 - distance as f64 / key.chars().count().max(distance) as f64;
            self.offer(name, MatchKind::Fuzzy { distance }, 0.8 * likeness, best);
        }
    }

    fn offer(&self, name: u32, how: MatchKind, score: f64, best: &mut Best<T>) {
        let (id, _, kind) = self.names.name(name);
        let score = score - (1.0 - kind.weight());
        best.offer(
            id,
            Found {
                name,
                kind,
                score,
                how,
            },
        );
    }

    /// Returns the names.
    pub(super) fn names(&self) -> &dyn Names<T> {
        &*self.names
    }

    pub(super) fn parts(&self) -> &Parts {
        self.parts.get_or_init(|| Parts::new(self.names()))
    }

    pub(super) fn starts(&self) -> &Starts {
        self.starts.get_or_init(|| Starts::new(self.names()))
    }

    pub(super) fn near(&self) -> &Near {
        self.near.get_or_init(|| {
            let terms = near_terms(self.names());
            Near::new(terms.iter().map(|term| &**term))
        })
    }
}

/// Returns what may be misspelt, each once: the cores and stems of names, and all words.
fn near_terms<T>(names: &dyn Names<T>) -> Vec<Box<str>> {
    let terms = |text: &str, kind: NameKind, take: &mut dyn FnMut(&str)| {
        let mut take = |term: &str| {
            if typos(term) > 0 {
                take(term);
            }
        };
        if !kind.is_code() {
            keys(text, kind, |_, to, key| {
                if to >= Form::Core {
                    take(key);
                }
            });
        }
        grams(fold(text).words()).for_each(take);
    };
    // Many names share a word: the first of them tells it.
    let mut rows: Vec<Row> = each(names, |name, text, kind, out| {
        terms(text, kind, &mut |term| out.push(row(term, name)));
    });
    rows.par_sort_unstable();
    rows.dedup_by_key(|[a, b, c, _]| [*a, *b, *c]);
    rows.par_sort_unstable_by_key(|&[a, b, c, name]| (name, a, b, c));
    each(names, |name, text, kind, out| {
        let first = rows.partition_point(|row| row[3] < name);
        let mut own: Vec<Row> = rows[first..]
            .iter()
            .copied()
            .take_while(|row| row[3] == name)
            .collect();
        if own.is_empty() {
            return;
        }
        terms(text, kind, &mut |term| {
            let told = row(term, name);
            if let Some(place) = own.iter().position(|row| *row == told) {
                own.swap_remove(place);
                out.push(term.into());
            }
        });
    })
}

/// Tells whether a name, normalized, is this.
fn is_written(name: &str, normalized: &str) -> bool {
    *name == *normalized || fold(name).text == normalized
}

#[cfg(test)]
mod tests {
    use super::*;
    use MatchKind::{Abbreviation, Core, Exact, Fuzzy, Part};
    use NameKind::{Alias, ChineseName, FormerName, Label, Ticker};

    fn index() -> NameIndex<u32> {
        NameIndex::new([
            (1, "Hangzhou Hikvision Digital Technology Co., Ltd.", Label),
            (1, "002415 CN", Ticker),
            (1, "杭州海康威视数字技术股份有限公司", ChineseName),
            (2, "Tencent Holdings Limited", Label),
            (2, "腾讯控股", ChineseName),
            (3, "ChangXin Memory Technologies, Inc.", Label),
            (3, "CXMT", NameKind::Abbreviation),
            (
                4,
                "Semiconductor Manufacturing International Corporation",
                Label,
            ),
            (
                5,
                "Semiconductor Manufacturing International (Beijing) Corporation",
                Label,
            ),
            (6, "Hesai Group (Hesai)", Label),
            (6, "Hesai Technology Co., Ltd.", FormerName),
            (7, "TP-Link Technologies Co., Ltd.", Label),
            (7, "TP-Link", Alias),
            (8, "China Mobile Limited", Label),
            (9, "China Telecom Corporation Limited", Label),
            (10, "NIO, Inc.", Label),
            (11, "14th Research Institute of CETC", Label),
        ])
    }

    fn first(name: &str) -> Option<(u32, MatchKind)> {
        index()
            .find(name, 3)
            .first()
            .map(|found| (found.id, found.how))
    }

    #[test]
    fn finds() {
        for (name, expected) in [
            ("HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO LTD", (1, Exact)),
            ("cxmt", (3, Exact)),
            ("002415", (1, Core)),
            ("Tencent Holdings Inc", (2, Core)),
            ("Tencent Group", (2, Core)),
            ("騰訊", (2, Core)),
            ("騰訊控股有限公司", (2, Core)),
            ("tplink", (7, Core)),
            ("Hesai", (6, Core)),
            ("Semiconductor Manufacturing International", (4, Core)),
            ("SMIC", (4, Abbreviation)),
            ("Hikvision", (1, Part)),
            ("Technology Hikvision", (1, Part)),
            ("海康威視", (1, Part)),
            ("Hikvison", (1, Fuzzy { distance: 1 })),
            ("Tencnet Holdings", (2, Fuzzy { distance: 1 })),
            ("Tencent Holdings Limted", (2, Fuzzy { distance: 1 })),
            ("Changxin Memroy Tecnologies", (3, Fuzzy { distance: 2 })),
            ("Zhangxin Memory Technologies", (3, Fuzzy { distance: 1 })),
        ] {
            assert_eq!(first(name), Some(expected), "{name}");
        }
    }

    #[test]
    fn refuses() {
        for name in [
            "",
            "?!",
            "Ltd",
            "NOI",
            "nia",
            "Volkswagen",
            "002416",
            "15th Research Institute of CETC",
            "海威",
            "海数",
        ] {
            assert_eq!(first(name), None, "{name}");
        }
    }

    #[test]
    fn scores_fall_in_order() {
        let score = |name: &str| index().find(name, 1)[0].score;
        let falling = [
            "China Mobile Limited",
            "tp link",
            "Hesai Technology Co Ltd",
            "China Mobile",
            "Tencent",
            "SMIC",
            "Hikvision",
            "Hikvison",
        ];
        let scores: Vec<f64> = falling.iter().map(|name| score(name)).collect();
        assert!(
            scores.windows(2).all(|pair| pair[0] > pair[1]),
            "{scores:?}"
        );
    }

    #[test]
    fn exact_wants_the_whole_name() {
        assert_eq!(index().exact("Tencent Holdings")[0].how, Core);
        assert!(index().exact("Tencent").is_empty());
        let ids = |name| {
            index()
                .exact(name)
                .into_iter()
                .map(|found| found.id)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            ids("Semiconductor Manufacturing International Corp"),
            [4, 5]
        );
    }

    #[test]
    fn one_match_an_id_and_no_more_than_asked() {
        let found = index().find("China", 10);
        assert_eq!(
            found.iter().map(|found| found.id).collect::<Vec<_>>(),
            [8, 9]
        );
        assert_eq!(index().find("China", 1).len(), 1);
        assert!(index().find("China", 0).is_empty());
    }
}
