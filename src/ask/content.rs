//! What somebody said, where a question words it itself: `said that its business would not be affected`.
//!
//! No grammar reads such a clause. Its words are looked for in what the data tell of each statement and
//! in what is said of its kind; a statement that has two thirds of them, or of words that stand for
//! them, is one that says so.

use crate::model::vocab as ag;
use crate::model::vocab::external::DESCRIPTION;
use crate::ontology::{Entry, Function};
use crate::store::Snapshot;
use oxrdf::vocab::rdf;
use oxrdf::{NamedNode, NamedNodeRef};

/// A clause that tells what was said.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// The words of the question.
    pub text: String,
    /// Those of them that mean something.
    pub words: Vec<Meaning>,
    /// Whom or what it names, which a statement need not repeat.
    pub names: Vec<Meaning>,
}

/// A word and whatever may stand for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meaning {
    /// Words that mean it, each with those that go with it: their beginnings, in small letters.
    texts: Vec<Vec<String>>,
    /// Kinds of statement that mean it, as N-Triples.
    kinds: Vec<String>,
}

/// How many letters of a word count at least.
const STEM: usize = 5;
/// How long the ending of a longer word is, which does not count.
const ENDING: usize = 4;
/// How many statements are looked through.
const MOST: usize = 50_000;

const SKOS_DEFINITION: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://www.w3.org/2004/02/skos/core#definition");

impl Meaning {
    /// Returns what a word means that the lexicon may know as a form of these entries; of several
    /// words, `parts` are those that are not of grammar alone.
    pub fn new<'e>(word: &str, parts: &str, entries: impl Iterator<Item = &'e Entry>) -> Self {
        let mut meaning = Self {
            texts: vec![match word.contains(' ') {
                true => vec![word.to_lowercase()],
                false => stems(word),
            }],
            kinds: Vec::new(),
        };
        for entry in entries {
            for said in &entry.restrictions {
                if said.path == "ag:kind" {
                    meaning.kinds.extend(said.values.iter().cloned());
                }
            }
            // Buying is what `buy` says.
            let base = |text: &&str| text.len() >= 3 && word.starts_with(text);
            let forms = entry.forms.iter().map(|form| &*form.text);
            meaning.texts.extend(forms.filter(base).map(stems));
            // A word for suing stands for all of them; a kind says more than its words.
            let light = entry.path(Function::Object) == Some(".");
            if entry.reference == ag::LAWSUIT && !light {
                // Who speaks of suing threatens it or keeps it open.
                let kinds = [ag::LEGAL_THREAT, ag::LEGAL_OPTION];
                meaning.kinds.extend(kinds.map(|kind| kind.to_string()));
                let forms = entry.forms.iter();
                let whole = |text: &str| vec![text.to_lowercase()];
                meaning
                    .texts
                    .extend(forms.map(|form| match form.text.contains(' ') {
                        true => whole(&form.text),
                        false => stems(&form.text),
                    }));
            }
        }
        // What no kind stands for is looked for in other order too.
        if meaning.kinds.is_empty() && !parts.is_empty() {
            meaning.texts.push(stems(parts));
        }
        meaning
    }

    /// Returns what one thing of these names means.
    pub fn name<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        Self {
            texts: names.map(stems).collect(),
            kinds: Vec::new(),
        }
    }

    /// Tells whether a kind of statement means it.
    pub fn has_kind(&self) -> bool {
        !self.kinds.is_empty()
    }

    /// Tells whether it is written in such letters alone.
    pub fn is_written(&self, letter: impl Fn(char) -> bool) -> bool {
        let mut letters = self.texts.iter().flatten().flat_map(|text| text.chars());
        letters.all(|c| letter(c) || c == ' ')
    }

    fn is_in(&self, text: &str, kinds: &[NamedNode]) -> bool {
        let kind = |kind: &NamedNode| self.kinds.contains(&kind.to_string());
        let said = |stems: &Vec<String>| stems.iter().all(|stem| contains(text, stem));
        kinds.iter().any(kind) || self.texts.iter().any(said)
    }
}

impl Content {
    /// Returns whatever in the scope of a snapshot says so: statements of a class, or things with a
    /// property of which the values have most of the words, and at least half.
    ///
    /// Cost: reads each of these texts.
    pub fn search(&self, snapshot: &Snapshot, reference: &NamedNode) -> Vec<NamedNode> {
        let local = reference.as_str().rsplit(['#', '/']).next();
        let of_class = local.is_some_and(|local| local.starts_with(char::is_uppercase));
        let statements = match of_class {
            true => snapshot.subjects(rdf::TYPE, reference),
            false => snapshot.having(reference.as_ref()),
        };
        let scored = statements.into_iter().take(MOST).map(|statement| {
            let property = if of_class {
                DESCRIPTION
            } else {
                reference.as_ref()
            };
            let kinds = snapshot.things(&statement, ag::KIND);
            let mut text = snapshot.texts(&statement, property).join(" ");
            for kind in &kinds {
                text.push(' ');
                text.push_str(&snapshot.label(kind));
                text.push(' ');
                text.push_str(&snapshot.texts(kind, SKOS_DEFINITION).join(" "));
            }
            let mut text = text.to_lowercase();
            // What somebody did not do he did not say; what one may not do is what a law says.
            if !of_class {
                text = text.replace("not ", "");
            }
            let told =
                |meant: &[Meaning]| meant.iter().filter(|one| one.is_in(&text, &kinds)).count();
            (told(&self.words), told(&self.names), statement)
        });
        let scored: Vec<(usize, usize, NamedNode)> = scored.collect();
        let best = scored.iter().map(|(told, ..)| *told).max().unwrap_or(0);
        let enough = (2 * self.words.len()).div_ceil(3);
        if of_class {
            let says = scored.into_iter().filter(|(told, ..)| *told >= enough);
            return says.map(|(_, _, statement)| statement).collect();
        }
        let half = self.words.len().div_ceil(2);
        let most = scored.iter().map(|(told, names, _)| (*told, *names)).max();
        let most = most.filter(|_| best >= half && best > 0);
        let says = scored
            .into_iter()
            .filter(|(told, names, _)| Some((*told, *names)) == most);
        says.map(|(_, _, statement)| statement).collect()
    }
}

/// Returns the beginnings of words; endings do not count.
fn stems(words: &str) -> Vec<String> {
    let words = words.to_lowercase();
    let stem = |word: &str| {
        let letters = word.chars().count();
        word.chars()
            .take(STEM.max(letters.saturating_sub(ENDING)))
            .collect()
    };
    words.split_whitespace().map(stem).collect()
}

/// Tells whether a text has a word that begins so, perhaps behind `un`.
fn contains(text: &str, stem: &str) -> bool {
    text.match_indices(stem).any(|(at, _)| {
        let before = &text[..at];
        let begins = before
            .chars()
            .next_back()
            .is_none_or(|c| !c.is_alphanumeric());
        (begins || before.ends_with("un")) && !before.ends_with("not ")
    })
}

#[cfg(test)]
mod tests {
    use super::{Meaning, contains};

    #[test]
    fn words_are_found_by_their_beginning() {
        assert!(contains("its business would be unaffected", "affec"));
        assert!(contains("said so", "said"));
        assert!(!contains("prosued", "sue"));
        assert!(!contains("did not sue", "sue"));
        let word = Meaning::new("reconsidered", "", std::iter::empty());
        assert!(word.is_in("asked for reconsideration", &[]));
        assert!(!word.is_in("asked for nothing", &[]));
    }
}
