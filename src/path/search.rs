//! The front door of the room: ends in, paths out.

use crate::path::between::Meeting;
use crate::path::finder::Finder;
use crate::path::layers::{Layers, Lengths};
use crate::path::met::Notes;
use crate::path::product::{Product, Way};
use crate::path::reach::{Reach, Reached};
use crate::path::restrict::{Avoided, Restrictor};
use crate::path::select::{Selected, Selector, Walk, is_beyond, is_plain};
use crate::path::tables::Tables;
use crate::path::via::{Machine, Via};
use crate::path::weigh::Weight;
use crate::path::{PathError, Route, Stop};
use crate::view::{Drawing, Filter, Heading, Hop, NodeId, Subgraph, View};
use num_bigint::BigUint;
use oxrdf::NamedNode;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

/// Which paths are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Which steps count. The default takes relations both ways, as of the snapshot's day. An
    /// expression says itself which way its steps go: it is read as it stands or, if the heading is
    /// backward, from its end; see [`Via::either_way`].
    pub filter: Filter,
    /// What the steps must spell; `None` for anything.
    pub via: Option<Via>,
    /// Which paths are taken.
    pub selector: Selector,
    /// What a path may repeat.
    pub restrictor: Restrictor,
    /// What makes a path short.
    pub weight: Weight,
    /// Paths with more steps are not looked for; `None` sets no bound.
    pub max_hops: Option<u32>,
    /// Whether a thing that may stand at both ends is connected to itself by a path without steps,
    /// where nothing says what steps must spell. `None`: if both ends are [`Ends::Things`]. Paths that
    /// lead round to where they began are found in any case by selectors that take more than the
    /// shortest.
    pub standing: Option<bool>,
    /// How many paths are given at most; `None` for all.
    pub limit: Option<usize>,
}

/// Where paths begin or end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ends {
    /// At any of these things.
    Things(Vec<NamedNode>),
    /// Anywhere.
    Any,
}

impl From<NamedNode> for Ends {
    fn from(thing: NamedNode) -> Self {
        Self::Things(vec![thing])
    }
}

impl<const N: usize> From<[NamedNode; N]> for Ends {
    fn from(things: [NamedNode; N]) -> Self {
        Self::Things(things.into())
    }
}

/// A search that is ready to run: graph, automaton and ends.
#[derive(Clone, Debug)]
pub struct Search<'v> {
    product: Product<'v>,
    from: Nodes,
    to: Nodes,
    options: Options,
    /// Whether a thing may be connected to itself by a path without steps: if the expression allows
    /// it, or else [`Options::standing`].
    standing: bool,
    /// Things at both ends that no relation touches: only a path without steps leads to them.
    alone: Vec<NamedNode>,
}

/// One side of a search in nodes, ascending; `None` for all.
type Nodes = Option<Vec<NodeId>>;

impl<'v> Search<'v> {
    /// Prepares a search for paths from `from` to `to`.
    ///
    /// Cost: O(states · relations) of the expression, nothing of the graph.
    ///
    /// # Errors
    ///
    /// [`PathError::Unknown`] for an end of which the dataset knows nothing,
    /// [`PathError::TooComplex`], [`PathError::Endless`], [`PathError::NotWeighed`].
    ///
    /// # Examples
    ///
    /// ```
    /// use actorgraph::builtin::builtin;
    /// use actorgraph::model::thing;
    /// use actorgraph::path::{Options, Search, Selector};
    /// use actorgraph::view::View;
    ///
    /// let view = View::build(&builtin(jiff::civil::date(2026, 8, 1))?)?;
    /// let options = Options {
    ///     selector: Selector::AllShortest,
    ///     ..Options::default()
    /// };
    /// let search = Search::new(&view, &thing("alibaba").into(), &thing("dod").into(), options)?;
    /// let routes = search.routes().collect::<Result<Vec<_>, _>>()?;
    /// assert_eq!(routes[0].len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(
        view: &'v View,
        from: &Ends,
        to: &Ends,
        options: Options,
    ) -> Result<Self, PathError> {
        let weighed = options.weight != Weight::Hops;
        let one_by_one = matches!(
            options.selector,
            Selector::AnyShortest | Selector::ShortestK(_)
        );
        if weighed && !one_by_one {
            return Err(PathError::NotWeighed);
        }
        let bounded = options.via.as_ref().is_some_and(Via::is_bounded);
        let endless = options.restrictor == Restrictor::Walk
            && options.selector == Selector::All
            && options.max_hops.is_none()
            && !bounded;
        if endless {
            return Err(PathError::Endless);
        }
        let machine = Machine::of(&spelled(options.via.clone(), options.filter.heading))?;
        let named = matches!((from, to), (Ends::Things(_), Ends::Things(_)));
        let standing = options.via.is_some() || options.standing.unwrap_or(named);
        let alone = match standing && machine.accepts(0) {
            true => alone(view, from, to),
            false => Vec::new(),
        };
        let (from, to) = (nodes(view, from)?, nodes(view, to)?);
        Ok(Self {
            product: Product::new(view.lens(&options.filter), &machine),
            from,
            to,
            options,
            standing,
            alone,
        })
    }

    /// Lets the search be stopped, from any thread: what gives paths gives
    /// [`PathError::Stopped`] soon after, and what counts gives any number.
    #[must_use]
    pub fn with_stop(mut self, stop: Stop) -> Self {
        self.product = self.product.with_stop(stop);
        self
    }

    /// Returns the paths, up to the limit, as plain values with reasons.
    ///
    /// Pairs of ends come one after another: from one start the nearest ends first, or if there is
    /// one end and there are many starts, the nearest starts first. The paths of a pair come the
    /// shortest first (with `All`, as long as that is cheap), those of one length in the order of
    /// their steps: relations walked from subject to object before those walked against, within
    /// each by the IRI of the relation, then of the thing reached.
    ///
    /// Each is found when it is asked for, so few of many cost little.
    pub fn routes(&self) -> Routes<'_, 'v> {
        Routes {
            alone: self.alone.iter(),
            walks: self.walks(),
            search: self,
        }
    }

    /// Returns what finds one shortest walk between any two nodes, whatever the ends of this search:
    /// the bare search for those who ask about many pairs and name nothing.
    ///
    /// Cost: 1 byte for each place of the product.
    pub fn finder(&self) -> Finder<'_, 'v> {
        Finder::new(&self.product, self.options.max_hops.unwrap_or(u32::MAX))
    }

    /// Returns the same paths in places of the view: nothing is named, and no reason is looked up.
    /// A thing without relations has no place, so it is not among them.
    pub fn walks(&self) -> Walks<'_, 'v> {
        let mut pairs = Pairs::new(self, Notes::Paths);
        pairs.itself |= is_beyond(self.options.selector);
        Walks {
            pairs,
            search: self,
            current: None,
            left: self.options.limit.unwrap_or(usize::MAX),
        }
    }

    /// Shows the same paths as [`walks`](Self::walks), each by its start and steps, until `visit` has
    /// seen enough. One shortest path to each of very many ends is read where it lies: none is made.
    ///
    /// # Errors
    ///
    /// [`PathError::NegativeWeight`], [`PathError::Stopped`].
    pub fn each_walk(
        &self,
        mut visit: impl FnMut(NodeId, &[Hop]) -> ControlFlow<()>,
    ) -> Result<(), PathError> {
        let mut pairs = Pairs::new(self, Notes::Paths);
        if !is_plain(&self.options) || pairs.single().is_some() {
            for walk in self.walks() {
                let walk = walk?;
                if visit(walk.start, &walk.hops).is_break() {
                    break;
                }
            }
            return Ok(());
        }
        let mut left = self.options.limit.unwrap_or(usize::MAX);
        while left > 0
            && let Some((end, mut reach)) = pairs.start()
        {
            let want = |other| pairs.want(end, other);
            let flow = reach.each_path(want, |other, hops| {
                let (from, _) = pairs.way.ordered(end, other);
                visit(from, hops)?;
                left -= 1;
                match left {
                    0 => ControlFlow::Break(()),
                    _ => ControlFlow::Continue(()),
                }
            });
            if flow.is_break() {
                return Ok(());
            }
        }
        match self.product.is_stopped() {
            true => Err(PathError::Stopped),
            false => Ok(()),
        }
    }

    /// Returns the pairs of ends that are connected, with the length of a shortest walk between
    /// them, in the order of [`routes`](Self::routes).
    pub fn pairs(&self) -> impl Iterator<Item = (NamedNode, NamedNode, u32)> + '_ {
        let view = self.product.lens().view();
        let mut pairs = Pairs::new(self, Notes::Places);
        std::iter::from_fn(move || {
            let pair = pairs.next()?;
            Some((view.iri(pair.from), view.iri(pair.to), pair.distance(self)?))
        })
    }

    /// Returns how many pairs of ends are connected. Nothing is named, so this is the bare search.
    pub fn count_pairs(&self) -> usize {
        let mut pairs = Pairs::new(self, Notes::Places);
        if self.wanted(pairs.way).is_none() && self.standing {
            // Every end that is reached counts.
            return std::iter::from_fn(|| pairs.start())
                .map(|(_, reach)| reach.count())
                .sum();
        }
        std::iter::from_fn(|| pairs.next())
            .filter(|pair| pair.distance(self).is_some())
            .count()
    }

    /// Returns how many steps the shortest walks have, over all pairs of ends.
    pub fn length(&self) -> Option<u32> {
        if !self.alone.is_empty() {
            return Some(0);
        }
        let mut pairs = Pairs::new(self, Notes::Places);
        let mut least: Option<u32> = None;
        while let Some(pair) = pairs.next() {
            let distance = pair.distance(self);
            least = least.into_iter().chain(distance).min();
            // Of one start the nearest ends come first.
            if least == Some(0) || (least.is_some() && pairs.is_single()) {
                break;
            }
        }
        least
    }

    /// Returns how many shortest walks there are, over all pairs of ends, each with its own length;
    /// exactly, whatever the limit, and without making them.
    ///
    /// Cost: O(places + steps) of the product for each pair, however many walks there are.
    pub fn count_shortest(&self) -> BigUint {
        let mut count = BigUint::from(self.alone.len());
        let mut pairs = Pairs::new(self, Notes::Places);
        while let Some(pair) = pairs.next() {
            if let Some((layers, _)) = self.shortest(pair.from, pair.to) {
                count += layers.count();
            }
        }
        count
    }

    /// Returns all shortest walks of all pairs in one drawing, whatever the limit; ranks are steps
    /// from the start.
    ///
    /// Cost: O(steps that the walks share) for each pair, however many walks there are.
    pub fn to_subgraph(&self) -> Subgraph {
        let view = self.product.lens().view();
        let mut drawing = Drawing::new(view);
        for thing in &self.alone {
            drawing.add_thing(thing.clone(), Some(0));
        }
        let mut pairs = Pairs::new(self, Notes::Places);
        while let Some(pair) = pairs.next() {
            let Some((layers, length)) = self.shortest(pair.from, pair.to) else {
                continue;
            };
            for (rank, layer) in layers.layers.iter().enumerate() {
                for spot in layer {
                    drawing.add_node(spot.node, Some(rank));
                }
            }
            for layer in 0..length {
                for place in 0..layers.layers[layer].len() {
                    for (step, _) in layers.steps(layer, place) {
                        let reasons = self.product.lens().reasons(view.edge(step.edge));
                        drawing.add_edge(step.edge, reasons);
                    }
                }
            }
        }
        drawing.finish()
    }

    /// Returns the ends that a search from the others looks for, ascending; `None` for all.
    fn wanted(&self, way: Way) -> &Nodes {
        match way {
            Way::Ahead => &self.to,
            Way::Back => &self.from,
        }
    }

    /// Searches from both ends until the sides meet.
    fn meet(&self, from: NodeId, to: NodeId) -> Option<Meeting> {
        let product = &self.product;
        let start = std::iter::once(product.start(from));
        let max = self.options.max_hops.unwrap_or(u32::MAX);
        let (ban, ends) = (Avoided(product), product.ends(to));
        Meeting::between(product, start, true, ends, &ban, max)
    }

    /// Returns the steps of all shortest walks between two things.
    fn shortest(&self, from: NodeId, to: NodeId) -> Option<(Layers, usize)> {
        let product = &self.product;
        let ban = Avoided(product);
        let meeting = self.meet(from, to)?;
        let length = meeting.length();
        let lengths = Lengths::new(product, meeting, &ban);
        let layers = lengths.through(product, &ban, &lengths.middle);
        Some((layers, length as usize))
    }
}

/// Returns what the steps must spell, with the heading of the filter worked in.
pub(super) fn spelled(via: Option<Via>, heading: Heading) -> Via {
    match (via, heading) {
        (None, Heading::Forward) => Via::any_step(true, false).repeated(),
        (None, Heading::Backward) => Via::any_step(false, true).repeated(),
        (None, Heading::Either) => Via::any_step(true, true).repeated(),
        (Some(via), Heading::Forward | Heading::Either) => via,
        (Some(via), Heading::Backward) => via.inverse(),
    }
}

/// Returns the nodes of an end, ascending, each once; a known thing without relations has none.
fn nodes(view: &View, ends: &Ends) -> Result<Nodes, PathError> {
    let Ends::Things(things) = ends else {
        return Ok(None);
    };
    let mut nodes = Vec::with_capacity(things.len());
    for thing in things {
        match view.node(thing.as_ref()) {
            Some(node) => nodes.push(node),
            None if view.snapshot().id(&thing.clone().into()).is_some() => {}
            None => return Err(PathError::Unknown(thing.clone())),
        }
    }
    nodes.sort_unstable();
    nodes.dedup();
    Ok(Some(nodes))
}

/// Returns the things without relations that are named at one end and may stand at the other too.
fn alone(view: &View, from: &Ends, to: &Ends) -> Vec<NamedNode> {
    let isolated = |ends: &[NamedNode]| -> BTreeSet<NamedNode> {
        let ends = ends.iter();
        let ends = ends.filter(|thing| view.node(thing.as_ref()).is_none());
        ends.cloned().collect()
    };
    match (from, to) {
        (Ends::Any, Ends::Any) => Vec::new(),
        (Ends::Things(things), Ends::Any) | (Ends::Any, Ends::Things(things)) => {
            isolated(things).into_iter().collect()
        }
        (Ends::Things(from), Ends::Things(to)) => isolated(from)
            .intersection(&isolated(to))
            .cloned()
            .collect(),
    }
}

/// Two ends that may be connected.
struct Pair {
    from: NodeId,
    to: NodeId,
    reached: Option<Reached>,
}

impl Pair {
    fn distance(&self, search: &Search<'_>) -> Option<u32> {
        if let Some(reached) = self.reached {
            return Some(reached.distance);
        }
        let meeting = search.meet(self.from, self.to);
        meeting.map(|meeting| meeting.length())
    }
}

/// The pairs of ends, one by one, found from whichever side has fewer ends.
struct Pairs<'s, 'v> {
    search: &'s Search<'v>,
    way: Way,
    /// The place of the next end to search from.
    next: usize,
    reach: Option<(NodeId, Reach<'s, 'v>)>,
    /// The product as tables, made when the first search begins.
    tables: OnceCell<Option<Arc<Tables<'v>>>>,
    notes: Notes,
    /// Whether a thing may be paired with itself.
    itself: bool,
}

impl<'s, 'v> Pairs<'s, 'v> {
    fn new(search: &'s Search<'v>, notes: Notes) -> Self {
        let nodes = search.product.lens().view().node_count();
        let size = |side: &Nodes| side.as_ref().map_or(nodes, Vec::len);
        let way = match size(&search.from) <= size(&search.to) {
            true => Way::Ahead,
            false => Way::Back,
        };
        Self {
            search,
            way,
            next: 0,
            reach: None,
            tables: OnceCell::new(),
            notes,
            itself: search.standing,
        }
    }

    /// Tells whether two ends are asked for that a search from one found connected.
    #[inline]
    fn want(&self, end: NodeId, other: NodeId) -> bool {
        let wanted = self.search.wanted(self.way).as_ref();
        wanted.is_none_or(|wanted| wanted.binary_search(&other).is_ok())
            && (other != end || self.itself)
    }

    fn ends(&self) -> &'s Nodes {
        match self.way {
            Way::Ahead => &self.search.from,
            Way::Back => &self.search.to,
        }
    }

    /// Tells whether there is one end to search from.
    fn is_single(&self) -> bool {
        self.ends().as_ref().is_some_and(|ends| ends.len() == 1)
    }

    /// Returns the two ends, if there is one on each side.
    fn single(&self) -> Option<(NodeId, NodeId)> {
        match (self.search.from.as_deref(), self.search.to.as_deref()) {
            (Some([from]), Some([to])) => Some((*from, *to)),
            _ => None,
        }
    }

    fn next(&mut self) -> Option<Pair> {
        // Two single ends are searched from both sides, when it is asked how.
        if let Some((from, to)) = self.single() {
            self.next += 1;
            let told = self.next == 1 && (from != to || self.itself);
            return told.then_some(Pair {
                from,
                to,
                reached: None,
            });
        }
        loop {
            while let Some((end, reach)) = &mut self.reach {
                let end = *end;
                let Some(reached) = reach.next() else { break };
                if self.want(end, reached.node) {
                    let (from, to) = self.way.ordered(end, reached.node);
                    let reached = Some(reached);
                    return Some(Pair { from, to, reached });
                }
            }
            self.reach = Some(self.start()?);
        }
    }

    /// Begins to search from the next end.
    fn start(&mut self) -> Option<(NodeId, Reach<'s, 'v>)> {
        if self.search.product.is_stopped() {
            return None;
        }
        let end = match self.ends() {
            Some(ends) => *ends.get(self.next)?,
            None => self.search.product.lens().view().nodes().nth(self.next)?,
        };
        self.next += 1;
        let max = self.search.options.max_hops.unwrap_or(u32::MAX);
        let product = &self.search.product;
        let tables = self
            .tables
            .get_or_init(|| Tables::new(product, self.way).map(Arc::new));
        let reach = Reach::new(product, tables.clone(), end, self.way, max, self.notes);
        Some((end, reach))
    }

    /// Returns the steps of one shortest path of the pair that came last, from the search that found
    /// it.
    fn path(&mut self, pair: &Pair) -> Option<&[Hop]> {
        let (_, reach) = self.reach.as_mut()?;
        Some(reach.path(pair.reached?))
    }
}

/// Paths in places of the view, one by one; made by [`Search::walks`].
pub struct Walks<'s, 'v> {
    search: &'s Search<'v>,
    pairs: Pairs<'s, 'v>,
    current: Option<Selected<'s, 'v>>,
    left: usize,
}

impl Iterator for Walks<'_, '_> {
    type Item = Result<Walk, PathError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let next = match self.found() {
            _ if self.search.product.is_stopped() => Some(Err(PathError::Stopped)),
            found => found.transpose(),
        };
        if !matches!(next, Some(Ok(_))) {
            self.left = 0;
        }
        next
    }
}

impl Walks<'_, '_> {
    fn found(&mut self) -> Result<Option<Walk>, PathError> {
        let (product, options) = (&self.search.product, &self.search.options);
        loop {
            if let Some(current) = &mut self.current {
                if let Some(walk) = current.next()? {
                    return Ok(Some(walk));
                }
                self.current = None;
            }
            let Some(pair) = self.pairs.next() else {
                return Ok(None);
            };
            if !is_plain(options) {
                let standing = self.search.standing;
                let ends = (pair.from, pair.to);
                self.current = Some(Selected::new(product, ends, options, standing));
                continue;
            }
            if let Some(hops) = self.pairs.path(&pair) {
                return Ok(Some(Walk {
                    start: pair.from,
                    hops: hops.to_vec(),
                    cost: None,
                }));
            }
            if let Some(meeting) = self.search.meet(pair.from, pair.to)
                && let Some((start, steps)) = meeting.first(product, &Avoided(product))
            {
                return Ok(Some(Walk::new(start.node, &steps, None)));
            }
        }
    }
}

/// Paths as plain values, one by one; made by [`Search::routes`].
pub struct Routes<'s, 'v> {
    search: &'s Search<'v>,
    alone: std::slice::Iter<'s, NamedNode>,
    walks: Walks<'s, 'v>,
}

impl Iterator for Routes<'_, '_> {
    type Item = Result<Route, PathError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.walks.left > 0
            && let Some(thing) = self.alone.next()
        {
            self.walks.left -= 1;
            let weighed = self.search.options.weight != Weight::Hops;
            return Some(Ok(Route::standing(thing.clone(), weighed.then_some(0.0))));
        }
        let lens = self.search.product.lens();
        let walk = self.walks.next()?;
        Some(walk.map(|walk| Route::of(lens, walk)))
    }
}
