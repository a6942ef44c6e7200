//! Which laws had come into force by a day.

use crate::model::Date;
use crate::model::vocab as ag;
use crate::store::{Snapshot, TermId};
use crate::timeline::dates::{best, tell};
use crate::timeline::reader::{Dates, Reader};
use crate::timeline::{Told, words};
use oxrdf::{NamedNode, NamedNodeRef};

/// A law that had come into force by the day of the scope.
///
/// That a law was repealed or ran out is no statement of ours: read its effect and what amends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawInForce {
    /// The law.
    pub law: NamedNode,
    /// Since when some of it has been in force: the first day of effect, else the enactment.
    pub since: Date,
    /// When it was enacted, as far as known.
    pub enacted: Option<Date>,
    /// All days on which parts of it come into force, also later ones, oldest first.
    pub effective: Vec<Told<Date>>,
}

/// Returns the laws in force on the day of the scope, oldest first, then by IRI. A law that no
/// source in scope dates is left out.
pub fn laws_in_force(snapshot: &Snapshot) -> Vec<LawInForce> {
    let mut reader = Reader::new(snapshot);
    let day = reader.day();
    let laws = reader.subjects(reader.words.a, words::id(snapshot, ag::LAW));
    let mut found = Vec::new();
    for law in laws {
        let Some(iri) = reader.node(law) else {
            continue;
        };
        let enacted = best(&dates(&mut reader, law, ag::ENACTED));
        let effective = dates(&mut reader, law, ag::EFFECTIVE);
        let first = effective.first().map(|(date, _)| *date);
        let Some(since) = first.or(enacted).filter(|date| date.first_day() <= day) else {
            continue;
        };
        let effective = effective.into_iter().map(|(value, graphs)| Told {
            value,
            sources: reader.sources(&graphs),
        });
        found.push(LawInForce {
            effective: effective.collect(),
            law: iri,
            since,
            enacted,
        });
    }
    found.sort_by(|a, b| (a.since, a.law.as_str()).cmp(&(b.since, b.law.as_str())));
    found
}

fn dates(reader: &mut Reader<'_>, law: TermId, property: NamedNodeRef<'_>) -> Dates {
    let property = words::id(reader.snapshot, property);
    let mut dates = Vec::new();
    let rows = reader.snapshot.ids([Some(law), Some(property), None, None]);
    for [_, _, object, graph] in rows {
        if let Some(date) = reader.date(object) {
            tell(&mut dates, date, graph);
        }
    }
    dates
}
