//! The published versions of a list.

use crate::model::Date;
use crate::model::vocab::{self as ag, external as ext};
use crate::store::Snapshot;
use crate::timeline::ledger::Ledger;
use crate::timeline::occurrence::Teller;
use crate::timeline::{Detail, Dispute, Told, Withdrawal, words};
use oxrdf::vocab::rdf;
use oxrdf::{NamedNode, NamedNodeRef};
use std::cmp::Reverse;

/// One published version of a list, as the sources in scope tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// The edition.
    pub iri: NamedNode,
    /// Its name.
    pub label: String,
    /// The day of the notice; `None` if no source in scope gives it.
    pub date: Option<Date>,
    /// When it was printed officially, oldest first.
    pub published: Vec<Told<Date>>,
    /// How it is cited, by spelling.
    pub citations: Vec<Told<String>>,
    /// Whether it prints the whole list.
    pub completeness: Completeness,
    /// How many companies are announced to stand on the list after it. Sources may count apart.
    pub announced: Vec<Told<u32>>,
    /// How many companies are printed, where the sources in scope transcribe them.
    pub printed: usize,
    /// Whether it took effect.
    pub state: State,
    /// The sources that tell of it, sorted.
    pub sources: Vec<NamedNode>,
    /// Where the sources do not agree.
    pub disputed: Vec<Dispute>,
}

/// Whether what an edition lacks is off the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Completeness {
    /// These sources print every company on the list.
    Complete(Vec<NamedNode>),
    /// It prints, or gives us, only some: what it lacks proves nothing.
    Partial,
}

/// Whether an edition took effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Some source in scope says that it was withdrawn: it changed nothing.
    Withdrawn(Withdrawal),
    /// It took effect and was replaced by another.
    Superseded,
    /// It took effect.
    InForce,
    /// No source in scope says; it counts as in force.
    Unstated,
}

/// Returns the list that most statements in scope are about: the one that is meant where nobody says
/// which. Of several the first by IRI; `None` if the dataset has no list.
///
/// Cost: the statements that name a list.
pub fn main_list(snapshot: &Snapshot) -> Option<NamedNode> {
    let told = |list: &NamedNode| snapshot.subjects(ag::LIST, list).len();
    let lists = snapshot.subjects(rdf::TYPE, &ag::DESIGNATION_LIST.into_owned());
    lists
        .into_iter()
        .min_by_key(|list| (Reverse(told(list)), list.as_str().to_owned()))
}

/// Returns the editions of a list that may have appeared by the day of the scope, undated ones
/// first, then the oldest.
pub fn editions(snapshot: &Snapshot, list: &NamedNode) -> Vec<Edition> {
    let mut teller = Teller::new(snapshot);
    let list = words::id(snapshot, list.as_ref());
    let day = teller.reader.day();
    let mut found = Vec::new();
    for notice in Ledger::editions_of(&mut teller.reader, list) {
        let Some(told) = teller.tell(notice.id) else {
            continue;
        };
        if !teller.told_by(notice.id, &told, day) {
            continue;
        }
        let mut printed: Vec<_> = notice
            .includes
            .iter()
            .map(|(company, _)| *company)
            .collect();
        printed.dedup();
        let says = |value| {
            let mut states = told.links.iter();
            states.any(|link| link.property == ag::STATE && link.value == value)
        };
        let state = match told.withdrawn {
            Some(withdrawal) => State::Withdrawn(withdrawal),
            None if says(ag::SUPERSEDED) => State::Superseded,
            None if says(ag::IN_FORCE) => State::InForce,
            None => State::Unstated,
        };
        found.push(Edition {
            iri: told.iri,
            label: told.label,
            date: told.date,
            published: parsed(&told.texts, ag::PUBLISHED),
            citations: parsed(&told.texts, ext::CITATION),
            completeness: match notice.complete.is_empty() {
                true => Completeness::Partial,
                false => Completeness::Complete(teller.reader.sources(&notice.complete)),
            },
            announced: parsed(&told.texts, ag::ANNOUNCED_COUNT),
            printed: printed.len(),
            state,
            sources: told.sources,
            disputed: told.disputed,
        });
    }
    found.sort_by(|a, b| (a.date, a.iri.as_str()).cmp(&(b.date, b.iri.as_str())));
    found
}

fn parsed<T>(texts: &[Detail<String>], property: NamedNodeRef<'_>) -> Vec<Told<T>>
where
    T: std::str::FromStr + Ord + Clone,
{
    let texts = texts.iter().filter(|text| text.property == property);
    let told = texts.filter_map(|text| {
        Some(Told {
            value: text.value.parse().ok()?,
            sources: text.sources.clone(),
        })
    });
    let mut told: Vec<Told<T>> = told.collect();
    told.sort_by(|a, b| a.value.cmp(&b.value));
    told
}
