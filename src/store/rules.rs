//! Derivation: shortcut relations from events, by the CONSTRUCT rules of `ontology/rules/`.
//!
//! A rule's WHERE names the graph of the event as `?graph` and the event itself as `?event`. Each
//! solution instantiates the template in that graph, or in the default graph where the rule binds
//! no `?graph`, so a shortcut stands beside the claim that it follows from and is traceable to it.

use crate::store::{Query, Snapshot, StoreError};
use oxrdf::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term, Variable};
use rayon::prelude::*;
use spargebra::SparqlParser;
use spargebra::algebra::GraphPattern;
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};
use std::collections::HashMap;

/// A parsed rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The name of its file without ending, e.g. `listed-by`.
    pub name: String,
    template: Vec<TriplePattern>,
    query: Query,
}

/// A statement that a rule gave, and the event it follows from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Derived {
    /// The statement, in the event's graph.
    pub quad: Quad,
    /// The event; `None` for rules that copy names.
    pub event: Option<NamedNode>,
}

impl Rule {
    /// Parses the text of a rule.
    ///
    /// # Errors
    ///
    /// [`StoreError::Sparql`] or [`StoreError::NotARule`].
    pub fn parse(name: &str, text: &str) -> Result<Self, StoreError> {
        let spargebra::Query::Construct {
            template,
            dataset,
            pattern,
            base_iri,
        } = SparqlParser::new().parse_query(text)?
        else {
            return Err(StoreError::NotARule(name.to_owned()));
        };
        let mut wanted: Vec<Variable> = ["graph", "event"].map(Variable::new_unchecked).into();
        for triple in &template {
            for term in [&triple.subject, &triple.object] {
                if let TermPattern::Variable(variable) = term {
                    wanted.push(variable.clone());
                }
            }
            if let NamedNodePattern::Variable(variable) = &triple.predicate {
                wanted.push(variable.clone());
            }
        }
        wanted.sort();
        wanted.dedup();
        let inner = Box::new(GraphPattern::Project {
            inner: Box::new(pattern),
            variables: wanted,
        });
        let query = spargebra::Query::Select {
            dataset,
            pattern: GraphPattern::Distinct { inner },
            base_iri,
        };
        Ok(Self {
            name: name.to_owned(),
            template,
            query: query.into(),
        })
    }

    /// Returns the properties that the rule states.
    pub fn relations(&self) -> Vec<NamedNode> {
        let predicates = self.template.iter().map(|triple| &triple.predicate);
        let named = predicates.filter_map(|predicate| match predicate {
            NamedNodePattern::NamedNode(node) => Some(node.clone()),
            NamedNodePattern::Variable(_) => None,
        });
        named.collect()
    }

    /// Returns what the rule gives on a snapshot, in a stable order.
    ///
    /// # Errors
    ///
    /// [`StoreError::Evaluation`] if the rule fails while it runs.
    pub fn derive(&self, snapshot: &Snapshot) -> Result<Vec<Derived>, StoreError> {
        let table = self.query.run(snapshot)?.into_table();
        let mut derived = Vec::new();
        for row in &table.rows {
            let cells = table.variables.iter().map(String::as_str).zip(row);
            let solution: HashMap<&str, &Term> = cells
                .filter_map(|(name, cell)| Some((name, cell.as_ref()?)))
                .collect();
            let node = |name: &str| match solution.get(name) {
                Some(Term::NamedNode(node)) => Some(node.clone()),
                _ => None,
            };
            let graph_name = node("graph").map_or(GraphName::DefaultGraph, GraphName::from);
            for triple in &self.template {
                let quad = (|| {
                    Some(Quad {
                        subject: subject(&triple.subject, &solution)?,
                        predicate: predicate(&triple.predicate, &solution)?,
                        object: object(&triple.object, &solution)?,
                        graph_name: graph_name.clone(),
                    })
                })();
                let event = node("event");
                derived.extend(quad.map(|quad| Derived { quad, event }));
            }
        }
        Ok(derived)
    }

    /// Runs all rules, in parallel, and returns what they give in the order of the rules.
    ///
    /// # Errors
    ///
    /// The first error of any rule.
    pub fn derive_all(rules: &[Self], snapshot: &Snapshot) -> Result<Vec<Derived>, StoreError> {
        let all: Vec<Vec<Derived>> = rules
            .par_iter()
            .map(|rule| rule.derive(snapshot))
            .collect::<Result<_, _>>()?;
        Ok(all.into_iter().flatten().collect())
    }
}

type Solution<'a> = HashMap<&'a str, &'a Term>;

fn object(pattern: &TermPattern, solution: &Solution<'_>) -> Option<Term> {
    match pattern {
        TermPattern::NamedNode(node) => Some(node.clone().into()),
        TermPattern::Literal(literal) => Some(literal.clone().into()),
        TermPattern::Variable(variable) => solution.get(variable.as_str()).copied().cloned(),
        // A fresh node for each solution could not be derived twice to the same result.
        _ => None,
    }
}

fn subject(pattern: &TermPattern, solution: &Solution<'_>) -> Option<NamedOrBlankNode> {
    match object(pattern, solution)? {
        Term::NamedNode(node) => Some(node.into()),
        Term::BlankNode(node) => Some(node.into()),
        _ => None,
    }
}

fn predicate(pattern: &NamedNodePattern, solution: &Solution<'_>) -> Option<NamedNode> {
    match pattern {
        NamedNodePattern::NamedNode(node) => Some(node.clone()),
        NamedNodePattern::Variable(variable) => match solution.get(variable.as_str())? {
            Term::NamedNode(node) => Some(node.clone()),
            _ => None,
        },
    }
}
