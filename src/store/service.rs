//! SERVICE: parts of a query that something else than the statements answers.
//!
//! A [`Service`] is asked before the query runs. It gets the pattern inside SERVICE and what the
//! surrounding join knows of its variables, each row of values once; what it answers is joined in
//! its place. So it may depend on what the rest of the join finds. Nothing is ever asked over a
//! network: a service that nobody brought is refused by the evaluator.

use crate::store::run::{Context, Table};
use crate::store::{Snapshot, StoreError};
use oxrdf::{Term, Variable};
use spargebra::algebra::GraphPattern;
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// Something that answers `SERVICE <iri> { … }`.
pub trait Service: fmt::Debug + Send + Sync {
    /// Returns rows of IRIs and literals for variables of the pattern. They are joined with the
    /// rest of the query, so rows that fit none of the known values do no harm.
    ///
    /// # Errors
    ///
    /// What is wrong with the pattern or went wrong, in a sentence for people.
    fn answer(&self, snapshot: &Snapshot, request: &ServiceRequest) -> Result<Table, String>;
}

/// What a service is asked.
#[derive(Clone, Debug)]
pub struct ServiceRequest {
    /// The pattern inside SERVICE.
    pub pattern: GraphPattern,
    /// What the surrounding join finds for variables of the pattern, each row once. Without such
    /// variables there is one row without cells.
    pub known: Table,
}

/// A place of a triple: a term, or a variable by its name without question mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TriplePlace {
    /// An IRI or literal.
    Term(Term),
    /// A variable. A blank node of the pattern is one too; its name begins with `_:`.
    Variable(String),
}

impl ServiceRequest {
    /// Returns the triples of the pattern, or `None` if it holds anything else.
    pub fn triples(&self) -> Option<Vec<[TriplePlace; 3]>> {
        let GraphPattern::Bgp { patterns } = &self.pattern else {
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

/// Replaces every SERVICE that is known by what it answers.
pub(crate) fn answer_services(
    pattern: &mut GraphPattern,
    services: &Services,
    context: &Context<'_>,
) -> Result<(), StoreError> {
    match services.is_empty() {
        true => Ok(()),
        false => Answer { services, context }.within(pattern, &GraphPattern::default()),
    }
}

struct Answer<'a> {
    services: &'a Services,
    context: &'a Context<'a>,
}

impl Answer<'_> {
    /// Answers the services in a pattern that is joined with `around`.
    fn within(&self, pattern: &mut GraphPattern, around: &GraphPattern) -> Result<(), StoreError> {
        match pattern {
            GraphPattern::Service { .. } => self.service(pattern, around),
            GraphPattern::Join { left, right } => {
                self.within(left, &join(around, &without_services(right)))?;
                // What was answered on the left helps on the right.
                self.within(right, &join(around, &without_services(left)))
            }
            GraphPattern::LeftJoin { left, right, .. } | GraphPattern::Lateral { left, right } => {
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
            GraphPattern::Filter { inner, .. } | GraphPattern::Extend { inner, .. } => {
                self.within(inner, around)
            }
            // What stands around a subquery or a graph does not reach inside.
            GraphPattern::Graph { inner, .. }
            | GraphPattern::OrderBy { inner, .. }
            | GraphPattern::Project { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Slice { inner, .. }
            | GraphPattern::Group { inner, .. } => self.within(inner, &GraphPattern::default()),
            GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => {
                Ok(())
            }
        }
    }

    fn service(&self, pattern: &mut GraphPattern, around: &GraphPattern) -> Result<(), StoreError> {
        let GraphPattern::Service {
            name: NamedNodePattern::NamedNode(iri),
            inner,
            silent,
        } = pattern
        else {
            return Ok(());
        };
        let Some(service) = self.services.get(iri.as_str()) else {
            return Ok(());
        };
        let request = ServiceRequest {
            known: self.known(inner, around)?,
            pattern: (**inner).clone(),
        };
        let answer = service.answer(self.context.snapshot, &request);
        *pattern = match (answer.and_then(values), *silent) {
            (Ok(values), _) => values,
            // A silent service that fails is as if it were not there.
            (Err(_), true) => GraphPattern::default(),
            (Err(message), false) => {
                return Err(StoreError::Service {
                    iri: iri.as_str().to_owned(),
                    message,
                });
            }
        };
        Ok(())
    }

    /// Returns what `around` finds for the variables of `inner`, each row once.
    fn known(&self, inner: &GraphPattern, around: &GraphPattern) -> Result<Table, StoreError> {
        let mut wanted = Vec::new();
        inner.on_in_scope_variable(|variable| wanted.push(variable.clone()));
        let mut shared: Vec<Variable> = Vec::new();
        around.on_in_scope_variable(|variable| {
            if wanted.contains(variable) {
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
                inner: Box::new(around.clone()),
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

fn join(left: &GraphPattern, right: &GraphPattern) -> GraphPattern {
    let empty = GraphPattern::default();
    match (left == &empty, right == &empty) {
        (true, _) => right.clone(),
        (_, true) => left.clone(),
        _ => GraphPattern::Join {
            left: Box::new(left.clone()),
            right: Box::new(right.clone()),
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
fn values(table: Table) -> Result<GraphPattern, String> {
    let ground = |cell: Option<Term>| match cell {
        None => Ok(None),
        Some(Term::NamedNode(node)) => Ok(Some(GroundTerm::NamedNode(node))),
        Some(Term::Literal(literal)) => Ok(Some(GroundTerm::Literal(literal))),
        Some(_) => Err("the service gave a blank node, expected IRIs and literals".to_owned()),
    };
    let rows = table
        .rows
        .into_iter()
        .map(|row| row.into_iter().map(ground).collect());
    Ok(GraphPattern::Values {
        variables: table
            .variables
            .iter()
            .map(Variable::new_unchecked)
            .collect(),
        bindings: rows.collect::<Result<_, _>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Query;
    use oxrdf::Literal;

    /// Tells how long the label of each known `?a` is, in `?length`.
    #[derive(Debug)]
    struct Lengths;

    impl Service for Lengths {
        fn answer(&self, _: &Snapshot, request: &ServiceRequest) -> Result<Table, String> {
            let triples = request.triples().ok_or("expected triples")?;
            let [[_, _, TriplePlace::Variable(length)]] = &triples[..] else {
                return Err("expected one triple".to_owned());
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
        ] {
            assert_eq!(run(&text).unwrap(), [YMTC], "{text}");
        }
        let many = format!("SELECT DISTINCT ?a ?n {{ ?a ag:listedBy agid:dod {service} }}");
        assert!(run(&many).unwrap().len() > 100);
    }

    #[test]
    fn what_a_service_cannot_do_is_told_unless_silent() {
        let wrong = "SELECT * { SERVICE <https://example.org/s> { ?a ag:length ?n } }";
        assert!(matches!(run(wrong), Err(StoreError::Service { .. })));
        let silent = wrong.replace("SERVICE", "SERVICE SILENT");
        assert_eq!(run(&silent).unwrap().len(), 1);
        let unknown = "SELECT * { SERVICE <https://example.org/other> { ?a ag:length ?n } }";
        assert!(matches!(run(unknown), Err(StoreError::Evaluation(_))));
    }
}
