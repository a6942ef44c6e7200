//! What changed on a list between two editions or two days.

use crate::app::event::{self, Event};
use crate::app::value::{self, Basis, Reader, Source, Thing};
use crate::app::{AppError, Session};
use crate::model::Date;
use crate::model::vocab as ag;
use crate::timeline::{self, DiffError, Point};
use oxrdf::NamedNode;
use serde::Serialize;
use std::collections::BTreeSet;

/// What to compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiffRequest {
    /// An edition (id) or a day (`YYYY-MM-DD`, `YYYY-MM` or `YYYY`, which mean their last day).
    pub from: String,
    /// The same.
    pub to: String,
    /// The list; where it is not named and both points are days, the one with most listings.
    pub list: Option<String>,
}

/// What changed.
#[derive(Clone, Debug, Serialize)]
pub struct Diff {
    /// Name and version of this form of answer.
    pub schema: &'static str,
    /// What the answer was drawn from.
    pub basis: Basis,
    /// The list.
    pub list: Thing,
    /// The first point.
    pub from: End,
    /// The second point.
    pub to: End,
    /// Who stands on the list at the second point only.
    pub added: Vec<Change>,
    /// Who stands on it at the first point only.
    pub removed: Vec<Change>,
    /// Who stands on it at both and was printed under another name in between.
    pub renamed: Vec<Change>,
    /// Who stands on it at both, under other parents.
    pub reparented: Vec<Reparenting>,
    /// How many stand on it at both points.
    pub stayed: usize,
    /// The sources of all this.
    pub sources: Vec<Source>,
}

/// One end of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct End {
    /// The edition, or `null` for a day.
    pub edition: Option<Thing>,
    /// The day, or the date of the edition.
    pub date: Option<String>,
    /// Whether the edition was withdrawn: then the list is told as it would have stood.
    pub withdrawn: bool,
}

/// What happened to one company.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The company.
    pub company: Thing,
    /// The event that did it; `null` where only an edition shows it.
    pub event: Option<Event>,
    /// The edition that shows it where no event tells.
    pub edition: Option<Thing>,
    /// The name before, of a renaming.
    pub former_name: Option<String>,
    /// The name after, of a renaming.
    pub new_name: Option<String>,
}

/// A company that is grouped under other parents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reparenting {
    /// The company.
    pub company: Thing,
    /// Its parents at the first point.
    pub from: Vec<Thing>,
    /// Its parents at the second point.
    pub to: Vec<Thing>,
    /// The ids of the groupings that stand at one point only.
    pub evidence: Vec<String>,
}

impl Diff {
    /// Tells whether anything changed.
    pub fn has_changes(&self) -> bool {
        !(self.added.is_empty()
            && self.removed.is_empty()
            && self.renamed.is_empty()
            && self.reparented.is_empty())
    }
}

/// Compares a list at two points.
///
/// # Errors
///
/// [`AppError::UnknownName`] or [`AppError::AmbiguousName`] for a point or list that is none;
/// [`AppError::BadValue`] where the dataset has no list, where the points belong to different
/// lists, or where an edition has no date.
pub fn diff(session: &Session, request: &DiffRequest) -> Result<Diff, AppError> {
    let snapshot = &Reader::new(session.snapshot());
    let from = point(session, &request.from)?;
    let to = point(session, &request.to)?;
    let list = list(session, request, [&from, &to])?;
    let found = timeline::diff(snapshot, &list, &from, &to).map_err(|error| refuse(&error))?;

    let mut graphs: BTreeSet<NamedNode> = BTreeSet::new();
    let changes = [&found.added, &found.removed, &found.renamed]
        .into_iter()
        .flatten();
    for change in changes {
        let told = change.event.iter();
        graphs.extend(told.flat_map(|event| event.sources.iter().cloned()));
        if let Some(edition) = change.edition.as_ref().filter(|_| change.event.is_none()) {
            graphs.extend(timeline::occurrence(snapshot, edition).sources);
        }
    }
    for reparenting in &found.reparented {
        for ownership in &reparenting.evidence {
            graphs.extend(timeline::occurrence(snapshot, ownership).sources);
        }
    }
    let read = |changes: &[timeline::Change]| {
        let mut read: Vec<Change> = changes
            .iter()
            .map(|change| tell(snapshot, change))
            .collect();
        read.sort_by_key(|change| {
            (
                change.company.label.to_lowercase(),
                change.company.id.clone(),
            )
        });
        read
    };
    let things = |iris: &[NamedNode]| snapshot.things_of(iris.iter().cloned());
    let mut reparented: Vec<Reparenting> = found
        .reparented
        .iter()
        .map(|found| Reparenting {
            company: snapshot.thing(&found.company),
            from: things(&found.from),
            to: things(&found.to),
            evidence: event::ids(&found.evidence),
        })
        .collect();
    reparented.sort_by_key(|found| (found.company.label.to_lowercase(), found.company.id.clone()));
    session.told(Diff {
        schema: "actorgraph.diff/1",
        basis: session.basis(),
        list: snapshot.thing(&list),
        from: end(snapshot, &from),
        to: end(snapshot, &to),
        added: read(&found.added),
        removed: read(&found.removed),
        renamed: read(&found.renamed),
        reparented,
        stayed: found.stayed,
        sources: Source::read_all(snapshot, graphs),
    })
}

fn point(session: &Session, text: &str) -> Result<Point, AppError> {
    if let Ok(date) = text.trim().parse::<Date>() {
        return Ok(Point::Day(date.last_day()));
    }
    session.thing_of(text, &[ag::EDITION]).map(Point::Edition)
}

fn list(
    session: &Session,
    request: &DiffRequest,
    points: [&Point; 2],
) -> Result<NamedNode, AppError> {
    let snapshot = &Reader::new(session.snapshot());
    if let Some(name) = &request.list {
        return session.thing_of(name, &[ag::DESIGNATION_LIST]);
    }
    let mut lists: BTreeSet<NamedNode> = BTreeSet::new();
    for point in points {
        if let Point::Edition(edition) = point {
            lists.extend(snapshot.things(edition, ag::LIST));
        }
    }
    let mut lists = lists.into_iter();
    match (lists.next(), lists.next()) {
        (Some(list), None) => Ok(list),
        (Some(_), Some(_)) => Err(AppError::BadValue {
            code: "two-lists",
            message: "the editions belong to different lists".to_owned(),
            help: Some("compare two editions of one list".to_owned()),
        }),
        // Two days do not say which list is meant.
        (None, _) => timeline::main_list(session.snapshot()).ok_or_else(|| AppError::BadValue {
            code: "no-list",
            message: "this dataset has no list".to_owned(),
            help: None,
        }),
    }
}

fn refuse(error: &DiffError) -> AppError {
    let (code, message) = match error {
        DiffError::UnknownEdition { edition, list } => (
            "unknown-edition",
            format!(
                "`{}` is no edition of `{}` in the chosen sources",
                value::id(edition),
                value::id(list)
            ),
        ),
        DiffError::UndatedEdition { edition } => (
            "undated-edition",
            format!(
                "no chosen source dates `{}`, so it has no place in time",
                value::id(edition)
            ),
        ),
    };
    AppError::BadValue {
        code,
        message,
        help: Some("`actorgraph list --class edition` lists all editions".to_owned()),
    }
}

fn end(snapshot: &Reader<'_>, point: &Point) -> End {
    match point {
        Point::Day(day) => End {
            edition: None,
            date: Some(value::day(*day)),
            withdrawn: false,
        },
        Point::Edition(edition) => {
            let told = timeline::occurrence(snapshot, edition);
            End {
                edition: Some(snapshot.thing(edition)),
                date: told.date.map(|date| date.to_string()),
                withdrawn: told.withdrawn.is_some(),
            }
        }
    }
}

fn tell(snapshot: &Reader<'_>, change: &timeline::Change) -> Change {
    let told = change.event.as_ref();
    let text = |property| {
        let text = told.and_then(|told| told.texts_of(property).next());
        text.map(|text| text.value.clone())
    };
    let renaming = told.is_some_and(|told| told.is_a(snapshot, ag::RENAMING));
    Change {
        company: snapshot.thing(&change.company),
        event: told.map(|told| Event::new(snapshot, told)),
        edition: change
            .edition
            .as_ref()
            .map(|edition| snapshot.thing(edition)),
        former_name: text(ag::FORMER_NAME).filter(|_| renaming),
        new_name: text(ag::NAME_ON_NOTICE).filter(|_| renaming),
    }
}
