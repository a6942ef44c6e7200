//! A route as plain values, and its drawing.

use crate::model::Date;
use crate::path::select::Walk;
use crate::view::{Direction, Drawing, Hop, Lens, Reason, Subgraph, View, first_date};
use oxrdf::NamedNode;

/// A way from one thing to another, step by step. Without steps, the two are the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// Where it begins.
    pub start: NamedNode,
    /// The steps, each beginning where the one before ends.
    pub steps: Vec<Step>,
    /// What it costs, where steps were weighed.
    pub cost: Option<f64>,
}

/// One step of a route, with the reasons why it holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Step {
    /// Where it begins: the subject of the relation if it goes with it, else the object.
    pub from: NamedNode,
    /// Where it ends.
    pub to: NamedNode,
    /// The relation that is walked.
    pub relation: NamedNode,
    /// Whether the relation is walked from subject to object or against it.
    pub direction: Direction,
    /// The earliest date of its reasons, withdrawn ones asked only if there are no others; `None`
    /// where none gives a date.
    pub date: Option<Date>,
    /// Its reasons that hold on the day asked for, sorted by date and event. Withdrawn ones are
    /// told too, marked so, even where they do not count.
    pub reasons: Vec<Reason>,
}

impl Route {
    pub(super) fn of(lens: &Lens<'_>, walk: Walk) -> Self {
        let view = lens.view();
        let start = view.iri(walk.start);
        let mut from = start.clone();
        let step = |hop: Hop| {
            let edge = view.edge(hop.edge);
            let to = view.iri(hop.node);
            let reasons = lens.reasons(edge);
            Step {
                from: std::mem::replace(&mut from, to.clone()),
                to,
                relation: view.relation_iri(edge.relation()).clone(),
                direction: hop.direction,
                date: first_date(&reasons),
                reasons,
            }
        };
        let steps = walk.hops.into_iter().map(step).collect();
        Self {
            start,
            steps,
            cost: walk.cost,
        }
    }

    /// Returns the path without steps from a thing to itself.
    pub(super) fn standing(thing: NamedNode, cost: Option<f64>) -> Self {
        Self {
            start: thing,
            steps: Vec::new(),
            cost,
        }
    }

    /// Returns the number of steps.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Tells whether it ends where it begins, without a step.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Returns where it ends.
    pub fn end(&self) -> &NamedNode {
        self.steps.last().map_or(&self.start, |step| &step.to)
    }

    /// Returns the things on it, in order: one more than steps.
    pub fn things(&self) -> impl Iterator<Item = &NamedNode> {
        let ends = self.steps.iter().map(|step| &step.to);
        std::iter::once(&self.start).chain(ends)
    }

    /// Returns the route as a drawing; ranks are steps from its start.
    pub fn to_subgraph(&self, view: &View) -> Subgraph {
        subgraph(view, std::slice::from_ref(self))
    }
}

/// Returns several routes as one drawing: things and relations that they share stand once, and the
/// rank of a thing is the fewest steps from the start of a route to it.
///
/// `view` is the view in which the routes were found.
pub fn subgraph<'r>(view: &View, routes: impl IntoIterator<Item = &'r Route>) -> Subgraph {
    let mut drawing = Drawing::new(view);
    for route in routes {
        for (rank, thing) in route.things().enumerate() {
            drawing.add_thing(thing.clone(), Some(rank));
        }
        for step in &route.steps {
            let (subject, object) = match step.direction {
                Direction::With => (&step.from, &step.to),
                Direction::Against => (&step.to, &step.from),
            };
            let edge = view
                .node(subject.as_ref())
                .zip(view.relation(step.relation.as_ref()))
                .zip(view.node(object.as_ref()))
                .and_then(|((from, relation), to)| view.find(from, relation, to));
            if let Some(edge) = edge {
                drawing.add_edge(edge.id(), step.reasons.clone());
            }
        }
    }
    drawing.finish()
}
