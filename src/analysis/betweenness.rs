//! Betweenness: how many shortest walks between others run through a node.
//!
//! Brandes, "A Faster Algorithm for Betweenness Centrality", 2001: one search from each source
//! counts shortest walks, and going back over it adds up what depends on each node. With samples,
//! some sources stand for all (Brandes and Pich, "Centrality Estimation in Large Networks", 2007):
//! sums are scaled up by how many were left out.
//!
//! petgraph has no such measure.

use crate::analysis::sample::sources;
use crate::analysis::watch::Watch;
use crate::analysis::{AnalysisError, Progress};
use crate::view::{Lists, Network};
use rayon::prelude::*;
use std::ops::Range;
use std::sync::Mutex;

/// How betweenness is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scale {
    /// As a part of all pairs of other nodes: from 0 to 1.
    #[default]
    Pairs,
    /// As the number of pairs, each counted by the part of its shortest walks.
    Count,
}

/// Sources are dealt into at most so many shares. Each share is summed on its own and shares in
/// order, so results do not depend on threads; and there are never more sums in memory.
const SHARES: usize = 16;

/// Returns the betweenness of each node: over all ordered pairs of other nodes, the part of
/// shortest walks between them that run through it.
///
/// Several edges from a node to another make one step, not several walks. Of an undirected
/// network ([`Network::to_simple_undirected`]) each pair counts once when counted. `samples` says
/// how many sources are searched from, which `seed` chooses; `None` is all, which is exact.
///
/// Cost: O(sources · (nodes + edges)), in parallel; 8 bytes for each node and share of the sources,
/// and for each thread 20 for each node and at most 4 for each edge.
///
/// # Errors
///
/// [`AnalysisError::Stopped`] if `progress` says so; its steps are sources.
pub fn betweenness(
    network: &Network<'_>,
    samples: Option<usize>,
    seed: u64,
    scale: Scale,
    progress: &Progress<'_>,
) -> Result<Vec<f64>, AnalysisError> {
    let simple = network.to_simple();
    let (out, nodes) = (simple.out_lists(), simple.node_count());
    let sources = sources(nodes, samples, seed);
    let watch = Watch::new(progress, sources.len() as u64);
    let share = sources.len().div_ceil(SHARES).max(1);
    // Room for searches that no thread uses just now.
    let idle: Mutex<Vec<Search>> = Mutex::default();
    let sums: Vec<Vec<f64>> = sources
        .par_chunks(share)
        .with_max_len(1)
        .map(|share| {
            let search = idle.lock().ok().and_then(|mut idle| idle.pop());
            let mut search = search.unwrap_or_else(|| Search::new(nodes));
            let mut sums = vec![0.0; nodes];
            for source in share {
                search.run(out, *source, &mut sums);
                watch.advance(1)?;
            }
            if let Ok(mut idle) = idle.lock() {
                idle.push(search);
            }
            Ok(sums)
        })
        .collect::<Result<_, AnalysisError>>()?;
    let count = nodes as f64;
    let pairs = match scale {
        Scale::Pairs => (count - 1.0) * (count - 2.0),
        Scale::Count if simple.is_undirected() => 2.0,
        Scale::Count => 1.0,
    };
    let factor = if pairs > 0.0 && !sources.is_empty() {
        count / sources.len() as f64 / pairs
    } else {
        0.0
    };
    let all = (0..nodes).into_par_iter().with_min_len(1 << 12);
    Ok(all
        .map(|node| sums.iter().map(|sums| sums[node]).sum::<f64>() * factor)
        .collect())
}

/// The place of a node that the search has not met.
const UNSEEN: u32 = u32::MAX;

/// Numbers of walks grow with the power of distance. When a level has larger ones than this, all
/// of the level are made smaller by as much; a node whose walks then vanish beside its level's
/// others counts for nothing.
const MANY: f64 = 1e200;

/// Searches from one node, again and again.
///
/// What is known of nodes is kept by their place in the order in which they are met. A level is a
/// run of places, so a step leads to the next level if its place is not before the run's end, and
/// both passes stay within one run.
struct Search {
    /// By node: its place.
    place: Vec<u32>,
    /// By place: the node.
    order: Vec<u32>,
    /// By place: how many shortest walks lead to it. Once all that depends on it is known: what
    /// each of those walks carries, (1 + dependency) / walks.
    walks: Vec<f64>,
    /// The places that steps to the next level lead to, and by place where its steps end.
    steps: Vec<u32>,
    step_ends: Vec<u32>,
    /// Where each level begins, and by what its numbers of walks were multiplied.
    levels: Vec<(usize, f64)>,
}

impl Search {
    fn new(nodes: usize) -> Self {
        Self {
            place: vec![UNSEEN; nodes],
            order: Vec::with_capacity(nodes),
            walks: Vec::with_capacity(nodes),
            steps: Vec::new(),
            step_ends: Vec::with_capacity(nodes),
            levels: Vec::new(),
        }
    }

    /// Adds to `sums` what depends on each node for walks from `source`.
    fn run(&mut self, out: Lists<'_>, source: u32, sums: &mut [f64]) {
        self.place[source as usize] = 0;
        self.order.push(source);
        self.walks.push(1.0);
        let (mut begin, mut factor) = (0, 1.0);
        while begin < self.order.len() {
            let end = self.order.len();
            self.levels.push((begin, factor));
            self.expand(out, begin..end);
            let most = self.walks[end..].iter().copied().fold(0.0, f64::max);
            factor = if most > MANY { most.recip() } else { 1.0 };
            if factor < 1.0 {
                self.walks[end..]
                    .iter_mut()
                    .for_each(|walks| *walks *= factor);
            }
            begin = end;
        }
        self.collect(sums);
        if self.order.len() > self.place.len() / 16 {
            self.place.fill(UNSEEN);
        } else {
            for node in &self.order {
                self.place[*node as usize] = UNSEEN;
            }
        }
        self.order.clear();
        self.walks.clear();
        self.steps.clear();
        self.step_ends.clear();
        self.levels.clear();
    }

    /// Finds the next level, and counts the walks to it.
    fn expand(&mut self, out: Lists<'_>, here: Range<usize>) {
        let end = here.end as u32;
        for at in here {
            let walks = self.walks[at];
            for near in out.of(self.order[at]) {
                let mut place = self.place[*near as usize];
                if place < end {
                    continue;
                }
                if place == UNSEEN {
                    place = self.order.len() as u32;
                    self.place[*near as usize] = place;
                    self.order.push(*near);
                    self.walks.push(0.0);
                }
                self.walks[place as usize] += walks;
                self.steps.push(place);
            }
            self.step_ends.push(self.steps.len() as u32);
        }
    }

    /// Goes back from the last level to the first and adds up what depends on each node.
    fn collect(&mut self, sums: &mut [f64]) {
        let mut end = self.order.len();
        let mut factor = 1.0;
        for (begin, own) in self.levels.iter().rev() {
            for at in *begin..end {
                let first = match at {
                    0 => 0,
                    at => self.step_ends[at - 1],
                };
                let steps = &self.steps[first as usize..self.step_ends[at] as usize];
                let carried: f64 = steps.iter().map(|step| self.walks[*step as usize]).sum();
                let walks = &mut self.walks[at];
                if *walks > 0.0 {
                    let depends = carried * *walks * factor;
                    *walks = (1.0 + depends) / *walks;
                    if at > 0 {
                        sums[self.order[at] as usize] += depends;
                    }
                }
            }
            (end, factor) = (*begin, *own);
        }
    }
}
