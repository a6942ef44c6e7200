//! PageRank: where someone is found who follows edges at random, and now and then jumps.
//!
//! Brin and Page, "The Anatomy of a Large-Scale Hypertextual Web Search Engine", 1998. Each round
//! every node gathers from the nodes that point at it. Who stands at a node without edges out
//! jumps anywhere, so ranks always sum to 1.
//!
//! petgraph's `page_rank` looks at all pairs of nodes: 1000 nodes take it a thousand times as long.

use crate::analysis::watch::Watch;
use crate::analysis::{AnalysisError, Progress};
use crate::view::Network;
use rayon::prelude::*;

/// How to run [`pagerank`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageRankOptions {
    /// The probability of following an edge and not jumping, from 0 to below 1.
    pub damping: f64,
    /// Stop when ranks change by less than this in one round, summed over all nodes. With 0 all
    /// rounds are made, as LDBC Graphalytics wants it.
    pub tolerance: f64,
    /// Stop after so many rounds in any case.
    pub max_rounds: u32,
}

impl Default for PageRankOptions {
    /// Returns a damping of 0.85, a tolerance of one millionth, and at most 200 rounds.
    fn default() -> Self {
        Self {
            damping: 0.85,
            tolerance: 1e-6,
            max_rounds: 200,
        }
    }
}

/// Ranks, and how well they have settled.
#[derive(Clone, Debug, PartialEq)]
pub struct PageRank {
    /// By node: the rank. They sum to 1.
    pub ranks: Vec<f64>,
    /// How many rounds were made.
    pub rounds: u32,
    /// By how much ranks changed in the last round, summed over all nodes.
    pub change: f64,
}

/// How many nodes one task takes. Sums are made task by task, so they do not depend on threads.
const NODES: usize = 1 << 12;

/// Returns the PageRank of each node. Of parallel edges each counts.
///
/// Cost: O(nodes + edges) a round, in parallel; with the usual damping some 20 to 80 rounds.
///
/// # Errors
///
/// [`AnalysisError::BadOption`] for a damping outside 0 to 1 or a tolerance that is negative or no
/// number, [`AnalysisError::Stopped`] if `progress` says so.
pub fn pagerank(
    network: &Network<'_>,
    options: &PageRankOptions,
    progress: &Progress<'_>,
) -> Result<PageRank, AnalysisError> {
    let PageRankOptions {
        damping,
        tolerance,
        max_rounds,
    } = *options;
    if !(0.0..1.0).contains(&damping) {
        return Err(AnalysisError::BadOption {
            option: "damping",
            value: damping,
            expected: "from 0 to below 1",
        });
    }
    if tolerance.is_nan() || tolerance < 0.0 {
        return Err(AnalysisError::BadOption {
            option: "tolerance",
            value: tolerance,
            expected: "0 or more",
        });
    }
    let nodes = network.node_count();
    let count = nodes as f64;
    let (out, back) = (network.out_lists(), network.back_lists());
    // What a node gives along each edge, of what it has.
    let part: Vec<f64> = (0..nodes as u32)
        .map(|node| match out.degree(node) {
            0 => 0.0,
            degree => f64::from(degree).recip(),
        })
        .collect();
    let mut ranks = vec![count.recip(); nodes];
    let mut given: Vec<f64> = part.iter().map(|part| part / count).collect();
    let mut next_given = vec![0.0; nodes];
    let mut stuck = sum(&ranks, &part);
    let (mut rounds, mut change) = (0, 0.0);
    let watch = Watch::new(progress, max_rounds.into());
    while rounds < max_rounds && nodes > 0 {
        let base = (1.0 - damping + damping * stuck) / count;
        let tasks = ranks
            .par_chunks_mut(NODES)
            .zip(next_given.par_chunks_mut(NODES))
            .enumerate();
        let sums: Vec<(f64, f64)> = tasks
            .map(|(task, (ranks, next_given))| {
                let (mut change, mut stuck) = (0.0, 0.0);
                let first = task * NODES;
                for (place, (rank, next)) in ranks.iter_mut().zip(next_given).enumerate() {
                    let node = first + place;
                    let near = back.of(node as u32).iter();
                    let gathered: f64 = near.map(|near| given[*near as usize]).sum();
                    let new = base + damping * gathered;
                    change += (new - *rank).abs();
                    if part[node] == 0.0 {
                        stuck += new;
                    }
                    *rank = new;
                    *next = new * part[node];
                }
                (change, stuck)
            })
            .collect();
        change = sums.iter().map(|(change, _)| change).sum();
        stuck = sums.iter().map(|(_, stuck)| stuck).sum();
        std::mem::swap(&mut given, &mut next_given);
        rounds += 1;
        watch.advance(1)?;
        if change < tolerance {
            break;
        }
    }
    Ok(PageRank {
        ranks,
        rounds,
        change,
    })
}

/// Sums the ranks of nodes without edges out.
fn sum(ranks: &[f64], part: &[f64]) -> f64 {
    let pairs = ranks.iter().zip(part);
    let stuck = pairs.filter(|(_, part)| **part == 0.0);
    stuck.map(|(rank, _)| rank).sum()
}
