//! One spelling for equal names: Unicode, case, punctuation, and where each word stood in the
//! source.
//!
//! [`fold`] does all the work in one pass; [`normalize`] and [`tokens`] are its plain faces.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, decompose_compatible, is_combining_mark};
use unicode_normalization::is_nfc;

use super::han::{is_han, simplified};

/// Returns the one spelling under which equal names compare equal.
///
/// Precisely, and in this order:
///
/// 1. Compatibility decomposition (NFKD): full-width `Ａ` is `A`, `㈱` is `(株)`. Invisible characters
///    (soft hyphen, zero-width space, marks of direction, variation selectors) and `™ ℠ ® ©` go.
/// 2. Full case folding: `ẞ` is `ss`, `Σ` and `ς` are `σ`.
/// 3. In Latin script diacritics go (`Š` is `s`), and letters with a stroke or a ligature are spelt
///    out (`ø` is `o`, `ł` is `l`, `æ` is `ae`, `þ` is `th`). Other scripts keep their marks.
/// 4. Traditional Chinese characters common in company names become simplified ones. Nothing else
///    is changed in Chinese or Japanese.
/// 5. `&` is the word `and`. An apostrophe inside a word goes (`Xi'an` is `xian`); a possessive
///    ending goes with it (`China's` is `china`, `Governors'` is `governors`).
/// 6. The dots of initials go (`U.S.` is `us`, `S.p.A.` is `spa`). All else that is neither letter,
///    digit nor mark divides words, and so does the change between Chinese or Japanese and any
///    other script.
/// 7. Words are composed (NFC) and joined by one space.
///
/// The result is stable: `normalize(&normalize(s)) == normalize(s)`. Cost: O(length).
///
/// # Examples
///
/// ```
/// # use actorgraph::names::normalize;
/// assert_eq!(normalize("  L’Oréal’s  Ｃｏ．, LTD "), "loreal co ltd");
/// assert_eq!(normalize("M&S Electronics"), "m and s electronics");
/// assert_eq!(normalize("360安全技術"), "360 安全技术");
/// ```
#[must_use]
pub fn normalize(text: &str) -> String {
    fold(text).text
}

/// Returns the words of [`normalize`], in order; a run of Chinese is one word.
#[must_use]
pub fn tokens(text: &str) -> Vec<String> {
    fold(text).words().map(str::to_owned).collect()
}

/// A folded text and the way back to its source.
#[derive(Debug, Default)]
pub(super) struct Folded {
    /// The normalized text.
    pub(super) text: String,
    /// Its smallest pieces a name may begin or end at: words, and single characters of Chinese.
    pub(super) units: Vec<Unit>,
    /// The stretches of `text` that stood in brackets.
    pub(super) brackets: Vec<Range<usize>>,
}

/// A word, or one character of Chinese or Japanese.
#[derive(Debug)]
pub(super) struct Unit {
    /// Where it stands in the folded text.
    pub(super) text: Range<usize>,
    /// Where it stood in the source, without a possessive ending.
    pub(super) source: Range<usize>,
    /// Whether it is one character of a script without spaces.
    pub(super) han: bool,
}

impl Folded {
    /// Returns the words, in order.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.text.split(' ').filter(|word| !word.is_empty())
    }

    /// Returns the words that did not stand in brackets.
    pub(super) fn words_outside_brackets(&self) -> impl Iterator<Item = &str> {
        let mut next = 0;
        self.words().filter(move |word| {
            let start = next;
            next = start + word.len() + 1;
            !self.in_brackets(start)
        })
    }

    /// Tells whether the word at `start` of the folded text stood in brackets.
    pub(super) fn in_brackets(&self, start: usize) -> bool {
        let after = self.brackets.partition_point(|range| range.start <= start);
        after > 0 && start < self.brackets[after - 1].end
    }

    /// Returns the text of a unit.
    pub(super) fn unit(&self, index: usize) -> &str {
        &self.text[self.units[index].text.clone()]
    }

    /// Tells whether a unit continues the Chinese word of the unit before it.
    pub(super) fn is_glued(&self, index: usize) -> bool {
        index > 0
            && self.units[index].han
            && self.units[index - 1].text.end == self.units[index].text.start
    }
}

/// Folds a text; [`normalize`] says how.
pub(super) fn fold(source: &str) -> Folded {
    let mut folder = Folder {
        source,
        ..Folder::default()
    };
    folder.out.text.reserve(source.len() + 8);
    for (start, c) in source.char_indices() {
        let at = start..start + c.len_utf8();
        if c.is_ascii() {
            folder.feed(c, at);
        } else if !is_ignored(c) {
            decompose_compatible(c, |part| folder.feed(part, at.clone()));
        }
    }
    folder.finish()
}

#[derive(Default)]
struct Folder<'a> {
    source: &'a str,
    out: Folded,
    open: Option<Open>,
    in_han: bool,
    bracket: Option<usize>,
    depth: usize,
}

/// The word being written.
struct Open {
    text: usize,
    source: Range<usize>,
    /// Ends of text and source before the last apostrophe.
    apostrophe: Option<(usize, usize)>,
    /// Letters since the word or its last dot began.
    letters: usize,
}

impl Folder<'_> {
    fn feed(&mut self, c: char, at: Range<usize>) {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' => {
                self.open(&at).letters += 1;
                self.out.text.push(c.to_ascii_lowercase());
            }
            '\'' | '’' | '‘' | 'ʼ' | '`' | '´' => {
                if let Some(open) = &mut self.open {
                    open.apostrophe = Some((self.out.text.len(), open.source.end));
                }
            }
            '.' if self.is_between_initials(at.end) => {
                if let Some(open) = &mut self.open {
                    open.letters = 0;
                }
            }
            '&' => {
                self.close();
                self.open(&at);
                self.out.text.push_str("and");
                self.close();
            }
            '(' | '[' | '{' | '【' | '〔' => {
                self.close();
                self.depth += 1;
                self.bracket.get_or_insert(self.out.text.len());
            }
            ')' | ']' | '}' | '】' | '〕' => {
                self.close();
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.end_bracket();
                }
            }
            _ if is_combining_mark(c) => self.mark(c, &at),
            _ if is_han(c) => self.han(simplified(c), at),
            _ if c.is_alphanumeric() => {
                self.open(&at).letters += 1;
                if !c.is_lowercase() && !c.is_uppercase() {
                    return self.out.text.push(c);
                }
                for folded in c.to_uppercase().flat_map(char::to_lowercase) {
                    match spelt_out(folded) {
                        Some(letters) => self.out.text.push_str(letters),
                        None => self.out.text.push(folded),
                    }
                }
            }
            _ => self.close(),
        }
    }

    /// Begins a word, or goes on with the one being written.
    fn open(&mut self, at: &Range<usize>) -> &mut Open {
        if self.in_han {
            self.in_han = false;
        }
        if self.open.is_none() {
            self.space();
        }
        let text = self.out.text.len();
        let open = self.open.get_or_insert_with(|| Open {
            text,
            source: at.clone(),
            apostrophe: None,
            letters: 0,
        });
        open.source.end = at.end;
        open
    }

    fn space(&mut self) {
        if !self.out.text.is_empty() {
            self.out.text.push(' ');
        }
    }

    fn han(&mut self, c: char, source: Range<usize>) {
        if !self.in_han {
            self.close();
            self.space();
            self.in_han = true;
        }
        let start = self.out.text.len();
        self.out.text.push(c);
        self.out.units.push(Unit {
            text: start..self.out.text.len(),
            source,
            han: true,
        });
    }

    /// Takes a mark: dropped on Latin letters and digits, composed with kana, kept for other
    /// scripts.
    fn mark(&mut self, mark: char, at: &Range<usize>) {
        let Some(last) = self.out.text.chars().next_back() else {
            return;
        };
        if self.in_han {
            if let (Some(composed), Some(unit)) = (compose(last, mark), self.out.units.last_mut()) {
                self.out.text.pop();
                self.out.text.push(composed);
                unit.text.end = self.out.text.len();
                unit.source.end = at.end;
            }
        } else if let Some(open) = &mut self.open {
            open.source.end = at.end;
            if !is_latin(last) {
                self.out.text.push(mark);
            }
        }
    }

    fn close(&mut self) {
        self.in_han = false;
        let Some(Open {
            text: start,
            mut source,
            apostrophe,
            ..
        }) = self.open.take()
        else {
            return;
        };
        let text = &mut self.out.text;
        if let Some((end, source_end)) = apostrophe
            && matches!(&text[end..], "" | "s")
        {
            text.truncate(end);
            source.end = source_end;
        }
        if !text.is_ascii() && !is_nfc(&text[start..]) {
            let composed: String = text[start..].nfc().collect();
            text.truncate(start);
            text.push_str(&composed);
        }
        self.out.units.push(Unit {
            text: start..text.len(),
            source,
            han: false,
        });
    }

    /// Tells whether the dot that ends at `end` stands between single letters, as in `U.S.`.
    fn is_between_initials(&self, end: usize) -> bool {
        let mut rest = self.source[end..].chars();
        self.open.as_ref().is_some_and(|open| open.letters == 1)
            && self
                .out
                .text
                .chars()
                .next_back()
                .is_some_and(char::is_alphabetic)
            && rest
                .next()
                .is_some_and(|next| next.is_alphabetic() && !is_han(next))
            && !rest.next().is_some_and(char::is_alphanumeric)
    }

    fn end_bracket(&mut self) {
        if let Some(start) = self.bracket.take() {
            self.out.brackets.push(start..self.out.text.len());
        }
    }

    fn finish(mut self) -> Folded {
        self.close();
        self.end_bracket();
        self.out
    }
}

/// Tells whether a character is invisible, or a sign that is no part of a name.
fn is_ignored(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}' | '™' | '℠' | '®' | '©')
}

/// Tells whether marks on this letter are dropped.
fn is_latin(c: char) -> bool {
    matches!(c, '0'..='9' | 'a'..='z' | 'À'..='ʯ' | 'Ḁ'..='ỿ' | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}' | '\u{ab30}'..='\u{ab6f}')
}

/// Returns the plain letters for a Latin letter that Unicode does not decompose.
fn spelt_out(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ħ' => "h",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ŋ' => "ng",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_meet() {
        for (source, expected) in [
            ("", ""),
            (" ., ", ""),
            ("Xi'an Aircraft", "xian aircraft"),
            ("People’s Liberation Army", "people liberation army"),
            ("the Xi'an's", "the xian"),
            ("'DeepSeek'", "deepseek"),
            ("U.S. Army, N.D. Cal.", "us army nd cal"),
            ("J.Smith S.L.U", "j smith slu"),
            ("TP-Link (USA)", "tp link usa"),
            ("Société Générale", "societe generale"),
            ("Œuvre Łódź Straße", "oeuvre lodz strasse"),
            ("ΣΊΣΥΦΟΣ", "σίσυφοσ"),
            ("Ёлка й", "ёлка й"),
            ("ｶﾞ か\u{3099}", "ガ が"),
            ("한국 한국", "한국 한국"),
            ("華為技術有限公司", "华为技术有限公司"),
            ("㈱トヨタ", "株 トヨタ"),
            ("Foo™ Bar\u{ad}baz", "foo barbaz"),
        ] {
            assert_eq!(normalize(source), expected, "{source}");
        }
    }

    #[test]
    fn units_point_back() {
        let text = "Who owns Xi’an’s 華為?";
        let folded = fold(text);
        let sources: Vec<&str> = folded
            .units
            .iter()
            .map(|unit| &text[unit.source.clone()])
            .collect();
        assert_eq!(sources, ["Who", "owns", "Xi’an", "華", "為"]);
        assert!(folded.is_glued(4) && !folded.is_glued(3));
    }

    #[test]
    fn brackets_are_remembered() {
        let folded = fold("Hesai (Group) Co. [Shanghai");
        assert_eq!(
            folded.words_outside_brackets().collect::<Vec<_>>(),
            ["hesai", "co"]
        );
    }

    #[test]
    fn every_character_is_stable() {
        for c in '\0'..=char::MAX {
            let once = normalize(&format!("a{c}b"));
            assert_eq!(normalize(&once), once, "{c:?} U+{:04X}", u32::from(c));
            let once = normalize(&String::from(c));
            assert_eq!(normalize(&once), once, "{c:?} U+{:04X}", u32::from(c));
        }
    }
}
