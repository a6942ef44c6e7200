//! The little words of English, which only grammar knows, and regular inflection.

use crate::ask::phrase::{Form, Noun, Phrase, Tense, Word};
use crate::ask::plan::{Ask, Set};
use crate::model::vocab as ag;
use crate::ontology::Part;
use oxrdf::NamedNode;

/// Returns what a little word may be, or `None` for a word that is none.
pub(super) fn closed(word: &str, first: bool) -> Option<Vec<Phrase>> {
    use Phrase::Word as W;
    let asking = |classes: Vec<NamedNode>, ask| {
        let set = Set {
            classes,
            ..Set::default()
        };
        Phrase::Noun(Noun {
            asked: Some(ask),
            closed: true,
            ..Noun::of(set)
        })
    };
    let actor = || vec![ag::ACTOR.into_owned()];
    Some(match word {
        "who" | "whom" => vec![asking(actor(), Ask::Things), W(Word::Relative)],
        "what" => vec![
            asking(Vec::new(), Ask::Things),
            W(Word::Which(Ask::Things)),
            asking(Vec::new(), Ask::What),
        ],
        "which" => vec![
            W(Word::Which(Ask::Things)),
            W(Word::Relative),
            asking(Vec::new(), Ask::Things),
        ],
        "that" => vec![W(Word::Relative), Phrase::Filler],
        "when" => vec![W(Word::Asking(Ask::When))],
        "why" => vec![W(Word::Asking(Ask::Why))],
        "how" => vec![W(Word::Asking(Ask::What))],
        "is" | "are" | "'re" => vec![W(Word::Be(Tense::Present))],
        "was" | "were" => vec![W(Word::Be(Tense::Past))],
        "be" | "been" | "being" => vec![W(Word::Be(Tense::Infinitive))],
        "do" | "does" | "did" => vec![W(Word::Do)],
        "has" | "have" | "had" | "'ve" => vec![W(Word::Have)],
        "not" | "n't" | "never" | "no" => vec![W(Word::Not)],
        "to" => vec![W(Word::To), W(Word::Preposition("to".to_owned()))],
        "'s" => vec![
            W(Word::Possessive),
            W(Word::Be(Tense::Present)),
            W(Word::Have),
        ],
        "and" | "or" | "but" => vec![W(Word::And)],
        "on" | "in" | "by" | "from" | "off" | "of" | "for" | "about" | "against" | "onto"
        | "under" | "over" | "at" | "between" | "before" | "after" | "since" | "until"
        | "during" | "with" | "as" | "concerning" | "naming" | "till" => {
            vec![W(Word::Preposition(word.to_owned()))]
        }
        "list" if first => vec![W(Word::Show(Ask::Things))],
        "show" | "name" | "give" | "find" | "display" | "enumerate" | "tell" if first => {
            vec![W(Word::Show(Ask::Things)), Phrase::Filler]
        }
        "count" if first => vec![W(Word::Show(Ask::Count))],
        "describe" | "explain" if first => vec![W(Word::Show(Ask::What))],
        "the" | "a" | "an" | "please" | "me" | "us" | "all" | "any" | "some" | "its" | "their"
        | "currently" | "now" | "still" | "ever" | "actually" | "exactly" | "also" | "just"
        | "already" | "really" | "today" | "so" | "," | "own" | "every" | "each" | "again"
        | "there" | "can" | "you" | "could" | "would" | "i" | "then" | "newly" | "initially"
        | "first" => vec![Phrase::Filler],
        _ => return None,
    })
}

/// Words of the language that no rule needs but that are no names either.
pub(super) const MORE: &[&str] = &[
    "it",
    "they",
    "he",
    "she",
    "them",
    "him",
    "her",
    "this",
    "these",
    "those",
    "most",
    "more",
    "other",
    "than",
    "many",
    "much",
    "where",
    "whose",
    "us",
    "new",
    "group",
    "china",
    "chinese",
    "american",
    "war",
    "states",
    "united",
    "national",
    "international",
    "technology",
    "section",
    "house",
    "select",
];

/// Phrases of the language that are one piece.
pub(super) fn phrases(first: bool) -> Vec<(&'static [&'static str], Phrase)> {
    use Phrase::Word as W;
    let mut known: Vec<(&[&str], Phrase)> = vec![
        (&["how", "many"], W(Word::Which(Ask::Count))),
        (&["how", "often"], W(Word::Asking(Ask::Count))),
        (&["how", "many", "times"], W(Word::Asking(Ask::Count))),
        (&["how", "come"], W(Word::Asking(Ask::Why))),
        (&["for", "what", "reason"], W(Word::Asking(Ask::Why))),
        (&["for", "which", "reason"], W(Word::Asking(Ask::Why))),
        (&["what", "date"], W(Word::Asking(Ask::When))),
        (&["on", "what", "date"], W(Word::Asking(Ask::When))),
        (&["on", "which", "date"], W(Word::Asking(Ask::When))),
        (&["on", "which", "day"], W(Word::Asking(Ask::When))),
        (&["in", "which", "year"], W(Word::Asking(Ask::When))),
        (&["what", "year"], W(Word::Asking(Ask::When))),
        (&["is", "there"], W(Word::Exists)),
        (&["are", "there"], W(Word::Exists)),
        (&["was", "there"], W(Word::Exists)),
        (&["were", "there"], W(Word::Exists)),
    ];
    if first {
        known.extend([
            (&["tell", "me", "about"][..], W(Word::Show(Ask::What))),
            (&["give", "me"], W(Word::Show(Ask::Things))),
            (&["show", "me"], W(Word::Show(Ask::Things))),
            (&["i", "want", "to", "know"], Phrase::Filler),
            (&["do", "you", "know"], Phrase::Filler),
            (&["can", "you", "tell", "me"], Phrase::Filler),
        ]);
    }
    known
}

/// Returns the forms of a word with the form that each is.
pub(super) fn inflect(word: &str, irregular: bool, part: Part, whole: bool) -> Vec<(String, Form)> {
    match part {
        Part::Adjective => vec![(word.to_owned(), Form::Predicative)],
        Part::Noun if irregular || !whole => vec![(word.to_owned(), Form::Base)],
        Part::Noun => vec![(word.to_owned(), Form::Base), (with_s(word), Form::Base)],
        Part::Verb if irregular => {
            vec![
                (word.to_owned(), Form::Finite),
                (word.to_owned(), Form::Participle),
            ]
        }
        Part::Verb => {
            let past = with_suffix(word, "ed");
            vec![
                (word.to_owned(), Form::Base),
                (word.to_owned(), Form::Finite),
                (with_s(word), Form::Finite),
                (past.clone(), Form::Finite),
                (past, Form::Participle),
                (with_suffix(word, "ing"), Form::Gerund),
            ]
        }
    }
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// Returns the plural of a noun, the third person of a verb: `company`, `companies`.
pub(in crate::ask) fn with_s(word: &str) -> String {
    let bytes = word.as_bytes();
    match bytes {
        [.., before, b'y'] if !is_vowel(*before) => format!("{}ies", &word[..word.len() - 1]),
        [.., b's' | b'x' | b'z'] => format!("{word}es"),
        [.., b'c' | b's', b'h'] => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

/// Returns a verb with a regular ending: `drop`, `ed`, `dropped`.
pub(in crate::ask) fn with_suffix(word: &str, suffix: &str) -> String {
    let bytes = word.as_bytes();
    match bytes {
        [.., b'e'] => format!("{}{suffix}", &word[..word.len() - 1]),
        [.., before, b'y'] if suffix == "ed" && !is_vowel(*before) => {
            format!("{}ied", &word[..word.len() - 1])
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
    fn inflects_regular_verbs() {
        assert_eq!(with_suffix("request", "ed"), "requested");
        assert_eq!(with_suffix("drop", "ed"), "dropped");
        assert_eq!(with_suffix("deny", "ed"), "denied");
        assert_eq!(with_suffix("deny", "ing"), "denying");
        assert_eq!(with_suffix("remove", "ing"), "removing");
        assert_eq!(with_s("deny"), "denies");
        assert_eq!(with_s("press"), "presses");
    }
}
