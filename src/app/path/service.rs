//! Paths inside SPARQL: `SERVICE <https://w3id.org/actorgraph/path> { … }`.
//!
//! The pattern describes one search: a subject, any blank node or variable, with what is asked for
//! and variables for what is found; `docs/sparql.md` and `ontology/path.ttl` list the properties. A
//! source or target may be a variable. If the rest of the query binds it, paths begin or end at its
//! values, and where it binds both, each path joins the two of one row; else anywhere, and it is
//! bound to where they do. Each thing on a path is a row, with the step that led to it.
//!
//! Start with `PathService`: `Asked` is a pattern that has been understood, `Rows` the answer.

use crate::app::path::words;
use crate::app::{AppError, classes};
use crate::names::nearest;
use crate::path::{Ends, Options, PathError, Restrictor, Route, Search, Selector, Step, Stop, Via};
use crate::store::{
    Refusal, Service, ServicePattern, ServiceRequest, Snapshot, Stopped, Table, TriplePlace,
};
use crate::view::{Direction, Filter, Heading, View};
use oxrdf::{Literal, NamedNode, Term};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The service.
pub(crate) const PATH: &str = "https://w3id.org/actorgraph/path";
/// Where its properties live.
const NAMESPACE: &str = "https://w3id.org/actorgraph/path#";

/// What is asked for, by local name. Ends, `along` and `avoid` may stand several times.
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
/// What is found of a path, by local name.
const OF_PATH: [&str; 3] = ["index", "length", "cost"];
/// What is found of each thing on a path, by local name.
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
    /// The graph, seen through the scope of the query; made of the snapshot that is asked if `None`.
    pub(crate) view: Option<View>,
}

impl Service for PathService {
    fn wanted(&self, pattern: &ServicePattern) -> Vec<String> {
        let triples = pattern.triples().unwrap_or_default().into_iter();
        let ends =
            triples.filter_map(
                |[_, property, value]| match (local_name(&property), value) {
                    (Ok(name), TriplePlace::Variable(variable))
                        if ["source", "target"].contains(&name.as_str()) =>
                    {
                        Some(variable)
                    }
                    _ => None,
                },
            );
        ends.collect()
    }

    fn answer(
        &self,
        snapshot: &Snapshot,
        request: &ServiceRequest,
        stopped: &Stopped,
    ) -> Result<Table, Refusal> {
        let view = match &self.view {
            Some(view) => view.clone(),
            None => View::build(snapshot).map_err(|error| error.to_string())?,
        };
        let asked = Asked::read(&view, snapshot, &request.pattern)?;
        let mut rows = Rows::new(&asked);
        if asked.limit == Some(0) || request.most == Some(0) {
            return Ok(rows.table);
        }
        let stopped = Arc::clone(stopped);
        let stop = Stop::when(move || stopped());
        let searches = asked.searches(snapshot, &request.known);
        // Where one search is open at an end, another may find the same paths.
        let open = |(from, to): &(Ends, Ends)| *from == Ends::Any || *to == Ends::Any;
        let overlap = searches.len() > 1 && searches.iter().any(open);
        let mut told: BTreeSet<(NamedNode, NamedNode)> = BTreeSet::new();
        for (from, to) in &searches {
            let mut pairs = BTreeSet::new();
            let search = Search::new(&view, from, to, asked.options.clone());
            let search = search.map_err(unsearchable)?.with_stop(stop.clone());
            for route in search.routes() {
                let route = route.map_err(unsearchable)?;
                if overlap {
                    let pair = (route.start.clone(), route.end().clone());
                    if told.contains(&pair) {
                        continue;
                    }
                    pairs.insert(pair);
                }
                rows.add(&route);
                // The next path may take long to find, so it is not begun.
                let enough = request
                    .most
                    .is_some_and(|most| rows.table.rows.len() >= most);
                if enough || Some(rows.paths) == asked.limit {
                    return Ok(rows.table);
                }
            }
            told.append(&mut pairs);
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
    /// How many paths are given at most, over all searches.
    limit: Option<usize>,
    /// The variables for what is found, with what they are for.
    found: Vec<(String, &'static str)>,
}

impl Asked {
    fn read(view: &View, snapshot: &Snapshot, pattern: &ServicePattern) -> Result<Self, Refusal> {
        let triples = pattern.triples().ok_or_else(|| {
            Refusal::from("found more than triples inside SERVICE, expected triples only")
                .with_help("put FILTER, VALUES, OPTIONAL and the like beside it")
        })?;
        let mut values = Values::new();
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
            let known = known.ok_or_else(|| unknown_property(&name))?;
            match value {
                TriplePlace::Variable(variable) => found.push((variable, known)),
                TriplePlace::Term(term) => {
                    let message = format!("path:{known} is {term}, expected a variable");
                    return Err(Refusal::from(message)
                        .with_help("compare what it finds in a FILTER beside SERVICE"));
                }
            }
        }
        if subjects.len() > 1 {
            let count = subjects.len();
            let message = format!("found {count} subjects, expected one: a search");
            return Err(Refusal::from(message).with_help("give each search a SERVICE of its own"));
        }
        let mut end = |name: &'static str| -> Result<End, Refusal> {
            let values = values.remove(name).unwrap_or_default();
            let things: Vec<NamedNode> = values.iter().filter_map(iri).collect();
            match &values[..] {
                [] => Err(Refusal::from(format!("path:{name} is missing"))
                    .with_help("give it a variable to leave the end open")),
                [TriplePlace::Variable(variable)] => Ok(End::Variable(variable.clone())),
                _ if things.len() == values.len() => Ok(End::Things(things)),
                _ => Err(
                    Refusal::from(format!("path:{name} is neither IRIs nor one variable"))
                        .with_help("bind a variable to several things with VALUES beside SERVICE"),
                ),
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
        for end in [&from, &to] {
            if let End::Things(things) = end {
                let strange = |thing: &&NamedNode| !is_known(snapshot, thing);
                if let Some(thing) = things.iter().find(strange) {
                    return Err(unknown_thing(thing));
                }
            }
        }
        let limit = number("limit", one(&mut values, "limit")?)?;
        Ok(Self {
            from,
            to,
            options: options(view, snapshot, values)?,
            limit: limit.map(|limit| limit as usize),
            found,
        })
    }

    /// Returns the ends of the searches: where both are bound from outside, one search for each
    /// start, to its own targets.
    fn searches(&self, snapshot: &Snapshot, known: &Table) -> Vec<(Ends, Ends)> {
        let column = |end: &End| match end {
            End::Things(_) => None,
            End::Variable(variable) => known.variables.iter().position(|name| name == variable),
        };
        let (from_at, to_at) = (column(&self.from), column(&self.to));
        // What a row puts at an end: something, anything, or what no path leads to: a text, or a
        // thing that no source speaks of.
        let cell = |row: &[Option<Term>], at: Option<usize>| match at.and_then(|at| row[at].clone())
        {
            None => Some(None),
            Some(Term::NamedNode(thing)) if is_known(snapshot, &thing) => Some(Some(thing)),
            Some(_) => None,
        };
        type Cells = BTreeSet<Option<NamedNode>>;
        let mut pairs: BTreeMap<Option<NamedNode>, Cells> = BTreeMap::new();
        for row in &known.rows {
            if let (Some(from), Some(to)) = (cell(row, from_at), cell(row, to_at)) {
                pairs.entry(from).or_default().insert(to);
            }
        }
        let ends = |end: &End, cells: Cells| match end {
            End::Things(things) => Ends::Things(things.clone()),
            End::Variable(_) if cells.contains(&None) => Ends::Any,
            End::Variable(_) => Ends::Things(cells.into_iter().flatten().collect()),
        };
        let all_open = pairs.get(&None).is_some_and(|to| to.contains(&None));
        if pairs.is_empty() {
            return Vec::new();
        }
        // Where the values of one end do not depend on those of the other, one search does.
        if from_at.is_none() || to_at.is_none() || all_open {
            let from = pairs.keys().cloned().collect();
            let to = pairs.into_values().flatten().collect();
            return vec![(ends(&self.from, from), ends(&self.to, to))];
        }
        let pairs = pairs.into_iter();
        let pairs = pairs.map(|(from, to)| {
            let from = Cells::from([from]);
            (ends(&self.from, from), ends(&self.to, to))
        });
        pairs.collect()
    }
}

/// Tells whether the dataset speaks of a thing.
fn is_known(snapshot: &Snapshot, thing: &NamedNode) -> bool {
    snapshot.id(&thing.clone().into()).is_some()
}

fn unknown_thing(thing: &NamedNode) -> Refusal {
    Refusal::from(format!("{thing} is not a thing of this dataset"))
        .with_help("`actorgraph search NAME` finds ids")
}

/// Tells why a search cannot be made, in the words of this service.
fn unsearchable(error: PathError) -> Refusal {
    let help = match &error {
        PathError::Unknown(thing) => return unknown_thing(thing),
        PathError::TooComplex => {
            let message = "the expression of path:via needs too many states";
            return Refusal::from(message).with_help("smaller repetitions need fewer");
        }
        PathError::Endless => {
            "add path:maxHops, or path:restrictor \"trail\", \"simple\" or \"acyclic\""
        }
        PathError::NotWeighed => {
            "add path:selector \"any-shortest\", or \"shortest-k\" with path:k"
        }
        _ => return error.to_string().into(),
    };
    Refusal::from(error.to_string()).with_help(help)
}

/// Tells what is wrong with a word.
fn misread(name: &str, error: &AppError) -> Refusal {
    let problem = error.problems().into_iter().next();
    let (message, help) = problem.map_or_else(
        || (error.to_string(), None),
        |problem| (problem.message, problem.help.into_iter().next()),
    );
    let place = match error {
        AppError::Via { source, .. } => format!(", at character {}", source.column + 1),
        _ => String::new(),
    };
    let message = format!("in path:{name}{place}: {message}");
    Refusal { message, help }
}

fn iri(value: &TriplePlace) -> Option<NamedNode> {
    match value {
        TriplePlace::Term(Term::NamedNode(node)) => Some(node.clone()),
        _ => None,
    }
}

fn local_name(property: &TriplePlace) -> Result<String, Refusal> {
    let node = iri(property).ok_or("found a variable, expected properties of paths")?;
    let name = node.as_str().strip_prefix(NAMESPACE);
    let name = name.ok_or_else(|| {
        Refusal::from(format!("{node} is none of <{NAMESPACE}…>"))
            .with_help("put what the graph states beside SERVICE")
    })?;
    Ok(name.to_owned())
}

fn unknown_property(name: &str) -> Refusal {
    let known: Vec<&str> = ASKED.into_iter().chain(OF_PATH).chain(OF_STEP).collect();
    let help = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `path:{near}`?"),
        None => format!("known are: {}", known.join(", ")),
    };
    Refusal::from(format!("there is no path:{name}")).with_help(help)
}

/// Says that a word is none of a closed set.
fn unknown_word(name: &str, word: &str, known: &[&str]) -> Refusal {
    let help = match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known are: {}", known.join(", ")),
    };
    Refusal::from(format!("`{word}` is not a {name}")).with_help(help)
}

/// What is asked for, by local name.
type Values = BTreeMap<&'static str, Vec<TriplePlace>>;

/// Returns what a property says, in words.
fn many(values: &mut Values, name: &str) -> Result<Vec<String>, Refusal> {
    let values = values.remove(name).unwrap_or_default().into_iter();
    let word = |value| match value {
        TriplePlace::Term(Term::Literal(literal)) => Ok(literal.value().to_owned()),
        TriplePlace::Term(Term::NamedNode(node)) => Ok(node.into_string()),
        _ => Err(
            Refusal::from(format!("path:{name} is a variable, expected a value"))
                .with_help("only path:source and path:target take what the query binds"),
        ),
    };
    values.map(word).collect()
}

/// Returns what a property says that stands at most once.
fn one(values: &mut Values, name: &str) -> Result<Option<String>, Refusal> {
    let mut words = many(values, name)?;
    match words.len() {
        0 | 1 => Ok(words.pop()),
        count => Err(format!("path:{name} stands {count} times, expected one").into()),
    }
}

fn number(name: &str, word: Option<String>) -> Result<Option<u32>, Refusal> {
    let read = |word: String| {
        let number = word.parse::<u32>();
        number.map_err(|_| format!("path:{name} is `{word}`, expected a whole number").into())
    };
    word.map(read).transpose()
}

const SELECTORS: [&str; 6] = [
    "any",
    "any-shortest",
    "all-shortest",
    "shortest-k",
    "shortest-k-groups",
    "all",
];
const RESTRICTORS: [&str; 4] = ["walk", "trail", "simple", "acyclic"];
const HEADINGS: [&str; 3] = ["directed", "reversed", "undirected"];

fn selector(values: &mut Values) -> Result<Selector, Refusal> {
    let k = number("k", one(values, "k")?)?;
    if k == Some(0) {
        return Err("path:k is 0, expected a whole number from 1".into());
    }
    let word = one(values, "selector")?;
    let word = word.as_deref().unwrap_or("any-shortest");
    let counts = word.starts_with("shortest-k");
    let selector = Selector::named(word, k.map(|k| k as usize));
    match (selector, k) {
        (Some(_), Some(_)) if !counts => Err(Refusal::from(format!(
            "the selector {word} does not count, and path:k is given"
        ))
        .with_help("use \"shortest-k\" or \"shortest-k-groups\", or path:limit")),
        (Some(selector), _) => Ok(selector),
        (None, None) if SELECTORS.contains(&word) => {
            Err(Refusal::from(format!("the selector {word} needs a number"))
                .with_help("add path:k"))
        }
        _ => Err(unknown_word("selector", word, &SELECTORS)),
    }
}

/// Reads how to search.
fn options(view: &View, snapshot: &Snapshot, mut values: Values) -> Result<Options, Refusal> {
    let values = &mut values;
    let selector = selector(values)?;
    let restrictor = match one(values, "restrictor")? {
        None => Restrictor::Walk,
        Some(word) => Restrictor::named(&word)
            .ok_or_else(|| unknown_word("restrictor", &word, &RESTRICTORS))?,
    };
    let max_hops = number("maxHops", one(values, "maxHops")?)?;
    let via = one(values, "via")?.map(|text| words::via(view, &text));
    let via = via.transpose().map_err(|error| misread("via", &error))?;
    let weight = one(values, "weight")?.map(|word| words::weight(snapshot, &word));
    let weight = weight
        .transpose()
        .map_err(|error| misread("weight", &error))?;
    let heading = match one(values, "heading")?.as_deref() {
        None => None,
        Some("directed") => Some(Heading::Forward),
        Some("reversed") => Some(Heading::Backward),
        Some("undirected") => Some(Heading::Either),
        Some(word) => return Err(unknown_word("heading", word, &HEADINGS)),
    };
    let mut filter = Filter {
        heading: heading.unwrap_or_default(),
        ..Filter::default()
    };
    for word in many(values, "along")? {
        let relation = words::relation(view, &word);
        let relation = relation.map_err(|error| misread("along", &error))?;
        filter.relations.push(relation);
    }
    for word in many(values, "avoid")? {
        // As `path --avoid` reads it, but that things go by their IRIs.
        let iri = NamedNode::new(&word).ok();
        if let Ok(relation) = words::relation(view, &word) {
            filter.avoided_relations.push(relation);
        } else if let Ok(class) = classes::find(snapshot, &word) {
            filter.avoided_classes.push(class);
        } else if let Some(iri) = iri.filter(|iri| is_known(snapshot, iri)) {
            filter.avoided_nodes.push(iri);
        } else {
            return Err(
                Refusal::from(format!("path:avoid `{word}` is not in this dataset"))
                    .with_help("it takes the IRI of a thing, a class or a relation"),
            );
        }
    }
    Ok(Options {
        filter,
        via: match heading {
            Some(Heading::Either) => via.map(Via::either_way),
            _ => via,
        },
        selector,
        restrictor,
        weight: weight.unwrap_or_default(),
        max_hops,
        standing: None,
        limit: None,
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

    /// Adds a path, unless a variable would mean two things.
    fn add(&mut self, route: &Route) {
        let mut ends: Vec<(&str, &NamedNode)> = Vec::new();
        for (variable, name) in &self.asked.found {
            let end = match *name {
                "source" => &route.start,
                "target" => route.end(),
                _ => continue,
            };
            if ends
                .iter()
                .any(|(known, other)| known == variable && *other != end)
            {
                return;
            }
            ends.push((variable, end));
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ontology::files;

    /// The page that documents the properties.
    const PAGE: &str = include_str!("../../../docs/sparql.md");

    #[test]
    fn every_property_is_documented() {
        let vocabulary = files::file("path.ttl").expect("it is in the program");
        let known = ASKED.into_iter().chain(OF_PATH).chain(OF_STEP);
        let known: BTreeSet<&str> = known.collect();
        let lines = vocabulary.lines();
        let defined = lines.filter_map(|line| line.strip_prefix("path:")?.split(' ').next());
        assert_eq!(defined.collect::<BTreeSet<&str>>(), known);
        for name in known {
            assert!(PAGE.contains(&format!("| `path:{name}` |")), "{name}");
        }
    }
}
