//! The seam to oxigraph's SPARQL evaluator: a [`Snapshot`] read as a SPARQL dataset.

use crate::store::Snapshot;
use crate::store::pack::{DEFAULT_GRAPH, IdQuad, TermId};
use oxrdf::Term;
use spareval::{InternalQuad, QueryableDataset};
use std::convert::Infallible;

/// A term while a query runs: an id of the dictionary, or a value that the query computed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    Stored(TermId),
    Computed(Box<Term>),
}

impl Key {
    fn stored(&self) -> Option<TermId> {
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
        Ok(match self.0.id(&term) {
            Some(id) => Key::Stored(id),
            None => Key::Computed(Box::new(term)),
        })
    }

    fn externalize_term(&self, key: Key) -> Result<Term, Self::Error> {
        Ok(match key {
            Key::Stored(id) => self.0.term(id),
            Key::Computed(term) => *term,
        })
    }
}
