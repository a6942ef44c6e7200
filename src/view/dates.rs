//! Since when and until when the sources say that events hold, read in a few sorted sweeps.

use crate::model::{Date, vocab};
use crate::store::{IdQuad, Snapshot, TermId};
use crate::view::stamp::Stamp;
use oxrdf::NamedNodeRef;
use oxrdf::vocab::rdf;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};

/// A date of a thing according to a graph.
pub(super) type Dated = (TermId, TermId, Stamp);

/// The properties that say when an event was, or a tenure began.
pub(super) const STARTS: &[NamedNodeRef<'static>] = &[vocab::DATE, vocab::START];
/// The property that says when a tenure ended.
pub(super) const ENDS: &[NamedNodeRef<'static>] = &[vocab::END];

/// Returns the latest date that each graph states.
pub(super) fn latest_stated(snapshot: &Snapshot) -> HashMap<TermId, Stamp> {
    let mut latest = HashMap::new();
    for (_, graph, stamp) in sorted(snapshot, DATES) {
        let have = latest.entry(graph).or_insert(stamp);
        *have = stamp.max(*have);
    }
    latest
}

/// Returns from when on an undated claim of a source is known: the day on which the source was
/// published or the latest date that it states, whichever is earlier; none if it has neither.
pub(super) fn known(snapshot: &Snapshot, source: TermId, stated: Stamp) -> Stamp {
    let issued = property(snapshot, vocab::external::ISSUED)
        .map(|issued| snapshot.ids([Some(source), Some(issued), None, None]))
        .into_iter()
        .flatten()
        .map(|row| stamp(snapshot, row[2]));
    let dates = issued.chain([stated]).filter(|stamp| !stamp.is_none());
    dates.min().unwrap_or_default()
}

/// The properties by which a source states a date of something that has happened or will.
const DATES: &[NamedNodeRef<'static>] = &[
    vocab::DATE,
    vocab::START,
    vocab::END,
    vocab::PUBLISHED,
    vocab::ENACTED,
    vocab::EFFECTIVE,
    vocab::ESTABLISHED,
    vocab::COUNT_DATE,
    vocab::OUTCOME_DATE,
    vocab::STATE_DATE,
];

/// Returns what the sources say with these properties, sorted by thing and graph.
pub(super) fn sorted(snapshot: &Snapshot, properties: &[NamedNodeRef<'_>]) -> Vec<Dated> {
    let mut dates: Vec<Dated> = Vec::new();
    for property in properties.iter().filter_map(|p| property(snapshot, *p)) {
        // Statements of one property come sorted by value: each distinct date is read once.
        let mut last: Option<(TermId, Stamp)> = None;
        for [s, _, o, g] in snapshot.ids([None, Some(property), None, None]) {
            let stamp = match last {
                Some((value, stamp)) if value == o => stamp,
                _ => stamp(snapshot, o),
            };
            last = Some((o, stamp));
            if !stamp.is_none() {
                dates.push((s, g, stamp));
            }
        }
    }
    dates.par_sort_unstable();
    dates
}

/// Returns the same of one thing. `properties` are terms.
pub(super) fn of_thing(snapshot: &Snapshot, thing: TermId, properties: &[TermId]) -> Vec<Dated> {
    let rows = properties
        .iter()
        .flat_map(|property| snapshot.ids([Some(thing), Some(*property), None, None]));
    let mut dates: Vec<Dated> = rows
        .map(|[s, _, o, g]| (s, g, stamp(snapshot, o)))
        .filter(|dated| !dated.2.is_none())
        .collect();
    dates.sort_unstable();
    dates
}

fn stamp(snapshot: &Snapshot, value: TermId) -> Stamp {
    Date::from_term(&snapshot.term(value)).into()
}

pub(super) fn property(snapshot: &Snapshot, iri: NamedNodeRef<'_>) -> Option<TermId> {
    snapshot.id(&iri.into_owned().into())
}

/// Takes from the front of `rows`, sorted by thing, what belongs to `thing`.
///
/// Things must be asked for in ascending order.
pub(super) fn advance<'a>(rows: &mut &'a [Dated], thing: TermId) -> &'a [Dated] {
    let skip = rows.iter().take_while(|row| row.0 < thing).count();
    let length = rows[skip..].iter().take_while(|row| row.0 == thing).count();
    let (found, rest) = rows[skip..].split_at(length);
    *rows = rest;
    found
}

/// Returns the earliest date that `graph` gives in `rows`, as finely as the graph itself gives it.
///
/// A source that contradicts itself is taken at its earliest date.
pub(super) fn earliest(rows: &[Dated], graph: TermId) -> Stamp {
    let own = || rows.iter().filter(|row| row.1 == graph).map(|row| row.2);
    let Some(first) = own().min() else {
        return Stamp::NONE;
    };
    // A coarser date packs below the finer ones that it agrees with, up to its own last day.
    let agreeing = own().filter(|stamp| stamp.last() <= first.last());
    let finest = agreeing.min_by_key(|stamp| (stamp.last() - stamp.to_bits(), *stamp));
    finest.unwrap_or(first)
}

/// Returns the latest date that `graph` gives in `rows`, or any graph if `graph` is `None`.
pub(super) fn latest(rows: &[Dated], graph: Option<TermId>) -> Stamp {
    let own = rows
        .iter()
        .filter(|row| graph.is_none_or(|graph| row.1 == graph));
    let last = own.map(|row| row.2).max_by_key(|stamp| stamp.last());
    last.unwrap_or_default()
}

/// Returns the events that an edition did which a source in scope calls withdrawn.
///
/// Only what an edition itself does falls with it: a response to a withdrawn notice was made all
/// the same. An ownership shown by several editions falls when all of them are withdrawn.
pub(super) fn withdrawn_events(snapshot: &Snapshot) -> HashSet<TermId> {
    let ids = [
        vocab::STATE,
        vocab::WITHDRAWN,
        vocab::HAS_EDITION,
        rdf::TYPE,
    ]
    .map(|iri| property(snapshot, iri));
    let [Some(state), Some(withdrawn), Some(edition), Some(a)] = ids else {
        return HashSet::new();
    };
    let done: HashSet<TermId> = DONE_BY_EDITION
        .iter()
        .filter_map(|class| property(snapshot, *class))
        .collect();
    let pulled: HashSet<TermId> = snapshot
        .ids([None, Some(state), Some(withdrawn), None])
        .map(|row| row[0])
        .collect();
    let object = |row: IdQuad| row[2];
    let events = pulled
        .iter()
        .flat_map(|notice| snapshot.ids([None, Some(edition), Some(*notice), None]))
        .map(|row| row[0]);
    let falls = |event: &TermId| {
        let mut classes = snapshot
            .ids([Some(*event), Some(a), None, None])
            .map(object);
        let mut editions = snapshot
            .ids([Some(*event), Some(edition), None, None])
            .map(object);
        classes.any(|class| done.contains(&class)) && editions.all(|e| pulled.contains(&e))
    };
    events.filter(falls).collect()
}

/// What the printing of an edition brings about.
const DONE_BY_EDITION: &[NamedNodeRef<'static>] = &[
    vocab::LISTING,
    vocab::OWNERSHIP,
    vocab::REMOVAL,
    vocab::RENAMING,
    vocab::RETENTION,
];
