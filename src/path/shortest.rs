//! All shortest routes at once: the graph of their steps, counted whole and read one by one.

use crate::path::Route;
use crate::path::levels::Levels;
use crate::view::{Drawing, Hop, Lens, NodeId, Subgraph};
use oxrdf::NamedNode;

/// All shortest routes between two sets of ends, held as the steps that they share.
#[derive(Clone, Debug)]
pub struct AllShortest<'v> {
    lens: Lens<'v>,
    /// The things that are among both ends; there are no steps then.
    same: Vec<NamedNode>,
    /// The nodes on shortest routes, by steps from the start, then by IRI.
    nodes: Vec<NodeId>,
    /// Where each level begins in `nodes`; one more entry for the end.
    levels: Vec<usize>,
    /// Where the steps from each node begin in `steps`; one more entry for the end.
    starts: Vec<usize>,
    /// Each step with the place in `nodes` of its end.
    steps: Vec<(Hop, usize)>,
    /// How many ways lead on from each node to the targets.
    ways: Vec<u128>,
    limit: Option<usize>,
}

impl<'v> AllShortest<'v> {
    pub(super) fn empty_routes(lens: Lens<'v>, same: Vec<NamedNode>, limit: Option<usize>) -> Self {
        let none = Self::of(lens, &[], None, limit);
        Self { same, ..none }
    }

    /// Gathers the steps that lead from `sources` down the levels.
    pub(super) fn of(
        lens: Lens<'v>,
        sources: &[NodeId],
        found: Option<Levels>,
        limit: Option<usize>,
    ) -> Self {
        let mut all = Self {
            lens,
            same: Vec::new(),
            nodes: Vec::new(),
            levels: vec![0],
            starts: vec![0],
            steps: Vec::new(),
            ways: Vec::new(),
            limit,
        };
        let Some(found) = found else {
            return all;
        };
        let first = |node: &&NodeId| found.is_left(**node, found.length);
        all.nodes.extend(sources.iter().filter(first));
        for left in (0..found.length).rev() {
            all.add_level(&found, left);
        }
        all.levels.push(all.nodes.len());
        all.starts.resize(all.nodes.len() + 1, all.steps.len());
        all.count_ways();
        all
    }

    /// Adds the steps from the last level to nodes that have `left` steps to go, and these nodes.
    fn add_level(&mut self, found: &Levels, left: u32) {
        let view = self.lens.view();
        let level = self.levels[self.levels.len() - 1]..self.nodes.len();
        let first_step = self.steps.len();
        for node in &self.nodes[level.clone()] {
            let hops = self.lens.candidates(*node, self.lens.heading());
            let hops = hops
                .filter(|hop| found.is_left(hop.node, left))
                .filter(|hop| self.lens.allows(view.edge(hop.edge)));
            self.steps.extend(hops.map(|hop| (hop, 0)));
            self.starts.push(self.steps.len());
        }
        let steps = &mut self.steps[first_step..];
        let mut next: Vec<NodeId> = steps.iter().map(|(hop, _)| hop.node).collect();
        next.sort_unstable();
        next.dedup();
        for (hop, place) in steps {
            // Each end of a step was put into `next` two lines above.
            *place = level.end + next.partition_point(|node| *node < hop.node);
        }
        self.levels.push(level.end);
        self.nodes.append(&mut next);
    }

    fn count_ways(&mut self) {
        let last = self.levels[self.levels.len() - 2];
        self.ways = vec![1; self.nodes.len()];
        for node in (0..last).rev() {
            let steps = &self.steps[self.starts[node]..self.starts[node + 1]];
            let ways = steps.iter().map(|(_, end)| self.ways[*end]);
            self.ways[node] = ways.fold(0, u128::saturating_add);
        }
    }

    /// Returns how many steps each route has, or `None` if there is no route.
    pub fn length(&self) -> Option<usize> {
        if self.same.is_empty() {
            self.last_level()
        } else {
            Some(0)
        }
    }

    /// Returns how many routes there are, whatever the limit. The count is exact below
    /// [`u128::MAX`], which stands for that many or more.
    pub fn count(&self) -> u128 {
        let ways = self.ways[..self.first_level()].iter().copied();
        ways.fold(self.same.len() as u128, u128::saturating_add)
    }

    /// Returns the routes, up to the limit of the options. They come one by one, each in O(steps).
    ///
    /// Order: by start, then step by step: relations walked from subject to object come before
    /// those walked against, within each by the IRI of the relation, then of the thing reached.
    pub fn routes(&self) -> Routes<'_, 'v> {
        Routes {
            all: self,
            next_start: 0,
            trail: Vec::new(),
            left: self.limit.unwrap_or(usize::MAX),
        }
    }

    /// Returns all routes as one drawing, whatever the limit; ranks are steps from the start.
    ///
    /// Cost: O(steps that the routes share), however many routes there are.
    pub fn to_subgraph(&self) -> Subgraph {
        let mut drawing = Drawing::new(self.lens.view());
        for thing in &self.same {
            drawing.add_thing(thing.clone(), Some(0));
        }
        for (rank, level) in self.levels.windows(2).enumerate() {
            for node in &self.nodes[level[0]..level[1]] {
                drawing.add_node(*node, Some(rank));
            }
        }
        for (hop, _) in &self.steps {
            drawing.add_edge(hop.edge, self.lens.reasons(self.lens.view().edge(hop.edge)));
        }
        drawing.finish()
    }

    fn last_level(&self) -> Option<usize> {
        self.levels.len().checked_sub(2)
    }

    fn first_level(&self) -> usize {
        self.levels.get(1).copied().unwrap_or(0)
    }
}

/// Shortest routes, one by one; made by [`AllShortest::routes`].
#[derive(Clone, Debug)]
pub struct Routes<'a, 'v> {
    all: &'a AllShortest<'v>,
    next_start: usize,
    /// The nodes of the current way, each with the place in `steps` of the step to try next.
    trail: Vec<(usize, usize)>,
    left: usize,
}

impl Iterator for Routes<'_, '_> {
    type Item = Route;

    fn next(&mut self) -> Option<Route> {
        self.left = self.left.checked_sub(1)?;
        let all = self.all;
        if let Some(thing) = all.same.get(self.next_start) {
            self.next_start += 1;
            let start = thing.clone();
            let steps = Vec::new();
            return Some(Route { start, steps });
        }
        let length = all.last_level()?;
        loop {
            let depth = self.trail.len();
            let Some((node, step)) = self.trail.last_mut() else {
                if self.next_start >= all.first_level() {
                    return None;
                }
                self.trail
                    .push((self.next_start, all.starts[self.next_start]));
                self.next_start += 1;
                continue;
            };
            if depth > length {
                let route = self.route();
                self.trail.pop();
                return Some(route);
            }
            if *step < all.starts[*node + 1] {
                let (_, end) = all.steps[*step];
                *step += 1;
                self.trail.push((end, all.starts[end]));
            } else {
                self.trail.pop();
            }
        }
    }
}

impl Routes<'_, '_> {
    fn route(&self) -> Route {
        let (start, _) = self.trail[0];
        let start = self.all.lens.view().iri(self.all.nodes[start]);
        let walked = &self.trail[..self.trail.len() - 1];
        // Each node of the way stands one past the step that it took.
        let hops = walked.iter().map(|(_, step)| self.all.steps[step - 1].0);
        Route::of(&self.all.lens, start, hops)
    }
}
