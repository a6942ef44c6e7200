//! Closeness: how near a node lies to those that can reach it.
//!
//! Wasserman and Faust's improved formula (*Social Network Analysis*, 1994, 5.22), which compares
//! nodes of different components: with r nodes that reach this one, of n in all,
//!
//! ```text
//! closeness = (r − 1) / (sum of their distances) · (r − 1) / (n − 1)
//! ```
//!
//! Sixty-four searches run at once, one bit each (Then et al., "The More the Merrier: Efficient
//! Multi-Source Graph Traversal", PVLDB 2014). With samples, distances are measured from some
//! nodes only and taken for all (Eppstein and Wang, "Fast Approximation of Centrality", 2004).
//!
//! petgraph has no such measure.

use crate::analysis::sample::sources;
use crate::analysis::watch::Watch;
use crate::analysis::{AnalysisError, Progress};
use crate::view::{Lists, Network};
use rayon::prelude::*;

/// Returns the closeness of each node, from 0 (nobody reaches it) to 1 (everybody in one step).
///
/// Distances are counted along edges towards the node; [`Network::reversed`] counts them away from
/// it, [`Network::to_simple_undirected`] either way. `samples` says from how many nodes, which
/// `seed` chooses; `None` is from all, which is exact.
///
/// Cost: O(sources / 64 · (nodes + edges) · levels), in parallel; 32 bytes for each node and thread.
///
/// # Errors
///
/// [`AnalysisError::Stopped`] if `progress` says so; its steps are sources.
pub fn closeness(
    network: &Network<'_>,
    samples: Option<usize>,
    seed: u64,
    progress: &Progress<'_>,
) -> Result<Vec<f64>, AnalysisError> {
    let nodes = network.node_count();
    let sources = sources(nodes, samples, seed);
    let watch = Watch::new(progress, sources.len() as u64);
    let out = network.out_lists();
    // Sums of whole numbers: whoever adds what first, they come out the same.
    let workers = rayon::current_num_threads().max(1);
    let share = sources.len().div_ceil(64).div_ceil(workers).max(1) * 64;
    let walks: Vec<Walk> = sources
        .par_chunks(share)
        .map(|share| {
            let mut walk = Walk::new(nodes);
            for batch in share.chunks(64) {
                walk.run(out, batch);
                watch.advance(batch.len() as u64)?;
            }
            Ok(walk)
        })
        .collect::<Result<_, AnalysisError>>()?;
    let mut walks = walks.into_iter();
    let Some(mut total) = walks.next() else {
        return Ok(vec![0.0; nodes]);
    };
    for walk in walks {
        for (total, part) in total.sums.iter_mut().zip(walk.sums) {
            total.distance += part.distance;
            total.reached += part.reached;
        }
    }
    let mut others = vec![sources.len() as f64; nodes];
    for source in &sources {
        others[*source as usize] -= 1.0;
    }
    let pairs = total.sums.iter().zip(others);
    Ok(pairs
        .map(|(sum, others)| {
            if sum.distance == 0 {
                return 0.0;
            }
            let reached = sum.reached as f64;
            (reached / sum.distance as f64) * (reached / others)
        })
        .collect())
}

/// What is known of a node so far.
#[derive(Clone, Copy, Default)]
struct Sum {
    /// The distances from all sources that reach it.
    distance: u64,
    /// How many sources reach it, itself left out.
    reached: u64,
}

/// One bit for each of 64 searches.
#[derive(Clone, Copy, Default)]
struct Bits {
    /// Which searches have been at the node.
    seen: u64,
    /// Which reach it in the level that is being made.
    next: u64,
}

/// Searches from 64 nodes at once, again and again.
struct Walk {
    sums: Vec<Sum>,
    bits: Vec<Bits>,
}

impl Walk {
    fn new(nodes: usize) -> Self {
        Self {
            sums: vec![Sum::default(); nodes],
            bits: vec![Bits::default(); nodes],
        }
    }

    fn run(&mut self, out: Lists<'_>, batch: &[u32]) {
        self.bits.fill(Bits::default());
        // The nodes of the frontier, and which searches stand there.
        let mut frontier = Vec::with_capacity(batch.len());
        for (place, source) in batch.iter().enumerate() {
            self.bits[*source as usize].seen |= 1 << place;
            frontier.push((*source, 1_u64 << place));
        }
        let mut found = Vec::new();
        let mut level = 0;
        while !frontier.is_empty() {
            level += 1;
            for (node, here) in frontier.drain(..) {
                for near in out.of(node) {
                    let bits = &mut self.bits[*near as usize];
                    let new = here & !bits.seen;
                    if new != 0 {
                        if bits.next == 0 {
                            found.push(*near);
                        }
                        bits.next |= new;
                    }
                }
            }
            for node in found.drain(..) {
                let bits = &mut self.bits[node as usize];
                let new = std::mem::take(&mut bits.next);
                bits.seen |= new;
                let count = u64::from(new.count_ones());
                let sum = &mut self.sums[node as usize];
                sum.distance += level * count;
                sum.reached += count;
                frontier.push((node, new));
            }
        }
    }
}
