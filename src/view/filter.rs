//! Which edges count while walking, and in which direction.

use crate::store::TermId;
use crate::view::dates::property;
use crate::view::graph::{Claim, EdgeId, Marks, NodeId, NodeSet, RelationId};
use crate::view::reason::{self, Reason};
use crate::view::stamp::Stamp;
use crate::view::{Edge, View};
use jiff::civil::Date as Day;
use oxrdf::NamedNode;
use oxrdf::vocab::rdf;

/// Which way edges may be walked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Heading {
    /// From subject to object only.
    Forward,
    /// From object to subject only.
    Backward,
    /// Both ways.
    #[default]
    Either,
}

/// Which way one step goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// From subject to object.
    With,
    /// From object to subject.
    Against,
}

/// Whether edges count that rest only on a notice withdrawn before it took effect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Withdrawn {
    /// They do not count.
    #[default]
    Excluded,
    /// They count like others.
    Counted,
}

/// What to leave out while walking. The default leaves out what does not hold on the day of the
/// snapshot's scope, and what was withdrawn.
///
/// Which sources count is not said here: a view holds only what its snapshot's scope lets through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only these relations count; all if empty.
    pub relations: Vec<NamedNode>,
    /// These relations do not count.
    pub avoided_relations: Vec<NamedNode>,
    /// Walks do not run through things of these classes. Their ends may be of them.
    pub avoided_classes: Vec<NamedNode>,
    /// Walks do not run through these things. Their ends may be among them.
    pub avoided_nodes: Vec<NamedNode>,
    /// Only what is known to hold on this day counts; `None` is the day of the snapshot's scope.
    ///
    /// A reason holds from the first day on which its date can lie to the last day on which its
    /// end can lie, for ever if no end is known. An undated event holds from when its source was
    /// published, or from the latest date that the source states, if that is earlier; a relation
    /// stated without any event always holds.
    pub as_of: Option<Day>,
    /// Whether withdrawn edges count.
    pub withdrawn: Withdrawn,
    /// Which way edges may be walked.
    pub heading: Heading,
}

impl Filter {
    /// Returns the same filter, letting this relation through too, and no longer all.
    #[must_use]
    pub fn with_relation(mut self, relation: impl Into<NamedNode>) -> Self {
        self.relations.push(relation.into());
        self
    }

    /// Returns the same filter without this relation.
    #[must_use]
    pub fn without_relation(mut self, relation: impl Into<NamedNode>) -> Self {
        self.avoided_relations.push(relation.into());
        self
    }

    /// Returns the same filter, not running through things of this class.
    #[must_use]
    pub fn without_class(mut self, class: impl Into<NamedNode>) -> Self {
        self.avoided_classes.push(class.into());
        self
    }

    /// Returns the same filter, not running through this thing.
    #[must_use]
    pub fn without_node(mut self, node: impl Into<NamedNode>) -> Self {
        self.avoided_nodes.push(node.into());
        self
    }

    /// Returns the same filter as of another day.
    #[must_use]
    pub fn with_as_of(mut self, day: Day) -> Self {
        self.as_of = Some(day);
        self
    }

    /// Returns the same filter with withdrawn edges counted or not.
    #[must_use]
    pub fn with_withdrawn(mut self, withdrawn: Withdrawn) -> Self {
        self.withdrawn = withdrawn;
        self
    }

    /// Returns the same filter with another heading.
    #[must_use]
    pub fn with_heading(mut self, heading: Heading) -> Self {
        self.heading = heading;
        self
    }
}

impl Heading {
    /// Returns the heading of the same walks read from their ends.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::Forward => Self::Backward,
            Self::Backward => Self::Forward,
            Self::Either => Self::Either,
        }
    }
}

/// A view seen through a filter: nothing is copied, edges are asked as they are met.
///
/// ```
/// use actorgraph::builtin::builtin;
/// use actorgraph::model::{thing, vocab};
/// use actorgraph::view::{Filter, Heading, View};
///
/// let view = View::build(&builtin(jiff::civil::date(2026, 8, 1))?)?;
/// let filter = Filter::default()
///     .with_relation(vocab::REQUESTED_BY)
///     .with_heading(Heading::Forward);
/// let lens = view.lens(&filter);
/// let deepseek = view.node(thing("deepseek").as_ref()).expect("it is in the data");
/// assert!(lens.hops(deepseek).count() > 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Lens<'v> {
    view: &'v View,
    relations: Vec<bool>,
    avoided: NodeSet,
    as_of: Stamp,
    withdrawn: bool,
    heading: Heading,
}

/// One step of a walk: an edge, which way it is taken, and where it leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The edge.
    pub edge: EdgeId,
    /// Which way it is taken.
    pub direction: Direction,
    /// Where the step ends.
    pub node: NodeId,
}

impl View {
    /// Returns this view seen through a filter. Names that are not in the view are passed over.
    ///
    /// Cost: O(relations + things avoided · log nodes).
    pub fn lens(&self, filter: &Filter) -> Lens<'_> {
        let mut relations = vec![filter.relations.is_empty(); self.relations.len()];
        for (names, wanted) in [
            (&filter.relations, true),
            (&filter.avoided_relations, false),
        ] {
            for relation in names.iter().filter_map(|name| self.relation(name.as_ref())) {
                relations[relation.index()] = wanted;
            }
        }
        let mut avoided = NodeSet::default();
        if !(filter.avoided_nodes.is_empty() && filter.avoided_classes.is_empty()) {
            avoided = NodeSet::new(self.node_count());
            let nodes = filter.avoided_nodes.iter();
            let nodes = nodes.filter_map(|iri| self.node(iri.as_ref()));
            let members = filter.avoided_classes.iter().flat_map(|c| self.members(c));
            for node in nodes.chain(members) {
                avoided.insert(node);
            }
        }
        Lens {
            view: self,
            relations,
            avoided,
            as_of: filter.as_of.unwrap_or(self.snapshot.scope().as_of).into(),
            withdrawn: filter.withdrawn == Withdrawn::Counted,
            heading: filter.heading,
        }
    }

    fn members(&self, class: &NamedNode) -> Vec<NodeId> {
        let id = |iri: &NamedNode| self.snapshot.id(&iri.clone().into());
        let (Some(a), Some(class)) = (property(&self.snapshot, rdf::TYPE), id(class)) else {
            return Vec::new();
        };
        let typed = self.snapshot.ids([None, Some(a), Some(class), None]);
        let subjects = typed.map(|row: [TermId; 4]| row[0]);
        subjects.filter_map(|term| self.node_of(term)).collect()
    }
}

impl<'v> Lens<'v> {
    /// Returns the view below.
    pub fn view(&self) -> &'v View {
        self.view
    }

    /// Returns the day on which edges must hold.
    pub fn as_of(&self) -> Day {
        let day = self.as_of.to_date();
        day.map_or(Day::MAX, crate::model::Date::first_day)
    }

    /// Returns which way edges may be walked.
    pub fn heading(&self) -> Heading {
        self.heading
    }

    /// Tells whether an edge counts. Cost: O(1), or O(reasons) if some of them ended.
    pub fn allows(&self, edge: Edge<'_>) -> bool {
        let at = edge.id.index();
        self.relations[self.view.relation[at].index()]
            && match self.view.marks[at] {
                Marks::Plain => self.view.since[at].begins_by(self.as_of),
                Marks::Withdrawn => self.withdrawn && self.view.since[at].begins_by(self.as_of),
                Marks::MixedWithdrawn if !self.withdrawn => false,
                Marks::Mixed | Marks::MixedWithdrawn => {
                    let mut claims = self.view.claims_of(edge.id);
                    claims
                        .any(|claim| self.holds(claim) && (self.withdrawn || !claim.is_withdrawn()))
                }
            }
    }

    fn holds(&self, claim: Claim) -> bool {
        claim.holds_on(self.as_of)
    }

    /// Tells whether walks may not run through a node.
    pub fn avoids(&self, node: NodeId) -> bool {
        self.avoided.contains(node)
    }

    /// Returns the steps that can be taken from a node: those along edges first, sorted by
    /// relation and end, then those against. Steps to avoided nodes are among them, since a walk
    /// may end there.
    pub fn hops(&self, node: NodeId) -> impl Iterator<Item = Hop> + '_ {
        self.candidates(node, self.heading)
            .filter(|hop| self.allows(self.view.edge(hop.edge)))
    }

    /// Returns the steps of [`hops`](Lens::hops) for another heading, not yet asked whether they
    /// count.
    pub(crate) fn candidates(
        &self,
        node: NodeId,
        heading: Heading,
    ) -> impl Iterator<Item = Hop> + use<'v> {
        let view = self.view;
        let with = (heading != Heading::Backward).then(|| view.out_edges(node));
        let against = (heading != Heading::Forward).then(|| view.in_edges(node));
        let hop = |edge: Edge<'_>, direction, node| Hop {
            edge: edge.id,
            direction,
            node,
        };
        let with = with.into_iter().flatten();
        let with = with.map(move |edge| hop(edge, Direction::With, edge.to()));
        let against = against.into_iter().flatten();
        with.chain(against.map(move |edge| hop(edge, Direction::Against, edge.from())))
    }

    /// Returns the steps from `node` along `direction` that count, over all relations, sorted by
    /// relation and end. The heading of the filter plays no part.
    #[allow(dead_code, reason = "walks use it")]
    pub(crate) fn steps(
        &self,
        node: NodeId,
        direction: Direction,
    ) -> impl Iterator<Item = Hop> + '_ {
        let heading = match direction {
            Direction::With => Heading::Forward,
            Direction::Against => Heading::Backward,
        };
        self.candidates(node, heading)
            .filter(|hop| self.allows(self.view.edge(hop.edge)))
    }

    /// Returns the steps along one relation only, sorted by end; none if the lens does not let the
    /// relation through.
    #[allow(dead_code, reason = "walks along one relation use it")]
    pub(crate) fn steps_along(
        &self,
        node: NodeId,
        direction: Direction,
        relation: RelationId,
    ) -> impl Iterator<Item = Hop> + '_ {
        self.steps(node, direction)
            .filter(move |hop| self.view.edge_at(hop.edge).relation() == relation)
    }

    /// Returns an upper bound of how many steps there are. Cost: O(1).
    #[allow(dead_code, reason = "walks along one relation use it")]
    pub(crate) fn step_bound(&self, node: NodeId, direction: Direction) -> usize {
        match direction {
            Direction::With => self.view.out_edges(node).len(),
            Direction::Against => self.view.in_edges(node).len(),
        }
    }

    /// Tells whether every edge counts, so that nothing need be asked.
    #[allow(dead_code, reason = "walks ask it")]
    pub(crate) fn is_open(&self) -> bool {
        false
    }

    /// Returns how many candidates a node has.
    pub(crate) fn degree(&self, node: NodeId, heading: Heading) -> usize {
        match heading {
            Heading::Forward => self.view.out_edges(node).len(),
            Heading::Backward => self.view.in_edges(node).len(),
            Heading::Either => self.view.degree(node),
        }
    }

    /// Returns the nodes that walks may not run through.
    pub(crate) fn avoided(&self) -> &NodeSet {
        &self.avoided
    }

    /// Returns why an edge counts: its reasons that hold on the filter's day, sorted by date and
    /// event. Withdrawn reasons are told too, marked so.
    pub fn reasons(&self, edge: Edge<'_>) -> Vec<Reason> {
        let claims = self.view.claims_of(edge.id);
        reason::gather(self.view, claims.filter(|claim| self.holds(*claim)))
    }
}
