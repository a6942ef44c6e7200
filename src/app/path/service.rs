//! Paths inside SPARQL: `SERVICE <https://w3id.org/actorgraph/path> { … }`.
//!
//! The pattern describes one search: a subject, any blank node or variable, with what is asked for
//! and variables for what is found; `docs/sparql.md` lists the properties. A source or target may be
//! a variable. If the rest of the query binds it, paths begin or end at its values; else anywhere,
//! and it is bound to where they do. Each thing on a path is a row, with the step that led to it.

use crate::app::AppError;
use crate::app::path::words;
use crate::names::nearest;
use crate::path::{Ends, Options, Restrictor, Route, Search, Selector, Step};
use crate::store::{Service, ServiceRequest, Snapshot, Table, TriplePlace};
use crate::view::{Direction, Filter, Heading, View};
use oxrdf::{Literal, NamedNode, Term};
use std::collections::{BTreeMap, BTreeSet};

/// The service.
pub(crate) const PATH: &str = "https://w3id.org/actorgraph/path";
/// Where its properties live.
const NAMESPACE: &str = "https://w3id.org/actorgraph/path#";

/// What is asked for, by local name. Those marked may stand several times.
const ASKED: [&str; 12] = [
    "source",
    "target",
    "via",
    "selector",
    "restrictor",
    "k",
    "maxHops",
    "limit",
    "weight",
    "heading",
    "along",
    "avoid",
];
/// What is found, by local name: of a path, then of each thing on it.
const OF_PATH: [&str; 3] = ["index", "length", "cost"];
const OF_STEP: [&str; 7] = [
    "step",
    "node",
    "relation",
    "direction",
    "date",
    "event",
    "claimedBy",
];

/// Searches paths on behalf of queries.
#[derive(Debug)]
pub(crate) struct PathService {
    /// The graph, seen through the scope of the query.
    pub(crate) view: View,
}

impl Service for PathService {
    fn answer(&self, snapshot: &Snapshot, request: &ServiceRequest) -> Result<Table, String> {
        let asked = Asked::read(&self.view, snapshot, request)?;
        let mut rows = Rows::new(&asked);
        for (from, to) in asked.ends(&request.known)? {
            let left = asked
                .options
                .limit
                .map(|limit| limit - rows.paths.min(limit));
            if left == Some(0) {
                break;
            }
            let options = Options {
                limit: left,
                ..asked.options.clone()
            };
            let search = Search::new(&self.view, &from, &to, options);
            let search = search.map_err(|error| error.to_string())?;
            for route in search.routes() {
                rows.add(&route.map_err(|error| error.to_string())?);
            }
        }
        Ok(rows.table)
    }
}

/// An end of the search: things, or a variable.
enum End {
    Things(Vec<NamedNode>),
    Variable(String),
}

/// A pattern that has been understood.
struct Asked {
    from: End,
    to: End,
    options: Options,
    /// The variables for what is found, with what they are for.
    found: Vec<(String, &'static str)>,
}

impl Asked {
    fn read(view: &View, snapshot: &Snapshot, request: &ServiceRequest) -> Result<Self, String> {
        let triples = request.triples().ok_or(
            "expected triples only inside SERVICE; put VALUES, FILTER and the like beside it",
        )?;
        let mut values: BTreeMap<&'static str, Vec<TriplePlace>> = BTreeMap::new();
        let mut subjects: Vec<TriplePlace> = Vec::new();
        let mut found = Vec::new();
        for [subject, property, value] in triples {
            if !subjects.contains(&subject) {
                subjects.push(subject);
            }
            let name = local_name(&property)?;
            if let Some(name) = ASKED.into_iter().find(|known| *known == name) {
                values.entry(name).or_default().push(value);
                continue;
            }
            let known = OF_PATH
                .into_iter()
                .chain(OF_STEP)
                .find(|known| *known == name);
            let known = known.ok_or_else(|| unknown(&name))?;
            match value {
                TriplePlace::Variable(variable) => found.push((variable, known)),
                TriplePlace::Term(term) => {
                    return Err(format!("path:{known} is {term}, expected a variable"));
                }
            }
        }
        if subjects.len() != 1 {
            let count = subjects.len();
            return Err(format!(
                "found {count} subjects, expected one for one search"
            ));
        }
        let mut end = |name: &'static str| -> Result<End, String> {
            let values = values.remove(name).unwrap_or_default();
            let things: Vec<NamedNode> = values.iter().filter_map(iri).collect();
            match &values[..] {
                [TriplePlace::Variable(variable)] => Ok(End::Variable(variable.clone())),
                _ if things.len() == values.len() && !things.is_empty() => Ok(End::Things(things)),
                _ => Err(format!(
                    "expected path:{name} with a variable, or with IRIs"
                )),
            }
        };
        let (from, to) = (end("source")?, end("target")?);
        for (variable, name) in
            [(&from, "source"), (&to, "target")]
                .into_iter()
                .filter_map(|(end, name)| match end {
                    End::Variable(variable) => Some((variable.clone(), name)),
                    End::Things(_) => None,
                })
        {
            found.push((variable, name));
        }
        Ok(Self {
            from,
            to,
            options: options(view, snapshot, values)?,
            found,
        })
    }

    /// Returns the ends of the searches: where both are bound from outside, one search for each
    /// start, to its own targets.
    fn ends(&self, known: &Table) -> Result<Vec<(Ends, Ends)>, String> {
        let column = |end: &End| match end {
            End::Things(_) => None,
            End::Variable(variable) => known.variables.iter().position(|name| name == variable),
        };
        let (from, to) = (column(&self.from), column(&self.to));
        let thing = |row: &[Option<Term>], at: usize| match row.get(at).cloned().flatten() {
            Some(Term::NamedNode(node)) => Some(node),
            _ => None,
        };
        let things = |end: &End, at: Option<usize>| match (end, at) {
            (End::Things(things), _) => Ends::Things(things.clone()),
            (End::Variable(_), None) => Ends::Any,
            (End::Variable(_), Some(at)) => {
                let bound = known.rows.iter().filter_map(|row| thing(row, at));
                let bound: BTreeSet<NamedNode> = bound.collect();
                Ends::Things(bound.into_iter().collect())
            }
        };
        let (Some(from_at), Some(to_at)) = (from, to) else {
            return Ok(vec![(things(&self.from, from), things(&self.to, to))]);
        };
        let mut pairs: BTreeMap<NamedNode, BTreeSet<NamedNode>> = BTreeMap::new();
        for row in &known.rows {
            if let (Some(from), Some(to)) = (thing(row, from_at), thing(row, to_at)) {
                pairs.entry(from).or_default().insert(to);
            }
        }
        let ends = pairs.into_iter();
        let ends = ends.map(|(from, to)| (from.into(), Ends::Things(to.into_iter().collect())));
        Ok(ends.collect())
    }
}

fn iri(value: &TriplePlace) -> Option<NamedNode> {
    match value {
        TriplePlace::Term(Term::NamedNode(node)) => Some(node.clone()),
        _ => None,
    }
}

fn local_name(property: &TriplePlace) -> Result<String, String> {
    let node = iri(property).ok_or("expected properties, found a variable in their place")?;
    let name = node.as_str().strip_prefix(NAMESPACE);
    let name = name.ok_or_else(|| format!("{node} is none of <{NAMESPACE}…>"))?;
    Ok(name.to_owned())
}

fn unknown(name: &str) -> String {
    let known: Vec<&str> = ASKED.into_iter().chain(OF_PATH).chain(OF_STEP).collect();
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("there is no path:{name}; did you mean path:{near}?"),
        None => format!("there is no path:{name}; known are: {}", known.join(", ")),
    }
}

/// Reads how to search.
fn options(
    view: &View,
    snapshot: &Snapshot,
    mut values: BTreeMap<&'static str, Vec<TriplePlace>>,
) -> Result<Options, String> {
    let told = |error: AppError| error.to_string();
    let words = |values: &mut BTreeMap<&'static str, Vec<TriplePlace>>, name| {
        let values = values.remove(name).unwrap_or_default().into_iter();
        let word = |value| match value {
            TriplePlace::Term(Term::Literal(literal)) => Ok(literal.value().to_owned()),
            TriplePlace::Term(Term::NamedNode(node)) => Ok(node.into_string()),
            _ => Err(format!("path:{name} must have a value of its own")),
        };
        values.map(word).collect::<Result<Vec<String>, String>>()
    };
    let mut one = |name: &'static str| match &words(&mut values, name)?[..] {
        [] => Ok(None),
        [word] => Ok(Some(word.clone())),
        _ => Err(format!("path:{name} stands more than once")),
    };
    let number = |name: &str, word: Option<String>| match word {
        None => Ok(None),
        Some(word) => word
            .parse::<u32>()
            .map(Some)
            .map_err(|_| format!("path:{name} is `{word}`, expected a whole number")),
    };
    let k = number("k", one("k")?)?;
    let max_hops = number("maxHops", one("maxHops")?)?;
    let limit = number("limit", one("limit")?)?;
    let selector = match one("selector")? {
        None => Selector::AnyShortest,
        Some(word) => Selector::named(&word, k.map(|k| k as usize))
            .ok_or_else(|| format!("there is no selector `{word}`, or it lacks path:k"))?,
    };
    let restrictor = match one("restrictor")? {
        None => Restrictor::Walk,
        Some(word) => {
            Restrictor::named(&word).ok_or_else(|| format!("there is no restrictor `{word}`"))?
        }
    };
    let via = one("via")?;
    let via = via
        .map(|text| words::via(view, &text))
        .transpose()
        .map_err(told)?;
    let weight = one("weight")?;
    let weight = weight.map(|word| words::weight(snapshot, &word));
    let weight = weight.transpose().map_err(told)?;
    let heading = match one("heading")?.as_deref() {
        None => None,
        Some("directed") => Some(Heading::Forward),
        Some("reversed") => Some(Heading::Backward),
        Some("undirected") => Some(Heading::Either),
        Some(word) => {
            return Err(format!(
                "path:heading is `{word}`, expected directed, reversed or undirected"
            ));
        }
    };
    let mut filter = Filter {
        heading: heading.unwrap_or_default(),
        ..Filter::default()
    };
    for word in words(&mut values, "along")? {
        filter
            .relations
            .push(words::relation(view, &word).map_err(told)?);
    }
    for word in words(&mut values, "avoid")? {
        let iri =
            NamedNode::new(&word).map_err(|_| format!("path:avoid takes IRIs, not `{word}`"))?;
        // What is no relation and no class has no members and is no edge: naming it thrice is safe.
        filter.avoided_relations.push(iri.clone());
        filter.avoided_classes.push(iri.clone());
        filter.avoided_nodes.push(iri);
    }
    Ok(Options {
        filter,
        via: match heading {
            Some(Heading::Either) => via.map(crate::path::Via::either_way),
            _ => via,
        },
        selector,
        restrictor,
        weight: weight.unwrap_or_default(),
        max_hops,
        limit: limit.map(|limit| limit as usize),
    })
}

/// The answer in the making.
struct Rows<'a> {
    asked: &'a Asked,
    by_step: bool,
    by_event: bool,
    by_source: bool,
    paths: usize,
    table: Table,
}

impl<'a> Rows<'a> {
    fn new(asked: &'a Asked) -> Self {
        let has = |names: &[&str]| asked.found.iter().any(|(_, name)| names.contains(name));
        let mut variables: Vec<String> = Vec::new();
        for (variable, _) in &asked.found {
            if !variables.contains(variable) {
                variables.push(variable.clone());
            }
        }
        Self {
            asked,
            by_step: has(&OF_STEP),
            by_event: has(&["event"]),
            by_source: has(&["claimedBy"]),
            paths: 0,
            table: Table {
                variables,
                ..Table::default()
            },
        }
    }

    fn add(&mut self, route: &Route) {
        self.paths += 1;
        if !self.by_step {
            self.row(route, None, None, None);
            return;
        }
        self.row(route, Some((0, None)), None, None);
        for (number, step) in (1..).zip(&route.steps) {
            let at = Some((number, Some(step)));
            // Each reason and source is a row only if it is asked for.
            let mut told: BTreeSet<(Option<&NamedNode>, Option<&NamedNode>)> = BTreeSet::new();
            for reason in &step.reasons {
                let event = reason.event.as_ref().filter(|_| self.by_event);
                match self.by_source && !reason.sources.is_empty() {
                    true => told.extend(reason.sources.iter().map(|source| (event, Some(source)))),
                    false => _ = told.insert((event, None)),
                }
            }
            if told.is_empty() {
                told.insert((None, None));
            }
            for (event, source) in told {
                self.row(route, at, event, source);
            }
        }
    }

    fn row(
        &mut self,
        route: &Route,
        at: Option<(usize, Option<&Step>)>,
        event: Option<&NamedNode>,
        source: Option<&NamedNode>,
    ) {
        let integer = |number: usize| Term::from(Literal::from(number as u64));
        let step = at.and_then(|(_, step)| step);
        let cell = |name: &str| -> Option<Term> {
            Some(match name {
                "source" => route.start.clone().into(),
                "target" => route.end().clone().into(),
                "index" => integer(self.paths),
                "length" => integer(route.len()),
                "cost" => Literal::from(route.cost?).into(),
                "step" => integer(at?.0),
                "node" => match step {
                    Some(step) => step.to.clone().into(),
                    None => route.start.clone().into(),
                },
                "relation" => step?.relation.clone().into(),
                "direction" => Literal::from(match step?.direction {
                    Direction::With => "with",
                    Direction::Against => "against",
                })
                .into(),
                "date" => step?.date?.to_literal().into(),
                "event" => event?.clone().into(),
                "claimedBy" => source?.clone().into(),
                _ => return None,
            })
        };
        let mut cells: Vec<Option<Term>> = Vec::with_capacity(self.table.variables.len());
        for variable in &self.table.variables {
            let mut uses = self.asked.found.iter().filter(|(name, _)| name == variable);
            let first = uses.next().and_then(|(_, name)| cell(name));
            // A variable that stands twice means the same in both places.
            if uses.any(|(_, name)| cell(name) != first) {
                return;
            }
            cells.push(first);
        }
        self.table.rows.push(cells);
    }
}
