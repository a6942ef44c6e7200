//! A view seen through a filter: what a walk may step along.
//!
//! A walk reads the columns of its direction from front to back. What need not be asked is not
//! asked: where every edge counts, a step is one read; where only the day matters, two.

use crate::model::Date;
use crate::store::Snapshot;
use crate::view::columns::{self, Claim, Columns, Since};
use crate::view::dates::property;
use crate::view::graph::{EdgeId, NodeId, NodeSet, RelationId};
use crate::view::reason::{self, Reason};
use crate::view::runs::Runs;
use crate::view::sight::{self, Sight, Verdict};
use crate::view::stamp::Stamp;
use crate::view::{Direction, Edge, Filter, Heading, Network, View, Withdrawn};
use jiff::civil::Date as Day;
use oxrdf::NamedNode;
use oxrdf::vocab::rdf;
use prefetch_index::prefetch_index;
use std::hint::black_box;
use std::ops::{ControlFlow, Range};
use std::sync::Arc;

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
    out: Side<'v>,
    incoming: Side<'v>,
    relations: Vec<bool>,
    asks_relation: bool,
    asks: Asks,
    sight: Option<Arc<Sight>>,
    avoided: NodeSet,
    as_of: Stamp,
    withdrawn: bool,
    heading: Heading,
}

/// One direction of a graph. The places of the other columns are those of `ends`.
#[derive(Clone, Copy, Debug)]
struct Side<'v> {
    starts: &'v [u32],
    ends: &'v [u32],
    relation: &'v [u16],
    since: &'v [u32],
    /// Which edges stand there; empty where they stand in their own order.
    edges: &'v [u32],
}

/// What must be asked of an edge beside its relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asks {
    Nothing,
    /// Its date, and its claims if it is marked.
    Date,
    /// Its claims, through a scope.
    Scope,
}

/// The steps of all nodes in one direction, with nothing to ask.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bare<'v> {
    /// Where the steps of each node begin; one more entry for the end.
    pub(crate) starts: &'v [u32],
    /// Where each step leads.
    pub(crate) ends: &'v [u32],
    /// The places of their relations.
    pub(crate) relations: &'v [u16],
    edges: &'v [u32],
}

impl Bare<'_> {
    /// Returns the places of a node's steps along a relation.
    #[inline]
    pub(crate) fn along(&self, node: usize, relation: u16) -> Range<usize> {
        run_of(self.relations, columns::range(self.starts, node), relation)
    }

    /// Asks for where the steps at a place and soon after it lead, which will be read soon: memory that
    /// is far away then comes while there is other work.
    #[inline]
    pub(crate) fn warm(&self, at: usize, count: usize) {
        prefetch_index(self.ends, at);
        prefetch_index(self.ends, at + count - 1);
    }

    /// Asks for the edge of the step at a place.
    #[inline]
    pub(crate) fn warm_edge(&self, at: usize) {
        prefetch_index(self.edges, at);
    }

    /// Returns the edge of the step at a place.
    #[inline]
    pub(crate) fn edge(&self, at: usize) -> EdgeId {
        EdgeId(self.edges.get(at).copied().unwrap_or(at as u32))
    }
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
    /// Cost: O(relations + things avoided · log nodes); O(sources + kinds of claims) more if the
    /// filter chooses sources.
    pub fn lens(&self, filter: &Filter) -> Lens<'_> {
        let columns = &*self.columns;
        let mut relations = vec![filter.relations.is_empty(); self.relations().len()];
        for (names, wanted) in [
            (&filter.relations, true),
            (&filter.avoided_relations, false),
        ] {
            for relation in names.iter().filter_map(|name| self.relation(name.as_ref())) {
                relations[relation.index()] = wanted;
            }
        }
        let all_sources = filter.sources.is_empty() && filter.known_at.is_none();
        let narrowed =
            (!all_sources).then(|| self.snapshot.narrowed(&filter.sources, filter.known_at));
        let sight = match &narrowed {
            Some(narrowed) => Some(Arc::new(Sight::new(columns, narrowed))),
            None => self.sight.clone(),
        };
        let as_of = filter.as_of.unwrap_or(self.snapshot.scope().as_of).into();
        let asks = if sight.is_some() {
            Asks::Scope
        } else if columns.is_marked || !columns.latest.begins_by(as_of) {
            Asks::Date
        } else {
            Asks::Nothing
        };
        Lens {
            view: self,
            out: Side {
                starts: &columns.out_starts,
                ends: &columns.to,
                relation: &columns.relation,
                since: &columns.since,
                edges: &[],
            },
            incoming: Side {
                starts: &columns.in_starts,
                ends: &columns.in_from,
                relation: &columns.in_relation,
                since: &columns.in_since,
                edges: &columns.in_edge,
            },
            asks_relation: relations.contains(&false),
            relations,
            asks,
            sight,
            avoided: self.avoided(filter, narrowed.as_ref().unwrap_or(&self.snapshot)),
            as_of,
            withdrawn: filter.withdrawn == Withdrawn::Counted,
            heading: filter.heading,
        }
    }

    /// Returns the edges that count through a lens as bare arrays, the nodes numbered as here.
    /// Steps to and from avoided things are left out. The heading plays no part.
    ///
    /// Where every edge counts and nothing is avoided the arrays are the view's own and cost
    /// nothing; else they are made, in O(nodes + edges).
    pub fn network(&self, lens: &Lens<'_>) -> Network<'_> {
        let columns = &*self.columns;
        if lens.is_open() && lens.avoided.is_empty() {
            return Network::of_sound(
                [&columns.out_starts, &columns.to],
                [&columns.in_starts, &columns.in_from],
            );
        }
        let (mut from, mut to) = (Vec::new(), Vec::new());
        for node in self.nodes().filter(|node| !lens.avoids(*node)) {
            let steps = lens.steps(node, Direction::With);
            let ends = steps.map(|hop| hop.node).filter(|end| !lens.avoids(*end));
            to.extend(ends.map(|end| end.0));
            from.resize(to.len(), node.0);
        }
        Network::from_edges(self.node_count(), &from, &to)
            .expect("a view has no more edges than a network may, and its ends are nodes")
    }

    fn avoided(&self, filter: &Filter, snapshot: &Snapshot) -> NodeSet {
        let lists = [
            &filter.classes,
            &filter.avoided_classes,
            &filter.avoided_nodes,
        ];
        if lists.iter().all(|list| list.is_empty()) {
            return NodeSet::default();
        }
        let mut avoided = NodeSet::new(self.node_count());
        if !filter.classes.is_empty() {
            for node in self.nodes() {
                avoided.insert(node);
            }
            for node in filter
                .classes
                .iter()
                .flat_map(|c| self.members(c, snapshot))
            {
                avoided.remove(node);
            }
        }
        let nodes = filter.avoided_nodes.iter();
        let nodes = nodes.filter_map(|iri| self.node(iri.as_ref()));
        let classes = filter.avoided_classes.iter();
        let members = classes.flat_map(|c| self.members(c, snapshot));
        for node in nodes.chain(members) {
            avoided.insert(node);
        }
        avoided
    }

    fn members(&self, class: &NamedNode, snapshot: &Snapshot) -> Vec<NodeId> {
        let class = snapshot.id(&class.clone().into());
        let (Some(a), Some(class)) = (property(snapshot, rdf::TYPE), class) else {
            return Vec::new();
        };
        let typed = snapshot.ids([None, Some(a), Some(class), None]);
        let subjects = typed.map(|row| row[0]);
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
        day.map_or(Day::MAX, Date::first_day)
    }

    /// Returns which way edges may be walked.
    pub fn heading(&self) -> Heading {
        self.heading
    }

    /// Tells whether an edge counts. Cost: O(1), or O(reasons) if some of them ended.
    pub fn allows(&self, edge: Edge<'_>) -> bool {
        let id = edge.id();
        self.relations[edge.relation().index()]
            && match self.asks {
                Asks::Nothing => true,
                Asks::Date => self.counts(id.0, self.out.since[id.index()]),
                Asks::Scope => self.counts_in_scope(id.0, self.out.since[id.index()]),
            }
    }

    /// Tells whether an edge counts when every source does.
    #[inline]
    fn counts(&self, edge: u32, since: u32) -> bool {
        let since = Since(since);
        since.surely_counts(self.as_of) || (since.is_marked() && self.counts_marked(edge, since))
    }

    #[cold]
    #[inline(never)]
    fn counts_marked(&self, edge: u32, since: Since) -> bool {
        if since.is_withdrawn() && !self.withdrawn {
            false
        } else if since.must_ask() {
            self.counts_by_claims(edge)
        } else {
            since.date().begins_by(self.as_of)
        }
    }

    #[inline(never)]
    fn counts_in_scope(&self, edge: u32, since: u32) -> bool {
        let since = Since(since);
        if let (Some(sight), false) = (&self.sight, since.is_several()) {
            match sight.verdict(self.columns().context[edge as usize]) {
                Verdict::Out => return false,
                Verdict::Settled if sight.believes_rows() && !since.is_marked() => {
                    return since.date().begins_by(self.as_of);
                }
                Verdict::Settled | Verdict::Asked => {}
            }
        }
        self.counts_by_claims(edge)
    }

    fn counts_by_claims(&self, edge: u32) -> bool {
        self.claims(edge)
            .any(|claim| self.holds(claim) && (self.withdrawn || !claim.is_withdrawn()))
    }

    fn claims(&self, edge: u32) -> impl Iterator<Item = Claim> + '_ {
        sight::claims(self.columns(), self.sight.as_deref(), edge)
    }

    fn columns(&self) -> &'v Columns {
        &self.view.columns
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
        let with = (self.heading != Heading::Backward).then(|| self.steps(node, Direction::With));
        let against =
            (self.heading != Heading::Forward).then(|| self.steps(node, Direction::Against));
        let with = with.into_iter().flatten();
        with.chain(against.into_iter().flatten())
    }

    /// Returns the steps from `node` along `direction` that count, over all relations, sorted by
    /// relation and end. The heading of the filter plays no part.
    #[inline]
    pub(crate) fn steps(&self, node: NodeId, direction: Direction) -> Steps<'_> {
        let side = self.side(direction);
        let range = columns::range(side.starts, node.index());
        Steps {
            lens: self,
            side,
            direction,
            at: range.start,
            end: range.end,
            asks_relation: self.asks_relation,
        }
    }

    /// Returns the steps along one relation only, sorted by end; none if the lens does not let the
    /// relation through. Cost: O(log degree) beside the steps.
    #[inline]
    pub(crate) fn steps_along(
        &self,
        node: NodeId,
        direction: Direction,
        relation: RelationId,
    ) -> Steps<'_> {
        let side = self.side(direction);
        let range = columns::range(side.starts, node.index());
        let run = match self.relations[relation.index()] {
            true => run_of(side.relation, range, relation.0),
            false => range.start..range.start,
        };
        Steps {
            lens: self,
            side,
            direction,
            at: run.start,
            end: run.end,
            asks_relation: false,
        }
    }

    /// Returns an upper bound of how many steps there are. Cost: O(1).
    #[inline]
    pub(crate) fn step_bound(&self, node: NodeId, direction: Direction) -> usize {
        columns::range(self.side(direction).starts, node.index()).len()
    }

    /// Tells whether every edge counts, so that nothing need be asked.
    pub(crate) fn is_open(&self) -> bool {
        self.asks == Asks::Nothing && !self.asks_relation
    }

    /// Reads what a walk from these nodes will read first, all at once: memory that is far away then
    /// comes while other reads wait, not one after the other.
    #[inline]
    pub(crate) fn warm(&self, nodes: impl Iterator<Item = NodeId> + Clone, direction: Direction) {
        let side = self.side(direction);
        let mut read = 0;
        for node in nodes.clone() {
            read ^= side.starts[node.index()];
        }
        for node in nodes {
            let first = side.starts[node.index()] as usize;
            read ^= side.ends.get(first).copied().unwrap_or_default();
            let relation = side.relation.get(first).copied();
            read ^= u32::from(relation.unwrap_or_default());
        }
        black_box(read);
    }

    /// Returns the arrays of a direction if every edge counts and nothing is avoided: then a walk
    /// needs no more than these.
    pub(crate) fn bare(&self, direction: Direction) -> Option<Bare<'v>> {
        let side = self.side(direction);
        let bare = self.is_open() && self.avoided.is_empty();
        bare.then_some(Bare {
            starts: side.starts,
            ends: side.ends,
            relations: side.relation,
            edges: side.edges,
        })
    }

    /// Returns where the relations of each node begin in a direction; see [`Runs`]. Cost: O(nodes +
    /// edges) for the first who asks this of a view, nothing for all others.
    pub(crate) fn runs(&self, direction: Direction) -> Runs<'v> {
        let side = self.side(direction);
        let words = &self.columns().runs[direction as usize];
        Runs::new(words, side.starts, side.relation, self.relations.len())
    }

    /// Tells whether somebody has asked for runs in either direction, so that they may cost nothing.
    pub(crate) fn has_runs(&self) -> bool {
        self.columns().runs.iter().any(|words| words.bytes() > 0)
    }

    #[inline]
    fn side(&self, direction: Direction) -> &Side<'v> {
        match direction {
            Direction::With => &self.out,
            Direction::Against => &self.incoming,
        }
    }

    /// Returns why an edge counts: its reasons that hold on the filter's day, sorted by date and
    /// event. Withdrawn reasons are told too, marked so.
    pub fn reasons(&self, edge: Edge<'_>) -> Vec<Reason> {
        let claims = self.claims(edge.id().0);
        reason::gather(self.view, claims.filter(|claim| self.holds(*claim)))
    }
}

/// Steps from a node in one direction; made by [`Lens::steps`].
#[derive(Clone, Debug)]
pub(crate) struct Steps<'a> {
    lens: &'a Lens<'a>,
    side: &'a Side<'a>,
    direction: Direction,
    at: usize,
    end: usize,
    asks_relation: bool,
}

impl Steps<'_> {
    /// Shows the steps until `visit` has seen enough: as by [`next`](Iterator::next), and sooner where
    /// nothing is asked of them, since none is laid down to be picked up again.
    #[inline]
    pub(crate) fn each<B>(
        mut self,
        mut visit: impl FnMut(Hop) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        if self.asks_relation || self.lens.asks != Asks::Nothing {
            return self.try_for_each(visit);
        }
        let places = self.at..self.end;
        for (at, end) in places.clone().zip(&self.side.ends[places]) {
            visit(Hop {
                edge: EdgeId(self.edge(at)),
                direction: self.direction,
                node: NodeId(*end),
            })?;
        }
        ControlFlow::Continue(())
    }

    #[inline]
    fn edge(&self, at: usize) -> u32 {
        self.side.edges.get(at).copied().unwrap_or(at as u32)
    }

    /// Tells whether the step at a place counts.
    #[inline]
    fn counts(&self, at: usize) -> bool {
        match self.lens.asks {
            Asks::Nothing => true,
            Asks::Date => {
                let since = self.side.since[at];
                Since(since).surely_counts(self.lens.as_of)
                    || self.lens.counts(self.edge(at), since)
            }
            Asks::Scope => self
                .lens
                .counts_in_scope(self.edge(at), self.side.since[at]),
        }
    }

    /// Passes over steps of relations that do not count.
    #[inline]
    fn skip_relations(&mut self) {
        while self.at < self.end {
            let relation = self.side.relation[self.at];
            if self.lens.relations[usize::from(relation)] {
                return;
            }
            let rest = &self.side.relation[self.at..self.end];
            // Few of one relation are sooner passed one by one.
            self.at += match rest.get(FEW) {
                Some(far) if *far == relation => rest.partition_point(|have| *have == relation),
                _ => 1,
            };
        }
    }
}

/// Returns where the steps along a relation stand among the steps of a node.
///
/// Most nodes have few steps. These are all compared, whatever they are: a branch that is guessed
/// wrong costs more than eight comparisons.
#[inline]
fn run_of(relations: &[u16], range: Range<usize>, wanted: u16) -> Range<usize> {
    let all = range.len();
    if let (0..=8, Some(window)) = (all, relations[range.start..].first_chunk::<8>()) {
        let (mut less, mut same) = (0_u16, 0_u16);
        for (at, have) in (0_u16..).zip(window) {
            let inside = u16::from(at < all as u16);
            less += inside & u16::from(*have < wanted);
            same += inside & u16::from(*have == wanted);
        }
        let start = range.start + usize::from(less);
        return start..start + usize::from(same);
    }
    let relations = &relations[range.clone()];
    let first = relations.partition_point(|have| *have < wanted);
    let count = relations[first..].partition_point(|have| *have == wanted);
    let start = range.start + first;
    start..start + count
}

/// How many steps are passed one by one before a longer run is searched for its end.
const FEW: usize = 8;

impl Iterator for Steps<'_> {
    type Item = Hop;

    #[inline]
    fn next(&mut self) -> Option<Hop> {
        loop {
            if self.asks_relation {
                self.skip_relations();
            }
            if self.at >= self.end {
                return None;
            }
            let at = self.at;
            self.at += 1;
            if self.counts(at) {
                return Some(Hop {
                    edge: EdgeId(self.edge(at)),
                    direction: self.direction,
                    node: NodeId(self.side.ends[at]),
                });
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.end - self.at;
        let open = self.lens.asks == Asks::Nothing && !self.asks_relation;
        (if open { left } else { 0 }, Some(left))
    }
}
