//! The parts of SPARQL expressions, for those who walk through them.

use spargebra::algebra::Expression;

/// Returns the expressions that stand directly in an expression, as they are written. The pattern of
/// EXISTS is no expression.
pub(crate) fn parts(expression: &mut Expression) -> Vec<&mut Expression> {
    match expression {
        Expression::Exists(_)
        | Expression::NamedNode(_)
        | Expression::Literal(_)
        | Expression::Variable(_)
        | Expression::Bound(_) => Vec::new(),
        Expression::Or(left, right)
        | Expression::And(left, right)
        | Expression::Equal(left, right)
        | Expression::SameTerm(left, right)
        | Expression::Greater(left, right)
        | Expression::GreaterOrEqual(left, right)
        | Expression::Less(left, right)
        | Expression::LessOrEqual(left, right)
        | Expression::Add(left, right)
        | Expression::Subtract(left, right)
        | Expression::Multiply(left, right)
        | Expression::Divide(left, right) => vec![left, right],
        Expression::UnaryPlus(inner) | Expression::UnaryMinus(inner) | Expression::Not(inner) => {
            vec![inner]
        }
        Expression::If(condition, yes, no) => vec![condition, yes, no],
        Expression::In(needle, list) => {
            let mut parts: Vec<&mut Expression> = vec![needle];
            parts.extend(list);
            parts
        }
        Expression::Coalesce(list) | Expression::FunctionCall(_, list) => list.iter_mut().collect(),
    }
}
