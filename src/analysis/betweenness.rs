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
/// and 20 for each node and thread.
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
    let sums: Vec<Vec<f64>> = sources
        .par_chunks(share)
        .with_max_len(1)
        .map(|share| {
            let mut search = Search::new(nodes);
            let mut sums = vec![0.0; nodes];
            for source in share {
                search.run(out, *source, &mut sums);
                watch.advance(1)?;
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

/// What one search knows of a node.
#[derive(Clone, Copy)]
struct Reach {
    /// How many shortest walks lead to it. Once all that depends on it is known: what each of
    /// those walks carries, (1 + dependency) / walks.
    walks: f64,
    level: u32,
}

const UNSEEN: Reach = Reach {
    walks: 0.0,
    level: u32::MAX,
};

/// Numbers of walks grow with the power of distance. When a level has larger ones than this, all
/// of the level are made smaller by as much; a node whose walks then vanish beside its level's
/// others counts for nothing.
const MANY: f64 = 1e200;

/// Searches from one node, again and again.
struct Search {
    reach: Vec<Reach>,
    /// The nodes reached, by level.
    order: Vec<u32>,
    /// Where each level begins in `order`, and by what its numbers of walks were multiplied.
    levels: Vec<(usize, f64)>,
}

impl Search {
    fn new(nodes: usize) -> Self {
        Self {
            reach: vec![UNSEEN; nodes],
            order: Vec::with_capacity(nodes),
            levels: Vec::new(),
        }
    }

    /// Adds to `sums` what depends on each node for walks from `source`.
    fn run(&mut self, out: Lists<'_>, source: u32, sums: &mut [f64]) {
        self.order.push(source);
        self.reach[source as usize] = Reach {
            walks: 1.0,
            level: 0,
        };
        let (mut begin, mut factor) = (0, 1.0);
        while begin < self.order.len() {
            let end = self.order.len();
            self.levels.push((begin, factor));
            let most = self.expand(out, begin..end);
            factor = if most > MANY { most.recip() } else { 1.0 };
            if factor < 1.0 {
                for node in &self.order[end..] {
                    self.reach[*node as usize].walks *= factor;
                }
            }
            begin = end;
        }
        let mut end = self.order.len();
        let mut factor = 1.0;
        for (begin, own) in self.levels.drain(..).rev() {
            for node in &self.order[begin..end] {
                let Reach { walks, level } = self.reach[*node as usize];
                let mut carried = 0.0;
                for near in out.of(*node) {
                    let other = self.reach[*near as usize];
                    if other.level == level + 1 {
                        carried += other.walks;
                    }
                }
                if walks > 0.0 {
                    let depends = carried * walks * factor;
                    self.reach[*node as usize].walks = (1.0 + depends) / walks;
                    if *node != source {
                        sums[*node as usize] += depends;
                    }
                }
            }
            (end, factor) = (begin, own);
        }
        for node in self.order.drain(..) {
            self.reach[node as usize] = UNSEEN;
        }
    }

    /// Counts the walks to the next level; returns the largest number.
    fn expand(&mut self, out: Lists<'_>, here: Range<usize>) -> f64 {
        let Self { reach, order, .. } = self;
        let mut most = 0.0_f64;
        for at in here {
            let node = order[at];
            let Reach { walks, level } = reach[node as usize];
            for near in out.of(node) {
                let other = &mut reach[*near as usize];
                if other.level == u32::MAX {
                    other.level = level + 1;
                    order.push(*near);
                }
                if other.level == level + 1 {
                    other.walks += walks;
                    most = most.max(other.walks);
                }
            }
        }
        most
    }
}
