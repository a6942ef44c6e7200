//! Routes between two things, with the reason for each step.

use crate::app::export::Export;
use crate::app::value::{self, Basis, Reader, Source, Thing};
use crate::app::{AppError, Session, classes};
use crate::path::{self, Options, Route};
use crate::view::{Direction, Filter, Heading, View, Withdrawn};
use oxrdf::{NamedNode, NamedNodeRef};
use serde::Serialize;
use std::collections::BTreeSet;

/// Which routes are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathRequest {
    /// Where they begin: a name, id or IRI.
    pub from: String,
    /// Where they end.
    pub to: String,
    /// Whether all shortest routes are wanted, not one only.
    pub all: bool,
    /// The most steps that a route may have; any number when `None`.
    pub max_hops: Option<u32>,
    /// Only steps along these relations count (`listedBy`, `ag:ownedBy` or an inverse name such as
    /// `owns`); all when empty.
    pub relations: Vec<String>,
    /// What routes do not use: things, classes or relations.
    pub avoid: Vec<String>,
    /// Whether relations are walked from subject to object only.
    pub directed: bool,
    /// Whether relations count that rest only on a notice which was withdrawn.
    pub with_withdrawn: bool,
    /// At most this many routes; all when `None`.
    pub limit: Option<usize>,
}

/// The routes that were found.
#[derive(Clone, Debug, Serialize)]
pub struct Paths {
    /// Name and version of this form of answer.
    pub schema: &'static str,
    /// What the answer was drawn from.
    pub basis: Basis,
    /// Where the routes begin.
    pub from: Thing,
    /// Where they end.
    pub to: Thing,
    /// How many steps the shortest routes have; `null` if there is none.
    pub length: Option<usize>,
    /// How many shortest routes there are, whatever the limit.
    pub count: u64,
    /// The routes: one, or with `all` as many as the limit lets through.
    pub routes: Vec<Way>,
    /// The sources of all this.
    pub sources: Vec<Source>,
}

/// One route.
#[derive(Clone, Debug, Serialize)]
pub struct Way {
    /// The steps, each beginning where the one before ends.
    pub steps: Vec<Step>,
}

/// One step of a route.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// Where it begins.
    pub from: Thing,
    /// Where it ends.
    pub to: Thing,
    /// The relation, e.g. `listedBy`.
    pub relation: String,
    /// `with` if the relation is walked from subject to object, `against` if not.
    pub direction: &'static str,
    /// The step in a sentence.
    pub sentence: String,
    /// The earliest date of its reasons.
    pub date: Option<String>,
    /// Why it holds, oldest first.
    pub reasons: Vec<Why>,
}

/// A reason for a step.
#[derive(Clone, Debug, Serialize)]
pub struct Why {
    /// The event, tenure or ownership; `null` where sources state the relation directly.
    pub event: Option<String>,
    /// The same in words.
    pub label: Option<String>,
    /// When it happened or began.
    pub date: Option<String>,
    /// When it ended, if a source tells.
    pub until: Option<String>,
    /// The ids of the sources.
    pub sources: Vec<String>,
    /// Whether it was done by a notice that was withdrawn.
    pub withdrawn: bool,
}

/// Looks for the shortest routes between two things.
///
/// # Errors
///
/// [`AppError::UnknownName`] or [`AppError::AmbiguousName`] for an end or a thing to avoid,
/// [`AppError::UnknownWord`] for a relation.
pub fn path(session: &Session, request: &PathRequest) -> Result<Paths, AppError> {
    let snapshot = &Reader::new(session.snapshot());
    let (from, to) = (session.thing(&request.from)?, session.thing(&request.to)?);
    let options = options(session, request)?;
    let view = session.view()?;
    let found = path::all_shortest(view, from_ref(&from), from_ref(&to), &options)?;
    let wanted = if request.all { usize::MAX } else { 1 };
    let routes: Vec<Route> = found.routes().take(wanted).collect();
    let reasons = routes
        .iter()
        .flat_map(|route| &route.steps)
        .flat_map(|step| &step.reasons);
    let sources: BTreeSet<NamedNode> = reasons
        .flat_map(|reason| reason.sources.iter().cloned())
        .collect();
    session.told(Paths {
        schema: "actorgraph.path/1",
        basis: session.basis(),
        from: snapshot.thing(&from),
        to: snapshot.thing(&to),
        length: found.length(),
        count: u64::try_from(found.count()).unwrap_or(u64::MAX),
        routes: routes
            .iter()
            .map(|route| tell(snapshot, view, route))
            .collect(),
        sources: Source::read_all(snapshot, sources),
    })
}

/// Prepares the drawing of all routes that a request asks for.
///
/// # Errors
///
/// As [`path()`], and [`AppError::Export`] for the format.
pub fn export_path(
    session: &Session,
    request: &PathRequest,
    format: &str,
) -> Result<Export, AppError> {
    let (from, to) = (session.thing(&request.from)?, session.thing(&request.to)?);
    let options = options(session, request)?;
    let found = path::all_shortest(session.view()?, from_ref(&from), from_ref(&to), &options)?;
    let subgraph = match (request.all, found.routes().next()) {
        (false, Some(route)) => route.to_subgraph(session.view()?),
        _ => found.to_subgraph(),
    };
    session.told(Export::of_subgraph(format, subgraph)?)
}

fn from_ref(thing: &NamedNode) -> &[NamedNode] {
    std::slice::from_ref(thing)
}

fn options(session: &Session, request: &PathRequest) -> Result<Options, AppError> {
    let filter = filter(session, &request.relations, &request.avoid)?;
    Ok(Options {
        filter: Filter {
            heading: match request.directed {
                true => Heading::Forward,
                false => Heading::Either,
            },
            withdrawn: counted(request.with_withdrawn),
            ..filter
        },
        max_hops: request.max_hops,
        limit: request.limit,
    })
}

/// Returns the filter that lets through these relations, all if none is named, and leaves out what
/// is to be avoided: relations, classes or things.
pub(crate) fn filter(
    session: &Session,
    relations: &[String],
    avoid: &[String],
) -> Result<Filter, AppError> {
    let snapshot = session.snapshot();
    let view = session.view()?;
    let mut filter = Filter::default();
    for word in relations {
        filter.relations.push(relation(view, word)?);
    }
    for word in avoid {
        if let Ok(relation) = relation(view, word) {
            filter.avoided_relations.push(relation);
        } else if let Ok(class) = classes::find(snapshot, word) {
            filter.avoided_classes.push(class);
        } else {
            filter.avoided_nodes.push(session.thing(word)?);
        }
    }
    Ok(filter)
}

/// Returns whether relations count that rest only on a withdrawn notice.
pub(crate) fn counted(with_withdrawn: bool) -> Withdrawn {
    match with_withdrawn {
        true => Withdrawn::Counted,
        false => Withdrawn::Excluded,
    }
}

const INVERSE_OF: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#inverseOf");

/// Returns the relation of the graph that a word means: its name, with or without `ag:`, in any
/// case and with hyphens (`listed-by`), or the name of its inverse.
fn relation(view: &View, word: &str) -> Result<NamedNode, AppError> {
    let plain = |word: &str| -> String {
        let letters = word.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let wanted = plain(word.strip_prefix("ag:").unwrap_or(word));
    let snapshot = view.snapshot();
    let means = |relation: &&NamedNode| {
        let inverses = snapshot.things(relation, INVERSE_OF);
        let mut names = inverses.iter().chain([*relation]);
        relation.as_str() == word || names.any(|name| plain(&value::id(name)) == wanted)
    };
    let found = view.relations().iter().find(means);
    found.cloned().ok_or_else(|| AppError::UnknownWord {
        what: "relation",
        word: word.to_owned(),
        known: view.relations().iter().map(value::id).collect(),
    })
}

fn tell(snapshot: &Reader<'_>, view: &View, route: &Route) -> Way {
    let steps = route.steps.iter().map(|step| {
        let (from, to) = (snapshot.thing(&step.from), snapshot.thing(&step.to));
        let words = view.relation_words(step.relation.as_ref(), step.direction);
        let sentence = match &words.sentence {
            Some(sentence) => sentence
                .replace("{subject}", &from.label)
                .replace("{object}", &to.label),
            None => format!("{} {} {}", from.label, words.label, to.label),
        };
        Step {
            relation: value::id(&step.relation),
            direction: match step.direction {
                Direction::With => "with",
                Direction::Against => "against",
            },
            sentence,
            date: step.date.map(|date| date.to_string()),
            reasons: step
                .reasons
                .iter()
                .map(|reason| why(snapshot, reason))
                .collect(),
            from,
            to,
        }
    });
    Way {
        steps: steps.collect(),
    }
}

fn why(snapshot: &Reader<'_>, reason: &crate::view::Reason) -> Why {
    Why {
        event: reason.event.as_ref().map(value::id),
        label: reason.event.as_ref().map(|event| snapshot.label(event)),
        date: reason.date.map(|date| date.to_string()),
        until: reason.until.map(|date| date.to_string()),
        sources: reason.sources.iter().map(value::id).collect(),
        withdrawn: reason.withdrawn,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Dataset;
    use crate::model::{Scope, vocab as ag};
    use jiff::civil::date as day;

    #[test]
    fn relations_go_by_many_names() {
        let session = Session::open(Dataset::Builtin, Scope::as_of(day(2026, 8, 1)))
            .expect("the built-in dataset opens");
        let view = session.view().expect("the view is small");
        for word in ["listedBy", "listed-by", "ag:listedBy", "listed"] {
            let found = relation(view, word).expect(word);
            assert_eq!(found, ag::LISTED_BY, "{word}");
        }
        assert!(relation(view, "loves").is_err());
    }
}
