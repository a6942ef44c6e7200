//! How each language says what was found: its fixed sentences, its dates, how it joins names, and
//! how it puts a phrase together.
//!
//! `tell` decides what is said and hands it over as plain values ([`Things`], [`Clause`]); a
//! [`Saying`] puts these into words. A further language is one file here beside its lexicon and its
//! file in `languages`.

mod chinese;
mod english;

use crate::ask::plan::Period;
use crate::model::Date;
use crate::ontology::Entry;
use crate::view::Words;
use ecow::EcoString;

/// Every language that answers, the one first that stands in for all others.
const ALL: [&dyn Saying; 2] = [&english::English, &chinese::Chinese];

/// Returns how the language with this tag says things; the first where it is not known.
pub fn of(tag: &str) -> &'static dyn Saying {
    let mut all = ALL.into_iter();
    all.find(|saying| saying.tag() == tag).unwrap_or(ALL[0])
}

/// How a language says what was found.
pub trait Saying: Sync + Send {
    /// The tag of the language: `en`.
    fn tag(&self) -> &'static str;

    /// Whether the short names in the data (`1260H list`) are of this language.
    fn has_short_names(&self) -> bool;

    /// Its fixed sentences.
    fn sentences(&self) -> &'static Sentences;

    /// Returns a date as people write it: `8 June 2026`, `June 2026`, `2026`.
    fn date(&self, date: Date) -> String;

    /// Returns when something happened: `on 8 June 2026`, `in June 2026`.
    fn when(&self, date: Date) -> String;

    /// Returns a period in words: `in 2026`, `since 7 January 2025`.
    fn period(&self, period: Period) -> String;

    /// Joins names all of which are meant: `A, B and C`, `A, B and 3 others`.
    fn all(&self, names: &[String], hidden: usize) -> String;

    /// Joins names one of which is meant: `A, B or C`.
    fn any(&self, names: &[String]) -> String;

    /// Puts one name after the other where `all` would be taken for one name: `A; B`.
    fn row(&self, names: &[String]) -> String {
        self.all(names, 0)
    }

    /// Makes sentences of clauses, each begun and ended as the language does it.
    fn text(&self, clauses: &[String]) -> String;

    /// What stands between two sentences.
    fn gap(&self) -> &'static str {
        " "
    }

    /// Puts a mark of doubt or a quotation in its marks: `“the list”`.
    fn quoted(&self, text: &str) -> String {
        format!("“{text}”")
    }

    /// Returns a number of things: `ten companies`, `1 company`.
    fn counted(&self, number: usize, noun: &str) -> String;

    /// Returns a number of things in figures: `10 companies`.
    fn figure(&self, number: usize, noun: &str) -> String;

    /// Returns a number of things that are told by a phrase, and called by its noun.
    fn count(&self, number: usize, phrase: &str, noun: &str) -> String;

    /// The same with the number in figures.
    fn count_in_figures(&self, number: usize, phrase: &str, noun: &str) -> String;

    /// Puts remarks side by side in one bracket.
    fn list(&self, remarks: &[String]) -> String;

    /// Returns how often: `three times`.
    fn times(&self, number: usize) -> String;

    /// Chooses the words for a step of a route: its label, and its sentence if it has one.
    fn relation(&self, words: Words) -> (String, Option<String>);

    /// Fills `{was}` in a telling of so many.
    fn was(&self, number: usize) -> &'static str;

    /// Fills `{is}` in a sentence of so many.
    fn is(&self, number: usize) -> &'static str;

    /// Fits what stands before a date in a telling to how precise the date is: `on ` to `in `.
    fn before_date(&self, before: &str, date: Date) -> String;

    /// Returns the name of one thing that is a noun: `the 1260H list`.
    fn the(&self, name: &str) -> String;

    /// Returns what a noun is put as where it says what a thing is: `a company`.
    fn one(&self, noun: &str) -> String;

    /// Returns a noun that stands for several.
    fn several(&self, noun: &str) -> String;

    /// Names the things that are meant.
    fn things(&self, things: &Things<'_>) -> String;

    /// Says of some things what they did or what was done to them. `names` are their names in one
    /// row, `number` how many there are; where there are many, they are counted as `noun`.
    fn told(&self, clause: &Clause<'_>, told: &Told<'_>) -> Option<String>;
}

/// Those of whom something is told.
pub struct Told<'a> {
    /// Their names, joined.
    pub names: &'a str,
    /// How many they are.
    pub number: usize,
    /// What they are called where they are counted first (`company`); `None` where names alone say it.
    pub noun: Option<&'a str>,
    /// Whether the number is what was asked, so that it is written in figures.
    pub digits: bool,
    /// What is added in brackets, such as the kind and date of the event; empty if nothing.
    pub aside: &'a str,
}

/// Some things, as a question means them.
#[derive(Default)]
pub struct Things<'a> {
    /// Their names, where they are named.
    pub names: Vec<String>,
    /// Whether all of the named are meant.
    pub all: bool,
    /// What they are called, one of them; several are alternatives.
    pub nouns: Vec<String>,
    /// Whose they are: the shareholders of X.
    pub of: Option<String>,
    /// Whether one is meant, not several.
    pub single: bool,
    /// Whether the noun stands without an article.
    pub bare: bool,
    /// Whether they are the ones that are known (`the list`).
    pub definite: bool,
    /// Which of them are meant.
    pub pick: Option<Picked>,
    /// Names of what is left out.
    pub except: Vec<String>,
    /// What is told of them.
    pub clauses: Vec<Clause<'a>>,
}

/// Which of several things are meant.
pub enum Picked {
    /// The first, or the last, by date.
    Date { last: bool },
    /// Those with most or fewest events, or of what is counted.
    Many { last: bool, of: Option<String> },
}

/// What a clause is made of.
pub struct Clause<'a> {
    /// Its word.
    pub word: Predicate<'a>,
    /// What the things of which it tells are in it.
    pub place: Place,
    /// Who does it.
    pub subject: Option<String>,
    /// Whom it is done to.
    pub objects: Vec<String>,
    /// Whatever else takes part.
    pub others: Vec<Other>,
    /// Whether it did not happen.
    pub negated: bool,
    /// Whether what is not so was so once.
    pub once: bool,
    /// Whether it holds for a while and may still hold.
    pub lasting: bool,
    /// How often it happened: at least, at most.
    pub many: Option<(usize, Option<usize>)>,
    /// When.
    pub time: Option<Period>,
}

/// The word of a clause.
pub enum Predicate<'a> {
    /// A verb or adjective of the lexicon.
    Verb(&'a Entry),
    /// None: all is said by the noun before.
    Nothing,
    /// A search for connections between these.
    Connected(String),
    /// An event by its noun.
    Event(String),
    /// Standing on a list.
    Standing(Option<String>),
    /// What a noun or a property stands for: the ticker of, a shareholder of.
    Noun {
        /// The noun.
        noun: String,
        /// Whose it is.
        of: Option<String>,
    },
    /// Having a value, in which only the words for property and value are known.
    Value {
        /// The property.
        property: String,
        /// Its value; any if `None`.
        value: Option<String>,
    },
}

/// What things are in a clause.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Who does it.
    Subject,
    /// Whom it is done to.
    Object,
    /// The clause says what they are.
    Itself,
}

/// Whoever takes part in a clause without being its subject or object.
pub struct Other {
    /// The words that may mark it.
    pub markers: Vec<EcoString>,
    /// Whether it needs none, being an object too.
    pub bare: bool,
    /// Who or what it is.
    pub name: String,
}

/// The fixed sentences of a language. `{slots}` are filled; a stretch in `[…]` is left out where a
/// slot in it has nothing to fill it.
pub struct Sentences {
    pub yes: &'static str,
    pub no: &'static str,
    pub and_then: &'static str,
    pub first_of_two: &'static str,
    pub last_of_two: &'static str,
    pub same_day: &'static str,

    pub too_long: &'static str,
    pub empty: &'static str,
    pub unread: &'static str,
    /// `{rest}`: what was found, which is not so many or not of such a kind as the question asks for.
    pub not_asked: &'static str,
    /// Where a question does not say whom a word means.
    pub meant_by: &'static str,
    pub unread_words: &'static str,
    pub how_unread: &'static str,
    pub left_out: &'static str,
    pub ambiguous: &'static str,
    /// How many changes of a kind a list saw, and of whom.
    pub changed: &'static str,
    /// `{text}`, `{names}`: what else a name may mean, of which the data do not say what is asked.
    pub also_means: &'static str,
    pub stranger: &'static str,
    pub did_you_mean: &'static str,
    pub ask_company: &'static [&'static str],
    pub ask_list: &'static [&'static str],
    pub ask_actor: &'static [&'static str],
    pub ask_other: &'static [&'static str],

    pub how_which: &'static str,
    pub how_whether: &'static str,
    pub how_many: &'static str,
    pub how_many_by: &'static str,
    pub how_when: &'static str,
    pub how_why: &'static str,
    pub how_what: &'static str,
    pub how_describe: &'static str,
    pub how_path: &'static str,
    pub year: &'static str,

    pub not_held: &'static str,
    pub read_as: &'static str,
    pub assumed_list: &'static str,
    pub not_yet: &'static str,
    pub as_of: &'static str,

    pub described: &'static str,
    pub two_names: &'static str,
    pub no_route: &'static str,
    pub more_routes: &'static str,
    pub no_sentence: &'static str,
    pub dated: &'static str,

    pub nothing: &'static str,
    pub nothing_says: &'static str,
    pub text_value: &'static str,
    pub nearest: &'static str,
    pub data_name: &'static str,
    pub addressed: &'static str,
    pub picked: &'static str,
    pub each: &'static str,
    pub value: &'static str,
    pub names_of: &'static str,
    pub counted: &'static str,
    pub grouped: &'static str,
    /// The part of a count with the most members: `{names}`, `{count}`.
    pub largest: &'static str,
    pub group_item: &'static str,
    pub group_none: &'static str,
    pub earlier_event: &'static str,
    pub earlier_events: &'static str,
    pub reason: &'static str,
    pub no_reason: &'static str,
    pub no_date: &'static str,
    pub disagree: &'static str,
    pub gone: &'static str,
    pub withdrawn: &'static str,
    pub withdrawn_several: &'static str,
    pub fact: &'static str,
    pub office_ended: &'static str,
    pub office_later: &'static str,

    pub listed_since: &'static str,
    pub listed_undated: &'static str,
    pub printed: &'static str,
    pub taken_off: &'static str,
    pub not_printed: &'static str,
    pub not_told: &'static str,
    pub says_nothing: &'static str,
    pub imprecise: &'static str,
    pub undated: &'static str,
    pub dates_disagree: &'static str,
    pub order_unsettled: &'static str,
    pub edition_disagrees: &'static str,
    pub print_disputed: &'static str,
}

/// Fills the slots of a sentence.
pub fn fill(pattern: &str, slots: &[(&str, &str)]) -> String {
    let mut text = String::new();
    let mut rest = pattern;
    while let Some(open) = rest.find('[') {
        let close = rest[open..].find(']').map_or(rest.len(), |at| open + at);
        text.push_str(&stretch(&rest[..open], slots).0);
        let (optional, full) = stretch(&rest[open + 1..close], slots);
        if full {
            text.push_str(&optional);
        }
        rest = rest.get(close + 1..).unwrap_or_default();
    }
    text.push_str(&stretch(rest, slots).0);
    text
}

/// Fills a stretch, and tells whether there was something for every slot.
fn stretch(pattern: &str, slots: &[(&str, &str)]) -> (String, bool) {
    let (mut text, mut full, mut rest) = (String::new(), true, pattern);
    while let Some((before, after)) = rest.split_once('{') {
        let (slot, after) = after.split_once('}').unwrap_or((after, ""));
        let value = slots.iter().find(|(name, _)| *name == slot);
        let value = value.map_or("", |(_, value)| value);
        full &= !value.is_empty();
        text.push_str(before);
        text.push_str(value);
        rest = after;
    }
    text.push_str(rest);
    (text, full)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_without_its_filler_is_left_out() {
        let pattern = "{name} was taken off the {list}[ {when}]";
        let slots = [("name", "A"), ("list", "B list"), ("when", "")];
        assert_eq!(fill(pattern, &slots), "A was taken off the B list");
        let slots = [("name", "[A]"), ("list", "{B}"), ("when", "in 2025")];
        assert_eq!(fill(pattern, &slots), "[A] was taken off the {B} in 2025");
    }

    #[test]
    fn an_unknown_language_is_answered_in_the_first() {
        assert_eq!(of("eo").tag(), "en");
        assert_eq!(of("zh").tag(), "zh");
    }

    /// Every language has a slot where the first has one.
    #[test]
    fn sentences_of_all_languages_have_the_same_slots() {
        let slots = |text: &str| {
            let parts = text.split('{').skip(1);
            let mut slots: Vec<String> = parts
                .filter_map(|part| Some(part.split_once('}')?.0.to_owned()))
                .collect();
            slots.sort();
            slots
        };
        let first = ALL[0].sentences();
        for other in ALL.into_iter().skip(1).map(|saying| saying.sentences()) {
            for (one, two) in [
                (first.read_as, other.read_as),
                (first.nothing, other.nothing),
                (first.disagree, other.disagree),
                (first.gone, other.gone),
                (first.listed_since, other.listed_since),
                (first.taken_off, other.taken_off),
                (first.not_told, other.not_told),
                (first.withdrawn, other.withdrawn),
                (first.described, other.described),
            ] {
                assert_eq!(slots(one), slots(two), "{one} / {two}");
            }
        }
    }
}
