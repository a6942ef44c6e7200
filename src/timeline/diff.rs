//! What changed on a list between two editions or days.

use crate::model::Date;
use crate::store::{Snapshot, TermId};
use crate::timeline::ledger::{Kind, Ledger, Origin, Word, add_up};
use crate::timeline::occurrence::Teller;
use crate::timeline::status::Verdict;
use crate::timeline::{Occurrence, words};
use jiff::civil::Date as Day;
use oxrdf::NamedNode;
use std::collections::{BTreeMap, BTreeSet};

/// One end of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Point {
    /// The list as it stood at the end of this day.
    Day(Day),
    /// The list as it stood with this edition, at the end of its day. With a withdrawn edition:
    /// as it would have stood.
    Edition(NamedNode),
}

/// Why two points cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DiffError {
    /// Nothing in scope says that this is an edition of the list.
    #[error("`{edition}` is no edition of `{list}` in the chosen sources")]
    UnknownEdition {
        /// What was asked for.
        edition: NamedNode,
        /// The list.
        list: NamedNode,
    },
    /// No source in scope dates the edition.
    #[error("no chosen source gives the date of `{edition}`, expected one to compare by day")]
    UndatedEdition {
        /// The edition.
        edition: NamedNode,
    },
}

/// What changed from one point to the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff {
    /// Who stands on the list at the second point only, sorted by company.
    pub added: Vec<Change>,
    /// Who stands on it at the first point only, sorted by company.
    pub removed: Vec<Change>,
    /// Who stands on it at both and was printed under another name in between, by company and day.
    pub renamed: Vec<Change>,
    /// Who stands on it at both, under other parents, sorted by company.
    pub reparented: Vec<Reparenting>,
    /// How many stand on it at both points.
    pub stayed: usize,
}

/// What happened to one company between the points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The company.
    pub company: NamedNode,
    /// The event that did it; `None` where only an edition shows it. Of points in reverse order
    /// it is the event that the way back undoes.
    pub event: Option<Occurrence>,
    /// The edition that shows it where no event tells: the last that prints who was added, the
    /// first that lacks who was removed.
    pub edition: Option<NamedNode>,
}

/// A company that is grouped under other parents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reparenting {
    /// The company.
    pub company: NamedNode,
    /// Its parents at the first point.
    pub from: Vec<NamedNode>,
    /// Its parents at the second point.
    pub to: Vec<NamedNode>,
    /// The groupings (`ag:Ownership`) that stand at one point only.
    pub evidence: Vec<NamedNode>,
}

/// Compares a list at two points. The points say which days are meant; the sources in scope count,
/// its day does not.
///
/// Cost: the statements about the events, editions and groupings of the list.
///
/// # Errors
///
/// [`DiffError`] if an edition is not one of the list or has no date.
pub fn diff(
    snapshot: &Snapshot,
    list: &NamedNode,
    from: &Point,
    to: &Point,
) -> Result<Diff, DiffError> {
    let mut teller = Teller::new(snapshot);
    let ledger = Ledger::of_list(&mut teller.reader, words::id(snapshot, list.as_ref()));
    let ends = [
        End::find(snapshot, &ledger, list, from)?,
        End::find(snapshot, &ledger, list, to)?,
    ];
    let later = if ends[0].day > ends[1].day { 0 } else { 1 };
    let earlier = 1 - later;
    let groupings = Groupings::read(&teller, &ledger);
    let mut diff = Diff {
        added: Vec::new(),
        removed: Vec::new(),
        renamed: Vec::new(),
        reparented: Vec::new(),
        stayed: 0,
    };
    for company in ledger.companies() {
        let Some(iri) = teller.reader.node(company) else {
            continue;
        };
        let marks = ends.map(|end| ledger.marks(&mut teller.reader, company, end.revived));
        let runs = [0, 1].map(|end| add_up(&marks[end], ends[end].day));
        let stands = [0, 1].map(|end| runs[end].word == Some(Word::On));
        if stands[0] != stands[1] {
            let decided = Verdict::of(&ledger, &marks[later], &runs[later]).because;
            let mut change = Change {
                company: iri,
                event: None,
                edition: None,
            };
            match decided {
                Some(Origin::Change(place)) => {
                    change.event = teller.tell(ledger.changes[place].event);
                }
                Some(Origin::Edition(place)) => {
                    change.edition = teller.reader.node(ledger.editions[place].id);
                }
                None => {}
            }
            match stands[1] {
                true => diff.added.push(change),
                false => diff.removed.push(change),
            }
        } else if stands[0] {
            diff.stayed += 1;
            for (_, change) in ledger.changes_of(company) {
                let revived = ends[later].revived;
                let counts = !change.withdrawn
                    || revived.is_some_and(|edition| change.editions.contains(&edition));
                let between = change
                    .date
                    .map(Date::first_day)
                    .is_some_and(|day| ends[earlier].day < day && day <= ends[later].day);
                if change.kind == Kind::Renaming && counts && between {
                    diff.renamed.push(Change {
                        company: iri.clone(),
                        event: teller.tell(change.event),
                        edition: None,
                    });
                }
            }
            let parents = ends.map(|end| groupings.of(&ledger, company, end));
            if let [Some(from), Some(to)] = parents
                && from.keys().ne(to.keys())
            {
                let nodes = |parents: &Parents| -> Vec<NamedNode> {
                    let parents = parents.keys();
                    parents.filter_map(|id| teller.reader.node(*id)).collect()
                };
                let only = |one: &Parents, other: &Parents| -> BTreeSet<TermId> {
                    let lost = one.iter().filter(|(parent, _)| !other.contains_key(parent));
                    lost.flat_map(|(_, evidence)| evidence.iter().copied())
                        .collect()
                };
                let evidence: BTreeSet<TermId> = &only(&from, &to) | &only(&to, &from);
                let evidence = evidence.into_iter();
                diff.reparented.push(Reparenting {
                    company: iri,
                    from: nodes(&from),
                    to: nodes(&to),
                    evidence: evidence.filter_map(|id| teller.reader.node(id)).collect(),
                });
            }
        }
    }
    diff.renamed.sort_by(|a, b| {
        let date = |change: &Change| change.event.as_ref().and_then(|event| event.date);
        (a.company.as_str(), date(a)).cmp(&(b.company.as_str(), date(b)))
    });
    Ok(diff)
}

/// A point as the ledger sees it.
#[derive(Clone, Copy)]
struct End {
    day: Day,
    /// The withdrawn edition that is to count.
    revived: Option<TermId>,
}

impl End {
    fn find(
        snapshot: &Snapshot,
        ledger: &Ledger,
        list: &NamedNode,
        point: &Point,
    ) -> Result<Self, DiffError> {
        let iri = match point {
            Point::Day(day) => {
                return Ok(Self {
                    day: *day,
                    revived: None,
                });
            }
            Point::Edition(iri) => iri,
        };
        let id = words::id(snapshot, iri.as_ref());
        let notice = ledger.editions.iter().find(|edition| edition.id == id);
        let notice = notice.ok_or_else(|| DiffError::UnknownEdition {
            edition: iri.clone(),
            list: list.clone(),
        })?;
        let date = notice.date.ok_or_else(|| DiffError::UndatedEdition {
            edition: iri.clone(),
        })?;
        Ok(Self {
            // What an imprecise edition changes counts from its first possible day.
            day: date.first_day(),
            revived: notice.withdrawn.then_some(id),
        })
    }
}

/// Parents of one company, each with the ownerships that say so.
type Parents = BTreeMap<TermId, BTreeSet<TermId>>;

/// Who is printed under whom, by edition.
struct Groupings(BTreeMap<TermId, BTreeMap<TermId, Parents>>);

impl Groupings {
    fn read(teller: &Teller<'_>, ledger: &Ledger) -> Self {
        let (reader, words) = (&teller.reader, teller.reader.words);
        let mut groupings: BTreeMap<TermId, BTreeMap<TermId, Parents>> = BTreeMap::new();
        for ownership in reader.subjects(words.kind, words.grouping) {
            for edition in reader.objects(ownership, words.has_edition) {
                if !ledger.editions.iter().any(|notice| notice.id == edition) {
                    continue;
                }
                for child in reader.objects(ownership, words.child) {
                    let parents = groupings.entry(edition).or_default();
                    let parents = parents.entry(child).or_default();
                    for parent in reader.objects(ownership, words.parent) {
                        parents.entry(parent).or_default().insert(ownership);
                    }
                }
            }
        }
        Self(groupings)
    }

    /// Returns the parents under which the last edition by the end's day prints a company, or
    /// `None` if no edition in scope shows groupings for it.
    fn of(&self, ledger: &Ledger, company: TermId, end: End) -> Option<Parents> {
        let in_force = ledger.editions.iter().filter(|edition| {
            let counts = !edition.withdrawn || end.revived == Some(edition.id);
            counts && edition.date.is_some_and(|date| date.first_day() <= end.day)
        });
        let speaking = in_force.filter_map(|edition| {
            let groupings = self.0.get(&edition.id)?;
            let own = groupings.get(&company);
            // An edition that prints the company and groups others, groups this one under none.
            let printed = edition.printing(company).next().is_some();
            (own.is_some() || printed)
                .then(|| ((edition.date, edition.id), own.cloned().unwrap_or_default()))
        });
        let last = speaking.max_by_key(|(order, _)| *order);
        last.map(|(_, parents)| parents)
    }
}
