//! A question in plain words, answered with evidence.

use crate::app::value::{self, Basis, Evidence};
use crate::app::{AppError, Session};
use crate::ask::{Asker, Kind, Outcome, Plan, Teller};
use serde::Serialize;
use std::collections::BTreeSet;

/// What a question was answered with.
#[derive(Clone, Debug, Serialize)]
pub struct Reply {
    /// Name and version of this form of answer.
    pub schema: &'static str,
    /// What the answer was drawn from.
    pub basis: Basis,
    /// The question.
    pub question: String,
    /// `answered`; `unknown` if the data do not say or the question could not be read; `ambiguous`
    /// if a name in it may mean several things; in a batch `failed` if a store failed.
    pub status: &'static str,
    /// What the answer is: `entities`, `boolean`, `count`, `date`, `text` or `path`.
    pub kind: &'static str,
    /// The things or values asked for, sorted by name.
    pub answers: Vec<Found>,
    /// Yes or no, where that was asked and is known.
    pub boolean: Option<bool>,
    /// The number, where that was asked.
    pub count: Option<usize>,
    /// The dates, oldest first, where these were asked.
    pub dates: Vec<String>,
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
    pub candidates: Vec<Meaning>,
    /// The words of the question, each with what it was read as.
    pub words: Vec<WordRead>,
    /// The other ways in which it could be read, cheapest first, and what each costs.
    pub rivals: Vec<Rival>,
}

/// A word of the question, or several, as read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WordRead {
    /// The words as they stand in the question.
    pub words: String,
    /// What they were read as.
    pub read_as: String,
}

/// A reading that was not chosen.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rival {
    /// How the question would have been read, in words.
    pub interpretation: String,
    /// How much dearer it is than the reading that was chosen: 0 is as good; below 0 it is cheaper,
    /// but nothing was found so.
    pub dearer: f64,
}

/// One thing or value of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The id of the thing; `null` for a value.
    pub id: Option<String>,
    /// Its name, or the value.
    pub label: String,
    /// Its most specific class; `null` for a value.
    #[serde(rename = "type")]
    pub class: Option<String>,
}

/// What an ambiguous name may mean.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Meaning {
    /// The words of the question.
    pub words: String,
    /// The id of the thing.
    pub id: String,
    /// Its name.
    pub label: String,
    /// How well the name fits, from 0 to 1.
    pub score: f64,
}

impl Reply {
    /// Tells whether the answer is something found, or yes.
    pub fn found(&self) -> bool {
        self.status == "answered"
            && self.boolean != Some(false)
            && match self.kind {
                "entities" => !self.answers.is_empty(),
                _ => true,
            }
    }

    /// Tells whether a name in the question may mean several things.
    pub fn is_ambiguous(&self) -> bool {
        self.status == "ambiguous"
    }

    /// Returns the reply to what is no text that could be read, and says why; for one of many
    /// questions.
    pub fn unread(session: &Session, question: impl Into<String>, why: impl Into<String>) -> Self {
        Self::without_answer(session, "unknown", question.into(), why.into())
    }

    /// Returns the reply to a question that could not be answered because something failed; for one
    /// of many questions.
    pub fn failed(session: &Session, question: impl Into<String>, error: &AppError) -> Self {
        Self::without_answer(session, "failed", question.into(), error.to_string())
    }

    fn without_answer(
        session: &Session,
        status: &'static str,
        question: String,
        text: String,
    ) -> Self {
        Self {
            schema: SCHEMA,
            basis: session.basis(),
            question,
            status,
            kind: "text",
            answers: Vec::new(),
            boolean: None,
            count: None,
            dates: Vec::new(),
            text,
            caveats: Vec::new(),
            evidence: Vec::new(),
            interpretation: String::new(),
            sparql: String::new(),
            suggestions: Vec::new(),
            candidates: Vec::new(),
            words: Vec::new(),
            rivals: Vec::new(),
        }
    }
}

/// How a question was understood: what the next one may go on from.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// What the question meant; nothing if it was not read.
    plan: Option<Plan>,
}

const SCHEMA: &str = "actorgraph.ask/1";

/// How many other readings are told.
const RIVALS: usize = 5;

/// Answers a question that stands alone.
///
/// # Errors
///
/// [`AppError::Store`] if the query of the chosen reading fails; what is asked never makes an error.
pub fn ask(session: &Session, question: &str) -> Result<Reply, AppError> {
    let (reply, _) = ask_after(session, None, question)?;
    Ok(reply)
}

/// Answers a question that may go on from an `earlier` one (`and Xiaomi?`, `when?`, `how did it
/// respond?`), and returns what the next may go on from.
///
/// # Errors
///
/// As [`ask`].
pub fn ask_after(
    session: &Session,
    earlier: Option<&Turn>,
    question: &str,
) -> Result<(Reply, Turn), AppError> {
    let snapshot = session.snapshot();
    let view = || session.view().ok().cloned();
    let asker = Asker::new(snapshot, session.linker(), session.speeches());
    let before = earlier.and_then(|turn| turn.plan.as_ref());
    let answer = asker.with_view(&view).ask_after(before, question)?;
    let read = answer.readings.first().map(|best| best.plan.clone());
    // A question that was not read leaves the talk where it was.
    let turn = Turn {
        plan: read.or_else(|| before.cloned()),
    };
    let round = |score: f64| (score * 1000.0).round() / 1000.0;
    let best = answer.readings.first();
    let words = best.map(|best| best.words.clone()).unwrap_or_default();
    let cheapest = best.map_or(0.0, |best| best.cost);
    let teller = Teller::new(snapshot, session.speeches().of(question));
    // What would be said in the same words is told once.
    let mut told: BTreeSet<String> = best
        .map(|best| teller.plan(&best.plan))
        .into_iter()
        .collect();
    let rivals = answer.readings.iter().skip(1).filter_map(|rival| {
        let interpretation = teller.plan(&rival.plan);
        told.insert(interpretation.clone()).then(|| Rival {
            interpretation,
            dearer: round(rival.cost - cheapest),
        })
    });
    let rivals = rivals.take(RIVALS).collect();
    let reply = session.told(Reply {
        schema: SCHEMA,
        basis: session.basis(),
        question: question.to_owned(),
        status: match answer.outcome {
            Outcome::Answered => "answered",
            Outcome::Unknown => "unknown",
            Outcome::Ambiguous => "ambiguous",
        },
        kind: match answer.kind {
            Kind::Entities => "entities",
            Kind::Boolean => "boolean",
            Kind::Count => "count",
            Kind::Date => "date",
            Kind::Text => "text",
            Kind::Path => "path",
        },
        answers: answer
            .items
            .iter()
            .map(|item| Found {
                id: item.thing.as_ref().map(value::id),
                label: item.label.clone(),
                class: item.class.as_ref().map(value::id),
            })
            .collect(),
        boolean: answer.boolean,
        count: answer.count,
        dates: answer.dates.iter().map(ToString::to_string).collect(),
        text: answer.text,
        caveats: answer.caveats,
        evidence: answer.evidence.into_iter().map(Evidence::from).collect(),
        interpretation: answer.interpretation,
        sparql: answer.sparql,
        suggestions: answer.suggestions,
        candidates: answer
            .candidates
            .iter()
            .map(|candidate| Meaning {
                words: candidate.text.clone(),
                id: value::id(&candidate.thing),
                label: candidate.label.clone(),
                score: round(candidate.score),
            })
            .collect(),
        words: words
            .into_iter()
            .map(|(words, read_as)| WordRead { words, read_as })
            .collect(),
        rivals,
    })?;
    Ok((reply, turn))
}
