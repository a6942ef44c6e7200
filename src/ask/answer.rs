//! Answers as values: what was found, on what evidence, and how the question was read.

use crate::ask::plan::Ask;
use crate::ask::read::Reading;
use crate::ask::sayings::{Saying, fill};
use crate::model::{Date, Evidence};
use oxrdf::NamedNode;

/// An answer with everything that it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Whether the question was answered.
    pub outcome: Outcome,
    /// What the answer is.
    pub kind: Kind,
    /// The things asked for, sorted by name.
    pub items: Vec<Item>,
    /// Yes or no, where that was asked and is known.
    pub boolean: Option<bool>,
    /// The number, where that was asked.
    pub count: Option<usize>,
    /// The dates, oldest first, where these were asked.
    pub dates: Vec<Date>,
    /// The answer in one to three sentences.
    pub text: String,
    /// What a careful reader should know.
    pub caveats: Vec<String>,
    /// The events and sources that the answer rests on.
    pub evidence: Vec<Evidence>,
    /// How the question was read, in words.
    pub interpretation: String,
    /// The query that was run; empty if the question was not read.
    pub sparql: String,
    /// What could be meant or asked instead.
    pub suggestions: Vec<String>,
    /// What an ambiguous name may mean.
    pub candidates: Vec<Candidate>,
    /// All readings, the chosen one first.
    pub readings: Vec<Reading>,
}

/// Whether a question was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was.
    Answered,
    /// The data do not say, or the question could not be read.
    Unknown,
    /// A name in it may mean several things.
    Ambiguous,
}

/// What an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Things.
    Entities,
    /// Yes or no.
    Boolean,
    /// A number.
    Count,
    /// Dates.
    Date,
    /// Sentences.
    Text,
    /// A route between things.
    Path,
}

/// One thing or value of an answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    /// Its name, or the value.
    pub label: String,
    /// The thing, unless it is a value.
    pub thing: Option<NamedNode>,
    /// Its most specific class.
    pub class: Option<NamedNode>,
}

/// What an ambiguous name may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The words of the question.
    pub text: String,
    /// The thing.
    pub thing: NamedNode,
    /// Its name.
    pub label: String,
    /// How well the name fits, 0 to 1.
    pub score: f64,
}

impl Answer {
    /// Returns an answer that knows nothing yet.
    pub(super) fn empty(kind: Kind) -> Self {
        Self {
            outcome: Outcome::Unknown,
            kind,
            items: Vec::new(),
            boolean: None,
            count: None,
            dates: Vec::new(),
            text: String::new(),
            caveats: Vec::new(),
            evidence: Vec::new(),
            interpretation: String::new(),
            sparql: String::new(),
            suggestions: Vec::new(),
            candidates: Vec::new(),
            readings: Vec::new(),
        }
    }

    /// Returns the answer to whether all of these are so.
    pub(super) fn all(answers: Vec<Self>, say: &dyn Saying) -> Self {
        let yes: Option<Vec<bool>> = answers.iter().map(|answer| answer.boolean).collect();
        let no = answers.iter().any(|answer| answer.boolean == Some(false));
        let mut answers = answers.into_iter();
        let mut all = answers.next().unwrap_or_else(|| Self::empty(Kind::Boolean));
        answers.for_each(|answer| all.join(answer, say));
        all.boolean = match yes {
            _ if no => Some(false),
            Some(yes) => Some(yes.iter().all(|yes| *yes)),
            None => None,
        };
        all.outcome = match all.boolean {
            Some(_) => Outcome::Answered,
            None => Outcome::Unknown,
        };
        all
    }

    /// Adds the answer to a second question of the same line.
    pub(super) fn join(&mut self, other: Self, say: &dyn Saying) {
        if self.outcome == Outcome::Answered && other.outcome != Outcome::Answered {
            self.outcome = other.outcome;
        }
        self.text = format!("{}{}{}", self.text, say.gap(), other.text);
        self.items.extend(other.items);
        self.boolean = self.boolean.or(other.boolean);
        self.count = self.count.or(other.count);
        self.dates.extend(other.dates);
        self.caveats.extend(other.caveats);
        self.add_evidence(other.evidence);
        let slots = [
            ("one", self.interpretation.as_str()),
            ("two", &other.interpretation),
        ];
        self.interpretation = fill(say.sentences().and_then, &slots);
        self.sparql = format!("{}\n{}", self.sparql, other.sparql);
        self.suggestions.extend(other.suggestions);
        self.candidates.extend(other.candidates);
        self.readings.extend(other.readings);
    }

    /// Adds evidence, each source of an event once.
    pub(super) fn add_evidence(&mut self, pieces: Vec<Evidence>) {
        for piece in pieces {
            let known =
                |known: &Evidence| known.event == piece.event && known.source.id == piece.source.id;
            if !self.evidence.iter().any(known) {
                self.evidence.push(piece);
            }
        }
    }
}

impl Kind {
    /// Returns what the answer to a question is.
    pub(super) fn of(ask: Ask) -> Self {
        match ask {
            Ask::Things => Self::Entities,
            Ask::Whether => Self::Boolean,
            Ask::Count => Self::Count,
            Ask::When => Self::Date,
            Ask::Why | Ask::What | Ask::Describe => Self::Text,
            Ask::Path => Self::Path,
        }
    }
}
