//! Many names at once: who is called this, or nearly this?
//!
//! Three layers for names that are written out, each built when first needed:
//!
//! 1. `forms`: a hash map from keys (a name without spaces, with and without legal form, see
//!    `reduce.rs`) to names; built at once, answers what is written right.
//! 2. [`Parts`]: an inverted index of words, for parts of names and initials, and for scanning.
//! 3. [`Near`]: segments of words and keys, for typos; only when nothing else is found.
//!
//! [`Starts`], the words in order, serves those who type.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use super::complete::Starts;
use super::fold::{Folded, fold};
use super::matching::{Best, Match, MatchKind, NameKind};
use super::near::Near;
use super::part::{ENOUGH, Parts, runs_stand_in};
use super::reduce::{Form, bracketed_names, core_words, forms};

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
    names: Vec<Name<T>>,
    forms: HashMap<Box<str>, Vec<Key>>,
    parts: OnceLock<Parts>,
    near: OnceLock<Near>,
    starts: OnceLock<Starts>,
}

struct Name<T> {
    id: T,
    text: Arc<str>,
    kind: NameKind,
}

/// What a key of `forms` is to a name.
#[derive(Clone, Copy)]
struct Key {
    name: u32,
    from: Form,
    to: Form,
}

impl<T: Copy + Ord> NameIndex<T> {
    /// Indexes names by what is written; the rest is built on demand.
    ///
    /// Names without letter or digit are passed over. Cost: O(characters).
    pub fn new<'a>(names: impl IntoIterator<Item = (T, &'a str, NameKind)>) -> Self {
        let names = names.into_iter();
        let mut index = Self {
            names: Vec::with_capacity(names.size_hint().0),
            forms: HashMap::with_capacity(names.size_hint().0 * 2),
            parts: OnceLock::new(),
            near: OnceLock::new(),
            starts: OnceLock::new(),
        };
        for (id, text, kind) in names {
            let folded = fold(text);
            let name = index.names.len() as u32;
            let mut insert = |from, to, key: &str| match index.forms.get_mut(key) {
                Some(keys) => keys.push(Key { name, from, to }),
                None => {
                    index.forms.insert(key.into(), vec![Key { name, from, to }]);
                }
            };
            if kind == NameKind::Ticker {
                let key: String = folded.words().collect();
                insert(Form::Full, Form::Full, &key);
                if let Some(code) = folded.words().next().filter(|code| code.len() < key.len()) {
                    insert(Form::Core, Form::Core, code);
                }
            } else {
                forms(&folded, &mut insert);
                bracketed_names(&folded).for_each(|short| insert(Form::Core, Form::Core, &short));
            }
            index.names.push(Name {
                id,
                text: text.into(),
                kind,
            });
        }
        index
    }

    /// Returns how many names are indexed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Tells whether no name is indexed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Returns whoever bears this name, written in full or without legal form and brackets.
    ///
    /// Each id comes once, by its best name; the best match first, then the smaller id. Cost:
    /// O(length).
    #[must_use]
    pub fn exact(&self, name: &str) -> Vec<Match<T>> {
        let mut best = Best::new();
        self.by_form(&fold(name), Form::Core, &mut best);
        best.into_sorted(usize::MAX)
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
            return best.into_sorted(limit);
        }
        let is_settled = !best.is_empty();
        self.by_initials(&words.concat(), &mut best);
        self.by_part(&words, 0, usize::MAX, &mut best);
        if !is_settled {
            self.by_near_key(&words.concat(), &mut best);
            self.by_near_words(&folded, &mut best);
        }
        best.into_sorted(limit)
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
        for key in self
            .forms
            .get(key)
            .into_iter()
            .flatten()
            .filter(|key| key.from <= last)
        {
            let name = &self.names[key.name as usize];
            let (how, score) = match form.max(key.from) {
                Form::Full if name.is_written(query) => (MatchKind::Exact, 1.0),
                Form::Full | Form::Plain => (MatchKind::Core, 0.94),
                Form::Core => (MatchKind::Core, 0.92),
                Form::Stem => (MatchKind::Core, 0.88),
            };
            best.offer(name.found(how, score));
        }
    }

    /// Finds names whose initials we made are these letters.
    pub(super) fn by_initials(&self, letters: &str, best: &mut Best<T>) {
        for &name in self.parts().with_initials(letters) {
            best.offer(self.names[name as usize].found(MatchKind::Abbreviation, 0.8));
        }
    }

    /// Finds names with all these words in their core, unless they belong to more than `most` ids.
    ///
    /// `typos` tells how many letters had to be changed to come by the words. Returns how many ids
    /// there are.
    pub(super) fn by_part(
        &self,
        words: &[&str],
        typos: usize,
        most: usize,
        best: &mut Best<T>,
    ) -> usize {
        let letters: usize = words.iter().map(|word| word.chars().count()).sum();
        let mut ranks = self.parts().holding(words);
        ranks.retain(|rank| rank.letters as usize >= letters);
        if words
            .iter()
            .any(|word| !word.is_ascii() && word.chars().count() > 2)
        {
            ranks.retain(|rank| runs_stand_in(words, &fold(&self.names[rank.name as usize].text)));
        }
        let ids: BTreeSet<T> = ranks
            .iter()
            .map(|rank| self.names[rank.name as usize].id)
            .collect();
        if ids.len() > most {
            return ids.len();
        }
        let rarity = if ranks.len() == ENOUGH {
            0.0
        } else {
            1.0 / ids.len().max(1) as f64
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
            best.offer(self.names[rank.name as usize].found(how, score));
        }
        ids.len()
    }

    /// Finds names whose core or stem is a few typos away from a key.
    pub(super) fn by_near_key(&self, key: &str, best: &mut Best<T>) {
        for (near, distance) in self.near().find(key) {
            let keys = self.forms.get(near).into_iter().flatten();
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
                for found in self.forms.get(key).into_iter().flatten() {
                    self.offer_fuzzy(found.name, key, distance, best);
                }
            });
            self.by_part(&core_words(&corrected), distance, usize::MAX, best);
        }
    }

    fn offer_fuzzy(&self, name: u32, key: &str, distance: usize, best: &mut Best<T>) {
        let name = &self.names[name as usize];
        if !name.kind.is_code() {
            let likeness = 1.0 - distance as f64 / key.chars().count().max(distance) as f64;
            best.offer(name.found(MatchKind::Fuzzy { distance }, 0.8 * likeness));
        }
    }

    /// Returns whose a name is, the name and its kind.
    pub(super) fn name(&self, number: u32) -> (T, &Arc<str>, NameKind) {
        let name = &self.names[number as usize];
        (name.id, &name.text, name.kind)
    }

    fn texts(&self) -> impl Iterator<Item = (&str, NameKind)> {
        self.names.iter().map(|name| (&*name.text, name.kind))
    }

    pub(super) fn parts(&self) -> &Parts {
        self.parts.get_or_init(|| Parts::new(self.texts()))
    }

    pub(super) fn starts(&self) -> &Starts {
        self.starts.get_or_init(|| Starts::new(self.texts()))
    }

    pub(super) fn near(&self) -> &Near {
        self.near.get_or_init(|| {
            let is_core =
                |key: &Key| key.to >= Form::Core && !self.names[key.name as usize].kind.is_code();
            let cores = self
                .forms
                .iter()
                .filter(|(_, keys)| keys.iter().any(is_core))
                .map(|(key, _)| &**key);
            Near::new(cores.chain(self.parts().words()))
        })
    }
}

impl<T: Copy> Name<T> {
    fn found(&self, how: MatchKind, score: f64) -> Match<T> {
        let score = score - (1.0 - self.kind.weight());
        Match {
            id: self.id,
            name: Arc::clone(&self.text),
            kind: self.kind,
            score,
            how,
        }
    }

    /// Tells whether the name, normalized, is this.
    fn is_written(&self, normalized: &str) -> bool {
        *self.text == *normalized || fold(&self.text).text == normalized
    }
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
