//! Everything that happened to one thing, in order.

use crate::model::vocab as ag;
use crate::store::{Snapshot, TermId};
use crate::timeline::occurrence::Teller;
use crate::timeline::{Occurrence, words};
use oxrdf::NamedNode;

/// Returns every event in which a thing takes part (as target, agent, addressee, list, court …)
/// and that may have happened by the day of the scope.
///
/// Undated events come first, then the oldest; on one day removals come before listings and these
/// before everything else, then the IRI decides. An event counts as told when any of its dates may
/// lie on or before the day; an undated one when its source was out.
///
/// Cost: the statements that name the thing and those about its events.
pub fn history(snapshot: &Snapshot, thing: &NamedNode) -> Vec<Occurrence> {
    let mut teller = Teller::new(snapshot);
    let (thing, event) = (
        words::id(snapshot, thing.as_ref()),
        teller.reader.words.event,
    );
    let rows = snapshot.ids([None, None, Some(thing), None]);
    let mut events: Vec<TermId> = rows.map(|[subject, ..]| subject).collect();
    events.sort_unstable();
    events.dedup();
    events.retain(|id| teller.reader.is(*id, event));
    let day = teller.reader.day();
    let mut told: Vec<Occurrence> = Vec::new();
    for id in events {
        if let Some(occurrence) = teller.tell(id)
            && teller.told_by(id, &occurrence, day)
        {
            told.push(occurrence);
        }
    }
    sort(&mut told);
    told
}

/// Puts occurrences into the order of a timeline.
pub(super) fn sort(occurrences: &mut [Occurrence]) {
    occurrences
        .sort_by(|a, b| (a.date, rank(a), a.iri.as_str()).cmp(&(b.date, rank(b), b.iri.as_str())));
}

fn rank(occurrence: &Occurrence) -> u8 {
    let class = occurrence.class.as_ref();
    if [ag::REMOVAL, ag::MERGER, ag::OMISSION].contains(&class) {
        0
    } else if [ag::LISTING, ag::RELISTING].contains(&class) {
        1
    } else {
        2
    }
}
