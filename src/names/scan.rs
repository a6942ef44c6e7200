//! Names inside a running text: a question, a headline.
//!
//! Every stretch of up to [`WORDS`] words is looked up; in Chinese, which has no spaces, every
//! stretch of characters whose neighbours are neighbours in some name. Stretches may overlap; who
//! reads the text chooses.

use std::collections::HashMap;
use std::ops::Range;

use super::fold::{Folded, Unit, fold};
use super::index::NameIndex;
use super::legal::LEGAL;
use super::matching::{Best, Match, MatchKind, Mention, NameKind};
use super::near::typos;
use super::reduce::{Form, ends_in_form, forms};

/// The longest stretch, in words.
const WORDS: usize = 10;
/// The longest stretch, in words and characters of Chinese.
const UNITS: usize = 30;
/// A stretch of so many words is looked up even if no name has its words: `Tik Tok` may be
/// `TikTok`.
const SPLIT: usize = 3;
/// A part that fits more ids than this names none of them: `China`.
const AMBIGUOUS: usize = 20;
/// How far into a text typos are looked for, in words: a question, not a book.
const FUZZY_UNITS: usize = 256;
/// The longest stretch with a typo, in words.
const FUZZY_WORDS: usize = 4;

/// A stretch of units and whose name it may be.
struct Span<T> {
    units: Range<usize>,
    matches: Vec<Match<T>>,
}

/// A folded text under scan.
struct Reader<'a, T> {
    index: &'a NameIndex<T>,
    source: &'a str,
    folded: Folded,
    /// Whether each unit is a stop word.
    stops: Vec<bool>,
    /// Whether each unit ends a legal form.
    endings: Vec<bool>,
}

impl<T: Copy + Ord> NameIndex<T> {
    /// Returns the stretches of a text that are names in full, by core, by initials, or in part.
    ///
    /// The longest stretch comes first, then the leftmost; stretches may overlap. A stretch made of
    /// stop words alone is no name, and a part of a name neither begins nor ends with one;
    /// `is_stop` is asked with normalized words, in Chinese with whole stretches too. Parts are
    /// told only if they fit at most 20 ids. A stretch inside a longer one that has the same ids,
    /// as sure or surer, is left out, and so is a part inside a whole name. Initials and codes of
    /// tickers must be in capitals. A legal form after a name belongs to its stretch, a possessive
    /// `'s` not.
    ///
    /// Cost: O(words × 10) look-ups; parts are looked up once for each distinct stretch.
    #[must_use]
    pub fn scan(&self, text: &str, is_stop: impl Fn(&str) -> bool) -> Vec<Mention<T>> {
        let reader = Reader::new(self, text, &is_stop);
        let mut known_parts = HashMap::new();
        let mut spans = Vec::new();
        for start in 0..reader.folded.units.len() {
            reader.scan_from(start, &is_stop, &mut known_parts, &mut spans);
        }
        reader.into_mentions(spans)
    }

    /// Returns the stretches of a text that would be names but for a typo, outside the ranges
    /// already `taken`.
    ///
    /// Meant for a question that [`scan`](Self::scan) left with holes: only the first 256 words are
    /// read, stretches have up to 4 words that are neither taken nor stop words at either end.
    /// Chinese is left out. Order as in [`scan`](Self::scan).
    #[must_use]
    pub fn scan_fuzzy(
        &self,
        text: &str,
        taken: &[Range<usize>],
        is_stop: impl Fn(&str) -> bool,
    ) -> Vec<Mention<T>> {
        let reader = Reader::new(self, text, &is_stop);
        let units = &reader.folded.units;
        let is_free = |unit: &usize| {
            let source = &units[*unit].source;
            !units[*unit].han
                && !taken
                    .iter()
                    .any(|range| range.start < source.end && source.start < range.end)
        };
        let mut spans = Vec::new();
        for start in
            (0..units.len().min(FUZZY_UNITS)).filter(|&unit| is_free(&unit) && !reader.stops[unit])
        {
            for end in
                (start..units.len().min(start + FUZZY_WORDS)).take_while(|unit| is_free(unit))
            {
                let stretch = reader.text(&(start..end + 1));
                let key: String = stretch.split(' ').collect();
                if reader.stops[end] || typos(&key) == 0 {
                    continue;
                }
                let mut best = Best::new();
                self.by_near_key(&key, &mut best);
                if best.is_empty() && start == end && !self.parts().knows(&key) {
                    self.by_near_words(&fold(stretch), &mut best);
                }
                let matches = best.into_sorted(AMBIGUOUS + 1, self.names());
                if !matches.is_empty() && matches.len() <= AMBIGUOUS {
                    spans.push(Span {
                        units: start..end + 1,
                        matches,
                    });
                }
            }
        }
        reader.into_mentions(spans)
    }
}

impl<'a, T: Copy + Ord> Reader<'a, T> {
    fn new(index: &'a NameIndex<T>, source: &'a str, is_stop: impl Fn(&str) -> bool) -> Self {
        let folded = fold(source);
        let stops = (0..folded.units.len())
            .map(|unit| is_stop(folded.unit(unit)))
            .collect();
        let word = |unit: &Unit| {
            if unit.han {
                &folded.text[..unit.text.end]
            } else {
                &folded.text[unit.text.clone()]
            }
        };
        let endings = folded
            .units
            .iter()
            .map(|unit| ends_in_form(word(unit)))
            .collect();
        Self {
            index,
            source,
            folded,
            stops,
            endings,
        }
    }

    /// Returns the folded text of a stretch.
    fn text(&self, units: &Range<usize>) -> &str {
        &self.folded.text
            [self.folded.units[units.start].text.start..self.folded.units[units.end - 1].text.end]
    }

    /// Looks up every stretch that begins at a unit.
    fn scan_from(
        &self,
        start: usize,
        is_stop: &impl Fn(&str) -> bool,
        known_parts: &mut HashMap<String, (usize, Vec<Match<T>>)>,
        spans: &mut Vec<Span<T>>,
    ) {
        let units = &self.folded.units;
        let (mut key, mut words, mut is_known, mut is_part) = (String::new(), 0, true, true);
        let mut is_name = false;
        let until = units.len().min(start + UNITS);
        for (end, unit) in units.iter().enumerate().take(until).skip(start) {
            if end > start && self.folded.is_glued(end) {
                if !self.index.parts().knows(self.text(&(end - 1..end + 1))) {
                    spans.extend(self.with_form_after(start..end, key));
                    break;
                }
            } else if !unit.han {
                words += 1;
                is_known &= self.index.parts().knows(self.folded.unit(end));
            }
            if words > WORDS || words > SPLIT && !is_known {
                break;
            }
            key.push_str(self.folded.unit(end));
            let stretch = start..end + 1;
            if self.stops[stretch.clone()].iter().all(|stop| *stop) || is_stop(&key) {
                continue;
            }
            let mut matches = self.whole(&stretch, &key, is_name);
            is_name = !matches.is_empty() || is_name && (self.endings[end] || unit.han);
            is_part &= is_known && !self.stops[start];
            if matches.is_empty()
                && is_part
                && !self.stops[end]
                && !(stretch.len() == 1 && key.chars().count() < 3)
            {
                if !known_parts.contains_key(&key) {
                    known_parts.insert(key.clone(), self.part(&stretch));
                }
                let (ids, found) = &known_parts[&key];
                matches.clone_from(found);
                // What is no part of a name is none with more words either.
                is_part = *ids > 0;
            }
            if !matches.is_empty() {
                spans.push(Span {
                    units: stretch,
                    matches,
                });
            }
        }
    }

    /// Returns a stretch of Chinese together with the legal form that follows it, if so it is a
    /// name.
    fn with_form_after(&self, stretch: Range<usize>, key: String) -> Option<Span<T>> {
        let rest = &self.folded.text[self.folded.units[stretch.end].text.start..];
        let form = LEGAL.han.iter().find(|form| rest.starts_with(**form))?;
        let units = stretch.start..stretch.end + form.chars().count();
        let matches = self.whole(&units, &(key + form), true);
        (!matches.is_empty()).then_some(Span { units, matches })
    }

    /// Returns whose whole name a stretch is, or would be without the legal form if its beginning
    /// is a name.
    fn whole(&self, stretch: &Range<usize>, key: &str, begins_with_name: bool) -> Vec<Match<T>> {
        let text = self.text(stretch);
        let mut best = Best::new();
        self.index
            .by_key(key, Form::Full, Form::Stem, text, &mut best);
        if best.is_empty() && begins_with_name && self.endings[stretch.end - 1] {
            forms(&fold(text), |form, _, key| {
                self.index.by_key(key, form, Form::Stem, text, &mut best)
            });
        }
        let is_capitals = stretch.len() == 1
            && is_capitals(&self.source[self.folded.units[stretch.start].source.clone()]);
        if best.is_empty() && is_capitals {
            self.index.by_initials(key, &mut best);
        }
        let mut matches = best.into_sorted(usize::MAX, self.index.names());
        matches.retain(|found| {
            is_capitals || found.kind != NameKind::Ticker || found.how == MatchKind::Exact
        });
        matches
    }

    /// Returns how many ids have names that a stretch is a part of, and the names if they are few.
    fn part(&self, stretch: &Range<usize>) -> (usize, Vec<Match<T>>) {
        let mut best = Best::new();
        let words: Vec<&str> = self.text(stretch).split(' ').collect();
        let ids = self.index.by_part(&words, 0, AMBIGUOUS, &mut best);
        (ids, best.into_sorted(AMBIGUOUS, self.index.names()))
    }

    /// Puts the longest first and drops what a longer stretch tells as well.
    fn into_mentions(self, mut spans: Vec<Span<T>>) -> Vec<Mention<T>> {
        spans.sort_by_key(|span| (span.units.start, std::cmp::Reverse(span.units.end)));
        let is_told = |number: usize, span: &Span<T>| {
            let before = spans[..number]
                .iter()
                .rev()
                .take_while(|other| other.units.start + UNITS > span.units.start);
            let mut around = before.filter(|other| other.units.end >= span.units.end);
            around.any(|other| tells(other, span))
        };
        let told: Vec<bool> = spans
            .iter()
            .enumerate()
            .map(|(number, span)| is_told(number, span))
            .collect();
        let mut mentions: Vec<_> = std::iter::zip(spans, told)
            .filter(|(_, told)| !told)
            .map(|(span, _)| {
                let (first, last) = (
                    &self.folded.units[span.units.start],
                    &self.folded.units[span.units.end - 1],
                );
                Mention {
                    range: first.source.start..last.source.end,
                    matches: span.matches,
                }
            })
            .collect();
        mentions
            .sort_by_key(|mention| (std::cmp::Reverse(mention.range.len()), mention.range.start));
        mentions
    }
}

/// Tells whether a span has all ids of another, each at least as sure, or is a name of which the
/// other is a part.
fn tells<T: Copy + Ord>(span: &Span<T>, other: &Span<T>) -> bool {
    let is_whole = matches!(span.matches[0].how, MatchKind::Exact | MatchKind::Core);
    if is_whole && other.matches[0].how == MatchKind::Part {
        return true;
    }
    let has = |wanted: &Match<T>| {
        span.matches
            .iter()
            .any(|found| found.id == wanted.id && found.score >= wanted.score)
    };
    other.matches.iter().all(has)
}

/// Tells whether a word of the source is a code: capitals or digits only.
fn is_capitals(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric) && !word.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use NameKind::{Alias, ChineseName, Label, Ticker};

    const STOPS: [&str; 12] = [
        "who", "the", "of", "and", "was", "to", "list", "is", "on", "a", "谁", "清单",
    ];

    fn index() -> NameIndex<u32> {
        NameIndex::new([
            (1, "Hangzhou Hikvision Digital Technology Co., Ltd.", Label),
            (1, "杭州海康威视数字技术股份有限公司", ChineseName),
            (2, "Tencent Holdings Limited", Label),
            (2, "腾讯控股", ChineseName),
            (
                3,
                "Semiconductor Manufacturing International Corporation",
                Label,
            ),
            (4, "US Department of Defense", Label),
            (5, "Entity List", Label),
            (6, "SenseTime Group, Inc.", Label),
            (7, "360 Security Technology Inc.", Label),
            (7, "360安全技术股份有限公司", ChineseName),
            (8, "CEO US", Ticker),
            (
                9,
                "House Select Committee on the Strategic Competition Between the United States and China",
                Label,
            ),
            (9, "House Select Committee on China", Alias),
            (10, "Autel Robotics Co., Ltd.", Label),
        ])
    }

    fn mentions(text: &str) -> Vec<(&str, u32, MatchKind)> {
        let found = index().scan(text, |word| STOPS.contains(&word));
        found
            .iter()
            .map(|mention| {
                (
                    &text[mention.range.clone()],
                    mention.matches[0].id,
                    mention.matches[0].how,
                )
            })
            .collect()
    }

    #[test]
    fn finds_names_in_questions() {
        use MatchKind::{Abbreviation, Core, Exact, Part};
        for (text, expected) in [
            ("who listed Hikvision?", vec![("Hikvision", 1, Part)]),
            ("Who is Tencent’s owner", vec![("Tencent", 2, Core)]),
            (
                "was Tencent Holdings Co., Ltd. removed",
                vec![("Tencent Holdings Co., Ltd", 2, Core)],
            ),
            (
                "is SMIC on the Entity List",
                vec![("Entity List", 5, Exact), ("SMIC", 3, Abbreviation)],
            ),
            ("smic and the ceo", vec![]),
            (
                "the Department of Defense",
                vec![("Department of Defense", 4, Part)],
            ),
            ("of the list", vec![]),
            ("Sense Time", vec![("Sense Time", 6, Core)]),
            ("谁把海康威視列入清单", vec![("海康威視", 1, Part)]),
            ("腾讯被谁列入清单", vec![("腾讯", 2, Core)]),
            (
                "腾讯有限公司和Autel机器人",
                vec![("腾讯有限公司", 2, Core), ("Autel", 10, Part)],
            ),
            (
                "360安全技术股份有限公司",
                vec![("360安全技术股份有限公司", 7, Exact)],
            ),
        ] {
            assert_eq!(mentions(text), expected, "{text}");
        }
    }

    #[test]
    fn longest_first() {
        let found = mentions("the House Select Committee on China and Hikvision Digital");
        assert_eq!(
            found[0],
            ("House Select Committee on China", 9, MatchKind::Exact)
        );
        assert_eq!(found[1], ("Hikvision Digital", 1, MatchKind::Part));
    }

    #[test]
    fn typos_only_where_nothing_else_was_found() {
        let text = "did Tencent list Hikvison and Semiconductor Manufacturing Internatinal?";
        let index = index();
        let taken: Vec<_> = index
            .scan(text, |word| word == "list")
            .into_iter()
            .map(|mention| mention.range)
            .collect();
        let found = index.scan_fuzzy(text, &taken[..1], |word| STOPS.contains(&word));
        let found: Vec<_> = found
            .iter()
            .map(|mention| (&text[mention.range.clone()], mention.matches[0].id))
            .collect();
        assert!(found.contains(&("Hikvison", 1)), "{found:?}");
        let all = 0..text.len();
        assert!(
            index
                .scan_fuzzy(text, std::slice::from_ref(&all), |_| false)
                .is_empty()
        );
        assert!(index.scan_fuzzy(text, &[], |_| true).is_empty());
    }
}
