//! What of a name is the name: without legal forms, without brackets; and its initials.

use super::fold::{Folded, fold};
use super::legal::{Endings, GROUP, LEADING, LEGAL, SMALL, holds};

/// Returns the normalized name without bracketed parts and legal forms.
///
/// Legal forms go at the end only, as many as there are, and `the` and a few forms such as `OOO` at
/// the start. `Group` and `Holdings` stay. One word always stays, so the core of a name is never
/// empty.
///
/// # Examples
///
/// ```
/// # use actorgraph::names::core;
/// assert_eq!(core("Huawei Technologies Co., Ltd."), "huawei technologies");
/// assert_eq!(core("China Unicom (Hong Kong) Limited"), "china unicom");
/// assert_eq!(core("腾讯控股有限公司"), "腾讯控股");
/// ```
#[must_use]
pub fn core(name: &str) -> String {
    core_words(&fold(name)).join(" ")
}

/// Returns the normalized legal form a name ends with, if it has one.
///
/// # Examples
///
/// ```
/// # use actorgraph::names::legal_form;
/// assert_eq!(legal_form("Huawei Technologies Co., Ltd.").as_deref(), Some("co ltd"));
/// assert_eq!(legal_form("DeepSeek"), None);
/// ```
#[must_use]
pub fn legal_form(name: &str) -> Option<String> {
    let folded = fold(name);
    let words: Vec<&str> = folded.words().collect();
    let mut kept = words.clone();
    strip_end(&mut kept, &LEGAL);
    let cut = kept.len().checked_sub(1)?;
    let rest = words[cut].strip_prefix(kept[cut]).unwrap_or_default();
    let form: Vec<&str> = std::iter::once(rest)
        .chain(words[kept.len()..].iter().copied())
        .filter(|word| !word.is_empty())
        .collect();
    (!form.is_empty()).then(|| form.join(" "))
}

/// Returns the initials of a name's core, in capitals.
///
/// Small words such as `of` are passed over, and a capital inside a word counts: `ChangXin Memory
/// Technologies` gives `CXMT`. Chinese gives nothing.
#[must_use]
pub fn abbreviation(name: &str) -> String {
    initials(&fold(name), name).0
}

/// Returns the initials of the core, and the same followed by that of the legal form, as in `SMIC`.
pub(super) fn initials(folded: &Folded, name: &str) -> (String, Option<String>) {
    let mut units: Vec<_> = folded
        .units
        .iter()
        .filter(|unit| !unit.han && !folded.in_brackets(unit.text.start))
        .map(|unit| (&folded.text[unit.text.clone()], &name[unit.source.clone()]))
        .filter(|(word, _)| !holds(SMALL, word))
        .collect();
    let mut form = None;
    while let Some((word, _)) = units.last()
        && units.len() > 1
        && holds(LEGAL.words, word)
    {
        form = units.pop();
    }
    let core: String = units
        .iter()
        .flat_map(|(_, source)| capitals(source))
        .collect();
    let with_form = form.map(|(_, source)| core.chars().chain(capitals(source)).collect());
    (core, with_form)
}

/// Returns the first letter of a word and every capital that follows a small letter.
fn capitals(word: &str) -> impl Iterator<Item = char> {
    let before = std::iter::once(' ').chain(word.chars());
    before
        .zip(word.chars())
        .filter(|(before, c)| *before == ' ' || before.is_lowercase() && c.is_uppercase())
        .flat_map(|(_, c)| c.to_uppercase())
}

/// How much of a name a key holds, from all to least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// All words.
    Full,
    /// Without legal forms.
    Plain,
    /// Without legal forms and brackets: the core.
    Core,
    /// The core without `Group` or `Holdings`.
    Stem,
}

/// Calls `each` with the keys of a name, its words without spaces, and the first and last form a
/// key serves for.
///
/// Most names have fewer keys than forms: `DeepSeek` has one that serves for all.
pub(super) fn forms(folded: &Folded, mut each: impl FnMut(Form, Form, &str)) {
    let mut words: Vec<&str> = folded.words().collect();
    if words.is_empty() {
        return;
    }
    let (mut key, mut from) = (words.concat(), Form::Full);
    let mut step = |words: &[&str], form: Form| {
        // Words are only dropped, so a key as long as the last is the same.
        if key.len() > words.iter().map(|word| word.len()).sum() {
            each(from, before(form), &key);
            (key, from) = (words.concat(), form);
        }
    };
    strip(&mut words);
    step(&words, Form::Plain);
    if !folded.brackets.is_empty() {
        words = core_words(folded);
    }
    step(&words, Form::Core);
    strip_end(&mut words, &GROUP);
    strip_end(&mut words, &LEGAL);
    step(&words, Form::Stem);
    each(from, Form::Stem, &key);
}

fn before(form: Form) -> Form {
    match form {
        Form::Full | Form::Plain => Form::Full,
        Form::Core => Form::Plain,
        Form::Stem => Form::Core,
    }
}

/// Returns the words of a name's core.
pub(super) fn core_words(folded: &Folded) -> Vec<&str> {
    let mut words: Vec<&str> = folded.words_outside_brackets().collect();
    if words.is_empty() {
        words = folded.words().collect();
    }
    strip(&mut words);
    words
}

/// Returns short names given in brackets, as in `Hesai Group (Hesai)`.
///
/// A bracket is a short name if its letters begin the core and run through it in order; `(Beijing)`
/// does not.
pub(super) fn bracketed_names(folded: &Folded) -> impl Iterator<Item = String> {
    let core = if folded.brackets.is_empty() {
        String::new()
    } else {
        core_words(folded).concat()
    };
    folded.brackets.iter().filter_map(move |range| {
        let name: String = folded.text[range.clone()].split_whitespace().collect();
        let mut letters = core.chars();
        let starts_alike = name.chars().next() == core.chars().next();
        let runs_through = name
            .chars()
            .all(|wanted| letters.any(|letter| letter == wanted));
        (starts_alike && runs_through && name.len() >= 3 && name != core).then_some(name)
    })
}

/// Tells whether a word or a run of Chinese ends as a legal form or a group does.
pub(super) fn ends_in_form(word: &str) -> bool {
    holds(LEGAL.words, word)
        || holds(GROUP.words, word)
        || !word.is_ascii()
            && LEGAL
                .han
                .iter()
                .chain(GROUP.han)
                .any(|form| word.ends_with(form))
}

fn strip(words: &mut Vec<&str>) {
    strip_end(words, &LEGAL);
    if words.len() > 1 && holds(LEADING, words[0]) {
        words.remove(0);
    }
}

/// Drops endings from the end of a name, but never the last word left.
fn strip_end(words: &mut Vec<&str>, endings: &Endings) {
    let whole = words.len();
    while let Some(&last) = words.last() {
        let others = words.len() - 1;
        if let Some(phrase) = endings
            .phrases
            .iter()
            .find(|phrase| phrase.len() <= others && words.ends_with(phrase))
        {
            words.truncate(words.len() - phrase.len());
        } else if others > 0 && (holds(endings.words, last) || endings.han.contains(&last)) {
            words.pop();
        } else if !last.is_ascii()
            && let Some(rest) = endings.han.iter().find_map(|form| last.strip_suffix(form))
            && !rest.is_empty()
        {
            words[others] = rest;
        } else if others > 0 && words.len() < whole && last == "and" {
            words.pop();
        } else {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cores() {
        for (name, expected) in [
            ("", ""),
            ("Limited", "limited"),
            (
                "The 6th Research Institute of CEC",
                "6th research institute of cec",
            ),
            ("SMIC Holdings Limited", "smic holdings"),
            (
                "Autel Intelligent Technology Corp., Ltd.",
                "autel intelligent technology",
            ),
            (
                "Merit Automotive Electronics Systems S.L.U",
                "merit automotive electronics systems",
            ),
            (
                "Semiconductor Manufacturing International (Beijing) Corporation",
                "semiconductor manufacturing international",
            ),
            (
                "Aviation Industry Corporation of China Ltd.",
                "aviation industry corporation of china",
            ),
            ("Foo & Co. KG", "foo"),
            ("Foo A/S", "foo"),
            ("Orlen Sp. z o.o.", "orlen"),
            ("ПАО", "пао"),
            ("華為技術有限公司", "华为技术"),
            ("中微半导体设备(上海)股份有限公司", "中微半导体设备"),
            ("(Hong Kong)", "hong kong"),
        ] {
            assert_eq!(core(name), expected, "{name}");
        }
    }

    #[test]
    fn legal_forms() {
        assert_eq!(legal_form("中国化工集团公司").as_deref(), Some("公司"));
        assert_eq!(
            legal_form("Foo Public Limited Company").as_deref(),
            Some("public limited company")
        );
        assert_eq!(legal_form("Limited"), None);
        assert_eq!(legal_form(""), None);
    }

    #[test]
    fn initials_of_names() {
        assert_eq!(abbreviation("ChangXin Memory Technologies, Inc."), "CXMT");
        assert_eq!(abbreviation("Bureau of Industry and Security"), "BIS");
        assert_eq!(abbreviation("DeepSeek"), "DS");
        assert_eq!(abbreviation("华为"), "");
        let name = "Yangtze Memory Technologies Co., Ltd.";
        assert_eq!(initials(&fold(name), name).1.as_deref(), Some("YMTC"));
    }

    #[test]
    fn keys_and_what_they_serve_for() {
        let keys = |name: &str| {
            let mut keys = Vec::new();
            forms(&fold(name), |from, to, key| {
                keys.push((from, to, key.to_owned()))
            });
            keys
        };
        use Form::{Core, Full, Plain, Stem};
        assert_eq!(keys("DeepSeek"), [(Full, Stem, "deepseek".into())]);
        assert_eq!(
            keys("Baidu, Inc."),
            [
                (Full, Full, "baiduinc".into()),
                (Plain, Stem, "baidu".into())
            ]
        );
        assert_eq!(
            keys("SMIC (Beijing) Holdings Ltd"),
            [
                (Full, Full, "smicbeijingholdingsltd".into()),
                (Plain, Plain, "smicbeijingholdings".into()),
                (Core, Core, "smicholdings".into()),
                (Stem, Stem, "smic".into()),
            ]
        );
        assert_eq!(keys(""), []);
    }

    #[test]
    fn names_in_brackets() {
        let names = |name: &str| bracketed_names(&fold(name)).collect::<Vec<_>>();
        assert_eq!(names("Hesai Group (Hesai)"), ["hesai"]);
        assert_eq!(names("ChangXin Memory Technologies (CXMT), Inc."), ["cxmt"]);
        assert!(names("China Unicom (Hong Kong) Limited").is_empty());
        assert!(names("China Unicom (BVI) Co., Ltd.").is_empty());
    }
}
