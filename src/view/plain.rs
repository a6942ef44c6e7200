//! A view of edges that stand in no dataset: for tests, benches and drawings.

use crate::model::{Date, thing, vocab};
use crate::store::{DEFAULT_GRAPH, Pack, Snapshot, TermId};
use crate::view::columns::{Claim, Columns, NO_EVENT};
use crate::view::layout::{Rows, lay_out, sorted_once};
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
            let event = vocab::EVENT.into_owned();
            let typed = |thing| quad(thing, &rdf::TYPE.into_owned(), &event);
            let statement = quad(&edge.from, &edge.relation, &edge.to);
            [Some(statement), edge.event.as_ref().map(typed)]
        });
        let pack = Pack::build(quads.flatten())?;
        let id = |node: &NamedNode| pack.id(&Term::from(node.clone())).unwrap_or(TermId::MAX);
        let relations: Vec<TermId> = edges.iter().map(|edge| id(&edge.relation)).collect();
        let mut rows = Rows::new(sorted_once(relations.clone()));
        let mut claims = Vec::with_capacity(edges.len());
        for (relation, edge) in relations.into_iter().zip(&edges) {
            let place = u32::try_from(claims.len()).map_err(|_| ViewError::TooLarge)?;
            rows.push(relation, [id(&edge.to), id(&edge.from), place]);
            claims.push(Claim::new(
                edge.event.as_ref().map_or(NO_EVENT, id),
                edge.source.as_ref().map_or(DEFAULT_GRAPH, id),
                edge.date.into(),
                Stamp::NONE,
                edge.until.into(),
                edge.withdrawn,
            ));
        }
        Self::plain(pack, rows, &claims)
    }

    /// Builds a view of a generated graph, as of the last day of the calendar: things by number,
    /// from 0, whose IRIs are `agid:n0`, `agid:n1` and so on. The arrays have a place for each
    /// edge; `relation` tells places in `relations`, `date` since when the edges hold.
    ///
    /// Made for benches and tests: a million things take about a second, most of it for their
    /// names. The nodes stand in the order of their IRIs, as in every view, not of their numbers.
    ///
    /// # Errors
    ///
    /// [`ViewError::Uneven`] if the arrays are not of one length or a number is too high,
    /// [`ViewError`] if there are more than 32 bits can count.
    pub fn from_arrays(
        nodes: usize,
        relations: &[NamedNode],
        from: &[u32],
        to: &[u32],
        relation: &[u16],
        date: Option<&[Date]>,
    ) -> Result<Self, ViewError> {
        let count = from.len();
        let even = to.len() == count && relation.len() == count;
        if !even || date.is_some_and(|dates| dates.len() != count) {
            return Err(ViewError::Uneven);
        }
        let node = |number: usize| thing(&format!("n{number}"));
        let kinds = relations.iter().map(|relation| {
            let kind = Term::from(crate::view::words::RELATION.into_owned());
            Quad::new(relation.clone(), rdf::TYPE, kind, GraphName::DefaultGraph)
        });
        let actor = Term::from(vocab::COMPANY.into_owned());
        let typed = |number| {
            Quad::new(
                node(number),
                rdf::TYPE,
                actor.clone(),
                GraphName::DefaultGraph,
            )
        };
        let pack = Pack::build(kinds.chain((0..nodes).map(typed)))?;
        let id = |node: &NamedNode| pack.id(&Term::from(node.clone())).unwrap_or(TermId::MAX);
        let terms = numbered(&pack, nodes);
        let relations: Vec<TermId> = relations.iter().map(id).collect();
        let mut rows = Rows::new(sorted_once(relations.clone()));
        // A claim for each day, not for each edge.
        let stamp = |edge: usize| date.map_or(Stamp::NONE, |dates| dates[edge].into());
        let days = sorted_once((0..count).map(|edge| stamp(edge).to_bits()).collect());
        for edge in 0..count {
            let ends = terms
                .get(to[edge] as usize)
                .zip(terms.get(from[edge] as usize));
            let relation = relations.get(usize::from(relation[edge]));
            let (Some((o, s)), Some(relation)) = (ends, relation) else {
                return Err(ViewError::Uneven);
            };
            let day = days.partition_point(|day| *day < stamp(edge).to_bits());
            rows.push(*relation, [*o, *s, day as u32]);
        }
        let none = Stamp::NONE;
        let claim = |day: &u32| {
            Claim::new(
                NO_EVENT,
                DEFAULT_GRAPH,
                Stamp::from_bits(*day),
                none,
                none,
                false,
            )
        };
        let claims: Vec<Claim> = days.iter().map(claim).collect();
        Self::plain(pack, rows, &claims)
    }

    fn plain(pack: Pack, rows: Rows, claims: &[Claim]) -> Result<Self, ViewError> {
        let columns = Columns {
            is_plain: true,
            ..lay_out(&pack, rows, claims)?
        };
        let snapshot = Snapshot::new(Arc::new(pack), Day::MAX);
        Ok(Self::of(Arc::new(columns), &snapshot))
    }
}

/// Returns the terms of `agid:n0`, `agid:n1` and so on: all terms are read, none is looked for.
fn numbered(pack: &Pack, nodes: usize) -> Vec<TermId> {
    let number = |term: &Term| match term {
        Term::NamedNode(node) => {
            let digits = node.as_str().strip_prefix(vocab::AGID)?.strip_prefix('n')?;
            let number = digits.parse::<usize>().ok()?;
            (number.to_string() == digits).then_some(number)
        }
        _ => None,
    };
    let mut terms = vec![TermId::MAX; nodes];
    for id in 0..pack.term_count() as TermId {
        let term = pack.term(id);
        if let Some(place) = number(&term).and_then(|number| terms.get_mut(number)) {
            *place = id;
        }
    }
    terms
}
