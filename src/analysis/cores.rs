//! Cores: how deep in the thick of the network each node sits.
//!
//! The k-core is the largest part in which everyone has at least k neighbors inside it. Nodes are
//! taken away from the outside, always one with the fewest neighbors left (Batagelj and Zaveršnik,
//! "An O(m) Algorithm for Cores Decomposition of Networks", 2003). Direction is left out, and
//! however many relations join two nodes make one tie.
//!
//! petgraph has no such measure.

use crate::analysis::watch::Watch;
use crate::analysis::{AnalysisError, Progress};
use crate::view::Network;

/// How many nodes are taken away between two looks at the watch.
const PAUSE: usize = 1 << 16;

/// Returns for each node the largest k whose k-core it belongs to; 0 for a node without ties.
///
/// Cost: O(nodes + edges), on one thread.
///
/// # Errors
///
/// [`AnalysisError::Stopped`] if `progress` says so.
pub fn core_numbers(
    network: &Network<'_>,
    progress: &Progress<'_>,
) -> Result<Vec<u32>, AnalysisError> {
    let ties = network.to_simple_undirected();
    let (lists, nodes) = (ties.out_lists(), ties.node_count());
    let watch = Watch::new(progress, nodes as u64);
    let mut left: Vec<u32> = (0..nodes as u32).map(|node| lists.degree(node)).collect();
    let most = left.iter().max().map_or(0, |most| *most as usize);
    // The nodes by how many neighbors they have left, and where each number begins.
    let mut begins = vec![0_u32; most + 2];
    for degree in &left {
        begins[*degree as usize + 1] += 1;
    }
    for degree in 0..=most {
        begins[degree + 1] += begins[degree];
    }
    let mut order = vec![0_u32; nodes];
    let mut place = vec![0_u32; nodes];
    let mut free = begins.clone();
    for node in 0..nodes as u32 {
        let at = &mut free[left[node as usize] as usize];
        order[*at as usize] = node;
        place[node as usize] = *at;
        *at += 1;
    }
    for at in 0..nodes {
        if at % PAUSE == PAUSE - 1 {
            watch.advance(PAUSE as u64)?;
        }
        let node = order[at];
        let core = left[node as usize];
        for near in lists.of(node) {
            let degree = left[*near as usize];
            if degree <= core {
                continue;
            }
            // The neighbor changes places with the first of its number, which then begins later.
            let begin = &mut begins[degree as usize];
            let first = order[*begin as usize];
            let there = place[*near as usize];
            order.swap(*begin as usize, there as usize);
            place[first as usize] = there;
            place[*near as usize] = *begin;
            *begin += 1;
            left[*near as usize] -= 1;
        }
    }
    watch.advance((nodes % PAUSE) as u64)?;
    Ok(left)
}
