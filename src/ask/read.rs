//! A question to its readings, best first.

use crate::ask::chart::{LONGEST, parse};
use crate::ask::desk::Desk;
use crate::ask::fit::{Fit, MISFIT};
use crate::ask::grammar::Grammar;
use crate::ask::lattice::{LEFT_OUT, Speech, Words};
use crate::ask::moment::Moments;
use crate::ask::phrase::{OPEN_ROLE, Phrase};
use crate::ask::plan::{Ask, Named, Plan, Set};
use crate::ask::token::tokens;
use crate::resolve::Linker;
use crate::store::Snapshot;
use oxrdf::NamedNode;
use std::collections::BTreeSet;
use std::sync::Arc;

/// One way to read a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What the question means so.
    pub plan: Plan,
    /// What it costs to read it so: unsure names, skipped words, rare constructions. Lower is better.
    pub cost: f64,
    /// The words of the question, each with what it was read as.
    pub words: Vec<(String, String)>,
}

/// What became of the words of a question.
pub(super) struct Read {
    /// The readings, cheapest first.
    pub readings: Vec<Reading>,
    /// Words that neither the language nor the data know.
    pub unknown: Vec<String>,
    /// The things that its names most likely mean, each once.
    pub names: Vec<NamedNode>,
    /// Whether the question is too long to be read.
    pub too_long: bool,
}

/// A reading dearer than this leaves out or bends too much to be an answer.
pub(super) const DEAREST: f64 = 2.0;
const _: () = assert!(
    MISFIT - OPEN_ROLE > DEAREST,
    "what does not fit is never read"
);
/// How many steps may be taken to read one question in all ways, whole and in parts.
pub(super) const MOST_STEPS: usize = 140_000;
/// How many steps it takes to look up a word.
const WORD: usize = 400;
/// The longest text that is cut into words, in bytes.
pub(super) const LONGEST_TEXT: usize = 16 * LONGEST;
/// Below this score a name that stands alone is not described.
const SURE: f64 = 0.8;

/// The pieces of words that a reading was made of: the word, and which of its pieces.
type MadeOf = Vec<(usize, usize)>;

/// Reads a question in all ways that the grammar allows. `before` are things named earlier;
/// `loosely`: words of grammar may be left out. What asks for more steps than the `desk` has is not read.
pub(super) fn read(
    text: &str,
    snapshot: &Snapshot,
    linker: &Linker,
    speech: &Speech,
    before: &[Named],
    loosely: bool,
    desk: &Desk,
) -> Read {
    let mut read = Read {
        readings: Vec::new(),
        unknown: Vec::new(),
        names: Vec::new(),
        too_long: false,
    };
    // A question is a sentence; what is longer is not read at all, so that it costs nothing.
    let count = (text.len() <= LONGEST_TEXT).then(|| tokens(text).len());
    let count = count.filter(|count| *count <= LONGEST);
    read.too_long = count.is_none();
    if !count.is_some_and(|count| desk.budget.take(WORD * count)) {
        return read;
    }
    // Read loosely, what fits nowhere tells that a preposition has no place.
    let fit = Fit::new(snapshot, &speech.facts).strict(!loosely);
    let moments = Moments::new(snapshot);
    let grammar = Grammar::new(&speech.lexicon, &fit, &moments, speech.is_plain(), loosely);
    let look_up = || speech.words(text, linker, before, snapshot.scope().as_of);
    let mut words = looked_up(text, before, desk, look_up);
    if loosely {
        speech.loosen(Arc::make_mut(&mut words));
    }
    let mut best = Best::default();
    for piece in parse(&grammar, &words.pieces, DEAREST, &desk.budget).whole() {
        let Some((plan, cost)) = grammar.question(&piece.category) else {
            continue;
        };
        // A connection is one of two at least.
        let ends: BTreeSet<_> = plan
            .about
            .names()
            .iter()
            .map(|name| &name.label)
            .cloned()
            .collect();
        if plan.ask == Ask::Path && ends.len() < 2 && before.is_empty() {
            continue;
        }
        // A `not` that nothing became of was not read.
        let polar = plan.ask == Ask::Whether;
        if !polar && !plan.about.denies() && words.deny(&piece.made.words()) {
            continue;
        }
        best.add(plan, piece.cost + cost, || piece.made.words());
    }
    read.readings = best.readings(text, &words);
    read.unknown.clone_from(&words.unknown);
    read.names.clone_from(&words.names);
    read
}

/// How many cuts of a question are looked at.
const CUTS: usize = 12;
/// How many readings of scattered pieces are kept.
const SCATTERED: usize = 12;

/// Reads a question whose pieces no rule joins, in all ways in which they may belong together.
pub(super) fn read_scattered(
    text: &str,
    snapshot: &Snapshot,
    linker: &Linker,
    speech: &Speech,
    before: &[Named],
    desk: &Desk,
) -> Vec<Reading> {
    if !desk.budget.take(WORD * tokens(text).len()) {
        return Vec::new();
    }
    let fit = Fit::new(snapshot, &speech.facts);
    let moments = Moments::new(snapshot);
    let grammar = Grammar::new(&speech.lexicon, &fit, &moments, speech.is_plain(), true);
    let look_up = || speech.words(text, linker, before, snapshot.scope().as_of);
    let words = looked_up(text, before, desk, look_up);
    let chart = parse(&grammar, &words.pieces, DEAREST, &desk.budget);
    let mut best = Best::default();
    for (pieces, cost) in chart
        .cuts(|phrase| grammar.alone(phrase))
        .into_iter()
        .take(CUTS)
    {
        let phrases: Vec<&Phrase> = pieces.iter().map(|piece| &*piece.category).collect();
        for (plan, more) in grammar.scattered(&phrases) {
            let made = || pieces.iter().flat_map(|piece| piece.made.words()).collect();
            best.add(plan, cost + more, made);
        }
    }
    let mut readings = best.readings(text, &words);
    readings.truncate(SCATTERED);
    readings
}

/// The words of a question, looked up once. What a pronoun means depends on what was named `before`.
fn looked_up(text: &str, before: &[Named], desk: &Desk, look_up: impl Fn() -> Words) -> Arc<Words> {
    match before {
        [] => desk.words(text, look_up),
        _ => Arc::new(look_up()),
    }
}

/// The cheapest way to each plan.
#[derive(Default)]
struct Best(Vec<(Plan, f64, MadeOf)>);

impl Best {
    /// Adds a way to a plan, of which `made` tells what it was made of.
    fn add(&mut self, plan: Plan, cost: f64, made: impl Fn() -> MadeOf) {
        match self.0.iter_mut().find(|known| known.0 == plan) {
            Some(known) if known.1 <= cost => (),
            Some(known) => (known.1, known.2) = (cost, made()),
            None => self.0.push((plan, cost, made())),
        }
    }

    /// Returns the readings, cheapest first.
    fn readings(mut self, text: &str, words: &Words) -> Vec<Reading> {
        self.0.sort_by(|a, b| a.1.total_cmp(&b.1));
        let told = |(plan, cost, made): (Plan, f64, MadeOf)| Reading {
            plan,
            cost,
            words: told(text, words, &made),
        };
        self.0.into_iter().map(told).collect()
    }
}

/// The words of a reading with what each was read as.
fn told(text: &str, words: &Words, made: &[(usize, usize)]) -> Vec<(String, String)> {
    made.iter()
        .map(|(at, number)| {
            let start = &words.pieces[*at][*number];
            let (first, last) = (&words.tokens[*at], &words.tokens[*at + start.width - 1]);
            let said = text[first.range.start..last.range.end].to_owned();
            let left_out = start.category == Phrase::Filler && start.cost >= LEFT_OUT;
            match left_out {
                true => (said, Reading::LEFT_OUT.to_owned()),
                false => (said, kind(&start.category)),
            }
        })
        .collect()
}

/// Says what a phrase of single words is.
fn kind(phrase: &Phrase) -> String {
    match phrase {
        Phrase::Noun(noun) if noun.is_named() => {
            let names = noun.set.named.iter();
            let names: Vec<String> = names
                .map(|named| match &named.value_of {
                    Some(_) => format!("the value “{}”", named.label),
                    None => format!("{} ({:.2})", named.label, named.score),
                })
                .collect();
            format!("name of {}", names.join(", "))
        }
        Phrase::Noun(noun) if noun.asked.is_some() => "question word".to_owned(),
        Phrase::Noun(_) => "noun".to_owned(),
        Phrase::Verb(clause) => format!("verb or adjective, {}", clause.form.name()),
        Phrase::Date(period) | Phrase::Time(period) => format!("time {}", period.words()),
        Phrase::Marked(..) => "question word".to_owned(),
        Phrase::Amount(_) => "number".to_owned(),
        Phrase::Grouped(_) => "grouping".to_owned(),
        Phrase::Content(_) | Phrase::About(_) => "what was said".to_owned(),
        Phrase::Filler => "passed over".to_owned(),
        _ => "word of grammar".to_owned(),
    }
}

impl Reading {
    /// What a word was read as that was left out.
    const LEFT_OUT: &str = "left out";

    /// Returns the words that were left out for want of a way to read them.
    pub(super) fn left_out(&self) -> impl Iterator<Item = &str> {
        let words = self.words.iter();
        let left_out = words.filter(|(_, kind)| kind == Self::LEFT_OUT);
        left_out.map(|(word, _)| word.as_str())
    }

    /// Tells whether two readings differ in nothing but what a name means.
    pub(super) fn differs_in_names(&self, other: &Self) -> bool {
        let blank = |set: &Set| {
            let mut set = set.clone();
            set.for_each_name(&mut |named| {
                named.term = None;
                named.label.clear();
                named.score = 0.0;
            });
            set
        };
        self.plan.ask == other.plan.ask && blank(&self.plan.about) == blank(&other.plan.about)
    }

    /// Returns the name of a question that is nothing but a name, where the link is too weak for that.
    pub(super) fn guess(&self) -> Option<&str> {
        let about = &self.plan.about;
        let alone = match self.plan.ask {
            Ask::Describe => true,
            Ask::Things | Ask::What => about.scenes.is_empty() && about.classes.is_empty(),
            _ => false,
        };
        let weak = |named: &&Named| alone && named.score < SURE;
        let names = self.plan.about.names().into_iter();
        names.filter(weak).map(|named| named.text.as_str()).next()
    }

    /// Returns a name of the question that means nothing in the data, if there is one.
    pub(super) fn stranger(&self) -> Option<&str> {
        let names = self.plan.about.names().into_iter();
        let mut strangers = names.filter(|named| named.term.is_none());
        strangers.next().map(|named| named.text.as_str())
    }
}
