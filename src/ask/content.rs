//! What somebody said, where a question words it itself: `said that its business would not be affected`.
//!
//! No grammar reads such a clause. Its words are looked for in what the data tell of each statement and
//! in what is said of its kind; a statement that has two thirds of them, or of words that stand for
//! them, is one that says so.

use crate::ask::texts::{Text, words, written};
use crate::ask::token::is_han;
use crate::model::vocab as ag;
use crate::model::vocab::external::DESCRIPTION;
use crate::ontology::{Entry, Function, Part};
use crate::store::Snapshot;
use ecow::{EcoString, eco_format};
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
    /// The property that tells it; of statements their text, where `None`.
    pub property: Option<NamedNodeRef<'static>>,
}

/// A word and whatever may stand for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meaning {
    /// Words that mean it, each with those that go with it: their beginnings, in small letters.
    texts: Vec<Vec<String>>,
    /// Words that mean nearly the same in a text, as `texts`.
    alike: Vec<Vec<String>>,
    /// Kinds of statement that mean it, as N-Triples.
    kinds: Vec<EcoString>,
    /// Classes for whose members it is a word, properties of which it speaks.
    classes: Vec<NamedNode>,
    /// Classes of events that it says something takes part in: who was added is in a listing.
    deeds: Vec<NamedNode>,
    /// Whether it says only that something is told, or of a list: `happen`, `say`.
    light: bool,
    /// The company that it names, which a statement tells of only if it has to do with it.
    company: Option<NamedNode>,
}

/// How many letters of a word count at least.
const STEM: usize = 5;
/// How long the ending of a longer word is, which does not count.
const ENDING: usize = 4;
/// How long the ending of a word is that is shorter than that.
const SHORT_ENDING: usize = 2;
/// How many statements are looked through.
const MOST: usize = 50_000;
impl Meaning {
    /// Returns what a word means that the lexicon may know as a form of these entries; of several
    /// words, `parts` are those that are not of grammar alone.
    pub fn new<'e>(word: &str, parts: &str, entries: impl Iterator<Item = &'e Entry>) -> Self {
        let mut meaning = Self {
            texts: vec![whole(word)],
            ..Self::default()
        };
        for entry in entries {
            if entry.part == Part::Noun
                && entry.path(Function::Itself).is_none_or(|path| path == ".")
            {
                meaning.classes.push(entry.reference.clone());
            }
            let local = entry.reference.as_str().rsplit(['#', '/']).next();
            let property = local.is_some_and(|local| local.starts_with(char::is_lowercase));
            // What something means is told by an assessment.
            if property || entry.reference == ag::ASSESSMENT {
                meaning.classes.push(entry.reference.clone());
            }
            if entry.part == Part::Verb {
                meaning.deeds.push(entry.reference.clone());
            }
            let says = !entry.arguments(Function::Content, None).is_empty();
            let told =
                [ag::EVENT, ag::SOURCE, ag::DESIGNATION_LIST].contains(&entry.reference.as_ref());
            // What something means or brings is what a text tells of it.
            let means = entry.reference == ag::ASSESSMENT
                && entry.path(Function::Object) == Some(".")
                || [ag::EFFECT, DESCRIPTION].contains(&entry.reference.as_ref())
                || entry.reference == ag::RESPONSE && entry.restrictions.is_empty();
            // Who is listed is mostly what it is about.
            let listed = [ag::LISTING, ag::ON_LIST].contains(&entry.reference.as_ref());
            meaning.light |= told || says || means || listed && entry.part != Part::Noun;
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
                meaning
                    .kinds
                    .extend(kinds.map(|kind| eco_format!("{kind}")));
                let forms = entry.forms.iter();
                meaning.texts.extend(forms.map(|form| whole(&form.text)));
            }
        }
        // What no kind stands for is looked for in other order too.
        if meaning.kinds.is_empty() && !parts.is_empty() {
            meaning.texts.push(stems(parts));
        }
        // Forms of one word begin alike, and each is looked for in every text.
        meaning.texts.sort();
        meaning.texts.dedup();
        meaning
    }

    /// Returns what one thing of these names means.
    pub fn name<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        Self {
            texts: names.map(stems).collect(),
            ..Self::default()
        }
    }

    /// Returns the name as one of a company, if it is one.
    #[must_use]
    pub fn of(self, company: Option<NamedNode>) -> Self {
        Self { company, ..self }
    }

    /// Adds words that mean nearly the same in a text.
    pub fn or<'w>(&mut self, words: impl Iterator<Item = &'w str>) {
        self.alike.extend(words.map(stems));
        self.alike.sort();
        self.alike.dedup();
        self.alike.retain(|words| !self.texts.contains(words));
    }

    /// Takes it for a word that says only that something is told.
    pub fn lighten(&mut self) {
        self.light = true;
    }

    /// Tells whether it says only that something is told.
    pub fn is_light(&self) -> bool {
        self.light
    }

    /// Tells whether a kind of statement means it.
    pub fn has_kind(&self) -> bool {
        !self.kinds.is_empty()
    }

    /// Tells whether it is written in such letters alone.
    pub fn is_written(&self, letter: impl Fn(char) -> bool) -> bool {
        let texts = self.texts.iter().chain(&self.alike).flatten();
        let mut letters = texts.flat_map(|text| text.chars());
        letters.all(|c| letter(c) || c == ' ')
    }

    /// Tells whether a text has it, or is of these kinds, as N-Triples.
    fn is_in(&self, text: &str, kinds: &[EcoString]) -> bool {
        let kind = |kind: &EcoString| self.kinds.contains(kind);
        kinds.iter().any(kind) || has_any(text, &self.texts)
    }

    /// Tells whether a text has a word that means nearly the same.
    fn is_nearly_in(&self, text: &str) -> bool {
        has_any(text, &self.alike)
    }
}

/// Tells whether a text has all of some of these words.
fn has_any(text: &str, words: &[Vec<String>]) -> bool {
    let all = |stems: &Vec<String>| stems.iter().all(|stem| contains(text, stem));
    words.iter().any(all)
}

impl Content {
    /// Returns whatever in the scope of a snapshot says so: statements of a class, or things with a
    /// property of which the values have most of the words, and at least half. Where none has, words
    /// that mean nearly the same count too.
    ///
    /// Cost: reads each of these texts.
    pub fn search(&self, snapshot: &Snapshot, reference: &NamedNode) -> Vec<NamedNode> {
        // Words for saying alone say nothing in another script.
        let nothing = |word: &Meaning| word.light && word.is_written(is_han);
        if self.words.iter().all(nothing) {
            return Vec::new();
        }
        let same = self.search_for(snapshot, reference, false);
        match &same[..] {
            [] => self.search_for(snapshot, reference, true),
            _ => same,
        }
    }

    /// Tells whether a statement has to do with each company that is named, or speaks of it.
    fn is_about(&self, snapshot: &Snapshot, statement: &NamedNode) -> bool {
        // Nobody says by name what he says of himself.
        let speaks = |company: &NamedNode| snapshot.things(statement, ag::AGENT).contains(company);
        let mut events = snapshot.things(statement, ag::IN_RESPONSE_TO);
        events.push(statement.clone());
        let mut targets = events
            .iter()
            .map(|event| snapshot.things(event, ag::TARGET));
        let mut about = |company: &NamedNode| targets.any(|targets| targets.contains(company));
        let text = || words(snapshot, statement, DESCRIPTION, [].iter());
        self.names.iter().all(|name| match &name.company {
            Some(company) => !speaks(company) && (about(company) || name.is_in(&text(), &[])),
            None => true,
        })
    }

    fn search_for(
        &self,
        snapshot: &Snapshot,
        reference: &NamedNode,
        nearly: bool,
    ) -> Vec<NamedNode> {
        // Whom a law is about it need not say.
        let some = self.words.iter().any(|word| !word.light);
        let local = reference.as_str().rsplit(['#', '/']).next();
        let of_class = local.is_some_and(|local| local.starts_with(char::is_uppercase));
        let counts = |word: &Meaning| of_class || !(some && word.light);
        let statements = match of_class {
            // To sue is no saying.
            true => {
                let mut statements = snapshot.subjects(rdf::TYPE, reference);
                if *reference == ag::RESPONSE {
                    statements.retain(|statement| !snapshot.is_a(statement, ag::LAWSUIT));
                }
                statements
            }
            false => snapshot.having(reference.as_ref()),
        };
        let scored = statements.into_iter().take(MOST).map(|statement| {
            let property = match self.property {
                Some(property) => property,
                None if of_class => DESCRIPTION,
                None => reference.as_ref(),
            };
            let kinds = snapshot.things(&statement, ag::KIND);
            let mut text = words(snapshot, &statement, property, kinds.iter());
            let kinds = written(&kinds);
            // What somebody did not do he did not say; what one may not do is what a law says.
            if !of_class {
                text = text.replace("not ", "");
            }
            let is_in =
                |word: &&Meaning| word.is_in(&text, &kinds) || nearly && word.is_nearly_in(&text);
            let told = |meant: &mut dyn Iterator<Item = &Meaning>| meant.filter(is_in).count();
            let words = told(&mut self.words.iter().filter(|word| counts(word)));
            (words, told(&mut self.names.iter()), statement)
        });
        let said = of_class && self.property.is_none();
        let scored = scored.filter(|(.., statement)| !said || self.is_about(snapshot, statement));
        let scored: Vec<(usize, usize, NamedNode)> = scored.collect();
        let best = scored.iter().map(|(told, ..)| *told).max().unwrap_or(0);
        let words = self.words.iter().filter(|word| counts(word)).count();
        let enough = (2 * words).div_ceil(3);
        if of_class {
            let says = scored.into_iter().filter(|(told, ..)| *told >= enough);
            return says.map(|(_, _, statement)| statement).collect();
        }
        let half = words.div_ceil(2);
        let most = scored.iter().map(|(told, names, _)| (*told, *names)).max();
        let most = most.filter(|_| best >= half && best > 0);
        let says = scored
            .into_iter()
            .filter(|(told, names, _)| Some((*told, *names)) == most);
        says.map(|(_, _, statement)| statement).collect()
    }
}

/// Where a statement tells a word of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Nowhere.
    Nowhere,
    /// The word is one for such statements.
    Kind,
    /// In its text, in a word that means nearly the same.
    Nearly,
    /// In its text, or in what is said of its kind.
    Text,
}

/// How much of a question a statement tells.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// Where each word is told.
    pub words: Vec<Place>,
    /// How many names it has.
    pub names: usize,
}

impl Told {
    /// Tells whether some word is in the text itself.
    pub fn is_in_text(&self) -> bool {
        let mut words = self.words.iter();
        words.any(|place| matches!(place, Place::Text | Place::Nearly))
    }
}

impl Content {
    /// Returns how many of the words, and of the names, a text has; a word for such statements counts too,
    /// and with `deeds` one for what a thing takes part in.
    pub fn told_by(&self, text: &Text, deeds: bool) -> Told {
        let about = format!("{} {}", text.words, text.label);
        let of_it = |class: &NamedNode| text.classes.contains(class) || *class == text.property;
        let done = |deed: &NamedNode| deeds && text.deeds.contains(deed);
        let place = |word: &Meaning| match word {
            word if word.is_in(&text.words, &text.kinds) => Place::Text,
            word if word.classes.iter().any(of_it) || word.deeds.iter().any(done) => Place::Kind,
            word if word.is_nearly_in(&text.words) => Place::Nearly,
            _ => Place::Nowhere,
        };
        let names = self.names.iter();
        let names = names.filter(|name| name.is_in(&about, &text.kinds));
        Told {
            words: self.words.iter().map(place).collect(),
            names: names.count(),
        }
    }
}

/// Returns several words as they stand, of one word its beginning.
fn whole(words: &str) -> Vec<String> {
    match words.contains(' ') {
        true => vec![words.to_lowercase()],
        false => stems(words),
    }
}

/// Returns the beginnings of words; endings do not count.
pub(super) fn stems(words: &str) -> Vec<String> {
    let words = words.to_lowercase();
    let stem = |word: &str| {
        let letters = word.chars().count();
        word.chars()
            .take(STEM.max(letters.saturating_sub(ENDING)))
            .collect()
    };
    let parts = words.split(|c: char| c.is_whitespace() || c == '-');
    parts.filter(|part| !part.is_empty()).map(stem).collect()
}

/// Tells whether a text has a word that begins so, perhaps behind `un`.
pub(super) fn contains(text: &str, stem: &str) -> bool {
    text.match_indices(stem).any(|(at, _)| {
        let before = &text[..at];
        let begins = before
            .chars()
            .next_back()
            .is_none_or(|c| !c.is_alphanumeric());
        // A short word is the whole word, but for its ending: `buying` is to buy, an agency has no age.
        let rest = &text[at + stem.len()..];
        let ending = rest.chars().take_while(|c| c.is_alphabetic()).count();
        let short = stem.is_ascii() && stem.len() < STEM;
        let whole = !short || ending <= SHORT_ENDING || ending == 3 && rest.starts_with("ing");
        whole && (begins || before.ends_with("un")) && !before.ends_with("not ")
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
