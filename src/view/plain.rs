//! A view of edges that stand in no dataset: for tests, benches and drawings.

use crate::model::Date;
use crate::store::{DEFAULT_GRAPH, Pack, Snapshot, TermId};
use crate::view::build::{Row, lay_out};
use crate::view::graph::{Claim, NO_EVENT};
use crate::view::stamp::Stamp;
use crate::view::{View, ViewError};
use jiff::civil::Date as Day;
use oxrdf::vocab::rdf;
use oxrdf::{GraphName, NamedNode, Quad, Term};
use std::sync::Arc;

/// An edge in plain values, with one claim for it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PlainEdge {
    /// The subject.
    pub from: NamedNode,
    /// The relation.
    pub relation: NamedNode,
    /// The object.
    pub to: NamedNode,
    /// The event behind it; `None` if stated directly.
    pub event: Option<NamedNode>,
    /// Who claims it; `None` for the default graph.
    pub source: Option<NamedNode>,
    /// Since when it holds; `None` for always.
    pub date: Option<Date>,
    /// Until when it holds; `None` for ever.
    pub until: Option<Date>,
    /// Whether it was done by a notice that was withdrawn.
    pub withdrawn: bool,
}

impl PlainEdge {
    /// Returns an undated edge that is stated directly.
    pub fn new(
        from: impl Into<NamedNode>,
        relation: impl Into<NamedNode>,
        to: impl Into<NamedNode>,
    ) -> Self {
        Self {
            from: from.into(),
            relation: relation.into(),
            to: to.into(),
            event: None,
            source: None,
            date: None,
            until: None,
            withdrawn: false,
        }
    }
}

impl View {
    /// Builds a view of plain edges, as of the last day of the calendar. Edges with the same ends
    /// and relation become one with several reasons. Things are named by their IRIs.
    ///
    /// # Errors
    ///
    /// [`ViewError`] if there are more than 32 bits can count.
    pub fn from_edges(edges: impl IntoIterator<Item = PlainEdge>) -> Result<Self, ViewError> {
        let edges: Vec<PlainEdge> = edges.into_iter().collect();
        let quads = edges.iter().flat_map(|edge| {
            let graph = match &edge.source {
                Some(source) => GraphName::from(source.clone()),
                None => GraphName::DefaultGraph,
            };
            let quad = |s: &NamedNode, p: &NamedNode, o: &NamedNode| {
                Quad::new(s.clone(), p.clone(), o.clone(), graph.clone())
            };
            let event = crate::model::vocab::EVENT.into_owned();
            let typed = |thing| quad(thing, &rdf::TYPE.into_owned(), &event);
            let statement = quad(&edge.from, &edge.relation, &edge.to);
            [Some(statement), edge.event.as_ref().map(typed)]
        });
        let pack = Pack::build(quads.flatten())?;
        let id = |node: &NamedNode| pack.id(&Term::from(node.clone())).unwrap_or(TermId::MAX);
        let mut rows: Vec<Row> = Vec::with_capacity(edges.len());
        let mut claims = Vec::with_capacity(edges.len());
        for (place, edge) in (0..).zip(&edges) {
            rows.push([id(&edge.from), id(&edge.relation), id(&edge.to), place]);
            claims.push(Claim::new(
                edge.event.as_ref().map_or(NO_EVENT, id),
                edge.source.as_ref().map_or(DEFAULT_GRAPH, id),
                edge.date.into(),
                Stamp::NONE,
                edge.until.into(),
                edge.withdrawn,
            ));
        }
        let mut relations: Vec<TermId> = rows.iter().map(|row| row[1]).collect();
        relations.sort_unstable();
        relations.dedup();
        lay_out(
            Snapshot::new(Arc::new(pack), Day::MAX),
            relations,
            rows,
            claims,
        )
    }
}
