//! How words change: which forms a word of the lexicon takes, by the rules of its language.
//!
//! Text in, text out; irregular forms stand in the lexicon. The build script uses this file too.

use crate::ontology::Part;

/// The form of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `request`: behind `did` or `to`.
    Base,
    /// `requests`, `requested`: has a subject.
    Finite,
    /// `requested`: behind `has`.
    Participle,
    /// `requested`: behind `was`, or behind a noun; its subject is what it is done to.
    Passive,
    /// `requesting`.
    Gerund,
    /// `on the list`: behind `is`, or behind a noun.
    Predicative,
    /// Of a language whose verbs have one form.
    Plain,
}

impl Form {
    /// Every form, in the order of their numbers.
    pub const ALL: [Self; 7] = [
        Self::Base,
        Self::Finite,
        Self::Participle,
        Self::Passive,
        Self::Gerund,
        Self::Predicative,
        Self::Plain,
    ];

    /// Returns what the form is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::Finite => "finite",
            Self::Participle => "participle",
            Self::Passive => "passive",
            Self::Gerund => "gerund",
            Self::Predicative => "predicative",
            Self::Plain => "plain",
        }
    }

    /// Tells whether a subject may stand before it.
    pub fn is_finite(self) -> bool {
        matches!(self, Self::Finite | Self::Plain)
    }

    /// Tells whether it may stand behind an auxiliary or `to`.
    pub fn is_base(self) -> bool {
        matches!(self, Self::Base | Self::Plain)
    }
}

/// The rules by which the words of a language change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inflection {
    /// Verbs have tenses, nouns a plural.
    English,
    /// Words have one form.
    None,
}

impl Inflection {
    /// Returns the rules of a language by its tag; a language that is not known has none.
    pub fn of(tag: &str) -> Self {
        match tag {
            "en" => Self::English,
            _ => Self::None,
        }
    }

    /// Returns the forms of a word with the form that each is. `irregular` ones are given as they
    /// stand; a word that is not `whole` begins a word of several.
    pub fn forms(
        self,
        word: &str,
        irregular: bool,
        part: Part,
        whole: bool,
    ) -> Vec<(String, Form)> {
        let form = |text: String, form| (text, form);
        if self == Self::None {
            let form = match part {
                Part::Noun => Form::Base,
                Part::Verb | Part::Adjective => Form::Plain,
            };
            return vec![(word.to_owned(), form)];
        }
        match part {
            Part::Adjective => vec![form(word.to_owned(), Form::Predicative)],
            Part::Noun if irregular || !whole => vec![form(word.to_owned(), Form::Base)],
            Part::Noun => vec![
                form(word.to_owned(), Form::Base),
                form(with_s(word), Form::Base),
            ],
            Part::Verb if irregular => vec![
                form(word.to_owned(), Form::Finite),
                form(word.to_owned(), Form::Participle),
            ],
            Part::Verb => {
                let past = with_suffix(word, "ed");
                vec![
                    form(word.to_owned(), Form::Base),
                    form(word.to_owned(), Form::Finite),
                    // “have” alone is a word of grammar.
                    match word {
                        "have" if !whole => form("has".to_owned(), Form::Finite),
                        _ => form(with_s(word), Form::Finite),
                    },
                    form(past.clone(), Form::Finite),
                    form(past, Form::Participle),
                    form(with_suffix(word, "ing"), Form::Gerund),
                ]
            }
        }
    }

    /// Returns the plural of a noun that ends a word of several.
    pub fn plural(self, word: &str) -> String {
        match self {
            Self::English => with_s(word),
            Self::None => word.to_owned(),
        }
    }
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// Returns the plural of a noun, the third person of a verb: `company`, `companies`.
pub fn with_s(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("man")
        && !matches!(stem, "Ger" | "ger" | "hu" | "Ro" | "ro")
    {
        return format!("{stem}men");
    }
    if matches!(word, "do" | "go" | "undo" | "undergo" | "forego") {
        return format!("{word}es");
    }
    let bytes = word.as_bytes();
    match bytes {
        [.., before, b'y'] if !is_vowel(*before) => format!("{}ies", &word[..word.len() - 1]),
        [.., b's' | b'x' | b'z'] => format!("{word}es"),
        [.., b'c' | b's', b'h'] => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

/// Ends of verbs of several syllables whose last consonant is doubled.
const DOUBLING: [&str; 13] = [
    "mit", "pel", "cur", "trol", "rebut", "refer", "prefer", "transfer", "confer", "infer",
    "defer", "quit", "begin",
];

/// Returns a verb with a regular ending: `drop`, `ed`, `dropped`.
pub fn with_suffix(word: &str, suffix: &str) -> String {
    let bytes = word.as_bytes();
    match bytes {
        [.., b'e', b'e'] if suffix == "ing" => format!("{word}{suffix}"),
        [.., b'i', b'e'] if suffix == "ing" => format!("{}y{suffix}", &word[..word.len() - 2]),
        [.., b'e'] => format!("{}{suffix}", &word[..word.len() - 1]),
        [.., before, b'y'] if suffix == "ed" && !is_vowel(*before) => {
            format!("{}ied", &word[..word.len() - 1])
        }
        // The last syllable is stressed: submit, submitted.
        _ if DOUBLING.iter().any(|end| word.ends_with(end)) => {
            let last = word.chars().next_back().unwrap_or_default();
            format!("{word}{last}{suffix}")
        }
        // A short vowel before one last consonant: drop, dropped.
        [start @ .., vowel, last]
            if is_vowel(*vowel)
                && !is_vowel(*last)
                && !matches!(last, b'w' | b'x' | b'y')
                && start.iter().filter(|byte| is_vowel(**byte)).count() == 0 =>
        {
            format!("{word}{}{suffix}", char::from(*last))
        }
        _ => format!("{word}{suffix}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflects_regular_words() {
        assert_eq!(with_suffix("request", "ed"), "requested");
        assert_eq!(with_suffix("drop", "ed"), "dropped");
        assert_eq!(with_suffix("submit", "ed"), "submitted");
        assert_eq!(with_suffix("offer", "ed"), "offered");
        assert_eq!(with_suffix("deny", "ed"), "denied");
        assert_eq!(with_suffix("deny", "ing"), "denying");
        assert_eq!(with_suffix("remove", "ing"), "removing");
        assert_eq!(with_suffix("tie", "ing"), "tying");
        assert_eq!(with_s("deny"), "denies");
        assert_eq!(with_s("press"), "presses");
    }
}
