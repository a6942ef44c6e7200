//! Local clustering: how far the neighbors of a node know each other.
//!
//! As LDBC Graphalytics defines it (arXiv 2011.15028): of all ordered pairs of different neighbors,
//! in either direction, the part that an edge leads along. On an undirected network this is Watts
//! and Strogatz's coefficient of 1998.
//!
//! Each triangle is met once, from its corner with the fewest ties (Latapy, "Main-memory Triangle
//! Computations for Very Large (Sparse (Power-Law)) Graphs", 2008).
//!
//! petgraph has no such measure.

use crate::analysis::watch::Watch;
use crate::analysis::{AnalysisError, Progress};
use crate::view::{Lists, Network};
use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// How many nodes one task takes.
const NODES: usize = 1 << 10;

/// Returns the local clustering coefficient of each node, from 0 to 1; 0 for a node with fewer than
/// two neighbors.
///
/// Loops do not count, several edges from a node to another count as one. Give it
/// [`Network::to_simple_undirected`] to leave direction out.
///
/// Cost: O(edges^1.5) at most, in parallel; one byte for each node and thread, and 5 for each edge.
///
/// # Errors
///
/// [`AnalysisError::Stopped`] if `progress` says so.
pub fn clustering(
    network: &Network<'_>,
    progress: &Progress<'_>,
) -> Result<Vec<f64>, AnalysisError> {
    let ties = network.to_simple_undirected();
    let (lists, nodes) = (ties.out_lists(), ties.node_count());
    let parts = if network.is_undirected() {
        upward(lists, None)
    } else {
        let simple = network.to_simple();
        upward(lists, Some((simple.out_lists(), simple.back_lists())))
    };
    let watch = Watch::new(progress, nodes as u64);
    let mut known = Vec::with_capacity(nodes);
    known.resize_with(nodes, || AtomicU64::new(0));
    let add = |node: u32, edges: u8| known[node as usize].fetch_add(edges.into(), Relaxed);
    parts.par_iter().enumerate().try_for_each_init(
        || vec![0; nodes],
        |mark, (task, part)| {
            let first = task * NODES;
            for low in first..(first + NODES).min(nodes) {
                let low = low as u32;
                for (high, edges) in part.of(low) {
                    mark[high as usize] = edges;
                }
                for (middle, edges) in part.of(low) {
                    for (high, far) in parts[middle as usize / NODES].of(middle) {
                        let near = mark[high as usize];
                        if near != 0 {
                            add(low, far);
                            add(middle, near);
                            add(high, edges);
                        }
                    }
                }
                for (high, _) in part.of(low) {
                    mark[high as usize] = 0;
                }
            }
            watch.advance(NODES as u64)
        },
    )?;
    let all = (0..nodes as u32).zip(known);
    Ok(all
        .map(|(node, known)| {
            let degree = f64::from(lists.degree(node));
            let pairs = degree * (degree - 1.0);
            if pairs > 0.0 {
                known.into_inner() as f64 / pairs
            } else {
                0.0
            }
        })
        .collect())
}

/// For some nodes, the neighbors with more ties, and how many edges join them: one or two.
struct Part {
    starts: Vec<u32>,
    ends: Vec<u32>,
    edges: Vec<u8>,
}

impl Part {
    fn of(&self, node: u32) -> impl Iterator<Item = (u32, u8)> {
        let place = node as usize % NODES;
        let (start, end) = (self.starts[place] as usize, self.starts[place + 1] as usize);
        let ends = self.ends[start..end].iter();
        ends.copied().zip(self.edges[start..end].iter().copied())
    }
}

/// `edges` are the simple lists out and back; without them two edges make each tie.
fn upward(ties: Lists<'_>, edges: Option<(Lists<'_>, Lists<'_>)>) -> Vec<Part> {
    let nodes = ties.node_count();
    let firsts: Vec<usize> = (0..nodes).step_by(NODES).collect();
    let parts = firsts.par_iter().map(|first| {
        let mut part = Part {
            starts: vec![0],
            ends: Vec::new(),
            edges: Vec::new(),
        };
        for node in *first..(first + NODES).min(nodes) {
            let node = node as u32;
            let rank = (ties.degree(node), node);
            // All lists ascend, so the sides of a tie are found along the way.
            let (mut out, mut back) = match edges {
                Some((out, back)) => (out.of(node), back.of(node)),
                None => (&[][..], &[][..]),
            };
            for near in ties.of(node) {
                let count = match edges {
                    Some(_) => u8::from(skip(&mut out, *near)) + u8::from(skip(&mut back, *near)),
                    None => 2,
                };
                if (ties.degree(*near), *near) > rank {
                    part.ends.push(*near);
                    part.edges.push(count);
                }
            }
            part.starts.push(part.ends.len() as u32);
        }
        part
    });
    parts.collect()
}

/// Takes a node from the front of a list, if it stands there.
fn skip(list: &mut &[u32], node: u32) -> bool {
    match list.split_first() {
        Some((first, rest)) if *first == node => {
            *list = rest;
            true
        }
        _ => false,
    }
}
