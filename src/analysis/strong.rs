//! Strongly connected components: which nodes lead to each other and back.
//!
//! Large networks mostly have one giant component. It is what a search forward and a search
//! backward from one of its nodes have in common (Fleischer, Hendrickson, Pınar 2000), and both
//! searches run in parallel. The rest is left to one depth-first search (Pearce, "A
//! space-efficient algorithm for finding strongly connected components", IPL 2016), on a stack of
//! its own: a chain of millions of nodes is no deeper than any other.
//!
//! petgraph's `tarjan_scc` calls itself for each step, which such a chain does not survive, and
//! its `kosaraju_scc` takes 28 times as long on a hundred thousand nodes, both on one thread.

use crate::analysis::breadth::{UNREACHED, levels};
use crate::analysis::watch::Watch;
use crate::analysis::{AnalysisError, Groups, Progress};
use crate::view::{Heading, Lists, Network};
use rayon::prelude::*;

/// Below so many nodes the depth-first search alone is as fast.
const LARGE: usize = 1 << 14;
/// How many nodes are visited between two looks at the watch.
const PAUSE: u32 = 1 << 16;
/// The mark of nodes in the giant component; larger than all other marks.
const GIANT: u32 = u32::MAX;

/// Returns the strongly connected components.
///
/// Cost: O(nodes + edges); the giant component, if there is one, in parallel.
///
/// # Errors
///
/// [`AnalysisError::Stopped`] if `progress` says so.
pub fn strong_components(
    network: &Network<'_>,
    progress: &Progress<'_>,
) -> Result<Groups, AnalysisError> {
    let nodes = network.node_count();
    let watch = Watch::new(progress, nodes as u64);
    let mut mark = vec![0; nodes];
    if nodes >= LARGE {
        let size = mark_giant(network, &mut mark)?;
        watch.advance(size)?;
    }
    number(network.out_lists(), &mut mark, &watch)?;
    // Marks of components end at the number of nodes; the giant one takes a place that none has.
    mark.par_iter_mut()
        .for_each(|mark| *mark = if *mark == GIANT { 0 } else { *mark });
    Ok(Groups::numbered(mark, nodes + 1))
}

/// Marks the component of the node that likely lies in the largest one; returns its size.
fn mark_giant(network: &Network<'_>, mark: &mut [u32]) -> Result<u64, AnalysisError> {
    let (out, back) = (network.out_lists(), network.back_lists());
    let nodes = (0..mark.len() as u32).into_par_iter();
    let busy = nodes.max_by_key(|node| {
        let product = u64::from(out.degree(*node)) * u64::from(back.degree(*node));
        (product, u32::MAX - node)
    });
    let Some(busy) = busy else {
        return Ok(0);
    };
    let ahead = levels(network, &[busy], Heading::Forward)?;
    let behind = levels(network, &[busy], Heading::Backward)?;
    let reached = ahead.par_iter().zip(&behind).zip(mark);
    let size = reached.map(|((ahead, behind), mark)| {
        let both = *ahead != UNREACHED && *behind != UNREACHED;
        if both {
            *mark = GIANT;
        }
        u64::from(both)
    });
    Ok(size.sum())
}

/// A node on the way from the root of the search to where it stands.
struct Frame {
    node: u32,
    /// The next of its edges to follow.
    next: u32,
    /// The number that the node got when it was reached.
    own: u32,
}

/// Marks each node not yet marked with the number of its component, counting down from the number
/// of nodes.
///
/// Nodes on the way have marks from 1 up in the order in which they were reached, lowered to the
/// smallest they can reach. As components are taken out, numbers become free, so the marks of
/// components stay above those on the way.
fn number(out: Lists<'_>, mark: &mut [u32], watch: &Watch<'_>) -> Result<(), AnalysisError> {
    let nodes = mark.len() as u32;
    let (mut reached, mut component) = (1, nodes);
    let mut frames: Vec<Frame> = Vec::new();
    // Nodes whose component is not yet whole.
    let mut open: Vec<u32> = Vec::new();
    let mut visited = 0;
    for root in 0..nodes {
        if mark[root as usize] != 0 {
            continue;
        }
        mark[root as usize] = reached;
        frames.push(Frame {
            node: root,
            next: out.starts()[root as usize],
            own: reached,
        });
        reached += 1;
        while let Some(frame) = frames.last_mut() {
            let node = frame.node as usize;
            if frame.next < out.starts()[node + 1] {
                let near = out.ends()[frame.next as usize];
                frame.next += 1;
                let seen = mark[near as usize];
                if seen == 0 {
                    mark[near as usize] = reached;
                    frames.push(Frame {
                        node: near,
                        next: out.starts()[near as usize],
                        own: reached,
                    });
                    reached += 1;
                } else if seen < mark[node] {
                    mark[node] = seen;
                }
                continue;
            }
            let Frame { node, own, .. } = *frame;
            frames.pop();
            visited += 1;
            if visited % PAUSE == 0 {
                watch.advance(PAUSE.into())?;
            }
            let lowest = mark[node as usize];
            if lowest == own {
                while let Some(member) = open.last().copied() {
                    if mark[member as usize] < own {
                        break;
                    }
                    open.pop();
                    mark[member as usize] = component;
                    reached -= 1;
                }
                mark[node as usize] = component;
                component -= 1;
                reached -= 1;
            } else {
                open.push(node);
            }
            if let Some(above) = frames.last() {
                // The mark of a component just taken out is larger.
                let own = mark[node as usize];
                let above = &mut mark[above.node as usize];
                *above = own.min(*above);
            }
        }
    }
    watch.advance(u64::from(visited % PAUSE))
}
