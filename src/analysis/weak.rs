//! Weakly connected components: which nodes hang together if the direction of edges is left out.
//!
//! Most networks have one giant component. It is found by a search from the node with the most
//! edges, which looks at few edges of it (see [`levels`]). The rest is left to Afforest (Sutton,
//! Ben-Nun, Barak, "Optimizing Parallel Graph Connectivity Computation via Subgraph Sampling",
//! IPDPS 2018): a forest of pointers to smaller nodes. Each node first links to two neighbors only;
//! if by then most hang together, the remaining edges of these need not be looked at.
//!
//! petgraph's `connected_components` only counts, and looks at every edge on one thread.

use crate::analysis::breadth::{UNREACHED, levels};
use crate::analysis::watch::Watch;
use crate::analysis::{AnalysisError, Groups, Progress};
use crate::view::{Heading, Network};
use rayon::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// How many neighbors each node links to before the largest of the other components is guessed.
const ROUNDS: usize = 2;
/// How many nodes are asked to guess it.
const ASKED: usize = 1024;
/// How many nodes one task takes.
const NODES: usize = 1 << 12;

/// Returns the weakly connected components.
///
/// Cost: about O(nodes + edges), in parallel; of a giant component few edges are looked at.
///
/// # Errors
///
/// [`AnalysisError::Stopped`] if `progress` says so.
pub fn weak_components(
    network: &Network<'_>,
    progress: &Progress<'_>,
) -> Result<Groups, AnalysisError> {
    let nodes = network.node_count();
    let watch = Watch::new(progress, 4);
    let (out, back) = (network.out_lists(), network.back_lists());
    let busy = (0..nodes as u32).into_par_iter().max_by_key(|node| {
        let degree = out.degree(*node) + back.degree(*node);
        (degree, u32::MAX - node)
    });
    let Some(busy) = busy else {
        return Ok(Groups::default());
    };
    let level = levels(network, &[busy], Heading::Either)?;
    watch.advance(1)?;
    let reached = |node: u32| level[node as usize] != UNREACHED;
    let above = |node: u32| if reached(node) { busy } else { node };
    let parent: Vec<AtomicU32> = (0..nodes as u32).map(above).map(AtomicU32::new).collect();
    let rest: Vec<u32> = (0..nodes as u32).filter(|node| !reached(*node)).collect();
    let left = || rest.par_iter().with_min_len(NODES);

    // A node without edges out links along edges in, so that it is not left for later.
    left().for_each(|node| {
        let list = match out.of(*node) {
            [] => back.of(*node),
            list => list,
        };
        for near in list.iter().take(ROUNDS) {
            link(&parent, *node, *near);
        }
    });
    left().for_each(|node| compress(&parent, *node));
    watch.advance(1)?;
    let frequent = most_common(&parent, &rest);
    left().for_each(|node| {
        if parent[*node as usize].load(Relaxed) != frequent {
            let list = out.of(*node).iter().chain(back.of(*node));
            list.for_each(|near| link(&parent, *node, *near));
        }
    });
    watch.advance(1)?;
    left().for_each(|node| compress(&parent, *node));
    let label = parent.into_iter().map(AtomicU32::into_inner).collect();
    watch.advance(1)?;
    Ok(Groups::numbered(label, nodes))
}

/// Joins the trees of two nodes: the larger root is hung under the smaller one.
fn link(parent: &[AtomicU32], one: u32, other: u32) {
    let mut one = parent[one as usize].load(Relaxed);
    let mut other = parent[other as usize].load(Relaxed);
    while one != other {
        let (low, high) = (one.min(other), one.max(other));
        let above = parent[high as usize].load(Relaxed);
        if above == low {
            return;
        }
        if above == high
            && parent[high as usize]
                .compare_exchange(high, low, Relaxed, Relaxed)
                .is_ok()
        {
            return;
        }
        one = parent[parent[high as usize].load(Relaxed) as usize].load(Relaxed);
        other = parent[low as usize].load(Relaxed);
    }
}

/// Lets a node point at its root.
fn compress(parent: &[AtomicU32], node: u32) {
    let mut above = parent[node as usize].load(Relaxed);
    loop {
        let further = parent[above as usize].load(Relaxed);
        if further == above {
            break;
        }
        above = further;
    }
    parent[node as usize].store(above, Relaxed);
}

/// Returns the root that most of these nodes have, as far as some evenly spread ones tell.
fn most_common(parent: &[AtomicU32], nodes: &[u32]) -> u32 {
    let step = (nodes.len() / ASKED).max(1);
    let asked = nodes.iter().step_by(step);
    let mut roots: Vec<u32> = asked
        .map(|node| parent[*node as usize].load(Relaxed))
        .collect();
    roots.sort_unstable();
    let runs = roots.chunk_by(|a, b| a == b);
    let longest = runs.max_by_key(|run| run.len());
    longest.map_or(0, |run| run[0])
}
