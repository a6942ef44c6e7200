//! "Is X on list L?": yes, no, or unknown, with the reason and everything that weakens it.

use crate::model::Date;
use crate::store::{Snapshot, TermId};
use crate::timeline::dates::disagree;
use crate::timeline::history::sort;
use crate::timeline::ledger::{Kind, Ledger, Mark, Origin, Run, Word, add_up};
use crate::timeline::occurrence::Teller;
use crate::timeline::reader::{Dates, Notice, Reader};
use crate::timeline::{Occurrence, Told, words};
use jiff::civil::Date as Day;
use oxrdf::NamedNode;

/// Whether a company stands on a list on the day of the scope, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The answer.
    pub standing: Standing,
    /// When it was put on (or taken off) the list for this standing; `None` where no event in
    /// scope tells, or tells without a date.
    pub since: Option<Date>,
    /// What decides.
    pub because: Reason,
    /// The last complete edition by that day that says the same, if any: the printed list.
    pub confirmed_by: Option<NamedNode>,
    /// Changes by that day that notices announced which were then withdrawn, oldest first. They
    /// change nothing and are always told.
    pub withdrawn: Vec<Occurrence>,
    /// What a careful reader should know about the answer.
    pub caveats: Vec<Caveat>,
}

/// The three answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It stands on the list.
    Listed,
    /// It was removed, or a complete edition lacks it.
    NotListed,
    /// Nothing in scope says so.
    Unknown,
}

/// What decides a standing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The event that put it on the list or took it off; of an entry whose listing no source
    /// tells, the event that says it was kept.
    Event(Box<Occurrence>),
    /// A complete edition, where no event tells: the last one that says so, or the one from which
    /// a listed company vanished.
    CompleteEdition {
        /// The edition.
        edition: NamedNode,
        /// Its day.
        date: Option<Date>,
        /// Whether it prints the company.
        includes: bool,
        /// The sources whose print it is, sorted.
        sources: Vec<NamedNode>,
    },
    /// Nothing says so.
    Nothing,
}

/// What weakens or disputes an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caveat {
    /// The day asked for lies in the month or year that a source gives for the event: it may not
    /// have happened yet.
    Imprecise {
        /// The event or edition.
        event: NamedNode,
        /// Its date as far as known.
        date: Date,
    },
    /// No source in scope dates the event; it counts from the day when its source was out.
    Undated {
        /// The event or edition.
        event: NamedNode,
        /// From which day it counts.
        known: Day,
    },
    /// Sources date the event apart, and on the day asked for it matters.
    DatesDisagree {
        /// The event or edition.
        event: NamedNode,
        /// The dates with their sources, oldest first.
        dates: Vec<Told<Date>>,
    },
    /// The event or edition that decides may be older than one that says the opposite: the dates
    /// do not settle which came first.
    OrderUnsettled {
        /// What decides.
        event: NamedNode,
        /// What says the opposite.
        rival: NamedNode,
    },
    /// An event and a complete edition of the same day say the opposite; the event decides.
    EditionDisagrees {
        /// The event.
        event: NamedNode,
        /// The edition.
        edition: NamedNode,
    },
    /// Sources differ on whether the edition prints the company.
    PrintDisputed {
        /// The edition.
        edition: NamedNode,
        /// The sources that print it.
        includes: Vec<NamedNode>,
        /// The sources that print the list without it.
        lacks: Vec<NamedNode>,
    },
    /// It stands on the list, but since when no event in scope tells; at the latest since then.
    StartUnknown {
        /// The first day on which something shows it on the list.
        at_latest: Option<Date>,
    },
}

/// Tells whether a company stands on a list on the day of the scope.
///
/// The last thing in force by that day decides: a listing or removal, an entry kept, a complete
/// edition that prints the company or lacks it. On one day events have the last word over the
/// edition, and a removal comes before a listing. An edition is complete only for the sources that
/// call it so and print it whole. Changes in a notice that a source in scope calls withdrawn are
/// told and do not count.
///
/// Cost: the statements about the company's events and about the editions of the list.
pub fn status(snapshot: &Snapshot, company: &NamedNode, list: &NamedNode) -> Status {
    let mut teller = Teller::new(snapshot);
    let company = words::id(snapshot, company.as_ref());
    let list = words::id(snapshot, list.as_ref());
    status_of(&mut teller, company, list)
}

/// Returns the status of a company on each list that an event with it as target, or an edition
/// that prints it, names by the day of the scope; sorted by list.
///
/// A list on which somebody only asked to put it is among them.
pub fn statuses(snapshot: &Snapshot, company: &NamedNode) -> Vec<(NamedNode, Status)> {
    let mut teller = Teller::new(snapshot);
    let company = words::id(snapshot, company.as_ref());
    let (words, day) = (teller.reader.words, teller.reader.day());
    let mut lists: Vec<TermId> = Vec::new();
    for event in teller.reader.subjects(words.target, company) {
        let named = teller.reader.objects(event, words.list);
        if named.iter().all(|list| lists.contains(list)) || !teller.reader.is(event, words.event) {
            continue;
        }
        let told = teller.tell(event);
        if told.is_some_and(|told| teller.told_by(event, &told, day)) {
            lists.extend(named);
        }
    }
    for edition in teller.reader.subjects(words.includes, company) {
        let notice = teller.reader.notice(edition);
        if notice.date.is_none_or(|date| date.first_day() <= day) {
            lists.extend(teller.reader.objects(edition, words.list));
        }
    }
    lists.sort_unstable();
    lists.dedup();
    let mut statuses = Vec::new();
    for list in lists {
        let status = status_of(&mut teller, company, list);
        statuses.extend(teller.reader.node(list).map(|list| (list, status)));
    }
    statuses
}

fn status_of(teller: &mut Teller<'_>, company: TermId, list: TermId) -> Status {
    let day = teller.reader.day();
    let ledger = Ledger::of_company(&mut teller.reader, company, list);
    let marks = ledger.marks(&mut teller.reader, company, None);
    let run = add_up(&marks, day);
    let mut withdrawn = Vec::new();
    for (_, change) in ledger.changes_of(company) {
        if change.withdrawn && change.told_by(&mut teller.reader, day) {
            withdrawn.extend(teller.tell(change.event));
        }
    }
    sort(&mut withdrawn);
    let verdict = Verdict::of(&ledger, &marks, &run);
    let because = match verdict.because {
        None => Reason::Nothing,
        Some(Origin::Change(place)) => match teller.tell(ledger.changes[place].event) {
            Some(told) => Reason::Event(Box::new(told)),
            None => Reason::Nothing,
        },
        Some(Origin::Edition(place)) => printed(&teller.reader, &ledger.editions[place], company),
    };
    let confirmed_by = verdict.confirmed_by;
    Status {
        standing: verdict.standing,
        since: verdict.since,
        because,
        confirmed_by: confirmed_by.and_then(|place| teller.reader.node(ledger.editions[place].id)),
        withdrawn,
        caveats: caveats(&mut teller.reader, &ledger, &marks, &run, company, day),
    }
}

fn printed(reader: &Reader<'_>, edition: &Notice, company: TermId) -> Reason {
    let printing: Vec<TermId> = edition.printing(company).collect();
    let includes = !printing.is_empty();
    let graphs = if includes {
        &printing
    } else {
        &edition.complete
    };
    match reader.node(edition.id) {
        Some(iri) => Reason::CompleteEdition {
            edition: iri,
            date: edition.date,
            includes,
            sources: reader.sources(graphs),
        },
        None => Reason::Nothing,
    }
}

/// A run of marks read as an answer.
pub(super) struct Verdict {
    pub standing: Standing,
    pub since: Option<Date>,
    pub because: Option<Origin>,
    pub confirmed_by: Option<usize>,
    /// Whether the run begins with the event that put the company on the list.
    pub began: bool,
}

impl Verdict {
    pub fn of(ledger: &Ledger, marks: &[Mark], run: &Run) -> Self {
        let standing = match run.word {
            Some(Word::On) => Standing::Listed,
            Some(Word::Off) => Standing::NotListed,
            None => Standing::Unknown,
        };
        let in_run = || run.marks.iter().map(|place| &marks[*place]);
        let change = |mark: &Mark| match mark.origin {
            Origin::Change(place) => Some(&ledger.changes[place]),
            Origin::Edition(_) => None,
        };
        let turning = |mark: &&Mark| {
            change(mark).is_some_and(|change| matches!(change.kind, Kind::Listing | Kind::Removal))
        };
        let edition = |mark: &Mark| match mark.origin {
            Origin::Edition(place) => Some(place),
            Origin::Change(_) => None,
        };
        let turned = in_run().find(turning);
        // What stands in the run before the event must be of the same day (the edition that
        // prints the change), or the standing is older than the event.
        let first = in_run().next();
        let began = match (turned, first) {
            (Some(turned), Some(first)) => {
                std::ptr::eq(turned, first)
                    || turned.date.is_some()
                        && first.date.is_some()
                        && first.place.1 >= turned.place.0
            }
            _ => false,
        };
        let editions: Vec<&Mark> = in_run().filter(|mark| edition(mark).is_some()).collect();
        let kept = in_run().find(|mark| change(mark).is_some());
        let vanished = run.word == Some(Word::Off) && !run.before.is_empty();
        let by_edition = match vanished {
            true => editions.first(),
            false => editions.last(),
        };
        let because = turned.or(kept).or(by_edition.copied());
        let since = match turned {
            Some(turned) if began => turned.date,
            Some(_) => None,
            None if vanished => by_edition.and_then(|mark| mark.date),
            None => None,
        };
        Self {
            standing,
            since,
            because: because.map(|mark| mark.origin),
            confirmed_by: editions.last().and_then(|mark| edition(mark)),
            began,
        }
    }
}

/// Returns what weakens the verdict on one company.
pub(super) fn caveats(
    reader: &mut Reader<'_>,
    ledger: &Ledger,
    marks: &[Mark],
    run: &Run,
    company: TermId,
    day: Day,
) -> Vec<Caveat> {
    let mut caveats = Vec::new();
    let id = |origin: Origin| match origin {
        Origin::Change(place) => ledger.changes[place].event,
        Origin::Edition(place) => ledger.editions[place].id,
    };
    let dates_of = |origin: Origin| -> &Dates {
        match origin {
            Origin::Change(place) => &ledger.changes[place].dates,
            Origin::Edition(place) => &ledger.editions[place].dates,
        }
    };
    let visible = || {
        run.before
            .iter()
            .chain(&run.marks)
            .map(|place| &marks[*place])
    };
    for mark in visible() {
        let Some(event) = reader.node(id(mark.origin)) else {
            continue;
        };
        match mark.date {
            Some(date) if day < date.last_day() => caveats.push(Caveat::Imprecise { event, date }),
            Some(_) => {}
            None => caveats.push(Caveat::Undated {
                event,
                known: mark.known,
            }),
        }
    }
    // Rival dates on both sides of the day, also where the date to go by is still to come.
    for mark in marks {
        let dates = dates_of(mark.origin);
        let past = |(date, _): &(Date, Vec<TermId>)| date.first_day() <= day;
        if disagree(dates) && dates.iter().any(past) && !dates.iter().all(past) {
            let told = dates.iter().map(|(date, graphs)| Told {
                value: *date,
                sources: reader.sources(graphs),
            });
            let dates = told.collect();
            if let Some(event) = reader.node(id(mark.origin)) {
                caveats.push(Caveat::DatesDisagree { event, dates });
            }
        }
    }
    if let Some(last) = run.marks.last().map(|place| &marks[*place]) {
        for rival in run.before.iter().map(|place| &marks[*place]) {
            let opposite = rival.word != last.word;
            let imprecise = |mark: &Mark| mark.place.0 < mark.place.1 || mark.date.is_none();
            let may_be_later = match rival.date {
                // What is undated lies anywhere before the day from which it counts.
                None => rival.known > last.place.0,
                Some(_) => rival.place.1 > last.place.0,
            };
            if opposite && may_be_later && (imprecise(rival) || imprecise(last)) {
                let (event, other) = (id(last.origin), id(rival.origin));
                if let (Some(event), Some(rival)) = (reader.node(event), reader.node(other)) {
                    caveats.push(Caveat::OrderUnsettled { event, rival });
                }
            }
            // The last word of the edition's day, not a removal that a listing of the day undoes.
            if opposite
                && matches!(rival.origin, Origin::Edition(_))
                && matches!(last.origin, Origin::Change(_))
                && rival.date.is_some()
                && rival.date == last.date
            {
                let (event, edition) = (id(last.origin), id(rival.origin));
                if let (Some(event), Some(edition)) = (reader.node(event), reader.node(edition)) {
                    caveats.push(Caveat::EditionDisagrees { event, edition });
                }
            }
        }
    }
    for mark in visible() {
        let Origin::Edition(place) = mark.origin else {
            continue;
        };
        let edition = &ledger.editions[place];
        let printing: Vec<TermId> = edition.printing(company).collect();
        let complete = edition.complete.iter().copied();
        let lacking: Vec<TermId> = complete.filter(|graph| !printing.contains(graph)).collect();
        if !printing.is_empty()
            && !lacking.is_empty()
            && let Some(edition) = reader.node(edition.id)
        {
            caveats.push(Caveat::PrintDisputed {
                edition,
                includes: reader.sources(&printing),
                lacks: reader.sources(&lacking),
            });
        }
    }
    if run.word == Some(Word::On) && !Verdict::of(ledger, marks, run).began {
        let mut dates = run.marks.iter().filter_map(|place| marks[*place].date);
        caveats.push(Caveat::StartUnknown {
            at_latest: dates.next(),
        });
    }
    let mut kept: Vec<Caveat> = Vec::new();
    for caveat in caveats {
        if !kept.contains(&caveat) {
            kept.push(caveat);
        }
    }
    kept
}
