//! What a rule looks at: which statements a change must touch before the rule can give anything else.
//!
//! Most rules look at nothing but the statements of one thing, the event or whatever they copy from:
//! where none of these changed, what the rule gave before stands. Of the others it can at least be told
//! by properties and values whether a change may matter. What is not understood here is `None`, and all
//! is derived anew then.

use crate::store::expression::parts;
use oxrdf::{NamedNode, Term, Variable};
use spargebra::algebra::{Expression, GraphPattern, PropertyPathExpression};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};
use std::collections::HashMap;

/// Of what the statements that a rule gives follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Of the statements about the event.
    Event,
    /// Of the statements about the subject; they follow from no event and stand in the default graph.
    Subject,
    /// Of statements about several things.
    Wide,
}

/// What a rule looks at, and what it gives.
#[derive(Clone, Debug)]
pub(super) struct Concern {
    pub(super) reach: Reach,
    pub(super) looks: Vec<Look>,
    /// The properties of what it gives.
    pub(super) states: Vec<NamedNode>,
}

/// One pattern that a rule looks up.
#[derive(Clone, Debug)]
pub(super) struct Look {
    /// Its properties; `None` means any.
    pub(super) properties: Option<Vec<NamedNode>>,
    /// Its value, where there is but one.
    pub(super) object: Option<Term>,
}

/// What was found in a pattern so far.
#[derive(Default)]
struct Found {
    subjects: Vec<TermPattern>,
    /// By properties or the variable that stands for them.
    looks: Vec<(Vec<NamedNodePattern>, TermPattern)>,
    /// What VALUES gives to variables.
    values: HashMap<Variable, Vec<NamedNode>>,
    graphs: Vec<NamedNodePattern>,
    computed: Vec<Variable>,
}

impl Concern {
    /// Returns what a rule with this template and WHERE looks at.
    pub(super) fn of(template: &[TriplePattern], pattern: &GraphPattern) -> Option<Self> {
        // The parser lets all variables out of a CONSTRUCT.
        let mut pattern = pattern;
        while let GraphPattern::Project { inner, .. } = pattern {
            pattern = inner;
        }
        let mut found = Found::default();
        found.pattern(pattern)?;
        // What a rule computes may be a new term.
        let is_computed = |term: &TermPattern| match term {
            TermPattern::Variable(variable) => found.computed.contains(variable),
            _ => false,
        };
        let mut states = Vec::new();
        for triple in template {
            if is_computed(&triple.subject) || is_computed(&triple.object) {
                return None;
            }
            match &triple.predicate {
                NamedNodePattern::NamedNode(node) => states.push(node.clone()),
                NamedNodePattern::Variable(variable) => {
                    states.extend(found.values.get(variable)?.iter().cloned());
                }
            }
        }
        let first = found.subjects.first()?;
        let center = match first {
            TermPattern::Variable(variable) if found.subjects.iter().all(|own| own == first) => {
                Some(variable)
            }
            _ => None,
        };
        let event = Variable::new_unchecked("event");
        let graph = Variable::new_unchecked("graph");
        let of_subject = || template.iter().all(|triple| triple.subject == *first);
        let in_graph = found.graphs.contains(&graph.clone().into());
        let has_event = found.subjects.contains(&event.clone().into());
        let reach = match center {
            Some(center) if *center == event && in_graph => Reach::Event,
            Some(_) if !in_graph && of_subject() => Reach::Subject,
            _ if has_event && in_graph => Reach::Wide,
            _ => return None,
        };
        if found.computed.contains(&event) || found.computed.contains(&graph) {
            return None;
        }
        let looks = found.looks.iter().map(|(properties, object)| Look {
            properties: properties
                .iter()
                .map(|property| match property {
                    NamedNodePattern::NamedNode(node) => Some(vec![node.clone()]),
                    NamedNodePattern::Variable(variable) => found.values.get(variable).cloned(),
                })
                .collect::<Option<Vec<_>>>()
                .map(|all| all.concat()),
            object: match object {
                TermPattern::NamedNode(node) => Some(node.clone().into()),
                TermPattern::Literal(literal) => Some(literal.clone().into()),
                _ => None,
            },
        });
        Some(Self {
            reach,
            looks: looks.collect(),
            states,
        })
    }
}

impl Found {
    fn pattern(&mut self, pattern: &GraphPattern) -> Option<()> {
        match pattern {
            GraphPattern::Bgp { patterns } => {
                for triple in patterns {
                    self.subjects.push(triple.subject.clone());
                    let properties = vec![triple.predicate.clone()];
                    self.looks.push((properties, triple.object.clone()));
                }
            }
            GraphPattern::Path {
                subject,
                path,
                object,
            } => {
                let mut properties = Vec::new();
                one_step(path, &mut properties)?;
                self.subjects.push(subject.clone());
                self.looks.push((properties, object.clone()));
            }
            GraphPattern::Join { left, right }
            | GraphPattern::Union { left, right }
            | GraphPattern::Minus { left, right } => {
                self.pattern(left)?;
                self.pattern(right)?;
            }
            GraphPattern::LeftJoin {
                left,
                right,
                expression,
            } => {
                self.pattern(left)?;
                self.pattern(right)?;
                if let Some(expression) = expression {
                    self.expression(expression)?;
                }
            }
            GraphPattern::Filter { expr, inner } => {
                self.expression(expr)?;
                self.pattern(inner)?;
            }
            GraphPattern::Graph { name, inner } => {
                self.graphs.push(name.clone());
                self.pattern(inner)?;
            }
            GraphPattern::Extend {
                inner,
                variable,
                expression,
            } => {
                self.computed.push(variable.clone());
                self.expression(expression)?;
                self.pattern(inner)?;
            }
            GraphPattern::Values {
                variables,
                bindings,
            } => {
                for (place, variable) in variables.iter().enumerate() {
                    let node = |row: &Vec<Option<_>>| match row.get(place) {
                        Some(Some(spargebra::term::GroundTerm::NamedNode(node))) => {
                            Some(node.clone())
                        }
                        _ => None,
                    };
                    let nodes: Option<Vec<NamedNode>> = bindings.iter().map(node).collect();
                    match nodes {
                        Some(nodes) => drop(self.values.insert(variable.clone(), nodes)),
                        None => self.computed.push(variable.clone()),
                    }
                }
            }
            GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } => {
                self.pattern(inner)?;
            }
            // Counts, slices and subqueries see more than a solution.
            _ => return None,
        }
        Some(())
    }

    fn expression(&mut self, expression: &Expression) -> Option<()> {
        if let Expression::Exists(pattern) = expression {
            return self.pattern(pattern);
        }
        let mut expression = expression.clone();
        parts(&mut expression)
            .into_iter()
            .try_for_each(|part| self.expression(part))
    }
}

/// Returns the properties of a path that is one of several, each of one step.
fn one_step(path: &PropertyPathExpression, properties: &mut Vec<NamedNodePattern>) -> Option<()> {
    match path {
        PropertyPathExpression::NamedNode(node) => {
            properties.push(node.clone().into());
            Some(())
        }
        PropertyPathExpression::Alternative(left, right) => {
            one_step(left, properties)?;
            one_step(right, properties)
        }
        _ => None,
    }
}
