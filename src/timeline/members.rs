//! Who stands on a list, on one day and on every day.

use crate::model::Date;
use crate::store::Snapshot;
use crate::timeline::ledger::{Ledger, Mark, Origin, Word, add_up};
use crate::timeline::reader::Reader;
use crate::timeline::status::{Verdict, caveats};
use crate::timeline::{Caveat, words};
use oxrdf::NamedNode;
use std::collections::BTreeMap;

/// A company that stands on a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The company.
    pub company: NamedNode,
    /// When it was put on the list for this standing; `None` where no event in scope tells.
    pub since: Option<Date>,
    /// The event that put it there or says that it was kept, if any.
    pub event: Option<NamedNode>,
    /// The last complete edition by the day that prints it, if any.
    pub confirmed_by: Option<NamedNode>,
    /// What weakens its standing.
    pub caveats: Vec<Caveat>,
}

/// What one day did to a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The day, month or year; of undated changes the day from which they count.
    pub date: Date,
    /// How many companies were put on the list.
    pub added: usize,
    /// How many were taken off. Who is removed and listed again on one day counts in both.
    pub removed: usize,
    /// How many stand on the list after it.
    pub total: usize,
}

/// Returns all companies that stand on a list on the day of the scope, sorted by IRI.
///
/// The rules are those of [`status`](crate::timeline::status). Cost: the statements about the
/// events and editions of the list, read once.
pub fn members(snapshot: &Snapshot, list: &NamedNode) -> Vec<Member> {
    let mut reader = Reader::new(snapshot);
    let ledger = Ledger::of_list(&mut reader, words::id(snapshot, list.as_ref()));
    let day = reader.day();
    let mut members = Vec::new();
    for company in ledger.companies() {
        let marks = ledger.marks(&mut reader, company, None);
        let run = add_up(&marks, day);
        if run.word != Some(Word::On) {
            continue;
        }
        let Some(iri) = reader.node(company) else {
            continue;
        };
        let verdict = Verdict::of(&ledger, &marks, &run);
        let event = match verdict.because {
            Some(Origin::Change(place)) => reader.node(ledger.changes[place].event),
            _ => None,
        };
        let edition = verdict.confirmed_by;
        members.push(Member {
            company: iri,
            since: verdict.since,
            event,
            confirmed_by: edition.and_then(|place| reader.node(ledger.editions[place].id)),
            caveats: caveats(&mut reader, &ledger, &marks, &run, company, day),
        });
    }
    members
}

/// Returns what each day up to the day of the scope did to a list, oldest first; days that
/// changed nothing are left out.
pub fn replay(snapshot: &Snapshot, list: &NamedNode) -> Vec<Step> {
    let mut reader = Reader::new(snapshot);
    let ledger = Ledger::of_list(&mut reader, words::id(snapshot, list.as_ref()));
    let day = reader.day();
    let mut turns: BTreeMap<Date, (usize, usize)> = BTreeMap::new();
    for company in ledger.companies() {
        let mut marks = ledger.marks(&mut reader, company, None);
        marks.retain(|mark| mark.known <= day);
        for (date, word) in self::turns(&marks) {
            let (added, removed) = turns.entry(date).or_default();
            match word {
                Word::On => *added += 1,
                Word::Off => *removed += 1,
            }
        }
    }
    let mut total = 0;
    let steps = turns.into_iter().map(|(date, (added, removed))| {
        total = total + added - removed;
        Step {
            date,
            added,
            removed,
            total,
        }
    });
    steps.collect()
}

/// Returns when a company came onto the list and left it.
fn turns(marks: &[Mark]) -> Vec<(Date, Word)> {
    let mut days: Vec<_> = marks.iter().map(|mark| mark.known).collect();
    days.sort_unstable();
    days.dedup();
    let mut turns = Vec::new();
    let mut standing = Word::Off;
    for day in days {
        // A mark without a date lies before the day on which it becomes known: what it changes
        // shows on that day, ahead of what the day itself brings.
        let visible = || marks.iter().filter(|mark| mark.known <= day);
        let earlier = visible().rfind(|mark| mark.place.0 < day);
        let mut turn = |date: Date, word: Word| {
            if word != standing {
                turns.push((date, word));
                standing = word;
            }
        };
        turn(day.into(), earlier.map_or(Word::Off, |mark| mark.word));
        for mark in visible().filter(|mark| mark.place.0 >= day) {
            turn(mark.date.unwrap_or(day.into()), mark.word);
        }
    }
    turns
}
