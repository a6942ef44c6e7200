//! Communities by label propagation, as LDBC Graphalytics defines it (CDLP, arXiv 2011.15028).
//!
//! Raghavan, Albert, Kumara, "Near linear time algorithm to detect community structures in
//! large-scale networks", 2007, made deterministic: all nodes change at once, and of labels that are
//! equally frequent the smallest wins. For communities that are worth reading, take
//! [`communities`](fn@crate::analysis::communities): labels may go back and forth for ever, and parts
//! of one label need not hang together.

use crate::analysis::watch::Watch;
use crate::analysis::{AnalysisError, Progress};
use crate::view::Network;
use rayon::prelude::*;

/// Returns the label of each node after so many rounds. At first each node's label is its number;
/// each round it takes the one most frequent among its neighbors, the smallest of several.
///
/// In a directed network a neighbor counts for each edge that joins it, whichever way that leads. A
/// node without neighbors keeps its label.
///
/// Cost: O(nodes + edges · log of the largest degree) a round, in parallel.
///
/// # Errors
///
/// [`AnalysisError::Stopped`] if `progress` says so.
pub fn label_propagation(
    network: &Network<'_>,
    rounds: u32,
    progress: &Progress<'_>,
) -> Result<Vec<u32>, AnalysisError> {
    let (out, back) = (network.out_lists(), network.back_lists());
    let watch = Watch::new(progress, rounds.into());
    let mut labels: Vec<u32> = (0..network.node_count() as u32).collect();
    for _ in 0..rounds {
        let nodes = (0..labels.len() as u32).into_par_iter();
        let next: Vec<u32> = nodes
            .with_min_len(1 << 10)
            .map_init(Vec::new, |near, node| {
                near.clear();
                near.extend(out.of(node).iter().map(|near| labels[*near as usize]));
                if !network.is_undirected() {
                    near.extend(back.of(node).iter().map(|near| labels[*near as usize]));
                }
                near.sort_unstable();
                most_frequent(near).unwrap_or(labels[node as usize])
            })
            .collect();
        watch.advance(1)?;
        if next == labels {
            break;
        }
        labels = next;
    }
    Ok(labels)
}

/// Returns the most frequent of sorted labels, the smallest of several.
fn most_frequent(sorted: &[u32]) -> Option<u32> {
    let runs = sorted.chunk_by(|a, b| a == b);
    // The last of several maxima is returned, so they are met from the end.
    let runs = runs.rev().max_by_key(|run| run.len());
    runs.map(|run| run[0])
}
