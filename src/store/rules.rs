//! Derivation: shortcut relations from events, by the CONSTRUCT rules of `ontology/rules/`.
//!
//! A rule's WHERE names the graph of the event as `?graph` and the event itself as `?event`. Each
//! solution instantiates the template in that graph, or in the default graph where the rule binds
//! no `?graph`, so a shortcut stands beside the claim that it follows from and is traceable to it.

use crate::store::term::to_subject;
use crate::store::{DEFAULT_GRAPH, Query, Snapshot, StoreError, TermId};
use oxigraph::sparql::QuerySolution;
use oxrdf::{GraphName, NamedNode, Quad, Term, TermRef, Variable};
use rayon::prelude::*;
use spargebra::SparqlParser;
use spargebra::algebra::GraphPattern;
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};
use std::ops::ControlFlow;

/// Says whether to go on with a long work.
pub type GoOn<'a> = dyn Fn() -> ControlFlow<()> + Sync + 'a;

/// How many solutions are taken between two questions whether to go on.
const PAUSE: usize = 1 << 12;

/// A parsed rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The name of its file without ending, e.g. `listed-by`.
    pub name: String,
    template: Vec<TriplePattern>,
    query: Query,
}

/// What rules gave: statements, each with the event it follows from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Derived {
    /// Subject, predicate, object, graph and event, in ids of the pack that the rules read. Where
    /// there is no event (names are copied and follow from none), [`DEFAULT_GRAPH`] stands for it.
    pub(super) rows: Vec<[TermId; 5]>,
    /// Statements with terms that the pack did not have.
    pub(super) others: Vec<(Quad, Option<NamedNode>)>,
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

    /// Returns what the rule gives on a snapshot, which is seen whole, in a stable order. `go_on` is
    /// asked now and then.
    ///
    /// # Errors
    ///
    /// [`StoreError::Evaluation`] if the rule fails while it runs; [`StoreError::Stopped`].
    pub fn derive(&self, snapshot: &Snapshot, go_on: &GoOn<'_>) -> Result<Derived, StoreError> {
        ask(go_on)?;
        let mut derived = Derived::default();
        let mut ids = Ids::new(snapshot);
        let mut count = 0_usize;
        self.query.for_each(snapshot, |solution| {
            count += 1;
            if count.is_multiple_of(PAUSE) {
                ask(go_on)?;
            }
            let node = |name: &str| match solution.get(name) {
                Some(Term::NamedNode(node)) => Some(node),
                _ => None,
            };
            let (graph, event) = (node("graph"), node("event"));
            for (place, triple) in self.template.iter().enumerate() {
                let parts = [
                    (&triple.subject, Role::Subject),
                    (&triple.predicate.clone().into(), Role::Predicate),
                    (&triple.object, Role::Object),
                ];
                let mut terms = [None; 3];
                for (term, (pattern, role)) in terms.iter_mut().zip(parts) {
                    *term = value(pattern, solution).filter(|term| role.takes(*term));
                }
                let [Some(subject), Some(predicate), Some(object)] = terms else {
                    continue;
                };
                let graph = graph.map(|node| node.as_ref().into());
                let event = event.map(|node| node.as_ref().into());
                let row = [Some(subject), Some(predicate), Some(object), graph, event];
                match ids.row(place, row) {
                    Some(row) => derived.rows.push(row),
                    None => derived.others.extend(quad(row)),
                }
            }
            Ok(())
        })?;
        derived.rows.par_sort_unstable();
        derived.rows.dedup();
        Ok(derived)
    }

    /// Runs all rules, in parallel, and returns what they give in the order of the rules.
    ///
    /// # Errors
    ///
    /// The first error of any rule.
    pub fn derive_all(
        rules: &[Self],
        snapshot: &Snapshot,
        go_on: &GoOn<'_>,
    ) -> Result<Derived, StoreError> {
        let all: Vec<Derived> = rules
            .par_iter()
            .map(|rule| rule.derive(snapshot, go_on))
            .collect::<Result<_, _>>()?;
        let mut whole = Derived::default();
        for derived in all {
            whole.rows.extend(derived.rows);
            whole.others.extend(derived.others);
        }
        Ok(whole)
    }
}

fn ask(go_on: &GoOn<'_>) -> Result<(), StoreError> {
    match go_on() {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(StoreError::Stopped),
    }
}

/// Where a term stands in a statement.
#[derive(Clone, Copy)]
enum Role {
    Subject,
    Predicate,
    Object,
}

impl Role {
    fn takes(self, term: TermRef<'_>) -> bool {
        match self {
            Self::Subject => matches!(term, TermRef::NamedNode(_) | TermRef::BlankNode(_)),
            Self::Predicate => matches!(term, TermRef::NamedNode(_)),
            Self::Object => true,
        }
    }
}

/// Returns the value of a place of a template.
fn value<'a>(pattern: &'a TermPattern, solution: &'a QuerySolution) -> Option<TermRef<'a>> {
    match pattern {
        TermPattern::NamedNode(node) => Some(node.as_ref().into()),
        TermPattern::Literal(literal) => Some(literal.as_ref().into()),
        TermPattern::Variable(variable) => solution.get(variable).map(Term::as_ref),
        // A fresh node for each solution could not be derived twice to the same result.
        _ => None,
    }
}

/// Returns a statement and its event, both in terms.
fn quad(row: [Option<TermRef<'_>>; 5]) -> Option<(Quad, Option<NamedNode>)> {
    let [subject, predicate, object, graph, event] = row.map(|term| term.map(TermRef::into_owned));
    let node = |term| match term {
        Some(Term::NamedNode(node)) => Some(node),
        _ => None,
    };
    let quad = Quad {
        subject: to_subject(subject?)?,
        predicate: node(predicate)?,
        object: object?,
        graph_name: node(graph).map_or(GraphName::DefaultGraph, Into::into),
    };
    Some((quad, node(event)))
}

/// Looks up ids, and remembers the last of each place: constants and graphs come again and again.
struct Ids<'a> {
    snapshot: &'a Snapshot,
    last: Vec<[Option<(Term, TermId)>; 5]>,
}

impl<'a> Ids<'a> {
    fn new(snapshot: &'a Snapshot) -> Self {
        Self {
            snapshot,
            last: Vec::new(),
        }
    }

    /// Returns the ids of the row that the triple at `place` of the template gives; `None` if the
    /// pack lacks one of its terms.
    fn row(&mut self, place: usize, row: [Option<TermRef<'_>>; 5]) -> Option<[TermId; 5]> {
        while self.last.len() <= place {
            self.last.push(Default::default());
        }
        let mut ids = [DEFAULT_GRAPH; 5];
        for ((id, last), term) in ids.iter_mut().zip(&mut self.last[place]).zip(row) {
            let Some(term) = term else { continue };
            *id = match last {
                Some((known, id)) if known.as_ref() == term => *id,
                _ => {
                    let term = term.into_owned();
                    let id = self.snapshot.id(&term)?;
                    *last = Some((term, id));
                    id
                }
            };
        }
        Some(ids)
    }
}
