//! The book of one list: every change and every edition, and what they add up to on a day.
//!
//! For one company the book is a row of [`Mark`]s, each saying that it stands on the list or that
//! it does not. Marks are sorted by day; on one day the complete edition comes first, then what
//! was kept, removed, listed, so that the events of a day have the last word and a removal comes
//! before a listing. The last visible mark decides.
//!
//! A change that no source dates stands before everything that its own source dates of this
//! company on this list, and at the latest on the day from which it counts (see
//! [`Reader::horizon`]).

use crate::model::Date;
use crate::store::{IdQuad, TermId};
use crate::timeline::dates::{best, tell, within};
use crate::timeline::reader::{Dates, Notice, Reader};
use jiff::civil::Date as Day;
use std::collections::HashMap;
use std::rc::Rc;

/// What a change does to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Listing,
    Removal,
    Retention,
    Renaming,
}

/// An event that puts on, takes off, keeps or renames entries of the list.
#[derive(Debug)]
pub(super) struct Change {
    pub event: TermId,
    pub kind: Kind,
    pub targets: Vec<TermId>,
    pub editions: Vec<TermId>,
    /// The dates that the event itself is given.
    pub dates: Dates,
    /// The date to go by, with the help of its edition.
    pub date: Option<Date>,
    /// The graphs that tell of it.
    pub graphs: Vec<TermId>,
    /// Whether an edition to which it belongs was withdrawn.
    pub withdrawn: bool,
}

impl Change {
    fn counts(&self, revived: Option<TermId>) -> bool {
        !self.withdrawn || revived.is_some_and(|edition| self.editions.contains(&edition))
    }

    /// Tells whether the change may have happened and be known by `day`.
    pub fn told_by(&self, reader: &mut Reader<'_>, day: Day) -> bool {
        match self.date {
            Some(date) => {
                let mut own = self.dates.iter();
                date.first_day() <= day || own.any(|(date, _)| date.first_day() <= day)
            }
            None => self
                .graphs
                .iter()
                .any(|graph| reader.horizon(*graph) <= day),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    On,
    Off,
}

/// Where a mark comes from: the place of a change or an edition in the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Change(usize),
    Edition(usize),
}

#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub word: Word,
    pub origin: Origin,
    /// The date to go by; `None` if no source gives one.
    pub date: Option<Date>,
    /// From which day on the mark counts.
    pub known: Day,
    /// Its place in the row: first and last possible day, then the order within a day.
    pub place: (Day, Day, Phase),
    id: TermId,
}

/// The order of marks that stand on the same day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    UndatedEdition,
    UndatedListing,
    UndatedRemoval,
    Edition,
    Retention,
    Removal,
    Listing,
}

pub(super) struct Ledger {
    pub changes: Vec<Change>,
    pub editions: Vec<Rc<Notice>>,
    /// For each company the places of its changes.
    by_company: HashMap<TermId, Vec<usize>>,
}

impl Ledger {
    /// Reads the whole book of a list. Cost: the statements about its events and editions.
    pub fn of_list(reader: &mut Reader<'_>, list: TermId) -> Self {
        let mut changes = Vec::new();
        let mut editions = Vec::new();
        for subject in reader.subjects(reader.words.list, list) {
            if reader.is(subject, reader.words.edition) {
                editions.push(reader.notice(subject));
            } else if let Some(change) = read(reader, subject) {
                changes.push(change);
            }
        }
        Self::new(changes, editions)
    }

    /// Reads the changes of one company on a list, and the editions of the list.
    pub fn of_company(reader: &mut Reader<'_>, company: TermId, list: TermId) -> Self {
        let mut changes = Vec::new();
        for event in reader.subjects(reader.words.target, company) {
            if reader.has(event, reader.words.list, list) {
                changes.extend(read(reader, event));
            }
        }
        let notices = Self::editions_of(reader, list);
        Self::new(changes, notices)
    }

    /// Reads the editions of a list.
    pub fn editions_of(reader: &mut Reader<'_>, list: TermId) -> Vec<Rc<Notice>> {
        let editions = reader.subjects(reader.words.a, reader.words.edition);
        let mut notices = Vec::new();
        for edition in editions {
            if reader.has(edition, reader.words.list, list) {
                notices.push(reader.notice(edition));
            }
        }
        notices
    }

    fn new(changes: Vec<Change>, editions: Vec<Rc<Notice>>) -> Self {
        let mut by_company: HashMap<TermId, Vec<usize>> = HashMap::new();
        for (place, change) in changes.iter().enumerate() {
            for target in &change.targets {
                by_company.entry(*target).or_default().push(place);
            }
        }
        Self {
            changes,
            editions,
            by_company,
        }
    }

    /// Returns everyone who is the target of a change or printed in an edition, sorted.
    pub fn companies(&self) -> Vec<TermId> {
        let printed = self.editions.iter().flat_map(|edition| &edition.includes);
        let printed = printed.map(|(company, _)| *company);
        let mut companies: Vec<TermId> = self.by_company.keys().copied().chain(printed).collect();
        companies.sort_unstable();
        companies.dedup();
        companies
    }

    /// Returns the changes of a company with their places.
    pub fn changes_of(&self, company: TermId) -> impl Iterator<Item = (usize, &Change)> {
        let places = self.by_company.get(&company).into_iter().flatten();
        places.map(|place| (*place, &self.changes[*place]))
    }

    /// Returns what the book says about a company, sorted; withdrawn editions left out but for
    /// the one to be `revived`.
    pub fn marks(
        &self,
        reader: &mut Reader<'_>,
        company: TermId,
        revived: Option<TermId>,
    ) -> Vec<Mark> {
        let mut marks = Vec::new();
        // The graphs that date a mark: what such a graph does not date, lies before.
        let mut dated: Vec<(TermId, Day)> = Vec::new();
        let mut undated: Vec<(Word, Origin, Phase, TermId, TermId)> = Vec::new();
        let mut push = |word, origin, phases: (Phase, Phase), id, when: When<'_>| match when.date {
            Some(date) => {
                let first = date.first_day();
                dated.extend(when.dates.iter().flat_map(|(date, graphs)| {
                    graphs.iter().map(|graph| (*graph, date.first_day()))
                }));
                marks.push(Mark {
                    word,
                    origin,
                    date: Some(date),
                    known: first,
                    place: (first, date.last_day(), phases.0),
                    id,
                });
            }
            None => undated.extend(
                when.graphs
                    .iter()
                    .map(|graph| (word, origin, phases.1, id, *graph)),
            ),
        };
        for (place, change) in self.changes_of(company) {
            let (word, phases) = match change.kind {
                Kind::Listing => (Word::On, (Phase::Listing, Phase::UndatedListing)),
                Kind::Retention => (Word::On, (Phase::Retention, Phase::UndatedListing)),
                Kind::Removal => (Word::Off, (Phase::Removal, Phase::UndatedRemoval)),
                Kind::Renaming => continue,
            };
            if change.counts(revived) {
                let when = When {
                    date: change.date,
                    dates: &change.dates,
                    graphs: &change.graphs,
                };
                push(word, Origin::Change(place), phases, change.event, when);
            }
        }
        let mut known_to: Option<Vec<Option<TermId>>> = None;
        for (place, edition) in self.editions.iter().enumerate() {
            if edition.withdrawn && revived != Some(edition.id) {
                continue;
            }
            let word = match edition.printing(company).next() {
                Some(_) => Word::On,
                None if edition.complete.is_empty() => continue,
                None => {
                    let known = known_to.get_or_insert_with(|| reader.datasets_of(company));
                    let mut graphs = edition.complete.iter();
                    match graphs.any(|graph| known.contains(&reader.dataset(*graph))) {
                        true => Word::Off,
                        false => continue,
                    }
                }
            };
            let phases = (Phase::Edition, Phase::UndatedEdition);
            let when = When {
                date: edition.date,
                dates: &edition.dates,
                graphs: match word {
                    Word::On => &edition.graphs,
                    Word::Off => &edition.complete,
                },
            };
            push(word, Origin::Edition(place), phases, edition.id, when);
        }
        for (word, origin, phase, id, graph) in undated {
            let known = reader.horizon(graph);
            let own = dated.iter().filter(|(other, _)| *other == graph);
            let before = own.map(|(_, day)| *day).min();
            let day = before.map_or(known, |day| day.min(known));
            marks.push(Mark {
                word,
                origin,
                date: None,
                known,
                place: (day, day, phase),
                id,
            });
        }
        marks.sort_by_key(|mark| (mark.place, mark.id, mark.known));
        marks
    }
}

struct When<'a> {
    date: Option<Date>,
    dates: &'a Dates,
    graphs: &'a [TermId],
}

/// What marks add up to: the visible marks at the end of the row that all say the same.
pub(super) struct Run {
    pub word: Option<Word>,
    /// The places of the marks of the run.
    pub marks: Vec<usize>,
    /// The places of the visible marks before, the last of which says the opposite.
    pub before: Vec<usize>,
}

/// Adds up the marks that count by `day`.
pub(super) fn add_up(marks: &[Mark], day: Day) -> Run {
    let mut visible: Vec<usize> = (0..marks.len())
        .filter(|place| marks[*place].known <= day)
        .collect();
    let word = visible.last().map(|place| marks[*place].word);
    let opposite = visible
        .iter()
        .rposition(|place| Some(marks[*place].word) != word);
    let run = visible.split_off(opposite.map_or(0, |place| place + 1));
    Run {
        word,
        marks: run,
        before: visible,
    }
}

/// Reads an event as a change of a list, or returns `None` if it is none.
fn read(reader: &mut Reader<'_>, event: TermId) -> Option<Change> {
    let words = reader.words;
    let rows: Vec<IdQuad> = reader
        .snapshot
        .ids([Some(event), None, None, None])
        .collect();
    let class = |class: TermId| rows.iter().any(|row| row[1] == words.a && row[2] == class);
    let kind = if class(words.removal) {
        Kind::Removal
    } else if class(words.listing) {
        Kind::Listing
    } else if class(words.retention) {
        Kind::Retention
    } else if class(words.renaming) {
        Kind::Renaming
    } else {
        return None;
    };
    let mut change = Change {
        event,
        kind,
        targets: Vec::new(),
        editions: Vec::new(),
        dates: Vec::new(),
        date: None,
        graphs: Vec::new(),
        withdrawn: false,
    };
    for [_, predicate, object, graph] in rows {
        change.graphs.push(graph);
        if predicate == words.target {
            change.targets.push(object);
        } else if predicate == words.has_edition {
            change.editions.push(object);
        } else if predicate == words.date
            && let Some(date) = reader.date(object)
        {
            tell(&mut change.dates, date, graph);
        }
    }
    for ids in [
        &mut change.targets,
        &mut change.editions,
        &mut change.graphs,
    ] {
        ids.sort_unstable();
        ids.dedup();
    }
    let mut edition_date = None;
    for edition in &change.editions {
        let notice = reader.notice(*edition);
        change.withdrawn |= notice.withdrawn;
        edition_date = edition_date.or(notice.date);
    }
    change.date = within(best(&change.dates), edition_date);
    Some(change)
}
