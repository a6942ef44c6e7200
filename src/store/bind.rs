//! Variables with a value given from outside, replaced wherever they stand in a query.
//!
//! SPARQL scopes variables: a value joined at the top of a query does not reach a filter inside a
//! subquery or an OPTIONAL. Parameters of named queries and the clocks `?asOf` and `?knownAt` mean
//! the same everywhere, so they are replaced in the algebra instead. Where a query selects such a
//! variable, its value is added to each solution.

use crate::store::expression::parts;
use oxrdf::{Term, Variable};
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern};
use std::collections::BTreeMap;

/// Values by variable name, without the question mark.
pub type Bindings = BTreeMap<String, Term>;

/// Replaces every variable of `bindings` in `query` by its value.
///
/// A variable that the query itself gives a value (`BIND … AS`, `VALUES`, a group key) keeps its
/// own meaning inside: the query's value must then equal the given one.
pub(crate) fn bind(query: &mut Query, bindings: &Bindings) {
    if bindings.is_empty() {
        return;
    }
    match query {
        Query::Select { pattern, .. }
        | Query::Construct { pattern, .. }
        | Query::Describe { pattern, .. }
        | Query::Ask { pattern, .. } => in_pattern(pattern, bindings),
    }
    if let Query::Construct { template, .. } = query {
        for triple in template {
            in_term(&mut triple.subject, bindings);
            in_name(&mut triple.predicate, bindings);
            in_term(&mut triple.object, bindings);
        }
    }
}

fn value<'b>(variable: &Variable, bindings: &'b Bindings) -> Option<&'b Term> {
    bindings.get(variable.as_str())
}

fn constant(term: &Term) -> Option<Expression> {
    match term {
        Term::NamedNode(node) => Some(Expression::NamedNode(node.clone())),
        Term::Literal(literal) => Some(Expression::Literal(literal.clone())),
        _ => None,
    }
}

fn in_term(place: &mut TermPattern, bindings: &Bindings) {
    if let TermPattern::Variable(variable) = place
        && let Some(term) = value(variable, bindings)
    {
        *place = term.clone().into();
    }
}

fn in_name(place: &mut NamedNodePattern, bindings: &Bindings) {
    if let NamedNodePattern::Variable(variable) = place
        && let Some(Term::NamedNode(node)) = value(variable, bindings)
    {
        *place = node.clone().into();
    }
}

fn in_pattern(pattern: &mut GraphPattern, bindings: &Bindings) {
    match pattern {
        GraphPattern::Bgp { patterns } => {
            for triple in patterns {
                in_term(&mut triple.subject, bindings);
                in_name(&mut triple.predicate, bindings);
                in_term(&mut triple.object, bindings);
            }
        }
        GraphPattern::Path {
            subject, object, ..
        } => {
            in_term(subject, bindings);
            in_term(object, bindings);
        }
        GraphPattern::Join { left, right }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => {
            in_pattern(left, bindings);
            in_pattern(right, bindings);
        }
        GraphPattern::LeftJoin {
            left,
            right,
            expression,
        } => {
            in_pattern(left, bindings);
            in_pattern(right, bindings);
            if let Some(expression) = expression {
                in_expression(expression, bindings);
            }
        }
        GraphPattern::Filter { expr, inner } => {
            in_expression(expr, bindings);
            in_pattern(inner, bindings);
        }
        GraphPattern::Graph { name, inner } | GraphPattern::Service { name, inner, .. } => {
            in_name(name, bindings);
            in_pattern(inner, bindings);
        }
        GraphPattern::Extend {
            inner,
            variable,
            expression,
        } => {
            in_pattern(inner, bindings);
            in_expression(expression, bindings);
            if let Some(constant) = value(variable, bindings).and_then(constant) {
                let own = Expression::Equal(
                    Box::new(Expression::Variable(variable.clone())),
                    Box::new(constant),
                );
                let inner = Box::new(std::mem::take(pattern));
                *pattern = GraphPattern::Filter { expr: own, inner };
            }
        }
        GraphPattern::Values {
            variables,
            bindings: rows,
        } => {
            for (column, variable) in variables.iter().enumerate() {
                if let Some(term) = value(variable, bindings) {
                    rows.retain(|row| row[column].as_ref().is_none_or(|cell| same(cell, term)));
                }
            }
        }
        GraphPattern::OrderBy { inner, expression } => {
            in_pattern(inner, bindings);
            for OrderExpression::Asc(key) | OrderExpression::Desc(key) in expression {
                in_expression(key, bindings);
            }
        }
        GraphPattern::Project { inner, variables } => {
            in_pattern(inner, bindings);
            for variable in variables {
                if let Some(expression) = value(variable, bindings).and_then(constant)
                    && !defines(inner, variable)
                {
                    **inner = GraphPattern::Extend {
                        inner: Box::new(std::mem::take(&mut **inner)),
                        variable: variable.clone(),
                        expression,
                    };
                }
            }
        }
        GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => in_pattern(inner, bindings),
        GraphPattern::Group {
            inner,
            variables,
            aggregates,
        } => {
            in_pattern(inner, bindings);
            for (_, aggregate) in aggregates {
                if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                    in_expression(expr, bindings);
                }
            }
            // Grouping by a constant: keep the key, give it its value.
            for variable in variables {
                if let Some(expression) = value(variable, bindings).and_then(constant)
                    && !defines(inner, variable)
                {
                    **inner = GraphPattern::Extend {
                        inner: Box::new(std::mem::take(&mut **inner)),
                        variable: variable.clone(),
                        expression,
                    };
                }
            }
        }
    }
}

/// Tells whether a pattern gives the variable a value itself.
fn defines(pattern: &GraphPattern, variable: &Variable) -> bool {
    let mut found = false;
    pattern.on_in_scope_variable(|seen| found |= seen == variable);
    found
}

fn same(cell: &GroundTerm, term: &Term) -> bool {
    match (cell, term) {
        (GroundTerm::NamedNode(left), Term::NamedNode(right)) => left == right,
        (GroundTerm::Literal(left), Term::Literal(right)) => left == right,
        _ => false,
    }
}

fn in_expression(expression: &mut Expression, bindings: &Bindings) {
    match expression {
        Expression::Variable(variable) => {
            if let Some(constant) = value(variable, bindings).and_then(constant) {
                *expression = constant;
            }
        }
        Expression::Bound(variable) => {
            if value(variable, bindings).is_some() {
                *expression = Expression::Literal(true.into());
            }
        }
        Expression::Exists(pattern) => in_pattern(pattern, bindings),
        other => {
            for part in parts(other) {
                in_expression(part, bindings);
            }
        }
    }
}
