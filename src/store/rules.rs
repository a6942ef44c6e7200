//! Derivation: shortcut relations from events, by the CONSTRUCT rules of `ontology/rules/`.
//!
//! A rule's WHERE names the graph of the event as `?graph` and the event itself as `?event`. Each
//! solution instantiates the template in that graph, or in the default graph where the rule binds
//! no `?graph`, so a shortcut stands beside the claim that it follows from and is traceable to it.

use crate::store::concern::Concern;
use crate::store::dataset::Key;
use crate::store::scratch::Rows;
use crate::store::term::to_subject;
use crate::store::{DEFAULT_GRAPH, Query, Snapshot, StoreError, TermId};
use oxigraph::sparql::QuerySolution;
use oxrdf::{GraphName, NamedNode, Quad, Term, Variable};
use rayon::prelude::*;
use spargebra::SparqlParser;
use spargebra::algebra::GraphPattern;
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};
use std::ops::ControlFlow;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Says whether to go on with a long work.
pub type GoOn<'a> = dyn Fn() -> ControlFlow<()> + Sync + 'a;

/// How many solutions are taken between two questions whether to go on.
const PAUSE: usize = 1 << 12;

/// After how many solutions is let go what was read of a dataset that lies in files.
const STRETCH: usize = 1 << 18;

/// A parsed rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The name of its file without ending, e.g. `listed-by`.
    pub name: String,
    template: Vec<TriplePattern>,
    query: Query,
    /// What it looks at, if that is understood.
    concern: Option<Concern>,
    text: String,
}

/// What rules gave: statements, each with the event it follows from.
#[derive(Debug, Default)]
pub struct Derived {
    /// Subject, predicate, object, graph and event, in ids of the pack that the rules read. Where
    /// there is no event (names are copied and follow from none), [`DEFAULT_GRAPH`] stands for it.
    pub(super) rows: Rows<[TermId; 5]>,
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
        let concern = Concern::of(&template, &pattern);
        let query = spargebra::Query::Select {
            dataset,
            // Solutions may repeat themselves; to tell, the engine would keep all of them.
            pattern: GraphPattern::Project {
                inner: Box::new(pattern),
                variables: wanted,
            },
            base_iri,
        };
        Ok(Self {
            name: name.to_owned(),
            template,
            query: query.into(),
            concern,
            text: text.to_owned(),
        })
    }

    /// Returns a number for some rules and an ontology: another for others.
    pub(super) fn fingerprint(rules: &[Self], ontology: &[Quad]) -> u64 {
        let texts = rules.iter().map(|rule| rule.text.clone());
        let all = texts.chain(ontology.iter().map(ToString::to_string));
        all.fold(0, |before, text| xxh3_64_with_seed(text.as_bytes(), before))
    }

    /// Returns what the rule looks at, if that is understood.
    pub(super) fn concern(&self) -> Option<&Concern> {
        self.concern.as_ref()
    }

    /// Returns the terms that stand in what the rule gives as they are.
    pub(super) fn constants(&self) -> impl Iterator<Item = Term> + '_ {
        let constant = |pattern: TermPattern| match pattern {
            TermPattern::NamedNode(node) => Some(node.into()),
            TermPattern::Literal(literal) => Some(literal.into()),
            _ => None,
        };
        let patterns = self.template.iter().flat_map(|triple| {
            let predicate = triple.predicate.clone().into();
            [triple.subject.clone(), predicate, triple.object.clone()]
        });
        patterns.filter_map(constant)
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

    /// Returns what the rule gives on a snapshot, which is seen whole, sorted, each once. `go_on` is
    /// asked now and then.
    ///
    /// # Errors
    ///
    /// [`StoreError::Evaluation`] if the rule fails while it runs; [`StoreError::Stopped`].
    pub fn derive(&self, snapshot: &Snapshot, go_on: &GoOn<'_>) -> Result<Derived, StoreError> {
        ask(go_on)?;
        let mut derived = Derived {
            rows: Rows::new(snapshot.pack().scratch()),
            others: Vec::new(),
        };
        let place = |pattern| Place::of(pattern, snapshot);
        let predicates = self.template.iter();
        let predicates: Vec<TermPattern> = predicates
            .map(|triple| triple.predicate.clone().into())
            .collect();
        let template: Vec<[(Place<'_>, Role); 3]> = self
            .template
            .iter()
            .zip(&predicates)
            .map(|(triple, predicate)| {
                [
                    (place(&triple.subject), Role::Subject),
                    (place(predicate), Role::Predicate),
                    (place(&triple.object), Role::Object),
                ]
            })
            .collect();
        let mut count = 0_usize;
        self.query.for_each_numbered(snapshot, |solution| {
            count += 1;
            if count.is_multiple_of(PAUSE) {
                ask(go_on)?;
            }
            if count.is_multiple_of(STRETCH) {
                snapshot.pack().forget();
            }
            let node = |name: &str| {
                let key = solution.get(name).map(Key::of_numbered);
                key.filter(|key| Role::Predicate.takes(key, snapshot))
            };
            let from = [node("graph"), node("event")];
            for places in &template {
                let value = |(place, role): &(Place<'_>, Role)| {
                    let value = place.value(solution);
                    value.filter(|key| role.takes(key, snapshot))
                };
                if let [Some(subject), Some(predicate), Some(object)] = places.each_ref().map(value)
                {
                    derived.take([subject, predicate, object], from.clone(), snapshot)?;
                }
            }
            Ok(())
        })?;
        let rows = std::mem::take(&mut derived.rows);
        derived.rows = rows.into_sorted()?;
        Ok(derived)
    }

    /// Runs all rules, in parallel, and returns what they give together.
    ///
    /// # Errors
    ///
    /// The first error of any rule.
    pub fn derive_all<'r>(
        rules: impl IntoIterator<Item = &'r Self>,
        snapshot: &Snapshot,
        go_on: &GoOn<'_>,
    ) -> Result<Derived, StoreError> {
        let rules: Vec<&Self> = rules.into_iter().collect();
        let mut all: Vec<Derived> = rules
            .par_iter()
            .map(|rule| rule.derive(snapshot, go_on))
            .collect::<Result<_, _>>()?;
        // One rule gives nearly all: it stays where it lies.
        all.sort_by_key(|derived| derived.rows.len());
        let mut whole = all.pop().unwrap_or_default();
        for derived in all {
            whole.rows.extend(&derived.rows)?;
            whole.others.extend(derived.others);
        }
        Ok(whole)
    }
}

impl Derived {
    /// Takes in a statement with its event.
    fn take(
        &mut self,
        statement: [Key; 3],
        [graph, event]: [Option<Key>; 2],
        snapshot: &Snapshot,
    ) -> Result<(), StoreError> {
        let [s, p, o] = statement.each_ref().map(|key| key.stored());
        let or_none = |key: &Option<Key>| key.as_ref().map_or(Some(DEFAULT_GRAPH), Key::stored);
        let ids = (s, p, o, or_none(&graph), or_none(&event));
        if let (Some(s), Some(p), Some(o), Some(graph), Some(event)) = ids {
            return self.rows.push_again([s, p, o, graph, event]);
        }
        let term = |key| match key {
            Key::Stored(id) => snapshot.term(id),
            Key::Computed(term) => *term,
        };
        let node = |key: Option<Key>| match key.map(term) {
            Some(Term::NamedNode(node)) => Some(node),
            _ => None,
        };
        let [subject, predicate, object] = statement;
        if let (Some(subject), Some(predicate)) = (to_subject(term(subject)), node(Some(predicate)))
        {
            let graph_name = node(graph).map_or(GraphName::DefaultGraph, Into::into);
            let quad = Quad::new(subject, predicate, term(object), graph_name);
            self.others.push((quad, node(event)));
        }
        Ok(())
    }
}

pub(super) fn ask(go_on: &GoOn<'_>) -> Result<(), StoreError> {
    match go_on() {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(StoreError::Stopped),
    }
}

/// Where a term stands in a statement.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Subject,
    Predicate,
    Object,
}

impl Role {
    fn takes(self, key: &Key, snapshot: &Snapshot) -> bool {
        let is = |iri: bool, blank: bool| match self {
            Self::Subject => iri || blank,
            Self::Predicate => iri,
            Self::Object => true,
        };
        match key {
            Key::Stored(id) => is(snapshot.pack().is_iri(*id), snapshot.pack().is_blank(*id)),
            Key::Computed(term) => is(term.is_named_node(), term.is_blank_node()),
        }
    }
}

/// What gives a place of a template its value.
enum Place<'a> {
    Constant(Key),
    Variable(&'a Variable),
    /// A fresh node for each solution could not be derived twice to the same result.
    Fresh,
}

impl<'a> Place<'a> {
    fn of(pattern: &'a TermPattern, snapshot: &Snapshot) -> Self {
        let constant = |term| Self::Constant(Key::of(term, snapshot));
        match pattern {
            TermPattern::NamedNode(node) => constant(node.clone().into()),
            TermPattern::Literal(literal) => constant(literal.clone().into()),
            TermPattern::Variable(variable) => Self::Variable(variable),
            _ => Self::Fresh,
        }
    }

    fn value(&self, solution: &QuerySolution) -> Option<Key> {
        match self {
            Self::Constant(key) => Some(key.clone()),
            Self::Variable(variable) => solution.get(*variable).map(Key::of_numbered),
            Self::Fresh => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns what stands in the brackets with which a text begins.
    fn bracketed(text: &str) -> &str {
        let mut depth = 0;
        let end = text.find(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth == 0
        });
        &text[..end.unwrap_or(text.len())]
    }

    /// The evaluator computes both sides of an OPTIONAL or MINUS in full, for every solution again
    /// where it stands in EXISTS: a rule would take hours on a large dataset.
    #[test]
    fn no_rule_asks_of_each_solution_what_is_computed_in_full() {
        for file in std::fs::read_dir("ontology/rules").unwrap() {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            let tree = SparqlParser::new().parse_query(&text).unwrap().to_sse();
            for (place, _) in tree.match_indices("(exists ") {
                let asked = bracketed(&tree[place..]);
                for costly in ["(leftjoin ", "(minus ", "(group ", "(project "] {
                    assert!(!asked.contains(costly), "{}: {asked}", path.display());
                }
            }
        }
    }
}
