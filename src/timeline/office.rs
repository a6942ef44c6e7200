//! Who held which office when.

use crate::model::Date;
use crate::model::vocab as ag;
use crate::store::{Snapshot, TermId};
use crate::timeline::dates::best;
use crate::timeline::occurrence::Teller;
use crate::timeline::{Detail, Dispute, words};
use jiff::civil::Date as Day;
use oxrdf::{NamedNode, NamedNodeRef};

/// The time during which a person held an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenure {
    /// The tenure.
    pub iri: NamedNode,
    /// Who held it; sources that name several disagree.
    pub people: Vec<NamedNode>,
    /// Where.
    pub bodies: Vec<NamedNode>,
    /// The office in words, as each source calls it.
    pub offices: Vec<String>,
    /// The first day, as precisely as known.
    pub start: Option<Date>,
    /// The last day, as precisely as known; `None` says nothing on whether it has ended.
    pub end: Option<Date>,
    /// The sources that tell of it, sorted.
    pub sources: Vec<NamedNode>,
    /// Where the sources do not agree.
    pub disputed: Vec<Dispute>,
}

/// How surely an office was held on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holding {
    /// It began by then and ended later.
    Within,
    /// It began by then; no source in scope tells of an end.
    Open,
    /// Not excluded: the sources give no start, or the day lies in an imprecise start or end.
    Possible,
}

impl Tenure {
    /// Tells how surely the office was held on `day`, or `None` if it was not.
    pub fn on(&self, day: Day) -> Option<Holding> {
        let begun = self
            .start
            .map(|start| (start.first_day() <= day, start.last_day() <= day));
        let over = self
            .end
            .map(|end| (end.last_day() < day, end.first_day() < day));
        match (begun, over) {
            (Some((false, _)), _) | (_, Some((true, _))) => None,
            (Some((_, true)), Some((_, false))) => Some(Holding::Within),
            (Some((_, true)), None) => Some(Holding::Open),
            _ => Some(Holding::Possible),
        }
    }
}

/// Returns the tenures of a person, undated ones first, then the oldest.
pub fn tenures(snapshot: &Snapshot, person: &NamedNode) -> Vec<Tenure> {
    let mut teller = Teller::new(snapshot);
    let property = words::id(snapshot, ag::PERSON);
    let person = words::id(snapshot, person.as_ref());
    let found = teller.reader.subjects(property, person);
    read(&mut teller, found)
}

/// Returns who held an office of a body on the day of the scope or may have, the surest first,
/// then the latest start, then the IRI.
///
/// `office` is compared with the office in words, capital letters and punctuation aside: the same
/// words if anybody ever held such an office (`secretary of defense` is not the deputy), else any
/// office with these words in it (`chairman`). `None` takes any office.
pub fn office_holders(
    snapshot: &Snapshot,
    body: Option<&NamedNode>,
    office: Option<&str>,
) -> Vec<(Tenure, Holding)> {
    let mut teller = Teller::new(snapshot);
    let words = teller.reader.words;
    let mut found = match body {
        Some(body) => {
            let (property, body) = (
                words::id(snapshot, ag::BODY),
                words::id(snapshot, body.as_ref()),
            );
            teller.reader.subjects(property, body)
        }
        None => teller.reader.subjects(words.a, words.tenure),
    };
    found.retain(|id| teller.reader.is(*id, words.tenure));
    let day = teller.reader.day();
    let mut tenures = read(&mut teller, found);
    if let Some(wanted) = office.map(plain) {
        let exact = |tenure: &Tenure| tenure.offices.iter().any(|office| plain(office) == wanted);
        let within = |tenure: &Tenure| {
            let mut offices = tenure
                .offices
                .iter()
                .map(|office| format!(" {} ", plain(office)));
            offices.any(|office| office.contains(&format!(" {wanted} ")))
        };
        match tenures.iter().any(exact) {
            true => tenures.retain(exact),
            false => tenures.retain(within),
        }
    }
    let held = tenures.into_iter().filter_map(|tenure| {
        let holding = tenure.on(day)?;
        Some((tenure, holding))
    });
    let mut held: Vec<(Tenure, Holding)> = held.collect();
    held.sort_by(|(a, surely), (b, other)| {
        (surely, b.start, a.iri.as_str()).cmp(&(other, a.start, b.iri.as_str()))
    });
    held
}

/// A text in small letters, its words one blank apart, without punctuation.
fn plain(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join(" ")
}

fn read(teller: &mut Teller<'_>, found: Vec<TermId>) -> Vec<Tenure> {
    let mut tenures = Vec::new();
    for id in found {
        let Some(told) = teller.tell(id) else {
            continue;
        };
        let texts = |property: NamedNodeRef<'_>| {
            let texts = told.texts_of(property).cloned();
            texts.collect::<Vec<Detail<String>>>()
        };
        let date = |property: NamedNodeRef<'_>| {
            let dates = texts(property).into_iter();
            let dates = dates.filter_map(|text| Some((text.value.parse().ok()?, text.sources)));
            best(&dates.collect::<Vec<(Date, Vec<NamedNode>)>>())
        };
        // Who was found through a person or body of which nothing in scope tells, is no tenure.
        if told.agents.is_empty() || told.sources.is_empty() && told.texts.is_empty() {
            continue;
        }
        tenures.push(Tenure {
            start: told.date,
            end: date(ag::END),
            offices: texts(ag::OFFICE)
                .into_iter()
                .map(|text| text.value)
                .collect(),
            people: told.agents,
            bodies: told.on_behalf_of,
            sources: told.sources,
            disputed: told.disputed,
            iri: told.iri,
        });
    }
    tenures.sort_by(|a, b| (a.start, a.iri.as_str()).cmp(&(b.start, b.iri.as_str())));
    tenures
}
