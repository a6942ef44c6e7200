//! SERVICE: parts of a query that something else than the statements answers.
//!
//! A [`Service`] is asked before the query runs. It gets the pattern inside SERVICE and what the
//! surrounding join knows of its variables, each row of values once; what it answers is joined in
//! its place. So it may depend on what the rest of the join finds. Inside FILTER EXISTS the
//! surrounding join is that of the filter. Nothing is ever asked over a network: a service that
//! nobody brought is refused.

use crate::store::expression::parts;
use crate::store::run::{Context, Table};
use crate::store::{Snapshot, StoreError};
use oxrdf::{Term, Variable};
use spargebra::algebra::{Expression, GraphPattern, OrderExpression};
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern, TriplePattern};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

/// Something that answers `SERVICE <iri> { … }`.
pub trait Service: fmt::Debug + Send + Sync {
    /// Returns the variables of a pattern whose values the service wants to know beforehand. What
    /// the query says of others alone is not looked up for it.
    fn wanted(&self, pattern: &ServicePattern) -> Vec<String>;

    /// Returns rows of IRIs and literals for variables of the pattern. They are joined with the
    /// rest of the query, so rows that fit none of the known values do no harm. `stopped` tells
    /// whether nobody waits for the answer any more; then anything may be returned.
    ///
    /// # Errors
    ///
    /// What is wrong with the pattern, or went wrong.
    fn answer(
        &self,
        snapshot: &Snapshot,
        request: &ServiceRequest,
        stopped: &Stopped,
    ) -> Result<Table, Refusal>;
}

/// Tells, from any thread, whether nobody waits for an answer any more.
pub type Stopped = Arc<dyn Fn() -> bool + Send + Sync>;

/// What a service is asked.
#[derive(Clone, Debug)]
pub struct ServiceRequest {
    /// The pattern inside SERVICE.
    pub pattern: ServicePattern,
    /// What the surrounding join finds for the variables that are wanted, each row once. Without
    /// such variables there is one row without cells.
    pub known: Table,
    /// More rows than these are not looked at; `None` if all may be.
    pub most: Option<usize>,
}

/// The pattern inside SERVICE.
#[derive(Clone, Debug)]
pub struct ServicePattern(GraphPattern);

/// Why a service does not answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What was found, and what was expected.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl From<String> for Refusal {
    fn from(message: String) -> Self {
        Self {
            message,
            help: None,
        }
    }
}

impl From<&str> for Refusal {
    fn from(message: &str) -> Self {
        message.to_owned().into()
    }
}

impl Refusal {
    /// Adds what to do about it.
    #[must_use]
    pub fn with_help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }
}

/// A place of a triple: a term, or a variable by its name without question mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TriplePlace {
    /// An IRI or literal.
    Term(Term),
    /// A variable. A blank node of the pattern is one too; its name begins with `_:`.
    Variable(String),
}

impl ServicePattern {
    /// Returns the triples of the pattern, or `None` if it holds anything else.
    pub fn triples(&self) -> Option<Vec<[TriplePlace; 3]>> {
        let GraphPattern::Bgp { patterns } = &self.0 else {
            return None;
        };
        let triples = patterns.iter().map(|triple| {
            let predicate: TermPattern = triple.predicate.clone().into();
            [&triple.subject, &predicate, &triple.object].map(place)
        });
        Some(triples.collect())
    }
}

fn place(term: &TermPattern) -> TriplePlace {
    match term {
        TermPattern::NamedNode(node) => TriplePlace::Term(node.clone().into()),
        TermPattern::Literal(literal) => TriplePlace::Term(literal.clone().into()),
        TermPattern::Variable(variable) => TriplePlace::Variable(variable.as_str().to_owned()),
        other => TriplePlace::Variable(other.to_string()),
    }
}

/// Services by IRI.
pub(crate) type Services = BTreeMap<String, Arc<dyn Service>>;

/// Replaces every SERVICE that is known by what it answers, and tells whether any may have had more
/// to say. Each gives `most` rows or a few more; all, if more of them might leave out rows of the
/// whole (see [`grows`]).
pub(crate) fn answer_services(
    pattern: &mut GraphPattern,
    most: Option<usize>,
    services: &Services,
    context: &Context<'_>,
) -> Result<bool, StoreError> {
    let answer = Answer {
        most: most.filter(|_| grows(pattern)),
        cut: Cell::new(false),
        services,
        context,
    };
    answer.within(pattern, &GraphPattern::default())?;
    Ok(answer.cut.get())
}

/// Tells whether whatever a pattern finds when its services say little is also found when they say
/// more.
fn grows(pattern: &GraphPattern) -> bool {
    match pattern {
        GraphPattern::Join { left, right }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Union { left, right } => grows(left) && grows(right),
        GraphPattern::LeftJoin {
            left,
            right,
            expression,
        } => {
            let asks = expression.as_ref().is_some_and(asks);
            grows(left) && !has_service(right) && !asks
        }
        GraphPattern::Minus { left, right } => grows(left) && !has_service(right),
        GraphPattern::Filter {
            inner,
            expr: expression,
        }
        | GraphPattern::Extend {
            inner, expression, ..
        } => grows(inner) && !asks(expression),
        GraphPattern::Project { inner, .. }
        | GraphPattern::Graph { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner } => grows(inner),
        GraphPattern::OrderBy { .. } | GraphPattern::Slice { .. } | GraphPattern::Group { .. } => {
            !has_service(pattern)
        }
        GraphPattern::Service { .. }
        | GraphPattern::Bgp { .. }
        | GraphPattern::Path { .. }
        | GraphPattern::Values { .. } => true,
    }
}

/// Tells whether an expression has EXISTS with a service in it.
fn asks(expression: &Expression) -> bool {
    expression.to_string().contains("SERVICE ")
}

struct Answer<'a> {
    /// How many rows of each service are enough.
    most: Option<usize>,
    /// Whether a service gave so many.
    cut: Cell<bool>,
    services: &'a Services,
    context: &'a Context<'a>,
}

impl Answer<'_> {
    /// Answers the services in a pattern that is joined with `around`.
    fn within(&self, pattern: &mut GraphPattern, around: &GraphPattern) -> Result<(), StoreError> {
        match pattern {
            GraphPattern::Service { .. } => self.service(pattern, around, self.most),
            GraphPattern::Join { left, right } => {
                self.within(left, &join(around, &without_services(right)))?;
                // What was answered on the left helps on the right.
                self.within(right, &join(around, &without_services(left)))
            }
            GraphPattern::LeftJoin {
                left,
                right,
                expression,
            } => {
                self.within(left, around)?;
                let left = join(around, &without_services(left));
                self.within(right, &left)?;
                let inside = join(&left, &without_services(right));
                expression
                    .as_mut()
                    .map_or(Ok(()), |expression| self.exists(expression, &inside))
            }
            GraphPattern::Lateral { left, right } => {
                self.within(left, around)?;
                self.within(right, &join(around, &without_services(left)))
            }
            GraphPattern::Union { left, right } => {
                self.within(left, around)?;
                self.within(right, around)
            }
            GraphPattern::Minus { left, right } => {
                self.within(left, around)?;
                self.within(right, &GraphPattern::default())
            }
            GraphPattern::Filter {
                inner,
                expr: expression,
            }
            | GraphPattern::Extend {
                inner, expression, ..
            } => {
                self.within(inner, around)?;
                self.exists(expression, &join(around, &without_services(inner)))
            }
            // What stands around a subquery or a graph does not reach inside.
            GraphPattern::OrderBy { inner, expression } => {
                self.within(inner, &GraphPattern::default())?;
                let around = without_services(inner);
                expression.iter_mut().try_for_each(|key| {
                    let (OrderExpression::Asc(key) | OrderExpression::Desc(key)) = key;
                    self.exists(key, &around)
                })
            }
            GraphPattern::Slice {
                inner,
                start,
                length,
            } => match bare_service(inner) {
                Some(service) => {
                    let most = length.and_then(|length| start.checked_add(length));
                    let is_cut = self.cut.get();
                    self.service(service, &GraphPattern::default(), most)?;
                    // More would not be looked at.
                    self.cut.set(is_cut);
                    Ok(())
                }
                None => self.within(inner, &GraphPattern::default()),
            },
            GraphPattern::Graph { inner, .. }
            | GraphPattern::Project { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Group { inner, .. } => self.within(inner, &GraphPattern::default()),
            GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => {
                Ok(())
            }
        }
    }

    /// Answers the services in the EXISTS of an expression over the rows of `around`.
    fn exists(&self, expression: &mut Expression, around: &GraphPattern) -> Result<(), StoreError> {
        match expression {
            Expression::Exists(pattern) => self.within(pattern, around),
            other => {
                let mut parts = parts(other).into_iter();
                parts.try_for_each(|part| self.exists(part, around))
            }
        }
    }

    fn service(
        &self,
        pattern: &mut GraphPattern,
        around: &GraphPattern,
        most: Option<usize>,
    ) -> Result<(), StoreError> {
        let GraphPattern::Service {
            name: NamedNodePattern::NamedNode(iri),
            inner,
            silent,
        } = pattern
        else {
            return Ok(());
        };
        let answer = match self.services.get(iri.as_str()) {
            Some(service) => {
                let inner = ServicePattern((**inner).clone());
                let request = ServiceRequest {
                    known: self.known(service.wanted(&inner), around)?,
                    pattern: inner,
                    most,
                };
                let answer =
                    service.answer(self.context.snapshot, &request, &self.context.stopped());
                if let Ok(table) = &answer
                    && most.is_some_and(|most| table.rows.len() >= most)
                {
                    self.cut.set(true);
                }
                answer
            }
            None => Err(self.unknown()),
        };
        *pattern = match (answer.and_then(values), *silent) {
            (Ok(values), _) => values,
            // A silent service that fails is as if it were not there.
            (Err(_), true) => GraphPattern::default(),
            (Err(Refusal { message, help }), false) => {
                return Err(StoreError::Service {
                    iri: iri.as_str().to_owned(),
                    message,
                    help,
                });
            }
        };
        Ok(())
    }

    fn unknown(&self) -> Refusal {
        let known: Vec<&str> = self.services.keys().map(String::as_str).collect();
        let refusal = Refusal::from("it is not known here, and no other server is ever asked");
        match &known[..] {
            [] => refusal,
            known => refusal.with_help(format!("known are: {}", known.join(", "))),
        }
    }

    /// Returns what `around` finds for the variables that are wanted, each row once.
    fn known(&self, wanted: Vec<String>, around: &GraphPattern) -> Result<Table, StoreError> {
        let mut shared: Vec<Variable> = Vec::new();
        around.on_in_scope_variable(|variable| {
            if wanted.iter().any(|wanted| wanted == variable.as_str()) {
                shared.push(variable.clone());
            }
        });
        shared.sort();
        shared.dedup();
        if shared.is_empty() {
            return Ok(Table {
                rows: vec![Vec::new()],
                ..Table::default()
            });
        }
        let mut table = self.context.select(GraphPattern::Distinct {
            inner: Box::new(GraphPattern::Project {
                inner: Box::new(about(around, &shared)),
                variables: shared,
            }),
        })?;
        table.rows.sort_by_cached_key(|row| {
            let cell = |cell: &Option<Term>| cell.as_ref().map(Term::to_string);
            row.iter().map(cell).collect::<Vec<_>>()
        });
        Ok(table)
    }
}

/// Returns the part of a join that speaks of some variables. What shares none with them, by itself
/// or through others, is left out: it would only multiply the rows.
fn about(around: &GraphPattern, variables: &[Variable]) -> GraphPattern {
    let mut parts = Vec::new();
    split(around, &mut parts);
    let mut known: BTreeSet<String> = variables.iter().map(Variable::to_string).collect();
    let mut kept: Vec<(usize, GraphPattern)> = Vec::new();
    loop {
        let tied = |(_, names, _): &Part| !names.is_disjoint(&known);
        let (with, without): (Vec<Part>, Vec<Part>) = parts.into_iter().partition(tied);
        if with.is_empty() {
            break;
        }
        for (place, names, pattern) in with {
            known.extend(names);
            kept.push((place, pattern));
        }
        parts = without;
    }
    kept.sort_by_key(|(place, _)| *place);
    let kept = kept.iter().map(|(_, pattern)| pattern);
    kept.fold(GraphPattern::default(), |whole, part| join(&whole, part))
}

/// A part of a join: its place, the names of its variables and blank nodes, and the pattern.
type Part = (usize, BTreeSet<String>, GraphPattern);

fn split(pattern: &GraphPattern, parts: &mut Vec<Part>) {
    let mut add = |names: BTreeSet<String>, pattern| parts.push((parts.len(), names, pattern));
    match pattern {
        GraphPattern::Join { left, right } => {
            split(left, parts);
            split(right, parts);
        }
        GraphPattern::Bgp { patterns } => {
            for triple in patterns {
                let predicate: TermPattern = triple.predicate.clone().into();
                let places = [&triple.subject, &predicate, &triple.object];
                let pattern = GraphPattern::Bgp {
                    patterns: vec![triple.clone()],
                };
                add(places.into_iter().filter_map(name).collect(), pattern);
            }
        }
        GraphPattern::Path {
            subject, object, ..
        } => {
            let names = [subject, object].into_iter().filter_map(name);
            add(names.collect(), pattern.clone());
        }
        _ => {
            let mut names = BTreeSet::new();
            pattern.on_in_scope_variable(|variable| _ = names.insert(variable.to_string()));
            add(names, pattern.clone());
        }
    }
}

/// Returns the name of a variable or blank node.
fn name(term: &TermPattern) -> Option<String> {
    match term {
        TermPattern::Variable(_) | TermPattern::BlankNode(_) => Some(term.to_string()),
        _ => None,
    }
}

/// Joins two patterns; triples become one pattern, in which a blank node is the same everywhere.
fn join(left: &GraphPattern, right: &GraphPattern) -> GraphPattern {
    let empty = GraphPattern::default();
    match (left == &empty, right == &empty) {
        (true, _) => right.clone(),
        (_, true) => left.clone(),
        _ => match (left, right) {
            (GraphPattern::Bgp { patterns: left }, GraphPattern::Bgp { patterns: right }) => {
                let triples: Vec<TriplePattern> = left.iter().chain(right).cloned().collect();
                GraphPattern::Bgp { patterns: triples }
            }
            _ => GraphPattern::Join {
                left: Box::new(left.clone()),
                right: Box::new(right.clone()),
            },
        },
    }
}

/// Returns what a pattern finds at least as much of without its services.
fn without_services(pattern: &GraphPattern) -> GraphPattern {
    match pattern {
        GraphPattern::Service { .. } => GraphPattern::default(),
        GraphPattern::Join { left, right } => {
            join(&without_services(left), &without_services(right))
        }
        // A filter may ask for what only the service would bind.
        GraphPattern::Filter { inner, .. } if has_service(inner) => without_services(inner),
        pattern if has_service(pattern) => GraphPattern::default(),
        pattern => pattern.clone(),
    }
}

/// Returns the service whose rows are those of a pattern, one for one, if there is one.
fn bare_service(pattern: &mut GraphPattern) -> Option<&mut GraphPattern> {
    match pattern {
        GraphPattern::Service { .. } => Some(pattern),
        GraphPattern::Project { inner, .. } | GraphPattern::Reduced { inner } => {
            bare_service(inner)
        }
        _ => None,
    }
}

fn has_service(pattern: &GraphPattern) -> bool {
    match pattern {
        GraphPattern::Service { .. } => true,
        GraphPattern::Join { left, right }
        | GraphPattern::LeftJoin { left, right, .. }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => has_service(left) || has_service(right),
        GraphPattern::Filter { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::Graph { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Group { inner, .. } => has_service(inner),
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => false,
    }
}

/// Returns rows as a pattern.
fn values(table: Table) -> Result<GraphPattern, Refusal> {
    let ground = |cell: Option<Term>| match cell {
        None => Ok(None),
        Some(Term::NamedNode(node)) => Ok(Some(GroundTerm::NamedNode(node))),
        Some(Term::Literal(literal)) => Ok(Some(GroundTerm::Literal(literal))),
        Some(_) => Err(Refusal::from(
            "the service gave a blank node, expected IRIs and literals",
        )),
    };
    let rows = table
        .rows
        .into_iter()
        .map(|row| row.into_iter().map(ground).collect());
    let bindings: Vec<Vec<Option<GroundTerm>>> = rows.collect::<Result<_, _>>()?;
    let is_short = bindings.len() <= SHORT;
    let values = GraphPattern::Values {
        variables: table
            .variables
            .iter()
            .map(Variable::new_unchecked)
            .collect(),
        bindings,
    };
    // The evaluator reads VALUES from front to back for each row that they are joined with. A slice
    // that leaves nothing out is the same rows, joined by a hash table.
    Ok(match is_short {
        true => values,
        false => GraphPattern::Slice {
            inner: Box::new(values),
            start: 0,
            length: None,
        },
    })
}

/// Up to so many rows are joined by reading them all.
const SHORT: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Query;
    use oxrdf::Literal;

    /// Tells how long the label of each known `?a` is, in `?length`.
    #[derive(Debug)]
    struct Lengths;

    impl Service for Lengths {
        fn wanted(&self, _: &ServicePattern) -> Vec<String> {
            vec!["a".to_owned()]
        }

        fn answer(
            &self,
            _: &Snapshot,
            request: &ServiceRequest,
            _: &Stopped,
        ) -> Result<Table, Refusal> {
            let triples = request.pattern.triples().ok_or("expected triples")?;
            let [[_, _, TriplePlace::Variable(length)]] = &triples[..] else {
                return Err("expected one triple".into());
            };
            let column = request.known.variables.iter().position(|name| name == "a");
            let column = column.ok_or("?a is not known")?;
            let row = |row: &Vec<Option<Term>>| {
                let a = row[column].clone();
                let length = a.as_ref().map_or(0, |a| a.to_string().len());
                vec![a, Some(Literal::from(length as i64).into())]
            };
            Ok(Table {
                variables: vec!["a".to_owned(), length.clone()],
                rows: request.known.rows.iter().map(row).collect(),
                truncated: false,
            })
        }
    }

    fn run(text: &str) -> Result<Vec<String>, StoreError> {
        let snapshot = crate::builtin(jiff::civil::date(2026, 8, 1)).unwrap();
        let query = Query::parse(text)?.with_service("https://example.org/s", Arc::new(Lengths));
        let table = query.run(&snapshot)?.into_table();
        let cell = |cell: &Option<Term>| cell.as_ref().map_or("-".to_owned(), Term::to_string);
        let row = |row: &Vec<Option<Term>>| row.iter().map(cell).collect::<Vec<_>>().join(" ");
        Ok(table.rows.iter().map(row).collect())
    }

    const YMTC: &str = "\"37\"^^<http://www.w3.org/2001/XMLSchema#integer>";

    #[test]
    fn a_service_depends_on_what_stands_around_it() {
        let service = "SERVICE <https://example.org/s> { ?a ag:length ?n }";
        for text in [
            format!("SELECT ?n {{ VALUES ?a {{ agid:ymtc }} {service} }}"),
            format!(
                "SELECT ?n {{ {service} BIND(agid:ymtc AS ?b) FILTER(?a = ?b) VALUES ?a {{ agid:ymtc }} }}"
            ),
            format!("SELECT ?n {{ VALUES ?a {{ agid:ymtc }} OPTIONAL {{ {service} }} }}"),
            format!(
                "SELECT ?n {{ VALUES ?a {{ agid:ymtc }} {{ {service} }} UNION {{ ?a ag:none ?n }} }}"
            ),
            format!(
                "SELECT ?n {{ VALUES ?a {{ agid:ymtc }} VALUES ?n {{ 37 38 }} FILTER EXISTS {{ {service} }} }}"
            ),
            format!(
                "SELECT ?n {{ VALUES ?a {{ agid:ymtc }} VALUES ?n {{ 37 38 }} FILTER(!(?n = 38 || NOT EXISTS {{ {service} }})) }}"
            ),
        ] {
            assert_eq!(run(&text).unwrap(), [YMTC], "{text}");
        }
        let many = format!("SELECT DISTINCT ?a ?n {{ ?a ag:listedBy agid:dod {service} }}");
        assert!(run(&many).unwrap().len() > 100);
    }

    #[test]
    fn what_says_nothing_of_the_wanted_is_not_looked_up() {
        let query = "SELECT * { ?a ag:listedBy _:b . _:b ag:partOf ?c . ?d rdfs:label ?e . \
                     VALUES ?f { 1 2 } ?c ag:partOf* ?g OPTIONAL { ?x ?y ?z } }";
        let spargebra::Query::Select { pattern, .. } = spargebra::SparqlParser::new()
            .with_prefix("ag", "urn:")
            .unwrap()
            .with_prefix("rdfs", "urn:")
            .unwrap()
            .parse_query(query)
            .unwrap()
        else {
            unreachable!("it is a SELECT");
        };
        let GraphPattern::Project { inner, .. } = pattern else {
            unreachable!("a SELECT projects");
        };
        let GraphPattern::LeftJoin { left, .. } = *inner else {
            unreachable!("it ends in OPTIONAL");
        };
        let mut names = BTreeSet::new();
        about(&left, &[Variable::new_unchecked("a")])
            .on_in_scope_variable(|variable| _ = names.insert(variable.as_str().to_owned()));
        assert_eq!(names.into_iter().collect::<String>(), "acg");
    }

    #[test]
    fn what_a_service_cannot_do_is_told_unless_silent() {
        let wrong = "SELECT * { SERVICE <https://example.org/s> { ?a ag:length ?n } }";
        assert!(matches!(run(wrong), Err(StoreError::Service { .. })));
        let silent = wrong.replace("SERVICE", "SERVICE SILENT");
        assert_eq!(run(&silent).unwrap().len(), 1);
        let unknown = "SELECT * { SERVICE <https://example.org/other> { ?a ag:length ?n } }";
        assert!(matches!(run(unknown), Err(StoreError::Service { .. })));
    }
}
