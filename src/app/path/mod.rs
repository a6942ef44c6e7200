//! Routes between things, with the reason for each step.
//!
//! Start with [`path()`]: [`PathRequest`] in, [`Paths`] out. `ends` finds the things at both ends,
//! `words` what relations, weights and expressions
//! mean; `service` answers for paths inside SPARQL.
//!
//! Left out on purpose: how routes are found; that is the room of [`path`](crate::path).

mod ends;
mod service;
mod words;

pub use ends::{PathEnd, Side, Sides};
pub(crate) use service::{PATH, PathService};

use crate::app::export::Export;
use crate::app::value::{self, Basis, Reader, Source, Thing};
use crate::app::{AppError, Session, classes};
use crate::path::{self, BigUint, Options, Restrictor, Route, Search, Selector, Stop, Weight};
use crate::view::{Direction, Filter, Heading, View, Withdrawn};
use oxrdf::NamedNode;
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// Which routes are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathRequest {
    /// Where they begin.
    pub from: PathEnd,
    /// Where they end.
    pub to: PathEnd,
    /// The parameters of queries that give ends, by name.
    pub parameters: Vec<(String, String)>,
    /// Which routes are taken of those between two things.
    pub selector: Selector,
    /// What a route may repeat.
    pub restrictor: Restrictor,
    /// What makes a route short: `hops`, `age`, `share` or a numeric property, by IRI, prefixed
    /// name or local name; the number of steps when `None`.
    pub weight: Option<String>,
    /// What the steps must spell: an expression over relations as [`Via`](crate::path::Via) reads
    /// it, named as in `relations`; anything when `None`.
    pub via: Option<String>,
    /// Which way relations are walked. `None` means both ways or, with an expression, as it says.
    pub heading: Option<Heading>,
    /// The most steps that a route may have; any number when `None`.
    pub max_hops: Option<u32>,
    /// Only steps along these relations count (`listedBy`, `ag:ownedBy` or an inverse name such as
    /// `owns`); all when empty.
    pub relations: Vec<String>,
    /// Routes run through things of these classes only, but for their ends; through all when empty.
    pub through: Vec<String>,
    /// What routes do not use: things, classes or relations.
    pub avoid: Vec<String>,
    /// Whether relations count that rest only on a notice which was withdrawn.
    pub with_withdrawn: bool,
    /// At most this many routes; all when `None`.
    pub limit: Option<usize>,
    /// How long the search may take; for ever when `None`.
    pub timeout: Option<Duration>,
}

/// The routes that were found.
#[derive(Clone, Debug, Serialize)]
pub struct Paths {
    /// Name and version of this form of answer.
    pub schema: &'static str,
    /// What the answer was drawn from.
    pub basis: Basis,
    /// Where the routes begin, if that is one thing.
    pub from: Option<Thing>,
    /// Where they end, if that is one thing.
    pub to: Option<Thing>,
    /// Both ends as they were asked for.
    pub ends: Sides,
    /// How many steps the shortest routes have; `null` if there is none. Where `count` is `null`,
    /// the shortest of the routes below.
    pub length: Option<usize>,
    /// How many shortest routes there are between two things, whatever the limit: a number up to
    /// 2⁵³ − 1, else its digits as text. `null` for ends of several things, for weighed steps, and
    /// for a restrictor other than walk with an expression.
    pub count: Option<Count>,
    /// Whether there may be more routes than the limit let through.
    pub limited: bool,
    /// The routes: those that the selector takes, as many as the limit lets through.
    pub routes: Vec<Way>,
    /// The sources of all this.
    pub sources: Vec<Source>,
}

/// A number of routes, exactly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Count {
    /// One that every reader of JSON holds exactly.
    Number(u64),
    /// The digits of a larger one.
    Digits(String),
}

/// The largest whole number below which every reader of JSON holds all exactly.
const EXACT: u64 = (1 << 53) - 1;

impl From<BigUint> for Count {
    fn from(count: BigUint) -> Self {
        match u64::try_from(&count) {
            Ok(number) if number <= EXACT => Self::Number(number),
            _ => Self::Digits(count.to_string()),
        }
    }
}

impl Count {
    /// Tells whether it is larger than a number.
    pub fn is_above(&self, number: usize) -> bool {
        match self {
            Self::Number(count) => *count > number as u64,
            Self::Digits(_) => true,
        }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Digits(digits) => f.write_str(digits),
        }
    }
}

/// One route.
#[derive(Clone, Debug, Serialize)]
pub struct Way {
    /// Where it begins.
    pub from: Thing,
    /// Where it ends.
    pub to: Thing,
    /// How many steps it has.
    pub length: usize,
    /// What its steps cost together; `null` where they are only counted.
    pub cost: Option<f64>,
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

/// Looks for routes between two things, or between any of one end and any of another.
///
/// A search that takes too long is stopped: it ends within milliseconds, in the background.
///
/// # Errors
///
/// [`AppError::UnknownName`] or [`AppError::AmbiguousName`] for an end or a thing to avoid,
/// [`AppError::UnknownWord`] for a relation, a class or a weight, [`AppError::Via`] for an
/// expression, [`AppError::Path`] for what cannot be searched, [`AppError::Timeout`], and those of
/// a query that gives ends.
pub fn path(session: &Session, request: &PathRequest) -> Result<Paths, AppError> {
    let deadline = Deadline::new(request.timeout);
    let asked = Asked::read(session, request, &deadline)?;
    let (ends, limit) = (asked.ends.clone(), request.limit);
    let single = asked.is_single();
    let counted = asked.is_counted();
    let most = match request.selector {
        Selector::Any | Selector::AnyShortest if single => 1,
        Selector::ShortestK(k) if single => k,
        _ => usize::MAX,
    };
    let found = deadline.run(session.view()?, move |view, stop| {
        let search = asked.search(view)?.with_stop(stop);
        let routes = routes(&search)?;
        let count = counted.then(|| search.count_shortest());
        let length = match counted {
            true => search.length().map(|length| length as usize),
            false => routes.iter().map(Route::len).min(),
        };
        Ok((routes, length, count))
    })?;
    let (routes, length, count) = found;
    let snapshot = &Reader::new(session.snapshot());
    let view = session.view()?;
    let reasons = routes
        .iter()
        .flat_map(|route| &route.steps)
        .flat_map(|step| &step.reasons);
    let sources: BTreeSet<NamedNode> = reasons
        .flat_map(|reason| reason.sources.iter().cloned())
        .collect();
    let full = Some(routes.len()) == limit && routes.len() < most;
    let limited = match (&count, request.selector) {
        (Some(count), Selector::AllShortest) => BigUint::from(routes.len()) < *count,
        _ => full,
    };
    session.told(Paths {
        schema: "actorgraph.path/1",
        basis: session.basis(),
        from: ends.from.only().cloned(),
        to: ends.to.only().cloned(),
        ends,
        length,
        count: count.map(Count::from),
        limited,
        routes: routes
            .iter()
            .map(|route| tell(snapshot, view, route))
            .collect(),
        sources: Source::read_all(snapshot, sources),
    })
}

/// Prepares the drawing of all routes that a request asks for, or in a format of statements what their
/// steps rest on. All shortest walks are drawn without making them one by one, so there may be very
/// many.
///
/// # Errors
///
/// As [`path()`], and [`AppError::Export`] for the format.
pub fn export_path(
    session: &Session,
    request: &PathRequest,
    format: &str,
) -> Result<Export, AppError> {
    // A wrong format is told before the search.
    Export::check_routes(format)?;
    let deadline = Deadline::new(request.timeout);
    let asked = Asked::read(session, request, &deadline)?;
    let at_once = request.selector == Selector::AllShortest
        && request.restrictor == Restrictor::Walk
        && request.limit.is_none();
    let subgraph = deadline.run(session.view()?, move |view, stop| {
        let search = asked.search(view)?.with_stop(stop);
        Ok(match at_once {
            true => search.to_subgraph(),
            false => path::subgraph(view, &routes(&search)?),
        })
    })?;
    session.told(Export::of_routes(format, session.snapshot(), subgraph)?)
}

/// A request whose words have been understood.
struct Asked {
    from: path::Ends,
    to: path::Ends,
    ends: Sides,
    options: Options,
}

impl Asked {
    fn read(
        session: &Session,
        request: &PathRequest,
        deadline: &Deadline,
    ) -> Result<Self, AppError> {
        let read = |end: &PathEnd| ends::read(session, end, &request.parameters, deadline.left());
        let ((from, from_side), (to, to_side)) = (read(&request.from)?, read(&request.to)?);
        Ok(Self {
            from,
            to,
            ends: Sides {
                from: from_side,
                to: to_side,
            },
            options: options(session, request)?,
        })
    }

    fn search<'v>(&self, view: &'v View) -> Result<Search<'v>, AppError> {
        Ok(Search::new(
            view,
            &self.from,
            &self.to,
            self.options.clone(),
        )?)
    }

    fn is_single(&self) -> bool {
        self.ends.from.count == Some(1) && self.ends.to.count == Some(1)
    }

    /// Tells whether the number of shortest walks is the number of shortest routes asked for.
    /// Without an expression, the shortest walks repeat nothing.
    fn is_counted(&self) -> bool {
        let options = &self.options;
        let walks = options.restrictor == Restrictor::Walk || options.via.is_none();
        self.is_single() && walks && options.weight == Weight::Hops
    }
}

/// Returns the routes of a search, up to its limit.
fn routes(search: &Search<'_>) -> Result<Vec<Route>, AppError> {
    Ok(search.routes().collect::<Result<_, _>>()?)
}

/// The time by which an answer is wanted.
struct Deadline {
    timeout: Option<Duration>,
    begun: Instant,
}

impl Deadline {
    fn new(timeout: Option<Duration>) -> Self {
        Self {
            timeout,
            begun: Instant::now(),
        }
    }

    /// Returns how much time is left; `None` if there is no end to it.
    fn left(&self) -> Option<Duration> {
        let timeout = self.timeout?;
        Some(timeout.saturating_sub(self.begun.elapsed()))
    }

    /// Runs a search in the time that is left.
    ///
    /// Searches do not look at a clock, so one with a deadline runs beside, and whoever waits goes
    /// on in time and tells it to stop.
    fn run<T: Send + 'static>(
        &self,
        view: &View,
        search: impl FnOnce(&View, Stop) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let (Some(timeout), Some(left)) = (self.timeout, self.left()) else {
            return search(view, Stop::when(|| false));
        };
        let stop = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&stop);
        let told = Stop::when(move || told.load(Ordering::Relaxed));
        let (sender, receiver) = mpsc::channel();
        let view = view.clone();
        let run = move || drop(sender.send(search(&view, told)));
        let worker = thread::spawn(run);
        match receiver.recv_timeout(left) {
            Ok(found) => found,
            Err(RecvTimeoutError::Timeout) => {
                stop.store(true, Ordering::Relaxed);
                Err(AppError::Timeout {
                    seconds: timeout.as_secs_f64(),
                })
            }
            Err(RecvTimeoutError::Disconnected) => match worker.join() {
                Err(panic) => std::panic::resume_unwind(panic),
                Ok(()) => unreachable!("a search sends its result before it ends"),
            },
        }
    }
}

fn options(session: &Session, request: &PathRequest) -> Result<Options, AppError> {
    let mut filter = filter(session, &request.relations, &request.avoid)?;
    for word in &request.through {
        filter
            .classes
            .push(classes::find(session.snapshot(), word)?);
    }
    let via = request.via.as_deref();
    let via = via.map(|text| words::via(session.view()?, text));
    let via = match (via.transpose()?, request.heading) {
        (Some(via), Some(Heading::Either)) => Some(via.either_way()),
        (via, _) => via,
    };
    let weight = request.weight.as_deref();
    let weight = weight.map(|word| words::weight(session.snapshot(), word));
    Ok(Options {
        filter: Filter {
            heading: request.heading.unwrap_or_default(),
            withdrawn: counted(request.with_withdrawn),
            ..filter
        },
        via,
        selector: request.selector,
        restrictor: request.restrictor,
        weight: weight.transpose()?.unwrap_or_default(),
        max_hops: request.max_hops,
        // Of all members of a class or list, that each is itself is no news.
        standing: (request.from.is_found() || request.to.is_found()).then_some(false),
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
        filter.relations.push(words::relation(view, word)?);
    }
    for word in avoid {
        match words::relation(view, word) {
            Ok(relation) => filter.avoided_relations.push(relation),
            Err(error @ AppError::AmbiguousName { .. }) => return Err(error),
            Err(_) => match classes::find(snapshot, word) {
                Ok(class) => filter.avoided_classes.push(class),
                Err(_) => filter.avoided_nodes.push(session.thing(word)?),
            },
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
        from: snapshot.thing(&route.start),
        to: snapshot.thing(route.end()),
        length: route.len(),
        cost: route.cost,
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

    #[test]
    fn counts_are_exact() {
        let told = |count: BigUint| serde_json::to_string(&Count::from(count)).expect("JSON");
        assert_eq!(told(BigUint::from(EXACT)), "9007199254740991");
        assert_eq!(told(BigUint::from(EXACT) + 1_u32), "\"9007199254740992\"");
        assert_eq!(
            told(BigUint::from(2_u32).pow(70)),
            "\"1180591620717411303424\""
        );
    }
}
