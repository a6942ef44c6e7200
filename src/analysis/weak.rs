//! Weakly connected components: which nodes hang together if the direction of edges is left out.
//!
//! A forest of pointers to smaller nodes, joined by Rem's algorithm (Patwary, Blair, Manne,
//! "Experiments on Union-Find Algorithms for the Disjoint-Set Data Structure", SEA 2010). Most
//! networks have one giant component. So, as in Afforest (Sutton, Ben-Nun, Barak, "Optimizing
//! Parallel Graph Connectivity Computation via Subgraph Sampling", IPDPS 2018), few edges come first:
//! all of the node that has most, one of each other. The remaining edges of what hangs together by
//! then are never looked at. That leaves too little to share among threads.
//!
//! Which nodes have edges, and which hang together with the busiest, is not to be guessed: nodes are
//! picked out in blocks, without a branch, and then looked at.
//!
//! petgraph's `connected_components` only counts, and looks at every edge.

use crate::analysis::watch::Watch;
use crate::analysis::{AnalysisError, Groups, Progress};
use crate::view::Network;

/// Returns the weakly connected components.
///
/// Cost: about O(nodes + edges); of a giant component few edges are looked at.
///
/// # Errors
///
/// [`AnalysisError::Stopped`] if `progress` says so.
pub fn weak_components(
    network: &Network<'_>,
    progress: &Progress<'_>,
) -> Result<Groups, AnalysisError> {
    let nodes = network.node_count();
    let watch = Watch::new(progress, 3);
    let (out, back) = (network.out_lists(), network.back_lists());
    let all = 0..nodes as u32;
    let ties = |node: u32| out.of(node).iter().chain(back.of(node));
    let Some(busy) = all
        .clone()
        .max_by_key(|node| out.degree(*node) + back.degree(*node))
    else {
        return Ok(Groups::default());
    };
    let mut parent: Vec<u32> = all.clone().collect();
    for near in ties(busy) {
        join(&mut parent, busy, *near);
    }
    let has_ties = |node: u32| out.degree(node) | back.degree(node) != 0;
    for_each(
        &mut parent,
        |_, node| has_ties(node),
        |parent, node| {
            if let Some(near) = ties(node).next() {
                join(parent, node, *near);
            }
        },
    );
    flatten(&mut parent);
    watch.advance(1)?;
    let giant = parent[busy as usize];
    for_each(
        &mut parent,
        |parent, node| (parent[node as usize] != giant) & has_ties(node),
        |parent, node| {
            for near in ties(node) {
                join(parent, node, *near);
            }
        },
    );
    watch.advance(1)?;
    flatten(&mut parent);
    let groups = Groups::numbered(parent, nodes);
    watch.advance(1)?;
    Ok(groups)
}

/// How many nodes are picked out together.
const BLOCK: usize = 512;

/// Visits the nodes that are picked, in their order. All of a block are picked before the first of
/// them is visited.
#[inline]
fn for_each(
    parent: &mut [u32],
    pick: impl Fn(&[u32], u32) -> bool,
    mut visit: impl FnMut(&mut [u32], u32),
) {
    let mut picked = [0; BLOCK];
    for start in (0..parent.len()).step_by(BLOCK) {
        let mut count = 0;
        for node in start..parent.len().min(start + BLOCK) {
            picked[count] = node as u32;
            count += usize::from(pick(parent, node as u32));
        }
        for node in &picked[..count] {
            visit(parent, *node);
        }
    }
}

/// Joins the trees of two nodes. From both the way leads up, on the side that points higher; what it
/// passes is hung onto the other tree.
#[inline]
fn join(parent: &mut [u32], mut one: u32, mut other: u32) {
    loop {
        if parent[one as usize] < parent[other as usize] {
            std::mem::swap(&mut one, &mut other);
        }
        let (above, lower) = (parent[one as usize], parent[other as usize]);
        if above == lower {
            return;
        }
        parent[one as usize] = lower;
        if above == one {
            return;
        }
        one = above;
    }
}

/// Lets every node point at its root. Pointers lead to smaller nodes, so these are done before.
fn flatten(parent: &mut [u32]) {
    for node in 0..parent.len() {
        parent[node] = parent[parent[node] as usize];
    }
}
