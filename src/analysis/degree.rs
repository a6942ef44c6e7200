//! How many edges touch each node.

use crate::view::Network;

/// Returns how many edges begin at each node. Parallel edges and loops count. Cost: O(nodes).
pub fn out_degree(network: &Network<'_>) -> Vec<u32> {
    let lists = network.out_lists();
    lists.starts().windows(2).map(|at| at[1] - at[0]).collect()
}

/// Returns how many edges end at each node. Parallel edges and loops count. Cost: O(nodes).
pub fn in_degree(network: &Network<'_>) -> Vec<u32> {
    let lists = network.back_lists();
    lists.starts().windows(2).map(|at| at[1] - at[0]).collect()
}

/// Returns how many edges begin or end at each node: a loop counts twice. Cost: O(nodes).
pub fn degree(network: &Network<'_>) -> Vec<u32> {
    let pairs = out_degree(network).into_iter().zip(in_degree(network));
    pairs.map(|(out, back)| out + back).collect()
}
