//! The seam to oxigraph's SPARQL evaluator: a [`Snapshot`] read as a SPARQL dataset.

use crate::store::Snapshot;
use crate::store::pack::{DEFAULT_GRAPH, IdQuad, TermId};
use oxrdf::{BlankNode, Term};
use spareval::{ExpressionTerm, InternalQuad, QueryableDataset};
use std::convert::Infallible;

/// A term while a query runs: an id of the dictionary, or a value that the query computed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    Stored(TermId),
    Computed(Box<Term>),
}

impl Key {
    /// Returns a term as it stands in a snapshot, or as it is.
    pub(crate) fn of(term: Term, snapshot: &Snapshot) -> Self {
        match snapshot.id(&term) {
            Some(id) => Self::Stored(id),
            None => Self::Computed(Box::new(term)),
        }
    }

    /// Returns what a term of a solution on [`Numbered`] stands for.
    pub(crate) fn of_numbered(term: &Term) -> Self {
        let number = match term {
            Term::BlankNode(node) => node.as_ref().unique_id(),
            _ => None,
        };
        let id = number.filter(|number| number >> 32 == NUMBERED >> 32);
        match id {
            Some(id) => Self::Stored(id as TermId),
            None => Self::Computed(Box::new(term.clone())),
        }
    }

    pub(crate) fn stored(&self) -> Option<TermId> {
        match self {
            Self::Stored(id) => Some(*id),
            Self::Computed(_) => None,
        }
    }
}

/// A snapshot as the evaluator reads it.
///
/// The default graph is the union of all graphs in scope, each statement once, as SPARQL's merge
/// of graphs asks; the named graphs are the sources in scope.
pub(crate) struct View<'a>(pub &'a Snapshot);

impl<'a> QueryableDataset<'a> for View<'a> {
    type InternalTerm = Key;
    type Error = Infallible;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&Key>,
        predicate: Option<&Key>,
        object: Option<&Key>,
        graph_name: Option<Option<&Key>>,
    ) -> impl Iterator<Item = Result<InternalQuad<Key>, Self::Error>> + use<'a> {
        let union = graph_name == Some(None);
        let mut known = true;
        let mut id = |key: Option<&Key>| {
            let id = key.map(Key::stored);
            known &= id != Some(None);
            id.flatten()
        };
        let pattern = [
            id(subject),
            id(predicate),
            id(object),
            id(graph_name.flatten()),
        ];
        let snapshot = self.0;
        let mut last: Option<IdQuad> = None;
        known
            .then(|| snapshot.ids(pattern))
            .into_iter()
            .flatten()
            .filter_map(move |quad| {
                let [s, p, o, g] = quad;
                if union {
                    let statement = [s, p, o, 0];
                    if last.replace(statement) == Some(statement) {
                        return None;
                    }
                } else if g == DEFAULT_GRAPH {
                    return None;
                }
                Some(Ok(InternalQuad {
                    subject: Key::Stored(s),
                    predicate: Key::Stored(p),
                    object: Key::Stored(o),
                    graph_name: (!union).then_some(Key::Stored(g)),
                }))
            })
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<Key, Self::Error>> + use<'a> {
        self.0.graphs().into_iter().map(|id| Ok(Key::Stored(id)))
    }

    fn internalize_term(&self, term: Term) -> Result<Key, Self::Error> {
        Ok(Key::of(term, self.0))
    }

    fn externalize_term(&self, key: Key) -> Result<Term, Self::Error> {
        Ok(match key {
            Key::Stored(id) => self.0.term(id),
            Key::Computed(term) => *term,
        })
    }
}

/// What the numbers of [`Numbered`] have in their upper bits: no blank node that a query makes is
/// likely to have them.
const NUMBERED: u128 = 0x6167_6b65_7973_6167_6b65_7973 << 32;

/// A snapshot as [`View`] shows it, whose terms come out of a query as numbers, to be read with
/// [`Key::of_numbered`]: no text is copied for a solution, and none is looked up again.
pub(crate) struct Numbered<'a>(pub &'a Snapshot);

impl<'a> QueryableDataset<'a> for Numbered<'a> {
    type InternalTerm = Key;
    type Error = Infallible;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&Key>,
        predicate: Option<&Key>,
        object: Option<&Key>,
        graph_name: Option<Option<&Key>>,
    ) -> impl Iterator<Item = Result<InternalQuad<Key>, Self::Error>> + use<'a> {
        View(self.0).internal_quads_for_pattern(subject, predicate, object, graph_name)
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<Key, Self::Error>> + use<'a> {
        View(self.0).internal_named_graphs()
    }

    fn internalize_term(&self, term: Term) -> Result<Key, Self::Error> {
        Ok(Key::of(term, self.0))
    }

    fn externalize_term(&self, key: Key) -> Result<Term, Self::Error> {
        Ok(match key {
            Key::Stored(id) => BlankNode::new_from_unique_id(NUMBERED | u128::from(id)).into(),
            Key::Computed(term) => *term,
        })
    }

    fn externalize_expression_term(&self, key: Key) -> Result<ExpressionTerm, Self::Error> {
        View(self.0).externalize_expression_term(key)
    }
}
